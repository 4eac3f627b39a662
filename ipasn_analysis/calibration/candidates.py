"""Rules that fit the data: how many people each reproduces, and which of them the data cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from ipasn_analysis.calibration.evidence import FEWEST, Evidence
from ipasn_analysis.rules.instrument import Dimension
from ipasn_analysis.statistics.rule_search import fit_alike
from ipasn_analysis.statistics.typing import FloatArray, Mask

MOST_SHOWN = 3
"""Further rules that are named beside the best."""
ROUNDING = 0.0101
"""Points by which an official score, rounded to hundredths, may miss what the rule gives."""


class Rule(Protocol):
    """A rule of one dimension."""

    def predict(self, evidence: Evidence) -> FloatArray:
        """The points of each person."""


R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Learned(Generic[R]):
    """What was learned of a dimension for some of the people: the best rule, and those that fit alike, it among them.

    `runners_up`: further rules with the people whom each reproduces, the best first.
    """

    rule: R
    alike: tuple[R, ...]
    runners_up: tuple[tuple[R, int], ...]


def reproduced(rule: Rule, evidence: Evidence, dimension: Dimension) -> Mask:
    """Whom a rule gives their official points."""
    close: Mask = np.abs(rule.predict(evidence) - evidence.official[dimension]) <= ROUNDING
    return close


def judged(rules: Iterable[R], evidence: Evidence, dimension: Dimension, people: Mask) -> Learned[R]:
    """The rule that reproduces most of the `people`, of several the first, with those that fit alike."""
    different = list(dict.fromkeys(rules))
    masks = [reproduced(rule, evidence, dimension)[people] for rule in different]
    counts = [int(mask.sum()) for mask in masks]
    best = max(range(len(different)), key=lambda place: (counts[place], -place))
    ones = np.ones(int(people.sum()), dtype=np.int64)
    alike = [place for place in range(len(different)) if fit_alike(masks[best], masks[place], ones)]
    others = sorted((place for place in range(len(different)) if place != best), key=lambda place: -counts[place])
    return Learned(
        different[best],
        tuple(different[place] for place in alike),
        tuple((different[place], counts[place]) for place in others[:MOST_SHOWN]),
    )


def by_employee(
    pns: Learned[R] | None, pppk: Learned[R] | None, evidence: Evidence, dimension: Dimension
) -> tuple[Learned[R], Learned[R] | None]:
    """What holds for everybody, and apart from it what holds for PPPK: None where one rule fits both kinds."""
    if pns is None or pppk is None:
        found = pns or pppk
        assert found is not None
        return found, None
    common = _common(pns.alike, pppk.alike, evidence, dimension)
    if not common:
        return pns, pppk
    return judged(common, evidence, dimension, np.ones(len(evidence), dtype=bool)), None


def _common(first: Sequence[R], second: Sequence[R], evidence: Evidence, dimension: Dimension) -> list[R]:
    """The rules that fit the people of both kinds as well as the best of each kind does, the likeliest first."""
    best = []
    for people, alike in ((~evidence.is_pppk, first), (evidence.is_pppk, second)):
        masks = (reproduced(rule, evidence, dimension)[people] for rule in alike)
        best.append((people, max(masks, key=lambda mask: int(mask.sum()))))
    found = []
    for rule in dict.fromkeys((*first, *second)):
        own = reproduced(rule, evidence, dimension)
        if all(fit_alike(mask, own[people], np.ones(len(mask), dtype=np.int64)) for people, mask in best):
            found.append(rule)
    return found


def segments(evidence: Evidence) -> tuple[Mask | None, Mask | None]:
    """PNS and PPPK, where there are enough of a kind; all people together where there are not."""
    kinds = (~evidence.is_pppk, evidence.is_pppk)
    if min(int(kind.sum()) for kind in kinds) >= FEWEST:
        return kinds
    return np.ones(len(evidence), dtype=bool), None
