"""Reports from official scores: what they say is so, and the way to the target is in steps of dimensions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support import small_data
from support.official_scores import nip, people, write_official

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.errors import UsageError
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.rules import instruments
from ipasn_analysis.scoring.steps import base_of, lift, next_level
from ipasn_analysis.sections.report import Report

LETTER = instruments.load("bkn4190_2024")
REGULATION = instruments.load("perban8_2019")


@pytest.fixture(scope="module", autouse=True)
def _shipped_params() -> Iterator[None]:
    """The parameters as they are shipped, under which official scores of 2023 and later are of the letter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IPASN_PARAMS", raising=False)
        yield


def of_year(shift: int = 0) -> list:
    """120 people of two units: 80 at baik, 40 at sangat baik; 30 of them PPPK."""
    return [
        *people("Dinas A", (20, 20 + shift, 25, 5), 50),
        *people("Dinas A", (15, 25 + shift, 25, 5), 30, start=50, pppk=True),
        *people("Dinas B", (25, 30 + shift, 30, 5), 40, start=80),
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Official scores of 2021, 2022 (Peraturan BKN 8/2019) and of 2023 to 2025 (letter 4190)."""
    folder = tmp_path_factory.mktemp("official")
    old = [*people("Dinas A", (15, 15, 25, 5), 80), *people("Dinas B", (15, 25, 30, 5), 40, start=80)]
    for year in (2021, 2022):
        write_official(folder, "tapin", f"{year}-12-31", old)
    for year in (2023, 2024):
        write_official(folder, "tapin", f"{year}-12-31", of_year())
    reasons = [*["pelatihan 20 JP"] * 60, *["seminar"] * 55, *["nama orang rahasia"] * 5]
    write_official(folder, "tapin", "2025-12-31", of_year(5), reasons=reasons)
    return folder


@pytest.fixture(scope="module")
def report(data: Path) -> Report:
    return ipasn.report("tapin", 2025, data=str(data))


@pytest.fixture(scope="module")
def facts(report: Report) -> Facts:
    return report.facts


def said(report: Report, *sections: str) -> str:
    chosen = [report.section(name) for name in sections or report.sections]
    text = "\n".join(render_text(block, section.w) for section in chosen for block in section.all_blocks)
    return " ".join(text.split())


def test_official_scores_are_the_headline_under_their_own_method(facts: Facts):
    assert (facts.sumber_nilai, facts.instrumen_resmi, facts.instrumen) == ("resmi", "bkn4190_2024", "bkn4190_2024")
    assert facts.sementara is False
    assert [(point.tahun, point.instrumen, point.sebanding) for point in facts.tren] == [
        (2021, "perban8_2019", False),
        (2022, "perban8_2019", False),
        (2023, "bkn4190_2024", True),
        (2024, "bkn4190_2024", True),
        (2025, "bkn4190_2024", True),
    ]
    assert facts.uji_tren.tahun == (2023, 2024, 2025)


def test_no_change_crosses_the_break_of_method(data: Path):
    report = ipasn.report("tapin", 2023, data=str(data))
    assert report.facts.perubahan is None
    assert "dinilai dengan metode yang berbeda" in said(report, "ringkasan")
    assert "Metode penilaian berganti pada 2023" in said(report, "tren")


def test_coverage_of_the_scored_by_themselves_is_no_coverage(facts: Facts, report: Report):
    assert (facts.pegawai.diukur, facts.pegawai.seharusnya, facts.pegawai.cakupan) == (120, None, None)
    assert "seharusnya dinilai tidak diketahui" in said(report, "ringkasan")


def test_coverage_is_against_the_profile_where_there_is_one(tmp_path: Path):
    small_data.write_government(tmp_path, "tapin", "2025-12-31", {"Dinas A": 60, "Dinas B": 40}, 3)
    profile = (tmp_path / "tapin" / "2025-12-31" / "profil.csv").read_text(encoding="utf-8").splitlines()
    place = profile[0].split(",").index("NIP BARU")
    nips = [line.split(",")[place].strip("'\"") for line in profile[1:]]
    rows = [(nip, "Dinas A", 20.0, 25.0, 25.0, 5.0) for nip in nips[:90]]
    write_official(tmp_path / "scores", "tapin", "2025-12-31", rows)
    scores = tmp_path / "scores" / "tapin" / "2025-12-31" / "nilai_ipasn.csv"
    scores.rename(tmp_path / "tapin" / "2025-12-31" / "nilai_ipasn.csv")
    people_of = ipasn.report("tapin", 2025, data=str(tmp_path)).facts.pegawai
    assert (people_of.diukur, people_of.seharusnya, people_of.cakupan) == (90, 100, 0.9)


def test_nothing_that_was_not_applied_is_said(report: Report):
    text = said(report)
    assert "Indeks dihitung dengan instrumen" not in text
    assert "Diklat teknis dihitung" not in text
    assert "Instrumen ini SEMENTARA" not in text
    assert "Sementara" not in said(report, "ringkasan")
    assert "lima tahun terakhir" not in text
    assert [decision.id.split()[0] for decision in report.facts.keputusan] == ["Kategori", "PNS", "Poin"]
    assert "dihitung oleh SIASN (BKN) dan dipakai apa adanya" in said(report, "metode")


def test_every_source_line_says_whose_scores_they_are(report: Report):
    sources = [
        block.source
        for name in report.sections
        for block in report.section(name).all_blocks
        if getattr(block, "source", "")
    ]
    assert sources
    of_series = [text for text in sources if "sumber nilai dan instrumen setiap tanggal" in text]
    assert all(text.startswith("nilai IP ASN SIASN") for text in sources if text not in of_series)


def test_levels_are_the_people_at_each_number_of_points(facts: Facts):
    found = facts.nilai_resmi
    assert found is not None
    levels = {(row.dimensi, row.poin): row.orang for row in found.tingkat}
    assert levels == {
        ("kualifikasi", 15): 30,
        ("kualifikasi", 20): 50,
        ("kualifikasi", 25): 40,
        ("kompetensi", 25): 50,
        ("kompetensi", 30): 30,
        ("kompetensi", 35): 40,
        ("kinerja", 25): 80,
        ("kinerja", 30): 40,
    }
    assert found.terbuka.kompetensi == pytest.approx(40 - facts.dimensi.kompetensi.rata_rata)


def test_kompetensi_is_base_and_additions_by_the_identity(facts: Facts):
    found = facts.nilai_resmi.dasar_kompetensi
    assert (found.orang, found.sesuai) == (120, True)
    assert found.dasar == pytest.approx((80 * 20 + 40 * 25) / 120, abs=0.025)
    assert found.dasar + found.tambahan == pytest.approx(facts.dimensi.kompetensi.rata_rata, abs=0.05)


def test_what_is_added_is_what_lapses_though_some_have_less_than_the_base(tmp_path: Path):
    rows = [*people("Dinas A", (20, 30, 25, 5), 60), *people("Dinas A", (20, 15, 25, 5), 40, start=60)]
    write_official(tmp_path, "tapin", "2025-12-31", rows)
    facts = ipasn.report("tapin", 2025, data=str(tmp_path), edition="internal").facts
    found = facts.nilai_resmi.dasar_kompetensi
    assert (found.dasar, found.tambahan, found.sesuai) == (18, 6, False)
    assert facts.indeks - facts.awal_tahun.indeks == pytest.approx(found.tambahan)


def test_reasons_are_counted_and_those_of_few_are_not_told(facts: Facts, report: Report):
    rows = facts.nilai_resmi.keterangan
    assert "nama orang rahasia" not in {row.keterangan for row in rows}
    assert all(row.orang is None or row.orang >= 10 for row in rows)
    assert "pelatihan 20 JP" in {row.keterangan for row in rows}
    assert "nama orang rahasia" not in said(report)


def test_the_plan_in_steps_is_the_cheapest_and_adds_what_it_says(tmp_path: Path):
    write_official(tmp_path, "tapin", "2025-12-31", of_year())
    plan = ipasn.report("tapin", 2025, data=str(tmp_path), edition="internal").facts.menuju_target
    gained = sum(row.jumlah * row.poin for row in plan.tindakan if row.jumlah)
    assert plan.indeks_sesudah == pytest.approx(plan.indeks + gained / 120)
    assert plan.indeks_sesudah >= plan.target > plan.indeks
    # A step from baik to sangat baik lifts the base of kompetensi: ten points, more than any other step.
    assert {row.tindakan for row in plan.tindakan if row.jumlah} == {"kinerja"}
    steps = sum(row.jumlah for row in plan.tindakan)
    assert (plan.target - plan.indeks) * 120 - 10 * (steps - 1) > 0
    assert all((row.langkah.dari, row.langkah.ke) == (25, 30) for row in plan.tindakan if row.tindakan == "kinerja")


def test_steps_never_add_more_than_people_lack(tmp_path: Path):
    rows = [
        *people("Dinas A", (20, 40, 25, 5), 60),
        *people("Dinas A", (20, 35, 25, 5), 60, start=60),
    ]
    write_official(tmp_path, "tapin", "2025-12-31", rows)
    found = {
        (step.dimensi, step.dari, step.poin): step.orang
        for step in ipasn.report("tapin", 2025, data=str(tmp_path)).facts.nilai_resmi.langkah
    }
    # 60 people have no room for the base that sangat baik brings; the others' room is what that step takes.
    assert found == {("kualifikasi", 20, 5): 120, ("kinerja", 25, 10): 60}


def test_the_other_convention_is_named_where_its_digits_differ(data: Path):
    report = ipasn.report("tapin", 2025, data=str(data), edition="internal")
    found = report.facts.nilai_resmi.dua_cara
    assert found.rata_rata_biasa == pytest.approx((found.pns + found.pppk) / 2)
    assert f"yaitu {report.w.number(found.rata_rata_biasa)}" in said(report, "dimensi")


def test_the_other_reading_of_the_category_is_named_where_it_differs(tmp_path: Path):
    write_official(tmp_path, "tapin", "2025-12-31", people("Dinas A", (20, 25.5, 30, 5), 40))
    report = ipasn.report("tapin", 2025, data=str(tmp_path))
    assert (report.facts.kategori, report.facts.kategori_bacaan_lain) == ("sedang", "tinggi")
    assert "menurut cara yang lain kategorinya tinggi" in said(report, "ringkasan")


# What may be compared -------------------------------------------------------------------------------------------------


def test_governments_of_another_date_stand_below_the_ranking(tmp_path: Path):
    for region, date in (("tapin", "2025-12-31"), ("banjar", "2025-12-10"), ("tabalong", "2025-06-30")):
        write_official(tmp_path, region, date, of_year())
    facts = ipasn.report("kalsel", 2025, data=str(tmp_path)).facts
    assert [row.region for row in facts.peringkat_pemerintah] == ["banjar", "tapin"]
    assert [(row.region, row.alasan) for row in facts.tidak_sebanding] == [("tabalong", "tanggal")]
    assert [(row.region, row.peringkat) for row in facts.pemerintah][-1] == ("tabalong", None)


def test_governments_under_another_instrument_stand_below_the_ranking(tmp_path: Path):
    write_official(tmp_path, "tapin", "2025-12-31", of_year())
    write_official(tmp_path, "banjar", "2025-12-31", of_year())
    small_data.write_government(tmp_path, "tabalong", "2025-12-31", {"Dinas A": 60, "Dinas B": 40}, 3)
    facts = ipasn.report("kalsel", 2025, data=str(tmp_path)).facts
    assert [(row.region, row.alasan) for row in facts.tidak_sebanding] == [("tabalong", "instrumen")]
    assert facts.pegawai.diukur == 240


def test_a_government_that_joins_the_data_is_no_turnover(tmp_path: Path):
    write_official(tmp_path, "tapin", "2024-12-31", of_year())
    write_official(tmp_path, "tapin", "2025-12-31", of_year())
    write_official(tmp_path, "banjar", "2025-12-31", people("Dinas A", (15, 20, 25, 5), 100, start=300))
    report = ipasn.report("kalsel", 2025, data=str(tmp_path))
    change = report.facts.perubahan
    assert (change.selisih, change.jumlah_sumber.masuk) == (0, 0)
    assert sum(change.per_sumber.values()) == pytest.approx(change.selisih)
    assert change.cakupan_data.masuk == ("Kabupaten Banjar",)
    assert change.cakupan_data.poin == pytest.approx(report.facts.indeks - change.indeks_dari)
    assert "bukan pergantian pegawai" in said(report, "ringkasan")


def test_the_same_date_has_the_same_value_in_every_report(tmp_path: Path):
    write_official(tmp_path, "tapin", "2024-12-31", of_year())
    write_official(tmp_path, "tapin", "2025-12-31", of_year())
    write_official(tmp_path, "banjar", "2024-12-31", people("Dinas A", (15, 20, 25, 5), 100, start=300))
    then, now = (ipasn.report("kalsel", year, data=str(tmp_path)).facts for year in (2024, 2025))
    assert next(point.indeks for point in now.tren if point.tahun == 2024) == pytest.approx(then.indeks)
    assert now.uji_tren.tahun == (2025,)


def test_a_renamed_unit_is_no_move(tmp_path: Path):
    before = of_year()
    after = [(nip, unit.replace("Dinas A", "Dinas A dan B"), *rest) for nip, unit, *rest in before]
    write_official(tmp_path, "tapin", "2024-12-31", before)
    write_official(tmp_path, "tapin", "2025-12-31", after)
    facts = ipasn.report("tapin", 2025, data=str(tmp_path), edition="internal").facts
    assert facts.perubahan.jumlah_sumber.pindah == 0
    assert [(row.dari, row.ke) for row in facts.perubahan.berganti_nama] == [("Dinas A", "Dinas A dan B")]
    assert {row.nama: row.perubahan for row in facts.perangkat_daerah} == {"Dinas A dan B": 0, "Dinas B": 0}


def test_a_midyear_report_leads_with_the_same_day_of_last_year(tmp_path: Path):
    write_official(tmp_path, "tapin", "2024-06-30", of_year())
    write_official(tmp_path, "tapin", "2024-12-31", of_year(10))
    write_official(tmp_path, "tapin", "2025-06-20", of_year(5))
    report = ipasn.report("tapin", 2025, data=str(tmp_path))
    change = report.facts.perubahan
    assert change.tengah_tahun
    assert (change.musim.dari, change.musim.selisih) == (datetime.date(2024, 6, 30), 5)
    assert change.mulai_ulang.poin == pytest.approx(-5)
    assert change.mulai_ulang.lainnya == pytest.approx(0)
    text = said(report, "ringkasan")
    assert "Dibandingkan dengan masa yang sama tahun lalu (30 Juni 2024), indeks naik 5,00 poin" in text
    assert "indeks turun" not in text + said(report, "mengapa_berubah")


# The levels of the instruments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dimension", "start", "rules", "to"),
    [
        ("kualifikasi", 15, LETTER, 20),
        ("kualifikasi", 25, LETTER, None),
        ("kualifikasi", 1, REGULATION, 5),
        ("kompetensi", 22, LETTER, 27),
        ("kompetensi", 38, LETTER, 40),
        ("kompetensi", 17.5, REGULATION, 22.5),
        ("kompetensi", 30, REGULATION, 40),
        ("kinerja", 15, LETTER, 25),
        ("disiplin", 3, REGULATION, 5),
    ],
)
def test_the_next_level_of_an_instrument(dimension, start, rules, to):
    assert next_level(dimension, start, rules) == to


def test_a_higher_rating_lifts_the_base_of_kompetensi_under_the_letter_alone():
    assert (lift(25, 30, LETTER), lift(25, 30, REGULATION)) == (5, 0)
    assert base_of(np.array([30.0, 25.0, 15.0, 7.0]), LETTER).tolist()[:3] == [25, 20, 15]


# The API --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records in June, and in December records with official scores beside them."""
    folder = tmp_path_factory.mktemp("both")
    for date in ("2025-06-30", "2025-12-31"):
        small_data.write_government(folder, "tapin", date, {"Dinas A": 40, "Dinas B": 30}, 3)
    write_official(folder / "scores", "tapin", "2025-12-31", of_year())
    scores = folder / "scores" / "tapin" / "2025-12-31" / "nilai_ipasn.csv"
    scores.rename(folder / "tapin" / "2025-12-31" / "nilai_ipasn.csv")
    return folder


def test_scores_of_either_source_and_of_any_date(both: Path):
    data = str(both)
    newest, own = ipasn.scores("tapin", data=data), ipasn.scores("tapin", data=data, source="catatan")
    june = ipasn.scores("tapin", data=data, date="2025-06-30")
    assert [len(table) for table in (newest, own, june)] == [120, 70, 70]
    told = [(table.attrs["sumber_nilai"], table.attrs["instrumen"]) for table in (newest, own, june)]
    assert told == [("resmi", "bkn4190_2024"), ("catatan", "perban8_2019"), ("catatan", "perban8_2019")]
    assert ipasn.scores("tapin", data=data, source="resmi").equals(newest)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"source": "resmi", "date": "2025-06-30"}, "has no official scores"),
        ({"source": "nilai"}, "source"),
        ({"date": "2025-07-01"}, "it has: 2025-06-30, 2025-12-31"),
        ({"date": "2025-06-30", "year": 2025}, "not both"),
    ],
)
def test_what_scores_cannot_give_is_said(both: Path, asked, text):
    with pytest.raises(UsageError, match=text):
        ipasn.scores("tapin", data=str(both), **asked)


