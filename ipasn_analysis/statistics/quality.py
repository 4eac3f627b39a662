"""What the records are worth: completeness, timeliness, accuracy, consistency, and the points that hang on them.

Flags tell what is missing; in import mode they are false because ready scores do not tell, so nothing here applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

BUTIR = ("kualifikasi", "kompetensi", "kinerja", "eselon")
MAXIMA: Mapping[str, float] = {"kualifikasi": 25.0, "kompetensi": 40.0, "kinerja": 30.0}
KEPEMIMPINAN = 15.0
YEARLY_ITEMS = ("diklat_teknis", "seminar")
BKN_WEIGHTS: Mapping[str, float] = {
    "kelengkapan": 0.28,
    "ketepatan_waktu": 0.31,
    "akurasi": 0.30,
    "konsistensi": 0.11,
}

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class QualityScore:
    """Weighted quality of the records, 0–1, by BKN's weights; how the four shares are made is our reading [D].

    `bagian` has the four shares (None: not known), `bobot` the weights in force; where a share is not known its weight
    goes to the others in proportion and `lengkap` is false. `nilai` is None when nothing is known.
    """

    nilai: float | None
    bagian: dict[str, float | None]
    bobot: dict[str, float]
    lengkap: bool


@dataclass(frozen=True)
class Bounds:
    """The group's mean as scored (what is missing counts 0), and if every missing record were at its best, in points.

    `per_butir` adds up to `batas_atas` − `batas_bawah`.
    """

    indeks: float
    batas_bawah: float
    batas_atas: float
    per_butir: dict[str, float]


def completeness(scores: pd.DataFrame, units: ArrayLike | None = None) -> pd.DataFrame:
    """People with a record of each item among those of whom one is expected (eselon: structural posts only).

    Returns
    -------
    perangkat_daerah (absent without `units`), butir (`BUTIR`), berlaku, lengkap, tanpa (people), bagian (share with
    a record, NaN where it applies to nobody); sorted by unit, items in the order of `BUTIR`.
    """
    everybody = np.ones(len(scores), dtype=bool)
    structural = (scores["jenis_jabatan"] == "struktural").to_numpy(dtype=bool)
    labels = np.full(len(scores), "", dtype=object) if units is None else np.asarray(units, dtype=object)
    tables = []
    for item in BUTIR:
        applies = structural if item == "eselon" else everybody
        missing = scores[f"tanpa_{item}"].to_numpy(dtype=bool) & applies
        people = pd.DataFrame({"perangkat_daerah": labels, "berlaku": applies, "tanpa": missing})
        tables.append(people.groupby("perangkat_daerah", sort=True).sum().reset_index().assign(butir=item))
    table = pd.concat(tables).sort_values("perangkat_daerah", kind="stable").reset_index(drop=True)
    table["lengkap"] = table["berlaku"] - table["tanpa"]
    table["bagian"] = (table["lengkap"] / table["berlaku"]).where(table["berlaku"] > 0)
    columns = ["butir", "berlaku", "lengkap", "tanpa", "bagian"]
    return table[columns if units is None else ["perangkat_daerah", *columns]]


def timeliness(last_record: ArrayLike, as_of: ArrayLike, units: ArrayLike | None = None) -> pd.DataFrame:
    """How fresh the last training record of each person is.

    Parameters
    ----------
    last_record : date of the last training of each person (NaT: none on record).
    as_of : cut-off date; its year is the measured year.

    Returns
    -------
    perangkat_daerah (absent without `units`), diukur, bercatatan (people with any record), tahun_ini (people with a
    record in the measured year), bagian (tahun_ini ÷ diukur), umur_median (days since the last record, of those who
    have one; NaN if nobody has).
    """
    days = np.asarray(last_record, dtype="datetime64[D]")
    cut_off = np.datetime64(as_of, "D")  # type: ignore[call-overload]
    known = ~np.isnat(days)
    age = np.where(known, (cut_off - days).astype(np.float64), np.nan)
    people = pd.DataFrame(
        {
            "perangkat_daerah": "" if units is None else np.asarray(units, dtype=object),
            "bercatatan": known,
            "tahun_ini": known & (days >= cut_off.astype("datetime64[Y]").astype("datetime64[D]")),
            "umur": age,
        }
    )
    table = (
        people.groupby("perangkat_daerah", sort=True)
        .agg(
            diukur=("bercatatan", "size"),
            bercatatan=("bercatatan", "sum"),
            tahun_ini=("tahun_ini", "sum"),
            umur_median=("umur", "median"),
        )
        .reset_index()
    )
    table.insert(4, "bagian", table["tahun_ini"] / table["diukur"])
    return table.drop(columns="perangkat_daerah") if units is None else table


def weighted_quality(shares: Mapping[str, float | None], weights: Mapping[str, float] = BKN_WEIGHTS) -> QualityScore:
    """The weighted score of the four shares (keys of `weights`; None or NaN where not known)."""
    parts = {name: None if (share := shares.get(name)) is None or np.isnan(share) else float(share) for name in weights}
    known = {name: weights[name] for name, share in parts.items() if share is not None}
    total = sum(known.values())
    value = sum(weight * (parts[name] or 0.0) for name, weight in known.items()) / total if total else None
    used = {name: known.get(name, 0.0) / total if total else 0.0 for name in weights}
    return QualityScore(value, parts, used, len(known) == len(parts))


def missing_points(
    scores: pd.DataFrame,
    *,
    maxima: Mapping[str, float] = MAXIMA,
    kepemimpinan: float = KEPEMIMPINAN,
    last_record: ArrayLike | None = None,
    year: int | None = None,
    yearly_items: Sequence[str] = YEARLY_ITEMS,
) -> pd.DataFrame:
    """Points that each person would gain at most if the missing records turned out at their best.

    kualifikasi, kompetensi (no training on record at all) and kinerja: up to the maximum of the dimension. eselon
    (structural post without one): the leadership training it keeps from counting, for those whose kompetensi is not
    missing altogether, never above the dimension's maximum. With `last_record` and `year` also kompetensi_usang: people
    with training on record but none in the measured year, the points of `yearly_items` (columns
    `tambah_<item>`) that a record brought up to date could add.

    Returns
    -------
    One row per person, one column per item, points ≥ 0; nobody's index rises above the sum of the maxima.
    """
    flags = {item: scores[f"tanpa_{item}"].to_numpy(dtype=bool) for item in BUTIR}
    room = {name: np.clip(maxima[name] - scores[name].to_numpy(dtype=np.float64), 0, None) for name in maxima}
    extra = {name: np.where(flags[name], room[name], 0.0) for name in maxima}
    left = room["kompetensi"] - extra["kompetensi"]
    extra["eselon"] = np.where(flags["eselon"], np.minimum(kepemimpinan, left), 0.0)
    if last_record is not None and year is not None:
        days = np.asarray(last_record, dtype="datetime64[D]")
        stale = ~np.isnat(days) & (days < np.datetime64(f"{year:04d}-01-01"))
        gains = np.nan_to_num(scores[[f"tambah_{item}" for item in yearly_items]].to_numpy(dtype=np.float64)).sum(
            axis=1
        )
        extra["kompetensi_usang"] = np.where(stale, np.minimum(gains, left - extra["eselon"]), 0.0)
    return pd.DataFrame(extra, index=scores.index)


def bounds(indeks: ArrayLike, extra: pd.DataFrame) -> Bounds:
    """Lower and upper bound of the group's mean; `extra` as from `missing_points`, one row per person."""
    lower = float(np.asarray(indeks, dtype=np.float64).mean())
    hanging = {str(name): float(column.mean()) for name, column in extra.items()}
    return Bounds(lower, lower, lower + sum(hanging.values()), hanging)


