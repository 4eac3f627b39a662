"""Many reports with one command: only what is out of date, one failure alone, interrupted and gone on."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from support.commands import as_in_a_terminal, call
from support.ready_scores import write_ready

from ipasn_analysis import log
from ipasn_analysis.build import batch, build, status
from ipasn_analysis.build.plan import BuildResult, Figures, make_plan
from ipasn_analysis.build.request import Request
from ipasn_analysis.build.status import BatchProgress, Outcome
from ipasn_analysis.cli import main
from ipasn_analysis.commands import progress
from ipasn_analysis.engine import workers
from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.project import Project
from ipasn_analysis.sections import report as presentation
from ipasn_analysis.writing.writer import Writer

GOVERNMENTS = ("pemprov-kalsel", "tapin", "banjarbaru")
ALL = (*GOVERNMENTS, "kalsel")


@pytest.fixture(scope="module", autouse=True)
def _forked() -> Iterator[None]:
    """Workers are forked, with what a test has changed, whatever this process has typeset: it prints nothing here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "may_fork", lambda: True)
        yield


@pytest.fixture(scope="module")
def governments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of all tests of this module, and no reports."""
    folder = tmp_path_factory.mktemp("batch")
    for region in GOVERNMENTS:
        write_ready(folder / "data", region)
    return folder


@dataclass(frozen=True)
class First:
    """DATA and the reports of a province, and what the command said when it built them all."""

    data: Path
    reports: Path
    out: str
    err: str


@pytest.fixture(scope="module")
def province(governments: Path) -> First:
    """The same with the reports of the province, built once."""
    folder = shutil.copytree(governments, governments.with_name("province"))
    data, out = folder / "data", folder / "reports"
    status, shown, errors = call("reports", "--data", data, "--out", out, "--formats", "json", "--province", "kalsel")
    assert status == 0, errors
    return First(data, out, shown, errors)


@pytest.fixture
def data(tmp_path: Path, governments: Path) -> Path:
    return shutil.copytree(governments / "data", tmp_path / "data")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def built(out: Path, province: First, governments: Path) -> tuple[Path, Path]:
    """Data as they were when the reports of the province were built, at the same place, and a copy of these reports."""
    shutil.rmtree(province.data)
    shutil.copytree(governments / "data", province.data)
    return province.data, shutil.copytree(province.reports, out)


def reports(data: Path, out: Path, *options: str) -> int:
    return main(["reports", "--data", str(data), "--out", str(out), "--formats", "json", *options])


def touch(data: Path, region: str) -> None:
    """Make the reports of a region, and of its province, out of date."""
    (data / region / "2025-12-31" / "nilai_ipasn.csv").touch()


def stamps(out: Path) -> dict[str, int]:
    """When each file was last written, by its path; the files of a report under the name of its region."""
    return {str(path.relative_to(out)): path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}


def written_since(before: dict[str, int], out: Path) -> set[str]:
    """Regions (and the index) of which something was written since."""
    return {path.split("/")[0] for path, when in stamps(out).items() if before.get(path) != when}


def result(out: Path, region: str) -> dict:
    return json.loads((out / region / "2025" / f"ipasn-{region}-2025.json").read_text(encoding="utf-8"))


def test_all_are_built_the_province_last_and_nothing_else_is_left(province):
    assert written_since({}, province.reports) == {*ALL, "index.html"}
    assert province.out.splitlines()[-1] == "4 dibuat"
    assert "[4/4] kalsel: dibuat" in province.err and " lagi)" in province.err
    assert not [path for path in province.reports.rglob("*") if path.name.startswith(".staging")]


def test_only_what_is_out_of_date_is_built(built, capsys):
    data, out = built
    before = stamps(out)
    assert reports(data, out, "--province", "kalsel") == 0
    assert written_since(before, out) == set()
    assert capsys.readouterr().out.splitlines()[-1] == "4 mutakhir"

    touch(data, "tapin")
    assert reports(data, out, "--province", "kalsel") == 0
    assert written_since(before, out) == {"tapin", "kalsel", "index.html"}

    before, index = stamps(out), result(out, "kalsel")["indeks"]
    path = data / "banjarbaru" / "2024-12-31" / "nilai_ipasn.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-20]))
    assert reports(data, out) == 0
    assert written_since(before, out) == {"banjarbaru", "kalsel", "index.html"}
    assert result(out, "kalsel")["indeks"] == index  # an older snapshot changes the series, not the year


def ranks(out: Path, region: str) -> dict[str, object]:
    return {row["region"]: (row["indeks"], row["peringkat"]) for row in result(out, region)["peringkat_pemerintah"]}


def test_reports_of_one_province_never_contradict_each_other(built):
    data, out = built
    first = ranks(out, "banjarbaru")
    shutil.rmtree(data / "tapin")
    write_ready(data, "tapin", level=0.9)
    before = stamps(out)
    assert reports(data, out, "--province", "kalsel") == 0
    assert written_since(before, out) == {*ALL, "index.html"}
    assert ranks(out, "banjarbaru")["tapin"] != first["tapin"]
    assert ranks(out, "banjarbaru") == ranks(out, "pemprov-kalsel") == ranks(out, "tapin") == ranks(out, "kalsel")

    shutil.rmtree(data / "tapin")
    before = stamps(out)
    assert reports(data, out, "--province", "kalsel") == 0
    assert written_since(before, out) == {"banjarbaru", "pemprov-kalsel", "kalsel", "index.html"}
    assert set(ranks(out, "banjarbaru")) == {"banjarbaru", "pemprov-kalsel"}
    assert result(out, "banjarbaru")["provenans"]["masukan"].keys() & {"tapin/2025-12-31/nilai_ipasn.csv"} == set()


def test_one_failing_region_leaves_the_others_and_its_notebook(built, capsys, monkeypatch):
    data, out = built
    shutil.rmtree(out / "tapin")
    touch(data, "tapin")
    whole = presentation.SECTIONS["tren"]

    def broken(facts, w):
        if facts.region == "tapin":
            raise ZeroDivisionError("no trend today")
        return whole(facts, w)

    with monkeypatch.context() as patch:
        patch.setitem(presentation.SECTIONS, "tren", broken)
        assert reports(data, out, "--province", "kalsel") == 3
    table = capsys.readouterr().out
    failed = out / "tapin" / "2025" / "ipasn-tapin-2025.failed.ipynb"
    line = next(line for line in table.splitlines() if line.startswith("tapin"))
    assert "GAGAL" in line and "ZeroDivisionError: no trend today" in line and str(failed) in line
    assert table.splitlines()[-1] == "1 dibuat, 2 mutakhir, 1 gagal"
    notebook = nbformat.read(failed, as_version=4)
    errors = [cell for cell in notebook.cells for output in cell.get("outputs", ()) if output.output_type == "error"]
    assert len(errors) == 1 and "tren" in errors[0].source
    assert "papermill-error-cell-tag" in str([cell.metadata for cell in notebook.cells])
    assert {row["region"] for row in result(out, "kalsel")["pemerintah"]} == set(GOVERNMENTS)
    assert [path.name for path in failed.parent.iterdir()] == [failed.name]

    before = stamps(out)
    assert reports(data, out, "--province", "kalsel") == 0
    assert written_since(before, out) == {"tapin", "index.html"}
    assert not failed.exists()


def test_a_province_goes_on_without_a_government_whose_input_is_unusable(built, capsys):
    data, out = built
    path = data / "tapin" / "2025-12-31" / "nilai_ipasn.csv"
    path.write_text("nip;nama\n1;x\n")
    assert reports(data, out, "--province", "kalsel") == 3
    assert str(path) in next(line for line in capsys.readouterr().out.splitlines() if line.startswith("tapin"))
    province = result(out, "kalsel")
    assert "tapin" in province["pemerintah_tidak_ada"]
    assert {row["region"] for row in province["pemerintah"]} == {"pemprov-kalsel", "banjarbaru"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tapim"], "maksudnya 'tapin'"),
        (["tapin", "banjarbru"], "maksudnya 'banjarbaru'"),
        (["--province", "kalse"], "maksudnya 'kalsel'"),
        (["--province", "tapin"], "kalsel"),
        (["balangan"], "tidak memiliki potret data 'balangan'"),
        (["--year", "2018"], "--year 2018"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(data, out, capsys, words, said):
    assert reports(data, out, *words) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_region_without_data_in_a_list_is_one_that_failed(data, out, capsys):
    assert reports(data, out, "balangan tapin") == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("balangan") and "tidak memiliki potret data 'balangan'" in lines[1]
    assert lines[-1] == "1 dibuat, 1 gagal"
    assert written_since({}, out) == {"tapin", "index.html"}


def test_formats_made_earlier_are_not_taken_for_up_to_date(data, out):
    assert reports(data, out, "tapin", "--formats", "json,xlsx") == 0
    measured = result(out, "tapin")["pegawai"]["diukur"]
    path = data / "tapin" / "2025-12-31" / "nilai_ipasn.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert reports(data, out, "tapin", "--formats", "xlsx") == 0
    before = stamps(out)
    assert reports(data, out, "tapin", "--formats", "json") == 0
    assert result(out, "tapin")["pegawai"]["diukur"] == measured - 1
    assert "tapin/2025/ipasn-tapin-2025.json" not in before
    before = stamps(out)
    assert reports(data, out, "tapin", "--formats", "json,xlsx") == 0
    assert written_since(before, out) == set()


def test_a_worker_that_is_killed_takes_nobody_along(built, capsys, monkeypatch):
    data, out = built
    touch(data, "tapin")
    whole = build.build

    def deadly(plan):
        if plan.region == "tapin":
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(plan)

    monkeypatch.setattr(batch, "build", deadly)
    assert reports(data, out, "--province", "kalsel") == 3
    table = capsys.readouterr().out
    assert "prosesnya dihentikan oleh sistem" in next(line for line in table.splitlines() if line.startswith("tapin"))
    assert table.splitlines()[-1] == "1 dibuat, 2 mutakhir, 1 gagal"


def started(data: Path, out: Path) -> subprocess.Popen:
    """The command in a session of its own, once a report is half made."""
    words = ["reports", "--province", "kalsel", "--data", data, "--out", out, "--formats", "json,pdf"]
    process = subprocess.Popen(
        [sys.executable, "-m", "ipasn_analysis", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=as_in_a_terminal,  # noqa: PLW1509
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    deadline = time.monotonic() + 60
    while not list(out.rglob(".staging*/**/.ipasn-*")):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    return process


def descendants(process: int) -> list[int]:
    """Processes of a process, and theirs."""
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    below, todo = [], [process]
    while todo:
        parent = todo.pop()
        children = [pid for pid, ppid in pairs if ppid == parent]
        below += children
        todo += children
    return below


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("how", ["key", "term", "kill"])
def test_interrupted_it_leaves_nothing_half_done_and_goes_on(data, out, how):
    process = started(data, out)
    children = descendants(process.pid)
    assert len(children) >= 2
    if how == "key":
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGTERM if how == "term" else signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    deadline = time.monotonic() + 15
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [child for child in children if alive(child)]
    if how != "kill":
        assert process.returncode == 130
        assert said.splitlines()[-1] == "ipasn: dihentikan" and said.count("dihentikan") == 1
        assert "Traceback" not in said
    assert not [
        path for path in out.rglob("*") if path.name.startswith((".staging", ".ipasn-2")) or ".part" in path.name
    ]
    assert not list(out.rglob("ipasn-*.json"))  # work in hand is given up, not finished
    if how == "term":
        assert reports(data, out, "banjarbaru") == 0
        done = stamps(out)
        assert reports(data, out, "banjarbaru tapin") == 0
        assert written_since(done, out) == {"tapin", "index.html"}


class Inline(Executor):
    """Does the work when it is submitted, and writes down the order."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def submit(self, fn, /, *args, **kwargs):
        region = args[0].args[0].region
        self.order.append(region)
        future: Future = Future()
        future.set_result(Outcome(region, None, Message("failed"), 1.0))
        return future


