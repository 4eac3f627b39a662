"""One sheet of a workbook: its name, the widths and formats of its columns, what stays in view, its printed pages."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range

from ipasn_analysis.blocks.formats import FORMATS, too_small
from ipasn_analysis.writing.writer import Writer

DATES = {"id": "[$-421]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
"""Dates in words, in the language of the workbook whatever that of the program."""
GUIDE_WIDTHS = (36.0, 90.0)
NARROWEST_NOTE = 70
LONGEST_TEXT = 32_767
"""Characters that a cell can hold (ECMA-376)."""
MARKS: dict[str, dict[str, Any]] = {
    "hidden": {"pattern": 14, "fg_color": "#AEB7C2", "bg_color": "#F3F5F7", "font_color": "#55606E", "italic": True},
    "strong": {"bold": True, "top": 1},
}
"""Rows that are withheld are hatched, so that it does not hang on colour alone; totals and the region are bold."""
A4 = 9
LONGEST_HEADER = 255
"""Characters of a header or a footer (Microsoft Excel's limit), with its marks."""
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What cannot stand in a header."""
FIRST_YEAR = 1900
"""Before it a spreadsheet has no dates."""
WIDEST, WIDEST_NAME, NARROWEST = 60.0, 44.0, 8.0
FEW_COLUMNS = 3
"""Up to so many columns a name may be as wide as a text; beside more it wraps, for it stays in view."""
WIDEST_FROZEN = 48.0
LINE_HEIGHT, MOST_LINES = 15.0, 12
WIDE_LETTERS = 1.08
"""How much wider than a digit, the unit of a column's width, a letter of running text is at most."""
LONGEST_NAME = 31
"""UTF-16 units of a sheet's name (Microsoft Excel's limit)."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = frozenset({"history", "riwayat"})
"""Names that spreadsheets keep for themselves, in English and in Indonesian."""

Value = str | float | datetime.date
Row = tuple[str, Value]


@dataclass(frozen=True)
class About:
    """What every sheet says of itself: the workbook's title, the source, the mark of its edition or data."""

    title: str
    source: str
    mark: str

    def header(self, name: str) -> str:
        """The head of the printed pages of the table `name`."""
        right = f"&R{_in_header(self.mark)}"
        left = f"&L{_in_header(self.title)}"
        more = "" if name == self.title else f"\n{_in_header(name)}"
        return f"{left}{more if len(left + more + right) <= LONGEST_HEADER else ''}{right}"

    def footer(self) -> str:
        """The foot of the printed pages: the source, the sheet and the page."""
        end = "&A&R&P/&N"
        left = f"{_in_header(self.source)}\n" if self.source else ""
        return f"&L{left if len(left) + len(end) + 2 <= LONGEST_HEADER else ''}{end}"


def _in_header(text: str) -> str:
    return UNWRITABLE.sub(" ", text).replace("&", "&&")


class _Exact(float):
    """A number that is written with all its digits; XlsxWriter asks for sixteen, which do not give it back."""

    def __format__(self, form: str) -> str:
        return str(int(self)) if self.is_integer() and abs(self) < 2**53 else repr(float(self))


class Styles:
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
        self.input = file.add_format({"bg_color": "#FFF2CC", "border": 1, "num_format": "#,##0"})
        self.note = file.add_format({"italic": True, "font_color": "#55606E", "align": "left", "indent": 1})

    def fact(self, pattern: str) -> Any:
        """The format of a number or date of the first sheet, flush left as the texts beside it are."""
        return self._file.add_format({"valign": "top", "align": "left", "indent": 1, "num_format": pattern})

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


class Sheet:
    """One sheet being written."""

    def __init__(self, sheet: Any, styles: Styles, about: About, w: Writer) -> None:
        self._sheet, self._styles, self._about, self._w = sheet, styles, about, w
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(about.footer())

    def explain(
        self,
        facts: Sequence[Row],
        guide: Sequence[Row],
        titles: Sequence[tuple[str, str]],
        between: Callable[[int], int] = lambda line: line,
    ) -> None:
        """The first sheet: what the workbook is, how it is read, and a line with a link for each sheet.

        `between` writes what else it shows, from a line on below the facts, and gives the line after that.
        """
        sheet, styles, w = self._sheet, self._styles, self._w
        sheet.set_portrait()
        sheet.set_header(self._about.header(self._about.title))
        sheet.set_column(0, 0, GUIDE_WIDTHS[0])
        sheet.set_column(1, 1, GUIDE_WIDTHS[1])
        self._text(0, 0, self._about.title, styles.title)
        line = self._lines(guide, between(self._lines(facts, 2))) + 1
        self._text(line, 0, w("Lembar"), styles.head)
        self._text(line, 1, w("Isi"), styles.head)
        for row, (name, title) in enumerate(titles, start=line + 1):
            target = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{target}'!A1", styles.link, string=name)
            self._text(row, 1, title, styles.cell("", guarded=like_formula(title)))
            self._fit(row, [name, title], GUIDE_WIDTHS)
        sheet.print_area(0, 0, line + len(titles), len(GUIDE_WIDTHS) - 1)

    def _lines(self, lines: Sequence[Row], first: int) -> int:
        """Write names and values from the line `first` on; the line after them."""
        for row, (name, value) in enumerate(lines, start=first):
            self._text(row, 0, name, self._styles.cell("", guarded=like_formula(name)))
            self._value(row, value)
            self._fit(row, [name, str(value)], GUIDE_WIDTHS)
        return first + len(lines)

    def _value(self, line: int, value: Value) -> None:
        """A fact of the first sheet as what it is: a number, a date or a text."""
        styles = self._styles
        if isinstance(value, str):
            self._text(line, 1, value, styles.cell("", guarded=like_formula(value)))
        elif isinstance(value, datetime.date):
            self._sheet.write_datetime(line, 1, value, styles.fact(DATES[self._w.language]))
        else:
            self._sheet.write_number(line, 1, _Exact(value), styles.fact(FORMATS["number"].spreadsheet(2)))

    def fill(self, table: Mapping[str, Any]) -> None:
        """One table: its head frozen and filtered, its rows below, its name, note and source at the end."""
        sheet, styles = self._sheet, self._styles
        sheet.set_header(self._about.header(table["judul"]))
        columns, rows, kinds = table["kolom"], table["baris"], table["format"]
        marks = dict.fromkeys(table["disorot"], "strong") | dict.fromkeys(table["disembunyikan"], "hidden")
        widths = []
        for position, (label, kind) in enumerate(zip(columns, kinds, strict=True)):
            figure = FORMATS[kind["jenis"]].is_numeric
            widest = WIDEST if len(columns) <= FEW_COLUMNS else WIDEST_NAME
            widths.append(min(column_width(label, [row[position] for row in rows], kind), widest))
            sheet.set_column(position, position, widths[-1])
            self._text(0, position, label, styles.figure_head if figure else styles.head)
        self._fit(0, columns, widths)
        for line, row in enumerate(rows):
            self._fit(line + 1, [cell if isinstance(cell, str) else "" for cell in row], widths)
            for position, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                self._cell(line + 1, position, cell, kind, marks.get(line, ""))
        if rows:
            sheet.ignore_errors({"number_stored_as_text": xl_range(1, 0, len(rows), len(columns) - 1)})
        sheet.freeze_panes(1, frozen_columns(kinds, widths))
        sheet.repeat_rows(0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        width = int(max(sum(widths), NARROWEST_NOTE))
        texts = [table["judul"], table["catatan"] or "", *self._origin()]
        lines = [part for text in texts for part in textwrap.wrap(text, width)]
        for line, text in enumerate(lines, start=len(rows) + 2):
            self._text(line, 0, text, styles.note)

    def _origin(self) -> list[str]:
        """The source line below a table, and that the data are made up."""
        source = self._w("Sumber") + f": {self._about.source}" if self._about.source else ""
        return [source, f"{self._about.mark}." if self._about.mark else ""]

    def _cell(self, line: int, position: int, cell: Any, kind: Mapping[str, Any], mark: str) -> None:
        sheet, styles = self._sheet, self._styles
        if cell is None or cell == "":
            if mark:
                sheet.write_blank(line, position, None, styles.cell("", mark))
        elif isinstance(cell, bool):
            sheet.write_boolean(line, position, cell, styles.cell("General", mark))
        elif isinstance(cell, int | float):
            decimals = kind["desimal"]
            small = too_small(self._w, cell, decimals) if kind["jenis"] == "number" else ""
            form = f'"{small}"' if small else FORMATS[kind["jenis"]].spreadsheet(decimals)
            sheet.write_number(line, position, _Exact(cell), styles.cell(form, mark))
        elif kind["jenis"] == "date" and (day := date_of(cell)):
            sheet.write_datetime(line, position, day, styles.cell(DATES[self._w.language], mark))
        else:
            text = str(cell)
            self._text(line, position, text, styles.cell("", mark, guarded=like_formula(text)))

    def _fit(self, line: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Make a row as high as its longest text needs, since not every program does."""
        lines = max(map(lines_of, texts, widths), default=1)
        if lines > 1:
            self._sheet.set_row(line, LINE_HEIGHT * lines)

    def _text(self, line: int, position: int, text: str, style: Any) -> None:
        whole = text.encode("utf-8", "replace").decode("utf-8")
        self._sheet.write_string(line, position, whole[:LONGEST_TEXT], style)


# Names


def sheet_names(names: Iterable[str]) -> list[str]:
    """A sheet's name for each name, unchanged where it can be; told apart without regard to case."""
    taken: set[str] = set()
    result = []
    for name in names:
        sheet = _free(_allowed(name), taken)
        taken.add(sheet.casefold())
        result.append(sheet)
    return result


def _allowed(name: str) -> str:
    text = FORBIDDEN.sub("-", name.encode("utf-8", "replace").decode("utf-8")).strip(" '")
    return _cut(text, LONGEST_NAME) or "-"


def _free(name: str, taken: set[str]) -> str:
    found, count = name, 1
    while found.casefold() in taken or found.casefold() in RESERVED:
        count += 1
        ending = f" ({count})"
        found = _cut(name, LONGEST_NAME - len(ending)) + ending
    return found


def _cut(text: str, most: int) -> str:
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip(" '")


# Layout


def like_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula, or for more than a text, once somebody edits it."""
    return text[:1] in {"=", "+", "-", "@", "\t", "\r", "'"} and len(text) > 1


def date_of(cell: Any) -> datetime.date | None:
    """The date that a cell holds, as far as a spreadsheet has such a date."""
    try:
        day = cell if isinstance(cell, datetime.date) else datetime.date.fromisoformat(str(cell))
    except ValueError:
        return None
    return day if day.year > FIRST_YEAR else None


def frozen_columns(kinds: Sequence[Mapping[str, Any]], widths: Sequence[float]) -> int:
    """How many columns stay in view: one, or two where the second names the rows and both leave room for figures."""
    first, second, more = ([kind["jenis"] for kind in kinds] + [""] * 3)[:3]
    named_by_second = second == "text" and (first == "rank" or (first == "text" and bool(more)))
    room = WIDEST_FROZEN + (widths[0] if first == "rank" else 0.0)
    return 2 if named_by_second and sum(widths[:2]) <= room else 1


def _shown(cell: Any, kind: Mapping[str, Any]) -> str:
    """A cell about as wide as its format shows it."""
    if kind["jenis"] == "date":
        return "30 September 2025"
    if isinstance(cell, int | float) and FORMATS[kind["jenis"]].is_numeric:
        return f"{cell * (100 if kind['jenis'] == 'share' else 1):+,.{kind['desimal']}f}"
    return str(cell)


def column_width(label: str, cells: list[Any], kind: Mapping[str, Any]) -> float:
    """The width of a column in characters: its longest cell, or the longest word of its head."""
    longest = max((len(_shown(cell, kind)) for cell in cells if cell is not None), default=0)
    word = max((len(word) for word in label.split()), default=0)
    return min(max(longest, word, NARROWEST) * WIDE_LETTERS + 3, WIDEST)


def lines_of(text: str, width: float) -> int:
    """About how many lines a text takes in a column of that width."""
    return min(len(textwrap.wrap(text, max(int(width / WIDE_LETTERS) - 1, 4))) or 1, MOST_LINES)
