"""What changed since the last snapshot of the same year: of everybody, and of each unit that is shown at both dates."""

from __future__ import annotations

from collections.abc import Iterator

from ipasn_analysis.disclosure.cells import CellName, change_of
from ipasn_analysis.facts.change import identified, of_governments, points_of, told_sources
from ipasn_analysis.facts.context import (
    SOURCES_OF_UNITS,
    SOURCES_SINCE_LAST,
    UNITS_SINCE_LAST,
    WHOLE,
    ReportContext,
    of_people,
)
from ipasn_analysis.result.figures import Mean, Tally
from ipasn_analysis.result.parts import JumlahSumber, PoinDimensi, PoinSumber
from ipasn_analysis.result.since_last import PerubahanPerangkatDaerah, SejakTerakhir
from ipasn_analysis.scoring.summary import mean_of
from ipasn_analysis.statistics.change import Change, Population, people_of_units, renamings, split_change, with_names


def since_last(context: ReportContext) -> SejakTerakhir | None:
    """The change since the last snapshot of the year: by the scores of the report, else by the records beside them.

    None where no snapshot of the year precedes, too few people stand in it, or either is of groups.
    """
    return _of(context) or (_of(context.records) if context.records is not None else None)


def _of(context: ReportContext) -> SejakTerakhir | None:
    before = context.scores_earlier
    if context.is_recap or len(before) < context.min_group:
        return None
    first, second = both(context)
    split = told_sources(context, SOURCES_SINCE_LAST, WHOLE, split_change(first, second, context.min_group))
    fewest = min(len(before), len(second.nip))
    dates = [own.earlier.snapshot.as_of for own in context.renewed if own.earlier is not None]
    rows = [unit_change(context, name, *parts, context.min_group) for name, parts in _parts(context, first, second)]
    return SejakTerakhir(
        dari=max(dates),
        ke=context.data.as_of,
        sumber_nilai="resmi" if context.is_import else "catatan",
        indeks_dari=Mean(mean_of(before["indeks"]), len(before)),
        indeks_ke=Mean(mean_of(second.index), len(second.nip)),
        selisih=Mean(split.difference, fewest),
        per_dimensi=PoinDimensi.of(split.per_dimension, fewest, whole=context.tells_discipline),
        per_sumber=PoinSumber(**points_of(split, fewest)),
        jumlah_sumber=_people_of(split),
        per_unit=tuple(sorted(rows, key=lambda row: (-row.selisih, row.nama))),
    )


@of_people
def both(context: ReportContext) -> tuple[Population, Population]:
    """The people of the governments in `renewed` at the earlier snapshot, units named as now, and these of now."""
    after = context.scores[context.scores["pemerintah"].isin([own.region for own in context.renewed])]
    first, second = (
        identified(scores, is_province=context.data.is_province) for scores in (context.scores_earlier, after)
    )
    return with_names(first, renamings(first, second)), second


def parts_since_last(context: ReportContext) -> tuple[dict[str, str], int]:
    """Names of the shown units, or by region of the governments of a territory; the fewest people of those shown."""
    if context.data.is_province:
        return {own.region: own.params.name for own in context.renewed}, context.min_group
    return {str(name): str(name) for name in context.units.shown.index}, context.min_part_group_of(context.renewed[0])


def withheld_changes(context: ReportContext) -> tuple[str, ...]:
    """The units, or governments of a territory, whose change since the earlier snapshot the audit withholds."""
    return context.withheld_parts(change_of(CellName(UNITS_SINCE_LAST, "", "")).table)


def unit_change(
    context: ReportContext, name: str, before: Population, after: Population, group: int
) -> PerubahanPerangkatDaerah:
    """The change of the people of one unit: who came from another unit joined it, who went to one left it."""
    split = told_sources(context, SOURCES_OF_UNITS, name, split_change(before, after, group))
    fewest = min(len(before.nip), len(after.nip))
    return PerubahanPerangkatDaerah(
        nama=name,
        selisih=Mean(split.difference, fewest),
        per_dimensi=PoinDimensi.of(split.per_dimension, fewest),
        per_sumber=PoinSumber(**points_of(split, fewest)),
        jumlah_sumber=_people_of(split),
    )


def _people_of(split: Change) -> JumlahSumber | None:
    if split.hidden:
        return None
    return JumlahSumber(**{source: Tally(count) for source, count in split.people.items()})


def _parts(
    context: ReportContext, before: Population, after: Population
) -> Iterator[tuple[str, tuple[Population, Population]]]:
    """The parts that are shown at both dates with their people: perangkat daerah, or the governments of a territory."""
    if context.data.is_province:
        before, after = of_governments(before), of_governments(after)
    names, group, withheld = *parts_since_last(context), withheld_changes(context)
    earlier, later = people_of_units(before), people_of_units(after)
    for key, name in names.items():
        if key in earlier and len(earlier[key].nip) >= group and name not in withheld:
            yield name, (earlier[key], later[key])
