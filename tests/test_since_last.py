"""The change since the last snapshot of the same year: recomputed by hand, unit by unit, and only what may be told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.facts import facts_of

import ipasn_analysis as ipasn
from ipasn_analysis.api.reports import gathered
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.disclosure.cells import CellName, change_of
from ipasn_analysis.disclosure.grid import step_of
from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.facts.context import SOURCES_OF_UNITS, UNITS_SINCE_LAST, ReportContext
from ipasn_analysis.facts.publication import OF_PARTS, publication
from ipasn_analysis.facts.since_last import since_last
from ipasn_analysis.result.since_last import SejakTerakhir
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.sections import change
from ipasn_analysis.sections import since_last as words
from ipasn_analysis.writing.writer import Writer

GROUP = 10


@pytest.fixture(scope="module")
def exact(sample: Path) -> SejakTerakhir:
    found = since_last(ReportContext(gathered("tapin", 2025, str(sample)), is_internal=True))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def both(sample: Path) -> list[pd.DataFrame]:
    return [ipasn.scores("tapin", date=date, data=str(sample)) for date in ("2025-09-30", "2025-12-23")]


def test_it_is_the_difference_from_the_last_snapshot_of_the_year(exact: SejakTerakhir, both: list[pd.DataFrame]):
    before, after = both
    assert [str(exact.dari), str(exact.ke), exact.sumber_nilai] == ["2025-09-30", "2025-12-23", "catatan"]
    assert exact.selisih == pytest.approx(after["indeks"].mean() - before["indeks"].mean())
    for name in DIMENSIONS:
        assert exact.per_dimensi[name] == pytest.approx(after[name].mean() - before[name].mean())
    assert sum(filter(None, exact.per_sumber.values())) == pytest.approx(exact.selisih)


def test_each_unit_is_split_into_who_stayed_came_and_left(exact: SejakTerakhir, both: list[pd.DataFrame]):
    whole = [frame.set_index("nip") for frame in both]
    assert len(exact.per_unit) > 30
    assert [row.selisih for row in exact.per_unit] == sorted((row.selisih for row in exact.per_unit), reverse=True)
    for row in exact.per_unit:
        before, after = (frame[frame["perangkat_daerah"] == row.nama] for frame in whole)
        assert row.selisih == pytest.approx(after["indeks"].mean() - before["indeks"].mean(), abs=1e-9)
        assert sum(filter(None, row.per_dimensi.values())) == pytest.approx(row.selisih)
        stayed = before.index.intersection(after.index)
        joined, left = after.index.difference(stayed), before.index.difference(stayed)
        assert row.jumlah_sumber is not None
        counted = [row.jumlah_sumber[name] for name in ("bertahan", "masuk", "keluar", "pindah")]
        assert counted == [len(stayed), len(joined), len(left), 0]
        gain = (after.loc[stayed, "indeks"] - before.loc[stayed, "indeks"]).mean()
        assert row.per_sumber.bertahan == pytest.approx(gain)
        gap = (after.loc[joined, "indeks"].mean() if len(joined) else 0.0) - after.loc[stayed, "indeks"].mean()
        assert row.per_sumber.masuk == pytest.approx(gap * len(joined) / len(after), abs=1e-9)


def test_the_public_edition_tells_what_rests_on_enough_people(sample_facts, exact: SejakTerakhir):
    facts = sample_facts("tapin")
    assert facts.sejak_terakhir is not None
    told, whole = facts.sejak_terakhir.per_unit, {row.nama: row for row in exact.per_unit}
    assert {row.nama for row in told} < {row.nama for row in facts.perangkat_daerah if not row.disembunyikan}
    for row in told:
        counts = whole[row.nama].jumlah_sumber
        assert counts is not None and row.per_dimensi.disiplin is None
        few = any(0 < count < GROUP for count in counts.values())
        assert (row.per_sumber.bertahan is None) == (row.jumlah_sumber is None) == few, row.nama
        size = min(counts.bertahan + counts.masuk, counts.bertahan + counts.keluar)
        assert abs(row.selisih - whole[row.nama].selisih) <= step_of(size) / 2 + 1e-9


def test_changes_of_units_are_declared_to_the_audit_and_what_it_hides_is_not_told(sample: Path):
    context = ReportContext(gathered("tapin", 2025, str(sample)))
    declared = {one.own_name for one in publication(context).changes if one.name.table == UNITS_SINCE_LAST}
    found = since_last(context)
    assert found is not None and {row.nama for row in found.per_unit} == {name.part for name in declared}
    first = found.per_unit[0].nama
    names = {change_of(CellName(UNITS_SINCE_LAST, first, figure)) for figure in OF_PARTS}
    assert {name for name in declared if name.part == first} == names
    hidden = since_last(context.withholding(frozenset(names)))
    assert hidden is not None and hidden.per_unit == found.per_unit[1:]


def test_what_each_source_makes_is_declared_as_it_is_told_and_what_the_audit_hides_is_not(sample: Path):
    context = ReportContext(gathered("tapin", 2025, str(sample)))
    declared = [one for one in publication(context).changes if one.name.table == SOURCES_OF_UNITS]
    exact = since_last(context)
    assert exact is not None
    told = {row.nama: row for row in publish(exact, GROUP).per_unit if row.jumlah_sumber is not None}
    joined = [one for one in declared if one.at == one.earlier == one.date]
    assert joined and {one.name.part for one in declared} <= set(told)
    for one in joined:
        share = len(one.people) / (len(one.before) - len(one.people))
        assert told[one.name.part].per_sumber.masuk == pytest.approx(one.value * share, abs=1e-9)
    first = joined[0].name.part
    left = since_last(context.withholding(frozenset({joined[0].own_name})))
    assert left is not None
    (row,) = (row for row in left.per_unit if row.nama == first)
    assert row.jumlah_sumber is None and set(row.per_sumber.values()) == {None}


def test_of_official_scores_without_earlier_ones_the_records_beside_them_tell(both_tracks: Path, sample: Path):
    of_both, of_records = (gathered("tapin", 2025, str(data)) for data in (both_tracks, sample))
    found, alone = (since_last(ReportContext(data, is_internal=True)) for data in (of_both, of_records))
    assert found is not None and found.sumber_nilai == "catatan" and found == alone


def test_a_year_with_one_snapshot_has_none(sample: Path):
    assert since_last(ReportContext(gathered("tapin", 2024, str(sample)))) is None


def test_a_territory_is_told_by_its_governments(sample: Path):
    found = since_last(ReportContext(gathered("kalsel", 2025, str(sample)), is_internal=True))
    assert found is not None
    names = {"Kabupaten Tapin", "Kota Banjarbaru", "Pemerintah Provinsi Kalimantan Selatan"}
    assert {row.nama for row in found.per_unit} == names


def unit(name: str, points: float, **dimensions: float) -> dict[str, object]:
    return {"nama": name, "selisih": points, "per_dimensi": dict.fromkeys(DIMENSIONS, 0.0) | dimensions}


def test_units_are_named_with_the_dimension_that_sets_them_apart():
    units = [
        unit("Dinas A", 3.0, kompetensi=3.0),
        unit("Dinas B", 2.0, kinerja=2.0),
        unit("Dinas C", -1.0, kinerja=-1.0),
    ]
    since = {"selisih": 2.0, "per_dimensi": dict.fromkeys(DIMENSIONS, 0.0) | {"kompetensi": 2.0}, "per_unit": units}
    facts, w = facts_of(sejak_terakhir=since), Writer("id")
    assert words.units(facts, w) == (
        "Naik terbanyak: Dinas A (+3,00) dan Dinas B (+2,00, terutama kinerja). "
        "Turun terbanyak: Dinas C (−1,00, terutama kinerja)."
    )
    assert "naik 2,00 poin" in words.whole(facts, w) and "kompetensi (+2,00 poin)" in words.causes(facts, w)
    assert "turun 1,00 poin" in words.of_unit(facts, "Dinas C", w) and words.of_unit(facts, "Dinas D", w) == ""
    assert words.blocks(facts_of(sejak_terakhir=None), w) == ([], [])


def test_a_year_whose_discipline_is_withheld_has_its_change_without_the_picture(sample_facts):
    facts = sample_facts("tapin")
    assert facts.perubahan is not None
    withheld = facts.perubahan.per_dimensi.model_copy(update={"disiplin": None})
    told = facts.model_copy(update={"perubahan": facts.perubahan.model_copy(update={"per_dimensi": withheld})})
    names = [
        [block.name for block in change.section(one, Writer("id")).blocks if isinstance(block, Chart)]
        for one in (facts, told)
    ]
    assert names[0][0] == "perubahan-dimensi" and names[1] == names[0][1:]
