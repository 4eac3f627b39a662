"""Runs one notebook with parameters: checks them first, writes the result whole or not at all, fails in one line."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipasn_analysis import errors
from ipasn_analysis.engine.warm import deferred_grammar

if TYPE_CHECKING:
    from nbformat import NotebookNode

VOLATILE = ("start_time", "end_time", "duration", "input_path", "output_path")
"""Keys of papermill's metadata that differ from run to run or name places on this machine."""


def run_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    *,
    engine: str | None = None,
    timeout: float | None = None,
    memory_limit: int | None = None,
    cwd: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    redact: Callable[[str], str] = errors.without_secrets,
) -> NotebookNode:
    """Run a notebook with parameters and write it, executed and without volatile metadata.

    Parameters
    ----------
    source, target
        Paths of the notebook and of the executed one. A notebook that fails is kept beside `target` (`failed_path`).
    parameters
        Values of the names that the notebook's cell tagged ``parameters`` assigns.
    engine
        Name of a papermill engine; by default the forking one, which itself falls back on papermill's own.
    timeout
        Seconds that the whole notebook may take.
    memory_limit
        Bytes that the notebook may take beyond what its parent holds (the forking engine alone keeps to it).
    cwd
        Working directory of the notebook's process; that of the caller does not change.
    progress
        Called after each cell with the number of cells done and of all cells.
    redact
        Takes out of a text what no error may show; errors and printed text of a notebook that fails pass through it.

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
        raise errors.UsageError(f"no folder {cwd} to run {source.name} in")
    with deferred_grammar():
        import nbformat  # noqa: PLC0415 - slow to import, as below
    options = {
        "total_timeout": timeout,
        "memory_limit": memory_limit,
        "working_directory": cwd,
        "progress": progress,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".ipasn-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        failure = _execute(source, draft, dict(parameters), engine, options)
        if isinstance(failure, errors.UsageError):
            raise errors.UsageError(redact(str(failure)))
        error = None if failure is None else str(failure)
        notebook = strip_volatile(nbformat.read(draft, as_version=4), nbformat.read(source, as_version=4))
        if error is not None:
            error, notebook = redact(error), _redacted(notebook, redact)
        draft.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        kept = failed_path(target)
        if error is None:
            draft.replace(target)
            kept.unlink(missing_ok=True)
            return notebook
        draft.replace(kept)
    raise errors.ReportError(f"{source.name}: {error}; the notebook up to there is {kept}")


def _redacted(notebook: NotebookNode, redact: Callable[[str], str]) -> NotebookNode:
    """The notebook, changed in place: errors, what cells printed, and papermill's record of the error, redacted.

    Results that cells show are left alone.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                output.ename, output.evalue = redact(output.ename), redact(output.evalue)
                output.traceback = [redact(line) for line in output.traceback]
            elif output.output_type == "stream":
                output.text = redact(output.text)
        if cell.cell_type == "markdown" and "papermill-error-cell-tag" in cell.metadata.get("tags", ()):
            cell.source = redact(cell.source)
    record = notebook.metadata.get("papermill", {})
    if isinstance(record.get("exception"), str):
        record["exception"] = redact(record["exception"])
    return notebook


def check_parameters(source: Path, parameters: Mapping[str, Any]) -> None:
    """Refuse a notebook that is not there and names that it does not take (`UsageError`); papermill only warns."""
    if not source.is_file():
        raise errors.UsageError(f"no notebook {source}")
    with deferred_grammar():
        import papermill  # noqa: PLC0415 - slow to import, not needed before a notebook runs

    with _quiet():
        known = papermill.inspect_notebook(_as_template(source))
    for name in parameters:
        if name not in known:
            raise errors.unknown("parameter", name, known)


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
    """Give each cell that papermill or the upgrade of the format named at random an id that tells its place."""
    known = None if source is None else {cell.id for cell in source.cells if "id" in cell}
    counts: dict[str, int] = {}
    taken = {cell.get("id") for cell in notebook.cells}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        kind = next((tag for tag in tags if tag in {"injected-parameters", "papermill-error-cell-tag"}), None)
        if kind is None and (known is None or cell.get("id") in known):
            continue
        kind = kind or "cell"
        counts[kind] = counts.get(kind, 0) + 1
        while f"{kind}-{counts[kind]}" in taken - {cell.get("id")}:
            counts[kind] += 1
        cell.id = f"{kind}-{counts[kind]}"


def _execute(
    source: Path, draft: Path, parameters: dict[str, Any], engine: str | None, options: dict[str, Any]
) -> errors.IpasnError | None:
    """Run with papermill into `draft`; None, or which cell failed with which error in one line.

    A `UsageError` of a cell is returned as such.
    """
    import nbformat  # noqa: PLC0415
    import papermill  # noqa: PLC0415
    from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415

    from ipasn_analysis.engine.engine import ENGINE_NAME, ForkEngine, reason_against_fork, stock_options  # noqa: PLC0415

    papermill.engines.papermill_engines.register(ENGINE_NAME, ForkEngine)
    name = engine or ENGINE_NAME
    forks = name == ENGINE_NAME and reason_against_fork() is None
    memory_limit = options["memory_limit"]
    if name != ENGINE_NAME:
        options = stock_options(len(nbformat.read(source, as_version=4).cells), **options)
    try:
        with _quiet():
            papermill.execute_notebook(
                _as_template(source),
                _as_template(draft),
                parameters,
                engine_name=name,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                autosave_cell_every=0,
                request_save_on_cell_execute=not forks,  # else what is there at a time-out would be lost
                **options,
            )
    except papermill.PapermillExecutionError as error:
        if error.ename == errors.UsageError.__name__:
            return errors.UsageError(error.evalue)
        where = f"cell {error.cell_index + 1} (In [{error.exec_count}])"
        told = f"{where} failed: {_one_line(error.ename, error.evalue)}"
        return errors.ReportError(told + (_limit(memory_limit) if forks and _starved(error.ename, told) else ""))
    except (CellTimeoutError, DeadKernelError) as error:
        return errors.ReportError(_one_line(type(error).__name__, str(error)))
    return None


def _starved(ename: str, told: str) -> bool:
    """Whether a cell failed as one does that gets no more memory."""
    return ename in {"MemoryError", "ArrowMemoryError", "CellExecutionError"} or "killed by SIG" in told


def _limit(memory_limit: int | None) -> str:
    return "" if memory_limit is None else f" (it may take {memory_limit / 1024**3:.3g} GiB: --memory-limit)"


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
