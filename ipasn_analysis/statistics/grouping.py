"""Groups of people: keys by codes of the personnel record (SIASN code tables), and the groupings of a scores frame."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.errors import UsageError
from ipasn_analysis.statistics.typing import FloatArray, Labels

EDUCATION = {
    "05": "di_bawah_slta",
    "10": "di_bawah_slta",
    "12": "di_bawah_slta",
    "15": "d2_d1_slta",
    "17": "d2_d1_slta",
    "18": "d2_d1_slta",
    "20": "d2_d1_slta",
    "25": "d2_d1_slta",
    "30": "d3",
    "35": "s1_d4",
    "40": "s1_d4",
    "45": "s2",
    "50": "s3",
}
EDUCATION_ORDER = ("s3", "s2", "s1_d4", "d3", "d2_d1_slta", "di_bawah_slta")
LEVELS = ("I", "II", "III", "IV", "V")
AGE_EDGES = (30, 40, 50)


WITHIN = {"eselon": ("jenis_jabatan", "struktural"), "golongan": ("jenis_pegawai", "PNS")}
"""Groupings of a part of the people only: the grouping and the group that the part is."""


def group_keys(scores: pd.DataFrame, grouping: str, as_of: datetime.date) -> Labels:
    """The group of each person under one of `GROUPINGS`, None without one, shape (people,).

    Eselon is given of structural posts alone, golongan of PNS alone. Sex and birth date are those of the profile, or
    those in the NIP where it has none; age is at `as_of`. `UsageError` where the column that it needs is missing.
    """
    column, keys = GROUPINGS[grouping]
    if column not in scores:
        raise UsageError("the scores have no column {column!r}: they were imported without a profile", column=column)
    found = keys(scores, as_of)
    if grouping in WITHIN:
        whole, part = WITHIN[grouping]
        found[_objects(scores, whole) != part] = None
    return found


def education_groups(codes: ArrayLike) -> Labels:
    """Level of education by TINGKAT PENDIDIKAN ID, as `perban8_2019` tells them apart; None where empty or unknown."""
    return mapped(codes, EDUCATION)


def eselon_groups(codes: ArrayLike) -> Labels:
    """Eselon I–V by ESELON ID (11 … 52); None for 99 (none) and where empty or unknown."""
    return mapped(codes, {f"{level}{step}": LEVELS[level - 1] for level in range(1, 6) for step in (1, 2)})


def golongan_groups(codes: ArrayLike, jenis_pegawai: ArrayLike) -> Labels:
    """Golongan I–IV by GOL AKHIR ID (11 … 45), and PPPK as a group of its own; None where empty or unknown."""
    table = {f"{level}{step}": LEVELS[level - 1] for level in range(1, 5) for step in range(1, 6)}
    return np.where(np.asarray(jenis_pegawai, dtype=object) == "PPPK", "PPPK", mapped(codes, table))


def sex_groups(codes: ArrayLike) -> Labels:
    """L or P by JENIS KELAMIN, which some exports hold as M or F; None otherwise."""
    return mapped(codes, {"L": "L", "P": "P", "M": "L", "F": "P"})


def age_in_years(birth_dates: ArrayLike, as_of: datetime.date) -> FloatArray:
    """Age in whole years at `as_of`; NaN where the birth date is unknown; born on 29 February: on 1 March."""
    births = pd.to_datetime(pd.Series(np.asarray(birth_dates)))
    before_birthday = (births.dt.month * 100 + births.dt.day) > as_of.month * 100 + as_of.day
    years = (as_of.year - births.dt.year - before_birthday).where(births.notna())
    return np.asarray(years, dtype=np.float64)


def age_groups(years: ArrayLike, edges: Sequence[int] = AGE_EDGES) -> Labels:
    """Age groups as "<30", "30-39", "40-49", ">=50" (lower edges in whole years); None where age is unknown."""
    age = np.asarray(years, dtype=np.float64)
    between = [f"{low}-{high - 1}" for low, high in pairwise(edges)]
    keys = np.array([f"<{edges[0]}", *between, f">={edges[-1]}"], dtype=object)
    groups = keys[np.searchsorted(edges, age, side="right")]
    groups[np.isnan(age)] = None
    return groups


def _objects(scores: pd.DataFrame, column: str) -> Labels:
    held = scores[column]
    if isinstance(held.dtype, pd.CategoricalDtype):
        return np.append(held.cat.categories.to_numpy(dtype=object), [None])[held.cat.codes]
    found = held.astype(object).to_numpy(dtype=object, copy=True)
    found[pd.isna(found)] = None
    return found


def _golongan(scores: pd.DataFrame, _: datetime.date) -> Labels:
    return golongan_groups(_objects(scores, "golongan"), _objects(scores, "jenis_pegawai"))


def _sex(scores: pd.DataFrame, _: datetime.date) -> Labels:
    known = "jenis_kelamin" in scores
    found = sex_groups(_objects(scores, "jenis_kelamin")) if known else np.full(len(scores), None, dtype=object)
    unknown = pd.isna(found)
    found[unknown] = mapped(scores["nip"][unknown].astype("str").str[14], {"1": "L", "2": "P"})
    return found


def births(scores: pd.DataFrame) -> pd.Series:
    """Birth dates on record, where there is none those of the NIPs; NaT where neither tells it."""
    known = "tanggal_lahir" in scores
    found = pd.to_datetime(scores["tanggal_lahir"] if known else pd.Series(pd.NaT, index=scores.index))
    unknown = found.isna()
    if unknown.any():
        told = scores["nip"][unknown].astype("str").str[:8]
        found = found.fillna(pd.to_datetime(told, format="%Y%m%d", errors="coerce"))
    return found


def _age(scores: pd.DataFrame, as_of: datetime.date) -> Labels:
    return age_groups(age_in_years(births(scores), as_of))


GROUPINGS: dict[str, tuple[str, Callable[[pd.DataFrame, datetime.date], Labels]]] = {
    "jenis_pegawai": ("jenis_pegawai", lambda scores, _: _objects(scores, "jenis_pegawai")),
    "jenis_jabatan": ("jenis_jabatan", lambda scores, _: _objects(scores, "jenis_jabatan")),
    "eselon": ("eselon", lambda scores, _: eselon_groups(_objects(scores, "eselon"))),
    "golongan": ("golongan", _golongan),
    "pendidikan": ("tingkat_pendidikan", lambda scores, _: education_groups(_objects(scores, "tingkat_pendidikan"))),
    "jenis_kelamin": ("nip", _sex),
    "umur": ("nip", _age),
}
"""The groupings of people in a report, each with the column that it needs."""


def mapped(codes: ArrayLike, table: Mapping[str, str] | Mapping[float, str]) -> Labels:
    """The group of each code in the table, shape (codes,); None where the table has none."""
    found = pd.Series(np.asarray(codes, dtype=object)).map(table).to_numpy(dtype=object, copy=True)
    found[pd.isna(found)] = None
    return found
