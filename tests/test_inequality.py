import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipasn_analysis.statistics.inequality import beta_convergence, covariance_shares, sigma_convergence, variance_split

people = st.lists(
    st.tuples(st.integers(0, 200).map(lambda n: n / 2), st.sampled_from("abc"), st.sampled_from("xyz")),
    min_size=1,
    max_size=40,
)


def mean(values):
    return math.fsum(values) / len(values)


@given(people)
def test_three_levels_add_up_and_agree_with_loops(rows):
    values = [value for value, _, _ in rows]
    split = variance_split(values, [g for _, g, _ in rows], [u for _, _, u in rows])
    overall = mean(values)
    government_mean = {g: mean([v for v, h, _ in rows if h == g]) for _, g, _ in rows}
    unit_mean = {(g, u): mean([v for v, h, w in rows if (h, w) == (g, u)]) for _, g, u in rows}
    assert split.between[0] == pytest.approx(sum((government_mean[g] - overall) ** 2 for _, g, _ in rows))
    assert split.between[1] == pytest.approx(sum((unit_mean[g, u] - government_mean[g]) ** 2 for _, g, u in rows))
    assert split.within == pytest.approx(sum((v - unit_mean[g, u]) ** 2 for v, g, u in rows))
    assert sum(split.between) + split.within == pytest.approx(split.total, abs=1e-9)
    assert split.total / split.people == pytest.approx(np.var(values))
    if split.shares is not None:
        assert sum(split.shares) == pytest.approx(1)


def test_units_of_one_name_in_two_governments_are_two():
    split = variance_split([10.0, 20.0, 30.0, 40.0], ["a", "a", "b", "b"], ["dinas", "kantor", "dinas", "kantor"])
    assert split.between == pytest.approx((400.0, 100.0))
    assert split.within == pytest.approx(0)


def test_all_variation_within_or_none_at_all():
    assert variance_split([1.0, 3.0, 1.0, 3.0], [0, 0, 1, 1]).shares == pytest.approx((0.0, 1.0))
    constant = variance_split([0.1] * 7, [0, 0, 0, 1, 1, 1, 1])
    assert (constant.total, constant.shares) == (0.0, None)


def test_a_level_must_name_everybody():
    with pytest.raises(ValueError, match="every person"):
        variance_split([1.0, 2.0], [1])
    with pytest.raises(ValueError, match="at least one level"):
        variance_split([1.0, 2.0])


def test_sigma_follows_the_same_governments_through_the_years():
    result = sigma_convergence([[60.0, 80.0, float("nan"), 70.0], [65.0, 75.0, 90.0, 70.0]])
    assert result.governments == 3
    assert result.spread == pytest.approx([10.0, 5.0])
    assert np.isnan(sigma_convergence([[60.0], [61.0]]).spread).all()


def brute_force_p(start, change):
    slopes = [np.polyfit(start, order, 1)[0] for order in itertools.permutations(change)]
    observed = np.polyfit(start, change, 1)[0]
    return observed, np.mean([abs(slope) >= abs(observed) - 1e-9 for slope in slopes])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(50, 60), st.integers(60, 70)), min_size=3, max_size=5))
def test_beta_agrees_with_every_permutation(pairs):
    start, end = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    result = beta_convergence(start, end, 2, seed=1)
    if len(set(start)) == 1:
        assert (result.slope, result.p_value) == (None, None)
        return
    slope, p_value = brute_force_p(start, (end - start) / 2)
    assert result.exact
    assert result.slope == pytest.approx(slope, abs=1e-9)
    assert result.p_value == pytest.approx(p_value)


def test_governments_that_meet_at_one_level_converge():
    start = np.array([55.0, 58.0, 61.0, 64.0, 67.0, 70.0])
    result = beta_convergence(start, np.full(6, 75.0), 5, seed=1)
    assert result.slope == pytest.approx(-0.2)
    assert result.p_value == pytest.approx(2 / math.factorial(6))


def test_many_governments_are_sampled_near_the_exact_answer_and_repeatably():
    rng = np.random.default_rng(2)
    start = rng.normal(70, 4, 14)
    end = start + rng.normal(3, 2, 14)
    first, second = (beta_convergence(start, end, 3, seed=7) for _ in range(2))
    assert first == second
    assert not first.exact
    other = beta_convergence(start, end, 3, seed=8)
    assert other.p_value == pytest.approx(first.p_value, abs=0.03)
    strong = beta_convergence(start, np.full(14, 80.0), 3, seed=7)
    assert strong.p_value == pytest.approx(1 / 10_000)
    assert strong.slope == pytest.approx(-1 / 3)


def test_beta_leaves_out_who_is_missing_and_says_nothing_of_two():
    result = beta_convergence([60.0, float("nan"), 62.0, 64.0], [70.0, 80.0, 71.0, float("nan")], 1, seed=1)
    assert (result.governments, result.slope, result.p_value) == (2, None, None)
    with pytest.raises(ValueError, match="after the start"):
        beta_convergence([1.0], [2.0], 0, seed=1)


@given(
    st.lists(
        st.tuples(*(st.integers(0, top * 2).map(lambda n: n / 2) for top in (25, 40, 30, 5))), min_size=2, max_size=30
    )
)
def test_shares_of_dimensions_sum_to_one_and_agree_with_numpy(rows):
    scores = np.array(rows)
    index = scores.sum(axis=1)
    result = covariance_shares(scores)
    if np.ptp(index) == 0:
        assert result is None
        return
    assert result.sum() == pytest.approx(1)
    for column in range(4):
        covariance = np.cov(scores[:, column], index)
        assert result[column] == pytest.approx(covariance[0, 1] / covariance[1, 1], abs=1e-9)


def test_a_dimension_that_alone_varies_has_all_the_weight():
    scores = np.column_stack([np.full(5, 15.0), [0.0, 22.5, 40.0, 17.5, 0.0], np.full(5, 25.0), np.full(5, 5.0)])
    assert covariance_shares(scores) == pytest.approx([0, 1, 0, 0])
