"""Whether governments draw together: the way of each over the years, and what sets the best apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts.rows import margin_mm, shortened
from ipasn_analysis.charts.tilemap import short_name
from ipasn_analysis.result.province import Konvergensi, LajuPemerintah
from ipasn_analysis.writing.locale import MINUS
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS, PANEL_MM, ROOM_MM = 5, (34.4, 22.0), 11.0
"""Panels in a row, the width and height of each, and of that the height for its name and the space below."""


def small_multiples(found: Konvergensi, w: Writer, source: str, title: str) -> Chart:
    """The index of each government year by year on one scale, beside the mean of them all, the highest end first."""
    rows = sorted(found.per_pemerintah, key=lambda row: -row.akhir)
    mean = [sum(values) / len(rows) for values in zip(*(row.indeks for row in rows), strict=True)]
    lines = -(-len(rows) // PANELS)
    with theme.chart_style():
        size = (PANELS * PANEL_MM[0], lines * PANEL_MM[1])
        figure, axes = theme.new_axes(*size, left_mm=0, right_mm=0, top_mm=0, bottom_mm=0)
        axes.set_axis_off()
        axes.set_xlim(0, PANELS * PANEL_MM[0])
        axes.set_ylim(-lines * PANEL_MM[1], 0)
        known = [value for row in rows for value in row.indeks]
        scale = _Scale(found.tahun[0], found.tahun[-1], min(known), max(known))
        for number, row in enumerate(rows):
            line, column = divmod(number, PANELS)
            _panel(axes, scale.at(column * PANEL_MM[0], -line * PANEL_MM[1]), row, (found.tahun, mean), w)
        svg = svg_of(figure, "jalan-pemerintah")
    alt = "; ".join(
        w("{nama}: dari {awal:n} menjadi {akhir:n}", nama=row.nama, awal=row.awal, akhir=row.akhir) for row in rows
    )
    caption = w(
        "Garis biru: indeks pemerintah daerah dari {awal} sampai {akhir}; garis abu-abu: rata-rata semuanya. Semua pada satu skala.",
        awal=found.tahun[0],
        akhir=found.tahun[-1],
    )
    return Chart("jalan-pemerintah", title, alt, svg, source, caption)


@dataclass(frozen=True)
class _Scale:
    """From years and points to the millimetres of a panel whose corner is at `x`, `y`."""

    first: int
    last: int
    low: float
    high: float
    x: float = 0.0
    y: float = 0.0

    def at(self, x: float, y: float) -> _Scale:
        """The same scale in another panel."""
        return replace(self, x=x, y=y)

    def place(self, year: int, value: float) -> tuple[float, float]:
        """Where a value of a year stands."""
        width, height = PANEL_MM[0] - 12, PANEL_MM[1] - ROOM_MM
        share = (value - self.low) / (self.high - self.low or 1.0)
        along = (year - self.first) / (self.last - self.first or 1)
        return self.x + 1 + along * width, self.y - PANEL_MM[1] + ROOM_MM / 2 + share * height


def _panel(
    axes: Axes, scale: _Scale, row: LajuPemerintah, mean: tuple[Sequence[int], Sequence[float]], w: Writer
) -> None:
    """The line of one government before that of the mean, its name above and its last value beside."""
    years, means = mean
    axes.plot(*zip(*map(scale.place, years, means), strict=True), color=theme.MUTED.light, linewidth=0.8)
    points = [scale.place(year, value) for year, value in zip(years, row.indeks, strict=True)]
    axes.plot(*zip(*points, strict=True), color=theme.ACCENT.light, linewidth=1.6)
    axes.plot(*points[-1], "o", color=theme.ACCENT.light, markersize=4)
    axes.annotate(
        w.number(row.akhir, 1), points[-1], xytext=(4, 0), textcoords="offset points", va="center", fontsize=8
    )
    name = shortened(short_name(row.nama), PANEL_MM[0] - 2)
    axes.text(scale.x + 1, scale.y - 1.5, name, va="top", fontsize=8, color=theme.INK.light)


class Advantage(NamedTuple):
    """By how many points the best governments are ahead in a dimension."""

    text: str
    points: float
    colour: str


def separation_bars(rows: Sequence[Advantage], w: Writer, source: str, title: str) -> Chart:
    """How far the best governments are ahead of the others in each row (`points`)."""
    count = len(rows)
    values = [row.points for row in rows]
    low, high = min(0.0, *values), max(0.1, *values)
    with theme.chart_style():
        figure, axes = theme.new_axes(
            theme.NARROW_CHART_MM,
            4 + 6.4 * count,
            left_mm=margin_mm(row.text for row in rows),
            right_mm=14,
            top_mm=1,
            bottom_mm=1,
        )
        for place, row in enumerate(rows):
            y = count - 1 - place
            axes.barh(y, row.points, height=0.62, color=row.colour)
            right = not w.signed(row.points).startswith(MINUS)
            axes.annotate(
                w.signed(row.points),
                (row.points, y),
                xytext=(4 if right else -4, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right else "right",
                annotation_clip=False,
            )
        axes.axvline(0, color=theme.RULE.light, linewidth=0.8)
        axes.set_yticks(range(count), [row.text for row in reversed(rows)])
        axes.set_xlim(low - (high - low) * 0.1 if low < 0 else 0, high * 1.02)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, "pembeda")
    alt = "; ".join(f"{row.text} {w.signed(row.points)}" for row in rows)
    return Chart("pembeda", title, alt, svg, source)
