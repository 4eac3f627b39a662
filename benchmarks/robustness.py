"""How fast the ranks of 500 units under 10,000 weight draws are found."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.people import SEED
from benchmarks.table import Result, number


def measure(units: int = 500, draws: int = 10_000, times: int = 5) -> Result:
    """The least and the middle of several runs in this process."""
    from ipasn_analysis.statistics.robustness import weight_draws  # noqa: PLC0415

    shares = np.random.default_rng(SEED).beta(6, 2, (units, 4))
    cpu, wall = [], []
    for _ in range(times):
        begun = time.process_time(), time.perf_counter()
        weight_draws(shares, (25.0, 40.0, 30.0, 5.0), seed=SEED, draws=draws)
        cpu.append(time.process_time() - begun[0])
        wall.append(time.perf_counter() - begun[1])
    result = Result(f"Robustness: {units} units × {number(draws, 0)} weight draws", ("", "CPU", "wall"))
    result.rows.append(("least", number(min(cpu), 3), number(min(wall), 3)))
    result.rows.append(("median", number(float(np.median(cpu)), 3), number(float(np.median(wall)), 3)))
    return result
