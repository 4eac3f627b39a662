import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from ipasn_analysis.statistics import ranking_quantile
from ipasn_analysis.statistics.ranking import best_k, rank_confidence_sets, ranks, tie_groups

halves = st.integers(0, 200).map(lambda number: number / 2)


@given(st.lists(halves, min_size=1, max_size=30))
def test_rank_is_one_more_than_the_number_of_higher_means(means):
    assert ranks(means).tolist() == [1 + sum(other > mean for other in means) for mean in means]


def test_ties_share_the_smaller_rank():
    assert ranks([80.0, 90.0, 80.0, 70.0]).tolist() == [2, 1, 2, 4]


def test_float_noise_is_a_tie_and_unrounded_differences_are_not():
    assert ranks([0.1 + 0.2, 0.3, 0.2]).tolist() == [1, 1, 3]
    assert ranks([80.004, 80.0041]).tolist() == [2, 1]
    # The closest two means of half points that differ, over 60,000 and 59,999 people.
    assert ranks([75 + 0.5 / 60000, 75 + 0.5 / 59999]).tolist() == [2, 1]


def test_tie_groups_count_up_from_the_smallest():
    assert tie_groups([3.0, 1.0, 3.0, 2.0]).tolist() == [2, 0, 2, 1]


@pytest.mark.parametrize("means", [[1.0, float("nan")], [float("inf")]])
def test_means_that_are_not_finite_are_refused(means):
    with pytest.raises(ValueError, match="finite"):
        ranks(means)


def standard_errors(variances, counts):
    """s ÷ √n, infinite for one person."""
    return [math.sqrt(v / n) if n > 1 else math.inf for v, n in zip(variances, counts, strict=True)]


def slow_sets(means, errors, *, seed, level, draws):
    """The sets by loops over pairs, with every draw computed."""
    units = len(means)
    noise = np.random.default_rng(seed).standard_normal((units, draws)) * np.asarray(errors)[:, None]
    remaining, rejected = set(itertools.permutations(range(units), 2)), set()
    while remaining:
        largest = np.full(draws, -np.inf)
        for j, k in remaining:
            largest = np.maximum(largest, (noise[j] - noise[k]) / math.hypot(errors[j], errors[k]))
        critical = sorted(largest)[math.ceil((draws + 1) * level) - 1]
        new = {(j, k) for j, k in remaining if (means[j] - means[k]) / math.hypot(errors[j], errors[k]) > critical}
        rejected |= new
        remaining -= new
        if not new:
            break
    lower = [1 + sum((other, unit) in rejected for other in range(units)) for unit in range(units)]
    upper = [units - sum((unit, other) in rejected for other in range(units)) for unit in range(units)]
    return lower, upper


@pytest.mark.parametrize(("seed", "block"), [(1, 2**17), (2, 9 * 100), (3, 9 * 100), (4, 9)])
def test_the_sets_agree_with_a_slow_implementation(seed, block, monkeypatch):
    monkeypatch.setattr(ranking_quantile, "BLOCK_ELEMENTS", block)
    rng = np.random.default_rng(seed)
    means = rng.normal(75, 4, 9)
    errors = rng.uniform(0.3, 2.5, 9)
    options = {"seed": seed, "level": 0.9, "draws": 1999}
    fast = rank_confidence_sets(means, errors, **options)
    lower, upper = slow_sets(means, errors, **options)
    assert fast.lower.tolist() == lower
    assert fast.upper.tolist() == upper
    assert (fast.upper - fast.lower).sum() not in (0, 9 * 8)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_the_quantile_is_that_of_all_draws(level):
    rng = np.random.default_rng(8)
    errors = rng.uniform(0.3, 2.5, 6)
    simulated = ranking_quantile.SimulatedDifferences.draw(errors, 999, 8)
    open_pairs = ~np.eye(6, dtype=bool)
    differences = np.abs(simulated.errors[:, :, None] - simulated.errors[:, None, :]) * simulated.inverse
    for _ in range(2):
        largest = np.sort(np.where(open_pairs, differences, 0.0).max(axis=(1, 2)))
        assert simulated.quantile_of_largest(open_pairs, level) == largest[math.ceil(1000 * level) - 1]
        open_pairs[:3] = open_pairs[:, :3] = False


