"""The papermill engine ``ipasn-fork``: each notebook in a fresh process forked from one that has everything imported.

papermill's contract is kept by leaving it to papermill: `ForkClient` is papermill's own notebook client, whose kernel
is replaced by a forked process. How outputs are put together from messages (display ids, ``clear_output``, checks) is
nbclient's code, and what happens around a cell (progress, saving, marking a failure) is papermill's.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

if "papermill" not in sys.modules:
    # Importing papermill loads all registered engines, this module among them, and must not find it half done: it
    # steps aside, papermill loads it whole, and the import system hands out that one.
    _half_done = sys.modules.pop(__name__)
    import papermill  # noqa: F401

    sys.modules.setdefault(__name__, _half_done)

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine

from ipasn_analysis.engine import forking

ENGINE_NAME = "ipasn-fork"
OUTPUT_LIMIT = 128 * 1024 * 1024
"""Bytes of output that one notebook may have unless told otherwise."""
KEPT_OF_A_FLOOD = 16 * 1024
"""Characters of each stream output that are kept of a cell that ran into the output limit."""
PYTHON_KERNELS = ("python3", "python")

logger = logging.getLogger(__name__)


class ForkEngine(Engine):
    """Runs a notebook in a forked process; where that is not to be had, papermill's own engine does it.

    Beside papermill's ``execution_timeout`` (seconds per cell) it takes ``total_timeout`` (seconds for the notebook),
    ``memory_limit`` (bytes beyond what the parent holds), ``output_limit`` (bytes of outputs), ``working_directory``
    (of the notebook alone: papermill's ``cwd`` moves the whole program) and ``progress`` (called with cells done, all).
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        total_timeout: float | None = None,
        memory_limit: int | None = None,
        output_limit: int = OUTPUT_LIMIT,
        working_directory: Path | str | None = None,
        progress: Callable[[int, int], None] | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells of ``nb_man.nb`` in place; called by papermill, which saves and raises."""
        kwargs.pop("input_path", None)
        common = {"log_output": log_output, "stdout_file": stdout_file, "stderr_file": stderr_file, **kwargs}
        reason = reason_against_fork(kernel_name)
        if reason:
            _say_once(reason)
            NBClientEngine.execute_managed_notebook(
                nb_man,
                kernel_name,
                start_timeout=start_timeout,
                **common,
                **stock_options(
                    len(nb_man.nb.cells),
                    execution_timeout=execution_timeout,
                    total_timeout=total_timeout,
                    working_directory=working_directory,
                    progress=progress,
                ),
            )
            return
        client = ForkClient(nb_man, log=logging.getLogger("papermill"), kernel_name=kernel_name, **common)
        client.total_timeout = total_timeout
        client.cell_timeout = execution_timeout or kwargs.get("timeout")
        client.memory_limit = memory_limit
        client.output_limit = output_limit
        client.working_directory = working_directory
        client.progress = progress
        client.execute()


class ForkClient(PapermillNotebookClient):
    """papermill's client with a forked process in place of a kernel."""

    cell_timeout: float | None = None
    total_timeout: float | None = None
    memory_limit: int | None = None
    output_limit: int = OUTPUT_LIMIT
    working_directory: Path | str | None = None
    progress: Callable[[int, int], None] | None = None
    _process: forking.NotebookProcess
    _deadline: float
    _left = False

    def execute(self, **kwargs: Any) -> NotebookNode:
        """Run all cells, stopping after the first that fails; returns the notebook."""
        from ipasn_analysis.engine import shell  # noqa: PLC0415 - IPython is not needed before a notebook runs

        self.reset_execution_trackers()
        self.record_timing = False
        self._deadline = time.monotonic() + (self.total_timeout or float("inf"))
        with (
            tempfile.TemporaryDirectory(prefix="ipasn-") as profile,
            forking.start(
                partial(shell.serve, profile=Path(profile)),
                working_directory=self.working_directory,
                memory_limit=self.memory_limit,
                output_limit=self.output_limit,
            ) as self._process,
        ):
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = shell.language_info()
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        """Run one cell and put its outputs into it.

        Raises
        ------
        CellExecutionError
            When the cell failed, or its process did: died, ran too long, put out too much.
        """
        if cell.cell_type == "code" and cell.source.strip() and not self._is_skipped(cell):
            cell.outputs = []
            self.clear_before_next_output = False
            self.code_cells_executed += 1
            reply = self._run(cell, cell_index)
            if reply["status"] == "error" and not self._may_fail(cell, reply["ename"]):
                raise CellExecutionError.from_cell_and_msg(cell, reply)
        if self.progress:
            self.progress(cell_index + 1, len(self.nb.cells))
        return cell

    def _run(self, cell: NotebookNode, cell_index: int) -> dict[str, Any]:
        limit = time.monotonic() + (self.cell_timeout or float("inf"))
        try:
            if self._left:
                raise forking.ProcessError("had been ended by exit() or quit() before it got to work")
            self._process.send({"code": cell.source})
            while True:
                message = self._process.receive(min(limit, self._deadline))
                if message["msg_type"] == "execute_reply":
                    break
                self._take(message, cell, cell_index)
            reply: dict[str, Any] = message["content"]
            self._left = reply["leaving"]
        except forking.ProcessError as error:
            self._process.kill()
            for message in self._process.leftovers():
                self._take(message, cell, cell_index)
            reply = self._failure(error, cell, cell_index, limit)
        if reply["status"] == "error" and reply["ename"] in {forking.OutputLimitError.__name__, TIMEOUT}:
            _shorten(cell)
        return reply

    def _failure(
        self, error: forking.ProcessError, cell: NotebookNode, cell_index: int, limit: float
    ) -> dict[str, Any]:
        """The failed reply for a process that did not answer, put into the cell as an error output as well."""
        where = f"cell {cell_index + 1}"
        if isinstance(error, forking.ProcessTimeoutError):
            name = TIMEOUT
            if self._deadline <= limit:
                message = f"the notebook ran longer than {self.total_timeout} s, ended in {where}"
            else:
                message = f"{where} ran longer than {self.cell_timeout} s"
        elif isinstance(error, forking.OutputLimitError):
            name, message = "OutputLimitError", f"{where}: {error}"
        else:
            name, message = "DeadKernelError", f"the notebook's process {error} in {where}"
        cell.execution_count = self.code_cells_executed
        content = {"ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
        self._take({"msg_type": "error", "content": content}, cell, cell_index)
        return {"status": "error", **content}

    def _take(self, message: dict[str, Any], cell: NotebookNode, cell_index: int) -> None:
        kind = message["msg_type"]
        whole = {**message, "header": {"msg_type": kind}, "parent_header": {"msg_id": cell_index}}
        self.process_message(whole, cell, cell_index)

    def _is_skipped(self, cell: NotebookNode) -> bool:
        return self.skip_cells_with_tag in cell.metadata.get("tags", [])

    def _may_fail(self, cell: NotebookNode, ename: str) -> bool:
        tagged = "raises-exception" in cell.metadata.get("tags", []) and ename not in PROCESS_FAILURES
        return not self.force_raise_errors and (self.allow_errors or ename in self.allow_error_names or tagged)


TIMEOUT = "CellTimeoutError"
PROCESS_FAILURES = (TIMEOUT, "OutputLimitError", "DeadKernelError")
"""Names of the errors after which no further cell can run."""


def reason_against_fork(kernel_name: str = PYTHON_KERNELS[0]) -> str | None:
    """Why a notebook for this kernel cannot be run in a forked process now, in words for the log; None when it can."""
    if kernel_name not in PYTHON_KERNELS:
        return f"the notebook asks for the kernel {kernel_name!r}"
    return forking.reason_against()


@cache
def _say_once(reason: str) -> None:
    logger.warning("%s: running notebooks with papermill's own engine instead of %s", reason, ENGINE_NAME)


def stock_options(
    cells: int,
    *,
    execution_timeout: float | None = None,
    total_timeout: float | None = None,
    working_directory: Path | str | None = None,
    progress: Callable[[int, int], None] | None = None,
    **_: Any,
) -> dict[str, Any]:
    """This engine's options in the words of papermill's own, which has none for memory and the size of outputs."""
    deadline = time.monotonic() + (total_timeout or float("inf"))

    def remaining(cell: NotebookNode) -> float:
        return max(0.01, min(execution_timeout or float("inf"), deadline - time.monotonic()))

    def report(cell: NotebookNode, cell_index: int, **_: Any) -> None:
        if progress:
            progress(cell_index + 1, cells)

    options: dict[str, Any] = {"on_cell_executed": report, "extra_arguments": ["--log-level=CRITICAL"]}
    if execution_timeout or total_timeout:
        options["timeout_func"] = remaining
    if working_directory:
        options["resources"] = {"metadata": {"path": str(working_directory)}}
    return options


def _shorten(cell: NotebookNode) -> None:
    """Cut the long stream outputs of a cell that put out too much or ran too long: its notebook shall open."""
    for output in cell.outputs:
        if output.output_type == "stream" and len(output.text) > KEPT_OF_A_FLOOD:
            cut = len(output.text) - KEPT_OF_A_FLOOD
            output.text = f"{output.text[:KEPT_OF_A_FLOOD]}\n[… {cut} more characters left out]\n"
