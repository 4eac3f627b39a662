"""Two snapshots, two governments or two instruments side by side: the difference and its exact split, disclosed.

Everything is B − A in index points. Aggregates only: groups below the threshold (the stricter of both sides) are
withheld, and figures stand on the grid of a report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.change import contributions, identified, interval_of, method_facts, points_of, told_sources
from ipasn_analysis.facts.context import SOURCES_SINCE_LAST, WHOLE, ReportContext, unit_table
from ipasn_analysis.facts.head import category_of
from ipasn_analysis.facts.sides import Side
from ipasn_analysis.facts.since_last import unit_change, withheld_changes
from ipasn_analysis.result.comparison import (
    AmbangKelompok,
    Beda,
    BedaJabatan,
    BedaWaktu,
    Kind,
    Perbandingan,
    PerbandinganInstrumen,
    PerbandinganPemerintah,
    PerbandinganWaktu,
    Sisi,
)
from ipasn_analysis.result.figures import Mean, Share, Tally
from ipasn_analysis.result.parts import JumlahSumber, PerDimensi, PoinDimensi, PoinSumber
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.summary import group_means, mean_of
from ipasn_analysis.statistics.change import (
    SOURCES,
    Population,
    change_uncertainty,
    method_effect,
    people_of_units,
    population,
    split_by_unit,
    split_change,
)

OF_NO_SOURCE = PoinSumber(**dict.fromkeys(SOURCES))


class _Common(TypedDict):
    a: Sisi
    b: Sisi
    ambang: AmbangKelompok
    selisih: float
    per_dimensi: PoinDimensi
    data_contoh: bool


def side_by_side(a: Side, b: Side) -> Perbandingan:
    """The comparison of two sides that differ in one respect.

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
    first, second = (side.scores[["indeks", *DIMENSIONS]].apply(mean_of) for side in sides)
    gaps = {name: Mean(second[name] - first[name], fewest) for name in ("indeks", *DIMENSIONS)}
    common = _Common(
        a=_side(a),
        b=_side(b),
        ambang=AmbangKelompok(kelompok=group),
        selisih=gaps.pop("indeks"),
        per_dimensi=PoinDimensi(**a.context.told(WHOLE, WHOLE, b.context.told(WHOLE, WHOLE, gaps))),
        data_contoh=any(side.context.data.is_sample for side in sides),
    )
    return publish(_SPLITS[kind](a, b, common), group)


def kind_of(a: Side, b: Side) -> Kind:
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
        return "pemerintah"
    if a.as_of != b.as_of:
        _same_instrument(a, b)
        return "waktu"
    if a.instrument == b.instrument:
        raise UsageError(
            "{a} {on_a}: both sides are the same; name another date, region or instrument", a=a.region, on_a=a.as_of
        )
    return "instrumen"


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


def _side(side: Side) -> Sisi:
    means, people = side.scores[["indeks", *DIMENSIONS]].apply(mean_of), len(side.scores)
    dimensions = {name: Mean(means[name], people) for name in DIMENSIONS}
    return Sisi(
        region=side.region,
        nama=side.params.name,
        per_tanggal=side.as_of,
        instrumen=side.instrument.name,
        sementara=side.instrument.provisional,
        impor=side.is_import,
        rekap=side.context.is_recap,
        pemerintah=side.governments,
        diukur=people,
        indeks=Mean(means["indeks"], people),
        kategori=category_of(side.context, means["indeks"]),
        dimensi=PerDimensi[float | None](**side.context.told(WHOLE, WHOLE, dimensions)),
    )


