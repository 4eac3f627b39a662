"""Official results of groups (`rekap_ipasn`): which rows are used, and which of them cannot be printed right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from math import ceil, floor
from typing import Literal

import numpy as np
import pandas as pd

from ipasn_analysis.records import cells
from ipasn_analysis.records.people import People
from ipasn_analysis.records.ready import of_year
from ipasn_analysis.records.rejects import OpenRows, Rejects
from ipasn_analysis.rules.instrument import Dimension
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

DECIMALS = 2
"""Decimals of printed means."""
ROUNDING = 0.005
TOLERANCE = 5 * ROUNDING + 1e-9
"""By how much four rounded parts may differ from their rounded total."""
KINDS = {"pns": "PNS", "pppk": "PPPK"}
TOTALS = ("jumlah", "total", "rata-rata", "seluruhnya")
"""What stands in place of a name in rows that sum up the others."""


def sums_of(mean: float, people: int, unit: float) -> list[float]:
    """The sums of points that a printed mean of so many people can stand for, in units of points."""
    low = Decimal(str(mean)) - Decimal(str(ROUNDING))
    high = Decimal(str(mean)) + Decimal(str(ROUNDING))
    step = Decimal(str(unit))
    first, last = ceil(low * people / step), floor(high * people / step)
    return [float(step * count) for count in range(first, last + 1)]


def is_possible(means: Mapping[Dimension, float], total: float, people: int, units: Mapping[Dimension, float]) -> bool:
    """Whether people whose points lie on the units can have these printed means and this printed total."""
    found = [sums_of(means[name], people, unit) for name, unit in units.items()]
    if any(not sums for sums in found):
        return False
    low, high = sum(min(sums) for sums in found), sum(max(sums) for sums in found)
    widest = (total - ROUNDING) * people - 1e-6, (total + ROUNDING) * people + 1e-6
    if high < widest[0] or low > widest[1]:
        return False
    if len(found[0]) * len(found[1]) * len(found[2]) * len(found[3]) > MOST_CHOICES:
        return True
    return any(widest[0] <= sum(chosen) <= widest[1] for chosen in product(*found))


MOST_CHOICES = 10_000
"""Choices of sums beyond which some of them always fits."""


def accept_recap(
    table: RawTable,
    year: int,
    maxima: Mapping[Dimension, float],
    units: Mapping[Dimension, float],
    rejects: Rejects,
) -> People:
    """The groups of the measured year, one row each: perangkat_daerah, jenis_pegawai, jumlah, dimensions and total.

    Parts and total are kept as printed. A row whose total differs from its parts by more than rounding, or that no
    points on the `units` give, is a finding and not mended. The counts are of people; a row without a usable `jumlah`
    counts as one.
    """
    notes: Counter[Reason] = Counter(dict(table.notes))
    table = of_year(table, year, notes)
    nothing = pd.Series([""] * table.rows)
    names = cells.categories(table.columns["perangkat_daerah"], cells.names)
    kinds = cells.texts(table.columns["jenis_pegawai"]).to_pandas().str.strip().str.casefold()
    people, state = cells.numbers(table.columns["jumlah"])
    named = pd.Series(names).astype("str").str.casefold()
    rows = OpenRows(table, rejects, ~named.isin(("", *TOTALS)).to_numpy())
    uncounted = (state != cells.GOOD) | (people < 1) | (people % 1 != 0)
    rows.reject("jumlah", Kind.SCORE_NO_NUMBER, rows.mask & uncounted)
    frame = pd.DataFrame({"perangkat_daerah": names, "jenis_pegawai": kinds.map(KINDS).fillna(""), "jumlah": people})
    columns: tuple[Dimension | Literal["total"], ...] = (*maxima, "total")
    for name in columns:
        values, read = cells.numbers(table.columns[name])
        rows.reject(name, Kind.SCORE_NO_NUMBER, rows.mask & (read != cells.GOOD))
        most = 100.0 if name == "total" else maxima[name]
        rows.reject(name, Kind.SCORE_RANGE, rows.mask & ((values < 0) | (values > most)), maksimum=f"{most:g}")
        frame[name] = values
    accepted = frame.loc[np.flatnonzero(rows.mask)].reset_index(drop=True)
    accepted["jumlah"] = accepted["jumlah"].astype(np.int64)
    misprints = sum(_misprinted(accepted, units))
    findings = {Reason(Kind.RECAP_MISPRINT): misprints} if misprints else {}
    counted = int(accepted["jumlah"].sum()) + sum(rows.rejected.values())
    return People(accepted, nothing.to_numpy(), counted, {}, rows.rejected, findings, notes, accepted)


def _misprinted(frame: pd.DataFrame, units: Mapping[Dimension, float]) -> Iterator[bool]:
    """Of each row, whether its printed figures cannot all be right."""
    for row in frame.to_dict("records"):
        means: dict[Dimension, float] = {name: float(row[name]) for name in units}
        apart = abs(sum(means.values()) - float(row["total"])) > TOLERANCE
        yield apart or not is_possible(means, float(row["total"]), int(row["jumlah"]), units)
