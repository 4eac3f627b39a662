"""Exports as agencies have them, of about 200 invented people of Kabupaten Hulu Sungai Selatan.

A is what SIASN gives: the 67 headers of its profile, kinds of employee by BKN's names, leaf units alone, PNS and PPPK
in two files, and beside them the histories and the list of units under names of the agency's own. B is the same in one
file with PNS and PPPK; C has eselon and perangkat daerah joined by hand. R are ready scores in the forms seen.
"""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from support.reference import Outcome, score

REGION, DATE = "hulu-sungai-selatan", "2026-11-15"
HEADERS = (
    *("PNS ID", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TEMPAT LAHIR ID"),
    *("TEMPAT LAHIR NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA ID", "AGAMA NAMA", "JENIS KAWIN ID"),
    *("JENIS KAWIN NAMA", "NIK", "NOMOR HP", "EMAIL", "EMAIL GOV", "ALAMAT", "NPWP NOMOR", "BPJS", "JENIS PEGAWAI ID"),
    *("JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM ID", "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "KARTU ASN VIRTUAL"),
    *("NOMOR SK CPNS", "TANGGAL SK CPNS", "TMT CPNS", "NOMOR SK PNS", "TANGGAL SK PNS", "TMT PNS", "GOL AWAL ID"),
    *("GOL AWAL NAMA", "GOL AKHIR ID", "GOL AKHIR NAMA", "TMT GOLONGAN", "MK TAHUN", "MK BULAN", "JENIS JABATAN ID"),
    *("JENIS JABATAN NAMA", "JABATAN ID", "JABATAN NAMA", "TMT JABATAN", "TINGKAT PENDIDIKAN ID"),
    *("TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN ID", "PENDIDIKAN NAMA", "TAHUN LULUS", "KPKN ID", "KPKN NAMA"),
    *("LOKASI KERJA ID", "LOKASI KERJA NAMA", "UNOR ID", "UNOR NAMA", "INSTANSI INDUK ID", "INSTANSI INDUK NAMA"),
    *("INSTANSI KERJA ID", "INSTANSI KERJA NAMA", "SATUAN KERJA INDUK ID", "SATUAN KERJA INDUK NAMA"),
    *("SATUAN KERJA KERJA ID", "SATUAN KERJA KERJA NAMA", "IS VALID NIK", "NAMA SEKOLAH", "FLAG IKD"),
)
PERANGKAT_DAERAH = (
    *("DINAS KESEHATAN", "DINAS PENDIDIKAN", "DINAS PERIKANAN", "DINAS SOSIAL", "BADAN KEUANGAN DAERAH"),
    *("SEKRETARIAT DAERAH", "INSPEKTORAT", "KECAMATAN SUNGAI RAYA", "KECAMATAN ANGKINANG", "KECAMATAN KANDANGAN"),
)
LEAVES = ("SEKRETARIAT", "SUB BAGIAN UMUM DAN KEPEGAWAIAN", "SEKSI MONITORING DAN EVALUASI")
PEOPLE = 200
PNS = "PNS Daerah Kab./Kota yang bekerja pada Kab./Kota"
PPPK = "PPPK Penuh Waktu"
Row = dict[str, str]


@dataclass(frozen=True)
class Unit:
    """A unit of the tree: identifier, name, the one above, eselon of its head, and how deep it stands."""

    identifier: str
    name: str
    above: str
    eselon: str
    depth: int


def tree() -> list[Unit]:
    """The government, its perangkat daerah, and three leaves in each, of the same names everywhere."""
    units = [Unit("u0", "PEMERINTAH KAB. HULU SUNGAI SELATAN", "", "", 0)]
    for number, name in enumerate(PERANGKAT_DAERAH, start=1):
        units.append(Unit(f"u{number}", name, "u0", "22", 1))
        units += [
            Unit(
                f"u{number}-{place}",
                leaf,
                f"u{number}" if place < 2 else f"u{number}-1",
                "31" if place == 1 else "41",
                2,
            )
            for place, leaf in enumerate(LEAVES, start=1)
        ]
    return units


def people() -> list[Row]:
    """The profile of everybody, with the 67 headers; every ninth has a structural post, every fourth is a PPPK."""
    draw, units = random.Random(67), tree()
    leaves = [unit for unit in units if unit.depth > 0]
    return [_person(number, leaves[number % len(leaves)], draw) for number in range(PEOPLE)]


def _person(number: int, unit: Unit, draw: random.Random) -> Row:
    birth = f"{draw.randint(1968, 1998)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
    is_pppk, is_head = number % 4 == 3, number % 9 == 0 and number % 4 != 3
    sex = draw.randint(1, 2)
    nip = f"{birth}{'202221' if is_pppk else '201003'}{sex}{number:03}"
    row = dict.fromkeys(HEADERS, "null")
    return row | {
        "NIP BARU": f"'{nip}",
        "NAMA": f"Orang {number}",
        "ALAMAT": "Jl. Singa Karsa; Kandangan" if number % 7 == 0 else "null",
        "TANGGAL LAHIR": f"{birth[6:]}-{birth[4:6]}-{birth[:4]}",
        "JENIS KELAMIN": "MF"[sex - 1],
        "JENIS PEGAWAI NAMA": PPPK if is_pppk else PNS,
        "KEDUDUKAN HUKUM ID": "71" if is_pppk else "51" if number % 50 == 1 else "99" if number % 50 == 2 else "01",
        "JENIS JABATAN ID": "1" if is_head else draw.choice("244"),
        "TINGKAT PENDIDIKAN ID": draw.choice(["15", "30", "40", "40", "45"]),
        "JABATAN NAMA": f"KEPALA {unit.name}" if is_head else "PENGELOLA",
        "GOL AKHIR ID": "IX" if is_pppk else "33",
        "TMT JABATAN": "01-02-2021",
        "UNOR ID": unit.identifier,
        "UNOR NAMA": unit.name,
    }


def histories() -> dict[str, list[Row]]:
    """Courses, leadership trainings and assessments of most people, by table."""
    draw, found = random.Random(15), {"rw_diklat": [], "rw_kursus": [], "rw_skp22": [], "rw_hukdis": []}
    for row in people():
        nip = row["NIP BARU"].lstrip("'")
        if row["JENIS JABATAN ID"] == "1" and draw.random() < 0.9:
            found["rw_diklat"].append(_history("rw_diklat", nip, draw.choice("34"), "PIM", "200", "01-06-2018"))
        if draw.random() < 0.7:
            kind = draw.choice(["2", "3", "9"])
            found["rw_kursus"].append(_history("rw_kursus", nip, kind, "Kursus", "24", "01-03-2026"))
        rating = draw.choice(["SANGAT BAIK", "BAIK", "BAIK", "KURANG/MISCONDUCT"])
        found["rw_skp22"].append(_history("rw_skp22", nip, "2025", rating))
    found["rw_hukdis"].append(_history("rw_hukdis", people()[0]["NIP BARU"], "R", "01-02-2025", ""))
    return found


HISTORY_HEADERS = {
    "rw_diklat": ("nipBaru", "latihanStrukturalId", "latihanStrukturalNama", "jumlahJam", "tanggalSelesai"),
    "rw_kursus": ("nipBaru", "jenisDiklatId", "namaKursus", "jumlahJam", "tanggalSelesaiKursus"),
    "rw_skp22": ("nipBaru", "tahun", "kuadranKinerja"),
    "rw_hukdis": ("nipBaru", "jenisTingkatHukumanId", "hukumanTanggal", "skPembatalanNomor"),
}


def _history(table: str, *cells: str) -> Row:
    return dict(zip(HISTORY_HEADERS[table], cells, strict=True))


def write_raw(folder: Path, *, with_units: bool = True, as_workbooks: bool = False) -> None:
    """A: PNS as `;` CSV with BOM, PPPK as workbook, histories and units, under names of the agency's own.

    With `as_workbooks` PNS and courses are workbooks, too, whose header stands on row 7.
    """
    folder.mkdir(parents=True)
    rows = people()
    pns = [row for row in rows if row["JENIS PEGAWAI NAMA"] == PNS]
    if as_workbooks:
        write_workbook(folder / "Export Data ASN - PNS.xlsx", pns, above=6)
    else:
        write_csv(folder / "Export Data ASN - PNS.csv", pns)
    write_workbook(folder / "data pppk nov.xlsx", [row for row in rows if row["JENIS PEGAWAI NAMA"] == PPPK])
    found = histories()
    write_csv(folder / "diklat struktural.csv", found["rw_diklat"])
    if as_workbooks:
        write_workbook(folder / "Riwayat Kursus (2).xlsx", found["rw_kursus"], above=6)
    else:
        write_csv(folder / "Riwayat Kursus (2).csv", found["rw_kursus"])
    write_csv(folder / "skp22.csv", found["rw_skp22"])
    write_csv(folder / "hukdis.csv", found["rw_hukdis"])
    (folder / "sk bupati.docx").write_bytes(b"PK\x03\x04 no table")
    (folder / "skp.json").write_text('{"data": []}')
    if with_units:
        write_csv(
            folder / "ref-unor.csv",
            [
                {
                    "ID": unit.identifier,
                    "NAMA UNOR": f"{'-' * unit.depth}{unit.name}",
                    "DIATASAN ID": unit.above or "null",
                    "TOTAL KEBUTUHAN": "4",
                    "ESELON ID": unit.eselon or "null",
                }
                for unit in tree()
            ],
        )


def write_joined(folder: Path, *, by_hand: bool = True) -> None:
    """C: one profile with PNS and PPPK, ESELON ID and UNOR INDUK NAMA joined by hand, and the histories.

    Without `by_hand` B, which lacks both.
    """
    folder.mkdir(parents=True)
    write_csv(folder / "profil.csv", joined() if by_hand else [_plain_kind(row) for row in people()])
    for table, found in histories().items():
        write_csv(folder / f"{table}.csv", found)


def joined() -> list[Row]:
    """The profile with PNS and PPPK, ESELON ID and UNOR INDUK NAMA."""
    units = {unit.identifier: unit for unit in tree()}
    rows = []
    for row in people():
        unit = units[row["UNOR ID"]]
        top = unit
        while top.depth > 1:
            top = units[top.above]
        eselon = unit.eselon if row["JENIS JABATAN ID"] == "1" else ""
        rows.append(_plain_kind(row) | {"ESELON ID": eselon, "UNOR INDUK NAMA": top.name})
    return rows


def _plain_kind(row: Row) -> Row:
    return row | {"JENIS PEGAWAI NAMA": "PPPK" if row["JENIS PEGAWAI NAMA"] == PPPK else "PNS"}


def planted(date: str) -> Outcome:
    """What the people must score at a date, by the rules once more (`reference`)."""
    found = histories()
    for row in found["rw_skp22"]:
        row["kuadranKinerja"] = row["kuadranKinerja"].split("/")[0]
    return score({"profil": joined(), **found}, datetime.date.fromisoformat(date))


def write_forms(folder: Path) -> None:
    """R1–R4, each in a folder of its own: ready scores of 2026, those of R3 of three years.

    R1 as SIASN's file; R2 with the headers of its page of PIP ASN on row 7, without a year; R3 three years in one
    file; R4 as R2 with further columns.
    """
    rows = ready_scores([2026])
    renamed = {"nip": "NIP", "nama": "Nama", "unor": "Satuan Kerja", "total": "Total"}
    four = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
    bare = [
        {renamed.get(name, name.title()): row[name] for name in ("nip", "nama", "unor", *four, "total")} for row in rows
    ]
    wide = [{"No": str(number), **row, **{f"Lain {n}": "x" for n in range(7)}} for number, row in enumerate(bare, 1)]
    for name in ("R1", "R2", "R3", "R4"):
        (folder / name).mkdir(parents=True)
    write_csv(folder / "R1" / "nilai.csv", rows)
    write_workbook(folder / "R2" / "PIP ASN.xlsx", bare, above=6)
    write_csv(folder / "R3" / "semua tahun.csv", ready_scores([2024, 2025, 2026]))
    write_workbook(folder / "R4" / "rekap pip.xlsx", wide, above=6)


def ready_scores(years: Sequence[int]) -> list[Row]:
    """Ready scores of 160 people in each of the years, with decimal commas."""
    rows = []
    for year in years:
        draw = random.Random(year)
        for row in people()[:160]:
            points = (draw.choice([10.0, 15.0, 20.0]), draw.choice([20.0, 22.5, 25.0]), draw.choice([25.0, 30.0]), 5.0)
            cells = [
                row["NIP BARU"].lstrip("'"),
                row["NAMA"],
                row["UNOR NAMA"],
                *points,
                sum(points),
                year,
                f"01-02-{year}",
            ]
            names = (
                "nip",
                "nama",
                "unor",
                "kualifikasi",
                "kompetensi",
                "kinerja",
                "disiplin",
                "total",
                "tahun",
                "updated",
            )
            rows.append({name: str(cell).replace(".", ",") for name, cell in zip(names, cells, strict=True)})
    return rows


def write_csv(path: Path, rows: Sequence[Row]) -> None:
    """Delimited by semicolons, with a BOM."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def write_workbook(path: Path, rows: Sequence[Row], *, above: int = 0) -> None:
    """A sheet of texts whose header stands below so many title rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line in range(above):
            sheet.write_string(line, 0, f"REKAPITULASI NILAI PIP ASN, BARIS {line}")
        for place, record in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            for column, cell in enumerate(record):
                sheet.write_string(place + above, column, cell)


def write_sheets(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    """A workbook with a sheet of texts for each table."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
