"""JupyterLab in Chromium, as `make explore` opens it: open explore.ipynb, run all cells, see no error.

Its first three questions and its last section: tables, charts and a whole section, as all the others are. That every
cell runs is asked without a browser (tests/test_explore.py).
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parent.parent.parent
NOTEBOOK = "explore.ipynb"
START_SECONDS, RUN_SECONDS = 60, 120
TRACKER = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"


@pytest.fixture
def desk(both_tracks: Path, tmp_path: Path) -> Path:
    """A folder with the notebook, its parameters set to a small government of the sample."""
    notebook = json.loads((ROOT / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", []))
    own = f'region = "tapin"\nyear = 2025\ndata = {str(both_tracks)!r}'
    cell["source"] = "".join(cell["source"]) + f"\n{own}"
    fourth = next(at for at, one in enumerate(notebook["cells"]) if "".join(one["source"]).startswith("## 4."))
    notebook["cells"] = [*notebook["cells"][:fourth], notebook["cells"][-1]]
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@pytest.fixture
def laboratory(desk: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab of its own, with settings of its own; stopped afterwards."""
    settings = tmp_path / "settings"
    (settings / TRACKER).parent.mkdir(parents=True)
    (settings / TRACKER).write_text('{"windowingMode": "none"}', encoding="utf-8")  # every cell stands in the page
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(settings), "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")}
    own |= {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))}
    options = [f"--port={port}", "--ServerApp.port_retries=0", "--no-browser", "--allow-root"]
    options += ["--IdentityProvider.token=test", f"--ServerApp.root_dir={desk}", "--LabApp.news_url="]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options], env=os.environ | own, stdout=log, stderr=log, cwd=desk
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", server, tmp_path / "server.log")
            yield f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK}?token=test"
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(20)
            if server.poll() is None:
                server.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


RUN_OR_FAILED = """() => {
    if (document.querySelector('[data-mime-type="application/vnd.jupyter.error"]')) return true;
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.textContent);
    return prompts.length > 10 && prompts.every(text => /^\\[\\d+\\]:$/.test(text));
}"""
ERRORS = """() => [...document.querySelectorAll(
    '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]'
)].map(output => output.textContent)"""


def test_the_notebook_runs_in_jupyterlab(laboratory: str, desk: Path, chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(START_SECONDS * 1000)
    page.goto(laboratory)
    page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(RUN_OR_FAILED, timeout=RUN_SECONDS * 1000)
    assert page.evaluate(ERRORS) == []
    assert page.locator(".jp-OutputArea-output img").count() >= 4
    assert page.locator(".jp-OutputArea-output table.dataframe").count() >= 3
    assert page.get_by_text("Kabupaten Tapin").count() > 0
    page.keyboard.press("Control+s")
    _saved(desk / NOTEBOOK)


def _saved(path: Path) -> None:
    """The notebook on disk has every cell run, in order."""
    end = time.monotonic() + 20
    counts: list[int | None] = []
    while time.monotonic() < end:
        cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        counts = [cell["execution_count"] for cell in cells]
        if all(counts):
            break
        time.sleep(0.3)
    assert counts == list(range(1, len(counts) + 1))
