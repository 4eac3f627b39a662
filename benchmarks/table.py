"""Results as tables of text: printed as they come, written to benchmarks/results.md with the facts of the machine."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RATIOS = "Ratios"
LOST = 1 / 3
"""Part of a ratio that may be lost before a run counts as slower than an earlier one."""
PACKAGES = ("numpy", "pandas", "scipy", "pyarrow", "matplotlib", "papermill", "nbconvert", "typst", "duckdb")


@dataclass
class Result:
    """One part of the benchmark: a table, and what to know when reading it."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)
    """What the other programs need, in times of what ipasn needs: more is better."""

    def text(self) -> str:
        """The part as Markdown."""
        lines = [f"## {self.title}", "", _line(self.columns)]
        lines.append(_line(["---", *("---:" for _ in self.columns[1:])]))
        lines += [_line(row) for row in self.rows]
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes)]).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def machine(cores: int) -> str:
    """What the figures depend on: processors, memory, system, versions. No names and no paths."""
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return (
        f"{cores} processors ({platform.machine()}{memory}), {platform.system()}, "
        f"Python {platform.python_version()}; {versions}."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(none)"


def write(path: Path, results: Sequence[Result], cores: int, extent: str) -> None:
    """Write the results of one run to a Markdown file."""
    day = datetime.date.today().isoformat()
    head = f"# Measured\n\n{day}, `make bench` ({extent}). {machine(cores)}\n"
    legend = (
        "CPU is user and system time of all processes of a command, in seconds; wall is elapsed time. Both change with "
        "what else the machine does; compare figures of one table, which were taken in one run.\n"
    )
    ratios = Result(RATIOS, ("", "times ipasn"), [(name, number(ratio)) for name, ratio in _ratios(results).items()])
    parts = [*results, *([ratios] if ratios.rows else [])]
    path.write_text("\n".join([head, legend, *(part.text() for part in parts)]), encoding="utf-8")


def slower(results: Sequence[Result], earlier: Path) -> list[str]:
    """What lost more than a third of its ratio since an earlier run, whose file is `earlier`; a line for each."""
    table = earlier.read_text(encoding="utf-8").partition(f"## {RATIOS}\n")[2]
    before = {name: float(ratio) for name, ratio in re.findall(r"^\| (.+?) \| ([\d.]+) \|$", table, re.MULTILINE)}
    return [
        f"{name}: {number(ratio)} times ipasn, {number(before[name])} before"
        for name, ratio in _ratios(results).items()
        if ratio < (1 - LOST) * before.get(name, 0)
    ]


def _ratios(results: Sequence[Result]) -> dict[str, float]:
    return {name: ratio for result in results for name, ratio in result.ratios.items()}


def number(value: float, decimals: int = 2) -> str:
    """A number with grouped thousands."""
    return f"{value:,.{decimals}f}"