def bounds_by_unit(indeks: ArrayLike, extra: pd.DataFrame, units: ArrayLike) -> pd.DataFrame:
    """The bounds of every perangkat daerah, in points of its own mean.

    perangkat_daerah, diukur, batas_bawah (the index as scored), batas_atas, and one column per item; sorted by name.
    """
    people = extra.assign(batas_bawah=np.asarray(indeks, dtype=np.float64))
    grouped = people.groupby(np.asarray(units, dtype=object), sort=True)
    table = grouped.mean()
    table.insert(0, "batas_atas", table.sum(axis=1))
    table.insert(0, "batas_bawah", table.pop("batas_bawah"))
    table.insert(0, "diukur", grouped.size())
    return table.rename_axis("perangkat_daerah").reset_index()


def update_ranking(extra: pd.DataFrame, units: ArrayLike) -> pd.DataFrame:
    """The record updates that could move the group's mean most, unit by unit and item by item.

    Returns
    -------
    perangkat_daerah, butir, pegawai (people whose record is missing), poin (at most, on the group's mean), poin_unit
    (at most, on the unit's own mean), bagian (share of all points that hang on records); only rows with people, largest
    `poin` first, ties by name. `poin` adds up to upper − lower bound.
    """
    labels = np.asarray(units, dtype=object)
    sizes = pd.Series(labels).value_counts()
    sums = extra.groupby(labels, sort=True).sum().rename_axis("perangkat_daerah")
    people = (extra > 0).groupby(labels, sort=True).sum().rename_axis("perangkat_daerah")
    table = sums.reset_index().melt("perangkat_daerah", var_name="butir", value_name="jumlah_poin")
    table["pegawai"] = people.reset_index().melt("perangkat_daerah")["value"].to_numpy(dtype=np.int64)
    table = table[table["pegawai"] > 0]
    table = table.assign(
        poin=table["jumlah_poin"] / len(extra),
        poin_unit=table["jumlah_poin"] / sizes.reindex(table["perangkat_daerah"]).to_numpy(dtype=np.float64),
        bagian=table["jumlah_poin"] / table["jumlah_poin"].sum(),
    )
    order = table.sort_values(["jumlah_poin", "perangkat_daerah", "butir"], ascending=[False, True, True])
    return order[["perangkat_daerah", "butir", "pegawai", "poin", "poin_unit", "bagian"]].reset_index(drop=True)
