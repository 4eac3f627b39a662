"""A table of a page as a table of Word: heads that repeat on every page, merged cells, figures flush right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import html as lxml_html

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.cells import MOST_PRINTED
from ipasn_analysis.publish.word_style import TEXT_MM, clean

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from lxml.html import HtmlElement

_TWIPS_PER_MM = 1440 / theme.MM_PER_INCH
_HALF_POINTS = ((5, 18), (10**6, 16))
"""The size of type (half points) by the most columns that it holds for."""
_NARROWEST, _WIDEST = 5, 34
"""Letters that a column's width is reckoned from, at least and at most."""
_BOLD = 1.45
"""How much wider than running text the words of a head are."""
_PADDING = 3
"""Letters that the margins of a cell take."""
_BREAK = re.compile("[\\s\u00ad-]+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class _Cell:
    """A cell: its text, the columns and rows it spans, whether it goes on from the row above, and how it is set.

    `shade` is its place between the lowest (0) and the highest (1) of its column, None without a ground of its own.
    """

    text: str
    span: int = 1
    rows: int = 1
    continues: bool = False
    is_head: bool = False
    is_figure: bool = False
    is_muted: bool = False
    shade: float | None = None


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return _BLANKS.sub(" ", str(element.text_content())).strip()


def native_table(element: HtmlElement, *, whole: bool) -> BaseOxmlElement:
    """The table of an HTML `element` (its caption aside), its longest cut as on paper unless `whole`."""
    heads = [list(_cells(row)) for row in element.xpath("./thead/tr")]
    rows = element.xpath("./tbody/tr | ./tr")
    body = [list(_cells(row)) for row in rows]
    between = element.get("data-rest")
    if between and not whole:
        end, width = MOST_PRINTED // 2, sum(cell.span for cell in body[0])
        rows = [*rows[:end], lxml_html.Element("tr"), *rows[-end:]]
        body = [*body[:end], [_Cell(between, width)], *body[-end:]]
    grid = [*_with_spans(heads), *_with_spans(body)]
    columns = max((sum(cell.span for cell in row) for row in grid), default=1)
    widths = _widths(grid, columns)
    size = next(size for most, size in _HALF_POINTS if columns <= most)
    table = OxmlElement("w:tbl")
    table.append(_table_properties())
    table.append(_grid(widths))
    marks = [set()] * len(heads) + [set((row.get("class") or "").split()) for row in rows]
    for index, (cells, mark) in enumerate(zip(grid, marks, strict=True)):
        table.append(_row(cells, widths, size, is_head=index < len(heads), mark=mark))
    return table


def _cells(row: HtmlElement) -> Iterator[_Cell]:
    for cell in row.xpath("./th | ./td"):
        looks = (cell.get("class") or "").split()
        span, rows = int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1)
        shade = float(cell.get("style").removeprefix("--s:")) if "shade" in looks else None
        is_head = row.getparent().tag == "thead"
        yield _Cell(text_of(cell), span, rows, False, is_head, "num" in looks, "muted" in looks, shade)


def _with_spans(rows: Sequence[Sequence[_Cell]]) -> list[list[_Cell]]:
    """The rows with a cell in each place that a cell above spans."""
    result: list[list[_Cell]] = []
    open_: dict[int, tuple[int, _Cell]] = {}
    for row in rows:
        cells, column, given = [], 0, iter(row)
        while True:
            left, above = open_.pop(column, (0, None))
            if above is not None:
                cell = _Cell("", above.span, continues=True, is_head=above.is_head)
            else:
                found = next(given, None)
                if found is None:
                    break
                cell, left, above = found, found.rows, found
            if left > 1:
                open_[column] = (left - 1, above)
            cells.append(cell)
            column += cell.span
        result.append(cells)
    return result


def _widths(grid: Sequence[Sequence[_Cell]], columns: int) -> list[int]:
    """The width of each column in twips: by its longest word and its usual text."""
    letters = [_NARROWEST] * columns
    for row in grid:
        column = 0
        for cell in row:
            if cell.span == 1:
                longest = max((len(word) for word in _BREAK.split(cell.text)), default=0)
                wanted = ceil(_BOLD * longest) if cell.is_head else len(cell.text)
                letters[column] = max(letters[column], min(wanted, _WIDEST) + _PADDING)
            column += cell.span
    room = TEXT_MM * _TWIPS_PER_MM
    return [round(room * count / sum(letters)) for count in letters]


def _row(cells: Sequence[_Cell], widths: Sequence[int], size: int, *, is_head: bool, mark: set[str]) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    properties = _with(row, "w:trPr")
    _with(properties, "w:cantSplit")
    if is_head:
        _with(properties, "w:tblHeader")
    column = 0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        row.append(_table_cell(cell, width, size, bold=is_head or "highlighted" in mark, faint="hidden-row" in mark))
        column += cell.span
    return row


def _table_cell(cell: _Cell, width: int, size: int, *, bold: bool, faint: bool) -> BaseOxmlElement:
    result = OxmlElement("w:tc")
    properties = _with(result, "w:tcPr")
    _with(properties, "w:tcW", w=str(width), type="dxa")
    if cell.span > 1:
        _with(properties, "w:gridSpan", val=str(cell.span))
    if cell.continues:
        _with(properties, "w:vMerge")
    elif cell.rows > 1:
        _with(properties, "w:vMerge", val="restart")
    if cell.shade is not None:
        _with(properties, "w:shd", val="clear", fill=_ground(cell.shade))
    paragraph = _with(result, "w:p")
    setting = _with(paragraph, "w:pPr")
    _with(setting, "w:spacing", before="20", after="20")
    if cell.is_figure:
        _with(setting, "w:jc", val="right")
    run = _with(paragraph, "w:r")
    look = _with(run, "w:rPr")
    if bold:
        _with(look, "w:b")
    if cell.is_muted:
        _with(look, "w:i")
    if faint or cell.is_muted:
        _with(look, "w:color", val=theme.MUTED.light.removeprefix("#"))
    _with(look, "w:sz", val=str(size))
    text = _with(run, "w:t")
    text.text = clean(cell.text)
    return result


def _ground(shade: float) -> str:
    """The colour of a shaded cell: as much of the accent on white as a page and a printed report give it."""
    accent = bytes.fromhex(theme.ACCENT.light.removeprefix("#"))
    return bytes(round(255 - (255 - channel) * theme.STRONGEST_SHADE * shade) for channel in accent).hex()


def _table_properties() -> BaseOxmlElement:
    properties = OxmlElement("w:tblPr")
    _with(properties, "w:tblW", w="5000", type="pct")
    borders = _with(properties, "w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        _with(borders, f"w:{side}", val="single", sz="4", space="0", color=theme.RULE.light.removeprefix("#"))
    _with(properties, "w:tblLayout", type="fixed")
    margins = _with(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _with(margins, f"w:{side}", w="60", type="dxa")
    return properties


def _grid(widths: Sequence[int]) -> BaseOxmlElement:
    grid = OxmlElement("w:tblGrid")
    for width in widths:
        _with(grid, "w:gridCol", w=str(width))
    return grid


def _with(parent: BaseOxmlElement, tag: str, **attributes: str) -> BaseOxmlElement:
    """A new child of `parent`."""
    child: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child
