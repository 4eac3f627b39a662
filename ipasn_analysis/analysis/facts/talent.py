"""The talent map: performance × (kualifikasi + kompetensi), as aggregates."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.analysis.disclosure import complete
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.talent import BANDS, talent_map


def talent(context: Context) -> dict[str, Any]:
    """Key talenta: nine cells with people and shares; small cells hidden with their complement.

    `tanpa_data` counts the people whose place hangs on a missing record; None where they are few.
    """
    if len(context.scores) < context.discipline:
        return {"talenta": None}
    result = talent_map(context.scores)
    counts = result.jumlah.ravel()
    hidden = hidden_cells(result.jumlah, context.group).ravel()
    cells = []
    for place, count in enumerate(counts):
        shown = not hidden[place]
        cells.append(
            {
                "kinerja": BANDS[place // 3],
                "potensi": BANDS[place % 3],
                "jumlah": int(count) if shown else None,
                "bagian": float(count / result.n) if shown else None,
                "disembunyikan": not shown,
            }
        )
    unknown = int(result.tanpa_data.sum())
    return {
        "talenta": {
            "n": result.n,
            "sel": cells,
            "tanpa_data": None if 0 < unknown < context.group else unknown,
            "batas_kinerja": list(result.edges.kinerja),
            "batas_potensi": list(result.edges.potensi),
            "maksimum_potensi": result.edges.potensi_maximum,
        }
    }


def hidden_cells(counts: np.ndarray, threshold: int) -> np.ndarray:
    """Which cells of the map (3 × 3, rows performance) to hide, also against the totals of its rows.

    The totals of the rows follow from the predikat of everybody, so each row is a published total of its own.
    """
    hidden = (counts > 0) & (counts < threshold)
    while True:
        rows = np.array([complete(row, count, threshold) for row, count in zip(hidden, counts, strict=True)])
        whole = complete(rows.ravel(), counts.ravel(), threshold).reshape(counts.shape)
        if (whole == hidden).all():
            return hidden
        hidden = whole
