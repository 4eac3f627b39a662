"""The nbconvert exporter ``ipasn-html``: a notebook as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from ipasn_analysis.publish.assets import TEMPLATES, assets
from ipasn_analysis.publish.html_document import page_of
from ipasn_analysis.publish.neighbours import Neighbours
from ipasn_analysis.publish.notebook_reader import read_document


class ReportHTMLExporter(TemplateExporter):
    """Exports a notebook to a single HTML file: offline, light and dark, readable on a telephone and on paper.

    Inputs of code cells are left out, and so are cells tagged "notebook-only". Blocks of a report are taken as they
    were rendered; other HTML is sanitized; errors are shown. No script runs but the page's own, and nothing is fetched.
    """

    export_from_notebook = "HTML (IP ASN)"
    output_mimetype = "text/html"
    optimistic_validation = True

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "report.html.j2"

    @default("template_paths")
    def _template_paths(self, prune: bool = True, root_dirs: list[str] | None = None) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """The base class's filters, and the notebook as a page."""
        yield from super().default_filters()
        yield "report_page", _page

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        environment.globals["assets"] = assets
        return environment


def _page(notebook: Any, name: str = "", beside: Neighbours | None = None) -> dict[str, Any]:
    """What the template asks for; links lead to what lies `beside` the page."""
    beside = beside or Neighbours()
    document = read_document(notebook, name)
    page = page_of(document, beside.sheets)
    return {
        "info": document.info,
        "files": [(ending.upper(), quote(name)) for ending, name in beside.files.items()],
        "report": quote(beside.report),
        "sheets": [(unit, quote(name)) for unit, name in sorted(beside.sheets.items())],
        "remarks": document.remarks,
        "failed": document.failed,
        "contents": page.contents,
        "body": Markup(page.body),
        "say": document.info.w.translate,
    }
