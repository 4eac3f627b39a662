"""Reads tables that programs save as .xls though they are HTML or SpreadsheetML (the XML of Excel 2003)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ipasn_analysis.errors import UsageError, message_of
from ipasn_analysis.sources.specs import TableSpec
from ipasn_analysis.sources.tables import RawTable
from ipasn_analysis.sources.workbook import Area, Sheet, read_sheets

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384


def read_markup(path: Path, spec: TableSpec, content: bytes) -> RawTable:
    """The used columns of the tables of an HTML page, or of the sheets of a SpreadsheetML file."""
    from lxml import etree, html  # noqa: PLC0415 - only these files pay for it

    try:
        if b"urn:schemas-microsoft-com:office:spreadsheet" in content[:10_000]:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
            sheets = list(_worksheets(etree.fromstring(content, parser)))
        else:
            root = html.document_fromstring(content, parser=html.HTMLParser(encoding=_charset(content)))
            tables = [table for table in root.iter("table") if not any(True for _ in table.iterdescendants("table"))]
            sheets = [_html_sheet(f"tabel {number}", table) for number, table in enumerate(tables, start=1)]
    except (etree.LxmlError, ValueError, AssertionError, AttributeError, TypeError, LookupError) as error:
        raise UsageError(
            "{path}: not a readable table in HTML or XML ({why}); save it as .xlsx", path=path, why=message_of(error)
        ) from error
    if not sheets:
        raise UsageError("{path}: is HTML or XML without a table; save it as .xlsx", path=path)
    return read_sheets(path, spec, sheets)


def _charset(content: bytes) -> str | None:
    """UTF-8 where the bytes are that and the page does not say so; else as the page says."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _worksheets(root: Any) -> Iterator[Sheet]:
    for sheet in root.iter("{*}Worksheet"):
        rows: list[list[object]] = []
        merged: list[Area] = []
        for row in sheet.iterfind("{*}Table/{*}Row"):
            number = min(_attribute(row, "Index", len(rows) + 1), MOST_ROWS)
            rows.extend([] for _ in range(number - 1 - len(rows)))
            cells: list[object] = []
            for cell in row.iterfind("{*}Cell"):
                column = min(_attribute(cell, "Index", len(cells) + 1), MOST_COLUMNS)
                cells.extend("" for _ in range(column - 1 - len(cells)))
                across, down = _attribute(cell, "MergeAcross", 0), _attribute(cell, "MergeDown", 0)
                if across or down:
                    merged.append(((len(rows), column - 1), (len(rows) + down, column - 1 + across)))
                cells.append(_data(cell))
                cells.extend("" for _ in range(min(across, MOST_COLUMNS)))
            rows.append(cells)
        yield Sheet(_named(sheet, "Name") or "Sheet", _even(rows), merged=merged)


def _data(cell: Any) -> str | float:
    """The text of a cell; a number as one, so that a NIP that lost its digits is seen; an error as nothing."""
    data = cell.find("{*}Data")
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = _named(data, "Type")
    if kind == "Error":
        return ""
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    return text.split("T")[0] if kind == "DateTime" else text


def _named(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _attribute(element: Any, name: str, default: int) -> int:
    text = _named(element, name)
    return int(text) if text.isdigit() else default


def _html_sheet(name: str, table: Any) -> Sheet:
    """A table of a page; a cell that spans rows is merged, one that spans columns is followed by empty ones."""
    rows: list[list[object]] = []
    merged: list[Area] = []
    pending: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[object] = []
        for cell in row.iter("td", "th"):
            _skip_spanned(cells, pending)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            column = len(cells)
            if down > 1:
                merged.append(((len(rows), column), (len(rows) + down - 1, column + across - 1)))
                pending |= {column + offset: down - 1 for offset in range(across)}
            cells.append(" ".join("".join(cell.itertext()).split()))
            cells.extend("" for _ in range(across - 1))
        _skip_spanned(cells, pending)
        rows.append(cells)
    return Sheet(name, _even(rows), merged=merged)


def _skip_spanned(cells: list[object], pending: dict[int, int]) -> None:
    """Leave room for cells that reach down from rows above."""
    while pending.get(len(cells), 0) > 0:
        pending[len(cells)] -= 1
        cells.append("")


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return max(1, min(int(text), MOST_COLUMNS)) if text.isdigit() else 1


def _even(rows: list[list[object]]) -> list[list[object]]:
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
