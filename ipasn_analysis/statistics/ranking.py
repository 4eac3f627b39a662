"""Ranks of unit means, and how far each rank can be trusted.

The confidence sets are those of Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for Ranks with Applications to
Mobility across Neighbourhoods and Academic Achievement across Countries", Review of Economic Studies 91(1), 476–518:
a unit ranks below every unit that is certainly better, and above every unit that is certainly worse, where "certainly"
comes from simultaneous tests of the pairwise differences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipasn_analysis.statistics.distributions import normal_of_tail, student_tail

TIE_TOLERANCE = 1e-10
"""Means (in points) that differ by no more are one value: sums of decimals in another order differ by about 1e-12,
while means of half points over groups of up to 70,000 people, if they differ at all, differ by more than this."""

BLOCK_ELEMENTS = 2**17
"""Numbers held at once when simulated differences are formed: small enough for the processor's cache."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Pairs = Sequence[tuple[int, slice]]


@dataclass(frozen=True, eq=False)
class RankSets:
    """Ranks of units with their confidence sets; every array has one entry per unit, in the order given.

    Attributes
    ----------
    ranks, lower, upper : int arrays
        The rank (1 = highest mean) and the smallest and largest rank that cannot be ruled out; lower ≤ rank ≤ upper.
    above : bool array, shape (units, units)
        ``above[j, k]``: the mean of unit j is certainly higher than that of unit k.
    critical_value : float array
        What a standardised difference must exceed (last step); the same for all units when simultaneous.
    level : float
        Probability that the set covers the true rank: of all units at once when `simultaneous`, else of one unit.
    """

    ranks: IntArray
    lower: IntArray
    upper: IntArray
    above: BoolArray
    critical_value: FloatArray
    level: float
    simultaneous: bool


@dataclass(frozen=True, eq=False)
class BestWorst:
    """Who is certainly / possibly among the `k` best and the `k` worst; bool arrays, one entry per unit."""

    k: int
    certainly_best: BoolArray
    possibly_best: BoolArray
    certainly_worst: BoolArray
    possibly_worst: BoolArray


@dataclass(frozen=True, eq=False)
class _Noise:
    """Simulated errors of the means (draws × units), their squares before scaling, and 1 ÷ error of each difference."""

    errors: FloatArray
    squares: FloatArray
    inverse: FloatArray


def tie_groups(values: ArrayLike, *, tolerance: float = TIE_TOLERANCE) -> IntArray:
    """Number each value by size: 0 for the smallest, equal numbers for values that are equal up to float noise.

    Neighbours in order that differ by at most `tolerance` belong together. Raises ValueError on a value not finite.
    """
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("values to be ranked must be finite")
    order = np.argsort(array, kind="stable")
    groups = np.zeros(len(array), dtype=np.int64)
    groups[order[1:]] = np.cumsum(np.diff(array[order]) > tolerance)
    return groups


def ranks(means: ArrayLike, *, tolerance: float = TIE_TOLERANCE) -> IntArray:
    """Rank unrounded means: 1 = highest; ties share the smaller rank (1, 2, 2, 4).

    Ties are values equal up to `tolerance` (points), see `tie_groups`.
    """
    groups = tie_groups(means, tolerance=tolerance)
    sizes = np.bincount(groups)
    higher = sizes.sum() - np.cumsum(sizes)
    return 1 + higher[groups]


def standard_errors(variances: ArrayLike, counts: ArrayLike) -> FloatArray:
    """Standard error of each unit's mean, s / √n, in points; infinite (nothing known) for a unit of one person.

    Parameters
    ----------
    variances : array, shape (units,)
        Sample variances of the individual indices (divisor n − 1), in points²; not looked at where n = 1.
    counts : array, shape (units,)
        People measured.

    There is no finite-population correction: even a full count varies with turnover, timing and recording.
    """
    variance = np.asarray(variances, dtype=np.float64)
    count = np.asarray(counts, dtype=np.float64)
    known = count > 1
    result = np.full(len(count), np.inf)
    result[known] = np.sqrt(variance[known] / count[known])
    return result


