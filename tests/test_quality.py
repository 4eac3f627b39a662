"""Completeness and timeliness count what they say; the points that hang on records add up."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipasn_analysis.statistics import quality

AS_OF = datetime.date(2025, 12, 23)
MAXIMA = {"kualifikasi": 25.0, "kompetensi": 40.0, "kinerja": 30.0}


def scores() -> pd.DataFrame:
    """Five people: complete, without education, without training, without predikat, structural without eselon."""
    frame = pd.DataFrame(
        {
            "perangkat_daerah": ["A", "A", "A", "B", "B"],
            "jenis_jabatan": ["struktural", "fungsional", "pelaksana", "pelaksana", "struktural"],
            "kualifikasi": [15.0, 0.0, 5.0, 15.0, 20.0],
            "kompetensi": [40.0, 15.0, 0.0, 17.5, 25.0],
            "kinerja": [25.0, 25.0, 30.0, 0.0, 25.0],
            "disiplin": [5.0, 5.0, 5.0, 3.0, 5.0],
            "tambah_diklat_teknis": [0.0, 15.0, 22.5, 22.5, 0.0],
            "tambah_seminar": [0.0, 10.0, 17.5, 0.0, 0.0],
            "tanpa_kualifikasi": [False, True, False, False, False],
            "tanpa_kompetensi": [False, False, True, False, False],
            "tanpa_kinerja": [False, False, False, True, False],
            "tanpa_eselon": [False, False, False, False, True],
        }
    )
    return frame.assign(indeks=frame[["kualifikasi", "kompetensi", "kinerja", "disiplin"]].sum(axis=1))


LAST = np.array(["2025-03-01", "2023-05-05", "NaT", "2024-12-31", "2025-01-01"], dtype="datetime64[D]")


def test_completeness_counts_those_of_whom_a_record_is_expected() -> None:
    table = quality.completeness(scores()).set_index("butir")
    assert table["berlaku"].to_dict() == {"kualifikasi": 5, "kompetensi": 5, "kinerja": 5, "eselon": 2}
    assert table["tanpa"].tolist() == [1, 1, 1, 1]
    assert table["bagian"].tolist() == [0.8, 0.8, 0.8, 0.5]
    of_unit = quality.completeness(scores().iloc[3:]).set_index("butir")
    assert of_unit.loc["kinerja"].tolist() == [2, 1, 1, 0.5]
    no_posts = scores().iloc[1:3]
    assert math.isnan(quality.completeness(no_posts).set_index("butir").loc["eselon", "bagian"])


def test_timeliness_by_hand() -> None:
    assert quality.timeliness(LAST, AS_OF) == quality.Timeliness(people=5, recorded=4, this_year=2)
    assert quality.timeliness(LAST[:3], AS_OF) == quality.Timeliness(people=3, recorded=2, this_year=1)


def test_weights_of_bkn_and_their_sum() -> None:
    shares = {"kelengkapan": 0.9, "ketepatan_waktu": 0.5, "akurasi": 1.0, "konsistensi": 0.8}
    result = quality.weighted_quality(shares)
    assert result.value == pytest.approx(0.28 * 0.9 + 0.31 * 0.5 + 0.30 + 0.11 * 0.8)
    partly = quality.weighted_quality({**shares, "akurasi": None, "konsistensi": float("nan")})
    assert partly.value == pytest.approx((0.28 * 0.9 + 0.31 * 0.5) / 0.59)
    assert partly.shares["konsistensi"] is None
    assert sum(partly.weights.values()) == pytest.approx(1)
    assert quality.weighted_quality({}).value is None


def test_points_that_hang_on_each_record() -> None:
    extra = quality.missing_points(scores(), MAXIMA)
    assert extra["kualifikasi"].tolist() == [0, 25, 0, 0, 0]
    assert extra["kompetensi"].tolist() == [0, 0, 40, 0, 0]
    assert extra["kinerja"].tolist() == [0, 0, 0, 30, 0]
    assert extra["eselon"].tolist() == [0, 0, 0, 0, 15]
    stale = quality.missing_points(scores(), MAXIMA, last_record=LAST, year=2025)
    assert stale["kompetensi_usang"].tolist() == [0, 25, 0, 22.5, 0]
    result = quality.bounds(scores()["indeks"], extra)
    assert result.lower == pytest.approx(scores()["indeks"].mean())
    assert result.upper - result.lower == pytest.approx((25 + 40 + 30 + 15) / 5)
    assert result.per_record["kinerja"] == 6


def test_missing_training_and_missing_eselon_are_not_counted_twice() -> None:
    frame = scores().iloc[[4]].assign(kompetensi=0.0, tanpa_kompetensi=True)
    assert quality.missing_points(frame, MAXIMA).iloc[0].to_dict() == {
        "kualifikasi": 0, "kompetensi": 40, "kinerja": 0, "eselon": 0,
    }  # fmt: skip


flag = st.booleans()
person = st.tuples(
    st.sampled_from(["A", "B", "C"]), st.sampled_from([0.0, 10, 15, 25, 30, 40]), flag, flag, flag, flag, flag
)


@settings(max_examples=30, deadline=None)
@given(st.lists(person, min_size=1, max_size=20))
def test_hanging_points_add_up_and_stay_below_the_maximum(people: list) -> None:
    frame = pd.DataFrame(
        [
            (unit, 0.0 if k else 15.0, 0.0 if c else points, 0.0 if p else 25.0, k, c, p, e, 15.0, 10.0)
            for unit, points, k, c, p, e, _ in people
        ],
        columns=[
            "perangkat_daerah", "kualifikasi", "kompetensi", "kinerja", "tanpa_kualifikasi", "tanpa_kompetensi",
            "tanpa_kinerja", "tanpa_eselon", "tambah_diklat_teknis", "tambah_seminar",
        ],
    )  # fmt: skip
    last = np.array(["2020-01-01" if old else "2025-01-01" for *_, old in people], dtype="datetime64[D]")
    indeks = frame[["kualifikasi", "kompetensi", "kinerja"]].sum(axis=1) + 5
    extra = quality.missing_points(frame, MAXIMA, last_record=last, year=2025)
    assert (extra >= 0).all(axis=None)
    assert (indeks + extra.sum(axis=1) <= 100).all()
    result = quality.bounds(indeks, extra)
    total = math.fsum(extra.to_numpy().ravel())
    assert result.upper - result.lower == pytest.approx(total / len(people))
    ranking = quality.update_ranking(extra, frame["perangkat_daerah"])
    assert ranking["poin"].sum() == pytest.approx(total / len(people))
    assert ranking["poin"].is_monotonic_decreasing
    assert ranking["pegawai"].sum() == sum(value > 0 for value in extra.to_numpy().ravel())
    by_unit = quality.bounds_by_unit(indeks, extra, frame["perangkat_daerah"]).set_index("perangkat_daerah")
    for unit, rows in frame.groupby("perangkat_daerah"):
        slow = quality.bounds(indeks[rows.index], extra.loc[rows.index])
        assert by_unit.loc[unit, "diukur"] == len(rows)
        assert by_unit.loc[unit, ["batas_bawah", "batas_atas"]].tolist() == pytest.approx([slow.lower, slow.upper])
        assert by_unit.loc[unit, "kompetensi"] == pytest.approx(slow.per_record["kompetensi"])
    for row in ranking.itertuples():
        of_unit = extra.loc[frame["perangkat_daerah"] == row.perangkat_daerah, row.butir]
        assert row.poin_unit == pytest.approx(of_unit.mean())
        assert row.pegawai == (of_unit > 0).sum()


def test_updates_are_ranked_by_points_then_by_name() -> None:
    extra = pd.DataFrame({"kinerja": [30.0, 0, 30, 0], "kualifikasi": [0.0, 25, 0, 0]})
    ranking = quality.update_ranking(extra, ["B", "A", "A", "A"])
    assert ranking[["perangkat_daerah", "butir", "pegawai", "poin"]].to_numpy().tolist() == [
        ["A", "kinerja", 1, 7.5],
        ["B", "kinerja", 1, 7.5],
        ["A", "kualifikasi", 1, 6.25],
    ]
    assert ranking["poin_unit"].tolist() == [10, 30, pytest.approx(25 / 3)]
    assert ranking["bagian"].sum() == pytest.approx(1)
    assert len(quality.update_ranking(extra * 0, ["A"] * 4)) == 0
