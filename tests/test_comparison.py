"""Groups, effect sizes and comparisons equal what the definitions give by hand."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from ipasn_analysis.statistics import comparison, grouping


@pytest.fixture
def scores() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "jenis_jabatan": ["struktural", "struktural", "fungsional", "pelaksana", None],
            "kelompok": ["A", "B", "A", "B", "A"],
            "diklat_kepemimpinan": [15.0, 0, 0, 0, np.nan],
            "diklat_fungsional": [0.0, 0, 15, 0, np.nan],
            "diklat_teknis": [15.0, 0, 0, 22.5, np.nan],
            "seminar": [0.0, 0, 10, 17.5, np.nan],
        }
    )


def test_item_rates_count_only_those_to_whom_the_item_applies(scores: pd.DataFrame) -> None:
    table = comparison.item_rates(scores).set_index("butir")
    assert table["berlaku"].to_dict() == {
        "diklat_kepemimpinan": 2, "diklat_fungsional": 1, "diklat_teknis": 4, "seminar": 4,
    }  # fmt: skip
    assert table["bagian"].to_dict() == {
        "diklat_kepemimpinan": 0.5, "diklat_fungsional": 1.0, "diklat_teknis": 0.5, "seminar": 0.5,
    }  # fmt: skip
    by_group = comparison.item_rates(scores, scores["kelompok"]).set_index(["kelompok", "butir"])
    assert by_group.loc[("B", "diklat_fungsional"), "berlaku"] == 0
    assert math.isnan(by_group.loc[("B", "diklat_fungsional"), "bagian"])
    assert by_group.loc[("A", "diklat_teknis")].tolist() == [2, 1, 0.5]
    assert by_group["punya"].sum() == table["punya"].sum()


def test_people_of_unknown_hours_are_not_counted_as_lacking_the_item(scores: pd.DataFrame) -> None:
    known = comparison.item_rates(scores).set_index("butir")
    table = comparison.item_rates(scores.assign(jp_tidak_diketahui=True)).set_index("butir")
    held = known.loc["diklat_teknis", "punya"]
    assert table.loc["diklat_teknis"].tolist() == [held, held, 1.0] != known.loc["diklat_teknis"].tolist()
    assert table.drop("diklat_teknis").equals(known.drop("diklat_teknis"))


def test_item_rates_are_unknown_where_scores_come_ready(scores: pd.DataFrame) -> None:
    scores[["diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar"]] = np.nan
    table = comparison.item_rates(scores)
    assert (table["berlaku"] == 0).all()
    assert table["bagian"].isna().all()


def slow_noncentral_cdf(t: float, freedom: int, nc: float) -> float:
    """P(T ≤ t) for T = (Z + nc)/√(χ²/f), by integrating over χ²."""
    density = stats.chi2(freedom).pdf
    value, _ = integrate.quad(
        lambda x: stats.norm.cdf(t * np.sqrt(x / freedom) - nc) * density(x),
        0,
        freedom + 12 * np.sqrt(2 * freedom) + 40,
    )
    return value


@pytest.mark.parametrize("seed", range(4))
def test_hedges_g_and_its_interval_a_second_way(seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.normal(0.8 * seed, 2, 9 + seed), random.normal(0, 2, 14)
    n1, n2 = len(x), len(y)
    m = n1 + n2 - 2
    pooled = math.sqrt((sum((x - x.mean()) ** 2) + sum((y - y.mean()) ** 2)) / m)
    correction = math.gamma(m / 2) / (math.sqrt(m / 2) * math.gamma((m - 1) / 2))
    result = comparison.hedges_g(x, y)
    assert result.value == pytest.approx(correction * (x.mean() - y.mean()) / pooled)
    t, scale = stats.ttest_ind(x, y).statistic, math.sqrt(1 / n1 + 1 / n2)
    low, high = (bound / correction / scale for bound in result.interval)
    assert slow_noncentral_cdf(t, m, low) == pytest.approx(0.975, abs=1e-6)
    assert slow_noncentral_cdf(t, m, high) == pytest.approx(0.025, abs=1e-6)


def test_hedges_interval_of_large_and_small_samples_meet() -> None:
    random = np.random.default_rng(0)
    x, y = random.normal(0.5, 1, 500), random.normal(0, 1, 500)
    exact = comparison.hedges_g(x, y)
    normal = comparison.hedges_g(np.append(x, [x.mean()] * 2), np.append(y, [y.mean()] * 2))
    assert normal.interval == pytest.approx(exact.interval, abs=0.004)


def test_hedges_g_changes_sign_with_the_order_and_needs_spread() -> None:
    one, two = comparison.hedges_g([1, 2, 3, 9], [8, 9, 11]), comparison.hedges_g([8, 9, 11], [1, 2, 3, 9])
    assert one.value == pytest.approx(-two.value)
    assert one.interval == pytest.approx((-two.interval[1], -two.interval[0]))
    assert comparison.hedges_g([5, 5], [5, 5, 5]) is None
    assert comparison.hedges_g([5], [4, 3]) is None
    far = comparison.hedges_g([100, 100.1, 99.9], [0, 0.1, -0.1])
    assert far.interval[0] < far.value < far.interval[1]


def test_share_of_variance_by_hand() -> None:
    eta, omega = comparison.variance_between([1, 2, 3, 5, 6, 7.0], ["a"] * 3 + ["b"] * 3)
    assert eta == pytest.approx(24 / 28)
    assert omega == pytest.approx((24 - 1) / (28 + 1))  # mean square within is 4/4
    assert comparison.variance_between([5, 5, 5], ["a", "a", "b"]) == (0.0, 0.0)


def test_the_pair_that_is_named_is_the_pair_that_is_tested() -> None:
    random = np.random.default_rng(7)
    ages = np.repeat(["<30", "30-39", "40-49", ">=50"], [12, 4000, 4000, 60]).astype(object)
    level = {"<30": 81.0, "30-39": 80.0, "40-49": 77.0, ">=50": 78.5}
    values = np.array([level[age] for age in ages]) + random.normal(0, 12, len(ages))
    values[:12] += 81.5 - values[:12].mean()
    units = random.integers(0, 40, len(ages))
    row = comparison.compare_groupings(values, {"umur": ages}, units).iloc[0]
    assert (row["tertinggi"], row["terendah"]) == ("<30", "40-49")
    assert row["p_value"] > 0.05  # of twelve people nothing is certain, though the middle groups differ


def test_a_group_within_one_unit_is_not_told_from_the_unit() -> None:
    values, kinds = np.arange(40.0), np.repeat(["PNS", "PPPK"], 20).astype(object)
    row = comparison.compare_groupings(values, {"jenis_pegawai": kinds}, np.repeat([1, 2], 20)).iloc[0]
    assert row["rentang"] == 20
    assert math.isnan(row["p_value"])


def test_groupings_are_corrected_together_and_small_groups_left_out() -> None:
    random = np.random.default_rng(3)
    values = random.normal(70, 10, 300)
    half = np.where(np.arange(300) < 150, "PNS", "PPPK").astype(object)
    values[:150] += 8
    third = random.choice(["x", "y", "z"], 300).astype(object)
    third[:4] = "kecil"
    third[4] = None
    table = comparison.compare_groupings(
        values,
        {"jenis_pegawai": half, "acak": third, "satu": np.full(300, "sama", dtype=object)},
        np.arange(300) % 30,
        smallest=10,
    ).set_index("pengelompokan")
    assert table.loc["jenis_pegawai", ["kelompok", "n", "di_luar", "tertinggi", "terendah"]].tolist() == [
        2, 300, 0, "PNS", "PPPK",
    ]  # fmt: skip
    assert table.loc["jenis_pegawai", "rentang"] == pytest.approx(values[:150].mean() - values[150:].mean())
    assert table.loc["jenis_pegawai", "hedges_g"] == pytest.approx(
        comparison.hedges_g(values[:150], values[150:]).value
    )
    assert table.loc["jenis_pegawai", "hedges_bawah"] > 0
    assert table.loc["acak", ["kelompok", "n", "di_luar"]].tolist() == [3, 295, 5]
    assert math.isnan(table.loc["acak", "hedges_g"])
    assert math.isnan(table.loc["satu", "p_value"])
    assert math.isnan(table.loc["satu", "p_terkoreksi"])
    small, large = sorted(table["p_value"].dropna())
    holm = [min(1, 2 * small), min(1, max(2 * small, large))]
    assert sorted(table["p_terkoreksi"].dropna()) == pytest.approx(holm)


def test_a_government_among_others_by_hand() -> None:
    means = [[10, 30.0], [14, 20], [12, np.nan], [20, 26], [8, 24]]
    table = comparison.compare_governments(
        means, [100, 50, 10, 40, 200], government=0, comparable=[True, True, True, True, False]
    )
    first, second = table.iloc[0], table.iloc[1]
    assert first["sendiri"] == 10
    assert first["provinsi"] == pytest.approx((1000 + 700 + 120 + 800 + 1600) / 400)
    assert (first["median"], first["kuartil_atas"], first["pembanding"]) == (14, 17, 3)
    assert first["selisih_kuartil_atas"] == -7
    assert second["provinsi"] == pytest.approx((3000 + 1000 + 1040 + 4800) / 390)
    assert (second["median"], second["selisih_median"], second["pembanding"]) == (23, 7, 2)
    alone = comparison.compare_governments([[10.0]], [5], government=0)
    assert math.isnan(alone.loc[0, "median"])


def test_codes_become_groups() -> None:
    levels = {
        "05": "di_bawah_slta", "12": "di_bawah_slta", "15": "d2_d1_slta", "25": "d2_d1_slta", "30": "d3", "35": "s1_d4",
        "40": "s1_d4", "45": "s2", "50": "s3", None: None, "": None, "77": None,
    }  # fmt: skip
    assert grouping.education_groups(list(levels)).tolist() == list(levels.values())
    assert grouping.eselon_groups(["11", "22", "31", "42", "52", "99", None]).tolist() == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        None,
        None,
    ]
    assert grouping.golongan_groups(["11", "24", "31", "45", "", "33"], ["PNS"] * 5 + ["PPPK"]).tolist() == [
        "I", "II", "III", "IV", None, "PPPK",
    ]  # fmt: skip
    assert grouping.sex_groups(["L", "P", "", None]).tolist() == ["L", "P", None, None]
    assert grouping.education_groups(pd.Categorical(["40", None])).tolist() == ["s1_d4", None]


def test_age_groups_have_lower_edges() -> None:
    ages = [19, 29.9, 30, 39.99, 40, 50, 65, np.nan]
    assert grouping.age_groups(ages).tolist() == ["<30", "<30", "30-39", "30-39", "40-49", ">=50", ">=50", None]
    assert grouping.age_groups([34, 35, 36], edges=(35,)).tolist() == ["<35", ">=35", ">=35"]


@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2005, 12, 31)),
    st.dates(datetime.date(2019, 1, 1), datetime.date(2030, 1, 1)),
)
def test_age_counts_birthdays(birth: datetime.date, as_of: datetime.date) -> None:
    birthdays = sum(
        (year, birth.month, birth.day) <= (as_of.year, as_of.month, as_of.day)
        for year in range(birth.year + 1, as_of.year + 1)
    )
    assert grouping.age_in_years([np.datetime64(birth)], as_of)[0] == birthdays
    assert math.isnan(grouping.age_in_years([np.datetime64("NaT", "D")], as_of)[0])
