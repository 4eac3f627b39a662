"""The trend of each perangkat daerah, with p-values corrected for testing many units at once."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Government, Period
from ipasn_analysis.result.series import TrenUnit
from ipasn_analysis.statistics.multiplicity import holm
from ipasn_analysis.statistics.trend import trend_test


def unit_trend(context: ReportContext) -> tuple[TrenUnit, ...]:
    """Per shown unit the Theil–Sen slope and Kendall's exact test over its comparable years.

    A year counts where the government was measured under the report's instrument and the unit was shown. Only units
    with enough years are tested; their p-values are corrected by Holm over all of them. Sorted by name.
    """
    government = context.unit_government
    if government is None:
        return ()
    years = _years(context)
    names = sorted(str(unit) for unit in context.units.shown.index)
    held = {name: [(year, means[name]) for year, means in years.items() if name in means] for name in names}
    tests = {name: trend_test([year for year, _ in known], [mean for _, mean in known]) for name, known in held.items()}
    p_values = {name: test.p_value if test.enough else None for name, test in tests.items()}
    corrected = holm([np.nan if value is None else value for value in p_values.values()]).tolist()
    return tuple(
        TrenUnit(
            nama=name,
            tahun=tuple(year for year, _ in held[name]),
            sen_slope=test.slope,
            sen_selang=(test.low, test.high),
            kendall_tau=test.tau,
            p_value=p_values[name],
            p_terkoreksi=None if np.isnan(value) else value,
            cukup_data=test.enough,
        )
        for (name, test), value in zip(tests.items(), corrected, strict=True)
    )


def _years(context: ReportContext) -> dict[int, dict[str, float]]:
    """Mean index of every unit that was shown, at the last snapshot of each comparable year."""
    government = context.unit_government
    assert government is not None
    last: dict[int, Period] = {period.tahun: period for period in government.series}
    return {
        year: _shown(context, government, period.about["summary"]["unit"])
        for year, period in sorted(last.items())
        if year <= context.data.year and period.instrumen == context.data.instrument.name
    }


def _shown(context: ReportContext, government: Government, units: dict[str, list[float]]) -> dict[str, float]:
    """Means of the units that disclosure control would show; `units` as in `scoring.summary`: people, mean, …."""
    people = [int(values[0]) for values in units.values()]
    hidden = context.rules.suppress(people, context.min_part_group_of(government))
    return {name: float(values[1]) for (name, values), gone in zip(units.items(), hidden, strict=True) if not gone}
