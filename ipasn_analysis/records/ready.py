"""Ready dimension scores (`nilai_ipasn`): which rows are measured, excluded or rejected."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ipasn_analysis.records import cells
from ipasn_analysis.records.people import People, birth_in_nip, same_person
from ipasn_analysis.records.reasons import Kind, Reason
from ipasn_analysis.records.rejects import Rejects
from ipasn_analysis.rules.instrument import Dimension
from ipasn_analysis.sources.tables import RawTable

TOLERANCE = 0.01
SLACK = 1e-9


def accept_ready(
    table: RawTable,
    year: int,
    maxima: Mapping[Dimension, float],
    rejects: Rejects,
    profile: pd.DataFrame | None = None,
) -> People:
    """People with ready scores of the measured year; where the unit is empty, `profile` may tell it by NIP.

    The frame has nip, nama, unor, perangkat_daerah (= unor), jenis_pegawai (told from digits 13–14 of the NIP: a month
    or not) and one column per dimension, in points.
    """
    nip, faults = cells.nips(table.columns["nip"], table.held_as_number)
    open_rows = nip != cells.NO_NIP
    rejected = rejects.add_broken(table)

    def reject(column: str, kind: Kind, mask: np.ndarray, **values: str) -> None:
        nonlocal open_rows
        if mask.any():
            reason = Reason(kind, **values)
            rejects.add(table, column, reason, mask)
            rejected[reason] += int(mask.sum())
            open_rows = open_rows & ~mask

    for kind, mask in faults.items():
        reject("nip", kind, mask)

    excluded: dict[Reason, int] = {}
    years, state = cells.numbers(table.columns["tahun"])
    reject("tahun", Kind.YEAR_NO_NUMBER, open_rows & (state != cells.GOOD))
    other_year = open_rows & (years != year)
    if other_year.any():
        excluded[Reason(Kind.OTHER_YEAR)] = int(other_year.sum())
    open_rows &= ~other_year

    scores = {name: cells.numbers(table.columns[name]) for name in (*maxima, "total")}
    unor = cells.categories(table.columns["unor"], cells.names)
    frame = pd.DataFrame(
        {
            "nip": nip,
            "nama": cells.texts(table.columns["nama"]).to_pandas(),
            "unor": unor,
            **{name: values for name, (values, _) in scores.items()},
        }
    )
    twice = np.flatnonzero(open_rows)[frame.loc[open_rows, "nip"].duplicated(keep=False).to_numpy()]
    copies, differing = same_person(frame.iloc[twice], twice, len(frame))
    reject("nip", Kind.NIP_DIFFERING, differing)
    if copies.any():
        excluded[Reason(Kind.COPY)] = int(copies.sum())
    open_rows &= ~copies

    for name, maximum in maxima.items():
        values, state = scores[name]
        reject(name, Kind.SCORE_NO_NUMBER, open_rows & (state != cells.GOOD))
        outside = open_rows & ((values < 0) | (values > maximum))
        reject(name, Kind.SCORE_RANGE, outside, maksimum=f"{maximum:g}")
    total, state = scores["total"]
    reject("total", Kind.SCORE_NO_NUMBER, open_rows & (state != cells.GOOD))
    difference = np.abs(frame[list(maxima)].to_numpy().sum(axis=1) - total)
    reject("total", Kind.TOTAL_DIFFERING, open_rows & ~(difference <= TOLERANCE + SLACK))
    reject("unor", Kind.UNIT_EMPTY, open_rows & (frame["unor"] == "").to_numpy() & ~_has_unit(nip, profile))

    accepted = frame[open_rows].drop(columns="total").sort_values("nip", ignore_index=True)
    accepted["perangkat_daerah"] = accepted["unor"]
    accepted["jenis_pegawai"] = pd.Categorical.from_codes(
        np.where(is_pns(accepted["nip"].to_numpy()), 0, 1), categories=pd.Index(["PNS", "PPPK"], dtype="str")
    )
    known = pd.unique(nip[nip != cells.NO_NIP])
    impossible = int(birth_in_nip(accepted).isna().sum())
    findings = {Reason(Kind.BIRTH_IMPOSSIBLE): impossible} if impossible else {}
    return People(accepted, known, table.rows + len(table.broken), excluded, rejected, findings, accepted)


def _has_unit(nip: np.ndarray, profile: pd.DataFrame | None) -> np.ndarray:
    """Whether the profile has the unit of each person."""
    if profile is None:
        return np.zeros(len(nip), dtype=bool)
    with_unit = profile["nip"][profile["perangkat_daerah"].astype("str") != ""]
    return np.isin(nip, with_unit.to_numpy())


def is_pns(nip: np.ndarray) -> np.ndarray:
    """Whether digits 13–14 of the NIP are a month, as in a PNS's."""
    month = nip // 10_000 % 100
    return (month >= 1) & (month <= 12)
