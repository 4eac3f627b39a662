import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from ipasn_analysis.statistics.funnel import funnel


def slow_funnel(means, variances, counts, winsorised):
    """Centre, tau, dispersion, deviation and z-scores in the words of the paper: loops over z and weights."""
    people = sum(counts)
    centre = sum(n * mean for n, mean in zip(counts, means, strict=True)) / people
    pooled = sum((n - 1) * v for n, v in zip(counts, variances, strict=True) if n > 1) / sum(n - 1 for n in counts)
    errors = [math.sqrt(pooled / n) for n in counts]
    z = [(mean - centre) / error for mean, error in zip(means, errors, strict=True)]
    low, high = np.quantile(z, winsorised), np.quantile(z, 1 - winsorised)
    phi = sum(min(max(value, low), high) ** 2 for value in z) / len(z)
    weights = [1 / error**2 for error in errors]
    tau_squared = 0.0
    if len(z) * phi > len(z) - 1:
        tau_squared = (len(z) * phi - (len(z) - 1)) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    deviations = [math.sqrt(error**2 + tau_squared) for error in errors]
    scores = [(mean - centre) / deviation for mean, deviation in zip(means, deviations, strict=True)]
    return centre, math.sqrt(tau_squared), phi, deviations, scores


@pytest.mark.parametrize(("unit_sd", "winsorised"), [(0.0, 0.1), (2.0, 0.1), (3.0, 0.2), (2.0, 0.0)])
def test_it_agrees_with_the_formulas_of_the_paper(unit_sd, winsorised):
    rng = np.random.default_rng(3)
    counts = rng.integers(5, 400, 30)
    means = 75 + rng.normal(0, unit_sd, 30) + rng.normal(0, 6, 30) / np.sqrt(counts)
    variances = rng.uniform(25, 50, 30)
    result = funnel(means, variances, counts, winsorised=winsorised)
    centre, tau, phi, deviations, scores = slow_funnel(means.tolist(), variances.tolist(), counts.tolist(), winsorised)
    assert result.centre == pytest.approx(centre, abs=1e-10)
    assert result.tau == pytest.approx(tau, abs=1e-10)
    assert result.dispersion == pytest.approx(phi)
    assert result.z == pytest.approx(scores)
    for limits, reach in ((result.warning, norm.ppf(0.975)), (result.alarm, norm.ppf(0.999))):
        assert limits.lower == pytest.approx([centre - reach * deviation for deviation in deviations])
        assert limits.upper == pytest.approx([centre + reach * deviation for deviation in deviations])


def test_an_outlier_is_found_and_hardly_widens_the_limits():
    rng = np.random.default_rng(8)
    counts = np.full(40, 100)
    means = 75 + rng.normal(0, 0.6, 40)
    means[7] = 60.0
    result = funnel(means, np.full(40, 36.0), counts)
    assert result.outside_alarm[7] == -1
    assert (np.delete(result.outside_alarm, 7) == 0).all()
    assert result.tau < 0.3 * funnel(means, np.full(40, 36.0), counts, winsorised=0.0).tau
    assert (result.outside_warning == (means > result.warning.upper) * 1 - (means < result.warning.lower) * 1).all()


def test_units_that_vary_by_chance_alone_have_no_over_dispersion():
    rng = np.random.default_rng(5)
    taus, ratios = [], []
    for _ in range(200):
        counts = rng.integers(10, 300, 30)
        result = funnel(75 + rng.normal(0, 6, 30) / np.sqrt(counts), np.full(30, 36.0), counts)
        taus.append(result.tau)
        ratios.append(result.dispersion)
    assert np.median(taus) == 0
    assert np.mean(ratios) == pytest.approx(0.75, abs=0.1)


def test_real_differences_between_units_are_measured():
    rng = np.random.default_rng(6)
    counts = rng.integers(50, 300, 2000)
    means = 75 + rng.normal(0, 3, 2000) + rng.normal(0, 6, 2000) / np.sqrt(counts)
    # Without winsorising the moment estimate is nearly unbiased.
    assert funnel(means, np.full(2000, 36.0), counts, winsorised=0.0).tau == pytest.approx(3, rel=0.05)


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


def test_the_centre_weighs_by_people():
    assert funnel([60.0, 90.0], [1.0, 1.0], [30, 10]).centre == pytest.approx(67.5)


def test_units_of_one_person_and_units_without_variance():
    single = funnel([70.0, 80.0, 75.0], [float("nan"), float("nan"), 16.0], [1, 1, 20])
    assert single.person_sd == pytest.approx(4)
    flat = funnel([75.0, 75.0], [0.0, 0.0], [5, 5])
    assert flat.tau == 0
    assert flat.z.tolist() == [0, 0]
    assert math.isnan(flat.dispersion)
    apart = funnel([74.0, 76.0], [0.0, 0.0], [5, 5], winsorised=0.0)
    assert apart.tau == pytest.approx(math.sqrt(2))


def test_one_unit_lies_on_its_own_centre():
    result = funnel([82.5], [9.0], [12])
    assert (result.centre, result.tau, result.z.tolist()) == (82.5, 0, [0])


@pytest.mark.parametrize("units", [([], [], []), ([70.0], [1.0], [0]), ([70.0, 71.0], [1.0], [5, 5])])
def test_unusable_input_is_refused(units):
    with pytest.raises(ValueError, match="funnel needs units"):
        funnel(*units)
