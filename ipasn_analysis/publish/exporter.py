"""What the nbconvert exporters of the package share: a notebook is read as a document, and a file made of that."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter

from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.notebook_reader import read_document


class DocumentExporter(Exporter):
    """Exports a notebook as a document, without the inputs of code cells and cells tagged "notebook-only"."""

    optimistic_validation = True

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """The content of the file of `nb` and nbconvert's resources.

        The notebook is copied for preprocessors alone, which may change it.
        """
        if self._preprocessors:
            nb, resources = super().from_notebook_node(nb, resources, **kw)
        resources = self._init_resources(resources)
        document = read_document(nb, resources["metadata"]["name"])
        return self.made(document, resources), resources

    def made(self, document: Document, resources: dict[str, Any]) -> str | bytes:
        """The content of the file of a document."""
        raise NotImplementedError
