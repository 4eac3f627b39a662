"""Completeness, freshness and NIP checks count what they say; the points that hang on records add up."""

from __future__ import annotations

import calendar
import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipasn_analysis.statistics import nip, quality

AS_OF = datetime.date(2025, 12, 23)


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
    by_unit = quality.completeness(scores(), scores()["perangkat_daerah"]).set_index(["perangkat_daerah", "butir"])
    assert by_unit.loc[("A", "eselon")].tolist() == [1, 1, 0, 1.0]
    assert by_unit.loc[("B", "kinerja")].tolist() == [2, 1, 1, 0.5]
    no_posts = scores().iloc[1:3]
    assert math.isnan(quality.completeness(no_posts).set_index("butir").loc["eselon", "bagian"])


def test_timeliness_by_hand() -> None:
    whole = quality.timeliness(LAST, AS_OF).iloc[0]
    assert whole[["diukur", "bercatatan", "tahun_ini", "bagian"]].tolist() == [5, 4, 2, 0.4]
    ages = sorted((AS_OF - day.astype(object)).days for day in LAST if not np.isnat(day))
    assert whole["umur_median"] == (ages[1] + ages[2]) / 2
    by_unit = quality.timeliness(LAST, AS_OF, ["A", "A", "A", "B", "B"]).set_index("perangkat_daerah")
    assert by_unit["bagian"].to_dict() == {"A": 1 / 3, "B": 0.5}


def test_weights_of_bkn_and_their_sum() -> None:
    shares = {"kelengkapan": 0.9, "ketepatan_waktu": 0.5, "akurasi": 1.0, "konsistensi": 0.8}
    result = quality.weighted_quality(shares)
    assert result.nilai == pytest.approx(0.28 * 0.9 + 0.31 * 0.5 + 0.30 + 0.11 * 0.8)
    assert result.lengkap
    partly = quality.weighted_quality({**shares, "akurasi": None, "konsistensi": float("nan")})
    assert partly.nilai == pytest.approx((0.28 * 0.9 + 0.31 * 0.5) / 0.59)
    assert (partly.lengkap, partly.bagian["konsistensi"]) == (False, None)
    assert sum(partly.bobot.values()) == pytest.approx(1)
    assert quality.weighted_quality({}).nilai is None


def test_points_that_hang_on_each_record() -> None:
    extra = quality.missing_points(scores())
    assert extra["kualifikasi"].tolist() == [0, 25, 0, 0, 0]
    assert extra["kompetensi"].tolist() == [0, 0, 40, 0, 0]
    assert extra["kinerja"].tolist() == [0, 0, 0, 30, 0]
    assert extra["eselon"].tolist() == [0, 0, 0, 0, 15]
    stale = quality.missing_points(scores(), last_record=LAST, year=2025)
    assert stale["kompetensi_usang"].tolist() == [0, 25, 0, 22.5, 0]
    result = quality.bounds(scores()["indeks"], extra)
    assert result.batas_bawah == result.indeks == pytest.approx(scores()["indeks"].mean())
    assert result.batas_atas - result.batas_bawah == pytest.approx((25 + 40 + 30 + 15) / 5)
    assert result.per_butir["kinerja"] == 6


