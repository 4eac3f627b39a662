"""Open actions by kind, and which of their numbers a report withholds so that no other figure tells them.

A kind of action is an item, a type of post and the points that doing it adds to a person. What people lack in
kompetensi is what their open actions would add, and what structural posts without eselon cannot earn. So whoever
publishes means of kompetensi publishes sums over the kinds, and all items must be looked at together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.territory import territory
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.groups import groupings, guarded_groups
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.facts.kind_sums import KindSums
from ipasn_analysis.facts.parts import NOT_RECORDED, Parts

BY_POST = "jenis_jabatan"


@dataclass(frozen=True, eq=False)
class Kinds:
    """The kinds of open actions of a report.

    `items`, `posts`, `points`: of each kind. `of_person`: by item the kind of each person's open action, -1 where it is
    not open. `counts` and `own`, shape (governments, kinds): people, and what each government's own report withholds;
    `hidden`, shape (kinds,): what this report withholds. `own_posts` (governments, `post_names`) and `hidden_posts`: of
    which types of post means of kompetensi are withheld, since they would tell a kind.
    """

    items: np.ndarray
    posts: np.ndarray
    points: np.ndarray
    of_person: dict[str, np.ndarray]
    counts: np.ndarray
    own: np.ndarray
    hidden: np.ndarray
    post_names: tuple[str, ...]
    own_posts: np.ndarray
    hidden_posts: np.ndarray

    def of_item(self, item: str) -> np.ndarray:
        """The positions of the kinds of an item."""
        return np.flatnonzero(self.items == item)

    def named(self, item: str) -> np.ndarray:
        """The kind of each person's open action of an item, as `kind` names it; None where it is not open."""
        names = [kind(post, points) for post, points in zip(self.posts, self.points, strict=True)]
        return np.array([*names, None], dtype=object)[self.of_person[item]]

    def withheld_posts(self, item: str, posts: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Of which types of post the open actions do not tell how many lack an item.

        By government, shape (governments, posts), and in this report, shape (posts,). One alone follows from the
        others.
        """
        mine = self.of_item(item)
        member = (self.posts[mine][:, np.newaxis] == np.array(posts, dtype=object)).astype(np.int64)
        own = ((self.own & (self.counts > 0))[:, mine].astype(np.int64) @ member) > 0
        hidden = ((self.hidden & (self.counts.sum(axis=0) > 0))[mine].astype(np.int64) @ member) > 0
        return own & (own.sum(axis=1, keepdims=True) >= 2), hidden & (hidden.sum() >= 2)


def kind(post: Any, points: Any) -> str:
    """The name of a kind of open action of an item."""
    return f"{post}/{float(points):g}"


def kinds(context: Context) -> Kinds | None:
    """The kinds of open actions with what is withheld; None for ready scores, which do not tell of items."""
    if "kinds" not in context.kept:
        parts = item_parts(context)
        context.kept["kinds"] = None if parts is None else _kinds(context, parts)
    found: Kinds | None = context.kept["kinds"]
    return found


def levelled_item(context: Context) -> tuple[str, float] | None:
    """The item that structural posts without eselon cannot earn, and its points for them."""
    for name, item in context.data.instrument.kompetensi.items.items():
        if item.match_level and item.points.get("struktural"):
            return name, float(item.points["struktural"])
    return None


def _kinds(context: Context, parts: dict[str, ItemParts]) -> Kinds:
    posts = groupings(context)[BY_POST].astype(str)
    post_names = tuple(sorted(set(posts)))
    post_codes = pd.Index(post_names).get_indexer(pd.Index(posts))
    names, of_person = _numbered(context, posts, list(parts))
    items, of_post = (np.array([name[place] for name in names], dtype=object) for place in (0, 1))
    points = np.array([points for _, _, points in names], dtype=np.float64)
    counts, held = _tables(context, of_person, (len(names), len(post_names)), post_codes)
    without = np.bincount(context.codes, weights=context.scores["tanpa_eselon"], minlength=len(counts))
    floors = np.array([context.part_group_of(own) for own in context.counted])
    hidden_groups = _are_without_eselon_hidden(context)
    untold = np.append((without > 0) & ((without < floors) | hidden_groups[:-1]), without.any() and hidden_groups[-1])
    sums = KindSums(items, of_post, points, counts, untold, levelled_item(context))
    groups = guarded_groups(context, {BY_POST: groupings(context)[BY_POST]})[BY_POST].parts
    columns = [groups.keys.index(post) for post in post_names]
    small_posts = groups.own[:, columns]
    own, own_posts = np.zeros(counts.shape, dtype=bool), np.zeros((len(counts), len(post_names)), dtype=bool)
    for place, floor in enumerate(floors):
        few = {(item, post_names[post]) for item, table in held.items() for post in _few(table[place], floor)}
        closed = frozenset(item for item, part in parts.items() if part.holders.own[place].any())
        wanted = [(item, post) in few or item in closed for item, post in zip(items, of_post, strict=True)]
        posts_of = frozenset(np.array(post_names)[~small_posts[place]].tolist())
        own[place], shown = sums.of_government(place).withheld(
            np.array(wanted, dtype=bool), closed, posts_of, int(floor)
        )
        own_posts[place] = [post not in shown for post in post_names]
    sizes = np.zeros((len(counts), len(post_names)), dtype=np.int64)
    np.add.at(sizes, (context.codes, post_codes), 1)
    hidden, hidden_posts = own[0].copy(), own_posts[0].copy()
    if context.data.is_province:
        hidden_posts = groups.hidden[columns] | territory(own_posts, sizes, floors, context.group, sized=False)
        hidden = np.zeros(len(items), dtype=bool)
        for item, part in parts.items():
            mine, known = items == item, ~part.holders.own.any(axis=1)
            told = territory(own[:, mine], counts[:, mine], floors, context.group, known=known)
            hidden[mine] = told | (part.hidden & (counts[:, mine].sum(axis=0) > 0))
        closed_of = [
            frozenset(item for item, part in parts.items() if part.holders.own[g].any()) for g in range(len(own))
        ]
        closed_of.append(frozenset(item for item, part in parts.items() if part.hidden))
        shown_of = [frozenset(np.array(post_names)[~row].tolist()) for row in (*own_posts, hidden_posts)]
        hidden, shown = sums.of_territory(own, hidden, closed_of, shown_of)
        hidden_posts = np.array([post not in shown for post in post_names])
    return Kinds(items, of_post, points, of_person, counts, own, hidden, post_names, own_posts, hidden_posts)


def _are_without_eselon_hidden(context: Context) -> np.ndarray:
    """Whether the groups by eselon withhold those without one, in the reports of the governments and, last, in this."""
    keys = {name: labels for name, labels in groupings(context).items() if name in {BY_POST, "eselon"}}
    nothing = np.zeros(len(context.counted) + 1, dtype=bool)
    if "eselon" not in keys:
        return nothing
    parts = guarded_groups(context, keys)["eselon"].parts
    if NOT_RECORDED not in parts.keys:
        return nothing
    place = parts.keys.index(NOT_RECORDED)
    return np.append(parts.own[:, place], parts.hidden[place])


def _numbered(
    context: Context, posts: np.ndarray, items: list[str]
) -> tuple[list[tuple[str, str, float]], dict[str, np.ndarray]]:
    """The kinds (item, post, points), and by item the kind of each person's open action."""
    names: list[tuple[str, str, float]] = []
    of_person = {}
    for item in items:
        gain = context.scores[f"tambah_{item}"].to_numpy(dtype=np.float64)
        frame = pd.DataFrame({"post": posts, "gain": gain})
        codes = np.full(len(frame), -1, dtype=np.int64)
        grouped = frame[frame["gain"] > 0].groupby(["post", "gain"], sort=True)
        codes[gain > 0] = grouped.ngroup().to_numpy() + len(names)
        of_person[item] = codes
        keys = grouped.size().index.to_frame(index=False)
        names += [(item, str(post), float(points)) for post, points in zip(keys["post"], keys["gain"], strict=True)]
    return names, of_person


def _tables(
    context: Context, of_person: dict[str, np.ndarray], shape: tuple[int, int], post_codes: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """People by government and kind, and by item the people who hold it, by government and type of post."""
    counts = np.zeros((len(context.counted), shape[0]), dtype=np.int64)
    held = {}
    for item, codes in of_person.items():
        np.add.at(counts, (context.codes[codes >= 0], codes[codes >= 0]), 1)
        has = (context.scores[item] > 0).to_numpy(dtype=bool)
        held[item] = np.zeros((len(context.counted), shape[1]), dtype=np.int64)
        np.add.at(held[item], (context.codes[has], post_codes[has]), 1)
    return counts, held


def _few(people: np.ndarray, floor: int) -> list[int]:
    return [int(place) for place in np.flatnonzero((people > 0) & (people < floor))]


def kompetensi_by_eselon(context: Context, groups: Parts) -> np.ndarray:
    """Of which groups by eselon a report withholds the figures, since they add up to structural posts: shape (groups,).

    One group, unless one is hidden anyway, where the kompetensi of structural posts is withheld.
    """
    found = kinds(context)
    if found is None or "struktural" not in found.post_names:
        return np.zeros(len(groups.keys), dtype=bool)
    place = found.post_names.index("struktural")
    own = _smallest(groups.counts, groups.own, found.own_posts[:, place], 1)
    if not context.data.is_province:
        return np.asarray(own[0])
    floors = [context.part_group_of(government) for government in context.counted]
    known = ~found.own_posts[:, place]
    told = territory(own | groups.own, groups.counts, floors, context.group, known=known, sized=False)
    total = groups.counts.sum(axis=0)[np.newaxis]
    more = _smallest(total, (groups.hidden | told)[np.newaxis], found.hidden_posts[[place]], 1)[0]
    return np.asarray((told & ~groups.hidden) | more)


def items_by_eselon(context: Context, groups: Parts) -> tuple[np.ndarray, np.ndarray]:
    """Of which groups by eselon shares of items are withheld, since they add up to open actions of structural posts.

    By government, shape (governments, groups), and in this report, shape (groups,): two groups, unless one is hidden
    anyway, where a kind of open action of structural posts is withheld.
    """
    found = kinds(context)
    if found is None:
        return np.zeros(groups.counts.shape, dtype=bool), np.zeros(len(groups.keys), dtype=bool)
    mine = found.posts == "struktural"
    own = _smallest(groups.counts, groups.own, np.any((found.own & (found.counts > 0))[:, mine], axis=1), 2)
    if not context.data.is_province:
        return own, np.asarray(own[0])
    whole = (found.hidden & (found.counts.sum(axis=0) > 0))[mine].any()
    total = groups.counts.sum(axis=0)[np.newaxis]
    return own, _smallest(total, groups.hidden[np.newaxis], np.array([whole]), 2)[0]


def _smallest(counts: np.ndarray, hidden: np.ndarray, wanted: np.ndarray, number: int) -> np.ndarray:
    """So many of the smallest groups in the rows that are `wanted`, unless one is hidden there: (rows, groups)."""
    result = np.zeros(counts.shape, dtype=bool)
    for row in np.flatnonzero(wanted & ~(hidden & (counts > 0)).any(axis=1)):
        there = sorted(np.flatnonzero(counts[row] > 0), key=lambda place: (counts[row, place], place))
        result[row, there[:number]] = True
    return result
