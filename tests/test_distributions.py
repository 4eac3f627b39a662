"""Quantiles, tails and ranks against scipy.stats, which the program itself does not load."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ipasn_analysis.statistics import distributions as found

PROBABILITIES = st.floats(1e-9, 1 - 1e-9)
FREEDOM = st.one_of(st.floats(0.5, 1e5), st.just(float("inf")))


@given(PROBABILITIES, FREEDOM)
def test_quantiles(probability, freedom):
    assert found.normal_quantile(probability) == pytest.approx(stats.norm.ppf(probability), rel=1e-12, abs=1e-12)
    assert found.normal_of_tail(probability) == pytest.approx(stats.norm.isf(probability), rel=1e-12, abs=1e-12)
    assert found.student_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-9)


@given(st.floats(-40, 40), FREEDOM)
def test_student_tail(value, freedom):
    assert found.student_tail(value, freedom) == pytest.approx(stats.t.sf(value, freedom), rel=1e-9)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_ranks_share_ties(values):
    slow = [sum(v < x for v in values) + (sum(v == x for v in values) + 1) / 2 for x in values]
    assert found.average_ranks(values).tolist() == slow


def test_the_analysis_does_without_scipy_stats():
    code = "import sys, ipasn_analysis.facts, ipasn_analysis.api; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
