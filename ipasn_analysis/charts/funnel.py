"""The funnel of unit means by size: which units lie further from the mean than their size explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import shortened, text_mm
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.ranking import UnitCorong
from ipasn_analysis.writing.writer import N_, Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_POINTS = 8.0
MOST_NAMED = 2
"""Units outside the limits that the title names; of more it gives the number."""
ROOMY_FROM = 4
"""Labelled units from which the chart takes the whole width."""
MEAN = N_("rata-rata unit")
_POINTS_PER_MM = 72 / theme.MM_PER_INCH
_APART = LABEL_POINTS * 1.15


def funnel(facts: Facts, w: Writer, source: str) -> Chart | None:
    """Unit means by head count inside limits that allow for size; None with too few units."""
    corong = facts.corong
    if corong is None:
        return None
    outside = _outside(corong.unit)
    svg = funnel_frame(corong.unit, w).svg("corong", lambda axes: draw_funnel(axes, corong.unit, corong.pusat, w))
    alt = w(
        "Diagram corong {jumlah} unit; di atas batas 99,8%: {atas}; di bawahnya: {bawah}.",
        jumlah=len(corong.unit),
        atas=", ".join(_names(outside, above=True)) or "–",
        bawah=", ".join(_names(outside, above=False)) or "–",
    )
    return Chart("corong", _title(outside, w), alt, svg, source, _caption(facts, w))


def draw_funnel(axes: Axes, units: Sequence[UnitCorong], centre: float, w: Writer) -> None:
    """Unit means by head count inside the 95 % and 99.8 % limits around `centre`; who lies outside is named."""
    units = _by_size(units)
    sizes = np.array([unit.diukur for unit in units], dtype=float)
    low, high = sizes.min() * 0.85, sizes.max() * 1.3
    along = sizes if sizes.min() < sizes.max() else np.linspace(low, high, len(sizes))
    for warning in (True, False):
        colour, style = (theme.NEUTRAL.light, "--") if warning else (theme.MUTED.light, "-")
        for bounds in zip(*(unit.limits(warning=warning) for unit in units), strict=True):
            axes.plot(along, bounds, color=colour, linestyle=style, linewidth=1.0)
    axes.axhline(centre, color=theme.ACCENT.light, linewidth=1.2)
    for unit in units:
        beyond = unit.di_luar_998
        tint = theme.NEGATIVE if beyond < 0 else theme.POSITIVE if beyond > 0 else theme.NEUTRAL
        marker = "v" if beyond < 0 else "^" if beyond > 0 else "o"
        axes.plot(unit.diukur, unit.indeks, marker, color=tint.light, markersize=5.5 if beyond else 4)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(*axes.get_ylim())
    _label_lines(axes, centre, units[-1], w(MEAN), w)
    _label_outside(axes, _outside(units))
    marks = [size for size in (10, 30, 100, 300, 1000, 3000, 10000) if low <= size <= high]
    marks = marks or sorted({int(sizes.min()), int(sizes.max())})
    axes.set_xticks(marks, [w.integer(size) for size in marks])
    axes.minorticks_off()
    axes.set_xlabel(w("Pegawai yang diukur (skala logaritma)"))
    axes.set_ylabel(w("Indeks (sumbu tidak mulai dari nol)"))
    ticks.exact(axes.yaxis, w)


def funnel_frame(units: Sequence[UnitCorong], w: Writer) -> Frame:
    """The frame of a funnel, wide where many units are named."""
    width, tall = (theme.NARROW_CHART_MM, 70) if len(_outside(units)) < ROOMY_FROM else (theme.CHART_WIDTH_MM, 82)
    return Frame(width, tall, left=15, right=text_mm(w(MEAN), LABEL_POINTS) + 2, top=2, bottom=11)


def _by_size(units: Sequence[UnitCorong]) -> list[UnitCorong]:
    return sorted(units, key=lambda unit: unit.diukur)


def _outside(units: Sequence[UnitCorong]) -> list[UnitCorong]:
    return [unit for unit in _by_size(units) if unit.di_luar_998]


def _names(outside: list[UnitCorong], *, above: bool) -> list[str]:
    return [unit.nama for unit in outside if (unit.di_luar_998 > 0) == above]


def _title(outside: list[UnitCorong], w: Writer) -> str:
    """Which unit lies outside and on which side; of many, how many."""
    if not outside:
        return w("Tidak ada unit di luar batas yang wajar bagi ukurannya")
    if len(outside) > MOST_NAMED:
        count = w.integer(len(outside))
        return w("{jumlah} unit berada di luar batas yang wajar bagi ukurannya", jumlah=count)
    below, above = (w.join(_names(outside, above=side)) for side in (False, True))
    if not above:
        return w("{bawah} di bawah batas yang wajar bagi ukurannya", bawah=below)
    if not below:
        return w("{atas} di atas batas yang wajar bagi ukurannya", atas=above)
    return w("{bawah} di bawah, {atas} di atas batas yang wajar bagi ukurannya", bawah=below, atas=above)


def _caption(facts: Facts, w: Writer) -> str:
    if facts.tingkat == "provinsi":
        centre = w("Garis tengah: rata-rata perangkat daerah pemerintah provinsi, bukan indeks provinsi.")
    else:
        centre = w("Garis tengah: rata-rata perangkat daerah yang ditampilkan.")
    limits = w("Garis putus: batas 95%; garis penuh: batas 99,8%, dengan memperhitungkan keragaman antarunit.")
    return f"{centre} {limits}"


def _label_lines(axes: Axes, centre: float, largest: UnitCorong, mean: str, w: Writer) -> None:
    """What each line is, at its right end, moved apart where they would touch."""
    labels = [(centre, mean, theme.ACCENT.light)]
    for warning, level in ((True, w.percent(95, 0)), (False, w.percent(99.8))):
        labels += [(bound, level, theme.MUTED.light) for bound in largest.limits(warning=warning)]
    labels.sort()
    heights = [axes.transData.transform((largest.diukur, value))[1] for value, _, _ in labels]
    middle = next(place for place, (_, text, _) in enumerate(labels) if text == mean)
    placed = list(heights)
    for place in range(middle + 1, len(labels)):
        placed[place] = max(placed[place], placed[place - 1] + _APART)
    for place in range(middle - 1, -1, -1):
        placed[place] = min(placed[place], placed[place + 1] - _APART)
    for (value, text, colour), height, moved in zip(labels, heights, placed, strict=True):
        axes.annotate(
            text,
            (1, value),
            xycoords=axes.get_yaxis_transform(),
            xytext=(3, moved - height),
            textcoords="offset points",
            va="center",
            ha="left",
            fontsize=LABEL_POINTS,
            color=colour,
            annotation_clip=False,
        )


def _label_outside(axes: Axes, outside: list[UnitCorong]) -> None:
    """Names beside their marks on the roomier side, from the lowest up, moved up until they touch none that stands."""
    standing: list[tuple[float, float, float]] = []
    for unit in sorted(outside, key=lambda unit: unit.indeks):
        x, mark = axes.transData.transform((unit.diukur, unit.indeks))
        room_left, room_right = x - axes.bbox.x0, axes.bbox.x1 - x
        at_right = room_left > room_right
        text = shortened(unit.nama, (max(room_left, room_right) - 8) / _POINTS_PER_MM, LABEL_POINTS)
        wide = text_mm(text, LABEL_POINTS) * _POINTS_PER_MM + 6
        left, right, y = (x - wide, x, mark) if at_right else (x, x + wide, mark)
        for other_left, other_right, other in sorted(standing, key=lambda place: place[2]):
            if left < other_right and other_left < right and abs(y - other) < _APART:
                y = other + _APART
        standing.append((left, right, y))
        axes.annotate(
            text,
            (unit.diukur, unit.indeks),
            xytext=(-6 if at_right else 6, y - mark),
            textcoords="offset points",
            va="center",
            ha="right" if at_right else "left",
            fontsize=LABEL_POINTS,
        )
