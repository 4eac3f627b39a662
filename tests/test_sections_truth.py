"""What a report says where data are few, withheld or missing: nothing is claimed that the data do not carry."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import small_data
from support.facts import facts_of, made, opened

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.model import Callout, Chart, KeyFigures, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.people import KelompokTampil, KelompokTersembunyi
from ipasn_analysis.result.ranking import PerangkatDaerahTampil
from ipasn_analysis.sections import (
    causes,
    common,
    governments,
    inputs,
    method,
    position,
    quality,
    summary,
    tasks,
    trend,
    units,
)
from ipasn_analysis.sections import strengths as sentences
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.writing.writer import Writer

ID, EN = Writer("id"), Writer("en")
UNITS = {"Dinas A": 40, "Dinas B": 35, "Dinas C": 31, "Dinas D": 5, "Dinas E": 6, "Dinas F": 7}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One government of its province, three of six units shown, no table of sanctions or leadership training."""
    data = tmp_path_factory.mktemp("alone")
    for date in ("2025-06-30", "2025-12-23"):
        small_data.write_government(data, "tapin", date, UNITS, 3)
    for file in data.rglob("rw_hukdis*"):
        file.unlink()
    return data


@pytest.fixture(scope="module")
def small(alone: Path) -> Facts:
    return ipasn.report("tapin", data=str(alone)).facts


@pytest.fixture(scope="module")
def territory(alone: Path) -> Facts:
    return ipasn.report("kalsel", data=str(alone)).facts


@pytest.fixture(scope="module")
def whole(sample_facts) -> Facts:
    return sample_facts("tapin")


def written(section: Section) -> str:
    return "\n".join(render_text(block, section.w) for block in section.all_blocks)


def appended(section: Section) -> str:
    return "\n".join(render_text(block, section.w) for block in section.appendix)


def table(section: Section, name: str) -> Table:
    return next(block for block in section.whole if isinstance(block, Table) and block.name == name)


# Mutu data -----------------------------------------------------------------------------------------------------------


def lacking(whole: Facts, extra: float, **counts: int | None) -> Facts:
    """The facts with so many empty records by item, None where withheld."""
    found = opened(whole)["mutu_data"]
    found["batas_atas"] = found["batas_bawah"] + extra
    for row in found["kelengkapan"]:
        count = counts.get(row["butir"], 0)
        row |= {"tanpa": count, "disembunyikan": count is None}
    return facts_of({**opened(whole), "mutu_data": found})


