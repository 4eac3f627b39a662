"""Disclosure control: which figures of a published table are withheld so that nobody is given away.

Stands between analysis and presentation: facts are made through it, and presentation sees facts alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIZE_CLASSES = (10, 30, 100, 300, 1000, 3000)


def protect(counts: ArrayLike, threshold: int) -> NDArray[np.bool_]:
    """Which parts of a published total to hide: those of 1 … threshold − 1 people, and their complement.

    Parameters
    ----------
    counts : int array, shape (parts,)
        People in each part of a total that is itself published.
    threshold : int
        Smallest group that may be shown.

    Returns
    -------
    bool array, shape (parts,): true where hidden. Where any part is hidden, at least two are, together not fewer than
    `threshold`, so that the total minus the shown parts gives no small group away.
    """
    count = np.asarray(counts, dtype=np.int64)
    return complete((count > 0) & (count < threshold), count, threshold)


def complete(hidden: ArrayLike, counts: ArrayLike, threshold: int) -> NDArray[np.bool_]:
    """`hidden` with the smallest shown parts added until at least two are hidden, together ≥ `threshold` people.

    Ties by position. A part of nobody hides nothing and is never added. When the parts are too few, all are hidden.
    """
    count = np.asarray(counts, dtype=np.int64)
    result = np.asarray(hidden, dtype=bool).copy()
    if not result.any():
        return result
    candidates = [place for place in np.argsort(count, kind="stable") if not result[place] and count[place] > 0]
    for place in candidates:
        if result.sum() >= 2 and count[result].sum() >= threshold:
            break
        result[place] = True
    return result


def size_class(count: int, threshold: int) -> str:
    """The size class of a group in words of numbers: ``1–9`` below the threshold, else a wide class."""
    edges = sorted({threshold, *(edge for edge in SIZE_CLASSES if edge > threshold)})
    low = 1
    for edge in edges:
        if count < edge:
            return f"{low}–{edge - 1}"
        low = edge
    return f"≥ {low}"
