"""Many tests at once: p-values adjusted so that a claim among many means what it says."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray


def adjust(p_values: ArrayLike, method: Literal["holm", "bh"] = "holm") -> NDArray[np.float64]:
    """Adjusted p-values, in the order given; comparing them with the level makes the decisions of the procedure.

    Parameters
    ----------
    p_values : array, shape (tests,)
        NaN (or None) stands for a test that was not made: it stays NaN and does not count.
    method : str
        ``holm`` holds the probability of any false claim (Holm 1979, Scandinavian Journal of Statistics 6, 65–70);
        ``bh`` the expected share of false claims (Benjamini and Hochberg 1995, JRSS B 57, 289–300).

    Raises ValueError on a p-value outside 0–1 or another method.
    """
    values = np.array(p_values, dtype=np.float64)
    made = ~np.isnan(values)
    tested = values[made]
    if ((tested < 0) | (tested > 1)).any():
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(tested, kind="stable")
    tests = len(tested)
    if method == "holm":
        adjusted = np.maximum.accumulate(tested[order] * np.arange(tests, 0, -1))
    elif method == "bh":
        stepped = tested[order] * (tests / np.arange(1, tests + 1))
        adjusted = np.minimum.accumulate(stepped[::-1])[::-1]
    else:
        raise ValueError(f"unknown method {method!r}; known: holm, bh")
    tested[order] = np.minimum(adjusted, 1.0)
    values[made] = tested
    return values
