"""The workbook: one sheet for each table of the report, real numbers, no formula, the same bytes every time."""

from __future__ import annotations

import datetime
import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.words import say
from ipasn_analysis.reporting.sheet_names import sheet_names

FORMATS = {
    "integer": "#,##0",
    "rank": "0",
    "number": "#,##0.{zeros}",
    "signed": "+#,##0.{zeros};-#,##0.{zeros};0.{zeros}",
    "percent": "0.{zeros}",
    "share": "0.{zeros}%",
}
WORDS = ("text", "category", "date", "boolean")
WIDEST, NARROWEST, WIDEST_FIGURE = 60.0, 8.0, 14.0
GUIDE_WIDTHS = (36.0, 90.0)
NARROWEST_NOTE = 70
LINE_HEIGHT, MOST_LINES = 15.0, 12
WIDE_LETTERS = 1.08
"""How much wider than a digit, the unit of a column's width, a letter of running text is at most."""
LONGEST_TEXT = 32_767
"""Characters that a cell can hold (ECMA-376)."""
MARKS: dict[str, dict[str, Any]] = {
    "hidden": {"pattern": 14, "fg_color": "#AEB7C2", "bg_color": "#F3F5F7", "font_color": "#55606E", "italic": True},
    "strong": {"bold": True, "top": 1},
}
"""Rows that are withheld are hatched, so that it does not hang on colour alone; totals and the region are bold."""
A4 = 9

Row = tuple[str, str]


def workbook(result: dict[str, Any]) -> bytes:
    """The workbook of a result (the content of its JSON)."""
    locale = Locale(result["bahasa"])
    title = f"IP ASN {result['nama']} {result['tahun']}"
    day = datetime.date.fromisoformat(result["per_tanggal"])
    return book(title, day, _facts(result, locale), result["tabel"], locale, sample=result["data_contoh"])


