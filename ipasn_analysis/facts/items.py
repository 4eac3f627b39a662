"""Who fulfils which competence item: rates per perangkat daerah and per group, among those to whom the item applies."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition, suppress_columns
from ipasn_analysis.facts.actions import BY_POST, action_types, items_by_eselon
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.groups import group_tables, groupings
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.facts.unit_actions import due_of, withheld_by_unit
from ipasn_analysis.result.parts import Grouping
from ipasn_analysis.result.people import ButirKelompok, ButirUnit
from ipasn_analysis.statistics.typing import IntArray, Mask

Rates = dict[str, dict[str, float | None]]


def items_of_units(context: ReportContext) -> tuple[ButirUnit, ...]:
    """Who fulfils each competence item, by shown unit; empty for ready scores, which hold no items.

    A share is None where the item applies to too few people, where too few of them have it or lack it, or where a total
    would disclose these.
    """
    parts = item_parts(context)
    if parts is None:
        return ()
    return tuple(ButirUnit(nama=name, butir=rates) for name, rates in _of_units(context, parts).items())


def items_of_groups(context: ReportContext) -> tuple[ButirKelompok, ...]:
    """The same by shown group.

    Of the items in `sebagian` a province's share is that among its governments whose reports publish it.
    """
    parts = item_parts(context)
    if parts is None:
        return ()
    return tuple(
        ButirKelompok(pengelompokan=cast(Grouping, grouping), kunci=key, butir=rates, sebagian=tuple(partial))
        for grouping, table in group_tables(context).items()
        if not table.parts.is_disclosed
        for key, (rates, partial) in _of_grouping(context, grouping, table.parts, parts).items()
    )


def _of_units(context: ReportContext, parts: dict[str, ItemParts]) -> Rates:
    """Shares in each shown unit, by name."""
    scores = context.unit_scores
    rates: Rates = {str(name): {} for name in context.units.shown.index}
    withheld = withheld_by_unit(context)
    if context.unit_government is None or withheld is None:
        return rates
    government = context.included.index(context.unit_government)
    names = scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    for item, part in parts.items():
        due = due_of(context, scores, item)
        shares = (scores.loc[due, item] > 0).groupby(names[due]).mean()
        hidden = withheld.units[item]
        unpublished = part.hidden or part.unknown > 0 or bool(part.holders.suppressed_rows[government].any())
        for name, held in rates.items():
            held[item] = None if unpublished or name in hidden or name not in shares.index else float(shares[name])
    return rates


def _of_grouping(
    context: ReportContext, grouping: str, groups: Partition, parts: dict[str, ItemParts]
) -> dict[str, tuple[dict[str, float | None], list[str]]]:
    """Shares in each shown group of a grouping, and the items whose share is partial; by key, in their order.

    What each government withholds of its own groups, the groups of a province must not disclose: there the share is
    that among the governments which do publish it, a mean of published figures, if these have most of the people. By
    type of post the open actions decide, since they disclose how many of each type lack the item.
    """
    labels = pd.Index(np.where(pd.isna(groupings(context)[grouping]), NOT_RECORDED, groupings(context)[grouping]))
    group_index = pd.Index(groups.keys).get_indexer(labels)
    shown = [key for key in groups.keys if key != NOT_RECORDED and not groups.hides(key)]
    rates: dict[str, tuple[dict[str, float | None], list[str]]] = {key: ({}, []) for key in shown}
    tables = {item: _held_and_lacking(context, item, group_index, groups.counts.shape) for item in parts}
    rows = {item: _suppressed_rows(context, grouping, part, groups, *tables[item]) for item, part in parts.items()}
    if grouping == "eselon":
        # Groups by eselon are of one type of post, whose points are known: one item alone would follow from the others.
        more_rows, more = items_by_eselon(context, groups)
        rows = _alike(rows, more_rows)
    withheld = {
        item: _suppressed(context, grouping, part, groups, rows[item], *tables[item]) for item, part in parts.items()
    }
    if grouping == "eselon":
        withheld = _alike(withheld, more)
    for item, (held, lacking) in tables.items():
        for key in shown:
            index = groups.keys.index(key)
            hidden = withheld[item][index]
            due = (held + lacking)[:, index]
            among = ~rows[item][:, index] if hidden else np.ones(len(due), dtype=bool)
            people = int(due[among].sum())
            enough = people >= context.min_group and 2 * people > due.sum() and not parts[item].unknown
            rates[key][0][item] = int(held[among, index].sum()) / people if enough else None
            if enough and hidden:
                rates[key][1].append(item)
    return rates


def _alike(masks: dict[str, Mask], more: Mask) -> dict[str, Mask]:
    """For every item what is withheld of any, and `more`."""
    union = np.asarray(np.any([more, *masks.values()], axis=0))
    return {item: union.copy() for item in masks}


def _held_and_lacking(
    context: ReportContext, item: str, group_index: IntArray, shape: tuple[int, ...]
) -> tuple[IntArray, IntArray]:
    """Those who hold an item and those who lack it, of those to whom it applies, shape (governments, groups) each."""
    due = due_of(context, context.scores, item) & (group_index >= 0)
    has = (context.scores[item] > 0).to_numpy(dtype=bool)
    held, lacking = (np.zeros(shape, dtype=np.int64) for _ in range(2))
    np.add.at(held, (context.government_index[due & has], group_index[due & has]), 1)
    np.add.at(lacking, (context.government_index[due & ~has], group_index[due & ~has]), 1)
    return held, lacking


def _suppressed_rows(
    context: ReportContext, grouping: str, item: ItemParts, groups: Partition, held: IntArray, lacking: IntArray
) -> Mask:
    """Of which groups each government's report withholds an item's share, shape (governments, groups)."""
    unpublished = np.any(item.holders.suppressed_rows, axis=1)[:, np.newaxis]
    if grouping == BY_POST:
        return np.asarray(_by_post(context, item, groups)[0] | groups.suppressed_rows | unpublished)
    floors = context.policy.part_groups.tolist()
    rows = [
        suppress_columns(context.rules, hidden, [has, lacks], has + lacks, floor)
        for hidden, has, lacks, floor in zip(groups.suppressed_rows, held, lacking, floors, strict=True)
    ]
    return np.asarray(np.array(rows, dtype=bool) | unpublished)


def _suppressed(
    context: ReportContext,
    grouping: str,
    item: ItemParts,
    groups: Partition,
    rows: Mask,
    held: IntArray,
    lacking: IntArray,
) -> Mask:
    """Of which groups this report withholds an item's share, given what each government's does; shape (groups,)."""
    if grouping == BY_POST:
        own = _by_post(context, item, groups)[1]
    elif not context.data.is_province:
        own = rows[0]
    else:
        published = ~item.holders.suppressed_rows.any(axis=1)
        sums = [
            context.policy.suppress_sums(rows & (counts > 0), counts, totals_published=published)
            for counts in (held, lacking)
        ]
        own = np.any(sums, axis=0)
    return np.asarray(own | groups.suppressed | item.hidden)


def _by_post(context: ReportContext, item: ItemParts, groups: Partition) -> tuple[Mask, Mask]:
    """The same by type of post, of which the open actions disclose how many lack the item."""
    types = action_types(context)
    if types is None:
        raise ValueError("items without types of actions")
    return types.withheld_posts(item.name, groups.keys)
