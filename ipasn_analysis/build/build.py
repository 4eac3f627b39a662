"""One report: from a region and a year to its files, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ipasn_analysis.build.delivery import Parcel, parcel
from ipasn_analysis.build.freshness import STAMP, Built, Job, fingerprint, notebook_of, write_stamp
from ipasn_analysis.build.request import Request
from ipasn_analysis.engine import run
from ipasn_analysis.errors import IpasnError, ReportError, UsageError, first_line, redacted
from ipasn_analysis.facts.gather import needed_snapshots, year_of
from ipasn_analysis.people.store import Store
from ipasn_analysis.rules import instruments, params
from ipasn_analysis.sources.location import password_in_environment
from ipasn_analysis.sources.snapshots import Snapshot, list_snapshots

if TYPE_CHECKING:
    from nbformat import NotebookNode

HEAD = (
    *("region", "kode", "nama", "tingkat", "tahun", "per_tanggal", "instrumen", "sementara", "bahasa", "data_contoh"),
    *("indeks", "kategori", "target", "pegawai", "dimensi", "perangkat_daerah", "tren", "tren_resmi", "uji_tren"),
    *("perubahan", "menuju_target", "ketahanan", "mutu_data", "provenans"),
)
"""Keys of the result that come first."""


def resolve_year(region: str, request: Request, found: Sequence[Snapshot] | None = None) -> int:
    """The year of the report: as asked for, or the newest of the snapshots `found`; `UsageError` when there is none.

    Without `found`: of those that DATA has.
    """
    return year_of(region, request.year, request.data, list_snapshots(request.data) if found is None else found)


def build(region: str, request: Request, progress: Callable[[int, int], None] | None = None) -> Built:
    """Build the report of one region unless it is up to date.

    Raises `UsageError` for input that cannot be used and `ReportError` when the notebook or a rendering fails; then the
    files of an earlier build stay as they were.
    """
    needed = needed_snapshots(region, request.year, request.data)
    year = needed.year
    job = Job(region, year, request, fingerprint(region, needed, request))
    done = None if request.force else job.finished()
    if done is not None:
        return done
    _score_first(region, needed.own, request)
    with parcel(job.folder, request.time_limit) as made:
        done = None if request.force else job.finished()  # another run may have built it meanwhile
        if done is not None:
            return done
        with password_in_environment(request.data) as data:
            notebook = _run({"region": region, "year": year, "data": data}, request, made, progress, job)
        result = result_of(notebook)
        _render(notebook, result, made, job.stem, request.formats)
        figures = {key: result[key] for key in ("indeks", "kategori", "target", "bahasa")}
        earlier = [job.path(ending) for ending in sorted(job.earlier_formats())]
        sizes = {path.suffix[1:]: path.stat().st_size for path in (*made.files.iterdir(), *earlier)}
        write_stamp(made.files, job.fingerprint, sizes, figures)
        made.deliver(job.stem, STAMP, frozenset(path.name for path in earlier))
    return Built(region, year, job.wanted, True, figures)


def _score_first(region: str, snapshots: Sequence[Snapshot], request: Request) -> None:
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
    asked: dict[str, Any],
    request: Request,
    made: Parcel,
    progress: Callable[[int, int], None] | None,
    job: Job,
) -> NotebookNode:
    parameters = {**asked, "language": request.language}
    target = made.files / f"{job.stem}.ipynb"
    failed = run.failed_path(target)
    try:
        return run.run_notebook(
            notebook_of(job.region),
            target,
            parameters,
            timeout=request.time_limit,
            memory_limit=request.memory_limit,
            progress=progress,
            redact=redacted,
        )
    except ReportError as error:
        if not failed.is_file():
            raise
        kept = job.folder / failed.name
        kept.parent.mkdir(exist_ok=True)
        failed.replace(kept)
        raise ReportError(str(error).replace(str(failed), str(kept))) from error


def result_of(notebook: NotebookNode) -> dict[str, Any]:
    """The machine-readable result that the notebook's last cell put out; `ReportError` when there is none.

    Notebooks are stored with sorted keys: the head comes first again, and tables in their order of showing.
    """
    from ipasn_analysis.sections.report import RESULT  # noqa: PLC0415 - with it come all sections

    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    found = [output["data"][RESULT] for output in shown if RESULT in output.get("data", {})]
    if not found:
        raise ReportError("the notebook put out no result; its last cell must be laporan.hasil()")
    result = dict(found[-1])
    order = [output.get("metadata", {}).get("ipasn", {}).get("name") for output in shown]
    tables = result.pop("tabel")
    named = {name: tables[name] for name in dict.fromkeys(order) if name in tables}
    first = {key: result.pop(key) for key in HEAD if key in result}
    return {**first, **result, "tabel": {**named, **tables}}


def _render(notebook: NotebookNode, result: dict[str, Any], made: Parcel, stem: str, formats: tuple[str, ...]) -> None:
    """Add each format to the files that are to be delivered."""
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
            raise ReportError(f"{stem}.{name} could not be made: {reason}") from error
        made.add(f"{stem}.{name}", content)


def _html(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.publish.html_exporter import ReportHTMLExporter  # noqa: PLC0415

    return str(ReportHTMLExporter().from_notebook_node(notebook)[0]).encode()


def _pdf(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.publish.pdf_exporter import ReportPDFExporter  # noqa: PLC0415

    return bytes(ReportPDFExporter().from_notebook_node(notebook)[0])


def _workbook(result: dict[str, Any]) -> bytes:
    from ipasn_analysis.publish.workbook import workbook  # noqa: PLC0415

    return workbook(result)


def json_bytes(result: dict[str, Any]) -> bytes:
    """The result as JSON; a number that is not finite is a fault of the program and raises."""
    return (json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
