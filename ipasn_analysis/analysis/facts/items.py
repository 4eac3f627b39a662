"""Who fulfils which competence item: rates per perangkat daerah and per group, among those to whom the item applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.disclosure import complete, is_small, protect
from ipasn_analysis.analysis.facts.composition import ItemParts, item_parts
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.groups import groupings, guarded_groups
from ipasn_analysis.analysis.facts.parts import NOT_RECORDED, Parts, guard, labelled
from ipasn_analysis.analysis.territory import fixed_by, territory
from ipasn_analysis.instruments import POST_TYPES

Rates = dict[str, dict[str, float | None]]
BY_POST = "jenis_jabatan"


def items(context: Context) -> dict[str, Any]:
    """Keys butir_unit [{nama, butir {item: share}}] and butir_kelompok [{pengelompokan, kunci, butir, sebagian}].

    A unit or group that is hidden elsewhere is left out here. A share is None where the item applies to too few people,
    where too few of them have it or lack it, or where a total would give these away. Empty where ready scores do not
    tell the items. Of the items in `sebagian` a territory's share is that among its governments whose reports tell it.
    """
    parts = item_parts(context)
    if parts is None:
        return {"butir_unit": [], "butir_kelompok": []}
    groups = [
        {"pengelompokan": grouping, "kunci": key, "butir": rates, "sebagian": partial}
        for grouping in groupings(context)
        if not guarded_groups(context, groupings(context))[grouping].parts.told
        for key, (rates, partial) in _of_grouping(context, grouping, parts).items()
    ]
    return {
        "butir_unit": [{"nama": name, "butir": rates} for name, rates in _of_units(context, parts).items()],
        "butir_kelompok": groups,
    }


def _due(context: Context, scores: pd.DataFrame, item: str) -> np.ndarray:
    """To whom an item applies."""
    points = context.data.instrument.kompetensi.items[item].points
    return scores["jenis_jabatan"].isin([post for post in POST_TYPES if points.get(post, 0.0) > 0]).to_numpy(dtype=bool)


@dataclass(frozen=True)
class Joined:
    """What is withheld of an item by unit: `units` whose share is, and `cells` (unit, kind) of open actions."""

    units: frozenset[str]
    cells: frozenset[tuple[str, str]]


def joined(context: Context, item: str) -> Joined:
    """What a report withholds of who fulfils an item, in the shares by unit and in the open actions by unit and kind.

    A kind is a type of post with the points that doing it adds. Withheld are the cells of few people, all cells of
    hidden units and of units where few have or lack the item, and enough others that neither the total of a kind nor
    the share of a unit, which tells the sum of its cells, gives these away. Where a unit has too few cells for that,
    its share is withheld.
    """
    government = context.unit_government
    if government is None:
        return Joined(frozenset(), frozenset())
    kept = context.kept.setdefault("joined", {})
    if item not in kept:
        kept[item] = _joined(context, item, context.part_group_of(government))
    found: Joined = kept[item]
    return found


def _joined(context: Context, item: str, group: int) -> Joined:
    scores, table = context.unit_scores, context.units
    if len(table.means) < 2:
        return Joined(frozenset(), frozenset())
    names, size = [str(name) for name in table.means.index], len(table.means)
    codes = pd.Index(names).get_indexer(pd.Index(scores["perangkat_daerah"].astype("str")))
    due = _due(context, scores, item)
    held = np.bincount(codes[due & (scores[item] > 0).to_numpy(dtype=bool)], minlength=size)
    lacking = np.bincount(codes[due], minlength=size) - held
    places, kinds = pd.factorize(kinds_of(scores, item))
    cells = np.zeros((size, len(kinds)), dtype=np.int64)
    np.add.at(cells, (codes[places >= 0], places[places >= 0]), 1)
    few = table.hidden | np.array(
        [is_small(h, h + n, group) or 0 < h + n < group for h, n in zip(held, lacking, strict=True)]
    )
    units, mask = few, few[:, np.newaxis] & (cells > 0)
    while True:
        before = int(units.sum()), int(mask.sum())
        for counts in (held, lacking):
            units = units | complete(units & (counts > 0), counts, group)
        # The share of a unit would tell of its cells together, so one that has no share has cells that are withheld.
        mask |= units[:, np.newaxis] & ~mask.any(axis=1)[:, np.newaxis] & (cells > 0)
        for place in range(len(kinds)):
            mask[:, place] = _guarded_column(mask[:, place], cells[:, place], group)
        for row in np.flatnonzero(~units):
            mask[row] = complete(mask[row], cells[row], group)
            units[row] = not _is_complete(mask[row], cells[row], group)
        for row in np.flatnonzero(_fixed_cells(mask, units).any(axis=1)):
            shown = np.flatnonzero(~mask[row] & (cells[row] > 0))
            if len(shown):
                mask[row, shown[np.argmin(cells[row, shown])]] = True
            else:
                units[row] = True
        if before == (int(units.sum()), int(mask.sum())):
            break
    pairs = frozenset((names[row], str(kinds[place])) for row, place in np.argwhere(mask))
    return Joined(frozenset(name for name, gone in zip(names, units, strict=True) if gone), pairs)


def _is_complete(hidden: np.ndarray, counts: np.ndarray, group: int) -> bool:
    """Whether what a published total leaves of these parts is of two at least, together not fewer than `group`."""
    left = counts[hidden & (counts > 0)]
    return not len(left) or (len(left) >= 2 and int(left.sum()) >= group)


def _fixed_cells(mask: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Which withheld cells follow from the totals of all kinds and of the units whose share is shown."""
    result, places = np.zeros_like(mask), np.argwhere(mask)
    if not len(places):
        return result
    rows = [places[:, 0] == row for row in np.flatnonzero(~units & mask.any(axis=1))]
    columns = [places[:, 1] == column for column in np.flatnonzero(mask.any(axis=0))]
    result[tuple(places.T)] = fixed_by(np.array([*rows, *columns], dtype=np.float64))
    return result


