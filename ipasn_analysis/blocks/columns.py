"""How wide the columns of a printed table are, and whether the table needs smaller type or a page on its side."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ipasn_analysis.blocks.cells import WrittenCell, row_header
from ipasn_analysis.blocks.model import Column, Table
from ipasn_analysis.blocks.theme import CHART_WIDTH_MM, MM_PER_INCH

PORTRAIT_MM = CHART_WIDTH_MM
LANDSCAPE_MM = 259.0

_POINTS_PER_INCH = 72.0
_CHARACTER_EM = 0.50
_HEAD_CHARACTER_EM = 0.54
_PADDING_MM = 2.6
_NARROWEST_TEXT_MM = 44.0
_NARROWEST_WORD_MM = 24.0
_TEXT_CHARACTERS = 22
_TO_FILL_MM = 29.0
_COMPACT_PART = 0.8
_HEAD_LINES = 2.5
_SOFT_HYPHEN = "\u00ad"
_BROKEN_WORDS = {
    part.replace("-", ""): part.replace("-", _SOFT_HYPHEN)
    for part in (
        *(
            "pering-kat",
            "kuali-fikasi",
            "kompe-tensi",
            "peru-bahan",
            "kepemim-pinan",
            "fung-sional",
            "geo-metrik",
            "disi-plin",
        ),
        *(
            "instru-men",
            "keragam-an",
            "pemerin-tah",
            "penilai-an",
            "pendidik-an",
        ),
        *("quali-fication", "compe-tence", "perfor-mance", "disci-pline", "leader-ship", "func-tional", "geo-metric"),
        *("instru-ment", "govern-ment", "educa-tion"),
    )
}
"""Where the long words of heads may be broken, in both languages."""


@dataclass(frozen=True)
class Layout:
    """Widths in millimetres (None: an equal share of what is left), type size in points, and the page's orientation."""

    widths_mm: tuple[float | None, ...]
    points: float
    landscape: bool


def layout(table: Table, rows: list[list[WrittenCell]]) -> Layout:
    """The largest type in which `table`, whose cells are written as `rows`, fits upright; else smaller, then sideways.

    Widths follow from the number of characters: every cell of a figure stands on one line, heads break between words.
    """
    for points in (8.5, 8.0):
        widths = _widths(table, rows, points)
        if _needed(widths) <= PORTRAIT_MM:
            return Layout(widths, points, landscape=False)
    for points in (8.5, 8.0):
        widths = _widths(table, rows, points)
        if _needed(widths) <= LANDSCAPE_MM:
            return Layout(widths, points, landscape=True)
    return Layout(_squeezed(widths), 6.5, landscape=True)


def printed_label(column: Column) -> str:
    """The label of a column, long words breakable, with a percent sign kept beside the word after it."""
    return re.sub(r"\w+", _broken, column.label.replace("% ", "%\u00a0"))


def _broken(word: re.Match[str]) -> str:
    found = _BROKEN_WORDS.get(word[0].lower(), word[0])
    return word[0][0] + found[1:]


def _widths(table: Table, rows: list[list[WrittenCell]], points: float) -> tuple[float | None, ...]:
    em_mm = points / _POINTS_PER_INCH * MM_PER_INCH
    widths = [
        _width(column, max((len(row[position].text) for row in rows), default=1), em_mm)
        for position, column in enumerate(table.columns)
    ]
    if None not in widths and sum(width or 0 for width in widths) < _COMPACT_PART * PORTRAIT_MM:
        return _with_room_for_reasons(table, rows, widths, em_mm)
    if None not in widths:
        widths[_widest_text(table, widths)] = None
    return tuple(widths)


def _with_room_for_reasons(
    table: Table, rows: list[list[WrittenCell]], widths: list[float | None], em_mm: float
) -> tuple[float | None, ...]:
    """`widths` with the column that names the rows as broad as its page lets it be to say why some are hidden."""
    if table.hidden_rows:
        named = row_header(table)
        longest = max(len(rows[position][named].text) for position in table.hidden_rows) + len(table.hidden_text) + 3
        wanted = round(longest * _CHARACTER_EM * em_mm + _PADDING_MM, 1)
        room = PORTRAIT_MM - sum(width or 0.0 for width in widths)
        own = widths[named] or 0.0
        widths[named] = max(own, min(wanted, round(own + room, 1)))
    return tuple(widths)


def _width(column: Column, longest: int, em_mm: float) -> float | None:
    """The width of a column in millimetres; None for one with running text, which takes what is left."""
    if column.to_fill:
        return _TO_FILL_MM
    if column.kind == "text" and longest > _TEXT_CHARACTERS:
        return None
    # The hyphen that a broken word ends with counts too.
    words = re.split(r"[ /]+", printed_label(column).replace(_SOFT_HYPHEN, "- "))
    word = max((len(part) for part in words), default=1)
    word = max(word, math.ceil(len(column.label) / _HEAD_LINES))
    content = max(longest * _CHARACTER_EM * em_mm, word * _HEAD_CHARACTER_EM * em_mm)
    return round(content + _PADDING_MM, 1)


def _needed(widths: tuple[float | None, ...]) -> float:
    flexible = widths.count(None)
    least = _NARROWEST_TEXT_MM + (flexible - 1) * _NARROWEST_WORD_MM if flexible else 0.0
    return sum(width for width in widths if width is not None) + least


def _widest_text(table: Table, widths: list[float | None]) -> int:
    texts = [position for position, column in enumerate(table.columns) if not column.is_numeric]
    return max(texts or range(len(widths)), key=lambda position: widths[position] or 0.0)


def _squeezed(widths: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """All columns in proportion, so that a table that fits nowhere still stays on its page."""
    wide = [_NARROWEST_TEXT_MM if width is None else width for width in widths]
    return tuple(round(width * LANDSCAPE_MM / sum(wide), 1) for width in wide)