def rank_confidence_sets(
    means: ArrayLike,
    standard_errors: ArrayLike,
    counts: ArrayLike | None = None,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = 5000,
    simultaneous: bool = True,
    stepdown: bool = True,
) -> RankSets:
    """Confidence sets for the ranks of unit means (Mogstad, Romano, Shaikh and Wilhelm 2024, sections 3.1–3.3).

    For every ordered pair, "mean j ≤ mean k" is tested with the difference divided by its standard error. The critical
    value is the `level` quantile of the largest such statistic among the pairs still in question, under independent
    normal errors (parametric bootstrap). Rejected pairs leave the question and the test is repeated until nothing more
    is rejected (Romano–Wolf stepdown).

    Parameters
    ----------
    means, standard_errors : array, shape (units,)
        In points. A standard error of infinity or NaN says that nothing is known of the unit's error (n = 1): its rank
        set is 1 … units. Where both errors of a pair are zero, the difference is taken as certain.
    counts : array, shape (units,), optional
        People behind each mean. With them, a statistic is first brought to the normal scale from Student's t with the
        degrees of freedom of Welch (1947), because the errors are themselves estimates: without, sets of 30 equal units
        of ten people cover with 76 % instead of 95 %. Left out, the errors are taken as known.
    seed : int
        The draws are ``numpy.random.default_rng(seed).standard_normal((units, draws))``.
    simultaneous : bool
        Cover all ranks at once with probability `level`, or (False) each unit's rank for itself.

    Raises ValueError on means that are not finite, negative errors, unequal lengths, or a level outside (0, 1).
    """
    mean = np.asarray(means, dtype=np.float64)
    error = np.asarray(standard_errors, dtype=np.float64)
    if mean.ndim != 1 or mean.shape != error.shape or (counts is not None and np.shape(counts) != mean.shape):
        raise ValueError("means, standard errors and counts must be vectors of one length")
    if (error < 0).any() or not 0 < level < 1 or draws < 1:
        raise ValueError("standard errors must not be negative, the level must lie in (0, 1), draws must be positive")
    groups = tie_groups(mean)
    noise = _noise(np.where(np.isfinite(error), error, np.inf), draws, seed)
    statistics = (mean[:, None] - mean[None, :]) * noise.inverse
    if counts is not None:
        statistics = _normal_scores(statistics, error, np.asarray(counts, dtype=np.float64))
    statistics[groups[:, None] == groups[None, :]] = 0.0
    certain = (error[:, None] == 0) & (error[None, :] == 0) & (groups[:, None] > groups[None, :])

    units = range(len(mean))
    above = certain.copy()
    worse, better = np.empty_like(groups), np.empty_like(groups)
    critical = np.zeros(len(mean))
    if simultaneous:
        every_pair = [(unit, slice(unit + 1, None)) for unit in units]
        rejected, critical[:] = _stepdown(noise, statistics, every_pair, level, stepdown)
        above |= rejected
        worse, better = above.sum(axis=1), above.sum(axis=0)
    else:
        for unit in units:
            rejected, critical[unit] = _stepdown(noise, statistics, [(unit, slice(None))], level, stepdown)
            rejected |= certain
            above[unit] = rejected[unit]
            worse[unit], better[unit] = rejected[unit].sum(), rejected[:, unit].sum()
    return RankSets(ranks(mean), better + 1, len(mean) - worse, above, critical, level, simultaneous)


def best_k(sets: RankSets, k: int) -> BestWorst:
    """Who is certainly and who is possibly among the `k` best and the `k` worst.

    With simultaneous sets all statements hold together with the sets' probability. A unit is among the `k` worst when
    at least units − k others rank before it. Raises ValueError unless 1 ≤ k ≤ units.
    """
    units = len(sets.ranks)
    if not 1 <= k <= units:
        raise ValueError(f"k must lie between 1 and {units}")
    first_of_worst = units - k + 1
    return BestWorst(
        k=k,
        certainly_best=sets.upper <= k,
        possibly_best=sets.lower <= k,
        certainly_worst=sets.lower >= first_of_worst,
        possibly_worst=sets.upper >= first_of_worst,
    )


def _noise(error: FloatArray, draws: int, seed: int) -> _Noise:
    """Draw the errors of the means; pairs with an infinite error, or with none at all, get inverse 0: never tested."""
    squared = error[:, None] ** 2 + error[None, :] ** 2
    usable = np.isfinite(squared) & (squared > 0)
    inverse = np.zeros_like(squared)
    inverse[usable] = 1 / np.sqrt(squared[usable])
    standard = np.random.default_rng(seed).standard_normal((len(error), draws))
    scale = np.where(np.isfinite(error), error, 0.0)
    return _Noise((standard * scale[:, None]).T.copy(), standard.T**2, inverse)


