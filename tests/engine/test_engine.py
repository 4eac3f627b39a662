"""Notebooks in forked processes: the outputs of stock papermill, nothing shared, an end to every way of failing."""

import io
import itertools
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import papermill
import pytest
from pyarrow import csv as arrow_csv
from support.notebooks import KERNEL, SCRIPTS, write

from ipasn_analysis.build.preload import preload
from ipasn_analysis.engine import client, process, run
from ipasn_analysis.engine.engine import NAME
from ipasn_analysis.errors import ReportError, UsageError

MARKER = "papermill-error-cell-tag"
PATIENCE = 240.0
"""Seconds after which what does not happen will not."""


@pytest.fixture(scope="module", autouse=True)
def warm():
    assert process.reason_against_fork() is None, (
        "a test before these left a thread behind; this folder comes first for that"
    )
    preload()


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    """A folder with the notebooks of `SCRIPTS`."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name in SCRIPTS:
        write(name, folder)
    return folder


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    """After each test: no child process, dead or alive, and the same working directory."""
    before = Path.cwd()
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert Path.cwd() == before


def book(path: Path, *cells: str) -> Path:
    """A notebook of code cells; the first is the parameters cell."""
    notebook = nbformat.v4.new_notebook(metadata=KERNEL)
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)
    return path


def execute(source: Path, target: Path, name: str = NAME, **options):
    """What `papermill.execute_notebook` wrote, and the error it raised."""
    try:
        papermill.execute_notebook(source, target, engine_name=name, progress_bar=False, **options)
    except papermill.PapermillExecutionError as error:
        return nbformat.read(target, 4), error
    return nbformat.read(target, 4), None


FROM_PROGRAM = "from a program\n"


def outcome(cell):
    """All of a cell that an engine makes, without times; adjacent pieces of one stream are one, as readers see them."""
    outputs = []
    for output in cell.get("outputs", []):
        last = outputs[-1] if outputs else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            outputs.append(dict(output))
    status = {key: cell.metadata.get("papermill", {}).get(key) for key in ("status", "exception")}
    return cell.cell_type, cell.source, cell.metadata.get("tags"), cell.get("execution_count"), status, outputs


def settled(found):
    """An outcome with what a program printed at the end: stock kernels read it in a thread of their own, some time."""
    *head, outputs = found
    printed = [output for output in outputs if FROM_PROGRAM in output.get("text", "")]
    if not printed:
        return found
    whole = "".join(output["text"] for output in outputs if output.get("name") == "stdout").replace(FROM_PROGRAM, "")
    return (*head, [output for output in outputs if output.get("name") != "stdout"], whole + FROM_PROGRAM)


def texts(notebook, name: str = "stdout") -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream" and output.name == name)


def bundles(notebook, mime: str) -> list:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["data"][mime] for output in outputs if mime in output.get("data", {})]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition) -> bool:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


# --- the same as stock papermill -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["outputs", "figures", "broken", "sysexit0"])
def test_outputs_equal_those_of_stock_papermill(notebooks, name, tmp_path, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # under which a kernel does not capture what programs write
    notebook = nbformat.read(notebooks / f"{name}.ipynb", 4)
    if name == "outputs":
        tags = {"tags": ["raises-exception"]}
        notebook.cells.append(nbformat.v4.new_code_cell("this is no Python", metadata=tags))
        notebook.cells.append(nbformat.v4.new_code_cell("'after a syntax error'"))
    source = tmp_path / f"{name}.ipynb"
    nbformat.write(notebook, source)
    ours, error = execute(source, tmp_path / "ours.ipynb", parameters={"year": 2024} if name == "broken" else None)
    stock, expected = execute(
        source, tmp_path / "stock.ipynb", "nbclient", parameters={"year": 2024} if name == "broken" else None
    )
    for mine, other in zip(ours.cells, stock.cells, strict=True):
        assert settled(outcome(mine)) == settled(outcome(other))
    assert str(error) == str(expected)
    for recorded in (ours.metadata.papermill, stock.metadata.papermill):
        for key in run.VOLATILE:
            recorded.pop(key)
    assert ours.metadata == stock.metadata


def test_the_fixtures_hold_what_their_comparison_is_for():
    for feature in (
        "text/vnd.typst",
        "vnd.ipasn+json",
        "image/svg+xml",
        "clear_output(wait=True)",
        "display_id",
        "await",
    ):
        assert feature in SCRIPTS["outputs"]


def test_explicit_flushes_make_outputs_of_their_own_and_the_clock_does_not(tmp_path):
    source = book(tmp_path / "in.ipynb", "import time\nprint(1, flush=True)\nprint(2)\ntime.sleep(0.3)\nprint(3)")
    notebook, _ = execute(source, tmp_path / "out.ipynb")
    assert [output.text for output in notebook.cells[0].outputs] == ["1\n", "2\n3\n"]


def test_output_of_replaced_streams_and_of_forked_workers_arrives(tmp_path):
    source = book(
        tmp_path / "in.ipynb",
        "import io, multiprocessing, sys\nkept, sys.stdout = sys.stdout, io.StringIO()\nprint(1)",
        "kept.write('kept\\n')\nsys.__stdout__.write('python\\'s own\\n')\nsys.stdout = kept;",
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n    found = pool.map(print, ['a', 'b'])\nfound",
    )
    notebook, error = execute(source, tmp_path / "out.ipynb")
    assert error is None
    replaced, workers = texts(notebook).split("python's own\n")
    assert replaced == "kept\n"
    assert sorted(workers) == ["\n", "\n", "a", "b"]  # in any order: they write at once
    assert bundles(notebook, "text/plain") == ["[None, None]"]


def test_papermill_on_the_command_line_with_its_progress_bar(notebooks, tmp_path):
    target = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", NAME]
    arguments = [str(notebooks / "unseeded.ipynb"), str(target), "-p", "region", "tapin"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert "instead of" not in done.stderr  # the bar's thread is no reason to fall back
    assert "Executing" in done.stderr
    assert nbformat.read(target, 4).metadata.papermill.parameters == {"region": "tapin"}


@pytest.mark.parametrize("first", ["papermill", "ipasn_analysis.engine.engine", "ipasn_analysis.engine.client"])
def test_the_engine_is_found_whatever_is_imported_first(first):
    code = (
        f"import {first}, papermill.engines, ipasn_analysis.engine.engine as engine;"
        "assert papermill.engines.papermill_engines.get_engine('ipasn-fork') is engine.ForkEngine;"
        "import sys; assert not {'IPython', 'pandas', 'matplotlib'} & set(sys.modules);"
        "from ipasn_analysis.engine.client import ForkEngine;"
        "assert engine.ForkEngine.execute_notebook == ForkEngine.execute_notebook"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)


# --- running reports -------------------------------------------------------------------------------------------------


def test_run_notebook_writes_the_executed_notebook_with_its_parameters(notebooks, tmp_path):
    seen = []
    target = tmp_path / "sub" / "out.ipynb"
    progress = lambda done, total: seen.append((done, total))  # noqa: E731
    returned = run.run_notebook(notebooks / "state.ipynb", target, {"region": "tapin"}, progress=progress)
    written = nbformat.read(target, 4)
    assert written == returned
    assert written.metadata.papermill.parameters == {"region": "tapin"}
    assert bundles(written, "text/plain")[0] == "tapin"
    assert seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert [path.name for path in target.parent.iterdir()] == ["out.ipynb"]


def test_an_unknown_parameter_is_refused_with_the_nearest_before_anything_runs(notebooks, tmp_path):
    with pytest.raises(UsageError, match=r"unknown parameter 'regoin'; did you mean 'region'\?"):
        run.run_notebook(notebooks / "twins.ipynb", tmp_path / "out.ipynb", {"regoin": "x"})
    with pytest.raises(UsageError, match="unknown parameter 'region'"):
        run.run_notebook(notebooks / "no_parameters.ipynb", tmp_path / "out.ipynb", {"region": "x"})
    with pytest.raises(UsageError, match=r"no notebook .*gone\.ipynb"):
        run.run_notebook(tmp_path / "gone.ipynb", tmp_path / "out.ipynb", {})
    with pytest.raises(UsageError, match="no folder"):
        run.run_notebook(notebooks / "twins.ipynb", tmp_path / "out.ipynb", {}, cwd=tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_notebook_is_kept_with_a_link_to_the_cell_and_the_former_one_stays(notebooks, tmp_path, capfd):
    target = tmp_path / "out.ipynb"
    target.write_text("the last good one")
    with pytest.raises(ReportError) as caught:
        run.run_notebook(notebooks / "broken.ipynb", target, {"region": "tapin"})
    kept = tmp_path / "out.failed.ipynb"
    assert str(caught.value) == (
        f"broken.ipynb: cell 5 (In [4]) failed: ValueError: the index is; the notebook up to there is {kept}"
    )
    assert target.read_text() == "the last good one"
    notebook = nbformat.read(kept, 4)
    marked = [place for place, cell in enumerate(notebook.cells) if MARKER in cell.metadata.get("tags", [])]
    assert marked == [0, 5]
    assert '<a href="#papermill-error-cell">In [4]</a>' in notebook.cells[0].source
    assert texts(notebook) == "fine tapin\nlast words\n"
    assert notebook.cells[-1].metadata.papermill.status == "pending"
    assert capfd.readouterr() == ("", "")


def test_a_good_run_takes_the_failed_notebook_of_the_last_away(notebooks, tmp_path):
    run.failed_path(tmp_path / "out.ipynb").write_text("of yesterday")
    run.run_notebook(notebooks / "no_parameters.ipynb", tmp_path / "out.ipynb", {})
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"]


def test_two_runs_give_the_same_bytes(notebooks, tmp_path):
    for name in ("one.ipynb", "two.ipynb"):
        run.run_notebook(notebooks / "unseeded.ipynb", tmp_path / name, {"region": "tapin"})
        with pytest.raises(ReportError):
            run.run_notebook(notebooks / "broken.ipynb", tmp_path / f"broken-{name}", {"region": "tapin"})
    assert (tmp_path / "one.ipynb").read_bytes() == (tmp_path / "two.ipynb").read_bytes()
    broken = [(tmp_path / f"broken-{name}.failed.ipynb").read_bytes() for name in ("one", "two")]
    assert broken[0] == broken[1]
    assert str(tmp_path).encode() not in broken[0]
    notebook = nbformat.read(tmp_path / "one.ipynb", 4)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == ["unseeded-0", "injected-parameters-1", "unseeded-1"]


def test_strip_volatile_keeps_what_matters_and_its_argument():
    notebook = nbformat.v4.new_notebook(
        metadata={"papermill": {"duration": 1.5, "parameters": {"a": 1}, "exception": None}}
    )
    notebook.cells = [nbformat.v4.new_code_cell("1"), nbformat.v4.new_code_cell("2")]
    for cell in notebook.cells:
        cell.metadata["papermill"] = {"duration": 1.0, "start_time": "t", "status": "completed", "exception": False}
        cell.metadata["execution"] = {"iopub.status.busy": "t"}
    source = nbformat.v4.new_notebook(cells=[notebook.cells[1]])
    stripped = run.strip_volatile(notebook, source)
    assert stripped.metadata.papermill == {"parameters": {"a": 1}, "exception": None}
    assert stripped.cells[0].metadata == {"papermill": {"status": "completed", "exception": False}}
    assert [cell.id for cell in stripped.cells] == ["cell-1", notebook.cells[1].id]
    assert notebook.metadata.papermill.duration == 1.5
    assert run.strip_volatile(notebook).cells[0].id == notebook.cells[0].id


def test_braces_in_a_path_are_part_of_it(tmp_path):
    folder = tmp_path / "{region} {0}"
    folder.mkdir()
    source = book(folder / "in {x}.ipynb", "region = 1")
    run.run_notebook(source, folder / "out {x}.ipynb", {"region": "tapin"})
    assert nbformat.read(folder / "out {x}.ipynb", 4).metadata.papermill.parameters == {"region": "tapin"}


# --- nothing is shared -----------------------------------------------------------------------------------------------


def test_nothing_passes_from_parent_or_last_notebook_to_the_next(notebooks, tmp_path, monkeypatch):
    import matplotlib.pyplot as plt
    import numpy as np

    plt.figure()
    monkeypatch.setitem(plt.rcParams, "font.size", 20)
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    seen = []
    for place, region in enumerate(["banjar", "tapin"]):
        folder = tmp_path / f"folder-{place}"
        folder.mkdir()
        notebook = run.run_notebook(notebooks / "state.ipynb", tmp_path / "out.ipynb", {"region": region}, cwd=folder)
        seen.append(bundles(notebook, "application/vnd.ipasn+json")[0])
    assert [found.pop("cwd") for found in seen] == ["folder-0", "folder-1"]
    assert seen[0] == seen[1]
    clean = {"leaked": [], "environment": None, "font": 10.0, "figures": [], "option": 60, "count": 0}
    assert {key: seen[0][key] for key in clean} == clean
    assert "IPASN_LEAK" not in os.environ
    assert plt.rcParams["font.size"] == 20
    assert (np.random.get_state()[1] == state).all()  # noqa: NPY002
    plt.close("all")


def run_twin(source: Path, folder: str, region: str, value: int) -> str:
    assert client.reason_against_fork() is None
    target = Path(folder) / f"{region}.ipynb"
    run.run_notebook(source, target, {"region": region, "value": value})
    return target.read_text()


def test_two_notebooks_at_once_show_their_own_values_only(notebooks, tmp_path):
    regions = {"kotabaru": 111111, "balangan": 999999}
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        twins = notebooks / "twins.ipynb"
        jobs = {region: pool.submit(run_twin, twins, str(tmp_path), region, value) for region, value in regions.items()}
        written = {region: job.result() for region, job in jobs.items()}
    pictures = set()
    for region, other in (("kotabaru", "balangan"), ("balangan", "kotabaru")):
        notebook = nbformat.reads(written[region], 4)
        assert texts(notebook) == f"{region} {regions[region]}\n" * 20
        assert bundles(notebook, "application/vnd.ipasn+json") == [{region: regions[region]}]
        assert other not in written[region]
        assert str(regions[other]) not in written[region]
        pictures.update(bundles(notebook, "image/png"))
    assert len(pictures) == 2


def test_the_notebook_neither_reads_nor_writes_the_parents_pipes_and_sockets(tmp_path):
    mine, other = socket.socketpair()
    reading, writing = os.pipe()
    with mine, other:
        code = f"import os\n[os.write(descriptor, b'secret') for descriptor in ({other.fileno()}, {writing})]"
        _, error = execute(book(tmp_path / "in.ipynb", code, "input()"), tmp_path / "out.ipynb")
        mine.setblocking(False)
        os.set_blocking(reading, False)
        for read in (lambda: mine.recv(1), lambda: os.read(reading, 1)):
            with pytest.raises(BlockingIOError):
                read()
    os.close(reading)
    os.close(writing)
    assert error.ename == "StdinNotImplementedError"


def test_the_pipe_that_arrow_opens_anew_at_a_fork_is_left_to_it(tmp_path):
    """Its thread waits there from the next table on; cut off like the parent's, the pipe would be at its end."""
    read = "import io, time\nfrom pyarrow import csv\ncsv.read_csv(io.BytesIO(b'a\\n1\\n'))"
    idle = "spent = time.process_time()\ntime.sleep(2)\ntime.process_time() - spent < 0.3"
    arrow_csv.read_csv(io.BytesIO(b"a\n1\n"))
    notebook, _ = execute(book(tmp_path / "in.ipynb", read, idle), tmp_path / "out.ipynb")
    assert bundles(notebook, "text/plain")[-1] == "True"


