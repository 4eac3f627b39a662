"""The index over time: every snapshot, published figures, the test of trend, the chance of reaching the target."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Government, Period
from ipasn_analysis.facts.model.parts import PoinDimensi
from ipasn_analysis.facts.model.series import AngkaResmi, KemungkinanTarget, TitikTren, UjiTren
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import Summary
from ipasn_analysis.statistics.trend import TrendPoint, chance_of_target, comparable_years, trend_test


def published(context: ReportContext) -> tuple[AngkaResmi, ...]:
    """The official figures by year, as published."""
    figures = sorted(context.data.params.published.items())
    return tuple(AngkaResmi(tahun=year, indeks=figure.indeks, sumber=figure.sumber) for year, figure in figures)


def trend(context: ReportContext) -> tuple[TitikTren, ...]:
    """The index at every snapshot date; of a territory over each government's newest snapshot of the year so far."""
    governments = context.data.own
    dates = sorted({period.per_tanggal for government in governments for period in government.series})
    return tuple(_point(context, date, governments) for date in dates)


def _point(context: ReportContext, date: datetime.date, governments: tuple[Government, ...]) -> TitikTren:
    """The index of one date; a government below the threshold is left out.

    Kinerja and disiplin are withheld where any government that counts withholds its own at that date.
    """
    periods = [(own, _newest(own, date)) for own in governments]
    found = [(own, period.about["summary"]) for own, period in periods if period is not None]
    counted = [(own, summary) for own, summary in found if summary["diukur"] >= context.min_group_of(own)]
    shown = [summary for _, summary in counted]
    people = sum(summary["diukur"] for summary in shown)
    withheld = context.withholds_sensitive((own, summary["diukur"]) for own, summary in counted)
    means = {name: _pooled([s["dimensi"] for s in shown], name, shown) if shown else None for name in DIMENSIONS}
    return TitikTren(
        per_tanggal=date,
        tahun=date.year,
        instrumen=context.data.params.instrument_of(date.year),
        indeks=_pooled(shown, "indeks") if shown else None,
        diukur=people if shown else None,
        dimensi=PoinDimensi.of(means, sensitive=withheld),
        pemerintah=len(shown),
        disembunyikan=not shown,
        dimensi_disembunyikan=withheld,
    )


def _newest(government: Government, date: datetime.date) -> Period | None:
    """The government's newest snapshot of the date's year, not after the date."""
    so_far = [period for period in government.series if period.tahun == date.year and period.per_tanggal <= date]
    return so_far[-1] if so_far else None


def _pooled(values: Sequence[Mapping[str, Any]], key: str, weights: Sequence[Summary] | None = None) -> float:
    """Mean weighted by head count: the mean over all people."""
    counts = [int(summary["diukur"]) for summary in (weights or values)]
    return float(sum(value[key] * count for value, count in zip(values, counts, strict=True)) / sum(counts))


def trend_over_years(points: Sequence[TitikTren], instrument: str, year: int) -> UjiTren:
    """Theil–Sen slope with interval and Kendall's exact test over the comparable years."""
    known = [TrendPoint(point.per_tanggal, point.instrumen, point.indeks) for point in points]
    usable = comparable_years(known, instrument, year)
    result = trend_test(list(usable), list(usable.values()))
    return UjiTren(
        sen_slope=result.slope,
        sen_selang=(result.low, result.high),
        sen_intersep=result.intercept,
        kendall_tau=result.tau,
        p_value=result.p_value,
        cukup_data=result.enough,
        tahun=tuple(usable),
    )


def chance(context: ReportContext, points: Sequence[TitikTren]) -> KemungkinanTarget:
    """How likely the target is reached by the year's cut-off, from the snapshots of the year."""
    year = context.data.year
    mine = {point.per_tanggal: point.indeks for point in points if point.tahun == year and point.indeks is not None}
    result = chance_of_target(
        list(mine),
        list(mine.values()),
        context.data.params.target_of(year),
        context.data.params.cutoff_of(year),
    )
    return KemungkinanTarget(
        peluang=result.probability,
        perkiraan=result.expected,
        bawah=result.low,
        atas=result.high,
        dasar=result.basis,
        batas=context.data.params.cutoff_of(year),
    )
