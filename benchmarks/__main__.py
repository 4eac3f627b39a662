"""The command `python -m benchmarks`: measures, prints the tables, writes benchmarks/results.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import ROOT, BenchmarkError, run, tool
from benchmarks.table import Result, slower, write

RESULTS = Path(__file__).with_name("results.md")
PARTS = ("reports", "scoring", "growth", "robustness")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts asked for; the exit status."""
    options = _options(arguments)
    sys.path.insert(0, str(ROOT))
    done: list[Result] = []
    parts = options.parts.split(",")
    with tempfile.TemporaryDirectory(prefix="ipasn-bench-") as folder:
        for name in parts:
            for result in _part(name, Path(folder), options):
                print(result.text(), flush=True)
                done.append(result)
    extent = "quick" if options.quick else "full"
    if parts != list(PARTS):
        extent += f"; parts: {', '.join(parts)}"
    write(options.out, done, _cores(), extent)
    print(f"written to {options.out}")
    lost = slower(done, options.no_slower_than) if options.no_slower_than else []
    print("\n".join(f"slower: {line}" for line in lost), end="\n" if lost else "")
    return 1 if lost else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes: a few minutes")
    parser.add_argument("--parts", default=",".join(PARTS), help="some of reports,scoring,growth,robustness")
    parser.add_argument("--times", type=int, default=3, help="runs of which the median counts (default 3)")
    parser.add_argument("--workers", type=int, default=_cores(), help="reports built at once (default: processors)")
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "sample", help="DATA of the reports")
    parser.add_argument("--regions", help="regions of the reports (default: the 14 governments and the province)")
    parser.add_argument("--sizes", help="people to score, comma-separated")
    parser.add_argument("--governments", help="numbers of governments to grow to, comma-separated")
    parser.add_argument("--out", type=Path, default=RESULTS, help="file for the tables")
    parser.add_argument("--no-slower-than", type=Path, help="earlier results: 1 if a ratio lost a third since")
    options = parser.parse_args(arguments)
    for name in options.parts.split(","):
        if name not in PARTS:
            parser.error(f"unknown part {name!r}; parts: {', '.join(PARTS)}")
    return options


def _part(name: str, work: Path, options: argparse.Namespace) -> list[Result]:
    measured: dict[str, Callable[[], list[Result]]] = {
        "reports": lambda: _reports(work, options),
        "scoring": lambda: _scoring(work, options),
        "growth": lambda: _growth(work, options),
        "robustness": _robustness,
    }
    return measured[name]()


def _reports(work: Path, options: argparse.Namespace) -> list[Result]:
    from benchmarks import reports  # noqa: PLC0415

    data = options.data.resolve()
    if not data.is_dir():
        run([tool("python"), "-m", "ipasn_analysis", "sample", "--out", str(data)])
    if options.regions:
        regions = options.regions.split(",")
    else:
        regions = sorted(path.name for path in data.iterdir() if path.is_dir())
        regions = ["banjar", *(name for name in regions if name != "banjar"), "kalsel"]
        regions = regions[:4] if options.quick else regions
    return reports.measure(data, regions, work / "reports", options.workers, 1 if options.quick else options.times)


def _scoring(work: Path, options: argparse.Namespace) -> list[Result]:
    from benchmarks import scoring  # noqa: PLC0415

    sizes = _numbers(options.sizes) or ([10_000, 100_000] if options.quick else [10_000, 100_000, 1_000_000])
    many = None if options.sizes else scoring.GOVERNMENTS
    return [scoring.measure(sizes, many, work)]


def _growth(work: Path, options: argparse.Namespace) -> list[Result]:
    from benchmarks import growth  # noqa: PLC0415

    sizes = _numbers(options.governments) or ([14, 42] if options.quick else [14, 100])
    return [growth.measure(sizes, work, options.workers)]


def _robustness() -> list[Result]:
    from benchmarks import robustness  # noqa: PLC0415

    return [robustness.measure()]


def _numbers(text: str | None) -> list[int]:
    return [int(part) for part in text.split(",")] if text else []


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except BenchmarkError as error:
        raise SystemExit(f"benchmarks: {error}") from None
