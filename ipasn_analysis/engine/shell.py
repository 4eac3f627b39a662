"""The IPython shell of a forked process: runs cells and sends the messages of a Jupyter kernel over a pipe.

It is ipykernel's own shell with its display hook, display publisher and magics; only the sockets are replaced. So
outputs are what a kernel would have sent, apart from two things: standard output and standard error are cut into
messages where they are flushed, never by the clock, and a warning names the cell without a temporary folder.
"""

from __future__ import annotations

import asyncio
import atexit
import builtins
import getpass
import io
import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ipykernel import zmqshell
from ipykernel.compiler import XCachingCompiler, get_file_name
from ipykernel.ipkernel import IPythonKernel
from IPython.core.error import UsageError as MagicUsageError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

from ipasn_analysis.engine import state
from ipasn_analysis.engine.process import Failure, OutputLimitError, Reply
from ipasn_analysis.errors import UsageError


def language_info() -> dict[str, Any]:
    """A kernel's description of its language, for the metadata of the notebook."""
    return dict(IPythonKernel.language_info)


def run_cells(
    pipe: int, cells: Iterable[tuple[str, Callable[[Reply], bool]]], output_limit: int, profile: Path
) -> None:
    """Run cells one after the other; called in a process that was just forked.

    Parameters
    ----------
    pipe
        Descriptor to which messages are written.
    cells
        The source of each, and whether the notebook ends with a reply of it.
    output_limit
        Bytes that all outputs together may have.
    profile
        An empty folder for what IPython would otherwise put into the home folder.
    """
    state.reset_inherited_state()
    channel = OutputChannel(pipe, output_limit)
    streams = _open_standard_streams(channel)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_run_cells(cells, Shell(channel, profile), channel, streams))
    atexit._run_exitfuncs()


async def _run_cells(
    cells: Iterable[tuple[str, Callable[[Reply], bool]]],
    shell: Shell,
    channel: OutputChannel,
    streams: list[CapturedStream],
) -> None:
    for source, ends_with in cells:
        reply = await shell.run(source)
        for stream in streams:
            stream.flush()
        channel.send(None, "execute_reply", reply)
        if shell.exits or ends_with(reply):
            return


class OutputChannel(Session):
    """A Jupyter session that sends to a pipe, and counts messages and what was written to the standard streams."""

    unlimited = ("error", "execute_input", "execute_reply", "stream")
    """Messages that are sent whatever the limit; the text of a stream is counted when it is written."""

    def __init__(self, pipe: int, limit: int) -> None:
        super().__init__()
        self._pipe = os.fdopen(pipe, "wb", closefd=False)
        self._limit = limit
        self._sent = 0
        self._lock = threading.RLock()
        self._process = os.getpid()

    def send(self, stream: Any, msg_or_type: Any, content: dict[str, Any] | None = None, *_: Any, **__: Any) -> None:
        """Send a message or, when `msg_or_type` is its type, one made of `content`.

        In a further process that the notebook has forked nothing is sent. Raises `OutputLimitError`.
        """
        if os.getpid() != self._process:
            return
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
        line = self.pack({"msg_type": msg_or_type, "content": content or {}})
        with self._lock:
            if msg_or_type not in self.unlimited:
                self.count(len(line))
                self._sent += len(line)
            self._pipe.write(line + b"\n")
            self._pipe.flush()

    def count(self, size: int) -> None:
        """Raise `OutputLimitError` when so many bytes more are too many."""
        if self._sent + os.fstat(1).st_size + os.fstat(2).st_size + size > self._limit:
            raise OutputLimitError(self._limit)


class CapturedStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook: written through to the file that the parent reads."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name: str, descriptor: int, channel: OutputChannel) -> None:
        self.name = name
        self._file = io.FileIO(descriptor, "w", closefd=False)
        self._channel = channel
        self._flushed = os.fstat(descriptor).st_size

    def write(self, text: str) -> int:
        """Write `text`; raises `OutputLimitError` when the notebook has produced too much."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        data = text.encode("utf-8", "replace")
        self._channel.count(len(data))
        self._file.write(data)
        return len(text)

    def flush(self) -> None:
        """Make what was written since the last flush one output of the cell."""
        end = os.fstat(self.fileno()).st_size
        if end > self._flushed:
            self._flushed = end
            self._channel.send(None, "stream", {"name": self.name, "end": end})

    def fileno(self) -> int:
        """The descriptor, for programs that the notebook starts."""
        return self._file.fileno()

    def writable(self) -> bool:
        """True."""
        return True


def _open_standard_streams(channel: OutputChannel) -> list[CapturedStream]:
    """Put captured streams in the place of Python's; returned too, since a cell may put others there."""
    python: Any = sys
    sys.stdin = python.__stdin__ = os.fdopen(0, closefd=False)
    python.__stdout__ = os.fdopen(1, "w", buffering=1, closefd=False)
    python.__stderr__ = os.fdopen(2, "w", buffering=1, closefd=False)
    sys.excepthook = sys.__excepthook__
    streams = [CapturedStream("stdout", 1, channel), CapturedStream("stderr", 2, channel)]
    sys.stdout, sys.stderr = streams
    return streams


class KernelStub:
    """What the shell expects of a kernel: nobody to ask for input, no event loop of a window system."""

    _allow_stdin = False
    eventloop = None
    raw_input: Any = IPythonKernel.raw_input
    getpass: Any = IPythonKernel.getpass


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):
    """ipykernel's shell; it keeps the name, by which libraries know that they are in a notebook."""

    def enable_gui(self, gui: Any = None) -> None:
        """Refuse event loops of window systems."""
        if gui not in {None, "inline"}:
            raise MagicUsageError(f"there is no window system for {gui!r} here")


class CellCompiler(XCachingCompiler):
    """Names cells as ipykernel does, by a hash of their code, without the number of the process in it."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """The file name of a cell in warnings and tracebacks."""
        return f"ipykernel/{Path(get_file_name(raw_code)).name}"


class Shell:
    """Runs cells in an IPython shell, after `IPythonKernel.do_execute`."""

    def __init__(self, channel: OutputChannel, profile: Path) -> None:
        self._channel = channel
        if InteractiveShell.initialized():
            type(InteractiveShell.instance()).clear_instance()
        kernel = KernelStub()
        self._shell: Any = ZMQInteractiveShell.instance(
            config=Config({"HistoryManager": {"enabled": False}}),
            ipython_dir=str(profile),
            kernel=kernel,
            compiler_class=CellCompiler,
        )
        publishers: tuple[Any, ...] = (self._shell.displayhook, self._shell.display_pub)
        for publisher in publishers:
            publisher.session = channel
        builtins.input = kernel.raw_input
        getpass.getpass = kernel.getpass

    @property
    def exits(self) -> bool:
        """Whether a cell has called ``exit`` or ``quit``."""
        return bool(self._shell.exit_now)

    async def run(self, code: str) -> Reply:
        """Run one cell."""
        shell = self._shell
        self._channel.send(None, "execute_input", {"code": code, "execution_count": shell.execution_count})
        result = await self._run(code)
        shell.payload_manager.clear_payload()
        if result.success and not shell._last_traceback_during_displayhook:
            return {"status": "ok"}
        error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
        return {
            "status": "error",
            "failure": _failure(error),
            "ename": type(error).__name__,
            "evalue": str(error),
            "traceback": shell._last_traceback or [],
        }

    async def _run(self, code: str) -> Any:
        shell = self._shell
        shell._last_traceback, shell._last_traceback_during_displayhook = None, False
        failed = None
        try:
            transformed = shell.transform_cell(code)
        except Exception:
            transformed, failed = code, sys.exc_info()
        result = None
        try:
            result = await shell.run_cell_async(
                code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failed
            )
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result


def _failure(error: BaseException | None) -> Failure:
    kinds: dict[type[BaseException], Failure] = {
        UsageError: Failure.INPUT,
        MemoryError: Failure.MEMORY,
        OutputLimitError: Failure.OUTPUT,
    }
    return next((failure for kind, failure in kinds.items() if isinstance(error, kind)), Failure.CODE)
