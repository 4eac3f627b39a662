"""Names of the sheets of a workbook: what spreadsheets allow, and each but once."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
"""UTF-16 units of a sheet's name (Microsoft Excel's limit)."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = frozenset({"history", "riwayat"})
"""Names that spreadsheets keep for themselves, in English and in Indonesian."""


def sheet_names(names: Iterable[str]) -> list[str]:
    """A sheet's name for each name, unchanged where it can be; told apart without regard to case."""
    taken: set[str] = set()
    result = []
    for name in names:
        sheet = _free(_allowed(name), taken)
        taken.add(sheet.casefold())
        result.append(sheet)
    return result


def _allowed(name: str) -> str:
    text = FORBIDDEN.sub("-", name.encode("utf-8", "replace").decode("utf-8")).strip(" '")
    return _cut(text, LONGEST) or "-"


def _free(name: str, taken: set[str]) -> str:
    found, count = name, 1
    while found.casefold() in taken or found.casefold() in RESERVED:
        count += 1
        ending = f" ({count})"
        found = _cut(name, LONGEST - len(ending)) + ending
    return found


def _cut(text: str, most: int) -> str:
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip(" '")
