"""What the public edition of a report publishes of its people, declared for the audit before anything is published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.cells import Cell, CellName, Change, People, Publication
from ipasn_analysis.disclosure.grid import counts_told_as, step_of
from ipasn_analysis.disclosure.persons import matched
from ipasn_analysis.facts.change import both_years, nips_apart
from ipasn_analysis.facts.context import (
    NOT_RECORDED,
    SOURCES,
    SOURCES_OF_UNITS,
    SOURCES_SINCE_LAST,
    UNITS_SINCE_LAST,
    WHOLE,
    ReportContext,
)
from ipasn_analysis.facts.groups import group_tables, groupings
from ipasn_analysis.facts.inputs import Government
from ipasn_analysis.facts.items import Item, items
from ipasn_analysis.facts.since_last import both, parts_since_last
from ipasn_analysis.facts.units import units_before
from ipasn_analysis.result.figures import OnGrid
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.typing import IntArray, Labels

OF_WHOLE = ("indeks", *DIMENSIONS)
OF_PARTS = OF_WHOLE[:-1]
"""Disiplin is published of a whole alone."""

Parts = Mapping[str, IntArray]


def publication(context: ReportContext) -> Publication:
    """What a report tells: of everybody at its dates, of governments, units, groups and items now; changes."""
    now, date = _people(context, context.scores, context.data.as_of), context.data.as_of
    found = {date: now}
    cells = [*_whole(now), *_parts(context, now)]
    changes: list[Change] = []
    sides = (
        (context.compared, "previous", context.scores_before, _since_year_before),
        (context.renewed, "earlier", context.scores_earlier, _since_last),
    )
    for governments, at, scores, told in sides:
        if len(scores) >= context.min_group:
            day = max(getattr(own, at).snapshot.as_of for own in governments)
            found[day] = then = _people(context, scores, day)
            cells += _whole(then)
            changes += told(context, _Dates(now, then), (_of(now, governments), np.arange(len(then.nip))))
    return Publication(context.data.region.name, context.min_group, found, tuple(cells), tuple(changes))


def _people(context: ReportContext, scores: pd.DataFrame, date: datetime.date) -> People:
    figures = [*OF_WHOLE, *(name for name in context.data.instrument.item_names if name in scores)]
    posts = scores["jenis_jabatan"].astype(object).to_numpy(dtype=object)
    return People(
        date,
        nips_apart(scores) if context.data.is_province else scores["nip"].to_numpy(dtype=object),
        scores["pemerintah"].to_numpy(dtype=object),
        posts,
        {name: scores[name].to_numpy(dtype=np.float64) for name in figures},
    )


def _whole(found: People) -> Iterator[Cell]:
    everybody = np.arange(len(found.nip))
    return (_mean(found, CellName(WHOLE, WHOLE, figure), everybody) for figure in OF_WHOLE)


@dataclass(frozen=True, eq=False)
class _Dates:
    """The people of two dates."""

    now: People
    then: People

    @cached_property
    def ids(self) -> tuple[IntArray, IntArray]:
        """Numbers by which the same person is known at both."""
        now, then = matched([self.now, self.then])
        return now.ids, then.ids

    def change(self, name: CellName, people: IntArray, before: IntArray) -> Change:
        """The mean of people of now less that of people of then."""
        value = self.now.points[name.figure][people].mean() - self.then.points[name.figure][before].mean()
        step = step_of(min(len(people), len(before)))
        return Change(
            name, self.now.date, self.now.date, people, self.then.date, before, float(OnGrid(value, step)), step
        )


Sets = tuple[IntArray, IntArray]
"""Sorted positions of people of now and of then."""


def _of(now: People, governments: Sequence[Government]) -> IntArray:
    """The people of governments that stand at both dates."""
    return np.flatnonzero(np.isin(now.governments.astype(str), [own.region for own in governments]))


def _since_year_before(context: ReportContext, dates: _Dates, everybody: Sets) -> Iterator[Change]:
    """The changes of everybody, with what each source makes of them, and that of the index of every unit."""
    yield from (dates.change(CellName(WHOLE, WHOLE, figure), *everybody) for figure in OF_WHOLE)
    pairs, own = units_before(context), context.unit_government
    if own is not None and own in context.compared:
        people = _members(_unit_labels(context.scores, own.region), set(pairs))
        before = _members(_unit_labels(context.scores_before, own.region), set(pairs.values()))
        for name, earlier in pairs.items():
            yield dates.change(CellName("perangkat_daerah", name, "indeks"), people[name], before[earlier])
    first, second = both_years(context)
    kept = second.perangkat_daerah, first.perangkat_daerah
    yield from _sources(context, dates, everybody, kept, [CellName(SOURCES, WHOLE, figure) for figure in OF_PARTS])


def _since_last(context: ReportContext, dates: _Dates, everybody: Sets) -> Iterator[Change]:
    """The changes of everybody, and of every unit, or government of a territory, that is shown at both dates."""
    yield from (dates.change(CellName(WHOLE, WHOLE, figure), *everybody) for figure in OF_WHOLE)
    first, second = both(context)
    of_units = second.perangkat_daerah, first.perangkat_daerah
    names, group = parts_since_last(context)
    parts = (dates.now.governments, dates.then.governments) if context.data.is_province else of_units
    people, before = (_members(labels, set(names)) for labels in parts)
    for key in sorted(key for key, members in before.items() if len(members) >= group):
        sets = people[key], before[key]
        yield from (dates.change(CellName(UNITS_SINCE_LAST, names[key], figure), *sets) for figure in OF_PARTS)
        yield from _sources(context, dates, sets, None, [CellName(SOURCES_OF_UNITS, names[key], "indeks")])
    yield from _sources(context, dates, everybody, of_units, [CellName(SOURCES_SINCE_LAST, WHOLE, "indeks")])


def _sources(
    context: ReportContext, dates: _Dates, sets: Sets, units: tuple[Labels, Labels] | None, names: Sequence[CellName]
) -> Iterator[Change]:
    """What stayers in their unit, movers to another, joiners and leavers make of a change (`split_change`).

    That of joiners, of J people on N with S stayers, is J/N of the mean of joiners less that of stayers, which is J/S
    of the mean of joiners less that of all; that of leavers likewise. `units` are those of the people of `sets`; None
    where these are of one.
    """
    (people, before), (ids, earlier) = sets, (own[members] for own, members in zip(dates.ids, sets, strict=True))
    stay, stayed = np.isin(ids, earlier), np.isin(earlier, ids)
    order, order_then = np.argsort(ids[stay]), np.argsort(earlier[stayed])
    moved = np.zeros(len(order), dtype=bool)
    if units is not None:
        moved = units[0][stay][order] != units[1][stayed][order_then]
    staying, stayers = people[stay][order], before[stayed][order_then]
    parts = [(np.sort(staying[mask]), np.sort(stayers[mask])) for mask in (~moved, moved)]
    joiners, leavers, all_stay = people[~stay], before[~stayed], len(staying)
    if not all_stay or any(
        0 < len(members) < context.min_group for members in (parts[0][0], parts[1][0], joiners, leavers)
    ):
        return
    step = step_of(min(len(people), len(before)))
    for name in names:
        now, then = dates.now.points[name.figure], dates.then.points[name.figure]
        stayed_at, stay_at = then[stayers].mean(), now[staying].mean()
        gains = [(own, was, now[own].sum() - then[was].sum()) for own, was in parts]
        sources = [
            *((dates.now.date, own, dates.then.date, was, gain / all_stay) for own, was, gain in gains),
            (dates.now.date, joiners, dates.now.date, people, (now[joiners] - stay_at).sum() / len(people)),
            (dates.then.date, leavers, dates.then.date, before, (then[leavers] - stayed_at).sum() / len(before)),
        ]
        for at, own, of, others, points in sources:
            if len(own):
                scale = all_stay / len(own)
                yield Change(
                    name, dates.now.date, at, own, of, others, float(OnGrid(points, step)) * scale, step * scale
                )


def _parts(context: ReportContext, now: People) -> Iterator[Cell]:
    """Governments with all dimensions, shown units and groups with three of them and the shares of items."""
    if context.data.is_province:
        for name, members in _members(now.governments, set(now.governments)).items():
            yield from (_mean(now, CellName("pemerintah", name, figure), members) for figure in OF_WHOLE)
    known = items(context) or ()
    for table, labels, shown in _breakdowns(context):
        for name, members in _members(labels, shown).items():
            yield from (_mean(now, CellName(table, name, figure), members) for figure in OF_PARTS)
            if name != NOT_RECORDED:
                yield from _items(context, now, known, (table, name), members)


def _breakdowns(context: ReportContext) -> Iterator[tuple[str, Labels, set[str]]]:
    """Table, the part of each person, and the parts that are shown."""
    if context.unit_government is not None:
        labels = _unit_labels(context.scores, context.unit_government.region)
        yield "perangkat_daerah", labels, {str(name) for name in context.units.shown.index}
    for name, table in group_tables(context).items():
        labels = groupings(context)[name]
        named = np.where(pd.isna(labels), NOT_RECORDED, labels)
        yield f"kelompok.{name}", named, {str(key) for key in table.shown.index}


def _unit_labels(scores: pd.DataFrame, region: str) -> Labels:
    """The perangkat daerah of each person of a government, None of the others."""
    labels = scores["perangkat_daerah"].to_numpy(dtype=object, copy=True)
    labels[(scores["pemerintah"] != region).to_numpy()] = None
    return labels


def _members(labels: Labels, shown: set[str]) -> Parts:
    """The sorted positions of the people of each shown part."""
    found = pd.Series(np.arange(len(labels))).groupby(labels).indices
    return {str(name): np.sort(members) for name, members in found.items() if name in shown}


def _mean(found: People, name: CellName, members: IntArray) -> Cell:
    step = step_of(len(members))
    value = OnGrid(found.points[name.figure][members].mean(), step)
    return Cell(name, found.date, members, float(value), step)


def _items(
    context: ReportContext, now: People, known: tuple[Item, ...], part: tuple[str, str], members: IntArray
) -> Iterator[Cell]:
    """The items of a part as points: of enough people who hold one, as many as its count may stand for."""
    for item in known:
        count, due = int(item.held[members].sum()), int(item.applies[members].sum())
        if not item.unknown.any() and count >= context.min_group:
            least, most = counts_told_as(count, context.min_group, due)
            points = now.points[item.name][members]
            each = float(points.max()) / len(members)
            value = float(points.mean()) + each * ((least + most) / 2 - count)
            yield Cell(CellName(*part, item.name), now.date, members, value, each * (most - least))
