"""Will the target be reached by the cut-off: by the way earlier years filled up, else the pace that it takes.

A year does not rise along a straight line: hours of training start from zero on 1 January, and records are entered
late. So no probability is drawn out of the year's own line. What earlier years still gained from this day to their
cut-off is added to the index of today; until two such years are known, only paces are compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ipasn_analysis.statistics.distributions import student_quantile, student_tail
from ipasn_analysis.statistics.typing import FloatArray

Basis = Literal["no_target", "final", "curve", "pace", "not_enough"]

REACHED_TOLERANCE = 1e-9
ENOUGH_YEARS = 2
YEAR_END = 45
"""Days before the cut-off within which the last snapshot of an earlier year counts as its end."""
START = 15
"""Days after today's day of the year by which an earlier year must have its first snapshot, to be read there."""
LEAST_ERROR = 0.25
"""Points: the least standard deviation between years; two years may agree by luck. A decision of this project."""
SUREST = 0.99
"""Highest probability that is told, and one less it the lowest: no forecast is certain."""


@dataclass(frozen=True)
class Outlook:
    """Whether the target is reached at the cut-off.

    Attributes
    ----------
    basis : str
        ``final`` (a snapshot on or after the cut-off) | ``curve`` | ``pace`` | ``not_enough`` | ``no_target``.
    reached : bool or None
        Of ``final``: whether that snapshot reaches the target.
    probability, expected, low, high : float or None
        Of ``curve``: probability, index at the cut-off and its 95 % prediction interval, in points within 0–100.
    years : tuple of int
        Of ``curve``: the earlier years that it rests on.
    needed, pace : float or None
        Of ``curve`` and ``pace``: points a week from the last snapshot to the target (0 when it is reached today), and
        those between the last two snapshots of the year (None with a single one).
    """

    basis: Basis
    reached: bool | None = None
    probability: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    years: tuple[int, ...] = ()
    needed: float | None = None
    pace: float | None = None


def outlook(
    dates: Sequence[datetime.date], values: Sequence[float], target: float | None, cutoff: datetime.date
) -> Outlook:
    """The outlook on the cut-off from the snapshots of its year and of earlier, comparable years.

    Expected is today's index and the mean of what earlier years gained from this day of the year to their cut-off, each
    read off the straight lines between its snapshots; the error has their spread with n − 1 degrees of freedom
    (`LEAST_ERROR` at least) and that of their mean.

    Parameters
    ----------
    dates, values : dates of the snapshots (distinct, any order) and their indices in points; later years are left out.
    """
    if len(dates) != len(values) or len(set(dates)) != len(dates):
        raise ValueError("each snapshot needs a date of its own and a value")
    if target is None:
        return Outlook("no_target")
    by_year: dict[int, list[tuple[datetime.date, float]]] = {}
    for date, value in sorted(zip(dates, values, strict=True)):
        by_year.setdefault(date.year, []).append((date, value))
    mine = by_year.get(cutoff.year, [])
    settled = [value for date, value in mine if date >= cutoff]
    if settled:
        return Outlook("final", reached=settled[0] >= target - REACHED_TOLERANCE)
    if not mine:
        return Outlook("not_enough")
    today, index = mine[-1]
    needed = max(0.0, target - index) / ((cutoff - today).days / 7)
    pace = None if len(mine) < 2 else (index - mine[-2][1]) / ((today - mine[-2][0]).days / 7)
    gains = gains_to_the_cut_off(by_year, today, cutoff)
    if len(gains) < ENOUGH_YEARS:
        return Outlook("pace", needed=needed, pace=pace)
    expected, error = _forecast(index, np.array(list(gains.values()), dtype=np.float64))
    freedom = len(gains) - 1
    reach = float(student_quantile(0.975, freedom)) * error
    chance = float(student_tail((target - expected) / error, freedom))
    likely = min(max(expected, 0.0), 100.0)
    low, high = max(likely - reach, 0.0), min(likely + reach, 100.0)
    within = min(max(chance, 1 - SUREST), SUREST)
    return Outlook("curve", None, within, likely, low, high, tuple(gains), needed, pace)


def gains_to_the_cut_off(
    by_year: Mapping[int, Sequence[tuple[datetime.date, float]]], today: datetime.date, cutoff: datetime.date
) -> dict[int, float]:
    """What each earlier year gained from this day of the year to its cut-off, in points.

    Of the years whose snapshots begin by this day and last to the cut-off; `by_year` has them by date.
    """
    found = {}
    day, end = _day(today), _day(cutoff)
    for year, snapshots in by_year.items():
        days = np.array([_day(date) for date, _ in snapshots], dtype=np.float64)
        inside = len(days) > 1 and days[0] <= day + START and days[0] < days[-1]
        if year < cutoff.year and inside and days[-1] >= end - YEAR_END:
            points = np.array([value for _, value in snapshots], dtype=np.float64)
            start, final = np.interp([day, end], days, points)
            found[year] = float(final - start)
    return found


def _forecast(index: float, gains: FloatArray) -> tuple[float, float]:
    """The expected index, and the standard error of one new year around it."""
    spread = max(float(gains.std(ddof=1)), LEAST_ERROR)
    return index + float(gains.mean()), spread * (1 + 1 / len(gains)) ** 0.5


def _day(date: datetime.date) -> int:
    return date.timetuple().tm_yday