def _over_time(a: Side, b: Side, common: _Common) -> PerbandinganWaktu:
    """Stayers, movers, joiners and leavers, the interval of the change, and the units."""
    group = common["ambang"].kelompok
    if a.context.is_recap or b.context.is_recap:
        return PerbandinganWaktu(
            **common,
            selang=None,
            lebih_dari_derau=None,
            per_sumber=OF_NO_SOURCE,
            jumlah_sumber=None,
            per_unit=tuple(_without_people(row) for row in _units_over_time(a, b, group)),
        )
    before, after = (identified(side.scores, is_province=side.is_territory) for side in (a, b))
    split = told_sources(b.context, SOURCES_SINCE_LAST, WHOLE, split_change(before, after, group))
    certainty = change_uncertainty(before, after, min_group=group)
    people = min(len(a.scores), len(b.scores))
    counts = None if split.hidden else JumlahSumber(**{key: Tally(count) for key, count in split.people.items()})
    return PerbandinganWaktu(
        **common,
        selang=interval_of(certainty, people),
        lebih_dari_derau=certainty.exceeds_noise,
        per_sumber=PoinSumber(**points_of(split, people)),
        jumlah_sumber=counts,
        per_unit=_units_over_time(a, b, group),
    )


def _without_people(row: BedaWaktu) -> BedaWaktu:
    """A part of recaps, which do not tell who stayed, joined or left."""
    return row.model_copy(update={"per_sumber": None, "jumlah_sumber": None})


def _by_parts(side: Side) -> pd.DataFrame:
    """The scores with their parts as `perangkat_daerah`: units, or the names of the governments of a territory."""
    if not side.is_territory:
        return side.scores
    names = {own.region: own.params.name for own in side.context.included}
    return side.scores.assign(perangkat_daerah=side.scores["pemerintah"].map(names))


def _units_over_time(a: Side, b: Side, group: int) -> tuple[BedaWaktu, ...]:
    """Each part at both dates, its contribution and what its own difference is made of, the largest contribution first.

    Hidden ones are summed up under no name. The contributions sum to the whole difference (`split_by_unit`).
    """
    before, after = (population(_by_parts(side)) for side in (a, b))
    table, earlier, later = split_by_unit(before, after), people_of_units(before), people_of_units(after)
    withheld = a.withheld | b.withheld | set(withheld_changes(b.context))
    few = table["perangkat_daerah"].isin(withheld).to_numpy()
    people = min(len(a.scores), len(b.scores))
    shown, rest = contributions(b.context, table, few, people)
    rows = [
        _unit_over_time(
            _gap(unit["perangkat_daerah"], (unit["rata0"], unit["n0"]), (unit["rata1"], unit["n1"])),
            contribution,
            earlier.get(unit["perangkat_daerah"]),
            later.get(unit["perangkat_daerah"]),
            b.context,
            group,
        )
        for unit, contribution in zip(table[~few].to_dict(orient="records"), shown, strict=True)
    ]
    rows.sort(key=lambda row: (-abs(row.kontribusi), row.nama))
    if few.any():
        rows.append(_unit_over_time(_gap(None, (np.nan, 0), (np.nan, 0)), rest, None, None, b.context, group))
    return tuple(rows)


def _unit_over_time(
    gap: Beda,
    contribution: Mean,
    before: Population | None,
    after: Population | None,
    context: ReportContext,
    group: int,
) -> BedaWaktu:
    """A part with what its difference is made of, where it is there on both sides."""
    made_of = None if before is None or after is None else unit_change(context, str(gap.nama), before, after, group)
    return BedaWaktu(
        **dict(gap),
        kontribusi=contribution,
        per_dimensi=None if made_of is None else made_of.per_dimensi,
        per_sumber=None if made_of is None else made_of.per_sumber,
        jumlah_sumber=None if made_of is None else made_of.jumlah_sumber,
    )


def _gap(name: str | None, first: tuple[float, int], second: tuple[float, int]) -> Beda:
    """A part with its mean and people on both sides; a mean that there is not is None, and so is the difference."""
    a, b = (None if np.isnan(mean) else Mean(mean, int(people)) for mean, people in (first, second))
    gap = None if a is None or b is None else Mean(b - a, min(a.people, b.people))
    return Beda(nama=name, a=a, b=b, selisih=gap)


