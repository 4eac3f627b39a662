"""The command in processes of its own, on projects and clocks of their own, and what it leaves behind."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "IPASN_TEST_RUN"


def start(*arguments: object, cwd: Path = ROOT, **options: Any) -> subprocess.Popen[str]:
    """Begin `ipasn …`; its environment carries a mark by which `processes_of` finds all that it has started."""
    extra = {name: str(value) for name, value in options.pop("env", {}).items()}
    program = options.pop("program", ("-m", "ipasn_analysis"))
    found = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": found, MARK: uuid.uuid4().hex, **extra}
    command = [sys.executable, *program, *map(str, arguments)]
    console = environment.get("PYTHONIOENCODING", "utf-8")
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding=console, **options
    )
    process.mark = environment[MARK]  # type: ignore[attr-defined]
    return process


def as_in_a_terminal() -> None:
    """Let a process end on an interrupt, which one that was begun in the background ignores (`preexec_fn`)."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def finish(process: subprocess.Popen[str], timeout: float = 240) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    out, errors = process.communicate(timeout=timeout)
    return process.returncode, out, errors


def run(*arguments: object, **options: Any) -> tuple[int, str, str]:
    """`start` and `finish`."""
    return finish(start(*arguments, **options))


def call(*arguments: object) -> tuple[int, str, str]:
    """`run` within this process: quicker, where neither its start nor its end is what is tested."""
    from ipasn_analysis.cli import main

    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        status = main([*map(str, arguments)])
    return status, out.getvalue(), errors.getvalue()


def run_again(notebook: Path, again: Path, data: object, **environment: str) -> None:
    """Run a delivered notebook once more with stock papermill, which needs all parameters where one is given anew."""
    told = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["papermill"]["parameters"] | {"data": data}
    options = [word for name, value in told.items() for word in ("-p", name, str(value))]
    command = [sys.executable, "-m", "papermill", "--engine", "nbclient", str(notebook), str(again), *options]
    subprocess.run(
        [*command, "--no-progress-bar"], check=True, capture_output=True, timeout=240, env=os.environ | environment
    )


def processes_of(process: Any) -> list[int]:
    """The processes still running that descend from a `start`."""
    sign = f"{MARK}={process.mark}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if sign in (folder / "environ").read_bytes() and "\nState:\tZ" not in (folder / "status").read_text():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def assert_no_orphans(process: Any, seconds: float = 5.0) -> None:
    """All that a `start` has started ends within so many seconds of its end."""
    until = time.monotonic() + seconds
    while (left := processes_of(process)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by relative name; without logs, which tell times."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "ipasn.log"
    }


def project(folder: Path) -> Path:
    """A project of its own, with the parameters and notebooks of this one, to be changed."""
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    return folder
