"""Reads an XLSX workbook: the first row that has all needed headers is the header, whatever stands above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ipasn_analysis.errors import UsageError, first_line
from ipasn_analysis.sources.sheet_faults import sheet_faults
from ipasn_analysis.sources.tables import RawTable, TableSpec, count_found, locate, text_column

HEADER_SEARCH_ROWS = 1000
Rows = list[list[Any]]


class _Sheet(NamedTuple):
    """A sheet of a workbook: its name, whether it is shown, and its cells."""

    name: str
    visible: bool
    rows: Rows


def read_xlsx(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of the sheet with the header, as texts; error values such as ``#N/A`` stand as such.

    Wholly empty rows are none, as in a CSV file, but the rows below them keep their place under the header.
    """
    import python_calamine  # noqa: PLC0415

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            shown = {
                about.name: about.visible == python_calamine.SheetVisibleEnum.Visible
                for about in workbook.sheets_metadata
            }
            sheets = [
                _Sheet(name, shown.get(name, True), workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in workbook.sheet_names
            ]
    except (python_calamine.CalamineError, ValueError) as error:
        reason = first_line(error)
        raise UsageError(f"{path}: not a readable XLSX workbook ({reason}); save it again as .xlsx") from error
    sheet, header_at = _header_row(sheets, spec, path)
    places = locate(spec, sheets[sheet].rows[header_at], str(path))
    body = sheets[sheet].rows[header_at + 1 :]
    _put_errors_back(path, sheet, header_at, places, body)
    places_under_header = [place for place, record in enumerate(body, start=1) if _has_cells(record)]
    body = [body[place - 1] for place in places_under_header]
    columns = {}
    for column, place in places.items():
        columns[column] = text_column([record[place] if place < len(record) else None for record in body])
    key = places[spec.key]
    held = np.array([_is_number(record[key]) if key < len(record) else False for record in body], dtype=bool)
    return RawTable(spec, str(path), columns, np.array(places_under_header, dtype=np.int64), held_as_number=held)


def _header_row(sheets: list[_Sheet], spec: TableSpec, path: Path) -> tuple[int, int]:
    """Position of the sheet with the header and of the header in it: the first row that has all needed headers.

    Of several such sheets those count that have rows below the header, of these the ones that are not hidden; more
    than one is unusable, since which is meant cannot be told.
    """
    found = [(place, at) for place, sheet in enumerate(sheets) if (at := _header_in(sheet.rows, spec)) is not None]
    for narrower in (
        [(place, at) for place, at in found if any(map(_has_cells, sheets[place].rows[at + 1 :]))],
        [(place, at) for place, at in found if sheets[place].visible],
    ):
        found = [candidate for candidate in found if candidate in narrower] or found
    if len(found) > 1:
        names = " and ".join(repr(sheets[place].name) for place, _ in found)
        raise UsageError(f"{path}: the sheets {names} all have the header; keep one of them, or hide the others")
    if found:
        return found[0]
    rows = [row for sheet in sheets for row in sheet.rows[:HEADER_SEARCH_ROWS]]
    if not any(_has_cells(row) for sheet in sheets for row in sheet.rows):
        raise UsageError(f"{path}: the workbook is empty; export it again")
    locate(spec, max(rows, key=lambda row: count_found(spec, row)), str(path))
    raise UsageError(f"{path}: no row has all needed headers")


def _header_in(rows: Rows, spec: TableSpec) -> int | None:
    """Position of the first row that has all needed headers; a header further down than a thousand rows is none."""
    for position, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        if count_found(spec, row) == len(spec.needed):
            return position
    return None


def _has_cells(row: list[Any]) -> bool:
    return any(map(_filled, row))


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
