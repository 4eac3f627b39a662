"""The progress of a single report, where somebody is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable


def cells(region: str) -> Callable[[int, int], None] | None:
    """Counts the cells of a report's notebook on standard error; None where that is no terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\r" if done < total else "\n"
        print(f"{region}: {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show
