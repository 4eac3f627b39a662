"""Finds the files of each table in a snapshot folder and reads them, by what they hold and not by their ending."""

from __future__ import annotations

import difflib
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from ipasn_analysis.errors import Message, UsageError, cause, message_of
from ipasn_analysis.sources.cell_text import whole
from ipasn_analysis.sources.csv_file import read_csv
from ipasn_analysis.sources.headers import locate, near_headers
from ipasn_analysis.sources.markup import read_markup
from ipasn_analysis.sources.specs import SPECS, TableSpec
from ipasn_analysis.sources.tables import RawTable, joined
from ipasn_analysis.sources.workbook import read_workbook

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ENDINGS = (*TEXT_ENDINGS, *WORKBOOK_ENDINGS, ".parquet", ".gz", ".zip")
LEFTOVERS = ("~$", ".", "_")
"""Beginnings of the names of lock files and of what systems and programs leave beside tables."""
OTHERS = ("DATA-CONTOH.txt", "Thumbs.db", "desktop.ini", "README", "README.md", "README.txt")
"""Files that are no tables and no surprise."""
ALIKE = 0.6
"""How like the name of a table that of a file must be to be meant for it (`difflib`, 1: the same)."""
_NO_TABLES = {
    **dict.fromkeys((b"{", b"["), Message("JSON")),
    b"%PDF": Message("PDF"),
    b"SQLite format 3": Message("a database of SQLite"),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), Message("a picture")),
    **dict.fromkeys((b"Rar!", b"7z\xbc\xaf"), Message("an archive of another kind than ZIP")),
}
"""What files that are no tables begin with."""
MOST_BYTES = 4_000_000_000
"""Unpacked bytes beyond which a packed file is not read."""


class UnreadFile(NamedTuple):
    """Something in a snapshot's folder that is not read, and the table that its name is nearest to."""

    name: str
    nearest: str | None


@cache
def table_and_part(name: str) -> tuple[str, str] | None:
    """The table that a file or folder holds by its name, and the part of it (empty: the whole); None for none."""
    stem = base_name(name)
    if stem is None:
        return None
    stem = stem.casefold()
    if stem in SPECS:
        return stem, ""
    for table in sorted(SPECS, key=len, reverse=True):
        if stem.startswith(f"{table}_") and len(stem) > len(table) + 1:
            return table, stem.removeprefix(f"{table}_")
    return None


@cache
def base_name(name: str) -> str | None:
    """The name without its endings, such as ``.csv.gz``; None where it has none that is read, or is a leftover."""
    if name.startswith(LEFTOVERS):
        return None
    stem = name
    while (path := Path(stem)).suffix.casefold() in ENDINGS:
        stem = path.stem
    return stem if stem != name else None


def files_of(folder: Path) -> dict[str, tuple[Path, ...]]:
    """The files (and folders of Parquet files) of each table in a folder, its parts in the order of their names.

    Raises `UsageError` when there are two for one part, or when the folder cannot be listed.
    """
    found: dict[str, dict[str, list[Path]]] = {}
    for path in _entries(folder):
        name = path.name if path.is_file() or base_name(path.name) else f"{path.name}.parquet"
        told = table_and_part(name)
        if told is not None and (path.is_file() or any(_parquet_files(path))):
            found.setdefault(told[0], {}).setdefault(told[1], []).append(path)
    for parts in found.values():
        for paths in parts.values():
            if len(paths) > 1:
                names = ", ".join(path.name for path in paths)
                raise UsageError("{folder}: {names} are two files for one table; keep one", folder=folder, names=names)
    return {table: tuple(found[table][part][0] for part in sorted(found[table])) for table in SPECS if table in found}


def unread_files(folder: Path) -> list[UnreadFile]:
    """What lies in a snapshot's folder and is not read, in the order of its names."""
    read = {path for paths in files_of(folder).values() for path in paths}
    others = [path for path in _entries(folder) if path not in read]
    return [
        UnreadFile(path.name, next(iter(difflib.get_close_matches(path.name.split(".")[0], SPECS, 1, ALIKE)), None))
        for path in others
        if path.name not in OTHERS and not path.name.startswith(LEFTOVERS) and not path.name.endswith(".rejected.csv")
    ]


