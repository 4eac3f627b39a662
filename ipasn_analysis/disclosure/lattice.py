"""The points that a person can have, of each dimension and item by type of post, and the sums that a set can have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from ipasn_analysis.rules.instrument import POST_TYPES, Instrument, Kompetensi, PostType
from ipasn_analysis.statistics.typing import FloatArray, IntArray

Lattice = Mapping[str, Mapping[str, FloatArray]]
"""Attainable points in rising order, by figure and type of post; ``""``: the type is not known."""
HUNDREDTHS = 100
"""Of a point: what official scores stand on."""
FEW = 100
"""People of a set up to which it is looked at which sums they can have, and levels up to which that leaves any out."""
EPSILON = 1e-6


def attainable(instrument: Instrument) -> Lattice:
    """What a person can have in each dimension and item; without a record that is 0, except of disiplin."""
    variants = instrument.by_employee()
    education = {0.0, *(value for rules in variants for value in rules.kualifikasi.points.values())}
    found = {
        "kualifikasi": _by_post(dict.fromkeys(POST_TYPES, education)),
        "kompetensi": _by_post({post: {s for rules in variants for s in _sums(rules, post)} for post in POST_TYPES}),
        "kinerja": _by_post(dict.fromkeys(POST_TYPES, (0.0, *instrument.kinerja.points.values()))),
        "disiplin": _by_post(dict.fromkeys(POST_TYPES, instrument.disiplin.points.values())),
    }
    for name in instrument.item_names:
        points = [rules.kompetensi.items[name].points for rules in variants]
        found[name] = _by_post({post: {0.0, *(own.get(post, 0.0) for own in points)} for post in POST_TYPES})
    return found


def _sums(instrument: Instrument, post: PostType) -> Iterable[float]:
    """Every sum of items on a base."""
    rules: Kompetensi = instrument.kompetensi
    points = [item.points[post] for item in rules.items.values() if post in item.points]
    for size in range(len(points) + 1):
        for chosen in combinations(points, size):
            for base in (0.0, *(rules.base or {}).values()):
                yield min(base + sum(chosen), rules.maximum)


def _by_post(values: Mapping[PostType, Iterable[float]]) -> dict[str, FloatArray]:
    found = {str(post): np.unique(np.array(list(points), dtype=np.float64)) for post, points in values.items()}
    return {**found, "": np.unique(np.concatenate(list(found.values())))}


class Sums:
    """The sums that sets of people can have: multiples of what all of their points are multiples of, of few exactly.

    Twelve people whose kinerja adds up to 340 or more cannot have 343: one with 1 point would leave too little.
    """

    def __init__(self, levels: Sequence[FloatArray], counts: IntArray) -> None:
        """`levels`: the lattice by class; `counts`: how many people of each class a set has, shape (sets, classes)."""
        units = [np.round(points * HUNDREDTHS).astype(np.int64) for points in levels]
        of_class = np.array([np.gcd.reduce(points) for points in units])
        common = np.gcd.reduce(np.where(counts > 0, of_class, 0), axis=1)
        self._grain = np.maximum(common, 1) / HUNDREDTHS
        few = (counts.sum(axis=1) <= FEW) & ~(counts[:, [len(points) > FEW for points in units]] > 0).any(axis=1)
        self._few = np.flatnonzero(few)
        unit = max(int(np.gcd.reduce(np.concatenate(units))), 1)
        made: dict[tuple[int, ...], IntArray] = {}
        for key in {tuple(row) for row in counts[self._few].tolist()}:
            made[key] = _attainable_sums([(points // unit).tolist() for points in units], key)
        sums = [made[tuple(row)] for row in counts[self._few].tolist()]
        self._starts = np.r_[0, np.cumsum([len(one) for one in sums])][:-1].astype(np.int64)
        self._lengths = np.array([len(one) for one in sums], dtype=np.int64)
        self._span = 2.0 * max((float(one[-1]) for one in sums), default=0.0) * unit / HUNDREDTHS + 1.0
        values = np.concatenate([np.empty(0, dtype=np.int64), *sums]) * (unit / HUNDREDTHS)
        self._keys = values + np.repeat(np.arange(len(sums)) * self._span, self._lengths)

    def at_least(self, bounds: FloatArray) -> FloatArray:
        """For each set the least sum at or above a bound."""
        found = np.ceil(bounds / self._grain - EPSILON) * self._grain
        return self._among_few(found, bounds - EPSILON, 0)

    def at_most(self, bounds: FloatArray) -> FloatArray:
        """For each set the largest sum at or below a bound."""
        found = np.floor(bounds / self._grain + EPSILON) * self._grain
        return self._among_few(found, bounds + EPSILON, -1)

    def _among_few(self, found: FloatArray, bounds: FloatArray, offset: int) -> FloatArray:
        """The sums of small sets next to the bounds, at the place of these or before."""
        if len(self._few):
            shift = np.arange(len(self._few)) * self._span
            place = np.searchsorted(self._keys, bounds[self._few] + shift) + offset
            place = np.clip(place, self._starts, self._starts + self._lengths - 1)
            found[self._few] = self._keys[place] - shift
        return found


def _attainable_sums(levels: Sequence[Sequence[int]], people: Sequence[int]) -> IntArray:
    """The sums of so many people of each class, in rising order; bit by bit of a whole number."""
    sums = 1
    for points, count in zip(levels, people, strict=True):
        for _ in range(count):
            with_one = 0
            for value in points:
                with_one |= sums << value
            sums = with_one
    bits = np.frombuffer(sums.to_bytes(sums.bit_length() // 8 + 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(bits, bitorder="little"))
