"""Makes processes quick: imports before the fork, one thread each, few garbage collections, memory that is reused."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterable
from typing import cast

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Read by the numeric libraries when they are loaded."""
NOTEBOOK_MODULES = ("nbformat", "papermill", "ipasn_analysis.engine.client", "ipasn_analysis.engine.shell")
"""What running any notebook imports."""
FORMAT_CHECKERS = ("rfc3987_syntax", "rfc3986_validator", "isoduration", "webcolors")
"""What jsonschema takes along, where it is installed, for formats that notebooks do not have."""
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

    Importing makes no garbage, but each collection goes through all that was imported: 0.6 s of 4 s of CPU without
    `relax_gc`, 0.2 s with it. So there is none meanwhile, and none ever looks at what was imported, nor touches the
    pages that processes share. jsonschema, which notebooks come with, would build a parser of international addresses
    where JupyterLab has installed one, in 2 s: it does not find its `FORMAT_CHECKERS`.
    """
    cap_threads()
    hidden = [name for name in FORMAT_CHECKERS if name not in sys.modules]
    cast(dict[str, object], sys.modules).update(dict.fromkeys(hidden))  # None, to the import system: not installed
    enabled = gc.isenabled()
    gc.disable()
    try:
        for name in (*modules, *NOTEBOOK_MODULES):
            importlib.import_module(name)
    finally:
        for name in hidden:
            del sys.modules[name]
        if enabled:
            gc.enable()
    gc.freeze()


def relax_gc() -> None:
    """Look for cyclic garbage less often: 176 collections, 0.1 s of CPU, while one report is computed become none."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def retain_freed_memory() -> bool:
    """Keep up to `RETAINED_BYTES` that arrays below `LARGE_BYTES` gave back, in this process and those forked from it.

    Otherwise the system is asked for each array's pages again, and clears them one by one: a third of the time of
    scoring a government. True if the C library (glibc) has accepted the settings.
    """
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - slow to import

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt and mallopt(M_MMAP_THRESHOLD, LARGE_BYTES) and mallopt(M_TRIM_THRESHOLD, RETAINED_BYTES))
