"""Published figures as a system: distinct sets of people, and for each figure the interval of every set's sum."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
from scipy import sparse

from ipasn_analysis.disclosure.cells import Cell, CellName, Change, Publication
from ipasn_analysis.disclosure.intervals import EPSILON, Figure
from ipasn_analysis.disclosure.lattice import Lattice
from ipasn_analysis.disclosure.persons import Issued, matched, persons_of
from ipasn_analysis.disclosure.relations import Checks, Relations, relations
from ipasn_analysis.rules.instrument import DIMENSIONS, POST_TYPES
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

INDEX = "indeks"
KNOWN = "kualifikasi"
"""Follows from education, which a list of staff says."""
SENSITIVE = "disiplin"
"""Published of a whole alone."""
COUNTED = "kinerja"
"""Of which the people at each level are counted, so that everybody knows at which levels nobody is."""
MARGIN = 0.75
"""Share of its rounding that a figure of a small government counts for: who searches all combinations of everybody's
points at once, which the intervals do not, finds that much more in a government of few people."""
POSTS = (*POST_TYPES, "")
ROUNDS = 20
"""Times that intervals are tightened, at most."""
Place = tuple[CellName, datetime.date]


class System:
    """All figures of a publication, and of earlier ones, over the same people.

    `figures` are those of which anything is published or follows; `known`: the exact sum of kualifikasi of each set
    where it is known; `places`: by figure and set the names of its cells; `final`: the names of those that are out
    already, or that every report has: the index of a whole, its dimensions but disiplin, and its changes; `wholes`: the
    parts of these; `of_changes`: the names of all changes; `with_items`: the dates at which items are told.
    """

    def __init__(
        self, publication: Publication, lattice: Lattice, earlier: Sequence[Issued], checks: Checks, key: bytes
    ) -> None:
        self.checks = checks
        self.people = publication.people
        dates = list(publication.people.values())
        persons = [persons_of(people, key) for people in dates] if earlier else matched(dates)
        self.persons = {one.date: one for one in (*persons, *(issued.persons for issued in earlier))}
        issued_cells = [cell for issued in earlier for cell in issued.cells]
        self.wholes = {(*cell.name[:2], cell.date) for cell in publication.cells if cell.name.figure == SENSITIVE}
        self.final = {(cell.name, cell.date) for cell in issued_cells} | {
            (cell.name, cell.date)
            for cell in publication.cells
            if (*cell.name[:2], cell.date) in self.wholes and cell.name.figure != SENSITIVE
        }
        self.of_changes = {(change.own_name, change.date) for change in publication.changes}
        self.final |= {
            (change.own_name, change.date)
            for change in publication.changes
            if (*change.name[:2], change.date) in self.wholes
        }
        held = [people.points for people in publication.people.values()]
        self.items = tuple(
            name
            for name in lattice
            if name not in DIMENSIONS and all(name in one and np.isfinite(one[name]).all() for one in held)
        )
        names = (INDEX, *DIMENSIONS, *self.items)
        self.items_add_up = bool(self.items) and all(
            np.allclose(sum(one[name] for name in self.items), one["kompetensi"]) for one in held
        )
        self.with_items = set(self.people) | {one.persons.date for one in earlier if _adds_up(one.cells, self.items)}
        cells = [cell for cell in (*publication.cells, *issued_cells) if cell.name.figure in names]
        cells = [cell for cell in cells if cell.name.figure not in self.items or cell.date in self.with_items]
        cells = [cell for cell in cells if not _is_given(cell)]
        self._register(cells, publication.changes)
        self.relations: dict[bytes, Relations] = {}
        self._identify()
        self.known = self._known()
        index = {post: reduce(_sums, [lattice[name][post] for name in DIMENSIONS]) for post in POSTS}
        self.figures = {name: self._figure(name, {**lattice, INDEX: index}[name]) for name in names}
        self.same = {name: self._same(name) for name in self.items}
        self.places: dict[str, list[set[Place]]] = {}
        self.cells = cells

    def _register(self, cells: Iterable[Cell], changes: Iterable[Change]) -> None:
        """Number the distinct sets of people, of both sides of a change as well; sets of one table share nobody."""
        numbers: dict[tuple[datetime.date, bytes], int] = {}
        tables: dict[tuple[str, datetime.date], int] = {}
        self.sets: list[tuple[datetime.date, IntArray]] = []
        partitions = []
        self.set_of: dict[Place, int] = {}
        seen: dict[tuple[int, datetime.date], tuple[IntArray, int]] = {}

        def number(table: str, date: datetime.date, people: IntArray) -> int:
            if (id(people), date) not in seen:  # cells of one set share the array
                key = (date, people.tobytes())
                if key not in numbers:
                    numbers[key] = len(self.sets)
                    self.sets.append((date, people))
                    partitions.append(tables.setdefault((table, date), len(tables)))
                seen[id(people), date] = (people, numbers[key])
            return seen[id(people), date][1]

        for cell in cells:
            self.set_of[cell.name, cell.date] = number(cell.name.table, cell.date, cell.people)
        self.changes: dict[str, list[tuple[Change, int, int]]] = defaultdict(list)
        for change in changes:
            now = number(change.name.table, change.at, change.people)
            before = number(change.name.table, change.earlier, change.before)
            self.set_of[change.own_name, change.date] = now
            self.changes[change.name.figure].append((change, now, before))
        self.partitions = np.array(partitions, dtype=np.int64)

    def _identify(self) -> None:
        """Number the people of all dates, and the types of post of each."""
        numbers = np.unique(np.concatenate([one.ids for one in self.persons.values()]), return_inverse=True)[1]
        posts = np.concatenate([one.posts for one in self.persons.values()]).astype(str)
        ends = np.cumsum([len(one.ids) for one in self.persons.values()])[:-1]
        self.who = dict(zip(self.persons, np.split(numbers, ends), strict=True))
        self.posts = dict(zip(self.persons, np.split(np.searchsorted(sorted(POSTS), posts), ends), strict=True))

    def _known(self) -> FloatArray:
        """The exact sum of kualifikasi of each set at a date whose people are known, else NaN."""
        return np.array(
            [
                self.people[date].points[KNOWN][people].sum() if date in self.people else np.nan
                for date, people in self.sets
            ]
        )

    def _figure(self, name: str, lattice: Mapping[str, FloatArray]) -> Figure:
        """The people and bounds of a dimension or item; one who has the same points at two dates is one person."""
        dates = [
            date
            for date, persons in self.persons.items()
            if (date in self.with_items if name in self.items else name in persons.marks or date in self.people)
        ]
        place, codes = self._variables(name, dates)
        levels = [lattice[post] for post in sorted(POSTS)]
        for date, people in self.people.items():
            seen = np.round(people.points[name], 6)
            for code in np.unique(codes[place[date]]):
                values = np.unique(seen[codes[place[date]] == code])
                levels[code] = np.union1d(levels[code], values)  # official scores may be others than the instrument's
        held = np.unique(np.concatenate([np.empty(0), *(one.points[name].round(6) for one in self.people.values())]))
        if name == COUNTED and self.checks.levels and len(held) > 1:
            few = [points[np.isin(points.round(6), held)] for points in levels]
            levels += [some if len(some) else points for some, points in zip(few, levels, strict=True)]
            codes[np.unique(np.concatenate([place[date] for date in self.people]))] += len(POSTS)
        return Figure(self._related(place, len(codes)), codes, levels)

    def _variables(self, name: str, dates: Sequence[datetime.date]) -> tuple[dict[datetime.date, IntArray], IntArray]:
        """For each date the number of each person, and for each number the type of post."""
        who = [self.who[date] for date in dates]
        held = [self.persons[date].marks.get(name, np.full(len(who[place]), place)) for place, date in enumerate(dates)]
        marks, mark = np.unique(np.concatenate(held), return_inverse=True)
        keys = np.concatenate(who) * len(marks) + mark
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        place = dict(zip(dates, np.split(inverse, np.cumsum([len(one) for one in who])[:-1]), strict=True))
        return place, np.concatenate([self.posts[date] for date in dates])[first]

    def _related(self, place: Mapping[datetime.date, IntArray], people: int) -> Relations:
        """What follows from the sets; figures in which the same people are alike share it."""
        key = np.concatenate(list(place.values())).tobytes()
        if key not in self.relations:
            rows = [np.sort(place[date][members]) if date in place else members[:0] for date, members in self.sets]
            indptr = np.r_[0, np.cumsum([len(row) for row in rows])]
            indices = np.concatenate([np.empty(0, dtype=np.int64), *rows])
            members = sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=(len(rows), people))
            self.relations[key] = relations(members, self.partitions, self.checks)
        return self.relations[key]

    def publish(self, hidden: Collection[Place] = (), margin: float = MARGIN) -> None:
        """Start anew: every person between the ends of the lattice, and the interval of every cell that is not hidden.

        That of an item holds for all sets with the same people to whom it applies.
        """
        for name, figure in self.figures.items():
            figure.reset()
            self.places[name] = [set() for _ in self.sets]
        self.adds_up = {name: np.zeros(len(self.sets), dtype=bool) for name in self.figures}
        self.compared = {name: np.zeros(len(self.sets), dtype=bool) for name in self.figures}
        self.told_changes = {
            name: [
                (change, now, before)
                for change, now, before in changes
                if (change.name, change.date) not in hidden and (change.own_name, change.date) not in hidden
            ]
            for name, changes in self.changes.items()
        }
        for cell in self.cells:
            name, place = cell.name.figure, (cell.name, cell.date)
            if np.isnan(cell.value) or place in hidden:
                continue
            (low, high), figure, number = self._ends(cell, margin), self.figures[name], self.set_of[place]
            for row in self.same.get(name, {}).get(number, [number]):
                figure.low[row] = max(figure.low[row], low)
                figure.high[row] = min(figure.high[row], high)
                self.places[name][row].add(place)

    def _ends(self, cell: Cell, margin: float) -> tuple[float, float]:
        """Between what a cell leaves the sum of its people; of a small government nearer to the true sum."""
        total, half = cell.value * len(cell.people), cell.step * len(cell.people) / 2
        own = self.people.get(cell.date)
        if own is not None and len(own.nip) < self.checks.small and cell.name.figure != SENSITIVE:
            true = float(own.points[cell.name.figure][cell.people].sum())
            total, half = true + margin * (total - true), margin * half
        return total - half, total + half

    def tighten(self) -> None:
        """Tighten sums and bounds of people by each other until nothing changes, or `ROUNDS` times."""
        stale = set(self.figures)
        for _ in range(ROUNDS):
            for name in stale:
                self.figures[name].close()
            if self.checks.sums:
                stale |= self._add_up(INDEX, DIMENSIONS, self.persons)
                stale |= self._add_up("kompetensi", self.items, self.with_items) if self.items_add_up else set()
            stale |= {name for name in self.told_changes if self._compare(name)}
            stale = {name for name in stale if name != INDEX and self.figures[name].tighten()}
            if not stale:
                break

    def _add_up(self, whole: str, parts: Sequence[str], dates: Collection[datetime.date]) -> set[str]:
        """Tighten sums by what they add up to: dimensions to the index, items to kompetensi; the figures that changed.

        Of the sets of these dates alone: of others the parts are not known. Of kualifikasi the sum is known to whoever
        looks for another dimension.
        """
        known = np.array([date in dates for date, _ in self.sets])
        low = np.array([self.figures[name].low for name in parts])
        high = np.array([self.figures[name].high for name in parts])
        own, changed = self.figures[whole], set()
        for number, name in enumerate(parts):
            if number == 1 and whole == INDEX:
                low[0], high[0] = np.fmax(low[0], self.known), np.fmin(high[0], self.known)
            least, most = low.sum(axis=0) - low[number], high.sum(axis=0) - high[number]
            least, most = np.where(known, own.low - most, -np.inf), np.where(known, own.high - least, np.inf)
            changed |= {name} if self._narrow(name, least, most, self.adds_up) else set()
        least, most = np.where(known, low.sum(axis=0), -np.inf), np.where(known, high.sum(axis=0), np.inf)
        return changed | ({whole} if self._narrow(whole, least, most, self.adds_up) else set())

    def _compare(self, name: str) -> bool:
        """Tighten the sums of a figure by its changes; whether any narrowed."""
        figure = self.figures[name]
        low, high = np.full(len(self.sets), -np.inf), np.full(len(self.sets), np.inf)
        for change, now, before in self.told_changes[name]:
            people, earlier = len(change.people), len(change.before)
            least, most = change.value - change.step / 2, change.value + change.step / 2
            low[now] = max(low[now], people * (figure.low[before] / earlier + least))
            high[now] = min(high[now], people * (figure.high[before] / earlier + most))
            low[before] = max(low[before], earlier * (figure.low[now] / people - most))
            high[before] = min(high[before], earlier * (figure.high[now] / people - least))
        return self._narrow(name, low, high, self.compared)

    def _narrow(self, name: str, low: FloatArray, high: FloatArray, by: Mapping[str, Mask]) -> bool:
        """Narrow the intervals of a figure, and note `by` what for which sets; whether any narrowed."""
        figure = self.figures[name]
        better = (low > figure.low + EPSILON) | (high < figure.high - EPSILON)
        figure.low, figure.high = np.maximum(figure.low, low), np.minimum(figure.high, high)
        by[name][better] = True
        return bool(better.any())

    def behind(self, name: str, sets: Iterable[int]) -> frozenset[Place]:
        """The cells on which the intervals of a figure of these sets rest."""
        found: set[Place] = set()
        for number in sets:
            related = {name}
            if self.adds_up[name][number]:
                related |= {INDEX, *DIMENSIONS, *self.items} - ({KNOWN} - {name})
            found |= {place for one in related for place in self.places[one][number]}
            found |= {
                (change.own_name, change.date)
                for one in related
                if self.compared[one][number]
                for change, now, before in self.told_changes.get(one, ())
                if number in (now, before)
            }
        return frozenset(found)

    def _same(self, name: str) -> dict[int, list[int]]:
        """For each set those that have the same sum of a figure, itself included: the rest of them always have 0."""
        figure = self.figures[name]
        due = figure.relations.left[: len(self.sets), np.flatnonzero(figure.ceiling > 0)]
        keys = [due.indices[start:end].tobytes() for start, end in pairwise(due.indptr.tolist())]
        alike: dict[bytes, list[int]] = defaultdict(list)
        for number, key in enumerate(keys):
            alike[key].append(number)
        return {number: alike[key] for number, key in enumerate(keys)}


def _sums(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.unique(np.add.outer(one, other))


def _adds_up(cells: Iterable[Cell], items: Sequence[str]) -> bool:
    """Whether earlier figures have these items and, within their rounding, these add up to kompetensi in every set."""
    told: dict[bytes, dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        if not np.isnan(cell.value):
            told[cell.people.tobytes()][cell.name.figure] = cell
    whole = [found for found in told.values() if {"kompetensi", *items} <= found.keys()]
    return bool(whole) and all(
        abs(sum(found[name].value for name in items) - found["kompetensi"].value)
        <= (sum(found[name].step for name in items) + found["kompetensi"].step) / 2 + EPSILON
        for found in whole
    )


def _is_given(cell: Cell) -> bool:
    """Whether a cell says what its label says: the points of a level of education."""
    return cell.name.figure == KNOWN and "pendidikan" in cell.name.table
