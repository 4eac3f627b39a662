"""What stands in a cell of a table: its text in a language, the same for every format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.writing.locale import MISSING, Locale

FINE_PLACES = 3
"""Decimals from which a figure that is written as nothing is said to be below the smallest that can be written."""
CATEGORIES = ("sangat tinggi", "tinggi", "sedang", "rendah", "sangat rendah")


@dataclass(frozen=True)
class WrittenCell:
    """A cell as written.

    `text` is what a reader sees; `sort_key` orders the cells of its column (None last); `bar` is the length of its bar
    (0–1), None without one; `category` is the position among the five categories from the highest (0), None for others.
    """

    text: str
    sort_key: float | str | None
    bar: float | None = None
    category: int | None = None

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to show."""
        return self.sort_key is None


def written(cell: Cell, column: Column, locale: Locale) -> WrittenCell:
    """`cell` as `column` and `locale` write it; an empty or undefined one as an en dash."""
    if is_missing(cell):
        return WrittenCell(MISSING, None)
    value: Any = cell
    if column.kind == "category":
        position = CATEGORIES.index(value) if value in CATEGORIES else None
        return WrittenCell(locale.translate(str(value)), _category_key(position, value), category=position)
    if not column.is_numeric:
        return _written_word(value, column, locale)
    if column.kind == "interval":
        return WrittenCell(locale.interval(value[0], value[1], column.places), float(value[0]))
    bar = None if column.bar_maximum is None else min(max(float(value) / column.bar_maximum, 0.0), 1.0)
    return WrittenCell(_written_figure(value, column, locale), float(value), bar)


def is_missing(cell: Cell) -> bool:
    """Whether there is no value: None, an empty text, a number that is not finite, an interval without bounds."""
    if isinstance(cell, tuple | list):
        return any(is_missing(bound) for bound in cell)
    if isinstance(cell, float):
        return not math.isfinite(cell)
    return cell is None or cell == ""


def written_rows(table: Table, locale: Locale) -> list[list[WrittenCell]]:
    """All cells of `table` as written, row by row."""
    return [
        [written(cell, column, locale) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
    ]


def row_header(table: Table) -> int:
    """The position of the column that names the rows: the first of text, or the first."""
    return next((position for position, column in enumerate(table.columns) if column.kind == "text"), 0)


def _written_figure(value: float, column: Column, locale: Locale) -> str:
    match column.kind:
        case "signed":
            return locale.signed(value, column.places)
        case "percent":
            return locale.percent(value, column.places)
        case "share":
            return locale.share(value, column.places)
        case _:
            return too_small(value, column.kind, column.places, locale) or locale.number(value, column.places)


def too_small(value: float, kind: str, places: int, locale: Locale) -> str:
    """What stands for a figure of three decimals or more that would be written as nothing, a p-value: ``< 0,001``.

    Empty for others. A p-value is never nothing, though it may be too small for a computer to hold.
    """
    least = 10.0**-places
    if kind != "number" or places < FINE_PLACES or not 0 <= value < least:
        return ""
    return f"< {locale.number(least, places)}"


def with_figures(rows: Sequence[tuple[Cell, ...]], first: int) -> tuple[tuple[Cell, ...], ...]:
    """The rows that have a figure in the column at `first` or one after it, in their order."""
    return tuple(row for row in rows if not all(is_missing(cell) for cell in row[first:]))


def _written_word(value: Any, column: Column, locale: Locale) -> WrittenCell:
    if column.kind == "boolean":
        return WrittenCell(locale.boolean(bool(value)), int(bool(value)))
    if column.kind == "date":
        iso = value.isoformat() if isinstance(value, date) else str(value)
        return WrittenCell(locale.date(value), iso[:10])
    return WrittenCell(str(value), str(value))


def _category_key(position: int | None, value: str) -> float | str:
    return len(CATEGORIES) - position if position is not None else str(value)
