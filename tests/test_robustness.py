import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipasn_analysis.statistics import robustness
from ipasn_analysis.statistics.robustness import (
    category_edges,
    draw_weights,
    geometric,
    leave_one_out,
    pairs_that_hold,
    weight_draws,
)

OFFICIAL_WEIGHTS = (25.0, 40.0, 30.0, 5.0)
LOWER_EDGES = (61.0, 71.0, 81.0, 91.0)
UPPER_EDGES = (60.0, 70.0, 80.0, 90.0)

share_rows = st.lists(st.tuples(*(st.integers(0, 20).map(lambda n: n / 20) for _ in range(4))), min_size=1, max_size=12)


def slow_rank(values, place):
    return 1 + sum(other > values[place] + 1e-9 for other in values)


def units(count, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.normal(0.75, 0.05, (count, 1)) + rng.normal(0, 0.05, (count, 4))).clip(0.05, 1)


@settings(max_examples=25, deadline=None)
@given(share_rows)
def test_rank_quantiles_agree_with_loops_ties_included(rows):
    spread = weight_draws(rows, OFFICIAL_WEIGHTS, seed=3, draws=101)
    drawn = draw_weights(OFFICIAL_WEIGHTS, draws=101, seed=3)
    for place in range(len(rows)):
        occurred = []
        for weights in drawn:
            values = [100 * sum(w * s for w, s in zip(weights, row, strict=True)) for row in rows]
            occurred.append(slow_rank(values, place))
        for share, found in ((0.5, spread.median), (0.05, spread.p05), (0.95, spread.p95)):
            assert found[place] == np.quantile(occurred, share, method="inverted_cdf")


def test_more_units_than_a_block_holds_agree_with_argsort():
    shares = units(700)
    spread = weight_draws(shares, OFFICIAL_WEIGHTS, seed=5, draws=900)
    values = draw_weights(OFFICIAL_WEIGHTS, draws=900, seed=5) @ shares.T
    occurred = (-values).argsort(axis=1).argsort(axis=1) + 1
    assert (spread.median == np.quantile(occurred, 0.5, axis=0, method="inverted_cdf")).all()
    assert (spread.p95 == np.quantile(occurred, 0.95, axis=0, method="inverted_cdf")).all()


def test_a_unit_ahead_in_everything_is_first_under_any_weights():
    shares = np.vstack([units(20) * 0.9, np.full((1, 4), 0.99)])
    spread = weight_draws(shares, OFFICIAL_WEIGHTS, seed=1, draws=500)
    assert (spread.p05[-1], spread.median[-1], spread.p95[-1]) == (1, 1, 1)
    assert (spread.p05 <= spread.median).all()
    assert (spread.median <= spread.p95).all()


def test_equal_units_share_the_smaller_rank_in_every_draw():
    spread = weight_draws([[0.5] * 4, [0.9] * 4, [0.5] * 4, [0.2] * 4], OFFICIAL_WEIGHTS, seed=1, draws=50)
    assert spread.p05.tolist() == spread.p95.tolist() == [2, 1, 2, 4]


def test_draws_centre_on_the_official_weights_with_the_stated_spread():
    drawn = 100 * draw_weights(OFFICIAL_WEIGHTS, draws=40_000, seed=2)
    assert drawn.sum(axis=1) == pytest.approx(100)
    assert drawn.mean(axis=0) == pytest.approx([25, 40, 30, 5], abs=0.2)
    assert drawn.std(axis=0) == pytest.approx([6.1, 6.9, 6.4, 3.1], abs=0.1)


def test_the_same_seed_gives_the_same_ranks_and_another_gives_others():
    first, second, other = (weight_draws(units(40), OFFICIAL_WEIGHTS, seed=seed, draws=300) for seed in (4, 4, 5))
    assert (first.p95 == second.p95).all()
    assert (first.p95 != other.p95).any()


def test_no_units_no_ranks():
    assert weight_draws(np.empty((0, 4)), OFFICIAL_WEIGHTS, seed=1, draws=50).median.tolist() == []


def test_five_hundred_units_and_ten_thousand_draws_are_quick():
    shares = units(500)
    start = time.process_time()
    weight_draws(shares, OFFICIAL_WEIGHTS, seed=1, draws=10_000)
    assert time.process_time() - start < 1.0


@settings(max_examples=25, deadline=None)
@given(share_rows)
def test_pairs_that_hold_agree_with_loops(rows):
    result = pairs_that_hold(rows, OFFICIAL_WEIGHTS, seed=6, draws=99)
    drawn = draw_weights(OFFICIAL_WEIGHTS, draws=99, seed=6)
    kept = []
    for i, first in enumerate(rows):
        for second in rows[i + 1 :]:
            advantage = np.array(first) - np.array(second)
            official = advantage @ np.array(OFFICIAL_WEIGHTS)
            if abs(official) > 1e-9:
                kept.append(np.mean(np.sign(drawn @ advantage) == np.sign(official)))
    assert result.pairs == len(kept)
    if kept:
        assert result.kept == pytest.approx(np.mean(kept))
        assert result.robust == pytest.approx(np.mean(np.array(kept) >= 0.95))
    else:
        assert (result.kept, result.robust) == (None, None)