def _posts(a: Side, b: Side, common: _Common) -> PerbandinganPemerintah:
    """The difference by type of post; None where the posts are not on record."""
    group = common["ambang"].kelompok
    first, second = _by_post(a), _by_post(b)
    if first is None or second is None:
        return PerbandinganPemerintah(**common, per_jenis_jabatan=None, susunan=None, tingkat=None)
    names = sorted({*first.index, *second.index})
    first, second = (table.reindex(names).fillna({"diukur": 0}) for table in (first, second))
    few = [((table["diukur"] > 0) & (table["diukur"] < group)).to_numpy() for table in (first, second)]
    withheld = {name for side in (a, b) for name in side.context.withheld_parts("kelompok.jenis_jabatan")}
    rows = []
    for place, name in enumerate(names):
        if few[0][place] or few[1][place] or name in withheld:
            nothing = dict.fromkeys(("a", "b", "selisih", "bagian_a", "bagian_b"))
            rows.append(BedaJabatan(nama=name, **nothing, disembunyikan=True))
            continue
        means = [(table["indeks"].iloc[place], int(table["diukur"].iloc[place])) for table in (first, second)]
        shares = [
            Share(count, int(table["diukur"].sum())) for (_, count), table in zip(means, (first, second), strict=True)
        ]
        rows.append(
            BedaJabatan(**dict(_gap(name, *means)), bagian_a=shares[0], bagian_b=shares[1], disembunyikan=False)
        )
    mix, level = _kitagawa(rows, min(len(a.scores), len(b.scores)))
    return PerbandinganPemerintah(**common, per_jenis_jabatan=tuple(rows), susunan=mix, tingkat=level)


def _by_post(side: Side) -> pd.DataFrame | None:
    posts = side.scores["jenis_jabatan"].astype(object)
    if posts.isna().any():
        return None
    return group_means(posts.astype("str"), side.scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64))


def _kitagawa(rows: list[BedaJabatan], people: int) -> tuple[Mean | None, Mean | None]:
    """How much of the difference another mix of posts makes, and how much other scores in them.

    With w the shares and m the means of a type (Kitagawa 1955): Σ (wB − wA) · (mA + mB) / 2 and Σ (wA + wB) / 2 ·
    (mB − mA), which sum to the difference. None where a type is hidden, or of one side alone.
    """
    mix = level = 0.0
    for row in rows:
        if row.a is None or row.b is None or row.bagian_a is None or row.bagian_b is None:
            return None, None
        mix += (row.bagian_b - row.bagian_a) * (row.a + row.b) / 2
        level += (row.bagian_a + row.bagian_b) / 2 * (row.b - row.a)
    return Mean(mix, people), Mean(level, people)


def _method(a: Side, b: Side, common: _Common) -> PerbandinganInstrumen:
    """The effect of the method on the same people, and on the units that are shown."""
    keys = ["pemerintah", "nip"] if a.is_territory else ["nip"]
    both = a.scores[[*keys, "indeks"]].merge(b.scores[[*keys, "indeks"]], on=keys, suffixes=("_a", "_b"))
    group = common["ambang"].kelompok
    first, second = (unit_table(_by_parts(side), group, sorted(a.withheld | b.withheld)) for side in (a, b))
    columns = (table.shown[["indeks", "diukur"]].itertuples() for table in (first, second))
    rows = [_gap(str(one[0]), one[1:], other[1:]) for one, other in zip(*columns, strict=True)]
    return PerbandinganInstrumen(
        **common,
        efek=method_facts(method_effect(both["indeks_a"], both["indeks_b"])),
        per_unit=tuple(sorted(rows, key=lambda row: (-abs(row.selisih or 0.0), row.nama))),
        unit_disembunyikan=int(first.hidden.sum()),
    )


_SPLITS: dict[Kind, Callable[[Side, Side, _Common], Perbandingan]] = {
    "waktu": _over_time,
    "pemerintah": _posts,
    "instrumen": _method,
}
