"""Ready dimension scores (`nilai_ipasn`): which rows are measured, excluded or rejected."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.errors import UsageError
from ipasn_analysis.records import cells
from ipasn_analysis.records.nobody import without_nobody
from ipasn_analysis.records.people import People, birth_in_nip, is_pns, same_person
from ipasn_analysis.records.rejects import OpenRows, Rejects
from ipasn_analysis.records.units import Units, assigned
from ipasn_analysis.rules.instrument import DIMENSIONS, Dimension
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

TOLERANCE = 0.01
SLACK = 1e-9
REASONS = tuple(f"keterangan_{name}" for name in DIMENSIONS)
"""The columns in which SIASN says why a score is as it is."""


def accept_ready(
    table: RawTable,
    as_of: datetime.date,
    maxima: Mapping[Dimension, float],
    rejects: Rejects,
    profile: pd.DataFrame | None = None,
    units: Units | None = None,
) -> People:
    """People with ready scores of the measured year; where the unit is empty, `profile` may have it by NIP.

    Where the file has no NIPs, everybody has a number below 0 that nobody else has at any date, and no jenis_pegawai.
    Rows of other years are no people of the snapshot. Of several rows of a person the last one that was updated by
    the cut-off counts. The frame has nip, nama, unor, perangkat_daerah (by the mapping or the tree of `units`, else
    unor), jenis_pegawai (by digits 13–14 of the NIP: a month or not), one column per dimension, in points, and those of
    `REASONS` that the file has.
    """
    notes: Counter[Reason] = Counter(dict(table.notes))
    table = of_year(without_nobody(table, notes), as_of.year, notes)
    nip, faults = _nips(table, as_of, notes)
    rows = OpenRows(table, rejects, nip != cells.NO_NIP)
    for kind, mask in faults.items():
        rows.reject("nip", kind, mask)

    excluded: dict[Reason, int] = {}
    if table.has("tahun"):
        rows.reject("tahun", Kind.YEAR_NO_NUMBER, rows.mask & (cells.numbers(table.columns["tahun"])[1] != cells.GOOD))
    others, late = _not_in_force(table, nip, rows.mask, as_of)
    if others.any():
        excluded[Reason(Kind.SCORE_OTHER)] = int(others.sum())
    if late:
        notes[Reason(Kind.SCORE_LATE, table.file)] = late
    rows.mask &= ~others

    scores = {name: cells.numbers(table.columns[name]) for name in (*maxima, "total")}
    unor = cells.categories(table.columns["unor"], cells.names)
    frame = pd.DataFrame(
        {
            "nip": nip,
            "nama": cells.texts(table.columns["nama"]).to_pandas(),
            "unor": unor,
            **{name: values for name, (values, _) in scores.items()},
            **{name: cells.texts(table.columns[name]).to_pandas() for name in REASONS if table.has(name)},
        }
    )
    twice = np.flatnonzero(rows.mask)[frame.loc[rows.mask, "nip"].duplicated(keep=False).to_numpy()]
    copies, differing = same_person(frame.iloc[twice], twice, len(frame))
    rows.reject("nip", Kind.NIP_DIFFERING, differing)
    if copies.any():
        excluded[Reason(Kind.COPY)] = int(copies.sum())
    rows.mask &= ~copies

    for name, maximum in maxima.items():
        values, state = scores[name]
        rows.reject(name, Kind.SCORE_NO_NUMBER, rows.mask & (state != cells.GOOD))
        outside = rows.mask & ((values < 0) | (values > maximum))
        rows.reject(name, Kind.SCORE_RANGE, outside, maksimum=f"{maximum:g}")
    total, state = scores["total"]
    _refuse_shares(table, total)
    rows.reject("total", Kind.SCORE_NO_NUMBER, rows.mask & (state != cells.GOOD))
    difference = np.abs(frame[list(maxima)].to_numpy().sum(axis=1) - total)
    rows.reject("total", Kind.TOTAL_DIFFERING, rows.mask & ~(difference <= TOLERANCE + SLACK))
    rows.reject("unor", Kind.UNIT_EMPTY, rows.mask & (frame["unor"] == "").to_numpy() & ~_has_unit(nip, profile))

    accepted = frame[rows.mask].drop(columns="total").sort_values("nip", ignore_index=True)
    has_nip = accepted["nip"].to_numpy() >= 0
    of_units = _with_units(accepted, table, units or Units())
    notes += of_units if profile is None else Counter()
    accepted["jenis_pegawai"] = pd.Categorical.from_codes(
        np.where(has_nip, np.where(is_pns(accepted["nip"].to_numpy()), 0, 1), -1),
        categories=pd.Index(["PNS", "PPPK"], dtype="str"),
    )
    known = pd.unique(nip[nip >= 0])
    impossible = int(birth_in_nip(accepted[has_nip]).isna().sum())
    findings = {Reason(Kind.BIRTH_IMPOSSIBLE): impossible} if impossible else {}
    return People(accepted, known, table.rows + len(table.broken), excluded, rows.rejected, findings, notes, accepted)


def _refuse_shares(table: RawTable, total: np.ndarray) -> None:
    """`UsageError` for totals of which none is above 1: points are at least the 1 of disiplin alone."""
    known = total[np.isfinite(total)]
    if len(known) and 0 < known.max() <= 1:
        raise UsageError(
            "{path}: no total is above 1; write points of 100, not shares (format the cells as numbers)",
            path=table.origin,
        )


def _with_units(accepted: pd.DataFrame, table: RawTable, units: Units) -> Counter[Reason]:
    """Give each person a perangkat daerah (in place); notes on how."""
    nothing = cells.categories(pa.array([""] * len(accepted), pa.string()))
    placed = assigned(units, nothing, accepted["unor"].array, nothing, table)
    accepted["perangkat_daerah"], accepted["unit_kerja"], notes = placed
    return notes


def _nips(table: RawTable, as_of: datetime.date, notes: Counter[Reason]) -> tuple[np.ndarray, dict[Kind, np.ndarray]]:
    """The NIPs as `cells.nips`; of a file without any, numbers below 0 that stand on no other file's rows."""
    given = table.columns.get("nip")
    if given is not None and pc.any(pc.not_equal(cells.texts(given), "")).as_py():
        return cells.nips(given, table.held_as_number)
    notes[Reason(Kind.NO_NIPS, table.file)] = table.rows
    return -(int(f"{as_of:%Y%m%d}") * 10**9 + np.arange(1, table.rows + 1, dtype=np.int64)), {}


