"""Open actions by kind, and which of their numbers a report withholds so that no other figure tells them.

A kind of action is an item, a type of post and the points that doing it adds to a person. What people lack in
kompetensi is what their open actions would add, and what structural posts without eselon cannot earn. So whoever
publishes means of kompetensi publishes sums over the kinds, and all items must be looked at together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.action_totals import ActionTotals
from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.groups import group_tables, groupings
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.scoring.items import fulfilled
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels, Mask

BY_POST = "jenis_jabatan"
STRUCTURAL = "struktural"


@dataclass(frozen=True, order=True)
class ActionType:
    """What the open actions of an item have in common: the type of post, and the points that doing it adds."""

    post: str
    points: float

    @classmethod
    def of(cls, post: object, points: float) -> ActionType:
        """A type with its points to four decimals, so that float noise makes no other type."""
        return cls(str(post), round(float(points), 4))


@dataclass(frozen=True, eq=False)
class ActionTypes:
    """The types of open actions of a report.

    `items`, `posts`, `points`: of each type. `type_of_person`: by item the type of each person's open action, -1 where
    it is not open. `counts` and `suppressed_rows`, shape (governments, types): people, and what each government's own
    report withholds; `suppressed`, shape (types,): what this report withholds. `posts_suppressed_rows` (governments,
    `post_names`) and `posts_suppressed`: of which types of post means of kompetensi are withheld, since they would
    disclose a type.
    """

    items: Labels
    posts: Labels
    points: FloatArray
    type_of_person: dict[str, IntArray]
    counts: IntArray
    suppressed_rows: Mask
    suppressed: Mask
    post_names: tuple[str, ...]
    posts_suppressed_rows: Mask
    posts_suppressed: Mask

    def of_item(self, item: str) -> IntArray:
        """The positions of the types of an item."""
        return np.flatnonzero(self.items == item)

    def withheld_posts(self, item: str, posts: Sequence[str]) -> tuple[Mask, Mask]:
        """Of which types of post the open actions do not disclose how many lack an item.

        By government, shape (governments, posts), and in this report, shape (posts,). One alone follows from the
        others.
        """
        of_item = self.of_item(item)
        member = (self.posts[of_item][:, np.newaxis] == np.array(posts, dtype=object)).astype(np.int64)
        rows = ((self.suppressed_rows & (self.counts > 0))[:, of_item].astype(np.int64) @ member) > 0
        here = ((self.suppressed & (self.counts.sum(axis=0) > 0))[of_item].astype(np.int64) @ member) > 0
        return rows & (rows.sum(axis=1, keepdims=True) >= 2), here & (here.sum() >= 2)

    def of_people(self, item: str) -> Labels:
        """The type of each person's open action of an item; None where it is not open."""
        return np.array([*(self[index] for index in range(len(self.items))), None], dtype=object)[
            self.type_of_person[item]
        ]

    def __getitem__(self, index: int) -> ActionType:
        return ActionType.of(self.posts[index], self.points[index])


@once
def action_types(context: ReportContext) -> ActionTypes | None:
    """The types of open actions with what is withheld; None for ready scores, which hold no items."""
    parts = item_parts(context)
    return None if parts is None else _types(context, parts)


def eselon_item(context: ReportContext) -> tuple[str, float] | None:
    """The item that structural posts without eselon cannot earn, and its points for them."""
    for name, item in context.data.instrument.kompetensi.items.items():
        if item.match_level and item.points.get("struktural"):
            return name, float(item.points["struktural"])
    return None


