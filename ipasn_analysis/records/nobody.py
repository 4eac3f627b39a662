"""Rows that are about nobody: running numbers, totals, signatures, numbers of columns, headers once more."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.records import cells
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.specs import folded
from ipasn_analysis.sources.tables import RawTable

FEWEST_DIGITS = 9
"""A NIP cell with fewer digits holds no NIP, not even a spoilt one."""
_NAMES = ("NAMA", "nama")
_ALSO_TOLD = ("jumlahJam",)
"""Columns that tell of a training as much as those that are needed, and that some agencies do not have."""
_SUMS = r"(?i)^(?:(?:sub|grand)\s*)?(?:jumlah|total|rata\W*rata|rerata)\b"
"""How the words begin that stand before sums and means."""
_COLUMN_MARK = r"^\W*(?:\pL|[0-9]{1,3})\W*$"
"""A single letter or a number, as it stands in a row that numbers the columns."""


def without_nobody(table: RawTable, notes: Counter[Reason]) -> RawTable:
    """The table without rows of nobody, which are counted in `notes` by file.

    Such a row has no NIP and besides it at most one cell that is needed, or no name where people have names; or it
    repeats the header, numbers the columns or sums them up.
    """
    key = table.columns.get(table.spec.key, pa.nulls(table.rows, pa.string()))
    if cells.plain_nips(key) is not None:
        return table
    written = cells.texts(key)
    without_nip = ~cells.holds(written, rf"(?:[0-9][^0-9]*){{{FEWEST_DIGITS}}}|[0-9][eE]\+?[0-9]")
    if not without_nip.any():
        return table
    places = np.flatnonzero(without_nip)
    few = {name: cells.texts(column.take(pa.array(places))) for name, column in table.columns.items()}
    told = (*table.spec.needed, *(name for name in _ALSO_TOLD if table.has(name)))
    others = [name for name in told if name != table.spec.key]
    filled = np.sum([cells.as_mask(pc.not_equal(few[name], "")) for name in others], axis=0)
    nobody = filled <= 1
    for name in _NAMES:
        if name in table.spec.needed:
            nobody |= ~cells.holds(few[name], r"\pL")
    heads = {folded(header) for column in table.spec.used for header in table.spec.headers_of(column)}
    nobody |= np.logical_and.reduce(
        [cells.holds(few[name], _COLUMN_MARK) for name in {table.spec.key, *others} & few.keys()]
    )
    for name in {table.spec.key, *_NAMES} & few.keys():
        nobody |= cells.holds(few[name], _SUMS)
        nobody |= np.array([folded(text) in heads if text else False for text in few[name].to_pylist()], dtype=bool)
    mask = np.zeros(table.rows, dtype=bool)
    mask[places[nobody]] = True
    if not mask.any():
        return table
    notes[Reason(Kind.NOT_PEOPLE, table.file)] += int(mask.sum())
    return table.without(mask)
