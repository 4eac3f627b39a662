"""How the cells of each kind of column are written, put in order, and shown by a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ipasn_analysis.rules.instrument import CATEGORIES
from ipasn_analysis.writing.writer import Writer

FINE_PLACES = 3
"""Decimals from which a figure that is written as nothing is said to be below the smallest that can be written."""


@dataclass(frozen=True)
class Format:
    """One kind of column.

    `write` gives the text of a cell, from the w, the value and the decimals; `sort_key` what orders the cells.
    Figures (`is_numeric`) are set flush right, so that decimal signs stand under each other. `pattern` is the number
    format of a spreadsheet, with ``{zeros}`` for the decimals.
    """

    write: Callable[[Writer, Any, int], str]
    decimals: int = 0
    is_numeric: bool = True
    pattern: str = "General"
    sort_key: Callable[[Any], float | str] = float

    def spreadsheet(self, decimals: int) -> str:
        """The number format of a spreadsheet with so many decimals."""
        return self.pattern.replace("{zeros}", "0" * decimals) if decimals else self.pattern.replace(".{zeros}", "")


def too_small(w: Writer, value: float, decimals: int) -> str:
    """What stands for a figure of three decimals or more that would be written as nothing, a p-value: ``< 0,001``.

    Empty for others. A p-value is never nothing, though it may be too small for a computer to hold.
    """
    least = 10.0**-decimals
    return f"< {w.number(least, decimals)}" if decimals >= FINE_PLACES and 0 <= value < least else ""


def _number(w: Writer, value: float, decimals: int) -> str:
    return too_small(w, value, decimals) or w.number(value, decimals)


def _interval(w: Writer, ends: tuple[float, float], decimals: int) -> str:
    return w.interval(*ends, decimals)


def _category_key(value: str) -> float | str:
    return len(CATEGORIES) - CATEGORIES.index(value) if value in CATEGORIES else str(value)


def _words(write: Callable[[Writer, Any, int], str], sort_key: Callable[[Any], float | str] = str) -> Format:
    return Format(write, is_numeric=False, sort_key=sort_key)


FORMATS: dict[str, Format] = {
    "text": _words(lambda w, value, _: str(value)),
    "category": _words(lambda w, value, _: w.translate(str(value)), _category_key),
    "boolean": _words(lambda w, value, _: w.boolean(bool(value)), int),
    "date": _words(lambda w, value, _: w.date(value), lambda value: str(value)[:10]),
    "integer": Format(Writer.number, pattern="#,##0"),
    "rank": Format(Writer.number, pattern="0"),
    "number": Format(_number, 2, pattern="#,##0.{zeros}"),
    "signed": Format(Writer.signed, 2, pattern="+#,##0.{zeros};-#,##0.{zeros};0.{zeros}"),
    # Percent cells hold 0–100, as their heads say; a sign in a spreadsheet would have them taken for shares.
    "percent": Format(Writer.percent, 1, pattern="0.{zeros}"),
    "share": Format(Writer.share, 1, pattern="0.{zeros}%"),
    "interval": Format(_interval, 2, sort_key=lambda ends: float(ends[0])),
}
