"""The one model of chance: its formulas a second way, and how often it claims what is not there."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq

from ipasn_analysis.statistics import noise
from ipasn_analysis.statistics.ranking import rank_confidence_sets

HALF_IN_ONE = np.array([3000, *[100] * 30])
UNEQUAL = np.array([3981, 700, 400, 300, *range(60, 184, 4), 29, 15, 14])
NINE = np.array([800, 100, 90, 80, 50, 40, 30, 20, 12])
MOST_FALSE_CLAIMS = 0.07
"""Share of false claims that is allowed where 5 % is said."""


def by_matrices(means, sizes):
    """Variance and degrees of freedom of CR2 by the matrices of Bell and McCaffrey, of the mean of single people."""
    n, total = np.asarray(sizes, dtype=float), float(np.sum(sizes))
    clusters = np.repeat(np.arange(len(n)), sizes)
    values = np.asarray(means, dtype=float)[clusters]
    design = np.ones((int(total), 1))
    hat = design @ np.linalg.inv(design.T @ design) @ design.T
    residual, rows = values - values.mean(), []
    variance = 0.0
    for cluster in range(len(n)):
        mine = clusters == cluster
        own = np.eye(mine.sum()) - hat[np.ix_(mine, mine)]
        values_, vectors = np.linalg.eigh(own)
        adjust = vectors @ np.diag(values_**-0.5) @ vectors.T
        weights = (design[mine].T @ adjust / total).ravel()
        variance += float(weights @ residual[mine]) ** 2
        rows.append((np.eye(int(total)) - hat)[:, mine] @ weights)
    gram = np.array([[a @ b for b in rows] for a in rows])
    return variance, float(np.trace(gram) ** 2 / (gram**2).sum())


@pytest.mark.parametrize("sizes", [[3, 4, 5, 6], [20, 2, 3, 4], [7, 7], [1, 1, 1, 1, 1]])
def test_cr2_is_that_of_the_matrices(sizes):
    means = np.random.default_rng(len(sizes)).normal(75, 3, len(sizes))
    found = noise.mean_of_clusters(means, sizes)
    variance, freedom = by_matrices(means, sizes)
    assert found.standard_error == pytest.approx(math.sqrt(variance), rel=1e-9)
    assert found.freedom == pytest.approx(freedom, rel=1e-9)
    half = stats.t.ppf(0.975, freedom) * math.sqrt(variance)
    assert found.interval == pytest.approx((found.difference - half, found.difference + half))
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(found.difference) / math.sqrt(variance), freedom))


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=40))
def test_degrees_of_freedom_lie_between_one_and_clusters_less_one(sizes):
    assert 1 - 1e-6 <= noise.satterthwaite(sizes) <= len(sizes) - 1 + 1e-6
    assert noise.satterthwaite([7] * len(sizes)) == pytest.approx(len(sizes) - 1)


@pytest.mark.parametrize("sizes", [np.full(40, 100), HALF_IN_ONE, UNEQUAL, np.full(9, 100), NINE])
@pytest.mark.parametrize("shock", [0.0, 1.5])
def test_a_change_that_is_not_there_is_rarely_claimed(sizes, shock):
    random = np.random.default_rng(1)
    claims = [
        noise.mean_of_clusters(
            random.normal(0, shock, len(sizes)) + random.normal(0, 5, len(sizes)) / np.sqrt(sizes), sizes
        ).exceeds_noise
        for _ in range(800)
    ]
    assert np.mean(claims) <= MOST_FALSE_CLAIMS + 0.01  # two standard errors of 800 rounds are 0.015


def test_a_change_that_is_there_is_found():
    random = np.random.default_rng(2)
    sizes = np.full(38, 100)
    means = (3 + random.normal(0, 1.5, 38) for _ in range(50))
    assert np.mean([noise.mean_of_clusters(mean, sizes).exceeds_noise for mean in means]) > 0.95


def ceiling(random, count):
    return np.minimum(100, 93 - random.gamma(1.5, 8, count))


def two_values(random, count):
    return np.where(random.random(count) < 0.1, 60.0, 85.0)


@pytest.mark.parametrize("sizes", [[10] * 15 + [300] * 5, [12] * 3 + [200] * 8])
@pytest.mark.parametrize("draw", [lambda random, n: random.normal(75, 9, n), ceiling, two_values])
def test_no_rank_is_claimed_among_units_alike(sizes, draw):
    random = np.random.default_rng(3)
    claims = []
    for _ in range(150):
        people = [draw(random, size) for size in sizes]
        errors = noise.moderated([sample.var(ddof=1) for sample in people], sizes)
        means = [sample.mean() for sample in people]
        claims.append(rank_confidence_sets(means, errors.standard, errors.freedom, seed=1, draws=999).above.any())
    assert np.mean(claims) <= MOST_FALSE_CLAIMS + 0.025


@pytest.mark.parametrize("sizes", [NINE, np.full(12, 100)])
def test_no_rank_is_claimed_among_units_that_differ_by_the_shock_of_a_year_alone(sizes):
    random = np.random.default_rng(7)
    claims = []
    for _ in range(300):
        changes = random.normal(0, 1.5 * math.sqrt(2), len(sizes))
        people = [ceiling(random, size) + random.normal(0, 1.5) for size in sizes]
        shock = noise.shock_of_year(changes + random.normal(0, 4 / np.sqrt(sizes)), 16 / sizes)
        errors = noise.moderated([sample.var(ddof=1) for sample in people], sizes)
        errors = noise.of_pairs(noise.with_shocks(errors, *shock))
        means = [sample.mean() for sample in people]
        claims.append(rank_confidence_sets(means, errors.standard, errors.freedom, seed=1, draws=499).above.any())
    assert np.mean(claims) <= MOST_FALSE_CLAIMS + 0.02


@pytest.mark.parametrize("sizes", [UNEQUAL, np.full(9, 60), np.full(38, 60)])
def test_a_difference_of_groups_that_is_not_there_is_rarely_claimed(sizes):
    random, claims = np.random.default_rng(4), []
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    for _ in range(300):
        values = random.normal(0, 3, len(sizes))[clusters] + random.normal(0, 9, len(clusters))
        first = random.random(len(clusters)) < (0.3 + 0.5 * random.random(len(sizes)))[clusters]
        claims.append(noise.difference_of_groups(values, first, ~first, clusters).exceeds_noise)
    assert np.mean(claims) <= MOST_FALSE_CLAIMS + 0.02


def test_what_all_of_a_cluster_share_is_no_difference_of_its_groups():
    random = np.random.default_rng(5)
    clusters = np.repeat(np.arange(30), 40)
    first = np.tile([True, False], 600)
    own = random.normal(0, 1, 1200)
    alone = noise.difference_of_groups(own, first, ~first, clusters)
    shaken = noise.difference_of_groups(own + random.normal(0, 50, 30)[clusters], first, ~first, clusters)
    assert shaken.standard_error == pytest.approx(alone.standard_error, rel=1e-6)
    assert alone.standard_error == pytest.approx(2 / math.sqrt(1200), rel=0.3)


def test_variances_are_moderated_by_degrees_of_freedom():
    errors = noise.moderated([0.0, 9.0, math.nan], [11, 31, 1])
    pooled = (0 * 10 + 9 * 30) / 40
    moderated = [(40 * pooled + 0) / 50, (40 * pooled + 30 * 9) / 70, pooled]
    assert errors.standard.tolist() == pytest.approx(
        [math.sqrt(v / n) for v, n in zip(moderated, (11, 31, 1), strict=True)]
    )
    assert errors.freedom.tolist() == [50, 70, 40]
    assert noise.moderated([math.nan], [1]).standard.tolist() == [math.inf]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 30)), min_size=2, max_size=20))
def test_paule_and_mandel_a_second_way(estimates):
    values, variances = np.array(estimates).T

    def excess(between):
        weights = 1 / (variances + between)
        return float((weights * (values - np.average(values, weights=weights)) ** 2).sum() - len(values) + 1)

    found, centre = noise.paule_mandel(values, variances)
    expected = brentq(excess, 0, 1e5, xtol=1e-12) if excess(0) > 1e-9 else 0.0
    assert found == pytest.approx(expected, abs=1e-6)
    assert centre == pytest.approx(np.average(values, weights=1 / (variances + found)), abs=1e-6)


def test_the_shock_of_a_year_is_half_of_what_changes_vary():
    random = np.random.default_rng(6)
    shocks = random.normal(0, 2, (2, 500))
    own = random.uniform(0.2, 1, 500)
    found, freedom = noise.shock_of_year(shocks[1] - shocks[0] + random.normal(0, np.sqrt(own)), own)
    assert (found, freedom) == (pytest.approx(2, rel=0.1), 499)
    assert noise.shock_of_year([1.0, 2.0], [1.0, 1.0]) == (0.0, 0.0)


def test_shocks_widen_errors_and_have_their_own_freedom():
    errors = noise.moderated([16.0, 16.0], [16, 400])
    wider = noise.with_shocks(errors, 1.5, 10)
    assert wider.standard.tolist() == pytest.approx(np.hypot(errors.standard, 1.5).tolist())
    assert wider.freedom[1] == pytest.approx((0.04 + 2.25) ** 2 / (0.04**2 / errors.freedom[1] + 2.25**2 / 10))
    assert noise.with_shocks(errors, 0.0, 0.0) is errors


def test_nothing_is_said_of_one_cluster_and_everything_where_all_move_alike():
    assert noise.clustered(2.0, [0.4], [10]).interval is None
    assert not noise.clustered(2.0, [0.4], [10]).exceeds_noise
    assert noise.clustered(2.0, [0.0, 0.0], [10, 20]).exceeds_noise
    assert not noise.clustered(0.0, [0.0, 0.0], [10, 20]).exceeds_noise
