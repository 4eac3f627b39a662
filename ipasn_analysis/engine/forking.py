"""Processes for notebooks: forked, cut off from the parent, limited, spoken to over pipes, always brought to an end.

What the process writes to standard output and standard error goes to two anonymous files that the parent holds open
too: nothing that was written is lost when the process dies, and Python's ``print`` and programs called by the notebook
keep their order. A ``stream`` message only says up to which byte the parent shall read.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipasn_analysis.engine import isolation, messages

POLL_SECONDS = 0.05
GRACE_SECONDS = 2.0
"""How long a process that was told to leave may take before it is killed."""
OVERRUN = 1024 * 1024
"""Bytes beyond the output limit at which the parent ends a process that did not stop itself."""


class ProcessError(Exception):
    """The process of a notebook cannot go on; the message says what it did ("was killed by SIGKILL")."""


class ProcessTimeoutError(ProcessError):
    """The process did not answer in time."""


class OutputLimitError(ProcessError):
    """The notebook put out more than it may."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the notebook put out more than {limit} bytes")


@dataclass(frozen=True)
class Line:
    """The ends of the pipes that the forked process holds, and what it needs to know of its limits."""

    commands: int
    answers: int
    output_limit: int


def reason_against() -> str | None:
    """Why this process cannot fork safely, in words; None when it can.

    A forked process has only the thread that forked: locks which others held stay locked for ever.
    """
    if not hasattr(os, "fork"):
        return "this system has no fork"
    if sys.platform == "darwin":
        return "fork is not safe with the system libraries of macOS"
    _rest_progress_monitor()
    others = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    if others:
        return f"other threads are running ({', '.join(sorted(others))})"
    return None


def start(
    target: Callable[[Line], None],
    *,
    working_directory: Path | str | None = None,
    memory_limit: int | None = None,
    output_limit: int,
) -> NotebookProcess:
    """A forked process that runs `target` and ends.

    Parameters
    ----------
    target
        Called in the process with its ends of the pipes.
    working_directory
        The process changes into it; the parent never does.
    memory_limit
        Bytes of data that the process may take beyond those it inherits.
    output_limit
        Bytes that the process may put out, streams and messages together.
    """
    commands, send = os.pipe()
    receive, answers = os.pipe()
    streams = {"stdout": _anonymous_file("stdout"), "stderr": _anonymous_file("stderr")}
    _flush_standard_streams()
    parent = os.getpid()
    with warnings.catch_warnings(), isolation.signals_held():
        # Python warns of native threads too; those of OpenBLAS look after themselves at a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        status = 1
        try:
            isolation.cut_off(parent, streams, keep={commands, answers})
            if working_directory is not None:
                os.chdir(working_directory)
            isolation.limit(memory_limit)
            target(Line(commands, answers, output_limit))
            status = 0
        except BaseException:  # the interpreter of the parent must never go on in here
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(status)
    os.close(commands)
    os.close(answers)
    return NotebookProcess(pid, send, receive, streams, output_limit)