def test_two_units_have_the_ordinary_two_sided_test():
    for difference, separated in ((1.9, False), (2.02, True)):
        sets = rank_confidence_sets([50 + difference, 50.0], [1.0, 0.0], seed=5, draws=100_000)
        assert (sets.upper == sets.lower).all() == separated
        assert sets.above.tolist() == [[False, separated], [False, False]]


@pytest.mark.parametrize("sizes", [(3, 4), (10, 12), (6, 200)])
def test_with_degrees_of_freedom_two_units_have_the_test_of_welch(sizes):
    rng = np.random.default_rng(sum(sizes))
    first, second = rng.normal(0, 5, sizes[0]), rng.normal(0, 2, sizes[1])
    errors = standard_errors([first.var(ddof=1), second.var(ddof=1)], sizes)
    decisions, freedom = set(), np.array(sizes) - 1
    for shift in np.linspace(0, 30, 76):
        p_value = ttest_ind(first + shift, second, equal_var=False).pvalue
        if abs(p_value - 0.05) > 0.002:
            sets = rank_confidence_sets([(first + shift).mean(), second.mean()], errors, freedom, seed=1, draws=20_000)
            assert (sets.lower == sets.upper).all() == (p_value < 0.05)
            decisions.add(p_value < 0.05)
    assert decisions == {True, False}


def test_many_degrees_of_freedom_change_nothing():
    rng = np.random.default_rng(12)
    means, errors = rng.normal(75, 3, 20), rng.uniform(0.2, 1.5, 20)
    known, large = (rank_confidence_sets(means, errors, freedom, seed=1) for freedom in (None, np.full(20, 10**9)))
    assert (known.lower == large.lower).all()
    assert (known.upper == large.upper).all()


def test_well_separated_units_have_one_rank_each():
    means = np.array([70.0, 90.0, 60.0, 80.0])
    sets = rank_confidence_sets(means, np.full(4, 0.1), seed=1)
    assert sets.lower.tolist() == sets.upper.tolist() == sets.ranks.tolist() == [3, 1, 4, 2]
    assert (sets.above == (means[:, None] > means[None, :])).all()


def test_equal_units_have_the_full_set():
    sets = rank_confidence_sets([75.0] * 6, [1.0] * 6, seed=1)
    assert sets.lower.tolist() == [1] * 6
    assert sets.upper.tolist() == [6] * 6
    assert sets.ranks.tolist() == [1] * 6


def test_a_unit_of_one_person_can_have_any_rank_and_blurs_the_others_by_one():
    people = [100, 100, 1]
    errors = standard_errors([1.0, 1.0, float("nan")], people)
    for freedom in (None, np.array(people) - 1):
        sets = rank_confidence_sets([90.0, 60.0, 75.0], errors, freedom, seed=1)
        assert sets.lower.tolist() == [1, 2, 1]
        assert sets.upper.tolist() == [2, 3, 3]
    unknown = rank_confidence_sets([90.0, 60.0, 75.0], [0.1, 0.1, float("nan")], seed=1)
    assert unknown.upper.tolist() == [2, 3, 3]


def test_between_units_without_variance_the_difference_is_certain():
    means, errors = [70.0, 70.0001, 70.0, 70.0], [0.0, 0.0, 0.0, 5.0]
    for freedom in (None, [11, 14, 19, 29]):
        sets = rank_confidence_sets(means, errors, freedom, seed=1)
        assert sets.ranks.tolist() == [2, 1, 2, 2]
        assert sets.lower.tolist() == [2, 1, 2, 1]
        assert sets.upper.tolist() == [4, 2, 4, 4]


