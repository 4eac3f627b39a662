"""The nine-cell map of talent: performance × a proxy of potential, as counts and shares only.

Performance is read from the points of kinerja, potential from kualifikasi + kompetensi as a share of their maximum.
That the two together stand for potential, and where the bands lie, is a decision of this project [D]: the merit system
measures potential by assessment, which these records do not hold.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ipasn_analysis.statistics.typing import FloatArray, IntArray

Band = Literal["rendah", "sedang", "tinggi"]
BANDS: tuple[Band, ...] = get_args(Band)
PERFORMANCE_EDGES = (25.0, 30.0)
"""Lower edges of sedang and tinggi, in points of kinerja [D]."""
POTENTIAL_EDGES = (1 / 3, 2 / 3)
"""Lower edges of sedang and tinggi, as shares of `POTENTIAL_MAXIMUM` [D]."""
POTENTIAL_MAXIMUM = 65.0
"""The most points that kualifikasi and kompetensi give together."""
TOLERANCE = 1e-9


def talent_cells(kinerja: ArrayLike, kualifikasi: ArrayLike, kompetensi: ArrayLike) -> IntArray:
    """The cell of each person, 3 · performance + potential, each 0 rendah, 1 sedang, 2 tinggi; points as input."""
    potential = np.asarray(kualifikasi, dtype=np.float64) + np.asarray(kompetensi, dtype=np.float64)
    rows = performance_bands(kinerja)
    return 3 * rows + _bands(potential, np.asarray(POTENTIAL_EDGES) * POTENTIAL_MAXIMUM)


def performance_bands(kinerja: ArrayLike) -> IntArray:
    """The band of each value of kinerja (points): 0 rendah, 1 sedang, 2 tinggi."""
    return _bands(np.asarray(kinerja, dtype=np.float64), np.asarray(PERFORMANCE_EDGES))


def talent_map(cells: ArrayLike) -> IntArray:
    """People per cell (`talent_cells`), shape (3, 3): rows performance, columns potential, from rendah to tinggi."""
    return np.bincount(np.asarray(cells, dtype=np.int64), minlength=9).reshape(3, 3).astype(np.int64)


def _bands(values: FloatArray, edges: FloatArray) -> IntArray:
    return np.searchsorted(edges - TOLERANCE, values, side="right").astype(np.int64)
