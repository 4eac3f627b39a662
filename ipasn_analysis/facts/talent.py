"""The talent map: performance × (kualifikasi + kompetensi), as aggregates."""

from __future__ import annotations

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.result.figures import Share, Tally
from ipasn_analysis.result.people import SelTalenta, Talenta
from ipasn_analysis.statistics.talent import (
    BANDS,
    PERFORMANCE_EDGES,
    POTENTIAL_EDGES,
    POTENTIAL_MAXIMUM,
    talent_cells,
    talent_map,
)


def talent(context: ReportContext) -> Talenta:
    """The talent map: nine cells; `tanpa_data` are the people whose place hangs on a missing record."""
    scores = context.scores
    counts = talent_map(talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"])).ravel()
    flags = scores[["tanpa_kinerja", "tanpa_kualifikasi", "tanpa_kompetensi"]].any(axis=1)
    return Talenta(
        n=len(scores),
        sel=tuple(
            SelTalenta(
                kinerja=BANDS[place // 3],
                potensi=BANDS[place % 3],
                jumlah=Tally(count),
                bagian=Share(count, len(scores)),
                disembunyikan=False,
            )
            for place, count in enumerate(counts.tolist())
        ),
        tanpa_data=Tally(flags.sum()),
        batas_kinerja=PERFORMANCE_EDGES,
        batas_potensi=POTENTIAL_EDGES,
        maksimum_potensi=POTENTIAL_MAXIMUM,
    )
