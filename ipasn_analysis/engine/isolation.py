"""Detaches a forked process from its parent: group, signals, streams, descriptors, limits."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import stat
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""From ``sys/prctl.h``: the signal to get when the parent ends."""


Connection = tuple[int, int]
"""Device and inode of a pipe or socket."""


def connections() -> dict[int, Connection]:
    """The open pipes and sockets of this process by their descriptors."""
    found = {}
    for descriptor in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        with suppress(OSError):  # closed by now
            status = os.fstat(descriptor)
            if stat.S_ISSOCK(status.st_mode) or stat.S_ISFIFO(status.st_mode):
                found[descriptor] = status.st_dev, status.st_ino
    return found


def detach(parent: int, inherited: Collection[Connection], stdout: int, stderr: int, keep: int) -> None:
    """Give this forked process its own group, signals and standard streams, and none of the parent's pipes and sockets.

    These are `inherited`; what libraries have opened anew at the fork stays theirs (a thread of Arrow would read
    nothing for ever). `stdout` and `stderr` are the descriptors of the new streams, `keep` that of the one pipe that
    stays open.
    """
    os.setsid()
    exit_with_parent(parent, signal.SIGKILL)
    gc.freeze()  # what is inherited is never collected here: its pages stay shared, and collections are quick
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    nothing = os.open(os.devnull, os.O_RDWR)
    for target, source in ((0, nothing), (1, stdout), (2, stderr)):
        os.dup2(source, target)
    for descriptor, connection in connections().items():
        if descriptor not in {0, 1, 2, keep} and connection in inherited:
            # Not closed: an inherited object might close the number again when it belongs to someone else.
            try:
                os.dup2(nothing, descriptor, inheritable=False)
            except OSError:  # beyond the limit of open files, where the number never belongs to someone else
                os.close(descriptor)


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Have signals wait meanwhile: what a handler raises while Python forks is printed and lost.

    A process that is forked within starts with them blocked.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def exit_with_parent(parent: int, number: int) -> None:
    """End with the parent: the kernel sends a signal then; elsewhere a thread waits for the end of the parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # elsewhere a launcher of Python may stand between the two
            os._exit(1)
    elif (above := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_exit_after, args=(above,), name="parent", daemon=True).start()


def _exit_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def limit(memory_limit: int | None) -> None:
    """Allow no core dumps, and at most so many bytes of data beyond those that this process has inherited."""
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_limit is not None:
        bound = memory_limit + _data_bytes()
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))


def _data_bytes() -> int:
    """Bytes of private data that this process has, as RLIMIT_DATA counts them."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmData"))
    return int(line.split()[1]) * 1024
