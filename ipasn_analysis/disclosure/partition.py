"""A partition of the people into parts: how many are in each, and which of the counts a report suppresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.disclosure.policy import Policy, Rules
from ipasn_analysis.disclosure.suppression import is_disclosed, size_classes, wide_size_class
from ipasn_analysis.statistics.typing import IntArray, Labels, Mask

NOT_RECORDED = "\N{REPLACEMENT CHARACTER}"
"""The key of people whose key is not recorded; sorts behind every other."""


@dataclass(frozen=True, eq=False)
class Partition:
    """Parts of the people, in the order of `keys`.

    `counts` and `suppressed_rows`, shape (governments, parts): the people of each government, and what its own report
    suppresses. `suppressed`, shape (parts,): what this report suppresses. For one government that is the same.
    """

    keys: tuple[str, ...]
    counts: IntArray
    suppressed_rows: Mask
    suppressed: Mask
    threshold: int
    points: tuple[float, ...] | None = None

    @property
    def is_disclosed(self) -> bool:
        """Whether the totals disclose the size of the suppressed parts, so that no part may be named at all."""
        return self.points is not None and is_disclosed(self.total, self.suppressed, self.threshold, self.points)

    @property
    def total(self) -> IntArray:
        """People in each part, over all governments."""
        return np.asarray(self.counts.sum(axis=0))

    @property
    def classes(self) -> list[str | None]:
        """Size classes of the suppressed parts; of a sum over governments without an end, since others show theirs."""
        if len(self.counts) == 1:
            return size_classes(self.total, self.suppressed, self.threshold)
        texts = [wide_size_class(count, self.threshold) for count in self.total]
        return [text if suppressed else None for suppressed, text in zip(self.suppressed, texts, strict=True)]

    def shown(self, key: str) -> int | None:
        """The people of a part; None where it is suppressed."""
        index = self.keys.index(key)
        return None if self.suppressed[index] else int(self.total[index])

    def at_least(self, key: str) -> int | None:
        """Of a part that a province suppresses, the people whom the reports of its governments show.

        A sum of published figures discloses nothing new. None for a shown part, in the report of one government, and
        where too few people are shown.
        """
        index = self.keys.index(key)
        published = int(self.counts[~self.suppressed_rows[:, index], index].sum())
        return published if self.suppressed[index] and len(self.counts) > 1 and published >= self.threshold else None

    def hides(self, key: str) -> bool:
        """Whether a part is suppressed."""
        return key in self.keys and bool(self.suppressed[self.keys.index(key)])


def count_people(
    labels: Labels, keys: Sequence[str], government_index: IntArray, governments: int, covered: Mask | None = None
) -> IntArray:
    """People by government and key, shape (governments, keys); those without a label count as `NOT_RECORDED`."""
    named = np.where(pd.isna(labels), NOT_RECORDED, labels).astype(object)
    positions = pd.Index(list(keys)).get_indexer(pd.Index(named))
    included = positions >= 0 if covered is None else (positions >= 0) & covered
    table = np.zeros((governments, len(keys)), dtype=np.int64)
    np.add.at(table, (government_index[included], positions[included]), 1)
    return table


def suppress_partition(
    policy: Policy,
    counts: IntArray,
    keys: Sequence[str],
    *,
    unpublished: ArrayLike | None = None,
    all_unpublished: bool = False,
    points: Sequence[float] | None = None,
) -> Partition:
    """The parts with what must be suppressed, so that no total and no other report discloses a small one.

    Parameters
    ----------
    counts : people by government and part.
    unpublished : the governments whose reports do not publish the total of the parts; they suppress every part.
    all_unpublished : the same for this report.
    points : points of each person of a part, where their sum is published.
    """
    without_total = _mask(unpublished, len(counts))
    rows = policy.suppress_rows(counts, without_total, points)
    if policy.is_province:
        suppressed = policy.suppress_sums(rows, counts, totals_published=~without_total, points=points)
        suppressed = suppressed | (all_unpublished & (rows & (counts > 0)).any(axis=0))
    else:
        suppressed = np.ones(counts.shape[1], dtype=bool) if all_unpublished else rows[0].copy()
    threshold = policy.min_group if policy.is_province or all_unpublished else policy.threshold
    return Partition(tuple(keys), counts, rows, suppressed, threshold, None if points is None else tuple(points))


def suppress_sensitive(
    policy: Policy, partition: Partition, *, unpublished: ArrayLike | None = None, all_unpublished: bool = False
) -> Partition:
    """The same parts with what must be suppressed of kinerja and disiplin, which needs larger groups."""
    counts, floors = partition.counts, policy.part_discipline_groups
    without_total = _mask(unpublished, len(counts))
    small = partition.suppressed_rows | ((counts > 0) & (counts < floors[:, np.newaxis]))
    rows = np.array(
        [policy.rules.add_secondary(*row) for row in zip(small, counts, floors.tolist(), strict=True)], dtype=bool
    ).reshape(counts.shape)
    rows = np.where(without_total[:, np.newaxis], counts > 0, rows)
    if not policy.is_province:
        suppressed = rows[0] | partition.suppressed | all_unpublished
    elif all_unpublished:
        suppressed = rows.any(axis=0) | partition.suppressed
    else:
        suppressed = partition.suppressed | policy.rules.suppress_sums(
            rows, counts, floors, policy.min_discipline_group, totals_published=~without_total, sized=False
        )
    return Partition(partition.keys, counts, rows, suppressed, policy.min_discipline_group)


def suppress_columns(
    rules: Rules, suppressed: Mask, columns: Sequence[IntArray], people: IntArray, threshold: int
) -> Mask:
    """Parts of few people, or few in one of the columns, and others, so that no column's total discloses one.

    A part that is suppressed is so in every column.
    """
    mask = (suppressed | (people < threshold)) & (people > 0)
    for counts in columns:
        mask = mask | rules.suppress(counts, threshold)
    while True:
        larger = mask.copy()
        for counts in columns:
            larger |= rules.add_secondary(larger & (counts > 0), counts, threshold)
        if (larger == mask).all():
            return np.asarray(mask)
        mask = larger


def suppress_grid(rules: Rules, counts: IntArray, threshold: int) -> Mask:
    """Which cells of a table (rows × columns) to suppress where the totals of its rows and its own are published."""
    suppressed = (counts > 0) & (counts < threshold)
    while True:
        rows = np.array([rules.add_secondary(*row, threshold) for row in zip(suppressed, counts, strict=True)])
        rows |= np.array([rules.suppress(row, threshold) for row in counts])
        larger = rules.add_secondary(rows.ravel(), counts.ravel(), threshold).reshape(counts.shape)
        if (larger == suppressed).all():
            return np.asarray(suppressed)
        suppressed = larger


def _mask(flags: ArrayLike | None, length: int) -> Mask:
    return np.zeros(length, dtype=bool) if flags is None else np.asarray(flags, dtype=bool)
