"""Rankings as dots with their rank intervals, and the funnel of unit means by size."""

from __future__ import annotations

from collections.abc import Sequence
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
LINE_MM, DENSE_LINE_MM = 4.4, 3.75
DENSE_FROM = 24
"""Rows from which lines stand closer, so that the chart shares its page with the text before it."""


def rank_intervals(name: str, title: str, rows: Sequence[Tampil], w: Writer, source: str, own: str = "") -> Chart:
    """The ranks that cannot be ruled out, one line per row; see `draw_ranking`."""
    alt = "; ".join(
        w(
            "{nama}: peringkat {peringkat}, selang {bawah} sampai {atas}, indeks {indeks:n}",
            nama=row.nama,
            peringkat=row.peringkat,
            bawah=row.peringkat_min,
            atas=row.peringkat_maks,
            indeks=row.indeks,
        )
        for row in rows
    )
    svg = ranking_frame(rows, w, own).svg(name, lambda axes: draw_ranking(axes, rows, w, own))
    return Chart(name, title, alt, svg, source)


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
    return 12 + (LINE_MM if count < DENSE_FROM else DENSE_LINE_MM) * count


def line_names(lines: Sequence[Tampil | PeringkatUlangan | int], w: Writer) -> list[str]:
    """What stands left of each line of an abridged ranking."""
    return [
        "… " + w("{jumlah:i} unit lain", jumlah=line) + " …" if isinstance(line, int) else shortened(line.nama)
        for line in lines
    ]
