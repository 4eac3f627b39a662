"""Rankings as dots with their rank intervals, and the funnel of unit means by size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ipasn_analysis.presentation import theme
from ipasn_analysis.presentation.blocks import Chart
from ipasn_analysis.presentation.charts.rows import bars, dots, names
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.svg import svg_of
from ipasn_analysis.presentation.words import say

LONGEST_LABEL = 44


def rank_intervals(
    name: str, title: str, rows: Sequence[dict[str, Any]], locale: Locale, source: str, own: str = ""
) -> Chart:
    """One line per row (nama, indeks, peringkat, peringkat_min, peringkat_maks): the ranks that cannot be ruled out.

    `own` is the name of the row that stands out.
    """
    count = len(rows)
    with theme.chart_style():
        figure, axes = theme.new_axes(height_mm=14 + 4.6 * count, left_mm=66, right_mm=14, top_mm=2, bottom_mm=11)
        colours = [(theme.ACCENT if row["nama"] == own or not own else theme.NEUTRAL).light for row in rows]
        ends = [(row["peringkat_min"], row["peringkat_maks"]) for row in rows]
        bars(axes, ends, colours, 3.2, alpha=0.55, capstyle="round")
        dots(axes, [row["peringkat"] for row in rows], colours, markersize=5.5)
        for place, row in enumerate(rows):
            axes.text(count + 0.8, count - 1 - place, locale.number(row["indeks"]), va="center", ha="left")
        strong = [place for place, row in enumerate(rows) if row["nama"] == own]
        names(axes, [shortened(row["nama"]) for row in rows], size=8, strong=strong)
        axes.set_xlim(0.4, count + 0.6)
        axes.set_ylim(-0.8, count - 0.2)
        axes.set_xticks(_rank_ticks(count))
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


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    """A label that fits its margin; the whole name stands in the table beside."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _rank_ticks(count: int) -> list[int]:
    step = 1 if count <= 15 else 5
    return sorted({1, *range(step, count + 1, step)})


def funnel(facts: dict[str, Any], locale: Locale, source: str) -> Chart | None:
    """Unit means by head count inside limits that allow for size; None with too few units."""
    corong = facts["corong"]
    if corong is None:
        return None
    units = sorted(corong["unit"], key=lambda unit: unit["diukur"])
    outside = [unit for unit in units if unit["di_luar_998"]]
    sizes = np.array([unit["diukur"] for unit in units], dtype=float)
    with theme.chart_style():
        figure, axes = theme.new_axes(height_mm=88, left_mm=16, right_mm=6, top_mm=3, bottom_mm=13)
        for key, colour, style in (("95", theme.NEUTRAL.light, "--"), ("998", theme.MUTED.light, "-")):
            for bound in ("bawah", "atas"):
                axes.plot(
                    sizes, [unit[f"{bound}_{key}"] for unit in units], color=colour, linestyle=style, linewidth=1.0
                )
        axes.axhline(corong["pusat"], color=theme.ACCENT.light, linewidth=1.2)
        for unit in units:
            beyond = unit["di_luar_998"]
            tint = theme.NEGATIVE if beyond < 0 else theme.POSITIVE if beyond > 0 else theme.NEUTRAL
            marker = "v" if beyond < 0 else "^" if beyond > 0 else "o"
            axes.plot(unit["diukur"], unit["indeks"], marker, color=tint.light, markersize=5.5 if beyond else 4)
        _label_outside(axes, outside)
        axes.set_xscale("log")
        axes.set_xlim(sizes.min() * 0.85, sizes.max() * 1.3)
        ticks = [
            tick for tick in (10, 30, 100, 300, 1000, 3000, 10000) if sizes.min() * 0.85 <= tick <= sizes.max() * 1.3
        ]
        axes.set_xticks(ticks, [locale.integer(tick) for tick in ticks])
        axes.minorticks_off()
        axes.set_xlabel(say(locale, "Pegawai yang diukur (skala logaritma)"))
        axes.set_ylabel(say(locale, "Indeks"))
        axes.yaxis.set_major_formatter(lambda value, _: locale.integer(value))
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
    for unit in outside:
        right = unit["diukur"] > 1000
        axes.annotate(
            shortened(unit["nama"], 34),
            (unit["diukur"], unit["indeks"]),
            xytext=(-6 if right else 6, 0),
            textcoords="offset points",
            va="center",
            ha="right" if right else "left",
            fontsize=7.5,
        )
