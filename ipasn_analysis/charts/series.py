"""The index over time: year-ends joined by a line, other snapshots and published figures apart, breaks marked."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import text_mm
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.opening import AwalTahun
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.series import AngkaResmi, TitikTren
from ipasn_analysis.writing.writer import N_, Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]

SCOPES = {"Pemerintah Provinsi, bukan seluruh wilayah": N_("Pemerintah Provinsi, bukan seluruh wilayah")}
"""Whom published figures may be about, in the words of params; other words are shown as they are."""
MUCH_EARLIER = 0.2
"""A newest snapshot so much earlier in its year (in years) than the one before is not that year's end."""
SMALL_POINTS = 8.0
MARK_POINTS = 4.0
"""Half of the room that a mark keeps free of text."""
_POINTS_PER_MM = 72 / theme.MM_PER_INCH
OPENS_AFTER = 0.12
"""How far after the newest year-end the opening of the next year is drawn, in years."""
_OPENING: dict[str, Any] = {"marker": "o", "color": theme.NEGATIVE.light, "markersize": 4.5, "linestyle": ":"}
_YEAR_END: dict[str, Any] = {"marker": "o", "color": theme.ACCENT.light, "markersize": 4.5}
_WITHIN: dict[str, Any] = {
    **{"marker": "o", "linestyle": "none", "markersize": 4.5},
    **{"markerfacecolor": theme.PAPER.light, "markeredgecolor": theme.ACCENT.light},
}
_OFFICIAL: dict[str, Any] = {
    **{"marker": "D", "linestyle": "none", "markersize": 5.5, "markeredgewidth": 1.3},
    **{"markerfacecolor": "none", "markeredgecolor": theme.CAUTION.light},
}


def series(facts: Facts, w: Writer, source: str, title: str) -> Chart | None:
    """The index over time with the target and the published figures; None with nothing to draw. See `draw_trend`."""
    points = [point for point in facts.tren if point.indeks is not None]
    if not points:
        return None
    official = facts.tren_resmi
    svg = trend_frame(points, w, official).svg(
        "tren",
        lambda axes: draw_trend(axes, points, w, target=facts.target, official=official, opening=facts.awal_tahun),
    )
    return Chart("tren", title, _alt(facts, points, w), svg, source, _caption(facts, bool(divided(points)[1]), w))


def draw_trend(
    axes: Axes,
    points: Sequence[TitikTren],
    w: Writer,
    *,
    target: float | None = None,
    official: Sequence[AngkaResmi] = (),
    opening: AwalTahun | None = None,
) -> None:
    """The last snapshot of each year as a line, others as hollow marks, with the target and the published figures.

    Snapshots within a year lie lower than its end, since courses are counted from 1 January: joined to year-ends they
    would read as a fall. `points` (per_tanggal, tahun, instrumen, indeks) are in the order of their dates.
    """
    ends, within = divided(points)
    first = min([_position(points[0]), *(entry.tahun + 1.0 for entry in official)])
    last = _position(points[-1])
    for segment in _segments(ends):
        axes.plot([_position(point) for point in segment], [known(point.indeks) for point in segment], **_YEAR_END)
    axes.plot([_position(point) for point in within], [known(point.indeks) for point in within], **_WITHIN)
    axes.plot([entry.tahun + 1.0 for entry in official], [entry.indeks for entry in official], **_OFFICIAL)
    if opening is not None:
        newest = ends[-1] if ends else within[-1]
        axes.plot([_position(newest), last + OPENS_AFTER], [known(newest.indeks), opening.indeks], **_OPENING)
    if target is not None:
        axes.plot([first, last], [target, target], color=theme.MUTED.light, linewidth=1.0, linestyle=(0, (4, 3)))
    years = range(min([points[0].tahun, *(entry.tahun for entry in official)]), points[-1].tahun + 1)
    axes.set_xticks([year + 1.0 for year in years], [str(year) for year in years])
    axes.set_xlim(
        first - 0.25, max(last, *(entry.tahun + 1.0 for entry in official), first) + (0.15 if opening is None else 1.0)
    )
    axes.margins(y=0.09)
    axes.set_ylim(*axes.get_ylim())
    ticks.exact(axes.yaxis, w)
    axes.set_ylabel(w("Indeks"), labelpad=5)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    _mark_breaks(axes, points, w)
    if opening is not None:
        told = w("1 Januari {tahun}: {indeks:n}", tahun=opening.tahun, indeks=opening.indeks)
        spot = (last + OPENS_AFTER, opening.indeks, told, SMALL_POINTS)
        _place(axes, spot, ("right", "below", "left"), [], color=theme.NEGATIVE.light)
    _write(axes, (ends, within, official), (first, target), w)
    key = _key(official, bool(within), w)
    for line, entries in enumerate(key):
        _legend(axes, entries, (len(key) - 1 - line) * 4.5 + 4.5)