def book(
    title: str,
    day: datetime.date,
    facts: Iterable[Row],
    tables: Mapping[str, Mapping[str, Any]],
    locale: Locale,
    *,
    sample: bool = False,
) -> bytes:
    """A workbook of tables as `table_record` gives them, behind a first sheet that explains.

    Parameters
    ----------
    title : stands on the first sheet and in the running head.
    day : the date that the file bears.
    facts : lines of the first sheet, name and text.
    tables : by name; a name that cannot be a sheet's is made one.
    sample : whether every printed page is marked as sample data.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    guide, *names = sheet_names([locale.translate("Penjelasan"), *tables])
    head = f"&L{title.replace('&', '&&')}&R{locale.translate('Data contoh') if sample else ''}"
    with xlsxwriter.Workbook(stream, options) as file:
        file.set_properties({"title": title, "created": datetime.datetime.combine(day, datetime.time())})
        styles = _Styles(file)
        sheets = [_Sheet(file.add_worksheet(name), styles, head) for name in (guide, *names)]
        sheets[0].explain(title, [*facts, *reading(locale)], list(zip(names, tables.values(), strict=True)), locale)
        for sheet, table in zip(sheets[1:], tables.values(), strict=True):
            sheet.fill(table)
    return stream.getvalue()


def _facts(result: dict[str, Any], locale: Locale) -> list[Row]:
    translate = locale.translate
    provisional = f" ({translate('sementara')})" if result["sementara"] else ""
    facts = [
        (translate("Keadaan per"), locale.date(result["per_tanggal"])),
        (translate("Indeks"), locale.number(result["indeks"])),
        (translate("Kategori"), translate(result["kategori"])),
        (translate("Target"), locale.number(result["target"])),
        (translate("Instrumen"), f"{result['instrumen']}{provisional}"),
    ]
    if result["data_contoh"]:
        text = "Semua angka dalam laporan ini dihitung dari data buatan dan tidak menggambarkan keadaan nyata."
        facts.append((translate("Data contoh"), say(locale, text)))
    limits = say(
        locale,
        "Kelompok di bawah {kelompok} pegawai disembunyikan; kinerja dan disiplin di bawah {disiplin} pegawai.",
        kelompok=result["ambang"]["kelompok"],
        disiplin=result["ambang"]["disiplin"],
    )
    return [*facts, (translate("Ambang"), limits)]


def reading(locale: Locale) -> list[Row]:
    """How the sheets are read: numbers, units, intervals, hidden cells."""
    translate = locale.translate
    return [
        (
            translate("Angka"),
            say(locale, "Angka disimpan tanpa pembulatan; sel kosong berarti tidak ada atau disembunyikan."),
        ),
        (
            translate("Satuan"),
            say(
                locale,
                "Indeks dan dimensi dalam poin (0–100); sel yang tampil dengan tanda % menyimpan bagian (0–1); "
                "kolom yang namanya memuat % menyimpan persen (0–100).",
            ),
        ),
        (
            translate("Selang"),
            say(locale, "Sebuah selang menempati dua kolom: ↓ batas bawah, ↑ batas atas."),
        ),
        (
            translate("Baris berarsir"),
            say(
                locale,
                "Disembunyikan demi kerahasiaan; dalam kurung kelas ukuran. Baris tebal: jumlah atau wilayah laporan.",
            ),
        ),
    ]


class _Exact(float):
    """A number that is written with all its digits; XlsxWriter asks for sixteen, which do not give it back."""

    def __format__(self, form: str) -> str:
        return str(int(self)) if self.is_integer() and abs(self) < 2**53 else repr(float(self))


class _Styles:
    """Cell formats, made once per workbook."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._made: dict[tuple[str, str, bool], Any] = {}
        self.title = file.add_format({"bold": True, "font_size": 14})
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
        self.head = file.add_format({**head, "align": "left", "indent": 1})
        self.figure_head = file.add_format({**head, "align": "right"})
        self.link = file.add_format(
            {"font_color": "#1F4E79", "underline": 1, "valign": "top", "align": "left", "indent": 1}
        )
        self.note = file.add_format({"italic": True, "font_color": "#55606E", "align": "left", "indent": 1})

    def cell(self, pattern: str, mark: str = "", *, guarded: bool = False) -> Any:
        """The format of cells with a number pattern (empty: text) in a row marked ``hidden``, ``strong`` or not.

        `guarded` keeps a text that looks like a formula a text, also when somebody edits the cell.
        """
        key = (pattern, mark, guarded)
        if key not in self._made:
            style: dict[str, Any] = {"valign": "top"}
            style |= {"num_format": pattern} if pattern else {"text_wrap": True, "align": "left", "indent": 1}
            style |= MARKS.get(mark, {})
            self._made[key] = self._file.add_format(style)
            if guarded:
                self._made[key].set_quote_prefix()
        return self._made[key]


