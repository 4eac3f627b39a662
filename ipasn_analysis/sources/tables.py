"""The raw table that every reader returns, and several of them as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from ipasn_analysis.sources.reasons import Reason
from ipasn_analysis.sources.specs import TableSpec


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
