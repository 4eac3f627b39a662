"""The cheapest set of actions that lifts a group's mean index to its target: exact integer optimisation.

People enter only as counts. Everyone of one type of post in one unit for whom an action is open and adds the same
points is one cell, and the plan says how many of a cell are chosen. Points of several actions of one person are taken
to add up; that is exact for `perban8_2019` (the items of a post sum to its maximum of 40). Under an instrument with a
ceiling that several actions share, pass the points through `limit_to_headroom` first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.errors import UsageError
from ipasn_analysis.statistics.target_program import Minimum, Problem, choose, spread, target_problem
from ipasn_analysis.statistics.typing import FloatArray, IntArray

GAIN = "tambah_"
CELL = ["tindakan", "jenis_jabatan", "perangkat_daerah", "poin", "biaya_satuan"]
DECIMALS = 10_000

Costs = Mapping[str, float | FloatArray]
"""Cost of one action by item, of everybody or of each person; any unit of money, not negative."""


@dataclass(frozen=True, eq=False)
class ActionPlan:
    """The cheapest way to the target; indices in points, the cost in the unit of the costs.

    `actions` has every open action, chosen or not, one row per cell: tindakan, jenis_jabatan, perangkat_daerah,
    tersedia (people who could), jumlah (people chosen), poin (points it adds to a person), biaya_satuan (of a person).
    Where the target is out of reach `reachable` is false, and `jumlah`, `cost`, `index_after` are those of the best
    index that can be reached (at the least cost). `minimum_kept` is false when the minimum per unit cannot be kept
    within the capacities; it is then left out.
    """

    target: float
    index: float
    reachable: bool
    cost: float
    index_after: float
    minimum_kept: bool
    actions: pd.DataFrame


@dataclass(frozen=True, eq=False)
class _Solution:
    """People chosen per offer; whether the target is reached and the minimum per unit kept; what it costs and gives."""

    chosen: IntArray
    reachable: bool
    minimum_kept: bool
    cost: float
    index_after: float


def open_actions(people: pd.DataFrame, costs: Costs) -> pd.DataFrame:
    """Open actions as cells, from one row per person.

    Parameters
    ----------
    people : columns jenis_jabatan, perangkat_daerah and `tambah_<item>` per item of `costs`: the points that doing it
        would add to the person's index (0 or NaN: not open).

    Returns
    -------
    tindakan, jenis_jabatan, perangkat_daerah, poin, biaya_satuan, tersedia; sorted by the order of `costs`, then by
    name.

    Raises
    ------
    UsageError
        An item that is open to somebody has a negative cost.
    """
    cells = _long(people, costs).groupby(CELL, sort=True, observed=True).size().rename("tersedia").reset_index()
    for item in cells.loc[~(cells["biaya_satuan"] >= 0), "tindakan"]:
        raise UsageError(
            "costs.{item}: a cost of 0 or more is needed, since this action is open to somebody", item=item
        )
    order = {item: position for position, item in enumerate(costs)}
    cells = cells.sort_values(CELL, key=lambda column: column.map(order) if column.name == "tindakan" else column)
    return cells.reset_index(drop=True)


def _long(people: pd.DataFrame, costs: Costs) -> pd.DataFrame:
    """One row per person and open action, with the person's position as `orang`."""
    points = people[[f"{GAIN}{item}" for item in costs]].to_numpy(dtype=np.float64)
    if (points < 0).any():
        raise ValueError("an action that takes points away")
    person, item = np.nonzero(np.nan_to_num(points) > 0)
    return pd.DataFrame(
        {
            "tindakan": np.asarray(list(costs), dtype=object)[item],
            "jenis_jabatan": people["jenis_jabatan"].to_numpy(dtype=object)[person],
            "perangkat_daerah": people["perangkat_daerah"].to_numpy(dtype=object)[person],
            "poin": points[person, item],
            "biaya_satuan": _spent(costs, len(people))[person, item],
            "orang": person,
        }
    )


def _spent(costs: Costs, people: int) -> FloatArray:
    """Cost of each item for each person (n × items)."""
    return np.column_stack([np.broadcast_to(np.asarray(cost, dtype=np.float64), people) for cost in costs.values()])


def limit_to_headroom(points: ArrayLike, headroom: ArrayLike, costs: ArrayLike) -> FloatArray:
    """Points per person and item (n × items) that add up under a ceiling shared by the items.

    Each person's items are taken in the order of points per cost, each keeps what the ceiling leaves. A plan made
    from the result never promises more than any choice of these items gives: the true gain of a set of actions is the
    smaller of their sum and the headroom, and both are at least the sum of what is left to them here.
    """
    points, costs = np.asarray(points, dtype=np.float64), np.asarray(costs, dtype=np.float64)
    room = np.asarray(headroom, dtype=np.float64)
    worth = points / np.maximum(costs, 1e-9)
    order = np.argsort(-worth, axis=1, kind="stable")
    sorted_points = np.take_along_axis(points, order, axis=1)
    before = np.cumsum(sorted_points, axis=1) - sorted_points
    left = np.clip(np.minimum(sorted_points, room[:, np.newaxis] - before), 0, None)
    result = np.empty_like(points)
    np.put_along_axis(result, order, left, axis=1)
    return result


