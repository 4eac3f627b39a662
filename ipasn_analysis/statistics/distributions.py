"""Quantiles and tails of the few distributions that the analysis uses, and ranks with ties.

They use the functions of `scipy.special` that `scipy.stats` itself calls; importing `scipy.stats` for them alone
would cost more than all of an analysis.
"""

from __future__ import annotations

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


def average_ranks(values: ArrayLike) -> FloatArray:
    """Ranks from 1 upwards; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse].astype(np.float64)
