"""Which table a file holds, by its headers: whatever the file is called, and sheet by sheet in a workbook."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipasn_analysis.errors import Message, UsageError, cause, message_of
from ipasn_analysis.sources.files import LEFTOVERS, OTHERS, read_file, refuse_other_content
from ipasn_analysis.sources.headers import count_found, joined_header, locate
from ipasn_analysis.sources.oversize import without_far_cells
from ipasn_analysis.sources.specs import SPECS, TableSpec, folded
from ipasn_analysis.sources.tables import RawTable
from ipasn_analysis.sources.text_file import HEADER_SEARCH_ROWS, delimited_text
from ipasn_analysis.sources.workbook import opened_workbook
from ipasn_analysis.writing.writer import N_

FOLDER = N_("adalah folder; isinya tidak dilihat")
DOCUMENT = N_("adalah dokumen, bukan tabel; minta ekspor berupa CSV atau XLSX")
NO_TABLE = N_("judul kolomnya tidak cocok dengan tabel mana pun")
_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pptx", ".ppt", ".odp")
LIKELY = 0.5
"""The share of a table's needed headers from which a file is meant for it."""


@dataclass(frozen=True)
class Recognised:
    """What a file is.

    `table` is the table that it holds (None: none, and `why` says why, with the name of another file in `same_as`, or
    `problem` that it cannot be read); `headers` are the headers under which its used columns stand, `raw` its cells,
    `sheets` the sheets of a workbook that hold it.
    """

    path: Path
    table: str | None
    headers: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    raw: RawTable | None = None
    why: str = ""
    same_as: str = ""
    problem: Message | None = None

    @property
    def absent(self) -> tuple[str, ...]:
        """The columns that would be used and are not there."""
        return () if self.table is None else tuple(name for name in SPECS[self.table].used if name not in self.headers)

    @property
    def renamed(self) -> dict[str, str]:
        """The headers that differ from the column that they were matched to."""
        return {name: header for name, header in self.headers.items() if folded(header) != folded(name)}


def recognise(folder: Path) -> list[Recognised]:
    """What each file of a folder is, in the order of their names; a workbook once for each table that it holds."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError("{path}: cannot be read ({why})", path=folder, why=cause(error)) from error
    return [
        one for path in paths if not path.name.startswith(LEFTOVERS) and path.name not in OTHERS for one in _what(path)
    ]


def _what(path: Path) -> Iterator[Recognised]:
    if path.is_dir():
        yield Recognised(path, None, why=FOLDER)
        return
    try:
        content = path.read_bytes()
        if path.suffix.casefold() in _DOCUMENTS:
            yield Recognised(path, None, why=DOCUMENT)
            return
        refuse_other_content(path, content)
        tables = _tables(path, content)
    except UsageError as error:
        yield Recognised(path, None, problem=_by_name(path, error))
        return
    except OSError as error:
        yield Recognised(
            path, None, problem=Message("{path}: cannot be read ({why})", path=path.name, why=cause(error))
        )
        return
    if not tables:
        yield Recognised(path, None, why=NO_TABLE)
    for name, found in tables.items():
        try:
            raw = read_file(path, SPECS[name])
            headers = dict(found.headers) or {column: column for column in raw.columns}
            yield Recognised(path, name, headers, found.sheets, raw)
        except UsageError as error:
            yield Recognised(path, None, problem=_by_name(path, error))


def _by_name(path: Path, error: UsageError) -> Message:
    """What an error says, with the name of the file in place of its path."""
    return error.message.with_texts(lambda text: text.replace(str(path), path.name))


@dataclass(frozen=True)
class _Found:
    """The headers by column under which a table was found, and the sheets that hold it."""

    headers: Mapping[str, str]
    sheets: tuple[str, ...] = ()


def _tables(path: Path, content: bytes) -> dict[str, _Found]:
    """The tables that a file holds; `UsageError` where it is nearly one, with what it lacks."""
    if content.startswith(b"PAR1"):
        import pyarrow as pa  # noqa: PLC0415 - only Parquet input pays for it
        from pyarrow import parquet  # noqa: PLC0415

        try:
            names = parquet.read_schema(io.BytesIO(content)).names
        except (pa.ArrowException, OSError) as error:
            raise UsageError("{path}: not a readable Parquet file ({why})", path=path, why=message_of(error)) from error
        return _best([("", [names])], path)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) and path.suffix.casefold() not in {".zip", ".gz"}:
        return _best(_sheets(content, path), path)
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b")) or content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        b"<"
    ):
        return _tried(path)
    rows = [("", [delimited_text(content, spec, path).headers]) for spec in SPECS.values()]
    return _best(rows, path)


def _tried(path: Path) -> dict[str, _Found]:
    """The table of a file whose headers are not looked at by themselves: the one of most columns that can be read."""
    fitting = []
    refused: dict[Message, UsageError] = {}
    for spec in SPECS.values():
        try:
            table = read_file(path, spec)
        except UsageError as error:
            refused[error.message] = error
            continue
        if _is_meant(spec, tuple(table.columns)):
            fitting.append((len(spec.needed), spec))
    if not fitting and len(refused) == 1:  # what holds for every table is the file's own fault
        raise next(iter(refused.values()))
    return {max(fitting, key=lambda pair: pair[0])[1].name: _Found({})} if fitting else {}


def _sheets(content: bytes, path: Path) -> list[tuple[str, Sequence[Sequence[object]]]]:
    """The first rows of each sheet of a workbook."""
    content, _ = without_far_cells(content)
    with opened_workbook(path, content) as workbook:
        sheets = {
            name: list(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=HEADER_SEARCH_ROWS))
            for name in workbook.sheet_names
        }
    return [
        (name, [*rows, *itertools.starmap(joined_header, itertools.pairwise(rows))]) for name, rows in sheets.items()
    ]


def _best(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]], path: Path) -> dict[str, _Found]:
    """Of each sheet, the table of most needed headers that one of its rows has; `UsageError` where none has all."""
    found: dict[str, _Found] = {}
    nearest: tuple[float, TableSpec, Sequence[object]] | None = None
    for sheet, rows in sheets:
        fitting = []
        for spec in SPECS.values():
            row = max(rows, key=lambda row: count_found(spec, row), default=())
            share = count_found(spec, row) / len(spec.needed)
            if share == 1 and _is_meant(spec, row):
                fitting.append((len(spec.needed), spec, row))
            elif nearest is None or share > nearest[0]:
                nearest = (share, spec, row) if share < 1 else nearest
        if fitting:
            _, spec, row = max(fitting, key=lambda three: three[0])
            places = locate(spec, row, str(path))
            headers = {column: " ".join(str(row[place]).split()) for column, place in places.items()}
            known = found.get(spec.name)
            found[spec.name] = _Found(headers, (*(known.sheets if known else ()), *([sheet] if sheet else [])))
    if not found and nearest is not None and nearest[0] >= LIKELY:
        locate(nearest[1], nearest[2], f"{path}: {nearest[1].name}")
    return found


def _is_meant(spec: TableSpec, headers: Sequence[object]) -> bool:
    """Whether a row that has the needed headers of a mapping by hand also says which units it maps."""
    names = {folded(header) for header in headers}
    return spec.name != "pemetaan_unor" or any(folded(name) in names for name in spec.optional)
