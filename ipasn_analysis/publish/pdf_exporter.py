"""The nbconvert exporter ``ipasn-pdf``: a notebook as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst."""

from __future__ import annotations

import datetime
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from traitlets import default

from ipasn_analysis.blocks.theme import font_directory
from ipasn_analysis.errors import ReportError
from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.glyphs import TEXT_FILES, with_known_glyphs
from ipasn_analysis.publish.notebook_reader import read_document
from ipasn_analysis.publish.typst_document import MAIN, source_of

PDF_STANDARDS = ("ua-1", "a-2a")
_UNDATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_NO_GLYPH = "could not be displayed"


class ReportPDFExporter(Exporter):
    """Exports a notebook to PDF without browser or TeX: A4, tagged, archivable, the same bytes every time.

    Inputs of code cells are left out, and so are cells tagged "notebook-only". Markdown and foreign HTML go through
    pandoc without raw markup; the compiler sees no file but those of the document, and fonts of the package alone.
    """

    export_from_notebook = "PDF (IP ASN)"
    output_mimetype = "application/pdf"
    optimistic_validation = True

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF of `nb` and nbconvert's resources.

        Raises
        ------
        ReportError
            When Typst cannot set the document; the message is Typst's own.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = ".pdf"
        document = read_document(notebook, resources.get("metadata", {}).get("name", ""))
        return pdf_of(document), resources


def pdf_of(document: Document) -> bytes:
    """`document` as PDF."""
    import typst  # noqa: PLC0415 (needed only when something is printed)

    source = source_of(document)
    files = {MAIN: source.text.encode(), **source.files}
    try:
        return _compiled(files, document)
    except typst.TypstError as error:
        if _NO_GLYPH not in error.message and _NO_GLYPH not in error.diagnostic:
            raise ReportError(f"the PDF of {document.info.title!r} could not be set: {error.message}") from error
    try:
        return _compiled({name: with_known_glyphs(name, data) for name, data in files.items()}, document)
    except typst.TypstError as error:
        raise ReportError(f"the PDF of {document.info.title!r} could not be set: {error.message}") from error


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
