"""The points that a person can have: the lattice of each dimension and item under an instrument, by type of post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np

from ipasn_analysis.rules.instrument import POST_TYPES, Instrument, Kompetensi, PostType
from ipasn_analysis.statistics.typing import FloatArray

Lattice = Mapping[str, Mapping[str, FloatArray]]
"""Attainable points in rising order, by figure and type of post; ``""``: the type is not known."""


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
