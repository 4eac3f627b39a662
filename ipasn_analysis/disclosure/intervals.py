"""What the sums of one figure over published sets leave each person: bounds that tighten each other.

The points of a person have bounds, at first the ends of the lattice. A sum over a set S of at least L leaves a person
of S no less than the own upper bound less the deficit ``hi(S) - L``, where hi(S) is the sum of upper bounds; likewise
from above. S is a set that follows from published ones (`relations`).
"""

from __future__ import annotations

import numpy as np

from ipasn_analysis.disclosure.lattice import Sums
from ipasn_analysis.disclosure.relations import Relations
from ipasn_analysis.statistics.typing import FloatArray, IntArray

EPSILON = 1e-6


class Figure:
    """The people's bounds and the intervals of sums of one figure.

    `relations`: the sets of people that follow; `levels`: the lattice, by class of `classes`, shape (people,).
    `low` and `high` are the interval of each set's sum, infinite at first; `lower` and `upper` the bounds of people;
    `lower_by`, `upper_by`: the row of the relations by which these were tightened last, -1 without one. `lowest` and
    `highest` are the sums of the bounds over all sets that follow, of which the published ones come first.
    """

    def __init__(self, relations: Relations, classes: IntArray, levels: list[FloatArray]) -> None:
        self.relations, self.classes, self.levels = relations, classes, levels
        self.floor = np.array([points[0] for points in levels])[classes]
        self.ceiling = np.array([points[-1] for points in levels])[classes]
        self._ends = relations.left @ self.floor, relations.left @ self.ceiling
        published = relations.left[: relations.others.shape[1]]
        counts = np.column_stack([published @ (classes == number) for number in range(len(levels))])
        self._sums = Sums(levels, counts.astype(np.int64))
        self.reset()

    def reset(self) -> None:
        """Every person between the ends of the lattice, and no sum known."""
        sets, people = self.relations.others.shape[1], len(self.classes)
        self.low, self.high = np.full(sets, -np.inf), np.full(sets, np.inf)
        self.lower, self.upper = self.floor.copy(), self.ceiling.copy()
        self.lower_by, self.upper_by = np.full(people, -1, dtype=np.int64), np.full(people, -1, dtype=np.int64)
        self.lowest, self.highest = self._ends

    def close(self) -> None:
        """No sum is beyond the bounds of its people, and each is one that so many people can have."""
        self.low = self._sums.at_least(np.maximum(self.low, self.lowest[: len(self.low)]))
        self.high = self._sums.at_most(np.minimum(self.high, self.highest[: len(self.high)]))

    def sums(self) -> tuple[FloatArray, FloatArray]:
        """The interval of the sum over each set that follows."""
        sets = self.relations
        low = self.low[sets.first] - sets.others @ self.high + sets.extra @ self.lower
        high = self.high[sets.first] - sets.others @ self.low + sets.extra @ self.upper
        return np.maximum(low, self.lowest), np.minimum(high, self.highest)

    def tighten(self) -> bool:
        """Tighten the bounds of people by the sums over all sets that follow; whether any changed."""
        low, high = self.sums()
        deficit, excess = self.highest - low, high - self.lowest
        span = float((self.upper - self.lower).max(initial=0.0)) - EPSILON
        rows = np.flatnonzero((deficit < span) | (excess < span))
        chosen = self.relations.left[rows]
        people, row = chosen.indices, np.repeat(rows, np.diff(chosen.indptr))
        raised = self._set(self.lower, self.lower_by, people, row, self.upper[people] - deficit[row], up=True)
        lowered = self._set(self.upper, self.upper_by, people, row, self.lower[people] + excess[row], up=False)
        if raised:
            self.lowest = self.relations.left @ self.lower
        if lowered:
            self.highest = self.relations.left @ self.upper
        return raised or lowered

    def _set(
        self, bound: FloatArray, bound_by: IntArray, people: IntArray, row: IntArray, value: FloatArray, *, up: bool
    ) -> bool:
        """Move a bound of people to the tightest of the values that they have by rows; whether any moved."""
        value = self._rounded(people, value, up=up)
        better = value > bound[people] + EPSILON if up else value < bound[people] - EPSILON
        people, row, value = people[better], row[better], value[better]
        order = np.argsort(value if up else -value, kind="stable")  # of several the tightest is set last
        bound[people[order]], bound_by[people[order]] = value[order], row[order]
        return len(order) > 0

    def _rounded(self, people: IntArray, values: FloatArray, *, up: bool) -> FloatArray:
        """The next points of each person's lattice at or above the values, or at or below."""
        found, classes = np.empty(len(people)), self.classes[people]
        for number, points in enumerate(self.levels):
            mine = classes == number
            if up:
                place = np.searchsorted(points, values[mine] - EPSILON)
            else:
                place = np.searchsorted(points, values[mine] + EPSILON, side="right") - 1
            found[mine] = points[np.clip(place, 0, len(points) - 1)]
        return found
