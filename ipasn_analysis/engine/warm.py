"""Imports once, before processes are forked for notebooks, what all of them need.

Half of what a notebook would cost is importing. It is done without the collector of cyclic garbage, which would go
through all that was imported so far over and over, and without what a library prepares on import for other uses.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType

from ipasn_analysis.engine import clean_slate

GRAMMAR = "rfc3987_syntax"
"""Builds its parser of international addresses when imported, in a second, for a check that notebooks do not need."""
FOR_NOTEBOOKS = ("nbformat", "papermill", "ipasn_analysis.engine.engine", "ipasn_analysis.engine.shell")
"""What running any notebook imports."""


def warm_up(names: Iterable[str] = ()) -> None:
    """Import what notebooks need, and the modules `names`, in the process from which notebooks will be forked.

    One thread is asked of the BLAS libraries, which read that when they are loaded: call this before importing numpy.
    """
    clean_slate.cap_threads()
    with no_collection(), deferred_grammar():
        for name in (*names, *FOR_NOTEBOOKS):
            importlib.import_module(name)
    gc.freeze()  # all this stays: no collection needs to look at it, nor touch pages that processes share


@contextmanager
def no_collection() -> Iterator[None]:
    """Within, no search for cyclic garbage: importing makes none, and pays for each search with all it has made."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def deferred_grammar() -> Iterator[None]:
    """Within, jsonschema is given a function that imports the parser of addresses (`GRAMMAR`) when it is called."""
    if GRAMMAR in sys.modules or "jsonschema" in sys.modules or not _exists(GRAMMAR):
        yield
        return
    stand_in = ModuleType(GRAMMAR)
    stand_in.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[GRAMMAR] = stand_in
    try:
        yield
    finally:
        if sys.modules.get(GRAMMAR) is stand_in:
            del sys.modules[GRAMMAR]


def _is_valid_syntax(term: str, value: str) -> bool:
    """The function of that name of `GRAMMAR`, imported now."""
    return bool(importlib.import_module(GRAMMAR).is_valid_syntax(term, value))


def _exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
