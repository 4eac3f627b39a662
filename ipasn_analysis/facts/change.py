"""Why the index moved since the last snapshot of the year before: dimensions, people, units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.cells import CellName, change_of
from ipasn_analysis.facts.comparable import counted, is_year_end, renamed_units
from ipasn_analysis.facts.context import SOURCES, WHOLE, ReportContext, of_people
from ipasn_analysis.facts.inputs import people
from ipasn_analysis.facts.season import restart, season
from ipasn_analysis.result.comparison import EfekMetode
from ipasn_analysis.result.figures import Mean, Share, Tally
from ipasn_analysis.result.parts import DimensiSumber, JumlahSumber, PoinDimensi, PoinSumber
from ipasn_analysis.result.series import BergantiNama, CakupanData, Perubahan, Sumbangan
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import mean_of
from ipasn_analysis.statistics.change import SOURCES as SOURCES_OF_CHANGE
from ipasn_analysis.statistics.change import (
    Change,
    MethodEffect,
    Population,
    change_uncertainty,
    population,
    renamings,
    split_by_unit,
    split_change,
    with_names,
)
from ipasn_analysis.statistics.noise import Estimate
from ipasn_analysis.statistics.typing import Labels, Mask


def change(context: ReportContext) -> Perubahan | None:
    """The change since the year before; None without a snapshot of it, or where its instrument is another one.

    Of a territory over the governments that stand in the data of both dates. What the others make is told apart.
    """
    before, all_stand = context.scores_before, len(context.compared) == len(context.included)
    after = context.scores if all_stand else people(context.compared)
    if before.empty or len(before) < context.min_group:
        return None
    if context.is_recap:
        return _of_groups(context, before, after)
    first, second = both_years(context)
    split = told_sources(context, SOURCES, WHOLE, split_change(first, second, context.min_group))
    table, small = _parts(context, first, second)
    dates = [own.previous.snapshot.as_of for own in context.compared if own.previous is not None]
    certainty = change_uncertainty(first, second, min_group=context.min_group)
    fewest = min(len(before), len(after))
    return Perubahan(
        dari=max(dates),
        ke=context.data.as_of,
        indeks_dari=Mean(mean_of(before["indeks"]), len(before)),
        indeks_ke=Mean(mean_of(after["indeks"]), len(after)),
        selisih=Mean(split.difference, fewest),
        selang=interval_of(certainty, fewest),
        lebih_dari_derau=certainty.exceeds_noise,
        per_dimensi=PoinDimensi.of(split.per_dimension, fewest, whole=context.tells_discipline),
        per_sumber=PoinSumber(**points_of(split, fewest)),
        jumlah_sumber=None if split.hidden else JumlahSumber(**{key: Tally(of) for key, of in split.people.items()}),
        sumber_dimensi=_by_source(split, fewest),
        per_unit=_rows(context, table, small, fewest),
        berganti_nama=_renamed(context),
        tengah_tahun=is_year_end(max(dates)) and not is_year_end(context.data.as_of),
        musim=season(context),
        mulai_ulang=restart(context, before, after, split.difference),
        cakupan_data=_coverage(context, split.difference),
    )


@of_people
def both_years(context: ReportContext) -> tuple[Population, Population]:
    """The people of the governments in `compared` a year before, units named as now, and these of now."""
    sides = context.scores_before, people(context.compared)
    first, second = (identified(scores, is_province=context.data.is_province) for scores in sides)
    renamed = renamed_units(context) if not context.data.is_province else renamings(first, second)
    return with_names(first, renamed), second


def told_sources(context: ReportContext, table: str, part: str, split: Change) -> Change:
    """A change as the audit leaves it: without what each source makes of it where that would tell of few."""
    if part not in context.withheld_parts(change_of(CellName(table, part, "")).table):
        return split
    return replace(split, per_source=dict.fromkeys(SOURCES_OF_CHANGE), source_dimensions=None, hidden=True)


def points_of(split: Change, people: int) -> dict[str, Mean | None]:
    """Points of each source of a change; None where one rests on few people."""
    return {key: None if value is None else Mean(value, people) for key, value in split.per_source.items()}


def interval_of(certainty: Estimate, people: int) -> tuple[Mean, Mean] | None:
    """The interval of a change, on the grid of the change itself."""
    if certainty.interval is None:
        return None
    low, high = certainty.interval
    return Mean(low, people), Mean(high, people)


def _renamed(context: ReportContext) -> tuple[BergantiNama, ...]:
    """The units of a government with another name, as far as they are shown at both dates."""
    if context.data.is_province or context.previous_units is None:
        return ()
    earlier, later = context.previous_units.shown.index, context.units.shown.index
    found = sorted(renamed_units(context).items())
    return tuple(BergantiNama(dari=old, ke=new) for old, new in found if old in earlier and new in later)


def _coverage(context: ReportContext, matched: float) -> CakupanData | None:
    """What governments make that stand in the data of one of the dates alone; None where all stand in both."""
    if not context.data.is_province:
        return None
    dates = {own.previous.snapshot.as_of for own in context.data.own if own.previous is not None}
    earlier = counted(context, max(dates)) if dates else {}
    both = {own.region for own in context.compared}
    joined = tuple(own.params.name for own in context.included if own.region not in both)
    gone = tuple(own.params.name for region, (own, _) in earlier.items() if region not in both)
    if not joined and not gone:
        return None
    sums = [period.about["summary"] for _, period in earlier.values()]
    people = sum(part["diukur"] for part in sums)
    whole = sum(part["indeks"] * part["diukur"] for part in sums) / people
    return CakupanData(masuk=joined, keluar=gone, poin=Mean(context.means["indeks"] - whole - matched, people))


def _of_groups(context: ReportContext, before: pd.DataFrame, after: pd.DataFrame) -> Perubahan:
    """The change between results of groups: index and dimensions, and nothing of who made it."""
    names = ["indeks", *DIMENSIONS]
    first, second = (people[names].mean() for people in (before, after))
    dates = [own.previous.snapshot.as_of for own in context.compared if own.previous is not None]
    difference = float(second["indeks"] - first["indeks"])
    points = {name: float(second[name] - first[name]) for name in DIMENSIONS}
    fewest = min(len(before), len(after))
    return Perubahan(
        dari=max(dates),
        ke=context.data.as_of,
        indeks_dari=Mean(first["indeks"], len(before)),
        indeks_ke=Mean(second["indeks"], len(after)),
        selisih=Mean(difference, fewest),
        selang=None,
        lebih_dari_derau=False,
        per_dimensi=PoinDimensi.of(points, fewest, whole=context.tells_discipline),
        per_sumber=PoinSumber(**dict.fromkeys(SOURCES_OF_CHANGE)),
        jumlah_sumber=None,
        sumber_dimensi=None,
        per_unit=(),
        berganti_nama=(),
        tengah_tahun=is_year_end(max(dates)) and not is_year_end(context.data.as_of),
        musim=season(context),
        mulai_ulang=None,
        cakupan_data=_coverage(context, difference),
    )


def _by_source(split: Change, people: int) -> DimensiSumber | None:
    found = split.source_dimensions
    if found is None:
        return None
    return DimensiSumber(**{source: PoinDimensi.of(points, people) for source, points in found.items()})


def method_facts(effect: MethodEffect) -> EfekMetode:
    """The effect of another instrument on the same people, by the keys of the facts."""
    people = effect.people
    return EfekMetode(
        jumlah=people,
        selisih=Mean(effect.difference, people),
        selisih_median=Mean(effect.median_difference, people),
        naik=Share(round(effect.risen * people), people),
        tetap=Share(round(effect.unchanged * people), people),
        turun=Share(round(effect.fallen * people), people),
        korelasi_peringkat=effect.rank_correlation,
    )


def identified(scores: pd.DataFrame, *, is_province: bool) -> Population:
    """The people as arrays, as `with_governments` names them in a province."""
    return population(with_governments(scores) if is_province else scores)


def with_governments(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores of a province in which units bear their government's name too, and so does a NIP used twice."""
    government = scores["pemerintah"].astype("str")
    unit = government + "/" + scores["perangkat_daerah"].astype("str")
    return scores.assign(perangkat_daerah=unit, nip=nips_apart(scores))


