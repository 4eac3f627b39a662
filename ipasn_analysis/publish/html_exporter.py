"""The nbconvert exporter ``ipasn-html``: a notebook as one HTML file that needs nothing else."""

from __future__ import annotations

from typing import Any

from traitlets import default

from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.exporter import DocumentExporter
from ipasn_analysis.publish.html_file import html_of


class ReportHTMLExporter(DocumentExporter):
    """Exports a notebook to a single HTML file: offline, light and dark, readable on a telephone and on paper.

    Blocks of a report are taken as they were rendered; other HTML is sanitized; errors are shown. No script runs but
    the page's own, and nothing is fetched.
    """

    export_from_notebook = "HTML (IP ASN)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def made(self, document: Document, resources: dict[str, Any]) -> str:
        """The page; `resources` may say what lies beside it (``neighbours``)."""
        return html_of(document, resources.get("neighbours"))
