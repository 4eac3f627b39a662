"""What the operating system holds for a forked process, made its own: group, signals, streams, descriptors, limits."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""From ``sys/prctl.h``: the signal to get when the parent ends."""

_native_threads: set[str] = set()


def note_native_threads(library: str) -> None:
    """A library has started threads that Python does not know of: a forked process would wait for them for ever."""
    _native_threads.add(library)


def has_native_threads() -> bool:
    """Whether a process forked from this one must not call those libraries (`note_native_threads`)."""
    return bool(_native_threads)


def cut_off(parent: int, streams: dict[str, int], keep: set[int]) -> None:
    """Make the forked process one of its own: group, signals, standard streams, no pipe or socket of the parent."""
    os.setsid()
    die_with(parent)
    gc.freeze()  # what is inherited is never collected here: no copying of its pages, and quick collections
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    nothing = os.open(os.devnull, os.O_RDWR)
    for target, source in ((0, nothing), (1, streams["stdout"]), (2, streams["stderr"])):
        os.dup2(source, target)
    for descriptor in _open_descriptors() - keep - {0, 1, 2, nothing}:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
            # Not closed: an inherited object might close the number again when it belongs to someone else.
            os.dup2(nothing, descriptor, inheritable=False)


def _open_descriptors() -> set[int]:
    listing = Path("/proc/self/fd")
    if not listing.is_dir():
        return set()
    found = {int(entry.name) for entry in listing.iterdir()}
    return {descriptor for descriptor in found if _is_open(descriptor)}


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@contextmanager
def signals_held() -> Iterator[None]:
    """Keep signals waiting meanwhile: what a handler raises while Python forks is printed and lost.

    A process that is forked within starts with them held.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def die_with(parent: int, number: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends (Linux; elsewhere the closed pipe ends it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def limit(memory_limit: int | None) -> None:
    """No core dumps, and so many bytes of data at most beyond those that this process has inherited."""
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_limit is not None:
        bound = memory_limit + _data_bytes()
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))


def _data_bytes() -> int:
    """Bytes of private data that this process has, as RLIMIT_DATA counts them; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmData"))
    return int(line.split()[1]) * 1024
