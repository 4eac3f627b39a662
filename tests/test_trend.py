import datetime
import itertools
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from ipasn_analysis.statistics.trend import (
    TrendPoint,
    comparable_years,
    inversion_counts,
    kendall_test,
    trend_test,
)


def score(values):
    """Kendall's S by its definition."""
    return sum(np.sign(later - earlier) for earlier, later in itertools.combinations(values, 2))


def enumerated_p(values):
    """Two-sided p-value from every order of the values, equal ones taken as often as they come."""
    observed = abs(score(values))
    orders = list(itertools.permutations(values))
    return sum(abs(score(order)) >= observed for order in orders) / len(orders)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_p_value_is_that_of_full_enumeration_with_ties(values):
    assert kendall_test(range(len(values)), values).p_value == pytest.approx(enumerated_p(values), abs=1e-12)


@pytest.mark.parametrize(
    ("values", "p_value"),
    [
        ([1, 2, 3], 2 / 6),
        ([1, 1, 2], 4 / 6),
        ([1, 2, 3, 4], 2 / 24),
        ([1, 2, 2, 3], 2 / 12),
        ([1, 2, 3, 4, 5], 2 / 120),
        ([5, 4, 3, 2, 1], 2 / 120),
        ([1, 1, 2, 2, 3], 2 / 30),
        ([1, 2, 3, 4, 6, 5], 12 / 720),
        ([1, 2, 3, 4, 5, 6, 7], 2 / 5040),
        ([1, 1, 1, 2, 2, 2, 2], 2 / 35),
        ([3, 3, 3, 3], 1.0),
    ],
)
def test_known_exact_p_values(values, p_value):
    assert kendall_test(range(len(values)), values).p_value == pytest.approx(p_value, abs=1e-15)


def test_seven_points_with_ties_by_enumeration():
    values = [70, 72, 71, 72, 74, 74, 73]
    assert kendall_test(range(7), values).p_value == pytest.approx(enumerated_p(values), abs=1e-15)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=20))
def test_tau_b_agrees_with_scipy(values):
    tau = kendall_test(range(len(values)), values).tau
    if len(set(values)) == 1:
        assert tau is None
    else:
        assert tau == pytest.approx(kendalltau(range(len(values)), values, variant="b").statistic)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(25)))
def test_long_series_without_ties_agree_with_scipy_exact(values):
    assert kendall_test(range(25), values).p_value == pytest.approx(
        kendalltau(range(25), values, method="exact").pvalue, rel=1e-9
    )


@pytest.mark.parametrize("sizes", [[1], [3], [1, 1, 1, 1], [2, 3], [2, 1, 2], [1, 3, 2]])
def test_inversions_are_counted_like_by_hand(sizes):
    multiset = [value for value, size in enumerate(sizes) for _ in range(size)]
    by_hand: dict[int, int] = {}
    for order in set(itertools.permutations(multiset)):
        inversions = sum(first > second for first, second in itertools.combinations(order, 2))
        by_hand[inversions] = by_hand.get(inversions, 0) + 1
    assert inversion_counts(sizes) == [by_hand[inversions] for inversions in range(len(by_hand))]


