"""One unit among all: every unit as a dot on one line, the own one named, the mean and the target marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.ranking import PerangkatDaerahTampil
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FRAME = Frame(theme.CHART_WIDTH_MM, 22, left=4, right=4, top=1, bottom=6)
_LABEL_HEIGHT = 0.62


def strip(facts: Facts, own: PerangkatDaerahTampil, mean: float, w: Writer, source: str) -> Chart:
    """The shown units on one line; `mean` is that of their government."""
    rows = [row for row in facts.perangkat_daerah if isinstance(row, PerangkatDaerahTampil)]
    svg = FRAME.svg("letak", lambda axes: draw_strip(axes, rows, own, mean, facts.target_of_units, w))
    title = w("{nama} di antara {jumlah:i} perangkat daerah", nama=own.nama, jumlah=len(rows))
    alt = w(
        "{nama} {indeks:n}; terendah {bawah:n}, rata-rata {rata:n}, tertinggi {atas:n}",
        nama=own.nama,
        indeks=own.indeks,
        bawah=min(row.indeks for row in rows),
        rata=mean,
        atas=max(row.indeks for row in rows),
    )
    caption = w("Setiap titik satu perangkat daerah; makin luas titiknya, makin banyak pegawainya.")
    return Chart("letak", title, alt, svg, source, caption)


def draw_strip(
    axes: Axes,
    rows: Sequence[PerangkatDaerahTampil],
    own: PerangkatDaerahTampil,
    mean: float,
    target: float | None,
    w: Writer,
) -> None:
    """The units as dots, as large as their staff; the own one stands out by colour, ring and label."""
    most = max(row.diukur for row in rows)
    others = [row for row in rows if row.nama != own.nama]
    for units, shade, alpha, zorder in ((others, theme.NEUTRAL, 0.45, 2), ([own], theme.ACCENT, 1, 3)):
        areas = [12 + 140 * row.diukur / most for row in units]
        places = [row.indeks for row in units], [0] * len(units)
        axes.scatter(*places, s=areas, color=shade.light, alpha=alpha, linewidth=0, zorder=zorder)
    axes.scatter(own.indeks, 0, s=190, facecolor="none", edgecolor=theme.ACCENT.light, linewidth=1.4, zorder=4)
    marks = [(mean, w("rata-rata {nilai:n}", nilai=mean), theme.MUTED.light, "-")]
    if target is not None:
        marks.append((target, w("target {nilai:n}", nilai=target), theme.CAUTION.light, "--"))
    values = [*(row.indeks for row in rows), *(value for value, *_ in marks)]
    low, high = min(values), max(values)
    room = max(high - low, 1.0)
    axes.set_xlim(low - room * 0.06, high + room * 0.06)
    axes.set_ylim(-0.5, 1.0)
    for value, text, colour, line in marks:
        axes.plot([value, value], [-0.42, 0.42], color=colour, linewidth=1.2, linestyle=line, zorder=1)
        left = value < (low + high) / 2 if len(marks) == 1 else value == min(mark[0] for mark in marks)
        axes.text(value, _LABEL_HEIGHT, text, ha="right" if left else "left", va="center", color=colour)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=8)
    axes.xaxis.set_major_formatter(lambda value, _: w.number(value, 0 if room > 4 else 1))
    axes.spines["left"].set_visible(False)
