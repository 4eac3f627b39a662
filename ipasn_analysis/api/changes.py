"""Beyond one year: why the index moved, what the instrument alone does, and where the index is going.

Every function calls the analysis that the report calls; ``internal=True`` shows what rests on few people.
"""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.api.reports import gathered
from ipasn_analysis.api.scores_frame import VALUES, attribute, counts_told, on_grid, several_governments, smallest_group
from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.change import identified, method_facts, with_governments
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.series import trend as series
from ipasn_analysis.result.figures import Mean
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.series import TitikTren
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics import change as decomposition
from ipasn_analysis.statistics import trend as trends
from ipasn_analysis.statistics.outlook import outlook


def change(before: pd.DataFrame, after: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
    """What the change of the mean is made of, in points; the parts add up to the whole.

    Returns
    -------
    Rows (index `sumber`) bertahan, pindah, masuk, keluar and seluruhnya; columns pegawai, indeks and the four
    dimensions. Parts are missing where one of them rests on few people, which a `UserWarning` says, and disiplin of all
    parts.

    Raises `UsageError` when the frames were scored under two instruments: use `method_effect` for that.

    Examples
    --------
    >>> ipasn.change(ipasn.scores("banjar", 2024), ipasn.scores("banjar", 2025))
    """
    fewest, people = smallest_group(after, internal), min(len(before), len(after))
    split = decomposition.split_change(*_pair(before, after), fewest)
    if split.hidden:
        warnings.warn(
            f"the parts are withheld, since one of them rests on fewer than {fewest} people; internal=True shows them, "
            "for eyes inside the agency",
            UserWarning,
            stacklevel=2,
        )
    rows = {}
    for source in decomposition.SOURCES:
        parts = None if split.source_dimensions is None else split.source_dimensions[source]
        rows[source] = [
            None if split.hidden else split.people[source],
            split.per_source[source],
            *(parts[name] if parts else None for name in DIMENSIONS),
        ]
    rows["seluruhnya"] = [None, split.difference, *(split.per_dimension[name] for name in DIMENSIONS)]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["pegawai", *VALUES])
    table = table.astype({"pegawai": "Int64", **dict.fromkeys(VALUES, float)}).rename_axis("sumber")
    table[VALUES] = on_grid(table[VALUES], people, internal)
    if not internal:
        table.loc[list(decomposition.SOURCES), "disiplin"] = np.nan
    known = table["pegawai"].notna()
    table.loc[known, "pegawai"] = counts_told(table.loc[known, "pegawai"], fewest, internal).to_numpy()
    return table


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


POINTS = ["dalam", "antar", "baru", "hilang", "kontribusi"]


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
    limit, people, sizes = smallest_group(after, internal), min(len(before), len(after)), table[["n0", "n1"]]
    small = ((sizes > 0) & (sizes < limit)).any(axis=1)
    shown = table[~small].sort_values("kontribusi", key=np.abs, ascending=False)
    shown[POINTS] = on_grid(shown[POINTS], people, internal)
    for mean, count in (("rata0", "n0"), ("rata1", "n1")):
        shown[mean] = on_grid(shown[mean], shown[count].clip(lower=1), internal)
    if not small.any():
        return shown
    rest = table.loc[small, ["n0", "n1", *POINTS]].sum().to_frame(OTHER_UNITS).T
    rest[POINTS] = on_grid(rest[POINTS], people, internal)
    joined = pd.concat([shown, rest.reindex(columns=table.columns)])
    return joined.astype({"n0": int, "n1": int}).rename_axis("perangkat_daerah")


def method_effect(first: pd.DataFrame, second: pd.DataFrame, *, internal: bool = False) -> pd.DataFrame:
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
    rows = [method_facts(effect) for effect in found.values()]
    told = rows if internal else publish(rows, smallest_group(first, internal))
    return pd.DataFrame([dict(row) for row in told], index=list(found))


TREND = ["per_tanggal", "tahun", "instrumen", "indeks", "diukur", *DIMENSIONS, "resmi", "pemerintah", "sebanding"]


