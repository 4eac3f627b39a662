"""What the result tells of a plan: its actions one by one and summed by post and by unit, and the curve of costs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.grid import counts_told_as
from ipasn_analysis.result.figures import Cost, Mean, Share, Tally
from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.target import (
    OTHER_UNITS,
    KegiatanJabatan,
    KegiatanUnit,
    MenujuTarget,
    Tindakan,
    TitikKurva,
)
from ipasn_analysis.rules.instrument import POST_TYPES
from ipasn_analysis.statistics.target import ActionPlan

ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar", "pengembangan")
"""The items that actions are of, in the order of the instruments."""


def items(plan: MenujuTarget) -> list[str]:
    """The items that are open, in the order of the instrument."""
    return _ordered(row.tindakan for row in plan.per_jabatan)


def _ordered(names: Iterable[str]) -> list[str]:
    found = dict.fromkeys(names)
    return sorted(found, key=lambda name: ITEMS.index(name) if name in ITEMS else len(ITEMS))


def told(
    plan: ActionPlan,
    people: int,
    curve: pd.DataFrame,
    group: int,
    *,
    posts: Mapping[tuple[str, str], int],
    hours: Mapping[str, float],
    origins: Mapping[str, AsalLangkah],
) -> dict[str, Any]:
    """What every way to a target tells of its plan, by the keys of `MenujuTarget`; of `people` measured.

    Actions that fewer than `group` people of a unit could take stand under `OTHER_UNITS`, and those of which the
    rounded counts would say that everybody there could: `posts` has the people by type of post and unit. `hours`: the
    cost of an hour of the items that are paid by the hour. `origins`: of steps of official scores from where to where
    each leads, by its name ``dimension from to …``.
    """
    cells = plan.actions.assign(poin=plan.actions["poin"].round(4))
    cells["unit"] = cells["tindakan"].map(hours).fillna(cells["biaya_satuan"])
    unit_cost = _cheapest(cells["unit"])
    by = ["tindakan", "jenis_jabatan", "perangkat_daerah", "poin"]
    cells.loc[~_named(cells, by, group, posts), "perangkat_daerah"] = OTHER_UNITS
    groups = cells.groupby(by, sort=False)
    actions = groups[["tersedia", "jumlah"]].sum().reset_index()
    actions["biaya_satuan"] = pd.Series([_unit_cost(rows, group) for _, rows in groups], dtype=object)
    open_, taken = int(actions["tersedia"].sum()), int(actions["jumlah"].sum())
    return {
        "target": plan.target,
        "indeks": Mean(plan.index, people),
        "tercapai": plan.index >= plan.target,
        "dapat_dicapai": plan.reachable,
        "terbuka": Tally(open_),
        "dipilih": Tally(taken),
        "bagian": Share(taken, Tally(open_)) if open_ else None,
        "biaya": Cost(plan.cost, unit_cost),
        "indeks_sesudah": Mean(plan.index_after, people),
        "tindakan": tuple(_action(row, origins) for row in actions.to_dict("records")),
        "per_jabatan": tuple(_by_post(cells.assign(tindakan=cells["tindakan"].map(_item)), people, group)),
        "per_unit": tuple(_by_unit(actions)),
        "kurva": tuple(_point(row, people, unit_cost) for row in curve[curve["dapat_dicapai"]].to_dict("records")),
    }


def _named(cells: pd.DataFrame, by: list[str], group: int, posts: Mapping[tuple[str, str], int]) -> pd.Series:
    """Which cells stand under the name of their unit."""
    people = cells.groupby(by)["tersedia"].transform("sum")
    first = cells[~cells.duplicated(by) & (people >= group)]
    least = pd.Series([counts_told_as(count, group, count)[0] for count in people[first.index]], first.index, dtype=int)
    of_post = [cells[name] for name in by[:3]]
    told = least.reindex(cells.index, fill_value=0).groupby(of_post).transform("sum")
    everybody = [posts.get((post, unit), np.inf) for post, unit in zip(*of_post[1:], strict=True)]
    return (people >= group) & (told < everybody)


def _cheapest(costs: pd.Series) -> float:
    return float(costs[costs > 0].min()) if (costs > 0).any() else 0.0


def _action(row: dict[Hashable, Any], origins: Mapping[str, AsalLangkah]) -> Tindakan:
    origin = origins.get(row["tindakan"])
    return Tindakan(
        tindakan=_item(row["tindakan"]),
        langkah=origin,
        jenis_jabatan=row["jenis_jabatan"] or None,
        perangkat_daerah=row["perangkat_daerah"],
        tersedia=Tally(row["tersedia"]),
        jumlah=Tally(row["jumlah"]),
        poin=row["poin"],
        biaya_satuan=row["biaya_satuan"],
        disembunyikan=False,
    )


def _unit_cost(cells: pd.DataFrame, group: int) -> float:
    """What an action of these cells costs: the mean of all who could take it, told as a mean of so many people is."""
    costs, people = cells["biaya_satuan"], int(cells["tersedia"].sum())
    if costs.min() == costs.max():
        return float(costs.iloc[0])
    unit = _cheapest(cells["unit"])
    return Cost(np.average(costs, weights=cells["tersedia"]), unit / people if people >= group else unit)


def _item(name: str) -> str:
    """The item of an action, or the dimension of a step."""
    return name.partition(" ")[0]


def _by_post(cells: pd.DataFrame, people: int, group: int) -> Iterable[KegiatanJabatan]:
    groups = dict(iter(cells.groupby(["tindakan", "jenis_jabatan"], sort=False)))
    for item in _ordered(cells["tindakan"]):
        for post in dict.fromkeys([*POST_TYPES, *cells["jenis_jabatan"]]):
            if (rows := groups.get((item, post))) is None:
                continue
            open_, taken = int(rows["tersedia"].sum()), int(rows["jumlah"].sum())
            yield KegiatanJabatan(
                tindakan=item,
                jenis_jabatan=post or None,
                tersedia=Tally(open_),
                jumlah=Tally(taken),
                bagian=Share(taken, Tally(open_)),
                poin=Mean((rows["poin"] * rows["tersedia"]).sum() / open_, open_),
                poin_indeks=Mean((rows["poin"] * rows["jumlah"]).sum() / people, people),
                biaya_satuan=_unit_cost(rows, group),
                biaya=Cost((rows["biaya_satuan"] * rows["jumlah"]).sum(), _cheapest(rows["unit"])),
                disembunyikan=False,
            )


def _by_unit(actions: pd.DataFrame) -> list[KegiatanUnit]:
    """Most first, those of few people together at the end."""
    named = actions.assign(tindakan=actions["tindakan"].map(_item))
    counts = named.pivot_table("jumlah", "perangkat_daerah", "tindakan", aggfunc="sum", fill_value=0)
    totals = named.groupby("perangkat_daerah")[["tersedia", "jumlah"]].sum()
    ordered = sorted(totals.index, key=lambda name: (name == OTHER_UNITS, -totals.loc[name, "jumlah"], name))
    return [
        KegiatanUnit(
            nama=name,
            butir={item: Tally(counts.loc[name, item]) for item in _ordered(counts.columns)},
            tersedia=Tally(totals.loc[name, "tersedia"]),
            jumlah=Tally(totals.loc[name, "jumlah"]),
            bagian=Share(totals.loc[name, "jumlah"], Tally(totals.loc[name, "tersedia"])),
            disembunyikan=False,
        )
        for name in ordered
    ]


def _point(row: dict[Hashable, Any], people: int, unit_cost: float) -> TitikKurva:
    return TitikKurva(
        target=row["target"],
        dapat_dicapai=True,
        biaya=Cost(row["biaya"], unit_cost),
        tindakan=Tally(row["tindakan"]),
        indeks_sesudah=Mean(row["indeks_sesudah"], people),
    )


def chosen(rows: Sequence[KegiatanJabatan]) -> int:
    """Actions that the plan takes, without those of few."""
    return sum(row.jumlah or 0 for row in rows)


def available(rows: Sequence[KegiatanJabatan]) -> int:
    """Actions that are open, without those of few."""
    return sum(row.tersedia or 0 for row in rows)


def curve_points(plan: MenujuTarget) -> list[tuple[float, float]]:
    """Index and least cost along the curve, from today's index (cost 0) upwards.

    Two targets may have one cheapest plan, which is one point.
    """
    higher = {row.indeks_sesudah: row.biaya for row in plan.kurva if row.indeks_sesudah > plan.indeks}
    return [(plan.indeks, 0.0), *sorted(higher.items())]


def steps(plan: MenujuTarget) -> list[float]:
    """Cost of one point of the index on each stretch of the curve."""
    points = curve_points(plan)
    return [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(points)]