class _Sheet:
    """One sheet being written."""

    def __init__(self, sheet: Any, styles: _Styles, head: str) -> None:
        self._sheet, self._styles = sheet, styles
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(head)
        sheet.set_footer("&L&A&R&P/&N")

    def explain(
        self, title: str, facts: Sequence[Row], tables: Sequence[tuple[str, Mapping[str, Any]]], locale: Locale
    ) -> None:
        """The first sheet: what the workbook is, how it is read, and a line with a link for each sheet."""
        sheet, styles = self._sheet, self._styles
        sheet.set_portrait()
        sheet.set_column(0, 0, GUIDE_WIDTHS[0])
        sheet.set_column(1, 1, GUIDE_WIDTHS[1])
        self._text(0, 0, title, styles.title)
        for row, (name, text) in enumerate(facts, start=2):
            self._text(row, 0, name, styles.cell("", guarded=_like_formula(name)))
            self._text(row, 1, text, styles.cell("", guarded=_like_formula(text)))
            self._fit(row, [name, text], GUIDE_WIDTHS)
        row = len(facts) + 3
        self._text(row, 0, locale.translate("Lembar"), styles.head)
        self._text(row, 1, locale.translate("Isi"), styles.head)
        for line, (name, table) in enumerate(tables, start=row + 1):
            place = name.replace("'", "''")
            sheet.write_url(line, 0, f"internal:'{place}'!A1", styles.link, string=name)
            self._text(line, 1, table["judul"], styles.cell("", guarded=_like_formula(table["judul"])))
            self._fit(line, [name, table["judul"]], GUIDE_WIDTHS)

    def fill(self, table: Mapping[str, Any]) -> None:
        """One table: its head frozen and filtered, its rows below, its note at the end."""
        sheet, styles = self._sheet, self._styles
        columns, rows, kinds = table["kolom"], table["baris"], table["format"]
        marks = dict.fromkeys(table["disorot"], "strong") | dict.fromkeys(table["disembunyikan"], "hidden")
        widths = []
        for position, (label, kind) in enumerate(zip(columns, kinds, strict=True)):
            figure = kind["jenis"] not in WORDS
            widths.append(_width(label, [row[position] for row in rows], figure=figure))
            sheet.set_column(position, position, widths[-1])
            self._text(0, position, label, styles.figure_head if figure else styles.head)
        self._fit(0, columns, widths)
        for line, row in enumerate(rows):
            self._fit(line + 1, [cell if isinstance(cell, str) else "" for cell in row], widths)
            for position, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                self._cell(line + 1, position, cell, kind, marks.get(line, ""))
        sheet.freeze_panes(1, 1 + next((place for place, kind in enumerate(kinds) if kind["jenis"] == "text"), 0))
        sheet.repeat_rows(0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        room = int(max(sum(widths), NARROWEST_NOTE))
        for line, text in enumerate(textwrap.wrap(table["catatan"] or "", room), start=len(rows) + 2):
            self._text(line, 0, text, styles.note)

    def _cell(self, line: int, position: int, cell: Any, kind: Mapping[str, Any], mark: str) -> None:
        sheet, styles = self._sheet, self._styles
        if cell is None or cell == "":
            if mark:
                sheet.write_blank(line, position, None, styles.cell("", mark))
        elif isinstance(cell, bool):
            sheet.write_boolean(line, position, cell, styles.cell("General", mark))
        elif isinstance(cell, int | float):
            sheet.write_number(
                line, position, _Exact(cell), styles.cell(_pattern(kind["jenis"], kind["desimal"]), mark)
            )
        else:
            text = str(cell)
            self._text(line, position, text, styles.cell("", mark, guarded=_like_formula(text)))

    def _fit(self, line: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Make a row as high as its longest text needs, since not every program does."""
        lines = max(map(_lines, texts, widths), default=1)
        if lines > 1:
            self._sheet.set_row(line, LINE_HEIGHT * lines)

    def _text(self, line: int, position: int, text: str, style: Any) -> None:
        whole = text.encode("utf-8", "replace").decode("utf-8")
        self._sheet.write_string(line, position, whole[:LONGEST_TEXT], style)


def _pattern(kind: str, decimals: int) -> str:
    pattern = FORMATS.get(kind, "General")
    return pattern.replace("{zeros}", "0" * decimals) if decimals else pattern.replace(".{zeros}", "")


def _like_formula(text: str) -> bool:
    return text[:1] in {"=", "+", "-", "@", "\t", "\r", "'"} and len(text) > 1


def _width(label: str, cells: list[Any], *, figure: bool) -> float:
    """The width of a column in characters: its longest cell, or the longest word of its head."""
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    longest = min(longest, int(WIDEST_FIGURE)) if figure else longest
    word = max((len(word) for word in label.split()), default=0)
    return min(max(longest, word, NARROWEST) * WIDE_LETTERS + 3, WIDEST)


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column of that width."""
    return min(len(textwrap.wrap(text, max(int(width / WIDE_LETTERS) - 1, 4))) or 1, MOST_LINES)
