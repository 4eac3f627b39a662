"""Sums over several governments: what they must withhold, given what the report of each government withholds.

A table of governments × parts of which each row belongs to one report and the last row, the sums, to that of the
province. Whatever is published of it is linear equations between the cells, and size classes are bounds on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from ipasn_analysis.disclosure.suppression import Span, size_spans, suppress_fewest, wide_span
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

NEGLIGIBLE = 1e-9
ONE_PERSON = 1.0 - 1e-6


def suppress_sums(
    suppressed: ArrayLike,
    counts: ArrayLike,
    thresholds: ArrayLike,
    threshold: int,
    *,
    totals_published: ArrayLike | None = None,
    points: ArrayLike | None = None,
    sized: bool = True,
) -> Mask:
    """Which parts of the sum over several governments to suppress, given what the report of each of them suppresses.

    Every government publishes its other parts, and their total; the report of the province publishes the sums. A sum is
    suppressed where, by linear algebra over all of that, it would disclose a suppressed part, where it would leave the
    sum of suppressed parts of fewer than `threshold` people, or where together with the size classes of all suppressed
    parts it would leave one of them a single size.

    Parameters
    ----------
    suppressed, counts : shape (governments, parts)
        What each report suppresses, and the people.
    thresholds : shape (governments,)
        Smallest group shown by each report.
    threshold : int
        That of the province's report.
    totals_published : shape (governments,), optional
        Whose total is published; all of them by default.
    points : shape (parts,), optional
        As for `suppression.suppress`.
    sized : bool
        Whether sizes are withheld; false where the reports show them and withhold other figures of the parts.

    Returns
    -------
    bool array, shape (parts,).
    """
    count = np.atleast_2d(np.asarray(counts, dtype=np.int64))
    parts = np.atleast_2d(np.asarray(suppressed, dtype=bool)) & (count > 0)
    floors = np.asarray(thresholds, dtype=np.int64)
    total = count.sum(axis=0)
    published = [True] * len(parts) if totals_published is None else np.asarray(totals_published, dtype=bool).tolist()
    spans = [size_spans(row, mask, int(floor)) for row, mask, floor in zip(count, parts, floors, strict=True)]
    spans.append({int(part): wide_span(int(total[part]), threshold) for part in np.flatnonzero(total > 0)})
    weights = [np.ones(len(total))] + ([] if points is None else [np.asarray(points, dtype=np.float64)])
    table = PublishedTable(np.vstack([count, total]), (*published, True), tuple(weights), tuple(spans))
    needed = ((total > 0) & (total < threshold)) | _leave_too_few(parts, count, np.maximum(floors, threshold))

    def is_safe(sums: Mask) -> bool:
        cells = np.vstack([parts, sums])
        determined = table.determined(cells)
        if determined[:-1].any() or (determined[-1] & needed).any() or (needed.any() and total[sums].sum() < threshold):
            return False
        pinned = table.pinned_counts(cells) if sized else np.zeros_like(cells)
        return not pinned.any() or not (pinned & ~unavoidable()).any()

    @cache
    def unavoidable() -> Mask:
        """The sizes that are disclosed even if this report suppresses every sum."""
        return table.pinned_counts(np.vstack([parts, total > 0]))

    candidates = [int(part) for part in np.lexsort((total, ~parts.any(axis=0))) if total[part] > 0]
    sums = suppress_fewest(needed, candidates, np.argsort(-total, kind="stable").tolist(), is_safe)
    # Where not even suppressing all is enough, what follows from the totals anyway is no secret and is shown.
    return np.asarray(sums & ~(table.determined(np.vstack([parts, sums]))[-1] & ~needed))


def _leave_too_few(suppressed: Mask, count: IntArray, smallest: IntArray) -> Mask:
    """Which sums leave suppressed parts of too few people: shape (parts,)."""
    left = np.where(suppressed, count, 0).sum(axis=0)
    floor = np.where(suppressed, smallest[:, np.newaxis], 0).max(axis=0, initial=0)
    return np.asarray((left > 0) & (left < floor))


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """A table of governments × parts with its sums as last row, and what is published about it.

    `counts`: shape (rows, parts). `totals_published`: by row, whether its total is. `weights`: what a person of each
    part adds to each published total, shape (parts,) each, the first of ones. `spans`: by row and part the size class.
    Masks of suppressed cells, `cells`, have the shape of `counts`.
    """

    counts: IntArray
    totals_published: tuple[bool, ...]
    weights: tuple[FloatArray, ...]
    spans: tuple[Mapping[int, Span], ...]

    def determined(self, cells: Mask) -> Mask:
        """Which suppressed cells follow from the published ones by algebra."""
        result = np.zeros_like(cells)
        if cells.any():
            result[cells] = determined_unknowns(self._equations(cells))
        return result

    def pinned_counts(self, cells: Mask) -> Mask:
        """Which suppressed cells are left one size only by the published sums and the size classes of all of them.

        Where a person can change places with another in two rows and two parts, nothing is disclosed. Of the other
        cells a linear program moves one after the other as far as the rest lets it; those that moved along are done.
        Cells of nobody are never marked.
        """
        result = np.zeros_like(cells)
        if not cells.any():
            return result
        size = self.counts[cells]
        spans = [self.spans[row].get(part, (0, 0)) for row, part in np.argwhere(cells).tolist()]
        limits = np.array(spans) - size[:, np.newaxis]
        stuck = (size > 0) & ~(_exchangeable(cells, limits)[cells] if len(self.weights) == 1 else False)
        equations = np.array(self._equations(cells))
        for cell in np.flatnonzero(stuck):
            for direction in (1.0, -1.0):
                if stuck[cell]:
                    aim = np.where(np.arange(len(size)) == cell, direction, 0.0)
                    moved = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=limits, method="highs").x
                    stuck &= np.abs(moved) < ONE_PERSON
        result[cells] = stuck
        return result

    def _equations(self, cells: Mask) -> list[FloatArray]:
        """What is published about suppressed cells: the totals of rows, and that each part adds up."""
        row, part = np.nonzero(cells)
        sign = np.where(row == len(cells) - 1, -1.0, 1.0)
        known = np.flatnonzero(self.totals_published)
        found = [np.where(row == index, weight[part], 0.0) for index in known for weight in self.weights]
        found += [np.where(part == index, sign, 0.0) for index in range(cells.shape[1])]
        return [equation for equation in found if equation.any()]


def _exchangeable(cells: Mask, limits: IntArray) -> Mask:
    """Which cells of a table could have one person more or fewer, with three others that keep both rows and parts."""
    more, fewer = np.zeros_like(cells), np.zeros_like(cells)
    more[cells], fewer[cells] = limits[:, 1] > 0, limits[:, 0] < 0
    more[-1], fewer[-1] = fewer[-1].copy(), more[-1].copy()  # the sums are on the other side of the equation
    pair = more[:, np.newaxis] & fewer[np.newaxis]  # rows, other rows, parts: one more here, one fewer there
    pair[np.diag_indices(len(cells))] = False
    back = pair.swapaxes(0, 1)
    raised = (pair & (back.sum(axis=2, keepdims=True) > back)).any(axis=1)
    lowered = (back & (pair.sum(axis=2, keepdims=True) > pair)).any(axis=1)
    return np.asarray(raised | lowered)


def determined_unknowns(equations: ArrayLike) -> Mask:
    """Which unknowns a system of linear equations (rows; columns: the unknowns) determines."""
    rows = np.atleast_2d(np.asarray(equations, dtype=np.float64))
    matrix = rows[rows.any(axis=1)]
    _, values, right = np.linalg.svd(matrix, full_matrices=False)
    rank = int((values > max(matrix.shape) * np.finfo(np.float64).eps * values.max(initial=0.0)).sum())
    # An unknown is determined where its unit vector lies in the row space: its projection there has length 1.
    return np.asarray(1.0 - (right[:rank] ** 2).sum(axis=0) < NEGLIGIBLE)
