"""The talent map: a grid of nine cells, tinted by the share of people and labelled with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.people import SelTalenta
from ipasn_analysis.writing.words import BANDS
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "talenta"
FRAME = Frame(theme.NARROW_CHART_MM, 54, left=20, bottom=12)
BOXES = ((1, 3, 6), (2, 5, 8), (4, 7, 9))
"""The number of each box (Permenpan RB 3/2020), by performance from the lowest up and potential from left to right."""
STRONGEST_TINT = 0.45
FAINTEST_TINT = 0.04
GAP = 0.03


def grid(facts: Facts, w: Writer, source: str, title: str) -> Chart:
    """Performance upwards, potential to the right; see `draw_talent`."""
    found = known(facts.talenta).sel
    svg = FRAME.svg(NAME, lambda axes: draw_talent(axes, found, w))
    return Chart(NAME, title, _alt(found, w), svg, source, _caption(found, w))


def draw_talent(axes: Axes, cells: Sequence[SelTalenta], w: Writer) -> None:
    """The nine cells, performance upwards and potential to the right; hidden ones are dashed."""
    most = max((cell.bagian or 0.0 for cell in cells), default=1.0) or 1.0
    bands = list(BANDS)
    for cell in cells:
        x, y = bands.index(cell.potensi), bands.index(cell.kinerja)
        _draw(axes, (x, y), cell, most, w)
    names = [w.label(BANDS, band) for band in bands]
    axes.set_xticks([0.5, 1.5, 2.5], names)
    axes.set_yticks([0.5, 1.5, 2.5], names)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", labelcolor=theme.INK.light, labelsize=theme.CHART_FONT_POINTS)
    axes.set_xlim(0, 3)
    axes.set_ylim(0, 3)
    axes.set_xlabel(w("Potensi (kualifikasi + kompetensi) →"))
    axes.set_ylabel(w("Kinerja →"), labelpad=6)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw(axes: Axes, place: tuple[int, int], cell: SelTalenta, most: float, w: Writer) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 (slow to import)

    x, y = place
    axes.text(x + 0.05, y + 0.9, str(BOXES[y][x]), ha="left", va="top", fontsize=8)
    corner, size = (x + GAP / 2, y + GAP), (1 - GAP, 1 - 2 * GAP)
    if cell.disembunyikan:
        axes.add_patch(
            Rectangle(corner, *size, facecolor="none", edgecolor=theme.RULE.light, linewidth=0.8, linestyle="--")
        )
        text = w("dirahasiakan")
        axes.text(x + 0.5, y + 0.5, text, ha="center", va="center", color=theme.MUTED.light)
        return
    tint = FAINTEST_TINT + (STRONGEST_TINT - FAINTEST_TINT) * known(cell.bagian) / most
    axes.add_patch(Rectangle(corner, *size, facecolor=theme.ACCENT.light, alpha=tint))
    axes.text(x + 0.5, y + 0.62, w.share(cell.bagian), ha="center", va="center", fontsize=12, fontweight="semibold")
    people = w("{jumlah:i} orang", jumlah=cell.jumlah)
    axes.text(x + 0.5, y + 0.28, people, ha="center", va="center", color=theme.INK.light)


def _caption(found: Sequence[SelTalenta], w: Writer) -> str:
    text = w(
        "Persen: bagian dari semua pegawai yang diukur; makin kuat warnanya, makin banyak. Angka di pojok: nomor kotak menurut Permenpan RB 3/2020."
    )
    if any(cell.disembunyikan for cell in found):
        text += " " + w(
            "Sel bergaris putus-putus dirahasiakan: pegawainya terlalu sedikit, atau angkanya akan membuka sel seperti itu."
        )
    return text


def _alt(found: Sequence[SelTalenta], w: Writer) -> str:
    return "; ".join(
        w(
            "kinerja {kinerja}, potensi {potensi}: {bagian}",
            kinerja=w.label(BANDS, cell.kinerja).lower(),
            potensi=w.label(BANDS, cell.potensi).lower(),
            bagian=w("dirahasiakan") if cell.disembunyikan else w.share(cell.bagian),
        )
        for cell in reversed(found)
    )
