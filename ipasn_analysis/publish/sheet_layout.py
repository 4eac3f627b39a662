"""How a table lies on a sheet: the formats of its figures, the widths of its columns, what of it stays in view."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from ipasn_analysis.blocks.formats import FORMATS

FIRST_YEAR = 1900
"""Before it a spreadsheet has no dates."""
WIDEST, WIDEST_NAME, NARROWEST = 60.0, 44.0, 8.0
FEW_COLUMNS = 3
"""Up to so many columns a name may be as wide as a text; beside more it wraps, for it stays in view."""
WIDEST_FROZEN = 48.0
LINE_HEIGHT, MOST_LINES = 15.0, 12
WIDE_LETTERS = 1.08
"""How much wider than a digit, the unit of a column's width, a letter of running text is at most."""


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
