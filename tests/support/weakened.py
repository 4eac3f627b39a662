"""Disclosure control with parts of it taken out, for tests that must then fail."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.disclosure.policy import Rules


def _primary_alone(counts: Any, threshold: int, points: Any = None) -> np.ndarray:
    count = np.asarray(counts)
    return (count > 0) & (count < threshold)


def _nothing_more(suppressed: Any, counts: Any, threshold: int) -> np.ndarray:
    return np.asarray(suppressed, dtype=bool).copy()


def _small_sums_alone(suppressed: Any, counts: Any, thresholds: Any, threshold: int, **_: Any) -> np.ndarray:
    return _primary_alone(np.atleast_2d(np.asarray(counts)).sum(axis=0), threshold)


WEAKENED = {
    "suppress": Rules(suppress=_primary_alone),
    "suppress_sums": Rules(suppress_sums=_small_sums_alone),
    "all": Rules(_primary_alone, _nothing_more, _small_sums_alone),
}
"""Rules of which one, or each, is replaced by primary suppression alone."""
