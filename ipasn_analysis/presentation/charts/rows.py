"""What charts of many rows have in common: names at the left, one bar of whiskers, one set of dots.

A row drawn on its own costs matplotlib a tick with five parts, a line, a dot; here all rows share what they can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ipasn_analysis.presentation import theme

PAD_POINTS = 3.5
"""Between a name and the axes, as matplotlib has it for ticks without length."""
MOST_LINES = 43
"""As many as stand on one page with a title and a source."""
_CAPITAL = 1.28
"""The breadth of a capital letter in small ones."""

Row = dict[str, Any]


def abridged(rows: Sequence[Row], kept: Iterable[int] = ()) -> list[Row | int]:
    """`rows` as far as a page holds them; of more, the first and the last, between them how many are left out.

    The positions `kept` stay in any case.
    """
    if len(rows) <= MOST_LINES:
        return list(rows)
    ends = MOST_LINES // 2
    places = sorted({*range(ends), *range(len(rows) - ends, len(rows)), *kept})
    lines: list[Row | int] = []
    for before, place in pairwise((-1, *places)):
        if place > before + 1:
            lines.append(place - before - 1)
        lines.append(rows[place])
    return lines


def shortened(text: str, longest: int = 44) -> str:
    """A label as broad as `longest` small letters at most; the whole name stands in the table beside."""
    if breadth(text) <= longest:
        return text
    while breadth(text) > longest - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def breadth(text: str) -> float:
    """How broad `text` is, in small letters."""
    return sum(_CAPITAL if sign.isupper() else 1.0 for sign in text)


def names(
    axes: Any,
    texts: Sequence[str],
    *,
    places: Sequence[float] | None = None,
    size: float = theme.CHART_FONT_POINTS,
    strong: Iterable[int] = (),
    pad: float = PAD_POINTS,
) -> None:
    """Write names left of the axes from the top down, where tick labels would stand; the y axis gets no ticks.

    `places` are the heights in data (default: the last name at 0, one apart); `strong` the positions in bold.
    """
    heights = range(len(texts) - 1, -1, -1) if places is None else places
    bold = set(strong)
    x = -pad / axes.bbox.width
    across = axes.get_yaxis_transform()
    for position, (y, text) in enumerate(zip(heights, texts, strict=True)):
        weight = "semibold" if position in bold else "normal"
        axes.text(x, y, text, transform=across, ha="right", va="center_baseline", fontsize=size, fontweight=weight)
    axes.set_yticks([])


def figures(axes: Any, texts: Sequence[str], heights: Sequence[float], size: float = theme.CHART_FONT_POINTS) -> None:
    """Write figures right of the axes at `heights` in data."""
    x = 1 + PAD_POINTS / axes.bbox.width
    for y, text in zip(heights, texts, strict=True):
        axes.text(x, y, text, transform=axes.get_yaxis_transform(), va="center", ha="left", fontsize=size)


def bars(
    axes: Any,
    ends: Sequence[tuple[float, float]],
    heights: Sequence[float],
    colours: Sequence[str] | str,
    width: float,
    **look: Any,
) -> None:
    """A horizontal line from end to end at each of `heights`; `width` in points."""
    axes.hlines(
        heights,
        [low for low, _ in ends],
        [high for _, high in ends],
        colors=colours,
        linewidths=width,
        **look,
    )


def dots(axes: Any, values: Sequence[float], heights: Sequence[float], colours: Sequence[str], **look: Any) -> None:
    """A dot at each of `heights`; `look` as for ``axes.plot``."""
    for colour in dict.fromkeys(colours):
        mine = [place for place in range(len(values)) if colours[place] == colour]
        axes.plot([values[place] for place in mine], [heights[place] for place in mine], "o", color=colour, **look)
