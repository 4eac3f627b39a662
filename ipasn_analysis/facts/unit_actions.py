"""Open actions by unit and type, and who fulfils an item by unit: what a report withholds of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.unit_actions import UnitActions
from ipasn_analysis.facts.actions import ActionType, ActionTypes, action_types, eselon_item
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.item_parts import item_parts
from ipasn_analysis.rules.instrument import POST_TYPES
from ipasn_analysis.statistics.typing import Mask


@dataclass(frozen=True)
class WithheldByUnit:
    """By item: the units whose share is withheld, and the cells (unit, type) of open actions that are."""

    units: dict[str, frozenset[str]]
    cells: dict[str, frozenset[tuple[str, ActionType]]]


def due_of(context: ReportContext, scores: pd.DataFrame, item: str) -> Mask:
    """To whom an item applies."""
    points = context.data.instrument.kompetensi.items[item].points
    return scores["jenis_jabatan"].isin([post for post in POST_TYPES if points.get(post, 0.0) > 0]).to_numpy(dtype=bool)


@once
def withheld_by_unit(context: ReportContext) -> WithheldByUnit | None:
    """What is withheld by unit, in the government whose units are ranked; None for ready scores."""
    types, government = action_types(context), context.unit_government
    if types is None:
        return None
    items = list(types.type_of_person)
    if government is None or len(context.units.means) < 2:
        nothing: frozenset[str] = frozenset()
        return WithheldByUnit(dict.fromkeys(items, nothing), {item: frozenset() for item in items})
    table = _unit_actions(context, types, items, context.included.index(government))
    table.settle()
    names = np.array([str(name) for name in context.units.means.index], dtype=object)
    cells = [(str(names[row]), int(column)) for row, column in np.argwhere(table.cells_suppressed)]
    return WithheldByUnit(
        {item: frozenset(names[table.shares_suppressed[:, index]]) for index, item in enumerate(items)},
        {
            item: frozenset((unit, types[column]) for unit, column in cells if types.items[column] == item)
            for item in items
        },
    )


def _unit_actions(context: ReportContext, types: ActionTypes, items: list[str], government: int) -> UnitActions:
    """The units of a government (its position among those included), with what is suppressed from the outset."""
    scores, units = context.unit_scores, context.units
    size, threshold = len(units.means), int(context.policy.part_groups[government])
    is_here = context.government_index == government
    unit_index = pd.Index(units.means.index.astype("str")).get_indexer(
        pd.Index(scores["perangkat_daerah"].astype("str"))
    )
    cells = np.zeros((size, len(types.items)), dtype=np.int64)
    held, lacking = (np.zeros((size, len(items)), dtype=np.int64) for _ in range(2))
    for column, item in enumerate(items):
        type_of = types.type_of_person[item][is_here]
        np.add.at(cells, (unit_index[type_of >= 0], type_of[type_of >= 0]), 1)
        due, has = due_of(context, scores, item), (scores[item] > 0).to_numpy(dtype=bool)
        held[:, column] = np.bincount(unit_index[due & has], minlength=size)
        lacking[:, column] = np.bincount(unit_index[due & ~has], minlength=size)
    few = np.any([(people > 0) & (people < threshold) for people in (held, lacking, held + lacking)], axis=0)
    shares = np.asarray(few | units.hidden[:, np.newaxis])
    item_of_type = np.array([items.index(item) for item in types.items], dtype=np.int64)
    suppressed, level, parts = types.suppressed_rows[government], eselon_item(context), item_parts(context) or {}
    return UnitActions(
        items=item_of_type,
        points=types.points,
        types_suppressed=suppressed,
        threshold=threshold,
        units_suppressed=units.hidden,
        cells=cells,
        held=held,
        lacking=lacking,
        without_eselon=np.bincount(unit_index, weights=scores["tanpa_eselon"], minlength=size).astype(np.int64),
        eselon_item=None if level is None else (items.index(level[0]), level[1]),
        items_published=np.array([not parts[item].holders.suppressed_rows[government].any() for item in items]),
        cells_suppressed=np.asarray((shares[:, item_of_type] | suppressed) & (cells > 0)),
        shares_suppressed=shares,
        rules=context.rules,
    )
