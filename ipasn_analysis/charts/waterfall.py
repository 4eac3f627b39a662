"""Waterfalls: how the parts of a change lead from the first figure to the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import margin_mm
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.writing.words import DIMENSIONS, SOURCES
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM = 6.8
Part = tuple[str, float, str]


@dataclass(frozen=True)
class Ends:
    """The two figures between which the parts lie, with what stands beside each of them."""

    before: float
    after: float
    before_label: str
    after_label: str


def by_dimension(facts: Facts, w: Writer, source: str, title: str) -> Chart | None:
    """The change by dimension, in the colours of the dimensions; None where one is withheld, without which none close."""
    told = {name: part for name, part in known(facts.perubahan).per_dimensi.items() if part is not None}
    if len(told) < len(DIMENSIONS):
        return None
    return waterfall("perubahan-dimensi", title, ends(facts, w), dimension_parts(told, w), w=w, source=source)


def dimension_parts(points: Mapping[str, float], w: Writer) -> list[Part]:
    """The points of each dimension as parts in their colours."""
    return [(w.label(DIMENSIONS, name), points[name], theme.DIMENSIONS[name].light) for name in DIMENSIONS]


def by_source(facts: Facts, w: Writer, source: str, title: str) -> Chart | None:
    """The change by where it comes from, with people counted; None where sources are withheld."""
    change = known(facts.perubahan)
    counts = change.jumlah_sumber
    if counts is None or change.per_sumber.bertahan is None:
        return None
    points = {name: known(part) for name, part in change.per_sumber.items()}
    parts = [
        (
            w("{nama} ({jumlah:i})", nama=w.label(SOURCES, name), jumlah=counts[name]),
            points[name],
            (theme.POSITIVE if points[name] >= 0 else theme.NEGATIVE).light,
        )
        for name in SOURCES
    ]
    caption = w("Dalam kurung: jumlah pegawai.")
    return waterfall("perubahan-sumber", title, ends(facts, w), parts, w=w, source=source, caption=caption)


def ends(facts: Facts, w: Writer) -> Ends:
    """The index at both dates."""
    change = known(facts.perubahan)
    before, after = change.indeks_dari, change.indeks_ke
    return Ends(before, after, w.date(change.dari), w.date(change.ke))


def waterfall(
    name: str, title: str, both: Ends, parts: Sequence[Part], *, w: Writer, source: str, caption: str = ""
) -> Chart:
    """The parts of a change (label, points, colour) between its ends; see `draw_waterfall`."""
    svg = waterfall_frame(both, parts).svg(name, lambda axes: draw_waterfall(axes, both, parts, w))
    return Chart(name, title, _alt(both, parts, w), svg, source, caption)


def draw_waterfall(axes: Axes, both: Ends, parts: Sequence[Part], w: Writer) -> None:
    """Floating bars from `both.before` to `both.after`, one per part (label, points, colour), signed and joined up."""
    levels = [float(level) for level in accumulate((points for _, points, _ in parts), initial=both.before)]
    count, last = len(parts), float(both.after)
    low, high = min(*levels, last), max(*levels, last)
    room = max(high - low, 0.1)
    for place, (_, points, colour) in enumerate(parts):
        y = count - place
        start, end = levels[place], levels[place + 1]
        axes.barh(y, points, left=start, height=0.56, color=colour)
        axes.plot([start, start], [y + 1, y - 0.28], color=theme.RULE.light, linewidth=0.8, zorder=0)
        axes.text(max(start, end) + room * 0.018, y, _written(points, w), va="center", ha="left")
    axes.plot([last] * 2, [1, 0], color=theme.RULE.light, linewidth=0.8, zorder=0)
    for y, value in ((count + 1, both.before), (0, both.after)):
        axes.plot(value, y, "o", color=theme.ACCENT.light, markersize=6.5)
        text = w.number(value)
        axes.text(float(value) + room * 0.045, y, text, va="center", ha="left", fontweight="semibold")
    axes.set_yticks(range(count + 2), _row_names(both, parts))
    axes.set_xlim(low - room * 0.05, high + room * 0.3)
    axes.set_ylim(-0.6, count + 1.6)
    axes.locator_params(axis="x", nbins=5)
    decimals = 0 if room > 5 else 1 if room > 0.5 else 2
    axes.xaxis.set_major_formatter(lambda value, _: w.number(value, decimals))
    axes.set_xlabel(w("Indeks (sumbu tidak mulai dari nol)"))
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


def waterfall_frame(both: Ends, parts: Sequence[Part]) -> Frame:
    """The frame of a waterfall."""
    left = margin_mm(_row_names(both, parts))
    return Frame(theme.NARROW_CHART_MM, 11 + ROW_MM * (len(parts) + 2), left, right=4, top=1, bottom=10)


def _row_names(both: Ends, parts: Sequence[Part]) -> list[str]:
    """What stands left of the rows, from the lowest up."""
    return [both.after_label, *(text for text, _, _ in reversed(parts)), both.before_label]


def _written(points: float, w: Writer) -> str:
    """Points with their sign and, so that colour is not needed, an arrow."""
    text = w.signed(points)
    return text if text == w.signed(0.0) else f"{'▲' if points > 0 else '▼'} {text}"


def _alt(both: Ends, parts: Sequence[Part], w: Writer) -> str:
    listed = "; ".join(f"{name} {w.signed(points)}" for name, points, _ in parts)
    return w(
        "Dari {awal:n} ({tanggal_awal}) ke {akhir:n} ({tanggal_akhir}): {daftar}",
        awal=both.before,
        tanggal_awal=both.before_label,
        akhir=both.after,
        tanggal_akhir=both.after_label,
        daftar=listed,
    )
