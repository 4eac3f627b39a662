"""What people earn, year by year: assessments, training and seminars, calibrated to the path of their government."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ipasn_analysis.sample.faults import PersonFaults
from ipasn_analysis.sample.regions import DAYS, FIRST_RAW, LAST, YEARS, Government
from ipasn_analysis.sample.rules import MISSING, Rules
from ipasn_analysis.sample.sanctions import Sanctions
from ipasn_analysis.sample.states import PELAKSANA, STRUKTURAL, Careers
from ipasn_analysis.sample.units import Units

TIMES = (0, 1, 2, 3, 4, 5, LAST)
"""The snapshot that ends each year of `YEARS`."""
_BOUND = 9.0


@dataclass(frozen=True)
class Achievements:
    """What each person has, by measured year (position in `YEARS`) and person.

    `predikat`: position of the assessment of the year before, or `MISSING`; `held`, shape (years, 4, people): items of
    kompetensi that the records show at the year's end; `attended`, shape (years + 1, people): a seminar in that very
    year, from 2018 on; `points`, shape (years, 4, people): kualifikasi, kompetensi, kinerja, disiplin under the rules.
    """

    predikat: np.ndarray
    held: np.ndarray
    attended: np.ndarray
    points: np.ndarray


@dataclass(frozen=True)
class _Lots:
    """Fixed lots: an item is held where the effort of the government exceeds its lot.

    Shapes: `teknis` (years, people), `seminar` (years + 1, people), `fungsional` (people,), `kepemimpinan` (6, people),
    one lot for each level of post.
    """

    teknis: np.ndarray
    seminar: np.ndarray
    fungsional: np.ndarray
    kepemimpinan: np.ndarray


@dataclass(frozen=True)
class _Year:
    """One measured year: the lots of its items, who is measured, and the points that do not hang on the effort."""

    teknis: np.ndarray
    seminar: np.ndarray
    before: np.ndarray
    fungsional: np.ndarray
    kepemimpinan: np.ndarray
    best_effort: float
    item_points: np.ndarray
    others: np.ndarray
    measured: np.ndarray

    def attended(self, effort: float) -> np.ndarray:
        """Who attends a seminar this year; who did last year feels less need to."""
        return self.seminar + 1.6 * self.before < effort

    def held(self, effort: float) -> np.ndarray:
        """Items held at the year's end, shape (4, people); what has no window is never lost again."""
        lasting = max(effort, self.best_effort)
        return np.stack(
            [
                self.kepemimpinan < lasting,
                self.fungsional < lasting,
                self.teknis < effort,
                self.before | self.attended(effort),
            ]
        )

    def kompetensi(self, effort: float) -> np.ndarray:
        """Points of kompetensi, shape (people,)."""
        return np.einsum("ip,pi->p", self.held(effort), self.item_points)

    def index(self, effort: float) -> float:
        """Mean index of the measured people."""
        return float((self.kompetensi(effort) + self.others.sum(axis=0))[self.measured].mean())


def achieve(
    government: Government,
    units: Units,
    careers: Careers,
    sanctions: Sanctions,
    faults: PersonFaults,
    *,
    rules: Rules,
    rng: np.random.Generator,
) -> Achievements:
    """Achievements whose mean index meets `government.index` at each year's end as nearly as the points allow.

    The effort of a year is found by bisection on the realised mean over the people measured at its end, with all lots
    held fixed; so the result is the same whenever the seed is.
    """
    predikat = _assessments(government, units, careers, faults, rng)
    lots = _draw_lots(units, careers, faults, rng)
    attended = [(lots.seminar[0] < -0.8) & (careers.people.start < DAYS[0] - 365)]
    held, points, best_effort = [], [], -_BOUND
    for place, time in enumerate(TIMES):
        year = _Year(
            teknis=lots.teknis[place],
            seminar=lots.seminar[place + 1],
            before=attended[-1],
            fungsional=lots.fungsional,
            kepemimpinan=np.where(
                (time >= FIRST_RAW) & faults.eselon_missing, np.inf, np.choose(careers.level[time], lots.kepemimpinan)
            ),
            best_effort=best_effort,
            item_points=rules.items[careers.post[time]],
            others=_other_points(careers, sanctions, faults, rules, predikat=predikat[place], time=time),
            measured=careers.present[time] if time < FIRST_RAW else faults.measured(time - FIRST_RAW, rules),
        )
        effort = _bisected(year.index, government.index[place])
        best_effort = max(best_effort, effort)
        held.append(year.held(effort))
        attended.append(year.attended(effort))
        points.append(np.stack([year.others[0], year.kompetensi(effort), *year.others[1:]]))
    return Achievements(predikat, np.array(held), np.array(attended), np.array(points))


