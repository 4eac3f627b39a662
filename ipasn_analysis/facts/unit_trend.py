"""The trend of each perangkat daerah, with p-values corrected for testing many units at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.disclosure.suppression import protect
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.gather import Period
from ipasn_analysis.statistics.multiplicity import holm
from ipasn_analysis.statistics.trend import trend_test


def unit_trend(context: Context) -> dict[str, Any]:
    """Key tren_unit: per shown unit the Theil–Sen slope and Kendall's exact test over its comparable years.

    A year counts where the government was measured under the report's instrument and the unit was shown. Only units
    with enough years are tested; their p-values are corrected by Holm over all of them. Sorted by name.
    """
    government = context.unit_government
    if government is None:
        return {"tren_unit": []}
    years = _years(context)
    rows: list[dict[str, Any]] = []
    for name in sorted(str(unit) for unit in context.units.shown.index):
        held = [(year, means[name]) for year, means in years.items() if name in means]
        result = trend_test([year for year, _ in held], [mean for _, mean in held])
        rows.append(
            {
                "nama": name,
                "tahun": [year for year, _ in held],
                "sen_slope": result.slope,
                "sen_selang": [result.low, result.high],
                "kendall_tau": result.tau,
                "p_value": result.p_value if result.enough else None,
                "cukup_data": result.enough,
            }
        )
    corrected = holm([np.nan if row["p_value"] is None else row["p_value"] for row in rows])
    for row, value in zip(rows, corrected, strict=True):
        row["p_terkoreksi"] = None if np.isnan(value) else float(value)
    return {"tren_unit": rows}


def _years(context: Context) -> dict[int, dict[str, float]]:
    """Mean index of every unit that was shown, at the last snapshot of each comparable year."""
    government = context.unit_government
    assert government is not None
    last: dict[int, Period] = {period.tahun: period for period in government.series}
    return {
        year: _shown(period.about["summary"]["unit"], context.part_group_of(government))
        for year, period in sorted(last.items())
        if year <= context.data.year and period.instrumen == context.data.instrument.name
    }


def _shown(units: dict[str, list[float]], group: int) -> dict[str, float]:
    """Means of the units that disclosure control would show; `units` as in `scoring.summary`: people, mean, …."""
    hidden = protect([int(values[0]) for values in units.values()], group)
    return {name: float(values[1]) for (name, values), gone in zip(units.items(), hidden, strict=True) if not gone}