def _types(context: ReportContext, parts: dict[str, ItemParts]) -> ActionTypes:
    posts = groupings(context)[BY_POST].astype(str)
    post_names = tuple(sorted(set(posts)))
    post_index = pd.Index(post_names).get_indexer(pd.Index(posts))
    names, type_of_person = _numbered(context, posts, list(parts))
    items, post_of_type = (np.array([name[part] for name in names], dtype=object) for part in (0, 1))
    points = np.array([points for _, _, points in names], dtype=np.float64)
    counts = np.zeros((len(context.included), len(names)), dtype=np.int64)
    for types in type_of_person.values():
        np.add.at(counts, (context.government_index[types >= 0], types[types >= 0]), 1)
    without = np.bincount(context.government_index, weights=context.scores["tanpa_eselon"], minlength=len(counts))
    rows, here = _without_eselon_suppressed(context)
    eselon_withheld = np.append((without > 0) & ((without < context.policy.part_groups) | rows), without.any() and here)
    totals = ActionTotals(items, post_of_type, points, counts, eselon_withheld, eselon_item(context), context.rules)
    by_post = group_tables(context)[BY_POST].parts
    columns = [by_post.keys.index(post) for post in post_names]
    withheld_items = [
        frozenset(item for item, part in parts.items() if part.holders.suppressed_rows[government].any())
        for government in range(len(counts))
    ]
    suppressed_rows, posts_suppressed_rows = (
        np.zeros((len(counts), width), dtype=bool) for width in (len(items), len(post_names))
    )
    few = _few_holders(context, list(parts), (len(post_names), post_index))
    for government, floor in enumerate(context.policy.part_groups.tolist()):
        wanted = [
            item in withheld_items[government] or few[item][government, post_names.index(post)]
            for item, post in zip(items, post_of_type, strict=True)
        ]
        suppressed_rows[government], shown = totals.of_government(government).suppress(
            np.array(wanted, dtype=bool),
            withheld_items[government],
            _names(post_names, ~by_post.suppressed_rows[government, columns]),
            floor,
        )
        posts_suppressed_rows[government] = [post not in shown for post in post_names]
    suppressed, posts_suppressed = suppressed_rows[0].copy(), posts_suppressed_rows[0].copy()
    if context.data.is_province:
        sizes = np.zeros((len(counts), len(post_names)), dtype=np.int64)
        np.add.at(sizes, (context.government_index, post_index), 1)
        posts_suppressed = by_post.suppressed[columns] | context.policy.suppress_sums(
            posts_suppressed_rows, sizes, sized=False
        )
        suppressed = np.zeros(len(items), dtype=bool)
        for item, part in parts.items():
            of_item = items == item
            published = ~part.holders.suppressed_rows.any(axis=1)
            suppressed[of_item] = context.policy.suppress_sums(
                suppressed_rows[:, of_item], counts[:, of_item], totals_published=published
            ) | (part.hidden & (counts[:, of_item].sum(axis=0) > 0))
        suppressed, shown = totals.suppress_sums(
            suppressed_rows,
            suppressed,
            [*withheld_items, frozenset(item for item, part in parts.items() if part.hidden)],
            [_names(post_names, ~row) for row in (*posts_suppressed_rows, posts_suppressed)],
        )
        posts_suppressed = np.array([post not in shown for post in post_names])
    return ActionTypes(
        items,
        post_of_type,
        points,
        type_of_person,
        counts,
        suppressed_rows,
        suppressed,
        post_names,
        posts_suppressed_rows,
        posts_suppressed,
    )


def _names(names: Sequence[str], chosen: Mask) -> frozenset[str]:
    return frozenset(name for name, is_chosen in zip(names, chosen, strict=True) if is_chosen)


def _without_eselon_suppressed(context: ReportContext) -> tuple[Mask, bool]:
    """Whether the groups by eselon withhold those without one, in the reports of the governments and in this one."""
    table = group_tables(context).get("eselon")
    if table is None or NOT_RECORDED not in table.parts.keys:
        return np.zeros(len(context.included), dtype=bool), False
    index = table.parts.keys.index(NOT_RECORDED)
    return table.parts.suppressed_rows[:, index], bool(table.parts.suppressed[index])


