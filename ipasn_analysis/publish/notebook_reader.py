"""A notebook read as a document: its title, what its result says about it, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ipasn_analysis.blocks.display import HTML, METADATA_KEY, SVG, TYPST, chart_from_output
from ipasn_analysis.blocks.slides import SLIDES, Slide, from_json
from ipasn_analysis.publish.document import (
    BlockPart,
    ChartPart,
    Document,
    DocumentInfo,
    ErrorPart,
    HtmlPart,
    MarkdownPart,
    Part,
    TextPart,
)
from ipasn_analysis.publish.foreign import attachments, joined, output_part, without_terminal_codes
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.writer import Writer

NOTEBOOK_ONLY = "notebook-only"
RESULT = "application/vnd.ipasn+json"
_PAPERMILL_MARK = "papermill-error-cell-tag"
_FIRST_TITLE = re.compile(r"\A\s*#\s+(?P<title>[^\n]+?)\s*#*\s*(?:\n|\Z)")

Node = Mapping[str, Any]
"""A part of a notebook: its JSON, as nbformat gives it."""


def read_document(notebook: Node, name: str = "") -> Document:
    """`notebook` (nbformat 4) as a document; `name` is its title where it has none.

    Cells tagged "notebook-only" and papermill's own error marks are left out. The first heading of the first Markdown
    cell is the title of a document that is no report, and is not repeated in its text.
    """
    left_out = {NOTEBOOK_ONLY, _PAPERMILL_MARK}
    cells = [cell for cell in notebook["cells"] if left_out.isdisjoint(cell.get("metadata", {}).get("tags", ()))]
    title, cells = _split_title(cells)
    info = _document_info(notebook, title or name)
    return Document(info, tuple(part for cell in cells for part in _parts(cell, info)))


def slides_of(notebook: Node) -> tuple[Slide, ...]:
    """The slides that a report's notebook holds; none where it has none."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    found = [output["data"][SLIDES] for output in outputs if SLIDES in output.get("data", {})]
    return from_json(found[-1]) if found else ()


def _document_info(notebook: Node, title: str) -> DocumentInfo:
    result = _result(notebook)
    parameters = notebook.get("metadata", {}).get("papermill", {}).get("parameters") or {}
    language = result.get("bahasa") or parameters.get("language")
    w = Writer(language if language in LANGUAGES else "id")
    region_name, year = str(result.get("nama") or ""), result.get("tahun")
    if region_name:
        title = w("Indeks Profesionalitas ASN") + f" {region_name}" + (f" {year}" if year else "")
    unit = result.get("perangkat_daerah")
    unit = unit if isinstance(unit, str) else ""
    return DocumentInfo(
        unit=unit,
        title=unit or title or w("Tanpa judul"),
        w=w,
        region_name=region_name,
        year=year,
        as_of=result.get("per_tanggal"),
        sample=bool(result.get("data_contoh")),
        confidential=result.get("edisi") == "internal",
        is_report=bool(result),
        with_appendix=parameters.get("appendix") is True,
    )


def _result(notebook: Node) -> Node:
    """The machine-readable result of the report among the outputs; empty in another notebook."""
    for cell in reversed(notebook["cells"]):
        for output in cell.get("outputs", ()):
            result = output.get("data", {}).get(RESULT)
            if isinstance(result, Mapping):
                return result
    return {}


def _split_title(cells: list[Node]) -> tuple[str, list[Node]]:
    """The title that the first Markdown cell begins with, and the cells without it."""
    for index, cell in enumerate(cells):
        if cell["cell_type"] != "markdown":
            continue
        found = _FIRST_TITLE.match(joined(cell["source"]))
        if not found:
            break
        rest = {**cell, "source": joined(cell["source"])[found.end() :]}
        return _without_marks(found["title"]), [*cells[:index], rest, *cells[index + 1 :]]
    return "", cells


def _without_marks(markdown: str) -> str:
    return re.sub(r"[*`]|\\(?=\W)", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)).strip()


def _parts(cell: Node, info: DocumentInfo) -> Iterator[Part]:
    source = joined(cell["source"])
    if cell["cell_type"] == "markdown" and source.strip():
        yield MarkdownPart(source, dict(attachments(cell)))
    elif cell["cell_type"] == "raw" and cell.get("metadata", {}).get("raw_mimetype") == HTML:
        yield HtmlPart(source, "")
    for output in cell.get("outputs", ()):
        part = _output_part(output, cell, info)
        if part is not None:
            yield part


def _output_part(output: Node, cell: Node, info: DocumentInfo) -> Part | None:
    if output["output_type"] == "error":
        trace = without_terminal_codes("\n".join(output.get("traceback", ())))
        return ErrorPart(output.get("ename", ""), output.get("evalue", ""), trace, cell.get("execution_count"))
    if output["output_type"] == "stream":
        text = without_terminal_codes(joined(output["text"]))
        is_shown = text.strip() and not (info.is_report and output.get("name") == "stderr")
        return TextPart(text) if is_shown else None
    data = {kind: joined(value) for kind, value in output.get("data", {}).items()}
    if RESULT in data:
        return None
    return _block_part(data, output.get("metadata", {})) or output_part(data, output.get("metadata", {}), info)


def _block_part(data: Node, metadata: Node) -> Part | None:
    """A block of a report, which says so in the metadata of its output."""
    described = metadata.get(METADATA_KEY)
    if not isinstance(described, Mapping):
        return None
    if described.get("kind") == "chart" and SVG in data and described.get("alt"):
        return ChartPart(chart_from_output(data[SVG], dict(described)))
    return BlockPart(data[HTML], data[TYPST], described) if HTML in data and TYPST in data else None
