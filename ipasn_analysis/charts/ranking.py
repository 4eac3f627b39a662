"""Rankings as dots with their rank intervals, and the funnel of unit means by size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import abridged, bars, dots, figures, frame, names, shortened
from ipasn_analysis.result.ranking import PeringkatUlangan, Tampil
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NARROW_TO = 20
"""Rows up to which ranks keep apart on a narrow chart."""
LINE_MM, DENSE_LINE_MM = 4.4, 3.2
DENSE_FROM = 12
"""Rows from which lines stand closer, so that the chart shares its page with the text before it."""


def indices(
    name: str, title: str, rows: Sequence[Tampil], w: Writer, source: str, own: str = "", target: float | None = None
) -> Chart:
    """The index of each row as a dot on one scale, with the target as a line; `own` stands out."""
    bare = ranking_frame(rows, w, own)
    above = 0 if target is None else 4  # the target is named there
    whole = replace(bare, top=bare.top + above, height=bare.height + above)
    svg = whole.svg(name, lambda axes: draw_indices(axes, rows, w, own, target))
    alt = "; ".join(w("{nama}: {indeks:n}", nama=row.nama, indeks=row.indeks) for row in rows)
    return Chart(name, title, alt, svg, source)


def draw_indices(axes: Axes, rows: Sequence[Tampil], w: Writer, own: str = "", target: float | None = None) -> None:
    """A dot for each row from the top down, its index at the right, and the target as a dashed line."""
    heights = [len(rows) - 1 - place for place in range(len(rows))]
    colours = [(theme.ACCENT if row.nama == own or not own else theme.MUTED).light for row in rows]
    values = [row.indeks for row in rows]
    dots(axes, values, heights, colours, markersize=6.5)
    figures(axes, [w.number(value) for value in values], heights)
    strong = [place for place, row in enumerate(rows) if row.nama == own]
    names(axes, [shortened(row.nama) for row in rows], size=8, strong=strong)
    ends = [*values, *([] if target is None else [target])]
    low, high = min(ends), max(ends)
    room = max(high - low, 1.0) * 0.06
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(-0.8, len(rows) - 0.2)
    if target is not None:
        axes.axvline(target, color=theme.CAUTION.light, linewidth=1.2, linestyle="--", zorder=0)
        axes.text(
            *(target, len(rows) - 0.1),
            w("target {nilai:n}", nilai=target),
            color=theme.CAUTION.light,
            ha="right" if target > (low + high) / 2 else "left",
            va="bottom",
        )
    ticks.exact(axes.xaxis, w)
    axes.set_xlabel(w("Indeks (sumbu tidak mulai dari nol)"), loc="right")
    axes.grid(axis="both")
    axes.spines["left"].set_visible(False)


def draw_ranking(axes: Axes, rows: Sequence[Tampil], w: Writer, own: str = "") -> None:
    """One line per row (nama, indeks, peringkat, peringkat_min, peringkat_maks): the ranks that cannot be ruled out.

    `own` is the name of the row that stands out. Of more rows than a page holds, the best and the worst are drawn.
    """
    lines = _lines(rows, own)
    count = len(lines)
    drawn = [(count - 1 - place, row) for place, row in enumerate(lines) if not isinstance(row, int)]
    heights = [y for y, _ in drawn]
    colours = [(theme.ACCENT if row.nama == own or not own else theme.NEUTRAL).light for _, row in drawn]
    ends = [(row.peringkat_min or row.peringkat, row.peringkat_maks or row.peringkat) for _, row in drawn]
    bars(axes, ends, heights, colours, 3.2, alpha=0.55, capstyle="round")
    dots(axes, [row.peringkat for _, row in drawn], heights, colours, markersize=5.5)
    figures(axes, [w.number(row.indeks) for _, row in drawn], heights)
    bold = [place for place, row in enumerate(lines) if not isinstance(row, int) and row.nama == own]
    names(axes, line_names(lines, w), size=8, strong=bold)
    axes.set_xlim(0.4, len(rows) + 0.6)
    axes.set_ylim(-0.8, count - 0.2)
    axes.set_xticks(ticks.ranks(len(rows)))
    axes.set_xlabel(w("Peringkat (1 = tertinggi); angka di kanan: indeks"), loc="right")
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


def ranking_frame(rows: Sequence[Tampil], w: Writer, own: str = "") -> Frame:
    """The frame of a ranking."""
    lines = _lines(rows, own)
    style = "Semibold" if own else "Regular"
    width, left = frame(line_names(lines, w), 8, style, narrow=len(lines) <= NARROW_TO)
    return Frame(width, height_mm(len(lines)), left, right=12, top=1, bottom=10)


def _lines(rows: Sequence[Tampil], own: str) -> list[Tampil | int]:
    return abridged(rows, [place for place, row in enumerate(rows) if row.nama == own])


def height_mm(count: int) -> float:
    """The height of a chart of so many lines with an axis below."""
    return 10.5 + (LINE_MM if count < DENSE_FROM else DENSE_LINE_MM) * count


def line_names(lines: Sequence[Tampil | PeringkatUlangan | int], w: Writer) -> list[str]:
    """What stands left of each line of an abridged ranking."""
    return [
        "… " + w("{jumlah:i} perangkat daerah lain", jumlah=line) + " …"
        if isinstance(line, int)
        else shortened(line.nama)
        for line in lines
    ]
