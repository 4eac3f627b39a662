"""Reads one table of a snapshot folder: CSV in its dialects, XLSX, Parquet."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ipasn_analysis.errors import UsageError
from ipasn_analysis.sources.tables import RawTable, TableSpec, count_found, locate, refuse_repeated_header

SUFFIXES = (".csv", ".xlsx", ".parquet")
DELIMITERS = (",", ";")
HEADER_SEARCH_ROWS = 50


def find_table(folder: Path, name: str) -> Path | None:
    """The file of a table in a snapshot folder, or None; `UsageError` when there are two."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.stem.casefold() == name and path.suffix.casefold() in SUFFIXES and path.is_file()
    )
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise UsageError(f"{folder}: {names} are two files for one table; keep one")
    return found[0] if found else None


def read_file(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of a file; `UsageError` names the file and what is wrong with it."""
    readers = {".csv": _read_csv, ".xlsx": _read_xlsx, ".parquet": _read_parquet}
    try:
        table = readers[path.suffix.casefold()](path, spec)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
    return refuse_repeated_header(table)


# CSV ------------------------------------------------------------------------------------------------------------------


def _read_csv(path: Path, spec: TableSpec) -> RawTable:
    content = path.read_bytes()
    text = _decoded(content, path)
    lines = text.split("\n", 1)
    if lines[0].strip().casefold() in {"sep=;", "sep=,"}:
        text = lines[1] if len(lines) > 1 else ""
    text = text.lstrip("\r\n")
    if not text.strip():
        raise UsageError(f"{path}: the file is empty; export it again")
    delimiter, headers = _dialect(text, spec)
    places = locate(spec, headers, str(path))
    return _parsed_fast(text, delimiter, headers, places, path, spec) or _parsed_slow(
        text, delimiter, headers, places, path, spec
    )


def _decoded(content: bytes, path: Path) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4096]:
        raise UsageError(f"{path}: not a text file in UTF-8; save it as 'CSV UTF-8'")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _dialect(text: str, spec: TableSpec) -> tuple[str, list[str]]:
    """The delimiter under which most needed headers are found, and the headers."""
    candidates = []
    for delimiter in DELIMITERS:
        headers = next(csv.reader(io.StringIO(text[:200_000]), delimiter=delimiter), [])
        candidates.append((count_found(spec, headers), len(headers), delimiter, headers))
    best = max(candidates, key=lambda candidate: candidate[:2])
    return best[2], best[3]


def _parsed_fast(
    text: str, delimiter: str, headers: Sequence[str], places: dict[str, int], path: Path, spec: TableSpec
) -> RawTable | None:
    """Read by Arrow; None when a row does not have as many cells as the header, which the slow way can mend or name."""
    from pyarrow import csv as arrow_csv  # noqa: PLC0415 - only CSV input pays for it

    names = [str(position) for position in range(len(headers))]
    uneven = []

    def note(row: Any) -> str:
        uneven.append(row)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.encode("utf-8")),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=1 << 26),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[str(place) for place in places.values()],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if uneven:
        return None
    table = table.slice(1).combine_chunks()
    columns = {column: _whole(table.column(str(place))) for column, place in places.items()}
    return RawTable(spec, str(path), columns, np.arange(1, table.num_rows + 1))


def _parsed_slow(
    text: str, delimiter: str, headers: Sequence[str], places: dict[str, int], path: Path, spec: TableSpec
) -> RawTable:
    """Read row by row: cells missing at the end are empty, a row with too many cells is set aside as broken."""
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(reader)
    cells: dict[str, list[str]] = {column: [] for column in places}
    numbers: list[int] = []
    broken: list[tuple[int, str]] = []
    row = 0
    try:
        for record in reader:
            if not record:
                continue
            row += 1
            if len(record) > len(headers) and any(cell.strip() for cell in record[len(headers) :]):
                broken.append((row, f"baris berisi {len(record)} sel, judul kolom {len(headers)}"))
                continue
            numbers.append(row)
            for column, place in places.items():
                cells[column].append(record[place] if place < len(record) else "")
    except csv.Error as error:
        raise UsageError(f"{path}: row {row + 1} cannot be read ({error})") from error
    columns = {column: pa.array(values, pa.string()) for column, values in cells.items()}
    return RawTable(spec, str(path), columns, np.array(numbers, dtype=np.int64), broken=tuple(broken))


# XLSX -----------------------------------------------------------------------------------------------------------------


def _read_xlsx(path: Path, spec: TableSpec) -> RawTable:
    import python_calamine  # noqa: PLC0415

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    except (python_calamine.CalamineError, ValueError) as error:
        raise UsageError(f"{path}: not a readable XLSX workbook ({error}); save it again as .xlsx") from error
    rows, header_at = _header_row(sheets, spec, path)
    places = locate(spec, rows[header_at], str(path))
    body = rows[header_at + 1 :]
    while body and not any(_filled(cell) for cell in body[-1]):
        body.pop()
    columns = {}
    for column, place in places.items():
        columns[column] = text_column([record[place] if place < len(record) else None for record in body])
    key = places[spec.key]
    held = np.array([_is_number(record[key]) if key < len(record) else False for record in body], dtype=bool)
    return RawTable(spec, str(path), columns, np.arange(1, len(body) + 1), held_as_number=held)


def _header_row(sheets: list[list[list[Any]]], spec: TableSpec, path: Path) -> tuple[list[list[Any]], int]:
    """The rows of the sheet with the header, and the header's position: the first row that has all needed headers."""
    best: tuple[int, list[Any]] = (0, [])
    for rows in sheets:
        for position, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
            found = count_found(spec, row)
            if found == len(spec.needed):
                return rows, position
            if found > best[0]:
                best = (found, row)
    if not any(rows for rows in sheets):
        raise UsageError(f"{path}: the workbook is empty; export it again")
    locate(spec, best[1], str(path))
    raise UsageError(f"{path}: no row has all needed headers")


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def cell_text(cell: Any) -> str:
    """A cell as text: whole numbers without a decimal part, dates as YYYY-MM-DD, nothing as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)


def text_column(cells: Sequence[Any]) -> pa.Array:
    """Cells of any kind as an Arrow column of text."""
    return pa.array([cell_text(cell) for cell in cells], pa.string())


# Parquet --------------------------------------------------------------------------------------------------------------


def _read_parquet(path: Path, spec: TableSpec) -> RawTable:
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(path) as file:
            headers = file.schema_arrow.names
            places = locate(spec, headers, str(path))
            table = file.read(columns=[headers[place] for place in places.values()])
    except pa.ArrowException as error:
        raise UsageError(f"{path}: not a readable Parquet file ({error})") from error
    columns = {column: _whole(table.column(headers[place])) for column, place in places.items()}
    return RawTable(spec, str(path), columns, np.arange(1, table.num_rows + 1))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A chunked column as one array, dictionaries and text views as plain text."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string_view(column.type) or pa.types.is_large_string(column.type):
        column = column.cast(pa.string())
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)
