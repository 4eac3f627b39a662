"""Would the ranking survive other choices: other weights, a dimension less, another mean, other category edges?

All functions take `shares`: the mean score of each unit in each dimension ÷ the dimension's maximum (0–1), shape
(units, dimensions), and weights in the same order, in points that sum to 100.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.ranking import ranks
from ipasn_analysis.statistics.typing import FloatArray, IntArray

CONCENTRATION = 50.0
"""Dirichlet concentration around the official weights: a weight of w points then has a standard deviation of
√(w · (100 − w) ÷ 51) points: 40 ± 6.9, 30 ± 6.4, 25 ± 6.1, 5 ± 3.1."""

ROBUST = 0.95
BLOCK_ELEMENTS = 2**18
COMPARISONS = 50_000_000
"""Comparisons of two units under drawn weights, at most: more would take minutes and tell no more."""
SHARE_DECIMALS = 12
EDGE_NOISE = 1e-9


@dataclass(frozen=True, eq=False)
class RankSpread:
    """Ranks of units over random weights; int arrays, one entry per unit. Quantiles are ranks that occurred.

    A quantile q is the smallest rank that at least the share q of the draws does not exceed.
    """

    median: IntArray
    p05: IntArray
    p95: IntArray


@dataclass(frozen=True, eq=False)
class Alternative:
    """Another index (points, 0–100) and its ranks; the last axis is the unit."""

    indices: FloatArray
    ranks: IntArray


@dataclass(frozen=True)
class PairStability:
    """How many pairs of units keep their order under random weights.

    Attributes
    ----------
    pairs : int
        Pairs with different official indices.
    kept : float or None
        Mean share of the draws in which a pair keeps its order; None without pairs.
    robust : float or None
        Share of the pairs that keep it in at least `ROBUST` of the draws.
    """

    pairs: int
    kept: float | None
    robust: float | None


@dataclass(frozen=True)
class CategoryEdges:
    """Effect of reading the category bands by their lower (≥ 91, …) or their upper edge (> 90, …).

    Attributes
    ----------
    changed : int
        People whose category differs between the readings; `share` of the people, None without people.
    """

    people: int
    changed: int
    share: float | None


def weight_draws(shares: ArrayLike, weights: Sequence[float], *, seed: int, draws: int) -> RankSpread:
    """Median and 5th and 95th percentile of each unit's rank over random weights (`draw_weights`).

    Units with equal shares (to 12 decimals) are tied in every draw and share the smaller rank. Other scores are
    compared to 12 digits.

    Raises ValueError on shares below 0, a shape that does not fit, or weights that are not positive.
    """
    table, weight = _checked(shares, weights)
    if not len(table):
        empty = np.empty(0, dtype=np.int64)
        return RankSpread(empty, empty, empty)
    distinct, member, sizes = np.unique(
        table.round(SHARE_DECIMALS) + 0.0, axis=0, return_inverse=True, return_counts=True
    )
    drawn = draw_weights(weight, draws=draws, seed=seed)
    histogram = _rank_histogram(distinct, sizes, drawn)[member.ravel()]
    reached = histogram.cumsum(axis=1)
    median, p05, p95 = (1 + (reached >= math.ceil(share * draws - 1e-9)).argmax(axis=1) for share in (0.5, 0.05, 0.95))
    return RankSpread(median, p05, p95)


def draw_weights(weights: ArrayLike, *, draws: int, seed: int) -> FloatArray:
    """Random weights (draws × dimensions), each row summing to 1, from a Dirichlet distribution around `weights`."""
    weight = np.asarray(weights, dtype=np.float64)
    return np.random.default_rng(seed).dirichlet(CONCENTRATION * weight / weight.sum(), draws)


def pairs_that_hold(shares: ArrayLike, weights: Sequence[float], *, seed: int, draws: int) -> PairStability:
    """Share of the pairs of units that keep their official order under random weights (those of `weight_draws`).

    Of more than about 100 units only the first of the draws are taken, so that no more than `COMPARISONS` are made.
    """
    table, weight = _checked(shares, weights)
    official = ranks(table @ weight)
    first, second = np.nonzero(official[:, None] < official[None, :])
    if not len(first):
        return PairStability(0, None, None)
    advantage = table[first] - table[second]
    # Ahead in every dimension: ahead under any weights.
    doubtful = np.flatnonzero((advantage < 0).any(axis=1))
    drawn = draw_weights(weight, draws=draws, seed=seed)[: max(1, COMPARISONS // max(len(doubtful), 1))].T.copy()
    draws = drawn.shape[1]
    kept = np.full(len(advantage), draws, dtype=np.int64)
    block = max(1, BLOCK_ELEMENTS // draws)
    for start in range(0, len(doubtful), block):
        chosen = doubtful[start : start + block]
        kept[chosen] = np.count_nonzero(advantage[chosen] @ drawn > 0, axis=1)
    robust = kept >= math.ceil(ROBUST * draws - 1e-9)
    return PairStability(len(kept), float(kept.mean()) / draws, float(robust.mean()))


def leave_one_out(shares: ArrayLike, weights: Sequence[float]) -> Alternative:
    """Indices and ranks without each dimension in turn, the others rescaled to 100; shape (dimensions, units)."""
    table, weight = _checked(shares, weights)
    remaining = weight * (1 - np.eye(len(weight)))
    indices = 100 * (remaining / remaining.sum(axis=1, keepdims=True)) @ table.T
    return Alternative(indices, np.array([ranks(row) for row in indices]))


def geometric(shares: ArrayLike, weights: Sequence[float]) -> Alternative:
    """Indices (100 · Π shareᵂ) and ranks by the weighted geometric mean, which lets no dimension make up for another.

    A unit with a mean of 0 in any dimension gets 0; all such units share the last rank. Shape (units,).
    """
    table, weight = _checked(shares, weights)
    with np.errstate(divide="ignore"):
        indices = 100 * np.exp(np.log(table) @ (weight / weight.sum()))
    return Alternative(indices, ranks(indices))


def category_edges(indices: ArrayLike, lower: Sequence[float], upper: Sequence[float]) -> CategoryEdges:
    """Count whose category depends on how the bands are read: index ≥ `lower` edge, or > `upper` edge.

    `indices` in points, one per person (or unit); edges ascending. A distance to an edge of 1e-9 points counts as none.
    """
    index = np.asarray(indices, dtype=np.float64)
    by_lower = np.searchsorted(np.asarray(lower) - EDGE_NOISE, index, side="right")
    by_upper = np.searchsorted(np.asarray(upper) + EDGE_NOISE, index, side="left")
    changed = int((by_lower != by_upper).sum())
    return CategoryEdges(len(index), changed, changed / len(index) if len(index) else None)


def _checked(shares: ArrayLike, weights: Sequence[float]) -> tuple[FloatArray, FloatArray]:
    table, weight = np.asarray(shares, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != len(weight):
        raise ValueError("shares must have one row per unit and one column per weight")
    if not (table >= 0).all() or not (weight > 0).all():
        raise ValueError("shares must not be negative or missing, and weights must be positive")
    return table, weight


def _rank_histogram(distinct: FloatArray, sizes: IntArray, drawn: FloatArray) -> IntArray:
    """How often each distinct row takes each rank; shape (rows, units).

    Scores are not negative, so that their bits, read as whole numbers, order like the scores. The last bits give way to
    the number of the row: one sort of whole numbers then orders the rows of a draw and says which is where.
    """
    rows, units = len(distinct), int(sizes.sum())
    mask = (1 << max(1, (rows - 1).bit_length())) - 1
    numbers = np.arange(rows)
    histogram = np.zeros(rows * units, dtype=np.int64)
    block = max(1, BLOCK_ELEMENTS // rows)
    for start in range(0, len(drawn), block):
        keys = (drawn[start : start + block] @ distinct.T).view(np.int64)
        keys &= ~mask
        keys |= numbers
        keys.sort(axis=1)
        keys &= mask
        if units == rows:
            better: IntArray = rows - 1 - numbers
        else:
            better = units - sizes[keys].cumsum(axis=1)
        keys *= units
        keys += better
        histogram += np.bincount(keys.ravel(), minlength=rows * units)
    return histogram.reshape(rows, units)
