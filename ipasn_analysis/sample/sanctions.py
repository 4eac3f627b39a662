"""Disciplinary sanctions: rare, mostly light, now and then annulled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.sample.regions import DAYS
from ipasn_analysis.sample.states import Careers

LETTERS = np.array(["", "R", "S", "B"], dtype=object)
_RATE = 0.0009
_FIRST_YEAR = 2014


@dataclass(frozen=True)
class Sanctions:
    """One entry per sanction: position of the person, first day, level (1 ringan … 3 berat), annulled or not."""

    person: np.ndarray
    day: np.ndarray
    level: np.ndarray
    annulled: np.ndarray

    def worst(self, people: int, first: int, last: int) -> np.ndarray:
        """The worst level in force that began in `first` … `last` (days), 0 for none, shape (people,)."""
        counts = (self.day >= first) & (self.day <= last) & ~self.annulled
        worst = np.zeros(people, dtype=np.int64)
        np.maximum.at(worst, self.person[counts], self.level[counts])
        return worst


def draw_sanctions(careers: Careers, rng: np.random.Generator) -> Sanctions:
    """The sanctions of a government's people from 2014 to the last snapshot."""
    first = int(np.datetime64(f"{_FIRST_YEAR}-01-01").astype(np.int64))
    years = (DAYS[-1] - first) / 365.25
    count = max(6, round(_RATE * years * int(careers.present[-1].sum())))
    person = rng.integers(len(careers.people), size=count)
    day = first + np.floor(rng.random(count) * (DAYS[-1] - 3 - first)).astype(np.int64)
    kept = (careers.people.start[person] + 90 < day) & (careers.people.end[person] > day)
    person, day = person[kept], day[kept]
    level = rng.choice([1, 2, 3], p=[0.62, 0.3, 0.08], size=len(person))
    annulled = rng.random(len(person)) < 0.07
    annulled[:1] = True
    return Sanctions(person, day, level, annulled)
