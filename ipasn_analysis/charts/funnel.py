"""The funnel of unit means by size: which units are clearly above or below the mean of their government."""

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
from ipasn_analysis.result.ranking import UnitCorong, Verdict
from ipasn_analysis.writing.writer import N_, Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_POINTS = 8.0
MOST_NAMED = 2
"""Clear units that the title names; of more it gives the number."""
ROOMY_FROM = 4
"""Labelled units from which the chart takes the whole width."""
MEAN = N_("rata-rata")
MARKS: dict[Verdict, tuple[str, theme.Colour]] = {
    "di_atas": ("^", theme.POSITIVE),
    "di_bawah": ("v", theme.NEGATIVE),
    "belum_dapat_dibedakan": ("o", theme.NEUTRAL),
}
_POINTS_PER_MM = 72 / theme.MM_PER_INCH
_APART = LABEL_POINTS * 1.15


def funnel(facts: Facts, w: Writer, source: str) -> Chart | None:
    """Unit means by head count with the limits between which each cannot be told from the mean; None without them."""
    corong = facts.corong
    if corong is None:
        return None
    outside = _outside(corong.unit)
    svg = funnel_frame(corong.unit, w).svg("corong", lambda axes: draw_funnel(axes, corong.unit, corong.pusat, w))
    alt = w(
        "Diagram corong {jumlah} perangkat daerah; jelas di atas rata-rata: {atas}; jelas di bawahnya: {bawah}.",
        jumlah=len(corong.unit),
        atas=", ".join(_names(outside, "di_atas")) or w("tidak ada"),
        bawah=", ".join(_names(outside, "di_bawah")) or w("tidak ada"),
    )
    return Chart("corong", _title(outside, w), alt, svg, source, _caption(facts, w))


def draw_funnel(axes: Axes, units: Sequence[UnitCorong], centre: float, w: Writer) -> None:
    """Unit means by head count; the band is where each cannot be told from `centre`. Who is clear of it is named."""
    units = _by_size(units)
    sizes = np.array([unit.diukur for unit in units], dtype=float)
    low, high = sizes.min() * 0.85, sizes.max() * 1.3
    along = sizes if sizes.min() < sizes.max() else np.linspace(low, high, len(sizes))
    bounds = [unit.bawah for unit in units], [unit.atas for unit in units]
    axes.fill_between(along, *bounds, color=theme.MUTED.light, alpha=0.22, linewidth=0)
    axes.axhline(centre, color=theme.ACCENT.light, linewidth=1.2)
    for unit in units:
        marker, tint = MARKS[unit.putusan]
        axes.plot(unit.diukur, unit.indeks, marker, color=tint.light, markersize=4 if marker == "o" else 5.5)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(*axes.get_ylim())
    _label_mean(axes, centre, w)
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
    return Frame(width, tall, left=15, right=text_mm(w(MEAN), LABEL_POINTS) + 5, top=2, bottom=11)


def _by_size(units: Sequence[UnitCorong]) -> list[UnitCorong]:
    return sorted(units, key=lambda unit: unit.diukur)


def _outside(units: Sequence[UnitCorong]) -> list[UnitCorong]:
    return [unit for unit in _by_size(units) if unit.putusan != "belum_dapat_dibedakan"]


def _names(outside: list[UnitCorong], side: Verdict) -> list[str]:
    return [unit.nama for unit in outside if unit.putusan == side]


def _title(outside: list[UnitCorong], w: Writer) -> str:
    """Which unit is clear of the mean and on which side; of many, how many."""
    if not outside:
        return w("Belum ada perangkat daerah yang dapat dibedakan dari rata-rata")
    above, below = _names(outside, "di_atas"), _names(outside, "di_bawah")
    if len(outside) > MOST_NAMED:
        return w(
            "Jelas di atas rata-rata: {atas:i} perangkat daerah; jelas di bawahnya: {bawah:i}",
            atas=len(above),
            bawah=len(below),
        )
    if not above:
        return w("{bawah} jelas di bawah rata-rata", bawah=w.join(below))
    if not below:
        return w("{atas} jelas di atas rata-rata", atas=w.join(above))
    return w("{atas} jelas di atas rata-rata, {bawah} jelas di bawahnya", atas=w.join(above), bawah=w.join(below))


def _caption(facts: Facts, w: Writer) -> str:
    if facts.tingkat == "provinsi":
        centre = w("Garis tengah: indeks pemerintah provinsi, bukan indeks provinsi.")
    else:
        centre = w("Garis tengah: indeks pemerintah daerah ini.")
    return f"{centre} " + w(
        "Pita abu-abu: di dalamnya perangkat daerah belum dapat dibedakan dari rata-rata (95%, serentak bagi semua perangkat daerah)."
    )


def _label_mean(axes: Axes, centre: float, w: Writer) -> None:
    axes.annotate(
        w(MEAN),
        (1, centre),
        xycoords=axes.get_yaxis_transform(),
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        fontsize=LABEL_POINTS,
        color=theme.ACCENT.light,
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
