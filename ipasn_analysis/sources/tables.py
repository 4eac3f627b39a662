"""The tables of a snapshot: which columns each needs and uses, and the raw table that every reader returns."""

from __future__ import annotations

import datetime
import decimal
import difflib
import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.sources.reasons import Kind, Reason

ALIKE = 0.84
"""How like a used header another must be to be told as nearly one (`difflib`, 1: the same)."""
LEAST_BEGINNING = 6
"""Letters of a column's name with which a header may begin or end to be told as nearly it; shorter ones are common."""
MOST_BEHIND = 4
"""How many times as long as the column's name such a header may be: a longer one is a line that was not split."""
MOST_OF_NAME = 0.6
"""The share of a column's name that a header which is its beginning must have to be told as nearly it."""


@dataclass(frozen=True)
class TableSpec:
    """Columns of one table; `needed` must be there, `optional` are used when present (SIASN headers).

    `other_names` are further headers under which agencies have a column, `units` the columns that name units. `about`
    is the column that tells whom a row is about where that is not the first.
    """

    name: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    about: str = ""

    @property
    def key(self) -> str:
        """The column that tells whom a row is about: the NIP, or the unit."""
        return self.about or self.needed[0]

    @property
    def used(self) -> tuple[str, ...]:
        """All columns that are read."""
        return self.needed + self.optional

    def headers_of(self, column: str) -> tuple[str, ...]:
        """The headers under which a column may stand, its own first, without regard to what does not matter."""
        return (folded(column), *(folded(name) for name in self.other_names.get(column, ())))


NIP = ("NIP BARU", "nip")
PROFIL = TableSpec(
    "profil",
    (
        "NIP BARU",
        "NAMA",
        "JENIS PEGAWAI NAMA",
        "KEDUDUKAN HUKUM ID",
        "JENIS JABATAN ID",
        "TINGKAT PENDIDIKAN ID",
        "UNOR NAMA",
    ),
    (
        "ESELON ID",
        "UNOR ID",
        "UNOR INDUK NAMA",
        "JABATAN NAMA",
        "GOL AKHIR ID",
        "JENIS KELAMIN",
        "TANGGAL LAHIR",
        "TMT JABATAN",
        "SYARAT PENDIDIKAN ID",
        "STATUS CPNS PNS",
        "INSTANSI KERJA NAMA",
    ),
    {"NIP BARU": NIP, "KEDUDUKAN HUKUM ID": ("KEDUDUKAN PNS ID",)},
    units=("UNOR NAMA", "UNOR INDUK NAMA"),
)
RW_DIKLAT = TableSpec(
    "rw_diklat",
    ("nipBaru", "latihanStrukturalId", "tanggalSelesai"),
    ("latihanStrukturalNama", "jumlahJam"),
    {"nipBaru": NIP},
)
RW_KURSUS = TableSpec(
    "rw_kursus",
    ("nipBaru", "jenisDiklatId", "namaKursus", "tanggalSelesaiKursus"),
    ("tanggalKursus", "jumlahJam"),
    {"nipBaru": NIP},
)
RW_SKP = TableSpec("rw_skp", ("nipBaru", "tahun", "nilaiPrestasiKerja"), (), {"nipBaru": NIP})
RW_SKP22 = TableSpec("rw_skp22", ("nipBaru", "tahun", "kuadranKinerja"), (), {"nipBaru": NIP})
RW_HUKDIS = TableSpec(
    "rw_hukdis",
    ("nipBaru", "jenisTingkatHukumanId", "hukumanTanggal", "skPembatalanNomor"),
    (),
    {"nipBaru": NIP},
)
NILAI_IPASN = TableSpec(
    "nilai_ipasn",
    ("nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"),
    (
        "nip",
        "tahun",
        "updated",
        *(f"keterangan_{name}" for name in ("kualifikasi", "kompetensi", "kinerja", "disiplin")),
    ),
    {
        "nip": NIP,
        "unor": ("Satuan Kerja", "Unit Kerja", "UNOR NAMA"),
        "disiplin": ("hukdis",),
        "total": ("subtotal", "totalIP", "Nilai PIP", "ipasn_total"),
        "updated": ("created_at", "tgl_update", "updated_at"),
    },
    units=("unor",),
    about="nip",
)
REKAP_IPASN = TableSpec(
    "rekap_ipasn",
    ("perangkat_daerah", "jenis_pegawai", "jumlah", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"),
    ("tahun",),
    {
        "perangkat_daerah": ("instansi",),
        "disiplin": ("hukdis",),
        "total": ("subtotal", "totalIP", "Nilai PIP", "ipasn_total"),
    },
    units=("perangkat_daerah",),
)
UNOR = TableSpec(
    "unor",
    ("ID", "NAMA UNOR", "DIATASAN ID"),
    ("INDUK UNOR ID", "ESELON ID"),
    {"ID": ("UNOR ID",), "NAMA UNOR": ("UNOR NAMA",), "DIATASAN ID": ("UNOR ATASAN ID",)},
)
PEMETAAN_UNOR = TableSpec("pemetaan_unor", ("PERANGKAT DAERAH",), ("UNOR ID", "UNOR NAMA"))
SPECS: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        PROFIL,
        RW_DIKLAT,
        RW_KURSUS,
        RW_SKP,
        RW_SKP22,
        RW_HUKDIS,
        NILAI_IPASN,
        REKAP_IPASN,
        UNOR,
        PEMETAAN_UNOR,
    )
}
OFFICIAL_TABLE = "nilai_ipasn"
"""The table of scores that SIASN has computed."""
RECAP_TABLE = "rekap_ipasn"
"""The table of official results of groups, where there are no people."""
HISTORY_TABLES = ("rw_diklat", "rw_kursus", "rw_skp", "rw_skp22", "rw_hukdis")
"""The tables of what people have done: without any of them a profile beside official scores holds no records."""
PEOPLE_TABLES = ("profil", OFFICIAL_TABLE, RECAP_TABLE)
"""The tables of which a snapshot needs one."""
REGION_TABLES = ("unor", "pemetaan_unor")
"""The tables that may lie in the folder of a region, for all of its dates."""


