"""Bars: the four dimensions against their maxima, and shares that make up a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import margin_mm, text_mm
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.head import NilaiDimensi
from ipasn_analysis.writing.words import DIMENSIONS
from ipasn_analysis.writing.writer import N_, Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def dimensions_title(facts: Facts, w: Writer) -> str:
    """Which dimension is furthest from its maximum."""
    attained = {name: row.persen_maksimum for name, row in facts.dimensi.items() if row.persen_maksimum is not None}
    lowest = min(attained, key=attained.__getitem__)
    return w(
        N_("{dimensi} paling jauh dari maksimumnya: {persen:pc} tercapai")
        if w.percent(attained[lowest]) != w.percent(100)
        else N_("Setiap dimensi yang ditampilkan hampir mencapai maksimumnya")
        if attained[lowest] < 100
        else N_("Setiap dimensi yang ditampilkan mencapai maksimumnya"),
        dimensi=w.label(DIMENSIONS, lowest),
        persen=attained[lowest],
    )


def draw_dimensions(
    axes: Axes, values: Mapping[str, NilaiDimensi], w: Writer, province: Mapping[str, float | None] | None = None
) -> None:
    """A bar for each dimension inside its maximum, from the top down; the mean of the province as a mark."""
    for place, (name, row) in enumerate(values.items()):
        y = len(values) - 1 - place
        axes.barh(y, row.maksimum, height=0.62, color=theme.GRID.light)
        axes.barh(y, row.rata_rata or 0.0, height=0.62, color=theme.DIMENSIONS[name].light)
        if (mean := (province or {}).get(name)) is not None:
            axes.plot([mean, mean], [y - 0.42, y + 0.42], color=theme.INK.light, linewidth=1.6)
        axes.text(row.maksimum + 0.7, y, _dimension_text(row, w), va="center", ha="left")
    axes.set_yticks(range(len(values)), [w.label(DIMENSIONS, name) for name in reversed(list(values))])
    axes.set_xlim(0, 41)
    axes.set_xticks([0, 10, 20, 30, 40])
    axes.spines["left"].set_visible(False)


def dimension_frame(values: Mapping[str, NilaiDimensi], w: Writer) -> Frame:
    """The frame of the dimensions."""
    left = margin_mm([w.label(DIMENSIONS, name) for name in values])
    right = max(text_mm(_dimension_text(row, w)) for row in values.values()) + 1
    return Frame(theme.NARROW_CHART_MM, 42, left, right, top=2, bottom=7)


def _dimension_text(values: NilaiDimensi, w: Writer) -> str:
    """What stands beside the bar of a dimension."""
    if values.rata_rata is None:
        return w("dirahasiakan")
    return w(
        "{nilai:n} dari {maksimum:i} ({persen:pc})",
        nilai=values.rata_rata,
        maksimum=values.maksimum,
        persen=values.persen_maksimum,
    )


class Part(NamedTuple):
    """A bar of `composition`: its label, share (0–1; None: withheld), colour."""

    label: str
    share: float | None
    colour: str


def composition(name: str, title: str, parts: Sequence[Part], w: Writer, source: str, caption: str = "") -> Chart:
    """Shares of a whole as one bar each, labelled directly."""
    told = [_share_text(part, w) for part in parts]
    names = [part.label for part in parts]
    with theme.chart_style():
        figure, axes = theme.new_axes(
            theme.NARROW_CHART_MM,
            4 + 5.8 * len(parts),
            left_mm=margin_mm(names),
            right_mm=max(map(text_mm, told)) + 2,
            top_mm=1,
            bottom_mm=1,
        )
        for place, (_, share, colour) in enumerate(parts):
            y, width = len(parts) - 1 - place, (share or 0.0) * 100
            axes.barh(y, width, height=0.66, color=colour)
            axes.text(width + 0.8, y, told[place], va="center", ha="left")
        axes.set_yticks(range(len(parts)), names[::-1])
        axes.set_xlim(0, max(1.0, *((part.share or 0.0) * 100 for part in parts)))
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        svg = svg_of(figure, name)
    alt = "; ".join(f"{part.label} {share}" for part, share in zip(parts, told, strict=True))
    return Chart(name, title, alt, svg, source, caption)


def _share_text(part: Part, w: Writer) -> str:
    if part.share is None:
        return w("dirahasiakan")
    return w.share(part.share)
