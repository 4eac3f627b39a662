"""Ready dimension scores (`nilai_ipasn`): which rows are measured, excluded or rejected (contract § 4, Import mode)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ipasn_analysis.records import cells
from ipasn_analysis.records.people import COPY, IMPOSSIBLE_BIRTH, People, birth_in_nip, same_person
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
    rejected: dict[str, int] = {}

    def reject(column: str, reason: str, mask: np.ndarray) -> None:
        nonlocal open_rows
        if mask.any():
            rejects.add(table, column, reason, mask)
            rejected[reason] = rejected.get(reason, 0) + int(mask.sum())
            open_rows = open_rows & ~mask

    for reason, mask in faults.items():
        reject("nip", reason, mask)
    for _, reason in table.broken:
        rejected[reason] = rejected.get(reason, 0) + 1
    rejects.add_broken(table)

    excluded = {}
    years, state = cells.numbers(table.columns["tahun"])
    reject("tahun", "tahun kosong atau bukan angka", open_rows & (state != cells.GOOD))
    other_year = open_rows & (years != year)
    if other_year.any():
        excluded["nilai untuk tahun lain"] = int(other_year.sum())
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
    reject("nip", "NIP yang sama pada baris yang berbeda isinya", differing)
    if copies.any():
        excluded[COPY] = int(copies.sum())
    open_rows &= ~copies

    for name, maximum in maxima.items():
        values, state = scores[name]
        reject(name, "nilai kosong atau bukan angka", open_rows & (state != cells.GOOD))
        reject(name, f"nilai di luar 0–{maximum:g}", open_rows & ((values < 0) | (values > maximum)))
    total, state = scores["total"]
    reject("total", "nilai kosong atau bukan angka", open_rows & (state != cells.GOOD))
    difference = np.abs(frame[list(maxima)].to_numpy().sum(axis=1) - total)
    reject("total", "total tidak sama dengan jumlah keempat dimensi", open_rows & ~(difference <= TOLERANCE + SLACK))
    reject("unor", "unit organisasi kosong", open_rows & (frame["unor"] == "").to_numpy() & ~_has_unit(nip, profile))

    accepted = frame[open_rows].drop(columns="total").sort_values("nip", ignore_index=True)
    accepted["perangkat_daerah"] = accepted["unor"]
    accepted["jenis_pegawai"] = pd.Categorical.from_codes(
        np.where(is_pns(accepted["nip"].to_numpy()), 0, 1), categories=pd.Index(["PNS", "PPPK"], dtype="str")
    )
    known = pd.unique(nip[nip != cells.NO_NIP])
    impossible = int(birth_in_nip(accepted).isna().sum())
    findings = {IMPOSSIBLE_BIRTH: impossible} if impossible else {}
    return People(accepted, known, table.rows + len(table.broken), excluded, rejected, findings, accepted)


def _has_unit(nip: np.ndarray, profile: pd.DataFrame | None) -> np.ndarray:
    """Whether the profile tells the unit of each person."""
    if profile is None:
        return np.zeros(len(nip), dtype=bool)
    told = profile["nip"][profile["perangkat_daerah"].astype("str") != ""]
    return np.isin(nip, told.to_numpy())


def is_pns(nip: np.ndarray) -> np.ndarray:
    """Whether digits 13–14 of the NIP are a month, as in a PNS's (domain § 4.4)."""
    month = nip // 10_000 % 100
    return (month >= 1) & (month <= 12)
