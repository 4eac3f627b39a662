"""The tables of a snapshot: which columns each needs and uses, and the raw table that every reader returns."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.errors import UsageError


@dataclass(frozen=True)
class TableSpec:
    """Columns of one table; `needed` must be there, `optional` are used when present (SIASN headers)."""

    name: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The column that holds the NIP."""
        return self.needed[0]

    @property
    def used(self) -> tuple[str, ...]:
        """All columns that are read."""
        return self.needed + self.optional


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
        "UNOR INDUK NAMA",
        "JABATAN NAMA",
        "GOL AKHIR ID",
        "JENIS KELAMIN",
        "TANGGAL LAHIR",
        "TMT JABATAN",
        "SYARAT PENDIDIKAN ID",
    ),
)
RW_DIKLAT = TableSpec(
    "rw_diklat", ("nipBaru", "latihanStrukturalId", "jumlahJam", "tanggalSelesai"), ("latihanStrukturalNama",)
)
RW_KURSUS = TableSpec("rw_kursus", ("nipBaru", "jenisDiklatId", "namaKursus", "jumlahJam", "tanggalSelesaiKursus"))
RW_SKP = TableSpec("rw_skp", ("nipBaru", "tahun", "nilaiPrestasiKerja"))
RW_SKP22 = TableSpec("rw_skp22", ("nipBaru", "tahun", "kuadranKinerja"))
RW_HUKDIS = TableSpec("rw_hukdis", ("nipBaru", "jenisTingkatHukumanId", "hukumanTanggal", "skPembatalanNomor"))
NILAI_IPASN = TableSpec(
    "nilai_ipasn", ("nip", "nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total", "tahun")
)
SPECS: Mapping[str, TableSpec] = {
    spec.name: spec for spec in (PROFIL, RW_DIKLAT, RW_KURSUS, RW_SKP, RW_SKP22, RW_HUKDIS, NILAI_IPASN)
}


class UnevenRow(NamedTuple):
    """A row that could not be split into the cells of its columns: its number, its cells and those of the header."""

    row: int
    cells: int
    headers: int


@dataclass(frozen=True)
class RawTable:
    """The cells of a table as its source holds them.

    `columns` maps a header of the spec to an Arrow array of length `rows`: text, or the native type of a Parquet file
    or a database. `row` holds the number of each row in its file (1 = first data row). `held_as_number` marks cells of
    the key column that a workbook keeps as numbers. `broken` lists the rows that could not be split into cells; they
    count as rows of the file.
    """

    spec: TableSpec
    origin: str
    columns: Mapping[str, pa.Array]
    row: np.ndarray
    held_as_number: np.ndarray | None = None
    broken: tuple[UnevenRow, ...] = field(default=())

    @property
    def rows(self) -> int:
        """Number of rows that could be split into cells."""
        return len(self.row)

    def has(self, column: str) -> bool:
        """Whether the source has that optional column."""
        return column in self.columns


def folded(header: object) -> str:
    """A header without regard to case and surrounding blanks."""
    return str(header if header is not None else "").strip().strip("\ufeff").strip().casefold()


def locate(spec: TableSpec, headers: Sequence[object], origin: str) -> dict[str, int]:
    """Position of each used column among `headers`; `UsageError` when one is missing or any header stands twice."""
    positions: dict[str, int] = {}
    for position, header in enumerate(headers):
        name = folded(header)
        if not name:
            continue
        if name in positions:
            raise UsageError(f"{origin}: the header {str(header).strip()!r} stands twice; keep one of the two columns")
        positions[name] = position
    missing = [column for column in spec.needed if folded(column) not in positions]
    if missing:
        raise UsageError(
            f"{origin}: column {missing[0]!r} is missing"
            + (f" (and {', '.join(missing[1:])})" if missing[1:] else "")
            + "; the headers of the SIASN export are needed, see docs/data.md"
        )
    return {column: positions[folded(column)] for column in spec.used if folded(column) in positions}


def count_found(spec: TableSpec, headers: Sequence[object]) -> int:
    """How many of the needed columns stand among `headers`."""
    names = {folded(header) for header in headers}
    return sum(folded(column) in names for column in spec.needed)


def refuse_repeated_header(table: RawTable) -> RawTable:
    """The table itself; `UsageError` when a data row repeats the header row."""
    key = table.columns[table.spec.key]
    if pa.types.is_string(key.type) or pa.types.is_large_string(key.type):
        first = [str(value or "") for value in key.slice(0, 20).to_pylist()]
        for offset, value in enumerate(first):
            if folded(value) == folded(table.spec.key):
                row = int(table.row[offset])
                raise UsageError(f"{table.origin}: row {row} repeats the header row; delete one of the two header rows")
    return table


def cell_text(cell: Any) -> str:
    """A cell as text: whole numbers without a decimal part, dates as YYYY-MM-DD, nothing as an empty text."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)


def text_column(cells: Sequence[Any]) -> pa.Array:
    """Cells of any kind as an Arrow column of text."""
    return pa.array([cell_text(cell) for cell in cells], pa.string())


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
    joined = column.combine_chunks()
    return joined if isinstance(joined, pa.Array) else pa.concat_arrays(joined.chunks)


def plain_decimal(value: decimal.Decimal) -> str:
    """A decimal without exponent and without a decimal part that is zero."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
