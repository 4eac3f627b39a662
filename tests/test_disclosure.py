"""Disclosure control as arithmetic: nothing small is shown, and nothing hidden follows from what is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ipasn_analysis.disclosure.sums import PublishedTable, determined_unknowns, suppress_sums
from ipasn_analysis.disclosure.suppression import (
    add_secondary_suppression,
    is_disclosed,
    is_small,
    size_class,
    size_classes,
    suppress,
)

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=8)
TABLES = st.integers(2, 5).flatmap(
    lambda parts: st.lists(st.lists(st.integers(0, 40), min_size=parts, max_size=parts), min_size=1, max_size=5)
)


def interval(text: str) -> tuple[int, int]:
    return (int(text[1:]), 10**6) if text.startswith("≥") else tuple(int(part) for part in text.split("–"))


@given(COUNTS, st.integers(2, 15))
def test_small_parts_are_hidden_with_enough_others(counts, threshold):
    hidden = suppress(counts, threshold)
    small = [0 < count < threshold for count in counts]
    assert all(gone for gone, few in zip(hidden, small, strict=True) if few)
    assert not any(gone and count == 0 for gone, count in zip(hidden, counts, strict=True))
    assert hidden.any() == any(small)
    if any(small):
        people = [count for gone, count in zip(hidden, counts, strict=True) if gone]
        everybody = [count for count in counts if count]
        assert people == everybody or (len(people) >= 2 and sum(people) >= threshold)


@given(st.lists(st.integers(0, 14), min_size=2, max_size=5), st.integers(3, 8))
@settings(max_examples=60)
def test_no_size_follows_from_the_total_and_the_size_classes(counts, threshold):
    hidden = suppress(counts, threshold)
    classes = size_classes(counts, hidden, threshold)
    places = [place for place, gone in enumerate(hidden) if gone]
    total = sum(counts[place] for place in places)
    spans = [range(low, min(high, total) + 1) for low, high in (interval(classes[place]) for place in places)]
    possible = [sizes for sizes in itertools.product(*spans) if sum(sizes) == total]
    assert tuple(counts[place] for place in places) in possible or not places
    for position, place in enumerate(places):
        if 0 < counts[place] < threshold and len(places) > 1 and total > len(places):
            assert len({sizes[position] for sizes in possible}) > 1


def test_one_person_beside_ten_needs_a_third():
    assert suppress([1, 10, 50], 10).tolist() == [True, True, True]
    assert suppress([2, 10, 50], 10).tolist() == [True, True, False]
    assert suppress([1, 1, 1, 40], 2).tolist() == [True, True, True, True]


def test_levels_whose_points_are_published_need_three():
    points = [25.0, 10.0, 5.0, 1.0, 15.0]
    assert suppress([4, 60, 70, 80, 900], 10).sum() == 2
    hidden = suppress([4, 60, 70, 80, 900], 10, points)
    assert hidden.sum() >= 3
    unknown = np.flatnonzero(hidden)
    free = determined_unknowns([[1.0] * len(unknown), [points[place] for place in unknown]])
    assert not free.any()


def test_two_levels_alone_are_told_by_their_points():
    assert is_disclosed([9, 26, 0], [True, True, False], 10, [30.0, 25.0, 0.0])
    assert not is_disclosed([9, 26, 0], [True, True, False], 10)


def test_completion_takes_the_smallest_and_never_the_empty():
    assert add_secondary_suppression([False, True, False, False], [0, 3, 500, 40], 10).tolist() == [
        False,
        True,
        False,
        True,
    ]
    assert add_secondary_suppression([False, False], [3, 500], 10).tolist() == [False, False]


@given(TABLES, st.integers(2, 12))
@settings(max_examples=150, deadline=None)
def test_no_sum_over_governments_tells_what_one_of_them_hides(table, threshold):
    counts = np.array(table)
    assume(((counts.sum(axis=1) >= threshold) & ((counts > 0).sum(axis=1) >= 2)).all())
    own = np.array([suppress(row, threshold) for row in counts])
    whole = suppress_sums(own, counts, [threshold] * len(counts), threshold)
    unknown = [tuple(cell) for cell in np.argwhere(own)] + [(len(counts), part) for part in np.flatnonzero(whole)]
    if not unknown:
        return
    rows = [[float(cell[0] == government) for cell in unknown] for government in range(len(counts) + 1)]
    for part in range(counts.shape[1]):
        rows.append([(-1.0 if cell[0] == len(counts) else 1.0) * (cell[1] == part) for cell in unknown])
    told = determined_unknowns([row for row in rows if any(row)])
    for cell, gone in zip(unknown, told, strict=True):
        if gone:
            assert cell[0] == len(counts) and counts[:, cell[1]].sum() >= threshold, (cell, counts)


def test_a_sum_gives_a_single_hidden_part_away_and_is_hidden_with_its_like():
    counts = [[4, 20, 90], [30, 40, 90]]
    own = [suppress(row, 10) for row in counts]
    assert own[0].tolist() == [True, True, False]
    assert suppress_sums(own, counts, [10, 10], 10).tolist() == [True, True, False]


def test_a_sum_of_two_hidden_parts_may_be_shown_when_they_are_many():
    counts = [[6, 20, 90], [7, 25, 90], [30, 40, 90]]
    own = [suppress(row, 10) for row in counts]
    assert suppress_sums(own, counts, [10] * 3, 10).tolist() == [False, False, False]
    assert suppress_sums(own, [[4, 20, 90], [5, 25, 90], [30, 40, 90]], [10] * 3, 10).tolist() == [True, True, False]


def test_rows_parts_and_size_classes_together_leave_a_sum_withheld():
    """Neither algebra nor one government's classes tell here: 9 + 9 are as many as two parts below 10 can have."""
    counts = np.array([[9, 30, 12], [9, 40, 15]])
    own = np.array([[True, True, False], [True, True, False]])
    assert not determined_unknowns([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]]).any()
    assert suppress_sums(own, counts, [10, 10], 10).tolist() == [True, True, False]
    counts[:, 0] = 8
    assert suppress_sums(own, counts, [10, 10], 10).tolist() == [False, False, False]


