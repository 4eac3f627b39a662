"""The perangkat daerah: ranking with its uncertainty, change, target, and the verdict on each beside the mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.disclosure.cells import CellName, change_of
from ipasn_analysis.disclosure.grid import size_class
from ipasn_analysis.facts.comparable import renamed_units
from ipasn_analysis.facts.context import SEED, ReportContext, UnitTable, once
from ipasn_analysis.facts.head import category_of
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.parts import PoinDimensi, known
from ipasn_analysis.result.ranking import (
    Corong,
    Derau,
    PerangkatDaerah,
    PerangkatDaerahTampil,
    PerangkatDaerahTersembunyi,
    UnitCorong,
    Verdict,
)
from ipasn_analysis.statistics.change import changes_of_stayers, population
from ipasn_analysis.statistics.distributions import student_quantile
from ipasn_analysis.statistics.noise import (
    Errors,
    moderated,
    of_pairs,
    shock_of_year,
    skew_of_means,
    skewness_within,
    with_shocks,
)
from ipasn_analysis.statistics.ranking import BestWorst, RankSets, best_k, rank_confidence_sets
from ipasn_analysis.statistics.typing import Mask
from ipasn_analysis.statistics.verdict import Verdicts, against_mean, surely_below

TOP = 3
SIDES: dict[int, Verdict] = {-1: "di_bawah", 0: "belum_dapat_dibedakan", 1: "di_atas"}


def units(context: ReportContext) -> tuple[PerangkatDaerah, ...]:
    """The perangkat daerah by rank, the hidden ones last; none where the provincial government is not counted."""
    if context.unit_government is None:
        return ()
    shown = context.units.shown
    errors = with_shocks(moderated(shown["ragam"], shown["diukur"]), *_shock(context))
    sets = rank_sets(shown["indeks"], of_pairs(errors))
    best = best_k(sets, min(TOP, len(shown))) if len(shown) else None
    rows = [
        _shown(context, str(name), unit, place, sets, known(best))
        for place, (name, unit) in enumerate(shown.iterrows())
    ]
    rows.sort(key=lambda row: (row.peringkat, row.nama))
    group, few = context.min_part_group_of(context.unit_government), context.units.means[context.units.hidden]
    hidden = [
        PerangkatDaerahTersembunyi(nama=str(name), kelas_ukuran=size_class(count, group))
        for name, count in zip(few.index, few["diukur"].tolist(), strict=True)
    ]
    return (*rows, *hidden)


def rank_sets(means: ArrayLike, errors: Errors) -> RankSets:
    """Ranks with 95 % confidence sets that hold for all at once."""
    return rank_confidence_sets(np.asarray(means, dtype=np.float64), errors.standard, errors.freedom, seed=SEED)


def noise(context: ReportContext) -> Derau | None:
    """What a year does to the mean of a unit beyond its people; None without a year before that can be compared."""
    found, (shock, freedom) = _changes(context), _shock(context)
    return None if found is None else Derau(simpangan_tahun=shock if freedom else None, unit=len(found))


@once
def _changes(context: ReportContext) -> pd.DataFrame | None:
    """Changes of the units over the people who stayed since the year before; None without one that can be compared."""
    own = context.unit_government
    if context.is_recap or own is None or own.current is None or own.previous is None:
        return None
    if not context.is_comparable(own.previous):
        return None
    found = changes_of_stayers(population(own.previous.scores), population(own.current.scores))
    return found[found["orang"] >= context.min_part_group_of(own)]


@once
def _shock(context: ReportContext) -> tuple[float, float]:
    """Standard deviation of what a year does to a unit (points), and its degrees of freedom; 0, 0 where not known."""
    found = _changes(context)
    return (0.0, 0.0) if found is None else shock_of_year(found["perubahan"], found["ragam"])


def _shown(
    context: ReportContext, name: str, unit: pd.Series, place: int, sets: RankSets, best: BestWorst
) -> PerangkatDaerahTampil:
    position, (found, surely) = context.units.places[name], _verdicts(context)
    index, people = float(unit["indeks"]), int(unit["diukur"])
    told = context.as_told(index, people)
    target, whole = context.target_of_units, len(context.unit_scores)
    return PerangkatDaerahTampil(
        nama=name,
        diukur=people,
        indeks=Mean(index, people),
        kategori=category_of(context, index),
        dimensi=PoinDimensi.of(context.told("perangkat_daerah", name, unit.to_dict()), people),
        perubahan=_change(context, name, index, people),
        perubahan_lebih_dari_derau=_beyond_noise(context, name, index),
        peringkat=int(sets.ranks[place]),
        peringkat_min=None if context.is_recap else int(sets.lower[place]),
        peringkat_maks=None if context.is_recap else int(sets.upper[place]),
        pasti_teratas=not context.is_recap and bool(best.certainly_best[place]),
        mungkin_teratas=not context.is_recap and bool(best.possibly_best[place]),
        putusan=None if context.is_recap else SIDES[int(found.side[position])],
        di_bawah_target=None if target is None else index < target,
        pasti_di_bawah_target=None if target is None or context.is_recap else bool(surely[position]),
        jarak_target=None if target is None else Mean(told - target, people),
        kekurangan=None if target is None else Mean((target - told) * people / whole, whole),
    )


@once
def units_before(context: ReportContext) -> dict[str, str]:
    """The shown units that were shown a year before as well, by the same rules, with their names then."""
    before = context.previous_units
    if before is None:
        return {}
    then, shown = {later: old for old, later in renamed_units(context).items()}, set(before.shown.index)
    found = {str(name): then.get(str(name), str(name)) for name in context.units.shown.index}
    return {name: earlier for name, earlier in found.items() if earlier in shown}


def _earlier(context: ReportContext, name: str) -> tuple[UnitTable, int] | None:
    """The table of the year before and the unit's place in it; None where no change is told."""
    before, earlier = context.previous_units, units_before(context).get(name)
    if before is None or earlier is None or change_of(CellName("perangkat_daerah", name, "indeks")) in context.withheld:
        return None
    return before, before.places[earlier]


