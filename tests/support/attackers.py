"""Attackers with all that is published and a list of staff: who is where, in which groups, and everybody's education.

Written apart from the package's own audit: they know the contract's grid and the instrument's points, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
POINTS = {
    "kualifikasi": (0, 1, 5, 10, 15, 20, 25),
    "kompetensi": (0, 10, 15, 25, 30, 40),  # of structural and functional posts
    "kinerja": (0, 1, 5, 15, 25, 30),
    "disiplin": (1, 2, 3, 5),
}
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
OUT_OF_TIME = 1
"""What HiGHS says of a program that takes too long."""


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
    """An integer program over everybody's points, by how many people of each kind are at each level of each dimension.

    People of one kind are in the same sets, of which an attacker tells them apart no further. `education`: everybody's
    kualifikasi, which the list of staff says. `groups`: more sets, of which nothing is told. `points`: the levels of
    each dimension.
    """

    def __init__(
        self,
        told: Sequence[Told],
        education: np.ndarray,
        groups: Sequence[Sequence[int]] = (),
        seconds: float = 20.0,
        *,
        points: Mapping[str, Sequence[float]] = POINTS,
    ) -> None:
        sets = [one.people for one in told] + [tuple(group) for group in groups]
        member = np.zeros((len(sets) + 1, len(education)), dtype=bool)
        for place, people in enumerate(sets):
            member[place, list(people)] = True
        self.kinds, self.kind_of, sizes = np.unique(member, axis=1, return_inverse=True, return_counts=True)[0:3]
        self.kind_of = self.kind_of.ravel()
        parts = [(kind, name) for kind in range(len(sizes)) for name in DIMENSIONS[1:]]
        levels = [(kind, name, value) for kind, name in parts for value in points[name]]
        self.kind, self.name, self.value = (np.array(part) for part in zip(*levels, strict=True))
        everybody = [(self.kind == kind) & (self.name == name) for kind, name in parts]
        rows, low = [one.astype(float) for one in everybody], [float(sizes[kind]) for kind, _ in parts]
        high = list(low)
        for place, one in enumerate(told):
            if one.figure != "kualifikasi":
                half = one.step * len(one.people) / 2 + 1e-6
                known = education[list(one.people)].sum() if one.figure == "indeks" else 0.0
                rows.append(self.points(place, one.figure))
                low.append(one.value * len(one.people) - half - known)
                high.append(one.value * len(one.people) + half - known)
        self.system = LinearConstraint(sparse.csr_array(np.array(rows)), low, high)
        self.most = Bounds(0, sizes[self.kind])
        self.seconds, self.seen = seconds, np.zeros(len(levels), dtype=bool)

    def points(self, place: int, figure: str) -> np.ndarray:
        """What each level counts in the sum of a figure over a set."""
        return self.kinds[place, self.kind] * self.value * ((figure == "indeks") | (self.name == figure))

    def see(self, points: Mapping[str, np.ndarray]) -> None:
        """Take everybody's true points, which fit all that is told, for the first that are known to do so."""
        levels = zip(self.kind, self.name, self.value, strict=True)
        counts = np.array([np.sum((self.kind_of == kind) & (points[name] == value)) for kind, name, value in levels])
        held = self.system.A @ counts
        assert np.all((self.system.lb <= held) & (held <= self.system.ub))
        self.seen |= counts > 0

    def solved(self, objective: np.ndarray | None = None, *some: np.ndarray) -> OptimizeResult:
        """Points that fit all that is told, with somebody at one of `some` levels; or the least of an objective."""
        more = [LinearConstraint(one.astype(float), 1, np.inf) for one in some]
        least = np.zeros(len(self.value)) if objective is None else objective
        options = {"time_limit": self.seconds}
        found = milp(least, constraints=[self.system, *more], integrality=1, bounds=self.most, options=options)
        if found.x is not None:
            self.seen |= found.x > 0.5
        return found

    def tells(self, person: int, dimension: str, within: float = 2.5) -> bool:
        """Whether all that is told leaves a person's points open by no more; a program that takes long does not."""
        own = (self.kind == self.kind_of[person]) & (self.name == dimension)
        if not (own & self.seen).any():
            self.solved()
        for level in [None, *np.flatnonzero(own)]:
            seen = self.value[own & self.seen]
            if np.ptp(seen) > within:
                return False
            far = own & ((self.value > seen.min() + within) | (self.value < seen.max() - within))
            wanted = far if level is None else np.arange(len(own)) == level
            if wanted.any() and not (wanted & self.seen).any() and self.solved(None, wanted).status == OUT_OF_TIME:
                return False
        return bool(np.ptp(self.value[own & self.seen]) <= within)

    def tells_mean(self, place: int, dimension: str, within: float = 2.5) -> bool:
        """Whether the mean of a set is left open by no more; a program that takes long does not tell it."""
        points = self.points(place, dimension)
        least, most = self.solved(points), self.solved(-points)
        if least.status or most.status:
            return False
        people = np.sum(self.kinds[place, self.kind_of])
        return bool((-most.fun - least.fun) / people <= within + 1e-6)
