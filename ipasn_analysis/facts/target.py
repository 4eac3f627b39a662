"""The cheapest way to the target."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.facts.actions import ActionType, ActionTypes, action_types
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.unit_actions import withheld_by_unit
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget, Tindakan, TitikKurva
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
        target=plan.target,
        indeks=plan.index,
        dapat_dicapai=plan.reachable or _is_reachable(context, plan),
        lengkap=not any(counted["withheld"].any() for counted in _counted_under(context).values()),
        biaya=plan.cost,
        indeks_sesudah=plan.index_after,
        minimum_per_unit=context.data.params.minimum_per_unit or None,
        minimum_terpenuhi=plan.minimum_kept,
        tindakan=_actions(context, plan),
        mata_uang=context.data.params.currency,
        biaya_seragam=len(set(costs.values())) == 1,
        kurva=_curve(context, index, cells, costs, plan),
        jendela={name: item.window_years_before for name, item in context.data.instrument.kompetensi.items.items()},
    )


def unit_costs(context: ReportContext) -> dict[str, float]:
    """Cost of one action by item, in the order of the instrument."""
    costs = context.data.params.costs
    return {name: costs.get(name, UNIT_COST) for name in context.data.instrument.item_names}


def make_plan(context: ReportContext) -> tuple[pd.DataFrame, ActionPlan] | None:
    """Who could do what, as in `open_people`, and the cheapest plan; None without a target or for ready scores.

    The plan takes only actions whose number may be shown: its cost and its index would disclose the others. Whether the
    target is within reach is asked of all actions, which the mean of kompetensi discloses anyway.
    """
    rules = context.data.params
    wanted = rules.target_of(context.data.year)
    if wanted is None or context.is_import:
        return None
    costs = unit_costs(context)
    people = open_people(context, costs)
    for item, counted in _counted_under(context).items():
        people.loc[counted["withheld"].to_numpy(), f"tambah_{item}"] = 0.0
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


def _is_reachable(context: ReportContext, plan: ActionPlan) -> bool:
    """Whether all open actions reach the target, those that are withheld as well."""
    costs = unit_costs(context)
    everybody = open_actions(open_people(context, costs), list(costs))
    most = cheapest_plan(
        context.values[:, 0], everybody, plan.target, costs, capacities=context.data.params.capacities or None
    )
    return most.reachable


def _unit_names(context: ReportContext) -> np.ndarray:
    if context.data.is_province:
        governments = {own.region: own.params.name for own in context.included}
        return context.scores["pemerintah"].map(governments).to_numpy(dtype=object)
    names = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if name in hidden else name for name in names], dtype=object)


@once
def _counted_under(context: ReportContext) -> dict[str, pd.DataFrame]:
    """Under which unit each person's open action is counted, by item: as `_counted_under_of`."""
    types = action_types(context)
    return {} if types is None else {item: _counted_under_of(context, types, item) for item in types.type_of_person}


def _counted_under_of(context: ReportContext, types: ActionTypes, item: str) -> pd.DataFrame:
    """One row per person: type (None: not open), own unit, unit under which it is counted, whether that is withheld.

    Cells of few people are joined with others of their type, and withheld where the type is small. In a province the
    governments whose own reports withhold a type are one row, which is withheld as well where it would disclose one of
    them.
    """
    type_index, type_of, own = types.type_of_person[item], types.of_people(item), _unit_names(context)
    hidden = np.append(types.suppressed, False)[type_index]
    withheld = withheld_by_unit(context)
    if context.data.is_province or withheld is None:
        rows = np.column_stack([types.suppressed_rows, np.zeros(len(types.suppressed_rows), dtype=bool)])
        joined = rows[context.government_index, type_index]
    else:
        cells = withheld.cells[item]
        in_cells = [pair in cells for pair in zip(own, type_of, strict=True)]
        joined = hidden | (own == OTHER_UNITS) | np.array(in_cells, dtype=bool)
    unit = np.where(joined, OTHER_UNITS, own)
    table = pd.DataFrame({"type": type_of, "own": own, "unit": unit, "withheld": hidden & joined})
    size = table.groupby(["type", "unit"])["type"].transform("size").to_numpy()
    table["withheld"] |= (type_index >= 0) & (size < context.min_group)
    return table


def _actions(context: ReportContext, plan: ActionPlan) -> tuple[Tindakan, ...]:
    """Every open action; those that are withheld take no part in the plan."""
    costs = unit_costs(context)
    rows: list[Tindakan] = []
    for item, counted in _counted_under(context).items():
        shown = counted[~counted["withheld"] & counted["type"].notna()]
        unit_of = shown.drop_duplicates(["type", "own"]).set_index(["type", "own"])["unit"].to_dict()
        cells = plan.actions[plan.actions["tindakan"] == item]
        types = map(ActionType.of, cells["jenis_jabatan"], cells["poin"])
        units = [unit_of[key] for key in zip(types, cells["perangkat_daerah"], strict=True)]
        by = ["tindakan", "jenis_jabatan", "perangkat_daerah", "poin", "biaya_satuan"]
        merged = cells.assign(perangkat_daerah=units).groupby(by, sort=False)[["tersedia", "jumlah"]].sum()
        summed = merged.reset_index()[list(cells.columns)]
        rows += [Tindakan(**_record(row), disembunyikan=False) for row in summed.to_dict("records")]
        hidden = counted[counted["withheld"]].drop_duplicates(["type", "unit"]).sort_values(["type", "unit"])
        rows += [
            _withheld_row(item, type_of, unit, costs[item])
            for type_of, unit in zip(hidden["type"], hidden["unit"], strict=True)
        ]
    return tuple(rows)


def _withheld_row(item: str, type_of: ActionType, unit: str, cost: float) -> Tindakan:
    """An action open to too few people: how many is withheld, and none of them is chosen."""
    return Tindakan(
        tindakan=item,
        jenis_jabatan=type_of.post,
        perangkat_daerah=unit,
        tersedia=None,
        jumlah=None,
        poin=type_of.points,
        biaya_satuan=cost,
        disembunyikan=True,
    )


def _curve(
    context: ReportContext, index: np.ndarray, cells: pd.DataFrame, costs: dict[str, float], plan: ActionPlan
) -> tuple[TitikKurva, ...]:
    """What targets between today's index and the best that can be reached cost at least."""
    total = float((cells["poin"] * cells["tersedia"]).sum() / len(index)) if len(cells) else 0.0
    if total <= 0:
        return ()
    steps = plan.index + total * np.linspace(0, 1, CURVE_POINTS + 1)[1:-1]
    targets = sorted({round(float(step), 1) for step in steps} | {plan.target})
    curve = cost_curve(index, cells, targets, costs, capacities=context.data.params.capacities or None)
    return tuple(TitikKurva(**_record(row)) for row in curve[curve["dapat_dicapai"]].to_dict(orient="records"))


def _record(row: dict[Hashable, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in row.items()}