def test_the_home_folder_stays_empty_and_log_handlers_of_the_parent_silent(tmp_path, monkeypatch, caplog):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    source = book(
        tmp_path / "in.ipynb",
        "import logging\nlogging.getLogger().info('hidden')\n%history\nimport threading\nthreading.active_count()",
    )
    notebook, _ = execute(source, tmp_path / "out.ipynb")
    assert "%history" in texts(notebook)
    assert texts(notebook, "stderr") == ""
    assert list(home.iterdir()) == []
    assert bundles(notebook, "text/plain") == ["1"]  # no thread that writes a history


def test_warnings_are_shown_as_in_a_new_python(tmp_path):
    code = "import warnings\nwarnings.warn('take care')\nwarnings.warn('later', PendingDeprecationWarning)"
    notebook, _ = execute(book(tmp_path / "in.ipynb", code), tmp_path / "out.ipynb")
    shown = texts(notebook, "stderr")
    assert "UserWarning: take care\n  warnings.warn('take care')\n" in shown
    assert "later" not in shown
    assert str(os.getpid()) not in shown


# --- every way to end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cell", "message", "kept"),
    [
        ("os_exit", 2, "the notebook's process ended with status 7 in cell 2", "before\nnot yet flushed\n"),
        ("killed", 1, "the notebook's process was killed by SIGKILL in cell 1", "last words\n"),
        ("segfault", 1, "the notebook's process was killed by SIGSEGV in cell 1", ""),
        ("quits_early", 2, "the notebook's process ended with status 0, as by exit() or quit(), in cell 2", ""),
    ],
)
def test_a_process_that_dies_is_named_with_its_cell_and_what_it_wrote_is_kept(
    notebooks, name, cell, message, kept, tmp_path
):
    notebook, error = execute(notebooks / f"{name}.ipynb", tmp_path / "out.ipynb")
    assert (error.cell_index, error.ename) == (cell - 1, "DeadKernelError")
    assert error.evalue.startswith(message)
    assert texts(notebook) == kept
    assert MARKER in notebook.cells[0].metadata.tags
    assert MARKER in notebook.cells[cell].metadata.tags
    failed = notebook.cells[cell + 1]
    assert (failed.metadata.papermill.status, failed.execution_count) == ("failed", cell)


