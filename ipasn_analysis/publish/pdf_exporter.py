"""The nbconvert exporter ``ipasn-pdf``: a notebook as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst."""

from __future__ import annotations

from typing import Any

from traitlets import default

from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.exporter import DocumentExporter
from ipasn_analysis.publish.pdf_file import pdf_of


class ReportPDFExporter(DocumentExporter):
    """Exports a notebook to PDF without browser or TeX: A4, tagged, archivable, the same bytes every time."""

    export_from_notebook = "PDF (IP ASN)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def made(self, document: Document, resources: dict[str, Any]) -> bytes:
        """The PDF; `ReportError` when Typst cannot set it."""
        return pdf_of(document)
