"""Which units are clearly above or below the mean of all, and which surely below a target: for all units at once.

Comparing each unit with the mean of all is the analysis of means (Nelson, Wludyka and Copeland 2005, The Analysis of
Means, SIAM): it tells far more units apart than ranks do, which compare every unit with every other. The errors are
those of the one noise model (`statistics.noise`); that the claim holds for all units at once is Šidák's inequality
(Šidák 1967, Journal of the American Statistical Association 62, 626–633).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.distributions import student_quantile
from ipasn_analysis.statistics.noise import UNCHANGED, Errors
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Units beside the mean of all people.

    Attributes
    ----------
    centre : float
        The mean over all people (points).
    lower, upper : float array, shape (units,)
        Between them a unit of its size and error cannot be told from the mean (points, within 0–100).
    side : int array, shape (units,)
        −1 clearly below, 1 clearly above, 0 not to be told apart.
    """

    centre: float
    lower: FloatArray
    upper: FloatArray
    side: IntArray


def against_mean(
    means: ArrayLike, counts: ArrayLike, errors: Errors, *, skew: ArrayLike = 0.0, judged: Mask | None = None
) -> Verdicts:
    """Each unit beside the mean of all people, which it is a part of.

    With w the unit's share of the people and e its error, the variance of its distance to the mean is
    (1 − w)² e² + Σ w² e² over the others, with Satterthwaite's degrees of freedom.

    Parameters
    ----------
    means, counts : array, shape (units,)
        Mean (points) and people of each unit; all units, so that the mean is that of everybody.
    errors : of the unit means; a unit with an infinite one, and all beside it, cannot be told from the mean.
    skew : skewness of the unit means (`noise.skew_of_means`); the limits reach further where the tail is longer.
    judged : the units of which something is said, all by default: the claims hold for these at once.

    Raises ValueError without units, with a count below 1, or when lengths differ.
    """
    mean, count = np.asarray(means, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if not len(mean) or not mean.shape == count.shape == errors.standard.shape or (count < 1).any():
        raise ValueError("verdicts need units of at least one person, with mean, count and error each")
    share = count / count.sum()
    centre = float(share @ mean)
    parts = np.square(share[np.newaxis] - np.eye(len(mean))) * np.square(errors.standard)
    variance = parts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        spent = np.where(parts > 0, np.square(parts) / errors.freedom, 0.0).sum(axis=1)
        freedom = np.where(spent > 0, np.square(variance) / spent, np.inf)
    known = np.isfinite(variance) & (freedom > 0)
    number = int(judged.sum()) if judged is not None else len(mean)
    of_distance = Errors(np.where(known, np.sqrt(variance), np.inf), np.where(known, freedom, 0.0))
    below, above = (_reach(of_distance, skew, _each(number) / 2, side) for side in (-1, 1))
    distance = mean - centre
    side = (distance > np.maximum(above, UNCHANGED)).astype(np.int64) - (-distance > np.maximum(below, UNCHANGED))
    return Verdicts(centre, np.maximum(centre - below, 0.0), np.minimum(centre + above, 100.0), side)


def surely_below(means: ArrayLike, errors: Errors, target: float, *, skew: ArrayLike = 0.0) -> Mask:
    """Which units are below the target by more than chance explains, for all of them at once; shape (units,)."""
    mean = np.asarray(means, dtype=np.float64)
    below: Mask = target - mean > np.maximum(_reach(errors, skew, _each(len(mean)), -1), UNCHANGED)
    return below


def _reach(errors: Errors, skew: ArrayLike, chance: float, side: int) -> FloatArray:
    """How far from the truth a mean lies on one side with this chance: Student's t, for skewness by Cornish and Fisher.

    The first term of their expansion, g (t² − 1) ÷ 6, lengthens the side of the long tail; the other is left as it is.
    """
    known = np.isfinite(errors.standard) & (errors.freedom > 0)
    reach = np.full(len(known), np.inf)
    quantile = student_quantile(1 - chance, errors.freedom[known])
    tail = np.maximum(np.broadcast_to(np.asarray(skew, dtype=np.float64), known.shape)[known] * side, 0.0)
    reach[known] = (quantile + tail * (np.square(quantile) - 1) / 6) * errors.standard[known]
    return reach


def _each(number: int) -> float:
    """The chance of a false claim that is left to each of so many, so that together they keep to the level."""
    return float(1 - LEVEL ** (1 / max(1, number)))
