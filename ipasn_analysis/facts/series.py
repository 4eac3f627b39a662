"""The index over time: every snapshot, published figures, the test of trend, the chance of reaching the target."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from ipasn_analysis.facts.context import SENSITIVE, Context
from ipasn_analysis.facts.gather import Government, Period
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import Summary
from ipasn_analysis.statistics.trend import TrendPoint, chance_of_target, comparable_years, trend_test


def series(context: Context) -> dict[str, Any]:
    """Keys tren, tren_resmi, uji_tren, kemungkinan_target."""
    points = trend(context)
    return {
        "tren": points,
        "tren_resmi": [
            {"tahun": year, "indeks": float(figure.indeks), "sumber": figure.sumber}
            for year, figure in sorted(context.data.params.published.items())
        ],
        "uji_tren": trend_facts(points, context.data.instrument.name, context.data.year),
        "kemungkinan_target": _chance(context, points),
    }


def trend(context: Context) -> list[dict[str, Any]]:
    """The index at every snapshot date; of a territory over each government's newest snapshot of the year so far."""
    governments = context.data.own
    dates = sorted({period.per_tanggal for government in governments for period in government.series})
    return [_point(context, date, governments) for date in dates]


def _point(context: Context, date: datetime.date, governments: tuple[Government, ...]) -> dict[str, Any]:
    """The index of one date; a government below the threshold is left out.

    Kinerja and disiplin are withheld where any government that counts withholds its own at that date.
    """
    periods = [(own, _newest(own, date)) for own in governments]
    found = [(own, period.about["summary"]) for own, period in periods if period is not None]
    counted = [(own, summary) for own, summary in found if summary["diukur"] >= context.group_of(own)]
    shown = [summary for _, summary in counted]
    people = sum(summary["diukur"] for summary in shown)
    withheld = context.withholds_sensitive((own, summary["diukur"]) for own, summary in counted)
    means = {name: _pooled([s["dimensi"] for s in shown], name, shown) if shown else None for name in DIMENSIONS}
    return {
        "per_tanggal": date.isoformat(),
        "tahun": date.year,
        "instrumen": context.data.params.instrument_of(date.year),
        "indeks": _pooled(shown, "indeks") if shown else None,
        "diukur": people if shown else None,
        "dimensi": {name: None if withheld and name in SENSITIVE else mean for name, mean in means.items()},
        "pemerintah": len(shown),
        "disembunyikan": not shown,
        "dimensi_disembunyikan": withheld,
    }


def _newest(government: Government, date: datetime.date) -> Period | None:
    """The government's newest snapshot of the date's year, not after the date."""
    so_far = [period for period in government.series if period.tahun == date.year and period.per_tanggal <= date]
    return so_far[-1] if so_far else None


def _pooled(values: Sequence[Mapping[str, Any]], key: str, weights: Sequence[Summary] | None = None) -> float:
    """Mean weighted by head count: the mean over all people."""
    counts = [int(summary["diukur"]) for summary in (weights or values)]
    return float(sum(value[key] * count for value, count in zip(values, counts, strict=True)) / sum(counts))


def trend_facts(points: list[dict[str, Any]], instrument: str, year: int) -> dict[str, Any]:
    """Theil–Sen slope with interval and Kendall's exact test over the comparable years (contract § 6, uji_tren)."""
    known = [TrendPoint(datetime.date.fromisoformat(p["per_tanggal"]), p["instrumen"], p["indeks"]) for p in points]
    usable = comparable_years(known, instrument, year)
    result = trend_test(list(usable), list(usable.values()))
    return {
        "sen_slope": result.slope,
        "sen_selang": [result.low, result.high],
        "sen_intersep": result.intercept,
        "kendall_tau": result.tau,
        "p_value": result.p_value,
        "cukup_data": result.enough,
        "tahun": list(usable),
    }


def _chance(context: Context, points: list[dict[str, Any]]) -> dict[str, Any]:
    """How likely the target is reached by the year's cut-off, from the snapshots of the year."""
    year = context.data.year
    mine = [point for point in points if point["tahun"] == year and point["indeks"] is not None]
    result = chance_of_target(
        [datetime.date.fromisoformat(point["per_tanggal"]) for point in mine],
        [point["indeks"] for point in mine],
        context.data.params.target_of(year),
        context.data.params.cutoff_of(year),
    )
    return {
        "peluang": result.probability,
        "perkiraan": result.expected,
        "bawah": result.low,
        "atas": result.high,
        "dasar": result.basis,
        "batas": context.data.params.cutoff_of(year).isoformat(),
    }
