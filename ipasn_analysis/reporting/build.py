"""One report: from a region and a year to its files, all of them or none."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ipasn_analysis import instruments, params
from ipasn_analysis.analysis.gather import needed_snapshots
from ipasn_analysis.errors import IpasnError, ReportError, UsageError, first_line
from ipasn_analysis.presentation.report import RESULT
from ipasn_analysis.reporting import run
from ipasn_analysis.reporting.request import Request
from ipasn_analysis.sources.snapshots import Snapshot
from ipasn_analysis.store import Store

STAMP = ".ipasn-build.json"
TIME_LIMIT = 900.0
NOTEBOOKS = {True: "province.ipynb", False: "regency.ipynb"}


@dataclass(frozen=True)
class Built:
    """What became of one report. `fresh` is false when it was up to date already; `figures` as in the result."""

    region: str
    year: int
    files: tuple[Path, ...]
    fresh: bool
    figures: dict[str, Any]


def resolve_year(region: str, request: Request) -> int:
    """The year of the report: as asked for, or the newest that DATA has; `UsageError` when there is none."""
    return needed_snapshots(region, request.year, request.data)[0]


def build(region: str, request: Request, progress: Callable[[int, int], None] | None = None) -> Built:
    """Build the report of one region unless it is up to date.

    Raises `UsageError` for input that cannot be used and `ReportError` when the notebook or a rendering fails; then the
    files of an earlier build stay as they were.
    """
    year, snapshots = needed_snapshots(region, request.year, request.data)
    job = _Job(region, year, request, fingerprint(region, year, snapshots, request))
    done = None if request.force else job.finished()
    if done is not None:
        return done
    _score_first(region, snapshots, request)
    with _staging(job.folder) as staging:
        notebook = _run(region, year, request, staging / f"{job.stem}.ipynb", job.folder, progress)
        result = result_of(notebook)
        _render(notebook, result, staging / job.stem, request.formats)
        figures = {key: result[key] for key in ("indeks", "kategori", "target", "bahasa")}
        held = job.held_formats()
        (job.folder / STAMP).unlink(missing_ok=True)  # what an interruption leaves is out of date, never a mixture
        for path in job.wanted:
            (staging / path.name).replace(path)
        run.failed_path(job.folder / f"{job.stem}.ipynb").unlink(missing_ok=True)
        _write_stamp(job.folder, job.fingerprint, held, figures)
    return Built(region, year, job.wanted, True, figures)


def up_to_date(region: str, request: Request) -> Built | None:
    """The report as it stands when nothing that it rests on has changed; None when it must be built."""
    year, snapshots = needed_snapshots(region, request.year, request.data)
    if request.force or not (request.out / region / str(year) / STAMP).is_file():
        return None
    return _Job(region, year, request, fingerprint(region, year, snapshots, request)).finished()


@dataclass(frozen=True)
class _Job:
    """What is to be built, where, and the fingerprint of what it rests on."""

    region: str
    year: int
    request: Request
    fingerprint: str

    @property
    def folder(self) -> Path:
        """Where the finished files stand."""
        return self.request.out / self.region / str(self.year)

    @property
    def stem(self) -> str:
        """The name of each file without its ending."""
        return f"ipasn-{self.region}-{self.year}"

    @property
    def wanted(self) -> tuple[Path, ...]:
        """The files that are asked for."""
        return tuple(self.folder / f"{self.stem}.{ending}" for ending in (*self.request.formats, "ipynb"))

    def finished(self) -> Built | None:
        """The report when every file asked for is there and was made from the same; else None."""
        done = read_stamp(self.folder)
        made = set(done.get("formats", ())) if done.get("fingerprint") == self.fingerprint else set()
        if not made.issuperset(self.request.formats) or not all(path.is_file() for path in self.wanted):
            return None
        return Built(self.region, self.year, self.wanted, False, done["figures"])

    def held_formats(self) -> list[str]:
        """The formats that the folder holds once those asked for are there: also earlier ones made from the same."""
        done = read_stamp(self.folder)
        earlier = done.get("formats", ()) if done.get("fingerprint") == self.fingerprint else ()
        return sorted({*earlier, *self.request.formats})


def fingerprint(region: str, year: int, snapshots: list[Snapshot], request: Request) -> str:
    """What a report rests on: its own input (content and date), parameters, notebook, code, language.

    Of a province the parameters of its governments count as well. Other governments of the province, whose indices a
    report shows beside its own, do not: else one change would rebuild all.
    """
    parameters = params.load(region)
    years = sorted({year - 1, year, *(snapshot.year for snapshot in snapshots)})
    members = params.governments(region) if parameters.level == "provinsi" else []
    content = [
        region,
        year,
        request.language,
        [[str(s), s.digests(), [path.stat().st_mtime_ns for path in s.files.values()]] for s in snapshots],
        any(snapshot.is_sample for snapshot in snapshots),
        parameters.model_dump(mode="json"),
        [params.load(name).model_dump(mode="json") for name in members],
        [instruments.load(parameters.instrument_of(y)).model_dump(mode="json") for y in years],
        hashlib.sha256(notebook_of(region).read_bytes()).hexdigest(),
        package_digest(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def package_digest() -> str:
    """SHA-256 over everything in the package that could change a report."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def notebook_of(region: str) -> Path:
    """The notebook that reports on a region."""
    path = params.project_root() / "notebooks" / NOTEBOOKS[params.load(region).level == "provinsi"]
    if not path.is_file():
        raise UsageError(f"{path}: the report's notebook is missing; restore it from the repository")
    return path


