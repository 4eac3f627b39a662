"""Open actions by unit and kind, and who fulfils an item by unit: what a report withholds of both.

The mean of kompetensi of a unit tells what its people lack together, the total of a kind what all units lack, and the
share of an item what a unit lacks of it; what is withheld must follow from none of them, alone or together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import complete, protect
from ipasn_analysis.disclosure.territory import fixed_by
from ipasn_analysis.facts.actions import Kinds, kind, kinds, levelled_item
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.item_parts import item_parts
from ipasn_analysis.rules.instrument import POST_TYPES


@dataclass(frozen=True)
class Withheld:
    """By item: the units whose share is withheld, and the cells (unit, kind) of open actions that are."""

    units: dict[str, frozenset[str]]
    cells: dict[str, frozenset[tuple[str, str]]]


def due_of(context: Context, scores: pd.DataFrame, item: str) -> np.ndarray:
    """To whom an item applies."""
    points = context.data.instrument.kompetensi.items[item].points
    return scores["jenis_jabatan"].isin([post for post in POST_TYPES if points.get(post, 0.0) > 0]).to_numpy(dtype=bool)


def action_cells(context: Context) -> Withheld | None:
    """What is withheld by unit, in the government whose units are ranked; None for ready scores."""
    if "action_cells" not in context.kept:
        context.kept["action_cells"] = _withheld(context)
    found: Withheld | None = context.kept["action_cells"]
    return found


def _withheld(context: Context) -> Withheld | None:
    found, government = kinds(context), context.unit_government
    if found is None:
        return None
    if government is None or len(context.units.means) < 2:
        nothing: dict[str, frozenset[str]] = dict.fromkeys(found.of_person, frozenset())
        return Withheld(nothing, dict.fromkeys(found.of_person, frozenset()))
    table = _Units.of(context, found, context.counted.index(government))
    table.settle()
    names = np.array([str(name) for name in context.units.means.index], dtype=object)
    labels = [kind(post, points) for post, points in zip(found.posts, found.points, strict=True)]
    return Withheld(
        {item: frozenset(names[table.closed[:, place]]) for place, item in enumerate(table.names)},
        {
            item: frozenset(
                (str(names[row]), labels[column])
                for row, column in np.argwhere(table.mask)
                if found.items[column] == item
            )
            for item in table.names
        },
    )


@dataclass(eq=False)
class _Units:
    """Counts by unit, and what is withheld so far.

    Shape (units, kinds): `cells` people with an open action, `mask` withheld ones. Shape (units, items): `held`,
    `lacking`, and `closed` where the share is withheld. Shape (units,): `hidden` units, `without` posts without eselon.
    `told_items`: of which items the report publishes how many lack them.
    """

    names: tuple[str, ...]
    items: np.ndarray
    points: np.ndarray
    kinds_hidden: np.ndarray
    group: int
    hidden: np.ndarray
    cells: np.ndarray
    held: np.ndarray
    lacking: np.ndarray
    without: np.ndarray
    levelled: tuple[int, float] | None
    told_items: np.ndarray
    mask: np.ndarray
    closed: np.ndarray

    @classmethod
    def of(cls, context: Context, found: Kinds, place: int) -> _Units:
        """The units of the government at a place among those that count."""
        scores, table = context.unit_scores, context.units
        size, names, group = len(table.means), tuple(found.of_person), context.part_group_of(context.counted[place])
        mine = context.codes == place
        codes = pd.Index(table.means.index.astype("str")).get_indexer(
            pd.Index(scores["perangkat_daerah"].astype("str"))
        )
        cells = np.zeros((size, len(found.items)), dtype=np.int64)
        held, lacking = (np.zeros((size, len(names)), dtype=np.int64) for _ in range(2))
        for column, item in enumerate(names):
            kind_of = found.of_person[item][mine]
            np.add.at(cells, (codes[kind_of >= 0], kind_of[kind_of >= 0]), 1)
            due, has = due_of(context, scores, item), (scores[item] > 0).to_numpy(dtype=bool)
            held[:, column] = np.bincount(codes[due & has], minlength=size)
            lacking[:, column] = np.bincount(codes[due & ~has], minlength=size)
        without = np.bincount(codes, weights=scores["tanpa_eselon"], minlength=size).astype(np.int64)
        people = held + lacking
        few = ((held > 0) & (held < group)) | ((lacking > 0) & (lacking < group)) | ((people > 0) & (people < group))
        closed = np.asarray(few | table.hidden[:, np.newaxis])
        own, level, parts = found.own[place], levelled_item(context), item_parts(context) or {}
        of_item = np.array([names.index(item) for item in found.items], dtype=np.int64)
        return cls(
            names=names,
            items=of_item,
            points=found.points,
            kinds_hidden=own,
            group=group,
            hidden=table.hidden,
            cells=cells,
            held=held,
            lacking=lacking,
            without=without,
            levelled=None if level is None else (names.index(level[0]), level[1]),
            told_items=np.array([not parts[name].holders.own[place].any() for name in names]),
            mask=np.asarray((closed[:, of_item] | own) & (cells > 0)),
            closed=closed,
        )

    def settle(self) -> None:
        """Withhold more until nothing that is withheld follows from what is shown."""
        while True:
            before = int(self.closed.sum()), int(self.mask.sum())
            for item in range(len(self.names)):
                self._within(item)
            self._across()
            if before == (int(self.closed.sum()), int(self.mask.sum())):
                return

    def _within(self, item: int) -> None:
        """What the totals of one item, of its kinds and of units' shares would tell."""
        columns = np.flatnonzero(self.items == item)
        closed = self.closed[:, item].copy()
        for counts in (self.held[:, item], self.lacking[:, item]):
            closed |= complete(closed & (counts > 0), counts, self.group)
        self.closed[:, item] = closed
        cells, mask = self.cells[:, columns], self.mask[:, columns]
        # The share of a unit would tell of its cells together, so one that has no share has cells that are withheld.
        alone = np.asarray(closed & ~mask.any(axis=1))
        mask |= alone[:, np.newaxis] & (cells > 0)
        for place in range(len(columns)):
            column = mask[:, place] | protect(cells[:, place], self.group)
            mask[:, place] = complete(column, cells[:, place], self.group)
        for row in np.flatnonzero(~self.closed[:, item]):
            mask[row] = complete(mask[row], cells[row], self.group)
            self.closed[row, item] = not _is_complete(mask[row], cells[row], self.group)
        self.mask[:, columns] = mask

    def _across(self) -> None:
        """What all totals together would tell: hide the smallest shown cell of the unit, or a share of it."""
        for row in np.flatnonzero(np.asarray(self._told().any(axis=1))):
            shown = np.flatnonzero(~self.mask[row] & (self.cells[row] > 0))
            shares = np.flatnonzero(~self.closed[row] & (self.lacking[row] > 0))
            if len(shown):
                self.mask[row, shown[np.argmin(self.cells[row, shown])]] = True
            elif len(shares):
                self.closed[row, shares[np.argmin(self.lacking[row, shares])]] = True

    def _told(self) -> np.ndarray:
        """Which withheld cells follow from all totals, shape (units, kinds)."""
        result, places = np.zeros_like(self.mask), np.argwhere(self.mask)
        if not len(places):
            return result
        row, column = places.T
        without = np.flatnonzero(self.without > 0) if self.levelled is not None else np.empty(0, dtype=np.int64)
        item, most = self.levelled or (-1, 0.0)
        equations = [
            np.append(np.where(row == unit, self.points[column], 0.0), np.where(without == unit, most, 0.0))
            for unit in np.flatnonzero(~self.hidden & self.mask.any(axis=1))
        ]
        equations += [
            np.append((row == unit) & (self.items[column] == place), (without == unit) & (place == item)).astype(
                np.float64
            )
            for unit, place in np.argwhere(~self.closed & (self.lacking > 0))
        ]
        equations += [
            np.append(column == place, np.zeros(len(without))).astype(np.float64)
            for place in np.flatnonzero(self.mask.any(axis=0) & ~self.kinds_hidden)
        ]
        whole = [np.append(self.points[column] * self.hidden[row], most * self.hidden[without])]
        whole += [
            np.append(self.items[column] == place, np.full(len(without), place == item)).astype(np.float64)
            for place in np.flatnonzero(self.told_items)
        ]
        told = [equation for equation in (*equations, *whole) if equation.any()]
        if told:
            result[row, column] = fixed_by(np.array(told))[: len(places)]
        return result


def _is_complete(hidden: np.ndarray, counts: np.ndarray, group: int) -> bool:
    """Whether what a published total leaves of these parts is of two at least, together not fewer than `group`."""
    left = counts[hidden & (counts > 0)]
    return not len(left) or (len(left) >= 2 and int(left.sum()) >= group)
