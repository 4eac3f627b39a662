"""Reads an XLSX workbook: the first row that has all needed headers is the header, whatever stands above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ipasn_analysis.errors import UsageError, first_line
from ipasn_analysis.sources.sheet_faults import sheet_faults
from ipasn_analysis.sources.tables import RawTable, TableSpec, count_found, locate, text_column

HEADER_SEARCH_ROWS = 50
Rows = list[list[Any]]


def read_xlsx(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of the sheet with the header, as texts; error values such as ``#N/A`` stand as such.

    Wholly empty rows are none, as in a CSV file, but the rows below them keep their place under the header.
    """
    import python_calamine  # noqa: PLC0415

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            names = workbook.sheet_names
            sheets = [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names]
    except (python_calamine.CalamineError, ValueError) as error:
        reason = first_line(error)
        raise UsageError(f"{path}: not a readable XLSX workbook ({reason}); save it again as .xlsx") from error
    sheet, header_at = _header_row(sheets, spec, path)
    places = locate(spec, sheets[sheet][header_at], str(path))
    body = sheets[sheet][header_at + 1 :]
    _put_errors_back(path, sheet, header_at, places, body)
    places_under_header = [place for place, record in enumerate(body, start=1) if any(map(_filled, record))]
    body = [body[place - 1] for place in places_under_header]
    columns = {}
    for column, place in places.items():
        columns[column] = text_column([record[place] if place < len(record) else None for record in body])
    key = places[spec.key]
    held = np.array([_is_number(record[key]) if key < len(record) else False for record in body], dtype=bool)
    return RawTable(spec, str(path), columns, np.array(places_under_header, dtype=np.int64), held_as_number=held)


def _header_row(sheets: list[Rows], spec: TableSpec, path: Path) -> tuple[int, int]:
    """Position of the sheet with the header and of the header in it: the first row that has all needed headers."""
    best: tuple[int, list[Any]] = (0, [])
    for sheet, rows in enumerate(sheets):
        for position, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
            found = count_found(spec, row)
            if found == len(spec.needed):
                return sheet, position
            if found > best[0]:
                best = (found, row)
    if not any(_filled(cell) for rows in sheets for row in rows for cell in row):
        raise UsageError(f"{path}: the workbook is empty; export it again")
    locate(spec, best[1], str(path))
    raise UsageError(f"{path}: no row has all needed headers")


def _put_errors_back(path: Path, sheet: int, header_at: int, places: dict[str, int], body: Rows) -> None:
    """Restore error values, which the reader leaves empty; `UsageError` for a formula whose result is not stored."""
    used = {place: column for column, place in places.items()}
    for fault in sheet_faults(path, sheet):
        row = fault.row - header_at - 1
        if fault.column not in used or not 0 <= row < len(body) or fault.column >= len(body[row]):
            continue
        if fault.error is None:
            raise UsageError(
                f"{path}: row {row + 1}, column {used[fault.column]!r}: cell {fault.name} holds a formula without "
                "a stored result; open the workbook, replace the formulas by their values and save it"
            )
        body[row][fault.column] = fault.error


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
