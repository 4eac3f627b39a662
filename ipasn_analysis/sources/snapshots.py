"""DATA as a whole: which snapshots it has, and reading one of them."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pyarrow as pa

from ipasn_analysis.errors import Message, UsageError, cause
from ipasn_analysis.sources.files import UnreadFile, content_files, files_of, read_files, unread_files
from ipasn_analysis.sources.location import is_url
from ipasn_analysis.sources.specs import (
    HISTORY_TABLES,
    OFFICIAL_TABLE,
    PEOPLE_TABLES,
    RECAP_TABLE,
    REGION_TABLES,
    SPECS,
)
from ipasn_analysis.sources.tables import RawTable

T = TypeVar("T")

SAMPLE_MARKER = "DATA-CONTOH.txt"
YEARS = range(1950, 2200)
"""Years in which a snapshot can lie."""
DATE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")
"""Names of snapshot folders."""
SHOWN = 5
"""Files that a message names at most."""
EXPECTED = "DATA/<region>/<YYYY-MM-DD>/profil.csv"


@dataclass(frozen=True)
class Snapshot:
    """One snapshot of one region: where it is and its cut-off date.

    `location` is a folder or a database URL; `stored` is the date it stands under in a database where that differs.
    With `records_only` the official scores that lie beside the records are left out. `unit_level` is what the region's
    parameters say of its tree of units, `government` its full name there (empty where there are no parameters).
    """

    region: str
    as_of: datetime.date
    location: str
    stored: datetime.date | None = None
    records_only: bool = False
    unit_level: int | None = None
    government: str = ""

    @property
    def year(self) -> int:
        """The measured year: the year of the cut-off date."""
        return self.as_of.year

    @property
    def is_database(self) -> bool:
        """Whether it stands in a database."""
        return is_url(self.location)

    @cached_property
    def files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files of the snapshot by table, its parts in their order; empty for a database.

        Tables about units may lie in the folder of the region for all of its dates.
        """
        if self.is_database:
            return {}
        folder = Path(self.location)
        own, above = files_of(folder), files_of(folder.parent)
        return self._chosen({name: above[name] for name in REGION_TABLES if name in above} | own)

    def _chosen(self, tables: Mapping[str, T]) -> dict[str, T]:
        """The tables without those that are left out."""
        return {name: table for name, table in tables.items() if not (self.records_only and name == OFFICIAL_TABLE)}

    @property
    def unread_files(self) -> list[UnreadFile]:
        """What lies in the snapshot's folder and is not read, and above it what nearly has the name of a table."""
        if self.is_database:
            return []
        folder = Path(self.location)
        above = [file for file in unread_files(folder.parent) if file.nearest in REGION_TABLES]
        return [*unread_files(folder), *(file for file in above if (folder.parent / file.name).is_file())]

    @property
    def has_official_scores(self) -> bool:
        """Whether it holds scores of SIASN, of people or of groups, which go before those of its records."""
        held = self._table_digests if self.is_database else self.files
        return OFFICIAL_TABLE in held or (RECAP_TABLE in held and "profil" not in held)

    @property
    def has_records(self) -> bool:
        """Whether it holds records of people; a profile beside official scores without any history holds none."""
        held = self._table_digests if self.is_database else self.files
        return "profil" in held and (OFFICIAL_TABLE not in held or any(name in held for name in HISTORY_TABLES))

    def read(self) -> dict[str, RawTable]:
        """Every table of the snapshot; `UsageError` when it has neither people nor ready scores."""
        if self.is_database:
            raw = self._read_database()
        else:
            raw = {name: read_files(paths, SPECS[name]) for name, paths in self.files.items()}
        if not any(name in raw for name in PEOPLE_TABLES):
            raise UsageError("{snapshot}: {why}", snapshot=self, why=self._without_people())
        return raw

    def _without_people(self) -> Message:
        """What is said of a snapshot that has neither people nor ready scores, with what lies there instead."""
        if self.is_database:
            return Message("no row of this snapshot in a table 'profil' or 'nilai_ipasn'; one of the two is needed")
        needed = Message("no file 'profil' or 'nilai_ipasn'; one of the two is needed, such as profil.csv")
        found = [file.name for file in self.unread_files]
        shown, more = ", ".join(found[:SHOWN]), len(found) - SHOWN
        if not found:
            return needed
        if more > 0:
            shown = Message("{shown} and {more:i} more", shown=shown, more=more)
        return Message("{needed}; found: {shown}; ipasn intake tells what they are", needed=needed, shown=shown)

    def digests(self) -> dict[str, str]:
        """SHA-256 of each input, by a name relative to DATA."""
        prefix = f"{self.region}/{(self.stored or self.as_of).isoformat()}"
        if not self.is_database:
            paths = content_files(path for paths in self.files.values() for path in paths)
            return {f"{prefix}/{_name_in(path, Path(self.location))}": file_digest(path) for path in paths}
        return {f"{prefix}/{name}": digest for name, digest in self._table_digests.items()}

    @cached_property
    def _table_digests(self) -> dict[str, str]:
        """SHA-256 of each table of a database, read once."""
        return {name: _table_digest(table) for name, table in sorted(self._read_database().items())}

    def _read_database(self) -> dict[str, RawTable]:
        tables: dict[str, RawTable] = _database().read_snapshot(self.location, self.region, self.stored or self.as_of)
        return self._chosen(tables)

    @property
    def is_sample(self) -> bool:
        """Whether the snapshot belongs to the sample data that this program makes."""
        if self.is_database:
            return False
        return any((parent / SAMPLE_MARKER).is_file() for parent in list(Path(self.location).parents)[:2])

    def __str__(self) -> str:
        if self.is_database:
            return f"{_database().shown(self.location)}#{self.region}/{self.as_of.isoformat()}"
        return self.location


