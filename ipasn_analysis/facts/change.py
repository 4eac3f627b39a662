"""Why the index moved since the last snapshot of the year before: dimensions, people, units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.sources import may_publish_sources
from ipasn_analysis.facts.comparable import counted, is_year_end, renamed_units
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import people
from ipasn_analysis.facts.season import restart, season
from ipasn_analysis.result.parts import DimensiSumber, JumlahSumber, PoinDimensi, PoinSumber
from ipasn_analysis.result.series import BergantiNama, CakupanData, Perubahan, Sumbangan
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import mean_of
from ipasn_analysis.statistics.change import (
    SOURCES,
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
from ipasn_analysis.statistics.typing import IntArray, Mask


def change(context: ReportContext) -> Perubahan | None:
    """The change since the year before; None without a snapshot of it, or where its instrument is another one.

    Of a territory over the governments that stand in the data of both dates. What the others make is told apart.
    """
    before, after = people(context.compared, previous=True), people(context.compared)
    if before.empty or len(before) < context.min_group:
        return None
    if context.is_recap:
        return _of_groups(context, before, after)
    first, second = (identified(scores, is_province=context.data.is_province) for scores in (before, after))
    renamed = renamed_units(context) if not context.data.is_province else renamings(first, second)
    first = with_names(first, renamed)
    split = split_change(first, second, context.min_group)
    table, small = _parts(context, first, second)
    dates = [own.previous.snapshot.as_of for own in context.compared if own.previous is not None]
    sources = Sources.of(split, before, after, [own.region for own in context.compared])
    held = np.isin([own.region for own in context.included], [own.region for own in context.compared])
    published = sources.may_be_published(context.policy.part_groups[held], context.min_group)
    pooled = pooled_names(context.pooled_units, is_province=context.data.is_province)
    pooled |= {renamed[name]: part for name, part in pooled.items() if name in renamed}
    certainty = uncertainty(first, second, pooled, sources_published=published)
    few = _sensitive(context, before, after)
    detailed = (
        published
        and not few
        and sources.may_be_published(
            context.policy.part_discipline_groups[held], context.min_discipline_group, sized=False
        )
    )
    return Perubahan(
        dari=max(dates),
        ke=context.data.as_of,
        indeks_dari=mean_of(before["indeks"]),
        selisih=split.difference,
        selang=certainty.interval,
        lebih_dari_derau=certainty.exceeds_noise,
        per_dimensi=PoinDimensi.of(split.per_dimension, sensitive=few),
        per_sumber=PoinSumber(**split.per_source if published else dict.fromkeys(SOURCES)),
        jumlah_sumber=JumlahSumber(**split.people) if published else None,
        sumber_dimensi=_by_source(split) if detailed else None,
        per_unit=_rows(context, table, small),
        berganti_nama=_renamed(context),
        tengah_tahun=is_year_end(max(dates)) and not is_year_end(context.data.as_of),
        musim=season(context),
        mulai_ulang=restart(context, before, after, split.difference),
        cakupan_data=_coverage(context, split.difference),
    )


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
    whole = sum(part["indeks"] * part["diukur"] for part in sums) / sum(part["diukur"] for part in sums)
    return CakupanData(masuk=joined, keluar=gone, poin=float(context.values[:, 0].mean()) - whole - matched)


def _of_groups(context: ReportContext, before: pd.DataFrame, after: pd.DataFrame) -> Perubahan:
    """The change between results of groups: index and dimensions, and nothing of who made it."""
    names = ["indeks", *DIMENSIONS]
    first, second = (people[names].mean() for people in (before, after))
    dates = [own.previous.snapshot.as_of for own in context.compared if own.previous is not None]
    difference = float(second["indeks"] - first["indeks"])
    points = {name: float(second[name] - first[name]) for name in DIMENSIONS}
    return Perubahan(
        dari=max(dates),
        ke=context.data.as_of,
        indeks_dari=float(first["indeks"]),
        selisih=difference,
        selang=None,
        lebih_dari_derau=False,
        per_dimensi=PoinDimensi.of(points, sensitive=_sensitive(context, before, after)),
        per_sumber=PoinSumber(**dict.fromkeys(SOURCES)),
        jumlah_sumber=None,
        sumber_dimensi=None,
        per_unit=(),
        berganti_nama=(),
        tengah_tahun=is_year_end(max(dates)) and not is_year_end(context.data.as_of),
        musim=season(context),
        mulai_ulang=None,
        cakupan_data=_coverage(context, difference),
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


def _sensitive(context: ReportContext, *dates: pd.DataFrame) -> bool:
    """Whether kinerja and disiplin of a date are withheld."""
    held = [people["pemerintah"].astype("str").value_counts() for people in dates]
    return context.sensitive_withheld or any(
        context.withholds_sensitive((own, int(counts.get(own.region, 0))) for own in context.compared)
        for counts in held
    )


@dataclass(frozen=True, eq=False)
class Sources:
    """People of each source of a change: of all together, and in the own reports of the governments.

    `people`: shape (4,); `by_government`: shape (governments, 4). `transfers`: those who went from one to another.
    """

    people: IntArray
    by_government: IntArray
    transfers: int

    @classmethod
    def of(cls, split: Change, before: pd.DataFrame, after: pd.DataFrame, regions: Sequence[str]) -> Sources:
        """Of scores with the columns nip, pemerintah, perangkat_daerah and points."""
        rows = []
        for region in regions:
            first, second = (people[people["pemerintah"].astype("str") == region] for people in (before, after))
            if first.empty or second.empty:  # its report has no change: all came, or all went
                rows.append([0, 0, len(second), len(first)])
            else:
                found = split_change(population(first), population(second)).people
                rows.append([found[source] for source in SOURCES])
        both = before[["nip", "pemerintah"]].merge(after[["nip", "pemerintah"]], on="nip")
        transfers = int((both["pemerintah_x"].astype("str") != both["pemerintah_y"].astype("str")).sum())
        people = np.array([split.people[source] for source in SOURCES], dtype=np.int64)
        return cls(people, np.array(rows, dtype=np.int64), transfers)

    def may_be_published(self, thresholds: IntArray, threshold: int, *, sized: bool = True) -> bool:
        """As `disclosure.sources.may_publish_sources`; `thresholds` in the order of the governments."""
        return may_publish_sources(self.people, self.by_government, thresholds, threshold, self.transfers, sized=sized)


def pooled_names(units: Mapping[str, frozenset[str]], *, is_province: bool) -> dict[str, str]:
    """The one name under which all withheld `units` of a government count, by the name that `identified` gives them."""
    if not is_province:
        return {name: "" for names in units.values() for name in names}
    return {f"{region}/{name}": f"{region}/" for region, names in units.items() for name in names}


def uncertainty(
    before: Population, after: Population, pooled: Mapping[str, str], *, sources_published: bool
) -> Estimate:
    """The interval of a change, which discloses nothing of a unit that is withheld, or of who moved.

    The withheld units of a government count as one (`pooled_names`). Where the sources are not published, those who
    changed their unit count in each of both at its date: so the interval follows from the published means of the units.
    """
    first, second = _pooled(before, pooled), _pooled(after, pooled)
    if not sources_published:
        unit_of = dict(zip(first.nip, first.perangkat_daerah, strict=True))
        pairs = zip(second.nip, second.perangkat_daerah, strict=True)
        nip = [name if unit_of.get(name, unit) == unit else f"{name}/{unit}" for name, unit in pairs]
        second = Population(np.array(nip, dtype=object), second.perangkat_daerah, second.index, second.dimensions)
    return change_uncertainty(first, second)


def identified(scores: pd.DataFrame, *, is_province: bool) -> Population:
    """The people as arrays, as `with_governments` names them in a province."""
    return population(with_governments(scores) if is_province else scores)


def with_governments(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores of a province in which units bear their government's name too, and so does a NIP used twice."""
    government, nip = scores["pemerintah"].astype("str"), scores["nip"].astype("str")
    return scores.assign(
        perangkat_daerah=government + "/" + scores["perangkat_daerah"].astype("str"),
        nip=nip.where(~nip.duplicated(), nip + "/" + government),
    )


