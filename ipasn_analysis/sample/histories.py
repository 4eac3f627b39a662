"""The other histories: leadership training, assessments and sanctions that add up to what people are to have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.sample import courses
from ipasn_analysis.sample.achievements import TIMES, Achievements
from ipasn_analysis.sample.dates import date_texts, day_number, mixed_dates, year_of
from ipasn_analysis.sample.faults import PersonFaults
from ipasn_analysis.sample.regions import DAYS, YEARS
from ipasn_analysis.sample.rules import KEPEMIMPINAN, MISSING, PREDIKAT_WORDS
from ipasn_analysis.sample.sanctions import LETTERS, Sanctions
from ipasn_analysis.sample.states import STRUKTURAL, Careers
from ipasn_analysis.sample.write import Columns

HEADERS = {
    "rw_diklat": ("nipBaru", "latihanStrukturalId", "latihanStrukturalNama", "nomor", "tanggal", "tahun", "jumlahJam",
                  "tanggalSelesai", "institusiPenyelenggara"),
    "rw_kursus": courses.HEADER,
    "rw_skp": ("nipBaru", "tahun", "nilaiPrestasiKerja"),
    "rw_skp22": ("nipBaru", "tahun", "hasilKinerja", "perilakuKerja", "kuadranKinerja"),
    "rw_hukdis": ("nipBaru", "jenisTingkatHukumanId", "hukumanTanggal", "akhirHukumTanggal", "masaTahun", "masaBulan",
                  "skNomor", "skPembatalanNomor"),
}  # fmt: skip
"""Headers of the histories, as the web service names the fields."""
_STRUCTURAL_ID = np.array(["", "5", "4", "3", "2", "2"], dtype=object)
_STRUCTURAL_OLD = np.array(["", "Diklatpim Tingkat I", "Diklatpim Tingkat II", "Diklatpim Tingkat III",
                            "Diklatpim Tingkat IV", "Diklatpim Tingkat IV"], dtype=object)  # fmt: skip
_STRUCTURAL_NEW = np.array(["", "PKN Tingkat I", "PKN Tingkat II", "PKA", "PKP", "PKP"], dtype=object)


@dataclass(frozen=True)
class Leadership:
    """Leadership trainings: position of the person, level (1 … 5 as eselon), day, told by its name alone or not."""

    person: np.ndarray
    level: np.ndarray
    day: np.ndarray
    by_name: np.ndarray


def draw_leadership(
    careers: Careers, gained: Achievements, faults: PersonFaults, rng: np.random.Generator
) -> Leadership:
    """Trainings that match the post for those who hold the item (or whose eselon is missing), and lower ones."""
    structural = careers.post[-1] == STRUKTURAL
    level = careers.level[-1].astype(np.int64)
    holds = structural & (gained.held[-1, KEPEMIMPINAN] | faults.eselon_missing)
    before = holds & gained.held[-2, KEPEMIMPINAN] & (careers.level[TIMES[-2]] == careers.level[-1])
    start = careers.people.start
    span = np.maximum(DAYS[5] - 30 - (start + 1200), 1)
    earlier = start + 1200 + np.floor(rng.random(len(level)) ** 0.6 * span).astype(np.int64)
    recent = day_number("2025-02-12") + rng.integers(0, 300, size=len(level))
    day = np.where(before, np.minimum(earlier, DAYS[5] - 30), recent)
    lower = structural & (level < 4) & (rng.random(len(level)) < 0.6)
    person = np.concatenate([np.flatnonzero(holds), np.flatnonzero(lower)])
    matching = np.arange(len(person)) < holds.sum()
    levels = np.where(matching, level[person], np.minimum(level[person] + 1, 4))
    first = day_number("2003-02-03") + person % 700
    days = np.where(matching, day[person], np.minimum(start[person] + 1100, day[person] - 200))
    days = np.maximum(days, np.minimum(first, day_number("2024-11-29")))
    return Leadership(person, levels, days, (days > day_number("2020-01-01")) & (rng.random(len(person)) < 0.2))


def leadership_rows(
    trainings: Leadership, nip: np.ndarray, shown: np.ndarray, cut_off: int, rng: np.random.Generator
) -> Columns:
    """`rw_diklat` up to the cut-off day; every now and then the id is 8 (other) and only the name tells the level."""
    rows = np.flatnonzero(shown[trainings.person] & (trainings.day <= cut_off))
    level, day = trainings.level[rows], trainings.day[rows]
    old = day < day_number("2019-01-01")
    return {
        "nipBaru": nip[trainings.person[rows]],
        "latihanStrukturalId": np.where(trainings.by_name[rows], "8", _STRUCTURAL_ID[level]),
        "latihanStrukturalNama": np.where(old, _STRUCTURAL_OLD[level], _STRUCTURAL_NEW[level]),
        "tahun": year_of(day).astype("U4").astype(object),
        "jumlahJam": np.where(old, "360", "900").astype(object),
        "tanggalSelesai": mixed_dates(day, rng),
    }


def assessment_rows(
    gained: Achievements,
    faults: PersonFaults,
    *,
    start: np.ndarray,
    nip: np.ndarray,
    shown: np.ndarray,
    cut_off: int,
    rng: np.random.Generator,
) -> Columns:
    """`rw_skp22` up to the cut-off day: the assessments of 2023 and 2024 for everybody in `shown` (mask).

    PPPK appointed in 2025 bring the assessment of their contract before. `start` is the first day of service.
    """
    words = np.array([*PREDIKAT_WORDS, ""], dtype=object)
    known = gained.predikat != MISSING
    assessed = shown & (cut_off >= day_number(f"{YEARS[-1]}-01-01"))
    latest = np.flatnonzero(assessed & known[-1])
    earlier = np.flatnonzero(shown & known[-2] & (start < day_number("2024-12-31")))
    conflict = np.flatnonzero(assessed & (faults.kind == "skp_conflict"))
    people = np.concatenate([latest, earlier, conflict, conflict])
    texts = [words[gained.predikat[-1, latest]], words[gained.predikat[-2, earlier]]]
    texts += [np.full(len(conflict), word, dtype=object) for word in words[:2]]
    text = np.concatenate(texts)
    loud = rng.random(len(people)) < 0.02
    text[loud] = np.array([word.upper() for word in text[loud]], dtype=object)
    years = np.full(len(people), YEARS[-1] - 1)
    years[len(latest) : len(latest) + len(earlier)] -= 1
    order = np.lexsort((years, people))
    return {
        "nipBaru": nip[people][order],
        "tahun": years[order].astype("U4").astype(object),
        "kuadranKinerja": text[order],
    }


def older_assessment_rows(gained: Achievements, start: np.ndarray, nip: np.ndarray, shown: np.ndarray) -> Columns:
    """`rw_skp`: the value of 2021 for one in twelve of those in `shown`; it lies in the band of their predikat."""
    predikat = gained.predikat[YEARS.index(2022)]
    known = (predikat != MISSING) & (start < day_number("2021-07-01"))
    people = np.flatnonzero(shown & known & (np.arange(len(nip)) % 12 == 5))
    lowest = np.array([90.5, 76.0, 61.0, 51.0, 40.0])[predikat[people]]
    width = np.array([7.0, 13.0, 13.0, 8.0, 9.0])[predikat[people]]
    values = lowest + width * (people * 37 % 100) / 100
    texts = np.array([f"{value:.2f}" for value in values], dtype=object)
    return {"nipBaru": nip[people], "tahun": np.full(len(people), "2021", dtype=object), "nilaiPrestasiKerja": texts}


def sanction_rows(sanctions: Sanctions, nip: np.ndarray, shown: np.ndarray, cut_off: int) -> Columns:
    """`rw_hukdis` up to the cut-off day; an annulled sanction has the number of its annulment."""
    rows = np.flatnonzero(shown[sanctions.person] & (sanctions.day <= cut_off))
    rows = rows[np.lexsort((sanctions.day[rows], sanctions.person[rows]))]
    day, level = sanctions.day[rows], sanctions.level[rows]
    return {
        "nipBaru": nip[sanctions.person[rows]],
        "jenisTingkatHukumanId": LETTERS[level],
        "hukumanTanggal": date_texts(day, day_first=False),
        "akhirHukumTanggal": date_texts(np.minimum(day + 365, day_number("2029-12-31")), day_first=False),
        "masaTahun": np.full(len(rows), "1", dtype=object),
        "masaBulan": np.full(len(rows), "0", dtype=object),
        "skNomor": np.array([f"CONTOH/{place + 1}" for place in rows], dtype=object),
        "skPembatalanNomor": np.where(sanctions.annulled[rows], "CONTOH/BATAL", "").astype(object),
    }
