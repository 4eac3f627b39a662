"""Posts: structural posts filled by rank within each unit, functional posts, golongan and names of posts."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.sample.people import ADMIN, GURU, NAKES, People
from ipasn_analysis.sample.regions import DAYS, Government
from ipasn_analysis.sample.states import D3, D4, FUNGSIONAL, PELAKSANA, S1, S2, SLTA, STRUKTURAL, Careers, State
from ipasn_analysis.sample.units import KECAMATAN, SETDA, Units

_SPECIALISTS = (0.10, 0.11, 0.20, 0.24, 0.26, 0.28, 0.28, 0.29, 0.29)
"""Share of office staff with a degree who hold a functional post, at each snapshot."""
_NAKES_IN_JF = 0.95
_SIMPLIFIED = 2
"""First snapshot (2021-12-31) after most posts of eselon IV were turned into functional posts."""

_PNS_GRADES = [(f"{one}{two}", f"{roman}/{letter}") for one, roman in enumerate(("I", "II", "III", "IV"), start=1)
               for two, letter in enumerate("abcde" if one == 4 else "abcd", start=1)]  # fmt: skip
_PPPK_GRADES = ["V", "VII", "IX", "X", "XI"]
GRADE_CODES = np.array([code for code, _ in _PNS_GRADES] + _PPPK_GRADES, dtype=object)
_PPPK_GRADE = np.array([17, 17, 17, 17, 17, 17, 17, 18, 18, 19, 19, 20, 21])
_FIRST_GRADE = np.array([0, 2, 2, 4, 4, 4, 4, 5, 6, 8, 8, 9, 10])
_TOP_GRADE = np.array([4, 6, 6, 9, 9, 9, 9, 10, 11, 14, 14, 15, 16])

# Functional posts by track, for those with a diploma and for those with a degree.
_JF_SKILLED = {
    GURU: ("Guru",),
    NAKES: ("Perawat", "Perawat", "Bidan", "Bidan", "Sanitarian", "Perawat", "Bidan"),
    ADMIN: ("Arsiparis", "Pranata Komputer", "Penyuluh Pertanian", "Arsiparis", "Pranata Komputer"),
}
_JF_EXPERT = {
    GURU: ("Guru",),
    NAKES: ("Perawat", "Perawat", "Bidan", "Bidan", "Dokter", "Apoteker", "Dokter"),
    ADMIN: ("Analis Kebijakan", "Perencana", "Analis SDM Aparatur", "Penyuluh Pertanian", "Auditor"),
}
_STEPS_SKILLED = ("Terampil", "Mahir", "Penyelia")
_STEPS_EXPERT = ("Ahli Pertama", "Ahli Muda", "Ahli Madya")
_PELAKSANA = ("Pengadministrasi Perkantoran", "Penata Layanan Operasional", "Pengelola Layanan", "Operator Layanan")


def fill_structural(state: State, units: Units, serving: np.ndarray, time: int) -> None:
    """Sets `level`, `rank` and `once_structural`: holders keep their order, the most ambitious PNS move up."""
    served = (DAYS[time] - state.people.start) / 365.25
    eligible = serving & (state.people.track == ADMIN) & ~state.people.pppk & (state.education >= D3) & (served > 4)
    held = np.where(state.level > 0, 100 - 10 * state.level - np.minimum(state.rank, 40) / 5, 0)
    claim = held + state.ambition + 0.02 * np.clip(served, 0, 30) + 0.4 * (state.education >= S2)
    candidates = np.flatnonzero(eligible)
    candidates = candidates[np.lexsort((-claim[candidates], state.unit[candidates]))]
    unit = state.unit[candidates]
    starts = np.searchsorted(unit, unit)
    place = np.arange(len(unit)) - starts
    bounds = np.cumsum(units.posts[int(time >= _SIMPLIFIED)], axis=1)[unit]
    level = 1 + (place[:, None] >= bounds).sum(axis=1)
    below = np.where(level > 1, np.take_along_axis(bounds, np.clip(level - 2, 0, 4)[:, None], axis=1)[:, 0], 0)
    state.level[:], state.rank[:] = 0, 0
    holds = level <= 5
    state.level[candidates[holds]] = level[holds]
    state.rank[candidates[holds]] = np.minimum(place - below, 120)[holds]
    state.once_structural |= state.level > 0


def kinds(state: State, time: int) -> np.ndarray:
    """JENIS JABATAN ID (1, 2, 4) of each person."""
    track, degree = state.people.track, state.education >= D3
    functional = (track == GURU) | ((track == NAKES) & (state.specialist < _NAKES_IN_JF))
    functional |= (track == ADMIN) & degree & (state.specialist < _SPECIALISTS[time])
    functional |= (time >= _SIMPLIFIED) & state.once_structural
    return np.where(state.level > 0, STRUKTURAL, np.where(functional, FUNGSIONAL, PELAKSANA)).astype(np.int8)


def eselon_codes(
    government: Government, units: Units, unit: np.ndarray, level: np.ndarray, rank: np.ndarray
) -> np.ndarray:
    """ESELON ID of each post ('' without): heads of offices II.a in a province, II.b in a regency."""
    codes = np.array(["", "12", "22", "32", "42", "52"], dtype=object)[level]
    first = rank == 0
    secretariat = units.kind[unit] == SETDA
    codes[(level == 2) & (government.provincial | (secretariat & first))] = "21"
    codes[(level == 3) & first] = "31"
    codes[(level == 4) & ((units.kind[unit] == KECAMATAN) | (rank % 4 == 0))] = "41"
    return codes


def grades(people: People, education: np.ndarray, day: int) -> np.ndarray:
    """Position of each person's golongan in `GRADE_CODES`: a step every four years up to a ceiling by education."""
    steps = np.maximum(day - people.start, 0) // 1461
    own = np.minimum(_FIRST_GRADE[education] + steps, _TOP_GRADE[education])
    return np.where(people.pppk, _PPPK_GRADE[education], own)