def _normal_scores(statistics: FloatArray, error: FloatArray, count: FloatArray) -> FloatArray:
    """Standardised differences with the tail probability that Welch's approximation gives them."""
    variance = np.where(np.isfinite(error), error, 0.0) ** 2
    own = np.divide(variance**2, count - 1, out=np.zeros_like(variance), where=count > 1)
    squared, spread = (variance[:, None] + variance[None, :]) ** 2, own[:, None] + own[None, :]
    freedom = np.divide(squared, spread, out=np.full(squared.shape, np.inf), where=spread > 0)
    return np.sign(statistics) * normal_of_tail(student_tail(np.abs(statistics), freedom))


def _stepdown(
    noise: _Noise,
    statistics: FloatArray,
    pairs: Pairs,
    level: float,
    repeat: bool,
) -> tuple[BoolArray, float]:
    """Reject "mean j ≤ mean k" step by step among the given pairs, both ways round; also the last critical value.

    `pairs` lists units with the slice of their partners.
    """
    open_pairs = np.zeros(statistics.shape, dtype=bool)
    for unit, partners in pairs:
        open_pairs[unit, partners] = open_pairs[partners, unit] = True
    open_pairs &= noise.inverse > 0
    np.fill_diagonal(open_pairs, False)
    rejected = np.zeros_like(open_pairs)
    bounds = _bounds(noise, pairs) if open_pairs.any() else np.empty(0)
    critical = 0.0
    while open_pairs.any():
        critical = max(0.0, _quantile_of_largest(noise, open_pairs, pairs, bounds, level))
        newly = open_pairs & (statistics > critical)
        rejected |= newly
        open_pairs &= ~newly
        if not (repeat and newly.any()):
            break
    return rejected, critical


def _bounds(noise: _Noise, pairs: Pairs) -> FloatArray:
    """Per draw, what no statistic can exceed: |e_j − e_k| ≤ √(s_j² + s_k²) · √(z_j² + z_k²) (Cauchy–Schwarz)."""
    if len(pairs) == 1:
        largest = noise.squares[:, pairs[0][0]] + noise.squares.max(axis=1)
    else:
        largest = np.partition(noise.squares, -2, axis=1)[:, -2:].sum(axis=1)
    return np.sqrt(largest) * (1 + 1e-9)


def _quantile_of_largest(noise: _Noise, open_pairs: BoolArray, pairs: Pairs, bounds: FloatArray, level: float) -> float:
    """The `level` quantile over the draws of the largest statistic among the open pairs.

    It is the ⌈(draws + 1) · level⌉-th smallest. Only draws whose bound reaches it need to be computed: they are taken
    in falling order of `bounds`, which are lowered to the values found, so that the next step has less to do.
    """
    draws = len(bounds)
    position = max(1, draws + 1 - math.ceil((draws + 1) * level - 1e-9))
    order = np.argsort(-bounds, kind="stable")
    found = np.empty(0)
    block = max(1, BLOCK_ELEMENTS // len(open_pairs))
    for start in range(0, draws, block):
        chosen = order[start : start + block]
        bounds[chosen] = _largest(noise, open_pairs, pairs, chosen)
        found = np.concatenate([found, bounds[chosen]])
        found = -np.sort(-found)[:position]
        following = bounds[order[start + block]] if start + block < draws else -np.inf
        if len(found) == position and found[-1] >= following:
            break
    return float(found[-1])


def _largest(noise: _Noise, open_pairs: BoolArray, pairs: Pairs, chosen: IntArray) -> FloatArray:
    """Per chosen draw, the largest standardised error difference among the open pairs, at least 0."""
    errors = noise.errors[chosen]
    largest = np.zeros(len(chosen))
    for unit, partners in pairs:
        forward = noise.inverse[unit, partners] * open_pairs[unit, partners]
        backward = noise.inverse[unit, partners] * open_pairs[partners, unit]
        difference = errors[:, unit, None] - errors[:, partners]
        np.maximum(largest, (difference * forward).max(axis=1, initial=0.0), out=largest)
        np.maximum(largest, (difference * -backward).max(axis=1, initial=0.0), out=largest)
    return largest