def test_missing_training_and_missing_eselon_are_not_counted_twice() -> None:
    frame = scores().iloc[[4]].assign(kompetensi=0.0, tanpa_kompetensi=True)
    assert quality.missing_points(frame).iloc[0].to_dict() == {
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
    extra = quality.missing_points(frame, last_record=last, year=2025)
    assert (extra >= 0).all(axis=None)
    assert (indeks + extra.sum(axis=1) <= 100).all()
    result = quality.bounds(indeks, extra)
    total = math.fsum(extra.to_numpy().ravel())
    assert result.batas_atas - result.batas_bawah == pytest.approx(total / len(people))
    ranking = quality.update_ranking(extra, frame["perangkat_daerah"])
    assert ranking["poin"].sum() == pytest.approx(total / len(people))
    assert ranking["poin"].is_monotonic_decreasing
    assert ranking["pegawai"].sum() == sum(value > 0 for value in extra.to_numpy().ravel())
    by_unit = quality.bounds_by_unit(indeks, extra, frame["perangkat_daerah"]).set_index("perangkat_daerah")
    for unit, rows in frame.groupby("perangkat_daerah"):
        slow = quality.bounds(indeks[rows.index], extra.loc[rows.index])
        assert by_unit.loc[unit, "diukur"] == len(rows)
        assert by_unit.loc[unit, ["batas_bawah", "batas_atas"]].tolist() == pytest.approx(
            [slow.batas_bawah, slow.batas_atas]
        )
        assert by_unit.loc[unit, "kompetensi"] == pytest.approx(slow.per_butir["kompetensi"])
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


def outcome(number: str, jenis: str = "PNS", **fields: object) -> dict[str, float]:
    arrays = {name: [value] for name, value in fields.items()}
    return nip.nip_checks([number], [jenis], AS_OF, **arrays).iloc[0].to_dict()


GOOD = "198502142010012003"  # born 14 February 1985, PNS since January 2010, a woman
PPPK = "199003052022211001"  # born 5 March 1990, PPPK of 2022, a man


def test_a_nip_that_fits_passes_every_check() -> None:
    result = outcome(
        GOOD,
        birth_dates=np.datetime64("1985-02-14"),
        start_dates=np.datetime64("2010-01-01"),
        sexes="P",
        eselon="31",
        jenis_jabatan="struktural",
    )
    assert result == dict.fromkeys(nip.CHECKS, 1.0)
    result = outcome(
        PPPK,
        "PPPK",
        birth_dates=np.datetime64("1990-03-05"),
        start_dates=np.datetime64("2022-06-01"),
        sexes="L",
        eselon="99",
        jenis_jabatan="fungsional",
    )
    assert result == dict.fromkeys(nip.CHECKS, 1.0)


@pytest.mark.parametrize(
    ("number", "jenis", "fields", "failed"),
    [
        ("198502302010012003", "PNS", {}, {"tanggal_lahir_mungkin"}),
        ("198513142010012003", "PNS", {}, {"tanggal_lahir_mungkin"}),
        (GOOD, "PNS", {"birth_dates": np.datetime64("1985-02-15")}, {"tanggal_lahir_sesuai"}),
        (GOOD, "PNS", {"start_dates": np.datetime64("2010-02-01")}, {"mulai_sesuai"}),
        (PPPK, "PPPK", {"start_dates": np.datetime64("2021-02-01")}, {"mulai_sesuai"}),
        ("198502142026012003", "PNS", {}, {"mulai_mungkin"}),
        ("198502142010132003", "PNS", {}, {"mulai_mungkin", "jenis_pegawai_sesuai"}),
        ("198502142010013003", "PNS", {}, {"jenis_kelamin_mungkin"}),
        (GOOD, "PNS", {"sexes": "L"}, {"jenis_kelamin_sesuai"}),
        (GOOD, "PPPK", {}, {"jenis_pegawai_sesuai"}),
        ("200502142010012003", "PNS", {}, {"usia_mulai_wajar"}),
        (GOOD, "PNS", {"eselon": "41", "jenis_jabatan": "fungsional"}, {"eselon_sesuai"}),
        (GOOD, "PNS", {"eselon": "", "jenis_jabatan": "struktural"}, {"eselon_sesuai"}),
    ],
)
def test_each_check_finds_its_fault_and_no_other(number: str, jenis: str, fields: dict, failed: set[str]) -> None:
    assert {name for name, value in outcome(number, jenis, **fields).items() if value == 0} == failed


def test_empty_fields_are_not_faults() -> None:
    result = outcome(GOOD, birth_dates=np.datetime64("NaT", "D"), sexes="")
    for name in ("tanggal_lahir_sesuai", "mulai_sesuai", "jenis_kelamin_sesuai", "eselon_sesuai"):
        assert math.isnan(result[name])


@settings(max_examples=120, deadline=None)
@given(st.integers(1895, 2030), st.integers(0, 13), st.integers(0, 32))
def test_possible_birth_dates_are_those_of_the_calendar(year: int, month: int, day: int) -> None:
    exists = 1 <= month <= 12 and year >= 1900 and 1 <= day <= calendar.monthrange(year, month)[1]
    possible = exists and datetime.date(year, month, day) <= AS_OF
    assert outcome(f"{year:04d}{month:02d}{day:02d}2010012003")["tanggal_lahir_mungkin"] == possible


def test_summary_of_checks_counts_people() -> None:
    checks = nip.nip_checks([GOOD, GOOD, PPPK], ["PNS", "PPPK", "PPPK"], AS_OF, sexes=["P", "L", None])
    table = nip.check_summary(checks).set_index("pemeriksaan")
    assert table.loc["jenis_kelamin_sesuai", ["matra", "berlaku", "sesuai", "tidak_sesuai", "bagian"]].tolist() == [
        "akurasi", 2, 1, 1, 0.5,
    ]  # fmt: skip
    assert table.loc["jenis_pegawai_sesuai", "sesuai"] == 2
    assert table.loc["mulai_sesuai", "berlaku"] == 0
    assert math.isnan(table.loc["mulai_sesuai", "bagian"])
    by_unit = nip.check_summary(checks, ["B", "A", "A"]).set_index(["perangkat_daerah", "pemeriksaan"])
    assert by_unit.loc[("A", "jenis_pegawai_sesuai"), "sesuai"] == 1
    assert nip.dimension_share(checks, "konsistensi") == pytest.approx(5 / 6)
    assert nip.dimension_share(checks[["mulai_sesuai"]], "akurasi") is None


def test_what_is_not_a_nip_is_refused() -> None:
    for wrong in ("12345", "19850214201001200X", "1985021420100120031"):
        with pytest.raises(ValueError, match="18 digits"):
            outcome(wrong)
    assert len(nip.nip_checks([], [], AS_OF)) == 0
