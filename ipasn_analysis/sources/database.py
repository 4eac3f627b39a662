"""Reads snapshots from a database: tables of the same names with the further columns `region` and `snapshot`."""

from __future__ import annotations

import datetime
import decimal
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy
from sqlalchemy.dialects.postgresql.base import PGInspector

from ipasn_analysis.errors import UsageError
from ipasn_analysis.sources.cell_text import cell_text, local_day, plain_decimal, text_column
from ipasn_analysis.sources.connection import connected, shown
from ipasn_analysis.sources.headers import locate, near_headers
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.specs import HISTORY_TABLES, PEOPLE_TABLES, SPECS, TableSpec, folded
from ipasn_analysis.sources.tables import RawTable, UnplacedRow


def split_place(place: str) -> tuple[str, str]:
    """The URL of a database, and what follows its last ``#`` (empty without one)."""
    url, mark, name = place.rpartition("#")
    return (url, name) if mark else (place, "")


def _tables(connection: sqlalchemy.Connection, url: str) -> dict[str, str]:
    """Tables and views of the database that hold snapshots: table of the contract → its name as stored."""
    inspector = sqlalchemy.inspect(connection)
    stored = inspector.get_table_names() + inspector.get_view_names()
    if isinstance(inspector, PGInspector):
        stored += inspector.get_materialized_view_names() + inspector.get_foreign_table_names()
    found: dict[str, str] = {}
    for name in stored:
        known = found.setdefault(name.strip().casefold(), name)
        if known != name and name.strip().casefold() in SPECS:
            raise UsageError(
                "{url}: {known!r} and {name!r} are two tables for one; keep or rename one",
                url=shown(url),
                known=known,
                name=name,
            )
    return {name: place for name, place in found.items() if name in SPECS}


def _reflected(
    connection: sqlalchemy.Connection, name: str, stored: str, url: str
) -> tuple[sqlalchemy.TableClause, dict[str, str]]:
    """The table as a clause, and its columns by folded name."""
    names = [column["name"] for column in sqlalchemy.inspect(connection).get_columns(stored)]
    columns = {folded(column): column for column in names}
    for needed in ("region", "snapshot"):
        if needed not in columns:
            raise UsageError(
                "{url}: table {name!r} has no column {needed!r}; see docs/data.md",
                url=shown(url),
                name=name,
                needed=needed,
            )
    return sqlalchemy.table(stored, *(sqlalchemy.column(column) for column in names)), columns


def list_snapshots(url: str) -> list[tuple[str, datetime.date]]:
    """Region and cut-off date of every snapshot in the people tables."""
    found: set[tuple[str, datetime.date]] = set()
    with connected(url) as connection:
        stored = _tables(connection, url)
        people = [name for name in PEOPLE_TABLES if name in stored]
        if not people:
            raise UsageError("{url}: has neither a table 'profil' nor a table 'nilai_ipasn'", url=shown(url))
        for name in people:
            table, columns = _reflected(connection, name, stored[name], url)
            found |= {(region, day) for region, day, _ in _stated(connection, table, columns) if region and day}
        if not found:
            raise UsageError("{url}: no row has a region and a snapshot YYYY-MM-DD", url=shown(url))
    return sorted(found)


def read_snapshot(url: str, region: str, as_of: datetime.date) -> dict[str, RawTable]:
    """Every table of one snapshot that the database holds; a table without a row of it is left out."""
    raw: dict[str, RawTable] = {}
    with connected(url) as connection:
        for name, stored in sorted(_tables(connection, url).items()):
            table, columns = _reflected(connection, name, stored, url)
            read = _read_table(connection, SPECS[name], table, columns, (region, as_of, url))
            if read is not None:
                raw[name] = read
    return raw