SPANS = st.tuples(st.integers(0, 2), st.integers(0, 2))


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_single_sizes_are_those_of_which_counting_finds_one(data):
    governments, parts = data.draw(st.integers(1, 3)), data.draw(st.integers(2, 3))
    cells = [(row, part) for row in range(governments) for part in range(parts)]
    counts = np.array([data.draw(st.integers(1, 3)) for _ in cells]).reshape(governments, parts)
    own = np.array([data.draw(st.booleans()) for _ in cells]).reshape(governments, parts)
    told = [*(data.draw(st.booleans()) for _ in range(governments)), True]
    table = np.vstack([counts, counts.sum(axis=0)])
    hidden = np.vstack([own, [data.draw(st.booleans()) for _ in range(parts)]])
    spans = []
    for row in table:
        slack = [data.draw(SPANS) for _ in row]
        spans.append(
            {part: (int(n) - low, int(n) + high) for part, (n, (low, high)) in enumerate(zip(row, slack, strict=True))}
        )
    found = PublishedTable(table, tuple(told), (np.ones(parts),), tuple(spans)).pinned_counts(hidden)
    ranges = [range(spans[r][p][0], spans[r][p][1] + 1) if own[r, p] else [counts[r, p]] for r, p in cells]
    possible = []
    for sizes in itertools.product(*ranges):
        guess = np.array(sizes).reshape(governments, parts)
        sums = guess.sum(axis=0)
        fits = [
            spans[-1][p][0] <= sums[p] <= spans[-1][p][1] if hidden[-1, p] else sums[p] == table[-1, p]
            for p in range(parts)
        ]
        known = [guess[r].sum() == counts[r].sum() for r in range(governments) if told[r]]
        if all(fits) and all(known) and guess.sum() == counts.sum():
            possible.append(np.vstack([guess, sums]))
    single = (np.array(possible) == table).all(axis=0)
    assert (found == (single & hidden)).all()


@pytest.mark.parametrize(
    ("equations", "told"),
    [
        ([[1.0, 1.0]], [False, False]),
        ([[1.0, 1.0], [1.0, -1.0]], [True, True]),
        ([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]], [False, False, True]),
        ([[0.0, 0.0]], [False, False]),
    ],
)
def test_what_equations_determine(equations, told):
    assert determined_unknowns(equations).tolist() == told


def test_small_parts_and_small_rests():
    assert is_small(3, 100, 10) and is_small(97, 100, 10)
    assert not is_small(0, 100, 10) and not is_small(100, 100, 10) and not is_small(10, 100, 10)


@pytest.mark.parametrize(
    ("count", "threshold", "text"),
    [(1, 10, "1–9"), (10, 10, "10–29"), (29, 10, "10–29"), (5000, 10, "≥ 3000"), (14, 15, "1–14"), (15, 15, "15–29")],
)
def test_size_classes_are_wide(count, threshold, text):
    assert size_class(count, threshold) == text
