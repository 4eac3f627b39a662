"""A partition of the people into parts: how many are in each, and which of the counts a report withholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import are_told, complete, protect, size_classes, wide_size_class
from ipasn_analysis.disclosure.territory import territory
from ipasn_analysis.facts.context import Context

NOT_RECORDED = "\N{REPLACEMENT CHARACTER}"
"""Stands for people whose key is not recorded while their number is guarded; sorts behind every key."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts of the people, in the order of `keys`.

    `counts` and `own`, shape (governments, parts): the people of each government, and what its own report withholds.
    `hidden`, shape (parts,): what this report withholds. For one government that is the same.
    """

    keys: tuple[str, ...]
    counts: np.ndarray
    own: np.ndarray
    hidden: np.ndarray
    threshold: int
    points: tuple[float, ...] | None = None

    @property
    def told(self) -> bool:
        """Whether the totals say how many people the withheld parts have, so that no part may be named at all."""
        return self.points is not None and are_told(self.total, self.hidden, self.threshold, self.points)

    @property
    def total(self) -> np.ndarray:
        """People in each part, over all governments."""
        return np.asarray(self.counts.sum(axis=0))

    @property
    def classes(self) -> list[str | None]:
        """Size classes of the withheld parts; of a sum over governments without an end, since others show theirs."""
        if len(self.counts) == 1:
            return size_classes(self.total, self.hidden, self.threshold)
        texts = [wide_size_class(count, self.threshold) for count in self.total]
        return [text if gone else None for gone, text in zip(self.hidden, texts, strict=True)]

    def shown(self, key: str) -> int | None:
        """The people of a part; None where that is withheld."""
        place = self.keys.index(key)
        return None if self.hidden[place] else int(self.total[place])

    def at_least(self, key: str) -> int | None:
        """Of a part that a territory withholds, the people whom the reports of its governments show.

        A sum of published figures tells nothing new. None for a shown part, in the report of one government, and where
        too few people are shown.
        """
        place = self.keys.index(key)
        published = int(self.counts[~self.own[:, place], place].sum())
        return published if self.hidden[place] and len(self.own) > 1 and published >= self.threshold else None

    def hides(self, key: str) -> bool:
        """Whether a part is withheld."""
        return key in self.keys and bool(self.hidden[self.keys.index(key)])


def labelled(
    context: Context, labels: np.ndarray, keys: Sequence[str], covered: np.ndarray | None = None
) -> np.ndarray:
    """People by government and key, shape (governments, keys); those without a label count as `NOT_RECORDED`."""
    named = np.where(pd.isna(labels), NOT_RECORDED, labels).astype(object)
    places = pd.Index(list(keys)).get_indexer(pd.Index(named))
    counted = places >= 0 if covered is None else (places >= 0) & covered
    table = np.zeros((len(context.counted), len(keys)), dtype=np.int64)
    np.add.at(table, (context.codes[counted], places[counted]), 1)
    return table


def guard(
    context: Context,
    counts: np.ndarray,
    keys: Sequence[str],
    *,
    closed: Sequence[bool] | None = None,
    all_closed: bool = False,
    points: Sequence[float] | None = None,
) -> Parts:
    """The parts with what must be withheld, so that no total and no other report gives a small one away.

    Parameters
    ----------
    counts : people by government and part.
    closed : the governments whose reports do not publish the total of the parts; they withhold every part.
    all_closed : the same for this report.
    points : points of each person of a part, where their sum is published.
    """
    floors = [context.part_group_of(own) for own in context.counted]
    shut = [False] * len(floors) if closed is None else list(closed)
    own = np.array(
        [row > 0 if shut[place] else protect(row, floors[place], points) for place, row in enumerate(counts)],
        dtype=bool,
    ).reshape(counts.shape)
    threshold = context.group
    if all_closed and not context.data.is_province:
        hidden = np.ones(counts.shape[1], dtype=bool)
    elif context.data.is_province:
        hidden = territory(own, counts, floors, threshold, known=~np.array(shut, dtype=bool), points=points)
        hidden |= all_closed & (own & (counts > 0)).any(axis=0)
    else:
        hidden, threshold = own[0].copy(), floors[0]
    return Parts(tuple(keys), counts, own, hidden, threshold, None if points is None else tuple(points))


def guard_sensitive(
    context: Context, parts: Parts, *, closed: Sequence[bool] | None = None, all_closed: bool = False
) -> Parts:
    """The same parts with what must be withheld of kinerja and disiplin, which needs larger groups."""
    floors = [context.part_discipline_of(own) for own in context.counted]
    shut = [False] * len(floors) if closed is None else list(closed)
    small = parts.own | ((parts.counts > 0) & (parts.counts < np.array(floors)[:, np.newaxis]))
    own = np.array(
        [
            row > 0 if shut[place] else complete(small[place], row, floors[place])
            for place, row in enumerate(parts.counts)
        ],
        dtype=bool,
    ).reshape(parts.counts.shape)
    if all_closed:
        hidden = (
            np.ones(len(parts.keys), dtype=bool) if not context.data.is_province else own.any(axis=0) | parts.hidden
        )
    elif context.data.is_province:
        known = ~np.array(shut, dtype=bool)
        hidden = parts.hidden | territory(own, parts.counts, floors, context.discipline, known=known, sized=False)
    else:
        hidden = own[0] | parts.hidden
    return Parts(parts.keys, parts.counts, own, hidden, context.discipline)
