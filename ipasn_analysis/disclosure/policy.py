"""The rules and thresholds under which the figures of one report are decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.disclosure import sums, suppression
from ipasn_analysis.statistics.typing import IntArray, Mask


class Suppress(Protocol):
    """As `suppression.suppress`."""

    def __call__(  # noqa: D102
        self, counts: ArrayLike, threshold: int, points: ArrayLike | None = None
    ) -> Mask: ...


class AddSecondarySuppression(Protocol):
    """As `suppression.add_secondary_suppression`."""

    def __call__(  # noqa: D102
        self, suppressed: ArrayLike, counts: ArrayLike, threshold: int
    ) -> Mask: ...


class SuppressSums(Protocol):
    """As `sums.suppress_sums`."""

    def __call__(  # noqa: D102
        self,
        suppressed: ArrayLike,
        counts: ArrayLike,
        thresholds: ArrayLike,
        threshold: int,
        *,
        totals_published: ArrayLike | None = None,
        points: ArrayLike | None = None,
        sized: bool = True,
    ) -> Mask: ...


@dataclass(frozen=True)
class Rules:
    """The three rules of suppression; a value, so that a test can take one of them out."""

    suppress: Suppress = suppression.suppress
    add_secondary: AddSecondarySuppression = suppression.add_secondary_suppression
    suppress_sums: SuppressSums = sums.suppress_sums


RULES = Rules()


@dataclass(frozen=True, eq=False)
class Policy:
    """The smallest groups that are shown: by this report, and by the own report of each of its governments.

    `min_discipline_group` and `part_discipline_groups` are those of kinerja and disiplin. Of one government this report
    is its own.
    """

    is_province: bool
    min_group: int
    min_discipline_group: int
    part_groups: IntArray
    part_discipline_groups: IntArray
    rules: Rules = RULES

    @property
    def threshold(self) -> int:
        """Smallest group that this report shows of its people."""
        return self.min_group if self.is_province else int(self.part_groups[0])

    def suppress_rows(self, counts: IntArray, unpublished: Mask | None = None, points: ArrayLike | None = None) -> Mask:
        """What each government's own report suppresses of its parts; all of those whose total is not published."""
        pairs = zip(counts, self.part_groups.tolist(), strict=True)
        rows = [self.rules.suppress(row, floor, points) for row, floor in pairs]
        result = np.array(rows, dtype=bool).reshape(counts.shape)
        return result if unpublished is None else np.where(unpublished[:, np.newaxis], counts > 0, result)

    def suppress_sums(
        self,
        suppressed: Mask,
        counts: IntArray,
        *,
        totals_published: ArrayLike | None = None,
        points: ArrayLike | None = None,
        sized: bool = True,
    ) -> Mask:
        """What a province's report suppresses of the sums over its governments (`sums.suppress_sums`)."""
        return self.rules.suppress_sums(
            suppressed,
            counts,
            self.part_groups,
            self.min_group,
            totals_published=totals_published,
            points=points,
            sized=sized,
        )
