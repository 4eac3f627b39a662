"""The same day of the year before, and what of a change restarts on 1 January."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ipasn_analysis.facts.comparable import same_season
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Period
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.series import MulaiUlang, Musim
from ipasn_analysis.scoring.steps import base_told


def season(context: ReportContext) -> Musim | None:
    """The change since this day of the year before, over the governments that have a snapshot near it; None without."""
    then = same_season(context)
    if not then:
        return None
    now = {own.region: own.last_of(context.data.year) for own in context.included}
    before = _mean(list(then.values()))
    after = _mean([period for name, period in now.items() if name in then and period is not None])
    difference = Mean(after - before, min(after.people, before.people))
    return Musim(
        dari=max(period.per_tanggal for period in then.values()),
        indeks_dari=before,
        indeks_ke=after,
        selisih=difference,
        pemerintah=len(then),
    )


def _mean(periods: Sequence[Period]) -> Mean:
    sums = [period.about["summary"] for period in periods]
    people = sum(part["diukur"] for part in sums)
    return Mean(sum(part["indeks"] * part["diukur"] for part in sums) / people, people)


def restart(context: ReportContext, before: pd.DataFrame, after: pd.DataFrame, selisih: float) -> MulaiUlang | None:
    """The part of a change that the calendar makes, since what counts within a window begins anew; None if unknown.

    Of records these are the items of kompetensi with a window, of official scores the additions of the measured year.
    Nor is it told where few have such points at either date.
    """
    parts = [_within_windows(context, people) for people in (before, after)]
    if any(part is None or part.isna().any() or _few(context, part) for part in parts):
        return None
    first, second = (float(part.mean()) for part in parts if part is not None)
    points, people = second - first, min(len(before), len(after))
    return MulaiUlang(poin=Mean(points, people), lainnya=Mean(selisih - points, people))


def _within_windows(context: ReportContext, people: pd.DataFrame) -> pd.Series | None:
    """Points of each person that count within a window alone; None where they are not told."""
    rules = context.data.instrument.kompetensi
    if rules.base is not None:
        return people["kompetensi"] - base_told(people["kinerja"].to_numpy(), context.data.instrument)
    names = [name for name, item in rules.items.items() if item.window_years_before is not None]
    if context.is_import or not names or not set(names) <= set(people):
        return None
    return people[names].sum(axis=1, min_count=len(names))


def _few(context: ReportContext, points: pd.Series | None) -> bool:
    held = 0 if points is None else int((points > 0).sum())
    return 0 < held < context.min_group
