"""How far ranks spread under other weights: the official rank as a dot, 90 % of the random weightings as a bar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.ranking import NARROW_TO, height_mm, line_names
from ipasn_analysis.charts.rows import abridged, bars, dots, figures, frame, names
from ipasn_analysis.result.ranking import PeringkatUlangan
from ipasn_analysis.writing.writer import Writer


def rank_spread(name: str, title: str, rows: Sequence[PeringkatUlangan], w: Writer, source: str) -> Chart:
    """One line per row (nama, peringkat, median, p05, p95): the ranks that 90 % of the random weightings give.

    Of more rows than a page holds, the best and the worst are drawn.
    """
    lines = abridged(rows)
    count = len(lines)
    drawn = [(count - 1 - place, row) for place, row in enumerate(lines) if not isinstance(row, int)]
    heights = np.array([y for y, _ in drawn])
    texts = line_names(lines, w)
    width, left = frame(texts, 8, narrow=count <= NARROW_TO)
    with theme.chart_style():
        figure, axes = theme.new_axes(width, height_mm(count), left_mm=left, right_mm=12, top_mm=1, bottom_mm=10)
        ends = [(row.p05, row.p95) for _, row in drawn]
        bars(axes, ends, heights.tolist(), theme.NEUTRAL.light, 4.2, alpha=0.7, capstyle="round")
        medians = [row.median for _, row in drawn]
        axes.vlines(
            medians, heights - 0.34, heights + 0.34, colors=theme.INK.light, linewidths=1.1, capstyle="projecting"
        )
        ranks = [row.peringkat for _, row in drawn]
        dots(axes, ranks, heights.tolist(), [theme.ACCENT.light] * len(drawn), markersize=5)
        figures(axes, [w.interval(low, high, 0) for low, high in ends], heights.tolist(), size=8)
        names(axes, texts, size=8)
        axes.set_xlim(0.4, len(rows) + 0.6)
        axes.set_ylim(-0.8, count - 0.2)
        axes.set_xticks(ticks.ranks(len(rows)))
        axes.set_xlabel(w("Peringkat (1 = tertinggi); angka di kanan: 90% percobaan bobot"), loc="right")
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, name)
    alt = "; ".join(
        w(
            "{nama}: peringkat resmi {peringkat}, 90% percobaan bobot {bawah} sampai {atas}",
            nama=row.nama,
            peringkat=row.peringkat,
            bawah=row.p05,
            atas=row.p95,
        )
        for row in rows
    )
    caption = w("Titik: peringkat menurut bobot resmi; garis tebal: 90% percobaan; garis tegak: nilai tengah.")
    return Chart(name, title, alt, svg, source, caption)
