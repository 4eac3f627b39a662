"""The index over time: every snapshot, published figures, the test of trend, the chance of reaching the target."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ipasn_analysis.facts.comparable import counted
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.result.figures import Implied, Mean
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.series import AngkaResmi, KemungkinanTarget, TitikTren, UjiTren
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import Summary, mean_of
from ipasn_analysis.statistics.outlook import outlook
from ipasn_analysis.statistics.trend import Trend, TrendPoint, comparable_years, trend_test


def published(context: ReportContext) -> tuple[AngkaResmi, ...]:
    """The official figures by year, as published."""
    figures = sorted(context.data.params.published.items())
    return tuple(AngkaResmi(tahun=year, indeks=figure.indeks, sumber=figure.sumber) for year, figure in figures)


def trend(context: ReportContext) -> tuple[TitikTren, ...]:
    """The index at every snapshot date; of a territory over each government's newest snapshot of the year so far."""
    dates = sorted({period.per_tanggal for government in context.data.own for period in government.series})
    return tuple(_point(context, date) for date in dates)


def _point(context: ReportContext, date: datetime.date) -> TitikTren:
    """The index of one date over the governments that count then (`comparable.counted`)."""
    held = [(own, period) for own, period in counted(context, date).values()]
    shown = [period.about["summary"] for _, period in held]
    people = sum(summary["diukur"] for summary in shown)
    means = {name: _pooled([s["dimensi"] for s in shown], name, shown) if shown else None for name in DIMENSIONS}
    return TitikTren(
        per_tanggal=date,
        tahun=date.year,
        instrumen=held[0][1].instrumen if held else _instrument_at(context, date),
        resmi=any(period.is_official for _, period in held),
        indeks=Mean(_pooled(shown, "indeks"), people) if shown else None,
        diukur=people if shown else None,
        dimensi=PoinDimensi.of(means, people, whole=context.tells_discipline or date != context.data.as_of),
        pemerintah=len(shown),
        sebanding=_is_alike(context, date),
        disembunyikan=not shown,
    )


def _instrument_at(context: ReportContext, date: datetime.date) -> str:
    """The instrument of a snapshot of the date, where nobody's figures are shown."""
    return next(period.instrumen for own in context.data.own for period in own.series if period.per_tanggal == date)


def _is_alike(context: ReportContext, date: datetime.date) -> bool:
    """Whether a date has the governments and the instrument of the report's own, so that a trend may use it."""
    then, now = (counted(context, day) for day in (date, context.data.as_of))
    instruments = {period.instrumen for found in (then, now) for _, period in found.values()}
    return then.keys() == now.keys() and len(instruments) == 1


def _pooled(values: Sequence[Mapping[str, Any]], key: str, weights: Sequence[Summary] | None = None) -> float:
    """Mean weighted by head count: the mean over all people."""
    counts = [int(summary["diukur"]) for summary in (weights or values)]
    return mean_of([value[key] for value in values], counts)


def trend_over_years(points: Sequence[TitikTren], instrument: str, year: int) -> UjiTren:
    """Theil–Sen slope with interval and Kendall's exact test over the comparable years."""
    last = {point.tahun: point for point in points}.values()
    known = [TrendPoint(point.per_tanggal, point.instrumen, point.indeks) for point in last if point.sebanding]
    usable = comparable_years(known, instrument, year)
    result = trend_test(list(usable), list(usable.values()))
    people = min((point.diukur or 0 for point in last if point.tahun in usable), default=0)
    return UjiTren(
        sen_slope=mean_or_none(result.slope, people),
        sen_selang=slope_interval(result, people),
        kendall_tau=implied_or_none(result.tau),
        p_value=implied_or_none(result.p_value),
        cukup_data=result.enough,
        tahun=tuple(usable),
    )


def slope_interval(test: Trend, people: int) -> tuple[Mean, Mean] | None:
    """The interval of a slope; None where so few years allow none."""
    return None if test.low is None or test.high is None else (Mean(test.low, people), Mean(test.high, people))


def implied_or_none(value: float | None) -> Implied | None:
    """A statistic of the order of years; None where it is not known."""
    return None if value is None else Implied(value)


def mean_or_none(value: float | None, people: int) -> Mean | None:
    """A figure in points with the people that it rests on; None where it is not known."""
    return None if value is None else Mean(value, people)


def chance(context: ReportContext, points: Sequence[TitikTren]) -> KemungkinanTarget:
    """Whether the target is reached by the year's cut-off, from the comparable snapshots up to the report's own."""
    known = {
        point.per_tanggal: point.indeks
        for point in points
        if point.indeks is not None and point.sebanding and point.tahun <= context.data.year
    }
    params, year = context.data.params, context.data.year
    found = outlook(list(known), list(known.values()), params.target_of(year), params.cutoff_of(year))
    people = len(context.scores)
    return KemungkinanTarget(
        dasar=found.basis,
        batas=params.cutoff_of(year),
        tercapai=found.reached,
        peluang=found.probability,
        perkiraan=mean_or_none(found.expected, people),
        bawah=mean_or_none(found.low, people),
        atas=mean_or_none(found.high, people),
        tahun_acuan=found.years,
        perlu=mean_or_none(found.needed, people),
        laju=mean_or_none(found.pace, people),
    )
