"""Runs notebooks in forked processes for papermill, which keeps its contract itself.

`ForkClient` is papermill's own notebook client with a forked process in place of a kernel. How outputs are put
together from messages (display ids, ``clear_output``, checks) is nbclient's code, and what happens around a cell
(progress, saving, marking a failure) is papermill's.
"""

from __future__ import annotations

import logging
import math
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager

from ipasn_analysis.engine import process
from ipasn_analysis.engine.process import Failure, Message, ProcessError, Reply
from ipasn_analysis.errors import UsageError

OUTPUT_LIMIT = 128 * 1024 * 1024
SHORTENED = 16 * 1024
"""Characters of each stream output that are kept of a cell that ran into the output limit or the time limit."""
PYTHON_KERNELS = ("python3", "python")
ERROR_NAMES = {Failure.TIMEOUT: "CellTimeoutError", Failure.OUTPUT: "OutputLimitError"}
"""Names, in the notebook, of errors that are the process's and not the cell's; ``DeadKernelError`` of all others."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a notebook may take, and where it runs.

    execution_timeout : seconds per cell.
    total_timeout : seconds for the notebook.
    memory_limit : bytes beyond those of the parent.
    output_limit : bytes of outputs.
    working_directory : of the notebook alone; papermill's ``cwd`` moves the whole program.
    progress : called with the number of cells done and of all cells.
    failed : called with the index of each cell that fails and the reason.
    """

    execution_timeout: float | None = None
    total_timeout: float | None = None
    memory_limit: int | None = None
    output_limit: int = OUTPUT_LIMIT
    working_directory: Path | str | None = None
    progress: Callable[[int, int], None] | None = None
    failed: Callable[[int, Failure], None] | None = None


class ForkEngine(Engine):
    """Runs a notebook in a forked process, with the keyword arguments of `Options`; if it cannot, papermill does it."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, start_timeout: int = 60, **kwargs: Any
    ) -> None:
        """Run the cells of ``nb_man.nb`` in place; called by papermill, which saves and raises."""
        kwargs.pop("input_path", None)
        options = Options(**{name: kwargs.pop(name) for name in Options.__dataclass_fields__ if name in kwargs})
        reason = reason_against_fork(kernel_name)
        if reason is None:
            ForkClient(nb_man, options, log=logging.getLogger("papermill"), kernel_name=kernel_name, **kwargs).execute()
            return
        _warn_once(reason)
        stock = stock_options(options, len(nb_man.nb.cells))
        NBClientEngine.execute_managed_notebook(nb_man, kernel_name, start_timeout=start_timeout, **kwargs, **stock)


class ForkClient(PapermillNotebookClient):
    """papermill's client with a forked process in place of a kernel."""

    nb: NotebookNode
    _process: process.NotebookProcess
    _deadline: float

    def __init__(self, nb_man: NotebookExecutionManager, options: Options, **kwargs: Any) -> None:
        super().__init__(nb_man, **kwargs)
        self.record_timing = False
        self._options = options
        self._cell_timeout = options.execution_timeout or kwargs.get("timeout")

    def execute(self, **_: Any) -> NotebookNode:
        """Run all cells, stopping after the first that fails; returns the notebook."""
        from ipasn_analysis.engine import shell  # noqa: PLC0415 - once loaded, tqdm takes this process for a notebook

        self.reset_execution_trackers()
        options = self._options
        self._deadline = time.monotonic() + (options.total_timeout or math.inf)
        cells = [(cell.source, partial(self._ends_with, cell)) for cell in self.nb.cells if self._runs(cell)]
        with (
            tempfile.TemporaryDirectory(prefix="ipasn-") as profile,
            process.start(
                partial(shell.run_cells, cells=cells, output_limit=options.output_limit, profile=Path(profile)),
                output_limit=options.output_limit,
                memory_limit=options.memory_limit,
                working_directory=options.working_directory,
            ) as self._process,
        ):
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = shell.language_info()
        self.set_widgets_metadata()
        return self.nb

    def execute_cell(self, cell: NotebookNode, cell_index: int, *_: Any, **__: Any) -> NotebookNode:
        """Wait for one cell and put its outputs into it.

        Raises
        ------
        CellExecutionError
            When the cell failed, or its process did: died, ran too long, produced too much output.
        """
        if self._runs(cell):
            cell.outputs = []
            self.clear_before_next_output = False
            self.code_cells_executed += 1
            reply = self._wait_for(cell, cell_index)
            if reply["status"] == "error" and self._options.failed:
                self._options.failed(cell_index, Failure(reply["failure"]))
            if self._ends_with(cell, reply):
                raise CellExecutionError.from_cell_and_msg(cell, reply)
        if self._options.progress:
            self._options.progress(cell_index + 1, len(self.nb.cells))
        return cell

    def _wait_for(self, cell: NotebookNode, cell_index: int) -> Reply:
        """Put the outputs of a cell into it until its reply comes, or else the one that its process owes."""
        limit = time.monotonic() + (self._cell_timeout or math.inf)
        try:
            while True:
                message = self._process.receive(min(limit, self._deadline))
                if message["msg_type"] == "execute_reply":
                    reply: Reply = message["content"]
                    break
                self._process_message(message, cell, cell_index)
        except ProcessError as error:
            self._process.kill()
            for message in self._process.leftovers():
                self._process_message(message, cell, cell_index)
            name = ERROR_NAMES.get(error.failure, "DeadKernelError")
            evalue = self._describe(error, f"cell {cell_index + 1}", self._deadline <= limit)
            cell.execution_count = self.code_cells_executed
            content = {"ename": name, "evalue": evalue, "traceback": [f"{name}: {evalue}"]}
            self._process_message({"msg_type": "error", "content": content}, cell, cell_index)
            reply = {"status": "error", "failure": error.failure, **content}
        if reply.get("failure") in ERROR_NAMES:
            _shorten(cell)
        return reply

    def _describe(self, error: ProcessError, cell: str, late: bool) -> str:
        """What happened to the process in `cell`; `late`: the time of the whole notebook ends before the cell's."""
        if error.failure is Failure.OUTPUT:
            return f"{cell}: {error}"
        if error.failure is not Failure.TIMEOUT:
            return f"the notebook's process {error} in {cell}"
        if late:
            return f"the notebook ran longer than {self._options.total_timeout} s, ended in {cell}"
        return f"{cell} ran longer than {self._cell_timeout} s"

    def _process_message(self, message: Message, cell: NotebookNode, cell_index: int) -> None:
        header = {"header": {"msg_type": message["msg_type"]}, "parent_header": {"msg_id": cell_index}}
        self.process_message({**message, **header}, cell, cell_index)

    def _runs(self, cell: NotebookNode) -> bool:
        tags = cell.metadata.get("tags", [])
        return bool(cell.cell_type == "code" and cell.source.strip() and self.skip_cells_with_tag not in tags)

    def _ends_with(self, cell: NotebookNode, reply: Reply) -> bool:
        """Whether the notebook ends with this reply: the cell failed and may not, or nothing can run after it."""
        if reply["status"] == "ok":
            return False
        may_fail = self.allow_errors or reply["ename"] in self.allow_error_names
        may_fail = may_fail or "raises-exception" in cell.metadata.get("tags", [])
        goes_on = reply["failure"] in {Failure.CODE, Failure.INPUT, Failure.MEMORY}
        return self.force_raise_errors or not may_fail or not goes_on


