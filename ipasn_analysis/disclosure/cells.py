"""What a report publishes of its people, declared for the audit: sets of people with the figures told of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels


class CellName(NamedTuple):
    """Which figure of which part of which table: ``("perangkat_daerah", "Dinas Kesehatan", "kompetensi")``.

    `table` is the key of the result, of groups that of the grouping (``kelompok.eselon``); `figure` is ``jumlah``,
    ``indeks``, a dimension, or an item (its points).
    """

    table: str
    part: str
    figure: str


@dataclass(frozen=True, eq=False)
class People:
    """Everybody at a date, in one order: who they are, of which government, and their exact points by figure.

    `nip`: as in the scores, of a territory with the government where one is used twice. `points`: by figure, shape
    (people,). `posts`: types of post, on which the lattice of the items hangs; None where not known.
    """

    date: datetime.date
    nip: Labels
    governments: Labels
    posts: Labels
    points: Mapping[str, FloatArray]


@dataclass(frozen=True, eq=False)
class Cell:
    """A set of people with a figure of theirs: `value` on its grid of `step`, points; of ``jumlah`` people.

    `people` are sorted positions in the `People` of `date`; several cells share one array. A step of 0 is exact.
    """

    name: CellName
    date: datetime.date
    people: IntArray
    value: float
    step: float


@dataclass(frozen=True, eq=False)
class Change:
    """A mean less the mean of another set, mostly of an earlier date: `value`, known to half a `step`, points.

    `people` and `before` are sorted positions in the `People` of `at` and of `earlier`. `name` is that of the mean at
    `date`, that of the report, which need not be told for its change to be.
    """

    name: CellName
    date: datetime.date
    at: datetime.date
    people: IntArray
    earlier: datetime.date
    before: IntArray
    value: float
    step: float

    @property
    def own_name(self) -> CellName:
        """What the change is withheld by."""
        return change_of(self.name)


def change_of(name: CellName) -> CellName:
    """The name of the change of a figure."""
    return name._replace(table=f"perubahan.{name.table}")


@dataclass(frozen=True, eq=False)
class Publication:
    """All that a report publishes of its people, at all of its dates."""

    region: str
    group: int
    people: Mapping[datetime.date, People]
    cells: tuple[Cell, ...]
    changes: tuple[Change, ...] = ()
