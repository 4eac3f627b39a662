"""Disclosure control: which figures of a published table are withheld so that nobody is given away.

Stands between analysis and presentation: facts are made through it, and presentation sees facts alone. Three rules:

1. a part of 1 … threshold − 1 people is withheld (`protect`);
2. where a part of a published total is withheld, others are too, until none of them can be computed (`complete`);
3. what the report of each government withholds, no sum over governments may give away (`analysis.territory`).
"""

from __future__ import annotations

import math
from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIZE_CLASSES = (10, 30, 100, 300, 1000, 3000)
LARGEST_EXCHANGE = 8

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]


def protect(counts: ArrayLike, threshold: int, points: ArrayLike | None = None) -> Mask:
    """Which parts of a published total to hide: those of 1 … threshold − 1 people, and their complement.

    Parameters
    ----------
    counts : int array, shape (parts,)
        People in each part of a total that is itself published.
    threshold : int
        Smallest group that may be shown.
    points : float array, shape (parts,), optional
        Points of each person of a part, where their sum over all parts is published as well.

    Returns
    -------
    bool array, shape (parts,): true where hidden. Where any part is hidden, at least two are, together not fewer than
    `threshold`, and neither the totals nor the size classes of the hidden parts tell how many people each has.
    """
    count = np.asarray(counts, dtype=np.int64)
    small = (count > 0) & (count < threshold)
    hidden = complete(small, count, threshold)
    if not hidden.any():
        return hidden
    # The smallest of the others always goes with them: were it hidden only at need, that it is would tell of the small.
    others = [place for place in _smallest_first(count) if not small[place]]
    hidden[others[:1]] = True
    first = hidden.copy()
    for place in _smallest_first(count):
        if _is_ambiguous(count, hidden, threshold, points):
            break
        hidden[place] = True
    for place in reversed(_smallest_first(count)):
        if hidden[place] and not first[place]:
            hidden[place] = False
            hidden[place] = not _is_ambiguous(count, hidden, threshold, points)
    return hidden


def complete(hidden: ArrayLike, counts: ArrayLike, threshold: int) -> Mask:
    """`hidden` with the smallest shown parts added until at least two are hidden, together ≥ `threshold` people.

    Ties by position. A part of nobody hides nothing and is never added. When the parts are too few, all are hidden.
    """
    count = np.asarray(counts, dtype=np.int64)
    result = np.asarray(hidden, dtype=bool).copy()
    if not result.any():
        return result
    for place in _smallest_first(count):
        if (result & (count > 0)).sum() >= 2 and count[result].sum() >= threshold:
            break
        result[place] = True
    return result


def are_told(counts: ArrayLike, hidden: ArrayLike, threshold: int, points: ArrayLike | None = None) -> bool:
    """Whether the totals give the size of a hidden part away although every part that could be is hidden.

    Then even which parts are empty says too much, and the breakdown as a whole must be left out.
    """
    count, mask = np.asarray(counts, dtype=np.int64), np.asarray(hidden, dtype=bool)
    return bool(mask.any()) and not _is_ambiguous(count, mask, threshold, points, every=True)


def _smallest_first(count: Counts) -> list[int]:
    return [int(place) for place in np.argsort(count, kind="stable") if count[place] > 0]


def _is_ambiguous(
    count: Counts,
    hidden: Mask,
    threshold: int,
    points: ArrayLike | None,
    *,
    every: bool = False,
) -> bool:
    """Whether each small (or `every`) hidden part could have another size, given the totals and the size classes."""
    places = np.flatnonzero(hidden & (count > 0))
    small = {int(place) for place in places if every or count[place] < threshold}
    spans = {int(place): _bounds(int(count[place]), threshold) for place in places}
    weights = None if points is None else [round(value * 100) for value in np.asarray(points, dtype=np.float64)]
    open_: set[int] = set()
    for size in (2,) if weights is None else (3, 4):
        for group in combinations(spans, size):
            moves = [(1, -1)] if weights is None else _exchanges(tuple(weights[place] for place in group))
            for move in moves:
                for sign in (1, -1):
                    moved = {place: count[place] + sign * step for place, step in zip(group, move, strict=True)}
                    if all(spans[place][0] <= people <= spans[place][1] for place, people in moved.items()):
                        open_ |= {place for place, step in zip(group, move, strict=True) if step}
        if small <= open_:
            return True
    return False


@cache
def _exchanges(points: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Exchanges of people among three or four parts that change neither their number nor their points."""
    first, second, third, *rest = points
    if not rest:
        steps = (second - third, third - first, first - second)
        divisor = math.gcd(*steps)
        return [tuple(step // divisor for step in steps)] if divisor else []
    found: list[tuple[int, ...]] = []
    for one, two in product(range(-LARGEST_EXCHANGE, LARGEST_EXCHANGE + 1), repeat=2):
        owed, gap = one * first + two * second - (one + two) * rest[0], rest[0] - third
        if gap and owed % gap == 0 and (one or two):
            three = owed // gap
            found.append((one, two, three, -one - two - three))
    return found


def is_small(part: int, whole: int, threshold: int) -> bool:
    """Whether a part of a published whole, or the rest of it, is of 1 … threshold − 1 people."""
    return 0 < part < threshold or 0 < whole - part < threshold


def _bounds(count: int, threshold: int) -> tuple[int, int]:
    """Fewest and most people of the size class that a count falls in; the last class has no end."""
    low = 1
    for edge in sorted({threshold, *(edge for edge in SIZE_CLASSES if edge > threshold)}):
        if count < edge:
            return low, edge - 1
        low = edge
    return low, 10**9


def wide_span(count: int, threshold: int) -> tuple[int, int]:
    """The same of a sum over governments, whose classes are two."""
    return (1, threshold - 1) if count < threshold else (threshold, 10**9)


def wide_size_class(count: int, threshold: int) -> str:
    """The size class of a withheld sum over governments: without an end, since others show theirs."""
    return _class(*wide_span(count, threshold))


def size_class(count: int, threshold: int) -> str:
    """The size class of a group in words of numbers: ``1–9`` below the threshold, else a wide class."""
    return _class(*_bounds(count, threshold))


def _class(low: int, high: int) -> str:
    return f"≥ {low}" if high >= 10**9 else f"{low}–{high}"


def size_classes(counts: ArrayLike, hidden: ArrayLike, threshold: int) -> list[str | None]:
    """The size class of each hidden part of a published total, None for a shown one.

    Where even then the classes and the total would tell a small part's size, the hidden parts share one wide class.
    """
    spans = size_spans(np.asarray(counts, dtype=np.int64), np.asarray(hidden, dtype=bool), threshold)
    return [_class(*spans[place]) if place in spans else None for place in range(len(np.asarray(counts)))]


def size_spans(count: Counts, mask: Mask, threshold: int) -> dict[int, tuple[int, int]]:
    """Fewest and most people of each hidden part as its size class tells them."""
    spans = {int(place): _bounds(int(count[place]), threshold) for place in np.flatnonzero(mask)}
    if spans and not _is_ambiguous(count, mask, threshold, None):
        high = max(high for _, high in spans.values())
        high = 10**9 if count[list(spans)].sum() >= high * len(spans) else high
        spans = dict.fromkeys(spans, (1, high))
    return spans
