"""From 14 to 546 governments: what a report costs when there are more of them, JSON and HTML, on generated data."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from benchmarks.measure import ROOT, run, tool
from benchmarks.people import SEED
from benchmarks.table import Result, number

PROVINCE_SIZE = 14
PEOPLE, UNITS = 300, 12
DATES = ("2024-12-31", "2025-12-23")


def measure(sizes: Sequence[int], work: Path, workers: int) -> Result:
    """A row for each number of governments; provinces of 14, whose own reports are not built."""
    result = Result(
        f"Growth: governments of {PEOPLE} people with ready scores, HTML and JSON, {workers} at a time",
        ("governments", "CPU", "wall", "CPU a report", "largest process, MiB"),
    )
    for size in sizes:
        home = work / f"governments-{size}"
        names = write_home(home, size)
        out, environment = home / "reports", {"IPASN_STORE": str(home / "store")}
        words = ["reports", *names, "--data", "data", "--formats", "html,json", "--workers", str(workers), "--force"]
        command = [tool("python"), "-m", "ipasn_analysis", *words, "--out", str(out)]
        cost = run(command, cwd=home, environment=environment)
        made = len(list(out.glob("*/2025/*.html")))
        if made != size:
            raise RuntimeError(f"{made} reports instead of {size}")
        figures = (number(cost.cpu), number(cost.wall), number(cost.cpu / size), f"{cost.peak_mib:.0f}")
        result.rows.append((number(size, 0), *figures))
        shutil.rmtree(home)
    result.notes.append("Scoring the snapshots is part of it: nothing is stored beforehand.")
    return result


def write_home(home: Path, governments: int) -> list[str]:
    """A folder with parameters, notebooks and data of so many governments; their names."""
    (home / "params").mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    random = np.random.default_rng(SEED)
    names = []
    for number_ in range(governments):
        province, place = divmod(number_, PROVINCE_SIZE)
        if place == 0:
            text = f'name: Provinsi {province + 1}\ncode: "{province + 11}"\nlevel: provinsi\n'
            (home / "params" / f"provinsi-{province + 1}.yaml").write_text(text, encoding="utf-8")
        name = f"kabupaten-{number_ + 1}"
        text = (
            f'name: Kabupaten {number_ + 1}\ncode: "{province + 11}.{place + 1:02d}"\nlevel: kabupaten\n'
            f"province: provinsi-{province + 1}\ntarget: {{2025: 81}}\n"
        )
        (home / "params" / f"{name}.yaml").write_text(text, encoding="utf-8")
        for date in DATES:
            _write_scores(home / "data" / name / date, number_, int(date[:4]), random)
        names.append(name)
    return names


def _write_scores(folder: Path, government: int, year: int, random: np.random.Generator) -> None:
    folder.mkdir(parents=True)
    run_ = np.arange(PEOPLE)
    nip = 19_7001_01 * 10**10 + (200000 + 100 * (run_ % 20) + 1 + government % 12) * 10**4 + 1000 + run_
    parts = {
        "kualifikasi": random.choice([5.0, 10, 15, 20], PEOPLE, p=[0.3, 0.2, 0.4, 0.1]),
        "kompetensi": random.choice([0.0, 15, 25, 40], PEOPLE, p=[0.2, 0.3, 0.3, 0.2]),
        "kinerja": random.choice([15.0, 25, 30], PEOPLE, p=[0.05, 0.8, 0.15]),
        "disiplin": np.where(random.random(PEOPLE) < 0.99, 5.0, 3.0),
    }
    columns = {
        "nip": nip.astype(str),
        "nama": np.char.add("Pegawai ", run_.astype(str)),
        "unor": np.char.add("Dinas ", (run_ % UNITS + 1).astype(str)),
        **parts,
        "total": sum(parts.values()),
        "tahun": np.full(PEOPLE, year),
    }
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    parquet.write_table(table, folder / "nilai_ipasn.parquet")
