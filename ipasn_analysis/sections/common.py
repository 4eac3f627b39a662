"""What sections share: columns that return in many tables, source lines, the text of a hidden row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import PoinDimensi, TanpaPoin
from ipasn_analysis.result.ranking import Pemerintah, PerangkatDaerah
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS
from ipasn_analysis.writing.writer import N_, Writer

Row = TypeVar("Row")
Ranked = PerangkatDaerah | Pemerintah


class MaybeHidden(Protocol):
    """A row that may be withheld."""

    @property
    def disembunyikan(self) -> bool:
        """Whether it is."""


class Measured(Protocol):
    """A row with the means of the dimensions."""

    @property
    def dimensi(self) -> PoinDimensi | TanpaPoin:
        """Their points."""


def table(
    name: str,
    title: str,
    rows: Sequence[Row],
    columns: Iterable[tuple[Column, Callable[[Row], Cell]]],
    *,
    note: str = "",
    source: str = "",
    hidden_text: str = "",
    total: Sequence[Cell] = (),
) -> Table:
    """A table whose columns say what they take from a row; withheld rows are marked where there is a text for them.

    `total` is a row of its own at the end, set apart.
    """
    heads, takes = zip(*columns, strict=True)
    cells = [tuple(take(row) for take in takes) for row in rows]
    hidden_rows = [place for place, row in enumerate(rows) if hidden_text and getattr(row, "disembunyikan", False)]
    return Table(
        name,
        title,
        heads,
        (*cells, tuple(total)) if total else tuple(cells),
        note,
        source,
        frozenset(hidden_rows),
        hidden_text,
        frozenset({len(cells)}) if total else frozenset(),
    )


def source(facts: Facts, w: Writer) -> str:
    """Where the figures of a table or chart come from."""
    text = w(
        N_("nilai IP ASN SIASN, data {nama} per {tanggal:d}, menurut {metode}.")
        if facts.sumber_nilai == "resmi"
        else N_("rekap hasil resmi IP ASN, data {nama} per {tanggal:d}, menurut {metode}.")
        if facts.sumber_nilai == "rekap"
        else N_("data {nama} per {tanggal:d}, instrumen {instrumen}."),
        nama=facts.nama,
        metode=method_name(facts, w),
        tanggal=facts.per_tanggal,
        instrumen=facts.instrumen,
    )
    return text + " " + w("Data contoh.") if facts.data_contoh else text


def source_of_governments(facts: Facts, w: Writer) -> str:
    """The same where the figures of the other governments of the province stand beside the own."""
    others = sum(not row.disembunyikan and row.region != facts.region for row in facts.peringkat_pemerintah)
    text = w(
        N_(
            "nilai IP ASN SIASN, data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah lain di provinsi menurut potret terakhirnya tahun {tahun}, menurut {metode}."
        )
        if facts.sumber_nilai == "resmi"
        else N_(
            "rekap hasil resmi IP ASN, data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah lain di provinsi menurut potret terakhirnya tahun {tahun}, menurut {metode}."
        )
        if facts.sumber_nilai == "rekap"
        else N_(
            "data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah lain di provinsi menurut potret terakhirnya tahun {tahun}, instrumen {instrumen}."
        ),
        metode=method_name(facts, w),
        nama=facts.nama,
        tanggal=facts.per_tanggal,
        jumlah=others,
        tahun=facts.tahun,
        instrumen=facts.instrumen,
    )
    return text + " " + w("Data contoh.") if facts.data_contoh else text


def source_of_series(facts: Facts, w: Writer) -> str:
    """Where the figures of several dates come from, which need not be of one source or instrument."""
    text = w(
        "data {nama} sampai {tanggal:d}; sumber nilai dan instrumen setiap potret tercantum dalam tabel.",
        nama=facts.nama,
        tanggal=facts.per_tanggal,
    )
    return text + " " + w("Data contoh.") if facts.data_contoh else text


def method_name(facts: Facts, w: Writer) -> str:
    """The regulation or letter by which the year is scored."""
    return facts.provenans.instrumen.judul.in_language(w.language)


def of_units(facts: Facts, w: Writer) -> str:
    """The head of a column with the names of the units, or of a territory of its governments."""
    return w("Pemerintah") if facts.tingkat == "provinsi" else w("Perangkat daerah")


def below(facts: Facts, w: Writer) -> str:
    """What stands in place of the figures of a group that is too small."""
    return w("disembunyikan: kelompok di bawah {ambang} pegawai", ambang=facts.ambang.kelompok)


def hidden(facts: Facts, w: Writer, rows: Sequence[MaybeHidden] = ()) -> str:
    """What stands in place of the hidden figures of `rows`, and why, as far as their size classes tell.

    A hidden row without a size class may be small or stand in for a small one.
    """
    threshold = facts.ambang.kelompok
    classes = [getattr(row, "kelas_ukuran", None) for row in rows if row.disembunyikan]
    bounds = [_size_bounds(text) for text in classes]
    if bounds and all(high is not None and high < threshold for _, high in bounds):
        return below(facts, w)
    if bounds and all(low >= threshold for low, _ in bounds):
        return w("disembunyikan untuk melindungi kelompok kecil")
    return w("disembunyikan: kelompok kecil, atau yang akan membukanya")


def _size_bounds(text: str | None) -> tuple[int, int | None]:
    """The ends of a size class such as ``1–9`` or ``≥ 300``; no upper end where there is none, or no class."""
    numbers = [int(part) for part in re.findall(r"\d+", text or "")]
    return (numbers[0] if numbers else 0), (numbers[1] if len(numbers) > 1 else None)


def dimension_columns(facts: Facts, w: Writer) -> list[tuple[Column, Callable[[Measured], Cell]]]:
    """The four dimensions as columns under one head."""
    group = w("Dimensi (maksimum)")
    heads = {name: f"{w.label(DIMENSIONS, name)} ({w.integer(facts.dimensi[name].maksimum)})" for name in DIMENSIONS}
    return [(Column(name, head, "number", group=group), _points(name)) for name, head in heads.items()]


def _points(name: str) -> Callable[[Measured], Cell]:
    return lambda row: row.dimensi[name]


def rank_columns(w: Writer, head: str) -> list[tuple[Column, Callable[[Ranked], Cell]]]:
    """The columns with which every ranking begins; `head` says what is ranked."""
    return [
        (Column("peringkat", w("Peringkat"), "rank"), lambda row: row.peringkat),
        (Column("nama", head), lambda row: f"{row.nama} ({row.kelas_ukuran})" if row.disembunyikan else row.nama),
        (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
        (Column("selang", w("Selang peringkat"), "interval", decimals=0), rank_interval),
        (Column("kategori", w("Kategori"), "category"), lambda row: row.kategori),
        (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
    ]


def rank_interval(row: Ranked) -> tuple[float, float] | None:
    """The bounds of a rank; None of a hidden row, and where nothing is known of people."""
    if row.peringkat_min is None or row.peringkat_maks is None:
        return None
    return row.peringkat_min, row.peringkat_maks


def item_table(
    name: str, title: str, rows: Sequence[tuple[Cell, ...]], heads: Sequence[Column], items: Sequence[str], w: Writer
) -> Table:
    """Who fulfils each competence item, a row for each unit or group: after its `heads`, a share for each item.

    Rows without any figure are left out; the note of the caller says how many.
    """
    group = w("Memenuhi, dari yang wajib memenuhi")
    columns = (*heads, *(Column(item, w.label(ITEMS, item), "share", group=group) for item in items))
    return Table(name, title, columns, with_figures(rows, len(heads)))


def item_note(w: Writer) -> str:
    """Among whom items are counted, and what an empty cell means."""
    return w(
        "Setiap butir dihitung hanya di antara pegawai yang wajib memenuhinya; kosong bila pegawainya terlalu sedikit atau tidak ada."
    )
