"""What published figures tell together, and the fewest figures to hide so that they do not.

A published mean says that the sum over its people lies within half a step of each of them. Such intervals are held
against each other (`intervals`): sets against their parts, the dimensions against the index, the items against
kompetensi, and for people who stayed the figures of other dates. Worst cases are taken for granted: an attacker knows
who is in which set, everybody's education (and so kualifikasi), and whose points have not changed between two dates.

A sum of figures that singles out one person has coefficients that add up to 1 or more, and every figure leaves the sum
of its people open by 5 points or more. So a person can be told only near an end of the lattice, and a small group only
by few figures of few people each; both the intervals find.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from ipasn_analysis.disclosure.cells import Publication
from ipasn_analysis.disclosure.intervals import EPSILON, Figure
from ipasn_analysis.disclosure.lattice import Lattice
from ipasn_analysis.disclosure.persons import Issued, Persons, persons_of
from ipasn_analysis.disclosure.relations import CHECKS, Checks
from ipasn_analysis.disclosure.system import INDEX, MARGIN, Place, System
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.typing import IntArray, Mask

POINTS = 2.5
"""No person's dimension and no small group's mean may be told to within so many points."""
ROUNDS = 20
"""Times that figures are hidden, at most."""
OF_GROUPS = (INDEX, "kualifikasi", "kompetensi", "kinerja")
"""Figures that are published of groups: the mean of disiplin of few follows from its rarity alone."""


@dataclass(frozen=True)
class Told:
    """Somebody told: so many `people` in a figure, each of them or all together, by the figures in `places`."""

    figure: str
    people: int
    places: frozenset[Place]


@dataclass(frozen=True)
class Audited:
    """What the figures would tell, what is hidden so that they do not, and what they would tell even then."""

    told: tuple[Told, ...]
    hidden: frozenset[Place]
    left: tuple[Told, ...]


def audit(
    publication: Publication,
    lattice: Lattice,
    earlier: Sequence[Issued] = (),
    checks: Checks = CHECKS,
    *,
    key: bytes = b"",
) -> Audited:
    """Which figures of a publication must be hidden, given the `earlier` ones that are out already.

    No person's dimension, and no mean of a group below `publication.group`, may be told to within `POINTS`. A figure
    that an earlier publication hid stays hidden. `key` is that of the digests of people in `earlier`.

    Whom the figures tell that are out already or that every report has, no hiding guards: nothing is hidden for them.

    A unit or group is hidden with all of its figures, so that it is not said which of them is at an end of the lattice.
    A whole, of which alone disiplin is published, loses that.
    """
    publication = _without(publication, {issued.persons.date: issued.persons for issued in earlier}, key)
    once_hidden = {name for issued in earlier for name in issued.hidden}
    hidden = {(cell.name, cell.date) for cell in publication.cells if cell.name in once_hidden}
    if not publication.cells and not publication.changes:
        return Audited((), frozenset(), ())
    system = System(publication, lattice, earlier, checks, key)
    out = _told(system, set(system.set_of) - system.final, publication.group)
    known = {name: _known(figure, publication.group) for name, figure in system.figures.items()}
    found = first = _told(system, hidden, publication.group, known)
    for _ in range(ROUNDS):
        more = _fewest(found, system)
        if not more:
            break
        parts = {(*name[:2], date) for name, date in more} - system.wholes
        hidden |= more | {place for place in system.set_of if (*place[0][:2], place[1]) in parts}
        found = _told(system, hidden, publication.group, known)
    return Audited((*out, *first), frozenset(hidden), (*out, *found))


def _without(publication: Publication, known: Mapping[datetime.date, Persons], key: bytes) -> Publication:
    """A publication without the dates of which it is known otherwise what was published, its changes by those people.

    A change since such a date is left out where the people or their points are others by now.
    """
    people = {date: people for date, people in publication.people.items() if date not in known}
    then = {date: persons_of(people, key) for date, people in publication.people.items() if date in known}
    changes = []
    for change in publication.changes:
        now, before = (
            _among(then[date], known[date], members) if date in known else members
            for date, members in ((change.at, change.people), (change.earlier, change.before))
        )
        if change.date in people and now is not None and before is not None:
            changes.append(replace(change, people=now, before=before))
    cells = tuple(cell for cell in publication.cells if cell.date in people)
    return replace(publication, people=people, cells=cells, changes=tuple(changes))


def _among(old: Persons, new: Persons, members: IntArray) -> IntArray | None:
    """People by their places among the known ones of the same date; None where they or their points are others."""
    ids = pd.Index(new.ids)
    place = ids.get_indexer(pd.Index(old.ids[members])) if ids.is_unique else np.array([-1])
    same = [marks[members] == new.marks[name][place] for name, marks in old.marks.items() if name in new.marks]
    return np.sort(place) if place.min() >= 0 and np.all(same) else None


def _told(
    system: System, hidden: set[Place], group: int, known: Mapping[str, tuple[Mask, Mask]] | None = None
) -> tuple[Told, ...]:
    """What the figures that are not hidden tell, beyond what is `known` of people and sets anyway (`_close`)."""
    system.publish(hidden, 1.0 if known is None else MARGIN)
    system.tighten()
    told: list[Told] = []
    for name in (*DIMENSIONS, INDEX):
        people, sets = _close(system.figures[name], group)
        if known is not None:
            people, sets = people & ~known[name][0], sets & ~known[name][1]
        told += _people_told(system, name, people) if name != INDEX else ()
        told += _groups_told(system, name, sets) if name in OF_GROUPS else ()
    return tuple(told)


def _close(figure: Figure, group: int) -> tuple[Mask, Mask]:
    """The people whose points have bounds too close to each other, and the small sets that follow whose means have."""
    spread, reach = figure.upper - figure.lower, figure.ceiling - figure.floor
    low, high = figure.sums()
    people = figure.relations.people
    few = (people < group) & (high - low <= POINTS * people + EPSILON)
    return (spread <= POINTS + EPSILON) & (reach > POINTS + EPSILON), few


def _known(figure: Figure, group: int) -> tuple[Mask, Mask]:
    """The same, but whom figures that contradict each other tell: of these nothing is known."""
    people, sets = _close(figure, group)
    low, high = figure.sums()
    return people & (figure.lower <= figure.upper + EPSILON), sets & (low <= high + EPSILON)


def _people_told(system: System, name: str, told: Mask) -> Iterator[Told]:
    """The people who are `told` in a dimension, by what tightened their bounds."""
    figure = system.figures[name]
    ways, people = np.unique(np.stack([figure.lower_by[told], figure.upper_by[told]]), axis=1, return_counts=True)
    for way, count in zip(ways.T.tolist(), people.tolist(), strict=True):
        sets = {number for row in way if row >= 0 for number in figure.relations.sets(row)}
        yield Told(name, count, system.behind(name, sets))


def _groups_told(system: System, name: str, told: Mask) -> Iterator[Told]:
    """The small groups that are left of published sets and whose mean is `told`."""
    relations = system.figures[name].relations
    for row in np.flatnonzero(told).tolist():
        yield Told(name, int(relations.people[row]), system.behind(name, relations.sets(row)))


def _fewest(told: Sequence[Told], system: System) -> set[Place]:
    """The fewest figures of which every finding loses one; those that are out already cannot be hidden."""
    ways = {one.places - system.final for one in told} - {frozenset()}
    if not ways:
        return set()
    places = sorted({place for way in ways for place in way})
    number = {place: column for column, place in enumerate(places)}
    rows = [row for row, way in enumerate(ways) for _ in way]
    columns = [number[place] for way in ways for place in way]
    covers = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(ways), len(places)))
    size = np.array([len(system.sets[system.set_of[place]][1]) for place in places], dtype=np.float64)
    every = LinearConstraint(covers, 1, np.inf)
    change = np.array([place in system.of_changes for place in places])  # costs a reader less than a mean
    cost = np.where(change, 0.5, 1.0) + 0.01 * size / size.max()
    found = milp(cost, constraints=every, integrality=1, bounds=Bounds(0, 1))
    return {place for place, chosen in zip(places, np.round(found.x), strict=True) if chosen}
