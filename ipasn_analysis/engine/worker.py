"""A worker process: ends with its parent, and undoes what it was doing when it is terminated."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, TypeVar

from ipasn_analysis.engine.isolation import exit_with_parent

GRACE_SECONDS = 10.0
"""How long a terminated worker may take to clean up before it is killed."""
TERMINATED = 128 + signal.SIGTERM
"""Exit status of a terminated worker."""

T = TypeVar("T")


class WorkerTerminated(SystemExit):
    """A worker got SIGTERM: what it was doing is undone on the way out."""


def init_worker(parent: int) -> None:
    """In a new worker: end with the parent, clean up on SIGTERM, leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _terminate)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _terminate)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
    sys.unraisablehook = _unraisable
    exit_with_parent(parent, signal.SIGTERM)


def run_task(work: Callable[[], T]) -> T:
    """Do one piece of work in a worker; when terminated, the process ends once the work has cleaned up after itself."""
    try:
        return work()
    except WorkerTerminated:
        os._exit(TERMINATED)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    """Raise `WorkerTerminated`, and once more after a while: an exception that Python cannot pass on is lost."""
    if number == signal.SIGTERM:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS / 3)
    raise WorkerTerminated(TERMINATED)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Say nothing of a `WorkerTerminated` that got lost: `_terminate` raises it again."""
    if not isinstance(lost.exc_value, WorkerTerminated):
        sys.__unraisablehook__(lost)
