"""Worker processes side by side: each ends with this one, and one that dies costs no other its work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import NoReturn, TypeVar

from ipasn_analysis.engine.isolation import signals_blocked
from ipasn_analysis.engine.worker import GRACE_SECONDS, init_worker, run_task
from ipasn_analysis.errors import ReportError

T = TypeVar("T")


class Interrupted(KeyboardInterrupt):
    """The command itself got SIGTERM."""


def default_workers() -> int:
    """One worker for each processor that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def executor(workers: int, scheduler: str | None = None, *, fork: bool = True) -> Iterator[Executor]:
    """An executor of so many processes, or one over the Dask scheduler at that address.

    Left by an exception (an interruption too), it ends all its processes at once. The processes inherit what this one
    has imported if they may `fork`; otherwise they import it. Raises `UsageError` when no scheduler answers.
    """
    pool: Executor
    if scheduler is None:
        context = multiprocessing.get_context("fork" if fork and sys.platform == "linux" else "spawn")
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=init_worker, initargs=(os.getpid(),))
    else:
        from ipasn_analysis.engine.cluster import ClusterExecutor  # noqa: PLC0415 - not needed on one machine

        pool = ClusterExecutor(scheduler)
    try:
        yield pool
    except BaseException:
        with signals_blocked():
            pool.shutdown(wait=False, cancel_futures=True)
            _end_children()
        raise
    pool.shutdown()


def submit(pool: Executor, work: Callable[..., T], *arguments: object) -> Future[T]:
    """Submit a piece of work; the future has failed when the processes of the pool are lost."""
    try:
        with signals_blocked():  # the first submission forks the processes
            return pool.submit(run_task, partial(work, *arguments))
    except BrokenProcessPool as error:
        lost: Future[T] = Future()
        lost.set_exception(error)
        return lost


def result_of(future: Future[T], work: Callable[..., T], *arguments: object) -> T:
    """The result of a piece of work; done again, in a process of its own, when the process it was in is lost.

    A process can be lost with work of another that brought it down. `ReportError` when it is lost again.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        with executor(1) as own:
            try:
                return submit(own, work, *arguments).result()
            except BrokenProcessPool as error:
                raise ReportError("its process was ended by the system, most likely for want of memory") from error


def _end_children() -> None:
    children = multiprocessing.active_children()
    for child in children:
        child.terminate()
    for child in children:
        child.join(GRACE_SECONDS)
        if child.is_alive():
            child.kill()
            child.join()


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, a SIGTERM to this process ends it as Ctrl-C does, cleaning up on the way."""
    try:
        before = signal.signal(signal.SIGTERM, _interrupt)
    except ValueError:  # not in the main thread: signals belong to somebody else
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise Interrupted
