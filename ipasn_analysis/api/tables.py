"""One year as tables: what the index is made of, how groups differ and rank, and how firm that is.

Every function takes a frame of `scores`, which is internal, or any part of one, and calls the analysis that the report
calls. Figures are rounded and small groups withheld as in a report; ``internal=True`` gives them exactly and whole, for
eyes inside the agency only. What is published comes from a report, which is audited: two calls that differ by one
person are not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.api.scores_frame import (
    TOGETHER,
    VALUES,
    WITHOUT,
    By,
    counts_told,
    ensure_shown,
    group_table,
    is_part,
    label_name,
    label_names,
    labels,
    on_grid,
    rules,
    several_governments,
    smallest_group,
)
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.context import DRAWS, SEED
from ipasn_analysis.facts.units import SIDES, rank_sets
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.scoring.summary import mean_of
from ipasn_analysis.statistics.comparison import compare_groupings, item_rates
from ipasn_analysis.statistics.grouping import GROUPINGS, WITHIN
from ipasn_analysis.statistics.inequality import variance_split
from ipasn_analysis.statistics.noise import moderated
from ipasn_analysis.statistics.robustness import geometric, leave_one_out, weight_draws
from ipasn_analysis.statistics.talent import BANDS, talent_cells, talent_map
from ipasn_analysis.statistics.verdict import against_mean

COMPARED = tuple(GROUPINGS)


def summary(scores: pd.DataFrame, *, internal: bool = False) -> pd.Series:
    """The index of these people: diukur, indeks, kategori and the four dimensions (points), disiplin of all alone.

    Raises `UsageError` for fewer people than may be shown.

    Examples
    --------
    >>> ipasn.summary(scores)
    >>> ipasn.summary(scores[scores["jenis_pegawai"] == "PPPK"])
    """
    ensure_shown(scores, internal)
    means = scores[list(VALUES)].apply(mean_of)
    category = str(categorise(means[["indeks"]].to_numpy(), rules(scores))[0])
    index, *told = _means_told(scores, means, internal).tolist()
    figures: dict[str, Any] = {"diukur": len(scores), "indeks": index, "kategori": category}
    return pd.Series(figures | dict(zip(DIMENSIONS, told, strict=True)))


def _means_told(scores: pd.DataFrame, means: pd.Series, internal: bool) -> pd.Series:
    """Means of all these people as a report tells them; disiplin of a part is missing."""
    told = pd.Series(on_grid(means, len(scores), internal), index=means.index)
    return told if internal or not is_part(scores) else told.where(told.index != "disiplin")


def dimensions(scores: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
    """The four dimensions (index): rata_rata and maksimum in points, persen_maksimum (0–100); disiplin of all alone.

    Raises `UsageError` for fewer people than may be shown.

    Examples
    --------
    >>> ipasn.dimensions(scores).sort_values("persen_maksimum")
    """
    maxima = pd.Series({name: float(rules(scores).weights[name]) for name in DIMENSIONS})
    ensure_shown(scores, internal)
    means = scores[list(DIMENSIONS)].apply(mean_of)
    told = _means_told(scores, means, internal)
    table = pd.DataFrame({"rata_rata": told, "maksimum": maxima, "persen_maksimum": told / maxima * 100})
    return table.rename_axis("dimensi")


def breakdown(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """People, index, category and dimensions of each group, highest index first.

    Parameters
    ----------
    by : a column; ``pendidikan``, ``eselon`` (structural posts), ``golongan`` (PNS), ``jenis_kelamin`` or ``umur``; a
        list of these, whose groups are then crossed; or one label per person. By default the perangkat daerah, or the
        governments of a territory.
    internal : show small groups as well; not for publication.

    Returns
    -------
    One row per group (index, a level for each of several groupings): diukur, indeks, kategori, the four dimensions
    (points), disembunyikan. People without a group stand under "(tanpa)". What is withheld is missing, disiplin of all
    groups but governments; hidden rows come last.

    Examples
    --------
    >>> ipasn.breakdown(scores, by="jenis_jabatan")
    >>> ipasn.breakdown(scores, by=["jenis_jabatan", "jenis_pegawai"])
    >>> ipasn.breakdown(scores, by=scores["tmt_jabatan"].dt.year)
    """
    found = group_table(scores, by, internal)
    table = found.means[["diukur", *VALUES]].astype({"diukur": "Int64"})
    table.insert(2, "kategori", np.array(categorise(table["indeks"].to_numpy(), rules(scores)), dtype=object))
    table["disembunyikan"] = found.hidden
    table.loc[found.hidden, ["diukur", *VALUES, "kategori"]] = pd.NA
    table = table.rename_axis(label_name(scores, by)).sort_values("indeks", ascending=False, kind="stable")
    table[VALUES] = on_grid(table[VALUES], table[["diukur"]].fillna(1), internal)
    if not internal and table.index.name != "pemerintah":
        table["disiplin"] = np.nan
    names = label_names(scores, by)
    if len(names) > 1:
        levels = [key.split(TOGETHER) if TOGETHER in key else [key] * len(names) for key in table.index]
        table.index = pd.MultiIndex.from_tuples(list(map(tuple, levels)), names=names)
    return table


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
    table["indeks"] = on_grid(table["indeks"], table["diukur"], internal)
    table = table.rename_axis(label_name(scores, by)).reset_index()
    return table.sort_values(["peringkat", table.columns[0]]).set_index(table.columns[0])


def funnel(scores: pd.DataFrame, by: By = None, *, internal: bool = False) -> pd.DataFrame:
    """Which groups are clearly above or below the mean of all these people (`statistics.verdict.against_mean`).

    The errors are those of people alone: the report, which knows the year before, adds what a year does to a group.

    Returns
    -------
    One row per group (index), smallest first: diukur, indeks, the limits bawah and atas between which it cannot be told
    from the mean (points), putusan (di_atas, di_bawah, belum_dapat_dibedakan). ``attrs["pusat"]`` is the mean.

    Examples
    --------
    >>> ipasn.funnel(scores).query("putusan != 'belum_dapat_dibedakan'")
    """
    table = group_table(scores, by, internal)
    found, judged = table.means, ~table.hidden & (table.means.index != WITHOUT)
    if not judged.any():
        raise UsageError("no group is large enough to be shown")
    verdicts = against_mean(found["indeks"], found["diukur"], moderated(found["ragam"], found["diukur"]), judged=judged)
    limits = found[["diukur", "indeks"]].assign(
        indeks=on_grid(found["indeks"], found["diukur"], internal),
        bawah=verdicts.lower,
        atas=verdicts.upper,
        putusan=[SIDES[side] for side in verdicts.side.tolist()],
    )[judged]
    limits.attrs = {"pusat": verdicts.centre}
    return limits.rename_axis(label_name(scores, by)).sort_values("diukur", kind="stable")


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
    smallest = smallest_group(scores, internal)
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
    smallest = smallest_group(scores, internal)
    for name in ("berlaku", "punya"):
        table[name] = counts_told(table[name], smallest, internal).to_numpy()
    table["bagian"] = table["punya"].astype("Float64") / table["berlaku"].where(table["berlaku"] > 0)
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
    shown = _shown(scores, by, internal)
    weights = tuple(float(rules(scores).weights[name]) for name in DIMENSIONS)
    points = shown[list(DIMENSIONS)].to_numpy(dtype=np.float64)
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
    told = counts_told(counts, smallest_group(scores, internal), internal).to_numpy().reshape(counts.shape)
    rows, columns = pd.Index(BANDS, name="kinerja"), pd.Index(BANDS, name="potensi")
    return pd.DataFrame(told, index=rows, columns=columns).astype("Int64")


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
