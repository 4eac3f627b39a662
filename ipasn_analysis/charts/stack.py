"""One bar that is divided: where the points to 100 are missing, and how people spread over the categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import text_mm
from ipasn_analysis.charts.tilemap import ALWAYS_DARK
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FRAME = Frame(theme.NARROW_CHART_MM, 10.5)
SMALL_POINTS = 8.0
LOW = ("rendah", "sangat rendah")
INKS = dict.fromkeys(("sedang", "rendah"), ALWAYS_DARK)
"""Categories too light for white text on either paper."""
_BESIDE_MM = 2.0
_SLIGHT = 0.005
_TOLD = 0.004
"""Parts smaller than this share of the bar are not named beneath it."""


class Share(NamedTuple):
    """A part of the bar: its name, how large it is, the figure as written, its colour and that of its text."""

    name: str
    size: float
    figure: str
    colour: str
    ink: str = theme.PAPER.light


def missing_points(facts: Facts, w: Writer) -> Chart | None:
    """The points between the index and 100 by dimension, kompetensi by item where these add up; None with none."""
    parts = [part for part in _missing(facts, w) if part.size > _SLIGHT]
    if not parts:
        return None
    most = max(parts, key=lambda part: part.size)
    title = w(
        "Dari {jumlah:n1} poin yang belum diraih, {poin} ada pada {nama}",
        jumlah=100 - facts.indeks,
        poin=most.figure,
        nama=uncapitalised(most.name),
    )
    return _chart("poin-belum-diraih", title, parts, w)


def _missing(facts: Facts, w: Writer) -> list[Share]:
    found = []
    for name, row in facts.dimensi.items():
        if row.rata_rata is None:
            continue
        colour, gap = theme.DIMENSIONS[name].light, row.maksimum - row.rata_rata
        items = [] if name != "kompetensi" or facts.sumber_nilai != "catatan" else list(facts.rincian.butir or ())
        if items and all(item.poin_terbuka is not None for item in items):
            points = [(w.label(ITEMS, item.butir), known(item.poin_terbuka)) for item in items]
            found += [Share(label, size, w.number(size, 1), colour) for label, size in points]
        else:
            found.append(Share(w.label(DIMENSIONS, name), gap, w.number(gap, 1), colour))
    return sorted(found, key=lambda part: -part.size)


def categories(facts: Facts, w: Writer) -> Chart | None:
    """People by category, the lowest first; None where one of the shares is withheld."""
    rows = facts.sebaran_kategori[::-1]
    if any(row.bagian is None for row in rows):
        return None
    parts = [
        Share(
            w.translate(row.kategori).capitalize(),
            known(row.bagian),
            w.share(row.bagian, 0),
            theme.CATEGORIES[row.kategori].light,
            INKS.get(row.kategori, theme.PAPER.light),
        )
        for row in rows
        if row.bagian
    ]
    caption = w("Bagian pegawai menurut kategori nilainya.")
    return _chart("pegawai-menurut-kategori", categories_title(facts, w), parts, w, caption)


def low_share(facts: Facts) -> float:
    """The share of people in the two lowest categories; shares from rounded counts can come to more than all."""
    return min(1.0, sum(known(row.bagian) for row in facts.sebaran_kategori if row.kategori in LOW))


def categories_title(facts: Facts, w: Writer) -> str:
    """How many people are in the two lowest categories, of shares that are all shown."""
    low = low_share(facts)
    return w(
        N_("Tidak seorang pun berkategori rendah atau sangat rendah")
        if not low
        else N_("Kurang dari 1% pegawai berkategori rendah atau sangat rendah")
        if w.share(low, 0) == w.share(0, 0)
        else N_("Sebanyak {bagian:%0} pegawai berkategori rendah atau sangat rendah"),
        bagian=low,
    )


def _chart(name: str, title: str, parts: Sequence[Share], w: Writer, caption: str = "") -> Chart:
    """Names stand in their parts where there is room; those of the others follow in the caption."""
    whole = sum(part.size for part in parts)
    beside = [part for part in parts if not _fits(part.name, part, whole) and part.size > _TOLD * whole]
    svg = FRAME.svg(name, lambda axes: draw_stack(axes, parts))
    told = "; ".join(f"{part.name} {part.figure}" for part in parts)
    unnamed = "; ".join(f"{part.name} {part.figure}" for part in beside)
    rest = w("Tanpa nama dalam batang: {daftar}.", daftar=unnamed) if unnamed else ""
    return Chart(name, title, told, svg, caption=f"{caption} {rest}".strip())


def draw_stack(axes: Axes, parts: Sequence[Share]) -> None:
    """The parts side by side over the whole width, each with its name and figure as far as they fit."""
    whole, start = sum(part.size for part in parts), 0.0
    for part in parts:
        wide = part.size / whole
        axes.barh(0, wide, left=start, height=1.0, color=part.colour, edgecolor=theme.PAPER.light, linewidth=1.0)
        lines = [text for text in (part.name, part.figure) if _fits(text, part, whole)]
        x = start + _BESIDE_MM / 2 / FRAME.width
        text = "\n".join(lines)
        axes.text(x, 0, text, ha="left", va="center", fontsize=SMALL_POINTS, linespacing=1.3, color=part.ink)
        start += wide
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.5, 0.5)
    axes.set_axis_off()


def _fits(text: str, part: Share, whole: float) -> bool:
    return text_mm(text, SMALL_POINTS) <= part.size / whole * FRAME.width - _BESIDE_MM
