"""The nine-cell map of talent: performance × a proxy of potential, as counts and shares only.

Performance is read from the points of kinerja, potential from kualifikasi + kompetensi as a share of their maximum.
That the two together stand for potential, and where the bands lie, is a decision of this project [D]: the merit system
measures potential by assessment, which these records do not hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

BANDS = ("rendah", "sedang", "tinggi")
NEARLY = 1e-9

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Edges:
    """Lower edges of the bands sedang and tinggi [D].

    `kinerja` in points; `potensi` as shares (0–1) of `potensi_maximum`, the most points that kualifikasi and kompetensi
    give together.

    Raises
    ------
    ValueError
        Edges that do not rise, or shares outside 0–1.
    """

    kinerja: tuple[float, float] = (25.0, 30.0)
    potensi: tuple[float, float] = (1 / 3, 2 / 3)
    potensi_maximum: float = 65.0

    def __post_init__(self) -> None:
        if not self.kinerja[0] < self.kinerja[1] or not 0 < self.potensi[0] < self.potensi[1] <= 1:
            raise ValueError("edges of bands rise, and those of potential lie between 0 and 1")


DEFAULT_EDGES = Edges()


@dataclass(frozen=True, eq=False)
class TalentMap:
    """People per cell: rows performance, columns potential, both in the order rendah, sedang, tinggi.

    `jumlah` sums to `n`, `bagian` to 1. `tanpa_data` counts those of each cell whose place hangs on a missing record
    (it scored 0): they are not low, they are unknown.
    """

    n: int
    jumlah: Counts
    bagian: NDArray[np.float64]
    tanpa_data: Counts
    edges: Edges


def talent_cells(
    kinerja: ArrayLike, kualifikasi: ArrayLike, kompetensi: ArrayLike, edges: Edges = DEFAULT_EDGES
) -> Counts:
    """The cell of each person, 3 · performance + potential, each 0 rendah, 1 sedang, 2 tinggi; points as input."""
    potential = np.asarray(kualifikasi, dtype=np.float64) + np.asarray(kompetensi, dtype=np.float64)
    rows = _band(np.asarray(kinerja, dtype=np.float64), np.asarray(edges.kinerja))
    return 3 * rows + _band(potential, np.asarray(edges.potensi) * edges.potensi_maximum)


def _band(values: NDArray[np.float64], edges: NDArray[np.float64]) -> Counts:
    return np.searchsorted(edges - NEARLY, values, side="right").astype(np.int64)


def talent_map(scores: pd.DataFrame, edges: Edges = DEFAULT_EDGES) -> TalentMap:
    """The map of everybody in `scores` (columns kinerja, kualifikasi, kompetensi and their `tanpa_` flags)."""
    cells = _cells(scores, edges)
    counts = np.bincount(cells, minlength=9).reshape(3, 3)
    unknown = np.bincount(cells[_unknown(scores)], minlength=9).reshape(3, 3)
    share = counts / len(cells) if len(cells) else np.zeros((3, 3))
    return TalentMap(len(cells), counts, share, unknown, edges)


def talent_by_unit(scores: pd.DataFrame, edges: Edges = DEFAULT_EDGES) -> pd.DataFrame:
    """The map of every perangkat daerah, nine rows each, by name, then from low to high.

    perangkat_daerah, kinerja, potensi (`BANDS`), jumlah, bagian (of the unit's people), tanpa_data; small counts are
    not for publication.
    """
    codes, names = pd.factorize(scores["perangkat_daerah"].to_numpy(dtype=object), sort=True)
    places = 9 * codes + _cells(scores, edges)
    counts = np.bincount(places, minlength=9 * len(names))
    unknown = np.bincount(places[_unknown(scores)], minlength=9 * len(names))
    sizes = np.repeat(counts.reshape(-1, 9).sum(axis=1), 9)
    return pd.DataFrame(
        {
            "perangkat_daerah": np.repeat(np.asarray(names, dtype=object), 9),
            "kinerja": np.tile(np.repeat(np.array(BANDS, dtype=object), 3), len(names)),
            "potensi": np.tile(np.array(BANDS, dtype=object), 3 * len(names)),
            "jumlah": counts,
            "bagian": counts / sizes,
            "tanpa_data": unknown,
        }
    )


def _cells(scores: pd.DataFrame, edges: Edges) -> Counts:
    return talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"], edges)


def _unknown(scores: pd.DataFrame) -> NDArray[np.bool_]:
    flags = scores[["tanpa_kinerja", "tanpa_kualifikasi", "tanpa_kompetensi"]]
    return np.asarray(flags.to_numpy(dtype=bool).any(axis=1))
