"""The nbconvert exporter ``ipasn-docx``: a notebook as a Word file that can be edited and pasted from."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from traitlets import default

from ipasn_analysis.publish.notebook_reader import read_document
from ipasn_analysis.publish.word import word_of


class ReportWordExporter(Exporter):
    """Exports a notebook to Word (.docx): real headings and tables, numbered captions, pictures with alternative text.

    Inputs of code cells are left out, and so are cells tagged "notebook-only".
    """

    export_from_notebook = "Word (IP ASN)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    optimistic_validation = True

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The Word file of `nb` and nbconvert's resources."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        resources["output_extension"] = ".docx"
        return word_of(read_document(notebook, resources.get("metadata", {}).get("name", ""))), resources
