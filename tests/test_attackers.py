"""Attackers against what is told after the audit, and against what is told when one of its rules is taken out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from support.attackers import POINTS, Program, Told, grid, lost_by_modulo, tell

from ipasn_analysis.disclosure.audit import audit
from ipasn_analysis.disclosure.cells import Cell, CellName, People, Publication
from ipasn_analysis.disclosure.lattice import attainable
from ipasn_analysis.disclosure.relations import CHECKS, Checks
from ipasn_analysis.rules.instruments import load

DATE = datetime.date(2025, 12, 23)
LATTICE = attainable(load("perban8_2019"))
OF_PARTS = ("indeks", "kualifikasi", "kompetensi", "kinerja")
WHOLE = (*OF_PARTS, "disiplin")
GROUP = 10


class Agency:
    """An invented agency: units of many sizes, one in ten below the threshold, and three groupings across them."""

    def __init__(self, seed: int, size: int) -> None:
        self.rng = rng = np.random.default_rng(seed)
        chance = {
            "kualifikasi": (0.01, 0.02, 0.12, 0.15, 0.6, 0.09, 0.01),
            "kompetensi": (0.08, 0.1, 0.1, 0.2, 0.12, 0.4),
            "kinerja": (0.02, 0.01, 0.02, 0.05, 0.4, 0.5),
            "disiplin": (0.005, 0.01, 0.015, 0.97),
        }
        self.points = {name: rng.choice(POINTS[name], size, p=p).astype(float) for name, p in chance.items()}
        sizes = [12]
        while sum(sizes) < size:
            sizes.append(int(rng.integers(2, GROUP) if rng.random() < 0.1 else rng.integers(GROUP, 31)))
        labels = np.repeat(np.arange(len(sizes)), sizes)[:size]
        self.points["kinerja"][labels == 0] = 30  # a unit in which everybody is rated best
        self.points["indeks"] = sum(self.points.values())
        self.partitions = {
            "perangkat_daerah": labels,
            "kelompok.umur": rng.integers(0, 4, size),
            "kelompok.jenis_kelamin": rng.integers(0, 2, size),
            "kelompok.jenis_pegawai": np.where(
                (labels == 0) & (rng.random(size) < 0.9), 1, rng.random(size) < 0.3
            ).astype(int),
        }

    def sets(self) -> list[tuple[str, str, np.ndarray, Sequence[str]]]:
        """Every part that is large enough, with the figures told of it."""
        found = [("semua", "", np.arange(len(self.points["indeks"])), WHOLE)]
        for table, labels in self.partitions.items():
            for label in np.unique(labels):
                members = np.flatnonzero(labels == label)
                if len(members) >= GROUP:
                    found.append((table, str(label), members, OF_PARTS))
        return found

    def told(self, checks: Checks | None = CHECKS, *, exact: bool = False) -> list[Told]:
        """What is published: after the audit, or without it."""
        cells, statements = [], []
        for table, part, members, figures in self.sets():
            for one in tell(self.points, members.tolist(), figures, exact=exact):
                cells.append(Cell(CellName(table, part, one.figure), DATE, members, one.value, one.step))
                statements.append(one)
        if checks is None:
            return statements
        size = len(self.points["indeks"])
        names = np.array([f"{number:018}" for number in range(size)], dtype=object)
        posts = np.full(size, "fungsional", dtype=object)
        people = People(DATE, names, np.full(size, "x", dtype=object), posts, self.points)
        hidden = audit(Publication("x", GROUP, {DATE: people}, tuple(cells)), LATTICE, checks=checks).hidden
        return [one for cell, one in zip(cells, statements, strict=True) if (cell.name, DATE) not in hidden]

    def told_people(
        self, told: Sequence[Told], people: Sequence[int], dimensions: Sequence[str] = ("kompetensi", "kinerja")
    ) -> set[tuple[int, str]]:
        """Of some people the dimensions that an integer program tells to within 2.5 points."""
        program = Program(told, self.points["kualifikasi"])
        program.see(self.points)
        return {(person, name) for person in people for name in dimensions if program.tells(person, name)}

    def one_of_each_unit(self) -> list[int]:
        return np.unique(self.partitions["perangkat_daerah"], return_index=True)[1].tolist()


def found_by_integer_program(agency: Agency) -> set[tuple[int, str]]:
    """Whose kompetensi, kinerja, or punishment an integer program tells, of one of each unit and some who were."""
    told, punished = agency.told(), np.flatnonzero(agency.points["disiplin"] < 5)
    found = agency.told_people(told, agency.one_of_each_unit())
    return found | agency.told_people(told, punished[:3].tolist(), ["disiplin"])


def test_an_integer_program_over_the_staff_list_tells_nobody_of_a_random_agency():
    assert found_by_integer_program(Agency(1, 30)) == set()


STILL_TOLD = {95: {(0, "kinerja")}, 174: {(6, "disiplin")}, 181: {(0, "kinerja")}}
"""What docs/privacy.md says that the rule cannot do."""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
def test_an_integer_program_tells_nobody_of_many_random_agencies(seed):
    agency = Agency(100 + seed, int(np.random.default_rng(seed).integers(20, 120)))
    assert found_by_integer_program(agency) == STILL_TOLD.get(seed, set())


def test_the_integer_program_tells_whoever_is_in_a_unit_at_the_end_of_the_lattice_without_the_audit():
    agency = Agency(1, 30)
    assert agency.told_people(agency.told(None), [0], ["kinerja"]) == {(0, "kinerja")}


def punished_units(seed: int, *, exact: bool) -> tuple[set, set, int]:
    """Flagged units, units with lost points, and how many there are: of an agency without the lowest rating."""
    agency = Agency(seed, 2_000)
    agency.points["kinerja"][agency.points["kinerja"] == 1] = 5
    agency.points["kualifikasi"][agency.points["kualifikasi"] == 1] = 5
    agency.points["indeks"] = sum(agency.points[name] for name in POINTS)
    told = [one for one in agency.told(CHECKS if not exact else None, exact=exact) if len(one.people) < 40]
    lost = {one.people for one in told if (agency.points["disiplin"][list(one.people)] < 5).any()}
    whole = {
        one.people for one in told if (5 * len(one.people) - agency.points["disiplin"][list(one.people)].sum()) % 5
    }
    return lost_by_modulo(told), lost & whole, len({one.people for one in told})


def test_exact_figures_tell_lost_points_modulo_five_and_rounded_ones_do_no_better_than_chance():
    flagged, lost, _ = punished_units(5, exact=True)
    assert len(lost) > 10
    assert flagged == lost
    hits = tried = expected = 0
    for seed in range(5, 9):
        flagged, lost, units = punished_units(seed, exact=False)
        hits, tried, expected = (
            hits + len(flagged & lost),
            tried + len(flagged),
            expected + len(flagged) * len(lost) / units,
        )
    deviation = (hits - expected) / max(np.sqrt(expected), 1.0)
    assert tried > 50
    assert deviation < 3


NESTED = {"kinerja": [30.0, *[30.0, 25.0] * 17]}


def nested(checks: Checks | None) -> tuple[list[Told], np.ndarray]:
    """A unit of 35, of whom all but the head are PPPK, with slack on the side that tells the head."""
    agency = Agency(0, 35)
    agency.points |= {"kinerja": np.array(NESTED["kinerja"]), "disiplin": np.full(35, 5.0)}
    agency.points["kinerja"][-6:] = (30.0, 30.0, 30.0, 30.0, 25.0, 25.0)
    agency.points["indeks"] = sum(agency.points[name] for name in POINTS)
    agency.partitions = {"perangkat_daerah": np.zeros(35, int), "kelompok.jenis_pegawai": np.r_[0, np.ones(34, int)]}
    return agency.told(checks, exact=True), agency.points["kualifikasi"]


@pytest.mark.parametrize(
    ("checks", "is_told"), [(CHECKS, False), (Checks(differences=False, remainders=False, sums=False), True)]
)
def test_exact_nested_margins_tell_the_head_unless_differences_are_looked_at(checks, is_told):
    assert Program(*nested(checks)).tells(0, "kinerja") == is_told


def two_ratings(checks: Checks) -> set[tuple[int, str]]:
    """Who is told of an agency in which all are at one of two ratings, as its counts say, and a unit at the lower."""
    agency = Agency(5, 60)
    unit = agency.partitions["perangkat_daerah"] == 0
    agency.points["kinerja"] = np.where(unit, 25.0, np.where(agency.points["kinerja"] < 30, 25.0, 30.0))
    agency.points["indeks"] = sum(agency.points[name] for name in POINTS)
    program = Program(agency.told(checks), agency.points["kualifikasi"], points=POINTS | {"kinerja": (25, 30)})
    return {(int(person), "kinerja") for person in np.flatnonzero(unit)[:2] if program.tells(person, "kinerja")}


def test_ratings_that_nobody_has_are_known_to_an_attacker_and_to_the_audit():
    assert two_ratings(CHECKS) == set()
    assert two_ratings(replace(CHECKS, levels=False)) == {(0, "kinerja"), (1, "kinerja")}


def test_figures_of_few_count_for_less_than_their_rounding_since_together_they_tell_more():
    agency = Agency(247, 25)
    told = {margin: agency.told(replace(CHECKS, small=margin)) for margin in (CHECKS.small, 0)}
    assert agency.told_people(told[CHECKS.small], [0], ["kinerja"]) == set()
    assert agency.told_people(told[0], [0], ["kinerja"]) == {(0, "kinerja")}


def told_of_few(people: int, few: int, figures: int) -> float:
    """To within what so many figures leave the mean of `few`, who are or were in a unit beside `people` others."""
    return (grid(people + few) * (people + few) + figures * grid(people) * people) / few


@pytest.mark.parametrize("few", range(1, GROUP))
def test_parts_of_a_change_and_differences_of_two_sources_leave_those_beside_them_open(few):
    """What is told of the people of both dates, or of both sources, with each part rounded by itself."""
    assert min(told_of_few(people, few, figures=4) for people in range(GROUP, 2_000)) > 2.5


def test_the_grid_is_that_of_the_contract():
    assert [grid(people) for people in (10, 25, 50, 100, 250, 500, 7_947)] == [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.01]
