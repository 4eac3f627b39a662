"""Processes for notebooks: forked, limited, listened to over a pipe, always brought to an end.

The process sends messages, one line of JSON each. What it writes to standard output and standard error goes to two
anonymous files that the parent holds open too: nothing that was written is lost when the process dies, and Python's
``print`` and programs called by the notebook keep their order. A ``stream`` message only says up to which byte of the
file the output goes.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import sys
import threading
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from ipasn_analysis.engine import isolation

POLL_SECONDS = 0.05
GRACE_SECONDS = 2.0
"""How long a process whose notebook has ended may take for its exit functions before it is killed."""
OVERRUN = 1024 * 1024
"""Bytes beyond the output limit at which the parent ends a process that did not stop itself."""

Message: TypeAlias = dict[str, Any]
"""A message of the Jupyter protocol: ``msg_type`` and ``content``."""
Reply: TypeAlias = dict[str, Any]
"""The content of a kernel's ``execute_reply``; of a cell that failed also its `Failure`."""


class Failure(StrEnum):
    """Why a cell failed."""

    INPUT = "input"
    """It raised `UsageError`: the user's input is wrong."""
    CODE = "code"
    MEMORY = "memory"
    OUTPUT = "output"
    TIMEOUT = "timeout"
    KILLED = "killed"
    ENDED = "ended"


class ProcessError(Exception):
    """The process of a notebook cannot go on; the message says what it did ("was killed by SIGKILL")."""

    def __init__(self, failure: Failure, message: str) -> None:
        super().__init__(message)
        self.failure = failure


class OutputLimitError(ProcessError):
    """The notebook has produced more output than it may."""

    def __init__(self, limit: int) -> None:
        super().__init__(Failure.OUTPUT, f"the notebook produced more than {limit} bytes of output")


def reason_against_fork() -> str | None:
    """Reason why forking is unsafe in this process, or None.

    A forked process has only the thread that forked: locks held by other threads stay locked for ever.
    """
    if sys.platform != "linux":
        return "processes are forked on Linux alone"
    _stop_progress_monitor()
    others = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    return f"other threads are running ({', '.join(sorted(others))})" if others else None


def start(
    target: Callable[[int], None],
    *,
    output_limit: int,
    memory_limit: int | None = None,
    working_directory: Path | str | None = None,
) -> NotebookProcess:
    """A forked process that runs `target` and ends.

    Parameters
    ----------
    target
        Called in the process with the descriptor of the pipe for its messages.
    output_limit
        Bytes that the process may produce, streams and messages together.
    memory_limit
        Bytes of data that the process may allocate beyond those it inherits.
    working_directory
        The process changes into it; the parent never does.
    """
    receiver, sender = os.pipe()
    streams = {name: os.memfd_create(name) for name in ("stdout", "stderr")}
    _flush_standard_streams()
    parent, inherited = os.getpid(), frozenset(isolation.connections().values())
    with warnings.catch_warnings(), isolation.signals_blocked():
        # Python warns of native threads too; those of OpenBLAS and Arrow look after themselves at a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        status = 1
        try:
            isolation.detach(parent, inherited, streams["stdout"], streams["stderr"], keep=sender)
            if working_directory is not None:
                os.chdir(working_directory)
            isolation.limit(memory_limit)
            target(sender)
            status = 0
        except BaseException:  # the parent's code must never continue in this process
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(status)
    os.close(sender)
    return NotebookProcess(pid, receiver, streams, output_limit)


