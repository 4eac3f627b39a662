"""The IPython shell of a forked process: runs the cells it is sent and answers with the messages of a Jupyter kernel.

It is ipykernel's own shell with its display hook, display publisher and magics; only the sockets are replaced by a
pipe. So outputs are what a kernel would have sent, apart from two things: standard output and standard error are cut
into messages where they are flushed, never by the clock, and a warning names the cell without a temporary folder.
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
from pathlib import Path
from typing import Any, ClassVar

from ipykernel import zmqshell
from ipykernel.compiler import XCachingCompiler, get_file_name
from ipykernel.ipkernel import IPythonKernel
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets import Any as AnyTrait
from traitlets.config import Config

from ipasn_analysis.engine import clean_slate, forking, messages


def language_info() -> dict[str, Any]:
    """What a kernel says of its language, for the metadata of the notebook."""
    return dict(IPythonKernel.language_info)


def serve(line: forking.Line, profile: Path) -> None:
    """Run the cells that come over the pipe until it is closed; called in a process that was just forked.

    Parameters
    ----------
    line
        The process's ends of the pipes.
    profile
        An empty folder for what IPython would else put into the home folder.
    """
    clean_slate.forget()
    outlet = Outlet(line)
    streams = _open_standard_streams(outlet)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    runner = CellRunner(outlet, profile)
    loop.run_until_complete(_serve(line, runner, outlet, streams))
    atexit._run_exitfuncs()


async def _serve(line: forking.Line, runner: CellRunner, outlet: Outlet, streams: list[CapturedStream]) -> None:
    while not runner.leaving:
        await _readable(line.commands)
        command = messages.read_message(line.commands)
        if command is None:
            return
        reply = await runner.run(command["code"])
        for stream in streams:
            stream.flush()
        outlet.send("execute_reply", reply, limited=False)


async def _readable(descriptor: int) -> None:
    """Wait for something to read, while tasks that a cell has started go on."""
    loop = asyncio.get_running_loop()
    arrived = loop.create_future()
    loop.add_reader(descriptor, _arrive, arrived)
    try:
        await arrived
    finally:
        loop.remove_reader(descriptor)


def _arrive(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class Outlet:
    """Where all outputs go: messages to the pipe, text to the files of the standard streams, counted together."""

    def __init__(self, line: forking.Line) -> None:
        self._descriptor = line.answers
        self._limit = line.output_limit
        self._sent = 0
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._session = Session()

    def send(self, kind: str, content: dict[str, Any], *, limited: bool = True) -> None:
        """Send a message, unless this is a further process that the notebook has forked.

        Raises
        ------
        OutputLimitError
            When it is `limited` and would exceed the notebook's limit.
        """
        if os.getpid() != self._process:
            return
        payload = self._session.pack({"msg_type": kind, "content": content})
        with self._lock:
            if limited:
                self.count(len(payload))
                self._sent += len(payload)
            messages.write_message(self._descriptor, payload)

    def count(self, size: int) -> None:
        """Raise `OutputLimitError` when so many bytes more are too many."""
        if self._sent + os.fstat(1).st_size + os.fstat(2).st_size + size > self._limit:
            raise forking.OutputLimitError(self._limit)


class CapturedStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook: written through to the file that the parent reads."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name: str, descriptor: int, outlet: Outlet) -> None:
        self.name = name
        self._descriptor = descriptor
        self._outlet = outlet
        self._flushed = os.fstat(descriptor).st_size

    def write(self, text: str) -> int:
        """Write `text`; raises `OutputLimitError` when the notebook has put out too much."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        data = text.encode("utf-8", "replace")
        self._outlet.count(len(data))
        messages.write_all(self._descriptor, data)
        return len(text)

    def flush(self) -> None:
        """Make what was written since the last flush one output of the cell."""
        end = os.fstat(self._descriptor).st_size
        if end > self._flushed:
            self._flushed = end
            self._outlet.send("stream", {"name": self.name, "end": end}, limited=False)

    def fileno(self) -> int:
        """The descriptor, for programs that the notebook starts."""
        return self._descriptor

    def writable(self) -> bool:
        """True."""
        return True


