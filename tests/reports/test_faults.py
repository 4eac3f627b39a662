"""Faults: killed, no space, no right to write, something in the way, a notebook gone wrong. Each ends in one line."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from support.built import PROFILE, BuiltReport, build_report
from support.commands import ROOT, as_in_a_terminal, assert_no_orphans, digests, finish, project, start

from ipasn_analysis.cli import main

KILLS = 60 if PROFILE == "long" else 4


def failed(status: int, out: str, errors: str) -> str:
    """The one line of a report that failed."""
    assert (status, out) == (3, ""), errors
    lines = errors.splitlines()
    assert len(lines) == 1 and lines[0].startswith("ipasn: "), errors
    assert "Traceback" not in errors
    return lines[0]


def copied(report: BuiltReport, out: Path) -> Path:
    shutil.rmtree(out / "tapin" / "2025", ignore_errors=True)
    shutil.copytree(report.folder, out / "tapin" / "2025")
    return out / "tapin" / "2025"


def files(folder: Path) -> dict[str, str]:
    """The files of a report by digest, without the stamp, in which the place of DATA counts."""
    return {name: digest for name, digest in digests(folder).items() if name != ".ipasn-build.json"}


# Killed ------------------------------------------------------------------------------------------------------------


def test_killed_at_random_moments_all_files_are_old_or_all_are_new(
    small, small_in_english, small_data: Path, tmp_path: Path
) -> None:
    sets = {"old": digests(small.folder), "new": digests(small_in_english.folder)}
    assert set(sets["old"].values()).isdisjoint(sets["new"].values())
    arguments = ("report", "tapin", "--language", "en", "--data", small_data, "--out", tmp_path)
    folder = copied(small, tmp_path)
    started = time.monotonic()
    process = start(*arguments)
    assert finish(process)[0] == 0
    took = time.monotonic() - started
    assert digests(folder) == sets["new"]
    rng, outcomes, left = random.Random(KILLS), [], 0
    for number in range(KILLS):
        folder = copied(small, tmp_path)
        process = start(*arguments)
        time.sleep(took * rng.uniform(number, number + 1) / KILLS)
        process.send_signal(signal.SIGKILL)
        finish(process)
        assert_no_orphans(process)
        found = digests(folder)
        assert found in sets.values(), "some files are of one build and some of another"
        outcomes.append(found == sets["new"])
        left += len(list((tmp_path / "tapin").glob(".staging-*")))
    assert not outcomes[0]
    assert main(["report", "tapin", "--language", "en", "--data", str(small_data), "--out", str(tmp_path)]) == 0
    assert digests(folder) == sets["new"]
    assert left and [path.name for path in (tmp_path / "tapin").iterdir()] == ["2025"], "left over"


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 130, marks=pytest.mark.long)]
)
def test_told_to_end_it_cleans_up(number: int, status: int, tapin, sample: Path, tmp_path: Path) -> None:
    folder = copied(tapin, tmp_path)
    words = ["report", "tapin", "--force", "--language", "en", "--data", sample, "--out", tmp_path]
    process = start(*words, preexec_fn=as_in_a_terminal)
    until = time.monotonic() + 60
    while not list((tmp_path / "tapin").glob(".staging-*")) and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(number)
    assert finish(process) == (status, "", "ipasn: interrupted\n")
    assert_no_orphans(process)
    assert digests(folder) == digests(tapin.folder)
    assert [path.name for path in (tmp_path / "tapin").iterdir()] == ["2025"]


def test_an_interrupted_batch_goes_on_where_it_was(
    small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "reports",
        "banjarbaru",
        "tapin",
        "--data",
        str(small_data),
        "--out",
        str(tmp_path),
        "--formats",
        "json",
    ]
    process = start(*arguments, "--workers", 1)
    until = time.monotonic() + 120
    while not (first := list(tmp_path.glob("*/2025/.ipasn-build.json"))) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    finish(process)
    assert_no_orphans(process, 15)
    done = first[0].parent
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in done.iterdir()}
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert "1 dibuat, 1 mutakhir" in shown.out
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in done.iterdir()} == before
    assert {path.name for path in tmp_path.iterdir()} == {"banjarbaru", "tapin", "index.html"}
    assert not list(tmp_path.glob("*/.staging-*"))


# Two at once -------------------------------------------------------------------------------------------------------


def test_two_runs_at_once_leave_the_whole_report_of_one(
    small, small_in_english, small_data: Path, tmp_path: Path
) -> None:
    arguments = ("report", "tapin", "--formats", "json", "--data", small_data, "--out", tmp_path)
    for process in [start(*arguments, "--language", language) for language in ("id", "en")]:
        status, _, errors = finish(process)
        assert status == 0 and all(line.startswith("ipasn: tapin 2025-12-23: ") for line in errors.splitlines())
    endings = ("json", "ipynb")
    sets = [[report.path(ending).read_bytes() for ending in endings] for report in (small, small_in_english)]
    folder = tmp_path / "tapin" / "2025"
    assert [(folder / f"{small.stem}.{ending}").read_bytes() for ending in endings] in sets
    assert [path.name for path in (tmp_path / "tapin").iterdir()] == ["2025"]


# Places that cannot be written ---------------------------------------------------------------------------------------


def in_own_mounts(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the shell in a mount namespace of its own: what it mounts ends with it, whatever happens."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here, which keeps mounts from outliving the test")
    own = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
    if subprocess.run([*own, "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*own, "sh", "-ec", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=240,
    )


def ipasn(*arguments: object) -> str:
    return " ".join(f"'{word}'" for word in (sys.executable, "-m", "ipasn_analysis", *arguments))


def test_a_full_disk_leaves_the_old_report(small, small_data: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept"
    out.mkdir()
    size = sum(path.stat().st_size for path in small.folder.iterdir()) // 1024
    build = ipasn("report", "tapin", "--language", "en", "--data", small_data, "--out", out)
    script = f"""
        mount -t tmpfs -o size={size + 300}k none '{out}'
        mkdir -p '{out}/tapin'
        cp -r '{small.folder}' '{out}/tapin/2025'
        {build} && status=0 || status=$?
        cp -r '{out}' '{kept}'
        exit $status
    """
    done = in_own_mounts(script)
    line = failed(done.returncode, done.stdout, done.stderr)
    assert "No space left" in line
    assert digests(kept / "tapin" / "2025") == digests(small.folder)
    assert [path.name for path in kept.iterdir()] == ["tapin"]
    assert [path.name for path in (kept / "tapin").iterdir()] == ["2025"]
    assert list(out.iterdir()) == [], "the mount is gone"


@pytest.mark.long
def test_a_full_disk_for_temporary_files(small_data: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    build = ipasn("report", "tapin", "--formats", "pdf", "--data", small_data, "--out", tmp_path / "out")
    script = f"""
        mount -t tmpfs -o size=64k none '{small}'
        head -c 65536 /dev/zero > '{small}/full' || true
        TMPDIR='{small}' {build}
    """
    done = in_own_mounts(script)
    if done.returncode == 0:  # Python falls back on /tmp where TMPDIR is full
        assert (tmp_path / "out" / "tapin" / "2025" / "ipasn-tapin-2025.pdf").stat().st_size > 5_000
    else:
        failed(done.returncode, done.stdout, done.stderr)


def test_a_read_only_place(small, small_data: Path, tmp_path: Path) -> None:
    folder = copied(small, tmp_path)
    build = ipasn("report", "tapin", "--language", "en", "--data", small_data, "--out", tmp_path)
    done = in_own_mounts(f"mount --bind '{tmp_path}' '{tmp_path}'; mount -o remount,ro,bind '{tmp_path}'; {build}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"ipasn: --out '{tmp_path}': cannot be written (Read-only file system)\n"
    assert digests(folder) == digests(small.folder)


@pytest.mark.long
def test_a_folder_that_is_a_mount_of_its_own_is_filled_file_by_file(small, small_data: Path, tmp_path: Path) -> None:
    folder, kept = tmp_path / "tapin" / "2025", tmp_path / "kept"
    folder.mkdir(parents=True)
    build = ipasn("report", "tapin", "--data", small_data, "--out", tmp_path)
    done = in_own_mounts(f"mount -t tmpfs none '{folder}'; {build}; cp -r '{folder}' '{kept}'")
    assert done.returncode == 0, done.stderr
    assert files(kept) == files(small.folder)


@pytest.mark.parametrize("place", ["", "tapin", "tapin/2025"])
def test_a_file_in_the_way(place: str, small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    (out / place).parent.mkdir(parents=True, exist_ok=True)
    (out / place).write_text("mine")
    status = main(["report", "tapin", "--data", str(small_data), "--out", str(out)])
    shown = capsys.readouterr()
    assert status == (3 if place else 2)
    assert len(shown.err.splitlines()) == 1 and str(out) in shown.err
    assert (out / place).read_text() == "mine"


def test_a_store_that_cannot_be_written_costs_no_report(
    small, small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("IPASN_STORE", str(tmp_path / "file" / "store"))
    report = build_report("tapin", small_data, tmp_path / "out", "--formats", "json")
    assert report.path("json").read_bytes() == small.path("json").read_bytes()


# Notebooks gone wrong -------------------------------------------------------------------------------------------------

WRONG = {
    "raises": ("raise ValueError('first line\\nsecond line')", "ValueError: first line"),
    "exits": ("import sys; sys.exit(3)", "SystemExit: 3"),
    "ends at once": ("import os; os._exit(0)", "ended with status 0"),
    "is killed": ("import os; os.kill(os.getpid(), 9)", "was killed by SIGKILL"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "was killed by SIGSEGV"),
    "hangs": ("while True: pass", "ran longer than 3.0 s"),
    "hangs and swallows": (
        "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass",
        "ran longer than 3.0 s",
    ),
    "eats memory": ("x = bytearray(3 * 1024**3)", "MemoryError"),
    "floods until its time is over": (
        "import time\nfor n in range(100): print('x' * 1_000_000)\ntime.sleep(60)",
        "ran longer than 3.0 s",
    ),
    "floods": ("while True: print('x' * 1_000_000)", "produced more than"),
    "leaves a program": (
        "import subprocess; subprocess.Popen(['sleep', '600']); raise ValueError('gone')",
        "ValueError: gone",
    ),
}
DRIVER = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from ipasn_analysis.cli import main
results = {}
for name, arguments in json.loads(sys.argv[1]).items():
    Path("wrong.txt").write_text(name)
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        status = main(arguments)
    results[name] = (status, out.getvalue(), errors.getvalue())
print(json.dumps(results))
"""
"""Runs several commands in one process; under pytest itself other threads would keep notebooks from being forked."""


