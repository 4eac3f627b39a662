"""The grid of published figures."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipasn_analysis.disclosure.grid import STEPS, step_of, to_count_step
from ipasn_analysis.result.figures import OnGrid

values = st.floats(-100, 100)
steps = st.sampled_from(STEPS)


@given(st.integers(1, 100_000))
def test_a_step_is_the_smallest_that_hides_five_points_of_one_person(people: int) -> None:
    enough = [step for step in STEPS if Fraction(str(step)) * people >= 5]
    assert step_of(people) == min(enough, default=STEPS[-1])


@given(values, steps)
def test_a_figure_is_the_nearest_multiple_of_its_step(value: float, step: float) -> None:
    figure = OnGrid(value, step)
    assert Fraction(repr(float(figure))) % Fraction(str(step)) == 0
    assert abs(float(figure) - value) <= step / 2 + 1e-9
    assert figure == round(figure, figure.decimals)


@given(values, steps, values, steps)
def test_a_difference_stands_on_the_coarser_grid(value: float, step: float, other: float, wider: float) -> None:
    difference = OnGrid(value, step) - OnGrid(other, wider)
    assert difference.step == max(step, wider)
    assert Fraction(repr(float(difference))) % Fraction(str(difference.step)) == 0


def test_a_figure_keeps_its_grid_when_it_travels() -> None:
    assert pickle.loads(pickle.dumps(OnGrid(76.5, 0.5))).step == 0.5


@pytest.mark.parametrize(("count", "told"), [(0, 0), (2, 0), (3, 5), (12, 10), (13, 15)])
def test_counts_stand_on_multiples_of_five(count: int, told: int) -> None:
    assert to_count_step(count) == told
