"""Reads a CSV file in the dialects of the exports: `,` or `;`, UTF-8 with or without BOM, or cp1252."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.errors import UsageError
from ipasn_analysis.sources.tables import RawTable, TableSpec, UnevenRow, count_found, locate, whole

DELIMITERS = (",", ";")
REFUSED_DELIMITERS = {"\t": "tabs", "|": "'|'"}
OTHER_FORMS = (
    (b"PK\x03\x04", "an Excel workbook", ".xlsx"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", ".xls, open it and save it as .xlsx or 'CSV UTF-8'"),
    (b"PAR1", "a Parquet file", ".parquet"),
)
"""How files begin that have the ending .csv and are none, what they are, and the ending they should have."""
HEADER_LENGTH = 100_000
ROW_READ_BY_ARROW = 1 << 26


@dataclass(frozen=True)
class _Text:
    """The decoded text of a file and how its columns are told apart."""

    path: Path
    spec: TableSpec
    text: str
    delimiter: str
    headers: Sequence[str]
    places: dict[str, int]


def read_csv(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of a CSV file, as texts."""
    text = _decoded(path.read_bytes(), path)
    first, _, rest = text.partition("\n")
    if first.strip().casefold() in {"sep=;", "sep=,"}:
        text = rest
    text = text.strip("\r\n")
    if not text.strip():
        raise UsageError(f"{path}: the file is empty; export it again")
    delimiter, headers = _dialect(text, spec, path)
    _refuse_other_delimiter(text, delimiter, len(headers), path)
    source = _Text(path, spec, text, delimiter, headers, locate(spec, headers, str(path)))
    return _read_fast(source) or _read_row_by_row(source)


def _decoded(content: bytes, path: Path) -> str:
    for start, form, ending in OTHER_FORMS:
        if content.startswith(start):
            raise UsageError(f"{path}: is {form}, not a CSV file; give its name the ending {ending}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(f"{path}: is text in UTF-16; save it as 'CSV UTF-8'")
    if b"\x00" in content[:4096]:
        raise UsageError(f"{path}: not a text file in UTF-8; save it as 'CSV UTF-8'")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _dialect(text: str, spec: TableSpec, path: Path) -> tuple[str, list[str]]:
    """The delimiter under which most needed headers are found, and the headers."""
    found = {delimiter: _headers(text, delimiter) for delimiter in (*DELIMITERS, *REFUSED_DELIMITERS)}
    counts = {delimiter: (count_found(spec, headers), len(headers)) for delimiter, headers in found.items()}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    if best in REFUSED_DELIMITERS and counts[best][0] > 1:
        raise UsageError(
            f"{path}: the columns are separated by {REFUSED_DELIMITERS[best]}; save it with ',' or ';' between them"
        )
    best = max(DELIMITERS, key=lambda delimiter: counts[delimiter])
    return best, found[best]


def _refuse_other_delimiter(text: str, delimiter: str, width: int, path: Path) -> None:
    """`UsageError` when the first row below the header is one cell, but as many as the header by the other sign."""
    other = DELIMITERS[1 - DELIMITERS.index(delimiter)]
    end = text.find("\n", 0, HEADER_LENGTH) + 1
    below = text[end : end + HEADER_LENGTH] if end else ""
    row = _headers(below, delimiter)
    if len(row) == 1 < width <= len(_headers(below, other)):
        raise UsageError(
            f"{path}: the header is separated by {delimiter!r} and row 1 by {other!r}; save it with one of the two"
        )


def _headers(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text[:HEADER_LENGTH], newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _read_fast(source: _Text) -> RawTable | None:
    """Read by Arrow; None where a row is uneven, spans lines or may be empty, which needs a closer look."""
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - only CSV input pays for it

    names = [str(position) for position in range(len(source.headers))]
    uneven = []

    def note(row: Any) -> str:
        uneven.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(source.text.encode("utf-8")),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=ROW_READ_BY_ARROW),
            parse_options=arrow_csv.ParseOptions(
                delimiter=source.delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[str(place) for place in source.places.values()],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if uneven or table.num_rows != _lines(source.text):
        return None
    table = table.slice(1)
    if _has_empty_row(table, str(source.places[source.spec.key])):
        return None
    columns = {column: whole(table.column(str(place))) for column, place in source.places.items()}
    return RawTable(source.spec, str(source.path), columns, np.arange(1, table.num_rows + 1))


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


def _read_row_by_row(source: _Text) -> RawTable:
    """Cells missing at the end of a row are empty; a row with too many cells is set aside as broken.

    A row of delimiters alone is none, as in a workbook, but the rows below it keep their place under the header.
    Quotation marks that do not pair would join rows and lose people: the file is refused with the row where it starts.
    """
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=source.delimiter, strict=True)
    width = len(source.headers)
    cells: dict[str, list[str]] = {column: [] for column in source.places}
    numbers: list[int] = []
    broken: list[UnevenRow] = []
    row = 0
    try:
        next(reader)
        for record in reader:
            if not record:
                continue
            row += 1
            if not any(cell.strip() for cell in record):
                continue
            if len(record) != width and any(_spans_lines(cell, source.delimiter) for cell in record):
                raise csv.Error("a quotation mark joins it with the next line")
            if any(cell.strip() for cell in record[width:]):
                broken.append(UnevenRow(row, len(record), width))
                continue
            numbers.append(row)
            for column, place in source.places.items():
                cells[column].append(record[place] if place < len(record) else "")
    except csv.Error as error:
        raise UsageError(
            f"{source.path}: row {row + 1 if 'joins' not in str(error) else row} cannot be split into cells ({error}); "
            "put cells with quotation marks into quotation marks and double those inside"
        ) from error
    columns = {column: pa.array(values, pa.string()) for column, values in cells.items()}
    return RawTable(source.spec, str(source.path), columns, np.array(numbers, dtype=np.int64), broken=tuple(broken))
