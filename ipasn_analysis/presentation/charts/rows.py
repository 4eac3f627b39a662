"""What charts of many rows have in common: names at the left, one bar of whiskers, one set of dots.

A row drawn on its own costs matplotlib a tick with five parts, a line, a dot; here all rows share what they can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ipasn_analysis.presentation import theme

PAD_POINTS = 3.5
"""Between a name and the axes, as matplotlib has it for ticks without length."""


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


def bars(
    axes: Any, ends: Sequence[tuple[float, float]], colours: Sequence[str] | str, width: float, **look: Any
) -> None:
    """A horizontal line from end to end in each row, from the top down; `width` in points."""
    count = len(ends)
    axes.hlines(
        range(count - 1, -1, -1),
        [low for low, _ in ends],
        [high for _, high in ends],
        colors=colours,
        linewidths=width,
        **look,
    )


def dots(axes: Any, values: Sequence[float], colours: Sequence[str], **look: Any) -> None:
    """A dot in each row, from the top down; `look` as for ``axes.plot``."""
    count = len(values)
    for colour in dict.fromkeys(colours):
        mine = [position for position in range(count) if colours[position] == colour]
        axes.plot([values[place] for place in mine], [count - 1 - place for place in mine], "o", color=colour, **look)
