"""Beyond one year: why the index moved, what the instrument alone does, and where the index is going.

Every function calls the analysis that the report calls; ``internal=True`` shows what rests on few people.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.api.scores_frame import attribute, several_governments, thresholds
from ipasn_analysis.disclosure.suppression import add_secondary_suppression
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import identified, method_facts, with_governments
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.series import trend as series
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics import change as decomposition
from ipasn_analysis.statistics import trend as trends


def change(before: pd.DataFrame, after: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
    """What the change of the mean is made of, in points; the parts add up to the whole.

    Returns
    -------
    Rows (index `sumber`) bertahan, pindah, masuk, keluar and seluruhnya; columns pegawai, indeks and the four
    dimensions. Parts are missing where one of them rests on few people.

    Raises `UsageError` when the frames were scored under two instruments: use `method_effect` for that.

    Examples
    --------
    >>> ipasn.change(ipasn.scores("banjar", 2024), ipasn.scores("banjar", 2025))
    """
    limits = thresholds(after, internal)
    split = decomposition.split_change(*_pair(before, after), limits.group)
    few = any(0 < count < limits.discipline for count in split.people.values())
    rows = {}
    for source in decomposition.SOURCES:
        parts = None if few or split.source_dimensions is None else split.source_dimensions[source]
        people = None if split.hidden else split.people[source]
        rows[source] = [people, split.per_source[source], *(parts[name] if parts else None for name in DIMENSIONS)]
    rows["seluruhnya"] = [None, split.difference, *(split.per_dimension[name] for name in DIMENSIONS)]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["pegawai", "indeks", *DIMENSIONS])
    return table.astype({"pegawai": "Int64", **dict.fromkeys(["indeks", *DIMENSIONS], float)}).rename_axis("sumber")


def change_interval(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """The change with its 95 % interval: selisih, bawah, atas (points), p_value, lebih_dari_derau.

    For work inside the agency: with few people who moved, the ends of the interval would tell of them.

    Examples
    --------
    >>> ipasn.change_interval(before, after)["lebih_dari_derau"]
    """
    found = decomposition.change_uncertainty(*_pair(before, after))
    low, high = found.interval or (None, None)
    parts: dict[str, Any] = {"selisih": found.difference, "bawah": low, "atas": high, "p_value": found.p_value}
    return pd.Series({**parts, "lebih_dari_derau": found.exceeds_noise}, dtype=object)


def change_by_unit(before: pd.DataFrame, after: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
    """What each perangkat daerah contributes to the change of the whole, largest first; contributions add up to it.

    Returns
    -------
    One row per unit (index), small ones together under "(unit lain)": n0, n1 (people), rata0, rata1 (points), dalam,
    antar, baru, hilang, kontribusi (points of the whole).

    Examples
    --------
    >>> ipasn.change_by_unit(before, after)["kontribusi"].head()
    """
    table = decomposition.split_by_unit(*_pair(before, after)).set_index("perangkat_daerah")
    limit = thresholds(after, internal).group
    sizes = table[["n0", "n1"]]
    small = add_secondary_suppression(((sizes > 0) & (sizes < limit)).any(axis=1), sizes.max(axis=1), limit)
    shown = table[~small].sort_values("kontribusi", key=np.abs, ascending=False)
    if not small.any():
        return shown
    rest = (
        table.loc[small, ["n0", "n1", "dalam", "antar", "baru", "hilang", "kontribusi"]].sum().to_frame(OTHER_UNITS).T
    )
    joined = pd.concat([shown, rest.reindex(columns=table.columns)])
    return joined.astype({"n0": int, "n1": int}).rename_axis("perangkat_daerah")


def method_effect(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """What the instrument alone does: the same people scored under two instruments, second − first.

    Returns
    -------
    Rows indeks and the four dimensions; columns jumlah (people), selisih, selisih_median (points), naik, tetap, turun
    (shares of people), korelasi_peringkat.

    Examples
    --------
    >>> ipasn.method_effect(scores, ipasn.scores("banjar", 2025, instrument="bkn4190_2024"))
    """
    first, second = (with_governments(scores) if several_governments(scores) else scores for scores in (first, second))
    found = decomposition.method_effect_of(first, second)
    return pd.DataFrame([method_facts(effect) for effect in found.values()], index=list(found))


TREND = ["per_tanggal", "tahun", "instrumen", "indeks", "diukur", *DIMENSIONS, "resmi", "pemerintah", "sebanding"]


def trend(region: str, year: int | None = None, *, data: str | None = None) -> pd.DataFrame:
    """The index at every snapshot of a region: per_tanggal (index), tahun, instrumen, indeks, diukur, dimensions.

    `resmi` tells official scores of SIASN, `pemerintah` how many governments a snapshot covers, `sebanding` whether it
    compares with the newest of the year.

    Examples
    --------
    >>> ipasn.trend("banjar")["indeks"]
    """
    context = ReportContext(gathered(region, year, data))
    rows = [dict(point) | dict(point.dimensi) for point in series(context)]
    table = pd.DataFrame(rows, columns=TREND)
    table = table.astype({"per_tanggal": "datetime64[s]", "diukur": "Int64"}).set_index("per_tanggal")
    year = context.data.year
    table.attrs = {"region": region, "tahun": year, "instrumen": context.data.instrument.name}
    return table


def trend_test(points: pd.DataFrame) -> pd.Series:
    """Theil–Sen slope and Kendall's exact test over the comparable years of `trend`.

    Returns
    -------
    tahun (number of years), cukup_data, sen_slope, sen_bawah, sen_atas (points a year), kendall_tau, p_value.

    Examples
    --------
    >>> ipasn.trend_test(ipasn.trend("banjar"))
    """
    last = int(points.attrs.get("tahun", points["tahun"].max()))
    rules_used = str(points.attrs.get("instrumen", points["instrumen"].iloc[-1]))
    newest = points.groupby("tahun").tail(1)
    points = newest[newest["sebanding"].astype(bool)]
    columns = (points[name] for name in ("instrumen", "indeks"))
    known = [
        trends.TrendPoint(day.date(), str(instrument), _number(value))
        for day, instrument, value in zip(pd.DatetimeIndex(points.index), *columns, strict=True)
    ]
    usable = trends.comparable_years(known, rules_used, last)
    found = trends.trend_test(list(usable), list(usable.values()))
    parts: dict[str, Any] = {"tahun": found.points, "cukup_data": found.enough, "sen_slope": found.slope}
    parts |= {"sen_bawah": found.low, "sen_atas": found.high, "kendall_tau": found.tau, "p_value": found.p_value}
    return pd.Series(parts, dtype=object)


def target_probability(points: pd.DataFrame, target: float, cutoff: datetime.date | str) -> pd.Series:
    """How likely the target is reached at the cut-off, a date, from the snapshots of its year in `trend`.

    Returns
    -------
    peluang (0–1; None: nothing can be said), perkiraan, bawah, atas (points, 95 %), dasar (final, pace or not_enough).

    Examples
    --------
    >>> ipasn.target_probability(ipasn.trend("banjar"), target=81, cutoff="2025-12-23")
    """
    day = datetime.date.fromisoformat(str(cutoff))
    mine = points[(points["tahun"] == day.year) & points["indeks"].notna()]
    found = trends.chance_of_target(
        [date.date() for date in pd.DatetimeIndex(mine.index)], mine["indeks"].tolist(), target, day
    )
    parts: dict[str, Any] = {"peluang": found.probability, "perkiraan": found.expected}
    return pd.Series({**parts, "bawah": found.low, "atas": found.high, "dasar": found.basis}, dtype=object)


def _pair(before: pd.DataFrame, after: pd.DataFrame) -> tuple[decomposition.Population, decomposition.Population]:
    rules_before, rules_after = attribute(before, "instrumen"), attribute(after, "instrumen")
    if rules_before != rules_after:
        raise UsageError(f"before is scored under {rules_before}, after under {rules_after}: the series breaks there")
    if before.empty or after.empty:
        raise UsageError("nobody is left in these scores")
    first, second = (identified(scores, is_province=several_governments(scores)) for scores in (before, after))
    return first, second


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
