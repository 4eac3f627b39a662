"""The nbconvert exporter ``ipasn-html``: a notebook as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default
from traitlets.config import Config

from ipasn_analysis.blocks.theme import css_variables, font_directory
from ipasn_analysis.publish.page import page_of
from ipasn_analysis.publish.reading import NOTEBOOK_ONLY, read_document

TEMPLATES = Path(__file__).parent / "templates"


class ReportHTMLExporter(TemplateExporter):
    """Exports a notebook to a single HTML file: offline, light and dark, readable on a telephone and on paper.

    Inputs of code cells are left out, and so are cells tagged "notebook-only". Blocks of a report are taken as they
    were rendered; other HTML is sanitized; errors are shown. No script runs but the page's own, and nothing is fetched.
    """

    export_from_notebook = "HTML (IP ASN)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "report.html.j2"

    @default("template_paths")
    def _template_paths(self, prune: bool = True, root_dirs: list[str] | None = None) -> list[str]:
        return [str(TEMPLATES)]

    @property
    def default_config(self) -> Config:
        """The base class's configuration, with cells tagged "notebook-only" removed."""
        config = Config(
            {
                "Exporter": {"optimistic_validation": True},
                "TagRemovePreprocessor": {"remove_cell_tags": {NOTEBOOK_ONLY}},
            }
        )
        inherited = super().default_config
        inherited.merge(config)
        return inherited

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """The base class's filters, and the notebook as a page."""
        yield from super().default_filters()
        yield "report_page", _page

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.globals["assets"] = assets
        return environment


@cache
def assets() -> dict[str, Markup]:
    """The style sheet and the script of every page, and the policy that lets no other script run."""
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8").strip()
    light, dark = css_variables("light"), css_variables("dark")
    rules = (TEMPLATES / "report.css").read_text(encoding="utf-8").strip()
    palette = (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}"
    )
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    faces = (font_directory() / "faces.css").read_text(encoding="ascii")
    style = "\n".join((faces, palette, rules))
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}


def _page(notebook: Any, name: str = "") -> dict[str, Any]:
    document = read_document(notebook, name)
    page = page_of(document)
    return {
        "info": document.info,
        "remarks": document.remarks,
        "failed": document.failed,
        "contents": page.contents,
        "body": Markup(page.body),
        "say": document.info.w.translate,
    }


def _digest(script: str) -> str:
    """The hash of an inline script as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}"