def with_units(facts: Facts, change: Callable[[int, PerangkatDaerahTampil], dict[str, Any]]) -> Facts:
    """The facts with changes of the shown units, by their place among these."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    rows = [row.model_copy(update=change(place, row)) for place, row in enumerate(shown)]
    hidden = [row for row in facts.perangkat_daerah if row.disembunyikan]
    return facts.model_copy(update={"perangkat_daerah": (*rows, *hidden)})


def with_inputs(facts: Facts, *names: str) -> Facts:
    """The facts with more inputs."""
    given = {**facts.provenans.masukan, **dict.fromkeys(names, "0" * 64)}
    return facts.model_copy(update={"provenans": facts.provenans.model_copy(update={"masukan": given})})


def test_a_bound_over_all_records_or_over_none(whole):
    text = quality.bounds(lacking(whole, 0.5, kompetensi=44), ID)
    assert "Apabila semuanya terisi" in text and "0,50 poin" in text
    assert quality.bounds(lacking(whole, 0.0), ID).startswith("Tidak ada catatan yang kosong")


def test_stale_records_that_cost_nothing_are_not_given_in_points(small):
    assert small.mutu_data.poin_usang == 0
    assert "0,00" not in quality.stale(small, ID) and "tidak akan menaikkan" in quality.stale(small, ID)


# Perangkat daerah ----------------------------------------------------------------------------------------------------


def test_why_the_fluctuation_of_units_is_not_known():
    assert "karena tidak ada tahun pembanding" in units.uncertainty(facts_of(), ID)
    few = units.uncertainty(facts_of(derau={"simpangan_tahun": None, "unit": 2}), ID)
    assert "hanya 2 perangkat daerah cukup besar" in few and "tidak ada tahun pembanding" not in few
    assert "diperkirakan 0,00 poin" in units.uncertainty(facts_of(derau={"simpangan_tahun": 0.0, "unit": 3}), ID)


# One government alone ------------------------------------------------------------------------------------------------


def test_no_rank_among_one(small, whole):
    def labels(facts: Facts) -> list[str]:
        block = next(block for block in summary.section(facts, ID).blocks if isinstance(block, KeyFigures))
        return [item.label for item in block.items]

    assert "Peringkat di provinsi" not in labels(small)
    assert "Peringkat di provinsi" in labels(whole)


def test_a_province_of_one_government_compares_nothing(territory):
    rows = common.shown_governments(territory)
    assert len(rows) == 1
    assert "1 pemerintah" not in governments.map_title(rows, ID)


# Units ---------------------------------------------------------------------------------------------------------------


def test_units_that_are_all_that_is_shown_are_not_the_best(small):
    facts = with_units(small, lambda place, row: {"pasti_teratas": True, "di_bawah_target": False})
    assert not any("teratas" in text for text in sentences.strengths(facts, ID))
    shown = sum(not row.disembunyikan for row in facts.perangkat_daerah)
    assert shown <= 3
    assert units.top(facts, ID).startswith(f"Hanya {shown} perangkat daerah ditampilkan: Dinas ")
    assert "95%" not in units.top(facts, ID)


def test_a_unit_below_target_is_not_praised(whole):
    facts = whole.model_copy(update={"pembanding": None, "perubahan": None})
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    below = next(row for row in shown if row.di_bawah_target)
    facts = with_units(facts, lambda place, row: {"pasti_teratas": place == 0 or row.nama == below.nama})
    text = " ".join(sentences.strengths(facts, ID))
    assert f"95%, {shown[0].nama} termasuk tiga teratas di antara perangkat daerah yang ditampilkan." in text
    assert below.nama not in text
    reached = [row for row in shown if row.di_bawah_target is False]
    assert ("mencapai target" in text) == (len(reached) >= len(shown) / 2)
    half = len(shown) // 2 + 1
    facts = with_units(facts, lambda place, row: {"di_bawah_target": False} if place < half else {})
    assert "perangkat daerah yang ditampilkan mencapai target" in " ".join(sentences.strengths(facts, ID))


def test_a_dimension_that_rose_but_is_behind_is_no_strength(whole):
    points = {"kualifikasi": 0.0, "kompetensi": 2.0, "kinerja": 0.5, "disiplin": 0.0}
    facts = facts_of(
        {
            **opened(whole),
            "perangkat_daerah": [],
            "pembanding": {"kompetensi": {"selisih_median": -1.5}, "kinerja": {"selisih_median": 0.4}},
            "perubahan": {**opened(whole)["perubahan"], "per_dimensi": points},
        }
    )
    strong = " ".join(sentences.strengths(facts, ID))
    assert "Kompetensi" not in strong and "Kinerja 0,40 poin di atas median" in strong
    assert sentences.improvements(facts, ID)[0].startswith("Kompetensi naik 2,00 poin")


def test_without_hidden_units_nothing_is_said_of_being_shown(whole):
    shown = tuple(row for row in whole.perangkat_daerah if not row.disembunyikan)
    facts = whole.model_copy(update={"perangkat_daerah": shown})
    assert units.top(facts, ID).startswith("Tiga teratas: ")
    assert "Tiga teratas di antara perangkat daerah yang ditampilkan: " in units.top(whole, ID)
    facts = facts.model_copy(update={"pembanding": None, "perubahan": None})
    assert not any("yang ditampilkan" in text for text in sentences.strengths(facts, ID))


def test_the_shares_of_the_shortfall_are_those_of_the_units_below_target(small):
    found = table(units.section(small, ID), "Perangkat daerah")
    lacking = [row.kekurangan for row in small.perangkat_daerah if not row.disembunyikan]
    whole = sum(points for points in lacking if points > 0)
    place = [column.key for column in found.columns].index("kekurangan")
    assert [row[place] for row in found.rows] == pytest.approx([max(points, 0) / whole for points in lacking])


def test_a_change_of_a_unit_that_is_noise_stands_in_grey(small):
    rows = tuple(
        row.model_copy(update={"perubahan": 1.0, "perubahan_lebih_dari_derau": bool(place)})
        for place, row in enumerate(row for row in small.perangkat_daerah if not row.disembunyikan)
    )
    found = table(units.section(small.model_copy(update={"perangkat_daerah": rows}), ID), "Perangkat daerah")
    assert found.muted_cells == {(0, "perubahan")}


def test_who_is_named_first_is_clearly_below_and_lacks_beyond_its_share_of_the_staff(whole):
    none = with_units(whole, lambda place, row: {"putusan": "belum_dapat_dibedakan"})
    assert not any("Dampingi" in text for text in tasks.tasks(none, ID))
    shown = [row for row in whole.perangkat_daerah if not row.disembunyikan]
    large, small = shown[0].nama, shown[-1].nama
    figures = {large: {"diukur": 900, "indeks": whole.indeks - 1}, small: {"diukur": 300, "indeks": whole.indeks - 4}}
    facts = with_units(
        none, lambda place, row: {**figures[row.nama], "putusan": "di_bawah"} if row.nama in figures else {}
    )
    (text,) = (text for text in tasks.tasks(facts, ID) if "Dampingi" in text)
    assert text.index(small) < text.index(large) and "jelas di bawah rata-rata" in text
    assert "kekurangan" not in " ".join(tasks.tasks(facts.model_copy(update={"target": whole.indeks}), ID))


@pytest.mark.parametrize(
    ("means", "said"),
    [
        ((80.0, 60.0), "PPPK mencakup sekitar 25% pegawai dan 88% dari kekurangan itu"),
        ((75.0, 75.0), ""),
        ((82.0, 54.0), "Seluruh kekurangan itu ada pada PPPK (sekitar 25% pegawai)"),
        ((70.0, 90.0), "Seluruh kekurangan itu ada pada PNS (sekitar 75% pegawai)"),
        ((82.0, 82.0), ""),
    ],
)
def test_shares_of_the_shortfall_by_kind_of_employee(means, said):
    rows = [
        {"kunci": key, "diukur": n, "indeks": mean}
        for key, n, mean in zip(("PNS", "PPPK"), (300, 100), means, strict=True)
    ]
    index = (3 * means[0] + means[1]) / 4
    groups = [{"pengelompokan": "jenis_pegawai", "kelompok": rows}]
    text = causes.by_kind(facts_of(indeks=index, target=81.0, kelompok=groups), ID)
    assert text.startswith(said) and bool(text) == bool(said)


# Tables that are not there -------------------------------------------------------------------------------------------


def test_missing_tables_are_named_with_what_follows(small, territory):
    assert inputs.absent(small) == {"rw_diklat": ["tapin"], "rw_hukdis": ["tapin"]}
    for section in (summary.section(small, ID), quality.section(small, ID)):
        (box,) = (block for block in section.whole if isinstance(block, Callout))
        assert (
            "Tidak ada riwayat hukuman disiplin: disiplin semua pegawai bernilai penuh tanpa dapat diperiksa."
            in box.paragraphs
        )
        assert any(text.startswith("Tidak ada riwayat diklat struktural: ") for text in box.paragraphs)
    assert "(rw_diklat) dan Riwayat hukuman disiplin (rw_hukdis)." in table(method.section(small, ID), "Masukan").note
    assert any(
        text.startswith("Kabupaten Tapin: no records of disciplinary sanctions: ")
        for text in inputs.sentences(territory, EN)
    )


def test_units_of_which_nothing_is_shown_are_counted_and_a_single_one_is_named(whole, territory):
    def changed(facts, count):
        first = facts.mutu_data.per_unit[0]
        missing = ("tanpa_kualifikasi", "tanpa_kompetensi", "tanpa_kinerja")
        known = {**dict.fromkeys(missing, 0.1), "disembunyikan": False}
        hidden = {**dict.fromkeys(missing), "disembunyikan": True, "batas_atas": None}
        rows = [
            first.model_copy(update={"nama": f"Nama {place}", **(hidden if place < count else known)})
            for place in range(5)
        ]
        found = facts.mutu_data.model_copy(update={"per_unit": tuple(rows)})
        facts = facts.model_copy(update={"mutu_data": found})
        return table(quality.section(facts, ID), "Rincian mutu data")

    found = changed(whole, 3)
    assert len(found.rows) == 2 and "3 perangkat daerah lain: " in found.note
    found = changed(territory, 1)
    assert found.columns[0].label == "Pemerintah daerah"
    assert "Nama 0: angkanya menyangkut" in found.note
    assert "lain:" not in found.note


def test_what_a_decision_rests_on_is_said_in_words(whole):
    text = appended(method.section(whole, ID))
    assert "[D]" not in text and "[I]" not in text and "Ditetapkan untuk laporan ini" in text


def test_discipline_is_not_praised_for_what_it_is_everywhere(small):
    assert small.dimensi.disiplin.persen_maksimum == 100
    given = with_inputs(small, "tapin/2025-12-23/rw_hukdis.csv")
    assert not any("Disiplin mencapai" in text for text in sentences.strengths(given, ID))


def test_a_rise_that_a_table_missing_before_makes_is_no_strength(small):
    points = {"kualifikasi": 0.0, "kompetensi": 0.0, "kinerja": 0.0, "disiplin": 1.0}
    change = {"dari": datetime.date(2024, 12, 31), "per_dimensi": points}
    facts = facts_of({**opened(small), "perubahan": change})
    facts = with_inputs(facts, "tapin/2025-12-23/rw_hukdis.csv", "tapin/2024-12-31/profil.csv")
    assert not any("menyumbang" in text for text in sentences.strengths(facts, ID))
    facts = with_inputs(facts, "tapin/2024-12-31/rw_hukdis.csv")
    assert any("Disiplin naik 1,00" in text for text in sentences.strengths(facts, ID))


def test_nothing_is_missing_from_whole_data_ready_scores_and_databases(whole):
    assert inputs.absent(whole) == {} and inputs.sentences(whole, ID) == []
    city = facts_of(tingkat="kota", region="x", tahun=2025)
    assert inputs.absent(with_inputs(city, "x/2025-12-31/nilai_ipasn")) == {}
    old = with_inputs(city, *(f"x/2021-12-31/{name}" for name in ("profil", "rw_skp", "rw_kursus")))
    assert inputs.absent(old, 2021) == {"rw_diklat": ["x"], "rw_hukdis": ["x"]}
    assert inputs.absent(old) == {}  # no snapshot of the year


# Hidden rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "text"),
    [
        (("1–9", "1–9"), "kurang dari 10 pegawai"),
        (("300–999", "≥ 1000"), "tidak ditampilkan untuk melindungi kelompok kecil"),
        (("1–9", "300–999"), "tidak ditampilkan untuk melindungi kelompok kecil"),
        ((), "kurang dari 10 pegawai"),
    ],
)
def test_hidden_rows_say_what_is_true_of_each(classes, text):
    rows = [made(KelompokTersembunyi, kelas_ukuran=size) for size in classes]
    assert common.hidden(facts_of(ambang={"kelompok": 10}), ID, [*rows, made(KelompokTampil)]) == text


# Words of the tables -------------------------------------------------------------------------------------------------


def test_categories_of_the_tables_are_in_the_language_of_the_report(whole):
    found = table(position.section(whole, EN), "Position in the province")
    place = [kind["jenis"] for kind in table_record(found, EN)["format"]].index("category")
    words = {row[place] for row in table_record(found, EN)["baris"]} - {None}
    assert words <= {"very high", "high", "moderate", "low", "very low"} and "moderate" in words
    kinds = [column.kind for column in found.columns]
    own = {row[kinds.index("category")] for row in found.rows}
    assert {row[place] for row in table_record(found, ID)["baris"]} == own


def test_an_english_method_has_no_indonesian_names_of_laws_and_statuses(whole):
    text = " ".join((written(method.section(whole, EN)) + appended(method.section(whole, EN))).split())
    assert "BKN Regulation 8 of 2019 (10 May 2019)" in text and "PANRB Ministerial Regulation 38 of 2018" in text
    assert "(retired)" in text and "(dismissed)" in text
    assert "Peraturan" not in text and "pensiun" not in text and "diberhentikan" not in text
    assert "(10 Mei 2019)" in " ".join(written(method.section(whole, ID)).split())
    assert units.section(whole, EN).title == "Units (perangkat daerah)"


def test_other_governments_are_named_as_a_source(whole):
    section = position.section(whole, ID)
    sources = [block.source for block in section.whole if isinstance(block, Table | Chart)]
    others = len(common.shown_governments(whole)) - 1
    assert len(sources) == 3 and all(f"data {others} pemerintah daerah lain di provinsi" in text for text in sources)


# Tren ----------------------------------------------------------------------------------------------------------------


def test_the_trend_ends_with_the_report(sample):
    facts = ipasn.report("tapin", 2024, data=str(sample)).facts
    assert facts.tren[-1].tahun == 2025  # the JSON keeps every snapshot
    section = trend.section(facts, ID)
    dates = [row[0] for row in table(section, "Tren").rows]
    assert dates[-1] == facts.per_tanggal.isoformat() == max(dates)
    picture = trend.picture(facts, ID)
    assert picture is not None and "2025" not in picture.title and "2025" not in picture.alt
    assert "di tengah tahun" not in written(section)  # one snapshot a year until then


def test_a_dip_within_a_year_is_explained(whole):
    assert "sejak 1 Januari tahun itu" in " ".join(written(trend.section(whole, ID)).split())
    assert "di tengah tahun" not in written(trend.section(whole.model_copy(update={"impor": True}), ID))


def test_snapshots_of_one_year_are_no_change_over_years(small):
    picture = trend.picture(small, ID)
    assert picture is not None and picture.title == "Indeks pada setiap tanggal data"