def test_quit_in_the_last_cell_is_an_end_like_any_other(notebooks, tmp_path):
    notebook, error = execute(notebooks / "quits.ipynb", tmp_path / "out.ipynb")
    assert error is None
    assert texts(notebook) == "before\n"


@pytest.fixture
def hanging(tmp_path, monkeypatch):
    """Options for a notebook that hangs in its third cell; once it does and is waited for, time flies.

    So no test waits for a limit, and none depends on how quick it is itself.
    """
    mark, clock, passed, done = tmp_path / "mark", time.monotonic, itertools.count(step=600), set()
    monkeypatch.setattr(time, "monotonic", lambda: clock() + (next(passed) if 2 in done and mark.exists() else 0))
    return {"mark": str(mark)}, lambda cells, _: done.add(cells)


@pytest.mark.parametrize("name", ["hang", "hang_swallowing"])
def test_a_cell_that_takes_too_long_is_ended(notebooks, name, tmp_path, hanging):
    parameters, progress = hanging
    options = {"execution_timeout": 1800, "parameters": parameters, "progress": progress}
    notebook, error = execute(notebooks / f"{name}.ipynb", tmp_path / "out.ipynb", **options)
    assert (error.ename, error.evalue) == ("CellTimeoutError", "cell 3 ran longer than 1800 s")
    assert texts(notebook) == ("waiting\n" if name == "hang" else "")


