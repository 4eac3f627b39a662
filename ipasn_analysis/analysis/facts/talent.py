"""The talent map: performance × (kualifikasi + kompetensi), as aggregates."""

from __future__ import annotations

from typing import Any

from ipasn_analysis.analysis.disclosure import protect
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.talent import BANDS, talent_map


def talent(context: Context) -> dict[str, Any]:
    """Key talenta: nine cells with people and shares; small cells hidden with their complement."""
    if len(context.scores) < context.discipline:
        return {"talenta": None}
    result = talent_map(context.scores)
    counts = result.jumlah.ravel()
    hidden = protect(counts, context.group)
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
    return {
        "talenta": {
            "n": result.n,
            "sel": cells,
            "batas_kinerja": list(result.edges.kinerja),
            "batas_potensi": list(result.edges.potensi),
        }
    }
