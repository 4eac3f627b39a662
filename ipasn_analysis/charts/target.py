"""The way to the target as pictures: chosen among open actions, and what each target costs at least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Chart
from ipasn_analysis.blocks.svg import svg_of
from ipasn_analysis.charts import ticks
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.facts.plan import available, chosen, curve_points, steps
from ipasn_analysis.facts.plan import items as items_of
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import KegiatanJabatan
from ipasn_analysis.writing.words import ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURVE_FRAME = Frame(theme.NARROW_CHART_MM, 56, left=17, right=3, top=5, bottom=11)
NARROWEST_LABEL = 0.08
"""Share of the longest bar from which on a segment holds its own figure."""
NEAREST_LABEL = 0.1
"""Share of the axis within which the curve of costs has no figure but that of the target."""
DEARER = 1.1
"""How much dearer than the first the last point of index must be to be called dearer: counts are rounded."""


@dataclass(frozen=True)
class Fill:
    """How a type of post is filled, and the colour of figures on it."""

    colour: str
    alpha: float
    text: str


FILLS = {
    "struktural": Fill(theme.INK.light, 1.0, theme.PAPER.light),
    "fungsional": Fill(theme.ACCENT.light, 0.95, theme.PAPER.light),
    "pelaksana": Fill(theme.ACCENT.light, 0.4, theme.INK.light),
}

OPEN: dict[str, Any] = {"facecolor": theme.GRID.light, "edgecolor": theme.NEUTRAL.light, "linewidth": 0.8}


def actions(facts: Facts, w: Writer, source: str, title: str) -> Chart | None:
    """Chosen actions by item, stacked by type of post, inside the open ones; None with nothing open."""
    plan = known(facts.menuju_target)
    rows = [row for row in plan.per_jabatan if row.tersedia]
    items = [item for item in items_of(plan) if _of(rows, item)]
    if not items:
        return None
    most = max(1, *(available(_of(rows, item)) for item in items))
    posts = [post for post in FILLS if any(row.jenis_jabatan == post for row in rows)]
    with theme.chart_style():
        figure, axes = theme.new_axes(height_mm=14 + 7 * len(items), left_mm=47, right_mm=38, top_mm=8, bottom_mm=6)
        for place, item in enumerate(items):
            y = len(items) - 1 - place
            open_, taken = available(_of(rows, item)), chosen(_of(rows, item))
            axes.barh(y, open_, height=0.62, **OPEN)
            left = 0
            for post in posts:
                count, fill = chosen(_of(rows, item, post)), FILLS[post]
                axes.barh(y, count, left=left, height=0.62, color=fill.colour, alpha=fill.alpha)
                if count >= NARROWEST_LABEL * most and count != taken:
                    axes.text(left + count / 2, y, w.integer(count), va="center", ha="center", color=fill.text)
                left += count
            text = w("{jumlah:i} dari {tersedia:i}", jumlah=taken, tersedia=open_)
            axes.text(open_ + most * 0.015, y, text, va="center", ha="left")
        axes.set_yticks(range(len(items)), [w.label(ITEMS, item) for item in reversed(items)])
        axes.set_xlim(0, most * 1.001)
        axes.set_ylim(-0.5, len(items) - 0.5)
        axes.locator_params(axis="x", nbins=5, integer=True)
        axes.xaxis.set_major_formatter(lambda value, _: w.integer(value))
        axes.spines["left"].set_visible(False)
        _legend(axes, posts, w)
        svg = svg_of(figure, "kegiatan")
    return Chart("kegiatan", title, _alt(rows, items, posts, w), svg, source)


def _of(rows: Sequence[KegiatanJabatan], item: str, post: str | None = None) -> list[KegiatanJabatan]:
    """The actions of an item, for a type of post alone where one is given."""
    return [row for row in rows if row.tindakan == item and post in {None, row.jenis_jabatan}]


def _legend(axes: Any, posts: list[str], w: Writer) -> None:
    """The types of post above the bars, in the order in which they are stacked."""
    from matplotlib.patches import Patch  # noqa: PLC0415 (slow to import)

    handles = [Patch(color=FILLS[post].colour, alpha=FILLS[post].alpha, label=w.label(POSTS, post)) for post in posts]
    handles.append(Patch(**OPEN, label=w("Terbuka, tidak direncanakan")))
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=len(handles), borderaxespad=0.2,
        handlelength=0.9, handleheight=0.9, handletextpad=0.5, columnspacing=1.4,
    )  # fmt: skip


def curve(facts: Facts, w: Writer, source: str) -> Chart | None:
    """The least cost of each index from today's upwards, with the target marked; None with fewer than two steps."""
    points = curve_points(known(facts.menuju_target))
    if len(points) < 3:
        return None
    plan = known(facts.menuju_target)
    aim = plan.indeks_sesudah if plan.dapat_dicapai else None
    svg = CURVE_FRAME.svg(
        "kurva-biaya",
        lambda axes: draw_cost_curve(axes, points, w, unlabelled=1, aim=aim, target=plan.target, unit=plan.mata_uang),
    )
    unit = plan.mata_uang or w("satuan")
    alt = "; ".join(
        w("indeks {indeks:n}: {biaya:a} {satuan}", indeks=index, biaya=cost, satuan=unit) for index, cost in points
    )
    return Chart("kurva-biaya", curve_title(facts, w), alt, svg, source)