def _score_first(region: str, snapshots: list[Snapshot], request: Request) -> None:
    """Score what the report reads, so that unusable input is told as such before the notebook runs.

    A province goes on without a government whose input cannot be used; its report says which are missing.
    """
    store = Store(request.data)
    parameters = params.load(region)
    for snapshot in snapshots:
        try:
            store.about(snapshot, instruments.load(parameters.instrument_of(snapshot.year)))
        except UsageError:
            if parameters.level != "provinsi":
                raise


def _run(
    region: str,
    year: int,
    request: Request,
    target: Path,
    folder: Path,
    progress: Callable[[int, int], None] | None,
) -> NotebookNode:
    parameters = {"region": region, "year": year, "data": request.data, "language": request.language}
    try:
        return run.run_notebook(notebook_of(region), target, parameters, timeout=TIME_LIMIT, progress=progress)
    except ReportError as error:
        failed = run.failed_path(target)
        if not failed.is_file():
            raise
        kept = folder / failed.name
        failed.replace(kept)
        raise ReportError(str(error).replace(str(failed), str(kept))) from error


def result_of(notebook: NotebookNode) -> dict[str, Any]:
    """The machine-readable result that the notebook's last cell put out; `ReportError` when there is none."""
    for cell in reversed(notebook.cells):
        for output in cell.get("outputs", ()):
            if RESULT in output.get("data", {}):
                return dict(output["data"][RESULT])
    raise ReportError("the notebook put out no result; its last cell must be laporan.hasil()")


def _render(notebook: NotebookNode, result: dict[str, Any], stem: Path, formats: tuple[str, ...]) -> None:
    """Write each format into the staging folder."""
    renderers: dict[str, Callable[[], bytes]] = {
        "html": lambda: _html(notebook),
        "pdf": lambda: _pdf(notebook),
        "xlsx": lambda: _workbook(result),
        "json": lambda: json_bytes(result),
    }
    for name in formats:
        try:
            content = renderers[name]()
        except IpasnError:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {first_line(error)}"
            raise ReportError(f"{stem.name}.{name} could not be made: {reason}") from error
        stem.with_name(f"{stem.name}.{name}").write_bytes(content)


def _html(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.reporting.html_exporter import ReportHTMLExporter  # noqa: PLC0415

    return str(ReportHTMLExporter().from_notebook_node(notebook)[0]).encode()


def _pdf(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.reporting.pdf_exporter import ReportPDFExporter  # noqa: PLC0415

    return bytes(ReportPDFExporter().from_notebook_node(notebook)[0])


def _workbook(result: dict[str, Any]) -> bytes:
    from ipasn_analysis.reporting.workbook import workbook  # noqa: PLC0415

    return workbook(result)


def json_bytes(result: dict[str, Any]) -> bytes:
    """The result as JSON; a number that is not finite is a fault of the program and raises."""
    return (json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder beside the finished files in which they come about; removed whatever happens."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(folder)
        staging = Path(tempfile.mkdtemp(prefix=f".staging-{_machine()}-{os.getpid()}-", dir=folder))
    except OSError as error:
        raise ReportError(f"{folder}: cannot be written ({error.strerror})") from error
    try:
        yield staging
    except OSError as error:
        raise ReportError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    """Remove what builds on this machine left behind when they were killed."""
    for path in folder.glob(f".staging-{_machine()}-*"):
        process = re.match(r"(\d+)-", path.name.removeprefix(f".staging-{_machine()}-"))
        if process and not _is_running(int(process[1])):
            shutil.rmtree(path, ignore_errors=True)


def _machine() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node())


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def read_stamp(folder: Path) -> dict[str, Any]:
    """What is known of the last finished build in a folder; empty when there is none."""
    try:
        return dict(json.loads((folder / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_stamp(folder: Path, stamp: str, formats: list[str], figures: dict[str, Any]) -> None:
    draft = folder / f"{STAMP}.part"
    content = {"fingerprint": stamp, "formats": formats, "figures": figures}
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(folder / STAMP)