def test_the_time_of_the_whole_notebook_is_limited(notebooks, tmp_path, hanging):
    parameters, progress = hanging
    with pytest.raises(ReportError, match=r"CellTimeoutError: the notebook ran longer than 1800 s, ended in cell 3;"):
        run.run_notebook(notebooks / "hang.ipynb", tmp_path / "out.ipynb", parameters, timeout=1800, progress=progress)


@pytest.mark.parametrize("name", ["flood", "flood_display", "flood_program"])
def test_a_flood_of_output_is_stopped(notebooks, name, tmp_path):
    target = tmp_path / "out.ipynb"
    _, error = execute(notebooks / f"{name}.ipynb", target, output_limit=1_000_000)
    assert error.ename == "OutputLimitError"
    assert "the notebook produced more than 1000000 bytes of output" in error.evalue
    assert ("In[1]" in str(error)) == (name != "flood_program")  # Python's own output fails where it is put out
    assert target.stat().st_size < 2_000_000


def test_huge_outputs_below_the_limit_arrive_whole(notebooks, tmp_path):
    notebook, error = execute(notebooks / "huge.ipynb", tmp_path / "out.ipynb")
    assert error is None
    assert texts(notebook) == "y" * 20_000_000 + "\n"
    assert bundles(notebook, "text/plain") == ["z" * 5_000_000]


