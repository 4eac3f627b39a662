"""notebooks/explore.ipynb runs from top to bottom, answers ten questions, and holds calls and prose alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import papermill
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"

import notebooks_without_outputs as stored  # noqa: E402


def cells(kind: str) -> list[dict[str, Any]]:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.fixture(scope="module")
def executed(both_tracks: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook after a run on the sample of a small government."""
    out = tmp_path_factory.mktemp("explore") / "explore.ipynb"
    notebook = papermill.execute_notebook(
        NOTEBOOK,
        out,
        parameters={"region": "tapin", "year": 2025, "data": str(both_tracks)},
        engine_name="ipasn-fork",  # a kernel of its own would import all anew; JupyterLab has one (tests/browser)
        progress_bar=False,
        execution_timeout=240,
        cwd=ROOT / "notebooks",
    )
    return notebook


def test_it_runs_from_top_to_bottom(executed: Any) -> None:
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    kinds = [output.output_type for cell in code for output in cell.outputs]
    assert "error" not in kinds and "stream" not in kinds


def test_every_question_is_answered_by_words_tables_or_charts(executed: Any) -> None:
    question, shown = "", {}
    for cell in executed.cells:
        found = re.search(r"^## (\d+)\. (.+\?)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            question = found[1]
            shown[question] = set()
        elif question and cell.cell_type == "code":
            shown[question] |= {kind for output in cell.outputs for kind in output.get("data", {})}
    assert list(shown) == [str(number) for number in range(1, 11)]
    assert all("text/html" in kinds for kinds in shown.values())
    assert sum("image/png" in kinds for kinds in shown.values()) >= 7


def test_the_answers_are_those_of_the_report(executed: Any) -> None:
    import ipasn_analysis as ipasn

    region, year, data = "tapin", 2025, executed.metadata.papermill.parameters["data"]
    index = ipasn.report(region, year, data=data).w.number(ipasn.scores(region, year, data=data)["indeks"].mean())
    first = next(cell for cell in executed.cells if cell.source.startswith('ipasn.answer(laporan, "ringkasan")'))
    assert any(index in output.data["text/plain"] for output in first.outputs)


def test_the_plan_and_the_words_on_it_come_from_one_call(executed: Any) -> None:
    sources = [cell.source for cell in executed.cells if cell.cell_type == "code"]
    assert not any('answer(laporan, "menuju_target")' in source for source in sources)
    assert not any(re.search(r"ipasn\.plan\(skor(, target)?\)", source) for source in sources)
    shown = next(cell for cell in executed.cells if cell.source == "laporan.menuju_target()").outputs
    html = "".join(output.data.get("text/html", "") for output in shown)
    assert "<p>Target 2025" in html


def test_cells_are_short_and_stored_without_outputs() -> None:
    assert stored.faults(json.loads(NOTEBOOK.read_text(encoding="utf-8"))) == []
    assert max(len("".join(cell["source"]).splitlines()) for cell in cells("code")) <= 5
    prose = " ".join("".join(cell["source"]) for cell in cells("markdown"))
    assert not re.search(r"\b\d+,\d+ poin", prose)  # figures come from the data, never from the stored prose


def test_stored_outputs_are_found_and_cleared() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    dirty = json.loads(json.dumps(notebook))
    cell = next(cell for cell in dirty["cells"] if cell["cell_type"] == "code")
    cell["execution_count"], cell["metadata"]["collapsed"] = 3, True
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    assert len(stored.faults(dirty)) == 3
    assert stored.cleared(dirty) == notebook
