"""The cheapest way to the target by steps of dimensions, where the scores are official and tell of no actions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.official import steps
from ipasn_analysis.facts.plan import told
from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget
from ipasn_analysis.statistics.target import ActionPlan, cheapest_plan, cost_curve

STEP_COST = 1.0
"""Cost of a step: what a step costs is not known, so that the cheapest way is the one with the fewest steps."""
CURVE_POINTS = 6


def official_target(context: ReportContext) -> MenujuTarget | None:
    """The way to the target, each step taken at most once by a person; None without a target.

    No step is broken down by unit.
    """
    if context.data.params.target_of(context.data.year) is None:
        return None
    open_steps = steps(context)
    cells = pd.DataFrame(
        {
            "tindakan": [step.name for step in open_steps],
            "jenis_jabatan": "",
            "perangkat_daerah": OTHER_UNITS,
            "poin": np.array([step.points for step in open_steps], dtype=np.float64),
            "tersedia": np.array([step.people for step in open_steps], dtype=np.int64),
        }
    )
    costs = {step.name: STEP_COST for step in open_steps}
    origins = {step.name: AsalLangkah(dari=step.start, ke=step.to) for step in open_steps}
    return planned(context, cells, costs, origins=origins)


def planned(
    context: ReportContext,
    cells: pd.DataFrame,
    costs: dict[str, float],
    *,
    windows: dict[str, int | None] | None = None,
    origins: dict[str, AsalLangkah] | None = None,
) -> MenujuTarget:
    """The cheapest way from the official index to the target by the actions of `cells`; `origins` as for `told`."""
    rules, index = context.data.params, context.values[:, 0]
    plan = cheapest_plan(
        index,
        cells,
        known(rules.target_of(context.data.year)),
        costs,
        capacities=rules.capacities or None,
        minimum_per_unit=rules.minimum_per_unit or None,
    )
    return MenujuTarget(
        **told(plan, len(index), _curve(index, cells, costs, plan), context.min_group, origins),
        minimum_per_unit=rules.minimum_per_unit or None,
        minimum_terpenuhi=plan.minimum_kept,
        poin_dikenal=context.data.instrument.is_known,
        mata_uang=rules.currency,
        biaya_seragam=len(set(costs.values())) <= 1,
        jendela=windows or {},
    )


def _curve(index: np.ndarray, cells: pd.DataFrame, costs: dict[str, float], plan: ActionPlan) -> pd.DataFrame:
    """What targets between today's index and the best that can be reached cost at least, in steps (`cost_curve`)."""
    total = float((cells["poin"] * cells["tersedia"]).sum() / len(index)) if len(cells) else 0.0
    between = plan.index + total * np.linspace(0, 1, CURVE_POINTS + 1)[1:-1]
    targets = sorted({round(float(point), 1) for point in between} | {plan.target}) if total > 0 else []
    return cost_curve(index, cells, targets, costs)
