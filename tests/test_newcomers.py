"""Exports as newcomers have them, carried by commands alone to the report that they should give."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from support import siasn_exports as exports
from support.readback import soup_of

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.cli import main
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.sections.report import Report

POINTS = [*DIMENSIONS, "indeks"]
OF_RECORDS = (
    *("Indeks dihitung dengan instrumen", "Diklat teknis dihitung sejak", "Jabatan rangkap", "Diukur: kedudukan hukum"),
    *("dalam lima tahun terakhir", "dipakai 15 poin", "Instrumen ini SEMENTARA", "lengkapi catatan"),
)
"""What may be said of scored records alone, never of scores that SIASN has computed."""


@pytest.fixture(autouse=True)
def _shipped_params(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IPASN_PARAMS", raising=False)


def take_in(folder: Path, data: Path, capsys: pytest.CaptureFixture[str], date: str = exports.DATE) -> str:
    """What `intake` says of a folder that it lays out in DATA."""
    assert main(["intake", str(folder), "--region", exports.REGION, "--date", date, "--out", str(data)]) == 0
    return capsys.readouterr().out


def scored(data: Path, date: str = exports.DATE) -> pd.DataFrame:
    """The score file of a snapshot by NIP."""
    out = data.parent / f"{data.name}-{date}.csv"
    assert main(["score", str(data / exports.REGION / date), "--out", str(out)]) == 0
    return pd.read_csv(out, dtype={"nip": "str"}).set_index("nip")


def wanted(date: str = exports.DATE) -> pd.DataFrame:
    """What was planted, likewise."""
    frame = pd.DataFrame(list(exports.planted(date).people.values())).set_index("nip").sort_index()
    return frame.astype(dict.fromkeys(POINTS, float))


def said(report: Report, *sections: str) -> str:
    """The words of a report, or of some of its sections."""
    chosen = [report.section(name) for name in sections or report.sections]
    return " ".join(" ".join(render_text(block, one.w) for one in chosen for block in one.all_blocks).split())


# Records: A to C ------------------------------------------------------------------------------------------------------


def as_planted(data: Path, date: str = exports.DATE) -> None:
    """Whether everybody has the points and the perangkat daerah that were planted."""
    columns = ["jenis_pegawai", "jenis_jabatan", "perangkat_daerah", *POINTS]
    pd.testing.assert_frame_equal(scored(data, date)[columns], wanted(date)[columns], check_dtype=False)


def test_a_raw_export_of_two_dates_gives_what_was_planted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "DATA"
    exports.write_raw(tmp_path / "A")
    for date in ("2026-06-30", exports.DATE):
        told = take_in(tmp_path / "A", data, capsys, date)
        assert "200 baris = 194 diukur + 6 dikecualikan + 0 ditolak" in told and "poin indeks bergantung" not in told
        as_planted(data, date)
    assert main(["check", str(data)]) == 0
    assert "Tidak ada baris yang ditolak atau disisihkan" in capsys.readouterr().out

    report = ipasn.report(exports.REGION, data=str(data), edition="internal")
    facts = report.facts
    assert facts.indeks == pytest.approx(wanted()["indeks"].mean())
    assert {unit.nama for unit in facts.perangkat_daerah} == set(exports.PERANGKAT_DAERAH)
    assert [point.per_tanggal.isoformat() for point in facts.tren] == ["2026-06-30", exports.DATE]
    leadership = next(item for item in facts.rincian.butir if item.butir == "diklat_kepemimpinan")
    assert leadership.punya > 0 and "jabatan struktural dinilai 0" not in said(report)


def test_workbooks_with_the_header_on_row_7_and_a_profile_joined_by_hand_give_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exports.write_raw(tmp_path / "A", as_workbooks=True)
    take_in(tmp_path / "A", tmp_path / "of A", capsys)
    as_planted(tmp_path / "of A")
    exports.write_joined(tmp_path / "C" / exports.REGION / exports.DATE)
    as_planted(tmp_path / "C")


def test_what_an_export_lacks_is_told_with_its_points_by_every_command_and_on_the_first_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    data, out = tmp_path / "DATA", tmp_path / "reports"
    exports.write_joined(tmp_path / "B", by_hand=False)
    (tmp_path / "B" / "rw_hukdis.csv").unlink()
    told = take_in(tmp_path / "B", data, capsys)
    (data / exports.REGION / exports.DATE / "pemetaan_unor.csv").unlink()
    lacking = (
        "perangkat daerah = UNOR NAMA: 40 unit, 40 di antaranya terlalu kecil untuk ditampilkan",
        "tidak ada kolom ESELON ID: diklat kepemimpinan jabatan struktural dinilai 0",
        "tidak ada rw_hukdis: disiplin semua pegawai bernilai penuh tanpa dapat diperiksa",
    )
    assert all(sentence in told for sentence in lacking)
    found = scored(data)
    lost = wanted()["diklat_kepemimpinan"].astype(float).sum() / len(found)
    assert wanted()["indeks"].mean() - found["indeks"].mean() == pytest.approx(lost - 2 / len(found))
    asked = [exports.REGION, "--data", str(data), "--out", str(out)]
    for command in (["list", *asked], ["sheets", *asked, "--formats", "html"], ["report", *asked, "--formats", "html"]):
        caplog.clear()
        assert main(command) == 0
        assert all(sentence in caplog.text for sentence in lacking)
    page = soup_of(next(out.glob("*/*/ipasn-*.html"))).get_text(" ")
    in_words = [sentence[1:].replace("rw_hukdis", "riwayat hukuman disiplin") for sentence in lacking]
    assert all(sentence in page for sentence in in_words) and "1,40 poin indeks bergantung padanya" in page
    assert "Indeks semua pegawai sama" not in page and "PEGAWAI NAMA" not in page


# Ready scores: R1 to R4 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["R1", "R2", "R3", "R4"])
def test_ready_scores_are_read_in_the_forms_that_agencies_have(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "DATA"
    exports.write_forms(tmp_path)
    told = take_in(tmp_path / form, data, capsys)
    assert "160 baris = 160 diukur + 0 dikecualikan + 0 ditolak" in told
    assert ("nilai untuk tahun lain (320)" in told) == (form == "R3")
    assert ("dipakai tahun snapshot" in told) == (form in {"R2", "R4"})
    assert "tidak ada profil di samping nilai_ipasn" in told
    assert "perangkat daerah = unor: 13 unit, 10 di antaranya terlalu kecil untuk ditampilkan" in told
    totals = [float(row["total"].replace(",", ".")) for row in exports.ready_scores([2026])]
    assert scored(data)["indeks"].mean() == pytest.approx(sum(totals) / 160)
    report = ipasn.report(exports.REGION, data=str(data))
    facts, text = report.facts, said(report)
    assert (facts.sumber_nilai, facts.instrumen_resmi) == ("resmi", "bkn4190_2024")
    assert (facts.pegawai.jumlah, facts.pegawai.diukur, facts.pegawai.cakupan) == (160, 160, None)
    assert not [sentence for sentence in OF_RECORDS if sentence in text]
    assert "Nilai resmi SIASN" in said(report, "ringkasan") and "Sementara" not in said(report, "ringkasan")
    assert any("dibaca dari NIP" in decision.id for decision in facts.keputusan)


def test_one_file_of_three_years_is_a_series_that_breaks_with_the_method(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, rows = tmp_path / "DATA", exports.ready_scores([2022, 2023, 2024])
    (tmp_path / "R3").mkdir()
    exports.write_csv(tmp_path / "R3" / "semua tahun.csv", rows)
    for year in (2022, 2023, 2024):
        assert "160 baris = 160 diukur" in take_in(tmp_path / "R3", data, capsys, f"{year}-12-31")
    report = ipasn.report(exports.REGION, data=str(data))
    facts = report.facts
    assert [(one.tahun, one.instrumen, one.diukur) for one in facts.tren] == [
        (2022, "perban8_2019", 160),
        (2023, "bkn4190_2024", 160),
        (2024, "bkn4190_2024", 160),
    ]
    assert facts.uji_tren.tahun == (2023, 2024) and facts.perubahan.dari.year == 2023
    assert "Metode penilaian berganti pada 2023" in said(report, "tren")


# Both: P --------------------------------------------------------------------------------------------------------------


def test_a_profile_beside_ready_scores_gives_coverage_and_attributes_and_claims_no_records(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "DATA"
    exports.write_joined(tmp_path / "P")
    for path in (tmp_path / "P").glob("rw_*"):
        path.unlink()
    exports.write_csv(tmp_path / "P" / "nilai.csv", exports.ready_scores([2026]))
    assert "tidak ada rw_diklat, rw_kursus, rw_skp22, rw_hukdis di samping nilai_ipasn" in take_in(
        tmp_path / "P", data, capsys
    )
    report = ipasn.report(exports.REGION, data=str(data))
    facts, text = report.facts, said(report)
    assert (facts.pegawai.diukur, facts.pegawai.seharusnya) == (160, 194)
    assert {unit.nama for unit in facts.perangkat_daerah} == set(exports.PERANGKAT_DAERAH)
    assert facts.rekonsiliasi is None and not facts.mutu_data.dihitung
    assert not [sentence for sentence in OF_RECORDS if sentence in text]
    assert "r: dirahasiakan" not in said(report, "dimensi")


def test_ready_scores_and_records_are_compared_where_both_tell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, place = tmp_path / "DATA", tmp_path / "DATA" / exports.REGION / exports.DATE
    exports.write_joined(tmp_path / "P")
    (tmp_path / "P" / "rw_diklat.csv").unlink()
    ready = exports.ready_scores([2026])
    exports.write_csv(tmp_path / "P" / "nilai.csv", ready)
    assert "tidak ada rw_diklat di samping nilai_ipasn" in take_in(tmp_path / "P", data, capsys)
    command = ["score", str(place), "--out", str(tmp_path / "a.csv")]
    assert main([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["import_difference"]
    official = {row["nip"]: float(row["kinerja"].replace(",", ".")) for row in ready}
    own = wanted()["kinerja"].filter(items=list(official), axis="index")
    assert (found["people"], found["compared"]) == (
        len(own),
        {"kualifikasi": 0, "kompetensi": 0, "kinerja": len(own), "disiplin": len(own), "indeks": 0},
    )
    assert found["kinerja"] == pytest.approx((own.index.map(official) - own).mean())
    assert found["kualifikasi"] is found["kompetensi"] is found["indeks"] is None
    assert main(command) == 0
    assert "kualifikasi tidak dapat dibandingkan" in capsys.readouterr().out

    assert main([*command, "--json", "--instrument", "perban8_2019"]) == 0
    compared = json.loads(capsys.readouterr().out)["import_difference"]["compared"]
    structural = (wanted()["jenis_jabatan"].filter(items=list(official), axis="index") == "struktural").sum()
    assert compared["kompetensi"] == compared["indeks"] == len(own) - structural


# A province of one's own: DIY -----------------------------------------------------------------------------------------


def test_a_new_province_is_reported_from_raw_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path)
    data, date = tmp_path / "DATA", exports.DATE
    exports.write_raw(tmp_path / "A")
    assert main(["new-region", "diy", "--name", "Daerah Istimewa Yogyakarta", "--code", "34"]) == 0
    governments = {"pemda-diy": ("34", "Pemerintah Daerah DIY"), "bantul": ("34.02", "Kabupaten Bantul")}
    governments["sleman"] = ("34.04", "Kabupaten Sleman")
    for region, (code, name) in governments.items():
        assert main(["new-region", region, "--name", name, "--code", code, "--province", "diy"]) == 0
    take_in_bantul = ["intake", "A", "--region", "bantul", "--date", date, "--out", "DATA"]
    assert main(take_in_bantul) == 0
    shutil.copytree(data / "bantul", data / "sleman")
    report = ipasn.report("diy", data=str(data))
    assert report.facts.pegawai.diukur == 2 * len(wanted())
    assert [(row.region, row.peringkat) for row in report.facts.peringkat_pemerintah] == [("bantul", 1), ("sleman", 1)]
    assert report.facts.indeks == pytest.approx(wanted()["indeks"].mean(), abs=0.02)
    text = said(report)
    assert "Pemerintah Daerah DIY" in text and "pemda-diy" not in text and "cukup besar" not in text
