"""Results as tables of text: printed as they come, written to benchmarks/results.md with the facts of the machine."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "pandas", "scipy", "pyarrow", "matplotlib", "papermill", "nbconvert", "typst", "duckdb")


@dataclass
class Result:
    """One part of the benchmark: a table, and what to know when reading it."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

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
    path.write_text("\n".join([head, legend, *(result.text() for result in results)]), encoding="utf-8")


def number(value: float, decimals: int = 2) -> str:
    """A number with grouped thousands."""
    return f"{value:,.{decimals}f}"