def put_into(notebook: Path, code: str) -> None:
    """Have the notebook run some code after its parameters."""
    content = nbformat.read(notebook, as_version=4)
    place = next(n for n, cell in enumerate(content.cells) if "parameters" in cell.metadata.get("tags", ()))
    content.cells.insert(place + 1, nbformat.v4.new_code_cell(code))
    nbformat.write(content, notebook)


def test_a_notebook_gone_wrong_ends_in_one_line(small_data: Path, tmp_path: Path) -> None:
    place = project(tmp_path / "project")
    choices = {name: code for name, (code, _) in WRONG.items()}
    put_into(place / "notebooks" / "regency.ipynb", f"exec({choices!r}[open('wrong.txt').read()])")
    options = ["--time-limit", "3", "--memory-limit", "1", "--data", str(small_data), "--formats", "json"]
    outs = {name: tmp_path / name.replace(" ", "-") for name in WRONG}
    calls = {name: ["report", "tapin", *options, "--out", str(out)] for name, out in outs.items()}
    process = start(json.dumps(calls), program=("-c", DRIVER), cwd=place)
    status, shown, errors = finish(process)
    assert (status, errors) == (0, "")
    assert_no_orphans(process)
    results = json.loads(shown)
    for name, (_, message) in WRONG.items():
        line = failed(*results[name])
        assert message in line and "regency.ipynb: sel" in line, (name, line)
        kept = outs[name] / "tapin" / "2025" / "ipasn-tapin-2025.failed.ipynb"
        assert str(kept) in line and kept.stat().st_size < 2_000_000
        assert [path.name for path in outs[name].rglob("*") if path.is_file()] == [kept.name], name


