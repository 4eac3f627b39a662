"""Days since 1970-01-01 as text, looked up rather than formatted one by one."""

from __future__ import annotations

from functools import cache

import numpy as np

_FIRST, _END = np.datetime64("1940-01-01"), np.datetime64("2030-01-01")


@cache
def _texts(day_first: bool) -> np.ndarray:
    iso = np.datetime_as_string(np.arange(_FIRST, _END))
    return np.array([f"{text[8:]}-{text[5:7]}-{text[:4]}" if day_first else str(text) for text in iso], dtype=object)


def day_number(date: str) -> int:
    """The day of a date YYYY-MM-DD."""
    return int(np.datetime64(date, "D").astype(np.int64))


def date_texts(day: np.ndarray, *, day_first: bool) -> np.ndarray:
    """Days (1940 … 2029) as dd-mm-yyyy, as the SIASN export has them, or as YYYY-MM-DD."""
    return _texts(day_first)[np.asarray(day, dtype=np.int64) - int(_FIRST.astype(np.int64))]


def year_of(day: np.ndarray) -> np.ndarray:
    """The calendar year of each day."""
    return np.asarray(day, dtype=np.int64).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def mixed_dates(day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days as YYYY-MM-DD, every thirtieth or so as dd-mm-yyyy."""
    swapped = rng.random(len(day)) < 0.03
    return np.where(swapped, date_texts(day, day_first=True), date_texts(day, day_first=False))
