"""Reads a file of delimited cells (CSV and its kin), by Arrow where it is plain and row by row where it is not."""

from __future__ import annotations

import csv
import functools
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.errors import Message, UsageError, message_of
from ipasn_analysis.sources.cell_text import whole
from ipasn_analysis.sources.headers import locate, near_headers
from ipasn_analysis.sources.specs import TableSpec
from ipasn_analysis.sources.tables import RawTable, UnevenRow
from ipasn_analysis.sources.text_file import DELIMITERS, DelimitedText, delimited_text

ROW_READ_BY_ARROW = 1 << 26
USUAL = 0.9
"""Share of the rows that must agree on empty cells beyond the header for these to be none."""
_JOINED = Message("a quotation mark joins it with the next line")
_BELOW = 100_000
"""Characters in which the first row below the header is looked for."""


@dataclass(frozen=True)
class _Source:
    """The text of a file and where its used columns stand."""

    path: Path
    spec: TableSpec
    given: DelimitedText
    places: dict[str, int]

    def table(self, columns: dict[str, pa.Array], rows: np.ndarray, uneven: tuple[UnevenRow, ...] = ()) -> RawTable:
        """The table of these cells, with the numbers of the rows below the header."""
        notes = self.given.notes | near_headers(self.spec, self.given.headers, self.path.name)
        excel = rows + self.given.header_row
        return RawTable(self.spec, str(self.path), columns, rows, None, uneven, excel, notes=notes)


def read_csv(path: Path, spec: TableSpec, content: bytes) -> RawTable:
    """The used columns of the content of a CSV file, as texts."""
    given = delimited_text(content, spec, path)
    places = locate(spec, given.headers, str(path))
    _refuse_other_delimiter(given, path)
    source = _Source(path, spec, given, places)
    return _read_fast(source) or _read_row_by_row(source)


def _refuse_other_delimiter(given: DelimitedText, path: Path) -> None:
    """`UsageError` when the first row below the header is one cell, but as many as the header by another sign."""
    end = given.text.find("\n", 0, _BELOW) + 1
    below = given.text[end : end + _BELOW] if end else ""
    width = len(given.headers)
    if width == 1 or len(_first_row(below, given.delimiter)) != 1:
        return
    for other in DELIMITERS:
        if other != given.delimiter and len(_first_row(below, other)) >= width:
            raise UsageError(
                "{path}: the header is separated by {delimiter!r} and row 1 by {other!r}; save it with one of the two",
                path=path,
                delimiter=given.delimiter,
                other=other,
            )


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _read_fast(source: _Source) -> RawTable | None:
    """Read by Arrow; None where a row is uneven, spans lines or may be empty, which needs a closer look."""
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - only CSV input pays for it

    names = [str(position) for position in range(len(source.given.headers))]
    uneven = []

    def note(row: Any) -> str:
        uneven.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(source.given.text.encode("utf-8")),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=ROW_READ_BY_ARROW),
            parse_options=arrow_csv.ParseOptions(
                delimiter=source.given.delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[str(place) for place in source.places.values()],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if uneven or table.num_rows != _lines(source.given.text):
        return None
    table = table.slice(1)
    if _has_empty_row(table, str(source.places.get(source.spec.key, source.places[source.spec.needed[0]]))):
        return None
    columns = {column: whole(table.column(str(place))) for column, place in source.places.items()}
    return source.table(columns, np.arange(1, table.num_rows + 1))


def _has_empty_row(table: pa.Table, key: str) -> bool:
    """Whether a row has nothing in any of the columns that are used."""
    without_key = table.filter(pc.equal(pc.utf8_trim_whitespace(table[key]), ""))
    empty = [pc.equal(pc.utf8_trim_whitespace(column), "") for column in without_key.columns]
    return bool(pc.any(functools.reduce(pc.and_, empty)).as_py())


def _lines(text: str) -> int:
    """How many lines the text has, the last one with or without its end."""
    ends = text.count("\n") or text.count("\r")
    return ends + (not text.endswith(("\n", "\r")))


def _spans_lines(cell: str, delimiter: str) -> bool:
    """Whether a cell looks like parts of two lines."""
    return delimiter in cell and ("\n" in cell or "\r" in cell)


def _read_row_by_row(source: _Source) -> RawTable:
    """Cells missing at the end of a row are empty; a row with too many cells is set aside as uneven.

    Empty cells beyond the header are none where every row has as many of them; where a few have more, what stands in
    them may have moved. A row of delimiters alone is none, as in a workbook, but the rows below it keep their place
    under the header. Quotation marks that do not pair would join rows and lose people: the file is refused with the
    row where it starts.
    """
    records = _split(source)
    width = len(source.given.headers)
    usual = _usual_surplus([len(record) - width for _, record in records])
    cells: dict[str, list[str]] = {column: [] for column in source.places}
    numbers: list[int] = []
    uneven: list[UnevenRow] = []
    for row, record in records:
        if any(cell.strip() for cell in record[width:]) or len(record) > width + usual:
            uneven.append(UnevenRow(row, len(record), width, row + source.given.header_row))
            continue
        numbers.append(row)
        for column, place in source.places.items():
            cells[column].append(record[place] if place < len(record) else "")
    columns = {column: pa.array(values, pa.string()) for column, values in cells.items()}
    return source.table(columns, np.array(numbers, dtype=np.int64), tuple(uneven))


def _usual_surplus(surplus: list[int]) -> int:
    """How many cells nearly all rows have beyond the header; 0 where they differ."""
    most, count = Counter(surplus).most_common(1)[0] if surplus else (0, 0)
    return most if most > 0 and count >= USUAL * len(surplus) else 0


def _split(source: _Source) -> list[tuple[int, list[str]]]:
    """The rows below the header that hold anything, with their numbers."""
    csv.field_size_limit(1 << 30)
    delimiter, width = source.given.delimiter, len(source.given.headers)
    reader = csv.reader(io.StringIO(source.given.text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    row = 0
    try:
        next(reader)
        for record in reader:
            if not record:
                continue
            row += 1
            if not any(cell.strip() for cell in record):
                continue
            if len(record) != width and any(_spans_lines(cell, delimiter) for cell in record):
                raise csv.Error(_JOINED)
            found.append((row, record))
    except csv.Error as error:
        raise UsageError(
            "{path}: row {row} cannot be split into cells ({why}); put cells with quotation marks into quotation marks "
            "and double those inside",
            path=source.path,
            row=row if error.args[0] is _JOINED else row + 1,
            why=message_of(error),
        ) from error
    return found
