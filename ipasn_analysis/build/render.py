"""The formats of a report, from its executed notebook and the result in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipasn_analysis.errors import IpasnError, ReportError, first_line
from ipasn_analysis.publish.neighbours import Neighbours
from ipasn_analysis.publish.notebook_reader import RESULT, slides_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ipasn_analysis.publish.exporter import DocumentExporter

HEAD = (
    *("region", "kode", "nama", "tingkat", "tahun", "per_tanggal", "instrumen", "sementara", "bahasa", "data_contoh"),
    *("indeks", "kategori", "target", "pegawai", "dimensi", "perangkat_daerah", "tren", "tren_resmi", "uji_tren"),
    *("perubahan", "menuju_target", "ketahanan", "mutu_data", "provenans"),
)
"""Keys of the result that come first."""


def executed(path: Path) -> NotebookNode:
    """The executed notebook that an earlier build has left."""
    from nbformat import from_dict  # noqa: PLC0415 - slow to import

    notebook: NotebookNode = from_dict(json.loads(path.read_bytes()))
    return notebook


def result_of(notebook: NotebookNode) -> dict[str, Any]:
    """The machine-readable result that the notebook's last cell emitted; `ReportError` when there is none.

    Notebooks are stored with sorted keys: the head comes first again, and tables in the order in which they are shown.
    """
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    found = [output["data"][RESULT] for output in shown if RESULT in output.get("data", {})]
    if not found:
        raise ReportError("the notebook emitted no result; its last cell must be laporan.hasil()")
    result = dict(found[-1])
    order = [output.get("metadata", {}).get("ipasn", {}).get("name") for output in shown]
    tables = result.pop("tabel")
    named = {name: tables[name] for name in dict.fromkeys(order) if name in tables}
    first = {key: result.pop(key) for key in HEAD if key in result}
    return {**first, **result, "tabel": {**named, **tables}}


def rendered(
    name: str, notebook: NotebookNode, result: dict[str, Any], stem: str, beside: Neighbours | None = None
) -> bytes:
    """The content of the file of a format, with links to what lies beside it; `ReportError` when it cannot be made."""
    renderers: dict[str, Callable[[], bytes]] = {
        "html": lambda: _html(notebook, beside),
        "pdf": lambda: _pdf(notebook),
        "xlsx": lambda: _workbook(notebook, result),
        "json": lambda: json_bytes(result),
        "docx": lambda: _word(notebook),
        "pptx": lambda: _presentation(notebook),
    }
    try:
        return renderers[name]()
    except IpasnError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {first_line(error)}"
        raise ReportError("{stem}.{name} could not be made: {reason}", stem=stem, name=name, reason=reason) from error


def _html(notebook: NotebookNode, beside: Neighbours | None) -> bytes:
    from ipasn_analysis.publish.html_exporter import ReportHTMLExporter  # noqa: PLC0415 - only for this format, as below

    return _exported(ReportHTMLExporter, notebook, neighbours=beside)


def _pdf(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.publish.pdf_exporter import ReportPDFExporter  # noqa: PLC0415

    return _exported(ReportPDFExporter, notebook)


def _exported(exporter: type[DocumentExporter], notebook: NotebookNode, **resources: object) -> bytes:
    """The file that an exporter of nbconvert makes; preprocessors are left to who calls it by its name."""
    content, _ = exporter(default_preprocessors=[]).from_notebook_node(notebook, resources)
    return content.encode() if isinstance(content, str) else content


def _workbook(notebook: NotebookNode, result: dict[str, Any]) -> bytes:
    from ipasn_analysis.publish.workbook import workbook  # noqa: PLC0415

    return workbook(result, slides_of(notebook))


def _word(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.publish.docx_exporter import ReportWordExporter  # noqa: PLC0415

    return _exported(ReportWordExporter, notebook)


def _presentation(notebook: NotebookNode) -> bytes:
    from ipasn_analysis.publish.presentation import presentation_of  # noqa: PLC0415

    return presentation_of(notebook)


def json_bytes(result: dict[str, Any]) -> bytes:
    """The result as JSON; a number that is not finite is a fault of the program and raises."""
    return (json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
