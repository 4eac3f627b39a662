"""What is known of a government's people: on one day while careers grow, and over all snapshots when they are told."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ipasn_analysis.sample.people import People

EDUCATION = np.array(["05", "10", "12", "15", "17", "18", "20", "25", "30", "35", "40", "45", "50"], dtype=object)
"""TINGKAT PENDIDIKAN ID by position; `education` is always a position in this list."""
SLTA, D3, D4, S1, S2, S3 = 3, 8, 9, 10, 11, 12
STRUKTURAL, FUNGSIONAL, PELAKSANA = 1, 2, 4


@dataclass(frozen=True)
class Careers:
    """Everybody who ever served, and their state at each snapshot.

    Each state has shape (snapshots, people): `present`; `unit` and `unor` (positions in `Units`); `education`
    (position in `EDUCATION`); `post` (JENIS JABATAN ID 1, 2, 4); `level` (1 … 5 = eselon I … V, 0 none); `rank` (place
    among the holders of that level in the unit). The state of someone who has left is the last one held.
    """

    people: People
    present: np.ndarray
    unit: np.ndarray
    unor: np.ndarray
    education: np.ndarray
    post: np.ndarray
    level: np.ndarray
    rank: np.ndarray


@dataclass
class State:
    """The state on one day, one entry per person known so far; arrays are changed in place as time goes on.

    `ambition` and `specialist` are lots drawn on arrival: who rises, and who comes to hold a functional post.
    """

    people: People
    unit: np.ndarray
    unor: np.ndarray
    education: np.ndarray
    level: np.ndarray
    rank: np.ndarray
    once_structural: np.ndarray
    ambition: np.ndarray
    specialist: np.ndarray

    def and_also(self, arrivals: State) -> State:
        """This state followed by that of the arrivals."""
        names = [field.name for field in fields(self) if field.name != "people"]
        own = [np.concatenate([getattr(self, name), getattr(arrivals, name)]) for name in names]
        return State(self.people.and_also(arrivals.people), *own)
