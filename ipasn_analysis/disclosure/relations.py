"""Sets of people that follow from published ones: these themselves, small differences, and what partitions leave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from ipasn_analysis.statistics.typing import IntArray

FEW = 50
"""People of a difference up to which it is looked at: what is left open of more is too wide to tell anybody."""
EXTRA = 5
"""People of the second set who are not in the first, up to which a difference is looked at."""


@dataclass(frozen=True)
class Checks:
    """What is looked at, and of how many people a government counts as small; a test can take one of them out."""

    differences: bool = True
    remainders: bool = True
    sums: bool = True
    levels: bool = True
    small: int = 100


CHECKS = Checks()


@dataclass(frozen=True, eq=False)
class Relations:
    """Sets that follow: row by row the set `first` without the sets of `others`.

    `left` are its people and `extra` those of the others who are not in `first`, shape (rows, people); `others` has the
    shape (rows, sets).
    """

    first: IntArray
    others: sparse.csr_array
    left: sparse.csr_array
    extra: sparse.csr_array

    @cached_property
    def people(self) -> IntArray:
        """How many people each of them has."""
        return np.asarray(np.diff(self.left.indptr), dtype=np.int64)

    def sets(self, row: int) -> set[int]:
        """The published sets that a row rests on."""
        others = self.others.indices[self.others.indptr[row] : self.others.indptr[row + 1]]
        return {int(self.first[row]), *others.tolist()}


def relations(members: sparse.csr_array, partitions: IntArray, checks: Checks) -> Relations:
    """All that follows; the rows of the published sets themselves come first.

    `members`: who is in which set, shape (sets, people); `partitions`: a number for each set, the same for sets of
    which no two share people.
    """
    pairs = _pairs(members)
    found = [_alone(members)]
    found += [_differences(members, *pairs)] if checks.differences else []
    found += [_remainders(members, partitions, *pairs)] if checks.remainders else []
    return Relations(
        np.concatenate([part.first for part in found]),
        sparse.vstack([part.others for part in found], format="csr"),
        sparse.vstack([part.left for part in found], format="csr"),
        sparse.vstack([part.extra for part in found], format="csr"),
    )


def _alone(members: sparse.csr_array) -> Relations:
    rows, people = members.shape
    return Relations(np.arange(rows), _empty(rows, rows), members, _empty(rows, people))


def _differences(
    members: sparse.csr_array, first: IntArray, second: IntArray, left: IntArray, extra: IntArray
) -> Relations:
    """Each set without another one, where few are left and hardly anybody of the other is not in the first."""
    chosen = (first != second) & (left > 0) & (left < FEW) & (extra <= EXTRA)
    first, second = first[chosen], second[chosen]
    one, other = members[first], members[second]
    both = one.multiply(other)
    others = _rows_of(second[:, np.newaxis], len(members.indptr) - 1)
    return Relations(first, others, _cleaned(one - both), _cleaned(other - both))


def _remainders(
    members: sparse.csr_array, partitions: IntArray, first: IntArray, second: IntArray, _: IntArray, extra: IntArray
) -> Relations:
    """Each set without all sets of a partition that lie within it (two or more), where few are left."""
    within = (extra == 0) & (first != second)
    first, second = first[within], second[within]
    keys, rows = np.unique(np.stack([first, partitions[second]]), axis=1, return_inverse=True)
    shape = (keys.shape[1], len(partitions))
    others = sparse.csr_array((np.ones(len(first)), (rows.ravel(), second)), shape=shape)
    size = np.diff(members.indptr)
    left = size[keys[0]] - others @ size
    chosen = np.flatnonzero((left > 0) & (left < FEW) & (np.diff(others.indptr) > 1))
    others = others[chosen]
    rest = _cleaned(members[keys[0][chosen]] - others @ members)
    return Relations(keys[0][chosen], others, rest, _empty(*rest.shape))


def _pairs(members: sparse.csr_array) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """The pairs of sets that share people, and how many are in the first and in the second alone."""
    distinct, people = _distinct(members)
    shared, size = (distinct.multiply(people).tocsr() @ distinct.T).tocoo(), np.diff(members.indptr)
    both = shared.data.astype(np.int64)
    return shared.row, shared.col, size[shared.row] - both, size[shared.col] - both


def _distinct(members: sparse.csr_array) -> tuple[sparse.csr_array, IntArray]:
    """One column for all people of the same sets, and how many these are.

    They are told by the sum of the numbers drawn for their sets: of 64 bits, so that others do not have the same.
    """
    drawn = np.random.default_rng(0).integers(np.iinfo(np.int64).max, size=members.shape[0])
    of_person = np.zeros(members.shape[1], dtype=np.int64)
    np.add.at(of_person, members.indices, np.repeat(drawn, np.diff(members.indptr)))
    _, first, count = np.unique(of_person, return_index=True, return_counts=True)
    return members[:, first], count


def _rows_of(columns: IntArray, width: int) -> sparse.csr_array:
    rows, each = columns.shape
    return sparse.csr_array((np.ones(columns.size), columns.ravel(), np.arange(rows + 1) * each), shape=(rows, width))


def _cleaned(matrix: sparse.csr_array) -> sparse.csr_array:
    result = matrix.tocsr()
    result.eliminate_zeros()
    return result


def _empty(rows: int, columns: int) -> sparse.csr_array:
    return sparse.csr_array((rows, columns))
