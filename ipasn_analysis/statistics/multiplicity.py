"""Many tests at once: p-values adjusted so that a claim among many means what it says."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.typing import FloatArray


def holm(p_values: ArrayLike) -> FloatArray:
    """Adjusted p-values, in the order given: compared with the level they hold the probability of any false claim.

    Parameters
    ----------
    p_values : array, shape (tests,)
        NaN (or None) stands for a test that was not made: it stays NaN and does not count.

    Raises ValueError on a p-value outside 0–1. Source: Holm 1979, Scandinavian Journal of Statistics 6, 65–70.
    """
    values = np.array(p_values, dtype=np.float64)
    made = ~np.isnan(values)
    tested = values[made]
    if ((tested < 0) | (tested > 1)).any():
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(tested, kind="stable")
    adjusted = np.maximum.accumulate(tested[order] * np.arange(len(tested), 0, -1))
    tested[order] = np.minimum(adjusted, 1.0)
    values[made] = tested
    return values