def test_the_siblings_of_a_failed_report_are_built(small, small_data: Path, tmp_path: Path) -> None:
    place = project(tmp_path / "project")
    put_into(place / "notebooks" / "regency.ipynb", "if region == 'banjarbaru': import os; os._exit(9)")
    arguments = ("reports", "banjarbaru", "tapin", "--data", small_data, "--out", tmp_path / "out", "--formats", "json")
    process = start(*arguments, cwd=place)
    status, shown, errors = finish(process)
    assert status == 3 and "Traceback" not in errors
    assert "1 dibuat, 1 gagal" in shown
    assert "banjarbaru: GAGAL" in errors and "ended with status 9 in cell" in shown
    assert (tmp_path / "out" / "tapin" / "2025" / "ipasn-tapin-2025.json").read_bytes() == small.path(
        "json"
    ).read_bytes()
    assert_no_orphans(process)


@pytest.mark.parametrize(
    ("option", "value"), [("--time-limit", "0"), ("--time-limit", "nan"), ("--memory-limit", "-1")]
)
def test_limits_that_are_none(
    option: str, value: str, small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["report", "tapin", "--data", str(small_data), "--out", str(tmp_path), option, value, "--language", "en"])
        == 2
    )
    shown = capsys.readouterr()
    assert option in shown.err and len(shown.err.splitlines()) == 1


def test_a_format_that_cannot_be_made_takes_no_other_with_it(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "tapin", "--data", str(sample), "--out", str(tmp_path), "--formats", "json,xlsx"]
    with monkeypatch.context() as patch:
        patch.setattr("ipasn_analysis.build.render._workbook", lambda *_: int("x"))
        assert main(words) == 3
    line = capsys.readouterr().err.splitlines()[-1]
    assert (
        line
        == "ipasn: ipasn-tapin-2025.xlsx tidak dapat dibuat: ValueError: invalid literal for int() with base 10: 'x'"
    )
    made = {path.suffix for path in (tmp_path / "tapin" / "2025").glob("ipasn-*")}
    assert made == {".json", ".ipynb"}
    assert main(words) == 0
    assert (tmp_path / "tapin" / "2025" / "ipasn-tapin-2025.xlsx").is_file()


def test_few_open_files_are_enough(sample: Path, tmp_path: Path) -> None:
    import resource

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))

    words = ("report", "tapin", "--data", sample, "--out", tmp_path, "--formats", "json")
    with (tmp_path / "held").open("w") as held:
        high = os.dup2(held.fileno(), 100)  # what a shell has open beyond the limit
        status, _, errors = finish(start(*words, preexec_fn=few, pass_fds=(high,)))
        os.close(high)
    assert status == 0, errors
