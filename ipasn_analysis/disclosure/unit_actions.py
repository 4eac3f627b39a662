"""Open actions by unit and type, and who fulfils an item by unit: what one government's report suppresses of both.

The mean of kompetensi of a unit is what its people lack together, the total of a type what all units lack, and the
share of an item what a unit lacks of it; what is suppressed must follow from none of them, alone or together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.disclosure.policy import Rules
from ipasn_analysis.disclosure.sums import determined_unknowns
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask


@dataclass(frozen=True, eq=False)
class UnitActions:
    """Counts by unit, and what is suppressed so far (`cells_suppressed`, `shares_suppressed`; `settle` adds to both).

    Shape (units, types): `cells`, people with an open action, and those suppressed. Shape (units, items): `held` and
    `lacking`, people, and whose share is suppressed. Shape (units,): `units_suppressed`; `without_eselon`, structural
    posts without one, who cannot earn `eselon_item` (its position and points). Shape (types,): `items`, the position of
    the item, `points`, and `types_suppressed` in the report as a whole. `items_published`: of which items the report
    publishes how many lack them.
    """

    items: IntArray
    points: FloatArray
    types_suppressed: Mask
    threshold: int
    units_suppressed: Mask
    cells: IntArray
    held: IntArray
    lacking: IntArray
    without_eselon: IntArray
    eselon_item: tuple[int, float] | None
    items_published: Mask
    cells_suppressed: Mask
    shares_suppressed: Mask
    rules: Rules

    def settle(self) -> None:
        """Suppress more until nothing that is suppressed follows from what is shown."""
        while True:
            before = self.shares_suppressed.sum(), self.cells_suppressed.sum()
            for item in range(self.held.shape[1]):
                self._within(item)
            self._across()
            if before == (self.shares_suppressed.sum(), self.cells_suppressed.sum()):
                return

    def _within(self, item: int) -> None:
        """What the totals of one item, of its types and of units' shares would disclose."""
        columns = np.flatnonzero(self.items == item)
        shares = self.shares_suppressed[:, item].copy()
        for counts in (self.held[:, item], self.lacking[:, item]):
            shares |= self.rules.add_secondary(shares & (counts > 0), counts, self.threshold)
        self.shares_suppressed[:, item] = shares
        cells, mask = self.cells[:, columns], self.cells_suppressed[:, columns]
        # The share of a unit would disclose its cells together: a unit without a share has cells that are suppressed.
        alone = np.asarray(shares & ~mask.any(axis=1))
        mask |= alone[:, np.newaxis] & (cells > 0)
        for index in range(len(columns)):
            column = mask[:, index] | self.rules.suppress(cells[:, index], self.threshold)
            mask[:, index] = self.rules.add_secondary(column, cells[:, index], self.threshold)
        for row in np.flatnonzero(~self.shares_suppressed[:, item]):
            mask[row] = self.rules.add_secondary(mask[row], cells[row], self.threshold)
            left = cells[row, mask[row] & (cells[row] > 0)]
            self.shares_suppressed[row, item] = len(left) == 1 or 0 < int(left.sum()) < self.threshold
        self.cells_suppressed[:, columns] = mask

    def _across(self) -> None:
        """What all totals together would disclose: suppress the smallest shown cell of the unit, or a share of it."""
        for row in np.flatnonzero(self._disclosed()):
            shown = np.flatnonzero(~self.cells_suppressed[row] & (self.cells[row] > 0))
            shares = np.flatnonzero(~self.shares_suppressed[row] & (self.lacking[row] > 0))
            if len(shown):
                self.cells_suppressed[row, shown[np.argmin(self.cells[row, shown])]] = True
            elif len(shares):
                self.shares_suppressed[row, shares[np.argmin(self.lacking[row, shares])]] = True

    def _disclosed(self) -> Mask:
        """Which units have suppressed cells that follow from all totals, shape (units,)."""
        mask = self.cells_suppressed
        row, column = np.nonzero(mask)
        result = np.zeros(len(mask), dtype=bool)
        if not len(row):
            return result
        eselon_item, most = self.eselon_item or (-1, 0.0)
        without = np.flatnonzero((self.without_eselon > 0) & (self.eselon_item is not None))
        of_item, points = self.items[column], self.points[column]
        equations = [
            np.append((row == unit) * points, (without == unit) * most)
            for unit in np.flatnonzero(~self.units_suppressed & mask.any(axis=1))
        ]
        equations += [
            np.append((row == unit) & (of_item == item), (without == unit) & (item == eselon_item))
            for unit, item in np.argwhere(~self.shares_suppressed & (self.lacking > 0))
        ]
        equations += [
            np.append(column == index, np.zeros(len(without)))
            for index in np.flatnonzero(mask.any(axis=0) & ~self.types_suppressed)
        ]
        hidden_units = self.units_suppressed
        equations.append(np.append(points * hidden_units[row], most * hidden_units[without]))
        equations += [
            np.append(of_item == item, np.full(len(without), item == eselon_item))
            for item in np.flatnonzero(self.items_published)
        ]
        result[row[determined_unknowns(equations)[: len(row)]]] = True
        return result