def _numbered(
    context: ReportContext, posts: Labels, items: list[str]
) -> tuple[list[tuple[str, str, float]], dict[str, IntArray]]:
    """The types (item, post, points), and by item the type of each person's open action."""
    names: list[tuple[str, str, float]] = []
    type_of_person = {}
    for item in items:
        gain = context.scores[f"tambah_{item}"].to_numpy(dtype=np.float64)
        frame = pd.DataFrame({"post": posts, "gain": gain})
        types = np.full(len(frame), -1, dtype=np.int64)
        grouped = frame[frame["gain"] > 0].groupby(["post", "gain"], sort=True)
        types[gain > 0] = grouped.ngroup().to_numpy() + len(names)
        type_of_person[item] = types
        keys = grouped.size().index.to_frame(index=False)
        names += [(item, str(post), float(points)) for post, points in zip(keys["post"], keys["gain"], strict=True)]
    return names, type_of_person


def _few_holders(context: ReportContext, items: list[str], posts: tuple[int, IntArray]) -> dict[str, Mask]:
    """By item, of which types of post few people hold it, shape (governments, posts)."""
    number, post_index = posts
    found = {}
    for item in items:
        holds = fulfilled(context.scores, item, context.data.instrument)
        people = np.zeros((len(context.included), number), dtype=np.int64)
        np.add.at(people, (context.government_index[holds], post_index[holds]), 1)
        found[item] = (people > 0) & (people < context.policy.part_groups[:, np.newaxis])
    return found


def kompetensi_by_eselon(context: ReportContext, groups: Partition) -> Mask:
    """Of which groups by eselon a report withholds the figures, since they add up to structural posts: shape (groups,).

    One group, unless one is hidden anyway, where the kompetensi of structural posts is withheld.
    """
    types = action_types(context)
    if types is None or STRUCTURAL not in types.post_names:
        return np.zeros(len(groups.keys), dtype=bool)
    index = types.post_names.index(STRUCTURAL)
    withheld = types.posts_suppressed_rows[:, index]
    rows = _smallest(groups.counts, groups.suppressed_rows, withheld, 1)
    if not context.data.is_province:
        return np.asarray(rows[0])
    sums = context.policy.suppress_sums(
        rows | groups.suppressed_rows, groups.counts, totals_published=~withheld, sized=False
    )
    hidden = (groups.suppressed | sums)[np.newaxis]
    more = _smallest(groups.total[np.newaxis], hidden, types.posts_suppressed[[index]], 1)[0]
    return np.asarray((sums & ~groups.suppressed) | more)


def items_by_eselon(context: ReportContext, groups: Partition) -> tuple[Mask, Mask]:
    """Of which groups by eselon shares of items are withheld, since they add up to open actions of structural posts.

    By government, shape (governments, groups), and in this report, shape (groups,): two groups, unless one is hidden
    anyway, where a type of open action of structural posts is withheld.
    """
    types = action_types(context)
    if types is None:
        return np.zeros(groups.counts.shape, dtype=bool), np.zeros(len(groups.keys), dtype=bool)
    structural = types.posts == STRUCTURAL
    withheld = np.any((types.suppressed_rows & (types.counts > 0))[:, structural], axis=1)
    rows = _smallest(groups.counts, groups.suppressed_rows, withheld, 2)
    if not context.data.is_province:
        return rows, np.asarray(rows[0])
    any_here = np.array([(types.suppressed & (types.counts.sum(axis=0) > 0))[structural].any()])
    return rows, _smallest(groups.total[np.newaxis], groups.suppressed[np.newaxis], any_here, 2)[0]


def _smallest(counts: IntArray, hidden: Mask, wanted: Mask, number: int) -> Mask:
    """So many of the smallest groups in the rows that are `wanted`, unless one is hidden there: (rows, groups)."""
    result = np.zeros(counts.shape, dtype=bool)
    for row in np.flatnonzero(wanted & ~(hidden & (counts > 0)).any(axis=1)):
        present = sorted(np.flatnonzero(counts[row] > 0), key=lambda index: (counts[row, index], index))
        result[row, present[:number]] = True
    return result