def trend(
    region: str, year: int | None = None, *, unit: str | None = None, data: str | None = None, internal: bool = False
) -> pd.DataFrame:
    """The index at every snapshot of a region: per_tanggal (index), tahun, instrumen, indeks, diukur, dimensions.

    `resmi` tells official scores of SIASN, `pemerintah` how many governments a snapshot covers, `sebanding` whether it
    compares with the newest of the year. With `unit` that of a perangkat daerah of a government, by its name at each
    date; its figures are missing where few people were in it, and disiplin always is.

    Examples
    --------
    >>> ipasn.trend("banjar")["indeks"]
    >>> ipasn.plot_trend(ipasn.trend("banjar", unit="Dinas Kesehatan"))
    """
    context = ReportContext(gathered(region, year, data), is_internal=internal)
    rows = list(series(context)) if unit is None else list(_of_unit(context, unit))
    told = rows if internal else publish(rows, context.min_group)
    table = pd.DataFrame([dict(point) | dict(point.dimensi) for point in told], columns=TREND)
    table = table.astype({"per_tanggal": "datetime64[s]", "diukur": "Int64"}).set_index("per_tanggal")
    year = context.data.year
    table.attrs = {"region": region, "tahun": year, "instrumen": context.data.instrument.name}
    return table


def _of_unit(context: ReportContext, name: str) -> Iterator[TitikTren]:
    """A perangkat daerah at every snapshot of its government; `UsageError` names the nearest unit."""
    if context.data.is_province:
        raise UsageError("unit={name!r}: of a territory name a government first: its own region", name=name)
    own, group = context.data.own[0], context.min_part_group_of(context.data.own[0])
    known = {unit for period in own.series for unit in period.about["summary"]["unit"]}
    if name not in known:
        raise unknown("unit", name, sorted(known))
    for period in own.series:
        people, index, _, *means = period.about["summary"]["unit"].get(name, [0, 0.0, 0.0, *(0.0 for _ in DIMENSIONS)])
        count, few = int(people), people < group
        yield TitikTren(
            per_tanggal=period.per_tanggal,
            tahun=period.tahun,
            instrumen=period.instrumen,
            resmi=period.is_official,
            indeks=None if few else Mean(index, count),
            diukur=None if few else count,
            dimensi=PoinDimensi.of(
                dict.fromkeys(DIMENSIONS) if few else dict(zip(DIMENSIONS, means, strict=True)), count
            ),
            pemerintah=1,
            sebanding=period.instrumen == context.data.instrument.name,
            disembunyikan=few,
        )


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
    """Whether the target is reached at the cut-off, a date, from the snapshots in `trend` (`statistics.outlook`).

    Returns
    -------
    dasar (final, curve, pace or not_enough); tercapai (of final); peluang (0.01–0.99), perkiraan, bawah, atas (points,
    95 %; of curve); perlu and laju (points a week: needed, and of the last two snapshots). None: nothing can be said.

    Examples
    --------
    >>> ipasn.target_probability(ipasn.trend("banjar"), target=81, cutoff="2025-12-23")
    """
    known = points[points["indeks"].notna()]
    last = known["instrumen"].iloc[-1] if len(known) else None
    known = known[known["instrumen"] == last]
    found = outlook(
        [date.date() for date in pd.DatetimeIndex(known.index)],
        known["indeks"].tolist(),
        target,
        datetime.date.fromisoformat(str(cutoff)),
    )
    parts: dict[str, Any] = {"dasar": found.basis, "tercapai": found.reached, "peluang": found.probability}
    parts |= {"perkiraan": found.expected, "bawah": found.low, "atas": found.high}
    return pd.Series({**parts, "perlu": found.needed, "laju": found.pace}, dtype=object)


def _pair(before: pd.DataFrame, after: pd.DataFrame) -> tuple[decomposition.Population, decomposition.Population]:
    rules_before, rules_after = attribute(before, "instrumen"), attribute(after, "instrumen")
    if rules_before != rules_after:
        raise UsageError(
            "before is scored under {rules_before}, after under {rules_after}: the series breaks there",
            rules_before=rules_before,
            rules_after=rules_after,
        )
    if before.empty or after.empty:
        raise UsageError("nobody is left in these scores")
    first, second = (identified(scores, is_province=several_governments(scores)) for scores in (before, after))
    return first, second


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
