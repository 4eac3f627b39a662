"""Governments × dimensions as a heat map: how much of each maximum is reached, with the numbers in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.columns import printed_label
from ipasn_analysis.blocks.model import Chart, Column
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts.rows import frame, shortened, text_mm
from ipasn_analysis.charts.rows import names as row_names
from ipasn_analysis.charts.tilemap import short_name
from ipasn_analysis.result.ranking import PemerintahTampil
from ipasn_analysis.writing.locale import MISSING
from ipasn_analysis.writing.words import DIMENSIONS
from ipasn_analysis.writing.writer import Writer

ROW_MM, TALLEST_MM = 5.4, 205.0
GAP = 0.18
"""Room between the index and the dimensions, in widths of a cell."""
FAINTEST, STRONGEST = 0.03, 0.5
"""Opacity of the lowest and the highest cell; ink stays readable on the strongest, on light paper and on dark."""
HEAD_POINTS = 8.0
COLUMNS = ("indeks", *DIMENSIONS)


def dimension_heatmap(
    rows: Sequence[PemerintahTampil], maxima: dict[str, float], w: Writer, source: str, title: str
) -> Chart:
    """One line per row (nama, indeks, dimensi in points), one column for the index and each dimension, in % of maximum.

    The darker, the more of the maximum; one scale for all columns. A withheld figure is an empty cell with a dash.
    """
    table = [_percents(row, maxima) for row in rows]
    known = [value for line in table for value in line if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 100.0)
    count = len(rows)
    labels = [shortened(short_name(row.nama)) for row in rows]
    width, left = frame(labels, 8)
    height = 11 + min(ROW_MM, TALLEST_MM / count) * count
    with theme.chart_style():
        figure, axes = theme.new_axes(width, height, left_mm=left + 1, right_mm=0, top_mm=10, bottom_mm=1)
        for place, line in enumerate(table):
            y = count - 1 - place
            for column, value in enumerate(line):
                _cell(axes, (_left(column), y), value, (low, high), w)
        heads = [w("Indeks"), *(w.label(DIMENSIONS, name) for name in DIMENSIONS)]
        names = [_broken(head, (width - left - 1) / (len(COLUMNS) + GAP)) for head in heads]
        axes.set_xticks([_left(column) + 0.5 for column in range(len(COLUMNS))], names)
        axes.xaxis.tick_top()
        axes.tick_params(length=0, pad=4, labelsize=HEAD_POINTS)
        row_names(axes, labels, size=8, pad=4)
        axes.set_xlim(0, _left(len(COLUMNS) - 1) + 1)
        axes.set_ylim(-0.5, count - 0.5)
        for spine in axes.spines.values():
            spine.set_visible(False)
        svg = svg_of(figure, "peta-dimensi")
    caption = w("Persen dari maksimum; makin pekat makin dekat ke maksimum, dengan satu skala untuk semua kolom.")
    return Chart("peta-dimensi", title, _alt(rows, table, w), svg, source, caption)


def _percents(row: PemerintahTampil, maxima: dict[str, float]) -> list[float | None]:
    shares = [None if points is None else points / maxima[name] * 100 for name, points in row.dimensi.items()]
    return [row.indeks, *shares]


def _broken(head: str, room_mm: float) -> str:
    """A head on two lines where it is wider than its column."""
    if text_mm(head, HEAD_POINTS) < room_mm - 1:
        return head
    return printed_label(Column("kepala", head)).replace("\u00ad", "-\n")


def _left(column: int) -> float:
    return column + (GAP if column else 0.0)


def _cell(axes: Any, corner: tuple[float, int], value: float | None, scale: tuple[float, float], w: Writer) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 (slow to import)

    x, y = corner
    low, high = scale
    if value is None:
        axes.text(x + 0.5, y, MISSING, ha="center", va="center", color=theme.MUTED.light)
        return
    strength = (value - low) / (high - low) if high > low else 0.5
    opacity = FAINTEST + (STRONGEST - FAINTEST) * strength
    axes.add_patch(Rectangle((x + 0.015, y - 0.46), 0.97, 0.92, facecolor=theme.ACCENT.light, alpha=opacity))
    axes.text(x + 0.5, y - 0.02, w.number(value, 1), ha="center", va="center")


def _alt(rows: Sequence[PemerintahTampil], table: Sequence[Sequence[float | None]], w: Writer) -> str:
    names = [w("indeks"), *(w.label(DIMENSIONS, name).lower() for name in DIMENSIONS)]
    lines = []
    for row, line in zip(rows, table, strict=True):
        figures = ", ".join(f"{name} {w.number(value, 1)}" for name, value in zip(names, line, strict=True))
        lines.append(f"{row.nama}: {figures}")
    return w("Persen dari maksimum. {daftar}.", daftar="; ".join(lines))
