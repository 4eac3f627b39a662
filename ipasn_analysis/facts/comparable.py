"""What may be compared: one instrument, dates within a month, and of a territory the same governments at both dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.inputs import Government, Period
from ipasn_analysis.records.accept import RECAP
from ipasn_analysis.statistics import trend
from ipasn_analysis.statistics.change import population, renamings
from ipasn_analysis.statistics.trend import SAME_SEASON, TrendPoint, comparable_years

Reason = Literal["instrumen", "tanggal"]

RANKED_WITHIN = 30
"""Days within which the snapshots of governments lie that are ranked with each other."""
is_year_end = trend.is_year_end


@once
def not_ranked(context: ReportContext) -> dict[str, Reason]:
    """Why governments of the province are not ranked with the others, by region.

    They are measured under another instrument than the report's, or at a date too far from those of the most
    governments (in the report of one: of the most that lie near its own date; where equally many do, the later ones).
    """
    year, instrument = context.data.year, context.data.instrument.name
    last = {own.region: _last(own, year) for own in context.data.peers}
    alike = {region: period.per_tanggal for region, period in last.items() if period.instrumen == instrument}
    own_date = None if context.data.is_province else alike.get(context.data.region.name)
    ranked = _most_within(list(alike.values()), own_date)
    return {
        region: "instrumen" if region not in alike else "tanggal"
        for region in last
        if region not in alike or alike[region] not in ranked
    }


def _last(government: Government, year: int) -> Period:
    period = government.last_of(year)
    assert period is not None
    return period


def _most_within(dates: Sequence[datetime.date], own: datetime.date | None) -> frozenset[datetime.date]:
    """The dates of the month that holds the most of them, and `own` if that is given; the latest such month."""
    best: list[datetime.date] = []
    for first in sorted(set(dates)):
        window = [date for date in dates if 0 <= (date - first).days <= RANKED_WITHIN]
        if len(window) >= len(best) and (own is None or own in window):
            best = window
    return frozenset(best)


def counted(context: ReportContext, date: datetime.date) -> dict[str, tuple[Government, Period]]:
    """The governments that count at a date, each with its newest snapshot of the date's year so far.

    Those below the threshold are left out, and those under another instrument than most of the people.
    """
    newest = {own.region: (own, period) for own in context.data.own if (period := _newest(own, date)) is not None}
    large = {region: pair for region, pair in newest.items() if _people(pair) >= context.min_group_of(pair[0])}
    people: dict[str, int] = {}
    for _, period in large.values():
        people[period.instrumen] = people.get(period.instrumen, 0) + period.about["summary"]["diukur"]
    if not people:
        return {}
    instrument = max(people, key=lambda name: (people[name], name))
    return {region: pair for region, pair in large.items() if pair[1].instrumen == instrument}


def _people(pair: tuple[Government, Period]) -> int:
    return int(pair[1].about["summary"]["diukur"])


def _newest(government: Government, date: datetime.date) -> Period | None:
    """The government's newest snapshot of the date's year, not after the date."""
    so_far = [period for period in government.series if period.tahun == date.year and period.per_tanggal <= date]
    return so_far[-1] if so_far else None


@once
def renamed_units(context: ReportContext) -> dict[str, str]:
    """Units of the government whose units are ranked that have another name than a year before: later by earlier."""
    own = context.unit_government
    if own is None or own.previous is None or own.current is None or not context.is_comparable(own.previous):
        return {}
    if RECAP in (own.previous.about["mode"], own.current.about["mode"]):
        return {}
    return renamings(population(own.previous.scores), population(own.current.scores))


def same_season(context: ReportContext) -> Mapping[str, Period]:
    """By region the snapshot of the year before that is nearest to this day of the year, of comparable governments."""
    found = {}
    for own in context.included:
        now = own.last_of(context.data.year)
        if now is None:
            continue
        then = _year_before(now.per_tanggal)
        near = [
            period
            for period in own.series
            if period.tahun == then.year
            and period.instrumen == now.instrumen
            and abs((period.per_tanggal - then).days) <= SAME_SEASON
            and period.about["summary"]["diukur"] >= context.min_group_of(own)
        ]
        if near:
            found[own.region] = min(near, key=lambda period: (abs((period.per_tanggal - then).days), -period.tahun))
    return found


def _year_before(date: datetime.date) -> datetime.date:
    """The same day of the year before; of 29 February the day before."""
    day = 28 if (date.month, date.day) == (2, 29) else date.day
    return date.replace(year=date.year - 1, day=day)


def years_of(periods: Iterable[Period], context: ReportContext) -> tuple[int, ...]:
    """The years that a trend may use of such snapshots (`statistics.trend.comparable_years`), in order."""
    points = [TrendPoint(own.per_tanggal, own.instrumen, own.about["summary"]["indeks"]) for own in periods]
    return tuple(comparable_years(points, context.data.instrument.name, context.data.year))