def content_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, those of folders one by one."""
    for path in paths:
        yield from _parquet_files(path) if path.is_dir() else (path,)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=folder, why=cause(error)) from error


def _parquet_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            path for path in folder.glob("*.parquet") if path.is_file() and not path.name.startswith(LEFTOVERS)
        )


def read_files(paths: Sequence[Path], spec: TableSpec) -> RawTable:
    """The used columns of the files of a table, one after the other; together these are called ``profil_*``."""
    whole = paths[0] if len(paths) == 1 else paths[0].with_name(f"{spec.name}_*")
    return joined([read_file(path, spec) for path in content_files(paths)], str(whole))


def read_file(path: Path, spec: TableSpec) -> RawTable:
    """The used columns of a file; `UsageError` names the file and what is wrong with it."""
    try:
        if path.suffix.casefold() == ".parquet":
            return read_parquet(path, spec)
        content = _unpacked(path.read_bytes(), path)
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=path, why=cause(error)) from error
    if content.startswith(b"PAR1"):
        return read_parquet(path, spec, content)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return read_workbook(path, spec, content)
    if content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_markup(path, spec, content)
    refuse_other_content(path, content)
    inner = Path(path.name.casefold().removesuffix(".gz").removesuffix(".zip")).suffix
    if inner in WORKBOOK_ENDINGS and not _is_text(content):
        raise UsageError("{path}: not a readable workbook; save it again as .xlsx", path=path)
    return read_csv(path, spec, content)


def refuse_other_content(path: Path, content: bytes) -> None:
    """`UsageError` for the content of a file that is plainly no table."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, what in _NO_TABLES.items():
        if start.startswith(mark):
            raise UsageError("{path}: is no table but {what}; export it as CSV or XLSX", path=path, what=what)


def _is_text(content: bytes) -> bool:
    """Whether a file that is named as a workbook is text all the same, as programs write it."""
    return any(mark in content[:4096] for mark in b",;\t|")


def _unpacked(content: bytes, path: Path) -> bytes:
    """The content of a gzipped file, or of a ZIP that holds one file; any other content as it is."""
    try:
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as stream:
                return stream.read(MOST_BYTES)
        if content.startswith(b"PK\x03\x04") and path.suffix.casefold() in {".zip", *TEXT_ENDINGS}:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if any(name in {"[Content_Types].xml", "mimetype"} for name in archive.namelist()):
                    return content
                names = [info.filename for info in archive.infolist() if not info.is_dir()]
                names = [name for name in names if not Path(name).name.startswith(LEFTOVERS)]
                if len(names) != 1:
                    raise UsageError(
                        "{path}: holds {files} files; put one table into a ZIP, or unpack it",
                        path=path,
                        files=len(names),
                    )
                if archive.getinfo(names[0]).file_size > MOST_BYTES:
                    raise UsageError("{path}: is too large unpacked; unpack it and cut it into parts", path=path)
                return archive.read(names[0])
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, RuntimeError, NotImplementedError) as error:
        raise UsageError(
            "{path}: cannot be unpacked ({why}); unpack it and give the file itself", path=path, why=message_of(error)
        ) from error
    return content


def read_parquet(path: Path, spec: TableSpec, content: bytes | None = None) -> RawTable:
    """The used columns of a Parquet file, as texts or with their native type."""
    from pyarrow import parquet  # noqa: PLC0415 - only Parquet input pays for it

    try:
        with parquet.ParquetFile(path if content is None else io.BytesIO(content)) as file:
            headers = file.schema_arrow.names
            places = locate(spec, headers, str(path))
            table = file.read(columns=[headers[place] for place in places.values()])
        table.validate(full=True)
    except (pa.ArrowException, ValueError, TypeError, MemoryError) as error:
        raise UsageError("{path}: not a readable Parquet file ({why})", path=path, why=message_of(error)) from error
    columns = {}
    for column, place in places.items():
        try:
            columns[column] = whole(table.column(headers[place]))
        except pa.ArrowException as error:
            raise UsageError(
                "{path}: column {column!r} cannot be read as text, number or date ({why})",
                path=path,
                column=column,
                why=message_of(error),
            ) from error
    notes = near_headers(spec, headers, path.name)
    return RawTable(spec, str(path), columns, np.arange(1, table.num_rows + 1), notes=notes)