def trend_frame(points: Sequence[TitikTren], w: Writer, official: Sequence[AngkaResmi] = ()) -> Frame:
    """The frame of a trend, with room for the key above."""
    key = 4.5 * len(_key(official, bool(divided(points)[1]), w))
    return Frame(theme.NARROW_CHART_MM, 32 + key, left=17, right=14, top=4 + key, bottom=6)


def divided(points: Sequence[TitikTren]) -> tuple[list[TitikTren], list[TitikTren]]:
    """The last snapshot of each year, and the others; the newest is among the others while its year is under way."""
    last = {point.tahun: point for point in points}
    ends = list(last.values())
    if len(ends) > 1:
        before, newest = (_position(point) - point.tahun for point in ends[-2:])
        if newest < before - MUCH_EARLIER:
            ends.pop()
    return ends, [point for point in points if point not in ends]


def _position(point: TitikTren) -> float:
    """A date as a year and its part: 31 December 2024 is 2025.0."""
    date = point.per_tanggal
    start = datetime.date(date.year, 1, 1)
    return date.year + ((date - start).days + 1) / ((datetime.date(date.year + 1, 1, 1) - start).days)


def _segments(points: list[TitikTren]) -> list[list[TitikTren]]:
    """Runs of snapshots under one instrument and of as many governments: a line never crosses a break."""
    return [list(run) for _, run in itertools.groupby(points, key=lambda point: (point.instrumen, point.pemerintah))]


def _mark_breaks(axes: Axes, points: Sequence[TitikTren], w: Writer) -> None:
    """A line at each change of instrument, named where it does not touch the name of the one before."""
    named, end = w("instrumen berganti"), -float("inf")
    width = text_mm(named, SMALL_POINTS) / theme.NARROW_CHART_MM * (axes.get_xlim()[1] - axes.get_xlim()[0])
    for before, after in itertools.pairwise(points):
        if before.instrumen == after.instrumen:
            continue
        place = (_position(before) + _position(after)) / 2
        axes.axvline(place, color=theme.CAUTION.light, linewidth=1.0, linestyle=":")
        if place - width / 2 > end:
            axes.text(
                place,
                1.01,
                named,
                transform=axes.get_xaxis_transform(),
                ha="center",
                fontsize=SMALL_POINTS,
                color=theme.CAUTION.light,
            )
            end = place + 1.2 * width / 2


def _write(
    axes: Axes,
    marks: tuple[list[TitikTren], list[TitikTren], Sequence[AngkaResmi]],
    aim: tuple[float, float | None],
    w: Writer,
) -> None:
    """The last value, the target, the months within the newest year and the published figures, none over another."""
    ends, within, official = marks
    spots = [(_position(point), known(point.indeks)) for point in (*ends, *within)]
    taken = [_around(axes, x, y) for x, y in spots]
    taken += [_around(axes, entry.tahun + 1.0, entry.indeks) for entry in official]
    newest = ends[-1] if ends else within[-1]
    value = (_position(newest), known(newest.indeks), w.number(newest.indeks), theme.CHART_FONT_POINTS)
    _place(axes, value, ("right", "above", "below", "left"), taken, color=theme.ACCENT.light, fontweight="semibold")
    first, target = aim
    if target is not None:
        text = w("Target {nilai:n}", nilai=target)
        wide = text_mm(text) * _POINTS_PER_MM
        middle = axes.transData.inverted().transform((axes.transData.transform((first, target))[0] + wide / 2, 0))[0]
        if not _place(axes, (middle, target, text, 9.0), ("above", "below"), taken, color=theme.MUTED.light):
            x = max(x for x, _ in spots)
            _place(
                axes, (x, target, text, 9.0), ("right", "right above", "right below"), taken, color=theme.MUTED.light
            )
    for entry in official:
        figure = (entry.tahun + 1.0, entry.indeks, w.number(entry.indeks), SMALL_POINTS)
        _place(axes, figure, ("above", "right", "left", "below"), taken, color=theme.CAUTION.light)
    for point in (point for point in within if point.tahun == within[-1].tahun):
        month = w.date(point.per_tanggal).split()[1]
        spot = (_position(point), known(point.indeks), month, SMALL_POINTS)
        _place(axes, spot, ("left", "below", "right"), taken, color=theme.MUTED.light)


