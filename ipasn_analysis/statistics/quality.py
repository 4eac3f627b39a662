"""What the records are worth: completeness, timeliness, accuracy, consistency, and the points that hang on them.

Flags tell what is missing; in import mode they are false because ready scores do not tell, so nothing here applies.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

RECORDS = ("kualifikasi", "kompetensi", "kinerja", "eselon")
KEPEMIMPINAN = 15.0
YEARLY_ITEMS = ("diklat_teknis", "seminar")
BKN_WEIGHTS: Mapping[str, float] = {
    "kelengkapan": 0.28,
    "ketepatan_waktu": 0.31,
    "akurasi": 0.30,
    "konsistensi": 0.11,
}


@dataclass(frozen=True)
class Timeliness:
    """How up to date training records are: people, those with any record, those with one of the measured year."""

    people: int
    recorded: int
    this_year: int


@dataclass(frozen=True)
class QualityScore:
    """Weighted quality of the records, 0–1, by BKN's weights; how the four shares are made is our reading [D].

    `shares` has the four shares (None: not known), `weights` the weights in force; where a share is not known its
    weight goes to the others in proportion. `value` is None when nothing is known.
    """

    value: float | None
    shares: dict[str, float | None]
    weights: dict[str, float]


@dataclass(frozen=True)
class Bounds:
    """The group's mean as scored (what is missing counts 0), and if every missing record were at its best, in points.

    `per_record` adds up to `upper` − `lower`.
    """

    lower: float
    upper: float
    per_record: dict[str, float]


def completeness(scores: pd.DataFrame) -> pd.DataFrame:
    """People with each record among those of whom one is expected (eselon: structural posts only).

    Returns
    -------
    butir (`RECORDS`, in their order), berlaku, lengkap, tanpa (people), bagian (share with a record, NaN where it
    applies to nobody).
    """
    structural = (scores["jenis_jabatan"] == "struktural").to_numpy(dtype=bool)
    missing = {name: scores[f"tanpa_{name}"].to_numpy(dtype=bool) for name in RECORDS}
    missing["eselon"] = missing["eselon"] & structural
    expected = pd.Series({name: int(structural.sum()) if name == "eselon" else len(scores) for name in RECORDS})
    without = pd.Series({name: int(flags.sum()) for name, flags in missing.items()})
    table = pd.DataFrame({"berlaku": expected, "lengkap": expected - without, "tanpa": without})
    table["bagian"] = (table["lengkap"] / table["berlaku"]).where(table["berlaku"] > 0)
    return table.rename_axis("butir").reset_index()


def timeliness(last_record: ArrayLike, as_of: datetime.date) -> Timeliness:
    """How up to date the last training record of each person is (NaT: none); the year is that of the cut-off date."""
    days = np.asarray(last_record, dtype="datetime64[D]")
    known = ~np.isnat(days)
    of_year = known & (days >= np.datetime64(f"{as_of.year:04d}-01-01"))
    return Timeliness(len(days), int(known.sum()), int(of_year.sum()))


def weighted_quality(shares: Mapping[str, float | None]) -> QualityScore:
    """The weighted score of the four shares (keys of `BKN_WEIGHTS`; None or NaN where not known)."""
    known = {
        name: float(share) for name in BKN_WEIGHTS if (share := shares.get(name)) is not None and not np.isnan(share)
    }
    total = sum(BKN_WEIGHTS[name] for name in known)
    return QualityScore(
        value=sum(BKN_WEIGHTS[name] * share for name, share in known.items()) / total if total else None,
        shares={name: known.get(name) for name in BKN_WEIGHTS},
        weights={name: weight / total if name in known else 0.0 for name, weight in BKN_WEIGHTS.items()},
    )


def missing_points(
    scores: pd.DataFrame,
    maxima: Mapping[str, float],
    *,
    last_record: ArrayLike | None = None,
    year: int | None = None,
) -> pd.DataFrame:
    """Points that each person would gain at most if the missing records turned out at their best.

    kualifikasi, kompetensi (no training on record at all) and kinerja: up to the maximum of the dimension (`maxima`).
    eselon (structural post without one): the leadership training it keeps from counting, for those whose kompetensi is
    not missing altogether, never above the dimension's maximum. With `last_record` and `year` also kompetensi_usang:
    people with training on record but none in the measured year, the points of `YEARLY_ITEMS` (columns
    `tambah_<item>`) that a record brought up to date could add.

    Returns
    -------
    One row per person, one column per item, points ≥ 0; nobody's index rises above the sum of the maxima.
    """
    flags = {item: scores[f"tanpa_{item}"].to_numpy(dtype=bool) for item in RECORDS}
    room = {name: np.clip(maxima[name] - scores[name].to_numpy(dtype=np.float64), 0, None) for name in maxima}
    extra = {name: np.where(flags[name], room[name], 0.0) for name in maxima}
    left = room["kompetensi"] - extra["kompetensi"]
    extra["eselon"] = np.where(flags["eselon"], np.minimum(KEPEMIMPINAN, left), 0.0)
    if last_record is not None and year is not None:
        days = np.asarray(last_record, dtype="datetime64[D]")
        stale = ~np.isnat(days) & (days < np.datetime64(f"{year:04d}-01-01"))
        columns = [f"tambah_{item}" for item in YEARLY_ITEMS]
        gains = np.nan_to_num(scores[columns].to_numpy(dtype=np.float64)).sum(axis=1)
        extra["kompetensi_usang"] = np.where(stale, np.minimum(gains, left - extra["eselon"]), 0.0)
    return pd.DataFrame(extra, index=scores.index)


def bounds(index: ArrayLike, extra: pd.DataFrame) -> Bounds:
    """Lower and upper bound of the group's mean; `extra` as from `missing_points`, one row per person."""
    lower = float(np.asarray(index, dtype=np.float64).mean())
    hanging = {str(name): float(column.mean()) for name, column in extra.items()}
    return Bounds(lower, lower + sum(hanging.values()), hanging)


def bounds_by_unit(index: ArrayLike, extra: pd.DataFrame, units: ArrayLike) -> pd.DataFrame:
    """The bounds of every perangkat daerah, in points of its own mean.

    perangkat_daerah, diukur, batas_bawah (the index as scored), batas_atas, and one column per item; sorted by name.
    """
    people = extra.assign(batas_bawah=np.asarray(index, dtype=np.float64))
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
