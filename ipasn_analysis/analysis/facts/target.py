"""The cheapest way to the target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.disclosure import complete, protect
from ipasn_analysis.analysis.facts.composition import ItemParts, item_parts
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.parts import guard, labelled
from ipasn_analysis.analysis.target import Plan, cheapest_plan, cost_curve, limit_to_headroom, open_actions

UNIT_COST = 1.0
CURVE_POINTS = 6
OTHER_UNITS = "(unit lain)"


def target(context: Context) -> dict[str, Any]:
    """Key menuju_target: None without a target, or where ready scores do not tell what is open."""
    wanted = context.data.params.target_of(context.data.year)
    if wanted is None or context.is_import:
        return {"menuju_target": None}
    items = context.data.instrument.item_names
    costs = {name: context.data.params.costs.get(name, UNIT_COST) for name in items}
    people = open_people(context, costs)
    cells = open_actions(people, items)
    index = context.values[:, 0]
    capacities = context.data.params.capacities or None
    minimum = context.data.params.minimum_per_unit or None
    plan = cheapest_plan(index, cells, wanted, costs, capacities=capacities, minimum_per_unit=minimum)
    facts = {
        "target": plan.target,
        "indeks": plan.indeks,
        "dapat_dicapai": plan.dapat_dicapai,
        "biaya": plan.biaya,
        "indeks_sesudah": plan.indeks_sesudah,
        "minimum_per_unit": minimum,
        "minimum_terpenuhi": plan.minimum_terpenuhi,
        "tindakan": _actions(context, people, plan),
        "biaya_seragam": len(set(costs.values())) == 1,
        "kurva": _curve(context, index, cells, costs, plan),
    }
    return {"menuju_target": facts}


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
    kind_of = _kinds(people, item.name)
    keys = sorted({kind for kind in kind_of if kind is not None})
    counts = labelled(context, kind_of, keys)
    parts = guard(context, counts, keys, closed=[bool(row.any()) for row in item.holders.own], all_closed=item.hidden)
    own = pd.DataFrame(parts.own, index=[government.params.name for government in context.counted], columns=keys)
    rows: list[dict[str, Any]] = []
    for (post, points), kind_cells in cells.groupby(["jenis_jabatan", "poin"], sort=False):
        kind = _kind(post, points)
        units, withheld = kind_cells["perangkat_daerah"].to_numpy(dtype=object), parts.hides(kind)
        if context.data.is_province:
            small = own[kind].reindex(units).to_numpy(dtype=bool)
        else:
            small = np.ones(len(units), dtype=bool) if withheld else _few(context, people, item.name, kind_cells)
        joined = kind_cells.assign(perangkat_daerah=np.where(small, OTHER_UNITS, units))
        by = ["tindakan", "jenis_jabatan", "perangkat_daerah", "poin", "biaya_satuan"]
        summed = joined.groupby(by, sort=False)[["tersedia", "jumlah"]].sum().reset_index()[list(kind_cells.columns)]
        rows += [_row(row, withheld and row["perangkat_daerah"] == OTHER_UNITS) for row in summed.to_dict("records")]
    return rows


def _row(row: dict[Any, Any], withheld: bool) -> dict[str, Any]:
    return _plain(row) | ({"tersedia": None, "jumlah": None} if withheld else {}) | {"disembunyikan": withheld}


def _kind(post: Any, points: Any) -> str:
    return f"{post}/{float(points):g}"


def _kinds(people: pd.DataFrame, item: str) -> np.ndarray:
    """The kind of the open action of each person, None where it is not open."""
    gains = people[f"tambah_{item}"].to_numpy(dtype=np.float64)
    posts = people["jenis_jabatan"].to_numpy(dtype=object)
    return np.array(
        [_kind(post, gain) if gain > 0 else None for post, gain in zip(posts, gains, strict=True)], dtype=object
    )


def _few(context: Context, people: pd.DataFrame, item: str, cells: pd.DataFrame) -> np.ndarray:
    """Which units' cells are joined: of few people, or of units where few people have nothing left to do."""
    group = context.group_of(context.data.own[0])
    units = cells["perangkat_daerah"].to_numpy(dtype=object)
    sizes = people["perangkat_daerah"].value_counts()
    open_ = people.loc[people[f"tambah_{item}"] > 0, "perangkat_daerah"].value_counts()
    done = sizes.reindex(units).to_numpy() - open_.reindex(units).to_numpy()
    count = cells["tersedia"].to_numpy(dtype=np.int64)
    small = protect(count, group) | ((done > 0) & (done < group)) | (units == OTHER_UNITS)
    return complete(small, count, group)


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
