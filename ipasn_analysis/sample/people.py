"""Invented people: birth, sex, kind of employment, first and last day of service, name and NIP."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ipasn_analysis.sample import names
from ipasn_analysis.sample.regions import SERIALS

GURU, NAKES, ADMIN = range(3)
RETIREMENT_AGE = np.array([60, 58, 58])
"""Years of age at retirement, by track."""
_FEMALE_SHARE = np.array([0.66, 0.74, 0.38])
_YEAR = 365.25
_EARLY_EXIT = 0.006


@dataclass(frozen=True)
class People:
    """One entry per person; days count from 1970-01-01.

    `track` is GURU, NAKES or ADMIN; `end` the first day after service (retirement, or earlier).
    """

    birth: np.ndarray
    female: np.ndarray
    pppk: np.ndarray
    track: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.birth)

    def and_also(self, others: People) -> People:
        """These people followed by the others."""
        return People(*(np.concatenate([getattr(self, f.name), getattr(others, f.name)]) for f in fields(self)))


def veterans(rng: np.random.Generator, track: np.ndarray, pppk: np.ndarray, day: int) -> People:
    """People who have served for some time on `day`; their age leans to the years before retirement."""
    count = len(track)
    oldest = RETIREMENT_AGE[track] - 0.05
    age = 24 + (oldest - 24) * rng.beta(2.1, 1.25, size=count)
    birth = np.floor(day - age * _YEAR).astype(np.int64)
    entry_age = np.minimum(19 + 15 * rng.beta(1.6, 2.4, size=count), age - 0.9)
    start = _first_of_month(birth + np.ceil(entry_age * _YEAR).astype(np.int64), rng.choice([1, 3, 12], size=count))
    start = np.where(start > day - 60, _first_of_month(start - 366, 3), start)
    start = np.where(pppk, np.datetime64("2019-04-01").astype(np.int64), start)
    return _people(rng, birth, pppk, track, start=start, day=day)


def newcomers(rng: np.random.Generator, track: np.ndarray, pppk: np.ndarray, first: int, last: int) -> People:
    """People who take up service between the days `first` and `last`; PPPK are older than CPNS."""
    count = len(track)
    months = np.unique(_first_of_month(np.arange(first + 1, last - 13), None))
    months = months[(months > first) & (months < last - 13)]
    start = months[rng.integers(len(months), size=count)] if count else np.zeros(0, dtype=np.int64)
    age = np.where(pppk, 25 + 28 * rng.beta(1.8, 2.3, size=count), 21.5 + 13 * rng.beta(1.5, 2.2, size=count))
    return _people(rng, np.floor(start - age * _YEAR).astype(np.int64), pppk, track, start=start, day=last)


def nip_texts(people: People, serial_base: int) -> np.ndarray:
    """The NIP of each person as 18 digits: birth, start (PPPK: year and 21, no month), sex, serial; all different."""
    sex = np.where(people.female, 2, 1)
    year, month = _year_month(people.start)
    begin = year * 100 + np.where(people.pppk, 21, month)
    head = (_compact_date(people.birth) * 1_000_000 + begin) * 10 + sex
    order = np.argsort(head, kind="stable")
    sorted_head = head[order]
    first = np.r_[True, sorted_head[1:] != sorted_head[:-1]]
    place = np.arange(len(head)) - np.maximum.accumulate(np.where(first, np.arange(len(head)), 0))
    if len(place) and place.max() >= SERIALS:
        raise RuntimeError("more people of one birth date, start and sex than there are serials")
    serial = np.empty(len(head), dtype=np.int64)
    serial[order] = serial_base + place
    return (head * 1_000 + serial).astype("U18").astype(object)


def name_texts(people: People, rng: np.random.Generator) -> np.ndarray:
    """An invented name for each person, shape (people,)."""
    return names.person_names(rng, people.female)


def _people(
    rng: np.random.Generator, birth: np.ndarray, pppk: np.ndarray, track: np.ndarray, *, start: np.ndarray, day: int
) -> People:
    female = rng.random(len(birth)) < _FEMALE_SHARE[track]
    retirement = _first_of_month(birth + np.floor(RETIREMENT_AGE[track] * _YEAR).astype(np.int64) + 31, None)
    early = day + 1 + np.floor(rng.exponential(_YEAR / _EARLY_EXIT, size=len(birth))).astype(np.int64)
    return People(birth, female, pppk, track, start, np.minimum(np.maximum(retirement, day + 1), early))


def _first_of_month(day: np.ndarray, month: np.ndarray | int | None) -> np.ndarray:
    """The first day of the month of `day`, or of that month of the same year."""
    dates = np.asarray(day, dtype=np.int64).astype("datetime64[D]")
    if month is None:
        return dates.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    months = dates.astype("datetime64[Y]").astype("datetime64[M]") + (np.asarray(month) - 1)
    return months.astype("datetime64[D]").astype(np.int64)


def _year_month(day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return 1970 + months // 12, months % 12 + 1


def _compact_date(day: np.ndarray) -> np.ndarray:
    """Days as whole numbers YYYYMMDD."""
    year, month = _year_month(day)
    first = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return (year * 100 + month) * 100 + day - first + 1
