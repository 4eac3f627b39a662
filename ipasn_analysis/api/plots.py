"""Charts to go on with: each draws one table in the report's style and returns its matplotlib Axes.

``ax=None`` makes a figure of its own; with an Axes of yours the chart is drawn there and your style is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ipasn_analysis.api import changes, tables
from ipasn_analysis.api.scores_frame import By
from ipasn_analysis.blocks import theme
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOCALE = Writer("id")
LONGEST_NAME = 44
SIZES = (10, 30, 100, 300, 1000, 3000, 10_000, 30_000)
ROW_MM = 5.2


def plot_ranking(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The ranks of the groups with those that cannot be ruled out, best on top; the index on the right.

    Examples
    --------
    >>> ax = ipasn.plot_ranking(scores)
    >>> ax.set_title("Peringkat perangkat daerah")
    """
    table = tables.rank(scores, by, internal=internal)
    count = len(table)
    with _drawing(ax, 16 + ROW_MM * count) as axes:
        places = count - 1 - np.arange(count)
        axes.hlines(
            places, table["peringkat_min"], table["peringkat_maks"], color=theme.ACCENT_SOFT.light, linewidth=3.2
        )
        axes.plot(table["peringkat"], places, "o", color=theme.ACCENT.light)
        for place, value in zip(places, table["indeks"], strict=True):
            axes.text(count + 0.8, place, LOCALE.number(value), va="center")
        axes.set_yticks(places, [_short(name) for name in table.index])
        axes.set_xlim(0.4, count + 0.6)
        axes.set_xlabel("Peringkat (1 = tertinggi); angka di kanan: indeks")
        axes.grid(axis="x")
    return axes


