"""Official scores read as steps: base and additions of kompetensi, and what a next step of each dimension adds.

Official scores do not say which records they rest on, but their points lie on the steps of the instrument. So the
points tell the predikat, the level of education against the post, and under Peraturan BKN 8/2019 which items of
kompetensi are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ipasn_analysis.rules.instrument import PREDIKAT, Dimension, Instrument
from ipasn_analysis.statistics.typing import FloatArray

UNKNOWN = -1
"""A predikat that the points of kinerja do not tell."""
STEP = 5.0
"""Points of one addition to kompetensi where the instrument does not know them: official means that were published
(Kota Bima 2023) are sums of units of 5 points. A decision of this project."""
SLACK = 1e-6


@dataclass(frozen=True)
class Step:
    """A step that people of a dimension can take: from some points to more, and what it adds to the index.

    `points` may be more than ``to - start``, since a higher predikat lifts the base of kompetensi as well.
    """

    dimension: Dimension
    start: float
    to: float
    points: float
    person: np.ndarray
    """Positions of the people, once for each time that they can take it."""


def predikat_of(kinerja: FloatArray, rules: Instrument) -> np.ndarray:
    """Position in `PREDIKAT` of the predikat that points of kinerja stand for; `UNKNOWN` where none has so many."""
    result = np.full(len(kinerja), UNKNOWN, dtype=np.int64)
    for position, name in enumerate(PREDIKAT):
        result[np.abs(kinerja - rules.kinerja.points[name]) <= SLACK] = position
    return result


def base_of(kinerja: FloatArray, rules: Instrument) -> FloatArray:
    """Points of kompetensi that the predikat gives (NaN: not told by the points of kinerja, or no such base)."""
    base = rules.kompetensi.base
    if base is None:
        return np.full(len(kinerja), np.nan)
    points = np.array([*(float(base[name]) for name in PREDIKAT), np.nan])
    return np.asarray(points[predikat_of(kinerja, rules)])


def additions(kinerja: FloatArray, kompetensi: FloatArray, rules: Instrument) -> FloatArray:
    """What development of the measured year has added to the base (NaN: not known)."""
    return np.asarray(kompetensi - base_of(kinerja, rules))


def open_steps(scores: FloatArray, rules: Instrument) -> list[Step]:
    """The next steps of everybody; `scores` has the columns of the four dimensions, shape (people, 4).

    In kualifikasi and kinerja the next level, in kompetensi all that is missing. The steps of a person never add more
    than the person lacks, so that any choice of them adds what it says.
    """
    kualifikasi, kompetensi, kinerja = scores[:, 0], scores[:, 1], scores[:, 2]
    room = rules.kompetensi.maximum - kompetensi
    steps = _levels("kualifikasi", kualifikasi, sorted(set(map(float, rules.kualifikasi.points.values()))))
    raised, lifted = _ratings(kinerja, room, rules)
    return [*steps, *raised, *_trainings(kompetensi, room - lifted, rules)]


def _levels(dimension: Dimension, points: FloatArray, levels: list[float]) -> list[Step]:
    steps = []
    for start in sorted(set(points[points < levels[-1] - SLACK].tolist())):
        to = min(level for level in levels if level > start + SLACK)
        steps.append(Step(dimension, start, to, to - start, np.flatnonzero(points == start)))
    return steps


def _ratings(kinerja: FloatArray, room: FloatArray, rules: Instrument) -> tuple[list[Step], FloatArray]:
    """Steps to the next predikat, and how much of the room in kompetensi each person's takes."""
    lifted = np.zeros(len(kinerja))
    base = rules.kompetensi.base
    levels = sorted({float(value) for value in rules.kinerja.points.values()})
    steps = []
    for step in _levels("kinerja", kinerja, levels):
        lift = np.zeros(len(step.person))
        if base is not None:
            before, after = (base_of(np.array([value]), rules)[0] for value in (step.start, step.to))
            lift = np.minimum(np.nan_to_num(after - before), room[step.person])
        lifted[step.person] = lift
        for value in sorted(set(lift.tolist())):
            steps.append(Step("kinerja", step.start, step.to, step.points + value, step.person[lift == value]))
    return steps, lifted


def _trainings(kompetensi: FloatArray, room: FloatArray, rules: Instrument) -> list[Step]:
    """What kompetensi lacks: the missing items where the points tell them, else steps of `STEP` points and the rest."""
    missing = missing_items(rules) if rules.kompetensi.base is None else {}
    found: dict[tuple[float, float], list[np.ndarray]] = {}
    pairs, pair_of = np.unique(np.column_stack([kompetensi, room]).round(6), axis=0, return_inverse=True)
    for place, (points, left) in enumerate(pairs.tolist()):
        for part in missing[points] if points in missing else _equal_parts(left):
            found.setdefault((points, part), []).append(np.flatnonzero(pair_of.ravel() == place))
    return [
        Step("kompetensi", start, start + part, part, np.concatenate(people))
        for (start, part), people in sorted(found.items())
    ]


def _equal_parts(room: float) -> list[float]:
    whole, rest = divmod(round(room, 6), STEP)
    return [STEP] * int(whole) + ([rest] if rest > SLACK else [])


def missing_items(rules: Instrument) -> dict[float, list[float]]:
    """Points of the items that somebody with so many points of kompetensi lacks, where all types of post agree."""
    found: dict[float, list[float]] = {}
    for post in ("struktural", "fungsional", "pelaksana"):
        items = [float(item.points[post]) for item in rules.kompetensi.items.values() if item.points.get(post)]
        for size in range(len(items) + 1):
            for held in combinations(range(len(items)), size):
                lacks = sorted(items[place] for place in range(len(items)) if place not in held)
                total = sum(items[place] for place in held)
                found.setdefault(total, lacks)
    return found
