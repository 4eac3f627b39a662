"""The talent map: performance × (kualifikasi + kompetensi), as aggregates."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.disclosure.suppression import complete, protect
from ipasn_analysis.disclosure.territory import territory
from ipasn_analysis.facts.composition import predikat_parts
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.groups import sensitive_closed
from ipasn_analysis.facts.model.people import SelTalenta, Talenta
from ipasn_analysis.facts.parts import Parts, guard, labelled
from ipasn_analysis.facts.quality import withholds_records
from ipasn_analysis.statistics.talent import (
    BANDS,
    PERFORMANCE_EDGES,
    POTENTIAL_EDGES,
    POTENTIAL_MAXIMUM,
    performance_bands,
    talent_cells,
    talent_map,
)


def talent(context: Context) -> Talenta | None:
    """The talent map: nine cells with people and shares; small cells hidden with their complement.

    The total of each row follows from the predikat of everybody. Where the predikat withhold it, there is no map; nor
    is there one where kinerja of everybody is withheld; of a territory there is then the map of the governments whose
    own reports show all of theirs (`pemerintah`, how many), if these have most of the people. `tanpa_data` counts the
    people whose place hangs on a missing record; None where they, or the others, are few.
    """
    predikat = predikat_parts(context)
    if context.sensitive:
        return None
    scores = context.scores
    cell_of = talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"])
    hidden, governments = _hidden(context), None
    if predikat is not None and _withheld_rows(context, predikat, predikat.total, predikat.hidden).any():
        telling = _telling(context, predikat)
        cell_of, hidden = cell_of[telling[context.codes]], np.zeros((3, 3), dtype=bool)
        governments = int(telling.sum())
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


def _withheld_rows(context: Context, predikat: Parts, people: np.ndarray, withheld: np.ndarray) -> np.ndarray:
    """Which rows of the map have a total that withheld predikat do not tell, shape (3,)."""
    points = [context.data.instrument.kinerja.points.get(key, 0.0) for key in predikat.keys]  # type: ignore[call-overload]
    bands = performance_bands(points)
    hidden = withheld & (people > 0)
    rows = np.zeros(3, dtype=bool)
    for row in range(3):
        mine = bands == row
        rows[row] = hidden[mine].any() and not _is_told(hidden, mine, int(people[mine].sum()), context.group)
    return rows


def _telling(context: Context, predikat: Parts) -> np.ndarray:
    """The governments of a territory whose own reports show their whole map, shape (governments,)."""
    if not context.data.is_province:
        return np.zeros(len(context.counted), dtype=bool)
    rows = [_withheld_rows(context, predikat, *told).any() for told in zip(predikat.counts, predikat.own, strict=True)]
    return ~(np.array(rows) | _cells(context)[1].any(axis=1))


def _is_told(hidden: np.ndarray, mine: np.ndarray, total: int, threshold: int) -> bool:
    """Whether the withheld predikat all lie in one row of enough people, so that its total follows from the shown."""
    return bool(not hidden[~mine].any() and total >= threshold)


def _cells(context: Context) -> tuple[np.ndarray, np.ndarray]:
    """People by government and cell, shape (governments, 9), and which of these its own report withholds."""
    scores = context.scores
    cells = talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"])
    counts = np.zeros((len(context.counted), 9), dtype=np.int64)
    np.add.at(counts, (context.codes, cells), 1)
    floors = [context.part_group_of(own) for own in context.counted]
    own = np.array([hidden_cells(row.reshape(3, 3), floor).ravel() for row, floor in zip(counts, floors, strict=True)])
    closed = np.array(sensitive_closed(context))
    return counts, own | (closed[:, np.newaxis] & (counts > 0))


def _hidden(context: Context) -> np.ndarray:
    """Which cells this report withholds, shape (3, 3): each row is a total of its own, in every report."""
    counts, own = _cells(context)
    floors = [context.part_group_of(government) for government in context.counted]
    closed = np.array(sensitive_closed(context))
    if not context.data.is_province:
        return np.asarray(own[0].reshape(3, 3))
    rows = [slice(3 * row, 3 * row + 3) for row in range(3)]
    whole = [territory(own[:, row], counts[:, row], floors, context.group, known=~closed) for row in rows]
    return np.vstack(whole) | hidden_cells(counts.sum(axis=0).reshape(3, 3), context.group)


def _unknown(context: Context) -> int | None:
    """People whose place in the map hangs on a missing record; None where a part of them is withheld elsewhere."""
    flags = context.scores[["tanpa_kinerja", "tanpa_kualifikasi", "tanpa_kompetensi"]].any(axis=1)
    labels = np.where(flags.to_numpy(dtype=bool), "tanpa", "ada")
    counts = labelled(context, labels, ("tanpa", "ada"))
    parts = guard(context, counts, ("tanpa", "ada"), closed=sensitive_closed(context))
    return None if withholds_records(context) else parts.shown("tanpa")


def hidden_cells(counts: np.ndarray, threshold: int) -> np.ndarray:
    """Which cells of the map (3 × 3, rows performance) to hide, also against the totals of its rows."""
    hidden = (counts > 0) & (counts < threshold)
    while True:
        rows = np.array([complete(row, count, threshold) for row, count in zip(hidden, counts, strict=True)])
        rows |= np.array([protect(count, threshold) for count in counts])
        whole = complete(rows.ravel(), counts.ravel(), threshold).reshape(counts.shape)
        if (whole == hidden).all():
            return np.asarray(hidden)
        hidden = whole
