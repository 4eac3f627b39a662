"""What the public edition makes of exact figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel

from ipasn_analysis.disclosure.grid import step_of
from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.figures import Cost, Implied, Mean, OnGrid, Sensitive, Share, Tally
from ipasn_analysis.result.parts import Part, Points

EXACT = Mean, Sensitive, Tally, Cost, Share


@pytest.fixture(scope="module", params=["tapin", "kalsel"])
def facts(sample_facts, request) -> Facts:
    return sample_facts(request.param)


def figures(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every number within a value, with where it stands."""
    if isinstance(value, BaseModel):
        for name, part in value:
            yield from figures(part, f"{place}.{name}")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from figures(part, f"{place}.{name}")
    elif isinstance(value, tuple | list):
        for part in value:
            yield from figures(part, place)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield place, value


def test_nothing_exact_is_published(facts):
    assert not [place for place, value in figures(facts) if isinstance(value, EXACT)]


def test_every_mean_is_a_multiple_of_its_step(facts):
    means = [value for _, value in figures(facts) if isinstance(value, OnGrid)]
    assert len(means) > 300
    assert all(Fraction(repr(float(value))) % Fraction(str(value.step)) == 0 for value in means)


def test_headcounts_of_groups_are_counts_of_a_breakdown_but_those_of_units_are_exact(facts):
    groups = [row.diukur for entry in facts.kelompok for row in entry.kelompok if not row.disembunyikan]
    assert len(groups) > 5 and not any(people % 5 for people in groups)
    assert any(row.diukur % 5 for row in facts.perangkat_daerah if not row.disembunyikan)


def test_what_follows_from_a_mean_and_what_everybody_knows_tells_no_more_than_the_mean(sample_facts):
    """Rounded anew, a distance to the target would say on which side of its own rounding a mean lies."""
    facts = sample_facts("tapin")
    shown, people = [row for row in facts.perangkat_daerah if not row.disembunyikan], facts.pegawai.diukur
    assert len(shown) > 20
    for row in shown:
        away = facts.target - float(row.indeks)
        assert row.jarak_target == OnGrid(-away, step_of(row.diukur))
        assert row.kekurangan == OnGrid(away * row.diukur / people, step_of(people))
    for group in (row for entry in facts.kelompok for row in entry.kelompok if not row.disembunyikan):
        assert group.selisih == OnGrid(float(group.indeks) - float(facts.indeks), group.indeks.step)


def test_discipline_is_told_of_a_whole_alone(facts):
    assert facts.dimensi.disiplin.rata_rata is not None
    parts = [*facts.perangkat_daerah, *(row for entry in facts.kelompok for row in entry.kelompok)]
    assert all(row.dimensi.disiplin is None for row in parts)


def test_the_upper_bound_of_a_unit_does_not_count_the_few_who_lack_a_record(sample_facts):
    exact, told = (sample_facts("tapin", edition).mutu_data.per_unit for edition in ("internal", "publik"))
    bounds, few, many = {row.nama: row.batas_atas for row in told}, 0, 0
    for row in (row for row in exact if row.nama in bounds):
        shares = (row.tanpa_kualifikasi, row.tanpa_kompetensi, row.tanpa_kinerja)
        lacking = [round(share * row.diukur) for share in shares]
        if max(lacking) < 10:
            few += 1
            assert bounds[row.nama] is None
        elif any(0 < count < 10 for count in lacking):
            many += 1
            assert float(bounds[row.nama]) <= row.batas_atas
    assert few > 5 and many > 0


class Row(Part):
    """A row that may lose a figure."""

    poin: Points | None
    disembunyikan: bool = False


@pytest.mark.parametrize(
    ("figure", "told", "hidden"),
    [
        (Mean(76.34, 12), 76.5, False),
        (Tally(9), None, True),
        (Tally(0), 0, False),
        (Share(9, 40), None, True),
        (Share(0, 40, within=True), None, True),
        (Share(38, 38), 1.0, False),
        (Share(14, 14, within=True), 1.0, False),
        (Share(13, 13, within=True), None, True),
        (Share(10, 10, within=True), None, True),
        (Share(12, Tally(18)), 0.5, False),
        (Cost(1_230_000.0, 100_000.0), 1_000_000.0, False),
        (Sensitive(4.9), None, False),
        (Implied(2 / 5040), 2 / 5040, False),
    ],
)
def test_each_kind_of_figure(figure, told, hidden):
    row = publish(Row(poin=figure), 10)
    assert (row.poin, row.disembunyikan) == (told, hidden)