def reason_against_fork(kernel_name: str = PYTHON_KERNELS[0]) -> str | None:
    """Reason why a notebook for this kernel cannot run in a forked process now, or None."""
    if kernel_name not in PYTHON_KERNELS:
        return f"the notebook asks for the kernel {kernel_name!r}"
    return process.reason_against_fork()


@cache
def _warn_once(reason: str) -> None:
    level = logging.WARNING if sys.platform == "linux" else logging.DEBUG  # elsewhere it is always so
    logger.log(level, "%s: running notebooks with papermill's own engine instead of forked processes", reason)


def stock_options(options: Options, cells: int) -> dict[str, Any]:
    """The options as keyword arguments of papermill's own engine, which has none for memory and the size of outputs."""
    deadline = time.monotonic() + (options.total_timeout or math.inf)

    def remaining(cell: NotebookNode) -> float:
        return max(0.01, min(options.execution_timeout or math.inf, deadline - time.monotonic()))

    def executed(cell: NotebookNode, cell_index: int, **_: Any) -> None:
        if options.progress:
            options.progress(cell_index + 1, cells)

    def failed(cell: NotebookNode, cell_index: int, execute_reply: Message) -> None:
        if options.failed:  # of the class of an error, a kernel gives the name alone
            named = execute_reply["content"]["ename"] == UsageError.__name__
            options.failed(cell_index, Failure.INPUT if named else Failure.CODE)

    stock: dict[str, Any] = {"on_cell_executed": executed, "on_cell_error": failed}
    stock["extra_arguments"] = ["--log-level=CRITICAL"]
    stock["shutdown_kernel"] = "immediate"  # a kernel asked to leave may print a traceback of its closing sockets
    if options.execution_timeout or options.total_timeout:
        stock["timeout_func"] = remaining
    if options.working_directory:
        stock["resources"] = {"metadata": {"path": str(options.working_directory)}}
    return stock


def _shorten(cell: NotebookNode) -> None:
    """Cut the long stream outputs of a cell that produced too much or ran too long: its notebook must open."""
    for output in cell.outputs:
        if output.output_type == "stream" and len(output.text) > SHORTENED:
            cut = len(output.text) - SHORTENED
            output.text = f"{output.text[:SHORTENED]}\n[… {cut} more characters left out]\n"