def post_names(careers: Careers, units: Units, time: int, grade: np.ndarray) -> np.ndarray:
    """JABATAN NAMA of each person at a snapshot; `grade` is the position in `GRADE_CODES`."""
    people, post, level = careers.people, careers.post[time], careers.level[time]
    step = np.where(people.pppk, 0, np.clip((grade - 8) // 2, 0, 2))
    expert = ((careers.education[time] >= D4) | (people.track == GURU)).astype(int)
    lot = np.arange(len(people)) * 7919
    names = np.array(_PELAKSANA, dtype=object)[lot % len(_PELAKSANA)]
    for track in (GURU, NAKES, ADMIN):
        table = _functional_names(track)
        here = (post == FUNGSIONAL) & (people.track == track)
        names[here] = table[expert[here], lot[here] % table.shape[1], step[here]]
    return np.where(level > 0, _structural_names(careers, units, time), names)


def _functional_names(track: int) -> np.ndarray:
    """Names of functional posts of a track, shape (diploma or degree, posts, steps)."""
    ladders = ((_JF_SKILLED[track], _STEPS_SKILLED), (_JF_EXPERT[track], _STEPS_EXPERT))
    return np.array(
        [[[f"{name} {step}" for step in steps] for name in names] for names, steps in ladders], dtype=object
    )


def _structural_names(careers: Careers, units: Units, time: int) -> np.ndarray:
    """Names of structural posts; meaningless where `level` is 0."""
    level, rank, kind = careers.level[time], careers.rank[time], units.kind[careers.unit[time]]
    names = np.array(
        ["", "Sekretaris Daerah", "Kepala Perangkat Daerah", "Kepala Bidang", "Kepala Seksi", "Kepala Tata Usaha"],
        dtype=object,
    )[level]
    names[(level == 2) & (kind == SETDA)] = "Asisten Sekretaris Daerah"
    names[(level == 3) & (rank == 0)] = "Sekretaris"
    names[(level == 3) & (rank == 0) & (kind == KECAMATAN)] = "Camat"
    names[(level == 4) & (rank % 3 == 0)] = "Kepala Subbagian"
    return names


def required_education(careers: Careers, time: int) -> np.ndarray:
    """Position in `EDUCATION` of what each person's post requires: invented, and no rule of any government."""
    education, post = careers.education[time], careers.post[time]
    skilled = np.where(education >= D4, S1, D3)
    of_post = np.where(careers.people.track == GURU, S1, skilled)
    asks_more = (education >= D3) | (np.arange(len(education)) % 2 == 0)
    clerk = np.select([education >= D4, asks_more], [S1, D3], SLTA)
    return np.select(
        [(post == STRUKTURAL) & (careers.level[time] >= 4), post == STRUKTURAL, post == FUNGSIONAL],
        [D4, S1, of_post],
        clerk,
    )


def post_since(careers: Careers, time: int) -> np.ndarray:
    """TMT JABATAN: the first day of the month after the last snapshot at which post or unit were others."""
    people = careers.people
    since = people.start + (np.maximum(DAYS[0] - people.start, 0) * (np.arange(len(people)) % 89) / 100).astype(
        np.int64
    )
    for now in range(1, time + 1):
        same = (
            (careers.unit[now] == careers.unit[now - 1])
            & (careers.post[now] == careers.post[now - 1])
            & (careers.level[now] == careers.level[now - 1])
        )
        since = np.where(same | ~careers.present[now] | (people.start > DAYS[now - 1]), since, DAYS[now - 1] + 1)
    return np.maximum(since, people.start)