def test_a_province_comes_after_its_own_governments_built_or_failed(data):
    project = Project.open()
    found = project.data(str(data))

    def plans(*names):
        return [make_plan(project, found.select(project.region(name), None), Request()) for name in names]

    executor, progress = Inline(), BatchProgress(4, 2)
    batch._build_all(executor, plans("kalsel", *GOVERNMENTS), progress)
    assert executor.order == [*GOVERNMENTS, "kalsel"]
    assert [outcome.region for outcome in progress.outcomes][-1] == "kalsel"
    executor = Inline()
    batch._build_all(executor, plans("kalsel", "tapin"), BatchProgress(2, 2))
    assert executor.order == ["tapin", "kalsel"]


def test_time_left_is_the_mean_of_what_was_built_shared_among_the_workers(capsys):
    log.show(logging.INFO)
    progress = BatchProgress(10, 3)
    for region in ("a", "b"):
        progress.add(Outcome(region, None, Message("x")))
    assert progress.seconds_left() == 0
    progress.add(Outcome("c", None, Message("x"), 20.0))
    progress.add(Outcome("d", None, Message("x"), 40.0))
    assert progress.seconds_left() == pytest.approx(30 * 6 / 3)
    assert status.duration(progress.seconds_left()) == "about 60 s"
    assert status.duration(150) == "about 2 min"
    assert "[4/10] d: FAILED (40.0 s; about 60 s left)" in capsys.readouterr().err
    progress.workers = 100
    assert progress.seconds_left() == pytest.approx(30)


