"""Finds the file of each table in a snapshot folder and reads it: CSV in its dialects, XLSX, Parquet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from ipasn_analysis.errors import UsageError, first_line
from ipasn_analysis.sources.csv_file import read_csv
from ipasn_analysis.sources.tables import SPECS, RawTable, TableSpec, locate, refuse_repeated_header, whole
from ipasn_analysis.sources.xlsx_file import read_xlsx

SUFFIXES = (".csv", ".xlsx", ".parquet")
LEFTOVERS = ("~$", "._")
"""Beginnings of the names that Excel gives to lock files and macOS to what its file system cannot hold elsewhere."""
REFUSED_SUFFIXES = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".tab")


def is_table_file(path: Path) -> bool:
    """Whether a file has the form of a table and is not what a program left beside one."""
    return path.suffix.casefold() in SUFFIXES and not path.name.startswith(LEFTOVERS)


def is_refused_form(path: Path) -> bool:
    """Whether a file has the name of a table and a form that is not read."""
    named = path.stem.casefold() in SPECS and path.suffix.casefold() in REFUSED_SUFFIXES
    return named and not path.name.startswith(LEFTOVERS)


def find_table(folder: Path, name: str) -> Path | None:
    """The file of a table in a snapshot folder, or None.

    Raises `UsageError` when there are two, when the only one has a form that is not read, or when the folder cannot be
    listed.
    """
    try:
        found = sorted(path for path in folder.iterdir() if path.stem.casefold() == name and path.is_file())
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({error.strerror or error})") from error
    refused = [path for path in found if path.suffix.casefold() in REFUSED_SUFFIXES]
    found = [path for path in found if path.suffix.casefold() in SUFFIXES]
    if refused and not found:
        raise UsageError(
            f"{refused[0]}: {refused[0].suffix} is not read; save it as .xlsx or .csv and remove this file"
        )
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise UsageError(f"{folder}: {names} are two files for one table; keep one")
    return found[0] if found else None


def read_file(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of a file; `UsageError` names the file and what is wrong with it."""
    readers = {".csv": read_csv, ".xlsx": read_xlsx, ".parquet": read_parquet}
    try:
        table = readers[path.suffix.casefold()](path, spec)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or first_line(error)})") from error
    return refuse_repeated_header(table)


def read_parquet(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of a Parquet file, as texts or with their native type."""
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(path) as file:
            headers = file.schema_arrow.names
            places = locate(spec, headers, str(path))
            table = file.read(columns=[headers[place] for place in places.values()])
        table.validate(full=True)
    except (pa.ArrowException, ValueError, TypeError, MemoryError) as error:
        raise UsageError(f"{path}: not a readable Parquet file ({first_line(error)})") from error
    columns = {}
    for column, place in places.items():
        try:
            columns[column] = whole(table.column(headers[place]))
        except pa.ArrowException as error:
            raise UsageError(
                f"{path}: column {column!r} cannot be read as text, number or date ({first_line(error)})"
            ) from error
    return RawTable(spec, str(path), columns, np.arange(1, table.num_rows + 1))
