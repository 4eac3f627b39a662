"""Small snapshots for the tests: random ones with every quirk of the exports, and writers for every form of input.

A snapshot is a dictionary of tables, a table a list of rows, a row a dictionary of texts by header; the same rows go to
the reference and, through a writer, to the program.
"""

from __future__ import annotations

import csv
import datetime
import io
import random
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

Row = dict[str, object]
Tables = dict[str, list[Row]]

HEADERS = {
    "profil": [
        "NIP BARU",
        "NAMA",
        "JENIS PEGAWAI NAMA",
        "KEDUDUKAN HUKUM ID",
        "JENIS JABATAN ID",
        "TINGKAT PENDIDIKAN ID",
        "UNOR NAMA",
        "ESELON ID",
        "UNOR INDUK NAMA",
        "JABATAN NAMA",
        "GOL AKHIR ID",
        "JENIS KELAMIN",
        "TANGGAL LAHIR",
        "TMT JABATAN",
        "SYARAT PENDIDIKAN ID",
    ],
    "rw_diklat": ["nipBaru", "latihanStrukturalId", "latihanStrukturalNama", "jumlahJam", "tanggalSelesai"],
    "rw_kursus": ["nipBaru", "jenisDiklatId", "namaKursus", "jumlahJam", "tanggalSelesaiKursus"],
    "rw_skp": ["nipBaru", "tahun", "nilaiPrestasiKerja"],
    "rw_skp22": ["nipBaru", "tahun", "kuadranKinerja"],
    "rw_hukdis": ["nipBaru", "jenisTingkatHukumanId", "hukumanTanggal", "skPembatalanNomor"],
    "nilai_ipasn": ["nip", "nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total", "tahun"],
}
DATES = {"TANGGAL LAHIR", "TMT JABATAN", "tanggalSelesai", "tanggalSelesaiKursus", "hukumanTanggal"}
NUMBERS = {"jumlahJam", "nilaiPrestasiKerja", "tahun", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"}
CUT_OFFS = ("2025-12-23", "2022-06-30", "2024-02-29", "2023-01-01", "2021-12-31")


@dataclass(frozen=True)
class Form:
    """How a snapshot is written down."""

    suffix: str = "csv"
    delimiter: str = ","
    comma: bool = False
    encoding: str = "utf-8"
    title_rows: int = 0
    native: bool = False
    header: str = "as is"
    shuffled: bool = False
    quoting: int = csv.QUOTE_MINIMAL
    newline: str = "\r\n"


FORMS = {
    "comma": Form(),
    "semicolon, decimal comma, BOM": Form(delimiter=";", comma=True, encoding="utf-8-sig"),
    "cp1252, lower-case headers": Form(delimiter=";", encoding="cp1252", header="lower"),
    "all quoted, columns shuffled": Form(quoting=csv.QUOTE_ALL, newline="\n", shuffled=True, header="padded"),
    "decimal comma in a comma file": Form(comma=True),
    "xlsx text": Form(suffix="xlsx"),
    "xlsx native with title rows": Form(suffix="xlsx", title_rows=6, native=True, shuffled=True),
    "parquet text": Form(suffix="parquet", header="upper"),
    "parquet native": Form(suffix="parquet", native=True, shuffled=True),
}


# Rows ---------------------------------------------------------------------------------------------------------------


def person(nip: str = "198001012005011001", **cells: object) -> Row:
    """A measured pelaksana with S-1; further cells by header with underscores for blanks."""
    row: Row = dict.fromkeys(HEADERS["profil"], "")
    row |= {
        "NIP BARU": nip,
        "NAMA": "BUDI",
        "JENIS PEGAWAI NAMA": "PNS",
        "KEDUDUKAN HUKUM ID": "01",
        "JENIS JABATAN ID": "4",
        "TINGKAT PENDIDIKAN ID": "40",
        "UNOR NAMA": "SUBBAGIAN UMUM",
        "UNOR INDUK NAMA": "DINAS KESEHATAN",
    }
    return row | {name.replace("_", " "): value for name, value in cells.items()}


def course(nip: str = "198001012005011001", kind: str = "3", date: str = "01-02-2025", hours: str = "20") -> Row:
    return dict(zip(HEADERS["rw_kursus"], (nip, kind, "KURSUS", hours, date), strict=True))


def leadership(
    nip: str = "198001012005011001", level: str = "2", name: str = "", date: str = "01-02-2015", hours: str = ""
) -> Row:
    return dict(zip(HEADERS["rw_diklat"], (nip, level, name, hours, date), strict=True))


def ready(nip: str = "198001012005011001", *points: str, total: str = "", year: str = "2025") -> Row:
    four = points or ("15", "22.5", "25", "5")
    whole = total or str(round(sum(float(point.replace(",", ".")) for point in four), 6))
    return dict(zip(HEADERS["nilai_ipasn"], (nip, "BUDI", "DINAS KESEHATAN", *four, whole, year), strict=True))


def random_nip(rng: random.Random, pppk: bool) -> str:
    birth = f"{rng.randint(1962, 2002)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    start = (
        f"{rng.randint(2021, 2025)}{rng.choice((21, 33, 99, 0)):02d}"
        if pppk
        else f"20{rng.randint(10, 25)}{rng.randint(1, 12):02d}"
    )
    return f"{birth}{start}{rng.randint(1, 2)}{rng.randint(1, 999):03d}"


