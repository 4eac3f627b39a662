"""One year as tables: what the index is made of, how groups differ and rank, and how firm that is.

Every function takes a frame of `scores`, or any part of one, and calls the analysis that the report calls. Small groups
are withheld; ``internal=True`` shows them, for eyes inside the agency only. What is published comes from a report,
which also guards its tables against each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.api.scores_frame import (
    VALUES,
    WITHOUT,
    By,
    group_table,
    label_name,
    labels,
    rules,
    several_governments,
    thresholds,
)
from ipasn_analysis.disclosure.partition import suppress_grid
from ipasn_analysis.disclosure.policy import RULES
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.context import DRAWS, SEED
from ipasn_analysis.facts.robustness import published_points
from ipasn_analysis.facts.units import rank_sets
from ipasn_analysis.result.parts import SENSITIVE
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.scoring.summary import mean_of
from ipasn_analysis.statistics.comparison import compare_groupings, item_rates
from ipasn_analysis.statistics.funnel import funnel as funnel_limits
from ipasn_analysis.statistics.grouping import GROUPINGS, WITHIN
from ipasn_analysis.statistics.inequality import variance_split
from ipasn_analysis.statistics.noise import moderated
from ipasn_analysis.statistics.robustness import geometric, leave_one_out, weight_draws
from ipasn_analysis.statistics.talent import BANDS, talent_cells, talent_map

COMPARED = tuple(GROUPINGS)


def summary(scores: pd.DataFrame) -> pd.Series:
    """The index of these people: diukur, indeks, kategori and the four dimensions (points).

    Examples
    --------
    >>> ipasn.summary(scores)
    >>> ipasn.summary(scores[scores["jenis_pegawai"] == "PPPK"])
    """
    if scores.empty:
        raise UsageError("nobody is left in these scores")
    means = scores[list(VALUES)].apply(mean_of)
    category = str(categorise(means[["indeks"]].to_numpy(), rules(scores))[0])
    figures: dict[str, Any] = {"diukur": len(scores), "indeks": float(means["indeks"]), "kategori": category}
    figures.update({name: float(means[name]) for name in DIMENSIONS})
    return pd.Series(figures)


def dimensions(scores: pd.DataFrame) -> pd.DataFrame:
    """The four dimensions (index): rata_rata and maksimum in points, persen_maksimum (0–100).

    Examples
    --------
    >>> ipasn.dimensions(scores).sort_values("persen_maksimum")
    """
    maxima = pd.Series({name: float(rules(scores).weights[name]) for name in DIMENSIONS})
    means = scores[list(DIMENSIONS)].apply(mean_of)
    table = pd.DataFrame({"rata_rata": means, "maksimum": maxima, "persen_maksimum": means / maxima * 100})
    return table.rename_axis("dimensi")


def breakdown(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """People, index, category and dimensions of each group, highest index first.

    Parameters
    ----------
    by : a column; ``pendidikan``, ``eselon`` (structural posts), ``golongan`` (PNS), ``jenis_kelamin`` or ``umur``; or
        one label per person. By default the perangkat daerah, or the governments of a territory.
    internal : show small groups as well; not for publication.

    Returns
    -------
    One row per group (index): diukur, indeks, kategori, the four dimensions (points), disembunyikan. People without a
    group stand under "(tanpa)". What is withheld is missing, rows withheld altogether come last.

    Examples
    --------
    >>> ipasn.breakdown(scores, by="jenis_jabatan")
    >>> ipasn.breakdown(scores, by=scores["tmt_jabatan"].dt.year)
    """
    found = group_table(scores, by, internal)
    table = found.means[["diukur", *VALUES]].astype({"diukur": "Int64"})
    table.insert(2, "kategori", np.array(categorise(table["indeks"].to_numpy(), rules(scores)), dtype=object))
    table["disembunyikan"] = found.hidden
    table.loc[found.hidden, ["diukur", *VALUES, "kategori"]] = pd.NA
    table.loc[found.hidden_sensitive, list(SENSITIVE)] = np.nan
    return table.rename_axis(label_name(scores, by)).sort_values("indeks", ascending=False, kind="stable")


def rank(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """Ranks of the groups by their mean, with the ranks that cannot be ruled out (95 %, for all groups at once).

    Returns
    -------
    One row per group (index) that may be shown, best first: peringkat, peringkat_min, peringkat_maks, diukur, indeks.
    Ties share the smaller rank. The method is that of `statistics.ranking.rank_confidence_sets`; a report, which knows
    the year before, counts what a year does to a unit as well, and has wider intervals.

    Examples
    --------
    >>> ipasn.rank(scores).head(3)
    """
    shown = _shown(scores, by, internal)
    table = shown[["diukur", "indeks"]].copy()
    if len(shown):
        sets = rank_sets(shown["indeks"], moderated(shown["ragam"], shown["diukur"]))
        ranks, lower, upper = sets.ranks, sets.lower, sets.upper
    else:
        ranks = lower = upper = np.zeros(0, dtype=np.int64)
    for place, (name, values) in enumerate(
        {"peringkat": ranks, "peringkat_min": lower, "peringkat_maks": upper}.items()
    ):
        table.insert(place, name, values)
    table = table.rename_axis(label_name(scores, by)).reset_index()
    return table.sort_values(["peringkat", table.columns[0]]).set_index(table.columns[0])


def funnel(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """Which groups lie further from the mean of all than their size explains (`statistics.funnel.funnel`).

    Returns
    -------
    One row per group (index), smallest first: diukur, indeks, the limits bawah_95, atas_95, bawah_998, atas_998
    (points), di_luar_95 and di_luar_998 (−1 below, 0 within, 1 above). ``attrs["pusat"]`` is the
    centre of the groups.

    Examples
    --------
    >>> ipasn.funnel(scores).query("di_luar_998 != 0")
    """
    shown = _shown(scores, by, internal)
    if shown.empty:
        raise UsageError("no group is large enough to be shown")
    found = funnel_limits(shown["indeks"], shown["ragam"], shown["diukur"])
    table = shown[["diukur", "indeks"]].assign(
        bawah_95=found.warning.lower,
        atas_95=found.warning.upper,
        bawah_998=found.alarm.lower,
        atas_998=found.alarm.upper,
        di_luar_95=found.outside_warning,
        di_luar_998=found.outside_alarm,
    )
    table.attrs = {"pusat": found.centre, "simpangan_orang": found.person_sd, "tau": found.tau}
    return table.rename_axis(label_name(scores, by)).sort_values("diukur", kind="stable")


def group_differences(scores: pd.DataFrame, by: tuple[str, ...] = COMPARED, *, internal: bool = False) -> pd.DataFrame:
    """Which ways of grouping people go with a difference of the index, p-values corrected for their number (Holm).

    Returns
    -------
    One row per grouping (index): columns of `statistics.compare_groupings`, among them rentang (points between
    the highest and the lowest group), tertinggi, terendah, omega_kuadrat (share of the variance), p_terkoreksi.

    Examples
    --------
    >>> ipasn.group_differences(scores)[["rentang", "tertinggi", "terendah", "p_terkoreksi"]]
    """
    keys = {name: _labels_shown(scores, name, internal) for name in by}
    smallest = thresholds(scores, internal).group
    return compare_groupings(scores["indeks"], keys, scores["perangkat_daerah"], smallest).set_index("pengelompokan")


def competence_items(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """Share of people who have each competence item among those to whom it applies.

    Returns
    -------
    butir (and the group first, when `by` is given), berlaku and punya (people), bagian (0–1); withheld where few.

    Examples
    --------
    >>> ipasn.competence_items(scores)
    >>> ipasn.competence_items(scores, by="jenis_jabatan").query("butir == 'diklat_teknis'")
    """
    table = item_rates(scores, None if by is None else labels(scores, by))
    smallest = thresholds(scores, internal).group
    suppressed = table.groupby("butir")["berlaku"].transform(lambda counts: RULES.suppress(counts, smallest))
    few = suppressed.astype(bool) | (table["berlaku"] < smallest)
    table = table.astype({"berlaku": "Int64", "punya": "Int64"})
    table.loc[few, ["berlaku", "punya", "bagian"]] = pd.NA
    return table.rename(columns={"kelompok": label_name(scores, by)})


def robustness(scores: pd.DataFrame, by: By = None, *, internal: bool = False, draws: int = DRAWS) -> pd.DataFrame:
    """Ranks of the groups under other choices than the official ones.

    Returns
    -------
    One row per group (index), best first: peringkat; median, p05 and p95 of its rank over `draws` random weights;
    geometrik (rank by the geometric mean); tanpa_kualifikasi, … (rank without that dimension).

    Examples
    --------
    >>> ipasn.robustness(scores).assign(goyah=lambda t: t["p95"] - t["p05"]).nlargest(5, "goyah")
    """
    found, shown = group_table(scores, by, internal), _shown(scores, by, internal)
    weights = tuple(float(rules(scores).weights[name]) for name in DIMENSIONS)
    points = shown[list(DIMENSIONS)].to_numpy(dtype=np.float64)
    withheld = pd.Series(found.hidden_sensitive, index=found.means.index).reindex(shown.index).to_numpy(dtype=bool)
    points = published_points(points, withheld, float(scores["disiplin"].mean()), weights[2])
    shares = points / np.array(weights)
    spread = weight_draws(shares, weights, seed=SEED, draws=draws)
    without = leave_one_out(shares, weights).ranks
    table = rank(scores, by, internal=internal)[["peringkat"]]
    others = pd.DataFrame(
        {"median": spread.median, "p05": spread.p05, "p95": spread.p95, "geometrik": geometric(shares, weights).ranks}
        | {f"tanpa_{name}": without[place] for place, name in enumerate(DIMENSIONS)},
        index=shown.index,
    )
    return table.join(others)


def talent(scores: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
    """People per cell of performance (rows) × kualifikasi and kompetensi (columns), each rendah, sedang, tinggi.

    Examples
    --------
    >>> ipasn.talent(scores)
    """
    counts = talent_map(talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"]))
    table = pd.DataFrame(
        counts, index=pd.Index(BANDS, name="kinerja"), columns=pd.Index(BANDS, name="potensi"), dtype="Int64"
    )
    hidden = suppress_grid(RULES, counts, thresholds(scores, internal).group)
    return table.mask(pd.DataFrame(hidden, index=table.index, columns=table.columns))


def inequality(scores: pd.DataFrame) -> pd.Series:
    """Shares (0–1) of the variation of the index: between governments (of a territory), between units, between people.

    Examples
    --------
    >>> ipasn.inequality(ipasn.scores("kalsel", 2025))
    """
    levels = [scores["perangkat_daerah"].astype(object)]
    names = ["antarunit", "antarpegawai"]
    if several_governments(scores):
        levels, names = [scores["pemerintah"].astype(object), *levels], ["antarpemerintah", *names]
    found = variance_split(scores["indeks"], *levels)
    return pd.Series(found.shares or [0.0] * len(names), index=names, name="bagian")


def _labels_shown(scores: pd.DataFrame, by: str, internal: bool) -> np.ndarray:
    """The groups of people, None for those whose group is withheld: the range of the means would give it away.

    A grouping of a part of the people is judged by that part alone, and withheld where the part is.
    """
    keys, covered = labels(scores, by), np.ones(len(scores), dtype=bool)
    if by in WITHIN:
        whole, part = WITHIN[by]
        covered = _labels_shown(scores, whole, internal) == part
        keys[~covered] = None
    if not covered.any():
        return keys
    found = group_table(scores[covered], by, internal)
    hidden = set(found.means.index[found.hidden])
    return np.array([None if key in hidden else key for key in keys], dtype=object)


def _shown(scores: pd.DataFrame, by: By, internal: bool) -> pd.DataFrame:
    """The groups that may be shown; people without a group are no group to be ranked."""
    shown = group_table(scores, by, internal).shown
    return shown[shown.index != WITHOUT]
