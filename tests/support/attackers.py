"""Attackers with all that is published and a list of staff: who is where, in which groups, and everybody's education.

Written apart from the package's own audit: they know the contract's grid and the instrument's points, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
POINTS = {
    "kualifikasi": (0, 1, 5, 10, 15, 20, 25),
    "kompetensi": (0, 10, 15, 25, 30, 40),  # of structural and functional posts
    "kinerja": (0, 1, 5, 15, 25, 30),
    "disiplin": (1, 2, 3, 5),
}
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def grid(people: int) -> float:
    """The step on which a mean of so many people is told."""
    return next(step for step in STEPS if step * people >= 5 - 1e-9)


@dataclass(frozen=True)
class Told:
    """That the mean of a figure over these people is `value`, give or take half a step."""

    people: tuple[int, ...]
    figure: str
    value: float
    step: float


def tell(
    points: Mapping[str, np.ndarray], people: Sequence[int], figures: Iterable[str], *, exact: bool = False
) -> list[Told]:
    """What a report tells of a set of people, on the grid or, as it must not, exactly."""
    members = tuple(people)
    step = grid(len(members))
    means = {figure: float(points[figure][list(members)].mean()) for figure in figures}
    if exact:
        return [Told(members, figure, mean, 0.0) for figure, mean in means.items()]
    return [Told(members, figure, round(mean / step) * step, step) for figure, mean in means.items()]


def lost_by_modulo(told: Iterable[Told]) -> set[tuple[int, ...]]:
    """The sets of which the index, kualifikasi and kompetensi say that somebody lost points of discipline.

    What is left is kinerja, in fives but for the rare lowest rating, and disiplin: a remainder by 5 is lost points.
    """
    values: dict[tuple[int, ...], dict[str, float]] = {}
    for one in told:
        values.setdefault(one.people, {})[one.figure] = one.value
    flagged = set()
    for people, known in values.items():
        if {"indeks", "kualifikasi", "kompetensi"} <= known.keys():
            rest = (known["indeks"] - known["kualifikasi"] - known["kompetensi"]) * len(people)
            if 0.5 < rest % 5 < 4.5:
                flagged.add(people)
    return flagged


class Program:
    """An integer program over everybody's points: one of the levels of each dimension for each person.

    `education`: everybody's kualifikasi, which the list of staff says.
    """

    def __init__(self, told: Sequence[Told], education: np.ndarray) -> None:
        self.levels = [
            (person, dimension, value)
            for person in range(len(education))
            for dimension in DIMENSIONS
            for value in ((education[person],) if dimension == "kualifikasi" else POINTS[dimension])
        ]
        who, what, value = (np.array(part) for part in zip(*self.levels, strict=True))
        one_each = [
            (who == person) & (what == dimension) for person in range(len(education)) for dimension in DIMENSIONS
        ]
        rows, low, high = [one.astype(float) for one in one_each], [1.0] * len(one_each), [1.0] * len(one_each)
        for one in told:
            half = one.step * len(one.people) / 2 + 1e-6
            rows.append(np.isin(who, one.people) * (value if one.figure == "indeks" else value * (what == one.figure)))
            low.append(one.value * len(one.people) - half)
            high.append(one.value * len(one.people) + half)
        self.system = LinearConstraint(sparse.csr_array(np.array(rows)), low, high)

    def can_be(self, person: int, dimension: str, value: float, seconds: float = 10.0) -> bool:
        """Whether all that is told leaves it open that a person has these points; a program that takes long does."""
        fixed = np.array([float(level == (person, dimension, value)) for level in self.levels])
        bounds, options = Bounds(fixed, 1), {"time_limit": seconds}
        found = milp(np.zeros(len(fixed)), constraints=self.system, integrality=1, bounds=bounds, options=options)
        return bool(found.status != 2)

    def interval(self, person: int, dimension: str) -> tuple[float, float]:
        """The least and most points that a person can have."""
        ends = (sorted(POINTS[dimension], reverse=falling) for falling in (False, True))
        least, most = (next(value for value in end if self.can_be(person, dimension, value)) for end in ends)
        return float(least), float(most)
