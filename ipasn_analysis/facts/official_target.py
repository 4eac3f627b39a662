"""The cheapest way to the target by steps of dimensions, where the scores are official and tell of no actions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.official import partitions, steps
from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget, Tindakan, TitikKurva
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.target import cheapest_plan, cost_curve

STEP_COST = 1.0
"""Cost of a step: what a step costs is not known, so that the cheapest way is the one with the fewest steps."""
CURVE_POINTS = 6


def official_target(context: ReportContext) -> MenujuTarget | None:
    """The way to the target, each step taken at most once by a person; None without a target.

    Steps of people who are withheld take no part. No step is broken down by unit.
    """
    wanted = context.data.params.target_of(context.data.year)
    if wanted is None:
        return None
    open_steps = [step for step in steps(context) if step.people]
    index, costs = context.values[:, 0], {step.name: STEP_COST for step in open_steps}
    cells = pd.DataFrame(
        {
            "tindakan": [step.name for step in open_steps],
            "jenis_jabatan": "",
            "perangkat_daerah": OTHER_UNITS,
            "poin": np.array([step.points for step in open_steps], dtype=np.float64),
            "tersedia": np.array([step.people for step in open_steps], dtype=np.int64),
        }
    )
    plan = cheapest_plan(index, cells, wanted, costs)
    chosen = dict(zip(plan.actions["tindakan"], plan.actions["jumlah"].tolist(), strict=True))
    return MenujuTarget(
        target=plan.target,
        indeks=plan.index,
        dapat_dicapai=plan.reachable,
        lengkap=_is_complete(context),
        biaya=plan.cost,
        indeks_sesudah=plan.index_after,
        minimum_per_unit=None,
        minimum_terpenuhi=True,
        tindakan=tuple(
            Tindakan(
                tindakan=step.dimension,
                langkah=AsalLangkah(dari=step.start, ke=step.to),
                jenis_jabatan=None,
                perangkat_daerah=OTHER_UNITS,
                tersedia=step.people,
                jumlah=None if step.people is None else int(chosen.get(step.name, 0)),
                poin=step.points,
                biaya_satuan=STEP_COST,
                disembunyikan=step.people is None,
            )
            for step in steps(context)
        ),
        mata_uang=None,
        biaya_seragam=True,
        kurva=_curve(index, cells, costs, plan.index, wanted),
        jendela={},
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
