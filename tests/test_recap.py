"""Reports from official results of groups: what means tell is there, and what needs people is said to be absent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.cli import main
from ipasn_analysis.records.recap import is_possible, sums_of
from ipasn_analysis.result.comparison import PerbandinganWaktu
from ipasn_analysis.sections.report import Report

HEAD = "perangkat_daerah;jenis_pegawai;jumlah;kualifikasi;kompetensi;kinerja;disiplin;total;tahun"
BIMA_PPPK_2023 = {"kualifikasi": 24.82, "kompetensi": 20.20, "kinerja": 25.15, "disiplin": 5.00}
"""Published by Kota Bima: means of 171 PPPK, measurement of 2023; their printed total is 75.18."""
FIVES = dict.fromkeys(BIMA_PPPK_2023, 5.0)


@pytest.fixture(scope="module", autouse=True)
def _shipped_params() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IPASN_PARAMS", raising=False)
        yield


def write(data: Path, region: str, date: str, *rows: str) -> None:
    folder = data / region / date
    folder.mkdir(parents=True)
    (folder / "rekap_ipasn.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recap")
    for year, more in ((2022, 0), (2024, 0), (2025, 1)):
        for region, kompetensi in (("tapin", 22.5), ("banjar", 25.0)):
            write(
                folder,
                region,
                f"{year}-12-31",
                f"Dinas A;PNS;400;20,00;{kompetensi + more:.2f};25,50;4,99;{55.49 - 5 + kompetensi + more:.2f};{year}",
                f"Dinas A;PPPK;100;20,00;20,00;25,00;5,00;70,00;{year}",
                f"Dinas B;PNS;100;21,00;30,00;27,00;5,00;83,00;{year}",
            )
    return folder


@pytest.fixture(scope="module")
def report(data: Path) -> Report:
    return ipasn.report("tapin", 2025, data=str(data))


def said(report: Report) -> str:
    sections = [report.section(name) for name in report.sections]
    return " ".join(" ".join(render_text(block, part.w) for part in sections for block in part.all_blocks).split())


def test_the_published_row_of_kota_bima_stands_for_one_set_of_sums():
    sums = {name: sums_of(mean, 171, 5.0) for name, mean in BIMA_PPPK_2023.items()}
    assert sums == {"kualifikasi": [4245], "kompetensi": [3455], "kinerja": [4300], "disiplin": [855]}
    assert [sum(chosen) for chosen in product(*sums.values())] == [12_855]
    assert round(12_855 / 171, 2) == 75.18
    assert is_possible(BIMA_PPPK_2023, 75.18, 171, FIVES)


def test_totals_that_rounding_sets_apart_from_their_parts_end_no_report(tmp_path: Path):
    for year in (2023, 2024):
        write(tmp_path, "tapin", f"{year}-12-31", f"Dinas A;PPPK;171;24,82;20,20;25,15;5,00;75,18;{year}")
    facts = ipasn.report("tapin", 2024, data=str(tmp_path)).facts
    assert facts.indeks == pytest.approx(75.18) and facts.derau is None


@pytest.mark.parametrize(("changed", "total"), [({"kompetensi": 20.22}, 75.18), ({}, 75.28)])
def test_a_misprint_has_no_exact_solution(changed, total):
    assert not is_possible(BIMA_PPPK_2023 | changed, total, 171, FIVES)


def test_a_report_from_recaps_has_the_means_by_head_count(report: Report):
    facts = report.facts
    assert (facts.sumber_nilai, facts.instrumen_resmi, facts.instrumen) == ("rekap", None, "bkn4190_2024")
    assert facts.pegawai.diukur == 600
    assert facts.indeks == pytest.approx((400 * 73.99 + 100 * 70 + 100 * 83) / 600)
    assert facts.dimensi.kompetensi.rata_rata == pytest.approx((400 * 23.5 + 100 * 20 + 100 * 30) / 600)
    assert [(row.nama, row.peringkat, row.peringkat_min) for row in facts.perangkat_daerah] == [
        ("Dinas B", 1, None),
        ("Dinas A", 2, None),
    ]
    kinds = {group.kunci: (group.diukur, group.simpangan_baku) for group in facts.kelompok[0].kelompok}
    assert kinds == {"PNS": (500, None), "PPPK": (100, None)}
    assert facts.nilai_resmi.dua_cara.pppk == 70


def test_what_needs_people_is_null_and_said_to_be_absent(report: Report):
    facts = report.facts
    for part in ("menuju_target", "talenta", "corong"):
        assert getattr(facts, part) is None
    assert not facts.mutu_data.dihitung
    assert {row.bagian for row in facts.sebaran_kategori} == {None}
    assert set(facts.perubahan.per_sumber.values()) == {None}
    assert facts.uji_kelompok == ()
    for name in ("menuju_target", "talenta", "mutu_data", "mengapa_berubah", "ketahanan"):
        text = " ".join(render_text(block, report.w) for block in report.section(name).all_blocks)
        assert "rekap hasil resmi" in " ".join(text.split())
    assert "tingkat kepercayaan" not in said(report)
    assert "95%" not in said(report)


def test_the_trend_of_recaps_breaks_with_the_method(report: Report):
    facts = report.facts
    assert [(point.tahun, point.sebanding) for point in facts.tren] == [(2022, False), (2024, True), (2025, True)]
    assert (facts.uji_tren.cukup_data, facts.uji_tren.sen_selang) == (False, None)
    assert facts.perubahan.selisih == pytest.approx(400 / 600)
    assert facts.perubahan.selang is None


def test_a_province_is_ranked_from_recaps_without_intervals(data: Path):
    facts = ipasn.report("kalsel", 2025, data=str(data)).facts
    assert [(row.region, row.peringkat, row.peringkat_min, row.pasti_teratas) for row in facts.pemerintah] == [
        ("banjar", 1, None, False),
        ("tapin", 2, None, False),
    ]
    assert facts.ketimpangan is None


def test_rounded_parts_are_kept_as_printed_and_a_misprint_is_flagged(tmp_path: Path):
    write(
        tmp_path,
        "tapin",
        "2025-12-31",
        "Dinas A;PNS;37;20,11;22,22;25,33;5,00;72,69;2025",
        "Dinas B;PNS;40;20,00;25,00;25,00;5,00;75,00;2025",
    )
    checked = ipasn.report("tapin", 2025, data=str(tmp_path)).facts
    units = {row.nama: row.indeks for row in checked.perangkat_daerah}
    assert units == {"Dinas A": pytest.approx(72.69), "Dinas B": pytest.approx(75.0)}
    assert checked.pegawai.rekap_janggal == 1
    assert "salah cetak" in said(ipasn.report("tapin", 2025, data=str(tmp_path)))


def test_a_comparison_of_recaps_says_nothing_of_people(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = ipasn.compare("tapin:2024", "tapin:2025", str(data))
    assert isinstance(found, PerbandinganWaktu) and found.selisih == pytest.approx(400 / 600, abs=0.01)
    assert (found.selang, found.lebih_dari_derau, found.jumlah_sumber) == (None, None, None)
    assert set(found.per_sumber.values()) == {None}
    assert {(unit.nama, unit.per_sumber, unit.jumlah_sumber) for unit in found.per_unit} == {
        ("Dinas A", None, None),
        ("Dinas B", None, None),
    }
    assert main(["compare", "tapin:2024", "tapin:2025", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    assert "Hanya hasil kelompok yang diketahui" in shown
    assert not [word for word in ("Tidak pindah", "fluktuasi", "dirahasiakan apabila") if word in shown]
