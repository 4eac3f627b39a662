"""Characters for which the type family has no glyph: an archivable PDF may not hold them."""

from __future__ import annotations

import re
from functools import cache

from ipasn_analysis.blocks.theme import font_directory

SUBSTITUTE = "?"
TEXT_FILES = (".typ", ".svg")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def with_known_glyphs(name: str, data: bytes) -> bytes:
    """`data` of the file `name` with a question mark for each character without a glyph; pictures as they are."""
    if not name.endswith(TEXT_FILES):
        return data
    return _BEYOND_ASCII.sub(
        lambda found: found[0] if ord(found[0]) in _glyphs() else SUBSTITUTE, data.decode()
    ).encode()


@cache
def _glyphs() -> frozenset[int]:
    """The characters that every style of the family in use has."""
    listed = (font_directory() / "glyphs.txt").read_text(encoding="ascii")
    return frozenset(int(code_point, 16) for code_point in listed.split())
