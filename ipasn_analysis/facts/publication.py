"""What the public edition of a report publishes of its people, declared for the audit before anything is published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.cells import Cell, CellName, Change, People, Publication
from ipasn_analysis.disclosure.grid import COUNT_STEP, step_of
from ipasn_analysis.facts.change import nips_apart
from ipasn_analysis.facts.context import NOT_RECORDED, UNITS_SINCE_LAST, WHOLE, ReportContext
from ipasn_analysis.facts.groups import group_tables, groupings
from ipasn_analysis.facts.inputs import Government
from ipasn_analysis.facts.items import Item, items
from ipasn_analysis.facts.since_last import both
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
        (context.compared, "previous", context.scores_before, _changes_of_units),
        (context.renewed, "earlier", context.scores_earlier, _changes_since_last),
    )
    for governments, at, scores, of_units in sides:
        if len(scores) >= context.min_group:
            day = max(getattr(own, at).snapshot.as_of for own in governments)
            found[day] = then = _people(context, scores, day)
            cells += _whole(then)
            changes += [*_change_of_whole(governments, now, then), *of_units(context, now, then)]
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


def _change_of_whole(compared: Sequence[Government], now: People, then: People) -> Iterator[Change]:
    """The changes over the governments that stand at both dates."""
    members = np.flatnonzero(np.isin(now.governments.astype(str), [own.region for own in compared]))
    for figure in OF_WHOLE:
        yield _change(CellName(WHOLE, WHOLE, figure), (now, members), (then, np.arange(len(then.nip))))


def _changes_of_units(context: ReportContext, now: People, then: People) -> Iterator[Change]:
    """The change of the index of every unit that is shown at both dates."""
    pairs = units_before(context)
    own = context.unit_government
    if own is None or own not in context.compared:
        return
    people = _members(_unit_labels(context.scores, own.region), set(pairs))
    before = _members(_unit_labels(context.scores_before, own.region), set(pairs.values()))
    for name, earlier in pairs.items():
        cell = CellName("perangkat_daerah", name, "indeks")
        yield _change(cell, (now, people[name]), (then, before[earlier]))


def _changes_since_last(context: ReportContext, now: People, then: People) -> Iterator[Change]:
    """The changes of index and dimensions of every unit that is shown at both dates; of a territory it tells none."""
    if context.data.is_province:
        return
    shown = {str(name) for name in context.units.shown.index}
    first, second = both(context)
    before, people = (_members(side.perangkat_daerah, shown) for side in (first, second))
    group = context.min_part_group_of(context.renewed[0])
    for name in sorted(name for name, members in before.items() if len(members) >= group):
        for figure in OF_PARTS:
            yield _change(CellName(UNITS_SINCE_LAST, name, figure), (now, people[name]), (then, before[name]))


def _change(name: CellName, now: tuple[People, IntArray], then: tuple[People, IntArray]) -> Change:
    (side, people), (earlier, before) = now, then
    value = side.points[name.figure][people].mean() - earlier.points[name.figure][before].mean()
    step = step_of(min(len(people), len(before)))
    return Change(name, side.date, people, earlier.date, before, float(OnGrid(value, step)), step)


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
    """The items of a part as points: of enough people who hold one, counted to 5."""
    for item in known:
        if not item.unknown.any() and item.held[members].sum() >= context.min_group:
            points = now.points[item.name][members]
            step = COUNT_STEP * float(points.max()) / len(members)
            yield Cell(CellName(*part, item.name), now.date, members, float(points.mean()), step)
