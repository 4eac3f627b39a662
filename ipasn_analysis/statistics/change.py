"""Why the mean of a group changed between two snapshots: exact splits that add up, and how much of it is noise.

Everything is in index points of the group's mean. People are matched by NIP, perangkat daerah by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.distributions import average_ranks
from ipasn_analysis.statistics.noise import UNCHANGED, Estimate, clustered, moderated
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels, Mask

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
SOURCES = ("bertahan", "pindah", "masuk", "keluar")
"""Stayers in their perangkat daerah, stayers who moved to another, joiners, leavers."""
SAME_UNIT = 0.8
"""Share of the stayers of two names who must be together for these to be names of one unit."""


@dataclass(frozen=True, eq=False)
class Population:
    """The people of one date as arrays of one length: NIP, perangkat daerah, index and the dimensions (n × 4)."""

    nip: Labels
    perangkat_daerah: Labels
    index: FloatArray
    dimensions: FloatArray

    def __post_init__(self) -> None:
        n = len(self.nip)
        if n == 0:
            raise ValueError("a population without people has no mean")
        if self.dimensions.shape != (n, len(DIMENSIONS)) or len(self.index) != n or len(self.perangkat_daerah) != n:
            raise ValueError("nip, perangkat_daerah, index and dimensions differ in length")
        if not np.allclose(self.dimensions.sum(axis=1), self.index, rtol=0, atol=1e-6):
            raise ValueError("an index is not the sum of its four dimensions")


@dataclass(frozen=True)
class Change:
    """The split of a change of the mean, in points; sums of the parts equal `difference` to 1e-9.

    `per_source` and `source_dimensions` (the same by dimension, rows `SOURCES`, columns `DIMENSIONS`) are None when one
    source rests on 1 … group − 1 people (`hidden`) or when nobody stayed, so that there is no mean of stayers to
    compare with. `people` counts the people of each source; a small count is itself not for publication.
    """

    difference: float
    per_dimension: dict[str, float]
    per_source: dict[str, float | None]
    source_dimensions: dict[str, dict[str, float]] | None
    people: dict[str, int]
    hidden: bool


@dataclass(frozen=True)
class MethodEffect:
    """The same people under two instruments: mean difference b − a (points), shares of people, Spearman's rho."""

    people: int
    difference: float
    median_difference: float
    risen: float
    unchanged: float
    fallen: float
    rank_correlation: float | None


@dataclass(frozen=True, eq=False)
class _Matched:
    """Positions: stayers in both (`at0`, `at1`, row by row), leavers in the first population, joiners in the second."""

    at0: IntArray
    at1: IntArray
    moved: Mask
    leavers: IntArray
    joiners: IntArray


def population(scores: pd.DataFrame) -> Population:
    """The arrays of a scores frame (columns nip, perangkat_daerah, indeks and the four dimensions)."""
    return Population(
        nip=scores["nip"].to_numpy(dtype=object),
        perangkat_daerah=scores["perangkat_daerah"].to_numpy(dtype=object),
        index=scores["indeks"].to_numpy(dtype=np.float64),
        dimensions=scores[list(DIMENSIONS)].to_numpy(dtype=np.float64),
    )


def people_of_units(people: Population) -> dict[str, Population]:
    """The people of each perangkat daerah, by its name."""
    places = pd.Series(range(len(people.nip))).groupby(people.perangkat_daerah).indices
    return {
        str(name): Population(people.nip[own], people.perangkat_daerah[own], people.index[own], people.dimensions[own])
        for name, own in places.items()
    }


def renamings(before: Population, after: Population) -> dict[str, str]:
    """Units that got another name: the later name by the earlier one.

    At least `SAME_UNIT` of the stayers who were in the one are in the other, and so many of those who are in the other
    were in the one; neither name exists at the other date.
    """
    matched = _match(before, after)
    stayers = pd.DataFrame(
        {"old": before.perangkat_daerah[matched.at0], "new": after.perangkat_daerah[matched.at1]}, dtype=object
    )
    if stayers.empty:
        return {}
    pairs = stayers.groupby(["old", "new"], sort=True).size().rename("people").reset_index()
    least = SAME_UNIT * np.maximum(
        pairs.groupby("old")["people"].transform("sum"), pairs.groupby("new")["people"].transform("sum")
    )
    is_new = ~pairs["old"].isin(set(after.perangkat_daerah)) & ~pairs["new"].isin(set(before.perangkat_daerah))
    found = pairs[is_new & (pairs["people"] >= least)]
    return dict(zip(found["old"].astype(str), found["new"].astype(str), strict=True))


def with_names(people: Population, renamed: Mapping[str, str]) -> Population:
    """The same people with their units under other names."""
    if not renamed:
        return people
    names = np.array([renamed.get(name, name) for name in people.perangkat_daerah], dtype=object)
    return Population(people.nip, names, people.index, people.dimensions)


