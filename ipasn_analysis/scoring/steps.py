"""Official scores read as steps: base and additions of kompetensi, and the next level of each dimension.

Official scores do not say which records they rest on, but their points lie on the levels of the instrument. So the
points tell the predikat, and education against what the post requires.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from ipasn_analysis.rules.instrument import PREDIKAT, Dimension, Instrument
from ipasn_analysis.statistics.typing import FloatArray, IntArray

UNKNOWN = -1
"""A predikat that the points of kinerja do not tell."""
SLACK = 1e-6


def predikat_of(kinerja: FloatArray, rules: Instrument) -> IntArray:
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


def base_told(kinerja: FloatArray, rules: Instrument) -> FloatArray:
    """As `base_of`, and 0 for those without a rating, and for all where the instrument has no base."""
    if rules.kompetensi.base is None:
        return np.zeros(len(kinerja))
    return np.where(kinerja == 0, 0.0, base_of(kinerja, rules))


def next_level(dimension: Dimension, start: float, rules: Instrument) -> float | None:
    """The points of the level above `start`; None at the highest.

    In kompetensi the least that one more item gives (`step_of`).
    """
    if start >= rules.weights[dimension] - SLACK:
        return None
    if dimension == "kompetensi" and rules.kompetensi.base is not None:
        return min(start + step_of(rules), float(rules.kompetensi.maximum))
    higher = [level for level in _levels(dimension, rules) if level > start + SLACK]
    return min(higher, default=None)


def step_of(rules: Instrument) -> float:
    """Points of one addition to kompetensi: what the instrument takes them to be, or the least that an item gives."""
    if rules.kompetensi.step is not None:
        return float(rules.kompetensi.step)
    items = rules.kompetensi.items.values()
    return min(float(points) for item in items for points in item.points.values() if points > 0)


def lift(start: float, to: float, rules: Instrument) -> float:
    """Points of the base of kompetensi that a step in kinerja brings with it, 0 where there is no base."""
    before, after = (base_of(np.array([points]), rules)[0] for points in (start, to))
    return float(np.nan_to_num(after - before))


def _levels(dimension: Dimension, rules: Instrument) -> Sequence[float]:
    if dimension == "kualifikasi":
        return [float(points) for points in rules.kualifikasi.points.values()]
    if dimension == "kinerja":
        return [float(points) for points in rules.kinerja.points.values()]
    if dimension == "disiplin":
        return [float(points) for points in rules.disiplin.points.values()]
    items = rules.kompetensi.items.values()
    posts = {post for item in items for post in item.points}
    choices = [[(0.0, float(item.points[post])) for item in items if item.points.get(post)] for post in posts]
    return [sum(chosen) for choice in choices for chosen in product(*choice)]
