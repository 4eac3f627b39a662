"""Kompetensi: the additions to the base by predikat, found by exact search over the family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ipasn_analysis.calibration.candidates import Learned, judged, reproduced
from ipasn_analysis.calibration.evidence import FEWEST_ALIKE, Evidence
from ipasn_analysis.calibration.family import GROUPINGS, MOST_POINTS, OPTIONS, UNITS, YEARS_BEFORE, Option
from ipasn_analysis.errors import UsageError
from ipasn_analysis.rules.instrument import PREDIKAT
from ipasn_analysis.statistics.rule_search import Problem, Term, distinct_columns, fit_alike, good_fit, search
from ipasn_analysis.statistics.typing import FloatArray, Mask

MARGIN = 10
"""People by whom a rule may fall short of the best and still be looked at."""
ON_GRID = 0.99
RUNNERS_UP = 3
FEWEST_EXPLAINED = 0.3
"""Share of people whom a good rule must reproduce: below it thousands of rules do as well by chance."""


@dataclass(frozen=True)
class KompetensiRule:
    """A rule of kompetensi: `base` by position in `PREDIKAT`, and each addition with its option and points."""

    years_before: int
    base: tuple[float, ...]
    cap: float
    additions: tuple[tuple[str, Option, float], ...]

    def predict(self, evidence: Evidence) -> FloatArray:
        """The points of each person."""
        total = np.array([*self.base, 0.0])[evidence.predikat[self.years_before]]
        for name, option, points in self.additions:
            if points:
                total = total + points * evidence.earned(name, option)
        capped: FloatArray = np.minimum(total, self.cap)
        return capped


def learn(evidence: Evidence, people: Mask, base: tuple[float, ...], most: float) -> Learned[KompetensiRule]:
    """The rule that reproduces the kompetensi of most of the `people`; `base` and `most` points are those known.

    Raises `UsageError` where hardly anybody's scores follow a rule.
    """
    observed = evidence.official["kompetensi"]
    unit = grid(observed[people])
    points = np.arange(0.0, MOST_POINTS + unit / 2, unit)
    found: list[tuple[int, KompetensiRule]] = []
    tried: set[tuple[int, tuple[float, ...]]] = set()
    bases = [
        (years, own)
        for years in YEARS_BEFORE
        for own in (base, _shown_base(evidence, people, KompetensiRule(years, base, most, ())))
    ]
    while not tried.issuperset(bases):
        structures = [
            _Structure.of(KompetensiRule(years, own, cap, _blank(grouping)), evidence, people, points)
            for years, own in dict.fromkeys(bases)
            if (years, own) not in tried
            for cap in _caps(observed[people], most)
            for grouping in GROUPINGS
        ]
        tried.update(bases)
        explained = max(structure.at_once for structure in structures) / int(people.sum())
        if not found and explained < FEWEST_EXPLAINED:
            raise UsageError(
                "the official scores do not follow these records: rules give about {share}% of the people their "
                "kompetensi; compare the dates of both, and what the records lack",
                share=int(100 * explained),
            )
        found += _best_of(structures, max((count for count, _ in found), default=0))
        first = max(found, key=lambda pair: pair[0])[1]
        bases = [(first.years_before, _shown_base(evidence, people, first))]
    highest = max(count for count, _ in found)
    rules = [rule for count, rule in found if count >= highest - MARGIN]
    rules += _near(first, evidence, people, points)
    in_order = sorted(dict.fromkeys(rules), key=_likelihood)
    return judged(in_order, evidence, "kompetensi", people)


def _best_of(structures: list[_Structure], best: int) -> list[tuple[int, KompetensiRule]]:
    """The best rules of several structures, the most promising searched first."""
    found: list[tuple[int, KompetensiRule]] = []
    best = max([best, *(structure.at_once for structure in structures)])
    for structure in sorted(structures, key=lambda structure: -structure.at_once):
        found += structure.searched(best)
        best = max([best, *(count for count, _ in found)])
    return found


def _blank(grouping: Iterable[str]) -> tuple[tuple[str, Option, float], ...]:
    """Additions that are worth nothing."""
    return tuple((name, OPTIONS[0], 0.0) for name in grouping)


def grid(observed: FloatArray) -> float:
    """The widest of the units of which nearly all scores are multiples; the finest where none is."""
    hundredths = np.rint(observed * 100).astype(np.int64)
    fitting = [unit for unit in UNITS if (hundredths % round(unit * 100) == 0).mean() >= ON_GRID]
    return max(fitting, default=min(UNITS))


def learnable(evidence: Evidence, people: Mask, name: str) -> bool:
    """Whether enough people have an addition for its points to be learned."""
    return int((evidence.has(name) & people).sum()) >= FEWEST_ALIKE


@dataclass(frozen=True, eq=False)
class _Structure:
    """The rules that differ in their additions alone, as a problem for the search.

    `names`: the additions that can be learned, with the different options of each. People who have another are left
    out of the search (`left_out`). `at_once`: people reproduced by a good rule, if not the best.
    """

    blank: KompetensiRule
    names: dict[str, list[Option]]
    problem: Problem
    left_out: int
    at_once: int

    @classmethod
    def of(cls, blank: KompetensiRule, evidence: Evidence, people: Mask, points: FloatArray) -> _Structure:
        """The structure of a rule without additions."""
        names = [name for name, _, _ in blank.additions]
        rows = people.copy()
        for name in names:
            if not learnable(evidence, people, name):
                rows &= ~evidence.has(name)
        options: dict[str, list[Option]] = {}
        fractions = []
        for name in names:
            if learnable(evidence, people, name):
                own: dict[bytes, Option] = {}
                for option in OPTIONS:
                    own.setdefault(evidence.earned(name, option)[rows].tobytes(), option)
                options[name] = list(own.values())
                fractions.append(np.array([evidence.earned(name, option)[rows] for option in own.values()]))
        base = np.array([*blank.base, 0.0])[evidence.predikat[blank.years_before][rows]]
        problem = _grouped(evidence.official["kompetensi"][rows], base, fractions, points, blank.cap)
        left_out = int(people.sum() - rows.sum())
        return cls(blank, options, problem, left_out, good_fit(problem))

    def searched(self, at_least: int) -> list[tuple[int, KompetensiRule]]:
        """The best rules, with the people whom each reproduces, not counting those left out."""
        result = []
        for fit in search(self.problem, max(at_least - self.left_out, 0), MARGIN):
            chosen = {
                name: (name, own[option], float(term.points[place]))
                for (name, own), term, (option, place) in zip(
                    self.names.items(), self.problem.terms, fit.choices, strict=True
                )
            }
            additions = tuple(chosen.get(name, (name, option, 0.0)) for name, option, _ in self.blank.additions)
            result.append((fit.people, replace(self.blank, additions=additions)))
        return result


def _grouped(
    observed: FloatArray, base: FloatArray, fractions: list[FloatArray], points: FloatArray, cap: float
) -> Problem:
    """The people as groups that are alike in score, base and what they have earned under every option."""
    table = np.vstack([np.rint(observed * 100), base, *fractions])
    distinct, group = distinct_columns(table)
    ends = np.cumsum([2, *(len(own) for own in fractions)])
    terms = tuple(Term(distinct[start:end], points) for start, end in pairwise(ends.tolist()))
    return Problem(distinct[0] / 100, distinct[1], np.bincount(group), terms, cap)


def _caps(observed: FloatArray, most: float) -> list[float]:
    """The most that kompetensi may be: what is known, or the highest score that enough people have."""
    values, counts = np.unique(observed, return_counts=True)
    held = values[counts >= FEWEST_ALIKE]
    return list(dict.fromkeys([most, *(float(value) for value in held[-1:])]))


def _shown_base(evidence: Evidence, people: Mask, rule: KompetensiRule) -> tuple[float, ...]:
    """The base that people show when what the rule adds is taken off, where it is clearly another than the rule's.

    Of a rule without additions that of people without any development; nobody who has reached the cap shows it.
    """
    shows = people & (evidence.official["kompetensi"] < rule.cap)
    if not rule.additions:
        names = {name for grouping in GROUPINGS for name in grouping}
        shows &= ~np.logical_or.reduce([evidence.has(name) for name in names])
    added = replace(rule, base=(0.0,) * len(PREDIKAT), cap=np.inf).predict(evidence)
    observed = np.round(evidence.official["kompetensi"] - added, 2)
    base = list(rule.base)
    for place, known in enumerate(rule.base):
        own = observed[shows & (evidence.predikat[rule.years_before] == place)]
        if len(own) >= FEWEST_ALIKE:
            values, counts = np.unique(own, return_counts=True)
            shown = float(values[counts.argmax()])
            ones = np.ones(len(own), dtype=np.int64)
            if shown >= 0 and not fit_alike(own == shown, own == known, ones):
                base[place] = shown
    return tuple(base)


def _near(rule: KompetensiRule, evidence: Evidence, people: Mask, points: FloatArray) -> list[KompetensiRule]:
    """The rules that differ from a rule in one respect and fit the data alike, and the best of the others."""
    own = reproduced(rule, evidence, "kompetensi")[people]
    ones = np.ones(len(own), dtype=np.int64)
    alike: list[tuple[int, KompetensiRule]] = []
    others: list[tuple[int, KompetensiRule]] = []
    for other in _neighbours(rule, evidence, people, points):
        mask = reproduced(other, evidence, "kompetensi")[people]
        (alike if fit_alike(own, mask, ones) else others).append((int(mask.sum()), other))
    others.sort(key=lambda pair: -pair[0])
    return [found for _, found in (*alike, *others[:RUNNERS_UP])]


def _neighbours(rule: KompetensiRule, evidence: Evidence, people: Mask, points: FloatArray) -> Iterator[KompetensiRule]:
    yield from (replace(rule, years_before=years) for years in YEARS_BEFORE)
    yield from (replace(rule, cap=cap) for cap in _caps(evidence.official["kompetensi"][people], rule.cap))
    for place, (name, _, _) in enumerate(rule.additions):
        if learnable(evidence, people, name):
            for option in OPTIONS:
                for worth in points[1:].tolist():
                    changed = (*rule.additions[:place], (name, option, worth), *rule.additions[place + 1 :])
                    yield replace(rule, additions=changed)
            nothing = (*rule.additions[:place], (name, OPTIONS[0], 0.0), *rule.additions[place + 1 :])
            yield replace(rule, additions=nothing)


def _likelihood(rule: KompetensiRule) -> tuple[float, ...]:
    """The order in which rules that fit alike are preferred: as the family lists what they are made of."""
    groupings = [tuple(grouping) for grouping in GROUPINGS]
    return (
        YEARS_BEFORE.index(rule.years_before),
        -rule.cap,
        groupings.index(tuple(name for name, _, _ in rule.additions)),
        *(OPTIONS.index(option) for _, option, _ in rule.additions),
        *(points for _, _, points in rule.additions),
    )