class UnevenRow(NamedTuple):
    """A row that could not be split into the cells of its columns: its number, its cells and those of the header."""

    row: int
    cells: int
    headers: int
    excel_row: int = 0
    file: str = ""


class UnplacedRow(NamedTuple):
    """A row of a database that states no readable region or snapshot: its NIP, the column at fault, its cell."""

    nip: str
    column: str
    value: str


class Part(NamedTuple):
    """Rows of a table that come from one file or sheet: where they begin, and its name."""

    start: int
    name: str


@dataclass(frozen=True)
class RawTable:
    """The cells of a table as its source holds them.

    `columns` maps a header of the spec to an Arrow array of length `rows`: text, or the native type of a Parquet file
    or a database. `row` holds the number of each row in its file (1 = first data row), `excel_row` its number as a
    spreadsheet counts (None where there is no such number). `held_as_number` marks cells of the key column that a
    workbook keeps as numbers. `broken` lists the rows that could not be split into cells; they count as rows of the
    file. `parts` tells which rows come from which file where there are several, `notes` what was noticed in reading,
    `unplaced` rows of a database that belong to no snapshot.
    """

    spec: TableSpec
    origin: str
    columns: Mapping[str, pa.Array]
    row: np.ndarray
    held_as_number: np.ndarray | None = None
    broken: tuple[UnevenRow, ...] = field(default=())
    excel_row: np.ndarray | None = None
    parts: tuple[Part, ...] = ()
    notes: Mapping[Reason, int] = field(default_factory=dict)
    unplaced: tuple[UnplacedRow, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows that could be split into cells."""
        return len(self.row)

    @property
    def file(self) -> str:
        """The name under which the table is reported: its file name, or the table of a database."""
        return self.spec.name if "://" in self.origin else PurePath(self.origin).name

    def has(self, column: str) -> bool:
        """Whether the source has that optional column."""
        return column in self.columns

    def by_file(self) -> Iterator[tuple[str, slice]]:
        """The name of each file that the rows come from, and its rows."""
        starts = self.parts or (Part(0, self.file),)
        ends = [part.start for part in starts[1:]] + [self.rows]
        for part, end in zip(starts, ends, strict=True):
            yield part.name, slice(part.start, end)

    def without(self, mask: np.ndarray) -> RawTable:
        """The table without the rows under `mask`; those that could not be split stay."""
        keep = ~mask
        return replace(
            self,
            columns={name: cells.filter(pa.array(keep)) for name, cells in self.columns.items()},
            row=self.row[keep],
            held_as_number=None if self.held_as_number is None else self.held_as_number[keep],
            excel_row=None if self.excel_row is None else self.excel_row[keep],
            parts=tuple(Part(int(keep[: part.start].sum()), part.name) for part in self.parts),
        )


def joined(tables: Sequence[RawTable], origin: str) -> RawTable:
    """Tables of one spec, one below the other; an optional column that some lack is empty there."""
    if len(tables) == 1:
        return tables[0]
    names = [name for name in tables[0].spec.used if any(table.has(name) for table in tables)]
    parts, start = [], 0
    for table in tables:
        parts += [Part(start + rows.start, name) for name, rows in table.by_file()]
        start += table.rows
    notes: Counter[Reason] = Counter()
    for table in tables:
        notes.update(dict(table.notes))
    return RawTable(
        tables[0].spec,
        origin,
        {name: _stacked([table.columns.get(name, pa.nulls(table.rows)) for table in tables]) for name in names},
        np.concatenate([table.row for table in tables]),
        np.concatenate([_filled(table.held_as_number, table.rows) for table in tables]).astype(bool),
        tuple(uneven._replace(file=uneven.file or table.file) for table in tables for uneven in table.broken),
        np.concatenate([_filled(table.excel_row, table.rows) for table in tables]),
        tuple(parts),
        notes,
    )


def _filled(values: np.ndarray | None, rows: int) -> np.ndarray:
    return np.zeros(rows, dtype=np.int64) if values is None else values


def _stacked(columns: Sequence[pa.Array]) -> pa.Array:
    kinds = {column.type for column in columns if not pa.types.is_null(column.type)}
    kind = kinds.pop() if len(kinds) == 1 else pa.string()
    return pa.concat_arrays([column.cast(kind) for column in columns])


_UNSEEN = re.compile(r"[\s_]+")


@functools.lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in _NO_SIGNS)
    return _UNSEEN.sub("", seen).casefold()


_NO_SIGNS = ("Cf", "Cc")


def folded(header: object) -> str:
    """A header without regard to case, blanks, line breaks, underscores and invisible characters."""
    return _folded(str(header)) if header is not None else ""


def locate(spec: TableSpec, headers: Sequence[object], origin: str) -> dict[str, int]:
    """Position of each used column among `headers`; `UsageError` when one is missing or stands twice."""
    positions = _positions(headers, origin)
    found = {
        column: positions[header]
        for column in spec.used
        for header in reversed(spec.headers_of(column))
        if header in positions
    }
    missing = [column for column in spec.needed if column not in found]
    if missing:
        meant = dict(_nearly(spec, headers, found)).get(missing[0])
        also = Message(" (and {others})", others=", ".join(missing[1:])) if missing[1:] else ""
        near = Message(" (is {header!r} meant for it?)", header=meant) if meant else ""
        raise UsageError(
            "{origin}: column {column!r} is missing{also}{near}; the headers of the SIASN export are needed, "
            "see docs/data.md",
            origin=origin,
            column=missing[0],
            also=also,
            near=near,
        )
    return found


def _positions(headers: Sequence[object], origin: str) -> dict[str, int]:
    positions: dict[str, int] = {}
    for position, header in enumerate(headers):
        name = folded(header)
        if not name:
            continue
        if name in positions:
            raise UsageError(
                "{origin}: the header {header!r} stands twice; keep one of the two columns",
                origin=origin,
                header=str(header).strip(),
            )
        positions[name] = position
    return positions


def near_headers(spec: TableSpec, headers: Sequence[object], file: str) -> dict[Reason, int]:
    """A note for each header that nearly is that of a column which the table lacks."""
    names = {folded(header) for header in headers}
    found = [column for column in spec.used if any(header in names for header in spec.headers_of(column))]
    return {
        Reason(Kind.NEAR_HEADER, file, judul=header, kolom=column): 1
        for column, header in _nearly(spec, headers, found)
    }


def _nearly(
    spec: TableSpec, headers: Sequence[object], found: Sequence[str] | Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Used columns that are not `found`, each with the header that is most like it."""
    taken = {header for column in found for header in spec.headers_of(column)}
    others = {folded(header): " ".join(str(header).split()) for header in headers if folded(header) not in taken}
    others.pop("", None)
    for column in spec.used:
        if column not in found:
            meant = folded(column)
            near = difflib.get_close_matches(meant, others, n=1, cutoff=ALIKE) or [
                header for header in others if _holds(header, meant)
            ]
            if near:
                yield column, others[near[0]]


def _holds(header: str, column: str) -> bool:
    """Whether a header is the name of a column with more before or behind it, or nearly the whole of its beginning."""
    if len(column) >= LEAST_BEGINNING and (header.startswith(column) or header.endswith(column)):
        return len(header) <= MOST_BEHIND * len(column)
    return column.startswith(header) and len(header) >= MOST_OF_NAME * len(column)


def joined_header(above: Sequence[Any], below: Sequence[Any]) -> list[Any]:
    """The headers of a head of two rows: those of the lower one, and where it has none those of the upper one."""
    pairs = itertools.zip_longest(above, below, fillvalue="")
    return [lower if str(lower or "").strip() else upper for upper, lower in pairs]


def count_found(spec: TableSpec, headers: Sequence[object]) -> int:
    """How many of the needed columns stand among `headers`."""
    names = {folded(header) for header in headers}
    return sum(any(header in names for header in spec.headers_of(column)) for column in spec.needed)


def cell_text(cell: Any) -> str:
    """A cell as text: whole numbers without a decimal part, dates as YYYY-MM-DD, nothing and false as an empty text."""
    if cell is None or cell is False:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return local_day(cell).isoformat()
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).strip(b"\x00").decode("utf-8", "replace")
    return ", ".join(map(cell_text, cell)) if isinstance(cell, list | tuple) else str(cell)