def test_slope_is_the_median_of_pairwise_slopes_over_unequal_years():
    years, values = [2017, 2019, 2020, 2023, 2024], [61.0, 62.9, 70.0, 71.4, 83.0]
    slopes = [
        (y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.combinations(zip(years, values, strict=True), 2)
    ]
    trend = trend_test(years, values)
    assert trend.slope == pytest.approx(statistics.median(slopes))
    assert trend.slope == pytest.approx(theilslopes(values, years).slope)
    assert (trend.low, trend.high) == pytest.approx((min(slopes), max(slopes)))
    assert trend.intercept == pytest.approx(
        statistics.median(v - trend.slope * x for x, v in zip(years, values, strict=True))
    )
    assert (trend.points, trend.enough, trend.tau) == (5, True, 1.0)


def rejected_slopes(years, values, slope, level):
    """Does full enumeration reject that the values rise by `slope` a year?"""
    residuals = [round(value - slope * year, 9) for year, value in zip(years, values, strict=True)]
    return enumerated_p(residuals) <= 1 - level + 1e-12


@pytest.mark.parametrize("level", [0.95, 0.8, 0.6])
@pytest.mark.parametrize("seed", range(4))
def test_the_interval_holds_just_the_slopes_that_the_test_does_not_reject(seed, level):
    rng = np.random.default_rng(seed)
    years = np.sort(rng.choice(np.arange(2005, 2025), 6, replace=False)).tolist()
    values = rng.normal(75, 3, 6).round(2).tolist()
    trend = trend_test(years, values, level=level)
    for bound, outward in ((trend.low, -1), (trend.high, 1)):
        assert rejected_slopes(years, values, bound + outward * 1e-4, level)
        assert not rejected_slopes(years, values, bound - outward * 1e-4, level)


def test_ten_points_pick_the_tabled_order_statistics():
    """Table of S for n = 10: P(S ≥ 23) = 0.023 is within 0.025, which picks the 12th slope from either end."""
    years = np.arange(10)
    values = np.random.default_rng(3).normal(70, 5, 10)
    slopes = sorted((values[j] - values[i]) / (j - i) for i, j in itertools.combinations(years, 2))
    trend = trend_test(years, values)
    assert (trend.low, trend.high) == pytest.approx((slopes[11], slopes[-12]))


@pytest.mark.parametrize("values", [[70, 70, 71, 73, 73, 74], [80, 82, 82, 82, 81, 85]])
def test_the_interval_of_tied_values_is_the_inverted_test_too(values):
    for level in (0.95, 0.8):
        trend = trend_test(range(6), values, level=level)
        for bound, outward in ((trend.low, -1), (trend.high, 1)):
            assert rejected_slopes(range(6), values, bound + outward * 1e-4, level)
            assert not rejected_slopes(range(6), values, bound - outward * 1e-4, level)


@given(st.lists(st.integers(60, 66), min_size=2, max_size=9))
def test_interval_and_p_value_never_contradict_each_other(values):
    trend = trend_test(range(len(values)), values)
    if trend.low is None:
        assert len(values) < 5
    else:
        assert trend.low <= trend.slope <= trend.high
        if trend.low > 0 or trend.high < 0:
            assert trend.p_value <= 0.05
        if trend.p_value > 0.05:
            assert trend.low <= 0 <= trend.high


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40).map(lambda n: n / 4), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_a_mirrored_series_has_the_mirrored_trend(values, random):
    years = list(range(2010, 2010 + len(values)))
    trend = trend_test(years, values)
    pairs = list(zip(years, values, strict=True))
    random.shuffle(pairs)
    assert trend_test(*zip(*pairs, strict=True)) == trend
    mirrored = trend_test(years, [-value for value in values])
    assert mirrored.p_value == trend.p_value
    assert mirrored.slope == pytest.approx(-trend.slope)
    assert (mirrored.low is None) == (trend.low is None)
    if trend.low is not None:
        assert (mirrored.low, mirrored.high) == pytest.approx((-trend.high, -trend.low))


def test_too_few_points_compute_what_can_be_and_claim_nothing():
    none = trend_test([], [])
    assert (none.points, none.enough, none.slope, none.p_value) == (0, False, None, None)
    assert trend_test([2024], [83.0]).slope is None
    two = trend_test([2023, 2024], [80.0, 83.0])
    assert (two.slope, two.low, two.high, two.tau, two.p_value, two.enough) == (3.0, None, None, 1.0, 1.0, False)
    four = trend_test([2021, 2022, 2023, 2024], [70.0, 75.0, 78.0, 83.0])
    assert (four.low, four.p_value, four.enough) == (None, pytest.approx(2 / 24), False)


def test_a_constant_series_has_no_tau_and_p_one():
    trend = trend_test(range(6), [0.1 + 0.2, 0.3, 0.3, 0.3, 0.3, 0.3])
    assert (trend.tau, trend.p_value) == (None, 1.0)
    assert trend.slope == pytest.approx(0, abs=1e-12)


def test_a_year_given_twice_is_refused():
    with pytest.raises(ValueError, match="distinct years"):
        trend_test([2024, 2024], [1.0, 2.0])


def point(day, instrument="b", index=80.0):
    return TrendPoint(datetime.date.fromisoformat(day), instrument, index)


def test_comparable_years_take_the_last_snapshot_under_the_instrument_of_the_report():
    points = [
        point("2025-06-30", index=81.0),
        point("2025-12-23", index=82.0),
        point("2022-12-31", "a"),
        point("2023-12-31"),
        point("2024-06-30", "b"),
        point("2024-12-31", "a"),
        point("2026-12-31"),
    ]
    assert comparable_years(points, "b", 2025) == {2023: 80.0, 2025: 82.0}
    assert list(comparable_years(points, "a", 2024)) == [2022, 2024]


def test_a_year_that_is_not_at_its_end_takes_no_part_beside_years_that_are():
    points = [point("2023-12-31"), point("2024-11-16"), point("2025-11-16"), point("2026-11-15", index=60.0)]
    assert list(comparable_years(points, "b", 2026)) == [2023, 2024, 2025]
    within = [point("2024-06-30"), point("2025-07-01"), point("2026-11-15")]
    assert list(comparable_years(within, "b", 2026)) == [2024, 2025, 2026]


def test_a_hidden_year_is_left_out_and_not_replaced_by_an_earlier_snapshot():
    points = [point("2024-06-30"), point("2024-12-31", index=None), point("2025-12-31")]
    assert list(comparable_years(points, "b", 2025)) == [2025]
