"""Reads a workbook: the first row of a sheet that has all needed headers is the header, whatever stands above it."""

from __future__ import annotations

import io
import itertools
import operator
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ipasn_analysis.errors import UsageError, message_of
from ipasn_analysis.sources.cell_text import text_column
from ipasn_analysis.sources.headers import count_found, joined_header, locate, near_headers
from ipasn_analysis.sources.oversize import without_far_cells
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.sheet_faults import uncomputed
from ipasn_analysis.sources.specs import TableSpec
from ipasn_analysis.sources.tables import Part, RawTable, joined

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

HEADER_SEARCH_ROWS = 1000
Rows = Sequence[Sequence[object]]
Area = tuple[tuple[int, int], tuple[int, int]]
NIP_DIGITS = 18


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its name, whether it is shown, its cells, and the areas that were merged."""

    name: str
    rows: Rows
    visible: bool = True
    merged: Sequence[Area] = field(default=())


@dataclass(frozen=True)
class _Found:
    """A sheet and the position of its header row; None where it goes on from the sheet before."""

    place: int
    header_at: int | None


def read_workbook(path: Path, spec: TableSpec, content: bytes) -> RawTable:
    """The used columns of a workbook (.xlsx, .xlsb, .xls, .ods), as texts; error values are empty cells.

    Wholly empty rows are none, as in a CSV file, but the rows below them keep their place under the header.
    """
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415 - only workbooks pay for it

    content, far = without_far_cells(content)
    with opened_workbook(path, content) as workbook:
        hidden = {about.name for about in workbook.sheets_metadata if about.visible != SheetVisibleEnum.Visible}
        sheets = []
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(name, rows, name not in hidden, tuple(sheet.merged_cell_ranges or ())))

    def check(sheet: int, header_at: int, places: dict[str, int], rows: int) -> None:
        _refuse_uncomputed(path, content, sheet, (header_at, places, rows))

    table = read_sheets(path, spec, sheets, check)
    notes = dict(table.notes) | ({Reason(Kind.FAR_CELLS, path.name): far} if far else {})
    return RawTable(**{**vars(table), "notes": notes})


@contextmanager
def opened_workbook(path: Path, content: bytes) -> Iterator[CalamineWorkbook]:
    """A workbook to be read within; `UsageError` where it cannot be."""
    import python_calamine  # noqa: PLC0415 - as above

    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            yield workbook
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise UsageError(
            "{path}: not a readable workbook ({why}); save it again as .xlsx", path=path, why=message_of(error)
        ) from error
    except BaseException as error:  # what the reader's Rust code gives up on is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise UsageError("{path}: not a readable workbook; save it again as .xlsx", path=path) from None


def read_sheets(
    path: Path,
    spec: TableSpec,
    sheets: Sequence[Sheet],
    check: Callable[[int, int, dict[str, int], int], None] | None = None,
) -> RawTable:
    """The used columns of the sheets that have the header, and of those that go on without one."""
    sheets = [_with_header_in_one_row(sheet, spec) for sheet in sheets]
    found = _sheets_of(sheets, spec, path)
    several = len(found) > 1
    tables: list[RawTable] = []
    header: Sequence[object] = ()
    row = 0
    for one in found:
        sheet = sheets[one.place]
        if one.header_at is not None:
            header, row = sheet.rows[one.header_at], row if several and tables else 0
        first = 0 if one.header_at is None else one.header_at + 1
        places = locate(spec, header, str(path))
        if check is not None and one.header_at is not None:
            check(one.place, one.header_at, places, len(sheet.rows))
        tables.append(_table(path, spec, sheet, (places, first, row), several))
        row += len(sheet.rows) - first
    notes = near_headers(spec, header, path.name)
    if several:
        names = ", ".join(sheets[one.place].name for one in found)
        notes[Reason(Kind.SHEETS, path.name, lembar=names)] = len(found)
    whole = joined(tables, str(path))
    return RawTable(**{**vars(whole), "notes": {**whole.notes, **notes}})


def _table(
    path: Path, spec: TableSpec, sheet: Sheet, where: tuple[dict[str, int], int, int], several: bool
) -> RawTable:
    """The rows of a sheet from `first` on, numbered after `before` others."""
    places, first, before = where
    body = list(sheet.rows[first:])
    notes = {
        Reason(Kind.MERGED, path.name, kolom=column): filled
        for column in spec.units
        if column in places and (filled := _fill_merged(body, sheet.merged, first, places[column]))
    }
    held_rows = [place for place, record in enumerate(body) if any(map(_has_content, record))]
    body = [body[place] for place in held_rows]
    width = min(map(len, body), default=0)
    cells = {column: _column(body, place, place < width) for column, place in places.items()}
    columns = {column: text_column(values) for column, values in cells.items()}
    held = np.fromiter(map(_is_number, cells.get(spec.key, [""] * len(body))), dtype=bool, count=len(body))
    numbers = np.array(held_rows, dtype=np.int64)
    parts = (Part(0, f"{path.name} [{sheet.name}]"),) if several else ()
    return RawTable(spec, str(path), columns, numbers + 1 + before, held, (), numbers + first + 1, parts, notes)


def _column(body: Rows, place: int, in_all: bool) -> list[object]:
    """The cells of a column, which `in_all` rows reach; None where a row is shorter."""
    if in_all:
        return list(map(operator.itemgetter(place), body))
    return [record[place] if place < len(record) else None for record in body]


def _fill_merged(body: list[Sequence[object]], merged: Sequence[Area], first: int, column: int) -> int:
    """Give every row of a merged area in a column the value of its first; how many cells were filled."""
    filled = 0
    for (top, left), (bottom, right) in merged:
        if not left <= column <= right or not first <= top < first + len(body):
            continue
        source = body[top - first]
        value = source[left] if left < len(source) else None
        for row in range(top + 1 - first, min(bottom + 1 - first, len(body))):
            if column < len(body[row]) and not _has_content(body[row][column]) and _has_content(value):
                body[row] = [*body[row][:column], value, *body[row][column + 1 :]]
                filled += 1
    return filled


def _sheets_of(sheets: Sequence[Sheet], spec: TableSpec, path: Path) -> list[_Found]:
    """The sheets to be read: with the header and rows below it, and those that go on from one without a header.

    Of several with the header the visible ones count.
    """
    found = [
        _Found(place, at) for place, sheet in enumerate(sheets) if (at := _header_in(sheet.rows, spec)) is not None
    ]
    for narrower in (
        [one for one in found if any(map(_any_cell, sheets[one.place].rows[(one.header_at or 0) + 1 :]))],
        [one for one in found if sheets[one.place].visible],
    ):
        found = [one for one in found if one in narrower] or found
    if not found:
        _refuse_without_header(sheets, spec, path)
    if len(found) > 1:
        names = ", ".join(repr(sheets[one.place].name) for one in found)
        if not any(sheets[one.place].visible for one in found):
            raise UsageError(
                "{path}: the sheets {names} all have the header and are hidden; show the one that is meant",
                path=path,
                names=names,
            )
    return _with_continuations(sheets, spec, found, path)


def _with_continuations(sheets: Sequence[Sheet], spec: TableSpec, found: list[_Found], path: Path) -> list[_Found]:
    """The sheets with the sheets behind each that have no header and whose first rows hold NIPs where it has them."""
    taken = {one.place for one in found}
    result: list[_Found] = []
    for one in found:
        result.append(one)
        key = locate(spec, sheets[one.place].rows[one.header_at or 0], str(path)).get(spec.key)
        place = one.place + 1
        while key is not None and place < len(sheets) and place not in taken and _goes_on(sheets[place], key):
            result.append(_Found(place, None))
            place += 1
    return result


def _goes_on(sheet: Sheet, key: int) -> bool:
    first = next((row for row in sheet.rows if _any_cell(row)), None)
    if first is None or not sheet.visible or key >= len(first):
        return False
    return sum(char.isdigit() for char in str(first[key])) == NIP_DIGITS


def _refuse_without_header(sheets: Sequence[Sheet], spec: TableSpec, path: Path) -> None:
    rows = [row for sheet in sheets for row in sheet.rows[:HEADER_SEARCH_ROWS]]
    if not any(_any_cell(row) for sheet in sheets for row in sheet.rows):
        raise UsageError("{path}: the workbook is empty; export it again", path=path)
    locate(spec, max(rows, key=lambda row: count_found(spec, row)), str(path))
    raise UsageError("{path}: no row has all needed headers", path=path)


def _header_in(rows: Rows, spec: TableSpec) -> int | None:
    """Position of the first row that has all needed headers; a header further down than a thousand rows is none."""
    for position, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        if count_found(spec, row) == len(spec.needed):
            return position
    return None


def _with_header_in_one_row(sheet: Sheet, spec: TableSpec) -> Sheet:
    """The sheet with a head of two rows joined in the lower one, where no row alone has all needed headers."""
    if _header_in(sheet.rows, spec) is not None:
        return sheet
    for place, (above, below) in enumerate(itertools.pairwise(sheet.rows[:HEADER_SEARCH_ROWS]), start=1):
        header = joined_header(above, below)
        if count_found(spec, header) == len(spec.needed):
            return replace(sheet, rows=[*sheet.rows[:place], header, *sheet.rows[place + 1 :]])
    return sheet


def _any_cell(row: Sequence[object]) -> bool:
    return any(map(_has_content, row))


def _refuse_uncomputed(path: Path, content: bytes, sheet: int, where: tuple[int, dict[str, int], int]) -> None:
    """`UsageError` for a formula in a used column whose result is not stored: its cell looks empty."""
    header_at, places, rows = where
    used = {place: column for column, place in places.items()}
    for cell in uncomputed(content, sheet):
        row = cell.row - header_at - 1
        if cell.column in used and 0 <= row < rows:
            raise UsageError(
                "{path}: row {row}, column {column!r}: cell {cell} holds a formula without a stored result; open the "
                "workbook, replace the formulas by their values and save it",
                path=path,
                row=row + 1,
                column=used[cell.column],
                cell=cell.name,
            )


def _has_content(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
