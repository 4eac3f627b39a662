"""Who holds each competence item among those to whom it applies, and what is withheld of that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.disclosure.partition import Partition, suppress_partition
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.groups import group_tables, groupings
from ipasn_analysis.scoring.items import fulfilled

UNKNOWN = "tidak_diketahui"
"""Neither holders of an item nor those who lack it: what would tell is not on record."""


@dataclass(frozen=True, eq=False)
class ItemParts:
    """People to whom a competence item applies, those who hold it and those who do not, with what is withheld.

    Those of whom that is not known, since no course has hours, are a third part of them, in `UNKNOWN`.
    """

    name: str
    holders: Partition
    hidden: bool

    @property
    def applies(self) -> int:
        """People to whom the item applies."""
        return int(self.holders.total.sum())

    @property
    def held(self) -> int:
        """People who hold it."""
        return int(self.holders.total[0])

    @property
    def unknown(self) -> int:
        """People of whom it is not known whether they hold it."""
        return int(self.holders.total[2]) if UNKNOWN in self.holders.keys else 0


@once
def item_parts(context: ReportContext) -> dict[str, ItemParts] | None:
    """Each competence item; None for ready scores, which hold no items.

    The people to whom an item applies are those of certain types of post: where the groups by type of post withhold
    one of these, so does the item.
    """
    if context.is_import:
        return None
    scores, items = context.scores, context.data.instrument.kompetensi.items
    if not set(items) <= set(scores.columns):
        return None
    posts, by_post = groupings(context)["jenis_jabatan"], group_tables(context)["jenis_jabatan"].parts
    found = {}
    for name, item in items.items():
        eligible = {post for post, points in item.points.items() if points > 0}
        applies = np.isin(posts.astype(str), sorted(eligible))
        labels = np.where(fulfilled(scores, name, context.data.instrument), "punya", "tidak").astype(object)
        if item.minimum_hours is not None:
            labels[(labels == "tidak") & scores["jp_tidak_diketahui"].to_numpy(dtype=bool)] = UNKNOWN
        keys = ("punya", "tidak", UNKNOWN) if (labels == UNKNOWN).any() else ("punya", "tidak")
        counts = context.count(labels, keys, applies)
        columns = [index for index, key in enumerate(by_post.keys) if key in eligible]
        partly = len(columns) < len(by_post.keys)
        all_withheld = bool(partly and by_post.suppressed[columns].any())
        holders = suppress_partition(
            context.policy,
            counts,
            keys,
            unpublished=partly & by_post.suppressed_rows[:, columns].any(axis=1),
            all_unpublished=all_withheld,
        )
        few = counts.sum() < context.min_group
        found[name] = ItemParts(name, holders, bool(all_withheld or holders.suppressed.any() or few))
    return found
