"""A folder of exports of any names becomes a snapshot, and what is missing in it is said with its cost."""

from __future__ import annotations

import csv
import random
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from support import siasn_exports as exports
from support.commands import digests
from support.grid import to_five

import ipasn_analysis as ipasn
from ipasn_analysis.cli import main
from ipasn_analysis.intake.recognise import recognise

GIVEN = ("--region", exports.REGION, "--date", exports.DATE)


def intake(folder: Path, out: Path, *options: str) -> int:
    return main(["intake", str(folder), *GIVEN, "--out", str(out), *options])


def scored(place: Path, out: Path) -> pd.DataFrame:
    assert main(["score", str(place), "--out", str(out)]) == 0
    return pd.read_csv(out, dtype={"nip": "str"})


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "ekspor"
    exports.write_raw(folder)
    return folder


def test_each_file_is_told_and_laid_out_by_what_it_holds(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, data = digests(raw), tmp_path / "DATA"
    assert intake(raw, data) == 0
    said = capsys.readouterr().out
    assert digests(raw) == before
    assert {path.name for path in (data / exports.REGION / exports.DATE).iterdir()} == {
        *("profil_pns.csv", "profil_pppk.xlsx", "rw_diklat.csv", "rw_kursus.csv", "rw_skp22.csv", "rw_hukdis.csv"),
        "unor.csv",
    }
    assert "sk bupati.docx: adalah dokumen" in said and "skp.json: adalah JSON" in said
    assert said.splitlines()[-1] == f"Berikutnya: ipasn report {exports.REGION} --data {data}"


def test_without_units_the_mapping_is_begun_and_every_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, data = tmp_path / "ekspor", tmp_path / "DATA"
    exports.write_raw(folder, with_units=False)
    assert intake(folder, data) == 0
    said = capsys.readouterr().out
    leaves = "perangkat daerah = UNOR NAMA: 40 unit, 40 di antaranya terlalu kecil untuk ditampilkan"
    assert (
        leaves in said and "ESELON ID: diklat kepemimpinan jabatan struktural dinilai 0 (18); hingga 1,39 poin" in said
    )
    place = data / exports.REGION / exports.DATE
    mapping = place / "pemetaan_unor.csv"
    with mapping.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    guessed = {row["UNOR NAMA"]: row["PERANGKAT DAERAH"] for row in rows}
    assert guessed["DINAS KESEHATAN"] == "DINAS KESEHATAN" and guessed["SEKRETARIAT"] == ""
    assert len(rows) == 40 and sum(int(row["PEGAWAI"]) for row in rows) == 200

    names = {unit.identifier: unit for unit in exports.tree()}
    for row in rows:
        row["PERANGKAT DAERAH"] = exports.PERANGKAT_DAERAH[int(row["UNOR ID"][1:].split("-")[0]) - 1]
        assert names[row["UNOR ID"]].name == row["UNOR NAMA"]
    exports.write_csv(mapping, rows)
    found = scored(place, tmp_path / "a.csv")
    assert set(found["perangkat_daerah"]) == set(exports.PERANGKAT_DAERAH)

    mapping.unlink()
    capsys.readouterr()
    scored(place, tmp_path / "a.csv")
    assert leaves in capsys.readouterr().err
    assert main(["check", str(data)]) == 0
    assert leaves in capsys.readouterr().out
    people = str(tmp_path / "daftar.csv")
    assert main(["people", exports.REGION, "--data", str(data), "--out", people]) == 0
    assert leaves in capsys.readouterr().err


def test_a_dry_run_only_tells(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert intake(raw, tmp_path / "DATA", "--dry-run") == 0
    assert "194 diukur" in capsys.readouterr().out
    assert not (tmp_path / "DATA").exists()


def test_what_is_there_and_differs_is_not_overwritten(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "DATA"
    assert intake(raw, data) == 0
    held = digests(data)
    assert intake(raw, data) == 0 and digests(data) == held
    with (raw / "hukdis.csv").open("a", encoding="utf-8") as file:
        file.write("198001012005011001;R;01-02-2025;\n")
    (raw / "unor lain.csv").write_bytes((raw / "ref-unor.csv").read_bytes())
    capsys.readouterr()
    assert intake(raw, data, "--language", "en") == 2
    assert "rw_hukdis.csv: is there already and differs" in capsys.readouterr().err
    assert digests(data) == held
    (raw / "hukdis.csv").unlink()
    assert intake(raw, data) == 0
    assert "unor lain.csv: isinya sama dengan ref-unor.csv" in capsys.readouterr().out


def test_a_workbook_may_hold_several_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "ekspor"
    exports.write_joined(folder)
    rows = list(csv.reader((folder / "rw_skp22.csv").open(encoding="utf-8-sig", newline=""), delimiter=";"))
    profil = list(csv.reader((folder / "profil.csv").open(encoding="utf-8-sig", newline=""), delimiter=";"))
    for path in (folder / "rw_skp22.csv", folder / "profil.csv"):
        path.unlink()
    exports.write_sheets(folder / "SIMPEG.xlsx", {"pegawai": profil, "kinerja": rows})
    assert intake(folder, tmp_path / "DATA") == 0
    said = capsys.readouterr().out
    assert "SIMPEG.xlsx [pegawai] → profil.xlsx: 200 baris" in said
    assert "SIMPEG.xlsx [kinerja] → rw_skp22.xlsx: 200 baris" in said
    assert "194 diukur" in said and "kinerja dinilai 0" not in said


def test_a_folder_without_people_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ekspor"
    exports.write_joined(folder)
    profil = (folder / "profil.csv").read_text(encoding="utf-8-sig").replace("KEDUDUKAN HUKUM ID", "HUKUM", 1)
    (folder / "profil.csv").write_text(profil, encoding="utf-8")
    (folder / "foto.png").write_bytes(b"\x89PNG\r\n")
    with zipfile.ZipFile(folder / "semua.zip", "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "y")
    assert intake(folder, tmp_path / "DATA") == 2
    told = capsys.readouterr()
    assert (
        "profil.csv: profil: kolom 'KEDUDUKAN HUKUM ID' tidak ada" in told.out and "foto.png: adalah gambar" in told.out
    )
    assert "semua.zip: memuat 2 berkas" in told.out
    assert "tidak memuat profil pegawai maupun nilai indeks" in told.err
    assert not list((tmp_path / "DATA").glob("**/*"))


def test_files_of_any_content_are_told_without_a_traceback(raw: Path, tmp_path: Path) -> None:
    draw, given = random.Random(3), [path.read_bytes() for path in sorted(raw.iterdir())]
    beginnings = (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"PAR1",
        b"\x1f\x8b",
        b"<html><table>",
        b"\xff\xfe",
        b"nipBaru;",
    )
    folder = tmp_path / "acak"
    folder.mkdir()
    for number in range(120):
        content = bytearray(draw.choice(given) if number % 2 else draw.choice(beginnings) + draw.randbytes(300))
        for _ in range(draw.choice((1, 20))):
            content[draw.randrange(len(content))] = draw.randrange(256)
        ending = draw.choice((".csv", ".xlsx", ".parquet", ".xls", ".gz", ""))
        (folder / f"{number}{ending}").write_bytes(bytes(content[: draw.choice((len(content), len(content) // 2))]))
    (folder / "kosong.csv").touch()
    (folder / "isi").mkdir()
    known = recognise(folder)
    assert {one.path.name for one in known} == {path.name for path in folder.iterdir()}
    assert all(one.why or one.problem for one in known if one.table is None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--region", "banja", "--date", "2026-11-15"), "did you mean 'banjar'?"),
        (("--region", "kalsel", "--date", "2026-11-15"), "is a province"),
        (("--region", "banjar", "--date", "15-11-2026"), "not a date YYYY-MM-DD"),
    ],
)
def test_unusable_arguments_are_refused(
    arguments: tuple[str, ...], said: str, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "en", "intake", str(raw), *arguments, "--out", str(tmp_path / "DATA")]) == 2
    assert said in capsys.readouterr().err
    assert main(["intake", str(raw), *GIVEN, "--out", str(raw), "--language", "en"]) == 2
    assert "is not changed" in capsys.readouterr().err


def test_histories_without_a_column_of_hours_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "DATA" / exports.REGION / exports.DATE
    exports.write_joined(place)
    with (place / "rw_kursus.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    exports.write_csv(place / "rw_kursus.csv", [{key: row[key] for key in row if key != "jumlahJam"} for row in rows])
    found = scored(place, tmp_path / "a.csv")
    unknown = found["jp_tidak_diketahui"]
    assert 10 < unknown.sum() < 100 and found["jp_teknis"].isna().equals(unknown)
    assert f"apakah 20 JP tercapai tidak diketahui ({unknown.sum()})" in capsys.readouterr().err
    facts = ipasn.report(exports.REGION, data=str(tmp_path / "DATA")).facts
    item = next(item for item in facts.rincian.butir if item.butir == "diklat_teknis")
    assert (item.punya, item.tidak_diketahui, item.bagian) == (0, to_five(unknown.sum()), None)
    assert not any(unit.butir["diklat_teknis"] for unit in facts.butir_unit)
