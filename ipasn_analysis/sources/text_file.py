"""The text of a file of delimited cells: its encoding, its delimiter, and where its header stands."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ipasn_analysis.errors import UsageError
from ipasn_analysis.sources.headers import count_found, joined_header
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.specs import TableSpec

DELIMITERS = (",", ";", "\t", "|")
HEADER_SEARCH_ROWS = 200
_HEAD = 400_000
"""Characters within which a header is looked for."""
_SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?[;,\t|"]*\r?\n?', re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class DelimitedText:
    """Text from its header on, how its columns are told apart, and the number of the header as a spreadsheet counts."""

    text: str
    delimiter: str
    headers: Sequence[str]
    header_row: int
    notes: dict[Reason, int]


def delimited_text(content: bytes, spec: TableSpec, path: Path) -> DelimitedText:
    """The text of a file; `UsageError` when it is none or empty."""
    text, foreign = decoded(content, path)
    notes = {Reason(Kind.FOREIGN_BYTES, path.name): foreign} if foreign else {}
    separator = _SEPARATOR.match(text)
    if separator:
        text = text[separator.end() :]
    if not text.strip():
        raise UsageError("{path}: the file is empty; export it again", path=path)
    found = _header(text, spec) or _header_in_quoted_lines(text, spec)
    if found is None:
        delimiter = max(DELIMITERS, key=lambda mark: _score(text, mark, spec))
        blank = len(text) - len(text.lstrip("\r\n"))
        found = text[blank:], delimiter, _records(text[blank:], delimiter, 1)[0], 1
    return DelimitedText(*found, notes)


def decoded(content: bytes, path: Path) -> tuple[str, int]:
    """Bytes as text, and how many of them are foreign to it: those of cp1252 in a text that otherwise is UTF-8."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), 0
            except UnicodeDecodeError:
                return content.decode(encoding, "replace"), 1
    head = content[:4096]
    if b"\x00" in head:
        halves = head[0::2].count(0), head[1::2].count(0)
        if max(halves) > len(head) * 0.3:
            return content.decode("utf-16-be" if halves[0] > halves[1] else "utf-16-le", "replace"), 0
        raise UsageError("{path}: not a text file; save it as 'CSV UTF-8'", path=path)
    try:
        return content.decode("utf-8"), 0
    except UnicodeDecodeError:
        return _decoded_in_parts(content)


def _decoded_in_parts(content: bytes) -> tuple[str, int]:
    """As UTF-8 with single bytes of cp1252 where that makes more sense of the signs beyond ASCII than cp1252 does."""
    foreign: Counter[bytes] = Counter()

    def one_byte(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        byte = error.object[error.start : error.start + 1]
        foreign[byte] += 1
        return byte.decode("cp1252", "replace"), error.start + 1

    codecs.register_error("ipasn-cp1252", one_byte)
    text = content.decode("utf-8", "ipasn-cp1252")
    wide = sum(char > "\x7f" for char in text) - foreign.total()
    return (text, foreign.total()) if wide >= foreign.total() and wide else (content.decode("cp1252", "replace"), 0)


def _header(text: str, spec: TableSpec) -> tuple[str, str, Sequence[str], int] | None:
    """The text from the first row on that has all needed headers, its delimiter, the headers and the row's number."""
    best: tuple[tuple[int, int], str, list[str]] | None = None
    for delimiter in DELIMITERS:
        most = HEADER_SEARCH_ROWS if best is None else best[0][0] + 1
        for number, record in enumerate(_read_records(text, delimiter, most)):
            if len(record) >= len(spec.needed) and count_found(spec, record) == len(spec.needed):
                if best is None or (number, -len(record)) < best[0]:
                    best = (number, -len(record)), delimiter, record
                break
    best = best or _header_of_two_rows(text, spec)
    if best is None:
        return None
    (number, _), delimiter, headers = best
    return text[_start_of(text, delimiter, number) :], delimiter, headers, number + 1


def _header_of_two_rows(text: str, spec: TableSpec) -> tuple[tuple[int, int], str, list[str]] | None:
    """The same, with the number of cells, of a head whose needed headers stand in two rows: where the lower begins."""
    for delimiter in DELIMITERS:
        records = _records(text, delimiter, HEADER_SEARCH_ROWS)
        for number, (above, below) in enumerate(itertools.pairwise(records), start=1):
            header = joined_header(above, below)
            if len(header) > 1 and count_found(spec, header) == len(spec.needed):
                return (number, len(header)), delimiter, header
    return None


def _header_in_quoted_lines(text: str, spec: TableSpec) -> tuple[str, str, Sequence[str], int] | None:
    """The same for a file in which every line stands in quotation marks as one cell."""
    lines = _records(text, ",", None)
    if not any(lines) or any(len(line) > 1 for line in lines):
        return None
    return _header("".join(f"{line[0] if line else ''}\n" for line in lines), spec)


def _score(text: str, delimiter: str, spec: TableSpec) -> tuple[int, int]:
    """Most needed headers, and cells, of a row under a delimiter."""
    records = _records(text, delimiter, HEADER_SEARCH_ROWS)
    return max(((count_found(spec, record), len(record)) for record in records), default=(0, 0))


def _records(text: str, delimiter: str, most: int | None) -> list[list[str]]:
    """The first rows, as far as they can be split; empty lines are rows without cells."""
    return list(_read_records(text, delimiter, most)) or [[]]


def _read_records(text: str, delimiter: str, most: int | None) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(text if most is None else text[:_HEAD], newline=""), delimiter=delimiter)
    with contextlib.suppress(csv.Error):
        yield from itertools.islice(reader, most)


def _start_of(text: str, delimiter: str, number: int) -> int:
    """Where the row of that number (0 first) begins."""
    if number == 0:
        return 0
    stream = io.StringIO(text, newline="")
    reader = csv.reader(iter(stream.readline, ""), delimiter=delimiter)
    for _ in range(number):
        next(reader)
    return stream.tell()
