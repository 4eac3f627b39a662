"""Integer programmes solved exactly, and whole numbers shared out in proportion."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from ipasn_analysis.statistics.typing import IntArray


@dataclass(frozen=True, eq=False)
class Rows:
    """Linear constraints in integers: `matrix` · x ≥ `at_least`."""

    matrix: sparse.csr_array
    at_least: IntArray

    def plus(self, row: IntArray, at_least: int) -> Rows:
        """One more constraint: row · x ≥ at_least."""
        matrix = sparse.vstack([self.matrix, sparse.csr_array(row[np.newaxis, :])], format="csr")
        return Rows(matrix, np.append(self.at_least, at_least))

    def stacked_on(self, other: Rows) -> Rows:
        """Both sets of constraints."""
        matrix = sparse.vstack([other.matrix, self.matrix], format="csr")
        return Rows(matrix, np.concatenate([other.at_least, self.at_least]))

    def hold(self, chosen: IntArray) -> bool:
        """Whether `chosen` keeps every constraint, in whole numbers."""
        return bool((self.matrix @ chosen >= self.at_least).all())


def whole_multiples(values: Iterable[float]) -> tuple[IntArray, Fraction]:
    """Numbers as whole multiples of their greatest common divisor, read as the decimals they are written as."""
    exact = [Fraction(str(float(value))) for value in values]
    common = math.lcm(*(value.denominator for value in exact)) if exact else 1
    scaled = [int(value * common) for value in exact]
    divisor = math.gcd(*scaled) or 1
    return np.array([value // divisor for value in scaled], dtype=np.int64), Fraction(divisor, common)


def minimise_in_order(available: IntArray, rows: Rows, objectives: Sequence[IntArray]) -> IntArray | None:
    """The integer solution that is least in the first objective, among those in the second, and so on.

    None if there is no solution. A later objective that cannot be settled in floating point leaves the choice among
    the equals of the earlier ones to the optimiser.
    """
    chosen = minimise(objectives[0], available, rows)
    for done, objective in pairwise(objectives):
        if chosen is None:
            return None
        rows = rows.plus(-done, -int(done @ chosen))
        try:
            better = minimise(objective, available, rows)
        except ArithmeticError:
            better = None
        chosen = chosen if better is None else better
    return chosen


def minimise(objective: IntArray, available: IntArray, rows: Rows) -> IntArray | None:
    """Exact minimum of `objective` · x over integers 0 ≤ x ≤ available under `rows`; None if there is none.

    Raises
    ------
    ArithmeticError
        What the optimiser returned breaks a constraint once it is rounded to whole numbers.
    """
    if not len(available):
        return available if rows.hold(available) else None
    result = milp(
        objective.astype(np.float64),
        integrality=np.ones(len(available)),
        bounds=Bounds(0, available.astype(np.float64)),
        constraints=LinearConstraint(rows.matrix.astype(np.float64), rows.at_least.astype(np.float64), np.inf)
        if len(rows.at_least)
        else None,
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        return None
    chosen: IntArray = np.rint(result.x).astype(np.int64)
    if not rows.hold(chosen) or (chosen < 0).any() or (chosen > available).any():
        raise ArithmeticError("the solution of the optimiser does not hold in integers")
    return chosen


def in_proportion(open_to: IntArray, class_of_cell: IntArray, total: IntArray) -> IntArray:
    """Apportions each class's total over its cells by largest remainder; never more than are open."""
    if not len(open_to):
        return open_to
    available = np.bincount(class_of_cell, weights=open_to).astype(np.int64)
    product = open_to * total[class_of_cell]
    share, remainder = product // available[class_of_cell], product % available[class_of_cell]
    left = total - np.bincount(class_of_cell, weights=share).astype(np.int64)
    order = np.lexsort([np.arange(len(open_to)), -remainder, class_of_cell])
    starts = np.searchsorted(class_of_cell[order], np.arange(len(total)))
    position = np.arange(len(open_to)) - starts[class_of_cell[order]]
    result = share.copy()
    result[order] += position < left[class_of_cell[order]]
    return result
