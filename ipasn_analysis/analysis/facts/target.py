"""The cheapest way to the target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.facts.composition import ItemParts, item_parts
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.items import joined, kind, kinds_of
from ipasn_analysis.analysis.facts.parts import guard, labelled
from ipasn_analysis.analysis.target import Plan, cheapest_plan, cost_curve, limit_to_headroom, open_actions

UNIT_COST = 1.0
CURVE_POINTS = 6
OTHER_UNITS = "(unit lain)"


def target(context: Context) -> dict[str, Any]:
    """Key menuju_target: None without a target, or where ready scores do not tell what is open."""
    found = make_plan(context)
    if found is None:
        return {"menuju_target": None}
    people, plan = found
    costs = unit_costs(context)
    cells, index = open_actions(people, list(costs)), context.values[:, 0]
    facts = {
        "target": plan.target,
        "indeks": plan.indeks,
        "dapat_dicapai": plan.dapat_dicapai,
        "biaya": plan.biaya,
        "indeks_sesudah": plan.indeks_sesudah,
        "minimum_per_unit": context.data.params.minimum_per_unit or None,
        "minimum_terpenuhi": plan.minimum_terpenuhi,
        "tindakan": _actions(context, people, plan),
        "biaya_seragam": len(set(costs.values())) == 1,
        "kurva": _curve(context, index, cells, costs, plan),
    }
    return {"menuju_target": facts}


def unit_costs(context: Context) -> dict[str, float]:
    """Cost of one action by item, in the order of the instrument."""
    costs = context.data.params.costs
    return {name: costs.get(name, UNIT_COST) for name in context.data.instrument.item_names}


def make_plan(context: Context) -> tuple[pd.DataFrame, Plan] | None:
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


def open_people(context: Context, costs: dict[str, float]) -> pd.DataFrame:
    """Who could do what: columns jenis_jabatan, perangkat_daerah (small units joined), points `tambah_<item>` per item.

    In a territory the units are its governments. Units that are hidden, and enough others, stand under one name.
    """
    scores = context.scores
    items = list(costs)
    points = scores[[f"tambah_{name}" for name in items]].to_numpy(dtype=np.float64)
    room = context.maxima["kompetensi"] - scores["kompetensi"].to_numpy(dtype=np.float64)
    limited = limit_to_headroom(points, room, np.broadcast_to(np.array(list(costs.values())), points.shape))
    frame = pd.DataFrame(limited, columns=[f"tambah_{name}" for name in items])
    frame.insert(0, "jenis_jabatan", scores["jenis_jabatan"].astype(object).to_numpy(dtype=object))
    frame.insert(1, "perangkat_daerah", _unit_names(context))
    return frame


def _unit_names(context: Context) -> np.ndarray:
    if context.data.is_province:
        governments = {own.region: own.params.name for own in context.counted}
        return context.scores["pemerintah"].map(governments).to_numpy(dtype=object)
    names = context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)
    hidden = set(context.units.means.index[context.units.hidden])
    return np.array([OTHER_UNITS if name in hidden else name for name in names], dtype=object)


def _actions(context: Context, people: pd.DataFrame, plan: Plan) -> list[dict[str, Any]]:
    """Every open action; cells of few people joined with others of their kind, or withheld where the kind is small."""
    held = item_parts(context) or {}
    rows: list[dict[str, Any]] = []
    for item, cells in plan.tindakan.groupby("tindakan", sort=False):
        rows += _of_item(context, people, cells, held[str(item)])
    return rows


def _of_item(context: Context, people: pd.DataFrame, cells: pd.DataFrame, item: ItemParts) -> list[dict[str, Any]]:
    """The rows of one action: its kinds are the types of post and points, of which few people's are withheld.

    In a territory the governments whose own reports withhold a kind stand as one row, which is withheld as well where
    it would tell of one of them.
    """
    kind_of = kinds_of(people, item.name)
    keys = sorted({name for name in kind_of if name is not None})
    counts = labelled(context, kind_of, keys)
    parts = guard(context, counts, keys, closed=[bool(row.any()) for row in item.holders.own], all_closed=item.hidden)
    own = pd.DataFrame(parts.own, index=[government.params.name for government in context.counted], columns=keys)
    few = joined(context, item.name).cells
    rows: list[dict[str, Any]] = []
    for (post, points), kind_cells in cells.groupby(["jenis_jabatan", "poin"], sort=False):
        name = kind(post, points)
        units, withheld = kind_cells["perangkat_daerah"].to_numpy(dtype=object), parts.hides(name)
        if context.data.is_province:
            small = own[name].reindex(units).to_numpy(dtype=bool)
        else:
            small = np.array([withheld or (unit, name) in few or unit == OTHER_UNITS for unit in units], dtype=bool)
        merged = kind_cells.assign(perangkat_daerah=np.where(small, OTHER_UNITS, units))
        by = ["tindakan", "jenis_jabatan", "perangkat_daerah", "poin", "biaya_satuan"]
        summed = merged.groupby(by, sort=False)[["tersedia", "jumlah"]].sum().reset_index()[list(kind_cells.columns)]
        for row in summed.to_dict("records"):
            rows.append(
                _row(row, (withheld and row["perangkat_daerah"] == OTHER_UNITS) or row["tersedia"] < context.group)
            )
    return rows


def _row(row: dict[Any, Any], withheld: bool) -> dict[str, Any]:
    return _plain(row) | ({"tersedia": None, "jumlah": None} if withheld else {}) | {"disembunyikan": withheld}


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}


def _curve(
    context: Context, index: np.ndarray, cells: pd.DataFrame, costs: dict[str, float], plan: Plan
) -> list[dict[str, Any]]:
    """What targets between today's index and the best that can be reached cost at least."""
    total = float((cells["poin"] * cells["tersedia"]).sum() / len(index)) if len(cells) else 0.0
    if total <= 0:
        return []
    steps = plan.indeks + total * np.linspace(0, 1, CURVE_POINTS + 1)[1:-1]
    targets = sorted({round(float(step), 1) for step in steps} | {plan.target})
    curve = cost_curve(index, cells, targets, costs, capacities=context.data.params.capacities or None)
    return [_plain(row) for row in curve[curve["dapat_dicapai"]].to_dict(orient="records")]
