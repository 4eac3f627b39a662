"""The records of a snapshot as several comparisons take them, and what of them was known by a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ipasn_analysis.records.histories import Histories


@dataclass(frozen=True, eq=False)
class Recorded:
    """The accepted people and histories of a snapshot, and their scores, row by row, by the instrument of records."""

    as_of: datetime.date
    people: pd.DataFrame
    histories: Histories
    scores: pd.DataFrame


def known_by(histories: Histories, day: datetime.date) -> Histories:
    """The histories without what happened after a day; an assessment is of the last day of its year."""
    last = np.datetime64(day, "D")
    dated = {
        name: table[table["date"].to_numpy().astype("datetime64[D]") <= last]
        for name in ("structural", "courses", "sanctions")
        for table in (getattr(histories, name),)
    }
    ended = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    of_years = {
        name: table[table["year"] <= ended] for name in ("values", "predikat") for table in (getattr(histories, name),)
    }
    return replace(histories, **dated, **of_years)
