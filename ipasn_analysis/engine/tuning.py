"""Makes processes quick: imports before the fork, one thread each, few garbage collections, memory that is reused."""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import sys
from collections.abc import Iterable

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Read by the numeric libraries when they are loaded."""
NOTEBOOK_MODULES = ("nbformat", "papermill", "ipasn_analysis.engine.client", "ipasn_analysis.engine.shell")
"""What running any notebook imports."""
IRI_GRAMMAR = "rfc3987_syntax"
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""From ``malloc.h`` of the GNU C library."""
RETAINED_BYTES = 256 * 1024 * 1024
LARGE_BYTES = 32 * 1024 * 1024
OBJECTS_BETWEEN_COLLECTIONS = 100_000


def cap_threads() -> None:
    """Have each numeric library that is not loaded yet use one thread, since reports run side by side as processes.

    What the user has set stays.
    """
    for variable in THREAD_VARIABLES:
        os.environ.setdefault(variable, "1")


def preload(modules: Iterable[str]) -> None:
    """Import modules, and what running notebooks needs, once: in the process from which others will be forked.

    jsonschema, which notebooks come with, builds a parser of international addresses on import if Jupyter's server has
    installed one: %GRAMMAR% for a format that no notebook has. So it does not find it.
    """
    cap_threads()
    enabled = gc.isenabled()
    gc.disable()  # importing makes no garbage, and pays for each collection with all that it has made: %COLLECT%
    hidden = IRI_GRAMMAR not in sys.modules
    if hidden:
        sys.modules[IRI_GRAMMAR] = None  # type: ignore[assignment]  # to the import system: not installed
    try:
        for name in (*modules, *NOTEBOOK_MODULES):
            importlib.import_module(name)
    finally:
        if hidden:
            del sys.modules[IRI_GRAMMAR]
        if enabled:
            gc.enable()
    gc.freeze()  # all this stays: no collection needs to look at it, nor touch pages that processes share


def relax_gc() -> None:
    """Look for cyclic garbage after so many new objects: %RELAX%."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def retain_freed_memory() -> bool:
    """Keep up to `RETAINED_BYTES` that arrays below `LARGE_BYTES` gave back, in this process and those forked from it.

    Otherwise the system is asked for each array's pages again, and clears them one by one: a third of the time of
    scoring a government. True if the C library (glibc) has accepted the settings.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt and mallopt(M_MMAP_THRESHOLD, LARGE_BYTES) and mallopt(M_TRIM_THRESHOLD, RETAINED_BYTES))
