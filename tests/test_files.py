"""Reading files: every dialect, every quirk, and every broken file with one clear message."""

from __future__ import annotations

import csv
import datetime
import gzip
import os
import shutil
import stat
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet
from support import old_workbooks
from support.snapshots import HEADERS, Form, course, person, write

from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError, cause
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.project import Project
from ipasn_analysis.records.rejects import Rejects
from ipasn_analysis.sources.files import files_of, read_file, unread_files
from ipasn_analysis.sources.specs import PROFIL, RW_KURSUS
from ipasn_analysis.sources.tables import RawTable

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
    content = f"{HEADER}\n{LINE}\n198001012005011002,SITI\n{LINE},99\n{LINE}\n"
    table = read_file(place(tmp_path, content), PROFIL)
    assert list(table.row) == [1, 2, 4]
    assert cells(table, "UNOR NAMA") == ["UMUM", "", "UMUM"]
    assert [uneven.row for uneven in table.broken] == [3]
    rejects = Rejects()
    rejects.add_broken(table)
    assert rejects.frame().to_dict("records") == [
        {
            "file": "profil.csv",
            "row": 3,
            "excel_row": 4,
            "nip": "",
            "column": "",
            "value": "",
            "reason": "baris berisi 8 sel, judul kolom 7",
        }
    ]


def test_empty_cells_beyond_the_header_are_none_where_every_row_has_them(tmp_path: Path) -> None:
    """Where only some have them, a delimiter that was meant as text has moved the cells."""
    rows = "\n".join(f"{LINE}," for _ in range(3))
    assert read_file(place(tmp_path, f"{HEADER}\n{rows}\n"), PROFIL).rows == 3
    moved = LINE.replace("BUDI", "BUDI, S.E.").replace("UMUM", "UMUM,")
    table = read_file(place(tmp_path, f"{HEADER},CATATAN\n{LINE},\n{moved}\n"), PROFIL)
    assert (table.rows, [uneven.row for uneven in table.broken]) == (1, [2])


def test_files_without_rows_or_headers(tmp_path: Path) -> None:
    assert "empty" in message(tmp_path, "")
    assert "empty" in message(tmp_path, "\ufeff\r\n \r\n")
    assert "'NIP BARU' is missing" in message(tmp_path, f"{LINE}\n")
    assert "'UNOR NAMA' is missing" in message(tmp_path, f"{HEADER.removesuffix(',UNOR NAMA')}\n{LINE}\n")
    assert "'NAMA' stands twice" in message(tmp_path, f"{HEADER},NAMA\n{LINE},X\n")


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
    assert files_of(folder) == {"profil": (folder / "profil.csv",)}
    (folder / "Profil.PARQUET").touch()
    with pytest.raises(UsageError, match="two files for one table"):
        files_of(folder)
    (folder / "Profil.PARQUET").unlink()
    for name in ("rw_kursus_b.csv", "rw_kursus_a.xlsx", "rw_kursus.csv.gz", "rw_skp22.csv", "rw_kursuss.csv", "rw_skp"):
        (folder / name).touch()
    found = {table: [path.name for path in paths] for table, paths in files_of(folder).items()}
    assert found == {
        "profil": ["profil.csv"],
        "rw_kursus": ["rw_kursus.csv.gz", "rw_kursus_a.xlsx", "rw_kursus_b.csv"],
        "rw_skp22": ["rw_skp22.csv"],
    }
    assert [(file.name, file.nearest) for file in unread_files(folder)] == [
        ("catatan.txt", None),
        ("rw_kursuss.csv", "rw_kursus"),
        ("rw_skp", "rw_skp"),
    ]


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("runuser"), reason="needs an unprivileged user")
def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place(tmp_path, f"{HEADER}\n{LINE}\n")
    if os.geteuid() == 0:  # root reads everything: let the system call fail as it does for others

        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    else:
        path.chmod(stat.S_IWUSR)
    with pytest.raises(UsageError, match=r"profil\.csv: cannot be read \("):
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
        ("shown shown", [1, 2]),
        ("hidden hidden", "the sheets 'S1', 'S2' all have the header and are hidden"),
        ("shown hidden", [1]),
        ("hidden shown", [2]),
        ("hidden", [1]),
        ("shown empty", [1]),
        ("empty shown", [2]),
        ("hidden empty", [1]),
    ],
)
def test_a_workbook_with_the_header_on_two_sheets(sheets: str, told: str | list[int], tmp_path: Path) -> None:
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
        assert nip == [LINE.replace("1001", f"100{number}").split(",")[0] for number in told]


