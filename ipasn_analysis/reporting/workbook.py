"""The workbook: one sheet for each table of the report, real numbers, no formula, the same bytes every time."""

from __future__ import annotations

import datetime
import io
from typing import Any

import xlsxwriter

from ipasn_analysis.presentation.locale import Locale

FORMATS = {
    "integer": "#,##0",
    "rank": "0",
    "number": "#,##0.{zeros}",
    "signed": "+#,##0.{zeros};-#,##0.{zeros};0.{zeros}",
    "percent": "0.{zeros}",
    "share": "0.{zeros}%",
}
WIDEST = 60
GUIDE = "Penjelasan"


def workbook(result: dict[str, Any]) -> bytes:
    """The workbook of a result (the content of its JSON)."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    locale = Locale(result["bahasa"])
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": f"IP ASN {result['nama']} {result['tahun']}",
                "created": datetime.datetime.combine(
                    datetime.date.fromisoformat(result["per_tanggal"]), datetime.time()
                ),
            }
        )
        styles = _Styles(book)
        _guide(book, styles, result, locale)
        for name, table in result["tabel"].items():
            _sheet(book, styles, name, table)
    return stream.getvalue()


class _Styles:
    """Cell formats, made once per workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.note = book.add_format({"italic": True, "font_color": "#55606E", "text_wrap": True, "valign": "top"})

    def number(self, kind: str, decimals: int) -> Any:
        """The format of a column of figures."""
        pattern = FORMATS.get(kind, "General").replace("{zeros}", "0" * max(decimals, 1))
        if decimals == 0:
            pattern = pattern.replace(".0", "")
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[pattern]


def _guide(book: Any, styles: _Styles, result: dict[str, Any], locale: Locale) -> None:
    """The first sheet: what the workbook is, and a line for each sheet."""
    say = locale.translate
    sheet = book.add_worksheet(say(GUIDE)[:31])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"IP ASN {result['nama']} {result['tahun']}", styles.title)
    facts = [
        (say("Keadaan per"), locale.date(result["per_tanggal"])),
        (say("Indeks"), locale.number(result["indeks"])),
        (say("Kategori"), say(result["kategori"])),
        (say("Instrumen"), result["instrumen"]),
    ]
    if result["data_contoh"]:
        facts.append(
            (
                say("Data contoh"),
                say("Semua angka dalam laporan ini dihitung dari data buatan dan tidak menggambarkan keadaan nyata."),
            )
        )
    facts.append(
        (say("Angka"), say("Angka disimpan tanpa pembulatan; sel kosong berarti tidak ada atau disembunyikan."))
    )
    row = 2
    for name, text in facts:
        sheet.write_string(row, 0, name, styles.text)
        sheet.write_string(row, 1, text, styles.text)
        row += 1
    row += 1
    sheet.write_string(row, 0, say("Lembar"), styles.head)
    sheet.write_string(row, 1, say("Isi"), styles.head)
    for name, table in result["tabel"].items():
        row += 1
        sheet.write_string(row, 0, name, styles.text)
        sheet.write_string(row, 1, table["judul"], styles.text)


def _sheet(book: Any, styles: _Styles, name: str, table: dict[str, Any]) -> None:
    """One table: its head frozen and filtered, its rows below, its note at the end."""
    sheet = book.add_worksheet(name)
    columns, rows, kinds = table["kolom"], table["baris"], table["format"]
    for position, (label, kind) in enumerate(zip(columns, kinds, strict=True)):
        sheet.write_string(0, position, label, styles.head)
        sheet.set_column(position, position, _width(label, [row[position] for row in rows], kind["jenis"]))
    for line, row in enumerate(rows, start=1):
        for position, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            _write(sheet, line, position, cell, styles, kind)
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    if table["catatan"]:
        sheet.write_string(len(rows) + 2, 0, table["catatan"], styles.note)


def _write(sheet: Any, line: int, position: int, cell: Any, styles: _Styles, kind: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, position, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, position, cell, styles.number(kind["jenis"], kind["desimal"]))
    else:
        sheet.write_string(line, position, str(cell), styles.text)


def _width(label: str, cells: list[Any], kind: str) -> float:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    if kind not in {"text", "category", "date", "boolean"}:
        longest = min(longest, 12)
    word = max((len(word) for word in label.split()), default=0)
    return float(min(max(longest, word, 8) + 2, WIDEST))
