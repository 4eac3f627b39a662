"""The integer programme behind `target`: cells merged into offers, who is chosen, and the fair spread over units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from ipasn_analysis.errors import UsageError
from ipasn_analysis.statistics.integer_program import (
    Rows,
    in_proportion,
    minimise,
    minimise_in_order,
    whole_multiples,
)
from ipasn_analysis.statistics.typing import IntArray, Labels

Minimum = int | Mapping[str, int] | None


@dataclass(frozen=True, eq=False)
class Problem:
    """Cells merged into offers that are the same to the optimiser.

    Points and costs are whole multiples of `point_unit` and `cost_unit`. Without a minimum per unit an offer spans all
    units; offers of one class differ only in the unit.
    """

    points: IntArray
    cost: IntArray
    available: IntArray
    offer_of_cell: IntArray
    class_of_offer: IntArray
    rows: Rows
    minimum: Rows
    point_unit: Fraction
    cost_unit: Fraction


def target_problem(cells: pd.DataFrame, capacities: Mapping[str, int], minimum: Minimum) -> Problem:
    """The programme of the open cells."""
    points, point_unit = whole_multiples(cells["poin"])
    cost, cost_unit = whole_multiples(cells["biaya_satuan"])
    limited = cells["tindakan"].where(cells["tindakan"].isin(list(capacities)), "")
    offers = pd.DataFrame({"points": points, "cost": cost, "limited": limited.to_numpy()})
    class_of_cell = offers.groupby(list(offers), sort=True).ngroup()
    unit = "" if minimum is None else cells["perangkat_daerah"].to_numpy()
    offers = offers.assign(offer_class=class_of_cell, unit=unit)
    offer_of_cell = offers.groupby(["unit", "offer_class"], sort=True).ngroup().to_numpy().astype(np.int64)
    first = offers.assign(offer=offer_of_cell).drop_duplicates("offer").sort_values("offer")
    available = np.bincount(offer_of_cell, weights=cells["tersedia"], minlength=len(first)).astype(np.int64)
    return Problem(
        points=first["points"].to_numpy(dtype=np.int64),
        cost=first["cost"].to_numpy(dtype=np.int64),
        available=available,
        offer_of_cell=offer_of_cell,
        class_of_offer=first["offer_class"].to_numpy(dtype=np.int64),
        rows=_capacity_rows(first["limited"].to_numpy(dtype=object), capacities),
        minimum=_minimum_rows(first["unit"].to_numpy(dtype=object), available, minimum),
        point_unit=point_unit,
        cost_unit=cost_unit,
    )


def _capacity_rows(item_of_offer: Labels, capacities: Mapping[str, int]) -> Rows:
    items = sorted(capacities)
    wanted = np.array(items, dtype=object)[:, np.newaxis]
    matrix = -(item_of_offer[np.newaxis, :] == wanted).astype(np.int64)
    return Rows(sparse.csr_array(matrix), np.array([-int(capacities[item]) for item in items], dtype=np.int64))


def _minimum_rows(unit_of_offer: Labels, available: IntArray, minimum: Minimum) -> Rows:
    offers = len(unit_of_offer)
    if minimum is None:
        return Rows(sparse.csr_array((0, offers), dtype=np.int64), np.zeros(0, dtype=np.int64))
    codes, units = pd.factorize(unit_of_offer, sort=True)
    matrix = sparse.csr_array((np.ones(offers, dtype=np.int64), (codes, np.arange(offers))), shape=(len(units), offers))
    wanted = [minimum if isinstance(minimum, int) else minimum.get(unit, 0) for unit in units]
    return Rows(matrix, np.minimum(np.array(wanted, dtype=np.int64), matrix @ available))


def choose(problem: Problem, needed: int) -> tuple[IntArray, bool, bool]:
    """People chosen per offer, whether the target is reached, and whether the minimum per unit is kept."""
    nothing_else = np.zeros_like(problem.available)
    rows, kept = problem.minimum.stacked_on(problem.rows), True
    if len(problem.minimum.at_least) and minimise(nothing_else, problem.available, rows) is None:
        rows, kept = problem.rows, False
    actions = np.ones_like(problem.cost)
    enough = rows.plus(problem.points, needed)
    chosen = minimise_in_order(problem.available, enough, (problem.cost, actions, -problem.points))
    if chosen is not None:
        return chosen, True, kept
    best = minimise_in_order(problem.available, rows, (-problem.points, problem.cost, actions))
    if best is None:
        raise UsageError("capacities: a capacity below 0 leaves no plan at all")
    return best, False, kept


def spread(problem: Problem, chosen: IntArray, cells: pd.DataFrame, keep_minimum: bool) -> IntArray:
    """People chosen per cell: each class of like actions in proportion to those who could, minimum per unit kept."""
    open_to = cells["tersedia"].to_numpy(dtype=np.int64)
    class_of_cell = problem.class_of_offer[problem.offer_of_cell] if len(cells) else problem.offer_of_cell
    total = np.bincount(problem.class_of_offer, weights=chosen).astype(np.int64)
    even = in_proportion(open_to, class_of_cell, total)
    per_offer = np.bincount(problem.offer_of_cell, weights=even, minlength=len(chosen)).astype(np.int64)
    if not keep_minimum or problem.minimum.hold(per_offer):
        return even
    return in_proportion(open_to, problem.offer_of_cell, _nearest_to_even(problem, total, chosen))


def _nearest_to_even(problem: Problem, total: IntArray, fallback: IntArray) -> IntArray:
    """Per offer, the plan nearest to proportional shares (least sum of deviations) that keeps the minimum per unit."""
    offers, classes = len(problem.available), len(total)
    share = (
        problem.available
        * total[problem.class_of_offer]
        / np.maximum(np.bincount(problem.class_of_offer, weights=problem.available)[problem.class_of_offer], 1)
    )
    identity = sparse.eye_array(offers, format="csr")
    nothing = sparse.csr_array((classes, offers))
    member = sparse.csr_array((np.ones(offers), (problem.class_of_offer, np.arange(offers))), shape=(classes, offers))
    minimum = problem.minimum.matrix.astype(np.float64)
    constraints = [
        LinearConstraint(sparse.hstack([member, nothing], format="csr"), total, total),
        LinearConstraint(
            sparse.hstack([minimum, sparse.csr_array(minimum.shape)], format="csr"), problem.minimum.at_least, np.inf
        ),
        LinearConstraint(sparse.hstack([identity, -identity], format="csr"), -np.inf, share),
        LinearConstraint(sparse.hstack([identity, identity], format="csr"), share, np.inf),
    ]
    result = milp(
        np.concatenate([np.zeros(offers), np.ones(offers)]),
        integrality=np.concatenate([np.ones(offers), np.zeros(offers)]),
        bounds=Bounds(0, np.concatenate([problem.available, np.full(offers, np.inf)])),
        constraints=constraints,
    )
    if result.x is None:
        return fallback
    nearest = np.rint(result.x[:offers]).astype(np.int64)
    same_totals = np.array_equal(np.bincount(problem.class_of_offer, weights=nearest, minlength=classes), total)
    return nearest if same_totals and problem.minimum.hold(nearest) else fallback