def _change(context: ReportContext, name: str, index: float, people: int) -> Mean | None:
    """Against the same unit a year before; None where that was not shown, or measured under another instrument."""
    found = _earlier(context, name)
    if found is None:
        return None
    before, place = found
    was, count = before.means["indeks"].to_numpy()[place], before.means["diukur"].to_numpy()[place]
    return Mean(index - float(was), min(people, int(count)))


def _beyond_noise(context: ReportContext, name: str, index: float) -> bool | None:
    """Whether a change leaves the 95 % interval of its noise: that of people and of a year's shock, at both dates."""
    found = _earlier(context, name)
    if found is None or context.is_recap:
        return None
    before, place = found
    ends = list(zip(_errors_of_both(context), (place, context.units.places[name]), strict=True))
    error = float(np.sqrt(sum(side.standard[at] ** 2 for side, at in ends)))
    freedom = min(float(side.freedom[at]) for side, at in ends)
    if not np.isfinite(error) or freedom <= 0:
        return False
    change = index - float(before.means["indeks"].to_numpy()[place])
    return bool(abs(change) > float(student_quantile(0.975, freedom)) * error)


@once
def _errors_of_both(context: ReportContext) -> tuple[Errors, ...]:
    """Errors of the units' means a year before and now, with what a year does to a unit."""
    means = [table.means for table in (context.previous_units, context.units) if table is not None]
    return tuple(with_shocks(moderated(table["ragam"], table["diukur"]), *_shock(context)) for table in means)


@once
def _verdicts(context: ReportContext) -> tuple[Verdicts, Mask]:
    """Every unit of the table beside the mean of the government, and whether it is surely below the target."""
    table = context.units
    person = moderated(table.means["ragam"], table.means["diukur"])
    errors = with_shocks(person, *_shock(context))
    of_person = pd.Index(table.means.index).get_indexer(pd.Index(context.unit_scores["perangkat_daerah"].astype("str")))
    index = context.unit_scores["indeks"].to_numpy(dtype=np.float64)
    skewness = skewness_within(index[of_person >= 0], of_person[of_person >= 0])
    skew = skew_of_means(skewness, table.means["diukur"], person, errors)
    verdicts = against_mean(table.means["indeks"], table.means["diukur"], errors, skew=skew, judged=~table.hidden)
    shown, below = ~table.hidden, np.zeros(len(table.means), dtype=bool)
    target = context.target_of_units
    if target is not None:
        of_shown = Errors(errors.standard[shown], errors.freedom[shown])
        below[shown] = surely_below(table.shown["indeks"], of_shown, target, skew=skew[shown])
    return verdicts, below


def unit_funnel(context: ReportContext) -> Corong | None:
    """The limits within which each shown unit cannot be told from the mean; None of recaps and of a single unit."""
    table = context.units
    if context.is_recap or len(table.shown) < 2:
        return None
    found, _ = _verdicts(context)
    rows = zip(table.means.index, table.means["diukur"], table.means["indeks"], strict=True)
    return Corong(
        pusat=Mean(found.centre, len(context.unit_scores)),
        unit=tuple(
            UnitCorong(
                nama=str(name),
                diukur=int(count),
                indeks=Mean(index, int(count)),
                bawah=Mean(found.lower[place], int(count)),
                atas=Mean(found.upper[place], int(count)),
                putusan=SIDES[int(found.side[place])],
            )
            for place, (name, count, index) in enumerate(rows)
            if not table.hidden[place]
        ),
    )
