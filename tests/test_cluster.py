"""Reports on a real Dask scheduler with two worker processes on loopback, one of which is killed on the way."""

import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.small_data import write_government

from ipasn_analysis.build.batch import build_outcome
from ipasn_analysis.build.plan import make_plan
from ipasn_analysis.build.request import Request
from ipasn_analysis.engine import cluster, workers
from ipasn_analysis.errors import ReportError, UsageError
from ipasn_analysis.project import Project

pytest.importorskip("distributed")
PATIENCE = 240.0
"""Seconds after which something that does not come about has failed."""


@contextlib.contextmanager
def started(*command: str):
    """A process in a group of its own that is gone, with all it started, when the context ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *command],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition, what: str):
    """What `condition` returns once that is true."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError, KeyError):
            found = condition()
            if found:
                return found
        time.sleep(0.05)
    pytest.fail(f"{what} did not come about in {PATIENCE} s")


@pytest.fixture
def address(tmp_path: Path):
    """The address of a scheduler without workers."""
    file = tmp_path / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with started("scheduler", *options):
        yield wait_for(lambda: json.loads(file.read_text())["address"], "the scheduler")


def worker(address: str):
    return started("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")


def children(pid: int) -> list[int]:
    """Processes that a process has started."""
    found = []
    for tasks in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (tasks / "children").read_text().split()]
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_worker_costs_no_report(address, tmp_path):
    write_government(tmp_path / "data", "tapin", "2025-12-31", {"Dinas A": 60, "Dinas B": 40}, 3)
    request = Request.checked(year=2025, language="id", formats="json", out=str(tmp_path / "out"), force=True)
    project = Project.open()
    plan = make_plan(project, project.data(str(tmp_path / "data")).select(project.region("tapin"), None), request)
    with worker(address) as first, worker(address) as second, workers.executor(2, address) as executor:
        client = executor._client
        wait_for(lambda: len(client.scheduler_info()["workers"]) == 2, "the workers")
        future = workers.submit(executor, build_outcome, plan)
        chosen = wait_for(lambda: [one for one in (first, second) if children(one.pid)], "work on a worker")[0]
        (builder,) = children(chosen.pid)
        os.kill(chosen.pid, signal.SIGKILL)
        outcome = future.result(timeout=PATIENCE)
        wait_for(lambda: not Path(f"/proc/{builder}").exists(), "the end of what the killed worker had started")
    assert (outcome.region, outcome.error) == ("tapin", None)
    result = json.loads((tmp_path / "out" / "tapin" / "2025" / "ipasn-tapin-2025.json").read_text())
    assert result["region"] == "tapin"
    assert outcome.result.figures.indeks == result["indeks"]


def test_errors_and_prints_of_the_work_stay_apart_from_its_answer(tmp_path):
    assert cluster.in_own_process(pickled(print, "noise"), str(tmp_path)) is None
    assert cluster.in_own_process(pickled(os.getcwd), str(tmp_path)) == str(tmp_path)
    with pytest.raises(UsageError, match="unknown region 'nowhere'"):
        cluster.in_own_process(pickled(Project.open().params, "nowhere"), str(tmp_path / "elsewhere"))
    with pytest.raises(ReportError, match="ended by the system"):
        cluster.in_own_process(pickled(os._exit, 9), str(tmp_path))


def pickled(work, *arguments):
    return pickle.dumps((work, arguments, {}))


def test_an_address_where_no_scheduler_answers_is_told_in_one_line_and_nothing_stays(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    threads = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answerless = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        told = {
            "tcp://127.0.0.1:1": "nothing within 1 seconds",
            answerless: "nothing within 1 seconds",
            "nonsense": "missing port number in address 'nonsense'",
            "http://localhost:80": "unknown address scheme 'http'",
        }
        for address, why in told.items():
            with pytest.raises(UsageError) as error:
                cluster.ClusterExecutor(address)
            assert str(error.value).startswith(f"--scheduler {address!r}: no scheduler answers there ({why}")
    assert threading.active_count() == threads
