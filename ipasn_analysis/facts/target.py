"""The cheapest way to the target."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.facts.action_cells import action_cells
from ipasn_analysis.facts.actions import Kinds, kind, kinds
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.model.target import OTHER_UNITS, MenujuTarget, Tindakan, TitikKurva
from ipasn_analysis.statistics.target import ActionPlan, cheapest_plan, cost_curve, open_actions, people_and_actions

UNIT_COST = 1.0
CURVE_POINTS = 6


def target(context: Context) -> MenujuTarget | None:
    """The way to the target; None without a target, or where ready scores do not tell what is open."""
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
        lengkap=not any(places["withheld"].any() for places in _places(context, people).values()),
        biaya=plan.cost,
        indeks_sesudah=plan.index_after,
        minimum_per_unit=context.data.params.minimum_per_unit or None,
        minimum_terpenuhi=plan.minimum_kept,
        tindakan=_actions(context, people, plan),
        biaya_seragam=len(set(costs.values())) == 1,
        kurva=_curve(context, index, cells, costs, plan),
        jendela={name: item.window_years_before for name, item in context.data.instrument.kompetensi.items.items()},
    )


def unit_costs(context: Context) -> dict[str, float]:
    """Cost of one action by item, in the order of the instrument."""
    costs = context.data.params.costs
    return {name: costs.get(name, UNIT_COST) for name in context.data.instrument.item_names}


def make_plan(context: Context) -> tuple[pd.DataFrame, ActionPlan] | None:
    """Who could do what, as in `open_people`, and the cheapest plan; None without a target or for ready scores.

    The plan takes only actions whose number may be shown: its cost and its index would tell of the others. Whether the
    target is within reach is asked of all actions, which the mean of kompetensi tells anyway.
    """
    rules = context.data.params
    wanted = rules.target_of(context.data.year)
    if wanted is None or context.is_import:
        return None
    costs = unit_costs(context)
    people = open_people(context, costs)
    for item, places in _places(context, people).items():
        people.loc[places["withheld"].to_numpy(), f"tambah_{item}"] = 0.0
    plan = cheapest_plan(
        context.values[:, 0],
        open_actions(people, list(costs)),
        wanted,
        costs,
        capacities=rules.capacities or None,
        minimum_per_unit=rules.minimum_per_unit or None,
    )
    return people, plan


def open_people(context: Context, costs: dict[str, float]) -> pd.DataFrame:
    """Who could do what: columns jenis_jabatan, perangkat_daerah (small units joined), points `tambah_<item>` per item.

    In a territory the units are its governments. Units that are hidden, and enough others, stand under one name.
    """
    return people_and_actions(context.scores, _unit_names(context), costs, context.maxima["kompetensi"])


def _is_reachable(context: Context, plan: ActionPlan) -> bool:
    """Whether all open actions reach the target, those that are withheld as well."""
    costs = unit_costs(context)
    everybody = open_actions(open_people(context, costs), list(costs))
    most = cheapest_plan(
        context.values[:, 0], everybody, plan.target, costs, capacities=context.data.params.capacities or None
    )
    return most.reachable


def _unit_names(context: Context) -> np.ndarray:
    if context.data.is_province:
        governments = {own.region: own.params.name for own in context.counted}
        return context.scores["pemerintah"].map(governments).to_numpy(dtype=object)
    names = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if name in hidden else name for name in names], dtype=object)


def _places(context: Context, people: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Where each open action of each person is counted, by item: as `_places_of`."""
    if "places" not in context.kept:
        found = kinds(context)
        held = {} if found is None else {item: _places_of(context, people, found, item) for item in found.of_person}
        context.kept["places"] = held
    places: dict[str, pd.DataFrame] = context.kept["places"]
    return places


def _places_of(context: Context, people: pd.DataFrame, found: Kinds, item: str) -> pd.DataFrame:
    """One row per person: kind (None: not open), unit under which the action is counted, whether that is withheld.

    The kinds of an action are the types of post and points. Cells of few people are joined with others of their kind,
    and withheld where the kind is small. In a territory the governments whose own reports withhold a kind stand as one
    row, which is withheld as well where it would tell of one of them.
    """
    kind_of, places = found.named(item), found.of_person[item]
    is_open, units = places >= 0, people["perangkat_daerah"].to_numpy(dtype=object)
    hidden = np.append(found.hidden, False)[places]
    withheld = action_cells(context)
    if context.data.is_province or withheld is None:
        own = np.column_stack([found.own, np.zeros(len(found.own), dtype=bool)])
        few = own[context.codes, places]
    else:
        cells = withheld.cells[item]
        pairs = zip(units, kind_of, strict=True)
        few = hidden | (units == OTHER_UNITS) | np.array([pair in cells for pair in pairs], dtype=bool)
    table = pd.DataFrame({"kind": kind_of, "unit": np.where(few, OTHER_UNITS, units), "withheld": hidden & few})
    size = table.groupby(["kind", "unit"])["kind"].transform("size").to_numpy()
    table["withheld"] |= is_open & (size < context.group)
    return table


def _actions(context: Context, people: pd.DataFrame, plan: ActionPlan) -> tuple[Tindakan, ...]:
    """Every open action; those that are withheld take no part in the plan."""
    costs = unit_costs(context)
    rows: list[Tindakan] = []
    for item, places in _places(context, people).items():
        units = people["perangkat_daerah"].to_numpy(dtype=object)
        shown = places.assign(own=units)[~places["withheld"] & places["kind"].notna()]
        names = shown.drop_duplicates(["kind", "own"]).set_index(["kind", "own"])["unit"].to_dict()
        cells = plan.actions[plan.actions["tindakan"] == item]
        keys = zip(map(kind, cells["jenis_jabatan"], cells["poin"]), cells["perangkat_daerah"], strict=True)
        merged = cells.assign(perangkat_daerah=[names[key] for key in keys])
        by = ["tindakan", "jenis_jabatan", "perangkat_daerah", "poin", "biaya_satuan"]
        summed = merged.groupby(by, sort=False)[["tersedia", "jumlah"]].sum().reset_index()[list(cells.columns)]
        rows += [Tindakan(**_record(row), disembunyikan=False) for row in summed.to_dict("records")]
        hidden = places[places["withheld"]].drop_duplicates(["kind", "unit"]).sort_values(["kind", "unit"])
        rows += [
            _withheld_row(item, name, unit, costs[item])
            for name, unit in zip(hidden["kind"], hidden["unit"], strict=True)
        ]
    return tuple(rows)


def _withheld_row(item: str, name: str, unit: str, cost: float) -> Tindakan:
    """An action open to too few people: how many is withheld, and none of them is chosen."""
    post, points = name.rsplit("/", 1)
    return Tindakan(
        tindakan=item,
        jenis_jabatan=post,
        perangkat_daerah=unit,
        tersedia=None,
        jumlah=None,
        poin=float(points),
        biaya_satuan=cost,
        disembunyikan=True,
    )


def _curve(
    context: Context, index: np.ndarray, cells: pd.DataFrame, costs: dict[str, float], plan: ActionPlan
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
