"""One report: from its plan to its files, all of them or none."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ipasn_analysis.build.delivery import StagedReport, staging
from ipasn_analysis.build.plan import LOG, NOTEBOOK, BuildRecord, BuildResult, Figures, Plan, read_record
from ipasn_analysis.build.render import executed, rendered, result_of
from ipasn_analysis.disclosure.ledger import Ledger
from ipasn_analysis.engine import run
from ipasn_analysis.errors import Message, ReportError, UsageError, cause, redacted
from ipasn_analysis.files import atomic_write, digest_of
from ipasn_analysis.log import recorded, step
from ipasn_analysis.people.store import Store
from ipasn_analysis.publish.neighbours import RECORD
from ipasn_analysis.sources.location import password_variable, without_machine, without_password

if TYPE_CHECKING:
    from nbformat import NotebookNode

Progress = Callable[[int, int], None]
"""Called with the number of cells done and of all cells."""
QUICK = 0.01
"""Seconds up to which a cell of the notebook is not worth a line in the log."""
logger = logging.getLogger(__name__)


def build(plan: Plan, progress: Progress | None = None) -> BuildResult:
    """Build a report, unless another run has just built the same.

    A format that cannot be made, or whose old file is open and cannot be replaced, takes no other with it. Raises
    `UsageError` for input that cannot be used and `ReportError` when the notebook or every format fails; then the files
    of an earlier build stay as they were.
    """
    seconds = _score_input(plan)
    with staging(plan.folder, plan.request.time_limit) as staged:
        finished = plan.finished()
        if finished is not None:
            return finished
        with recorded(staged.files / LOG):
            logger.debug("%s %s: input scored (%.2f s)", plan.region, plan.year, seconds)
            figures, lost = _make(plan, staged, progress)
            kept = [plan.path(ending) for ending in sorted(plan.other_formats())]
            made = {path.suffix[1:]: digest_of(path) for path in (*staged.reports(plan.stem), *kept)}
            digests = {ending: digest for ending, digest in made.items() if digest is not None}
            record = BuildRecord(fingerprint=plan.fingerprint, digests=digests, figures=figures)
            staged.add(RECORD, record.model_dump_json().encode())
            logger.debug("%s %s: complete", plan.region, plan.year)
        if plan.request.is_internal:
            staged.close_to_others()
        refused = staged.deliver(plan.stem, (LOG, RECORD), frozenset(path.name for path in kept))
        lost |= {Path(str(error.filename2 or error.filename)).suffix[1:]: not_replaced(error) for error in refused}
        if not plan.request.is_internal:
            _note_published(plan)
        if plan.path("html") in kept:
            link_report(plan)
    files = tuple(path for path in plan.files if path.suffix[1:] not in lost)
    return BuildResult(plan.region, plan.year, files, True, figures, tuple(lost.values()))


def not_replaced(error: OSError) -> Message:
    """What to say of a file that the system does not let go of."""
    path = error.filename2 or error.filename
    return Message("{path}: cannot be written ({why}); the other files are new", path=path, why=cause(error))


def link_report(plan: Plan) -> None:
    """Have the page of a finished report, if it is up to date, lead to what lies beside it now."""
    record = read_record(plan.folder)
    if record is None or not {"html", NOTEBOOK} <= plan.complete(record):
        return
    page, notebook = plan.path("html"), executed(plan.path(NOTEBOOK))
    content = rendered("html", notebook, {}, plan.stem, plan.neighbours(plan.complete(record)))
    if content != page.read_bytes():
        atomic_write(page, content, mode=plan.file_mode)
        digest = hashlib.sha256(content).hexdigest()
        renewed = record.model_copy(update={"digests": record.digests | {"html": digest}})
        atomic_write(plan.folder / RECORD, renewed.model_dump_json().encode(), mode=plan.file_mode)


def _note_published(plan: Plan) -> None:
    """Have the ledger count what the report says as published; where it cannot be written, later reports know less."""
    folder = Store(plan.selection.location, plan.store).published(plan.region)
    try:
        for place in (folder, folder / "catatan"):
            Ledger(place).adopt(plan.year)
    except OSError as error:
        logger.warning("%s: cannot be written (%s)", folder, error.strerror or error)


def _make(plan: Plan, staged: StagedReport, progress: Progress | None) -> tuple[Figures, dict[str, Message]]:
    """Run the notebook and write the formats that are asked for; the figures, and by ending why one could not be."""
    with step(logger, f"notebook {plan.notebook.name} run"):
        notebook = _run(plan, staged, progress)
    result = result_of(notebook)
    beside = plan.neighbours((*plan.request.formats, *plan.other_formats()))
    lost: dict[str, Message] = {}
    for name in plan.request.formats:
        try:
            with step(logger, f"{name} written"):
                staged.add(f"{plan.stem}.{name}", rendered(name, notebook, result, plan.stem, beside))
        except ReportError as error:
            logger.debug("%s", error)
            lost[name] = error.message
    if len(lost) == len(plan.request.formats):
        raise ReportError(next(iter(lost.values())))
    return Figures.model_validate({key: result[key] for key in Figures.model_fields}), lost


def _score_input(plan: Plan) -> float:
    """Score what the report reads, so that unusable input is reported as such before the notebook runs; the seconds.

    A province goes on without a government whose input cannot be used; its report says which are missing.
    """
    started = time.perf_counter()
    region, store = plan.selection.region, Store(plan.selection.location, plan.store)
    for snapshot in plan.selection.own:
        try:
            store.about(snapshot, region.instrument_for(snapshot))
        except UsageError:
            if not region.is_province:
                raise
    return time.perf_counter() - started


def _run(plan: Plan, staged: StagedReport, progress: Progress | None) -> NotebookNode:
    """The executed notebook; one that fails is kept in the report's folder."""
    target = staged.files / f"{plan.stem}.{NOTEBOOK}"
    failed = run.failed_path(target)
    try:
        return execute(plan, plan.notebook, target, _logged(progress))
    except ReportError as error:
        if not failed.is_file():
            raise
        kept = plan.folder / failed.name
        kept.parent.mkdir(exist_ok=True)
        failed.replace(kept)
        raise ReportError(error.message.with_texts(lambda text: text.replace(str(failed), str(kept)))) from error


def execute(plan: Plan, notebook: Path, target: Path, progress: Progress | None = None, **more: str) -> NotebookNode:
    """Run a notebook with the parameters of the plan, and `more`, and write it to `target`."""
    data, request = plan.selection.location, plan.request
    parameters = {
        "region": plan.region,
        "year": plan.year,
        "data": without_password(data),
        "language": request.language,
        "edition": request.edition,
        **({"appendix": True} if request.appendix else {}),
    }
    with project_variables(plan):
        return run.run_notebook(
            notebook,
            target,
            {**parameters, **more},
            timeout=request.time_limit,
            memory_limit=request.memory_limit,
            progress=progress,
            redact=redacted,
            delivered={"data": without_machine(data, notebook.parent.parent)},
        )


def _logged(progress: Progress | None) -> Progress:
    """Log each cell that takes its time, besides calling `progress`."""
    last = time.perf_counter()

    def done(cells: int, total: int) -> None:
        nonlocal last
        seconds = time.perf_counter() - last
        if seconds > QUICK:
            logger.debug("cell %d/%d (%.2f s)", cells, total, seconds)
        last += seconds
        if progress is not None:
            progress(cells, total)

    return done


@contextmanager
def project_variables(plan: Plan) -> Iterator[None]:
    """Within, this process and those that it starts find the plan's project and the password of its database."""
    variables = {**plan.environment, **password_variable(plan.selection.location)}
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
