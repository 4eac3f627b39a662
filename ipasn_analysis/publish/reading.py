"""A notebook read as a document: its title, what its metadata or its result say about it, and what it shows."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ipasn_analysis.blocks.display import HTML, METADATA_KEY, PLAIN, SVG, TYPST, chart_from_output
from ipasn_analysis.publish.document import (
    BlockPart,
    ChartPart,
    Document,
    DocumentInfo,
    ErrorPart,
    HtmlPart,
    MarkdownPart,
    Part,
    PicturePart,
    TextPart,
)
from ipasn_analysis.writing.locale import LANGUAGES, Language
from ipasn_analysis.writing.writer import Writer

NOTEBOOK_ONLY = "notebook-only"
RESULT = "application/vnd.ipasn+json"
PAPERMILL_MARK = "papermill-error-cell-tag"
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_FIRST_TITLE = re.compile(r"\A\s*#\s+(?P<title>[^\n]+?)\s*#*\s*(?:\n|\Z)")


def read_document(notebook: Mapping[str, Any], name: str = "") -> Document:
    """`notebook` (nbformat 4) as a document; `name` is its title where it has none.

    Cells tagged "notebook-only" and papermill's own error marks are left out. The first heading of the first Markdown
    cell is the title of a document that has no other, and is not repeated in its text.
    """
    cells = [cell for cell in notebook["cells"] if not {NOTEBOOK_ONLY, PAPERMILL_MARK} & set(_tags(cell))]
    title, cells = _split_title(cells)
    info = _document_info(notebook, title or name)
    return Document(info, tuple(part for cell in cells for part in _parts(cell, info)))


def _document_info(notebook: Mapping[str, Any], title: str) -> DocumentInfo:
    described = notebook.get("metadata", {}).get(METADATA_KEY)
    result = _result(notebook)
    if not isinstance(described, Mapping):
        described = _from_result(result) if result else {}
    language = described.get("language") or _parameters(notebook).get("language")
    w = Writer(language if language in LANGUAGES else _default_language())
    kicker = w("Laporan") if described else ""
    if not described.get("title") and described.get("region_name"):
        year = described.get("year")
        title = w("Indeks Profesionalitas ASN") + f" {described['region_name']}" + (f" {year}" if year else "")
    return DocumentInfo(
        title=str(described.get("title") or title or w("Tanpa judul")),
        w=w,
        subtitle=str(described.get("subtitle") or ""),
        kicker=str(described.get("kicker") or kicker),
        region=str(described.get("region") or ""),
        region_name=str(described.get("region_name") or ""),
        year=described.get("year"),
        as_of=described.get("as_of"),
        sample=bool(described.get("sample")),
        provisional=described.get("provisional"),
        footer=str(described.get("footer") or ""),
        author=str(described.get("author") or ""),
        is_report=bool(described),
    )


def _default_language() -> Language:
    return "id"


def _from_result(result: Mapping[str, Any]) -> dict[str, Any]:
    keys = {"region": "region", "region_name": "nama", "year": "tahun", "as_of": "per_tanggal"}
    keys |= {"language": "bahasa", "sample": "data_contoh"}
    return {ours: result.get(theirs) for ours, theirs in keys.items()}


def _result(notebook: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The machine-readable result of the report among the outputs, if there is one."""
    for cell in reversed(notebook["cells"]):
        for output in cell.get("outputs", ()):
            result = output.get("data", {}).get(RESULT)
            if isinstance(result, Mapping):
                return result
    return None


def _parameters(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    return notebook.get("metadata", {}).get("papermill", {}).get("parameters", {}) or {}


def _split_title(cells: list[Any]) -> tuple[str, list[Any]]:
    """The title that the first Markdown cell begins with, and the cells without it."""
    for position, cell in enumerate(cells):
        if cell["cell_type"] != "markdown":
            continue
        found = _FIRST_TITLE.match(_joined(cell["source"]))
        if not found:
            break
        rest = {**cell, "source": _joined(cell["source"])[found.end() :]}
        return _without_marks(found["title"]), [*cells[:position], rest, *cells[position + 1 :]]
    return "", cells


def _without_marks(markdown: str) -> str:
    return re.sub(r"[*`]|\\(?=\W)", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)).strip()


def _parts(cell: Mapping[str, Any], info: DocumentInfo) -> Iterator[Part]:
    source = _joined(cell["source"])
    if cell["cell_type"] == "markdown" and source.strip():
        yield MarkdownPart(source, dict(_attachments(cell)))
    elif cell["cell_type"] == "raw" and cell.get("metadata", {}).get("raw_mimetype") == HTML:
        yield HtmlPart(source, "")
    for output in cell.get("outputs", ()):
        part = _output_part(output, cell, info)
        if part is not None:
            yield part


def _output_part(output: Mapping[str, Any], cell: Mapping[str, Any], info: DocumentInfo) -> Part | None:
    if output["output_type"] == "error":
        trace = _plain_terminal("\n".join(output.get("traceback", ())))
        return ErrorPart(output.get("ename", ""), output.get("evalue", ""), trace, cell.get("execution_count"))
    if output["output_type"] == "stream":
        text = _plain_terminal(_joined(output["text"]))
        shown = text.strip() and not (info.is_report and output.get("name") == "stderr")
        return TextPart(text) if shown else None
    data = {kind: _joined(value) for kind, value in output.get("data", {}).items()}
    return None if RESULT in data else _data_part(data, output.get("metadata", {}), info)


def _data_part(data: Mapping[str, Any], metadata: Mapping[str, Any], info: DocumentInfo) -> Part | None:
    described = metadata.get(METADATA_KEY)
    if isinstance(described, Mapping) and described.get("kind") == "chart" and SVG in data and described.get("alt"):
        return ChartPart(chart_from_output(data[SVG], dict(described)))
    if isinstance(described, Mapping) and HTML in data and TYPST in data:
        return BlockPart(data[HTML], data[TYPST], described)
    plain = _plain_terminal(str(data.get(PLAIN, "")))
    if HTML in data:
        return HtmlPart(data[HTML], plain)
    if "text/markdown" in data:
        return MarkdownPart(data["text/markdown"])
    for kind in (SVG, *PICTURES):
        if kind in data:
            return _picture(kind, data[kind], metadata, plain, info)
    text = str(data.get("text/latex") or plain)
    return TextPart(text) if text.strip() else None


def _picture(kind: str, content: str, metadata: Mapping[str, Any], plain: str, info: DocumentInfo) -> Part:
    own = metadata.get(kind)
    named = metadata.get("alt") or (own.get("alt") if isinstance(own, Mapping) else None)
    alt = str(named or (plain if plain and not plain.startswith("<") else "")).strip()
    alt = alt or info.w("Gambar tanpa keterangan")
    if kind == SVG:
        return PicturePart("svg", content.encode(), alt)
    decoded = _decoded(content)
    return TextPart(alt) if decoded is None else PicturePart(PICTURES[kind], decoded, alt)


def _attachments(cell: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for name, bundle in (cell.get("attachments") or {}).items():
        for kind, content in bundle.items():
            decoded = _decoded(_joined(content)) if kind in PICTURES else None
            if decoded is not None:
                yield name, (PICTURES[kind], decoded)


def _decoded(content: str) -> bytes | None:
    try:
        return base64.b64decode(re.sub(r"\s+", "", content), validate=True)
    except (binascii.Error, ValueError):
        return None


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _joined(value: Any) -> Any:
    return "".join(value) if isinstance(value, list) else value


def _plain_terminal(text: str) -> str:
    return _ANSI.sub("", text)
