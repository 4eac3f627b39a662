"""Reading files: every dialect, every quirk, and every broken file with one clear message."""

from __future__ import annotations

import datetime
import os
import random
import shutil
import stat
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from support.snapshots import HEADERS, Form, course, person, random_tables, write

from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.project import Project
from ipasn_analysis.records.rejects import Rejects
from ipasn_analysis.sources.files import find_table, read_file
from ipasn_analysis.sources.sheet_faults import sheet_faults
from ipasn_analysis.sources.tables import PROFIL, RW_KURSUS, RawTable

HEADER = ",".join(HEADERS["profil"][:7])
LINE = "198001012005011001,BUDI,PNS,01,4,40,UMUM"


def place(tmp_path: Path, content: bytes | str, name: str = "profil.csv") -> Path:
    folder = tmp_path / "banjar" / "2025-12-23"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(table: RawTable, column: str) -> list[object]:
    return table.columns[column].to_pylist()


def message(tmp_path: Path, content: bytes | str, name: str = "profil.csv") -> str:
    path = place(tmp_path, content, name)
    with pytest.raises(UsageError) as error:
        read_file(path, PROFIL)
    assert path.name in str(error.value)
    assert str(error.value).count("\n") <= 1
    return str(error.value)


# CSV ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{LINE}\n",
        f"{HEADER}\n{LINE}",
        f"{HEADER}\r\n{LINE}\r\n",
        f"{HEADER}\r{LINE}\r",
        f"\ufeff{HEADER}\n{LINE}\n",
        f"sep=,\n{HEADER}\n{LINE}\n",
        f"\n\n{HEADER}\n\n{LINE}\n\n\n",
        f"{HEADER}\n{LINE}\n".replace(",", ";"),
        f"sep=;\n{HEADER}\n{LINE}\n".replace(",", ";").replace("sep;", "sep="),
        f'"{HEADER}"\n"{LINE}"\n'.replace(",", '","'),
        f"{HEADER.lower()}\n{LINE}\n",
        f"{HEADER.replace(',', ' , ')}\n{LINE}\n",
        f"{HEADER},,\n{LINE},,\n",
    ],
)
def test_dialects_give_the_same_cells(content: str, tmp_path: Path) -> None:
    table = read_file(place(tmp_path, content), PROFIL)
    assert [cells(table, name)[0] for name in HEADERS["profil"][:7]] == LINE.split(",")
    assert table.rows == 1 and list(table.row) == [1]


