"""The cheapest way to the target by steps of dimensions, where the scores are official and tell of no actions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.official import Step, partitions, steps
from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget, Tindakan, TitikKurva
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.target import ActionPlan, cheapest_plan, cost_curve

STEP_COST = 1.0
"""Cost of a step: what a step costs is not known, so that the cheapest way is the one with the fewest steps."""
CURVE_POINTS = 6


def official_target(context: ReportContext) -> MenujuTarget | None:
    """The way to the target, each step taken at most once by a person; None without a target.

    Steps of people who are withheld take no part. No step is broken down by unit.
    """
    if context.data.params.target_of(context.data.year) is None:
        return None
    open_steps = [step for step in steps(context) if step.people]
    cells = pd.DataFrame(
        {
            "tindakan": [step.name for step in open_steps],
            "jenis_jabatan": "",
            "perangkat_daerah": OTHER_UNITS,
            "poin": np.array([step.points for step in open_steps], dtype=np.float64),
            "tersedia": np.array([step.people for step in open_steps], dtype=np.int64),
        }
    )

    def rows(plan: ActionPlan) -> tuple[Tindakan, ...]:
        chosen = dict(zip(plan.actions["tindakan"], plan.actions["jumlah"].tolist(), strict=True))
        return tuple(_row(step, int(chosen.get(step.name, 0))) for step in steps(context))

    costs = {step.name: STEP_COST for step in open_steps}
    return planned(context, cells, costs, is_complete=_is_complete(context), rows=rows)


def _row(step: Step, chosen: int) -> Tindakan:
    return Tindakan(
        tindakan=step.dimension,
        langkah=AsalLangkah(dari=step.start, ke=step.to),
        jenis_jabatan=None,
        perangkat_daerah=OTHER_UNITS,
        tersedia=step.people,
        jumlah=None if step.people is None else chosen,
        poin=step.points,
        biaya_satuan=STEP_COST,
        disembunyikan=step.people is None,
    )


def planned(
    context: ReportContext,
    cells: pd.DataFrame,
    costs: dict[str, float],
    *,
    is_complete: bool,
    windows: dict[str, int | None] | None = None,
    rows: Callable[[ActionPlan], tuple[Tindakan, ...]],
) -> MenujuTarget:
    """The cheapest way from the official index to the target by the actions of `cells`, which `rows` tells of."""
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
        target=plan.target,
        indeks=plan.index,
        dapat_dicapai=plan.reachable,
        lengkap=is_complete,
        biaya=plan.cost,
        indeks_sesudah=plan.index_after,
        minimum_per_unit=rules.minimum_per_unit or None,
        minimum_terpenuhi=plan.minimum_kept,
        tindakan=rows(plan),
        poin_dikenal=context.data.instrument.is_known,
        mata_uang=rules.currency,
        biaya_seragam=len(set(costs.values())) <= 1,
        kurva=_curve(index, cells, costs, plan.index, plan.target),
        jendela=windows or {},
    )


def _is_complete(context: ReportContext) -> bool:
    """Whether the steps of everybody in every dimension are among those of the plan."""
    told = partitions(context)
    return all(name in told for name in DIMENSIONS[:3]) and not any(step.people is None for step in steps(context))


def _curve(
    index: np.ndarray, cells: pd.DataFrame, costs: dict[str, float], today: float, wanted: float
) -> tuple[TitikKurva, ...]:
    """What targets between today's index and the best that can be reached cost at least, in steps."""
    total = float((cells["poin"] * cells["tersedia"]).sum() / len(index)) if len(cells) else 0.0
    if total <= 0:
        return ()
    between = today + total * np.linspace(0, 1, CURVE_POINTS + 1)[1:-1]
    targets = sorted({round(float(point), 1) for point in between} | {wanted})
    curve = cost_curve(index, cells, targets, costs)
    return tuple(
        TitikKurva(**{str(key): value for key, value in row.items()})
        for row in curve[curve["dapat_dicapai"]].to_dict(orient="records")
    )
