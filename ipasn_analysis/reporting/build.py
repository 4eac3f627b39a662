"""One report: from a region and a year to its files, all of them or none."""

from __future__ import annotations

import hashlib
import json
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
from ipasn_analysis.errors import ReportError, UsageError
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
    folder = request.out / region / str(year)
    stem = f"ipasn-{region}-{year}"
    stamp = fingerprint(region, year, snapshots, request)
    wanted = [folder / f"{stem}.{ending}" for ending in (*request.formats, "ipynb")]
    done = read_stamp(folder)
    if not request.force and done.get("fingerprint") == stamp and all(path.is_file() for path in wanted):
        return Built(region, year, tuple(wanted), False, done["figures"])
    _score_first(snapshots, request)
    with _staging(folder) as staging:
        notebook = _run(region, year, request, staging / f"{stem}.ipynb", folder, progress)
        result = result_of(notebook)
        _render(notebook, result, staging / stem, request.formats)
        figures = {key: result[key] for key in ("indeks", "kategori", "target", "bahasa")}
        for path in wanted:
            (staging / path.name).replace(path)
        for ending in (".failed.ipynb",):
            (folder / f"{stem}{ending}").unlink(missing_ok=True)
        _write_stamp(folder, stamp, figures)
    return Built(region, year, tuple(wanted), True, figures)


def fingerprint(region: str, year: int, snapshots: list[Snapshot], request: Request) -> str:
    """What a report rests on: its own input (content and date), parameters, notebook, code, language."""
    parameters = params.load(region)
    content = [
        region,
        year,
        request.language,
        [[str(s), s.digests(), [path.stat().st_mtime_ns for path in s.files.values()]] for s in snapshots],
        parameters.model_dump(mode="json"),
        [instruments.load(parameters.instrument_of(y)).model_dump(mode="json") for y in (year - 1, year)],
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


def _score_first(snapshots: list[Snapshot], request: Request) -> None:
    """Score what the report reads, so that unusable input is told as such before the notebook runs."""
    store = Store(request.data)
    for snapshot in snapshots:
        parameters = params.load(snapshot.region)
        store.about(snapshot, instruments.load(parameters.instrument_of(snapshot.year)))


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
        stem.with_name(f"{stem.name}.{name}").write_bytes(renderers[name]())


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
        staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=folder))
    except OSError as error:
        raise ReportError(f"{folder}: cannot be written ({error.strerror})") from error
    try:
        yield staging
    except OSError as error:
        raise ReportError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read_stamp(folder: Path) -> dict[str, Any]:
    """What is known of the last finished build in a folder; empty when there is none."""
    try:
        return dict(json.loads((folder / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_stamp(folder: Path, stamp: str, figures: dict[str, Any]) -> None:
    draft = folder / f"{STAMP}.part"
    draft.write_text(json.dumps({"fingerprint": stamp, "figures": figures}), encoding="utf-8")
    draft.replace(folder / STAMP)