def _database() -> ModuleType:
    from ipasn_analysis.sources import database  # noqa: PLC0415 - SQLAlchemy is slow to import

    return database


def _name_in(path: Path, folder: Path) -> str:
    """The name of a file in a snapshot's folder or in a folder of parts within it; ``../unor.csv`` beside it."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else f"../{path.name}"


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, computed once in a process for each state of the file."""
    try:
        found = path.stat()
        return _digest(path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=path, why=cause(error)) from error


@lru_cache(maxsize=65536)
def _digest(path: Path, *state: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table_digest(table: RawTable) -> str:
    """SHA-256 over the cells of a table that has no file."""
    digest = hashlib.sha256()
    for column, cells in table.columns.items():
        digest.update(column.encode())
        for cell in cells.cast(pa.string()).to_pylist():
            digest.update(b"\x1f" + ("" if cell is None else cell).encode())
    return digest.hexdigest()


def open_snapshot(place: str, *, as_of: datetime.date | None = None) -> Snapshot:
    """The snapshot at a folder `…/<region>/<YYYY-MM-DD>` or at `URL#region/YYYY-MM-DD`; `as_of` replaces its date."""
    if is_url(place):
        url, name = _database().split_place(place)
        region, _, date = name.partition("/")
        if region and not date:
            raise UsageError(
                "{url}#{region}: names a region without a date; write #{region}/YYYY-MM-DD",
                url=_database().shown(url),
                region=region,
            )
        if not region:
            raise UsageError("{url}: name one snapshot of it: URL#region/YYYY-MM-DD", url=_database().shown(url))
        stored = parse_date(date, name)
        return Snapshot(region, as_of or stored, url, stored)
    folder = Path(place)
    if not folder.is_dir():
        raise UsageError("{folder}: there is no such folder", folder=place)
    folder = folder.resolve()
    if as_of is None and not DATE_NAME.fullmatch(folder.name):
        raise UsageError(
            "{place}: the folder's name {name!r} is not a date YYYY-MM-DD; expected: {expected}",
            place=place,
            name=folder.name,
            expected=EXPECTED,
        )
    date_of = as_of or parse_date(folder.name, Message("{place}: the folder's name", place=place))
    return Snapshot(folder.parent.name, date_of, str(folder))


def parse_date(text: str, what: str) -> datetime.date:
    """A date YYYY-MM-DD; `UsageError` says what was meant to be one."""
    try:
        if not DATE_NAME.fullmatch(text):
            raise ValueError
        date = datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError("{what} {text!r} is not a date YYYY-MM-DD", what=what, text=text) from None
    if date.year not in YEARS:
        raise UsageError(
            "{what} {text!r} is no date of a snapshot; its year must lie in {first} to {last}",
            what=what,
            text=text,
            first=YEARS[0],
            last=YEARS[-1],
        )
    return date


def list_snapshots(data: str) -> list[Snapshot]:
    """Every snapshot in DATA (a folder or a database URL), by region and date.

    Raises `UsageError` when DATA is not there or a folder is named by an impossible date.
    """
    if is_url(data):
        return [Snapshot(region, as_of, data) for region, as_of in _database().list_snapshots(data)]
    root = Path(data)
    if not root.is_dir():
        raise UsageError("{folder}: there is no such folder", folder=data)
    found = []
    for region in sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")):
        for folder in sorted(path for path in region.iterdir() if path.is_dir() and DATE_NAME.fullmatch(path.name)):
            found.append(
                Snapshot(
                    region.name,
                    parse_date(folder.name, Message("{place}: the folder's name", place=folder)),
                    str(folder),
                )
            )
    return found