class PipeSession(Session):
    """A Jupyter session that sends to an `Outlet`; errors are sent whatever the limit."""

    outlet = AnyTrait()

    def send(self, stream: Any, msg_or_type: Any, content: dict[str, Any] | None = None, *_: Any, **__: Any) -> None:
        """Send a message or, when `msg_or_type` is its type, one made of `content`."""
        if isinstance(msg_or_type, dict):
            msg_or_type, content = msg_or_type["msg_type"], msg_or_type["content"]
        self.outlet.send(msg_or_type, content or {}, limited=msg_or_type != "error")


class NoKernel:
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
            raise UsageError(f"there is no window system for {gui!r} here")


class CellCompiler(XCachingCompiler):
    """Names cells as ipykernel does, by a hash of their code, without the number of the process in it."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """The file name of a cell, as warnings and tracebacks have it."""
        return f"ipykernel/{Path(get_file_name(raw_code)).name}"


class CellRunner:
    """Runs cells in a shell and says how they ended."""

    _settings: ClassVar[dict[str, dict[str, Any]]] = {"HistoryManager": {"enabled": False}}

    def __init__(self, outlet: Outlet, profile: Path) -> None:
        self._outlet = outlet
        self._shell: Any
        if InteractiveShell.initialized():
            type(InteractiveShell.instance()).clear_instance()
        kernel = NoKernel()
        self._shell = ZMQInteractiveShell.instance(
            config=Config(self._settings), ipython_dir=str(profile), kernel=kernel, compiler_class=CellCompiler
        )
        session = PipeSession(outlet=outlet)
        self._shell.displayhook.session = self._shell.display_pub.session = session
        builtins.input = kernel.raw_input
        getpass.getpass = kernel.getpass

    @property
    def leaving(self) -> bool:
        """Whether a cell has called ``exit`` or ``quit``."""
        return bool(self._shell.exit_now)

    async def run(self, code: str) -> dict[str, Any]:
        """Run one cell; returns the content of a kernel's ``execute_reply`` (after `IPythonKernel.do_execute`)."""
        shell = self._shell
        self._outlet.send("execute_input", {"code": code, "execution_count": shell.execution_count}, limited=False)
        result = await self._run(code)
        shell.payload_manager.clear_payload()
        error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
        if result.success and not shell._last_traceback_during_displayhook:
            return {"status": "ok", "leaving": self.leaving}
        return {
            "status": "error",
            "leaving": self.leaving,
            "ename": type(error).__name__,
            "evalue": str(error),
            "traceback": shell._last_traceback or [],
        }

    async def _run(self, code: str) -> Any:
        shell = self._shell
        failed = None
        try:
            transformed = shell.transform_cell(code)
        except Exception:
            transformed, failed = code, sys.exc_info()
        prepared = {"transformed_cell": transformed, "preprocessing_exc_tuple": failed}
        if not shell.should_run_async(code, **prepared):
            return shell.run_cell(code, store_history=True)
        result = None
        try:
            result = await shell.run_cell_async(code, store_history=True, **prepared)
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result


def _open_standard_streams(outlet: Outlet) -> list[CapturedStream]:
    """Put captured streams in the place of Python's; returned too, since a cell may put others there."""
    python: Any = sys
    sys.stdin = python.__stdin__ = os.fdopen(0, closefd=False)
    python.__stdout__ = os.fdopen(1, "w", buffering=1, closefd=False)
    python.__stderr__ = os.fdopen(2, "w", buffering=1, closefd=False)
    sys.excepthook = sys.__excepthook__
    streams = [CapturedStream("stdout", 1, outlet), CapturedStream("stderr", 2, outlet)]
    sys.stdout, sys.stderr = streams
    return streams