def test_cp1252_and_utf8_keep_accents(tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        content = f"{HEADER}\n{LINE}\n".replace("BUDI", "AÉRÔ").encode(encoding)
        assert cells(read_file(place(tmp_path, content), PROFIL), "NAMA") == ["AÉRÔ"]


def test_quoted_cells_hold_newlines_delimiters_and_quotation_marks(tmp_path: Path) -> None:
    line = LINE.replace("BUDI", '"DR. ""BUDI"", S.E.\nM.M."')
    table = read_file(place(tmp_path, f"{HEADER}\n{line}\n{LINE}\n"), PROFIL)
    assert cells(table, "NAMA") == ['DR. "BUDI", S.E.\nM.M.', "BUDI"]
    assert list(table.row) == [1, 2]


def test_quotation_marks_inside_a_cell_are_text(tmp_path: Path) -> None:
    line = LINE.replace("BUDI", 'ALI "BABA" X')
    table = read_file(place(tmp_path, f"{HEADER}\n{line}\n"), PROFIL)
    assert cells(table, "NAMA") == ['ALI "BABA" X']


def test_an_open_quotation_mark_never_swallows_people(tmp_path: Path) -> None:
    lines = [LINE.replace("1001", f"1{number:03d}") for number in range(2, 7)]
    for spoilt in range(5):
        broken = [line.replace("BUDI", '"BUDI') if row == spoilt else line for row, line in enumerate(lines)]
        text = message(tmp_path, "\n".join([HEADER, *broken, ""]))
        assert f"row {spoilt + 1} " in text and "quotation mark" in text
    paired = [line.replace("BUDI", '"BUDI') if row in (1, 3) else line for row, line in enumerate(lines)]
    assert "quotation mark" in message(tmp_path, "\n".join([HEADER, *paired, ""]))


def test_short_rows_are_filled_and_long_rows_are_set_aside(tmp_path: Path) -> None:
    content = f"{HEADER}\n{LINE}\n198001012005011002,SITI\n{LINE},99\n{LINE},\n"
    table = read_file(place(tmp_path, content), PROFIL)
    assert list(table.row) == [1, 2, 4]
    assert cells(table, "UNOR NAMA") == ["UMUM", "", "UMUM"]
    assert [uneven.row for uneven in table.broken] == [3]
    rejects = Rejects()
    rejects.add_broken(table)
    assert rejects.frame().to_dict("records") == [
        {"file": "profil.csv", "row": 3, "column": "", "reason": "baris berisi 8 sel, judul kolom 7"}
    ]


@pytest.mark.parametrize(("delimiter", "named"), [("\t", "tabs"), ("|", "'|'")])
def test_another_delimiter_is_named(delimiter: str, named: str, tmp_path: Path) -> None:
    assert named in message(tmp_path, f"{HEADER}\n{LINE}\n".replace(",", delimiter))


def test_files_without_rows_or_headers(tmp_path: Path) -> None:
    assert "empty" in message(tmp_path, "")
    assert "empty" in message(tmp_path, "\ufeff\r\n \r\n")
    assert "'NIP BARU' is missing" in message(tmp_path, f"{LINE}\n")
    assert "'UNOR NAMA' is missing" in message(tmp_path, f"{HEADER.removesuffix(',UNOR NAMA')}\n{LINE}\n")
    assert "'NAMA' stands twice" in message(tmp_path, f"{HEADER},NAMA\n{LINE},X\n")
    assert "repeats the header" in message(tmp_path, f"{HEADER}\n{HEADER}\n{LINE}\n")
    assert "UTF-8" in message(tmp_path, f"{HEADER}\n{LINE}\n".encode("utf-16"))


def test_nips_that_a_spreadsheet_spoilt_are_rejected_with_the_reason(tmp_path: Path) -> None:
    header, line = HEADER.replace(",", ";"), LINE.replace(",", ";")
    nips = ("1.98001E+17", "1,98001E+17", "", "12", "'198001012005011002")
    lines = [line.replace("198001012005011001", nip) for nip in nips]
    path = place(tmp_path, "\n".join([header, *lines]))
    tally, _ = score_to_file(Project.open(), str(path.parent), str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.rows, tally.measured, tally.rejected_total) == (5, 1, 4)
    assert [count for reason, count in tally.rejected.items() if "notasi ilmiah" in reason] == [2]
    assert tally.rejected["NIP kosong"] == 1 and tally.rejected["NIP tidak terdiri atas 18 digit"] == 1


# Which file ---------------------------------------------------------------------------------------------------------


def test_two_files_for_one_table_and_forms_that_are_not_read(tmp_path: Path) -> None:
    folder = place(tmp_path, f"{HEADER}\n{LINE}\n").parent
    place(tmp_path, "", "catatan.txt")
    assert find_table(folder, "profil") == folder / "profil.csv"
    assert find_table(folder, "rw_skp") is None
    (folder / "Profil.PARQUET").touch()
    with pytest.raises(UsageError, match="two files for one table"):
        find_table(folder, "profil")
    (folder / "Profil.PARQUET").unlink()
    (folder / "rw_kursus.xls").touch()
    with pytest.raises(UsageError, match=r"rw_kursus\.xls.*save it as"):
        find_table(folder, "rw_kursus")


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("runuser"), reason="needs an unprivileged user")
def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place(tmp_path, f"{HEADER}\n{LINE}\n")
    if os.geteuid() == 0:  # root reads everything: let the system call fail as it does for others

        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    else:
        path.chmod(stat.S_IWUSR)
    with pytest.raises(UsageError, match=r"profil\.csv: cannot be read \(Permission denied\)"):
        read_file(path, PROFIL)


