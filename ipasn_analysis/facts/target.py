"""The cheapest way to the target."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.plan import told
from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.params import Params
from ipasn_analysis.statistics.target import (
    ActionPlan,
    Costs,
    cheapest_plan,
    cost_curve,
    open_actions,
    people_and_actions,
)
from ipasn_analysis.statistics.typing import FloatArray

UNIT_COST = 1.0
CURVE_POINTS = 6


def target(context: ReportContext) -> MenujuTarget | None:
    """The way to the target; None without a target, or for ready scores, which do not say what is open."""
    if context.data.params.target_of(context.data.year) is None or context.is_import:
        return None
    people, costs = open_people(context)
    windows = {name: item.window_years_before for name, item in context.data.instrument.kompetensi.items.items()}
    return planned(context, open_actions(people, costs), costs, windows=windows)


def planned(
    context: ReportContext,
    cells: pd.DataFrame,
    costs: Costs,
    *,
    windows: dict[str, int | None],
    origins: dict[str, AsalLangkah] | None = None,
) -> MenujuTarget:
    """The cheapest way from the index to the target by the actions of `cells`; `origins` as for `told`."""
    rules, plan = context.data.params, cheapest(context, cells)
    hours = {name: rules.costs_per_hour[name] for name, cost in costs.items() if not isinstance(cost, float)}
    return MenujuTarget(
        **told(
            plan,
            len(context.scores),
            _curve(context, cells, plan),
            context.min_group,
            posts={} if context.is_internal else _posts(context),
            hours=hours,
            origins=origins or {},
        ),
        minimum_per_unit=rules.minimum_per_unit or None,
        minimum_terpenuhi=plan.minimum_kept,
        poin_dikenal=context.data.instrument.is_known,
        mata_uang=rules.currency,
        biaya_seragam=not hours and len({*costs.values()}) <= 1,
        biaya_per_jp=hours,
        jendela=windows,
    )


def _posts(context: ReportContext) -> dict[tuple[str, str], int]:
    """How many people are in which type of post of which unit."""
    posts = context.scores["jenis_jabatan"].astype(object).fillna("").to_numpy(dtype=object)
    return dict(Counter(zip(posts.tolist(), unit_names(context).tolist(), strict=True)))


def cheapest(context: ReportContext, cells: pd.DataFrame) -> ActionPlan:
    """The cheapest plan for the target of the year, within the capacities of the region."""
    rules = context.data.params
    return cheapest_plan(
        context.values[:, 0],
        cells,
        known(rules.target_of(context.data.year)),
        capacities=rules.capacities or None,
        minimum_per_unit=rules.minimum_per_unit or None,
    )


def open_people(context: ReportContext) -> tuple[pd.DataFrame, Costs]:
    """Who could do what, and what it costs.

    The people have columns jenis_jabatan, perangkat_daerah (hidden units joined; of a province its governments) and
    `tambah_<item>` for the points of each item.
    """
    costs = action_costs(context.scores, context.data.instrument, context.data.params)
    return people_and_actions(context.scores, unit_names(context), costs, context.maxima["kompetensi"]), costs


def action_costs(scores: pd.DataFrame, instrument: Instrument, params: Params) -> dict[str, float | FloatArray]:
    """Cost of one action by item, in the order of the instrument; of each person where an hour has a price.

    Whoever needs hours takes what costs less: the hours that are missing (all of them where none are known), or a whole
    course where that has a price.
    """
    found: dict[str, float | FloatArray] = {}
    for name, item in instrument.kompetensi.items.items():
        course, hour = params.costs.get(name), params.costs_per_hour.get(name)
        if hour is None or item.minimum_hours is None or item.hours_column is None:
            found[name] = UNIT_COST if course is None else course
            continue
        held = np.nan_to_num(scores[item.hours_column].to_numpy(dtype=np.float64))
        missing = np.ceil(np.maximum(item.minimum_hours - held, 0.0)) * hour
        found[name] = missing if course is None else np.minimum(missing, course)
    return found


def unit_names(context: ReportContext) -> np.ndarray:
    """The unit of each person, hidden ones under one name; in a province the government."""
    if context.data.is_province:
        governments = {own.region: own.params.name for own in context.included}
        return context.scores["pemerintah"].map(governments).to_numpy(dtype=object)
    names = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if name in hidden else name for name in names], dtype=object)


def _curve(context: ReportContext, cells: pd.DataFrame, plan: ActionPlan) -> pd.DataFrame:
    """What targets between today's index and the best that can be reached cost at least (`cost_curve`)."""
    index = context.values[:, 0]
    total = float((cells["poin"] * cells["tersedia"]).sum() / len(index)) if len(cells) else 0.0
    steps = plan.index + total * np.linspace(0, 1, CURVE_POINTS + 1)[1:-1]
    targets = sorted({round(float(step), 1) for step in steps} | {plan.target}) if total > 0 else []
    return cost_curve(index, cells, targets, capacities=context.data.params.capacities or None)