def test_the_table_tells_what_became_of_each():
    figures = Figures(indeks=80.125, kategori="sedang", target=None, bahasa="id")
    result = BuildResult("b", 2025, (), True, figures)
    outcomes = [Outcome("b", result, None), Outcome("a", None, Message("no data"))]
    lines = status.table(outcomes, Writer("id")).splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["b", "a"]
    assert lines[1].split() == ["b", "2025", "dibuat", "80,13", "sedang"]
    assert lines[-1] == "1 dibuat, 1 gagal"


def test_regions_are_asked_for_once_and_the_province_last(data):
    def chosen(names, province):
        project = Project.open()
        regions = batch.select_regions(project, names, province)
        selections, absent = batch.with_data(regions, names, project.data(str(data)), None)
        return [*absent, *(selection.region.name for selection in selections)]

    assert chosen(["kalsel", "tapin", "tapin"], None) == ["tapin", "kalsel"]
    assert chosen(["balangan"], "kalsel") == ["balangan", *GOVERNMENTS, "kalsel"]
    assert set(chosen([], None)) == set(ALL)
    with pytest.raises(UsageError, match="balangan"):
        chosen(["balangan", "kotabaru"], None)


def test_workers_default_to_the_processors_of_this_process():
    assert workers.default_workers() == len(os.sched_getaffinity(0))


def test_cells_are_counted_where_somebody_watches(monkeypatch):
    assert progress.cells("tapin") is None or sys.stderr.isatty()

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    show = progress.cells("tapin")
    show(1, 2)
    show(2, 2)
    assert screen.getvalue() == "tapin: 1/2\rtapin: 2/2\n"
