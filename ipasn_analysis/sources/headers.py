"""The headers of a file held against a table: where each column stands, and what nearly is one."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.specs import TableSpec, folded

Header = TypeVar("Header")
ALIKE = 0.84
"""How like a used header another must be to be told as nearly one (`difflib`, 1: the same)."""
LEAST_BEGINNING = 6
"""Letters of a column's name with which a header may begin or end to be told as nearly it; shorter ones are common."""
MOST_BEHIND = 4
"""How many times as long as the column's name such a header may be: a longer one is a line that was not split."""
MOST_OF_NAME = 0.6
"""The share of a column's name that a header which is its beginning must have to be told as nearly it."""


def locate(spec: TableSpec, headers: Sequence[object], origin: str) -> dict[str, int]:
    """Position of each used column among `headers`; `UsageError` when one is missing or stands twice."""
    positions = _positions(headers, origin)
    found = {
        column: positions[header]
        for column in spec.used
        for header in reversed(spec.headers_of(column))
        if header in positions
    }
    missing = [column for column in spec.needed if column not in found]
    if missing:
        meant = dict(_nearly(spec, headers, found)).get(missing[0])
        also = Message(" (and {others})", others=", ".join(missing[1:])) if missing[1:] else ""
        near = Message(" (is {header!r} meant for it?)", header=meant) if meant else ""
        raise UsageError(
            "{origin}: column {column!r} is missing{also}{near}; the headers of the SIASN export are needed, "
            "see docs/data.md",
            origin=origin,
            column=missing[0],
            also=also,
            near=near,
        )
    return found


def _positions(headers: Sequence[object], origin: str) -> dict[str, int]:
    positions: dict[str, int] = {}
    for position, header in enumerate(headers):
        name = folded(header)
        if not name:
            continue
        if name in positions:
            raise UsageError(
                "{origin}: the header {header!r} stands twice; keep one of the two columns",
                origin=origin,
                header=str(header).strip(),
            )
        positions[name] = position
    return positions


def near_headers(spec: TableSpec, headers: Sequence[object], file: str) -> dict[Reason, int]:
    """A note for each header that nearly is that of a column which the table lacks."""
    names = {folded(header) for header in headers}
    found = [column for column in spec.used if any(header in names for header in spec.headers_of(column))]
    return {
        Reason(Kind.NEAR_HEADER, file, judul=header, kolom=column): 1
        for column, header in _nearly(spec, headers, found)
    }


def _nearly(
    spec: TableSpec, headers: Sequence[object], found: Sequence[str] | Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Used columns that are not `found`, each with the header that is most like it."""
    taken = {header for column in found for header in spec.headers_of(column)}
    others = {folded(header): " ".join(str(header).split()) for header in headers if folded(header) not in taken}
    others.pop("", None)
    for column in spec.used:
        if column not in found:
            meant = folded(column)
            near = difflib.get_close_matches(meant, others, n=1, cutoff=ALIKE) or [
                header for header in others if _holds(header, meant)
            ]
            if near:
                yield column, others[near[0]]


def _holds(header: str, column: str) -> bool:
    """Whether a header is the name of a column with more before or behind it, or nearly the whole of its beginning."""
    if len(column) >= LEAST_BEGINNING and (header.startswith(column) or header.endswith(column)):
        return len(header) <= MOST_BEHIND * len(column)
    return column.startswith(header) and len(header) >= MOST_OF_NAME * len(column)


def joined_header(above: Sequence[Header], below: Sequence[Header]) -> list[Header | str]:
    """The headers of a head of two rows: those of the lower one, and where it has none those of the upper one."""
    pairs = itertools.zip_longest(above, below, fillvalue="")
    return [lower if str(lower or "").strip() else upper for upper, lower in pairs]


def count_found(spec: TableSpec, headers: Sequence[object]) -> int:
    """How many of the needed columns stand among `headers`."""
    names = {folded(header) for header in headers}
    return sum(any(header in names for header in spec.headers_of(column)) for column in spec.needed)
