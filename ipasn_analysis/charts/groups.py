"""Group means of all groupings around the mean of everybody: one dot each, labelled directly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.rows import frame, names
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.people import KelompokTampil
from ipasn_analysis.writing.words import GROUPINGS, group_name
from ipasn_analysis.writing.writer import Writer

Part = tuple[str, list[KelompokTampil]]

ROW_MM = 3.25
LINES_BETWEEN = 0.4
MOST_LINES = 16
"""With more, the groupings of employment stand in a chart and those of the person in another."""
OF_EMPLOYMENT = ("jenis_pegawai", "jenis_jabatan", "eselon", "golongan")
INDEX_AT, GAP_AT = 13.0, 30.0
"""Right edges of the two columns of figures, in millimetres from the axes."""


def means(facts: Facts, w: Writer, source: str, title: Callable[[Sequence[str]], str]) -> list[Chart]:
    """A dot per shown group, joined to the mean of everybody by a line, in one chart or two on the same scale.

    `title` says what the groupings of a chart show; the last has the notes. There is none where no grouping has two
    shown groups.
    """
    parts = _parts(facts)
    halves = [parts]
    if _places(parts)[2] > MOST_LINES:
        halves = [[part for part in parts if (part[0] in OF_EMPLOYMENT) == first] for first in (True, False)]
    halves = [half for half in halves if half]
    texts = [
        *(w.label(GROUPINGS, grouping) for grouping, _ in parts),
        *(group_name(w, grouping, row.kunci) for grouping, rows in parts for row in rows),
    ]
    margin = frame(texts, 9, "Semibold")
    values = [facts.indeks, *(row.indeks for _, rows in parts for row in rows)]
    ends = min(values), max(values)
    charts = []
    for place, half in enumerate(halves, 1):
        name, alt = f"kelompok-{place}", _alt(half, facts.indeks, w)
        svg = _drawing(name, half, facts.indeks, ends, margin, w)
        charts.append(Chart(name, title([grouping for grouping, _ in half]), alt, svg))
    return [*charts[:-1], *(replace(chart, source=source, caption=_caption(facts, w)) for chart in charts[-1:])]


def _drawing(
    name: str, parts: list[Part], overall: float, ends: tuple[float, float], margin: tuple[float, float], w: Writer
) -> str:
    """The chart of these groupings; `ends` are the lowest and highest index, `margin` is the frame of all of them."""
    places, heads, depth = _places(parts)
    texts = [group_name(w, grouping, row.kunci) for _, (grouping, row) in places]
    (width, left), (low, high) = margin, ends
    with theme.chart_style():
        figure, axes = theme.new_axes(
            width, 12 + ROW_MM * depth, left_mm=left, right_mm=GAP_AT + 0.5, top_mm=6, bottom_mm=6
        )
        index_at, gap_at = (1 + edge / (width - left - GAP_AT - 0.5) for edge in (INDEX_AT, GAP_AT))
        axes.plot([overall, overall], [-depth + 0.3, 0.6], color=theme.MUTED.light, linewidth=1.0)
        right = axes.get_yaxis_transform()
        axes.hlines(
            [y for y, _ in places],
            overall,
            [row.indeks for _, (_, row) in places],
            colors=theme.NEUTRAL.light,
            linewidths=1.6,
            capstyle="projecting",
            zorder=2,
        )
        for above, face in ((True, theme.ACCENT.light), (False, theme.PAPER.light)):
            spots = [(row.indeks, y) for y, (_, row) in places if (row.indeks >= overall) == above]
            if spots:
                look: dict[str, Any] = {
                    "markerfacecolor": face,
                    "markeredgecolor": theme.ACCENT.light,
                    "markersize": 5.5,
                }
                axes.plot(*zip(*spots, strict=True), "o", **look)
        for y, (_, row) in places:
            axes.text(index_at, y, w.number(row.indeks), transform=right, va="center", ha="right")
            gap = w.signed(row.selisih)
            axes.text(gap_at, y, gap, transform=right, va="center", ha="right", color=theme.MUTED.light)
        for x, head in ((index_at, w("Indeks")), (gap_at, w("Selisih"))):
            axes.text(x, 0.9, head, transform=right, va="bottom", ha="right", color=theme.MUTED.light)
        for y, grouping in heads:
            text = w.label(GROUPINGS, grouping)
            axes.text(-0.015, y, text, transform=right, va="center", ha="right", fontweight="semibold")
        axes.text(overall, 0.9, w("Semua pegawai {indeks:n}", indeks=overall), va="bottom", ha="center")
        names(axes, texts, places=[y for y, _ in places])
        axes.set_xlim(low - 0.03 * (high - low) - 0.5, high + 0.03 * (high - low) + 0.5)
        axes.set_ylim(-depth + 0.2, 0.8)
        axes.locator_params(axis="x", nbins=5, integer=True)
        ticks.exact(axes.xaxis, w)
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        return svg_of(figure, name)


def _caption(facts: Facts, w: Writer) -> str:
    caption = w("Selisih terhadap semua pegawai. Titik penuh: di atasnya; lingkaran kosong: di bawahnya.")
    if any(row.disembunyikan for entry in facts.kelompok for row in entry.kelompok):
        caption += " " + w("Kelompok yang dirahasiakan tidak digambar.")
    return caption


def _parts(facts: Facts) -> list[Part]:
    """Groupings with at least two shown groups, and these groups; people whose group is not recorded are none."""
    shown = [
        (entry.pengelompokan, [row for row in entry.kelompok if not row.disembunyikan and row.kunci is not None])
        for entry in facts.kelompok
    ]
    return [(name, rows) for name, rows in shown if len(rows) > 1]


def _places(parts: list[Part]) -> tuple[list[Any], list[tuple[float, str]], float]:
    """Where each row and each head stands (from 0 downwards), and how many lines there are in all."""
    places, heads, y = [], [], 0.0
    for grouping, rows in parts:
        heads.append((y, grouping))
        for row in rows:
            y -= 1
            places.append((y, (grouping, row)))
        y -= 1 + LINES_BETWEEN
    return places, heads, -y - LINES_BETWEEN


def _alt(parts: list[Part], overall: float, w: Writer) -> str:
    text = w("Semua pegawai {indeks:n}", indeks=overall)
    for grouping, rows in parts:
        listed = ", ".join(f"{group_name(w, grouping, row.kunci)} {w.number(row.indeks)}" for row in rows)
        text += f"; {w.label(GROUPINGS, grouping)}: {listed}"
    return text
