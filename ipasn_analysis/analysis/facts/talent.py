"""The talent map: performance × (kualifikasi + kompetensi), as aggregates."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.analysis.disclosure import complete, protect, territory
from ipasn_analysis.analysis.facts.composition import predikat_parts
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.groups import sensitive_closed
from ipasn_analysis.analysis.facts.parts import Parts, guard, labelled
from ipasn_analysis.analysis.talent import BANDS, DEFAULT_EDGES, talent_cells, talent_map


def talent(context: Context) -> dict[str, Any]:
    """Key talenta: nine cells with people and shares; small cells hidden with their complement.

    The total of each row follows from the predikat of everybody. Where the predikat withhold it, there is no map; nor
    is there one where kinerja of everybody is withheld. `tanpa_data` counts the people whose place hangs on a missing
    record; None where they, or the others, are few.
    """
    predikat = predikat_parts(context)
    margins = None if predikat is None else _row_of(context, predikat)
    if context.sensitive or (margins is not None and margins.any()):
        return {"talenta": None}
    result = talent_map(context.scores)
    counts, hidden = result.jumlah.ravel(), _hidden(context).ravel()
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
            "tanpa_data": _unknown(context),
            "batas_kinerja": list(result.edges.kinerja),
            "batas_potensi": list(result.edges.potensi),
            "maksimum_potensi": result.edges.potensi_maximum,
        }
    }


def _row_of(context: Context, predikat: Parts) -> np.ndarray:
    """Which rows of the map have a total that the predikat withhold, shape (3,)."""
    points = [context.data.instrument.kinerja.points.get(key, 0.0) for key in predikat.keys]  # type: ignore[call-overload]
    bands = np.searchsorted(np.array(DEFAULT_EDGES.kinerja), points, side="right")
    total, hidden = predikat.total, predikat.hidden & (predikat.total > 0)
    rows = np.zeros(3, dtype=bool)
    for row in range(3):
        mine = bands == row
        rows[row] = hidden[mine].any() and not _is_told(hidden, mine, int(total[mine].sum()), context.group)
    return rows


def _is_told(hidden: np.ndarray, mine: np.ndarray, total: int, threshold: int) -> bool:
    """Whether the withheld predikat all lie in one row of enough people, so that its total follows from the shown."""
    return bool(not hidden[~mine].any() and total >= threshold)


def _hidden(context: Context) -> np.ndarray:
    """Which cells this report withholds, shape (3, 3): each row is a total of its own, in every report."""
    scores = context.scores
    cells = talent_cells(scores["kinerja"], scores["kualifikasi"], scores["kompetensi"])
    counts = np.zeros((len(context.counted), 9), dtype=np.int64)
    np.add.at(counts, (context.codes, cells), 1)
    floors = [context.group_of(own) for own in context.counted]
    own = np.array([hidden_cells(row.reshape(3, 3), floor).ravel() for row, floor in zip(counts, floors, strict=True)])
    closed = np.array(sensitive_closed(context))
    own |= closed[:, np.newaxis] & (counts > 0)
    if not context.data.is_province:
        return np.asarray(own[0].reshape(3, 3))
    rows = [slice(3 * row, 3 * row + 3) for row in range(3)]
    whole = [territory(own[:, row], counts[:, row], floors, context.group, known=~closed) for row in rows]
    return np.vstack(whole) | hidden_cells(counts.sum(axis=0).reshape(3, 3), context.group)


def _unknown(context: Context) -> int | None:
    """People whose place in the map hangs on a missing record."""
    flags = context.scores[["tanpa_kinerja", "tanpa_kualifikasi", "tanpa_kompetensi"]].any(axis=1)
    labels = np.where(flags.to_numpy(dtype=bool), "tanpa", "ada")
    counts = labelled(context, labels, ("tanpa", "ada"))
    parts = guard(context, counts, ("tanpa", "ada"), closed=sensitive_closed(context))
    return parts.shown("tanpa")


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
