"""Is there a trend over comparable years?

With a handful of points only exact tests are honest: the smallest two-sided p-value of n points is 2 ÷ n!, which
a normal approximation does not know. All years are distinct, so only the values can be tied.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.ranking import tie_groups
from ipasn_analysis.statistics.typing import FloatArray

ENOUGH_POINTS = 5
SAME_SEASON = 45
"""Days by which two dates of different years may differ within the year and still be of the same season."""


@dataclass(frozen=True)
class TrendPoint:
    """The index of one snapshot; None where it is hidden."""

    date: datetime.date
    instrument: str
    index: float | None


@dataclass(frozen=True)
class Kendall:
    """Kendall's rank correlation with time.

    Attributes
    ----------
    s : int
        Rising minus falling pairs of years.
    tau : float or None
        Tau-b; None when no two values differ.
    p_value : float
        Two-sided, exact by permutation, ties included.
    """

    s: int
    tau: float | None
    p_value: float


@dataclass(frozen=True)
class Trend:
    """A monotone trend over years.

    Attributes
    ----------
    points : int
    enough : bool
        At least five points: only then may anything be claimed.
    slope : float or None
        Theil–Sen slope, points per year; None below two points.
    low, high : float or None
        Its confidence interval; None where so few points allow none at the level.
    intercept : float or None
        Of the line ``intercept + slope · year``: the median of what is left.
    tau, p_value : float or None
        As in `Kendall`; the p-value is None below two points.
    """

    points: int
    enough: bool
    slope: float | None
    low: float | None
    high: float | None
    intercept: float | None
    tau: float | None
    p_value: float | None


def comparable_years(points: Iterable[TrendPoint], report_instrument: str, report_year: int) -> dict[int, float]:
    """Years and indices a trend may use: the last snapshot of each year under the report's instrument, up to its year.

    A year whose last snapshot is hidden, or was measured under another instrument, is left out altogether; so is one
    that is not at its end, where others are: within a year the index is lower for the calendar alone.
    """
    last = {point.date.year: point for point in sorted(points, key=lambda point: point.date)}
    known = {
        point.date: point.index
        for year, point in sorted(last.items())
        if year <= report_year and point.instrument == report_instrument and point.index is not None
    }
    ended = {date: index for date, index in known.items() if is_year_end(date)}
    return {date.year: index for date, index in (ended or known).items()}


def is_year_end(date: datetime.date) -> bool:
    """Whether a snapshot stands near enough to 31 December to be compared with the end of another year."""
    return (datetime.date(date.year, 12, 31) - date).days <= SAME_SEASON


def trend_test(years: ArrayLike, values: ArrayLike, *, level: float = 0.95) -> Trend:
    """Theil–Sen slope with its interval, and Kendall's exact test.

    Parameters
    ----------
    years : array, shape (points,)
        Distinct, at any distance, in any order.
    values : array, shape (points,)
        Indices in points. Values that differ by float noise only are tied (`ranking.tie_groups`).
    level : float
        Confidence of the interval, at least.

    The interval holds every slope that the exact test does not reject (Sen 1968; Hollander, Wolfe and Chicken 2014,
    section 9.3): the order statistics of the pairwise slopes are picked by the exact null distribution of S. Tied
    values are pairs of slope zero; what is left of them at any other slope has no ties, so the distribution without
    ties picks. Where the test with ties does not reject, the interval holds zero: breaking the z tied pairs at random
    lowers S by at most z, and an interval above zero has dropped all z, so the tied p-value is then within the level.

    Raises ValueError on lengths that differ, a year given twice, or values that are not finite.
    """
    year, value = np.asarray(years, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if year.ndim != 1 or year.shape != value.shape or len(np.unique(year)) != len(year):
        raise ValueError("a trend needs one value for each of distinct years")
    count = len(year)
    enough = count >= ENOUGH_POINTS
    if count < 2:
        return Trend(count, enough, None, None, None, None, None, None)
    kendall = kendall_test(year, value)
    slopes = _pairwise_slopes(year, value)
    slope = float(np.median(slopes))
    low, high = _slope_interval(slopes, count, level)
    intercept = float(np.median(value - slope * year))
    return Trend(count, enough, slope, low, high, intercept, kendall.tau, kendall.p_value)


def kendall_test(years: ArrayLike, values: ArrayLike) -> Kendall:
    """Kendall's S, tau-b and exact two-sided p-value, P(|S| ≥ observed) over all orders of the values.

    `years` are distinct; needs at least two points.
    """
    order = np.argsort(np.asarray(years, dtype=np.float64))
    groups = tie_groups(values)[order]
    pairs = list(itertools.combinations(groups.tolist(), 2))
    s = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    untied = sum(later != earlier for earlier, later in pairs)
    tau = s / (len(pairs) * untied) ** 0.5 if untied else None
    counts = inversion_counts(np.bincount(groups).tolist())
    extreme = sum(number for inversions, number in enumerate(counts) if abs(untied - 2 * inversions) >= abs(s))
    return Kendall(s, tau, extreme / sum(counts))


def inversion_counts(sizes: Sequence[int]) -> list[int]:
    """How many orders of a multiset have 0, 1, 2, … inversions; `sizes` are the numbers of equal values.

    These are the coefficients of the Gaussian multinomial (MacMahon 1916, Combinatory Analysis II), the product of
    (1 − q^(placed + i)) ÷ (1 − q^i) for i = 1 … size over the groups: whole numbers throughout, exact for any length.
    """
    counts = [1]
    placed = 0
    for size in sizes:
        for step in range(1, size + 1):
            power = placed + step
            product = counts + [0] * power
            for degree, number in enumerate(counts):
                product[degree + power] -= number
            for degree in range(step, len(product)):
                product[degree] += product[degree - step]
            counts = product[: len(product) - step]
        placed += size
    return counts


def _pairwise_slopes(year: FloatArray, value: FloatArray) -> FloatArray:
    """Slopes of all pairs, ascending."""
    first, second = np.triu_indices(len(year), k=1)
    return np.sort((value[second] - value[first]) / (year[second] - year[first]))


def _slope_interval(slopes: FloatArray, points: int, level: float) -> tuple[float | None, float | None]:
    """The slopes between which the exact two-sided test does not reject; None when no slope can be rejected."""
    counts = inversion_counts([1] * points)
    allowed = (1 - level) / 2 * sum(counts) * (1 + 1e-12)
    dropped = sum(total <= allowed for total in itertools.accumulate(counts))
    if dropped == 0:
        return None, None
    return float(slopes[dropped - 1]), float(slopes[len(slopes) - dropped])
