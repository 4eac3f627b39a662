"""Codes of the personnel record as keys of groups (SIASN code tables)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

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
DISCIPLINE = {5.0: "tidak_pernah", 3.0: "ringan", 2.0: "sedang", 1.0: "berat"}
AGE_EDGES = (30, 40, 50)


def education_groups(codes: ArrayLike) -> Labels:
    """Level of education by TINGKAT PENDIDIKAN ID, as `perban8_2019` tells them apart; None where empty or unknown."""
    return _mapped(codes, EDUCATION)


def eselon_groups(codes: ArrayLike) -> Labels:
    """Eselon I–V by ESELON ID (11 … 52); None for 99 (none) and where empty or unknown."""
    return _mapped(codes, {f"{level}{step}": LEVELS[level - 1] for level in range(1, 6) for step in (1, 2)})


def golongan_groups(codes: ArrayLike, jenis_pegawai: ArrayLike) -> Labels:
    """Golongan I–IV by GOL AKHIR ID (11 … 45), and PPPK as a group of its own; None where empty or unknown."""
    table = {f"{level}{step}": LEVELS[level - 1] for level in range(1, 5) for step in range(1, 6)}
    return np.where(np.asarray(jenis_pegawai, dtype=object) == "PPPK", "PPPK", _mapped(codes, table))


def sex_groups(codes: ArrayLike) -> Labels:
    """L or P; None otherwise."""
    return _mapped(codes, {"L": "L", "P": "P"})


def discipline_groups(points: ArrayLike) -> Labels:
    """Level of discipline by its points under `perban8_2019` (5, 3, 2, 1); None for other points."""
    return _mapped(points, DISCIPLINE)


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


def _mapped(codes: ArrayLike, table: dict) -> Labels:
    found = pd.Series(np.asarray(codes, dtype=object)).map(table).to_numpy(dtype=object, copy=True)
    found[pd.isna(found)] = None
    return found