def draw_cost_curve(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    w: Writer,
    *,
    unlabelled: int = 0,
    aim: float | None = None,
    target: float | None = None,
    unit: str | None = None,
) -> None:
    """A line through the points (index, least cost), each with its cost but the first `unlabelled` ones.

    The point at the index `aim` stands out, named by the `target` that it reaches.
    """
    axes.plot(*zip(*points, strict=True), "-o", color=theme.ACCENT.light, markersize=4.5)
    beside = NEAREST_LABEL * (points[-1][0] - points[0][0])
    for index, cost in points[unlabelled:]:
        aimed = index == aim
        if aim in [other for other, _ in points] and 0 < abs(index - known(aim)) < beside:
            continue  # the figure of the target stands there
        if aimed:
            axes.plot(index, cost, "o", color=theme.ACCENT.light, markersize=8.5)
        text = w.amount(cost)
        if aimed:
            text = w("Target {target:n}: {biaya}", target=target, biaya=text)
        axes.annotate(
            text, (index, cost), xytext=(-7, 4), textcoords="offset points", ha="right", va="bottom",
            fontweight="semibold" if aimed else "normal",
        )  # fmt: skip
    axes.set_xlim(points[0][0] - 0.1, None)
    axes.set_ylim(0, points[-1][1] * 1.12)
    axes.locator_params(axis="x", nbins=6)
    ticks.exact(axes.xaxis, w)
    axes.yaxis.set_major_formatter(lambda value, _: w.integer(value))
    axes.set_xlabel(w("Indeks yang dituju"))
    axes.set_ylabel(w("Biaya paling sedikit ({satuan})", satuan=unit or w("satuan")))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)


def curve_title(facts: Facts, w: Writer) -> str:
    """What the chart of costs shows: what the first and the last shown point of index cost, where that differs much."""
    stretches = steps(known(facts.menuju_target))
    first, last = _cost(stretches[0], w), _cost(stretches[-1], w)
    plan = known(facts.menuju_target)
    dearer = stretches[-1] > DEARER * stretches[0] and first != last
    if plan.biaya_seragam and plan.mata_uang is None and dearer:
        return w(
            "Makin tinggi target, makin banyak kegiatan per poin: dari {sedikit} menjadi {banyak}",
            sedikit=first,
            banyak=last,
        )
    return w(
        N_("Makin tinggi targetnya, makin mahal tiap poin: dari {murah} menjadi {mahal} {satuan} per poin")
        if dearer
        else N_("Setiap poin indeks berbiaya sekitar {murah} {satuan}"),
        murah=first,
        mahal=last,
        satuan=plan.mata_uang or w("satuan"),
    )


def _cost(value: float, w: Writer) -> str:
    """What a point of the index costs; with a decimal where that is less than one."""
    return w.size(value, 0 if value >= 1 else 1)


def _alt(rows: Any, items: list[str], posts: list[str], w: Writer) -> str:
    parts = []
    for item in items:
        taken = ", ".join(
            f"{w.label(POSTS, post)} {w.integer(chosen(_of(rows, item, post)))}"
            for post in posts
            if available(_of(rows, item, post))
        )
        parts.append(
            w(
                "{butir}: {jumlah:i} dari {tersedia:i} ({daftar})",
                butir=w.label(ITEMS, item),
                jumlah=chosen(_of(rows, item)),
                tersedia=available(_of(rows, item)),
                daftar=taken,
            )
        )
    return "; ".join(parts)
