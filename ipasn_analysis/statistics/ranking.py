"""Ranks of unit means, and how far each rank can be trusted.

The confidence sets are those of Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for Ranks with Applications to
Mobility across Neighbourhoods and Academic Achievement across Countries", Review of Economic Studies 91(1), 476–518:
a unit ranks below every unit that is certainly better, and above every unit that is certainly worse, where "certainly"
comes from simultaneous tests of the pairwise differences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.distributions import normal_of_tail, student_tail
from ipasn_analysis.statistics.ranking_quantile import SimulatedDifferences
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

TIE_TOLERANCE = 1e-10
"""Means (in points) that differ by no more are one value: sums of decimals in another order differ by about 1e-12,
while means of half points over groups of up to 70,000 people, if they differ at all, differ by more than this."""


@dataclass(frozen=True, eq=False)
class RankSets:
    """Ranks of units with their confidence sets; every array has one entry per unit, in the order given.

    Attributes
    ----------
    ranks, lower, upper : int arrays
        The rank (1 = highest mean) and the smallest and largest rank that cannot be ruled out; lower ≤ rank ≤ upper.
    above : bool array, shape (units, units)
        ``above[j, k]``: the mean of unit j is certainly higher than that of unit k.
    """

    ranks: IntArray
    lower: IntArray
    upper: IntArray
    above: Mask


@dataclass(frozen=True, eq=False)
class BestWorst:
    """Who is certainly / possibly among the k best and the k worst; bool arrays, one entry per unit."""

    certainly_best: Mask
    possibly_best: Mask
    certainly_worst: Mask
    possibly_worst: Mask


def tie_groups(values: ArrayLike) -> IntArray:
    """Number each value by size: 0 for the smallest, equal numbers for values that are equal up to float noise.

    Neighbours in order that differ by at most `TIE_TOLERANCE` belong together. Raises ValueError on a value that is not
    finite.
    """
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("values to be ranked must be finite")
    order = np.argsort(array, kind="stable")
    groups = np.zeros(len(array), dtype=np.int64)
    groups[order[1:]] = np.cumsum(np.diff(array[order]) > TIE_TOLERANCE)
    return groups


def ranks(means: ArrayLike) -> IntArray:
    """Rank unrounded means (points): 1 = highest; ties (`tie_groups`) share the smaller rank (1, 2, 2, 4)."""
    groups = tie_groups(means)
    sizes = np.bincount(groups)
    higher = sizes.sum() - np.cumsum(sizes)
    return np.asarray(1 + higher[groups], dtype=np.int64)


def rank_confidence_sets(
    means: ArrayLike,
    standard_errors: ArrayLike,
    freedom: ArrayLike | None = None,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = 5000,
) -> RankSets:
    """Simultaneous confidence sets for the ranks of unit means (Mogstad et al. 2024, sections 3.1–3.3).

    For every ordered pair, "mean j ≤ mean k" is tested with the difference divided by its standard error. The critical
    value is the `level` quantile of the largest such statistic among the pairs still in question, under independent
    normal errors (parametric bootstrap); the units are taken as independent. Rejected pairs leave the question and the
    test is repeated until nothing more is rejected (Romano–Wolf stepdown). The sets cover all true ranks at once with
    probability `level`.

    Parameters
    ----------
    means, standard_errors : array, shape (units,)
        In points. A standard error of infinity or NaN says that nothing is known of the unit's error: its rank set is
        1 … units. Where both errors of a pair are zero, the difference is taken as certain.
    freedom : array, shape (units,), optional
        Degrees of freedom of the errors. With them, a statistic is first brought to the normal scale from Student's t
        with the degrees of freedom of Welch (1947), because the errors are themselves estimates. Left out, the errors
        are taken as known.
    seed : int
        The draws are ``numpy.random.default_rng(seed).standard_normal((units, draws))``.

    Raises ValueError on means that are not finite, negative errors, unequal lengths, or a level outside (0, 1).

    Examples
    --------
    >>> sets = rank_confidence_sets([90.0, 80.0, 80.1], [0.1, 1.0, 1.0], seed=1)
    >>> sets.ranks.tolist(), sets.lower.tolist(), sets.upper.tolist()
    ([1, 3, 2], [1, 2, 2], [1, 3, 3])
    """
    mean = np.asarray(means, dtype=np.float64)
    error = np.asarray(standard_errors, dtype=np.float64)
    if mean.ndim != 1 or mean.shape != error.shape or (freedom is not None and np.shape(freedom) != mean.shape):
        raise ValueError("means, standard errors and degrees of freedom must be vectors of one length")
    if (error < 0).any() or not 0 < level < 1 or draws < 1:
        raise ValueError("standard errors must not be negative, the level must lie in (0, 1), draws must be positive")
    groups = tie_groups(mean)
    simulated = SimulatedDifferences.draw(np.where(np.isfinite(error), error, np.inf), draws, seed)
    statistics = (mean[:, None] - mean[None, :]) * simulated.inverse
    if freedom is not None:
        statistics = _normal_scores(statistics, error, np.asarray(freedom, dtype=np.float64))
    statistics[groups[:, None] == groups[None, :]] = 0.0
    certain = (error[:, None] == 0) & (error[None, :] == 0) & (groups[:, None] > groups[None, :])
    above = certain | _stepdown(simulated, statistics, level)
    return RankSets(ranks(mean), above.sum(axis=0) + 1, len(mean) - above.sum(axis=1), above)


def best_k(sets: RankSets, k: int) -> BestWorst:
    """Who is certainly and who is possibly among the `k` best and the `k` worst.

    All statements hold together with the probability of the sets. A unit is among the `k` worst when at least
    units − k others rank before it. Raises ValueError unless 1 ≤ k ≤ units,
    if there are any.
    """
    units = len(sets.ranks)
    if units and not 1 <= k <= units:
        raise ValueError(f"k must lie between 1 and {units}")
    first_of_worst = units - k + 1
    return BestWorst(
        certainly_best=sets.upper <= k,
        possibly_best=sets.lower <= k,
        certainly_worst=sets.lower >= first_of_worst,
        possibly_worst=sets.upper >= first_of_worst,
    )


def _normal_scores(statistics: FloatArray, error: FloatArray, freedom: FloatArray) -> FloatArray:
    """Standardised differences with the tail probability that Welch's approximation gives them."""
    variance = np.where(np.isfinite(error), error, 0.0) ** 2
    single = np.divide(variance**2, freedom, out=np.zeros_like(variance), where=freedom > 0)
    squared, spread = (variance[:, None] + variance[None, :]) ** 2, single[:, None] + single[None, :]
    joint = np.divide(squared, spread, out=np.full(squared.shape, np.inf), where=spread > 0)
    return np.asarray(np.sign(statistics) * normal_of_tail(student_tail(np.abs(statistics), joint)))


def _stepdown(simulated: SimulatedDifferences, statistics: FloatArray, level: float) -> Mask:
    """The ordered pairs for which "mean j ≤ mean k" is rejected, step by step."""
    open_pairs = simulated.inverse > 0
    np.fill_diagonal(open_pairs, False)
    rejected = np.zeros_like(open_pairs)
    while open_pairs.any():
        newly = open_pairs & (statistics > max(0.0, simulated.quantile_of_largest(open_pairs, level)))
        if not newly.any():
            break
        rejected |= newly
        open_pairs &= ~newly
    return rejected
