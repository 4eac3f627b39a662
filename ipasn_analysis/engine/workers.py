"""Processes side by side: forked from this warm one, ended with it, one lost without the others; or a Dask cluster."""

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

from ipasn_analysis.engine.isolation import die_with, has_native_threads, signals_held
from ipasn_analysis.engine.warm import warm_up
from ipasn_analysis.errors import ReportError

GRACE_SECONDS = 10.0
"""How long a worker that was told to leave may take to clean up before it is killed."""
STOPPED = 128 + signal.SIGTERM
"""Exit status of a worker that was told to leave."""

T = TypeVar("T")


class Stopped(SystemExit):
    """A worker was told to leave: what it was doing is undone on the way out."""


class Interrupted(KeyboardInterrupt):
    """The command itself was told to end (SIGTERM)."""


def default_workers() -> int:
    """One worker for each processor that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def executor(workers: int, scheduler: str | None, prepare: Callable[[], object] = warm_up) -> Iterator[Executor]:
    """Where reports are built; left by an exception (an interruption too), it ends all its processes at once.

    `prepare` is called in processes on a cluster, which inherit nothing, before their work. Raises `UsageError` when no
    scheduler answers at that address or Dask is not installed.
    """
    pool = local_pool(workers) if scheduler is None else _cluster(scheduler, prepare)
    try:
        yield pool
    except BaseException:
        with signals_held():
            pool.shutdown(wait=False, cancel_futures=True)
            _end_children()
        raise
    pool.shutdown()


def local_pool(workers: int) -> ProcessPoolExecutor:
    """Processes that inherit what this one has imported, where forking is safe; else new ones that import it."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context = multiprocessing.get_context("fork" if can_fork and not has_native_threads() else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=partial(begin, os.getpid()))


def _cluster(scheduler: str, prepare: Callable[[], object]) -> Executor:
    from ipasn_analysis.engine.cluster import ClusterExecutor  # noqa: PLC0415 - not needed on one machine

    return ClusterExecutor(scheduler, prepare)


def submit(pool: Executor, work: Callable[..., T], *values: object) -> Future[T]:
    """Have a piece of work done; a future that failed when the processes of the pool are lost."""
    try:
        with signals_held():  # the first submission forks the processes
            return pool.submit(task, partial(work, *values))
    except BrokenProcessPool as error:
        lost: Future[T] = Future()
        lost.set_exception(error)
        return lost


def begin(parent: int) -> None:
    """In a new worker: end with the parent, clean up when told to leave, leave the keyboard to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _leave)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
    sys.unraisablehook = _unraisable
    die_with(parent, signal.SIGTERM)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """A `Stopped` that got lost is raised again (`_leave`); nobody needs to read of it."""
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Raise `Stopped`, and once more after a while: an exception that Python cannot pass on is lost."""
    if number == signal.SIGTERM:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS / 3)
    raise Stopped(STOPPED)


def task(work: Callable[[], T]) -> T:
    """Do one piece of work in a worker; told to leave, the process ends once the work has cleaned up after itself."""
    try:
        return work()
    except Stopped:
        os._exit(STOPPED)


def result_of(future: Future[T], work: Callable[..., T], *values: object) -> T:
    """What became of a piece of work; done again, in a process of its own, when the process it was in got lost.

    A process can be lost with work of another that brought it down. `ReportError` when it is lost again.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        with executor(1, None) as own:
            try:
                return submit(own, work, *values).result()
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
