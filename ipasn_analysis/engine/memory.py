"""Memory that was given back is kept for what comes next, and the search for cyclic garbage is rare."""

from __future__ import annotations

import ctypes
import gc
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""From ``malloc.h`` of the GNU C library."""
KEPT_BYTES = 256 * 1024 * 1024
LARGE_BYTES = 32 * 1024 * 1024
OBJECTS_BETWEEN_COLLECTIONS = 100_000


def collect_rarely() -> None:
    """Look for cyclic garbage after so many new objects: importing makes none, and pays for each search anew."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def keep_freed() -> bool:
    """Keep up to `KEPT_BYTES` that arrays below `LARGE_BYTES` gave back, in this process and those forked from it.

    Without it the system is asked for each array's pages anew, and clears them one by one: a third of the time of
    scoring a government. Whether the C library (glibc) was told.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(mallopt and mallopt(M_MMAP_THRESHOLD, LARGE_BYTES) and mallopt(M_TRIM_THRESHOLD, KEPT_BYTES))