def split_change(before: Population, after: Population, group: int = 10) -> Change:
    """The change of the mean, split into dimensions and into stayers, movers, joiners and leavers.

    With S stayers, J joiners, L leavers and bars for means at 0 and 1:
    masuk = nJ/N1 · (J̄1 − S̄1); keluar = nL/N0 · (S̄0 − L̄0); bertahan and pindah = summed changes of the stayers who
    kept or changed their perangkat daerah ÷ nS. A source without people is 0.

    Parameters
    ----------
    group : the smallest number of people on whom a published part may rest.

    Raises
    ------
    ValueError
        A NIP appears twice in a population.
    """
    matched = _match(before, after)
    moved = int(matched.moved.sum())
    counts = (len(matched.at0) - moved, moved, len(matched.joiners), len(matched.leavers))
    hidden = any(0 < count < group for count in counts)
    parts = None if hidden or not len(matched.at0) else _sources(before, after, matched)
    per_dimension = after.dimensions.mean(axis=0) - before.dimensions.mean(axis=0)
    per_source = [None] * len(SOURCES) if parts is None else parts[:, 0].tolist()
    return Change(
        difference=float(after.index.mean() - before.index.mean()),
        per_dimension=dict(zip(DIMENSIONS, per_dimension.tolist(), strict=True)),
        per_source=dict(zip(SOURCES, per_source, strict=True)),
        source_dimensions=None
        if parts is None
        else {
            source: dict(zip(DIMENSIONS, row[1:].tolist(), strict=True))
            for source, row in zip(SOURCES, parts, strict=True)
        },
        people=dict(zip(SOURCES, counts, strict=True)),
        hidden=hidden,
    )


def _match(before: Population, after: Population) -> _Matched:
    index0, index1 = pd.Index(before.nip), pd.Index(after.nip)
    if index0.has_duplicates or index1.has_duplicates:
        raise ValueError("a NIP appears twice in one population")
    found = index1.get_indexer(index0)
    stayed = found >= 0
    at0, at1 = np.flatnonzero(stayed), found[stayed]
    joined = np.ones(len(index1), dtype=bool)
    joined[at1] = False
    units, _ = pd.factorize(np.concatenate([before.perangkat_daerah[at0], after.perangkat_daerah[at1]]))
    moved = units[: len(at0)] != units[len(at0) :]
    return _Matched(at0, at1, moved, np.flatnonzero(~stayed), np.flatnonzero(joined))


def _sources(before: Population, after: Population, matched: _Matched) -> FloatArray:
    """Points of each source (rows `SOURCES`) for the index and the four dimensions (columns)."""
    values0 = np.column_stack([before.index, before.dimensions])
    values1 = np.column_stack([after.index, after.dimensions])
    stayers0, stayers1 = values0[matched.at0], values1[matched.at1]
    gains = stayers1 - stayers0
    joiners, leavers = values1[matched.joiners], values0[matched.leavers]
    return np.vstack(
        [
            gains[~matched.moved].sum(axis=0) / len(gains),
            gains[matched.moved].sum(axis=0) / len(gains),
            (joiners - stayers1.mean(axis=0)).sum(axis=0) / len(values1),
            (stayers0.mean(axis=0) - leavers).sum(axis=0) / len(values0),
        ]
    )


def split_by_unit(before: Population, after: Population) -> pd.DataFrame:
    """Each perangkat daerah's contribution to the change of the government's mean, exact to 1e-9.

    With w the unit's share of the people, m its mean, M̄ the average of the government's two means and bars for
    the average over the two dates (Griliches and Regev 1995; Foster, Haltiwanger and Krizan 2001):
    dalam = w̄ · Δm (people scored differently inside the unit), antar = (m̄ − M̄) · Δw (the unit grew or shrank),
    and for a unit that exists at one date only baru = w1 · (m1 − M̄) or hilang = −w0 · (m0 − M̄).

    Returns
    -------
    One row per unit, sorted by name: perangkat_daerah, n0, n1 (people), rata0, rata1 (points, NaN where the unit does
    not exist), dalam, antar, baru, hilang, kontribusi (points of the government's mean; their sum over the units is
    the government's change).
    """
    codes, names = pd.factorize(np.concatenate([before.perangkat_daerah, after.perangkat_daerah]), sort=True)
    names = np.asarray(names, dtype=object)
    if (codes < 0).any():
        raise ValueError("every person needs a perangkat daerah to be split by unit")
    n0, sum0 = _totals(codes[: len(before.nip)], before.index, len(names))
    n1, sum1 = _totals(codes[len(before.nip) :], after.index, len(names))
    share0, share1 = n0 / n0.sum(), n1 / n1.sum()
    mean0, mean1 = _ratio(sum0, n0), _ratio(sum1, n1)
    reference = (before.index.mean() + after.index.mean()) / 2
    both = (n0 > 0) & (n1 > 0)
    within = np.where(both, (share0 + share1) / 2 * (mean1 - mean0), 0.0)
    between = np.where(both, ((mean0 + mean1) / 2 - reference) * (share1 - share0), 0.0)
    new = np.where(n0 == 0, share1 * (mean1 - reference), 0.0)
    gone = np.where(n1 == 0, -share0 * (mean0 - reference), 0.0)
    return pd.DataFrame(
        {
            "perangkat_daerah": names,
            "n0": n0,
            "n1": n1,
            "rata0": mean0,
            "rata1": mean1,
            "dalam": within,
            "antar": between,
            "baru": new,
            "hilang": gone,
            "kontribusi": within + between + new + gone,
        }
    )


