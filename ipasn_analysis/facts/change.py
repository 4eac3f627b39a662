"""Why the index moved since the last snapshot of the year before: dimensions, people, units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import complete, wide_span
from ipasn_analysis.disclosure.territory import Table
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.model.parts import DimensiSumber, JumlahSumber, PoinDimensi, PoinSumber
from ipasn_analysis.facts.model.series import Perubahan, Sumbangan
from ipasn_analysis.statistics.change import (
    FEWEST_CLUSTERS,
    SOURCES,
    Change,
    MethodEffect,
    Population,
    Uncertainty,
    change_uncertainty,
    population,
    split_by_unit,
    split_change,
)

BEFORE, AFTER, GAINED = (1.0, 1.0, 0.0, 1.0), (1.0, 1.0, 1.0, 0.0), (1.0, 1.0, 1.0, -1.0)
"""What a person of each source adds to the people before and after, and what a point of each adds to the sum gained."""


def change(context: Context) -> Perubahan | None:
    """The change since the year before; None without a snapshot of it, or where its instrument is another one."""
    before, after = context.previous, context.scores
    if before.empty or not context.same_instrument or len(before) < context.group:
        return None
    before_arrays, after_arrays = (identified(scores, territory=context.data.is_province) for scores in (before, after))
    split = split_change(before_arrays, after_arrays, context.group)
    table, small = _parts(context, before_arrays, after_arrays)
    dates = [own.previous.snapshot.as_of for own in context.counted if own.previous is not None]
    floors = {own.region: context.part_group_of(own) for own in context.counted}
    told = are_sources_told(split, before, after, floors, context.group)
    withheld = one_for_withheld(context.pooled_units, territory=context.data.is_province)
    certainty = uncertainty(before_arrays, after_arrays, withheld, told=told)
    few = _sensitive(context, before)
    floors = {own.region: context.part_discipline_of(own) for own in context.counted}
    detailed = told and not few and are_sources_told(split, before, after, floors, context.discipline, sized=False)
    return Perubahan(
        dari=max(dates),
        ke=context.data.as_of,
        indeks_dari=float(before["indeks"].mean()),
        selisih=split.difference,
        selang=certainty.interval,
        lebih_dari_derau=certainty.exceeds_noise,
        per_dimensi=PoinDimensi.of(split.per_dimension, sensitive=few),
        per_sumber=PoinSumber(**split.per_source if told else dict.fromkeys(SOURCES)),
        jumlah_sumber=JumlahSumber(**split.people) if told else None,
        sumber_dimensi=_by_source(split) if detailed else None,
        per_unit=_rows(context, table, small),
    )


def _by_source(split: Change) -> DimensiSumber | None:
    if split.source_dimensions is None:
        return None
    return DimensiSumber(**{source: PoinDimensi.of(points) for source, points in split.source_dimensions.items()})


def method_facts(effect: MethodEffect) -> dict[str, Any]:
    """The effect of another instrument on the same people, by the keys of the facts."""
    return {
        "jumlah": effect.people,
        "selisih": effect.difference,
        "selisih_median": effect.median_difference,
        "naik": effect.risen,
        "tetap": effect.unchanged,
        "turun": effect.fallen,
        "korelasi_peringkat": effect.rank_correlation,
    }


def _sensitive(context: Context, before: pd.DataFrame) -> bool:
    """Whether kinerja and disiplin of either date are withheld."""
    held = before["pemerintah"].astype("str").value_counts()
    return context.sensitive or context.withholds_sensitive(
        (own, int(held.get(own.region, 0))) for own in context.counted
    )


def are_sources_told(
    split: Change,
    before: pd.DataFrame,
    after: pd.DataFrame,
    floors: Mapping[str, int],
    threshold: int,
    *,
    sized: bool = True,
) -> bool:
    """Whether the sources of a change (`SOURCES`) may be told: not where one has few people.

    Nor in a territory where they would tell of those of a government that withholds its own. Less the sources that the
    reports of the governments tell, they leave those who went from one government to another, and the governments that
    do not tell: neither may be few, and no source of one of these may follow from that and the people of both dates.

    Parameters
    ----------
    split : the change of all together.
    before, after : scores with the columns nip, pemerintah, perangkat_daerah and points.
    floors : fewest people of a source that each government's own report tells of, by region.
    threshold : fewest people of a source that this report tells of.
    sized : whether it is the number of people that is withheld; false where it is points of theirs.
    """
    if any(0 < count < threshold for count in split.people.values()):
        return False
    counts = _by_government_and_source(before, after, list(floors))
    smallest = np.array(list(floors.values()), dtype=np.int64)
    hidden = np.array([bool(((row > 0) & (row < floor)).any()) for row, floor in zip(counts, smallest, strict=True)])
    if len(floors) == 1:
        return not hidden.any()
    strictest = max(threshold, int(smallest.max()))
    left = counts[hidden].sum(axis=0)
    if 0 < _went(before, after) < strictest or ((left > 0) & (left < strictest)).any():
        return False
    spans = [
        {place: wide_span(int(count), int(floor)) for place, count in enumerate(row) if count}
        for row, floor in zip(counts, smallest, strict=True)
    ]
    weights = tuple(np.array(weight) for weight in ((BEFORE, AFTER) if sized else (GAINED,)))
    table = Table(np.vstack([counts, counts.sum(axis=0)]), (True,) * (len(counts) + 1), weights, (*spans, {}))
    cells = np.vstack([(counts > 0) & hidden[:, np.newaxis], np.zeros((1, len(SOURCES)), dtype=bool)])
    return not table.fixed(cells).any() and not (sized and table.single_sizes(cells).any())


def _by_government_and_source(before: pd.DataFrame, after: pd.DataFrame, regions: list[str]) -> np.ndarray:
    """People of each source in the own reports of the governments, shape (governments, 4)."""
    rows = []
    for region in regions:
        first, second = (people[people["pemerintah"].astype("str") == region] for people in (before, after))
        if first.empty or second.empty:  # its report has no change: all came, or all went
            rows.append([0, 0, len(second), len(first)])
        else:
            found = split_change(population(first), population(second)).people
            rows.append([found[source] for source in SOURCES])
    return np.array(rows, dtype=np.int64)


def _went(before: pd.DataFrame, after: pd.DataFrame) -> int:
    """How many people went from one government to another."""
    both = before[["nip", "pemerintah"]].merge(after[["nip", "pemerintah"]], on="nip")
    return int((both["pemerintah_x"].astype("str") != both["pemerintah_y"].astype("str")).sum())


def one_for_withheld(units: Mapping[str, frozenset[str]], *, territory: bool) -> dict[str, str]:
    """The name that stands for all withheld `units` of a government (by region), by name as `identified` has it."""
    if not territory:
        return {name: "" for names in units.values() for name in names}
    return {f"{region}/{name}": f"{region}/" for region, names in units.items() for name in names}


def uncertainty(before: Population, after: Population, withheld: Mapping[str, str], *, told: bool) -> Uncertainty:
    """The interval of a change, which tells nothing of a unit that is withheld, or of who moved.

    The `withheld` units of a government count as one (`one_for_withheld`). Where the sources are not told, those who
    changed their unit count in each of both at its date: so the interval follows from the published means of the units.
    """
    first, second = _pooled(before, withheld), _pooled(after, withheld)
    names = {*first.perangkat_daerah, *second.perangkat_daerah}
    if not told and len(names) >= FEWEST_CLUSTERS:
        held = dict(zip(first.nip, first.perangkat_daerah, strict=True))
        pairs = zip(second.nip, second.perangkat_daerah, strict=True)
        nip = [name if held.get(name, unit) == unit else f"{name}/{unit}" for name, unit in pairs]
        second = Population(np.array(nip, dtype=object), second.perangkat_daerah, second.index, second.dimensions)
    return change_uncertainty(first, second)


def identified(scores: pd.DataFrame, *, territory: bool) -> Population:
    """The people as arrays; in a territory a unit is told by its government too, and so is a NIP that stands twice."""
    if not territory:
        return population(scores)
    units = scores["pemerintah"].astype("str") + "/" + scores["perangkat_daerah"].astype("str")
    nips = scores["nip"].astype("str")
    twice = nips.duplicated()
    return population(
        scores.assign(perangkat_daerah=units, nip=nips.where(~twice, nips + "/" + scores["pemerintah"].astype("str")))
    )


def _parts(context: Context, before: Population, after: Population) -> tuple[pd.DataFrame, np.ndarray]:
    """What each part contributes to the change, and which parts are summed up because one date withholds them.

    Parts are the perangkat daerah of an instansi, or the governments of a territory. A contribution is
    S1/N1 − S0/N0 − M̄ · (n1/N1 − n0/N0), S being the sum of a part's indices: linear in what both reports publish. The
    sum over all parts that either report withholds therefore tells nothing that the totals do not.
    """
    if context.data.is_province:
        before, after = _by_government(before), _by_government(after)
    table = split_by_unit(before, after)
    n0, n1 = table["n0"].to_numpy(), table["n1"].to_numpy()
    if context.data.is_province:
        return table, np.zeros(len(table), dtype=bool)
    units = [context.units] + ([context.previous_units] if context.previous_units else [])
    hidden = {name for unit in units for name in unit.means.index[unit.hidden]}
    small = table["perangkat_daerah"].isin(hidden).to_numpy()
    return table, complete(small, np.maximum(n0, n1), context.group)


def _pooled(people: Population, withheld: Mapping[str, str]) -> Population:
    names = np.array([withheld.get(name, name) for name in people.perangkat_daerah], dtype=object)
    return Population(people.nip, names, people.index, people.dimensions)


def _rows(context: Context, table: pd.DataFrame, small: np.ndarray) -> tuple[Sumbangan, ...]:
    """The contributions in points of the whole, largest first; withheld parts summed up as the last row."""
    names = {own.region: own.params.name for own in context.counted}
    shown = table[~small]
    parts = zip(shown["perangkat_daerah"].astype(str), shown["kontribusi"].astype(float), strict=True)
    rows = [Sumbangan(nama=names.get(name, name), kontribusi=points) for name, points in parts]
    rows.sort(key=lambda row: (-abs(row.kontribusi), row.nama or ""))
    if small.any():
        rows.append(Sumbangan(nama=None, kontribusi=float(table.loc[small, "kontribusi"].sum())))
    return tuple(rows)


def _by_government(people: Population) -> Population:
    governments = np.array([name.split("/", 1)[0] for name in people.perangkat_daerah], dtype=object)
    return Population(people.nip, governments, people.index, people.dimensions)
