"""Everybody stands in exactly one of the nine cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipasn_analysis.statistics import talent

person = st.tuples(
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from([0.0, 1.0, 5.0, 15.0, 25.0, 30.0]),
    st.sampled_from([0.0, 1.0, 5.0, 10.0, 15.0, 20.0, 25.0]),
    st.sampled_from([0.0, 10.0, 17.5, 22.5, 25.0, 30.0, 40.0]),
    st.booleans(),
)


def scores(people: list[tuple[str, float, float, float, bool]]) -> pd.DataFrame:
    frame = pd.DataFrame(people, columns=["perangkat_daerah", "kinerja", "kualifikasi", "kompetensi", "tanpa_kinerja"])
    return frame.assign(tanpa_kualifikasi=False, tanpa_kompetensi=False)


def slow_cell(kinerja: float, potential: float) -> tuple[int, int]:
    row = 2 if kinerja >= 30 else 1 if kinerja >= 25 else 0
    column = 2 if 3 * potential >= 130 else 1 if 3 * potential >= 65 else 0
    return row, column


@settings(max_examples=80, deadline=None)
@given(st.lists(person, min_size=1, max_size=25))
def test_counts_equal_a_slow_count_and_sum_to_n(people: list) -> None:
    expected, unknown = np.zeros((3, 3), dtype=int), np.zeros((3, 3), dtype=int)
    for _, kinerja, kualifikasi, kompetensi, missing in people:
        cell = slow_cell(kinerja, kualifikasi + kompetensi)
        expected[cell] += 1
        unknown[cell] += missing
    result = talent.talent_map(scores(people))
    assert result.jumlah.tolist() == expected.tolist()
    assert result.tanpa_data.tolist() == unknown.tolist()
    assert result.n == len(people) == result.jumlah.sum()
    assert result.bagian.sum() == pytest.approx(1)


@settings(max_examples=50, deadline=None)
@given(st.lists(person, min_size=1, max_size=25))
def test_units_add_up_to_the_whole(people: list) -> None:
    frame = scores(people)
    table, whole = talent.talent_by_unit(frame), talent.talent_map(frame)
    together = table.groupby(["kinerja", "potensi"])[["jumlah", "tanpa_data"]].sum()
    for row, kinerja in enumerate(talent.BANDS):
        for column, potensi in enumerate(talent.BANDS):
            assert together.loc[(kinerja, potensi)].tolist() == [
                whole.jumlah[row, column],
                whole.tanpa_data[row, column],
            ]
    sizes = frame["perangkat_daerah"].value_counts()
    for unit, rows in table.groupby("perangkat_daerah"):
        assert len(rows) == 9
        assert rows["jumlah"].sum() == sizes[unit]
        assert rows["bagian"].sum() == pytest.approx(1)


def test_edges_belong_to_the_upper_band() -> None:
    edges = talent.Edges(potensi=(0.4, 0.7), potensi_maximum=50.0)
    kinerja, kualifikasi = [24.9, 25, 29.9, 30], [19.9, 20, 34.9, 35]
    assert talent.talent_cells(kinerja, kualifikasi, [0] * 4, edges).tolist() == [0, 4, 4, 8]
    only_best = talent.Edges(potensi=(0.5, 1.0))
    assert talent.talent_cells([30], [25], [40], only_best).tolist() == [8]


def test_edges_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        talent.Edges(kinerja=(30, 25))
    with pytest.raises(ValueError, match="between 0 and 1"):
        talent.Edges(potensi=(0.5, 1.5))
