"""Reports as a user finds them, built with the command itself."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import nbformat
from filelock import FileLock

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE_REGIONS = ("tapin", "banjarbaru", "pemprov-kalsel")
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")
"""``long`` (make test-long) generates at least ten times as many cases and runs the tests marked so."""


@dataclass(frozen=True)
class BuiltReport:
    """The folder of a built report and the name that its files share."""

    folder: Path
    stem: str

    def path(self, ending: str) -> Path:
        return self.folder / f"{self.stem}.{ending}"

    @property
    def result(self) -> dict[str, Any]:
        return json.loads(self.path("json").read_text(encoding="utf-8"))

    def written(self, ending: str, *, appendix: bool) -> bytes:
        """The report as a file that is printed, from its executed notebook, with or without its appendix."""
        from ipasn_analysis.build.render import rendered, result_of

        notebook = nbformat.read(self.path("ipynb"), 4)
        notebook.metadata.papermill.parameters["appendix"] = appendix
        return apart(rendered, ending, notebook, result_of(notebook), self.stem)


def write_records(folder: Path) -> None:
    """The sample of `SAMPLE_REGIONS` as agencies have it who hold records and no official scores of the same dates."""
    from ipasn_analysis.sample import write_sample

    for snapshot in write_sample(folder, regions=SAMPLE_REGIONS):
        if (snapshot / "profil.csv").exists():
            (snapshot / "nilai_ipasn.csv").unlink(missing_ok=True)


def build_report(region: str, data: Path | str, out: Path, *options: str) -> BuiltReport:
    """Build a report with the command itself."""
    from ipasn_analysis.cli import main

    assert apart(main, ["report", region, "--data", str(data), "--out", str(out), *options]) == 0
    return found_report(region, out)


def apart(work: Callable[..., T], *arguments: object) -> T:
    """What a piece of work returns, done in a process forked from this one, which has imported what reports need.

    A process that has typeset a PDF forks no more workers: this one does so only if it has done it before.
    """
    from ipasn_analysis.build.preload import may_fork, preload

    if not may_fork():
        return work(*arguments)
    preload(("html", "pdf", "xlsx"))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        return pool.submit(work, *arguments).result()


def found_report(region: str, out: Path) -> BuiltReport:
    """The one report of a region that `out` holds."""
    folder = next(path for path in sorted((out / region).iterdir()) if path.is_dir())
    return BuiltReport(folder, f"ipasn-{region}-{folder.name}")


@dataclass(frozen=True)
class Shared:
    """A folder that the workers of one test run share."""

    folder: Path

    def once(self, name: str, make: Callable[[Path], object]) -> Path:
        """The folder of that name, filled by `make` in the first worker that asks; the others wait for it."""
        self.folder.mkdir(exist_ok=True)
        made = self.folder / name
        with FileLock(self.folder / f"{name}.lock"):
            if not made.exists():
                draft = self.folder / f"{name}.draft"
                shutil.rmtree(draft, ignore_errors=True)
                make(draft)
                draft.rename(made)
        return made
