"""Cells of any source as text: numbers, dates, bytes and columns of Arrow."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc


def cell_text(cell: object) -> str:
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


def text_column(cells: Sequence[object]) -> pa.Array:
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