def _totals(codes: IntArray, values: FloatArray, units: int) -> tuple[IntArray, FloatArray]:
    return np.bincount(codes, minlength=units), np.bincount(codes, weights=values, minlength=units).astype(np.float64)


def _ratio(numerator: FloatArray, denominator: IntArray) -> FloatArray:
    result = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result


def change_uncertainty(
    before: Population, after: Population, confidence: float = 0.95, *, min_group: int = 1
) -> Estimate:
    """The whole change with an interval that keeps the pairing of those who stayed.

    Both counts are full, so there is no sampling; the interval says how far the change would move if turnover, timing
    and recording had struck other units of the same kind. The people of both dates are taken as draws of (present at 0,
    score at 0, present at 1, score at 1); the influence of a person on the difference of the two means is
    (x1 − M1)/N1 · [present at 1] − (x0 − M0)/N0 · [present at 0], summed within the perangkat daerah (the first one
    known), whose people move together (`noise.clustered`). A unit counts with its people of both dates. Units of fewer
    than `min_group` people at one of them count as one, so that the interval does not tell whose score is whose.
    """
    matched = _match(before, after)
    influence0 = -(before.index - before.index.mean()) / len(before.index)
    influence1 = (after.index - after.index.mean()) / len(after.index)
    influence0[matched.at0] += influence1[matched.at1]
    influence = np.concatenate([influence0, influence1[matched.joiners]])
    codes, _ = pd.factorize(np.concatenate([before.perangkat_daerah, after.perangkat_daerah]), use_na_sentinel=False)
    held = np.array([np.bincount(part, minlength=codes.max() + 1) for part in np.split(codes, [len(before.nip)])])
    small = np.asarray(((held > 0) & (held < min_group)).any(axis=0))
    codes = np.where(small[codes], codes.max() + 1, codes)
    first, second = codes[: len(before.nip)], codes[len(before.nip) :]
    parts = np.bincount(np.concatenate([first, second[matched.joiners]]), influence, minlength=codes.max() + 1)
    return clustered(float(after.index.mean() - before.index.mean()), parts, np.bincount(codes), confidence)


def changes_of_stayers(before: Population, after: Population) -> pd.DataFrame:
    """What the people who stayed in their perangkat daerah gained, by unit.

    Returns
    -------
    One row per unit with at least two of them (index): orang (people), perubahan (mean, points), ragam (variance of
    that mean from people alone, points²).
    """
    matched = _match(before, after)
    kept = ~matched.moved
    gains = after.index[matched.at1[kept]] - before.index[matched.at0[kept]]
    of_unit = pd.Series(gains).groupby(after.perangkat_daerah[matched.at1[kept]])
    table = pd.DataFrame({"orang": of_unit.size(), "perubahan": of_unit.mean(), "ragam": of_unit.var(ddof=1)})
    table = table[table["orang"] > 1]
    errors = moderated(table["ragam"], table["orang"])
    return table.assign(ragam=np.square(errors.standard))


def method_effect(scores_instrument_a: ArrayLike, scores_instrument_b: ArrayLike) -> MethodEffect:
    """What the instrument alone does: the same people (row by row) scored under a and under b.

    Ties share the mean rank in the rank correlation (Spearman), which is None where one instrument gives all people
    the same score.
    """
    a, b = np.asarray(scores_instrument_a, dtype=np.float64), np.asarray(scores_instrument_b, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1 or not len(a):
        raise ValueError("two score arrays of one length, of the same people, are needed")
    gains = b - a
    up, down = float((gains > UNCHANGED).mean()), float((gains < -UNCHANGED).mean())
    constant = np.ptp(a) == 0 or np.ptp(b) == 0
    correlation = None if constant else float(np.corrcoef(average_ranks(a), average_ranks(b))[0, 1])
    unchanged = float((np.abs(gains) <= UNCHANGED).mean())
    return MethodEffect(len(a), float(gains.mean()), float(np.median(gains)), up, unchanged, down, correlation)


def method_effect_of(
    scores_a: pd.DataFrame, scores_b: pd.DataFrame, columns: Sequence[str] = ("indeks", *DIMENSIONS)
) -> dict[str, MethodEffect]:
    """`method_effect` for each column, over the people (matched by NIP) who are in both frames."""
    both = scores_a.merge(scores_b, on="nip", suffixes=("_a", "_b"), validate="one_to_one")
    return {name: method_effect(both[f"{name}_a"].to_numpy(), both[f"{name}_b"].to_numpy()) for name in columns}
