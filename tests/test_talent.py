"""Everybody stands in exactly one of the nine cells."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ipasn_analysis.statistics import talent

person = st.tuples(
    st.sampled_from([0.0, 1.0, 5.0, 15.0, 25.0, 30.0]),
    st.sampled_from([0.0, 1.0, 5.0, 10.0, 15.0, 20.0, 25.0]),
    st.sampled_from([0.0, 10.0, 17.5, 22.5, 25.0, 30.0, 40.0]),
)


def slow_cell(kinerja: float, potential: float) -> tuple[int, int]:
    row = 2 if kinerja >= 30 else 1 if kinerja >= 25 else 0
    column = 2 if 3 * potential >= 130 else 1 if 3 * potential >= 65 else 0
    return row, column


@given(st.lists(person, min_size=1, max_size=25))
def test_counts_equal_a_slow_count(people: list) -> None:
    expected = np.zeros((3, 3), dtype=int)
    for kinerja, kualifikasi, kompetensi in people:
        expected[slow_cell(kinerja, kualifikasi + kompetensi)] += 1
    counts = talent.talent_map(talent.talent_cells(*zip(*people, strict=True)))
    assert counts.tolist() == expected.tolist()
    assert counts.sum() == len(people)


def test_edges_belong_to_the_upper_band() -> None:
    assert talent.performance_bands([24.9, 25, 29.9, 30]).tolist() == [0, 1, 1, 2]
    third = [21.5, 65 / 3, 43, 130 / 3]
    assert talent.talent_cells([0] * 4, third, [0] * 4).tolist() == [0, 1, 1, 2]


def test_nobody_fills_no_cell() -> None:
    assert talent.talent_map(talent.talent_cells([], [], [])).tolist() == [[0] * 3] * 3
