"""Suppression in one published table: which parts of a total are withheld so that no small group is disclosed.

Primary suppression withholds a part of 1 … threshold − 1 people (a small part). Secondary suppression withholds others
with it, until none of the small ones can be computed from the total or from the published size classes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.typing import IntArray, Mask

SIZE_CLASSES = (10, 30, 100, 300, 1000, 3000)
LARGEST_EXCHANGE = 8
UNBOUNDED = 10**9

Span = tuple[int, int]
"""Fewest and most people of a size class; the last class has no end (`UNBOUNDED`)."""


def suppress(counts: ArrayLike, threshold: int, points: ArrayLike | None = None) -> Mask:
    """Which parts of a published total to withhold: the small ones (primary) and others with them (secondary).

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
    bool array, shape (parts,): true where suppressed. Where any part is, at least two are, together not fewer than
    `threshold` people, and neither the totals nor the size classes of the suppressed parts determine how many people
    each has.
    """
    count = np.asarray(counts, dtype=np.int64)
    small = (count > 0) & (count < threshold)
    primary = add_secondary_suppression(small, count, threshold)
    if not primary.any():
        return primary
    smallest_first = _smallest_first(count)
    # The smallest of the others always goes too: suppressed only at need, its suppression would disclose the small one.
    primary[[index for index in smallest_first if not small[index]][:1]] = True
    return suppress_fewest(
        primary, smallest_first, smallest_first[::-1], lambda mask: _is_protected(count, mask, threshold, points)
    )


def add_secondary_suppression(suppressed: ArrayLike, counts: ArrayLike, threshold: int) -> Mask:
    """`suppressed` with the smallest other parts added until at least two are, together ≥ `threshold` people.

    Ties by position. A part of nobody protects nothing and is never added. When the parts are too few, all are
    suppressed.
    """
    count = np.asarray(counts, dtype=np.int64)
    result = np.asarray(suppressed, dtype=bool).copy()
    if not result.any():
        return result
    for index in _smallest_first(count):
        if (result & (count > 0)).sum() >= 2 and count[result].sum() >= threshold:
            break
        result[index] = True
    return result


def suppress_fewest(
    suppressed: Mask, candidates: Iterable[int], largest_first: Iterable[int], is_safe: Callable[[Mask], bool]
) -> Mask:
    """`suppressed` with candidates added in their order until it is safe, and those shown again that need not be."""
    result = suppressed.copy()
    for index in candidates:
        if is_safe(result):
            break
        result[index] = True
    for index in largest_first:
        if result[index] and not suppressed[index]:
            result[index] = False
            result[index] = not is_safe(result)
    return result


def is_disclosed(counts: ArrayLike, suppressed: ArrayLike, threshold: int, points: ArrayLike | None = None) -> bool:
    """Whether the totals disclose the size of a suppressed part although every part that could be is suppressed.

    Then even which parts are empty says too much, and the breakdown as a whole must be left out.
    """
    count, mask = np.asarray(counts, dtype=np.int64), np.asarray(suppressed, dtype=bool)
    return bool(mask.any()) and not _is_protected(count, mask, threshold, points, every=True)


def is_small(part: int, whole: int, threshold: int) -> bool:
    """Whether a part of a published whole, or the rest of it, is of 1 … threshold − 1 people."""
    return 0 < part < threshold or 0 < whole - part < threshold


def _smallest_first(count: IntArray) -> list[int]:
    return [int(index) for index in np.argsort(count, kind="stable") if count[index] > 0]


def _is_protected(
    count: IntArray, suppressed: Mask, threshold: int, points: ArrayLike | None, *, every: bool = False
) -> bool:
    """Whether each small (or `every`) suppressed part could have another size, given the totals and the size classes.

    People are moved between two parts, or where their points are published between three or four, so that the totals
    stay and no part leaves its size class.
    """
    spans = {int(index): _span(int(count[index]), threshold) for index in np.flatnonzero(suppressed & (count > 0))}
    needed = {index for index in spans if every or count[index] < threshold}
    weights = None if points is None else [round(value * 100) for value in np.asarray(points, dtype=np.float64)]
    movable: set[int] = set()
    for size in (2,) if weights is None else (3, 4):
        for parts in combinations(spans, size):
            exchanges = [(1, -1)] if weights is None else _exchanges(tuple(weights[index] for index in parts))
            for exchange, sign in product(exchanges, (1, -1)):
                moved = {index: count[index] + sign * step for index, step in zip(parts, exchange, strict=True)}
                if all(spans[index][0] <= people <= spans[index][1] for index, people in moved.items()):
                    movable |= {index for index, step in zip(parts, exchange, strict=True) if step}
        if needed <= movable:
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


def _span(count: int, threshold: int) -> Span:
    """The size class that a count falls in."""
    low = 1
    for edge in sorted({threshold, *(edge for edge in SIZE_CLASSES if edge > threshold)}):
        if count < edge:
            return low, edge - 1
        low = edge
    return low, UNBOUNDED


def wide_span(count: int, threshold: int) -> Span:
    """The size class of a sum over governments, which has two classes, since the governments show theirs."""
    return (1, threshold - 1) if count < threshold else (threshold, UNBOUNDED)


def size_class(count: int, threshold: int) -> str:
    """The size class of a group in words of numbers: ``1–9`` below the threshold, else a wide class."""
    return _text(_span(count, threshold))


def wide_size_class(count: int, threshold: int) -> str:
    """The same of a suppressed sum over governments (`wide_span`)."""
    return _text(wide_span(count, threshold))


def size_classes(counts: ArrayLike, suppressed: ArrayLike, threshold: int) -> list[str | None]:
    """The size class of each suppressed part of a published total, None for a shown one.

    Where even then the classes and the total would disclose a small part's size, all suppressed parts share one class.
    """
    spans = size_spans(np.asarray(counts, dtype=np.int64), np.asarray(suppressed, dtype=bool), threshold)
    return [_text(spans[index]) if index in spans else None for index in range(len(np.asarray(counts)))]


def size_spans(count: IntArray, suppressed: Mask, threshold: int) -> Mapping[int, Span]:
    """The published size class of each suppressed part, by its position."""
    spans = {int(index): _span(int(count[index]), threshold) for index in np.flatnonzero(suppressed)}
    if spans and not _is_protected(count, suppressed, threshold, None):
        high = max(high for _, high in spans.values())
        high = UNBOUNDED if count[list(spans)].sum() >= high * len(spans) else high
        return dict.fromkeys(spans, (1, high))
    return spans


def _text(span: Span) -> str:
    low, high = span
    return f"≥ {low}" if high >= UNBOUNDED else f"{low}–{high}"
