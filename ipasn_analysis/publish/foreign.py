"""What a notebook may hold beside the blocks of a report: Markdown, HTML and pictures, read, made safe, converted."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.display import HTML, PLAIN, SVG
from ipasn_analysis.publish.document import DocumentInfo, HtmlPart, MarkdownPart, Part, PicturePart, TextPart
from ipasn_analysis.publish.sanitize import sanitized

PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
MEDIA_TYPES = {ending: media_type for media_type, ending in PICTURES.items()} | {"svg": SVG}

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_EMPTY_HEAD = re.compile(r"<th\b[^>]*>\s*</th>")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_FILTER = Path(__file__).parent / "templates" / "markdown.lua"
_READERS = {"markdown": "gfm+tex_math_dollars-raw_html", "html": "html-raw_html"}
_PIXELS_PER_INCH = 144


def joined(value: Any) -> Any:
    """A text of a notebook, which may be stored as a list of lines."""
    return "".join(value) if isinstance(value, list) else value


def without_terminal_codes(text: str) -> str:
    """`text` without the codes that colour it in a terminal."""
    return _ANSI.sub("", text)


def output_part(data: Mapping[str, Any], metadata: Mapping[str, Any], info: DocumentInfo) -> Part | None:
    """The richest form of an output that is no block of a report (its data by MIME type); None when it is empty."""
    plain = without_terminal_codes(str(data.get(PLAIN, "")))
    if HTML in data:
        return HtmlPart(data[HTML], plain)
    if "text/markdown" in data:
        return MarkdownPart(data["text/markdown"])
    for media_type in (SVG, *PICTURES):
        if media_type in data:
            return _picture(media_type, data[media_type], metadata, plain, info)
    text = str(data.get("text/latex") or plain)
    return TextPart(text) if text.strip() else None


def _picture(media_type: str, content: str, metadata: Mapping[str, Any], plain: str, info: DocumentInfo) -> Part:
    own = metadata.get(media_type)
    named = metadata.get("alt") or (own.get("alt") if isinstance(own, Mapping) else None)
    alt = str(named or (plain if plain and not plain.startswith("<") else "")).strip()
    alt = alt or info.w("Gambar tanpa keterangan")
    if media_type == SVG:
        return PicturePart("svg", content.encode(), alt)
    decoded = _decoded(content)
    return TextPart(alt) if decoded is None else PicturePart(PICTURES[media_type], decoded, alt)


def attachments(cell: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The pictures attached to a Markdown cell: name, file type and bytes."""
    for name, bundle in (cell.get("attachments") or {}).items():
        for media_type, content in bundle.items():
            decoded = _decoded(joined(content)) if media_type in PICTURES else None
            if decoded is not None:
                yield name, (PICTURES[media_type], decoded)


def _decoded(content: str) -> bytes | None:
    try:
        return base64.b64decode(re.sub(r"\s+", "", content), validate=True)
    except (binascii.Error, ValueError):
        return None


# On the page


def html_of(part: MarkdownPart | HtmlPart) -> str:
    """The harmless HTML of Markdown, or of HTML from whoever wrote it."""
    if isinstance(part, HtmlPart):
        return sanitized(part.html)
    from nbconvert.filters.markdown_mistune import (  # noqa: PLC0415 (slow to import)
        IPythonRenderer,
        MarkdownWithMath,
    )

    bundles = {name: {MEDIA_TYPES[kind]: _base64(data)} for name, (kind, data) in part.attachments.items()}
    renderer = IPythonRenderer(escape=False, attachments=bundles, exclude_anchor_links=True)
    return sanitized(str(MarkdownWithMath(renderer=renderer).render(part.source)), keep_classes=True)


def in_scroll_regions(html: str, label: str) -> str:
    """`html` with each table in a region that scrolls by itself and can be reached with the keyboard."""
    start = f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(label)}">'
    return _TABLE.sub(lambda found: f"{start}{_EMPTY_HEAD.sub('<td></td>', found[0])}</div>", html)


def data_url(part: PicturePart) -> str:
    """A picture as a URL that holds it."""
    return f"data:{MEDIA_TYPES[part.kind]};base64,{_base64(part.data)}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


# In Typst


def typst_of(sources: Sequence[str], kind: str) -> list[str]:
    """`sources` ("markdown" or "html") as Typst, in one run of pandoc; raw markup in them is dropped.

    Should one source swallow the mark after it, each is converted by itself.
    """
    if not sources:
        return []
    mark = "ipasn-cell-mark-" + "x" * (1 + max(len(run) for run in re.findall(r"x+|\Z", "\n".join(sources))))
    between = f"\n\n{mark}\n\n" if kind == "markdown" else f"<p>{mark}</p>"
    pieces = re.split(rf"(?m)^\s*// cut {mark}\s*$", _pandoc(between.join(sources), kind))
    if len(pieces) != len(sources):
        pieces = [_pandoc(source, kind) for source in sources]
    return [piece.strip() for piece in pieces]


def _pandoc(text: str, kind: str) -> str:
    import pypandoc  # noqa: PLC0415 (needed only where there is Markdown)

    options = ["--wrap=none", f"--lua-filter={_FILTER}", "--sandbox"]
    return str(pypandoc.convert_text(text, "typst", format=_READERS[kind], extra_args=options))


def width_mm(part: PicturePart) -> float | None:
    """The width of a picture in print; None when its data are not a picture."""
    if part.kind == "svg":
        return _svg_width_mm(part.data)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (needed only where there are pictures)

    try:
        with Image.open(io.BytesIO(part.data)) as picture:
            width = picture.width
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    return float(width) / _PIXELS_PER_INCH * theme.MM_PER_INCH


def _svg_width_mm(data: bytes) -> float | None:
    opening = re.search(rb"<svg\b[^>]*>", data)
    if opening is None:
        return None
    size = re.search(rb"""\swidth=["']([\d.]+)(pt|px)?["']""", opening[0])
    if size is None:
        return theme.CHART_WIDTH_MM
    return float(size[1]) / (72 if size[2] == b"pt" else 96) * theme.MM_PER_INCH