def _parts(context: ReportContext, before: Population, after: Population) -> tuple[pd.DataFrame, Mask]:
    """What each part contributes to the change, and which parts are summed up because one date withholds them.

    Parts are the perangkat daerah of an instansi, or the governments of a province. A contribution is
    S1/N1 − S0/N0 − M̄ · (n1/N1 − n0/N0), S being the sum of a part's indices: linear in what both reports publish. The
    sum over all parts that either report withholds therefore discloses nothing that the totals do not.
    """
    if context.data.is_province:
        before, after = _by_government(before), _by_government(after)
    table = split_by_unit(before, after)
    n0, n1 = table["n0"].to_numpy(), table["n1"].to_numpy()
    if context.data.is_province:
        return table, np.zeros(len(table), dtype=bool)
    units = [context.units] + ([context.previous_units] if context.previous_units else [])
    renamed = renamed_units(context)
    hidden = {renamed.get(name, name) for unit in units for name in unit.means.index[unit.hidden]}
    small = table["perangkat_daerah"].isin(hidden).to_numpy()
    return table, context.rules.add_secondary(small, np.maximum(n0, n1), context.min_group)


def _pooled(people: Population, pooled: Mapping[str, str]) -> Population:
    names = np.array([pooled.get(name, name) for name in people.perangkat_daerah], dtype=object)
    return Population(people.nip, names, people.index, people.dimensions)


def _rows(context: ReportContext, table: pd.DataFrame, small: Mask) -> tuple[Sumbangan, ...]:
    """The contributions in points of the whole, largest first; withheld parts summed up as the last row."""
    names = {own.region: own.params.name for own in context.included}
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
