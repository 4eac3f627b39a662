"""Two snapshots, two governments or two instruments side by side: the difference and its exact split, disclosed.

Everything is B − A in index points. Aggregates only: groups below the thresholds (the stricter of both sides) are
withheld with what would give them away, and so is whatever a report about one of the sides would withhold.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.policy import RULES
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import Sources, identified, method_facts, pooled_names, uncertainty
from ipasn_analysis.facts.context import unit_table
from ipasn_analysis.facts.groups import group_tables
from ipasn_analysis.facts.sides import Side
from ipasn_analysis.result.parts import SENSITIVE
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.score import categorise
from ipasn_analysis.scoring.summary import group_means, mean_of
from ipasn_analysis.statistics.change import SOURCES, method_effect, population, split_by_unit, split_change
from ipasn_analysis.statistics.typing import IntArray, Mask

TIME, GOVERNMENTS, INSTRUMENTS = "waktu", "pemerintah", "instrumen"
SHARES = ("naik", "tetap", "turun")


def side_by_side(a: Side, b: Side) -> dict[str, Any]:
    """The comparison as plain values.

    Keys: jenis (``waktu``, ``pemerintah`` or ``instrumen``), a and b (region, nama, per_tanggal, instrumen, sementara,
    impor, diukur, indeks, kategori, dimensi), ambang, selisih, per_dimensi; then by jenis selang, lebih_dari_derau,
    per_sumber, jumlah_sumber, per_unit · per_jenis_jabatan, susunan, tingkat · efek, per_unit.

    Raises
    ------
    UsageError
        When the two differ in more than one respect, or in none; and when too few people are measured. Under another
        instrument than that of the year too few are those whose kinerja and disiplin are withheld: these enter other
        dimensions there, or with other points, so that the figures of both instruments together would tell them.
    """
    kind, sides = kind_of(a, b), (a, b)
    foreign = _is_foreign(a, b)
    discipline = max(side.discipline for side in sides)
    group = discipline if foreign and kind != INSTRUMENTS else max(side.group for side in sides)
    fewest = min(len(side.scores) for side in sides)
    sensitive = fewest < discipline or any(side.context.sensitive_withheld for side in sides)
    if fewest < group or (sensitive and foreign):
        raise UsageError(f"{a.region} and {b.region}: too few people are measured to compare them ({kind})")
    mean_a, mean_b = (side.scores[["indeks", *DIMENSIONS]].apply(mean_of) for side in (a, b))
    facts = {
        "jenis": kind,
        "a": _head(a, sensitive_withheld=sensitive),
        "b": _head(b, sensitive_withheld=sensitive),
        "ambang": {"kelompok": group, "disiplin": discipline},
        "selisih": float(mean_b["indeks"] - mean_a["indeks"]),
        "per_dimensi": {
            name: None if sensitive and name in SENSITIVE else float(mean_b[name] - mean_a[name]) for name in DIMENSIONS
        },
    }
    if kind == TIME:
        return facts | _over_time(a, b, group)
    if kind == GOVERNMENTS:
        return facts | _posts(a, b, group)
    return facts | _method(a, b, group, discipline)


def kind_of(a: Side, b: Side) -> str:
    """In which one respect the two differ; `UsageError` when it is none or more than one."""
    if a.region != b.region:
        if a.as_of.year != b.as_of.year:
            raise UsageError(f"{a.region} {a.as_of} and {b.region} {b.as_of}: two governments are compared in one year")
        _same_instrument(a, b)
        return GOVERNMENTS
    if a.as_of != b.as_of:
        _same_instrument(a, b)
        return TIME
    if a.instrument == b.instrument:
        raise UsageError(f"{a.region} {a.as_of}: both sides are the same; name another date, region or instrument")
    return INSTRUMENTS


def _same_instrument(a: Side, b: Side) -> None:
    if a.instrument != b.instrument:
        raise UsageError(
            f"{a.region} {a.as_of} is measured by {a.instrument.name!r} and {b.region} {b.as_of} by "
            f"{b.instrument.name!r}, which cannot be compared; score both by one: …@{b.instrument.name}"
        )


def _head(side: Side, *, sensitive_withheld: bool) -> dict[str, Any]:
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
        "indeks": float(means["indeks"]),
        "kategori": str(categorise(np.array([means["indeks"]]), side.instrument)[0]),
        "dimensi": {
            name: None if sensitive_withheld and name in SENSITIVE else float(means[name]) for name in DIMENSIONS
        },
    }


def _over_time(a: Side, b: Side, group: int) -> dict[str, Any]:
    """Stayers, movers, joiners and leavers, the interval of the change, and the units."""
    before, after = (identified(side.scores, is_province=side.is_territory) for side in (a, b))
    split = split_change(before, after, group)
    floors = _floors(a, foreign=_is_foreign(a, b)) | _floors(b, foreign=_is_foreign(a, b))
    sources = Sources.of(split, a.scores, b.scores, list(floors))
    published = sources.may_be_published(np.array(list(floors.values()), dtype=np.int64), group)
    hidden = [_hidden_units(side, group) for side in (a, b)]
    units = {region: hidden[0].get(region, frozenset()) | hidden[1].get(region, frozenset()) for region in floors}
    pooled = pooled_names(units, is_province=a.is_territory)
    certainty = uncertainty(before, after, pooled, sources_published=published)
    return {
        "selang": list(certainty.interval) if certainty.interval else None,
        "lebih_dari_derau": certainty.exceeds_noise,
        "per_sumber": split.per_source if published else dict.fromkeys(SOURCES),
        "jumlah_sumber": split.people if published else None,
        "per_unit": _units_over_time(a, b, group),
    }


def _is_foreign(a: Side, b: Side) -> bool:
    """Whether one of the sides is scored by another instrument than that of its year."""
    return a.is_foreign or b.is_foreign


def _floors(side: Side, *, foreign: bool) -> dict[str, int]:
    """Fewest people that a comparison of the own dates of each government tells of, by region."""
    floor = side.context.min_part_discipline_group_of if foreign else side.context.min_part_group_of
    return {own.region: floor(own) for own in side.context.included}


def _hidden_units(side: Side, group: int) -> dict[str, frozenset[str]]:
    """The units of each government that are not shown, by region."""
    found = {}
    for own in side.context.included:
        people = side.scores[side.scores["pemerintah"].astype("str") == own.region]
        floor = max(group, side.context.min_part_group_of(own))
        table = unit_table(people, floor, floor)
        found[own.region] = frozenset(str(name) for name in table.means.index[table.hidden])
    return found


def _by_parts(side: Side) -> pd.DataFrame:
    """The scores with their parts as `perangkat_daerah`: units, or the names of the governments of a territory."""
    if not side.is_territory:
        return side.scores
    names = {own.region: own.params.name for own in side.context.included}
    return side.scores.assign(perangkat_daerah=side.scores["pemerintah"].map(names))


def _units_over_time(a: Side, b: Side, group: int) -> list[dict[str, Any]]:
    """Each part at both dates and its contribution, largest first; hidden ones are summed up under no name.

    The contributions sum to the whole difference (`split_by_unit`). The governments of a territory that
    count are all shown.
    """
    table = split_by_unit(*(population(_by_parts(side)) for side in (a, b)))
    few = np.zeros(len(table), dtype=bool)
    for side in () if a.is_territory else (a, b):
        few |= table["perangkat_daerah"].isin(_hidden_units(side, group)[side.region]).to_numpy()
    few = RULES.add_secondary(few, table[["n0", "n1"]].max(axis=1).to_numpy(), group)
    rows = [
        _row(unit["perangkat_daerah"], unit["rata0"], unit["rata1"]) | {"kontribusi": float(unit["kontribusi"])}
        for unit in table[~few].to_dict(orient="records")
    ]
    rows.sort(key=lambda row: (-abs(row["kontribusi"]), row["nama"]))
    if few.any():
        rows.append(_row(None, None, None) | {"kontribusi": float(table.loc[few, "kontribusi"].sum())})
    return rows


def _row(name: str | None, first: float | None, second: float | None) -> dict[str, Any]:
    values = [None if value is None or np.isnan(value) else float(value) for value in (first, second)]
    gap = None if values[0] is None or values[1] is None else values[1] - values[0]
    return {"nama": name, "a": values[0], "b": values[1], "selisih": gap}


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
    withheld = np.isin(names, sorted(_hidden_posts(a) | _hidden_posts(b)))
    hidden = _hidden_at_either(withheld, first["diukur"].to_numpy(), second["diukur"].to_numpy(), group)
    rows = []
    for place, name in enumerate(names):
        row = _row(name, first["indeks"].iloc[place], second["indeks"].iloc[place])
        shares = [float(table["diukur"].iloc[place] / table["diukur"].sum()) for table in (first, second)]
        row |= {"bagian_a": shares[0], "bagian_b": shares[1]}
        rows.append(_withheld(row) if hidden[place] else row | {"disembunyikan": False})
    return {"per_jenis_jabatan": rows} | _kitagawa(rows)


def _by_post(side: Side) -> pd.DataFrame | None:
    posts = side.scores["jenis_jabatan"].astype(object)
    if posts.isna().any():
        return None
    return group_means(posts.astype("str"), side.scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64))


def _hidden_posts(side: Side) -> set[str]:
    """The types of post that a report about the side withholds; of a territory also where one of its governments does.

    Under another instrument than that of the year also those of which kinerja and disiplin are withheld.
    """
    table = group_tables(side.context)["jenis_jabatan"]
    parts = table.sensitive if side.is_foreign else table.parts
    hidden = parts.suppressed | parts.suppressed_rows.any(axis=0) | table.parts.is_disclosed
    return {key for key, is_hidden in zip(parts.keys, hidden, strict=True) if is_hidden}


def _hidden_at_either(withheld: Mask, first: IntArray, second: IntArray, group: int) -> Mask:
    """Parts to hide on both sides so that neither discloses a small one, or one that is `withheld`."""
    hidden = withheld | RULES.suppress(first, group) | RULES.suppress(second, group)
    for count in (first, second):
        hidden |= RULES.add_secondary(hidden, count, group)
    return hidden


def _withheld(row: dict[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(row) | {"nama": row["nama"], "disembunyikan": True}


def _kitagawa(rows: list[dict[str, Any]]) -> dict[str, float | None]:
    if any(row["selisih"] is None for row in rows):
        return {"susunan": None, "tingkat": None}
    mix = sum((row["bagian_b"] - row["bagian_a"]) * (row["a"] + row["b"]) / 2 for row in rows)
    level = sum((row["bagian_a"] + row["bagian_b"]) / 2 * row["selisih"] for row in rows)
    return {"susunan": float(mix), "tingkat": float(level)}


def _method(a: Side, b: Side, group: int, discipline: int) -> dict[str, Any]:
    """The effect of the method on the same people, and on the units whose every dimension may be shown.

    Kinerja enters kompetensi under some instruments: the difference of a unit below the threshold of discipline would
    give away what is withheld of it.
    """
    keys = ["pemerintah", "nip"] if a.is_territory else ["nip"]
    both = a.scores[[*keys, "indeks"]].merge(b.scores[[*keys, "indeks"]], on=keys, suffixes=("_a", "_b"))
    effect = method_facts(method_effect(both["indeks_a"], both["indeks_b"]))
    counts = [round(effect[key] * effect["jumlah"]) for key in SHARES]
    for key, withheld in zip(SHARES, RULES.suppress(counts, group), strict=True):
        effect[key] = None if withheld else effect[key]
    tables = [unit_table(_by_parts(side), group, discipline) for side in (a, b)]
    hidden = tables[0].hidden_sensitive | tables[1].hidden_sensitive
    first, second = (table.means for table in tables)
    rows = [
        _row(str(name), first["indeks"].iloc[place], second["indeks"].iloc[place])
        for place, name in enumerate(first.index)
        if not hidden[place]
    ]
    rows.sort(key=lambda row: (-abs(row["selisih"]), row["nama"]))
    return {"efek": effect, "per_unit": rows, "unit_disembunyikan": int(hidden.sum())}
