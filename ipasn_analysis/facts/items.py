"""Who fulfils which competence item: rates per perangkat daerah and per group, among those to whom the item applies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import complete, protect
from ipasn_analysis.disclosure.territory import territory
from ipasn_analysis.facts.action_cells import action_cells, due_of
from ipasn_analysis.facts.actions import BY_POST, items_by_eselon, kinds
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.groups import groupings, guarded_groups
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.facts.model.parts import Grouping
from ipasn_analysis.facts.model.people import ButirKelompok, ButirUnit
from ipasn_analysis.facts.parts import NOT_RECORDED, Parts

Rates = dict[str, dict[str, float | None]]


def items_of_units(context: Context) -> tuple[ButirUnit, ...]:
    """Who fulfils each competence item, by shown unit; empty where ready scores do not tell the items.

    A share is None where the item applies to too few people, where too few of them have it or lack it, or where a total
    would give these away.
    """
    parts = item_parts(context)
    if parts is None:
        return ()
    return tuple(ButirUnit(nama=name, butir=rates) for name, rates in _of_units(context, parts).items())


def items_of_groups(context: Context) -> tuple[ButirKelompok, ...]:
    """The same by shown group.

    Of the items in `sebagian` a territory's share is that among its governments whose reports tell it.
    """
    parts = item_parts(context)
    if parts is None:
        return ()
    return tuple(
        ButirKelompok(pengelompokan=cast(Grouping, grouping), kunci=key, butir=rates, sebagian=tuple(partial))
        for grouping in groupings(context)
        if not guarded_groups(context, groupings(context))[grouping].parts.told
        for key, (rates, partial) in _of_grouping(context, grouping, parts).items()
    )


def _of_units(context: Context, parts: dict[str, ItemParts]) -> Rates:
    """Shares in each shown unit, by name."""
    scores = context.unit_scores
    rates: Rates = {str(name): {} for name in context.units.shown.index}
    withheld = action_cells(context)
    if context.unit_government is None or withheld is None:
        return rates
    place = context.counted.index(context.unit_government)
    names = scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    for item, part in parts.items():
        due = due_of(context, scores, item)
        shares = (scores.loc[due, item] > 0).groupby(names[due]).mean()
        hidden = withheld.units[item]
        closed = part.hidden or bool(part.holders.own[place].any())
        for name, held in rates.items():
            held[item] = None if closed or name in hidden or name not in shares.index else float(shares[name])
    return rates


def _of_grouping(
    context: Context, grouping: str, parts: dict[str, ItemParts]
) -> dict[str, tuple[dict[str, float | None], list[str]]]:
    """Shares in each shown group of a grouping, and the items whose share is partial; by key, in their order.

    What each government withholds of its own groups, the groups of a territory must not tell: there the share is that
    among the governments which do tell, a mean of published figures, if these have most of the people. By type of post
    the open actions decide, since they tell how many of each type lack the item.
    """
    guarded = guarded_groups(context, {grouping: groupings(context)[grouping]})[grouping].parts
    labels = pd.Index(np.where(pd.isna(groupings(context)[grouping]), NOT_RECORDED, groupings(context)[grouping]))
    codes = pd.Index(guarded.keys).get_indexer(labels)
    shown = [key for key in guarded.keys if key != NOT_RECORDED and not guarded.hides(key)]
    rates: dict[str, tuple[dict[str, float | None], list[str]]] = {key: ({}, []) for key in shown}
    tables = {item: _held_and_lacking(context, item, codes, guarded.counts.shape) for item in parts}
    gone = {item: _own(context, grouping, part, guarded, *tables[item]) for item, part in parts.items()}
    if grouping == "eselon":
        # Groups by eselon are of one type of post, whose points are known: one item alone would follow from the others.
        own_eselon, hidden_eselon = items_by_eselon(context, guarded)
        gone = _alike(gone, own_eselon)
    withheld = {
        item: _hidden(context, grouping, part, guarded, gone[item], *tables[item]) for item, part in parts.items()
    }
    if grouping == "eselon":
        withheld = _alike(withheld, hidden_eselon)
    for item in parts:
        own, hidden, (held, lacking) = gone[item], withheld[item], tables[item]
        for key in shown:
            row = guarded.keys.index(key)
            due_here = (held + lacking)[:, row]
            among = ~own[:, row] if hidden[row] else np.ones(len(own), dtype=bool)
            people = int(due_here[among].sum())
            enough = people >= context.group and 2 * people > due_here.sum()
            rates[key][0][item] = int(held[among, row].sum()) / people if enough else None
            if enough and hidden[row]:
                rates[key][1].append(item)
    return rates


def _alike(masks: dict[str, np.ndarray], more: np.ndarray) -> dict[str, np.ndarray]:
    """For every item what is withheld of any, and `more`."""
    union = np.asarray(np.any([more, *masks.values()], axis=0))
    return {item: union.copy() for item in masks}


def _held_and_lacking(
    context: Context, item: str, codes: np.ndarray, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Those who hold an item and those who lack it, of those to whom it applies, shape (governments, groups) each."""
    due = due_of(context, context.scores, item) & (codes >= 0)
    has = (context.scores[item] > 0).to_numpy(dtype=bool)
    held, lacking = (np.zeros(shape, dtype=np.int64) for _ in range(2))
    np.add.at(held, (context.codes[due & has], codes[due & has]), 1)
    np.add.at(lacking, (context.codes[due & ~has], codes[due & ~has]), 1)
    return held, lacking


