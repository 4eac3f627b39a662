"""What only a territory has: inequality between and within governments, convergence, what separates best and worst."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.analysis.facts.context import SEED, Context
from ipasn_analysis.analysis.inequality import beta_convergence, sigma_convergence, variance_split
from ipasn_analysis.instruments import DIMENSIONS


def province(context: Context) -> dict[str, Any]:
    """Keys ketimpangan, konvergensi, pembeda; nothing for a single government."""
    if not context.data.is_province:
        return {}
    governments = context.scores["pemerintah"].to_numpy(dtype=object).astype(str)
    units = context.scores["perangkat_daerah"].astype("str").to_numpy(dtype=object).astype(str)
    split = variance_split(context.values[:, 0], governments, units)
    shares = split.shares
    return {
        "ketimpangan": None
        if shares is None
        else {"antar_pemerintah": shares[0], "antar_unit": shares[1], "antar_orang": shares[2]},
        "konvergensi": _convergence(context),
        "pembeda": _separation(context),
    }


def _convergence(context: Context) -> dict[str, Any] | None:
    """Spread of the governments' indices year by year, and whether those that started lower gained more."""
    instrument = context.data.instrument.name
    years = sorted(
        {p.tahun for own in context.counted for p in own.series if p.instrumen == instrument and p.tahun <= context.data.year}
    )
    table = np.array([[_index(own.last_of(year), context.group) for own in context.counted] for year in years])
    if len(years) < 2 or table.shape[1] < 3:
        return None
    sigma = sigma_convergence(table)
    beta = beta_convergence(table[0], table[-1], years[-1] - years[0], seed=SEED)
    return {
        "tahun": years,
        "simpangan": [None if value != value else float(value) for value in sigma.spread],
        "pemerintah": sigma.governments,
        "beta": beta.slope,
        "p_value": beta.p_value,
    }


def _index(period: Any, group: int) -> float:
    if period is None or period.about["summary"]["diukur"] < group:
        return float("nan")
    return float(period.about["summary"]["indeks"])


def _separation(context: Context) -> list[dict[str, Any]]:
    """Mean of the best three governments less that of the worst three, per dimension (headcount-weighted), in points."""
    summaries = [own.last_of(context.data.year) for own in context.counted]
    rows = sorted((p.about["summary"] for p in summaries if p is not None), key=lambda summary: -summary["indeks"])
    size = min(3, len(rows) // 2)
    if size == 0:
        return []

    def mean(part: list[dict[str, Any]], name: str) -> float:
        return float(np.average([s["dimensi"][name] for s in part], weights=[s["diukur"] for s in part]))

    return [
        {
            "dimensi": name,
            "teratas": mean(rows[:size], name),
            "terbawah": mean(rows[-size:], name),
            "selisih": mean(rows[:size], name) - mean(rows[-size:], name),
        }
        for name in DIMENSIONS
    ]
