"""The index over time: computed snapshots joined by a line, published figures apart, breaks of the instrument marked."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from ipasn_analysis.presentation import theme
from ipasn_analysis.presentation.blocks import Chart
from ipasn_analysis.presentation.charts import ticks
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.svg import svg_of
from ipasn_analysis.presentation.words import say


def series(facts: dict[str, Any], locale: Locale, source: str, title: str) -> Chart | None:
    """All snapshots over time with the target; published figures as open diamonds. None with nothing to draw."""
    points = [point for point in facts["tren"] if point["indeks"] is not None]
    if not points:
        return None
    with theme.chart_style():
        figure, axes = theme.new_axes(height_mm=72, left_mm=14, right_mm=30, top_mm=5, bottom_mm=9)
        for segment in _segments(points):
            axes.plot(
                [_position(point) for point in segment],
                [point["indeks"] for point in segment],
                "-o",
                color=theme.ACCENT.light,
                markersize=4.5,
            )
        _mark_breaks(axes, points, locale)
        official = facts["tren_resmi"]
        if official:
            axes.plot(
                [figure_["tahun"] + 1.0 for figure_ in official],
                [figure_["indeks"] for figure_ in official],
                "D",
                markerfacecolor="none",
                markeredgecolor=theme.CAUTION.light,
                markeredgewidth=1.3,
                markersize=6,
                linestyle="none",
            )
        last = points[-1]
        first_x = min([_position(points[0])] + [figure_["tahun"] + 1.0 for figure_ in official])
        end_x = _position(last)
        target = facts["target"]
        if target is not None:
            axes.plot([first_x, end_x], [target, target], color=theme.MUTED.light, linewidth=1.0, linestyle=(0, (4, 3)))
        _end_labels(axes, end_x, last["indeks"], target, bool(official), locale)
        years = range(min(entry["tahun"] for entry in (points[0], *official)), last["tahun"] + 1)
        axes.set_xticks([year + 1.0 for year in years], [str(year) for year in years])
        axes.set_xlim(first_x - 0.25, end_x + 0.15)
        ticks.exact(axes.yaxis, locale)
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        svg = svg_of(figure, "tren")
    return Chart("tren", title, _alt(facts, points, locale), svg, source, _caption(facts, locale))


def _position(point: dict[str, Any]) -> float:
    """A date as a year and its part: 31 December 2024 is 2025.0."""
    date = datetime.date.fromisoformat(point["per_tanggal"])
    start = datetime.date(date.year, 1, 1)
    return date.year + ((date - start).days + 1) / ((datetime.date(date.year + 1, 1, 1) - start).days)


def _segments(points: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Runs of snapshots under one instrument: a line never crosses a break."""
    runs: list[list[dict[str, Any]]] = []
    for point in points:
        if runs and runs[-1][-1]["instrumen"] == point["instrumen"]:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _mark_breaks(axes: Any, points: list[dict[str, Any]], locale: Locale) -> None:
    for before, after in itertools.pairwise(points):
        if before["instrumen"] != after["instrumen"]:
            place = (_position(before) + _position(after)) / 2
            axes.axvline(place, color=theme.CAUTION.light, linewidth=1.0, linestyle=":")
            axes.text(
                place,
                1.01,
                say(locale, "instrumen berganti"),
                transform=axes.get_xaxis_transform(),
                ha="center",
                fontsize=7.5,
                color=theme.CAUTION.light,
            )


def _end_labels(axes: Any, x: float, value: float, target: float | None, official: bool, locale: Locale) -> None:
    """Direct labels at the right end, pushed apart where they would touch."""
    labels = [(value, say(locale, "Dihitung {nilai}", nilai=locale.number(value)), theme.ACCENT.light)]
    if target is not None:
        labels.append((target, say(locale, "Target {nilai}", nilai=locale.number(target)), theme.MUTED.light))
    low, high = axes.get_ylim()
    gap = (high - low) * 0.065
    labels.sort()
    placed: list[float] = []
    for level, text, colour in labels:
        y = max(level, placed[-1] + gap) if placed else level
        placed.append(y)
        axes.annotate(
            text, (x, y), xytext=(7, 0), textcoords="offset points", va="center", color=colour, annotation_clip=False
        )
    if official:
        y = max(low + gap * 0.5, min(placed[0] - gap * 1.4, high))
        axes.annotate(
            say(locale, "Angka resmi"),
            (x, y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=theme.CAUTION.light,
            annotation_clip=False,
        )


def _caption(facts: dict[str, Any], locale: Locale) -> str:
    if not facts["tren_resmi"]:
        return ""
    return say(
        locale,
        "Belah ketupat: angka resmi yang diterbitkan; berdiri di samping hasil hitungan dan tidak masuk uji tren.",
    )


def _alt(facts: dict[str, Any], points: list[dict[str, Any]], locale: Locale) -> str:
    computed = "; ".join(f"{locale.date(point['per_tanggal'])}: {locale.number(point['indeks'])}" for point in points)
    text = say(locale, "Indeks menurut tanggal: {daftar}.", daftar=computed)
    if facts["tren_resmi"]:
        official = "; ".join(f"{figure['tahun']}: {locale.number(figure['indeks'])}" for figure in facts["tren_resmi"])
        text += " " + say(locale, "Angka resmi: {daftar}.", daftar=official)
    return text