# XLSX ---------------------------------------------------------------------------------------------------------------


def workbook(tmp_path: Path, rows: list[list[object]], name: str = "profil.xlsx") -> Path:
    path = place(tmp_path, b"", name)
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ("shown shown", "the sheets 'S1' and 'S2' all have the header"),
        ("hidden hidden", "the sheets 'S1' and 'S2' all have the header"),
        ("shown hidden", 1),
        ("hidden shown", 2),
        ("hidden", 1),
        ("shown empty", 1),
        ("empty shown", 2),
        ("hidden empty", 1),
    ],
)
def test_a_workbook_with_the_header_on_two_sheets(sheets: str, told: str | int, tmp_path: Path) -> None:
    path = tmp_path / "profil.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Petunjuk").activate()
        for number, kind in enumerate(sheets.split(), start=1):
            sheet = book.add_worksheet(f"S{number}")
            sheet.write_row(0, 0, HEADERS["profil"][:7])
            if kind != "empty":
                sheet.write_row(1, 0, LINE.replace("1001", f"100{number}").split(","))
            if kind == "hidden":
                sheet.hide()
    if isinstance(told, str):
        with pytest.raises(UsageError, match=told):
            read_file(path, PROFIL)
    else:
        nip = read_file(path, PROFIL).columns["NIP BARU"].to_pylist()
        assert nip == [LINE.replace("1001", f"100{told}").split(",")[0]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HEADER.encode("utf-16"), "is text in UTF-16"),
        (b"PK\x03\x04", "is an Excel workbook, not a CSV file; give its name the ending .xlsx"),
        (b"\xd0\xcf\x11\xe0", "is an old Excel workbook"),
        (b"PAR1", "is a Parquet file"),
        (f"{HEADER.replace(',', ';')}\n{LINE}\n".encode(), "the header is separated by ';' and row 1 by ','"),
    ],
)
def test_a_csv_file_that_is_something_else_says_what(content: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=told):
        read_file(place(tmp_path, content, "profil.csv"), PROFIL)


def test_a_short_row_with_a_line_break_in_quotation_marks_is_a_short_row(tmp_path: Path) -> None:
    people = LINE.split(",")
    people[1] = '"BUDI\nSANTOSO"'
    content = f"{HEADER},X,Y\n{','.join(people)}\n{LINE},1,2\n"
    table = read_file(place(tmp_path, content.encode(), "profil.csv"), PROFIL)
    assert (table.rows, table.broken, cells(table, "NAMA")[0]) == (2, (), "BUDI\nSANTOSO")
    joined = f'{HEADER},X,Y\n{LINE},"1\n{LINE},2"\n{LINE},1,2\n'
    with pytest.raises(UsageError, match="joins it with the next line"):
        read_file(place(tmp_path, joined.encode(), "profil.csv"), PROFIL)


def test_a_header_far_down_a_workbook_is_found(tmp_path: Path) -> None:
    path = tmp_path / "profil.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(120, 0, HEADERS["profil"][:7])
        sheet.write_row(121, 0, LINE.split(","))
    assert read_file(path, PROFIL).rows == 1


def test_title_rows_blank_columns_and_further_sheets(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.xlsx")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Petunjuk").write_row(0, 0, ["NIP BARU", "NAMA"])
        sheet = book.add_worksheet("Data")
        sheet.write(1, 3, "DAFTAR PEGAWAI")
        sheet.write_row(6, 2, HEADERS["profil"][:7])
        sheet.write_row(7, 2, LINE.split(","))
        sheet.write_blank(9, 2, None, book.add_format({"bold": True}))
    table = read_file(path, PROFIL)
    assert cells(table, "NIP BARU") == ["198001012005011001"]
    assert cells(table, "UNOR NAMA") == ["UMUM"]


