"""The type family as small web fonts inside the page: the letters that a report needs, made once and kept."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from ipasn_analysis.blocks.theme import FONT_FAMILY, font_file
from ipasn_analysis.files import atomic_write

_PUNCTUATION = "‐‑‒–—‘’‚“”„†•…‰′″‹›⁄€™←↑→↓−≈≠≤≥▲▼△▽◆●○■□✓\u2009\u202f"
_LATIN = tuple(range(0x20, 0x7F)) + tuple(range(0xA0, 0x180))
_LETTERS = (*_LATIN, *map(ord, _PUNCTUATION))
_FIGURES = tuple(map(ord, "0123456789.,+−-–—%/()<>≤≥ \u00a0abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_FEATURES = ("kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "pnum")

# (file of the family, weight, style, code points)
_FACES = (
    ("Light", 300, "normal", _FIGURES),
    ("Regular", 400, "normal", _LETTERS),
    ("It", 400, "italic", _LETTERS),
    ("Semibold", 600, "normal", _LETTERS),
)


@cache
def embedded_faces() -> str:
    """The ``@font-face`` rules of the family with their WOFF2 files as data URLs.

    Made in about half a second, then kept in the memory of the process and in the user's cache folder under a name
    that follows from the font files and the versions of the tools that make it. The bytes are always the same.
    """
    kept = cache_folder() / f"faces-{_key()}.css"
    rules = _read_kept(kept)
    if rules is None:
        rules = "\n".join(_face(*face) for face in _FACES)
        _keep(kept, rules)
    return rules


def cache_folder() -> Path:
    """Where this user's cached files are, by the XDG convention; the folder need not exist."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "ipasn"


def web_font(style: str, code_points: tuple[int, ...]) -> bytes:
    """The WOFF2 file of one style of the family with only these code points, without hints, figures still tabular."""
    from fontTools import subset  # noqa: PLC0415 (slow to import, and not needed when the cache is warm)

    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True, layout_features=list(_FEATURES))
    font = subset.load_font(str(font_file(style)), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    stream = io.BytesIO()
    subset.save_font(font, stream, options)
    return stream.getvalue()


def _face(style: str, weight: int, slant: str, code_points: tuple[int, ...]) -> str:
    data = base64.b64encode(web_font(style, code_points)).decode("ascii")
    return (
        f"@font-face{{font-family:'{FONT_FAMILY}';font-weight:{weight};font-style:{slant};font-display:block;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )


def _key() -> str:
    tools = [f"{name} {version(name)}" for name in ("fonttools", "brotli", "font-source-sans-pro")]
    return hashlib.sha256(repr((tools, _FACES, _FEATURES, FONT_FAMILY)).encode()).hexdigest()[:16]


def _read_kept(path: Path) -> str | None:
    """What was kept at `path`, when it is whole: its first line is the digest of the rest."""
    try:
        digest, _, rules = path.read_text(encoding="ascii").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return rules if digest == _digest(rules) else None


def _keep(path: Path, rules: str) -> None:
    """Write the cache file whole or not at all; a folder that cannot be written costs only time."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(path, f"{_digest(rules)}\n{rules}".encode("ascii"))


def _digest(rules: str) -> str:
    return hashlib.sha256(rules.encode()).hexdigest()