def random_tables(seed: int, cut_off: datetime.date, people: int = 40, faults: float = 0.15) -> Tables:
    """A snapshot of raw records; a cell or row is spoilt with the probability `faults`."""
    rng = random.Random(seed)
    profil = [_random_person(rng, faults) for _ in range(people)]
    profil += _copies(rng, profil, max(1, people // 10))
    rng.shuffle(profil)
    nips = [str(row["NIP BARU"]) for row in profil]
    tables = {
        "profil": profil,
        "rw_diklat": _many(rng, nips, people, lambda nip: _random_diklat(rng, nip, cut_off, faults)),
        "rw_kursus": _many(rng, nips, people * 4, lambda nip: _random_kursus(rng, nip, cut_off, faults)),
        "rw_skp": _many(rng, nips, people, lambda nip: _random_skp(rng, nip, cut_off, faults)),
        "rw_skp22": _many(rng, nips, people, lambda nip: _random_skp22(rng, nip, cut_off, faults)),
        "rw_hukdis": _many(rng, nips, people // 3, lambda nip: _random_hukdis(rng, nip, cut_off, faults)),
    }
    return {name: [row for row in rows if not _is_blank(row)] for name, rows in tables.items()}


def _is_blank(row: Row) -> bool:
    """Whether a workbook would hold a wholly empty row, which is none."""
    return all(str(cell).strip().casefold() in {"", "null"} for cell in row.values())


def random_ready(seed: int, cut_off: datetime.date, people: int = 60, faults: float = 0.15) -> Tables:
    """A snapshot of ready scores alone."""
    rng = random.Random(seed)
    rows = []
    for _ in range(people):
        points = [f"{rng.choice((0, top, rng.randint(0, top * 100) / 100)):g}" for top in (25, 40, 30, 5)]
        if rng.random() < faults:
            points[rng.randrange(4)] = rng.choice(("", "-0.01", "abc", "100", "null"))
        total = sum(float(point) for point in points if _is_number(point)) + rng.choice((0, 0, 0.01, -0.01, 0.011, 0.5))
        year = str(cut_off.year) if rng.random() > faults else rng.choice((str(cut_off.year - 1), "", "dua ribu"))
        nip = _spoilt_nip(rng, random_nip(rng, rng.random() < 0.3), faults)
        row = ready(nip, *points, total=f"{total:.4g}" if total >= 100 else f"{total:.3f}", year=year)
        row["nama"] = _name(rng)
        row["unor"] = rng.choice(("DINAS A", "DINAS B", " BADAN C ")) if rng.random() > faults / 5 else ""
        rows.append(row)
    rows += _copies(rng, rows, people // 10, changed="nama")
    rng.shuffle(rows)
    return {"nilai_ipasn": rows}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _many(rng: random.Random, nips: list[str], count: int, make: Any) -> list[Row]:
    rows = [make(rng.choice(nips) if rng.random() > 0.03 else random_nip(rng, False)) for _ in range(count)]
    rows += [dict(row) for row in rng.sample(rows, min(len(rows), count // 10))]
    rng.shuffle(rows)
    return rows


def _copies(rng: random.Random, rows: list[Row], count: int, changed: str = "NAMA") -> list[Row]:
    """Some rows again, half of them with one cell changed."""
    copies = [dict(row) for row in rng.sample(rows, count)]
    for row in copies:
        if rng.random() < 0.5:
            row[changed] = f"{row[changed]} X"
    return copies


def _name(rng: random.Random) -> str:
    return rng.choice(("BUDI", "SITI, S.Pd", 'ALI "BABA"', "AÉRO", "O'NEIL", "DUA\nBARIS", "=1+1", "'HADI", "  A  "))


def _spoilt_nip(rng: random.Random, nip: str, faults: float) -> str:
    if rng.random() < faults:
        nip = rng.choice((nip[:-1], nip + "1", "1.98001E+17", "1,98E+17", "", "null", nip[:8] + "A" + nip[9:]))
    return rng.choice((nip, nip, f"'{nip}", f" {nip} ", f"' {nip}"))


def _code(rng: random.Random, code: str) -> str:
    """A code as exports write it: with an apostrophe, in blanks, or without its leading zero."""
    short = code[1:] if len(code) == 2 and code[0] == "0" else code
    return rng.choice((code, code, f"'{code}", f" {code}", short, f"'{short}"))


def _random_person(rng: random.Random, faults: float) -> Row:
    pppk = rng.random() < 0.3
    post = rng.choice("1112223444")
    education = rng.choice(["05", "10", "12", "15", "17", "18", "20", "25", "30", "35", "40", "45", "50"])
    eselon = rng.choice(("11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "99", "", "77", "null"))
    row = person(
        _spoilt_nip(rng, random_nip(rng, pppk), faults / 2),
        NAMA=_name(rng),
        JENIS_PEGAWAI_NAMA=rng.choice(("PNS", " PNS ")) if not pppk else "PPPK",
        KEDUDUKAN_HUKUM_ID=_code(rng, rng.choice(("01", "01", "03", "15", "71"))),
        JENIS_JABATAN_ID=_code(rng, post),
        TINGKAT_PENDIDIKAN_ID=_code(rng, education),
        UNOR_NAMA=rng.choice(("SEKSI A", "SEKSI B", " SEKSI C ")),
        UNOR_INDUK_NAMA=rng.choice(("DINAS X", "DINAS Y", "", "null", "  ")),
        ESELON_ID=_code(rng, eselon) if post in "13" and eselon else rng.choice(("", "99")),
        JABATAN_NAMA="GURU",
        JENIS_KELAMIN=rng.choice("MF"),
        TANGGAL_LAHIR=rng.choice(("01-02-1980", "31-12-1999", "", "null")),
        TMT_JABATAN=rng.choice(("01-02-2020", "")),
    )
    if rng.random() < faults:
        spoilt = rng.choice(("KEDUDUKAN HUKUM ID", "JENIS JABATAN ID", "TINGKAT PENDIDIKAN ID", "JENIS PEGAWAI NAMA"))
        row[spoilt] = rng.choice(("", "null", "99", "20", "66", "XX", "02"))
    if rng.random() < faults / 3:
        row[rng.choice(("UNOR NAMA", "NAMA"))] = rng.choice(("", " ", "null"))
    return row


def _text(day: datetime.date) -> str:
    return day.strftime("%d-%m-%Y")


def _date(rng: random.Random, cut_off: datetime.date, faults: float) -> str:
    """A date near the edges of the windows, or within the last seven years."""
    if rng.random() < faults:
        return rng.choice(("", "null", "31-02-2024", "2024", "besok", _text(cut_off + datetime.timedelta(days=1))))
    year = cut_off.year
    edges = [datetime.date(year - back, 1, 1) for back in (0, 1, 4)]
    edges += [edge - datetime.timedelta(days=1) for edge in edges] + [cut_off]
    anywhere = cut_off - datetime.timedelta(days=rng.randint(0, 2500))
    return _text(rng.choice((*edges, anywhere, anywhere)))


def _hours(rng: random.Random, faults: float) -> str:
    if rng.random() < faults:
        return rng.choice(("", "null", "-1", "dua puluh", "-0.5"))
    return rng.choice(("20", "19.5", "0.5", "10", "19.99", "0.01", "8", "40", "0", "12.25"))


def _random_diklat(rng: random.Random, nip: str, cut_off: datetime.date, faults: float) -> Row:
    level = rng.choice(("1", "2", "3", "4", "5", "'4", "6", "7", "8", "", "null"))
    name = rng.choice(
        (
            "PIM IV",
            "DIKLATPIM TINGKAT III",
            "Diklat PIM Tk. II",
            "PKN TINGKAT I",
            "PKN II",
            "PKA",
            "Pelatihan PKP",
            "SEPADA",
            "",
            "Diklatpim-IV",
        )
    )
    hours = _hours(rng, faults) if rng.random() < 0.7 else ""
    return leadership(nip, level, name, _date(rng, cut_off, faults), hours)


def _random_kursus(rng: random.Random, nip: str, cut_off: datetime.date, faults: float) -> Row:
    kind = rng.choice(("1", "2", "3", "3", "3", "4", "5", "6", "7", "8", "9", "10", "'3", " 3"))
    if rng.random() < faults / 3:
        kind = rng.choice(("", "11", "x"))
    row = course(nip, kind, _date(rng, cut_off, faults), _hours(rng, faults))
    row["namaKursus"] = rng.choice(("KURSUS A", "KURSUS B", " KURSUS A ", "A;B,C", ""))
    return row


def _random_skp(rng: random.Random, nip: str, cut_off: datetime.date, faults: float) -> Row:
    year = cut_off.year - rng.choice((0, 1, 1, 1, 2, -1))
    value = rng.choice(("100", "91", "90.01", "90", "76", "75.5", "75", "61", "60.1", "60", "51", "50.01", "50", "0"))
    if rng.random() < faults:
        value = rng.choice(("", "100.01", "-1", "baik", "null"))
    return {"nipBaru": nip, "tahun": _spoilt_year(rng, year, faults), "nilaiPrestasiKerja": value}


def _random_skp22(rng: random.Random, nip: str, cut_off: datetime.date, faults: float) -> Row:
    year = cut_off.year - rng.choice((0, 1, 1, 1, 2, -1))
    word = rng.choice(("sangat baik", "baik", "butuh perbaikan", "kurang", "sangat kurang", "buruk"))
    word = rng.choice((word, word.upper(), word.title(), f" {word} "))
    if rng.random() < faults:
        word = rng.choice(("", "null", "istimewa", "85"))
    return {"nipBaru": nip, "tahun": _spoilt_year(rng, year, faults), "kuadranKinerja": word}


def _spoilt_year(rng: random.Random, year: int, faults: float) -> str:
    return rng.choice(("", "null", "tahun lalu")) if rng.random() < faults / 3 else str(year)


def _random_hukdis(rng: random.Random, nip: str, cut_off: datetime.date, faults: float) -> Row:
    level = rng.choice("RSB") if rng.random() > faults else rng.choice(("", "X", "null"))
    annulled = rng.choice(("", "", "null", "SK-1"))
    cells = (nip, level, _date(rng, cut_off, faults), annulled)
    return dict(zip(HEADERS["rw_hukdis"], cells, strict=True))


# Writers ------------------------------------------------------------------------------------------------------------


def write(
    folder: Path, tables: Tables, form: Form | None = None, cut_off: str = "2025-12-23", region: str = "banjar"
) -> Path:
    """Write the tables below `folder` as DATA/<region>/<cut-off>/ and return the snapshot's folder."""
    form = form or Form()
    target = folder / region / cut_off
    target.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        headers = list(rows[0]) if rows else list(HEADERS[name])
        if form.shuffled:
            random.Random(len(rows)).shuffle(headers)
        cells = [[_written(header, row.get(header, ""), form) for header in headers] for row in rows]
        shown = [_header(header, form) for header in headers]
        path = target / f"{name}.{form.suffix}"
        {"csv": _write_csv, "xlsx": _write_xlsx, "parquet": _write_parquet}[form.suffix](path, shown, cells, form)
    return target


def _header(header: str, form: Form) -> str:
    return {"lower": header.lower(), "upper": header.upper(), "padded": f" {header} "}.get(form.header, header)


def _written(header: str, value: object, form: Form) -> object:
    if form.comma and header in NUMBERS and isinstance(value, str) and _is_number(value.strip()):
        return value.replace(".", ",")
    return value


def csv_text(headers: list[str], cells: list[list[object]], form: Form) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=form.delimiter, quoting=form.quoting, lineterminator=form.newline)  # type: ignore[arg-type]
    writer.writerow(headers)
    writer.writerows(cells)
    return stream.getvalue()


def _write_csv(path: Path, headers: list[str], cells: list[list[object]], form: Form) -> None:
    path.write_bytes(csv_text(headers, cells, form).encode(form.encoding))


def _write_xlsx(path: Path, headers: list[str], cells: list[list[object]], form: Form) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy", "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("Data")
        for position in range(form.title_rows):
            sheet.write_string(position, 0, f"Judul {position}")
        sheet.write_row(form.title_rows, 0, headers)
        for position, row in enumerate(cells, start=form.title_rows + 1):
            for column, value in enumerate(row):
                native = native_value(headers[column], value) if form.native else value
                if isinstance(native, str):
                    sheet.write_string(position, column, native)
                elif native is not None:
                    sheet.write(position, column, native)


def _write_parquet(path: Path, headers: list[str], cells: list[list[object]], form: Form) -> None:
    columns = {header: [row[position] for row in cells] for position, header in enumerate(headers)}
    if form.native:
        columns = {header: native_column(header, values) for header, values in columns.items()}
    arrays = {name: pa.array(values, None if form.native else pa.string()) for name, values in columns.items()}
    parquet.write_table(pa.table(arrays), path)


def native_value(header: str, value: object) -> Any:
    """A cell as a native date or number where its text is one."""
    words = str(value or "").strip()
    if header in DATES:
        try:
            return datetime.datetime.strptime(words, "%d-%m-%Y").date()
        except ValueError:
            return value
    if header in NUMBERS and _is_number(words):
        return float(words) if "." in words else int(words)
    return value


def native_column(header: str, values: list[object]) -> list[Any]:
    """A column of native dates or numbers when every cell that is not empty is one; else its texts."""
    native = [native_value(header, value) if str(value).strip() not in ("", "null") else None for value in values]
    kinds = {type(value) for value in native if value is not None}
    if header in NUMBERS and kinds <= {int, float} and kinds:
        return [None if value is None else float(value) for value in native] if float in kinds else native
    if header in DATES and kinds == {datetime.date}:
        return native
    return list(values)


def write_sqlite(
    path: Path, tables: Tables, region: str = "banjar", cut_off: str = "2025-12-23", native: bool = False
) -> str:
    """Write the tables into a database file and return the URL of the snapshot."""
    with sqlite3.connect(path) as connection:
        for name, rows in tables.items():
            headers = list(rows[0]) if rows else list(HEADERS[name])
            names = ", ".join(f'"{header}"' for header in ("region", "snapshot", *headers))
            connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({names})")
            places = ", ".join("?" * (len(headers) + 2))
            columns = [[row[header] for row in rows] for header in headers]
            if native:
                columns = [native_column(header, cells) for header, cells in zip(headers, columns, strict=True)]
                columns = [[str(c) if isinstance(c, datetime.date) else c for c in cells] for cells in columns]
            records = [(region, cut_off, *cells) for cells in zip(*columns, strict=True)] if rows else []
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", records)
    connection.close()
    return f"sqlite:///{path}#{region}/{cut_off}"