def _read_table(
    connection: sqlalchemy.Connection,
    spec: TableSpec,
    table: sqlalchemy.TableClause,
    columns: dict[str, str],
    where: tuple[str, datetime.date, str],
) -> RawTable | None:
    region, as_of, url = where
    origin = f"{shown(url)}#{region}/{as_of.isoformat()}:{spec.name}"
    headers = list(table.c.keys())
    places = locate(spec, headers, origin)
    chosen = [table.c[headers[place]] for place in places.values()]
    stated = _stated(connection, table, columns)
    wanted = [values for named, day, values in stated if (named, day) == (region.casefold(), as_of)]
    every_row_is_placed = all(named and day for named, day, _ in stated)
    if not wanted and (every_row_is_placed or spec.name not in HISTORY_TABLES):
        return None
    query = sqlalchemy.select(*chosen).where(_is_one_of(table, columns, wanted)).order_by(*chosen)
    rows = connection.execute(query).all()
    values = list(zip(*rows, strict=True)) or [()] * len(chosen)
    cells = {column: _column(cells) for column, cells in zip(places, values, strict=True)}
    about = dict(zip(places, values, strict=True)).get(spec.key, ())
    held = np.array([isinstance(value, float) for value in about] or [False] * len(rows), dtype=bool)
    key = table.c[headers[places[spec.key]]] if spec.key in places else sqlalchemy.null()
    unplaced = () if every_row_is_placed else tuple(sorted(_unplaced(connection, table, columns, key)))
    notes = {Reason(Kind.ROW_WITHOUT_SNAPSHOT, spec.name): len(unplaced)} if unplaced else {}
    notes |= near_headers(spec, [header for header in headers if folded(header) not in _PLACE], spec.name)
    for column, texts in cells.items():
        lost = _with_lost_signs(texts)
        if len(lost):
            notes[Reason(Kind.LOST_SIGNS, spec.name, kolom=column, baris=str(lost[0] + 1))] = len(lost)
    return RawTable(
        spec, origin, cells, np.arange(1, len(rows) + 1), held_as_number=held, notes=notes, unplaced=unplaced
    )


def _unplaced(
    connection: sqlalchemy.Connection,
    table: sqlalchemy.TableClause,
    columns: dict[str, str],
    key: sqlalchemy.ColumnElement[Any],
) -> Iterator[UnplacedRow]:
    """The rows whose region or snapshot cannot be read, with the NIP where the table has one.

    They are told apart here: what cannot be read, such as a date ``infinity``, cannot be asked for either.
    """
    place = [table.c[columns[name]] for name in _PLACE]
    for nip, region, day in connection.execute(sqlalchemy.select(key, *place)):
        if not folded_region(region):
            yield UnplacedRow(cell_text(nip), "region", cell_text(region))
        elif _date(day) is None:
            yield UnplacedRow(cell_text(nip), "snapshot", cell_text(day))


def _with_lost_signs(cells: pa.Array) -> np.ndarray:
    """Positions of the texts of which something could not be read as UTF-8."""
    if not pa.types.is_string(cells.type):
        return np.empty(0, dtype=np.int64)
    found = pc.fill_null(pc.match_substring(cells, "\ufffd"), False)
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))


_PLACE = ("region", "snapshot")
_Stated = tuple[Any, Any, int]


def _stated(
    connection: sqlalchemy.Connection, table: sqlalchemy.TableClause, columns: dict[str, str]
) -> list[tuple[str, datetime.date | None, _Stated]]:
    """What the rows state of region and snapshot: as read, and as stored with the number of such rows."""
    place = [table.c[columns[name]] for name in _PLACE]
    rows = connection.execute(sqlalchemy.select(*place, sqlalchemy.func.count()).group_by(*place))
    return [(folded_region(row[0]), _date(row[1]), (row[0], row[1], int(row[2]))) for row in rows]


def folded_region(stored: Any) -> str:
    """The name of a region as stored, without regard to case and surrounding blanks; empty for nothing."""
    return cell_text(stored).strip().casefold()


def _is_one_of(
    table: sqlalchemy.TableClause, columns: dict[str, str], wanted: Sequence[_Stated]
) -> sqlalchemy.ColumnElement[bool]:
    region, snapshot = (table.c[columns[name]] for name in _PLACE)
    return sqlalchemy.or_(
        sqlalchemy.false(), *(sqlalchemy.and_(region == named, snapshot == day) for named, day, _ in wanted)
    )


def _column(cells: tuple[Any, ...]) -> pa.Array:
    """Cells of a database column: native numbers and dates where all are of one kind, else text."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {decimal.Decimal}:
        return pa.array([None if cell is None else plain_decimal(cell) for cell in cells], pa.string())
    if kinds in ({int}, {float}, {datetime.date}):
        return pa.array(cells)
    return text_column(cells)


def _date(value: Any) -> datetime.date | None:
    """The date of a snapshot, native or as text such as 2025-12-23 or 20251223, with a time or not; None for none."""
    if isinstance(value, datetime.datetime):
        return local_day(value)
    if isinstance(value, datetime.date):
        return value
    found = _SNAPSHOT.match(cell_text(value).strip())
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


_SNAPSHOT = re.compile(r"(\d{4})(?:-?)(\d{2})(?:-?)(\d{2})(?!\d)")