def _guarded_column(hidden: np.ndarray, counts: np.ndarray, group: int) -> np.ndarray:
    return complete(hidden | protect(counts, group), counts, group)


def kinds_of(people: pd.DataFrame, item: str) -> np.ndarray:
    """Type of post and points of the open action of each person, as a text; None where it is not open."""
    pairs = people[["jenis_jabatan", f"tambah_{item}"]].set_axis(["post", "gain"], axis=1)
    places = pairs.groupby(["post", "gain"], dropna=False, sort=False).ngroup().to_numpy()
    _, firsts = np.unique(places, return_index=True)
    names = [
        kind(post, gain) if gain > 0 else None for post, gain in pairs.iloc[firsts].itertuples(index=False, name=None)
    ]
    return np.array(names, dtype=object)[places]


def action_parts(context: Context, item: ItemParts) -> tuple[np.ndarray, Parts]:
    """The kind of open action of each person (`kinds_of`), and the kinds with what must be withheld of their people."""
    kept = context.kept.setdefault("action_parts", {})
    if item.name not in kept:
        kind_of = kinds_of(context.scores, item.name)
        keys = sorted({name for name in kind_of if name is not None})
        closed = [bool(row.any()) for row in item.holders.own]
        parts = guard(context, labelled(context, kind_of, keys), keys, closed=closed, all_closed=item.hidden)
        kept[item.name] = kind_of, parts
    found: tuple[np.ndarray, Parts] = kept[item.name]
    return found


def _withheld_posts(actions: Parts, posts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Of which types of post the open actions do not tell how many lack the item.

    By government, shape (governments, posts), and in this report, shape (posts,). One alone follows from the others.
    """
    member = np.array([[name.rsplit("/", 1)[0] == post for post in posts] for name in actions.keys], dtype=bool)
    own = ((actions.own & (actions.counts > 0)).astype(int) @ member.reshape(-1, len(posts))) > 0
    hidden = ((actions.hidden & (actions.total > 0)).astype(int) @ member.reshape(-1, len(posts))) > 0
    return own & (own.sum(axis=1, keepdims=True) >= 2), hidden & (hidden.sum() >= 2)


def kind(post: Any, points: Any) -> str:
    """The name of a kind of open action."""
    return f"{post}/{float(points):g}"


def _of_units(context: Context, parts: dict[str, ItemParts]) -> Rates:
    """Shares in each shown unit, by name."""
    scores = context.unit_scores
    rates: Rates = {str(name): {} for name in context.units.shown.index}
    if context.unit_government is None:
        return rates
    place = context.counted.index(context.unit_government)
    names = scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    for item, part in parts.items():
        due = _due(context, scores, item)
        shares = (scores.loc[due, item] > 0).groupby(names[due]).mean()
        hidden = joined(context, item).units
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
    for item, part in parts.items():
        due = _due(context, context.scores, item) & (codes >= 0)
        has = (context.scores[item] > 0).to_numpy(dtype=bool)
        held, lacking = (np.zeros(guarded.counts.shape, dtype=np.int64) for _ in range(2))
        np.add.at(held, (context.codes[due & has], codes[due & has]), 1)
        np.add.at(lacking, (context.codes[due & ~has], codes[due & ~has]), 1)
        own, hidden = _withheld_groups(context, grouping, part, guarded, held, lacking)
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


def _withheld_groups(
    context: Context, grouping: str, item: ItemParts, groups: Parts, held: np.ndarray, lacking: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of which groups an item's share is withheld: by government, shape (governments, groups), and in this report."""
    closed: np.ndarray = np.any(item.holders.own, axis=1)
    if grouping == BY_POST:
        own, hidden = _withheld_posts(action_parts(context, item)[1], groups.keys)
        return own | groups.own | closed[:, np.newaxis], hidden | groups.hidden | item.hidden
    floors = [context.part_group_of(government) for government in context.counted]
    rows = zip(groups.own, held, lacking, floors, strict=True)
    withheld = [_withheld(gone, [has, lacks], has + lacks, floor) for gone, has, lacks, floor in rows]
    own = np.array(withheld, dtype=bool) | closed[:, np.newaxis]
    return own, groups.hidden | _of_whole(context, own, held, lacking, closed) | item.hidden


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
