"""Rankings as dots with their rank intervals, and the funnel of unit means by size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ipasn_analysis.presentation import theme
from ipasn_analysis.presentation.blocks import Chart
from ipasn_analysis.presentation.charts import ticks
from ipasn_analysis.presentation.charts.rows import abridged, bars, breadth, dots, figures, names, shortened
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.svg import svg_of
from ipasn_analysis.presentation.words import say

LABEL_POINTS = 7.5


def rank_intervals(
    name: str, title: str, rows: Sequence[dict[str, Any]], locale: Locale, source: str, own: str = ""
) -> Chart:
    """One line per row (nama, indeks, peringkat, peringkat_min, peringkat_maks): the ranks that cannot be ruled out.

    `own` is the name of the row that stands out. Of more rows than a page holds, the best and the worst are drawn.
    """
    strong = [place for place, row in enumerate(rows) if row["nama"] == own]
    lines = abridged(rows, strong)
    count = len(lines)
    drawn = [(count - 1 - place, row) for place, row in enumerate(lines) if not isinstance(row, int)]
    heights = [y for y, _ in drawn]
    with theme.chart_style():
        figure, axes = theme.new_axes(height_mm=14 + 4.6 * count, left_mm=66, right_mm=14, top_mm=2, bottom_mm=11)
        colours = [(theme.ACCENT if row["nama"] == own or not own else theme.NEUTRAL).light for _, row in drawn]
        ends = [(row["peringkat_min"], row["peringkat_maks"]) for _, row in drawn]
        bars(axes, ends, heights, colours, 3.2, alpha=0.55, capstyle="round")
        dots(axes, [row["peringkat"] for _, row in drawn], heights, colours, markersize=5.5)
        figures(axes, [locale.number(row["indeks"]) for _, row in drawn], heights)
        bold = [place for place, row in enumerate(lines) if not isinstance(row, int) and row["nama"] == own]
        names(axes, line_names(lines, locale), size=8, strong=bold)
        axes.set_xlim(0.4, len(rows) + 0.6)
        axes.set_ylim(-0.8, count - 0.2)
        axes.set_xticks(ticks.ranks(len(rows)))
        axes.set_xlabel(say(locale, "Peringkat (1 = tertinggi); angka di kanan: indeks"))
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, name)
    alt = "; ".join(
        say(
            locale,
            "{nama}: peringkat {peringkat}, selang {bawah} sampai {atas}, indeks {indeks}",
            nama=row["nama"],
            peringkat=row["peringkat"],
            bawah=row["peringkat_min"],
            atas=row["peringkat_maks"],
            indeks=locale.number(row["indeks"]),
        )
        for row in rows
    )
    return Chart(name, title, alt, svg, source)


def line_names(lines: Sequence[dict[str, Any] | int], locale: Locale) -> list[str]:
    """What stands left of each line of an abridged ranking."""
    return [
        f"… {say(locale, '{jumlah} unit lain', jumlah=locale.integer(line))} …"
        if isinstance(line, int)
        else shortened(line["nama"])
        for line in lines
    ]


def funnel(facts: dict[str, Any], locale: Locale, source: str) -> Chart | None:
    """Unit means by head count inside limits that allow for size; None with too few units."""
    corong = facts["corong"]
    if corong is None:
        return None
    units = sorted(corong["unit"], key=lambda unit: unit["diukur"])
    outside = [unit for unit in units if unit["di_luar_998"]]
    sizes = np.array([unit["diukur"] for unit in units], dtype=float)
    low, high = sizes.min() * 0.85, sizes.max() * 1.3
    along = sizes if sizes.min() < sizes.max() else np.linspace(low, high, len(sizes))
    with theme.chart_style():
        figure, axes = theme.new_axes(height_mm=88, left_mm=16, right_mm=6, top_mm=3, bottom_mm=13)
        for key, colour, style in (("95", theme.NEUTRAL.light, "--"), ("998", theme.MUTED.light, "-")):
            for bound in ("bawah", "atas"):
                axes.plot(
                    along, [unit[f"{bound}_{key}"] for unit in units], color=colour, linestyle=style, linewidth=1.0
                )
        axes.axhline(corong["pusat"], color=theme.ACCENT.light, linewidth=1.2)
        for unit in units:
            beyond = unit["di_luar_998"]
            tint = theme.NEGATIVE if beyond < 0 else theme.POSITIVE if beyond > 0 else theme.NEUTRAL
            marker = "v" if beyond < 0 else "^" if beyond > 0 else "o"
            axes.plot(unit["diukur"], unit["indeks"], marker, color=tint.light, markersize=5.5 if beyond else 4)
        axes.set_xscale("log")
        axes.set_xlim(low, high)
        _label_outside(axes, outside)
        marks = [size for size in (10, 30, 100, 300, 1000, 3000, 10000) if low <= size <= high]
        marks = marks or sorted({int(sizes.min()), int(sizes.max())})
        axes.set_xticks(marks, [locale.integer(size) for size in marks])
        axes.minorticks_off()
        axes.set_xlabel(say(locale, "Pegawai yang diukur (skala logaritma)"))
        axes.set_ylabel(say(locale, "Indeks"))
        ticks.exact(axes.yaxis, locale)
        svg = svg_of(figure, "corong")
    if outside:
        title = say(
            locale, "{jumlah} unit berada di luar batas yang wajar bagi ukurannya", jumlah=locale.integer(len(outside))
        )
    else:
        title = say(locale, "Tidak ada unit di luar batas yang wajar bagi ukurannya")
    caption = say(
        locale,
        "Garis tengah: indeks pemerintah; garis putus: batas 95%; garis penuh: batas 99,8% (dengan keragaman antarunit).",
    )
    alt = say(
        locale,
        "Diagram corong {jumlah} unit; di atas batas 99,8%: {atas}; di bawahnya: {bawah}.",
        jumlah=len(units),
        atas=", ".join(unit["nama"] for unit in outside if unit["di_luar_998"] > 0) or "–",
        bawah=", ".join(unit["nama"] for unit in outside if unit["di_luar_998"] < 0) or "–",
    )
    return Chart("corong", title, alt, svg, source, caption)


def _label_outside(axes: Any, outside: list[dict[str, Any]]) -> None:
    """Names beside their marks, from the lowest up, each moved up until it touches none that stands already."""
    standing: list[tuple[float, float, float]] = []
    height = LABEL_POINTS * 1.2
    for unit in sorted(outside, key=lambda unit: unit["indeks"]):
        text = shortened(unit["nama"], 34)
        at_right = unit["diukur"] > 1000
        x, mark = axes.transData.transform((unit["diukur"], unit["indeks"]))
        width = breadth(text) * LABEL_POINTS * 0.5 + 6
        left, right, y = (x - width, x, mark) if at_right else (x, x + width, mark)
        for other_left, other_right, other in sorted(standing, key=lambda place: place[2]):
            if left < other_right and other_left < right and abs(y - other) < height:
                y = other + height
        standing.append((left, right, y))
        axes.annotate(
            text,
            (unit["diukur"], unit["indeks"]),
            xytext=(-6 if at_right else 6, y - mark),
            textcoords="offset points",
            va="center",
            ha="right" if at_right else "left",
            fontsize=LABEL_POINTS,
        )