class NotebookProcess:
    """The parent's side: receives messages and ends the process; as a context it always ends it."""

    def __init__(self, pid: int, pipe: int, streams: dict[str, int], output_limit: int) -> None:
        self.pid = pid
        self._pipe = pipe
        self._streams = streams
        self._read_to = dict.fromkeys(streams, 0)
        self._output_limit = output_limit
        self._received = 0
        self._partial = bytearray()
        self._messages: deque[Message] = deque()
        self._exit_code: int | None = None
        self._poll = select.poll()
        self._poll.register(pipe, select.POLLIN)

    def __enter__(self) -> NotebookProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        os.close(self._pipe)
        if kind is None:
            self._ends_within(GRACE_SECONDS)
        self.kill()
        for descriptor in self._streams.values():
            os.close(descriptor)

    def receive(self, deadline: float) -> Message:
        """The next message of the process, by `deadline` on the clock of `time.monotonic`.

        Raises `ProcessError` when there is none by then, there is too much output, or the process has died.
        """
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise ProcessError(Failure.TIMEOUT, "did not answer in time")
            if self._received + sum(map(self._size, self._streams)) > self._output_limit + OVERRUN:
                raise OutputLimitError(self._output_limit)
            if self._messages:
                return self._complete(self._messages.popleft())
            if not self._listen(min(POLL_SECONDS, remaining)):
                self._raise_ended()

    def leftovers(self) -> Iterator[Message]:
        """The output of a process that has ended, as far as nobody has received it."""
        while self._listen(0):
            pass
        yield from (self._complete(message) for message in self._messages if message["msg_type"] != "execute_reply")
        for name, begin in self._read_to.items():
            if self._size(name) > begin:
                yield self._complete({"msg_type": "stream", "content": {"name": name, "end": self._size(name)}})

    def kill(self) -> int:
        """End the process and all that it started in its group; its exit code, negative for a signal."""
        if self._exit_code is None:
            for end in (os.killpg, os.kill):
                with contextlib.suppress(ProcessLookupError):
                    end(self.pid, signal.SIGKILL)
            # The process is a zombie until here, so that its number cannot have been given to another.
            self._exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._exit_code

    def _listen(self, seconds: float) -> bool:
        """Take in what arrives within so many seconds; False when the process has ended and all was taken in."""
        if not self._poll.poll(1000 * seconds):
            return not self._ends_within(0)
        chunk = os.read(self._pipe, 1024 * 1024)
        if not chunk:
            self._poll.unregister(self._pipe)
            return not self._ends_within(GRACE_SECONDS)
        self._received += len(chunk)
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            self._messages.append(json.loads(self._partial + end))
            self._partial.clear()
        self._partial += rest
        return True

    def _complete(self, message: Message) -> Message:
        """The message, a ``stream`` with the text that was written since the last one."""
        if message["msg_type"] == "stream":
            content = message["content"]
            name, end = content["name"], content.pop("end")
            begin, self._read_to[name] = self._read_to[name], end
            size = min(end - begin, self._output_limit + OVERRUN)
            content["text"] = os.pread(self._streams[name], size, begin).decode("utf-8", "replace")
        return message

    def _size(self, name: str) -> int:
        return os.fstat(self._streams[name]).st_size

    def _ends_within(self, seconds: float) -> bool:
        if self._exit_code is not None:
            return True
        until = time.monotonic() + seconds
        pause = 0.0005
        while os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() >= until:
                return False
            time.sleep(pause)
            pause = min(2 * pause, POLL_SECONDS)
        return True

    def _raise_ended(self) -> NoReturn:
        code = self.kill()
        if code < 0:
            raise ProcessError(Failure.KILLED, f"was killed by {signal.Signals(-code).name}")
        why = self._last_error() if code else ", as by exit() or quit(),"
        raise ProcessError(Failure.ENDED, f"ended with status {code}{why}")

    def _last_error(self) -> str:
        """The error that the process wrote last, in brackets; empty where it wrote none."""
        size = self._size("stderr")
        written = os.pread(self._streams["stderr"], min(size, 4096), max(size - 4096, 0)).decode("utf-8", "replace")
        last = written.strip().rpartition("\n")[2]
        return f" ({last[:200]})" if re.match(r"[\w.]+(Error|Exception)\b", last) else ""


def _flush_standard_streams() -> None:
    """Empty the buffers before a fork: two processes would write what is in them."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            continue


def _stop_progress_monitor() -> None:
    """End the thread by which tqdm keeps slow progress bars moving; tqdm starts it again with its next bar."""
    monitors = sys.modules.get("tqdm._monitor")
    if monitors is None:
        return
    for thread in threading.enumerate():
        if isinstance(thread, monitors.TMonitor):
            thread.exit()
            thread.tqdm_cls.monitor = None
