"""Two snapshots, two governments or two instruments side by side: the difference and its exact split, disclosed.

Everything is B − A in index points. Aggregates only: groups below the threshold (the stricter of both sides) are
withheld, and figures stand on the grid of a report.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import identified, interval_of, method_facts, points_of
from ipasn_analysis.facts.context import WHOLE, unit_table
from ipasn_analysis.facts.sides import Side
from ipasn_analysis.facts.since_last import unit_change, withheld_changes
from ipasn_analysis.result.figures import Mean, Share, Tally
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.scoring.summary import group_means, mean_of
from ipasn_analysis.statistics.change import (
    Population,
    change_uncertainty,
    method_effect,
    people_of_units,
    population,
    split_by_unit,
    split_change,
)

_MADE_OF = ("per_dimensi", "per_sumber", "jumlah_sumber")
TIME, GOVERNMENTS, INSTRUMENTS = "waktu", "pemerintah", "instrumen"


def side_by_side(a: Side, b: Side) -> dict[str, Any]:
    """The comparison as plain values.

    Keys: jenis (``waktu``, ``pemerintah`` or ``instrumen``), a and b (region, nama, per_tanggal, instrumen, sementara,
    impor, diukur, indeks, kategori, dimensi), ambang, selisih, per_dimensi; then by jenis selang, lebih_dari_derau,
    per_sumber, jumlah_sumber, per_unit · per_jenis_jabatan, susunan, tingkat · efek, per_unit.

    Raises
    ------
    UsageError
        When the two differ in more than one respect, or in none; and when too few people are measured.
    """
    kind, sides = kind_of(a, b), (a, b)
    group = max(side.group for side in sides)
    fewest = min(len(side.scores) for side in sides)
    if fewest < group:
        raise UsageError(
            "{a} and {b}: too few people are measured to compare them ({kind})", a=a.region, b=b.region, kind=kind
        )
    mean_a, mean_b = (side.scores[["indeks", *DIMENSIONS]].apply(mean_of) for side in (a, b))
    head_a, head_b = _head(a), _head(b)
    facts = {
        "jenis": kind,
        "a": head_a,
        "b": head_b,
        "ambang": {"kelompok": group},
        "selisih": Mean(mean_b["indeks"] - mean_a["indeks"], fewest),
        "per_dimensi": {
            name: Mean(mean_b[name] - mean_a[name], fewest)
            if head_a["dimensi"][name] is not None and head_b["dimensi"][name] is not None
            else None
            for name in DIMENSIONS
        },
    }
    more = {TIME: _over_time, GOVERNMENTS: _posts, INSTRUMENTS: _method}[kind](a, b, group)
    return publish(facts | more, group)


def kind_of(a: Side, b: Side) -> str:
    """In which one respect the two differ; `UsageError` when it is none or more than one."""
    if a.region != b.region:
        if a.as_of.year != b.as_of.year:
            raise UsageError(
                "{a} {on_a} and {b} {on_b}: two governments are compared in one year",
                a=a.region,
                on_a=a.as_of,
                b=b.region,
                on_b=b.as_of,
            )
        _same_instrument(a, b)
        return GOVERNMENTS
    if a.as_of != b.as_of:
        _same_instrument(a, b)
        return TIME
    if a.instrument == b.instrument:
        raise UsageError(
            "{a} {on_a}: both sides are the same; name another date, region or instrument", a=a.region, on_a=a.as_of
        )
    return INSTRUMENTS


def _same_instrument(a: Side, b: Side) -> None:
    if a.instrument != b.instrument:
        raise UsageError(
            "{a} {on_a} is measured by {instrument_a!r} and {b} {on_b} by {instrument_b!r}, which cannot be compared; "
            "score both by one: …@{instrument_b}",
            a=a.region,
            on_a=a.as_of,
            instrument_a=a.instrument.name,
            b=b.region,
            on_b=b.as_of,
            instrument_b=b.instrument.name,
        )


def _head(side: Side) -> dict[str, Any]:
    means = side.scores[["indeks", *DIMENSIONS]].apply(mean_of)
    return {
        "region": side.region,
        "nama": side.params.name,
        "per_tanggal": side.as_of.isoformat(),
        "instrumen": side.instrument.name,
        "sementara": side.instrument.provisional,
        "impor": side.is_import,
        "pemerintah": list(side.governments),
        "diukur": len(side.scores),
        "indeks": Mean(means["indeks"], len(side.scores)),
        "kategori": str(categorise(np.array([means["indeks"]]), side.instrument)[0]),
        "dimensi": side.context.told(WHOLE, WHOLE, {name: Mean(means[name], len(side.scores)) for name in DIMENSIONS}),
    }


def _over_time(a: Side, b: Side, group: int) -> dict[str, Any]:
    """Stayers, movers, joiners and leavers, the interval of the change, and the units."""
    before, after = (identified(side.scores, is_province=side.is_territory) for side in (a, b))
    split = split_change(before, after, group)
    certainty = change_uncertainty(before, after, min_group=group)
    people = min(len(a.scores), len(b.scores))
    interval = interval_of(certainty, people)
    return {
        "selang": list(interval) if interval else None,
        "lebih_dari_derau": certainty.exceeds_noise,
        "per_sumber": points_of(split, people),
        "jumlah_sumber": None if split.hidden else {key: Tally(count) for key, count in split.people.items()},
        "per_unit": _units_over_time(a, b, group),
    }


def _by_parts(side: Side) -> pd.DataFrame:
    """The scores with their parts as `perangkat_daerah`: units, or the names of the governments of a territory."""
    if not side.is_territory:
        return side.scores
    names = {own.region: own.params.name for own in side.context.included}
    return side.scores.assign(perangkat_daerah=side.scores["pemerintah"].map(names))


def _units_over_time(a: Side, b: Side, group: int) -> list[dict[str, Any]]:
    """Each part at both dates, its contribution and what its own difference is made of, the largest contribution first.

    Hidden ones are summed up under no name.

    The contributions sum to the whole difference (`split_by_unit`). The governments of a territory that
    count are all shown.
    """
    before, after = (population(_by_parts(side)) for side in (a, b))
    table, earlier, later = split_by_unit(before, after), people_of_units(before), people_of_units(after)
    withheld = a.withheld | b.withheld | set(withheld_changes(b.context))
    few = table["perangkat_daerah"].isin(withheld).to_numpy()
    people = min(len(a.scores), len(b.scores))
    rows = [
        _row(unit["perangkat_daerah"], (unit["rata0"], unit["n0"]), (unit["rata1"], unit["n1"]))
        | {"kontribusi": Mean(unit["kontribusi"], people)}
        | _made_of(unit["perangkat_daerah"], earlier, later, group)
        for unit in table[~few].to_dict(orient="records")
    ]
    rows.sort(key=lambda row: (-abs(row["kontribusi"]), row["nama"]))
    if few.any():
        joined = Mean(table.loc[few, "kontribusi"].sum(), people)
        rows.append(_row(None, (np.nan, 0), (np.nan, 0)) | {"kontribusi": joined} | dict.fromkeys(_MADE_OF))
    return rows


def _made_of(name: str, earlier: dict[str, Population], later: dict[str, Population], group: int) -> dict[str, Any]:
    """The difference of a part by dimension and by source; None of one that is there on one side alone."""
    if name not in earlier or name not in later:
        return dict.fromkeys(_MADE_OF)
    found = unit_change(name, earlier[name], later[name], group)
    values = (found.per_dimensi, found.per_sumber, found.jumlah_sumber)
    return {key: None if one is None else dict(one.items()) for key, one in zip(_MADE_OF, values, strict=True)}


def _row(name: str | None, first: tuple[float, int], second: tuple[float, int]) -> dict[str, Any]:
    """A part with its mean and people on both sides; a mean that there is not is None, and so is the difference."""
    means = [None if np.isnan(mean) else Mean(mean, int(people)) for mean, people in (first, second)]
    gap = None
    if means[0] is not None and means[1] is not None:
        gap = Mean(means[1] - means[0], min(means[0].people, means[1].people))
    return {"nama": name, "a": means[0], "b": means[1], "selisih": gap}


def _posts(a: Side, b: Side, group: int) -> dict[str, Any]:
    """The difference by type of post: how much comes from another mix of posts, how much from other scores in them.

    With w the shares and m the means of a type (Kitagawa 1955): susunan = Σ (wB − wA) · (mA + mB) / 2 and tingkat =
    Σ (wA + wB) / 2 · (mB − mA); they sum to the difference. None where a type is hidden or not on record.
    """
    empty: dict[str, Any] = {"per_jenis_jabatan": None, "susunan": None, "tingkat": None}
    tables = [_by_post(side) for side in (a, b)]
    if any(table is None for table in tables):
        return empty
    first, second = (table for table in tables if table is not None)
    names = sorted({*first.index, *second.index})
    first, second = (table.reindex(names).fillna({"diukur": 0}) for table in (first, second))
    few = [((table["diukur"] > 0) & (table["diukur"] < group)).to_numpy() for table in (first, second)]
    withheld = {name for side in (a, b) for name in side.context.withheld_parts("kelompok.jenis_jabatan")}
    rows = []
    for place, name in enumerate(names):
        row = _row(name, *((table["indeks"].iloc[place], table["diukur"].iloc[place]) for table in (first, second)))
        for side, table in (("a", first), ("b", second)):
            row[f"bagian_{side}"] = Share(int(table["diukur"].iloc[place]), int(table["diukur"].sum()))
        is_few = bool(few[0][place] or few[1][place]) or name in withheld
        rows.append(_withheld(row) if is_few else row | {"disembunyikan": False})
    return {"per_jenis_jabatan": rows} | _kitagawa(rows, min(len(a.scores), len(b.scores)))


def _by_post(side: Side) -> pd.DataFrame | None:
    posts = side.scores["jenis_jabatan"].astype(object)
    if posts.isna().any():
        return None
    return group_means(posts.astype("str"), side.scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64))


def _withheld(row: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(row) | {"nama": row["nama"], "disembunyikan": True}


def _kitagawa(rows: list[dict[str, Any]], people: int) -> dict[str, float | None]:
    if any(row["selisih"] is None for row in rows):
        return {"susunan": None, "tingkat": None}
    mix = sum((row["bagian_b"] - row["bagian_a"]) * (row["a"] + row["b"]) / 2 for row in rows)
    level = sum((row["bagian_a"] + row["bagian_b"]) / 2 * row["selisih"] for row in rows)
    return {"susunan": Mean(mix, people), "tingkat": Mean(level, people)}


def _method(a: Side, b: Side, group: int) -> dict[str, Any]:
    """The effect of the method on the same people, and on the units that are shown."""
    keys = ["pemerintah", "nip"] if a.is_territory else ["nip"]
    both = a.scores[[*keys, "indeks"]].merge(b.scores[[*keys, "indeks"]], on=keys, suffixes=("_a", "_b"))
    effect = method_facts(method_effect(both["indeks_a"], both["indeks_b"]))
    first, second = (unit_table(_by_parts(side), group, sorted(a.withheld | b.withheld)) for side in (a, b))
    columns = (table.shown[["indeks", "diukur"]].itertuples() for table in (first, second))
    rows = [_row(str(one[0]), one[1:], other[1:]) for one, other in zip(*columns, strict=True)]
    rows.sort(key=lambda row: (-abs(row["selisih"]), row["nama"]))
    return {"efek": effect, "per_unit": rows, "unit_disembunyikan": int(first.hidden.sum())}
