"""Groups beside each other as if their people were of one mix: what of a gap is the mix, and what is attainment.

After Kitagawa (1955), "Components of a difference between two rates", Journal of the American Statistical Association
50, 1168–1194, with the means of everybody as the reference: so no group needs people in every stratum, which direct
standardisation asks for and small groups do not have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.typing import FloatArray


@dataclass(frozen=True, eq=False)
class Split:
    """The gap of each group to the mean of everybody, in points.

    Attributes
    ----------
    overall : float
        The mean of everybody.
    mix : float array, shape (groups,)
        Σ (w − W) · M: what the group would lie apart if each of its strata had the mean that it has over everybody.
    attained : float array, shape (groups, parts)
        Σ w · (m − M) for each part of the index: what its people have beyond, or lack to, those of their strata.
    """

    overall: float
    mix: FloatArray
    attained: FloatArray

    @property
    def standardised(self) -> FloatArray:
        """The index of each group at the mix of everybody: `overall` and what it attained, shape (groups,)."""
        level: FloatArray = self.overall + self.attained.sum(axis=1)
        return level


def split_by_mix(counts: ArrayLike, sums: ArrayLike) -> Split:
    """The split over groups that together are everybody.

    Parameters
    ----------
    counts : array, shape (groups, strata)
        People; each group has some.
    sums : array, shape (groups, strata, parts)
        Points of these people in each part of the index.

    Raises ValueError on a group without people or shapes that do not go together.
    """
    count, points = np.asarray(counts, dtype=np.float64), np.asarray(sums, dtype=np.float64)
    if points.ndim != 3 or points.shape[:2] != count.shape or not count.size or (count.sum(axis=1) <= 0).any():
        raise ValueError("a split by mix needs people in every group, and sums of their points by stratum")
    of_stratum = count.sum(axis=0)
    means = points.sum(axis=0) / np.where(of_stratum > 0, of_stratum, 1.0)[:, np.newaxis]
    size = count.sum(axis=1, keepdims=True)
    expected = (count / size) @ means
    overall = float(points.sum() / count.sum())
    return Split(overall, expected.sum(axis=1) - overall, points.sum(axis=1) / size - expected)


def nearest(counts: ArrayLike, own: int, among: ArrayLike, number: int) -> list[int]:
    """The groups most like one in size and mix: by |ln(n ÷ n′)| + ½ Σ |w − w′| over the strata, nearest first.

    Parameters
    ----------
    counts : array, shape (groups, strata)
    own : the group that the others are compared with.
    among : mask of the groups that may be named.
    """
    count = np.asarray(counts, dtype=np.float64)
    size = count.sum(axis=1)
    share = count / size[:, np.newaxis]
    distance = np.abs(np.log(size / size[own])) + np.abs(share - share[own]).sum(axis=1) / 2
    candidates = [int(place) for place in np.flatnonzero(among) if place != own]
    return sorted(candidates, key=lambda place: (round(float(distance[place]), 12), place))[:number]