def test_numbers_dates_and_truth_values_become_texts(tmp_path: Path) -> None:
    row: list[object] = ["198001012005011001", 7, "K", 20.5, datetime.datetime(2025, 3, 4, 10, 0)]
    table = read_file(
        workbook(tmp_path, [HEADERS["rw_kursus"], [row[0], 3, "K", 20, row[4]], row], "rw_kursus.xlsx"), RW_KURSUS
    )
    assert cells(table, "jenisDiklatId") == ["3", "7"]
    assert cells(table, "jumlahJam") == ["20", "20.5"]
    assert cells(table, "tanggalSelesaiKursus") == ["2025-03-04", "2025-03-04"]


def test_nip_held_as_a_number_is_rejected_as_such(tmp_path: Path) -> None:
    line: list[object] = [*LINE.split(",")]
    path = workbook(tmp_path, [HEADERS["profil"][:7], line, [198001012005011002, *line[1:]]])
    tally, _ = score_to_file(Project.open(), str(path.parent), str(tmp_path / "a.csv"), "perban8_2019")
    assert dict(tally.rejected) == {"NIP tersimpan sebagai angka, bukan teks, sehingga digit akhirnya hilang": 1}
    assert tally.measured == 1


def test_formula_without_a_stored_result_is_refused_in_a_used_column(tmp_path: Path) -> None:
    line = LINE.split(",")
    headers = [*HEADERS["profil"][:7], "CATATAN"]
    rows: list[list[object]] = [headers, [*line, "=1+1"], [*line[:6], '="U"&"NOR"', ""]]
    path = workbook(tmp_path, [[], [None, "judul"], *([None, *row] for row in rows)])
    with pytest.raises(UsageError, match=r"row 2, column 'UNOR NAMA': cell H5 holds a formula"):
        read_file(path, PROFIL)
    path = workbook(tmp_path, [["judul"], headers, [*line, "=1+1"]])
    assert read_file(path, PROFIL).rows == 1


def test_formula_with_a_stored_result_counts_and_error_values_are_no_empty_cells(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS["profil"][:7])
        for row in (1, 2):
            sheet.write_row(row, 0, LINE.replace("1001", f"100{row}").split(","))
        sheet.write_formula(1, 5, '="4"&"0"', None, "40")
        sheet.write_formula(2, 5, "=NA()", None, "#N/A")
    table = read_file(path, PROFIL)
    assert cells(table, "TINGKAT PENDIDIKAN ID") == ["40", "#N/A"]
    assert [fault.name for fault in sheet_faults(path, 0)] == ["F3"]
    tally, _ = score_to_file(Project.open(), str(path.parent), str(tmp_path / "a.csv"), "perban8_2019")
    assert dict(tally.rejected) == {"tingkat pendidikan tidak dikenal": 1}