def plot_dimensions(scores: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The score of each dimension as a bar inside its maximum.

    Examples
    --------
    >>> ipasn.plot_dimensions(scores)
    """
    table = tables.dimensions(scores).iloc[::-1]
    with _drawing(ax, 52) as axes:
        axes.barh(table.index, table["maksimum"], height=0.62, color=theme.GRID.light)
        colours = [theme.DIMENSIONS[name].light for name in table.index]
        axes.barh(table.index, table["rata_rata"], height=0.62, color=colours)
        for place, (mean, most) in enumerate(table[["rata_rata", "maksimum"]].to_numpy(dtype=float).tolist()):
            axes.text(most + 0.5, place, f"{LOCALE.number(mean)} dari {LOCALE.integer(most)}", va="center")
        axes.set_xlim(0, float(table["maksimum"].max()) * 1.3)
        axes.set_xlabel("Poin")
    return axes


def plot_breakdown(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The index of each group that may be shown, made up of its dimensions; grey where those are withheld.

    Examples
    --------
    >>> ipasn.plot_breakdown(scores, by="pendidikan")
    """
    table = tables.breakdown(scores, by, internal=internal)
    table = table[~table["disembunyikan"]].iloc[::-1]
    names = [f"{_short(name)} ({LOCALE.integer(people)})" for name, people in table["diukur"].items()]
    with _drawing(ax, 20 + ROW_MM * 1.2 * len(table)) as axes:
        left = np.zeros(len(table))
        for name in DIMENSIONS:
            width = table[name].fillna(0.0).to_numpy(dtype=float)
            axes.barh(names, width, left=left, height=0.66, color=theme.DIMENSIONS[name].light, label=name)
            left += width
        rest = table["indeks"].to_numpy(dtype=float) - left
        axes.barh(names, np.where(rest > 0.005, rest, 0.0), left=left, height=0.66, color=theme.NEUTRAL.light)
        for place, value in enumerate(table["indeks"]):
            axes.text(float(value) + 0.8, place, LOCALE.number(value), va="center")
        axes.set_xlim(0, 100)
        axes.set_xlabel("Indeks (dalam kurung: pegawai)")
        axes.legend(ncols=len(DIMENSIONS), loc="lower left", bbox_to_anchor=(0, 1))
    return axes


def plot_funnel(scores: pd.DataFrame, by: By = None, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The mean of each group by its size, inside the limits of chance; those outside 99,8 % are named.

    Examples
    --------
    >>> ipasn.plot_funnel(scores)
    """
    table = tables.funnel(scores, by, internal=internal)
    with _drawing(ax, 88) as axes:
        for level, style in (("95", "--"), ("998", "-")):
            for bound in ("bawah", "atas"):
                axes.plot(table["diukur"], table[f"{bound}_{level}"], style, color=theme.NEUTRAL.light, linewidth=1)
        axes.axhline(table.attrs["pusat"], color=theme.ACCENT.light, linewidth=1.2)
        for side, marker, colour in ((-1, "v", theme.NEGATIVE), (0, "o", theme.NEUTRAL), (1, "^", theme.POSITIVE)):
            part = table[table["di_luar_998"] == side]
            axes.plot(part["diukur"], part["indeks"], marker, linestyle="", color=colour.light)
        for name, row in table[table["di_luar_998"] != 0].iterrows():
            place = (row["diukur"], row["indeks"])
            axes.annotate(_short(name), place, (5, 0), textcoords="offset points", va="center", fontsize=7.5)
        axes.set_xscale("log")
        axes.set_xticks([tick for tick in SIZES if table["diukur"].min() <= tick <= table["diukur"].max()])
        axes.xaxis.set_major_formatter(lambda value, _: LOCALE.integer(value))
        axes.minorticks_off()
        axes.set_xlabel("Pegawai yang diukur (skala logaritma)")
        axes.set_ylabel("Indeks")
    return axes


def plot_trend(points: pd.DataFrame, target: float | None = None, *, ax: Axes | None = None) -> Axes:
    """The index of `trend` over time, broken where the instrument changes, with the target if given.

    Examples
    --------
    >>> ipasn.plot_trend(ipasn.trend("banjar"), target=81)
    """
    known = points[points["indeks"].notna()]
    runs = (known["instrumen"] != known["instrumen"].shift()).cumsum()
    with _drawing(ax, 72) as axes:
        for _, run in known.groupby(runs):
            axes.plot(run.index, run["indeks"], "-o", color=theme.ACCENT.light)
        for start in known.index[runs.diff() == 1]:
            axes.axvline(start, color=theme.CAUTION.light, linestyle=":", linewidth=1)
        for day, value in known["indeks"].items():
            axes.annotate(LOCALE.number(value, 1), (day, value), (0, 6), textcoords="offset points", ha="center")
        if target is not None:
            axes.axhline(target, color=theme.MUTED.light, linestyle="--", linewidth=1)
            axes.text(1, target, f" Target {LOCALE.number(target)}", transform=axes.get_yaxis_transform(), va="center")
        axes.set_ylabel("Indeks (sumbu tidak mulai dari nol)")
        axes.yaxis.set_major_formatter(lambda value, _: LOCALE.number(value, 1))
        axes.grid(axis="y")
    return axes


def plot_change(before: pd.DataFrame, after: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What each dimension adds to the change of the index, in points.

    Examples
    --------
    >>> ipasn.plot_change(ipasn.scores("banjar", 2024), ipasn.scores("banjar", 2025))
    """
    names = [*reversed(DIMENSIONS), "indeks"]
    parts = changes.change(before, after)[names].to_numpy(dtype=float)[-1]
    colours = [theme.DIMENSIONS.get(name, theme.ACCENT).light for name in names]
    reach = max(float(np.abs(parts).max()), 0.1)
    with _drawing(ax, 56) as axes:
        axes.barh(names, parts, height=0.62, color=colours)
        axes.axvline(0, color=theme.INK.light, linewidth=0.8)
        for place, value in enumerate(parts.tolist()):
            side = "left" if value >= 0 else "right"
            axes.annotate(
                LOCALE.signed(value), (value, place), (4 if value >= 0 else -4, 0),
                textcoords="offset points", va="center", ha=side,
            )  # fmt: skip
        axes.set_xlim(min(0, float(parts.min())) - reach * 0.3, max(0, float(parts.max())) + reach * 0.3)
        axes.set_xlabel("Perubahan (poin)")
        axes.xaxis.set_major_formatter(lambda value, _: LOCALE.number(value))
    return axes


def plot_talent(scores: pd.DataFrame, *, internal: bool = False, ax: Axes | None = None) -> Axes:
    """The nine cells of `talent` with their people; what is withheld stays blank.

    Examples
    --------
    >>> ipasn.plot_talent(scores)
    """
    table = tables.talent(scores, internal=internal)
    counts = table.to_numpy(dtype=float, na_value=np.nan)
    shades = [theme.PAPER.light, theme.ACCENT_SOFT.light, theme.NEUTRAL.light]
    with _drawing(ax, 80) as axes:
        from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415 (slow to import)

        axes.pcolormesh(counts, cmap=LinearSegmentedColormap.from_list("talenta", shades), vmin=0, edgecolors="white")
        for row, column in np.ndindex(counts.shape):
            people = float(counts[row, column])
            text = "disembunyikan" if np.isnan(people) else LOCALE.integer(people)
            axes.text(column + 0.5, row + 0.5, text, ha="center", va="center")
        axes.set_xticks([0.5, 1.5, 2.5], table.columns)
        axes.set_yticks([0.5, 1.5, 2.5], table.index)
        axes.set_xlabel("Potensi (kualifikasi + kompetensi)")
        axes.set_ylabel("Kinerja")
    return axes


def plot_costs(curve: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What each target of `cost_curve` costs at least; targets out of reach are left out.

    Examples
    --------
    >>> ipasn.plot_costs(ipasn.cost_curve(scores, target=range(77, 86)))
    """
    reached = curve[curve["dapat_dicapai"]]
    with _drawing(ax, 72) as axes:
        axes.plot(reached.index, reached["biaya"], "-o", color=theme.ACCENT.light)
        axes.set_xlabel("Target indeks")
        axes.set_ylabel("Biaya terendah")
        axes.yaxis.set_major_formatter(lambda value, _: LOCALE.integer(value))
        axes.grid(axis="y")
    return axes


@contextmanager
def _drawing(ax: Axes | None, height_mm: float) -> Iterator[Any]:
    """The Axes to draw on: the caller's as they are, or those of a new figure in the style of reports.

    The figure is made before the style is put on, since the first one switches the display of a notebook on for good.
    """
    if ax is not None:
        yield ax
        return
    from matplotlib import pyplot  # noqa: PLC0415 (slow to import)

    size = (theme.CHART_WIDTH_MM / theme.MM_PER_INCH, height_mm / theme.MM_PER_INCH)
    figure = pyplot.figure(figsize=size, dpi=110, layout="constrained", facecolor=theme.PAPER.light)
    with theme.chart_style():
        axes = figure.add_subplot()
        axes.tick_params(labelfontfamily=theme.FONT_FAMILY, labelsize=theme.CHART_FONT_POINTS, color=theme.RULE.light)
        yield axes


def _short(name: Any) -> str:
    text = str(name)
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rstrip() + "…"
