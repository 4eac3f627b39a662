"""Charts to go on with: those of the report, and statistical pictures, each drawn on matplotlib Axes.

``ax=None`` makes a figure of its own in the style of reports; with an Axes of yours the chart is drawn there. Small
groups are withheld as in the tables; ``internal=True`` shows them.
"""

from __future__ import annotations

import datetime
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ipasn_analysis.api import changes, tables
from ipasn_analysis.api.scores_frame import WITHOUT, By, attribute, group_table, labels
from ipasn_analysis.blocks import theme
from ipasn_analysis.charts import bars, funnel, ranking, series, talent, target, waterfall
from ipasn_analysis.charts.drawing import Frame
from ipasn_analysis.charts.rows import margin_mm, shortened
from ipasn_analysis.result.head import NilaiDimensi
from ipasn_analysis.result.people import SelTalenta
from ipasn_analysis.result.ranking import UnitCorong
from ipasn_analysis.result.series import TitikTren
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.writing.words import DIMENSIONS as NAMES
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

W = Writer("id")
ROW_MM = 6.0
COLUMNS_OF_MULTIPLES = 4
PANEL_MM = 42.0


def plot_ranking(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The ranks of the groups with those that cannot be ruled out, best on top; the index on the right.

    Examples
    --------
    >>> ax = ipasn.plot_ranking(scores)
    >>> ax.set_title("Peringkat perangkat daerah")
    """
    rows = _rows(tables.rank(scores, by, internal=internal))
    return ranking.ranking_frame(rows, W).axes(lambda axes: ranking.draw_ranking(axes, rows, W), ax)


def plot_dimensions(scores: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The score of each dimension as a bar inside its maximum.

    Examples
    --------
    >>> ipasn.plot_dimensions(scores)
    """
    found = tables.dimensions(scores).assign(disembunyikan=False).to_dict(orient="index")
    values = {str(name): NilaiDimensi.model_validate(row) for name, row in found.items()}
    return bars.dimension_frame(values, W).axes(lambda axes: bars.draw_dimensions(axes, values, W), ax)


def plot_breakdown(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The index of each group that may be shown, made up of its dimensions; grey where those are withheld.

    Examples
    --------
    >>> ipasn.plot_breakdown(scores, by="pendidikan")
    """
    table = tables.breakdown(scores, by, internal=internal)
    table = table[~table["disembunyikan"]].iloc[::-1]
    names = [f"{shortened(str(name))} ({W.integer(people)})" for name, people in table["diukur"].items()]

    def draw(axes: Axes) -> None:
        left = np.zeros(len(table))
        for name in DIMENSIONS:
            width = table[name].fillna(0.0).to_numpy(dtype=float)
            colour, label = theme.DIMENSIONS[name].light, W.label(NAMES, name)
            axes.barh(names, width, left=left, height=0.66, color=colour, label=label)
            left += width
        rest = table["indeks"].to_numpy(dtype=float) - left
        axes.barh(names, np.where(rest > 0.005, rest, 0.0), left=left, height=0.66, color=theme.NEUTRAL.light)
        for place, value in enumerate(table["indeks"]):
            axes.text(float(value) + 0.8, place, W.number(value), va="center")
        axes.set_xlim(0, 100)
        axes.set_xlabel("Indeks (dalam kurung: pegawai)")
        axes.legend(ncols=len(DIMENSIONS), loc="lower left", bbox_to_anchor=(0, 1))

    height = 20 + ROW_MM * len(table)
    return Frame(theme.CHART_WIDTH_MM, height, margin_mm(names), right=4, top=8, bottom=10).axes(draw, ax)


def plot_funnel(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The mean of each group by its size; those clearly above or below the mean of all are named.

    Examples
    --------
    >>> ipasn.plot_funnel(scores)
    """
    table = tables.funnel(scores, by, internal=internal)
    units = [UnitCorong.model_validate(row) for row in _named(table).to_dict(orient="records")]
    centre = float(table.attrs["pusat"])
    return funnel.funnel_frame(units, W).axes(lambda axes: funnel.draw_funnel(axes, units, centre, W), ax)


def plot_trend(points: pd.DataFrame, target: float | None = None, *, ax: Axes | None = None) -> Axes:
    """The index of `trend` over time, broken where the instrument changes, with the target if given.

    Of official scores without what was scored from records between them. The last snapshot of each year is joined by a
    line; the others, which lie lower, are hollow marks.

    Examples
    --------
    >>> ipasn.plot_trend(ipasn.trend("banjar"), target=81)
    """
    known = points[points["indeks"].notna()].sort_index()
    if len(known) and known["resmi"].iloc[-1]:
        known = known[known["resmi"]]
    dated = known.assign(per_tanggal=pd.DatetimeIndex(known.index).date).to_dict(orient="records")
    rows = [
        TitikTren.model_construct(**{"pemerintah": 1, **{str(k): value for k, value in row.items()}}) for row in dated
    ]
    frame = series.trend_frame(rows, W)
    return frame.axes(lambda axes: series.draw_trend(axes, rows, W, target=target), ax)


def plot_change(before: pd.DataFrame, after: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """How the change of each dimension, in points, leads from the index of `before` to that of `after`.

    Examples
    --------
    >>> ipasn.plot_change(ipasn.scores("banjar", 2024), ipasn.scores("banjar", 2025))
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that its parts are withheld, which are not drawn
        points = changes.change(before, after)[list(DIMENSIONS)].to_numpy(dtype=float)[-1]
    days = [W.date(attribute(scores, "per_tanggal")) for scores in (before, after)]
    ends = waterfall.Ends(float(before["indeks"].mean()), float(after["indeks"].mean()), *days)
    parts = waterfall.dimension_parts(dict(zip(DIMENSIONS, points.tolist(), strict=True)), W)
    frame = waterfall.waterfall_frame(ends, parts)
    return frame.axes(lambda axes: waterfall.draw_waterfall(axes, ends, parts, W), ax)


def plot_talent(scores: pd.DataFrame, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The nine cells of `talent` with their shares and people; what is withheld stays blank.

    Examples
    --------
    >>> ipasn.plot_talent(scores)
    """
    found = tables.talent(scores, internal=internal).reset_index().melt("kinerja", value_name="jumlah")
    found["bagian"] = found["jumlah"] / len(scores)
    found["disembunyikan"] = found["jumlah"].isna()
    records = found.astype(object).where(found.notna(), None).to_dict(orient="records")
    cells = [SelTalenta.model_validate(row) for row in records]
    return talent.FRAME.axes(lambda axes: talent.draw_talent(axes, cells, W), ax)


def plot_costs(curve: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What each target of `cost_curve` costs at least; targets out of reach are left out.

    Examples
    --------
    >>> ipasn.plot_costs(ipasn.cost_curve(scores, target=range(77, 86)))
    """
    reached = curve[curve["dapat_dicapai"]]
    points = list(zip(reached.index.astype(float), reached["biaya"].astype(float), strict=True))
    return target.CURVE_FRAME.axes(lambda axes: target.draw_cost_curve(axes, points, W), ax)


def plot_distribution(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """How the individual indices are spread in each group, highest mean on top.

    A box holds the middle half of the people, the line in it is the median; whiskers end at the 5th and the 95th
    percentile, and nobody beyond is drawn. A spread says more of each person than a mean does: for
    eyes inside the agency.

    Examples
    --------
    >>> ipasn.plot_distribution(scores, by="jenis_jabatan")
    """
    found = group_table(scores, by, internal)
    means = found.shown["indeks"].drop(WITHOUT, errors="ignore")
    shown = [str(name) for name in means.sort_values(ascending=False).index]
    people = pd.DataFrame({"indeks": scores["indeks"].to_numpy(), "kelompok": labels(scores, by)})
    names = [shortened(str(name)) for name in shown]

    def draw(axes: Axes) -> None:
        import seaborn  # noqa: PLC0415 (slow to import, and needed for exploring alone)

        with warnings.catch_warnings():  # seaborn 0.13 passes an argument that matplotlib 3.11 has renamed
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            seaborn.boxplot(
                people.astype({"kelompok": str}), x="indeks", y="kelompok", order=shown, ax=axes, whis=(5, 95),
                showfliers=False, color=theme.ACCENT_SOFT.light, linecolor=theme.ACCENT.light, width=0.6,
            )  # fmt: skip
        axes.set_yticks(range(len(shown)), names)
        axes.set_xlabel("Indeks (kotak: separuh tengah pegawai; garis: persentil 5–95)")
        axes.set_ylabel("")
        axes.grid(axis="x")

    height = 14 + ROW_MM * len(shown)
    return Frame(theme.CHART_WIDTH_MM, height, margin_mm(names), right=4, top=2, bottom=12).axes(draw, ax)


def plot_heatmap(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The index and the four dimensions of each group in percent of their maxima; what is withheld stays blank.

    Examples
    --------
    >>> ipasn.plot_heatmap(scores)
    """
    table = tables.breakdown(scores, by, internal=internal)
    table = table[~table["disembunyikan"]]
    maxima = tables.dimensions(scores)["maksimum"]
    percents = table[["indeks", *DIMENSIONS]].astype(float) / [100.0, *maxima[list(DIMENSIONS)]] * 100
    names = [shortened(str(name)) for name in table.index]

    def draw(axes: Axes) -> None:
        import seaborn  # noqa: PLC0415 (slow to import, and needed for exploring alone)

        heads = ["Indeks", *(W.label(NAMES, name) for name in DIMENSIONS)]
        shades = seaborn.light_palette(theme.ACCENT.light, as_cmap=True)
        texts = percents.map(lambda value: W.number(value, 1))
        seaborn.heatmap(
            percents, ax=axes, cmap=shades, annot=texts, fmt="", linewidths=1.0, yticklabels=names, xticklabels=heads,
            cbar=False,
        )  # fmt: skip
        axes.set_xlabel("Persen dari maksimum")
        axes.set_ylabel("")

    height = 16 + ROW_MM * len(table)
    return Frame(theme.CHART_WIDTH_MM, height, margin_mm(names), right=2, top=2, bottom=14).axes(draw, ax)


def plot_small_multiples(*years: pd.DataFrame, by: By = None, internal: bool = False) -> Any:
    """The index of each group over several years of scores, a small trend for each; returns seaborn's FacetGrid.

    Parameters
    ----------
    years : frames of `scores` under one instrument, in any order; a group that is withheld in one of them has no point
        there.

    Examples
    --------
    >>> ipasn.plot_small_multiples(before, scores, by="jenis_jabatan")
    """
    parts = []
    for scores in sorted(years, key=lambda scores: attribute(scores, "per_tanggal")):
        table = tables.breakdown(scores, by, internal=internal)
        day = datetime.date.fromisoformat(attribute(scores, "per_tanggal"))
        shown = table.loc[~table["disembunyikan"] & (table.index != WITHOUT), "indeks"].astype(float)
        parts.append(pd.DataFrame({"kelompok": shown.index.astype(str), "tahun": str(day.year), "indeks": [*shown]}))
    import seaborn  # noqa: PLC0415 (slow to import, and needed for exploring alone)

    with theme.chart_style():
        grid = seaborn.relplot(
            pd.concat(parts), x="tahun", y="indeks", col="kelompok", col_wrap=COLUMNS_OF_MULTIPLES, kind="line",
            estimator=None, marker="o", height=PANEL_MM / theme.MM_PER_INCH, aspect=1.0, color=theme.ACCENT.light,
        )  # fmt: skip
        for name, axes in grid.axes_dict.items():
            axes.set_title(shortened(str(name), PANEL_MM - 8, theme.CHART_FONT_POINTS), size=theme.CHART_FONT_POINTS)
        grid.set_axis_labels("", "Indeks")
    return grid


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """A table with its index as the column nama."""
    return table.rename_axis("nama").reset_index()


def _rows(table: pd.DataFrame) -> list[Any]:
    """A table as rows with an attribute for each column, and nama for the index."""
    return list(_named(table).itertuples(index=False))
