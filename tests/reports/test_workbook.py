"""The workbook as a reader and a spreadsheet find it: read back with openpyxl."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

import nbformat
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.office import opened

from ipasn_analysis.blocks.model import Column, Table
from ipasn_analysis.blocks.slides import Slide
from ipasn_analysis.publish.notebook_reader import slides_of
from ipasn_analysis.publish.sheet import LONGEST_NAME, sheet_names
from ipasn_analysis.publish.workbook import book, workbook
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.writing.writer import Writer

DAY = datetime.date(2025, 12, 23)
DANGEROUS = (
    "=1+1",
    "+62",
    "-5",
    "@SUM(A1)",
    '=HYPERLINK("x")',
    "'apostrophe",
    "\tTab",
    "http://contoh.id",
    "007",
    "A" * 300,
)
COLUMNS = (
    Column("p", "Peringkat", "rank"),
    Column("n", "Nama"),
    Column("i", "Indeks", "number"),
    Column("j", "Pegawai", "integer"),
    Column("s", "Perubahan", "signed"),
    Column("b", "Bagian", "share"),
    Column("m", "% maksimum", "percent"),
    Column("c", "Selang", "interval", decimals=0),
    Column("k", "Kategori", "category"),
    Column("d", "Tanggal", "date"),
    Column("y", "Pasti", "boolean"),
    Column("pv", "p terkoreksi", "number", decimals=3),
)
ROWS = (
    (
        1,
        "Dinas A",
        82.33333333333333,
        1500,
        -0.6666666666666714,
        1 / 3,
        54.471876,
        (1, 30),
        "tinggi",
        "2025-12-23",
        True,
        1e-42,
    ),
    (2, "Dinas B", 0.1 + 0.2, 12, 0.0, 0.0, 100.0, (2, 31), "sedang", "2025-06-30", False, 0.25),
    (None, "Dinas C (1–9)", *(None,) * 10),
)
TABLE = Table(
    "Unit", "Judul", COLUMNS, ROWS, note="Catatan. " * 40, hidden_rows=frozenset({2}), highlighted_rows=frozenset({1})
)


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def made(*tables: Table, **options: Any) -> bytes:
    records = {table.name: table_record(table) for table in tables}
    return book("IP ASN Uji 2025", DAY, [("Indeks", "79,00")], records, Writer("id"), **options)


@pytest.fixture(scope="module")
def sheet() -> Any:
    return read(made(TABLE))["Unit"]


def given_back(cell: Any, kind: dict[str, Any]) -> Any:
    """A cell of a table as it is read back: a date as a date."""
    if kind["jenis"] == "date" and cell is not None:
        return datetime.datetime.fromisoformat(cell)
    return None if cell == "" else cell


def test_numbers_are_those_of_the_table_and_nothing_else(sheet):
    record = table_record(TABLE)
    assert [cell.value for cell in sheet[1]] == record["kolom"]
    for line, row in enumerate(record["baris"], start=2):
        expected = [given_back(cell, kind) for cell, kind in zip(row, record["format"], strict=True)]
        assert [sheet.cell(line, place).value for place in range(1, len(row) + 1)] == expected


def test_formats_say_the_kind_of_figure(sheet):
    formats = {sheet.cell(1, place).value: sheet.cell(2, place).number_format for place in range(1, 14)}
    assert formats["Peringkat"] == "0" and formats["Pegawai"] == "#,##0" and formats["Indeks"] == "#,##0.00"
    assert formats["Perubahan"] == "+#,##0.00;-#,##0.00;0.00" and formats["Bagian"] == "0.0%"
    assert formats["% maksimum"] == "0.0" and formats["Selang ↓"] == "#,##0"
    assert sheet["K2"].is_date and formats["Tanggal"].endswith("d mmmm yyyy")


def test_a_p_value_that_is_too_small_to_show_is_not_shown_as_nothing(sheet):
    assert (sheet["M2"].value, sheet["M2"].number_format) == (1e-42, '"< 0,001"')
    assert (sheet["M3"].value, sheet["M3"].number_format) == (0.25, "#,##0.000")


def test_heads_stay_and_filter(sheet):
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:M4"
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(
    ("kinds", "first", "frozen"),
    [
        (("date", "number", "integer", "text"), "2025-12-31", "B2"),
        (("text", "number"), "Dinas", "B2"),
        (("text", "text", "share"), "Umur", "C2"),
        (("text", "text", "share"), "Umur " * 9, "B2"),
        (("rank", "text", "number"), 1, "C2"),
    ],
)
def test_only_what_names_the_rows_stays_in_view(kinds, first, frozen):
    columns = tuple(Column(f"k{place}", f"K{place}", kind) for place, kind in enumerate(kinds))
    table = Table("T", "Judul", columns, ((first, *("x" if kind == "text" else 1 for kind in kinds[1:])),))
    assert read(made(table))["T"].freeze_panes == frozen


def test_columns_are_as_wide_as_they_need(sheet):
    widths = {letter: dimension.width for letter, dimension in sheet.column_dimensions.items()}
    assert all(8 < width <= 60.8 for width in widths.values())
    long = Table("Unit", "Judul", COLUMNS[1:2], (("Badan " * 30,),))
    wide = read(made(long))["Unit"]
    assert wide.column_dimensions["A"].width >= 60 and wide.row_dimensions[2].height >= 45
    beside = Table("Unit", "Judul", COLUMNS[1:5], (("Badan " * 8, 1.0, 1, 1.0),))
    wrapped = read(made(beside))["Unit"]
    assert wrapped.column_dimensions["A"].width < 46 and wrapped.row_dimensions[2].height >= 30


def test_hidden_rows_are_hatched_and_totals_are_bold(sheet):
    marks = [[sheet.cell(line, place) for place in range(1, 13)] for line in (2, 3, 4)]
    assert {cell.fill.patternType for cell in marks[2]} == {"lightUp"}
    assert all(cell.font.italic for cell in marks[2])
    assert {cell.fill.patternType for row in marks[:2] for cell in row} == {None}
    assert all(cell.font.bold for cell in marks[1]) and not any(cell.font.bold for cell in marks[0])


def test_a_long_note_stands_below_in_lines_that_fit(sheet):
    notes = [sheet.cell(line, 1).value for line in range(6, sheet.max_row + 1)]
    assert " ".join(notes).split() == [TABLE.title, *TABLE.note.split()]
    assert sheet.cell(5, 1).value is None and len(notes) > 1


def test_every_sheet_says_what_it_is_whence_it_comes_and_that_it_is_sample_data():
    file = read(made(TABLE, mark="Data contoh", source="laporan IP ASN Uji 2025."))
    sheet = file["Unit"]
    below = " ".join(str(sheet.cell(line, 1).value) for line in range(6, sheet.max_row + 1))
    for words in ("Judul", "Sumber: laporan IP ASN Uji 2025.", "Data contoh."):
        assert words in below, words
    assert "Judul" in sheet.oddHeader.left.text and sheet.oddHeader.right.text == "Data contoh"
    assert sheet.oddFooter.left.text.startswith("laporan IP ASN Uji 2025.")
    assert file.properties.subject == "laporan IP ASN Uji 2025." and file.properties.keywords == "Data contoh"
    assert "contoh" not in str(read(made(TABLE)).properties.keywords)


def test_the_cover_holds_numbers_and_dates_as_what_they_are():
    records = {TABLE.name: table_record(TABLE)}
    guide = read(book("IP ASN", DAY, [("Keadaan per", DAY), ("Indeks", 76.300302000755)], records, Writer("id")))
    dated, index = (guide.worksheets[0].cell(line, 2) for line in (3, 4))
    assert dated.value.date() == DAY and dated.number_format == "[$-421]d mmmm yyyy"
    assert (index.value, index.number_format) == (76.300302000755, "#,##0.00")


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_stays_text_also_when_it_is_edited(text):
    table = Table("T", text, (Column("n", text), Column("k", "Kategori", "category")), ((text, text),), note=text)
    content = made(table)
    cells = [read(content)["T"].cell(line, place) for line in (1, 2) for place in (1, 2)]
    assert [cell.value for cell in cells] == [text, "Kategori", text, text]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[2].quotePrefix == (text[0] in "=+-@\t'")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name)
        assert "<f>" not in sheets and "<f " not in sheets
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()]


@given(st.text(max_size=40))
def test_any_text_makes_a_file_that_opens(text):
    table = Table("T", text or "x", (Column("n", "Nama"),), ((text,),))
    content = made(table)
    assert made(table) == content
    read(content)


def test_the_first_sheet_explains_and_leads_to_the_others():
    file = read(made(TABLE, mark="Data contoh"))
    guide = file.worksheets[0]
    text = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    for word in (
        "Penjelasan",
        "IP ASN Uji 2025",
        "79,00",
        "sebagaimana diterbitkan",
        "poin",
        "batas bawah",
        "Baris berarsir",
    ):
        assert word in text or word == guide.title, word
    links = {cell.value: cell.hyperlink.location for row in guide.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"Unit": "'Unit'!A1"}
    assert "Data contoh" in file["Unit"].oddHeader.right.text


def test_the_same_bytes_every_time_and_the_day_of_the_data():
    assert made(TABLE) == made(TABLE)
    properties = read(made(TABLE)).properties
    assert properties.created.date() == DAY and properties.modified.date() == DAY


def test_names_are_told_apart_without_regard_to_case():
    names = ["Unit", "UNIT", "unit", "A/B: [1]?", "x" * 40, "x" * 40, "History", "", "'quoted'"]
    result = sheet_names(names)
    assert result[:3] == ["Unit", "UNIT (2)", "unit (3)"]
    assert result[3] == "A-B- -1--" and result[8] == "quoted"
    assert result[6] == "History (2)"
    assert result[4] == "x" * 31 and result[5] == "x" * 27 + " (2)"


@given(st.lists(st.text(max_size=50), max_size=8))
def test_names_are_what_a_spreadsheet_allows(names):
    result = sheet_names(names)
    assert len({name.casefold() for name in result}) == len(names)
    for name in result:
        assert 0 < len(name.encode("utf-16-le")) <= 2 * LONGEST_NAME
        assert not set(name) & set("[]:*?/\\") and name == name.strip("'")


def test_a_name_in_two_tables_makes_two_sheets():
    guide = Table("penjelasan", "Judul", COLUMNS[1:2], (("x",),))
    assert read(made(guide)).sheetnames == ["Penjelasan", "penjelasan (2)"]


def slides_in(report: Any) -> tuple[Slide, ...]:
    return slides_of(nbformat.read(report.path("ipynb"), 4))


@pytest.mark.parametrize("name", ["tapin", "kalsel"])
def test_the_workbook_of_a_report_is_its_tables(request, name):
    report = request.getfixturevalue(name)
    result = report.result
    content = report.path("xlsx").read_bytes()
    assert workbook(result, slides_in(report)) == content
    file = read(content)
    more = ["Simulasi"] if name == "tapin" else []
    assert file.sheetnames == ["Ringkasan", "Data perangkat daerah", *result["tabel"], *more]
    assert all(1 <= len(name) <= 31 for name in file.sheetnames)
    for table, record in result["tabel"].items():
        for line, row in enumerate(record["baris"], start=2):
            values = [file[table].cell(line, place).value for place in range(1, len(row) + 1)]
            expected = [given_back(cell, kind) for cell, kind in zip(row, record["format"], strict=True)]
            assert values == expected, (table, line)
        for position in record["disembunyikan"]:
            assert file[table].cell(position + 2, 1).fill.patternType == "lightUp"


def test_the_summary_comes_first_with_the_findings_as_charts_of_its_own_cells(tapin):
    slides = [slide for slide in slides_in(tapin) if slide.chart is not None]
    sheet = read(tapin.path("xlsx").read_bytes())["Ringkasan"]
    shown = {cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert tapin.result["indeks"] in shown and "Ringkasan" not in shown
    assert len(slides) >= 4 and len(sheet._charts) == len(slides)
    for slide, chart in zip(slides, sheet._charts, strict=True):
        assert slide.chart is not None and slide.title in shown
        for series, drawn in zip(slide.chart.series, chart.series, strict=True):
            _, cells = drawn.val.numRef.f.split("!")
            values = [cell.value for (cell,) in sheet[cells.replace("$", "")]]
            rounded = [None if value is None else round(value, slide.chart.decimals) for value in series.values]
            assert values == rounded, slide.title
    assert sheet.print_area == f"'Ringkasan'!$A$1:$B${sheet.max_row}"


def test_one_wide_sheet_has_every_unit_with_its_status(tapin):
    result, file = tapin.result, read(tapin.path("xlsx").read_bytes())
    head, *rows = file["Data perangkat daerah"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows[: len(result["perangkat_daerah"])]]
    since = {row["nama"]: row for row in result["sejak_terakhir"]["per_unit"]}
    for unit, row in zip(result["perangkat_daerah"], found, strict=True):
        assert row["Perangkat daerah"] == unit["nama"] and (row["Indeks"], row["Pegawai"]) == (
            unit["indeks"],
            unit["diukur"],
        )
        if unit["disembunyikan"]:
            assert row["Status"] == f"dirahasiakan ({unit['kelas_ukuran']} pegawai)"
            assert {value for name, value in row.items() if name not in ("Perangkat daerah", "Status")} == {None}
            continue
        assert row["Status"] == "ditampilkan" and row["Kompetensi"] == unit["dimensi"]["kompetensi"]
        told = since.get(unit["nama"])
        assert row["Sejak terakhir: Perubahan"] == (None if told is None else told["selisih"])
    assert "Disiplin" not in head


def test_the_simulation_starts_from_the_plan_and_follows_what_is_entered(tapin, tmp_path):
    """At first the index of the plan; with all that is open taken, what that gives, as LibreOffice computes it."""
    result = tapin.result
    plan, people = result["menuju_target"], result["pegawai"]["diukur"]
    rows = [row for row in plan["tindakan"] if row["tersedia"]]
    file = read(tapin.path("xlsx").read_bytes())
    sheet = file["Simulasi"]
    stored = openpyxl.load_workbook(io.BytesIO(tapin.path("xlsx").read_bytes()), data_only=True)["Simulasi"]
    lacking = sum(row["poin"] * (2.5 if row["jumlah"] is not None else 9) for row in rows)  # rounded to 5, or few
    assert stored["B4"].value == pytest.approx(plan["indeks_sesudah"], abs=lacking / people + 0.005)
    taken = [stored.cell(line, 7).value for line in range(7, 7 + len(rows))]
    assert sum(taken) == pytest.approx(sum((row["jumlah"] or 0) * row["poin"] for row in rows) / people)
    for line, row in enumerate(rows, start=7):
        assert sheet.cell(line, 4).value == row["tersedia"]
        sheet.cell(line, 6).value = row["tersedia"] + 1_000  # no more than are open count
    for name in file.sheetnames:
        if name != "Simulasi":
            del file[name]
    file.save(tmp_path / "simulasi.xlsx")
    text = pypdfium2.PdfDocument(opened(tmp_path / "simulasi.xlsx", tmp_path))[0].get_textpage().get_text_range()
    told = float(re.search(r"Indeks sesudah\s+([\d.,]+)", text)[1].replace(",", "."))
    whole = plan["indeks"] + sum(row["tersedia"] * row["poin"] for row in rows) / people
    assert told == pytest.approx(whole, abs=0.005001)
    units = {row["nama"]: row for row in result["perangkat_daerah"]}
    name, after = stored.cell(7, 9).value, stored.cell(7, 12).value
    gained = sum((row["jumlah"] or 0) * row["poin"] for row in rows if row["perangkat_daerah"] == name)
    assert after == pytest.approx(units[name]["indeks"] + gained / units[name]["diukur"])
