"""How unequal the index is: between and within groups, over the years, and which dimension makes the difference."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.typing import FloatArray, IntArray

ENUMERATED_GOVERNMENTS = 8
NOISE = 1e-18
"""Mean squares (points²) that are no more than rounding: float noise of constant values is about 1e-28."""


@dataclass(frozen=True)
class VarianceSplit:
    """Sums of squares (points²) of the individual indices; ``sum(between) + within`` is `total`.

    Attributes
    ----------
    between : tuple of float
        One per level, outermost first: of the level's group means around the means of the level above.
    within : float
        Of people around the mean of their innermost group.
    people : int
        People counted; `total` ÷ `people` is the variance.
    """

    between: tuple[float, ...]
    within: float
    total: float
    people: int

    @property
    def shares(self) -> tuple[float, ...] | None:
        """Share of the total of each level and, last, of people within; sums to 1. None when nothing varies."""
        return tuple(part / self.total for part in (*self.between, self.within)) if self.total > 0 else None


@dataclass(frozen=True, eq=False)
class SigmaConvergence:
    """Standard deviation (points, divisor n − 1) of the government means in each year, over the same governments."""

    spread: FloatArray
    governments: int


@dataclass(frozen=True)
class BetaConvergence:
    """Change against starting level over governments.

    Attributes
    ----------
    slope : float or None
        Points per year gained for each point of starting level: negative when those behind catch up. None below three
        governments or when all start at one level.
    p_value : float or None
        Two-sided, by permutation of the changes over the governments.
    exact : bool
        All permutations were counted; otherwise a random sample of them.
    """

    slope: float | None
    p_value: float | None
    governments: int
    exact: bool


def variance_split(values: ArrayLike, *levels: ArrayLike) -> VarianceSplit:
    """Split the variation of individual indices exactly over nested levels.

    Parameters
    ----------
    values : array, shape (people,)
        Individual indices (points).
    levels : arrays, shape (people,)
        Group of each person at each level, outermost first (government, then unit). A group of an inner level is told
        apart by the groups above it, so that units of one name in two governments are two.

    Raises ValueError without people or levels, or when lengths differ.
    """
    value = np.asarray(values, dtype=np.float64)
    if not len(value) or not levels:
        raise ValueError("a split needs people and at least one level")
    upper = np.full(len(value), value.mean())
    group = np.zeros(len(value), dtype=np.int64)
    total = float(((value - upper) ** 2).sum())
    if total <= NOISE * len(value):
        return VarianceSplit((0.0,) * len(levels), 0.0, 0.0, len(value))
    between = []
    for level in levels:
        group = _nested(group, level)
        mean = _group_means(value, group)
        between.append(float(((mean - upper) ** 2).sum()))
        upper = mean
    return VarianceSplit(tuple(between), float(((value - upper) ** 2).sum()), total, len(value))


def sigma_convergence(means: ArrayLike) -> SigmaConvergence:
    """Spread of the government means, year by year (Barro and Sala-i-Martin 1992: sigma-convergence).

    `means` has shape (years, governments), points; a government with a NaN in any year is left out of all. Each
    government counts alike. The spread is NaN below two governments.
    """
    table = np.asarray(means, dtype=np.float64)
    complete = table[:, ~np.isnan(table).any(axis=0)]
    governments = complete.shape[1]
    spread = complete.std(axis=1, ddof=1) if governments > 1 else np.full(len(table), np.nan)
    return SigmaConvergence(spread, governments)


def beta_convergence(
    start: ArrayLike, end: ArrayLike, years: float, *, seed: int, draws: int = 9999
) -> BetaConvergence:
    """Do those that started lower gain more (Barro and Sala-i-Martin 1992: beta-convergence)?

    Least-squares slope of the yearly change on the starting level. The test permutes the changes over the governments:
    exact by full enumeration up to eight governments, beyond that from `draws` random permutations,
    p = (1 + as extreme) ÷ (1 + draws) (Phipson and Smyth 2010). Noise in the starting level alone makes the slope
    negative (regression to the mean): with small governments a negative slope is no proof of catching up.

    Parameters
    ----------
    start, end : array, shape (governments,)
        Means in points; a government with a NaN in either is left out.
    years : float
        Years from start to end, above 0.
    """
    first, last = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    if years <= 0:
        raise ValueError("the end must lie after the start")
    known = ~(np.isnan(first) | np.isnan(last))
    level, change = first[known], (last - first)[known] / years
    governments = len(level)
    exact = governments <= ENUMERATED_GOVERNMENTS
    centred = level - level.mean() if governments else level
    square = float((centred**2).sum())
    if governments < 3 or square <= NOISE:
        return BetaConvergence(None, None, governments, exact)
    change = change - change.mean()
    product = float(centred @ change)
    # Equal products may differ in their last digits.
    limit = abs(product) - 1e-12 * (square * float((change**2).sum())) ** 0.5
    permuted = _permutations(change, exact, draws, seed)
    extreme = int((np.abs(permuted @ centred) >= limit).sum())
    p_value = extreme / len(permuted) if exact else (1 + extreme) / (1 + draws)
    return BetaConvergence(product / square, p_value, governments, exact)


def covariance_shares(dimensions: ArrayLike) -> FloatArray | None:
    """Share of the index's variance that each dimension really brings, beside the weight it has on paper.

    `dimensions` has shape (people or units, dimensions), in points; the index is their sum. cov(dimension, index) ÷
    var(index), which sums to 1; None when the index does not vary. Source: Paruolo, Saisana and Saltelli (2013),
    "Ratings and rankings: voodoo or science?", JRSS A 176, 609–634.
    """
    scores = np.asarray(dimensions, dtype=np.float64)
    centred = scores - scores.mean(axis=0)
    index = centred.sum(axis=1)
    variation = float((index * index).sum())  # not by BLAS, whose last digits differ between processors
    if variation <= NOISE * len(index):
        return None
    return np.asarray((centred * index[:, None]).sum(axis=0) / variation)


def _nested(outer: IntArray, inner: ArrayLike) -> IntArray:
    """Number the combinations of an outer and an inner group."""
    labels = np.asarray(inner)
    if labels.shape != outer.shape:
        raise ValueError("every level must name a group for every person")
    _, codes = np.unique(labels, return_inverse=True)
    _, combined = np.unique(outer * (codes.max() + 1) + codes, return_inverse=True)
    return combined.astype(np.int64)


def _group_means(value: FloatArray, group: IntArray) -> FloatArray:
    """Mean of its group, for each person."""
    means = np.bincount(group, weights=value) / np.bincount(group)
    return np.asarray(means[group], dtype=np.float64)


def _permutations(values: FloatArray, exact: bool, draws: int, seed: int) -> FloatArray:
    """All permutations of the values, or `draws` random ones; one per row."""
    if exact:
        orders = np.array(list(itertools.permutations(range(len(values)))))
        return np.asarray(values[orders], dtype=np.float64)
    return np.random.default_rng(seed).permuted(np.tile(values, (draws, 1)), axis=1)
