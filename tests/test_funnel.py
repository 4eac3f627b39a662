import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from ipasn_analysis.statistics.funnel import funnel


def slow_funnel(means, variances, counts):
    """Centre, tau, deviations and z-scores by loops, tau by a search of another kind."""
    pooled = sum((n - 1) * v for n, v in zip(counts, variances, strict=True) if n > 1) / sum(n - 1 for n in counts)
    errors = [math.sqrt(pooled / n) for n in counts]

    def centre(squared):
        weights = [1 / (error**2 + squared) for error in errors]
        return sum(w * mean for w, mean in zip(weights, means, strict=True)) / sum(weights)

    def excess(squared):
        middle = centre(squared)
        return sum((m - middle) ** 2 / (e**2 + squared) for m, e in zip(means, errors, strict=True)) - len(means) + 1

    squared = brentq(excess, 0, 1e4, xtol=1e-14) if excess(0) > 0 else 0.0
    deviations = [math.sqrt(error**2 + squared) for error in errors]
    scores = [(mean - centre(squared)) / deviation for mean, deviation in zip(means, deviations, strict=True)]
    return centre(squared), math.sqrt(squared), deviations, scores


@pytest.mark.parametrize("unit_sd", [0.0, 2.0, 3.0])
def test_it_agrees_with_the_formulas_of_the_papers(unit_sd):
    rng = np.random.default_rng(3)
    counts = rng.integers(5, 400, 30)
    means = 75 + rng.normal(0, unit_sd, 30) + rng.normal(0, 6, 30) / np.sqrt(counts)
    variances = rng.uniform(25, 50, 30)
    result = funnel(means, variances, counts)
    centre, tau, deviations, scores = slow_funnel(means.tolist(), variances.tolist(), counts.tolist())
    assert result.centre == pytest.approx(centre, abs=1e-8)
    assert result.tau == pytest.approx(tau, abs=1e-6)
    assert result.z == pytest.approx(scores, abs=1e-6)
    for limits, reach in ((result.warning, norm.ppf(0.975)), (result.alarm, norm.ppf(0.999))):
        assert limits.lower == pytest.approx([centre - reach * deviation for deviation in deviations])
        assert limits.upper == pytest.approx([centre + reach * deviation for deviation in deviations])


def test_an_outlier_is_found():
    rng = np.random.default_rng(8)
    counts = np.full(40, 100)
    means = 75 + rng.normal(0, 0.6, 40)
    means[7] = 60.0
    result = funnel(means, np.full(40, 36.0), counts)
    assert result.outside_alarm[7] == -1
    assert (np.delete(result.outside_alarm, 7) == 0).all()
    assert (result.outside_warning == (means > result.warning.upper) * 1 - (means < result.warning.lower) * 1).all()


UNEQUAL = np.array([3981, 700, 400, 300, *range(60, 184, 4), 29, 15, 14])
"""Sizes of the units of a regency, of which one has half the people."""


@pytest.mark.parametrize("unit_sd", [0.0, 3.0, 6.0])
def test_few_units_of_one_kind_lie_outside_whatever_their_sizes(unit_sd):
    rng = np.random.default_rng(5)
    outside, taus = np.zeros(2), []
    for _ in range(200):
        means = 75 + rng.normal(0, unit_sd, len(UNEQUAL)) + rng.normal(0, 9, len(UNEQUAL)) / np.sqrt(UNEQUAL)
        result = funnel(means, np.full(len(UNEQUAL), 81.0), UNEQUAL)
        outside += (result.outside_warning != 0).mean(), (result.outside_alarm != 0).mean()
        taus.append(result.tau)
    assert (outside / 200 <= (0.07, 0.005)).all()
    assert np.mean(taus) == pytest.approx(unit_sd, abs=0.2)


@given(
    st.lists(
        st.tuples(st.floats(20, 100), st.floats(0, 100), st.integers(1, 500)),
        min_size=1,
        max_size=20,
    )
)
def test_small_units_have_wider_limits_and_flags_say_what_the_limits_say(units):
    means, variances, counts = (np.array(column, dtype=float) for column in zip(*units, strict=True))
    result = funnel(means, variances, counts)
    assert result.tau >= 0
    order = np.argsort(counts)
    for limits, outside in ((result.warning, result.outside_warning), (result.alarm, result.outside_alarm)):
        assert (np.diff(limits.upper[order]) <= 1e-9).all()
        assert ((limits.lower >= 0) & (limits.upper <= 100)).all()
        assert (means[outside == 0] >= limits.lower[outside == 0] - 1e-7).all()
        assert (means[outside == 0] <= limits.upper[outside == 0] + 1e-7).all()
        assert (means[outside == 1] > limits.upper[outside == 1] - 1e-7).all()
        assert (means[outside == -1] < limits.lower[outside == -1] + 1e-7).all()
    assert (np.abs(result.outside_alarm) <= np.abs(result.outside_warning)).all()


def test_the_centre_is_not_that_of_the_largest_unit_alone():
    assert funnel([60.0, 90.0], [1.0, 1.0], [3000, 10]).centre == pytest.approx(75, abs=0.1)
    assert funnel([60.0, 60.1], [400.0, 400.0], [30, 10]).centre == pytest.approx(60.025)


def test_units_of_one_person_and_units_without_variance():
    single = funnel([70.0, 80.0, 75.0], [float("nan"), float("nan"), 16.0], [1, 1, 20])
    assert single.person_sd == pytest.approx(4)
    flat = funnel([75.0, 75.0], [0.0, 0.0], [5, 5])
    assert flat.tau == 0
    assert flat.z.tolist() == [0, 0]
    apart = funnel([74.0, 76.0], [0.0, 0.0], [5, 5])
    assert apart.tau == pytest.approx(math.sqrt(2))


def test_one_unit_lies_on_its_own_centre():
    result = funnel([82.5], [9.0], [12])
    assert (result.centre, result.tau, result.z.tolist()) == (82.5, 0, [0])


@pytest.mark.parametrize("units", [([], [], []), ([70.0], [1.0], [0]), ([70.0, 71.0], [1.0], [5, 5])])
def test_unusable_input_is_refused(units):
    with pytest.raises(ValueError, match="funnel needs units"):
        funnel(*units)