def test_memory_is_limited_beyond_what_the_parent_holds(notebooks, tmp_path):
    with pytest.raises(
        ReportError,
        match=r"^hog.ipynb: cell 2 \(In \[2\]\) failed: MemoryError \(memory limit 0\.186 GiB: --memory-limit",
    ):
        run.run_notebook(notebooks / "hog.ipynb", tmp_path / "out.ipynb", {}, memory_limit=200_000_000)
    assert texts(nbformat.read(run.failed_path(tmp_path / "out.ipynb"), 4)) == "50000000\n"


def test_no_descriptor_or_folder_is_left_however_the_process_ends(notebooks, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = {path.name for path in Path("/proc/self/fd").iterdir()}
    for name in ("no_parameters", "broken", "killed", "hang", "flood"):
        execute(notebooks / f"{name}.ipynb", tmp_path / "out.ipynb", execution_timeout=0.3, output_limit=10_000)
    after = {path.name for path in Path("/proc/self/fd").iterdir()}
    assert len(after) == len(before)
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"]


def test_programs_that_a_notebook_leaves_running_are_ended(notebooks, tmp_path):
    notebook, _ = execute(notebooks / "leaves_program.ipynb", tmp_path / "out.ipynb")
    assert wait_until(lambda: not is_running(int(texts(notebook))))


def test_the_process_ends_with_its_parent(tmp_path):
    source = book(
        tmp_path / "in.ipynb",
        "path = ''",
        "import os, pathlib, time\npathlib.Path(path).write_text(str(os.getpid()))\ntime.sleep(60)",
    )
    mark = tmp_path / "pid"
    command = [sys.executable, "-m", "papermill", "--engine", NAME, "--no-progress-bar"]
    arguments = [str(source), str(tmp_path / "out.ipynb"), "-p", "path", str(mark)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([*command, *arguments], stderr=subprocess.DEVNULL, env=environment)
    assert wait_until(lambda: mark.exists() and mark.read_text())
    child = int(mark.read_text())
    assert is_running(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_until(lambda: not is_running(child))


def test_an_interrupted_parent_takes_the_process_with_it(notebooks, tmp_path, monkeypatch):
    started = []
    start = process.start

    def recording(*arguments, **options):
        started.append(start(*arguments, **options))
        return started[-1]

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "start", recording)
    monkeypatch.setattr(process.NotebookProcess, "receive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run.run_notebook(notebooks / "hang.ipynb", tmp_path / "out.ipynb", {})
    assert not is_running(started[0].pid)
    assert list(tmp_path.iterdir()) == []


# --- where fork is not to be had -------------------------------------------------------------------------------------


def test_without_fork_stock_papermill_runs_the_notebook_and_the_log_says_so_once(tmp_path, monkeypatch, caplog, capfd):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(logging.getLogger("ipasn_analysis"), "handlers", [])  # those of a command before
    client._warn_once.cache_clear()
    seen = []
    source = book(tmp_path / "in.ipynb", "region = ''", "import pathlib\nprint(region, pathlib.Path.cwd().name)")
    with caplog.at_level(logging.DEBUG, "ipasn_analysis"):
        for region in ("banjar", "tapin"):
            notebook = run.run_notebook(
                source,
                tmp_path / "out.ipynb",
                {"region": region},
                cwd=tmp_path,
                timeout=PATIENCE,
                progress=lambda done, total: seen.append((done, total)),
            )
            assert texts(notebook) == f"{region} {tmp_path.name}\n"
    assert [record.getMessage() for record in caplog.records if "instead of" in record.getMessage()] == [
        "processes are forked on Linux alone: running notebooks with papermill's own engine instead of forked processes"
    ]
    assert seen[-1] == (3, 3)
    assert capfd.readouterr() == ("", "")


def test_reasons_against_fork(monkeypatch):
    assert client.reason_against_fork() is None
    assert client.reason_against_fork("ir") == "the notebook asks for the kernel 'ir'"
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait, name="a-worker")
    thread.start()
    assert client.reason_against_fork() == "other threads are running (a-worker)"
    leave.set()
    thread.join()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert client.reason_against_fork() == "processes are forked on Linux alone"
