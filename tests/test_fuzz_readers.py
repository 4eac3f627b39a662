"""Whatever stands in a file: one clear message, or every row accounted for; never another error."""

from __future__ import annotations

import csv
import datetime
import io
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from support import snapshots
from support.built import PROFILE

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.export import write_csv
from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.rules import instruments
from ipasn_analysis.scoring.score import shown_nips
from ipasn_analysis.sources.reasons import Kind
from ipasn_analysis.sources.snapshots import open_snapshot

INSTRUMENT = instruments.load("perban8_2019")
NIP = "198001012005011001"
MAXIMUM = {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": 5}

SPECIAL = (
    *("", "null", "'", "=1+1", "-1", "1e309", "nan", "inf", "1,5", "1.5", "31-02-2025", "01-01-0000", "9999-12-31"),
    *("٣", "\x00", '"', '"a', "a\nb", "a\r", ";", ",", "\ufeff", "\u202e", "1.98001E+17", NIP, f"'{NIP}"),
    *("0" * 400, "x" * 10_000),
)
ODD_TEXT = st.text(max_size=12) | st.sampled_from(SPECIAL)
ODD_CELL = ODD_TEXT | st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.booleans()
EXAMPLES = settings(max_examples=2_000 if PROFILE == "long" else 25)
TABLES = tuple(snapshots.HEADERS)


def outcome(folder: Path) -> str:
    """What came of a snapshot: it was refused in one or two lines, or every row is accounted for and in its bounds."""
    try:
        accepted, scores, _ = score_snapshot(open_snapshot(str(folder)), INSTRUMENT)
    except UsageError as error:
        assert 1 <= len(str(error).splitlines()) <= 2
        return "refused"
    tally = accepted.tally
    assert tally.rows == tally.measured + tally.excluded_total + tally.rejected_total
    assert len(scores) == tally.measured > 0
    assert scores["nip"].is_unique and shown_nips(scores["nip"]).str.fullmatch("[0-9]{18}|").all()
    for name, most in MAXIMUM.items():
        assert scores[name].between(0, most).all()
    total = sum(scores[name] for name in MAXIMUM)
    assert ((scores["indeks"] - total).abs() < 0.011).all() and scores["indeks"].between(0, 100).all()
    write_csv(accepted.rejects, folder / "rejected.csv")
    return "scored"


def place(root: str) -> Path:
    folder = Path(root) / "banjar" / "2025-12-23"
    folder.mkdir(parents=True)
    return folder


def good_tables(seed: int) -> snapshots.Tables:
    tables = snapshots.random_tables(seed, datetime.date(2025, 12, 23), 4, 0.1)
    tables["profil"].append(snapshots.person("197001012000011001"))
    return tables


def as_csv(rows: list[snapshots.Row], delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def damaged(content: bytes, seed: int, changes: int) -> bytes:
    """The bytes with some of them changed, taken out, doubled, blown up, or cut off."""
    rng, data = random.Random(seed), bytearray(content)
    for _ in range(changes):
        where = rng.randrange(len(data)) if data else 0
        kind = rng.randrange(6)
        if kind == 0 and data:
            data[where] = rng.randrange(256)
        elif kind == 1:
            del data[where : where + rng.randint(1, 20)]
        elif kind == 2:
            data[where:where] = data[where : where + rng.randint(1, 40)]
        elif kind == 3:
            data[where:where] = bytes(rng.choices(b"\x00\xff\"\n\r;,' \xef\xbb\xbf\x1a", k=rng.randint(1, 4)))
        elif kind == 4 and rng.random() < 0.2:
            data[where:where] = b"9" * 10_000
        elif rng.random() < 0.2:
            del data[where:]
    return bytes(data)


@EXAMPLES
@given(
    st.binary(max_size=300),
    st.sampled_from(TABLES),
    st.sampled_from(["csv", "xlsx", "parquet", "xls", "xlsb", "ods", "txt", "csv.gz", "zip"]),
)
def test_any_bytes(content: bytes, table: str, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        (folder / f"{table}.{suffix}").write_bytes(content)
        assert outcome(folder) == "refused"


@EXAMPLES
@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(1, 30),
    st.sampled_from(TABLES[:-1]),
    st.sampled_from(",;"),
)
def test_damaged_csv(seed: int, damage: int, changes: int, table: str, delimiter: str) -> None:
    tables = good_tables(seed)
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        for name in {"profil", table}:
            content = as_csv(tables[name], delimiter) if tables[name] else b""
            assume(content)
            (folder / f"{name}.csv").write_bytes(damaged(content, damage, changes) if name == table else content)
        outcome(folder)


@EXAMPLES
@given(
    st.integers(0, 10**6),
    st.integers(1, 40),
    st.sampled_from(["xlsx", "parquet"]),
    st.sampled_from(["profil", "rw_kursus"]),
)
def test_damaged_binary_files(damage: int, changes: int, suffix: str, table: str) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        for name in ("profil", "rw_kursus"):
            content = GOOD_FILES[suffix][name]
            (folder / f"{name}.{suffix}").write_bytes(damaged(content, damage, changes) if name == table else content)
        outcome(folder)


def _good_files() -> dict[str, dict[str, bytes]]:
    tables = good_tables(3)
    found: dict[str, dict[str, bytes]] = {}
    for suffix in ("xlsx", "parquet"):
        with tempfile.TemporaryDirectory() as root:
            written = snapshots.write(Path(root), tables, snapshots.Form(suffix=suffix))
            found[suffix] = {path.stem: path.read_bytes() for path in written.iterdir()}
    return found


GOOD_FILES = _good_files()


@st.composite
def odd_rows(draw: st.DrawFn, table: str, cells: st.SearchStrategy[object]) -> list[snapshots.Row]:
    """Good rows of a table in some of whose cells anything may stand."""
    good = {
        "profil": snapshots.person(),
        "rw_diklat": snapshots.leadership(),
        "rw_kursus": snapshots.course(),
        "rw_skp": dict(zip(snapshots.HEADERS["rw_skp"], (NIP, "2021", "90"), strict=True)),
        "rw_skp22": dict(zip(snapshots.HEADERS["rw_skp22"], (NIP, "2024", "Baik"), strict=True)),
        "rw_hukdis": dict(zip(snapshots.HEADERS["rw_hukdis"], (NIP, "R", "01-02-2025", ""), strict=True)),
        "nilai_ipasn": snapshots.ready() | {"updated": "01-12-2025"},
        "unor": {"ID": "1", "NAMA UNOR": "UMUM", "DIATASAN ID": "", "INDUK UNOR ID": "", "ESELON ID": "31"},
        "pemetaan_unor": {"UNOR ID": "1", "UNOR NAMA": "UMUM", "PERANGKAT DAERAH": "DINAS"},
    }[table]
    rows = draw(st.lists(st.dictionaries(st.sampled_from(list(good)), cells, max_size=4), max_size=5))
    return [{**good, **row} for row in rows]


@EXAMPLES
@given(st.data(), st.sampled_from([*TABLES, "unor", "pemetaan_unor"]))
def test_anything_in_the_cells_of_a_csv(data: st.DataObject, table: str) -> None:
    rows = data.draw(odd_rows(table, ODD_TEXT))
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        people = [snapshots.person(), *(rows if table == "profil" else [])]
        if table != "nilai_ipasn":
            (folder / "profil.csv").write_bytes(as_csv(people))
        if table != "profil":
            (folder / f"{table}.csv").write_bytes(as_csv([*rows, rows[0]] if rows else [{"x": ""}]))
        outcome(folder)


@EXAMPLES
@given(st.data(), st.sampled_from(TABLES))
def test_anything_in_the_columns_of_a_parquet_file(data: st.DataObject, table: str) -> None:
    headers = snapshots.HEADERS[table]
    count = data.draw(st.integers(0, 4))
    types = {
        pa.string(): ODD_TEXT,
        pa.large_string(): ODD_TEXT,
        pa.binary(): st.binary(max_size=20),
        pa.int64(): st.integers(-(2**63), 2**63 - 1),
        pa.uint8(): st.integers(0, 255),
        pa.float64(): st.floats(),
        pa.float32(): st.floats(width=32),
        pa.bool_(): st.booleans(),
        pa.date32(): st.dates(),
        pa.timestamp("ns"): st.integers(-(2**62), 2**62),
        pa.timestamp("us", "Asia/Makassar"): st.integers(-(2**50), 2**50),
        pa.decimal128(20, 2): st.decimals(-(10**9), 10**9, places=2),
        pa.list_(pa.int64()): st.lists(st.integers(0, 9), max_size=2),
        pa.duration("s"): st.integers(0, 10**9),
        pa.null(): st.none(),
    }
    columns = {}
    for header in headers:
        kind = data.draw(st.sampled_from(list(types)))
        columns[header] = pa.array(data.draw(st.lists(types[kind] | st.none(), min_size=count, max_size=count)), kind)
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        if table not in ("profil", "nilai_ipasn"):
            (folder / "profil.csv").write_bytes(as_csv([snapshots.person()]))
        parquet.write_table(pa.table(columns), folder / f"{table}.parquet")
        outcome(folder)


@EXAMPLES
@given(st.data(), st.sampled_from(["profil", "rw_kursus", "nilai_ipasn"]))
def test_anything_in_the_cells_of_a_workbook(data: st.DataObject, table: str) -> None:
    import xlsxwriter

    rows = data.draw(odd_rows(table, ODD_CELL))
    before = data.draw(st.lists(st.lists(ODD_TEXT, max_size=3), max_size=3))
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        if table == "rw_kursus":
            (folder / "profil.csv").write_bytes(as_csv([snapshots.person()]))
        path = folder / f"{table}.xlsx"
        with xlsxwriter.Workbook(str(path), {"nan_inf_to_errors": True, "strings_to_formulas": False}) as book:
            sheet = book.add_worksheet()
            headed = [snapshots.HEADERS[table], *([row[name] for name in snapshots.HEADERS[table]] for row in rows)]
            for line, cells in enumerate([*before, *headed]):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(line, column, cell)
                    else:
                        sheet.write(line, column, cell)
        outcome(folder)


FAULTS = (
    ("profil", "NIP BARU", ("1", "19800101200501100", "1980010120050110012"), Kind.NIP_FORM),
    ("profil", "NIP BARU", ("1.98001E+17", "1,98E+17"), Kind.NIP_SCIENTIFIC),
    ("profil", "JENIS JABATAN ID", ("", "-", "#N/A", "nihil"), Kind.POST_EMPTY),
    ("profil", "JENIS JABATAN ID", ("9", "x"), Kind.POST_UNKNOWN),
    ("profil", "JENIS PEGAWAI NAMA", ("", "null"), Kind.EMPLOYEE_EMPTY),
    ("profil", "JENIS PEGAWAI NAMA", ("Tenaga Honorer", "THL"), Kind.EMPLOYEE_UNKNOWN),
    ("profil", "TINGKAT PENDIDIKAN ID", ("99", "S1"), Kind.EDUCATION_UNKNOWN),
    ("profil", "UNOR NAMA", ("", "(null)", r"\N"), Kind.UNIT_EMPTY),
    ("rw_kursus", "tanggalSelesaiKursus", ("", "NaT"), Kind.DATE_EMPTY),
    ("rw_kursus", "tanggalSelesaiKursus", ("31-02-2025", "besok", "32/01/2025"), Kind.DATE_IMPOSSIBLE),
    ("rw_kursus", "tanggalSelesaiKursus", ("24-12-2025", "2026-01-01"), Kind.DATE_LATER),
    ("rw_kursus", "jumlahJam", ("-1", "-20 JP"), Kind.HOURS_NEGATIVE),
    ("rw_kursus", "jumlahJam", ("dua puluh", "20 hari"), Kind.HOURS_NO_NUMBER),
    ("rw_kursus", "jumlahJam", ("1.024", "1,024"), Kind.HOURS_AMBIGUOUS),
    ("rw_kursus", "jenisDiklatId", ("", "77"), Kind.COURSE_KIND_UNKNOWN),
    ("rw_kursus", "nipBaru", ("200001012020011001",), Kind.NIP_UNKNOWN),
)


@EXAMPLES
@given(st.data(), st.sampled_from(FAULTS), st.sampled_from(list(snapshots.FORMS.values())), st.integers(0, 4))
def test_a_fault_is_told_by_its_own_reason(
    data: st.DataObject, fault: tuple[str, str, tuple[str, ...], Kind], form: snapshots.Form, at: int
) -> None:
    table, column, values, kind = fault
    value = data.draw(st.sampled_from(values))
    nips = [f"19800101200501{number}001" for number in range(1, 6)]
    tables: snapshots.Tables = {
        "profil": [snapshots.person(nip) for nip in nips],
        "rw_kursus": [snapshots.course(nip) for nip in nips],
    }
    tables[table][at][column] = value
    with tempfile.TemporaryDirectory() as root:
        form = replace(form, native=False, comma=False)
        accepted, _, _ = score_snapshot(open_snapshot(str(snapshots.write(Path(root), tables, form))), INSTRUMENT)
    told = accepted.rejects[accepted.rejects["file"].str.startswith(table)]
    assert told["reason"].tolist() == [kind.words] and told["column"].tolist() == [column]
    assert told["row"].tolist() == [at + 1] and told["value"].tolist() == [value]
    assert accepted.tally.rows == 5 and accepted.tally.rejected_total == (table == "profil")


def test_what_is_good_is_scored() -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = place(root)
        (folder / "profil.csv").write_bytes(as_csv([snapshots.person()]))
        assert outcome(folder) == "scored"
    for suffix, files in GOOD_FILES.items():
        with tempfile.TemporaryDirectory() as root:
            folder = place(root)
            for name, content in files.items():
                (folder / f"{name}.{suffix}").write_bytes(content)
            assert outcome(folder) == "scored"
