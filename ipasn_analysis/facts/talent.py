"""The talent map: performance × (kualifikasi + kompetensi), as aggregates."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.disclosure.partition import Partition, suppress_grid
from ipasn_analysis.facts.composition import predikat_parts
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.groups import sensitive_unpublished
from ipasn_analysis.facts.quality import withholds_records
from ipasn_analysis.result.people import SelTalenta, Talenta
from ipasn_analysis.statistics.talent import (
    BANDS,
    PERFORMANCE_EDGES,
    POTENTIAL_EDGES,
    POTENTIAL_MAXIMUM,
    performance_bands,
    talent_cells,
    talent_map,
)
from ipasn_analysis.statistics.typing import IntArray, Mask


def talent(context: ReportContext) -> Talenta | None:
    """The talent map: nine cells with people and shares; small cells hidden with their complement.

    The total of each row follows from the predikat of everybody. Where the predikat withhold it, there is no map; nor
    is there one where kinerja of everybody is withheld; of a territory there is then the map of the governments whose
    own reports show all of theirs (`pemerintah`, how many), if these have most of the people. `tanpa_data` counts the
    people whose place hangs on a missing record; None where they, or the others, are few.
    """
    predikat = predikat_parts(context)
    if context.sensitive_withheld:
        return None
    scores = context.scores
    cell_of = talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"])
    hidden, governments = _hidden(context), None
    if predikat is not None and _withheld_rows(context, predikat, predikat.total, predikat.suppressed).any():
        complete = _with_whole_map(context, predikat)
        cell_of, hidden = cell_of[complete[context.government_index]], np.zeros((3, 3), dtype=bool)
        governments = int(complete.sum())
        if 2 * len(cell_of) <= len(scores):
            return None
    counts, hidden = talent_map(cell_of).ravel(), hidden.ravel()
    cells = []
    for place, count in enumerate(counts):
        shown = not hidden[place]
        cells.append(
            SelTalenta(
                kinerja=BANDS[place // 3],
                potensi=BANDS[place % 3],
                jumlah=int(count) if shown else None,
                bagian=float(count / len(cell_of)) if shown else None,
                disembunyikan=not shown,
            )
        )
    return Talenta(
        n=len(cell_of),
        pemerintah=governments,
        sel=tuple(cells),
        tanpa_data=_unknown(context) if governments is None else None,
        batas_kinerja=PERFORMANCE_EDGES,
        batas_potensi=POTENTIAL_EDGES,
        maksimum_potensi=POTENTIAL_MAXIMUM,
    )


def _withheld_rows(context: ReportContext, predikat: Partition, people: IntArray, withheld: Mask) -> Mask:
    """Which rows of the map have a total that withheld predikat would disclose, shape (3,).

    Not those where the withheld predikat all lie in one row of enough people: its total follows from the shown.
    """
    scale = {str(key): value for key, value in context.data.instrument.kinerja.points.items()}
    points = [scale.get(key, 0.0) for key in predikat.keys]
    bands = performance_bands(points)
    hidden = withheld & (people > 0)
    rows = np.zeros(3, dtype=bool)
    for row in range(3):
        here = bands == row
        follows = not hidden[~here].any() and people[here].sum() >= context.min_group
        rows[row] = hidden[here].any() and not follows
    return rows


def _with_whole_map(context: ReportContext, predikat: Partition) -> Mask:
    """The governments of a province whose own reports show their whole map, shape (governments,)."""
    if not context.data.is_province:
        return np.zeros(len(context.included), dtype=bool)
    pairs = zip(predikat.counts, predikat.suppressed_rows, strict=True)
    rows = [_withheld_rows(context, predikat, people, withheld).any() for people, withheld in pairs]
    return ~(np.array(rows) | _cells(context)[1].any(axis=1))


def _cells(context: ReportContext) -> tuple[IntArray, Mask]:
    """People by government and cell, shape (governments, 9), and which of these its own report withholds."""
    scores = context.scores
    cells = talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"])
    counts = np.zeros((len(context.included), 9), dtype=np.int64)
    np.add.at(counts, (context.government_index, cells), 1)
    floors = context.policy.part_groups.tolist()
    rows = [
        suppress_grid(context.rules, row.reshape(3, 3), floor).ravel()
        for row, floor in zip(counts, floors, strict=True)
    ]
    return counts, np.array(rows) | (sensitive_unpublished(context)[:, np.newaxis] & (counts > 0))


def _hidden(context: ReportContext) -> Mask:
    """Which cells this report withholds, shape (3, 3): each row is a total of its own, in every report."""
    counts, suppressed = _cells(context)
    if not context.data.is_province:
        return np.asarray(suppressed[0].reshape(3, 3))
    published = ~sensitive_unpublished(context)
    rows = [slice(3 * row, 3 * row + 3) for row in range(3)]
    sums = [
        context.policy.suppress_sums(suppressed[:, row], counts[:, row], totals_published=published) for row in rows
    ]
    return np.vstack(sums) | suppress_grid(context.rules, counts.sum(axis=0).reshape(3, 3), context.min_group)


def _unknown(context: ReportContext) -> int | None:
    """People whose place in the map hangs on a missing record; None where a part of them is withheld elsewhere."""
    flags = context.scores[["tanpa_kinerja", "tanpa_kualifikasi", "tanpa_kompetensi"]].any(axis=1)
    labels = np.where(flags.to_numpy(dtype=bool), "tanpa", "ada")
    parts = context.partition(labels, ("tanpa", "ada"), sensitive_unpublished(context))
    return None if withholds_records(context) else parts.shown("tanpa")
