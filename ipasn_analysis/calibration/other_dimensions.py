"""Kualifikasi and kinerja: points by class, each the most frequent score of its class, so that no other fits better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ipasn_analysis.calibration.candidates import Learned, judged
from ipasn_analysis.calibration.evidence import CLASSES, FEWEST_ALIKE, Evidence
from ipasn_analysis.calibration.family import KUALIFIKASI, YEARS_BEFORE
from ipasn_analysis.rules.instrument import PREDIKAT
from ipasn_analysis.statistics.rule_search import fit_alike
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Mask

NO_CLASS = -1


@dataclass(frozen=True)
class KualifikasiRule:
    """By what education earns points, and the points of each class: above, meets, below, or everyone's alone."""

    by: Literal["requirement", "everyone", "education"]
    points: tuple[float, ...] = ()

    def predict(self, evidence: Evidence) -> FloatArray:
        """The points of each person; 0 where the requirement is not known."""
        if self.by == "education":
            return evidence.by_education
        if self.by == "everyone":
            return np.full(len(evidence), self.points[0])
        return np.array([*self.points, 0.0])[evidence.required]


@dataclass(frozen=True)
class KinerjaRule:
    """Which year's assessment counts, and the points by position in `PREDIKAT`."""

    years_before: int
    points: tuple[float, ...]

    def predict(self, evidence: Evidence) -> FloatArray:
        """The points of each person; 0 without an assessment."""
        return np.array([*self.points, 0.0])[evidence.predikat[self.years_before]]


def learn_kualifikasi(evidence: Evidence, people: Mask, known: tuple[float, ...]) -> Learned[KualifikasiRule]:
    """The rule of kualifikasi; a class with few people keeps its `known` points.

    One rule for everyone stands in place of a comparison with the post where all three classes earn the same.
    """
    observed = evidence.official["kualifikasi"]
    whole = _most_frequent(observed, np.zeros(len(evidence), dtype=np.int64), people, (25.0,))[0]
    rules: dict[str, list[KualifikasiRule]] = {
        "everyone": [KualifikasiRule("everyone", (points,)) for points in whole],
        "education": [KualifikasiRule("education")],
        "requirement": [],
    }
    if (evidence.required[people] >= 0).any():
        by_class = _most_frequent(observed, evidence.required, people, known)
        best = tuple(found[0] for found in by_class)
        rules["requirement"] = [KualifikasiRule("requirement", best)] if len(set(best)) > 1 else []
        for place, found in enumerate(by_class):
            others = (KualifikasiRule("requirement", (*best[:place], own, *best[place + 1 :])) for own in found[1:])
            rules["requirement"] += others
    return judged([rule for by in KUALIFIKASI for rule in rules[by]], evidence, "kualifikasi", people)


def learn_kinerja(evidence: Evidence, known: tuple[float, ...]) -> Learned[KinerjaRule]:
    """The rule of kinerja, one for all employees: the points known of a predikat, or clearly others that are shown."""
    everybody, rules = np.ones(len(evidence), dtype=bool), []
    for years in YEARS_BEFORE:
        found = _most_frequent(evidence.official["kinerja"], evidence.predikat[years], everybody, known)
        shown = tuple(usual if usual in own else own[0] for usual, own in zip(known, found, strict=True))
        rules += [KinerjaRule(years, known), KinerjaRule(years, shown)]
    return judged(rules, evidence, "kinerja", everybody)


def few_in_class(evidence: Evidence, people: Mask) -> list[str]:
    """The classes of education against the post that few people are in."""
    counts = np.bincount(evidence.required[people & (evidence.required >= 0)], minlength=len(CLASSES))
    return [name for name, count in zip(CLASSES, counts.tolist(), strict=True) if count < FEWEST_ALIKE]


def few_of_predikat(evidence: Evidence, years: int) -> list[str]:
    """The predikat that few people have."""
    codes = evidence.predikat[years]
    counts = np.bincount(codes[codes >= 0], minlength=len(PREDIKAT))
    return [name for name, count in zip(PREDIKAT, counts.tolist(), strict=True) if count < FEWEST_ALIKE]


def _most_frequent(
    observed: FloatArray, classes: IntArray, people: Mask, known: tuple[float, ...]
) -> list[list[float]]:
    """Of each class the score that most have, and those that may be it as well; `known` where few are in the class."""
    found = []
    for place, usual in enumerate(known):
        own = observed[people & (classes == place)]
        if len(own) < FEWEST_ALIKE:
            found.append([usual])
            continue
        values, counts = np.unique(own, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        ones = np.ones(len(own), dtype=np.int64)
        best = values[order[0]]
        found.append([float(value) for value in values[order] if fit_alike(own == best, own == value, ones)])
    return found
