"""The workbook for the clerk of a unit: what it holds, who may read it, and how a spreadsheet opens it."""

from __future__ import annotations

import stat
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from support import snapshots
from support.commands import call
from support.office import opened

NIPS = [f"1980010120050{number:05d}" for number in range(11001, 11013)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve people of two schools of one unit, one of whom has 12 JP of technical training, and a unit of one."""
    folder = tmp_path_factory.mktemp("daftar")
    people = [
        snapshots.person(
            nip,
            NAMA=f"=Pegawai {place:02d}",
            UNOR_INDUK_NAMA="Dinas Pendidikan" if place else "Sekretariat",
            UNOR_NAMA=f"SDN {1 + place % 2}",
            JABATAN_NAMA="Guru",
        )
        for place, nip in enumerate(NIPS)
    ]
    course = {"nipBaru": NIPS[1], "jenisDiklatId": "3", "namaKursus": "Kurikulum", "jumlahJam": "12"}
    course["tanggalSelesaiKursus"] = "01-03-2025"
    snapshots.write(folder, {"profil": people, "rw_kursus": [course]}, region="tapin")
    return folder


@pytest.fixture(scope="module")
def book(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("keluaran") / "guru.xlsx"
    status, told, errors = call("list", "tapin", "--data", data, "--unit", "dinas  pendidikan", "--out", out)
    assert status == 0, errors
    return Path(told.strip())


def test_the_workbook_says_what_each_person_lacks_and_what_would_count(book):
    file = openpyxl.load_workbook(book)
    heads, *rows = file.worksheets[1].iter_rows(max_row=12, values_only=True)
    people = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [row["NIP"] for row in people] == [*NIPS[2::2], *NIPS[1::2]]  # by school
    teacher = next(row for row in people if row["NIP"] == NIPS[1])
    assert (teacher["Nama"], teacher["Jabatan"], teacher["Bagian, sekolah, puskesmas"]) == (
        "=Pegawai 01",
        "Guru",
        "SDN 2",
    )
    assert teacher["Diklat teknis (≥ 20 JP): JP yang tercatat"] == 12
    assert teacher["Diklat teknis (≥ 20 JP): JP yang masih kurang"] == 8
    assert teacher["Diklat teknis (≥ 20 JP): Poin bila dipenuhi"] == 22.5
    assert teacher["Poin kompetensi yang masih terbuka"] == 40
    assert "penilaian kinerja" in teacher["Catatan yang kosong"]


def test_it_is_marked_its_owners_alone_and_opens_in_a_spreadsheet_with_whole_nips(book, tmp_path):
    assert book.name == "guru-RAHASIA.xlsx" and stat.S_IMODE(book.stat().st_mode) == 0o600
    pages = pypdfium2.PdfDocument(opened(book, tmp_path))
    text = [page.get_textpage().get_text_range() for page in pages]
    assert all("RAHASIA" in page for page in text) and all(nip in "".join(text) for nip in NIPS[1:])
    assert NIPS[0] not in "".join(text) and "=Pegawai 01" in "".join(text)


def test_each_unit_has_a_workbook_among_the_internal_files(data, tmp_path):
    status, told, errors = call("list", "tapin", "--data", data, "--out", tmp_path)
    folder = tmp_path / "tapin" / "2025" / "internal" / "daftar"
    assert status == 0, errors
    assert [Path(line) for line in told.splitlines()] == sorted(folder.iterdir()) and len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["tapin", "--unit", "Dinas Pendidikn"], "Dinas Pendidikan"),
        (["tapin", "--out", "x.xlsx"], "--unit"),
        (["kalsel"], "one government"),
    ],
)
def test_lists_that_are_refused(arguments, word, data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, _, errors = call("list", *arguments, "--data", data, "--language", "en")
    assert status == 2 and word in errors and errors.count("\n") == 1 and not list(tmp_path.iterdir())
