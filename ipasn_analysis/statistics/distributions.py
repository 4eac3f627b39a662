"""Quantiles and tails of the few distributions that the analysis uses, and ranks with ties.

They use the functions of `scipy.special` that `scipy.stats` itself calls; importing `scipy.stats` for them alone
would cost more than all of an analysis.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from ipasn_analysis.statistics.typing import FloatArray


def normal_quantile(probability: ArrayLike) -> FloatArray:
    """The value that a standard normal variable falls below with this probability."""
    value: FloatArray = special.ndtri(probability)
    return value


def normal_of_tail(probability: ArrayLike) -> FloatArray:
    """The value that a standard normal variable exceeds with this probability."""
    return -normal_quantile(probability)


def student_quantile(probability: ArrayLike, freedom: ArrayLike) -> FloatArray:
    """The value that Student's t with these degrees of freedom falls below with this probability."""
    value: FloatArray = special.stdtrit(freedom, probability)
    return value


def student_tail(value: ArrayLike, freedom: ArrayLike) -> FloatArray:
    """The probability that Student's t with these degrees of freedom (infinity: the normal) exceeds `value`."""
    tail: FloatArray = special.stdtr(freedom, -np.asarray(value, dtype=np.float64))
    return tail


def f_tail(value: float, numerator: float, denominator: float) -> float:
    """The probability that F with these degrees of freedom exceeds `value`."""
    return float(special.fdtrc(numerator, denominator, value))


def average_ranks(values: ArrayLike) -> FloatArray:
    """Ranks from 1 upwards; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse].astype(np.float64)


def kruskal_wallis(samples: Sequence[FloatArray]) -> tuple[float, float]:
    """H with its correction for ties and its p-value by χ² (Kruskal and Wallis 1952); the values must not all be equal.

    H = 12/(n(n+1)) Σ R²ⱼ/nⱼ − 3(n+1), divided by 1 − Σ(t³−t)/(n³−n) over the groups of t equal values.
    """
    together = np.concatenate(samples)
    n = len(together)
    parts = np.split(average_ranks(together), np.cumsum([len(sample) for sample in samples])[:-1])
    uncorrected = 12 / (n * (n + 1)) * sum(part.sum() ** 2 / len(part) for part in parts) - 3 * (n + 1)
    ties = np.unique(together, return_counts=True)[1].astype(np.float64)
    statistic = float(uncorrected / (1 - (ties**3 - ties).sum() / (float(n) ** 3 - n)))
    return statistic, float(special.chdtrc(len(samples) - 1, statistic))
