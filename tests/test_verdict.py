"""Units beside the mean of all and a target: the formulas a second way, and how often a claim is false."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from test_noise import HALF_IN_ONE, MOST_FALSE_CLAIMS, NINE, UNEQUAL, ceiling, two_values

from ipasn_analysis.statistics.noise import Errors, moderated, skew_of_means, skewness_within, with_shocks
from ipasn_analysis.statistics.verdict import against_mean, surely_below


def by_contrasts(means, counts, errors, freedoms):
    """Distance to the mean, its error and degrees of freedom by a matrix of contrasts."""
    share = np.asarray(counts, dtype=float) / np.sum(counts)
    contrasts = np.eye(len(share)) - np.tile(share, (len(share), 1))
    squares = contrasts**2 @ np.diag(np.asarray(errors, dtype=float) ** 2)
    variance = squares.sum(axis=1)
    return contrasts @ np.asarray(means), np.sqrt(variance), variance**2 / (squares**2 / freedoms).sum(axis=1)


def test_it_agrees_with_contrasts_of_the_means():
    random = np.random.default_rng(1)
    counts = random.integers(5, 900, 25)
    means, errors, freedom = 75 + random.normal(0, 4, 25), random.uniform(0.5, 3, 25), random.uniform(3, 90, 25)
    found = against_mean(means, counts, Errors(errors, freedom))
    distance, error, df = by_contrasts(means, counts, errors, freedom)
    reach = stats.t.ppf(1 - (1 - 0.95 ** (1 / 25)) / 2, df) * error
    assert found.centre == pytest.approx(np.average(means, weights=counts))
    assert found.upper == pytest.approx(found.centre + reach)
    assert found.lower == pytest.approx(found.centre - reach)
    assert found.side.tolist() == (np.sign(distance) * (np.abs(distance) > reach)).tolist()
    below = surely_below(means, Errors(errors, freedom), 76.0)
    each = stats.t.sf((76.0 - means) / errors, freedom)
    assert below.tolist() == (each < 1 - 0.95 ** (1 / 25)).tolist()


@pytest.mark.parametrize("sizes", [np.full(38, 60), HALF_IN_ONE, UNEQUAL, NINE])
@pytest.mark.parametrize("draw", [lambda random, n: random.normal(75, 9, n), ceiling, two_values])
def test_no_verdict_among_units_alike(sizes, draw):
    random, claims, target = np.random.default_rng(7), [], []
    truth = draw(random, 400_000).mean()
    for _ in range(150):
        people = [draw(random, size) for size in sizes]
        errors = moderated([sample.var(ddof=1) for sample in people], sizes)
        means = np.array([sample.mean() for sample in people])
        skewness = skewness_within(np.concatenate(people), np.repeat(np.arange(len(sizes)), sizes))
        skew = skew_of_means(skewness, sizes, errors, errors)
        claims.append(against_mean(means, sizes, errors, skew=skew).side.any())
        target.append(surely_below(means, errors, truth, skew=skew).any())
    assert np.mean(claims) <= MOST_FALSE_CLAIMS + 0.03  # two standard errors of 150 rounds are 0.036
    assert np.mean(target) <= MOST_FALSE_CLAIMS + 0.03


def test_with_shocks_of_a_year_units_that_differ_are_found_and_others_not():
    random, found, false = np.random.default_rng(8), [], []
    for _ in range(200):
        level = np.where(np.arange(len(UNEQUAL)) < 8, 0.0, np.where(np.arange(len(UNEQUAL)) < 11, -8.0, 0.0))
        means = 75 + level + random.normal(0, 1.5, len(UNEQUAL)) + random.normal(0, 12, len(UNEQUAL)) / UNEQUAL**0.5
        errors = with_shocks(moderated(np.full(len(UNEQUAL), 144.0), UNEQUAL), 1.5, len(UNEQUAL) - 1)
        side = against_mean(means, UNEQUAL, errors).side
        found.append((side[8:11] == -1).mean())
        truth = level - np.average(level, weights=UNEQUAL)
        false.append((side * np.sign(truth) < 0).any())
    assert np.mean(found) > 0.5 and np.mean(false) <= MOST_FALSE_CLAIMS


units = st.tuples(st.floats(20, 100), st.floats(0, 9), st.integers(1, 500))


@given(st.lists(units, min_size=1, max_size=20))
def test_verdicts_say_what_their_limits_say(given_units):
    means, error, counts = (np.array(column, dtype=float) for column in zip(*given_units, strict=True))
    found = against_mean(means, counts, Errors(error, np.full(len(means), 30.0)))
    assert (found.lower <= found.centre).all() and (found.upper >= found.centre).all()
    assert (means[found.side > 0] > found.upper[found.side > 0]).all()
    assert (means[found.side < 0] < found.lower[found.side < 0]).all()
    inside = found.side == 0
    assert (means[inside] <= found.upper[inside] + 1e-7).all() and (means[inside] >= found.lower[inside] - 1e-7).all()
    if len(means) == 1:
        assert found.side.tolist() == [0]


def test_nothing_is_said_where_nothing_is_known():
    nothing = Errors(np.full(2, math.inf), np.zeros(2))
    found = against_mean([60.0, 90.0], [10, 10], nothing)
    assert found.side.tolist() == [0, 0] and (found.lower.tolist(), found.upper.tolist()) == ([0, 0], [100, 100])
    assert not surely_below([60.0, 90.0], nothing, 95.0).any()
    assert not surely_below([81.0], Errors(np.zeros(1), np.full(1, 9.0)), 81.0).any()
    assert surely_below([80.0], Errors(np.zeros(1), np.full(1, 9.0)), 81.0).all()


def test_fewer_that_are_judged_are_judged_with_more_power():
    means, counts, errors = np.full(9, 70.0), np.full(9, 30), Errors(np.full(9, 1.0), np.full(9, 100.0))
    few = against_mean(means, counts, errors, judged=np.arange(9) < 2)
    assert (few.upper < against_mean(means, counts, errors).upper).all()


@pytest.mark.parametrize(
    ("means", "counts", "errors"), [([], [], []), ([70.0], [0], [1.0]), ([70.0, 71.0], [1], [1.0])]
)
def test_unusable_input_is_refused(means, counts, errors):
    with pytest.raises(ValueError, match="verdicts need units"):
        against_mean(means, counts, Errors(np.array(errors), np.full(len(errors), 9.0)))
