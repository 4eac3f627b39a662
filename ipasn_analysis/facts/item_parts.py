"""Who holds each competence item among those to whom it applies, and what is withheld of that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.groups import groupings, guarded_groups
from ipasn_analysis.facts.parts import Parts, guard, labelled


@dataclass(frozen=True, eq=False)
class ItemParts:
    """People to whom a competence item applies, those who hold it and those who do not, with what is withheld."""

    name: str
    holders: Parts
    hidden: bool

    @property
    def applies(self) -> int:
        """People to whom the item applies."""
        return int(self.holders.total.sum())

    @property
    def held(self) -> int:
        """People who hold it."""
        return int(self.holders.total[0])


def item_parts(context: Context) -> dict[str, ItemParts] | None:
    """Each competence item; None for ready scores, which do not tell of items.

    The people to whom an item applies are those of certain types of post: where the groups by type of post withhold
    one of these, so does the item.
    """
    if context.is_import:
        return None
    scores, items = context.scores, context.data.instrument.kompetensi.items
    if not set(items) <= set(scores.columns):
        return None
    if "item_parts" in context.kept:
        return dict(context.kept["item_parts"])
    posts = groupings(context)["jenis_jabatan"]
    guarded = guarded_groups(context, {"jenis_jabatan": posts})["jenis_jabatan"].parts
    found = {}
    for name, item in items.items():
        mine = {post for post, points in item.points.items() if points > 0}
        applies = np.isin(posts.astype(str), sorted(mine))
        labels = np.where((scores[name] > 0).to_numpy(dtype=bool), "punya", "tidak")
        counts = labelled(context, labels, ("punya", "tidak"), applies)
        withheld = [key for key in guarded.keys if key in mine]
        part = len(withheld) < len(guarded.keys)
        places = [guarded.keys.index(key) for key in withheld]
        closed = [part and bool(row[places].any()) for row in guarded.own]
        all_closed = part and any(guarded.hides(key) for key in withheld)
        parts = guard(context, counts, ("punya", "tidak"), closed=closed, all_closed=all_closed)
        few = counts.sum() < context.group
        found[name] = ItemParts(name, parts, bool(all_closed or parts.hidden.any() or few))
    context.kept["item_parts"] = found
    return found
