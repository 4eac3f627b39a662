"""A document as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst without browser or TeX: the same bytes every time.

Markdown and foreign HTML go through pandoc without raw markup; the compiler sees no file but those of the document, and
fonts of the package alone.
"""

from __future__ import annotations

import datetime
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from ipasn_analysis.blocks.theme import font_directory
from ipasn_analysis.errors import ReportError
from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.glyphs import TEXT_FILES, with_known_glyphs
from ipasn_analysis.publish.typst_document import MAIN, source_of

PDF_STANDARDS = ("ua-1", "a-2a")
_UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_NO_GLYPH = "could not be displayed"


def pdf_of(document: Document) -> bytes:
    """`document` as PDF, on A4; `ReportError` with Typst's own message when it cannot be set."""
    import typst  # noqa: PLC0415 (needed only when something is printed)

    source = source_of(document.printed)
    files = {MAIN: source.text.encode(), **source.files}
    try:
        return _compiled(files, document)
    except typst.TypstError as error:
        if _NO_GLYPH not in error.message and _NO_GLYPH not in error.diagnostic:
            raise ReportError(
                "the PDF of {title!r} could not be set: {why}", title=document.info.title, why=error.message
            ) from error
    try:
        return _compiled({name: with_known_glyphs(name, data) for name, data in files.items()}, document)
    except typst.TypstError as error:
        raise ReportError(
            "the PDF of {title!r} could not be set: {why}", title=document.info.title, why=error.message
        ) from error


def has_typeset() -> bool:
    """Whether this process has threads of Typst; a process forked from it would wait for them for ever."""
    return bool(fonts.cache_info().currsize)


def _compiled(files: dict[str, bytes], document: Document) -> bytes:
    import typst  # noqa: PLC0415 (needed only when something is printed)

    compile_files: Any = typst.compile  # its stub does not know that it takes a dictionary of files
    with tempfile.TemporaryDirectory(prefix="ipasn-typst-") as folder:  # all that the compiler can see of the disk
        texts = {name: data for name, data in files.items() if name.endswith(TEXT_FILES)}
        for name in files.keys() - texts.keys():
            (Path(folder) / name).write_bytes(files[name])
        result = compile_files(
            texts,
            root=folder,
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(PDF_STANDARDS),
            timestamp=_timestamp(document),
            package_path=folder,
            package_cache_path=folder,
        )
    return bytes(result)


def _timestamp(document: Document) -> datetime.datetime:
    """Midnight (UTC) of the cut-off date; a fixed day for a document without one."""
    if not document.info.as_of:
        return _UNDATED
    day = datetime.date.fromisoformat(document.info.as_of)
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


@cache
def fonts() -> Any:
    """The fonts of the package and those within the compiler, searched once in a process."""
    import typst  # noqa: PLC0415 (needed only when something is printed)

    folder = str(font_directory() / "print")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
