"""Characters for which no font of a printed report has a glyph: an archivable PDF may not hold them."""

from __future__ import annotations

import re
from functools import cache

from ipasn_analysis.blocks.theme import font_directory

SUBSTITUTE = "?"
TEXT_FILES = (".typ", ".svg")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def replaced(name: str, data: bytes) -> bytes:
    """`data` of the file `name` with a question mark for each character without a glyph; pictures as they are."""
    if not name.endswith(TEXT_FILES):
        return data
    return _BEYOND_ASCII.sub(_printable, data.decode()).encode()


def _printable(found: re.Match[str]) -> str:
    return found[0] if ord(found[0]) in _glyphs() else SUBSTITUTE


@cache
def _glyphs() -> frozenset[int]:
    """The characters that every style of the family in use has."""
    listed = (font_directory() / "glyphs.txt").read_text(encoding="ascii")
    return frozenset(int(code_point, 16) for code_point in listed.split())
