import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipasn_analysis.statistics.multiplicity import holm

p_lists = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def holm_by_closed_testing(p_values: list[float]) -> list[float]:
    """Holm is the closed test with Bonferroni in every subset: the largest adjusted p of the subsets holding a test."""
    tests = len(p_values)
    adjusted = [0.0] * tests
    for subset in range(1, 2**tests):
        members = [i for i in range(tests) if subset >> i & 1]
        bonferroni = min(1.0, len(members) * min(p_values[i] for i in members))
        for i in members:
            adjusted[i] = max(adjusted[i], bonferroni)
    return adjusted


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_the_closed_bonferroni_test(p_values):
    assert holm(p_values) == pytest.approx(holm_by_closed_testing(p_values))


@given(p_lists, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_nothing_gets_smaller(p_values, random):
    adjusted = holm(p_values)
    order = list(range(len(p_values)))
    random.shuffle(order)
    assert holm(np.array(p_values)[order]) == pytest.approx(adjusted[order])
    assert (adjusted >= np.array(p_values)).all()


def test_known_values():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_a_test_that_was_not_made_does_not_count():
    adjusted = holm([0.02, None, 0.5, float("nan")])
    assert adjusted[[0, 2]] == pytest.approx([0.04, 0.5])
    assert np.isnan(adjusted[[1, 3]]).all()


def test_the_input_is_not_changed():
    p_values = np.array([0.2, 0.1])
    holm(p_values)
    assert p_values.tolist() == [0.2, 0.1]


def test_no_tests_no_values():
    assert holm([]).tolist() == []


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.5, 1.2])
