"""What the sums over several governments must withhold, given what the report of each of them withholds.

A table of governments × parts of which each row belongs to one report and the last row, the sums, to that of the
territory. Whatever is published of it is linear equations between the cells, and size classes are bounds on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog

from ipasn_analysis.disclosure.suppression import Counts, Mask, size_spans, wide_span

NEGLIGIBLE = 1e-9
ONE_PERSON = 1.0 - 1e-6


def territory(
    hidden: ArrayLike,
    counts: ArrayLike,
    thresholds: ArrayLike,
    threshold: int,
    *,
    known: ArrayLike | None = None,
    points: ArrayLike | None = None,
    sized: bool = True,
) -> Mask:
    """Which parts of the sum over several governments to hide, given what the report of each of them hides.

    Every government publishes its parts but the hidden ones, and their total; the report of the territory publishes
    the sums. A sum is withheld where, by linear algebra over all of that, it would give a hidden part away, where it
    would leave the sum of hidden parts of fewer than `threshold` people, or where together with the size classes of all
    hidden parts it would leave one of them a single size.

    Parameters
    ----------
    hidden, counts : shape (governments, parts)
        What each report hides, and the people.
    thresholds : shape (governments,)
        Smallest group shown by each report.
    threshold : int
        That of the territory's report.
    known : shape (governments,), optional
        Whose total is published; all of them by default.
    points : shape (parts,), optional
        As for `protect`.
    sized : bool
        Whether sizes are withheld; false where the reports show them and withhold other figures of the parts.

    Returns
    -------
    bool array, shape (parts,).
    """
    count = np.atleast_2d(np.asarray(counts, dtype=np.int64))
    own = np.atleast_2d(np.asarray(hidden, dtype=bool)) & (count > 0)
    floors = np.asarray(thresholds, dtype=np.int64)
    total = count.sum(axis=0)
    told = np.ones(len(own), dtype=bool) if known is None else np.asarray(known, dtype=bool)
    spans = [size_spans(row, mask, int(floor)) for row, mask, floor in zip(count, own, floors, strict=True)]
    spans.append({int(part): wide_span(int(total[part]), threshold) for part in np.flatnonzero(total > 0)})
    weights = [np.ones(len(total))] + ([] if points is None else [np.asarray(points, dtype=np.float64)])
    table = Table(np.vstack([count, total]), (*told, True), tuple(weights), tuple(spans))
    needed = ((total > 0) & (total < threshold)) | _few(own, count, np.maximum(floors, threshold))

    def is_safe(whole: Mask) -> bool:
        cells = np.vstack([own, whole])
        fixed = table.fixed(cells)
        if fixed[:-1].any() or (fixed[-1] & needed).any() or (needed.any() and total[whole].sum() < threshold):
            return False
        single = table.single_sizes(cells) if sized else np.zeros_like(cells)
        return not single.any() or not (single & ~unavoidable()).any()

    @cache
    def unavoidable() -> Mask:
        """The sizes that are told even if this report withholds every sum."""
        return table.single_sizes(np.vstack([own, total > 0]))

    whole = needed.copy()
    for place in np.lexsort((total, ~own.any(axis=0))):
        if is_safe(whole):
            break
        whole[place] |= total[place] > 0
    for place in np.argsort(-total, kind="stable"):
        if whole[place] and not needed[place]:
            whole[place] = False
            whole[place] = not is_safe(whole)
    # Where not even hiding all is enough, what follows from the totals anyway is no secret and is shown.
    return np.asarray(whole & ~(table.fixed(np.vstack([own, whole]))[-1] & ~needed))


def _few(own: Mask, count: Counts, smallest: Counts) -> Mask:
    """Which sums leave hidden parts of too few people: shape (parts,)."""
    left = np.where(own, count, 0).sum(axis=0)
    floor = np.where(own, smallest[:, np.newaxis], 0).max(axis=0, initial=0)
    return np.asarray((left > 0) & (left < floor))


@dataclass(frozen=True, eq=False)
class Table:
    """A table of governments × parts with its sums as last row, and what is published about it.

    `counts`: shape (rows, parts). `told`: whether the total of a row is published. `weights`: what a person of each
    part adds to each published total, shape (parts,) each, the first of ones. `spans`: by row and part the fewest and
    most people that a size class allows. Masks of hidden cells, `cells`, have the shape of `counts`.
    """

    counts: Counts
    told: tuple[bool, ...]
    weights: tuple[NDArray[np.float64], ...]
    spans: tuple[Mapping[int, tuple[int, int]], ...]

    def fixed(self, cells: Mask) -> Mask:
        """Which hidden cells follow from the published ones by algebra."""
        result = np.zeros_like(cells)
        if cells.any():
            result[cells] = fixed_by(self._equations(cells))
        return result

    def single_sizes(self, cells: Mask) -> Mask:
        """Which hidden cells are left one size only by the published sums and the size classes of all of them.

        Where a person can change places with another in two rows and two parts, nothing is told. Of the other cells a
        linear program moves one after the other as far as the rest lets it; those that moved along are done. Cells of
        nobody are never marked.
        """
        result = np.zeros_like(cells)
        if not cells.any():
            return result
        size = self.counts[cells]
        spans = [self.spans[row].get(part, (0, 0)) for row, part in np.argwhere(cells).tolist()]
        limits = np.array(spans) - size[:, np.newaxis]
        stuck = (size > 0) & ~(_exchangeable(cells, limits)[cells] if len(self.weights) == 1 else False)
        equations = self._equations(cells)
        for cell in np.flatnonzero(stuck):
            for direction in (1.0, -1.0):
                if stuck[cell]:
                    aim = np.where(np.arange(len(size)) == cell, direction, 0.0)
                    moved = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=limits, method="highs").x
                    stuck &= np.abs(moved) < ONE_PERSON
        result[cells] = stuck
        return result

    def _equations(self, cells: Mask) -> NDArray[np.float64]:
        """What is published about hidden cells: of each row whose total is told, and that each part adds up."""
        row, part = np.nonzero(cells)
        sign = np.where(row == len(cells) - 1, -1.0, 1.0)
        known = [place for place in range(len(cells)) if self.told[place]]
        found = [np.where(row == place, weight[part], 0.0) for place in known for weight in self.weights]
        found += [np.where(part == place, sign, 0.0) for place in range(cells.shape[1])]
        return np.array([equation for equation in found if equation.any()])


def _exchangeable(cells: Mask, limits: Counts) -> Mask:
    """Which cells of a table could have one person more or fewer, with three others that keep both rows and parts."""
    more, fewer = np.zeros_like(cells), np.zeros_like(cells)
    more[cells], fewer[cells] = limits[:, 1] > 0, limits[:, 0] < 0
    more[-1], fewer[-1] = fewer[-1].copy(), more[-1].copy()  # the sums stand on the other side
    pair = more[:, np.newaxis] & fewer[np.newaxis]  # rows, other rows, parts: one more here, one fewer there
    pair[np.diag_indices(len(cells))] = False
    back = pair.swapaxes(0, 1)
    raised = (pair & (back.sum(axis=2, keepdims=True) > back)).any(axis=1)
    lowered = (back & (pair.sum(axis=2, keepdims=True) > pair)).any(axis=1)
    return np.asarray(raised | lowered)


def fixed_by(equations: ArrayLike) -> Mask:
    """Which unknowns a system of linear equations (rows; columns: the unknowns) determines."""
    matrix = np.atleast_2d(np.asarray(equations, dtype=np.float64))
    _, values, right = np.linalg.svd(matrix, full_matrices=False)
    rank = int((values > max(matrix.shape) * np.finfo(np.float64).eps * values.max(initial=0.0)).sum())
    # An unknown is determined where its unit vector lies in the row space: its projection there has length 1.
    return np.asarray(1.0 - (right[:rank] ** 2).sum(axis=0) < NEGLIGIBLE)
