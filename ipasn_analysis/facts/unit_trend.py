"""The trend of each perangkat daerah, with p-values corrected for testing many units at once."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.facts.comparable import years_of
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Government, Period
from ipasn_analysis.facts.series import implied_or_none, mean_or_none, slope_interval
from ipasn_analysis.result.figures import Implied, Mean
from ipasn_analysis.result.series import TrenUnit
from ipasn_analysis.statistics.multiplicity import holm
from ipasn_analysis.statistics.trend import trend_test


def unit_trend(context: ReportContext) -> tuple[TrenUnit, ...]:
    """Per shown unit the Theil–Sen slope and Kendall's exact test over its comparable years.

    A year counts as in the trend of the government, and where the unit was shown. Only units
    with enough years are tested; their p-values are corrected by Holm over all of them. Sorted by name.
    """
    government = context.unit_government
    if government is None:
        return ()
    years = _years(context)
    names = sorted(str(unit) for unit in context.units.shown.index)
    held = {name: [(year, means[name]) for year, means in years.items() if name in means] for name in names}
    fewest = {name: min((mean.people for _, mean in known), default=0) for name, known in held.items()}
    tests = {name: trend_test([year for year, _ in known], [mean for _, mean in known]) for name, known in held.items()}
    p_values = {name: test.p_value if test.enough else None for name, test in tests.items()}
    corrected = holm([np.nan if value is None else value for value in p_values.values()]).tolist()
    return tuple(
        TrenUnit(
            nama=name,
            tahun=tuple(year for year, _ in held[name]),
            sen_slope=mean_or_none(test.slope, fewest[name]),
            sen_selang=slope_interval(test, fewest[name]),
            kendall_tau=implied_or_none(test.tau),
            p_value=implied_or_none(p_values[name]),
            p_terkoreksi=None if np.isnan(value) else Implied(value),
            cukup_data=test.enough,
        )
        for (name, test), value in zip(tests.items(), corrected, strict=True)
    )


def _years(context: ReportContext) -> dict[int, dict[str, Mean]]:
    """Mean index of every unit that was shown, at the last snapshot of each comparable year."""
    government = context.unit_government
    assert government is not None
    last: dict[int, Period] = {period.tahun: period for period in government.series}
    usable = years_of(last.values(), context)
    return {year: _shown(context, government, last[year].about["summary"]["unit"]) for year in usable}


def _shown(context: ReportContext, government: Government, units: dict[str, list[float]]) -> dict[str, Mean]:
    """Means of the units that are shown; `units` as in `scoring.summary`: people, mean, …."""
    group = context.min_part_group_of(government)
    return {name: Mean(values[1], int(values[0])) for name, values in units.items() if values[0] >= group}