def nips_apart(scores: pd.DataFrame) -> Labels:
    """The NIPs of a province, with the name of the government where one is used twice."""
    nips = scores["nip"].to_numpy(dtype=object, copy=True)
    twice = scores["nip"].duplicated().to_numpy()
    nips[twice] = nips[twice] + "/" + scores["pemerintah"].to_numpy(dtype=object)[twice]
    return nips


def _parts(context: ReportContext, before: Population, after: Population) -> tuple[pd.DataFrame, Mask]:
    """What each part contributes to the change, and which parts are summed up because one date withholds them.

    Parts are the perangkat daerah of an instansi, or the governments of a province. A contribution is
    S1/N1 − S0/N0 − M̄ · (n1/N1 − n0/N0), S being the sum of a part's indices.
    """
    if context.data.is_province:
        before, after = of_governments(before), of_governments(after)
    table = split_by_unit(before, after)
    if context.data.is_province:
        return table, np.zeros(len(table), dtype=bool)
    units = [context.units] + ([context.previous_units] if context.previous_units else [])
    renamed = renamed_units(context)
    hidden = {renamed.get(name, name) for unit in units for name in unit.means.index[unit.hidden]}
    small = table["perangkat_daerah"].isin(hidden).to_numpy()
    return table, small


def _rows(context: ReportContext, table: pd.DataFrame, small: Mask, people: int) -> tuple[Sumbangan, ...]:
    """The contributions in points of the whole, largest first; withheld parts summed up as the last row."""
    names = {own.region: own.params.name for own in context.included}
    shown, rest = contributions(context, table, small, people)
    parts = zip(table.loc[~small, "perangkat_daerah"].astype(str), shown, strict=True)
    rows = [Sumbangan(nama=names.get(name, name), kontribusi=points) for name, points in parts]
    rows.sort(key=lambda row: (-abs(row.kontribusi), row.nama or ""))
    if small.any():
        rows.append(Sumbangan(nama=None, kontribusi=rest))
    return tuple(rows)


def contributions(context: ReportContext, table: pd.DataFrame, small: Mask, people: int) -> tuple[list[Mean], Mean]:
    """What each shown part contributes by the means that are told of it, and what is left for the withheld ones.

    `table` as of `split_by_unit`; `people`: the fewest of both dates, on whose grid the whole change is told.
    """
    points = table["kontribusi"].to_numpy(dtype=np.float64, copy=True)
    for date, sign in ((0, -1.0), (1, 1.0)):
        count, mean = table[f"n{date}"].to_numpy(), table[f"rata{date}"].to_numpy()
        for place in np.flatnonzero(count):
            told = context.as_told(float(mean[place]), int(count[place]))
            points[place] += sign * count[place] / count.sum() * (told - mean[place])
    shown = points[~small]
    rest = context.as_told(float(table["kontribusi"].sum()), people) - float(shown.sum())
    return [Mean(value, people) for value in shown.tolist()], Mean(rest, people)


def of_governments(people: Population) -> Population:
    """The people of a territory with their governments in place of their units."""
    places, units = pd.factorize(people.perangkat_daerah)
    governments = np.array([name.split("/", 1)[0] for name in units], dtype=object)
    return Population(people.nip, governments[places], people.index, people.dimensions)
