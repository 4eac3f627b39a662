"""What sections share: columns that return in many tables, source lines, the text of a hidden row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import PoinDimensi, TanpaPoin
from ipasn_analysis.result.ranking import Pemerintah, PemerintahTampil, PerangkatDaerah, PerangkatDaerahTampil
from ipasn_analysis.writing.words import DIMENSIONS, INSTRUMENTS, ITEMS
from ipasn_analysis.writing.writer import N_, Value, Writer

MOST_NAMED = 12
"""Perangkat daerah that a sentence names one by one; of more it says how many others there are."""
Row = TypeVar("Row")
Ranked = PerangkatDaerah | Pemerintah


def named(names: Sequence[str], w: Writer) -> str:
    """The names of perangkat daerah, of very many the first and how many others there are."""
    others = len(names) - MOST_NAMED
    if others <= 1:
        return w.join(names)
    return w.join([*names[:MOST_NAMED], w("{jumlah:i} perangkat daerah lain", jumlah=others)])


class Classed(Protocol):
    """A row that may be withheld, and then has a size class."""

    @property
    def disembunyikan(self) -> bool:
        """Whether it is."""

    @property
    def kelas_ukuran(self) -> str | None:
        """Its size class."""


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
    return _source(
        facts,
        w,
        N_("nilai IP ASN SIASN, data {nama} per {tanggal:d}, menurut {metode}.")
        if facts.sumber_nilai == "resmi"
        else N_("rekap hasil resmi IP ASN, data {nama} per {tanggal:d}, menurut {metode}.")
        if facts.sumber_nilai == "rekap"
        else N_("data {nama} per {tanggal:d}, instrumen {instrumen}."),
    )


def source_of_records(facts: Facts, w: Writer) -> str:
    """Where figures come from that records alone give, also beside official scores."""
    own = facts.catatan_sendiri
    if own is None:
        return source(facts, w)
    words = N_("catatan sendiri, data {nama} per {tanggal:d}, instrumen {instrumen}.")
    return _source(facts, w, words, instrumen=w.label(INSTRUMENTS, own.instrumen))


def source_of_actions(facts: Facts, w: Writer) -> str:
    """Where the actions of the way to the target come from: open by records, their points by the official rule."""
    if facts.catatan_sendiri is None:
        return source(facts, w)
    words = N_(
        "kegiatan yang terbuka dari catatan sendiri, nilai dan poin menurut {metode}, data {nama} per {tanggal:d}."
    )
    return _source(facts, w, words)


def source_of_governments(facts: Facts, w: Writer) -> str:
    """The same where the figures of the other governments of the province stand beside the own."""
    return _source(
        facts,
        w,
        N_(
            "nilai IP ASN SIASN, data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah daerah lain di provinsi menurut data terakhirnya tahun {tahun}, menurut {metode}."
        )
        if facts.sumber_nilai == "resmi"
        else N_(
            "rekap hasil resmi IP ASN, data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah daerah lain di provinsi menurut data terakhirnya tahun {tahun}, menurut {metode}."
        )
        if facts.sumber_nilai == "rekap"
        else N_(
            "data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah daerah lain di provinsi menurut data terakhirnya tahun {tahun}, instrumen {instrumen}."
        ),
        jumlah=sum(row.region != facts.region for row in shown_governments(facts)),
        tahun=facts.tahun,
    )


def source_of_series(facts: Facts, w: Writer) -> str:
    """Where the figures of several dates come from, which need not be of one source or instrument."""
    words = N_("data {nama} sampai {tanggal:d}; sumber nilai dan instrumen setiap tanggal tercantum dalam tabel.")
    return _source(facts, w, words)


def _source(facts: Facts, w: Writer, words: str, **more: Value) -> str:
    """A line that names the data, its date and what it is scored by, and says where the data are a sample."""
    values: dict[str, Value] = {
        "nama": facts.nama,
        "tanggal": facts.per_tanggal,
        "metode": method_name(facts, w),
        "instrumen": w.label(INSTRUMENTS, facts.instrumen),
    }
    text = w(words, **values | more)
    return text + " " + w("Data contoh.") if facts.data_contoh else text


def method_name(facts: Facts, w: Writer) -> str:
    """The regulation or letter by which the year is scored."""
    return facts.provenans.instrumen.judul.in_language(w.language)


def of_units(facts: Facts, w: Writer) -> str:
    """The head of a column with the names of the units, or of a territory of its governments."""
    return w("Pemerintah daerah") if facts.tingkat == "provinsi" else w("Perangkat daerah")


def below(facts: Facts, w: Writer) -> str:
    """What stands in place of a count or of the figures of a group that is too small."""
    return w("kurang dari {ambang} pegawai", ambang=facts.ambang.kelompok)


def hidden(facts: Facts, w: Writer, rows: Sequence[Classed] = ()) -> str:
    """What stands in place of the figures of the hidden ones of `rows`, as far as their size classes tell."""
    small = f"1–{facts.ambang.kelompok - 1}"
    others = any(row.disembunyikan and row.kelas_ukuran != small for row in rows)
    return w("tidak ditampilkan untuk melindungi kelompok kecil") if others else below(facts, w)


def dimension_columns(
    facts: Facts, w: Writer, rows: Sequence[Measured]
) -> list[tuple[Column, Callable[[Measured], Cell]]]:
    """The dimensions that `rows` have figures of, as columns under one head."""
    group = w("Dimensi (maksimum)")
    told = [name for name in DIMENSIONS if any(row.dimensi[name] is not None for row in rows)]
    heads = {name: f"{w.label(DIMENSIONS, name)} ({w.integer(facts.dimensi[name].maksimum)})" for name in told}
    return [(Column(name, head, "number", group=group), points_of(name)) for name, head in heads.items()]


def points_of(name: str) -> Callable[[Measured], Cell]:
    """What a column of the dimension of that name takes from a row."""
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


def shown_governments(facts: Facts) -> list[PemerintahTampil]:
    """The governments whose figures are shown, by rank."""
    return [row for row in facts.peringkat_pemerintah if not row.disembunyikan]


def own_government(facts: Facts) -> PemerintahTampil | None:
    """The government of the report among those whose figures are shown."""
    return next((row for row in shown_governments(facts) if row.region == facts.region), None)


def shown_units(facts: Facts) -> list[PerangkatDaerahTampil]:
    """The units whose figures are shown, by rank."""
    return [row for row in facts.perangkat_daerah if not row.disembunyikan]
