"""The one model of chance: how far the mean of a group would move had other people, units or years struck it.

An index of a person in a unit in a year is the level of the unit, plus what the year did to the unit (all its people
share a clerk, a head and a course), plus what is the person's own. Every statement that something is more than chance
rests on the errors of this module:

- *person*: the variance within a unit, moderated toward that of all units (Smyth 2004, "Linear models and empirical
  Bayes methods for assessing differential expression", Statistical Applications in Genetics and Molecular Biology
  3(1)), since under a ceiling of the index a small unit that is high by luck has little spread as well;
- *unit and year*: what the means of units moved between two years beyond their people, by Paule and Mandel (1982,
  "Consensus values and weighting factors", Journal of Research of the National Bureau of Standards 87, 377–385);
- *clusters*: of a mean over several units, the bias-reduced cluster-robust variance CR2 with Satterthwaite's degrees of
  freedom (Bell and McCaffrey 2002, "Bias reduction in standard errors for linear regression with multi-stage samples",
  Survey Methodology 28, 169–181).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.distributions import student_quantile, student_tail
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

PRIOR_FREEDOM = 40.0
"""Degrees of freedom that the variance of all units counts for in that of one unit."""
UNCHANGED = 1e-9
"""Points below which a difference is none: sums of decimals end about 1e-12 beside each other."""
STEPS = 200


@dataclass(frozen=True, eq=False)
class Errors:
    """Standard errors of several independent means, in points, with their degrees of freedom; one entry per mean.

    An error is infinite, with no degrees of freedom, where nothing is known of it.
    """

    standard: FloatArray
    freedom: FloatArray


@dataclass(frozen=True)
class Estimate:
    """A difference in points with its standard error, degrees of freedom, 95 % interval and two-sided p-value.

    `exceeds_noise`: the interval leaves out 0. Without two clusters there is no error, interval or p-value, and nothing
    exceeds noise: nothing can be said. Where all clusters move alike there is none of them either, but any difference
    exceeds noise.
    """

    difference: float
    standard_error: float | None
    freedom: float | None
    interval: tuple[float, float] | None
    p_value: float | None
    clusters: int
    exceeds_noise: bool


def moderated(variances: ArrayLike, counts: ArrayLike) -> Errors:
    """Errors s/√n of the means of units of independent people, each variance moderated toward the pooled one.

    s² = (d₀ s₀² + (n − 1) sᵤ²) / (d₀ + n − 1) with d₀ = `PRIOR_FREEDOM` and s₀² pooled by degrees of freedom.

    Parameters
    ----------
    variances : sample variances of the individual indices (points², divisor n − 1); ignored where n = 1.
    counts : people measured.

    There is no finite-population correction: even a full count varies with turnover, timing and recording. Where no
    unit has two people the errors are infinite.
    """
    count = np.asarray(counts, dtype=np.float64)
    freedom = np.maximum(count - 1, 0.0)
    variance = np.where(freedom > 0, np.asarray(variances, dtype=np.float64), 0.0)
    if not freedom.sum():
        return Errors(np.full(len(count), np.inf), np.zeros(len(count)))
    pooled = float((variance * freedom).sum() / freedom.sum())
    together = (PRIOR_FREEDOM * pooled + freedom * variance) / (PRIOR_FREEDOM + freedom)
    return Errors(np.sqrt(together / count), np.minimum(PRIOR_FREEDOM + freedom, PRIOR_FREEDOM + freedom.sum()))


def with_shocks(errors: Errors, shock: float, freedom: float) -> Errors:
    """Errors of unit means with the standard deviation `shock` of a unit's year, known to `freedom`, added.

    The degrees of freedom are Satterthwaite's: (a + b)² ÷ (a²/νₐ + b²/ν_b).
    """
    if shock <= 0:
        return errors
    person, year = np.square(errors.standard), shock**2
    with np.errstate(invalid="ignore", divide="ignore"):
        joint = np.square(person + year) / (np.square(person) / errors.freedom + year**2 / freedom)
    known = np.isfinite(person)
    return Errors(np.sqrt(person + year), np.where(known, joint, 0.0))


def of_pairs(errors: Errors) -> Errors:
    """The errors as two of the means are compared: half of the degrees of freedom, so that a pair has those of one.

    The errors of all units share the pooled variance and the shock of a year, and are too small or too large together.
    """
    return Errors(errors.standard, errors.freedom / 2)


def skew_of_means(skewness: float, counts: ArrayLike, person: Errors, errors: Errors) -> FloatArray:
    """Skewness of the distances of unit means, in their own moderated errors, when people have this `skewness`.

    γ (1 − 3λ) ÷ √n, with λ = (n − 1) ÷ (d₀ + n − 1) the weight of the unit's own variance: where scores are skewed, a
    high mean goes with a small variance (Hall 1992, The Bootstrap and Edgeworth Expansion, section 2.6, has λ = 1).
    `person` and `errors` are those of people alone and with the shocks of a year, which have none and dilute it by
    (person ÷ all)³.
    """
    count = np.asarray(counts, dtype=np.float64)
    own = (count - 1) / (PRIOR_FREEDOM + count - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.power(person.standard / errors.standard, 3)
    skew: FloatArray = np.nan_to_num(skewness * (1 - 3 * own) / np.sqrt(count) * part)
    return skew


def skewness_within(values: ArrayLike, units: IntArray) -> float:
    """Skewness of people about the means of their units (numbered from 0), pooled; 0 where nobody differs."""
    value = np.asarray(values, dtype=np.float64)
    count = np.bincount(units)
    deviation = value - (np.bincount(units, weights=value) / np.maximum(count, 1))[units]
    variance = float(np.square(deviation).mean())
    return float(np.power(deviation, 3).mean() / variance**1.5) if variance > UNCHANGED else 0.0


def shock_of_year(changes: ArrayLike, variances: ArrayLike) -> tuple[float, float]:
    """Standard deviation of what one year does to a unit, in points, and its degrees of freedom.

    Parameters
    ----------
    changes : changes of unit means between two years over the people who stayed, in points.
    variances : the variances of these changes from people alone, in points².

    A change holds the shocks of two years, so their variance is half of what the changes vary beyond their people. Zero
    with fewer than three units.
    """
    change, variance = np.asarray(changes, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if len(change) < 3:
        return 0.0, 0.0
    between, _ = paule_mandel(change, variance)
    return float(np.sqrt(between / 2)), float(len(change) - 1)


def paule_mandel(estimates: ArrayLike, variances: ArrayLike) -> tuple[float, float]:
    """Variance between the true values of `estimates` beyond their own `variances`, and the centre that goes with it.

    The centre is the mean weighted by 1 ÷ (vᵢ + τ²); τ² is such that the weighted squares sum to their degrees of
    freedom, or 0 where they sum to less. ValueError without estimates or with a negative variance.
    """
    value, variance = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if not len(value) or value.shape != variance.shape or (variance < 0).any():
        raise ValueError("estimates need as many variances, none of them negative")
    floor = np.maximum(variance, np.finfo(np.float64).tiny + 1e-12)

    def centre(between: float) -> float:
        return float(np.average(value, weights=1 / (floor + between)))

    def excess(between: float) -> float:
        return float((np.square(value - centre(between)) / (floor + between)).sum()) - (len(value) - 1)

    if excess(0.0) <= 0:
        return 0.0, centre(0.0)
    low, high = 0.0, float(np.ptp(value) ** 2)
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high, centre(high)


def clustered(estimate: float, influence: ArrayLike, people: ArrayLike, confidence: float = 0.95) -> Estimate:
    """A mean, or the change of one, over people who move together in clusters: CR2 with Satterthwaite's freedom.

    Parameters
    ----------
    estimate : in points.
    influence : of each cluster, summed over its people, on the estimate, in points: for a mean, Σ (x − M) ÷ N.
    people : people of each cluster.

    With n people in a cluster of N, the variance is Σ s² ÷ (1 − n/N), and the degrees of freedom are those of
    `satterthwaite`: few where one cluster holds most people.
    """
    part, count = np.asarray(influence, dtype=np.float64), np.asarray(people, dtype=np.float64)
    part, count = part[count > 0], count[count > 0]
    total = float(count.sum())
    if len(part) < 2:
        return Estimate(estimate, None, None, None, None, len(part), exceeds_noise=False)
    variance = float((np.square(part) / (1 - count / total)).sum())
    return _estimate(estimate, variance, satterthwaite(count), len(part), confidence)


def difference_of_groups(
    values: ArrayLike, first: Mask, second: Mask, clusters: IntArray, confidence: float = 0.95
) -> Estimate:
    """The difference of the means of two groups of people, first − second, whose people move together in clusters.

    Parameters
    ----------
    values : of each person, in points.
    first, second : who belongs to the groups.
    clusters : the number of each person's cluster, from 0.

    A cluster with people of both groups moves both means, so what it shares drops out. The degrees of freedom are
    those of the mean that has fewer, since both move with the same clusters. A group within one cluster cannot be told
    from it: there is no error.
    """
    value, size = np.asarray(values, dtype=np.float64), int(clusters.max(initial=-1)) + 1
    together = np.zeros(size)
    freedoms: list[float] = []
    for sign, group in ((1, first), (-1, second)):
        count = np.bincount(clusters[group], minlength=size).astype(np.float64)
        total, mean = count.sum(), float(value[group].mean())
        if (count >= total).any():
            break
        part = np.bincount(clusters[group], weights=value[group] - mean, minlength=size) / total
        part /= np.sqrt(1 - count / total)
        together += sign * part
        freedoms.append(satterthwaite(count[count > 0]))
    number = len(np.unique(clusters[first | second]))
    difference = float(value[first].mean() - value[second].mean())
    if len(freedoms) < 2:
        return Estimate(difference, None, None, None, None, number, exceeds_noise=False)
    return _estimate(difference, float(np.square(together).sum()), min(freedoms), number, confidence)


def _estimate(estimate: float, variance: float, freedom: float, clusters: int, confidence: float) -> Estimate:
    error = float(np.sqrt(variance))
    if error <= UNCHANGED:
        return Estimate(estimate, None, None, None, None, clusters, exceeds_noise=abs(estimate) > UNCHANGED)
    half = float(student_quantile((1 + confidence) / 2, freedom)) * error
    p_value = float(2 * student_tail(abs(estimate) / error, freedom))
    low, high = estimate - half, estimate + half
    exceeds = low > UNCHANGED or high < -UNCHANGED
    return Estimate(estimate, error, float(freedom), (low, high), p_value, clusters, exceeds)


def satterthwaite(people: ArrayLike) -> float:
    """Degrees of freedom of CR2 of a mean over clusters of these sizes, between 1 and clusters − 1.

    Of N people, with n in a cluster, under independence: N² ÷ (N² Σ n²/(N−n)² − 2N Σ n³/(N−n)² + (Σ n²/(N−n))²).
    """
    count = np.asarray(people, dtype=np.float64)
    total = count.sum()
    rest = total - count
    squares, cubes = (count**2 / rest**2).sum(), (count**3 / rest**2).sum()
    cross = (count**2 / rest).sum()
    return float(total**2 / (total**2 * squares - 2 * total * cubes + cross**2))


def mean_of_clusters(means: ArrayLike, people: ArrayLike) -> Estimate:
    """The mean over all people of clusters with these means (points) and sizes, with its error."""
    mean, count = np.asarray(means, dtype=np.float64), np.asarray(people, dtype=np.float64)
    whole = float(np.average(mean, weights=count))
    return clustered(whole, count * (mean - whole) / count.sum(), count)