class NotebookProcess:
    """The parent's end: sends commands, receives messages, ends the process; as a context it always ends it."""

    def __init__(self, pid: int, send: int, receive: int, streams: dict[str, int], output_limit: int) -> None:
        self.pid = pid
        self._send = send
        self._receive = receive
        self._streams = streams
        self._read = dict.fromkeys(streams, 0)
        self._output_limit = output_limit
        self._received = 0
        self._buffer = bytearray()
        self._open = True
        self._running = True

    def __enter__(self) -> NotebookProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(at_once=kind is not None)

    def send(self, message: dict[str, Any]) -> None:
        """Send a command; raises `ProcessError` when the process is no more."""
        if not self._running:
            raise ProcessError("had ended before")
        try:
            messages.write_message(self._send, json.dumps(message).encode())
        except BrokenPipeError:
            raise ProcessError(self._how_it_ended()) from None

    def receive(self, deadline: float = float("inf")) -> dict[str, Any]:
        """The next message of the process.

        Parameters
        ----------
        deadline
            On the clock of `time.monotonic`.

        Raises
        ------
        ProcessTimeoutError, OutputLimitError, ProcessError
            No message by the deadline; too much output; the process has died.
        """
        poll = select.poll()
        poll.register(self._receive, select.POLLIN | select.POLLHUP)
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise ProcessTimeoutError
            if self._written() + self._received > self._output_limit + OVERRUN:
                raise OutputLimitError(self._output_limit)
            message = self._next_message()
            if message is not None:
                return message
            if poll.poll(1000 * min(POLL_SECONDS, remaining)):
                if not self._fill():
                    raise ProcessError(self._how_it_ended())
            elif self._has_ended():
                # Its own child may hold the pipe open, so that there is no end of file.
                while poll.poll(0) and self._fill():
                    pass
                message = self._next_message()
                if message is None:
                    raise ProcessError(self._how_it_ended())
                return message

    def leftovers(self) -> Iterator[dict[str, Any]]:
        """What a process that has ended put out and nobody has received yet."""
        poll = select.poll()
        poll.register(self._receive, select.POLLIN)
        while poll.poll(0) and self._fill():
            pass
        while (message := self._next_message()) is not None:
            if message["msg_type"] != "execute_reply":
                yield message
        for name in self._streams:
            text = self._text(name, self._size(name))
            if text:
                yield {"msg_type": "stream", "content": {"name": name, "text": text}}

    def kill(self) -> None:
        """End the process and all that it started in its group."""
        if not self._running:
            return
        for end in (os.killpg, os.kill):
            try:
                end(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        # The process stays a zombie until here, so that its number, and its group's, cannot have been given anew.
        os.waitpid(self.pid, 0)
        self._running = False

    def close(self, at_once: bool = False) -> None:
        """Tell the process to leave, end what is left of it, and give back all that was held for it."""
        if not self._open:
            return
        self._open = False
        os.close(self._send)
        if self._running and not at_once:
            self._wait_for_end_of_file(GRACE_SECONDS)
            self._wait(POLL_SECONDS)
        self.kill()
        os.close(self._receive)
        for descriptor in self._streams.values():
            os.close(descriptor)

    def _next_message(self) -> dict[str, Any] | None:
        if len(self._buffer) < messages.HEADER.size:
            return None
        end = messages.HEADER.size + messages.HEADER.unpack_from(self._buffer)[0]
        if len(self._buffer) < end:
            return None
        message: dict[str, Any] = json.loads(self._buffer[messages.HEADER.size : end])
        del self._buffer[:end]
        if message["msg_type"] == "stream":
            content = message["content"]
            content["text"] = self._text(content["name"], content.pop("end"))
        return message

    def _fill(self) -> bool:
        chunk = os.read(self._receive, 1024 * 1024)
        self._buffer += chunk
        self._received += len(chunk)
        return bool(chunk)

    def _text(self, name: str, end: int) -> str:
        """What the process wrote to a stream since the last call, up to the byte `end`."""
        begin, self._read[name] = self._read[name], end
        size = min(end - begin, self._output_limit + OVERRUN)
        return os.pread(self._streams[name], size, begin).decode("utf-8", "replace")

    def _size(self, name: str) -> int:
        return os.fstat(self._streams[name]).st_size

    def _written(self) -> int:
        return sum(map(self._size, self._streams))

    def _has_ended(self) -> bool:
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _wait(self, seconds: float) -> bool:
        """Whether the process ends within so many seconds."""
        until = time.monotonic() + seconds
        pause = 0.0005
        while not self._has_ended():
            if time.monotonic() > until:
                return False
            time.sleep(pause)
            pause = min(2 * pause, POLL_SECONDS)
        return True

    def _wait_for_end_of_file(self, seconds: float) -> None:
        """Wait until the process has closed its pipe, which it does at its very end; nothing in it is wanted now."""
        until = time.monotonic() + seconds
        poll = select.poll()
        poll.register(self._receive, select.POLLIN)
        while poll.poll(1000 * max(0.0, until - time.monotonic())) and self._fill():
            self._buffer.clear()

    def _how_it_ended(self) -> str:
        if not self._wait(GRACE_SECONDS):
            return "closed its connection"
        end = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        if end is None:
            return "ended"
        if end.si_code == os.CLD_EXITED:
            return f"ended with status {end.si_status}"
        return f"was killed by {signal.Signals(end.si_status).name}"


def _anonymous_file(name: str) -> int:
    """A file without a name to which every writer appends."""
    if hasattr(os, "memfd_create"):
        return _appending(os.memfd_create(name))
    with tempfile.TemporaryFile() as file:
        return _appending(os.dup(file.fileno()))


def _appending(descriptor: int) -> int:
    import fcntl  # noqa: PLC0415 - not on Windows

    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)
    return descriptor


def _flush_standard_streams() -> None:
    """Empty the buffers before a fork: two processes would write what is in them."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            continue


def _rest_progress_monitor() -> None:
    """End the thread by which tqdm keeps slow progress bars moving; tqdm starts it again with its next bar."""
    monitors = sys.modules.get("tqdm._monitor")
    if monitors is None:
        return
    for thread in threading.enumerate():
        if isinstance(thread, monitors.TMonitor):
            thread.exit()
            thread.tqdm_cls.monitor = None
