"""Runs one notebook with parameters: checks them first, writes the result whole or not at all, fails in one line."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipasn_analysis.engine.engine import NAME
from ipasn_analysis.errors import Message, ReportError, UsageError, unknown, without_secrets

if TYPE_CHECKING:
    from nbformat import NotebookNode

VOLATILE = ("start_time", "end_time", "duration", "input_path", "output_path")
"""Keys of papermill's metadata that differ from run to run or name paths on this machine."""
INJECTED_TAG, ERROR_TAG = "injected-parameters", "papermill-error-cell-tag"
"""Tags of the cells that papermill adds."""


def run_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    *,
    timeout: float | None = None,
    memory_limit: int | None = None,
    cwd: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    redact: Callable[[str], str] = without_secrets,
    delivered: Mapping[str, str] | None = None,
) -> NotebookNode:
    """Run a notebook with parameters and write it, executed and without volatile metadata.

    Parameters
    ----------
    source, target
        Paths of the notebook and of the executed one. A notebook that fails is kept beside `target` (`failed_path`).
    parameters
        Values of the names that the notebook's cell tagged ``parameters`` assigns.
    timeout
        Seconds that the whole notebook may take.
    memory_limit
        Bytes that the notebook may allocate beyond those of its parent (nothing limits it where processes cannot fork).
    cwd
        Working directory of the notebook's process; that of the caller does not change.
    progress
        Called after each cell with the number of cells done and of all cells.
    redact
        Removes from a text what no error may show; applied to errors, and to what the cells of a failed notebook print.
    delivered
        Parameters that the written notebook has in place of those that it ran with.

    Returns
    -------
    NotebookNode
        The executed notebook, as written.

    Raises
    ------
    UsageError
        When the notebook or `cwd` does not exist, or the notebook has no such parameter; and the one that a cell
        raises, as it is, since it is about the input: nothing is kept then.
    ReportError
        When a cell fails otherwise, in one line with the notebook, the cell and the error.
    """
    check_parameters(source, parameters)
    if cwd is not None and not cwd.is_dir():
        raise UsageError("no folder {cwd} to run {notebook} in", cwd=cwd, notebook=source.name)
    limits = {"total_timeout": timeout, "memory_limit": memory_limit, "working_directory": cwd, "progress": progress}
    target.parent.mkdir(parents=True, exist_ok=True)
    failed = failed_path(target)
    with tempfile.TemporaryDirectory(prefix=".ipasn-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        try:
            _execute(source, draft, dict(parameters), limits)
        except UsageError as error:
            raise UsageError(error.message.with_texts(redact)) from None
        except ReportError as error:
            _finish(draft, failed, source, redact)
            raise ReportError(
                "{notebook}: {why}; the notebook up to there is {failed}",
                notebook=source.name,
                why=error.message.with_texts(redact),
                failed=failed,
            ) from None
        notebook = _finish(draft, target, source, delivered=delivered or {})
    failed.unlink(missing_ok=True)
    return notebook


def _finish(
    draft: Path,
    target: Path,
    source: Path,
    redact: Callable[[str], str] | None = None,
    delivered: Mapping[str, str] | None = None,
) -> NotebookNode:
    """Replace `target` by the draft without what is volatile, with messages redacted and `delivered` parameters."""
    import nbformat  # noqa: PLC0415 - slow to import, not needed before a notebook runs

    notebook = strip_volatile(nbformat.read(draft, as_version=4), nbformat.read(source, as_version=4))
    for name, value in (delivered or {}).items():
        _replace_parameter(notebook, name, value)
    if redact is not None:
        _redact(notebook, redact)
    draft.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    draft.replace(target)
    return notebook


def _replace_parameter(notebook: NotebookNode, name: str, value: str) -> None:
    """Give a parameter of an executed notebook another value, in the cell that assigns it and in the metadata."""
    notebook.metadata.papermill.parameters[name] = value
    for cell in notebook.cells:
        if INJECTED_TAG in cell.metadata.get("tags", []):
            lines = cell.source.splitlines()
            assigned = [f"{name} = {json.dumps(value)}" if line.startswith(f"{name} = ") else line for line in lines]
            cell.source = "\n".join(assigned)


def check_parameters(source: Path, parameters: Mapping[str, Any]) -> None:
    """Refuse a notebook that is not there and names that it does not take (`UsageError`); papermill only warns."""
    if not source.is_file():
        raise UsageError("no notebook {source}", source=source)
    import papermill  # noqa: PLC0415 - slow to import, not needed before a notebook runs

    with _quiet():
        known = papermill.inspect_notebook(_as_template(source))
    for name in parameters:
        if name not in known:
            raise unknown("parameter", name, known)


def failed_path(target: Path) -> Path:
    """Where the notebook goes whose executed form would have been `target`, when a cell fails."""
    return target.with_name(f"{target.stem}.failed{target.suffix}")


def strip_volatile(notebook: NotebookNode, source: NotebookNode | None = None) -> NotebookNode:
    """The notebook without what differs between two runs of the same: times, paths and random cell ids.

    Parameters
    ----------
    notebook
        As papermill made it. It is not changed.
    source
        The notebook before the run: cells that carry an id of it keep it. Without it only papermill's own cells get a
        new id.

    Returns
    -------
    NotebookNode
        A copy; parameters, status and exception stay in papermill's metadata.
    """
    from nbformat import from_dict  # noqa: PLC0415

    stripped: NotebookNode = from_dict(notebook)
    for part in (stripped, *stripped.cells):
        recorded = part.metadata.get("papermill", {})
        for key in VOLATILE:
            recorded.pop(key, None)
        part.metadata.pop("execution", None)
    if (stripped.nbformat, stripped.nbformat_minor) >= (4, 5):
        _name_cells(stripped, source)
    return stripped


def _name_cells(notebook: NotebookNode, source: NotebookNode | None) -> None:
    """Give each cell that papermill or the upgrade of the format named at random an id by its order."""
    known = None if source is None else {cell.id for cell in source.cells if "id" in cell}
    counts: dict[str, int] = {}
    taken = {cell.get("id") for cell in notebook.cells}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        kind = next((tag for tag in tags if tag in {INJECTED_TAG, ERROR_TAG}), None)
        if kind is None and (known is None or cell.get("id") in known):
            continue
        kind = kind or "cell"
        counts[kind] = counts.get(kind, 0) + 1
        while f"{kind}-{counts[kind]}" in taken - {cell.get("id")}:
            counts[kind] += 1
        cell.id = f"{kind}-{counts[kind]}"


def _redact(notebook: NotebookNode, redact: Callable[[str], str]) -> None:
    """Redact errors, what cells printed, and papermill's record of the error; shown figures are left alone."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                output.ename, output.evalue = redact(output.ename), redact(output.evalue)
                output.traceback = [redact(line) for line in output.traceback]
            elif output.output_type == "stream":
                output.text = redact(output.text)
        if ERROR_TAG in cell.metadata.get("tags", ()):
            cell.source = redact(cell.source)
    record = notebook.metadata.get("papermill", {})
    if isinstance(record.get("exception"), str):
        record["exception"] = redact(record["exception"])


def _execute(source: Path, draft: Path, parameters: dict[str, Any], limits: dict[str, Any]) -> None:
    """Run with papermill into `draft`; raises the `UsageError` of a cell, and `ReportError` for any other failure."""
    import papermill  # noqa: PLC0415 - slow to import
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: PLC0415

    from ipasn_analysis.engine.client import reason_against_fork  # noqa: PLC0415
    from ipasn_analysis.engine.process import Failure  # noqa: PLC0415

    failures: dict[int, Failure] = {}
    try:
        with _quiet():
            papermill.execute_notebook(
                _as_template(source),
                _as_template(draft),
                parameters,
                engine_name=NAME,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                autosave_cell_every=0,
                # papermill's own engine loses what is there at a time-out, unless each cell is saved
                request_save_on_cell_execute=reason_against_fork() is not None,
                failed=failures.__setitem__,
                **limits,
            )
    except papermill.PapermillExecutionError as error:
        failure = failures.get(error.cell_index)
        if failure is Failure.INPUT:
            raise UsageError(error.evalue) from None
        message = Message(
            "cell {cell} (In [{count}]) failed: {why}",
            cell=error.cell_index + 1,
            count=error.exec_count,
            why=_one_line(error.ename, error.evalue),
        )
        unsaid = error.ename == CellExecutionError.__name__  # there was not even memory to say what failed
        if unsaid or failure in {Failure.MEMORY, Failure.KILLED}:
            message = _with_limit(message, limits["memory_limit"])
        raise ReportError(message) from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise ReportError(_one_line(type(error).__name__, str(error))) from None


def _with_limit(message: Message, memory_limit: int | None) -> Message:
    if memory_limit is None:
        return message
    gibibytes = f"{memory_limit / 1024**3:.3g}"
    return Message("{why} (memory limit {limit} GiB: --memory-limit raises it)", why=message, limit=gibibytes)


def _one_line(ename: str, evalue: str) -> str:
    first = next((line.strip() for line in evalue.splitlines() if line.strip()), "")
    return f"{ename}: {first}" if first else ename


def _as_template(path: Path) -> str:
    """The path with its braces doubled, since papermill fills in parameters that stand in braces."""
    return str(path.absolute()).replace("{", "{{").replace("}", "}}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill's log to itself: what matters of it is raised."""
    log = logging.getLogger("papermill")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)
