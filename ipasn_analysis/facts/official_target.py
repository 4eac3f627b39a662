"""The cheapest way to the target by steps of dimensions, where the scores are official and tell of no actions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.official import steps
from ipasn_analysis.facts.target import planned
from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget

STEP_COST = 1.0
"""Cost of a step: what a step costs is not known, so that the cheapest way is the one with the fewest steps."""


def official_target(context: ReportContext) -> MenujuTarget | None:
    """The way to the target, each step taken at most once by a person; None without a target.

    No step is broken down by unit.
    """
    if context.data.params.target_of(context.data.year) is None:
        return None
    open_steps = steps(context)
    cells = pd.DataFrame(
        {
            "tindakan": [step.name for step in open_steps],
            "jenis_jabatan": "",
            "perangkat_daerah": OTHER_UNITS,
            "poin": np.array([step.points for step in open_steps], dtype=np.float64),
            "biaya_satuan": STEP_COST,
            "tersedia": np.array([step.people for step in open_steps], dtype=np.int64),
        }
    )
    costs = {step.name: STEP_COST for step in open_steps}
    origins = {step.name: AsalLangkah(dari=step.start, ke=step.to) for step in open_steps}
    return planned(context, cells, costs, windows={}, origins=origins)