def test_what_a_merge_loses_is_not_guessed(both: Path):
    scores = ipasn.scores("tapin", data=str(both), source="catatan")
    own = pd.DataFrame({"nip": scores["nip"], "sekolah": "A"})
    own.attrs = {"catatan": "lain"}
    merged = scores.merge(own, on="nip")
    merged.attrs = {}
    for use in (ipasn.summary, ipasn.breakdown, ipasn.plan, ipasn.quality):
        with pytest.raises(UsageError, match="no longer says which scores it holds"):
            use(merged)
    merged.attrs = scores.attrs
    assert ipasn.summary(merged).equals(ipasn.summary(scores))


# On the edge ----------------------------------------------------------------------------------------------------------

ON_THE_EDGE = (81.52, 71.96, 91.6, 82.57, 70.14, 87.0, 91.52, 82.98, 77.03, 74.13, 84.8, 76.75)
"""Indices whose mean is 81 exactly, and 80.99999999999999 where they are summed as they come."""


def test_a_mean_on_the_edge_is_on_one_side_of_it_everywhere(tmp_path: Path):
    rows = [
        (nip(12 * place + number), f"Dinas {name}", 20.0, round(index - 55, 2), 30.0, 5.0)
        for place, name in enumerate("ABCD")
        for number, index in enumerate(ON_THE_EDGE)
    ]
    write_official(tmp_path, "tapin", "2025-12-31", rows)
    report = ipasn.report("tapin", 2025, data=str(tmp_path), edition="internal")
    facts = report.facts
    assert (facts.kategori, facts.target, facts.target_tercapai, facts.di_bawah_target) == ("tinggi", 81, True, ())
    assert {row.kategori for row in facts.perangkat_daerah} == {"tinggi"}
    assert facts.menuju_target.tercapai and "target 81,00 tercapai" in said(report, "ringkasan")


def test_just_below_a_target_is_called_so_where_the_figures_coincide(tmp_path: Path):
    rows = [*people("Dinas A", (20, 31, 25, 5), 499), (nip(499), "Dinas A", 20, 29, 25, 5)]
    write_official(tmp_path, "tapin", "2025-12-31", rows)
    report = ipasn.report("tapin", 2025, data=str(tmp_path))
    text = said(report, "ringkasan", "menuju_target")
    assert f"{report.facts.indeks:.2f}" == "81.00" and report.facts.target_tercapai is False
    assert "Indeks 81,00 (sedang), tepat di bawah target 81,00" in text and "indeks tepat di bawahnya" in text
    assert "0,00 poin di bawah" not in text and "kurang 0,00 poin" not in text
