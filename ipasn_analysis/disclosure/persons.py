"""People without their names: keyed digests by which the same person, and the same points, are known again."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.cells import Cell, CellName, People
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.typing import IntArray, Labels

MARKED = ("indeks", *DIMENSIONS)
"""Figures of which it is known whether a person's points are the same at two dates."""
HUNDREDTHS = 100


@dataclass(frozen=True, eq=False)
class Persons:
    """Everybody at a date, in the order of `People`: `ids`, shape (people,), and `marks` by figure.

    Two dates with the same id and mark have the same person with the same points. `posts` are empty texts where the
    type of post is not known.
    """

    date: datetime.date
    ids: IntArray
    marks: Mapping[str, IntArray]
    posts: Labels


@dataclass(frozen=True)
class Issued:
    """What was published of a date: its people, the figures told of them, and the names of those that were hidden."""

    persons: Persons
    cells: tuple[Cell, ...]
    hidden: frozenset[CellName] = frozenset()


def persons_of(people: People, key: bytes = b"") -> Persons:
    """People by digests under a key (BLAKE2b, up to 64 bytes); without the key nobody can tell whom they stand for."""
    made = (hashlib.blake2b(str(nip).encode(), digest_size=16, key=key[:64]).digest() for nip in people.nip)
    digests = np.frombuffer(b"".join(made), dtype=np.int64).reshape(-1, 2)
    pads = digests[:, 1].copy().view(np.uint16).reshape(-1, 4).astype(np.int64)
    pads = np.column_stack([pads, pads.sum(axis=1) & 0xFFFF])
    marks = {
        figure: pads[:, place] ^ _hundredths(people, figure)
        for place, figure in enumerate(MARKED)
        if figure in people.points
    }
    return replace(unmatched(people), ids=digests[:, 0].copy(), marks=marks)


def matched(dates: Sequence[People]) -> list[Persons]:
    """People of several dates by their NIPs, where they need be known again among these dates alone."""
    numbers = pd.factorize(np.concatenate([people.nip for people in dates]))[0]
    ends = np.cumsum([len(people.nip) for people in dates])[:-1]
    return [
        replace(
            unmatched(people),
            ids=ids,
            marks={name: _hundredths(people, name) for name in MARKED if name in people.points},
        )
        for people, ids in zip(dates, np.split(numbers, ends), strict=True)
    ]


def _hundredths(people: People, figure: str) -> IntArray:
    return np.round(people.points[figure] * HUNDREDTHS).astype(np.int64)


def unmatched(people: People) -> Persons:
    """People by their places, where no other date is known that has them too."""
    posts = np.where(pd.isna(people.posts), "", people.posts)
    return Persons(people.date, np.arange(len(people.nip)), {}, posts)