def _bisected(index: Callable[[float], float], target: float) -> float:
    """The effort at which the rising step function `index` comes nearest to `target`."""
    low, high = -_BOUND, _BOUND
    for _ in range(44):
        middle = (low + high) / 2
        low, high = (low, middle) if index(middle) >= target else (middle, high)
    return min(low, high, key=lambda effort: abs(index(effort) - target))


def _draw_lots(units: Units, careers: Careers, faults: PersonFaults, rng: np.random.Generator) -> _Lots:
    """Logistic lots, moved by unit, unit and year, person, type of post and length of service."""
    people, unit, years = careers.people, careers.unit[list(TIMES)], len(YEARS)
    own = rng.normal(0.0, 0.6, size=len(people)) + np.where(people.pppk, 0.25, 0.0)
    habit = rng.normal(0.0, 0.45, size=len(units))
    mood = rng.normal(0.0, 0.25, size=(years, len(units)))
    drag = own - habit[unit] - np.take_along_axis(mood, unit, axis=1)
    drag += np.where(careers.post[list(TIMES)] == PELAKSANA, 0.35, 0.0)
    drag += np.where(careers.post[list(TIMES)] == STRUKTURAL, -0.5, 0.0)
    begun = np.array([[int(DAYS[time]) - 365] for time in TIMES])
    drag += np.where(people.start > begun, 0.9, 0.0)
    drag[-1] += 0.5 * np.log(faults.neglect[unit[-1]])
    absent = people.start > np.array([[int(DAYS[time]) - 20] for time in TIMES])
    teknis = np.where(absent, np.inf, _logistic(rng, (years, len(people))) + drag)
    seminar = np.where(absent, np.inf, _logistic(rng, (years, len(people))) + 0.8 * drag + 0.3)
    first = _logistic(rng, (1, len(people))) + own
    lasting = own + 0.8 * drag.mean(axis=0)
    return _Lots(
        teknis,
        np.concatenate([first, seminar]),
        _logistic(rng, (len(people),)) + lasting - 0.4 + np.where(people.pppk, 0.8, 0.0),
        _logistic(rng, (6, len(people))) + own - 0.6,
    )


def _logistic(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return rng.logistic(0.0, 1.0, size=shape)


def _assessments(
    government: Government, units: Units, careers: Careers, faults: PersonFaults, rng: np.random.Generator
) -> np.ndarray:
    """Position of the predikat that counts in each measured year, or `MISSING`, shape (years, people)."""
    people = careers.people
    unit = careers.unit[list(TIMES)]
    culture = rng.normal(0.0, 0.5, size=len(units))
    latent = 0.6 * rng.normal(size=len(people)) + culture[unit] + rng.normal(size=unit.shape)
    predikat = np.zeros(unit.shape, dtype=np.int64)
    for place, time in enumerate(TIMES):
        present = careers.present[time]
        best = np.clip((government.index[place] - 58) / 30, 0.08, 0.82)
        edges = np.quantile(latent[place, present], [1 - best, 0.013, 0.003, 0.0008])
        predikat[place] = (latent[place] < edges[:, None]).sum(axis=0)
    new = people.start > np.array([[int(DAYS[time]) - 365] for time in TIMES])
    predikat[rng.random(unit.shape) < np.where(new, 0.25, 0.012)] = MISSING
    latest = latent[-1] < np.quantile(latent[-1], 0.5)
    predikat[-1] = np.where(predikat[-1] == MISSING, latest, predikat[-1])
    predikat[-1, faults.skp_missing | (faults.kind == "skp_conflict")] = MISSING
    return predikat


def _other_points(
    careers: Careers, sanctions: Sanctions, faults: PersonFaults, rules: Rules, *, predikat: np.ndarray, time: int
) -> np.ndarray:
    """Points of kualifikasi, kinerja and disiplin at a snapshot, shape (3, people)."""
    education = careers.education[time].astype(np.int64)
    if time >= FIRST_RAW:
        education[faults.kind == "education_empty"] = MISSING
    year = np.datetime64(int(DAYS[time]), "D").astype("datetime64[Y]")
    first = int((year - rules.sanction_years).astype("datetime64[D]").astype(np.int64))
    worst = sanctions.worst(len(education), first, int(DAYS[time]))
    return np.stack([rules.education[education], rules.kinerja[predikat], rules.disiplin[worst]])
