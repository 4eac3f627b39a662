"""The floor: what drawing the charts of a report and compiling its PDF cost in one process that has all imported."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, BenchmarkError, Cost, _environment

OTHER = "tapin"


@dataclass(frozen=True)
class Floor:
    """Cost of the charts and of Typst."""

    charts: Cost
    typst: Cost

    @property
    def cpu(self) -> float:
        """CPU seconds of both."""
        return self.charts.cpu + self.typst.cpu


def measure(data: Path, region: str, environment: dict[str, str], times: int) -> Floor:
    """The least of several runs; each is a process of its own that first makes another report, to be warm."""
    found = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.floor", str(data), region],
            cwd=ROOT,
            env=_environment(environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"the floor could not be measured: {done.stderr.strip()[-800:]}")
        found.append(json.loads(done.stdout.splitlines()[-1]))
    charts, typst = (min((one[key] for one in found), key=lambda pair: pair[0]) for key in ("charts", "typst"))
    return Floor(Cost(*charts, 0.0), Cost(*typst, 0.0))


def main(data: str, region: str) -> None:
    """Print the CPU and wall-clock seconds of both as JSON."""
    from ipasn_analysis.build.preload import preload  # noqa: PLC0415 - before numpy

    preload(("html", "pdf"))
    spent = {"charts": [0.0, 0.0], "typst": [0.0, 0.0]}
    for name in (OTHER, region):
        spent["charts"] = draw(name, data)
    print(json.dumps({"charts": spent["charts"], "typst": compile_pdf(data, region)}))


def draw(region: str, data: str) -> list[float]:
    """CPU and wall-clock seconds of all charts of a region, without its tables and sentences."""
    import ipasn_analysis as ipasn  # noqa: PLC0415
    from ipasn_analysis.blocks import theme  # noqa: PLC0415

    report = ipasn.report(region, 2025, data=data)
    spent = [0.0, 0.0]
    style = theme.chart_style

    @contextlib.contextmanager
    def timed() -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        with style():
            yield
        spent[0] += time.process_time() - cpu
        spent[1] += time.perf_counter() - wall

    theme.chart_style = timed
    try:
        for name in report.sections:
            report.section(name)
    finally:
        theme.chart_style = style
    return spent


def compile_pdf(data: str, region: str) -> list[float]:
    """CPU and wall-clock seconds of the compiler for the document of a region, after that of another one."""
    from ipasn_analysis.engine import run  # noqa: PLC0415
    from ipasn_analysis.project import Project  # noqa: PLC0415
    from ipasn_analysis.publish import notebook_reader, pdf_file  # noqa: PLC0415
    from ipasn_analysis.publish.typst_document import MAIN, source_of  # noqa: PLC0415

    spent, project = [0.0, 0.0], Project.open()
    for name in (OTHER, region):
        notebook = project.notebook(project.region(name))
        document = notebook_reader.read_document(_executed(run, notebook, name, data), "")
        source = source_of(document)
        files = {MAIN: source.text.encode(), **source.files}
        cpu, wall = time.process_time(), time.perf_counter()
        pdf_file._compiled(files, document)
        spent = [time.process_time() - cpu, time.perf_counter() - wall]
    return spent


def _executed(run: Any, notebook: Path, region: str, data: str) -> Any:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        values = {"region": region, "year": 2025, "data": data, "language": "id"}
        return run.run_notebook(notebook, Path(folder) / "out.ipynb", values)


if __name__ == "__main__":
    main(*sys.argv[1:])
