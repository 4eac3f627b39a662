"""A document as one HTML file that needs nothing else."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from ipasn_analysis.publish.assets import assets, template
from ipasn_analysis.publish.document import Document
from ipasn_analysis.publish.html_document import page_of
from ipasn_analysis.publish.neighbours import Neighbours

TEMPLATE = "report.html.j2"


def html_of(document: Document, beside: Neighbours | None = None) -> str:
    """`document` as a page, with links to what lies `beside` it."""
    beside = beside or Neighbours()
    page = page_of(document, beside.sheets)
    return template(TEMPLATE).render(
        asset=assets(),
        info=document.info,
        say=document.info.w.translate,
        files=[(ending.upper(), quote(name)) for ending, name in beside.files.items()],
        report=quote(beside.report),
        sheets=[(unit, quote(name)) for unit, name in sorted(beside.sheets.items())],
        remarks=document.remarks,
        failed=document.failed,
        contents=page.contents,
        body=Markup(page.body),
    )