def _around(axes: Axes, x: float, y: float) -> Box:
    """The room of a mark, in points of the figure."""
    across, up = axes.transData.transform((x, y))
    return across - MARK_POINTS, up - MARK_POINTS, across + MARK_POINTS, up + MARK_POINTS


def _place(
    axes: Axes, text: tuple[float, float, str, float], sides: Sequence[str], taken: list[Box], **look: Any
) -> bool:
    """Write a text beside its place (x, y, text, size) on the first side where it touches nothing; whether it was."""
    x, y, words, size = text
    across, up = axes.transData.transform((x, y))
    wide, high = text_mm(words, size) * _POINTS_PER_MM, size * 0.95
    offsets = {
        "right": (MARK_POINTS + 3, -high / 2),
        "left": (-MARK_POINTS - 3 - wide, -high / 2),
        "above": (-wide / 2, MARK_POINTS + 1),
        "below": (-wide / 2, -MARK_POINTS - 1 - high),
        "right above": (MARK_POINTS + 3, 1),
        "right below": (MARK_POINTS + 3, -high - 1),
    }
    bounds = axes.figure.bbox
    for side in sides:
        left, low = across + offsets[side][0], up + offsets[side][1]
        box = (left, low, left + wide, low + high)
        if (
            left >= 0
            and box[2] <= bounds.width
            and low >= axes.bbox.y0
            and not any(_touch(box, other) for other in taken)
        ):
            taken.append(box)
            axes.annotate(
                words,
                (x, y),
                xytext=(offsets[side][0], offsets[side][1] + high / 2),
                textcoords="offset points",
                va="center",
                ha="left",
                fontsize=size,
                annotation_clip=False,
                **look,
            )
            return True
    return False


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


Entry = tuple[dict[str, Any], str]


def _key(official: Sequence[AngkaResmi], within: bool, w: Writer) -> list[list[Entry]]:
    """What the marks mean, line by line; nothing where there is only the line."""
    if not within and not official:
        return []
    lines = [[(_YEAR_END, w("Akhir tahun"))]]
    if within:
        lines[0].append((_WITHIN, w("Dalam tahun berjalan")))
    if official:
        scope = scope_of(official)
        text = w("Angka resmi")
        lines.append([(_OFFICIAL, f"{text}: {w.label(SCOPES, scope)}" if scope else text)])
    return lines


def scope_of(official: Sequence[AngkaResmi]) -> str:
    """Whom the published figures are about, where all of them say so after a semicolon in their source."""
    scopes = {entry.sumber.partition(";")[2].strip() for entry in official}
    return scopes.pop() if len(scopes) == 1 else ""


def _legend(axes: Axes, entries: Sequence[Entry], above_mm: float) -> None:
    """One line of the key, so high above the axes."""
    width, height = axes.bbox.width / _POINTS_PER_MM, axes.bbox.height / _POINTS_PER_MM
    x, y = 0.5, 1 + above_mm / height
    for look, text in entries:
        axes.plot([x / width], [y], transform=axes.transAxes, clip_on=False, **look)
        axes.text((x + 2.2) / width, y, text, transform=axes.transAxes, va="center_baseline", color=theme.MUTED.light)
        x += 8.0 + text_mm(text)


def _caption(facts: Facts, within: bool, w: Writer) -> str:
    parts = [w("Sumbu tidak mulai dari nol.")]
    if within:
        parts.append(
            w(
                "Garis: data terakhir setiap tahun. Lingkaran kosong: data dalam tahun berjalan, tidak disambung.",
            )
        )
    if facts.tren_resmi:
        parts.append(
            w(
                "Belah ketupat: angka resmi yang diterbitkan; tidak dihitung oleh laporan ini dan tidak masuk uji tren.",
            )
        )
    return " ".join(parts)


def _alt(facts: Facts, points: list[TitikTren], w: Writer) -> str:
    computed = "; ".join(f"{w.date(point.per_tanggal)}: {w.number(point.indeks)}" for point in points)
    text = w("Indeks menurut tanggal: {daftar}.", daftar=computed)
    if facts.tren_resmi:
        official = "; ".join(f"{figure.tahun}: {w.number(figure.indeks)}" for figure in facts.tren_resmi)
        text += " " + w("Angka resmi: {daftar}.", daftar=official)
    return text
