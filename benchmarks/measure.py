"""Measures a command: CPU of the whole process tree, wall-clock time, and the memory of its largest process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class BenchmarkError(Exception):
    """A command that is measured failed; its time says nothing."""


@dataclass(frozen=True)
class Cost:
    """What a command cost: CPU (user + system) and wall-clock seconds, peak memory of one process in MiB."""

    cpu: float
    wall: float
    peak_mib: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak_mib, other.peak_mib))


def run(command: Sequence[str], *, cwd: Path = ROOT, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command and wait for it; processes that it does not wait for itself are not counted.

    Raises `BenchmarkError` with the end of its output when it fails.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=_environment(environment), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            text = output.read().decode("utf-8", "replace").strip()[-800:]
            raise BenchmarkError(f"{' '.join(map(str, command))[:200]} failed ({process.returncode}): {text}")
    scale = 1 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * scale / 2**20)


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, **(more or {})}


def medians(measured: Sequence[Callable[[], Cost]], times: int) -> list[Cost]:
    """For each the cost in the middle of several runs, each figure for itself; in turn, since a machine drifts."""
    rounds = [[one() for one in measured] for _ in range(times)]
    return [
        Cost(
            statistics.median(cost.cpu for cost in costs),
            statistics.median(cost.wall for cost in costs),
            max(cost.peak_mib for cost in costs),
        )
        for costs in zip(*rounds, strict=True)
    ]


def side_by_side(jobs: Sequence[Callable[[], Cost]], workers: int) -> Cost:
    """All jobs, `workers` of them at a time: their CPU together, the wall-clock time from first to last."""
    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        costs = list(pool.map(lambda job: job(), jobs))
    total = sum(cost.cpu for cost in costs)
    return Cost(total, time.perf_counter() - started, max(cost.peak_mib for cost in costs))


def tool(name: str) -> str:
    """A command of the environment that this Python stands in."""
    return str(Path(sys.executable).with_name(name))