def test_workbooks_that_are_none(tmp_path: Path) -> None:
    assert "not a readable XLSX" in message(tmp_path, b"no zip at all", "profil.xlsx")
    good = workbook(tmp_path, [HEADERS["profil"][:7], LINE.split(",")]).read_bytes()
    assert "not a readable XLSX" in message(tmp_path, good[: len(good) // 2], "profil.xlsx")
    workbook(tmp_path, [])
    assert "empty" in message(tmp_path, workbook(tmp_path, []).read_bytes(), "profil.xlsx")
    headless = workbook(tmp_path, [HEADERS["profil"][:6], LINE.split(",")]).read_bytes()
    assert "'UNOR NAMA' is missing" in message(tmp_path, headless, "profil.xlsx")
    twice = workbook(tmp_path, [HEADERS["profil"][:7], HEADERS["profil"][:7], LINE.split(",")]).read_bytes()
    assert "repeats the header" in message(tmp_path, twice, "profil.xlsx")
    double = workbook(tmp_path, [[*HEADERS["profil"][:7], "nama "], LINE.split(",")]).read_bytes()
    assert "stands twice" in message(tmp_path, double, "profil.xlsx")


# Parquet ------------------------------------------------------------------------------------------------------------


def test_parquet_types_that_mean_the_same(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "rw_kursus.parquet")
    day = datetime.date(2025, 3, 4)
    forms = {
        "nipBaru": [pa.array([198001012005011001]), pa.array(["198001012005011001"]).dictionary_encode()],
        "jenisDiklatId": [pa.array([3]), pa.array([3.0]), pa.array(["3"], pa.large_string()), pa.array([b"3"])],
        "namaKursus": [pa.array(["K"], pa.string_view()), pa.nulls(1)],
        "jumlahJam": [
            pa.array([20], pa.int8()),
            pa.array([20.0]),
            pa.array(["20,0"]),
            pa.array([Decimal("20.00")]),
        ],
        "tanggalSelesaiKursus": [
            pa.array([day]),
            pa.array([datetime.datetime(2025, 3, 4, 23, 59)]),
            pa.array(["04-03-2025"]),
        ],
    }
    profil = write(tmp_path / "b", {"profil": [person()]}) / "profil.csv"
    shutil.copy(profil, path.parent / "profil.csv")
    for number in range(4):
        arrays = {name: options[number % len(options)] for name, options in forms.items()}
        parquet.write_table(pa.table(arrays), path)
        score_to_file(Project.open(), str(path.parent), str(tmp_path / "a.parquet"), "perban8_2019")
        assert parquet.read_table(tmp_path / "a.parquet")["jp_teknis"].to_pylist() == [20.0]


def test_parquet_that_cannot_be_read(tmp_path: Path) -> None:
    assert "not a readable Parquet" in message(tmp_path, b"PAR1 and nothing else PAR1", "profil.parquet")
    path = place(tmp_path, b"", "profil.parquet")
    columns = {name: ["x"] for name in HEADERS["profil"][:7]}
    parquet.write_table(pa.table({**columns, "NAMA": pa.array([[1, 2]])}), path)
    assert "column 'NAMA'" in message(tmp_path, path.read_bytes(), "profil.parquet")
    parquet.write_table(pa.table({**columns, "nama": ["y"]}), path)
    assert "stands twice" in message(tmp_path, path.read_bytes(), "profil.parquet")
    content = path.read_bytes()
    assert "Parquet" in message(tmp_path, content[: len(content) - 20], "profil.parquet")


def test_texts_of_broken_bytes_are_refused(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.parquet")
    broken = pa.StringArray.from_buffers(
        1, pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\xc3\x28")
    )
    parquet.write_table(pa.table({**{name: ["x"] for name in HEADERS["profil"][:7]}, "NAMA": broken}), path)
    assert "not a readable Parquet" in message(tmp_path, path.read_bytes(), "profil.parquet")


# Fuzzing ------------------------------------------------------------------------------------------------------------


def spoil(content: bytes, rng: random.Random) -> bytes:
    """Cut, overwrite, repeat or fill the bytes of a good file."""
    data = bytearray(content)
    kind = rng.randrange(5)
    if kind == 0:
        return bytes(data[: rng.randrange(len(data))])
    if kind == 1:
        return rng.randbytes(rng.randrange(2000))
    for _ in range(rng.randint(1, 20)):
        at = rng.randrange(len(data))
        if kind == 2:
            data[at] = rng.randrange(256)
        elif kind == 3:
            data[at:at] = rng.choice((b'"', b"\n", b"\r", b",", b";", b"\x00", b"\xff", b"'", b"=", b"\xe2\x80\xae"))
        else:
            data[at : at + 1] = b"9" * 10_000
    return bytes(data)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_spoilt_files_end_in_scores_or_in_one_message(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = random.Random(suffix)
    tables = random_tables(5, datetime.date(2025, 12, 23), people=8)
    folder = write(tmp_path, tables, Form(suffix=suffix))
    good = {path: path.read_bytes() for path in folder.iterdir()}
    seen = set()
    for _ in range(120):
        path = rng.choice(sorted(good))
        path.write_bytes(spoil(good[path], rng))
        status = main(["score", str(folder), "--out", str(tmp_path / "a.csv"), "--instrument", "perban8_2019"])
        errors = capsys.readouterr().err
        seen.add(status)
        assert status in (0, 2)
        assert (status == 2) == bool(errors) and errors.count("\n") <= 2
        path.write_bytes(good[path])
    assert 2 in seen


def test_empty_rows_of_a_workbook_are_none_and_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    cells = [list(person(f"19800101200501{number}", NAMA="A").values()) for number in (1001, 1002)]
    rows = [cells[0], [], [None, "  ", None], cells[1], ["", "", "X"], [], []]
    table = read_file(workbook(tmp_path, [list(person()), *rows]), PROFIL)
    assert list(table.row) == [1, 4, 5] and table.held_as_number is not None and len(table.held_as_number) == 3
    tally, _ = score_to_file(
        Project.open(), Project.open(), str(tmp_path / "banjar" / "2025-12-23"), str(tmp_path / "a.csv"), "perban8_2019"
    )
    assert (tally.rows, tally.measured, tally.rejected_total) == (3, 2, 1)
    assert '"profil.xlsx",5,' in (tmp_path / "a.csv.rejected.csv").read_text(encoding="utf-8")


def test_rows_of_delimiters_alone_are_none_and_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    nobody, keyless = ";" * 7, "; ;;;;;;X"
    lines = [
        f"{HEADER},ESELON ID".replace(",", ";"),
        f"{LINE.replace(',', ';')};",
        nobody,
        keyless,
        " ; ;;;;;;",
        nobody,
    ]
    content = "\n".join(lines)
    table = read_file(place(tmp_path, content), PROFIL)
    assert list(table.row) == [1, 3] and cells(table, "ESELON ID") == ["", "X"]
    again = read_file(place(tmp_path, content.replace("ESELON ID", "CATATAN")), PROFIL)
    assert list(again.row) == [1, 3], "a row that has anything at all is one"


def test_lock_files_beside_a_table_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, {"profil": [person()]}, Form(suffix="xlsx"))
    for name in ("~$profil.xlsx", "._profil.xlsx", "~$profil.csv"):
        (folder / name).write_bytes(b"\x05BUDI")
    assert main(["check", str(folder)]) == 0
    assert "bukan nama tabel" not in capsys.readouterr().out


def test_strange_cells_stay_text(tmp_path: Path) -> None:
    names = ["=HYPERLINK(1)", "x" * 10_000, "\x01\x1f\x7f", "\u202eABC", "<script>", "{{ 1 }}", "a\tb", "‘’“”"]
    rows = [person(f"19800101200501{number:04d}", NAMA=name, UNOR_INDUK_NAMA=name) for number, name in enumerate(names)]
    rows[0]["NIP BARU"] = "198001012005019999"
    kursus = [course(str(row["NIP BARU"])) for row in rows]
    for suffix in ("csv", "parquet"):
        folder = write(tmp_path / suffix, {"profil": rows, "rw_kursus": kursus}, Form(suffix=suffix))
        tally, _ = score_to_file(Project.open(), str(folder), str(tmp_path / "a.parquet"), "perban8_2019")
        assert (tally.measured, tally.set_aside_total) == (len(names), 0)
        found = parquet.read_table(tmp_path / "a.parquet")["perangkat_daerah"].to_pylist()
        assert sorted(found) == sorted(name.strip().replace("\t", " ") for name in names)


def test_a_file_with_nearly_the_name_of_a_table_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from ipasn_analysis.cli import main

    folder = write(tmp_path, {"profil": [person()], "rw_kursus": [course()]})
    (folder / "rw_kursus.csv").rename(folder / "rw_kursuss.csv")
    assert main(["check", str(folder)]) == 0
    assert "rw_kursuss.csv bukan nama tabel dan tidak dibaca; maksudnya rw_kursus?" in capsys.readouterr().out
