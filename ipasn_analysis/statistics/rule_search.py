"""Exact search for the additive rule that reproduces most observed scores: branch and bound over a finite family.

A rule is observed = min(cap, base + Σ points of a term × the fraction of it that somebody has earned). Each term has
options, the ways to tell who has earned how much, and candidate points. Scores are whole hundredths of a point, so that
"reproduces" means equal to the hundredth that rounding may differ by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betainc

from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

HUNDREDTHS = 100
ROUNDING = 1
"""Hundredths of a point by which a score may miss its prediction."""
CERTAIN = 0.01
"""Two rules fit alike unless the sign test over the people on whom they differ has a smaller p-value than this."""


@dataclass(frozen=True, eq=False)
class Term:
    """An unknown addition: `fractions`, shape (options, groups), is what each group has earned (0–1) under an option.

    `points`: the candidates, in points, 0 among them.
    """

    fractions: FloatArray
    points: FloatArray


@dataclass(frozen=True, eq=False)
class Problem:
    """Groups of people alike in all that counts: their score and base in points, and how many they are."""

    observed: FloatArray
    base: FloatArray
    people: IntArray
    terms: tuple[Term, ...]
    cap: float

    def predicted(self, choices: Sequence[tuple[int, int]]) -> FloatArray:
        """The score of each group under a rule, given as option and position of the points of each term."""
        total = self.base.copy()
        for term, (option, place) in zip(self.terms, choices, strict=True):
            total += term.points[place] * term.fractions[option]
        return np.minimum(total, self.cap)

    def reproduced(self, choices: Sequence[tuple[int, int]]) -> Mask:
        """Whether the rule gives each group its score."""
        gap = _hundredths(self.predicted(choices)) - _hundredths(self.observed)
        close: Mask = np.abs(gap) <= ROUNDING
        return close


@dataclass(frozen=True)
class Fit:
    """A rule, option and position of the points of each term, and how many people it reproduces."""

    choices: tuple[tuple[int, int], ...]
    people: int


def search(problem: Problem, at_least: int, margin: int) -> list[Fit]:
    """All rules of the family that reproduce nearly as many people as the best, best first; the best is exact.

    Depth first over the terms. A branch is left when the people who could still be reproduced (those who are, and
    those who may yet earn what is lacking) are fewer than the best rule so far, or `at_least`, less `margin`.
    Rules that differ in an option of a term worth nothing are one. Returns none where none reproduces `at_least` less
    `margin` people.
    """
    state = _Search(problem, at_least, margin)
    state.descend(state.start, ())
    return sorted(
        (fit for fit in state.found if fit.people >= state.best - margin), key=lambda fit: (-fit.people, fit.choices)
    )


@dataclass(frozen=True, eq=False)
class _Lacking:
    """What the terms so far leave unexplained: groups that lack the same, and may earn the same by the other terms.

    `lacking`: hundredths of a point; `kind`: which of the kinds of groups that the other terms tell apart.
    """

    lacking: IntArray
    kind: IntArray
    capped: Mask
    people: IntArray


@dataclass(frozen=True, eq=False)
class _Level:
    """A term as the kinds of groups have it that are told apart when its turn comes.

    `fractions`, shape (options, kinds); `rest`: whether a kind has anything of the later terms; `following`: the kind
    that each becomes when the term is fixed.
    """

    points: FloatArray
    fractions: FloatArray
    rest: Mask
    following: IntArray

    def fixed(self, state: _Lacking, option: int, place: int) -> _Lacking:
        """What is left to be explained when the term has this option and these points."""
        lacking = state.lacking - _hundredths(self.points[place] * self.fractions[option])[state.kind]
        return _merged(_Lacking(lacking, self.following[state.kind], state.capped, state.people))


def good_fit(problem: Problem) -> int:
    """How many people a rule reproduces that is found at once, by the most promising branch of each term."""
    found = _Search(problem, 0, 0)
    state = found.start
    for term in found.levels:
        _, option, place = max(_branches(state, term), key=lambda branch: branch[0])
        state = term.fixed(state, option, place)
    return _reproduced(state)


class _Search:
    """The state of a depth-first search: the best so far, and the rules found.

    The terms that most people have come first: they leave the fewest rules open for the others.
    """

    def __init__(self, problem: Problem, at_least: int, margin: int) -> None:
        self.margin, self.best = margin, at_least
        self.found: list[Fit] = []
        held = [int(problem.people[(term.fractions > 0).any(axis=0)].sum()) for term in problem.terms]
        self.order = sorted(range(len(held)), key=lambda place: -held[place])
        self.levels, kind = _levels([problem.terms[place] for place in self.order], len(problem.people))
        observed = _hundredths(problem.observed)
        above_cap = observed - round(problem.cap * HUNDREDTHS)
        usable = above_cap <= ROUNDING
        lacking, capped = observed - _hundredths(problem.base), above_cap >= -ROUNDING
        self.start = _merged(_Lacking(lacking[usable], kind[usable], capped[usable], problem.people[usable]))

    def descend(self, state: _Lacking, choices: tuple[tuple[int, int], ...]) -> None:
        """Follow the branches of the next term, the most promising first."""
        level = len(choices)
        if level == len(self.levels):
            people = _reproduced(state)
            self.best = max(self.best, people)
            if people >= self.best - self.margin:
                in_order = sorted(zip(self.order, choices, strict=True))
                self.found.append(Fit(tuple(choice for _, choice in in_order), people))
            return
        term = self.levels[level]
        for bound, option, place in sorted(_branches(state, term), key=lambda found: (-found[0], found[1:])):
            if bound < self.best - self.margin:
                break
            self.descend(term.fixed(state, option, place), (*choices, (option, place)))


def _reproduced(state: _Lacking) -> int:
    """The people whom a rule reproduces of which every term is fixed."""
    return int(state.people[_possible(state.lacking, state.capped, np.False_)].sum())


def _branches(state: _Lacking, term: _Level) -> Iterator[tuple[int, int, int]]:
    """Upper bound of the people reproduced, option and position of the points, of each branch of a term."""
    rest = term.rest[state.kind]
    unearned = _possible(state.lacking, state.capped, rest)
    for option, fractions in enumerate(term.fractions):
        fraction = fractions[state.kind]
        has = np.flatnonzero(fraction > 0)
        others = int(state.people[unearned].sum() - state.people[has][unearned[has]].sum())
        left = state.lacking[has] - _hundredths(np.multiply.outer(term.points, fraction[has]))
        bounds = _possible(left, state.capped[has], rest[has]) @ state.people[has]
        for place, bound in enumerate(bounds.tolist()):
            if option == 0 or term.points[place] > 0:
                yield others + int(bound), option, place


def _possible(lacking: IntArray, capped: Mask, rest: Mask | np.bool_) -> Mask:
    """Whether groups are reproduced, or may yet be by `rest`, the terms that they have and that are still open."""
    possible: Mask = (np.abs(lacking) <= ROUNDING) | ((lacking > 0) & rest) | ((lacking < 0) & capped)
    return possible


def _merged(state: _Lacking) -> _Lacking:
    """The groups that no longer differ as one."""
    if not len(state.people):
        return state
    kinds = int(state.kind.max()) + 1
    mixed = ((state.lacking - state.lacking.min()) * kinds + state.kind) * 2 + state.capped
    _, first, group = np.unique(mixed, return_index=True, return_inverse=True)
    people = np.bincount(group, weights=state.people).astype(np.int64)
    return _Lacking(state.lacking[first], state.kind[first], state.capped[first], people)


def _levels(terms: Sequence[Term], groups: int) -> tuple[list[_Level], IntArray]:
    """The terms as levels of the search, and the kind of each group at the first of them."""
    kinds, start = distinct_columns(np.vstack([np.empty((0, groups)), *(term.fractions for term in terms)]))
    levels = []
    for term in terms:
        own, rest = np.split(kinds, [len(term.fractions)])
        kinds, following = distinct_columns(rest)
        levels.append(_Level(term.points, own, np.any(rest > 0, axis=0), following))
    return levels, start


def distinct_columns(table: FloatArray) -> tuple[FloatArray, IntArray]:
    """The different columns of a table, and which of them each column is."""
    codes = np.zeros(table.shape[1], dtype=np.int64)
    for row in table:
        own = pd.factorize(row)[0]
        codes = pd.factorize(codes * (int(own.max(initial=0)) + 1) + own)[0]
    _, first, places = np.unique(codes, return_index=True, return_inverse=True)
    return table[:, first], places.reshape(-1).astype(np.int64)


def _hundredths(points: FloatArray) -> IntArray:
    whole: IntArray = np.rint(np.asarray(points) * HUNDREDTHS).astype(np.int64)
    return whole


def fit_alike(first: Mask, second: Mask, people: IntArray) -> bool:
    """Whether people cannot tell two rules apart, by whom of them each reproduces; `first` reproduces as many or more.

    The sign test over the people whom one of them alone reproduces: were the rules equally good, each would be the one
    with chance 1/2.
    """
    ahead, behind = int(people[first & ~second].sum()), int(people[second & ~first].sum())
    return ahead == 0 or bool(betainc(ahead, behind + 1, 0.5) > CERTAIN)  # binomial: `ahead` or more of all
