"""What charts of many rows have in common: names at the left, one bar of whiskers, one set of dots.

A row drawn on its own costs matplotlib a tick with five parts, a line, a dot; here all rows share what they can.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from ipasn_analysis.blocks import theme

PAD_POINTS = 3.5
"""Between a name and the axes, as matplotlib has it for ticks without length."""
MOST_LINES = 43
"""As many as stand on one page with a title and a source."""
WIDEST_NAME_MM = 74.0
"""A name may take so much of a chart's width."""
NARROW_NAME_MM = 52.0
"""Up to so long, names fit beside the axes of a narrow chart."""
LONGEST_NAME = 200
"""Letters of a name that are looked at; more never fit."""
_MEASURED_POINTS = 100.0
_BESIDE_NAMES_MM = 2.0

Row = TypeVar("Row")


def abridged(rows: Sequence[Row], kept: Iterable[int] = (), most: int = MOST_LINES) -> list[Row | int]:
    """`rows` as far as a page holds them; of more than `most`, the first and last, between them how many are left out.

    The positions `kept` stay in any case.
    """
    if len(rows) <= most:
        return list(rows)
    ends = most // 2
    places = sorted({*range(ends), *range(len(rows) - ends, len(rows)), *kept})
    lines: list[Row | int] = []
    for before, place in pairwise((-1, *places)):
        if place > before + 1:
            lines.append(place - before - 1)
        lines.append(rows[place])
    return lines


def text_mm(text: str, size: float = theme.CHART_FONT_POINTS, style: str = "Regular") -> float:
    """How wide `text` is in type of `size` points, in millimetres."""
    font = _font(style)
    font.set_text(text)
    return float(font.get_width_height()[0]) / 64 / _MEASURED_POINTS * size / 72 * theme.MM_PER_INCH


def margin_mm(texts: Iterable[str], size: float = theme.CHART_FONT_POINTS, style: str = "Regular") -> float:
    """The room that names need left of the axes."""
    return max((text_mm(text, size, style) for text in texts), default=0.0) + _BESIDE_NAMES_MM


def shortened(text: str, room_mm: float = WIDEST_NAME_MM, size: float = 8.0) -> str:
    """A label that fits into `room_mm`; the whole name stands in the table beside."""
    if len(text) <= LONGEST_NAME and text_mm(text, size) <= room_mm:
        return text
    cuts = range(min(len(text), LONGEST_NAME) + 1)
    fitting = bisect.bisect_right(cuts, room_mm, key=lambda cut: text_mm(text[:cut].rstrip() + "…", size))
    return text[: max(0, fitting - 1)].rstrip() + "…"


def frame(texts: Sequence[str], size: float, style: str = "Regular", *, narrow: bool = True) -> tuple[float, float]:
    """The width of a chart with these names at its left, and of the margin they stand in, in millimetres.

    Narrow where the names are short, unless `narrow` says that the rest needs the whole width.
    """
    left = margin_mm(texts, size, style)
    return (theme.NARROW_CHART_MM if narrow and left <= NARROW_NAME_MM else theme.CHART_WIDTH_MM), left


@cache
def _font(style: str) -> Any:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 (slow to import)

    font = FT2Font(str(theme.font_file(style)))
    font.set_size(_MEASURED_POINTS, 72)
    return font


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