def of_year(table: RawTable, year: int, notes: Counter[Reason]) -> RawTable:
    """The table without the rows of other years, which are counted in `notes`; without a column of years as it is."""
    if not table.has("tahun"):
        notes[Reason(Kind.NO_YEAR, table.file)] = table.rows
        return table
    years, state = cells.numbers(table.columns["tahun"])
    others = (state == cells.GOOD) & (years != year)
    if not others.any():
        return table
    notes[Reason(Kind.OTHER_YEAR, table.file)] = int(others.sum())
    return table.without(others)


def _not_in_force(
    table: RawTable, nip: np.ndarray, open_rows: np.ndarray, as_of: datetime.date
) -> tuple[np.ndarray, int]:
    """Rows of people who have another one that counts, and how many people have none that was updated by the cut-off.

    The last one up to the cut-off counts; of those who have none, the first after it.
    """
    if not table.has("updated"):
        return np.zeros(len(nip), dtype=bool), 0
    moments = cells.moments(table.columns["updated"])
    dated = pd.Series(moments, index=nip)[open_rows & ~np.isnat(moments)]
    if dated.empty:
        return np.zeros(len(nip), dtype=bool), 0
    after = dated >= np.datetime64(as_of, "D") + 1
    by_cut_off, later = dated[~after].groupby(level=0).max(), dated[after].groupby(level=0).min()
    counted = by_cut_off.combine_first(later).astype(dated.dtype)
    several = pd.Series(nip).where(open_rows).map(counted).to_numpy()
    return open_rows & ~np.isnat(several) & ~(moments == several), len(later.index.difference(by_cut_off.index))


def _has_unit(nip: np.ndarray, profile: pd.DataFrame | None) -> np.ndarray:
    """Whether the profile has the unit of each person."""
    if profile is None:
        return np.zeros(len(nip), dtype=bool)
    with_unit = profile["nip"][profile["perangkat_daerah"].astype("str") != ""]
    return np.isin(nip, with_unit.to_numpy())
