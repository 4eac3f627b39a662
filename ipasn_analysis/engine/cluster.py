"""Work on a Dask cluster: the executor, and the process in which a worker of the cluster does one piece.

The workers of Dask run tasks in threads, and a process with threads cannot fork for a notebook. So a task starts a
Python of its own, which has one thread, does one piece of work and ends with its worker. All files have the same paths
on every machine, as on a shared file system.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from ipasn_analysis.engine.tuning import cap_threads
from ipasn_analysis.engine.worker import init_worker
from ipasn_analysis.errors import Message, ReportError, UsageError, message_of

CONNECT_SECONDS = 5


class ClusterExecutor(Executor):
    """`concurrent.futures` over a Dask scheduler; what a lost worker had in hand is done again by another one."""

    def __init__(self, address: str) -> None:
        """Connect; `UsageError` when no scheduler answers at `address` or Dask is not installed."""
        try:
            from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            raise UsageError(
                "--scheduler needs Dask; install it with: pip install 'ipasn-analysis[cluster]'"
            ) from error
        try:
            asyncio.run(asyncio.wait_for(_ask(address), CONNECT_SECONDS))  # a client that fails waits for itself
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except Exception as error:  # of what answers there, nothing is known
            raise UsageError(
                "--scheduler {address!r}: no scheduler answers there ({why})", address=address, why=_reason(error)
            ) from error
        self._pool = self._client.get_executor(pure=False)

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have a worker do ``work(*arguments, **named)`` in a process of its own."""
        payload = pickle.dumps((work, arguments, named))
        submitted: Future[Any] = self._pool.submit(in_own_process, payload, str(Path.cwd()))
        return submitted

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; what still runs is waited for, or cancelled when it is not to `wait`."""
        self._pool.shutdown(wait=wait and not cancel_futures)
        self._client.close()


async def _ask(address: str) -> None:
    """Raise an error where no scheduler answers."""
    from distributed import rpc  # noqa: PLC0415

    async with rpc(address) as remote:
        kind = (await remote.identity())["type"]
    if kind != "Scheduler":
        raise TypeError(kind)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return Message("nothing within {seconds:i} seconds", seconds=CONNECT_SECONDS)
    if not isinstance(error, OSError | ValueError):
        return Message("what answers is no Dask scheduler")
    return message_of(error)


def in_own_process(payload: bytes, folder: str) -> Any:
    """Do a pickled piece of work in a new Python, in `folder` where this machine has it; what it returned or raised.

    `payload` is the pickle of a function, its arguments and its named arguments. Raises `ReportError` when the process
    ended without an answer.
    """
    cap_threads()
    command = [sys.executable, "-m", __name__, str(os.getpid())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder if Path(folder).is_dir() else None
    ) as process:
        try:
            answer, _ = process.communicate(payload)
        except BaseException:
            process.terminate()
            raise
    if process.returncode or not answer:
        raise ReportError("its process was ended by the system, most likely for want of memory")
    done, result = pickle.loads(answer)
    if not done:
        raise result
    return result


def main() -> None:
    """In the new Python: the work comes by standard input, the answer goes by standard output, prints elsewhere."""
    init_worker(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work, arguments, named = pickle.load(sys.stdin.buffer)
    try:
        answer = pickle.dumps((True, work(*arguments, **named)))
    except Exception as error:
        answer = pickle.dumps((False, error))
    with answers:
        answers.write(answer)


if __name__ == "__main__":
    main()
