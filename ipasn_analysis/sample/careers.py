"""Careers: who joins, leaves, moves, studies and rises from one snapshot to the next."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.sample import people as persons
from ipasn_analysis.sample import posts
from ipasn_analysis.sample.people import ADMIN, GURU, NAKES, People
from ipasn_analysis.sample.regions import DAYS, HEADCOUNT_SHARE, PPPK_SHARE, Government
from ipasn_analysis.sample.states import D3, S1, S2, S3, SLTA, Careers, State
from ipasn_analysis.sample.units import KECIL, KESEHATAN, PENDIDIKAN, RSUD, Units

_EDUCATION_MIX = {  # per mille, by track, for people born before and after 1980
    (GURU, 0): (0, 0, 0, 5, 5, 30, 5, 75, 15, 5, 800, 60, 0),
    (GURU, 1): (0, 0, 0, 0, 0, 0, 0, 5, 10, 10, 905, 70, 0),
    (NAKES, 0): (0, 0, 0, 10, 30, 0, 20, 5, 480, 60, 340, 55, 0),
    (NAKES, 1): (0, 0, 0, 0, 10, 0, 0, 0, 470, 80, 390, 50, 0),
    (ADMIN, 0): (8, 12, 3, 190, 80, 0, 5, 5, 90, 25, 455, 125, 2),
    (ADMIN, 1): (0, 5, 0, 110, 55, 0, 5, 0, 170, 45, 525, 84, 1),
}
_GURU_SHARE, _NAKES_SHARE = 0.86, {KESEHATAN: 0.82, RSUD: 0.76}
_MOVING_PER_YEAR = 0.03


def build_careers(government: Government, units: Units, rng: np.random.Generator) -> Careers:
    """The careers of a government's people through all snapshots."""
    state: State | None = None
    frames = []
    for time, day in enumerate(DAYS):
        years = 0.0 if time == 0 else (day - DAYS[time - 1]) / 365.25
        arrivals = _arrivals(government, units, state, time, rng)
        if state is None:
            state = arrivals
        else:
            state = state.and_also(arrivals)
            _move(state, units, day, years, rng)
            _study(state, day, years, rng)
        serving = state.people.end > day
        posts.fill_structural(state, units, serving, time)
        kind = posts.kinds(state, time)
        frames.append(
            (serving & (state.people.start <= day), state.unit.copy(), state.unor.copy(), state.education.copy(),
             kind, state.level.copy(), state.rank.copy())
        )  # fmt: skip
    assert state is not None
    return Careers(state.people, *(_stacked(parts, len(state.people)) for parts in zip(*frames, strict=True)))


def _arrivals(government: Government, units: Units, state: State | None, time: int, rng: np.random.Generator) -> State:
    """The people who join up to snapshot `time`, so that every unit gets back to its size."""
    day, total = int(DAYS[time]), round(government.headcount * HEADCOUNT_SHARE[time])
    wanted = units.headcounts(total)
    pppk_wanted = round(total * PPPK_SHARE[time] * government.pppk)
    if state is not None:
        serving = state.people.end > day
        shortage = np.maximum(wanted - np.bincount(state.unit[serving], minlength=len(units)), 0)
        wanted = _cut_to(shortage, max(total - int(serving.sum()), 0))
        pppk_wanted -= int((serving & state.people.pppk).sum())
    unit = np.repeat(np.arange(len(units)), wanted)
    track = _tracks(units.kind[unit], rng)
    pppk = _chosen(rng, np.array([3.0, 2.5, 1.0])[track], min(max(pppk_wanted, 0), int(0.97 * len(unit))))
    if state is None:
        arrived = persons.veterans(rng, track, pppk, day)
    else:
        arrived = persons.newcomers(rng, track, pppk, int(DAYS[time - 1]), day)
    none = np.zeros(len(unit), dtype=np.int8)
    return State(
        arrived,
        unit,
        _drawn_unor(units, unit, track, rng),
        _drawn_education(arrived, government.education, rng),
        none,
        none.copy(),
        none.astype(bool),
        rng.random(len(unit)),
        rng.random(len(unit)),
    )


