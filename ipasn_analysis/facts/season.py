"""The same day of the year before, and what of a change restarts on 1 January."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ipasn_analysis.disclosure.suppression import is_small
from ipasn_analysis.facts.comparable import same_season
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Period
from ipasn_analysis.result.series import MulaiUlang, Musim
from ipasn_analysis.scoring.steps import base_of


def season(context: ReportContext) -> Musim | None:
    """The change since this day of the year before, over the governments that have a snapshot near it; None without."""
    then = same_season(context)
    if not then:
        return None
    now = {own.region: own.last_of(context.data.year) for own in context.included}
    before = _mean(list(then.values()))
    after = _mean([period for name, period in now.items() if name in then and period is not None])
    return Musim(
        dari=max(period.per_tanggal for period in then.values()),
        indeks_dari=before,
        selisih=after - before,
        pemerintah=len(then),
    )


def _mean(periods: Sequence[Period]) -> float:
    sums = [period.about["summary"] for period in periods]
    return sum(part["indeks"] * part["diukur"] for part in sums) / sum(part["diukur"] for part in sums)


def restart(context: ReportContext, before: pd.DataFrame, after: pd.DataFrame, selisih: float) -> MulaiUlang | None:
    """The part of a change that the calendar makes, since what counts within a window begins anew; None if unknown.

    Of records these are the items of kompetensi with a window, of official scores the additions of the measured year.
    An item that few hold, or few lack, at either date is not told of.
    """
    parts = [_within_windows(context, people) for people in (before, after)]
    if any(part is None or part.isna().any() or _few(context, part) for part in parts):
        return None
    first, second = (float(part.mean()) for part in parts if part is not None)
    points = second - first
    return MulaiUlang(poin=points, lainnya=selisih - points)


def _within_windows(context: ReportContext, people: pd.DataFrame) -> pd.Series | None:
    """Points of each person that count within a window alone; None where they are not told."""
    rules = context.data.instrument.kompetensi
    if rules.base is not None:
        return people["kompetensi"] - base_of(people["kinerja"].to_numpy(), context.data.instrument)
    names = [name for name, item in rules.items.items() if item.window_years_before is not None]
    if context.is_import or not names or not set(names) <= set(people):
        return None
    return people[names].sum(axis=1, min_count=len(names))


def _few(context: ReportContext, points: pd.Series | None) -> bool:
    held = 0 if points is None else int((points > 0).sum())
    return points is None or is_small(held, len(points), context.min_group)
