"""Where the differences lie: the variance split as one bar, the spread over the years, the way of each government."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.rows import frame, margin_mm, names, shortened
from ipasn_analysis.result.province import Ketimpangan, Konvergensi, LajuPemerintah
from ipasn_analysis.writing.locale import MINUS
from ipasn_analysis.writing.words import INEQUALITY
from ipasn_analysis.writing.writer import Writer

NARROW = 0.07
"""A part below this share has its figure in the key alone."""
FIRST_LINE, LINE = 1.0, 0.52
"""Where the key begins and how far its lines are apart, in heights of the bar."""
INKS = {"antar_pemerintah": theme.PAPER, "antar_unit": theme.PAPER, "antar_orang": theme.INK}
COLOURS = {"antar_pemerintah": theme.ACCENT, "antar_unit": theme.CATEGORIES["tinggi"], "antar_orang": theme.GRID}


def variance_bar(split: Ketimpangan, w: Writer, source: str, title: str) -> Chart:
    """The variance of the individual indices between governments, units and people, as one bar with direct labels."""
    parts = [(key, split.bagian[key]) for key in INEQUALITY]
    with theme.chart_style():
        figure, axes = theme.new_axes(theme.NARROW_CHART_MM, 30, left_mm=0, right_mm=0, top_mm=1, bottom_mm=1)
        start = 0.0
        for place, (key, share) in enumerate(parts):
            colour = COLOURS[key].light
            axes.barh(0, share, left=start, height=1.0, color=colour, edgecolor=theme.PAPER.light, linewidth=1.0)
            if share >= NARROW:
                axes.text(start + share / 2, 0, w.share(share), ha="center", va="center", color=INKS[key].light)
            y = FIRST_LINE + place * LINE
            axes.barh(y, 0.02, height=0.3, color=colour)
            text = f"{w.share(share)} {w.label(INEQUALITY, key)}"
            axes.text(0.03, y, text, ha="left", va="center")
            start += share
        axes.set_xlim(0, 1)
        axes.set_ylim(FIRST_LINE + 2 * LINE + 0.3, -0.5)
        axes.set_axis_off()
        svg = svg_of(figure, "ragam")
    alt = "; ".join(f"{w.label(INEQUALITY, key)} {w.share(share)}" for key, share in parts)
    return Chart("ragam", title, alt, svg, source)


def spread_line(found: Konvergensi, w: Writer, source: str, title: str) -> Chart:
    """The standard deviation of the governments' indices, year by year."""
    years, spread = found.tahun, found.simpangan
    with theme.chart_style():
        figure, axes = theme.new_axes(theme.NARROW_CHART_MM, 48, left_mm=14, right_mm=6, top_mm=4, bottom_mm=7)
        axes.plot(years, spread, "-o", color=theme.ACCENT.light, markersize=4.5, clip_on=False)
        for year, value in zip(years, spread, strict=True):
            axes.annotate(
                w.number(value), (year, value), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8
            )
        axes.set_xticks(years, [str(year) for year in years])
        axes.set_xlim(years[0] - 0.25, years[-1] + 0.25)
        axes.set_ylim(0, max(spread) * 1.2 or 1.0)
        axes.set_ylabel(w("Simpangan baku (poin)"))
        axes.yaxis.set_major_formatter(lambda value, _: w.number(value, 1))
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, "sebaran-pemerintah")
    alt = "; ".join(f"{year}: {w.number(value)}" for year, value in zip(years, spread, strict=True))
    return Chart("sebaran-pemerintah", title, alt, svg, source)


def paths(rows: Sequence[LajuPemerintah], years: tuple[int, int], w: Writer, source: str, title: str) -> Chart:
    """From the first to the last year, one line per government (nama, awal, akhir), the highest start on top."""
    count = len(rows)
    values = [value for row in rows for value in (row.awal, row.akhir)]
    low, high = min(values), max(values)
    room = max(1.0, (high - low) * 0.17)
    labels = [shortened(row.nama) for row in rows]
    width, left = frame(labels, 8)
    with theme.chart_style():
        figure, axes = theme.new_axes(width, 13 + 4.8 * count, left_mm=left, right_mm=4, top_mm=2, bottom_mm=11)
        for place, row in enumerate(rows):
            y = count - 1 - place
            start, end = row.awal, row.akhir
            colour = theme.ACCENT.light if end >= start else theme.NEGATIVE.light
            axes.plot([start, end], [y, y], color=colour, linewidth=1.6, alpha=0.6)
            axes.plot(start, y, "o", markerfacecolor=theme.PAPER.light, markeredgecolor=colour, markersize=5)
            axes.plot(end, y, "o", color=colour, markersize=5.5)
            first, second = (
                ((start, "right", -5), (end, "left", 5)) if end >= start else ((start, "left", 5), (end, "right", -5))
            )
            for value, side, offset in (first, second):
                axes.annotate(
                    w.number(value, 1),
                    (value, y),
                    xytext=(offset, 0),
                    textcoords="offset points",
                    va="center",
                    ha=side,
                    fontsize=8,
                )
        names(axes, labels, size=8)
        axes.set_xlim(low - room, high + room)
        axes.set_ylim(-0.8, count - 0.2)
        ticks.exact(axes.xaxis, w)
        axes.set_xlabel(w("Indeks (sumbu tidak mulai dari nol)"))
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, "jalan-pemerintah")
    alt = "; ".join(
        w(
            "{nama}: dari {awal:n} menjadi {akhir:n}",
            nama=row.nama,
            awal=row.awal,
            akhir=row.akhir,
        )
        for row in rows
    )
    caption = w("Lingkaran kosong: indeks {awal}; titik penuh: indeks {akhir}.", awal=years[0], akhir=years[1])
    return Chart("jalan-pemerintah", title, alt, svg, source, caption)


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
