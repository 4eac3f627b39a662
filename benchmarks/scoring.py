"""People scored per second from Parquet: `ipasn` beside DuckDB with the same rules in SQL, with the same indices."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import people
from benchmarks.measure import ROOT, BenchmarkError, _environment, run
from benchmarks.table import Result, number

if TYPE_CHECKING:
    import numpy as np

SQL = Path(__file__).with_name("scoring.sql")
GOVERNMENTS = (20, 8_600)
SMALL = "small"
RUNS, LARGE = 3, 1_000_000
"""Of fewer people the median of so many pairs of processes counts."""
FEW = 50_000
"""Snapshots of fewer people are scored several times, and the mean counts."""
TOLERANCE = 1e-9


def measure(sizes: Sequence[int], governments: tuple[int, int] | None, work: Path) -> Result:
    """A row for each number of people, and one for so many governments of so many people one after another."""
    result = Result(
        f"Scoring from Parquet, {people.TRAININGS} training rows a person",
        (
            "people",
            "ipasn CPU",
            "ipasn wall",
            "DuckDB CPU",
            "DuckDB wall",
            "wall / DuckDB",
            "people/s",
            "ipasn MiB",
            "DuckDB MiB",
        ),
    )
    _generate(work / SMALL, 200)
    for size in sizes:
        folder = work / f"people-{size}"
        _generate(folder, size)
        row, ratio = _row(number(size, 0), folder, max(1, FEW // size), size)
        result.rows.append(row)
        result.ratios[f"DuckDB, scoring {number(size, 0)} people, CPU"] = ratio
        shutil.rmtree(folder)
    if governments:
        count, size = governments
        folder = work / "government"
        _generate(folder, size)
        result.rows.append(_row(f"{count} × {number(size, 0)}", folder, count, size)[0])
    result.notes += [
        "The same indices for every person, checked in each row. Seconds of one scoring (in the last row: of all "
        "governments), in a process that has scored a few people before. Scoring is all of the program: reading, "
        "checking every row, items, hours, gains, flags, categories. The SQL yields the index alone, and DuckDB uses "
        "all processors.",
        "Many governments: one snapshot scored over and over.",
    ]
    return result


def _generate(folder: Path, size: int) -> None:
    """Write a snapshot from a process of its own: the memory of this one would be counted with those it starts."""
    run([sys.executable, "-m", "benchmarks.people", str(folder), str(size)])


def _row(label: str, folder: Path, times: int, size: int) -> tuple[tuple[str, ...], float]:
    """The row of so many people, and the CPU of DuckDB in times of ours."""
    again = range(RUNS if size * times < LARGE else 1)
    pairs = [(_apart("ipasn", folder, times), _apart("duckdb", folder, times)) for _ in again]
    own, other = (sorted(runs, key=lambda run: run["wall"])[len(runs) // 2] for runs in zip(*pairs, strict=True))
    if own["checksum"] != other["checksum"] or not own["same"]:
        raise BenchmarkError(f"{label}: DuckDB and ipasn disagree")
    if size * times < 2 * FEW:
        own, other = ({**part, "cpu": part["cpu"] / times, "wall": part["wall"] / times} for part in (own, other))
        times = 1
    rate = number(size * times / own["wall"], 0)
    times_text = [number(part[key]) for part in (own, other) for key in ("cpu", "wall")]
    memory = [f"{part['mib']:.0f}" for part in (own, other)]
    return (label, *times_text, number(own["wall"] / other["wall"]), rate, *memory), other["cpu"] / own["cpu"]


def _apart(which: str, folder: Path, times: int) -> dict[str, float]:
    """One of the two in a process of its own, so that memory is its own."""
    command = [sys.executable, "-m", "benchmarks.scoring", which, str(folder), str(times)]
    done = subprocess.run(command, cwd=ROOT, env=_environment(None), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"scoring with {which} failed: {done.stderr.strip()[-800:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(which: str, folder: str, times: str) -> None:
    """Score, print the cost as JSON; ipasn leaves its indices beside the data, with which DuckDB's are compared."""
    import numpy as np  # noqa: PLC0415 - in the measured process alone

    prepare = {"ipasn": _with_ipasn, "duckdb": _with_duckdb}[which]
    small = Path(folder).with_name(SMALL)
    if small.is_dir():
        prepare(small)()
    job = prepare(Path(folder))
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(int(times)):
        indices = job()
    cost = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    cost["mib"] = peak_mib()
    kept = Path(folder) / "indices.npy"
    if which == "ipasn":
        np.save(kept, indices)
    same = np.load(kept)
    agree = len(same) == len(indices) and bool(np.abs(same - indices).max() < TOLERANCE)
    if not agree:
        raise SystemExit("the indices differ")
    print(json.dumps({**cost, "same": agree, "checksum": round(float(np.sum(indices)), 3)}))


def peak_mib() -> float:
    """The largest memory that this process has had, in MiB; of one that replaced another, as Linux tells it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 2**10


def _with_ipasn(folder: Path) -> Callable[[], np.ndarray]:
    from ipasn_analysis.engine.tuning import retain_freed_memory  # noqa: PLC0415
    from ipasn_analysis.people.store import score_snapshot  # noqa: PLC0415
    from ipasn_analysis.rules import instruments  # noqa: PLC0415
    from ipasn_analysis.sources.snapshots import Snapshot  # noqa: PLC0415

    retain_freed_memory()  # as the command does
    rules = instruments.load("perban8_2019")

    def job() -> np.ndarray:
        snapshot = Snapshot("banjar", people.AS_OF, str(folder))
        return score_snapshot(snapshot, rules)[1].sort_values("nip")["indeks"].to_numpy()

    return job


def _with_duckdb(folder: Path) -> Callable[[], np.ndarray]:
    import duckdb  # noqa: PLC0415

    text = SQL.read_text(encoding="utf-8")
    query = text.format(folder=folder, year=people.YEAR, as_of=people.AS_OF.isoformat())

    def job() -> np.ndarray:
        return duckdb.connect().execute(query).fetchnumpy()["indeks"].astype(float)

    return job


if __name__ == "__main__":
    main(*sys.argv[1:])