WIT_MIDNIGHT = datetime.time(15)
"""Midnight in the east of Indonesia (WIT), as it stands in UTC."""


def local_day(moment: datetime.datetime) -> datetime.date:
    """The day that was meant: of a moment in UTC the day in Indonesia; any other zone is taken for that of the writer.

    Programs store midnight as 17:00 (WIB), 16:00 (WITA) or 15:00 (WIT) of the day before in UTC.
    """
    if moment.tzinfo is None or moment.utcoffset() != datetime.timedelta(0):
        return moment.date()
    hours = 9 if moment.time() == WIT_MIDNIGHT else 8
    return (moment + datetime.timedelta(hours=hours)).date()


def text_column(cells: Sequence[Any]) -> pa.Array:
    """Cells of any kind as an Arrow column of text."""
    if set(map(type, cells)) <= {str}:
        return pa.array(cells, pa.string())
    return pa.array([cell if isinstance(cell, str) else cell_text(cell) for cell in cells], pa.string())


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A chunked column as one array of text, number, date or truth value.

    Dictionaries, views, bytes and decimals become plain texts. `pyarrow.ArrowException` for a type that is no cell.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    native = (pa.types.is_integer, pa.types.is_floating, pa.types.is_date, pa.types.is_timestamp, pa.types.is_boolean)
    if pa.types.is_decimal(kind):
        column = pc.replace_substring_regex(column.cast(pa.string()), r"\.0*$|(\.[0-9]*[1-9])0+$", r"\1")
    elif not any(is_kind(kind) for is_kind in native):
        column = column.cast(pa.string())
    one = column.combine_chunks()
    return one if isinstance(one, pa.Array) else pa.concat_arrays(one.chunks)


def plain_decimal(value: decimal.Decimal) -> str:
    """A decimal without exponent and without a decimal part that is zero."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
