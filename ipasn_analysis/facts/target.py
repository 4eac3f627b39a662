"""The cheapest way to the target."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.plan import told
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget
from ipasn_analysis.statistics.target import ActionPlan, cheapest_plan, cost_curve, open_actions, people_and_actions

UNIT_COST = 1.0
CURVE_POINTS = 6


def target(context: ReportContext) -> MenujuTarget | None:
    """The way to the target; None without a target, or for ready scores, which do not say what is open."""
    found = make_plan(context)
    if found is None:
        return None
    people, plan = found
    costs = unit_costs(context)
    cells, index = open_actions(people, list(costs)), context.values[:, 0]
    return MenujuTarget(
        **told(plan, len(index), _curve(context, index, cells, costs, plan), context.min_group),
        minimum_per_unit=context.data.params.minimum_per_unit or None,
        minimum_terpenuhi=plan.minimum_kept,
        mata_uang=context.data.params.currency,
        biaya_seragam=len(set(costs.values())) == 1,
        jendela={name: item.window_years_before for name, item in context.data.instrument.kompetensi.items.items()},
    )


def unit_costs(context: ReportContext) -> dict[str, float]:
    """Cost of one action by item, in the order of the instrument."""
    costs = context.data.params.costs
    return {name: costs.get(name, UNIT_COST) for name in context.data.instrument.item_names}


def make_plan(context: ReportContext) -> tuple[pd.DataFrame, ActionPlan] | None:
    """Who could do what, as in `open_people`, and the cheapest plan; None without a target or for ready scores."""
    rules = context.data.params
    wanted = rules.target_of(context.data.year)
    if wanted is None or context.is_import:
        return None
    costs = unit_costs(context)
    people = open_people(context, costs)
    plan = cheapest_plan(
        context.values[:, 0],
        open_actions(people, list(costs)),
        wanted,
        costs,
        capacities=rules.capacities or None,
        minimum_per_unit=rules.minimum_per_unit or None,
    )
    return people, plan


def open_people(context: ReportContext, costs: dict[str, float]) -> pd.DataFrame:
    """Who could do what: columns jenis_jabatan, perangkat_daerah (small units joined), points `tambah_<item>` per item.

    In a province the units are its governments. Units that are hidden are under one name.
    """
    return people_and_actions(context.scores, _unit_names(context), costs, context.maxima["kompetensi"])


def _unit_names(context: ReportContext) -> np.ndarray:
    if context.data.is_province:
        governments = {own.region: own.params.name for own in context.included}
        return context.scores["pemerintah"].map(governments).to_numpy(dtype=object)
    names = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if name in hidden else name for name in names], dtype=object)


def _curve(
    context: ReportContext, index: np.ndarray, cells: pd.DataFrame, costs: dict[str, float], plan: ActionPlan
) -> pd.DataFrame:
    """What targets between today's index and the best that can be reached cost at least (`cost_curve`)."""
    total = float((cells["poin"] * cells["tersedia"]).sum() / len(index)) if len(cells) else 0.0
    steps = plan.index + total * np.linspace(0, 1, CURVE_POINTS + 1)[1:-1]
    targets = sorted({round(float(step), 1) for step in steps} | {plan.target}) if total > 0 else []
    return cost_curve(index, cells, targets, costs, capacities=context.data.params.capacities or None)
