"""A comparison in words and tables: who is compared, which way differences are taken, what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.result.comparison import (
    Beda,
    BedaWaktu,
    EfekMetode,
    Perbandingan,
    PerbandinganInstrumen,
    PerbandinganPemerintah,
    PerbandinganWaktu,
    Sisi,
)
from ipasn_analysis.result.parts import PoinDimensi, PoinSumber, Share
from ipasn_analysis.rules.instrument import DIMENSIONS as NAMES_OF_DIMENSIONS
from ipasn_analysis.sections.common import table
from ipasn_analysis.sections.since_last import SOURCES_OF_UNITS, source_note
from ipasn_analysis.writing.words import DIMENSIONS, POSTS, SOURCES
from ipasn_analysis.writing.writer import N_, Writer

Row = TypeVar("Row", bound=Beda)


def heading(found: Perbandingan, w: Writer) -> str:
    """What is compared with what: two governments, or one at two dates or under two instruments."""
    first, second = (_short_name(found, side, w) for side in (found.a, found.b))
    text = w("{a} dibandingkan dengan {b}", a=f"{first} (A)", b=f"{second} (B)")
    return text if isinstance(found, PerbandinganPemerintah) else f"{found.a.nama}, {text}"


def _short_name(found: Perbandingan, side: Sisi, w: Writer) -> str:
    """What tells a side from the other: the government, the date, or the instrument."""
    if isinstance(found, PerbandinganPemerintah):
        return side.nama
    return w.date(side.per_tanggal) if isinstance(found, PerbandinganWaktu) else side.instrumen


def sides(found: Perbandingan, w: Writer) -> list[tuple[str, str]]:
    """Who is compared, which way differences are taken, and the difference in words."""
    direction = w("Setiap selisih adalah B dikurangi A; tanda + berarti B lebih tinggi daripada A.")
    lines = [("A", _described(found.a, w)), ("B", _described(found.b, w)), (w("Arah selisih"), direction)]
    difference = w("{poin:+} poin", poin=found.selisih)
    if isinstance(found, PerbandinganWaktu):
        if found.selang is not None:
            difference += " (" + w("selang 95%: {selang:..}", selang=found.selang) + ")"
        if found.lebih_dari_derau is False:
            difference += ", " + w("tidak melebihi fluktuasi yang wajar")
    lines.append((w("Selisih indeks, B − A"), difference))
    if found.a.rekap or found.b.rekap:
        text = w("Hanya hasil kelompok yang diketahui; siapa yang tetap, masuk, dan keluar tidak.")
        lines.append((w("Rekap"), text))
    if found.data_contoh:
        sample = w("Semua angka dihitung dari data buatan dan tidak menggambarkan keadaan nyata.")
        lines.append((w("Data contoh"), sample))
    return lines


def _described(side: Sisi, w: Writer) -> str:
    rules = [side.instrumen]
    rules += [w("sementara")] if side.sementara else []
    rules += [w("nilai impor")] if side.impor else []
    return (
        f"{side.nama}, {w.date(side.per_tanggal)} ({', '.join(rules)}): "
        f"{w.number(side.indeks)}, {w.translate(side.kategori)}"
    )


def tables(found: Perbandingan, w: Writer) -> list[Table]:
    """Every table of the comparison; those that do not apply are left out."""
    told = [_means(found, w)]
    match found:
        case PerbandinganWaktu():
            sources = [] if found.a.rekap or found.b.rekap else [_sources(found, w)]
            told += [*sources, _units_over_time(found, w), _made_of(found, w)]
        case PerbandinganPemerintah():
            told += _posts(found, w)
        case PerbandinganInstrumen():
            told += [_effect(found.efek, w), _units(found, found.per_unit, w)]
    return [one for one in told if one.rows]


def _means(found: Perbandingan, w: Writer) -> Table:
    of_dimensions = [
        (w.label(DIMENSIONS, name), found.a.dimensi[name], found.b.dimensi[name], found.per_dimensi[name])
        for name in NAMES_OF_DIMENSIONS
    ]
    rows: list[tuple[Cell, ...]] = [(w("Indeks"), found.a.indeks, found.b.indeks, found.selisih), *of_dimensions]
    return Table(
        w("Perbandingan"),
        w("Indeks dan dimensi pada kedua sisi, dalam poin"),
        (Column("nama", w("Dimensi")), *_two(found, w)),
        tuple(rows),
        note=w("Diukur: A {a:i}, B {b:i} pegawai.", a=found.a.diukur, b=found.b.diukur),
        highlighted_rows=frozenset({0}),
    )


def _two(found: Perbandingan, w: Writer) -> tuple[Column, Column, Column]:
    """The figures of both sides and their difference, each side under its name."""
    return (
        Column("a", f"A: {_short_name(found, found.a, w)}", "number"),
        Column("b", f"B: {_short_name(found, found.b, w)}", "number"),
        Column("selisih", w("Selisih B − A"), "signed"),
    )


def _sources(found: PerbandinganWaktu, w: Writer) -> Table:
    counts = found.jumlah_sumber
    rows = [
        (w.label(SOURCES, name), None if counts is None else counts[name], found.per_sumber[name]) for name in SOURCES
    ]
    return Table(
        w("Asal selisih"),
        w("Selisih menurut asalnya, dalam poin indeks"),
        (
            Column("nama", w("Asal perubahan")),
            Column("jumlah", w("Pegawai"), "integer"),
            Column("poin", w("Poin"), "signed"),
        ),
        (*rows, (w("Seluruhnya"), None, found.selisih)),
        hidden_rows=frozenset(range(len(rows))) if counts is None else frozenset(),
        hidden_text=w("dirahasiakan"),
        highlighted_rows=frozenset({len(rows)}),
    )


def _units_over_time(found: PerbandinganWaktu, w: Writer) -> Table:
    """The units, or the governments of a territory, with what each contributes."""
    contribution = Column("kontribusi", w("Sumbangan"), "signed")
    return _units(found, found.per_unit, w, [(contribution, lambda row: row.kontribusi)])


def _units(
    found: Perbandingan,
    rows: Iterable[Row],
    w: Writer,
    more: Iterable[tuple[Column, Callable[[Row], Cell]]] = (),
) -> Table:
    """The units, or the governments of a territory, on both sides."""
    territory = len(found.a.pemerintah) > 1
    joined = w("Pemerintah daerah lain, digabung") if territory else w("Perangkat daerah lain, digabung")
    first, second, difference = _two(found, w)
    units = list(rows)
    shown = table(
        w("Perangkat daerah"),
        w(
            N_("Indeks setiap pemerintah daerah pada kedua sisi")
            if territory
            else N_("Indeks setiap perangkat daerah pada kedua sisi")
        ),
        units,
        [
            (_named(found, w), lambda row: row.nama or joined),
            (first, lambda row: row.a),
            (second, lambda row: row.b),
            (difference, lambda row: row.selisih),
            *more,
        ],
        note=w("Yang di bawah ambang dirahasiakan."),
        hidden_text=w("dirahasiakan"),
    )
    hidden = frozenset(place for place, unit in enumerate(units) if unit.nama is None)
    return replace(shown, hidden_rows=hidden)


def _named(found: Perbandingan, w: Writer) -> Column:
    return Column("nama", w(N_("Pemerintah daerah") if len(found.a.pemerintah) > 1 else N_("Perangkat daerah")))


def _made_of(found: PerbandinganWaktu, w: Writer) -> Table:
    """What the difference of each unit is made of: dimensions, and those who stayed, joined and left."""

    def part(take: Callable[[BedaWaktu], PoinDimensi | PoinSumber | None], key: str) -> Callable[[BedaWaktu], Cell]:
        def of(unit: BedaWaktu) -> Cell:
            points = take(unit)
            return None if points is None else points[key]

        return of

    units = [unit for unit in found.per_unit if unit.per_dimensi is not None]
    heads = (
        (w("Menurut dimensi"), DIMENSIONS, lambda unit: unit.per_dimensi),
        (w("Menurut asal"), SOURCES_OF_UNITS, lambda unit: unit.per_sumber),
    )
    told = [
        (Column(key, w.label(names, key), "signed", group=group), part(take, key))
        for group, names, take in heads
        for key in names
    ]
    return table(
        w("Uraian selisih"),
        w("Selisih setiap perangkat daerah menurut dimensi dan asalnya, dalam poin indeksnya sendiri"),
        units,
        [
            (_named(found, w), lambda unit: unit.nama),
            (Column("selisih", w("Selisih B − A"), "signed"), lambda unit: unit.selisih),
            *((column, take) for column, take in told if any(take(unit) is not None for unit in units)),
        ],
        note="" if found.a.rekap or found.b.rekap else source_note(w),
    )


def _posts(found: PerbandinganPemerintah, w: Writer) -> list[Table]:
    if found.per_jenis_jabatan is None:
        return []
    first, second, difference = _two(found, w)
    shares = w("Proporsi pegawai")
    posts = table(
        w("Jenis jabatan"),
        w("Indeks dan proporsi pegawai menurut jenis jabatan"),
        found.per_jenis_jabatan,
        [
            (Column("nama", w("Jenis jabatan")), lambda row: w.label(POSTS, row.nama)),
            (Column("bagian_a", "A", "share", group=shares), lambda row: row.bagian_a),
            (Column("bagian_b", "B", "share", group=shares), lambda row: row.bagian_b),
            (first, lambda row: row.a),
            (second, lambda row: row.b),
            (difference, lambda row: row.selisih),
        ],
        hidden_text=w("dirahasiakan"),
    )
    parts = [
        (w("Susunan jabatan yang berbeda"), found.susunan),
        (w("Nilai yang berbeda dalam jabatan yang sama"), found.tingkat),
    ]
    split = table(
        w("Asal selisih"),
        w("Selisih menurut susunan jabatan dan nilai, dalam poin indeks"),
        [] if found.susunan is None else parts,
        [
            (Column("nama", w("Asal selisih")), lambda row: row[0]),
            (Column("poin", w("Poin"), "signed"), lambda row: row[1]),
        ],
        total=() if found.susunan is None else (w("Seluruhnya"), found.selisih),
    )
    return [posts, split]


def _effect(effect: EfekMetode, w: Writer) -> Table:
    shares: list[tuple[str, Share | None]] = [
        (w("Naik"), effect.naik),
        (w("Tetap"), effect.tetap),
        (w("Turun"), effect.turun),
    ]
    return Table(
        w("Efek metode"),
        w("Pegawai yang sama di bawah kedua instrumen"),
        (Column("nama", w("Nilai pegawai dari A ke B")), Column("bagian", w("Proporsi"), "share")),
        tuple(shares),
        note=w(
            "Selisih median {median:+} poin; korelasi peringkat {rho:n}. "
            "Proporsi yang menyangkut sedikit pegawai kosong.",
            median=effect.selisih_median,
            rho=effect.korelasi_peringkat,
        ),
        hidden_rows=frozenset(place for place, (_, share) in enumerate(shares) if share is None),
        hidden_text=w("dirahasiakan"),
    )
