"""The perangkat daerah: ranking with its uncertainty, change, target, and the funnel that spares small units."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.disclosure.suppression import size_classes
from ipasn_analysis.facts.comparable import renamed_units
from ipasn_analysis.facts.context import SEED, ReportContext, once
from ipasn_analysis.facts.head import category_of
from ipasn_analysis.result.parts import PoinDimensi, known
from ipasn_analysis.result.ranking import (
    Corong,
    Derau,
    PerangkatDaerah,
    PerangkatDaerahTampil,
    PerangkatDaerahTersembunyi,
    Side,
    UnitCorong,
)
from ipasn_analysis.statistics.change import changes_of_stayers, population
from ipasn_analysis.statistics.funnel import FEWEST_UNITS, funnel
from ipasn_analysis.statistics.noise import Errors, moderated, shock_of_year, with_shocks
from ipasn_analysis.statistics.ranking import BestWorst, RankSets, best_k, rank_confidence_sets

TOP = 3


def units(context: ReportContext) -> tuple[PerangkatDaerah, ...]:
    """The perangkat daerah by rank, the hidden ones last; none where the provincial government is not counted."""
    if context.unit_government is None:
        return ()
    shown = context.units.shown
    sets = rank_sets(shown["indeks"], with_shocks(moderated(shown["ragam"], shown["diukur"]), *_shock(context)))
    best = best_k(sets, min(TOP, len(shown))) if len(shown) else None
    rows = [
        _shown(context, str(name), unit, place, sets, known(best))
        for place, (name, unit) in enumerate(shown.iterrows())
    ]
    rows.sort(key=lambda row: (row.peringkat, row.nama))
    table = context.units
    classes = size_classes(table.means["diukur"], table.hidden, context.min_part_group_of(context.unit_government))
    hidden = [
        PerangkatDaerahTersembunyi(nama=str(name), kelas_ukuran=size)
        for name, size in zip(table.means.index, classes, strict=True)
        if size
    ]
    return (*rows, *hidden)


def rank_sets(means: ArrayLike, errors: Errors) -> RankSets:
    """Ranks with 95 % confidence sets that hold for all at once."""
    return rank_confidence_sets(np.asarray(means, dtype=np.float64), errors.standard, errors.freedom, seed=SEED)


def noise(context: ReportContext) -> Derau | None:
    """What a year does to the mean of a unit beyond its people; None without a year before that can be compared."""
    shock, freedom = _shock(context)
    return Derau(simpangan_tahun=shock, unit=int(freedom) + 1) if freedom else None


@once
def _shock(context: ReportContext) -> tuple[float, float]:
    """Standard deviation of what a year does to a unit (points), and its degrees of freedom; 0, 0 where not known.

    From the people who stayed in their unit since the year before, in the government whose units are ranked.
    """
    own = context.unit_government
    if own is None or own.current is None or own.previous is None or not context.is_comparable(own.previous):
        return 0.0, 0.0
    found = changes_of_stayers(population(own.previous.scores), population(own.current.scores))
    found = found[found["orang"] >= context.min_part_group_of(own)]
    return shock_of_year(found["perubahan"], found["ragam"])


def _shown(
    context: ReportContext, name: str, unit: pd.Series, place: int, sets: RankSets, best: BestWorst
) -> PerangkatDaerahTampil:
    sensitive = bool(context.units.hidden_sensitive[context.units.means.index.get_loc(name)])
    index, target = float(unit["indeks"]), context.data.params.target_of(context.data.year)
    return PerangkatDaerahTampil(
        nama=name,
        diukur=int(unit["diukur"]),
        indeks=index,
        kategori=category_of(context, index),
        dimensi=PoinDimensi.of(unit.to_dict(), sensitive=sensitive),
        perubahan=_change(context, name, index),
        peringkat=int(sets.ranks[place]),
        peringkat_min=None if context.is_recap else int(sets.lower[place]),
        peringkat_maks=None if context.is_recap else int(sets.upper[place]),
        pasti_teratas=not context.is_recap and bool(best.certainly_best[place]),
        mungkin_teratas=not context.is_recap and bool(best.possibly_best[place]),
        di_bawah_target=None if target is None else index < target,
        jarak_target=None if target is None else index - target,
        dimensi_disembunyikan=sensitive,
    )


def _change(context: ReportContext, name: str, index: float) -> float | None:
    """Against the same unit a year before; None where that was not shown, or measured under another instrument."""
    before = context.previous_units
    earlier = {later: old for old, later in renamed_units(context).items()}.get(name, name)
    if before is None or earlier not in before.shown.index:
        return None
    return index - float(before.means["indeks"].to_numpy()[before.means.index.get_loc(earlier)])


def unit_funnel(context: ReportContext) -> Corong | None:
    """Limits around the centre of the units for each one shown (Spiegelhalter 2005); None of too few to judge one."""
    shown = context.units.shown
    if len(shown) < FEWEST_UNITS or context.is_recap:
        return None
    result = funnel(shown["indeks"], shown["ragam"], shown["diukur"])
    return Corong(
        pusat=float(result.centre),
        simpangan_orang=float(result.person_sd),
        tau=float(result.tau),
        unit=tuple(
            UnitCorong(
                nama=str(name),
                diukur=int(count),
                indeks=float(index),
                bawah_95=float(result.warning.lower[place]),
                atas_95=float(result.warning.upper[place]),
                bawah_998=float(result.alarm.lower[place]),
                atas_998=float(result.alarm.upper[place]),
                di_luar_95=cast(Side, int(result.outside_warning[place])),
                di_luar_998=cast(Side, int(result.outside_alarm[place])),
            )
            for place, (name, count, index) in enumerate(
                zip(shown.index, shown["diukur"], shown["indeks"], strict=True)
            )
        ),
    )