def _own(
    context: Context, grouping: str, item: ItemParts, groups: Parts, held: np.ndarray, lacking: np.ndarray
) -> np.ndarray:
    """Of which groups each government's report withholds an item's share, shape (governments, groups)."""
    closed = np.asarray(item.holders.own.any(axis=1)).reshape(-1, 1)
    if grouping == BY_POST:
        return np.asarray(_by_post(context, item, groups)[0] | groups.own | closed)
    floors = [context.part_group_of(government) for government in context.counted]
    rows = zip(groups.own, held, lacking, floors, strict=True)
    own = np.array([_withheld(gone, [has, lacks], has + lacks, floor) for gone, has, lacks, floor in rows], dtype=bool)
    return np.asarray(own | closed)


def _hidden(
    context: Context,
    grouping: str,
    item: ItemParts,
    groups: Parts,
    own: np.ndarray,
    held: np.ndarray,
    lacking: np.ndarray,
) -> np.ndarray:
    """Of which groups this report withholds an item's share, shape (groups,)."""
    if grouping == BY_POST:
        return np.asarray(_by_post(context, item, groups)[1] | groups.hidden | item.hidden)
    whole = _of_whole(context, own, held, lacking, np.asarray(item.holders.own.any(axis=1)))
    return np.asarray(groups.hidden | whole | item.hidden)


def _by_post(context: Context, item: ItemParts, groups: Parts) -> tuple[np.ndarray, np.ndarray]:
    """The same by type of post, of which the open actions tell how many lack the item."""
    found = kinds(context)
    if found is None:
        raise ValueError("items without kinds of actions")
    return found.withheld_posts(item.name, groups.keys)


def _of_whole(
    context: Context, own: np.ndarray, held: np.ndarray, lacking: np.ndarray, closed: np.ndarray
) -> np.ndarray:
    """What this report withholds of the groups, given what each government's report does."""
    if not context.data.is_province:
        return np.asarray(own[0])
    floors = [context.part_group_of(government) for government in context.counted]
    known = ~closed
    result = np.zeros(own.shape[1], dtype=bool)
    for counts in (held, lacking):
        result |= territory(own & (counts > 0), counts, floors, context.group, known=known)
    return result


def _withheld(hidden: np.ndarray, columns: Sequence[np.ndarray], people: np.ndarray, group: int) -> np.ndarray:
    """Parts with few people in one of the columns of counts, and enough others that no column's total tells of these.

    A part that is withheld is so in every column.
    """
    mask = (hidden | (people < group)) & (people > 0)
    for counts in columns:
        mask = mask | protect(counts, group)
    while True:
        larger = mask.copy()
        for counts in columns:
            larger |= complete(larger & (counts > 0), counts, group)
        if (larger == mask).all():
            return np.asarray(mask)
        mask = larger