def _cut_to(shortage: np.ndarray, total: int) -> np.ndarray:
    """`shortage` reduced to at most `total` places, the widest gaps losing first."""
    surplus = int(shortage.sum()) - total
    while surplus > 0:
        widest = np.argsort(-shortage, kind="stable")[:surplus]
        shortage[widest[shortage[widest] > 0]] -= 1
        surplus = int(shortage.sum()) - total
    return shortage


def _tracks(kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """GURU, NAKES or ADMIN for people of units of that kind."""
    draw = rng.random(len(kind))
    track = np.full(len(kind), ADMIN)
    track[(kind == PENDIDIKAN) & (draw < _GURU_SHARE)] = GURU
    for unit_kind, share in _NAKES_SHARE.items():
        track[(kind == unit_kind) & (draw < share)] = NAKES
    return track


def _chosen(rng: np.random.Generator, weight: np.ndarray, count: int) -> np.ndarray:
    """Exactly `count` marked, by weight without replacement (Efraimidis and Spirakis 2006), shape of `weight`."""
    marked = np.zeros(len(weight), dtype=bool)
    keys = rng.exponential(size=len(weight)) / weight
    marked[np.argsort(keys, kind="stable")[:count]] = True
    return marked


def _drawn_unor(units: Units, unit: np.ndarray, track: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An unor of each person's unit: service unor for teachers and nurses, offices for others."""
    in_school = (units.kind[unit] == PENDIDIKAN) & (rng.random(len(unit)) < 0.6)
    ranges = np.where(((track != ADMIN) | in_school)[:, None], units.service[unit], units.office[unit])
    # Crowded first places: unor differ in size.
    place = rng.random(len(unit)) ** 1.25 * (ranges[:, 1] - ranges[:, 0])
    return (ranges[:, 0] + np.floor(place)).astype(np.int64)


def _drawn_education(people: People, shift: float, rng: np.random.Generator) -> np.ndarray:
    """Education on arrival by track and generation; `shift` raises (or lowers) everybody's draw a little."""
    younger = (people.birth > np.datetime64("1980-01-01").astype(np.int64)).astype(int)
    draw = rng.random(len(people)) ** (1 / (1 + 0.35 * shift))
    education = np.zeros(len(people), dtype=np.int8)
    for (track, generation), mix in _EDUCATION_MIX.items():
        edges = np.cumsum(mix)[:-1] / 1000
        group = (people.track == track) & (younger == generation)
        education[group] = np.searchsorted(edges, draw[group], side="right")
    return education


def _move(state: State, units: Units, day: int, years: float, rng: np.random.Generator) -> None:
    """Some people change places with others of the same track and level, so that units keep their size."""
    moving = (state.people.end > day) & (rng.random(len(state.unit)) < _MOVING_PER_YEAR * years)
    moving &= units.kind[state.unit] != KECIL
    group = state.people.track * 10 + state.level
    for value in np.unique(group[moving]):
        movers = np.flatnonzero(moving & (group == value))
        shuffled = rng.permutation(movers)
        state.unit[movers] = state.unit[shuffled]
        state.unor[movers] = state.unor[shuffled]
        state.rank[movers] = state.rank[shuffled]


def _study(state: State, day: int, years: float, rng: np.random.Generator) -> None:
    """A few people finish a degree."""
    draw = rng.random(len(state.education)) / max(years, 1e-9)
    serving = state.people.end > day
    to_s1 = serving & (state.education >= SLTA) & (state.education <= D3) & (draw < 0.016)
    to_s2 = serving & (state.education == S1) & (draw < np.where(state.level > 0, 0.03, 0.007))
    to_s3 = serving & (state.education == S2) & (draw < 0.003)
    state.education[to_s1], state.education[to_s2], state.education[to_s3] = S1, S2, S3


def _stacked(parts: tuple[np.ndarray, ...], people: int) -> np.ndarray:
    """Frames of growing length as one array; people not known yet get zeros, those who left keep their last state."""
    stacked = np.zeros((len(parts), people), dtype=parts[-1].dtype)
    for time, part in enumerate(parts):
        stacked[time, : len(part)] = part
    return stacked