def people_and_actions(scores: pd.DataFrame, units: ArrayLike, costs: Costs, most: float) -> pd.DataFrame:
    """Who could do what, for `open_actions`, from a scores frame.

    Returns columns jenis_jabatan, perangkat_daerah (the `units`) and `tambah_<item>` for each item of `costs`; those of
    one person add up to no more than what kompetensi lacks of `most` points.
    """
    columns = [f"{GAIN}{name}" for name in costs]
    points = scores[columns].to_numpy(dtype=np.float64)
    room = most - scores["kompetensi"].to_numpy(dtype=np.float64)
    people = pd.DataFrame(limit_to_headroom(points, room, _spent(costs, len(scores))), columns=columns)
    people.insert(0, "jenis_jabatan", scores["jenis_jabatan"].astype(object).to_numpy(dtype=object))
    people.insert(1, "perangkat_daerah", np.asarray(units, dtype=object))
    return people


def cheapest_plan(
    index: ArrayLike,
    cells: pd.DataFrame,
    target: float,
    *,
    capacities: Mapping[str, int] | None = None,
    minimum_per_unit: Minimum = None,
) -> ActionPlan:
    """The cheapest plan whose index, Σ individual indices ÷ people, is at least `target`.

    Integer programme, solved to a gap of zero (HiGHS through `scipy.optimize.milp`) in whole multiples of the greatest
    common divisor of the points, so that no tolerance comes between the promise and the target; the result is checked
    again in integers. Among plans of the least cost the one with the fewest actions is taken, then the one with the
    most points. Actions alike in points and cost are then spread over units, posts and items in proportion to the
    people who could do them (largest remainder, ties by name): every unit sends the same share, none is picked out.

    Parameters
    ----------
    index : of every measured person of the group (points).
    cells : from `open_actions`.
    capacities : the most people who can do an item, by item; an item without entry has no limit.
    minimum_per_unit : the fewest actions in each perangkat daerah (one number, or by name); a unit with fewer open
        actions gives all it has. A target already reached asks nothing of anybody.
    """
    values = np.asarray(index, dtype=np.float64)
    problem = target_problem(cells, capacities or {}, minimum_per_unit)
    found = _solve(problem, values, target)
    table = cells[CELL].assign(
        tersedia=cells["tersedia"].to_numpy(dtype=np.int64),
        jumlah=spread(problem, found.chosen, cells, found.minimum_kept and bool(found.chosen.any())),
    )
    return ActionPlan(
        target=float(target),
        index=float(values.mean()),
        reachable=found.reachable,
        cost=found.cost,
        index_after=found.index_after,
        minimum_kept=found.minimum_kept,
        actions=table[
            ["tindakan", "jenis_jabatan", "perangkat_daerah", "tersedia", "jumlah", "poin", "biaya_satuan"]
        ].reset_index(drop=True),
    )


def cost_curve(
    index: ArrayLike,
    cells: pd.DataFrame,
    targets: Iterable[float],
    *,
    capacities: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """What each target costs at least: target, dapat_dicapai, biaya, tindakan (number of actions), indeks_sesudah.

    Rows in the order of `targets`; where a target is out of reach, the row holds the best that can be reached.
    """
    values = np.asarray(index, dtype=np.float64)
    problem = target_problem(cells, capacities or {}, None)
    solutions = [(float(target), _solve(problem, values, target)) for target in targets]
    rows = [(target, one.reachable, one.cost, int(one.chosen.sum()), one.index_after) for target, one in solutions]
    return pd.DataFrame(rows, columns=["target", "dapat_dicapai", "biaya", "tindakan", "indeks_sesudah"])


def _solve(problem: Problem, index: FloatArray, target: float) -> _Solution:
    """The cheapest choice; a target already reached asks nothing of anybody."""
    needed = math.ceil((Fraction(str(float(target))) * len(index) - _sum(index)) / problem.point_unit)
    chosen, reachable, kept = choose(problem, needed) if needed > 0 else (np.zeros_like(problem.available), True, True)
    cost = float(int(problem.cost @ chosen) * problem.cost_unit)
    gain = int(problem.points @ chosen) * problem.point_unit
    return _Solution(chosen, reachable, kept, cost, float((_sum(index) + gain) / len(index)))


def choose_people(people: pd.DataFrame, plan: ActionPlan, costs: Costs) -> pd.DataFrame:
    """Who a plan picks: an internal list, never part of a report.

    Within a cell all add the same points; those with the lowest index come first, ties by NIP.

    Parameters
    ----------
    people, costs : what `open_actions` was given; the people with nip and indeks.

    Returns
    -------
    nip, tindakan, jenis_jabatan, perangkat_daerah, poin; one row per person and action, sorted by nip and item.
    """
    actions = _long(people, costs)
    actions["nip"] = people["nip"].to_numpy(dtype=object)[actions["orang"]]
    actions["indeks"] = people["indeks"].to_numpy(dtype=np.float64)[actions["orang"]]
    actions = actions.sort_values(["indeks", "nip"], kind="stable")
    position = actions.groupby(CELL, sort=False).cumcount()
    chosen = actions.merge(plan.actions[[*CELL, "jumlah"]], on=CELL, how="left")["jumlah"].to_numpy()
    actions = actions[position.to_numpy() < chosen].sort_values(["nip", "tindakan"], kind="stable")
    return actions[["nip", "tindakan", "jenis_jabatan", "perangkat_daerah", "poin"]].reset_index(drop=True)


def _sum(index: FloatArray) -> Fraction:
    """The sum of the indices; as a decimal of four places where it is one, to the last bit otherwise."""
    exact = Fraction(math.fsum(index))
    decimal = Fraction(round(exact * DECIMALS), DECIMALS)
    return decimal if abs(decimal - exact) <= Fraction(1, 10**8) else exact
