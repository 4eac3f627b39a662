"""The log: one line for each step with its time, on standard error and in a file beside each report.

INFO is what everybody sees, DEBUG are the steps of a report. Neither holds personal data.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ipasn_analysis.errors import Message, redacted

ROOT = logging.getLogger("ipasn_analysis")


class _Formatter(logging.Formatter):
    """Formats a record without what could name a person."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _Console(logging.Handler):
    """Writes to the standard error of the moment, which may be replaced; messages in the user's language."""

    def __init__(self, level: int, say: Callable[[Message], str]) -> None:
        super().__init__(level)
        self._say = say

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.msg, Message):
            return redacted(self._say(record.msg))
        return super().format(record)

    def emit(self, record: logging.LogRecord) -> None:
        mark = "ipasn: " if record.levelno >= logging.WARNING else ""
        print(mark + self.format(record), file=sys.stderr, flush=True)


def show(level: int, say: Callable[[Message], str] = str) -> None:
    """Show records of that level and above on standard error as `say` says them; called by the command line alone."""
    handler = _Console(level, say)
    handler.setFormatter(_Formatter())
    ROOT.handlers = [handler]
    ROOT.setLevel(level)


@contextmanager
def recorded(path: Path) -> Iterator[None]:
    """Within, all records go to a file as well; those of processes forked meanwhile, too."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(_Formatter("%(asctime)s %(message)s"))
    level = ROOT.level
    ROOT.addHandler(handler)
    ROOT.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        ROOT.removeHandler(handler)
        ROOT.setLevel(level)
        handler.close()


@contextmanager
def step(logger: logging.Logger, what: str) -> Iterator[None]:
    """Log that a step is done, with the seconds it took."""
    started = time.perf_counter()
    yield
    logger.debug("%s (%.2f s)", what, time.perf_counter() - started)
