"""What published figures tell together, in worlds small enough to be followed by hand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from ipasn_analysis.disclosure import audit as auditing
from ipasn_analysis.disclosure.audit import Audited
from ipasn_analysis.disclosure.cells import Cell, CellName, Change, People, Publication
from ipasn_analysis.disclosure.lattice import Sums, attainable
from ipasn_analysis.disclosure.persons import Issued, matched, persons_of
from ipasn_analysis.disclosure.relations import Checks
from ipasn_analysis.rules.instruments import load

DATE = datetime.date(2025, 12, 23)
LATTICE = attainable(load("perban8_2019"))
DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")


BY_HAND = Checks(levels=False, small=0)
"""A world of a dozen people in which any level may occur, and figures count for what they say."""


def audit(made: Publication, earlier: Sequence[Issued] = (), checks: Checks = BY_HAND, *, key: bytes = b"") -> Audited:
    return auditing.audit(made, LATTICE, earlier, checks, key=key)


def people_of(size: int, date: datetime.date = DATE, **points: Sequence[float]) -> People:
    """People with middling points where none are given; who is who depends on the position alone."""
    middling = {"kualifikasi": 15.0, "kompetensi": 25.0, "kinerja": 25.0, "disiplin": 5.0}
    known = {name: np.array(points.get(name, [middling[name]] * size), dtype=np.float64) for name in DIMENSIONS}
    names = np.array([f"{number:018}" for number in range(size)], dtype=object)
    government, posts = np.full(size, "x", dtype=object), np.full(size, "fungsional", dtype=object)
    return People(date, names, government, posts, {"indeks": sum(known.values()), **known})


def publication(people: People, sets: Mapping[tuple[str, str], Sequence[int]], figures=("kinerja",), step=0.5):
    """Means of these sets on a grid."""
    cells = []
    for (table, part), members in sets.items():
        positions = np.array(sorted(members), dtype=np.int64)
        for figure in figures:
            mean = people.points[figure][positions].mean()
            value = round(mean / step) * step if step else mean
            cells.append(Cell(CellName(table, part, figure), people.date, positions, value, step))
    return Publication("x", 10, {people.date: people}, tuple(cells))


def hidden_names(found: Audited) -> list[tuple[str, str, str]]:
    return sorted(tuple(name) for name, _ in found.hidden)


def test_lattice_holds_the_sums_of_items_by_type_of_post():
    assert LATTICE["kompetensi"]["struktural"].tolist() == [0, 10, 15, 25, 30, 40]
    assert LATTICE["kompetensi"]["pelaksana"].tolist() == [0, 17.5, 22.5, 40]
    assert LATTICE["kinerja"][""].tolist() == [0, 1, 5, 15, 25, 30]
    assert LATTICE["disiplin"]["fungsional"].tolist() == [1, 2, 3, 5]
    assert LATTICE["diklat_kepemimpinan"]["pelaksana"].tolist() == [0]


def test_a_middling_mean_on_the_grid_tells_nobody():
    people = people_of(12, kinerja=[25.0] * 8 + [15.0, 30.0, 30.0, 30.0])
    assert audit(publication(people, {("unit", "a"): range(12)})) == Audited((), frozenset(), ())


def test_a_mean_at_the_end_of_the_lattice_tells_everybody():
    people = people_of(12, kinerja=[30.0] * 12)
    found = audit(publication(people, {("unit", "a"): range(12)}))
    assert [(one.figure, one.people) for one in found.told] == [("kinerja", 12)]
    assert hidden_names(found) == [("unit", "a", "kinerja")]
    assert found.left == ()


def test_sums_of_few_are_those_that_their_points_can_have():
    kinerja = Sums([LATTICE["kinerja"]["fungsional"]], np.array([[10]]))
    assert kinerja.at_most(np.array([292.5])).tolist() == [290]
    assert kinerja.at_least(np.array([287.5])).tolist() == [290]
    many = Sums([LATTICE["kompetensi"]["pelaksana"]], np.array([[5_000]]))
    assert many.at_least(np.array([40_001.0])).tolist() == [40_002.5]


def test_ten_whose_lost_points_follow_from_what_their_points_can_add_up_to_are_told():
    people = people_of(10, kualifikasi=[12.0] * 10, kompetensi=[40.0] * 2 + [15.0] * 8, kinerja=[30.0] * 8 + [25.0] * 2)
    made = publication(people, {("unit", "a"): range(10)}, ("indeks", "kompetensi", "kinerja"))
    found = audit(made)
    assert "disiplin" in {one.figure for one in found.told}
    assert len(found.hidden) == 3


def test_an_item_whose_points_nobody_knows_takes_no_part():
    people = people_of(12, kinerja=[25.0] * 8 + [15.0, 30.0, 30.0, 30.0])
    unknown = replace(people, points={**people.points, "seminar": np.full(12, np.nan)})
    assert audit(publication(unknown, {("unit", "a"): range(12)})) == Audited((), frozenset(), ())


EXACT = {("unit", "a"): range(35), ("kelompok.jenis_pegawai", "PPPK"): range(1, 35)}


def test_exact_means_of_nested_sets_tell_the_one_between_them_and_rounded_ones_do_not():
    people = people_of(35, kinerja=[25.0, *[25.0, 30.0] * 17])
    exact = audit(publication(people, EXACT, step=0.0))
    assert [one.people for one in exact.told if one.figure == "kinerja"][:1] == [1]
    assert len(exact.hidden) == 1
    assert audit(publication(people, EXACT, step=0.2)).told == ()
    without = audit(publication(people, EXACT, step=0.0), checks=replace(BY_HAND, differences=False))
    assert without.told == ()


def test_the_parts_of_a_partition_together_tell_the_few_that_are_left():
    parts = {("semua", ""): range(45), ("unit", "a"): range(20), ("unit", "b"): range(20, 40)}
    people = people_of(45, kinerja=[25.0, 30.0, 15.0] * 15)
    made = publication(people, parts, step=0.1)
    found = audit(made)
    assert {(one.figure, one.people) for one in found.told} == {("kinerja", 5)}
    assert len(found.hidden) == 1
    assert audit(made, checks=replace(BY_HAND, remainders=False)).told == ()


def test_the_index_tells_a_dimension_that_is_not_published():
    people = people_of(12, kompetensi=[40.0] * 12)
    made = publication(people, {("unit", "a"): range(12)}, ("indeks", "kinerja"), step=0.1)
    found = audit(made)
    assert {one.figure for one in found.told} == {"kompetensi", "disiplin"}
    assert hidden_names(found) == [("unit", "a", "indeks"), ("unit", "a", "kinerja")]
    assert audit(made, checks=replace(BY_HAND, sums=False)).told == ()


def test_the_one_figure_that_tells_two_is_hidden_and_no_other():
    people = people_of(62, kinerja=[25.0, 30.0] * 31)
    sets = {("semua", ""): range(62), ("a", ""): range(7, 62), ("b", ""): range(55)}
    found = audit(publication(people, sets, step=0.0))
    assert [one.people for one in found.told] == [7, 7]
    assert hidden_names(found) == [("semua", "", "kinerja")]


def issued(people: People, made: Publication, hidden: frozenset[CellName] = frozenset()) -> Issued:
    return Issued(persons_of(people), made.cells, hidden)


LATER = datetime.date(2026, 3, 31)


def test_six_who_join_between_two_dates_are_told_by_the_difference():
    before, after = people_of(40, kinerja=[25.0, 30.0] * 20), people_of(46, LATER, kinerja=[25.0, 30.0] * 23)
    first = publication(before, {("semua", ""): range(40)}, step=0.1)
    second = publication(after, {("semua", ""): range(46)}, step=0.1)
    assert audit(second).told == ()
    found = audit(second, [issued(before, first)])
    assert {(one.figure, one.people) for one in found.told} == {("kinerja", 6)}
    assert found.hidden == {(second.cells[0].name, LATER)}
    changed = people_of(46, LATER, kinerja=[30.0, 25.0] * 23)
    unlike = publication(changed, {("semua", ""): range(46)}, step=0.1)
    assert audit(unlike, [issued(before, first)]).told == ()


ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar")


def with_items(people: People) -> People:
    """The same with items that make kompetensi: 25 points of technical training and seminar."""
    made = {"diklat_teknis": 15.0, "seminar": 10.0}
    points = {name: np.full(len(people.nip), made.get(name, 0.0)) for name in ITEMS}
    points["diklat_teknis"][::2] = points["seminar"][::2] = 0.0
    return replace(people, points={**people.points, **points, "kompetensi": sum(points.values())})


@pytest.mark.parametrize("told", [ITEMS, ITEMS[:2]])
def test_items_of_an_earlier_date_are_those_of_its_people(told):
    sets = {("unit", "a"): range(20), ("unit", "b"): range(20, 40)}
    before, after = (with_items(people_of(40, date, kinerja=[25.0, 30.0] * 20)) for date in (DATE, LATER))
    first = publication(before, sets, ("kompetensi", *told), step=0.5)
    second = publication(after, sets, ("kompetensi", "kinerja", *ITEMS[2:]), step=0.5)
    assert audit(second, [issued(before, first)]).told == ()


def test_what_an_earlier_date_hid_stays_hidden():
    people = people_of(40, kinerja=[25.0, 30.0] * 20)
    made = publication(people, {("unit", "a"): range(40)}, step=0.2)
    earlier = issued(people_of(0, datetime.date(2025, 6, 30)), replace(made, cells=()), frozenset({made.cells[0].name}))
    assert audit(made, [earlier]).hidden == {(made.cells[0].name, DATE)}


def test_ratings_that_the_instrument_does_not_have_are_reckoned_with():
    people = people_of(40, kinerja=[22.5, 27.5] * 20)
    sets = {("semua", ""): range(40), ("unit", "a"): range(20), ("unit", "b"): range(20, 40)}
    assert not auditing.audit(publication(people, sets), LATTICE).hidden


def test_nothing_is_hidden_for_what_every_report_tells():
    people = people_of(40, kualifikasi=[0.0] * 40, kinerja=[25.0, 30.0] * 20)
    sets = {("semua", ""): range(40), ("unit", "a"): range(20), ("unit", "b"): range(20, 40)}
    made = publication(people, sets, ("kualifikasi", "kinerja"), step=0.01)
    whole = Cell(CellName("semua", "", "disiplin"), DATE, made.cells[0].people, 5.0, 0.2)
    found = audit(replace(made, cells=(*made.cells, whole)))
    assert {one.figure for one in found.left} == {"kualifikasi"} and sum(one.people for one in found.left) == 40
    assert found.hidden == frozenset()


def test_what_is_out_already_cannot_be_hidden_and_is_left():
    people = people_of(12, kinerja=[30.0] * 12)
    made = publication(people, {("unit", "a"): range(12)})
    later = publication(people_of(12, LATER), {("unit", "a"): range(12)}, ("kompetensi",))
    found = audit(later, [issued(people, made)])
    assert found.hidden == frozenset()
    assert [(one.figure, one.people) for one in found.left] == [("kinerja", 12)]


@pytest.mark.parametrize("date", [DATE, LATER])
def test_digests_of_people_need_the_key(date):
    people = people_of(5, date)
    one, same, other = persons_of(people, b"k"), persons_of(people, b"k"), persons_of(people, b"l")
    assert one.ids.tolist() == same.ids.tolist()
    assert not set(one.ids) & set(other.ids)
    assert one.marks["kinerja"].tolist() == same.marks["kinerja"].tolist() != other.marks["kinerja"].tolist()


def test_people_of_two_dates_are_matched_by_nip_as_by_digest():
    before, after = people_of(20, kinerja=[25.0, 30.0] * 10), people_of(26, LATER, kinerja=[25.0] * 26)
    after = replace(after, nip=np.roll(after.nip, 3))

    def alike(first, second):
        marks = first.marks["kinerja"][:, np.newaxis] == second.marks["kinerja"]
        same = first.ids[:, np.newaxis] == second.ids
        return same.tolist(), (same & marks).tolist()

    by_nip = alike(*matched([before, after]))
    assert by_nip == alike(persons_of(before, b"k"), persons_of(after, b"k"))
    assert np.sum(by_nip[0]) == 20 > np.sum(by_nip[1]) > 0


def test_a_whole_loses_disiplin_alone_and_a_unit_all_of_its_figures():
    people = people_of(25, kinerja=[25.0, 15.0, 30.0, 30.0, 25.0] * 5, kompetensi=[40.0] * 12 + [25.0] * 13)
    sets = {("unit", "a"): range(12)}
    whole = publication(people, {("seluruhnya", ""): range(25)}, ("indeks", *DIMENSIONS), step=0.2)
    unit = publication(people, sets, ("indeks", "kompetensi", "kinerja"))
    found = audit(replace(whole, cells=whole.cells + unit.cells))
    assert {one.figure for one in found.told} >= {"disiplin", "kompetensi"}
    names = [("seluruhnya", "", "disiplin"), *(("unit", "a", figure) for figure in ("indeks", "kinerja", "kompetensi"))]
    assert hidden_names(found) == names


EARLIER = datetime.date(2024, 12, 23)
CHANGED = ("perubahan.unit", "a", "kinerja")


def risen(kinerja_before: Sequence[float], kinerja_now: Sequence[float], step: float = 0.5) -> Publication:
    """Ten people of whom the mean of a year before is told, and by how much it rose, but not the mean of now."""
    before, now = people_of(10, EARLIER, kinerja=kinerja_before), people_of(10, kinerja=kinerja_now)
    made, everybody = publication(before, {("unit", "a"): range(10)}, step=step), np.arange(10)
    value = round((np.mean(kinerja_now) - np.mean(kinerja_before)) / step) * step
    change = Change(CellName("unit", "a", "kinerja"), DATE, DATE, everybody, EARLIER, everybody, value, step)
    return replace(made, people={EARLIER: before, DATE: now}, changes=(change,))


def test_a_change_that_says_that_everybody_is_at_the_end_of_the_lattice_now_is_hidden():
    found = audit(risen([30.0] * 9 + [25.0], [30.0] * 10))
    assert {(one.figure, one.people) for one in found.told} >= {("kinerja", 10)}
    assert hidden_names(found) == [CHANGED]
    assert found.left == ()


def test_a_change_that_leaves_everybody_open_is_told():
    assert audit(risen([30.0] * 7 + [25.0] * 3, [30.0] * 9 + [25.0])).told == ()


@pytest.mark.parametrize("revised", [False, True])
def test_a_change_since_a_date_of_the_ledger_is_held_against_what_was_told_then_of_the_same_people(revised):
    made, key = risen([30.0] * 9 + [25.0], [30.0] * 10), b"k"
    order = np.arange(10)[::-1]
    then = made.people[EARLIER]
    points = {name: values[order] for name, values in then.points.items()}
    if revised:
        points["kinerja"] = points["kinerja"] - np.eye(10)[0] * 5
    persons = persons_of(replace(then, nip=then.nip[order], points=points), key)
    found = audit(made, [Issued(persons, made.cells)], key=key)
    assert hidden_names(found) == ([] if revised else [CHANGED])


def joined(told: bool) -> Publication:
    """Thirty people of whom the mean is told, ten of them new and without an assessment, and what these make of it."""
    now = people_of(30, kinerja=[25.0, 30.0] * 10 + [0.0] * 10)
    made = publication(now, {("semua", ""): range(30)}, step=0.2)
    name, value = CellName("sumber", "semua", "kinerja"), round(10 / 30 * (0 - 27.5) / 0.2) * 0.2
    of_joiners = Change(name, DATE, DATE, np.arange(20, 30), DATE, np.arange(30), value * 2, 0.2 * 2)
    return replace(made, changes=(of_joiners,) if told else ())


def test_what_those_who_joined_make_of_a_change_is_hidden_where_it_tells_that_none_of_them_has_points():
    assert audit(joined(told=False)).told == ()
    found = audit(joined(told=True))
    assert ("kinerja", 10) in {(one.figure, one.people) for one in found.told}
    assert hidden_names(found) == [("perubahan.sumber", "semua", "kinerja")]
