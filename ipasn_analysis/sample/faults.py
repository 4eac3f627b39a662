"""Faults of the raw snapshots that belong to a person: who is listed, with what status and what wrong row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.sample.regions import DAYS, FIRST_RAW, RAW_DATES
from ipasn_analysis.sample.rules import Rules
from ipasn_analysis.sample.sanctions import Sanctions
from ipasn_analysis.sample.states import Careers
from ipasn_analysis.sample.units import KECIL, Units

SHARES = {
    "nip_scientific": 0.0015,
    "nip_short": 0.0010,
    "duplicate_same": 0.0020,
    "duplicate_differing": 0.0010,
    "education_unknown": 0.0010,
    "education_empty": 0.0030,
    "unor_empty": 0.0015,
    "birth_differs": 0.0030,
    "skp_conflict": 0.0015,
}
"""Share of people with each fault; nobody has two of them."""
_REJECTING = ("nip_scientific", "nip_short", "duplicate_differing", "education_unknown", "unor_empty")
_ESELON_MISSING = 0.012
_SKP_MISSING, _SKP_MISSING_NEW = 0.014, 0.20
_ON_LEAVE, _STUDYING, _STILL_LISTED, _LINGERING = 0.004, 0.004, 0.5, 0.08


@dataclass(frozen=True)
class PersonFaults:
    """State of each person in the raw data.

    `listed` (raw snapshots, people): has a row in profil; `status` likewise: KEDUDUKAN HUKUM ID; `kind` (people,): name
    of the fault or ''; `eselon_missing`, `skp_missing`, `lingering` (people,): no ESELON ID though structural, no
    assessment of 2024, histories that outlast the row in profil; `neglect` (units,): how much less a unit records.
    """

    listed: np.ndarray
    status: np.ndarray
    kind: np.ndarray
    eselon_missing: np.ndarray
    skp_missing: np.ndarray
    lingering: np.ndarray
    neglect: np.ndarray

    def measured(self, raw: int, rules: Rules) -> np.ndarray:
        """Who is accepted and of the measured population in that raw snapshot (0, 1, 2), shape (people,)."""
        of_population = np.isin(self.status[raw], list(rules.measured))
        return self.listed[raw] & of_population & ~np.isin(self.kind, _REJECTING)


def draw_faults(careers: Careers, units: Units, sanctions: Sanctions, rng: np.random.Generator) -> PersonFaults:
    """Who of a government's people has which fault; at least one person has each."""
    people = len(careers.people)
    neglect = rng.lognormal(0.0, 0.8, size=len(units))
    unit = careers.unit[-1]
    new = careers.people.start >= np.datetime64("2025-01-01").astype(np.int64)
    skp_rate = np.where(new, _SKP_MISSING_NEW, _SKP_MISSING * np.minimum(neglect[unit], 6) / 1.38)
    listed, status = _population(careers, sanctions, rng)
    return PersonFaults(
        listed=listed,
        status=status,
        kind=_kinds(careers, units, rng),
        eselon_missing=(careers.post[-1] == 1) & (rng.random(people) < _ESELON_MISSING),
        skp_missing=rng.random(people) < skp_rate,
        lingering=rng.random(people) < _LINGERING,
        neglect=neglect,
    )


def _kinds(careers: Careers, units: Units, rng: np.random.Generator) -> np.ndarray:
    """The fault of each person, drawn among those who serve through all raw snapshots outside the smallest units."""
    through = careers.present[FIRST_RAW:].all(axis=0) & (units.kind[careers.unit[-1]] != KECIL)
    order = rng.permutation(np.flatnonzero(through))
    kind = np.full(len(careers.people), "", dtype=object)
    start = 0
    for name, share in SHARES.items():
        count = max(1, round(share * len(order)))
        kind[order[start : start + count]] = name
        start += count
    return kind


def _population(careers: Careers, sanctions: Sanctions, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Who is listed and with which KEDUDUKAN HUKUM ID, each of shape (raw snapshots, people)."""
    people = careers.people
    draw, lot = rng.random(len(people)), rng.random(len(people))
    listed = np.zeros((len(RAW_DATES), len(people)), dtype=bool)
    status = np.full(listed.shape, "01", dtype=object)
    for raw, day in enumerate(DAYS[FIRST_RAW:]):
        left = (people.end <= day) & (people.end > day - 92) & (people.start <= day)
        listed[raw] = careers.present[FIRST_RAW + raw] | left & (lot < _STILL_LISTED)
        status[raw, draw < _STUDYING] = "03"
        status[raw, draw > 1 - _ON_LEAVE] = "02"
        punished = sanctions.worst(len(people), day - 365, day) >= 2
        status[raw, punished] = "15"
        status[raw, people.pppk] = "71"
        status[raw, ~people.pppk & (people.start > day - 365)] = "51"
        status[raw, left] = np.where(lot[left] < 0.05, "66", "99")
    return listed, status
