"""How far ranks spread under other weights: the official rank as a dot, 90 % of the random weightings as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ipasn_analysis.presentation import theme
from ipasn_analysis.presentation.blocks import Chart
from ipasn_analysis.presentation.charts.ranking import shortened
from ipasn_analysis.presentation.charts.rows import bars, dots, names
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.svg import svg_of
from ipasn_analysis.presentation.words import say

LINE_MM, DENSE_LINE_MM = 4.6, 3.9
DENSE_FROM = 30
"""Rows from which lines stand closer, so that the chart shares its page with the text before it."""


def rank_spread(name: str, title: str, rows: Sequence[dict[str, Any]], locale: Locale, source: str) -> Chart:
    """One line per row (nama, peringkat, median, p05, p95): the ranks that 90 % of the random weightings give."""
    count = len(rows)
    with theme.chart_style():
        figure, axes = theme.new_axes(
            height_mm=14 + (LINE_MM if count < DENSE_FROM else DENSE_LINE_MM) * count,
            left_mm=66,
            right_mm=14,
            top_mm=2,
            bottom_mm=11,
        )
        ends = [(row["p05"], row["p95"]) for row in rows]
        bars(axes, ends, theme.NEUTRAL.light, 4.2, alpha=0.7, capstyle="round")
        heights = np.arange(count - 1, -1, -1)
        medians = [row["median"] for row in rows]
        axes.vlines(
            medians, heights - 0.34, heights + 0.34, colors=theme.INK.light, linewidths=1.1, capstyle="projecting"
        )
        dots(axes, [row["peringkat"] for row in rows], [theme.ACCENT.light] * count, markersize=5)
        for place, row in enumerate(rows):
            y = count - 1 - place
            axes.text(count + 0.8, y, locale.interval(row["p05"], row["p95"], 0), va="center", ha="left", fontsize=8)
        names(axes, [shortened(row["nama"]) for row in rows], size=8)
        axes.set_xlim(0.4, count + 0.6)
        axes.set_ylim(-0.8, count - 0.2)
        axes.set_xticks(_ticks(count))
        axes.set_xlabel(say(locale, "Peringkat (1 = tertinggi); angka di kanan: 90% undian bobot"))
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, name)
    alt = "; ".join(
        say(
            locale,
            "{nama}: peringkat resmi {peringkat}, 90% undian bobot {bawah} sampai {atas}",
            nama=row["nama"],
            peringkat=row["peringkat"],
            bawah=row["p05"],
            atas=row["p95"],
        )
        for row in rows
    )
    caption = say(locale, "Titik: peringkat resmi; palang: 90% undian bobot; garis tegak: peringkat tengahnya.")
    return Chart(name, title, alt, svg, source, caption)


def _ticks(count: int) -> list[int]:
    step = 1 if count <= 15 else 5
    return sorted({1, *range(step, count + 1, step)})
