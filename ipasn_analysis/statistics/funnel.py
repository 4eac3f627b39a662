"""Funnel limits: which unit means lie further from the overall mean than size and ordinary variation explain.

The method is Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24,
1185–1202, with additive over-dispersion: beside the variation between people, units differ by a standard deviation
tau. It is that of Paule and Mandel, with the centre that goes with it: the mean over people would be that of the
largest unit, and winsorised z-scores would leave out just the large units that show how much units differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.distributions import normal_quantile
from ipasn_analysis.statistics.noise import paule_mandel
from ipasn_analysis.statistics.typing import FloatArray, IntArray

WARNING_LEVEL = 0.95
ALARM_LEVEL = 0.998
FEWEST_UNITS = 8
"""Units from which on a funnel can tell an outlying one: among few, it widens the limits by which it is judged."""


@dataclass(frozen=True, eq=False)
class Limits:
    """Lower and upper funnel limits in points, kept within 0–100, at one probability; one entry per unit."""

    level: float
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True, eq=False)
class Funnel:
    """A funnel around the overall mean.

    Attributes
    ----------
    centre : float
        The mean of the units, each weighted by how well it is known beside tau (points).
    person_sd : float
        Standard deviation between people within units, pooled (points).
    tau : float
        Standard deviation between units beyond chance (points); 0 when the units vary no more than chance allows.
    z : float array, shape (units,)
        Distance from the centre in standard deviations of unit size and tau.
    warning, alarm : Limits
        At 95 % and 99.8 %.
    outside_warning, outside_alarm : int array, shape (units,)
        −1 below, 0 within, 1 above the limits.
    """

    centre: float
    person_sd: float
    tau: float
    z: FloatArray
    warning: Limits
    alarm: Limits
    outside_warning: IntArray
    outside_alarm: IntArray


def funnel(means: ArrayLike, variances: ArrayLike, counts: ArrayLike) -> Funnel:
    """Funnel limits of the unit means around their centre.

    Parameters
    ----------
    means, variances : array, shape (units,)
        Mean (points) and sample variance (points², divisor n − 1) of the individual indices of each unit; the variance
        of a unit of one person is not looked at.
    counts : array, shape (units,)
        People measured, at least 1.

    Raises ValueError when there is no unit, a count below 1, or when lengths differ.
    """
    mean = np.asarray(means, dtype=np.float64)
    count = np.asarray(counts, dtype=np.float64)
    variance = np.asarray(variances, dtype=np.float64)
    if not len(mean) or not mean.shape == count.shape == variance.shape or (count < 1).any():
        raise ValueError("a funnel needs units of at least one person, with mean, variance and count each")
    person_variance = _pooled(variance, count)
    tau_squared, centre = paule_mandel(mean, person_variance / count)
    deviation = np.sqrt(person_variance / count + tau_squared)
    difference = np.where(np.abs(mean - centre) > 1e-10, mean - centre, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(difference == 0, 0.0, difference / deviation)
    warning, alarm = (_limits(centre, deviation, level) for level in (WARNING_LEVEL, ALARM_LEVEL))
    return Funnel(
        centre=centre,
        person_sd=person_variance**0.5,
        tau=tau_squared**0.5,
        z=z,
        warning=warning,
        alarm=alarm,
        outside_warning=_outside(z, WARNING_LEVEL),
        outside_alarm=_outside(z, ALARM_LEVEL),
    )


def _limits(centre: float, deviation: FloatArray, level: float) -> Limits:
    reach = normal_quantile((1 + level) / 2) * deviation
    return Limits(level, np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 100.0))


def _outside(z: FloatArray, level: float) -> IntArray:
    return (np.sign(z) * (np.abs(z) > normal_quantile((1 + level) / 2))).astype(np.int64)


def _pooled(variance: FloatArray, count: FloatArray) -> float:
    """Variance between people within units, pooled by degrees of freedom; 0 when every unit is one person."""
    usable = count > 1
    freedom = count[usable] - 1
    return float((variance[usable] * freedom).sum() / freedom.sum()) if usable.any() else 0.0
