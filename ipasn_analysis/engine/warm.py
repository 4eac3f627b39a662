"""What is imported once, before processes are forked for notebooks: all that a report needs, and nothing else.

Half of what reports would cost is importing, so this module says what is imported, and in which way: without the
collector of cyclic garbage, which would go through all that was imported so far over and over, and without what a
library prepares on import for uses that reports do not have.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import ModuleType

from ipasn_analysis.engine import clean_slate

OWN_PACKAGE = "ipasn_analysis"
GRAMMAR = "rfc3987_syntax"
"""Builds its parser of international addresses when imported, in a second, for a check that notebooks do not need."""
FOR_NOTEBOOKS = (
    "pandas",
    "pyarrow.parquet",
    "scipy.special",
    "scipy.optimize",
    "scipy.sparse",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "nbformat",
    "papermill",
    "babel.numbers",
    "babel.dates",
    f"{OWN_PACKAGE}.api",
    f"{OWN_PACKAGE}.reporting.engine",
    f"{OWN_PACKAGE}.reporting.shell",
)
"""What the notebooks of reports and the processes that run them import."""
FOR_FORMATS = {
    "html": (f"{OWN_PACKAGE}.reporting.html_exporter",),
    "pdf": (f"{OWN_PACKAGE}.reporting.pdf_exporter", "typst"),
    "xlsx": (f"{OWN_PACKAGE}.reporting.workbook",),
    "json": (),
}
"""What writing each format imports."""


def warm_up(formats: Collection[str] = ()) -> tuple[str, ...]:
    """Import what notebooks and the formats asked for need, in the process from which notebooks will be forked.

    One thread is asked of the BLAS libraries, which read that when they are loaded: call this before importing numpy.

    Returns
    -------
    tuple of str
        The names that were imported.
    """
    clean_slate.cap_threads()
    names = [*FOR_NOTEBOOKS, *(name for kind in formats for name in FOR_FORMATS[kind])]
    found = tuple(name for name in dict.fromkeys(names) if not name.startswith(OWN_PACKAGE) or _exists(name))
    with no_collection(), deferred_grammar():
        for name in found:
            importlib.import_module(name)
        _prepare(formats)
    gc.freeze()  # all this stays: no collection needs to look at it, nor touch pages that processes share
    return found


def _prepare(formats: Collection[str]) -> None:
    """Make what every report would else make for itself: the fonts of charts, the style and the script of pages.

    Nothing of Typst: its threads would not outlive a fork.
    """
    from ipasn_analysis.blocks.theme import register_fonts  # noqa: PLC0415 - imported by now, as below

    register_fonts()
    if "html" in formats:
        from ipasn_analysis.publish.html_exporter import assets  # noqa: PLC0415

        assets()


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