def test_a_header_and_rows_with_different_delimiters_are_refused(tmp_path: Path) -> None:
    content = f"{HEADER.replace(',', ';')}\n{LINE}\n"
    assert "the header is separated by ';' and row 1 by ','" in message(tmp_path, content)


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


def test_formula_with_a_stored_result_counts_and_error_values_are_nothing(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS["profil"][:7])
        for row in (1, 2):
            sheet.write_row(row, 0, LINE.replace("1001", f"100{row}").split(","))
        sheet.write_formula(1, 5, '="4"&"0"', None, "40")
        sheet.write_formula(2, 5, "=NA()", None, "#N/A")
    table = read_file(path, PROFIL)
    assert cells(table, "TINGKAT PENDIDIKAN ID") == ["40", ""]
    tally, _ = score_to_file(Project.open(), str(path.parent), str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.measured, tally.findings["tingkat pendidikan kosong"]) == (2, 1)


def test_workbooks_that_are_none(tmp_path: Path) -> None:
    assert "not a readable workbook" in message(tmp_path, b"no zip at all", "profil.xlsx")
    good = workbook(tmp_path, [HEADERS["profil"][:7], LINE.split(",")]).read_bytes()
    assert "not a readable workbook" in message(tmp_path, good[: len(good) // 2], "profil.xlsx")
    workbook(tmp_path, [])
    assert "empty" in message(tmp_path, workbook(tmp_path, []).read_bytes(), "profil.xlsx")
    headless = workbook(tmp_path, [HEADERS["profil"][:6], LINE.split(",")]).read_bytes()
    assert "'UNOR NAMA' is missing" in message(tmp_path, headless, "profil.xlsx")
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


def test_what_a_library_says_in_lines_is_told_in_one() -> None:
    assert cause(OSError("Exceeded depth limit\nDeserializing page header failed.\n")) == "Exceeded depth limit"


def test_texts_of_broken_bytes_are_refused(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.parquet")
    broken = pa.StringArray.from_buffers(
        1, pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\xc3\x28")
    )
    parquet.write_table(pa.table({**{name: ["x"] for name in HEADERS["profil"][:7]}, "NAMA": broken}), path)
    assert "not a readable Parquet" in message(tmp_path, path.read_bytes(), "profil.parquet")


def test_empty_rows_of_a_workbook_are_none_and_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    cells = [list(person(f"19800101200501{number}", NAMA="A").values()) for number in (1001, 1002)]
    rows = [cells[0], [], [None, "  ", None], cells[1], ["", "", "X"], [], []]
    table = read_file(workbook(tmp_path, [list(person()), *rows]), PROFIL)
    assert list(table.row) == [1, 4, 5] and table.held_as_number is not None and len(table.held_as_number) == 3
    tally, _ = score_to_file(
        Project.open(), str(tmp_path / "banjar" / "2025-12-23"), str(tmp_path / "a.csv"), "perban8_2019"
    )
    assert (tally.rows, tally.measured, dict(tally.notes)) == (2, 2, {"profil.xlsx: bukan baris pegawai": 1})


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
        assert sorted(found) == sorted(name.strip("\u202e ").replace("\t", " ") for name in names)


def test_a_file_with_nearly_the_name_of_a_table_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from ipasn_analysis.cli import main

    folder = write(tmp_path, {"profil": [person()], "rw_kursus": [course()]})
    (folder / "rw_kursus.csv").rename(folder / "rw_kursuss.csv")
    (folder.parent / "unorr.csv").touch()
    (folder.parent / "catatan.txt").touch()
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "rw_kursuss.csv bukan nama tabel dan tidak dibaca; maksudnya rw_kursus?" in told
    assert "unorr.csv bukan nama tabel dan tidak dibaca; maksudnya unor?" in told and "catatan.txt" not in told


# As agencies have them ----------------------------------------------------------------------------------------------


def read_nips(tmp_path: Path, content: bytes | str, name: str = "profil.csv") -> list[object]:
    return cells(read_file(place(tmp_path, content, name), PROFIL), "NIP BARU")


SPREADSHEET = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
)
CELL = '<Cell><Data ss:Type="String">'


def marked_up(begin: str, row: str, cell: str, after_cell: str, after_row: str, end: str) -> str:
    """The header and a person in a language of tags."""
    lines = (
        row + "".join(f"{cell}{text}{after_cell}" for text in line.split(",")) + after_row for line in (HEADER, LINE)
    )
    return begin + "".join(lines) + end


@pytest.mark.parametrize(
    "content",
    [
        f"DAFTAR PEGAWAI,,\nPER DESEMBER 2025,,\n\n{HEADER}\n{LINE}\n",
        f"{HEADER}\n{LINE}\n".replace(",", "\t"),
        f"{HEADER}\n{LINE}\n".replace(",", "|"),
        f'"{HEADER}"\n"{LINE}"\n',
        f'"sep=,"\n{HEADER}\n{LINE}\n',
        "sep=\t\n" + f"{HEADER}\n{LINE}\n".replace(",", "\t"),
        f"{HEADER}\n{LINE}\n".encode("utf-16"),
        f"{HEADER}\n{LINE}\n".encode("utf-16-le"),
        gzip.compress(f"{HEADER}\n{LINE}\n".encode()),
        f"{HEADER.replace(' ', '_')}\n{LINE}\n",
        HEADER.replace("NIP BARU", "NIP\u00a0BARU\u200b") + f"\n{LINE}\n",
        HEADER.replace("NIP BARU", '"NIP\nBARU"') + f"\n{LINE}\n",
        f"{HEADER.replace('KEDUDUKAN HUKUM ID', 'KEDUDUKAN PNS ID').replace('NIP BARU', 'nip_baru')}\n{LINE}\n",
        marked_up("<html><table>", "<tr>", "<td>", "</td>", "</tr>", "</table></html>"),
        marked_up(SPREADSHEET, "<Row>", CELL, "</Data></Cell>", "</Row>", "</Table></Worksheet></Workbook>"),
    ],
)
def test_forms_that_agencies_have_are_read_by_their_content(content: bytes | str, tmp_path: Path) -> None:
    for name in ("profil.csv", "profil.xls"):
        table = read_file(place(tmp_path, content, name), PROFIL)
        assert [cells(table, column)[0] for column in HEADERS["profil"][:7]] == LINE.split(",")


def test_one_foreign_byte_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    content = f"{HEADER}\n{LINE}\n".replace("UMUM", "UMUM – PUSAT").encode().replace(b"BUDI", b"BUD\xe9")
    table = read_file(place(tmp_path, content), PROFIL)
    assert (cells(table, "NAMA"), cells(table, "UNOR NAMA")) == (["BUDé"], ["UMUM – PUSAT"])
    assert dict(table.notes) == {"profil.csv: byte yang bukan UTF-8 dibaca sebagai cp1252": 1}


def test_a_zip_with_one_file_is_read_and_one_with_two_is_refused(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.csv.zip")
    for names in (("a.csv",), ("a.csv", "b.csv")):
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, f"{HEADER}\n{LINE}\n")
        if len(names) == 1:
            assert cells(read_file(path, PROFIL), "NIP BARU") == ["198001012005011001"]
        else:
            with pytest.raises(UsageError, match="holds 2 files"):
                read_file(path, PROFIL)


def test_parts_are_read_one_after_the_other_and_named_in_what_is_rejected(tmp_path: Path) -> None:
    folder = place(tmp_path, f"{HEADER}\n{LINE}\n", "profil_pns.csv").parent
    second = LINE.replace("1001", "1003").replace(",PNS,", ",PPPK Paruh Waktu,")
    lines = (HEADER, LINE.replace("1001", "1002").replace(",4,", ",9,"), second)
    place(tmp_path, "\n".join(lines), "profil_pppk.csv")
    tally, _ = score_to_file(Project.open(), str(folder), str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.rows, tally.measured, tally.rejected_total) == (3, 2, 1)
    assert "profil_*: PPPK paruh waktu" in map(str, tally.notes)
    with (tmp_path / "a.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [
            {
                "file": "profil_pppk.csv",
                "row": "1",
                "excel_row": "2",
                "nip": "198001012005011002",
                "column": "JENIS JABATAN ID",
                "value": "9",
                "reason": "jenis jabatan tidak dikenal",
            }
        ]


def test_merged_units_are_filled_down_and_sheets_that_go_on_are_read(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.xlsx")
    with xlsxwriter.Workbook(path) as book:
        one, two = book.add_worksheet("A"), book.add_worksheet("B")
        one.write_row(0, 0, HEADERS["profil"][:7])
        for row in (1, 2):
            one.write_row(row, 0, LINE.replace("1001", f"100{row}").split(",")[:6])
        one.merge_range(1, 6, 2, 6, "UMUM")
        two.write_row(0, 0, LINE.replace("1001", "1003").split(","))
    table = read_file(path, PROFIL)
    assert cells(table, "UNOR NAMA") == ["UMUM"] * 3
    assert list(table.row) == [1, 2, 3] and table.excel_row is not None and list(table.excel_row) == [2, 3, 1]
    assert [name for name, _ in table.by_file()] == ["profil.xlsx [A]", "profil.xlsx [B]"]
    assert set(table.notes) == {
        "profil.xlsx: sel gabungan pada kolom UNOR NAMA diisikan ke setiap barisnya",
        "profil.xlsx: lembar yang dibaca bersama: A, B",
    }


def test_a_cell_far_out_is_left_and_told(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS["profil"][:7])
        sheet.write_row(1, 0, LINE.split(","))
        sheet.write_string(1_048_575, 16_383, "x")
    table = read_file(path, PROFIL)
    assert (table.rows, dict(table.notes)) == (1, {"profil.xlsx: sel jauh di luar tabel tidak dibaca": 1})


def test_a_header_that_is_nearly_one_is_told(tmp_path: Path) -> None:
    table = read_file(place(tmp_path, f"{HEADER},ESELON IDD\n{LINE},31\n"), PROFIL)
    assert list(table.notes) == ["profil.csv: judul kolom ESELON IDD hampir sama dengan ESELON ID, tetapi tidak dibaca"]
    text = message(tmp_path, f"{HEADER.replace('UNOR NAMA', 'UNOR NAMMA')}\n{LINE}\n")
    assert "'UNOR NAMA' is missing (is 'UNOR NAMMA' meant for it?)" in text


@pytest.mark.parametrize(("given", "meant"), [("UNOR INDUK", "UNOR INDUK NAMA"), ("ESELON ID (kode)", "ESELON ID")])
def test_the_beginning_of_a_header_and_one_with_more_behind_it_are_told(given: str, meant: str, tmp_path: Path) -> None:
    table = read_file(place(tmp_path, f"{HEADER},{given},NAMA SEKOLAH\n{LINE},31,X\n"), PROFIL)
    assert list(table.notes) == [f"profil.csv: judul kolom {given} hampir sama dengan {meant}, tetapi tidak dibaca"]


@pytest.mark.parametrize("name", ["profil.csv", "profil.xlsx"])
def test_a_head_of_two_rows_is_one_header(name: str, tmp_path: Path) -> None:
    upper = ["NIP BARU", "NAMA", "DATA POKOK", "", "", "", "UNOR NAMA"]
    rows = [["DAFTAR PEGAWAI"], upper, ["", "", *HEADERS["profil"][2:6], ""], LINE.split(",")]
    if name.endswith("csv"):
        place(tmp_path, "\n".join(map(",".join, rows)))
    else:
        workbook(tmp_path, [[cell or None for cell in row] for row in rows])
    table = read_file(tmp_path / "banjar" / "2025-12-23" / name, PROFIL)
    assert [cells(table, header) for header in HEADERS["profil"][:7]] == [[cell] for cell in LINE.split(",")]
    assert table.excel_row is not None and list(table.excel_row) == [4]


def test_sheets_whose_further_columns_differ_are_read_together(tmp_path: Path) -> None:
    path = place(tmp_path, b"", "profil.xlsx")
    with xlsxwriter.Workbook(path) as book:
        one, two = book.add_worksheet("PNS"), book.add_worksheet("PPPK")
        one.write_row(0, 0, ["ESELON ID", *HEADERS["profil"][:7]])
        one.write_row(1, 0, ["31", *LINE.split(",")])
        two.write_row(0, 0, [*HEADERS["profil"][:7], "ALAMAT"])
        two.write_row(1, 0, [*LINE.replace("1001", "1002").split(","), "Jl. A"])
    table = read_file(path, PROFIL)
    assert cells(table, "UNOR NAMA") == ["UMUM"] * 2 and cells(table, "ESELON ID") == ["31", None]
    assert "profil.xlsx: lembar yang dibaca bersama: PNS, PPPK" in table.notes


@pytest.mark.parametrize(
    ("content", "what"), [(b'\n[{"NIP BARU": "1"}]', "JSON"), (b"%PDF-1.4", "PDF"), (b"7z\xbc\xaf\x27\x1c", "archive")]
)
def test_content_that_is_no_table_is_named(content: bytes, what: str, tmp_path: Path) -> None:
    assert f"is no table but {what}" in message(tmp_path, content).replace("an archive", "archive")


def test_rows_of_nobody_are_neither_people_nor_rejected(tmp_path: Path) -> None:
    numbered = ["(1),(2),(3),(4),(5),(6),(7)", "a,b,c,d,e,f,g"]
    rows = [HEADER, *numbered, LINE, HEADER, "3,,,,,,", "JUMLAH,3,,,,,", ",,,,,,KEPALA DINAS"]
    folder = place(tmp_path, "\n".join(rows)).parent
    tally, _ = score_to_file(Project.open(), str(folder), str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.rows, tally.measured, dict(tally.notes)) == (
        1,
        1,
        {
            "profil.csv: bukan baris pegawai": 6,
            "profil.csv: perangkat daerah = UNOR NAMA, 1 unit; tambahkan unor, pemetaan_unor, atau UNOR INDUK NAMA": 1,
        },
    )


@pytest.mark.parametrize("form", old_workbooks.WRITERS)
def test_workbooks_of_other_programs_are_read(form: str, tmp_path: Path) -> None:
    if form == "xls" and os.environ.get("CI") != "true":
        pytest.importorskip("xlwt", reason="xlwt, which writes .xls, is not installed")
    people = [person(), person("199002032015022002", NAMA="ANI, S.Pd – «A»"), person("1")]
    rows: list[list[str | float]] = [["DAFTAR PEGAWAI"], [], list(HEADERS["profil"])]
    rows += [[str(one[header]) for header in HEADERS["profil"]] for one in people]
    rows[-1][0] = 1.9800101200501102e17
    path = place(tmp_path, old_workbooks.WRITERS[form](rows), f"profil.{form}")
    table = read_file(path, PROFIL)
    assert cells(table, "NIP BARU")[:2] == ["198001012005011001", "199002032015022002"]
    assert cells(table, "NAMA")[:2] == ["BUDI", "ANI, S.Pd – «A»"]
    assert table.held_as_number is not None and table.held_as_number.tolist() == [False, False, True]
    assert table.excel_row is not None and table.excel_row.tolist() == [4, 5, 6]
    tally, _ = score_to_file(Project.open(), str(path.parent), str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.measured, tally.rejected_total) == (2, 1)
