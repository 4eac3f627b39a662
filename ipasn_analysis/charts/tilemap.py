"""A province as tiles: each government where it lies, in the colour of its category, with its name and its index."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts.rows import text_mm
from ipasn_analysis.result.ranking import Pemerintah, Petak
from ipasn_analysis.writing.writer import Writer

Place = tuple[float, float]

WIDEST_TILE_MM = 20.0
NARROW_TILE_MM = 20.0
"""The least in which a name can be read."""
TILE_ASPECT = 0.66
GAP = 0.06
LEGEND_MM = 7.0
APART = 0.35
"""Room between the map and the governments without a place on it, in heights of a tile."""
ALWAYS_DARK = theme.PAPER.dark
"""Ink on the two categories that are light on light paper and on dark; no colour that changes with the paper."""
PROVINCIAL = "Pemerintah Provinsi"
"""The one government whose name needs no more than its kind among those of its province."""
PREFIXES = {"Kabupaten ": "", "Pemerintah Daerah ": "Pemda "}
NAME_POINTS = (9.0, 8.5, 8.0)
_CHARACTER_EM = 0.5
_POINTS_PER_MM = 72 / theme.MM_PER_INCH


def tile_map(rows: Sequence[Pemerintah], w: Writer, source: str, title: str) -> Chart:
    """Tiles of the rows (nama, indeks, kategori, petak); those without a place of their own stand below the map."""
    places = layout([row.petak for row in rows])
    columns = int(max((x for x, _ in places), default=0)) + 1
    height = max((y for _, y in places), default=0.0) + 1
    narrow = columns * NARROW_TILE_MM <= theme.NARROW_CHART_MM
    width = theme.NARROW_CHART_MM if narrow else theme.CHART_WIDTH_MM
    tile = min(WIDEST_TILE_MM, width / columns)
    with theme.chart_style():
        figure, axes = theme.new_axes(
            width,
            height * tile * TILE_ASPECT + LEGEND_MM,
            left_mm=0.0,
            right_mm=0.0,
            top_mm=LEGEND_MM,
            bottom_mm=0.0,
        )
        axes.set_axis_off()
        across = width / tile
        axes.set_xlim(0, across)
        axes.set_ylim(height, 0)
        for row, place in zip(rows, places, strict=True):
            _tile(axes, place, row, tile, w)
        _legend(figure, [row.kategori for row in rows], w)
        svg = svg_of(figure, "peta-petak")
    caption = w(
        "Petak menunjukkan letak kira-kira, bukan luas wilayah; pemerintah daerah tanpa wilayah sendiri ditempatkan di bawah.",
    )
    return Chart("peta-petak", title, _alt(rows, w), svg, source, caption)


def layout(tiles: Sequence[Petak | None]) -> list[Place]:
    """Column and row of each tile, moved to start at 0; without a tile, or with one that is taken, below the map."""
    used = [tile for tile in tiles if tile is not None]
    left, top = (min(ends, default=0) for ends in ([tile.column for tile in used], [tile.row for tile in used]))
    columns = max((tile.column - left for tile in used), default=4) + 1
    bottom = max((tile.row - top for tile in used), default=-1) + 1
    start = bottom + APART if used else 0.0
    places: list[Place] = []
    taken: set[Place] = set()
    apart = 0
    for tile in tiles:
        place = None if tile is None else (float(tile.column - left), float(tile.row - top))
        if place is None or place in taken:
            place = (float(apart % columns), start + apart // columns)
            apart += 1
        taken.add(place)
        places.append(place)
    return places


def short_name(name: str) -> str:
    """A name in its province: without the word for the usual kind (``Tapin``), else with it (``Kota Banjarbaru``)."""
    if name.startswith(PROVINCIAL):
        return PROVINCIAL
    for prefix, replacement in PREFIXES.items():
        if name.startswith(prefix):
            return replacement + name.removeprefix(prefix)
    return name


def ink_of(kategori: str | None) -> str:
    """A colour for text that is readable on the colour of the category, on light paper and on dark."""
    if kategori is None:
        return theme.MUTED.light
    return ALWAYS_DARK if kategori in ("sedang", "rendah") else theme.PAPER.light


def _tile(axes: Any, place: Place, row: Pemerintah, tile_mm: float, w: Writer) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 (slow to import)

    x, y = place
    shown = not row.disembunyikan
    box = Rectangle(
        (x + GAP / 2, y + GAP / 2 / TILE_ASPECT),
        1 - GAP,
        1 - GAP / TILE_ASPECT,
        facecolor=theme.CATEGORIES[row.kategori].light if not row.disembunyikan else theme.SURFACE.light,
        edgecolor="none" if shown else theme.RULE.light,
        linewidth=0.0 if shown else 0.8,
    )
    axes.add_patch(box)
    colour = ink_of(row.kategori)
    figure_size = min(12.0, tile_mm * 0.5)
    below_mm = 2.0 + 0.8 * figure_size / _POINTS_PER_MM
    room = (tile_mm * (1 - GAP) - 3.0, tile_mm * (TILE_ASPECT - GAP) - below_mm - 1.2)
    lines, size = _fitted(short_name(row.nama), room)
    inset = GAP / 2 + 1.5 / tile_mm
    top = y + GAP / 2 / TILE_ASPECT
    for number, line in enumerate(lines):
        baseline = top + (1.2 + (0.78 + 1.12 * number) * size / _POINTS_PER_MM) / (tile_mm * TILE_ASPECT)
        axes.text(x + inset, baseline, line, va="baseline", ha="left", fontsize=size, color=colour)
    told = w("dirahasiakan") if row.kategori is None else w.number(row.indeks)
    look = {"fontsize": figure_size, "fontweight": "semibold"} if shown else {"fontsize": NAME_POINTS[-1]}
    baseline = y + 1 - (GAP / 2 + 1.3 / tile_mm) / TILE_ASPECT
    axes.text(x + inset, baseline, told, va="baseline", ha="left", color=colour, **look)


def _fitted(name: str, room_mm: tuple[float, float]) -> tuple[list[str], float]:
    """The name on at most two lines and the largest type (points) in which they fit the room (width, height)."""
    width, height = (side * _POINTS_PER_MM for side in room_mm)
    words = name.split()
    splits = [[name], *([" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(len(words) - 1, 0, -1))]
    for size in NAME_POINTS:
        for lines in splits:
            widest = max(_width_em(line) for line in lines)
            if widest * size <= width and (1.12 * len(lines) - 0.1) * size <= height:
                return lines, size
    longest = int(width / (_CHARACTER_EM * size))
    return textwrap.wrap(name, max(4, longest), max_lines=2, placeholder="…"), size


def _width_em(text: str) -> float:
    """About how wide `text` is, in widths of its type size."""
    return sum(0.28 if char in "iljtfrI .'-" else 0.8 if char in "mwMW" else 0.54 for char in text)


def _legend(figure: Any, categories: Sequence[str | None], w: Writer) -> None:
    """The categories that occur, from the highest, in a line above the map."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 (slow to import)

    width, height = (side * theme.MM_PER_INCH for side in figure.get_size_inches())
    x = 0.5
    found = [name for name in theme.CATEGORIES if name in categories]
    texts = [(theme.CATEGORIES[name].light, w.translate(name)) for name in found]
    if None in categories:
        texts.append((theme.SURFACE.light, w("dirahasiakan")))
    for colour, text in texts:
        box = Rectangle(
            (x / width, 1 - 4.4 / height),
            3.2 / width,
            3.2 / height,
            transform=figure.transFigure,
            facecolor=colour,
            edgecolor=theme.MUTED.light,
            linewidth=0.5,
        )
        figure.add_artist(box)
        figure.text((x + 4.4) / width, 1 - 2.8 / height, text, va="center", ha="left", color=theme.MUTED.light)
        x += 8.0 + text_mm(text)


def _alt(rows: Sequence[Pemerintah], w: Writer) -> str:
    shown = [row for row in rows if row.kategori is not None]
    listed = "; ".join(
        w(
            "{nama} {indeks:n} ({kategori:t})",
            nama=row.nama,
            indeks=row.indeks,
            kategori=row.kategori,
        )
        for row in shown
    )
    return w("Peta skematis {jumlah} pemerintah daerah menurut kategori: {daftar}.", jumlah=len(rows), daftar=listed)
