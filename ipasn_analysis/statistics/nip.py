"""What a NIP says about itself and about the profile beside it: BKN's tests of accuracy and consistency.

A NIP has 18 digits. PNS: birth date (8), start as year and month (6), sex (1), serial (3). PPPK: birth date (8), year
of appointment (4), two digits that are not a month, sex (1), serial (3). There is no check digit.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

CHECKS: Mapping[str, str] = {
    "tanggal_lahir_mungkin": "akurasi",
    "tanggal_lahir_sesuai": "akurasi",
    "mulai_mungkin": "akurasi",
    "mulai_sesuai": "akurasi",
    "jenis_kelamin_mungkin": "akurasi",
    "jenis_kelamin_sesuai": "akurasi",
    "jenis_pegawai_sesuai": "konsistensi",
    "usia_mulai_wajar": "konsistensi",
    "eselon_sesuai": "konsistensi",
}
YOUNGEST, OLDEST = 17, 60

Integers = NDArray[np.int64]
Outcome = NDArray[np.float64]


def nip_checks(
    nip: ArrayLike,
    jenis_pegawai: ArrayLike,
    as_of: ArrayLike,
    *,
    birth_dates: ArrayLike | None = None,
    start_dates: ArrayLike | None = None,
    sexes: ArrayLike | None = None,
    eselon: ArrayLike | None = None,
    jenis_jabatan: ArrayLike | None = None,
) -> pd.DataFrame:
    """The outcome of each check of `CHECKS` for each person: 1 passed, 0 failed, NaN not applicable.

    Parameters
    ----------
    nip : texts of 18 digits.
    jenis_pegawai : PNS or PPPK.
    as_of : cut-off date; a birth or start after it is impossible.
    birth_dates, start_dates : of the profile (NaT: empty); the start is compared by year and month for PNS, by year for
        PPPK.
    sexes : L or P, anything else counts as empty; L is digit 1, P is digit 2.
    eselon, jenis_jabatan : an eselon (not empty, not 99) belongs to a structural post, and a structural post has one.

    Raises
    ------
    ValueError
        A NIP is not 18 digits.
    """
    digits = _digits(nip)
    cut_off = np.datetime64(as_of, "D")  # type: ignore[call-overload]
    pns = np.asarray(jenis_pegawai, dtype=object) == "PNS"
    birth = _date(_number(digits, 0, 4), _number(digits, 4, 6), _number(digits, 6, 8))
    month = _number(digits, 12, 14)
    is_month = (month >= 1) & (month <= 12)
    start_year = _number(digits, 8, 12)
    start = _date(start_year, np.where(pns & is_month, month, 1), np.ones(len(digits), dtype=np.int64))
    sex = digits[:, 14]
    age = start_year - _number(digits, 0, 4)
    return pd.DataFrame(
        {
            "tanggal_lahir_mungkin": (birth <= cut_off).astype(np.float64),
            "tanggal_lahir_sesuai": _equal(birth, _days(birth_dates, len(digits))),
            "mulai_mungkin": ((start <= cut_off) & (start_year >= 1950) & (is_month | ~pns)).astype(np.float64),
            "mulai_sesuai": _same_start(start_year, month, pns, _days(start_dates, len(digits))),
            "jenis_kelamin_mungkin": np.isin(sex, (1, 2)).astype(np.float64),
            "jenis_kelamin_sesuai": _same_sex(sex, sexes),
            "jenis_pegawai_sesuai": (is_month == pns).astype(np.float64),
            "usia_mulai_wajar": ((age >= YOUNGEST) & (age <= OLDEST)).astype(np.float64),
            "eselon_sesuai": _eselon_fits(eselon, jenis_jabatan, len(digits)),
        }
    )


def check_summary(outcomes: pd.DataFrame, units: ArrayLike | None = None) -> pd.DataFrame:
    """How many people each check applies to and how many pass it.

    perangkat_daerah (absent without `units`), pemeriksaan, matra ("akurasi" or "konsistensi"), berlaku, sesuai,
    tidak_sesuai (people), bagian (share that passes, NaN where it applies to nobody).
    """
    labels = np.full(len(outcomes), "", dtype=object) if units is None else np.asarray(units, dtype=object)
    grouped = outcomes.groupby(labels, sort=True)
    long = grouped.count().rename_axis("perangkat_daerah").reset_index()
    table = long.melt("perangkat_daerah", var_name="pemeriksaan", value_name="berlaku")
    passed = grouped.sum().rename_axis("perangkat_daerah").reset_index().melt("perangkat_daerah")["value"]
    table["sesuai"] = passed.to_numpy(dtype=np.float64).astype(np.int64)
    table["tidak_sesuai"] = table["berlaku"] - table["sesuai"]
    table["bagian"] = (table["sesuai"] / table["berlaku"]).where(table["berlaku"] > 0)
    table.insert(2, "matra", table["pemeriksaan"].map(dict(CHECKS)))
    table = table.sort_values("perangkat_daerah", kind="stable").reset_index(drop=True)
    return table.drop(columns="perangkat_daerah") if units is None else table


def dimension_share(outcomes: pd.DataFrame, matra: str) -> float | None:
    """Share of the applicable checks of "akurasi" or "konsistensi" that pass, over all people; None without any."""
    part = outcomes[[name for name in outcomes if CHECKS[str(name)] == matra]].to_numpy(dtype=np.float64)
    applicable = ~np.isnan(part)
    return float(np.nansum(part) / applicable.sum()) if applicable.any() else None


def _digits(nip: ArrayLike) -> Integers:
    """People × 18 digits."""
    texts = np.asarray(nip, dtype=object).astype("U")
    if not len(texts):
        return np.empty((0, 18), dtype=np.int64)
    digits = np.ascontiguousarray(texts).view(np.uint32).reshape(len(texts), -1).astype(np.int64) - ord("0")
    if digits.shape[1] != 18 or digits.min() < 0 or digits.max() > 9:
        raise ValueError("a NIP is not 18 digits")
    return digits


def _number(digits: Integers, first: int, last: int) -> Integers:
    return digits[:, first:last] @ (10 ** np.arange(last - first - 1, -1, -1))


def _date(year: Integers, month: Integers, day: Integers) -> NDArray[np.datetime64]:
    """Dates; NaT where there is no such day."""
    possible = (month >= 1) & (month <= 12) & (year >= 1900)
    months = np.where(possible, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    dates = first + (day - 1)
    return np.where(possible & (day >= 1) & (day <= length), dates, np.datetime64("NaT", "D"))


def _days(dates: ArrayLike | None, people: int) -> NDArray[np.datetime64]:
    if dates is None:
        return np.full(people, np.datetime64("NaT", "D"))
    return pd.to_datetime(pd.Series(np.asarray(dates))).to_numpy().astype("datetime64[D]")


def _equal(own: NDArray[np.datetime64], recorded: NDArray[np.datetime64]) -> Outcome:
    return np.where(np.isnat(recorded), np.nan, (own == recorded).astype(np.float64))


def _same_start(year: Integers, month: Integers, pns: NDArray[np.bool_], recorded: NDArray[np.datetime64]) -> Outcome:
    months = recorded.astype("datetime64[M]").astype(np.int64)
    same = (months // 12 + 1970 == year) & (~pns | (months % 12 + 1 == month))
    return np.where(np.isnat(recorded), np.nan, same.astype(np.float64))


def _same_sex(digit: Integers, sexes: ArrayLike | None) -> Outcome:
    recorded = np.full(len(digit), None) if sexes is None else np.asarray(sexes, dtype=object)
    expected = np.select([recorded == "L", recorded == "P"], [1, 2], 0)
    return np.where(expected == 0, np.nan, (digit == expected).astype(np.float64))


def _eselon_fits(eselon: ArrayLike | None, jenis_jabatan: ArrayLike | None, people: int) -> Outcome:
    if eselon is None or jenis_jabatan is None:
        return np.full(people, np.nan)
    codes, posts = pd.Series(np.asarray(eselon, dtype=object)), np.asarray(jenis_jabatan, dtype=object)
    has_one = (codes.notna() & ~codes.isin(["", "99"])).to_numpy()
    return np.where(pd.isna(posts), np.nan, (has_one == (posts == "struktural")).astype(np.float64))