def test_pairs_more_than_a_block_holds():
    shares = units(40)
    whole = pairs_that_hold(shares, OFFICIAL_WEIGHTS, seed=6, draws=10_000)
    values = draw_weights(OFFICIAL_WEIGHTS, draws=10_000, seed=6) @ shares.T
    official = shares @ np.array(OFFICIAL_WEIGHTS)
    kept = [np.mean((values[:, i] > values[:, j]) == (official[i] > official[j])) for i in range(40) for j in range(i)]
    assert (whole.pairs, whole.kept) == (780, pytest.approx(np.mean(kept)))


def test_of_very_many_pairs_fewer_draws_tell_the_same(monkeypatch):
    shares = units(40)
    whole = pairs_that_hold(shares, OFFICIAL_WEIGHTS, seed=6, draws=10_000)
    monkeypatch.setattr(robustness, "COMPARISONS", 780 * 1_000)
    part = pairs_that_hold(shares, OFFICIAL_WEIGHTS, seed=6, draws=10_000)
    assert part.pairs == whole.pairs and part.kept != whole.kept
    assert part.kept == pytest.approx(whole.kept, abs=0.01) and part.robust == pytest.approx(whole.robust, abs=0.02)


@given(share_rows)
def test_leave_one_out_agrees_with_loops(rows):
    result = leave_one_out(rows, OFFICIAL_WEIGHTS)
    for left_out in range(4):
        others = [d for d in range(4) if d != left_out]
        scale = 100 / sum(OFFICIAL_WEIGHTS[d] for d in others)
        values = [scale * sum(OFFICIAL_WEIGHTS[d] * row[d] for d in others) for row in rows]
        assert result.indices[left_out] == pytest.approx(values)
        assert result.ranks[left_out].tolist() == [slow_rank(values, place) for place in range(len(rows))]


def test_without_its_weak_dimension_a_unit_rises():
    result = leave_one_out([[0.2, 0.9, 0.9, 0.9], [0.8, 0.8, 0.8, 0.8]], OFFICIAL_WEIGHTS)
    assert result.ranks[:, 0].tolist() == [1, 2, 2, 2]
    assert result.indices[0] == pytest.approx([90, 80])


@given(share_rows)
def test_geometric_mean_agrees_with_powers(rows):
    result = geometric(rows, OFFICIAL_WEIGHTS)
    values = [100 * np.prod([s ** (w / 100) for s, w in zip(row, OFFICIAL_WEIGHTS, strict=True)]) for row in rows]
    assert result.indices == pytest.approx(values)
    assert result.ranks.tolist() == [slow_rank(values, place) for place in range(len(rows))]
    arithmetic = 100 * np.array(rows) @ np.array(OFFICIAL_WEIGHTS) / 100
    assert (result.indices <= arithmetic + 1e-9).all()


def test_units_with_a_zero_share_the_last_rank():
    result = geometric([[0.0, 1.0, 1.0, 1.0], [0.1, 0.1, 0.1, 0.1], [1.0, 0.0, 0.0, 1.0]], OFFICIAL_WEIGHTS)
    assert result.indices == pytest.approx([0, 10, 0])
    assert result.ranks.tolist() == [2, 1, 2]


def edges(indices):
    return category_edges(indices, LOWER_EDGES, UPPER_EDGES)


def test_category_edges():
    result = edges([91.0, 90.5, 90.0, 80.5, 61.0, 60.0, 60.2, 75.0])
    assert (result.people, result.changed, result.share) == (8, 3, 3 / 8)


def test_category_edges_ignore_float_noise():
    noisy = edges([60 + 1e-12, 61 - 1e-12, 91 - 1e-12, 90 + 1e-12])
    assert noisy == edges([60.0, 61.0, 91.0, 90.0])
    assert noisy.changed == 0


@given(st.lists(st.integers(0, 200).map(lambda n: n / 2), max_size=50))
def test_category_edges_agree_with_comparisons(indices):
    result = edges(indices)
    lower = [sum(index >= edge for edge in LOWER_EDGES) for index in indices]
    upper = [sum(index > edge for edge in UPPER_EDGES) for index in indices]
    assert result.changed == sum(a != b for a, b in zip(lower, upper, strict=True))
    assert result.share == (result.changed / len(indices) if indices else None)


@pytest.mark.parametrize(
    ("shares", "weights"),
    [([[0.5, 0.5]], OFFICIAL_WEIGHTS), ([[-0.1, 1, 1, 1]], OFFICIAL_WEIGHTS), ([[1, 1, 1, 1]], (50, 50, 0, 0))],
)
def test_unusable_input_is_refused(shares, weights):
    with pytest.raises(ValueError, match="shares must"):
        weight_draws(shares, weights, seed=1, draws=50)
