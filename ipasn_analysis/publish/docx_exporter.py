"""The nbconvert exporter ``ipasn-docx``: a notebook as a Word file that can be edited and pasted from."""

from __future__ import annotations

from typing import Any

from traitlets import default

from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.exporter import DocumentExporter
from ipasn_analysis.publish.word import word_of


class ReportWordExporter(DocumentExporter):
    """Exports a notebook to Word (.docx): real headings, tables, numbered captions, pictures with alternative text."""

    export_from_notebook = "Word (IP ASN)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def made(self, document: Document, resources: dict[str, Any]) -> bytes:
        """The Word file."""
        return word_of(document.printed)