def test_one_unit_and_none():
    assert rank_confidence_sets([75.0], [1.0], seed=1).upper.tolist() == [1]
    assert rank_confidence_sets([], [], seed=1).ranks.tolist() == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(halves, st.sampled_from([0.0, 0.2, 1.0, 4.0, math.inf])), min_size=2, max_size=8))
def test_sets_hold_the_rank(units):
    sets = rank_confidence_sets(*zip(*units, strict=True), seed=7, draws=499)
    assert (sets.lower <= sets.ranks).all()
    assert (sets.ranks <= sets.upper).all()


def test_the_same_seed_gives_the_same_sets_and_a_higher_level_wider_ones():
    rng = np.random.default_rng(4)
    means, errors = rng.normal(75, 3, 20), rng.uniform(0.5, 1.5, 20)
    first, second = (rank_confidence_sets(means, errors, seed=9) for _ in range(2))
    wide = rank_confidence_sets(means, errors, seed=9, level=0.999)
    assert (first.lower == second.lower).all()
    assert (first.upper == second.upper).all()
    assert (wide.upper - wide.lower).sum() > (first.upper - first.lower).sum()


@pytest.mark.parametrize("truth", [[70.0, 70.0, 70.0, 70.0, 70.0], [70.0, 70.5, 71.0, 75.0, 75.0]])
def test_coverage_by_simulation(truth):
    """With people drawn anew, the sets cover all true ranks about as often as they say, or more."""
    rng = np.random.default_rng(11)
    true_ranks = ranks(truth)
    rounds, people, covered = 400, np.array([5, 8, 10, 60, 200]), 0
    for seed in range(rounds):
        samples = [rng.normal(mean, 5, count) for mean, count in zip(truth, people, strict=True)]
        errors = standard_errors([sample.var(ddof=1) for sample in samples], people)
        means = [sample.mean() for sample in samples]
        sets = rank_confidence_sets(means, errors, people - 1, seed=seed, draws=399, level=0.9)
        covered += ((sets.lower <= true_ranks) & (true_ranks <= sets.upper)).all()
    # 400 rounds: three standard errors of a share of 0.9 are 0.045.
    assert covered / rounds >= 0.9 - 0.045
    if len(set(truth)) == 1:
        assert covered / rounds <= 0.9 + 0.045


def test_best_and_worst():
    sets = rank_confidence_sets([90.0, 80.0, 80.1, 60.0, 50.0], [0.1, 1.0, 1.0, 0.1, 0.1], seed=1)
    assert list(zip(sets.lower.tolist(), sets.upper.tolist(), strict=True)) == [(1, 1), (2, 3), (2, 3), (4, 4), (5, 5)]
    two = best_k(sets, 2)
    assert two.certainly_best.tolist() == [True, False, False, False, False]
    assert two.possibly_best.tolist() == [True, True, True, False, False]
    assert two.certainly_worst.tolist() == [False, False, False, True, True]
    three = best_k(sets, 3)
    assert three.certainly_best.tolist() == [True, True, True, False, False]
    assert three.certainly_worst.tolist() == [False, False, False, True, True]
    assert three.possibly_worst.tolist() == [False, True, True, True, True]


@pytest.mark.parametrize("k", [0, 4])
def test_k_beyond_the_units_is_refused(k):
    sets = rank_confidence_sets([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], seed=1)
    with pytest.raises(ValueError, match="between 1 and 3"):
        best_k(sets, k)


@pytest.mark.parametrize(
    ("means", "errors", "level"), [([1.0], [1.0, 2.0], 0.95), ([1.0], [-1.0], 0.95), ([1.0], [1.0], 1.0)]
)
def test_unusable_input_is_refused(means, errors, level):
    with pytest.raises(ValueError, match="standard errors"):
        rank_confidence_sets(means, errors, level=level, seed=1)


def test_forty_five_units_take_well_under_a_second():
    rng = np.random.default_rng(0)
    means, errors = rng.normal(75, 4, 45), rng.uniform(0.3, 2, 45)
    start = time.process_time()
    rank_confidence_sets(means, errors, seed=1)
    assert time.process_time() - start < 1.0
