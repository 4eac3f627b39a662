"""Courses: dated rows that give everybody the training that they are to have, and some that give nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.sample.achievements import Achievements
from ipasn_analysis.sample.dates import day_number, mixed_dates, year_of
from ipasn_analysis.sample.faults import PersonFaults
from ipasn_analysis.sample.regions import DAYS, FIRST_RAW, YEARS
from ipasn_analysis.sample.rules import FUNGSIONAL, TEKNIS
from ipasn_analysis.sample.states import FUNGSIONAL as FUNCTIONAL_POST
from ipasn_analysis.sample.states import Careers
from ipasn_analysis.sample.write import Columns

HEADER = ("nipBaru", "jenisDiklatId", "jenisKursusNama", "namaKursus", "noSertipikat", "jumlahJam", "tahunKursus",
          "tanggalKursus", "tanggalSelesaiKursus", "institusiPenyelenggara")  # fmt: skip
TEKNIS_NAMES = ("Pengelolaan Keuangan", "Pelayanan Publik", "Manajemen Risiko", "Kearsipan Dinamis", "Literasi Digital",
                "Pengadaan Barang", "Penyusunan SKP", "Kurikulum Sekolah", "Mutu Layanan")  # fmt: skip
SEMINAR_NAMES = {4: "Workshop Tata Kelola", 7: "Sosialisasi Sistem Merit", 8: "Bimtek Layanan Kepegawaian",
                 9: "Seminar Inovasi Daerah", 10: "Magang Antarunit"}  # fmt: skip
"""Name by jenisDiklatId."""
FUNGSIONAL_NAMES = ("Diklat Fungsional",)
NAMES = np.array([*TEKNIS_NAMES, *SEMINAR_NAMES.values(), *FUNGSIONAL_NAMES], dtype=object)
_SEMINARS, _FUNGSIONAL = len(TEKNIS_NAMES), len(TEKNIS_NAMES) + len(SEMINAR_NAMES)
_KIND_NAMES = {"1": "Struktural", "2": "Fungsional", "3": "Teknis", "4": "Workshop", "5": "Manajerial",
               "6": "Sosial Kultural", "7": "Sosialisasi", "8": "Bimtek", "9": "Seminar", "10": "Magang"}  # fmt: skip
KIND_NAMES = np.array([""] + [_KIND_NAMES[str(code)] for code in range(1, 11)], dtype=object)
_YEAR_START, _LAST_COURSE = day_number("2025-01-13"), day_number("2025-12-19")
_SLOW_UNTIL = day_number("2025-08-29")
_SLOW = 2.4
_WEEKS_LATE = 9


@dataclass(frozen=True)
class Courses:
    """Courses of all people, by person and day: jenisDiklatId, position in `NAMES`, JP (-1 for an empty cell)."""

    person: np.ndarray
    day: np.ndarray
    kind: np.ndarray
    name: np.ndarray
    hours: np.ndarray


def draw_courses(
    careers: Careers, gained: Achievements, faults: PersonFaults, hours: int, rng: np.random.Generator
) -> Courses:
    """The courses that give everybody what `gained` says, and some that give nothing."""
    parts = [
        *_teknis(2024, careers, gained, faults, hours=hours, rng=rng),
        *_teknis(2025, careers, gained, faults, hours=hours, rng=rng),
        _seminars(gained.attended[-3], 2023, faults, careers, rng),
        _seminars(gained.attended[-2], 2024, faults, careers, rng),
        _seminars(gained.attended[-1], 2025, faults, careers, rng),
        _fungsional(careers, gained, rng),
    ]
    person, day, kind, name, jp = (np.concatenate(column) for column in zip(*parts, strict=True))
    kept = (day >= careers.people.start[person]) & (day < careers.people.end[person])
    order = np.lexsort((name, day, person))
    order = order[kept[order]]
    return Courses(person[order], day[order], kind[order], name[order], jp[order])


_Part = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _teknis(
    year: int, careers: Careers, gained: Achievements, faults: PersonFaults, *, hours: int, rng: np.random.Generator
) -> list[_Part]:
    """Technical courses of a year: one long, or two that add up; too short ones of people who miss the hours."""
    reached = gained.held[YEARS.index(year), TEKNIS]
    split = rng.random(len(reached)) < 0.15
    short = ~reached & (rng.random(len(reached)) < 0.3)
    whole = np.flatnonzero(reached & ~split)
    halves = np.flatnonzero(reached & split)
    briefs = np.flatnonzero(short)
    lengths = (rng.choice(hours + np.array([0, 4, 10, 12, 20, 28]), size=len(whole)),
               rng.integers(-(-hours // 2), hours * 4 // 5, size=len(halves)),
               rng.integers(4, hours, size=len(briefs)))  # fmt: skip
    name = rng.integers(_SEMINARS, size=len(reached))
    parts = []
    for people, jp, shift in (
        (whole, lengths[0], 0),
        (halves, lengths[1], 0),
        (halves, lengths[1], 3),
        (briefs, lengths[2], 0),
    ):
        kind = rng.choice([3, 3, 3, 3, 5, 6], size=len(people))
        day = _days(year, careers, faults, people, rng)
        parts.append((people, day, kind, (name[people] + shift) % _SEMINARS, jp.astype(np.int64)))
    return parts


def _days(
    year: int, careers: Careers, faults: PersonFaults, people: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """A day of the year for each person, after arrival; units that record little have nothing after August of 2025."""
    slow = (faults.neglect[careers.unit[-1, people]] > _SLOW) & (year == YEARS[-1])
    first = np.maximum(careers.people.start[people] + 5, day_number(f"{year}-01-13"))
    last = np.where(slow, np.maximum(_SLOW_UNTIL, first), day_number(f"{year}-12-19"))
    return first + np.floor(rng.random(len(people)) * np.maximum(last - first + 1, 1)).astype(np.int64)


def _seminars(
    attended: np.ndarray, year: int, faults: PersonFaults, careers: Careers, rng: np.random.Generator
) -> _Part:
    people = np.flatnonzero(attended)
    day = _days(year, careers, faults, people, rng)
    kind = rng.choice([4, 7, 8, 9, 9, 9, 10], size=len(people))
    name = _SEMINARS + np.searchsorted(list(SEMINAR_NAMES), kind)
    jp = np.where(rng.random(len(people)) < 0.2, -1, rng.integers(2, 9, size=len(people)))
    return people, day, kind, name, jp


def _fungsional(careers: Careers, gained: Achievements, rng: np.random.Generator) -> _Part:
    """Functional training of those in functional posts who hold it, and of a few others, to whom it gives nothing."""
    holder = gained.held[-1, FUNGSIONAL]
    other_post = careers.post[-1] != FUNCTIONAL_POST
    people = np.flatnonzero(holder & (~other_post | (rng.random(len(holder)) < 0.05)))
    before = gained.held[-2, FUNGSIONAL, people] & (careers.people.start[people] < day_number("2024-06-01"))
    start = careers.people.start[people]
    earlier = start + 20 + np.floor(rng.random(len(people)) ** 0.7 * (DAYS[5] - 30 - start)).astype(np.int64)
    first = np.maximum(start + 5, _YEAR_START)
    recent = first + np.floor(rng.random(len(people)) * np.maximum(_LAST_COURSE - first + 1, 1)).astype(np.int64)
    count = len(people)
    return people, np.where(before, earlier, recent), np.full(count, 2), np.full(count, _FUNGSIONAL), np.full(count, 30)


def course_rows(
    courses: Courses, nip: np.ndarray, shown: np.ndarray, cut_off: int, rng: np.random.Generator
) -> Columns:
    """`rw_kursus` up to the cut-off day for the people in `shown` (mask).

    The first snapshot lacks some courses of its last weeks, which were entered late.
    """
    late = (cut_off == DAYS[FIRST_RAW]) & (courses.day > cut_off - _WEEKS_LATE * 7) & (courses.person % 5 == 0)
    rows = np.flatnonzero(shown[courses.person] & (courses.day <= cut_off) & ~late)
    hours = courses.hours[rows]
    return {
        "nipBaru": nip[courses.person[rows]],
        "jenisDiklatId": courses.kind[rows].astype("U2").astype(object),
        "jenisKursusNama": KIND_NAMES[courses.kind[rows]],
        "namaKursus": NAMES[courses.name[rows]],
        "jumlahJam": np.where(hours < 0, "", hours.astype("U4").astype(object)),
        "tahunKursus": year_of(courses.day[rows]).astype("U4").astype(object),
        "tanggalSelesaiKursus": mixed_dates(courses.day[rows], rng),
    }
