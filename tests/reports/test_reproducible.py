"""The same inputs, parameters and versions give the same bytes, wherever and whenever a report is built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support.commands import ROOT, digests, finish, start

FORMATS = ("html", "pdf", "xlsx", "json")

CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
#define SHIFT 63072000 /* two years of seconds */
int clock_gettime(clockid_t id, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, now);
    if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += SHIFT;
    return result;
}
time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *now, void *zone) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}
"""
"""A clock two years ahead, to be loaded before the C library."""

ODD_PYTHON = """
import os, sys
_list, _scan = os.listdir, os.scandir
class _Reversed:
    def __init__(self, place): self.entries = iter(sorted(_scan(place), key=lambda entry: entry.name, reverse=True))
    def __iter__(self): return self.entries
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def close(self): return None
os.listdir = lambda place=".": sorted(_list(place), reverse=True)
os.scandir = lambda place=".": _Reversed(place)
def _watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith({data!r}):
        if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND):
            os.write(2, b"input opened for writing\\n")
            os._exit(99)
sys.addaudithook(_watch)
"""
"""Loaded as sitecustomize: folders are listed backwards, and input opened for writing ends the process."""


def assert_same(folder: Path, other: Path, formats: tuple[str, ...] = FORMATS) -> None:
    for ending in formats:
        first, second = (next(place.glob(f"ipasn-*.{ending}")).read_bytes() for place in (folder, other))
        assert len(first) > 5_000
        if first != second:
            place = next(i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b)
            around = slice(max(0, place - 60), place + 60)
            pytest.fail(f"{ending} differs at byte {place}: {first[around]!r}, {second[around]!r}")


def shifted_clock(folder: Path) -> Path | None:
    """The library with the clock ahead; None where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        return None
    (folder / "clock.c").write_text(CLOCK)
    library = folder / "clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, folder / "clock.c", "-ldl"], check=True)
    return library


def another_user() -> dict[str, object]:
    """Options of a process that runs as nobody, where we may do that and nobody may read this project."""
    if os.name != "posix" or os.getuid() != 0:
        return {}
    places = [
        ROOT / "params",
        Path(sys.executable).parent,
        Path(sys.executable).resolve().parent,
        Path(tempfile.gettempdir()),
    ]
    readable = all(parent.stat().st_mode & 0o001 for place in places for parent in (place, *place.parents))
    return {"user": 65534, "group": 65534, "extra_groups": []} if readable else {}


def test_the_same_bytes_elsewhere_at_another_time_for_another_user(tapin, sample: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="ipasn test é ") as name:
        folder = Path(name)
        shutil.copytree(sample, folder / "another data")
        data = folder / "another data"
        for path in data.rglob("*"):
            os.utime(path, (1_000_000_000, 1_000_000_000))
        (folder / "site").mkdir()
        (folder / "site" / "sitecustomize.py").write_text(ODD_PYTHON.replace("{data!r}", repr(str(data))))
        for place in ("cwd", "home"):
            (folder / place).mkdir()
        library = shifted_clock(folder)
        for place in (folder, *folder.iterdir()):
            place.chmod(0o777)
        before = digests(data)
        times = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
        place = start(
            *("report", "tapin", "--data", data, "--out", "deep/er/out"),
            cwd=folder / "cwd",
            env={"TZ": "Asia/Makassar", "LC_ALL": "C", "LANG": "xx_XX", "PYTHONHASHSEED": "1", "HOME": folder / "home"}
            | {"IPASN_STORE": folder / "cwd" / "cold", "OPENBLAS_NUM_THREADS": "3", "OMP_NUM_THREADS": "3"},
            **another_user(),
        )
        moment = start(
            *("report", "tapin", "--data", f"{data}/", "--out", folder / "out"),
            env={"PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}", "TZ": "America/St_Johns", "PYTHONHASHSEED": "2"}
            | ({"LD_PRELOAD": library} if library else {})
            | {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX", "OPENBLAS_CORETYPE": "Prescott"},
        )
        for process, out in ((place, folder / "cwd" / "deep" / "er" / "out"), (moment, folder / "out")):
            status, _, errors = finish(process)
            assert status == 0, errors
            assert_same(tapin.folder, out / "tapin" / "2025")
            assert (out / "index.html").read_bytes() == (tapin.folder.parent.parent / "index.html").read_bytes()
        assert digests(data) == before, "input has changed"
        assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == times


def test_the_same_bytes_among_several_reports_by_several_workers(tapin, sample: Path, tmp_path: Path) -> None:
    arguments = ("reports", "tapin", "banjarbaru", "--workers", 2, "--data", sample, "--out", tmp_path / "out")
    status, _, errors = finish(start(*arguments, "--formats", "html,json", env={"IPASN_STORE": tmp_path / "store"}))
    assert status == 0, errors
    built = tmp_path / "out" / "tapin" / "2025"
    assert_same(tapin.folder, built, ("json",))
    pages = [(folder / f"{tapin.stem}.html").read_text(encoding="utf-8") for folder in (tapin.folder, built)]
    alone = [re.sub(r'<p class="beside">.*?</p>', "", page) for page in pages]  # links to the files beside
    assert alone[0] == alone[1] and pages[0] != pages[1]


@pytest.mark.long
def test_the_same_bytes_of_a_province_after_its_governments(tapin, kalsel, sample: Path, tmp_path: Path) -> None:
    arguments = ("reports", "--province", "kalsel", "--workers", 3, "--data", sample, "--out", tmp_path / "out")
    status, _, errors = finish(start(*arguments, env={"IPASN_STORE": tmp_path / "store"}))
    assert status == 0, errors
    for report in (tapin, kalsel):
        assert_same(report.folder, tmp_path / "out" / report.folder.parent.name / report.folder.name)


def test_a_report_built_again_by_its_formats_one_at_a_time_is_the_same(tapin, sample: Path, tmp_path: Path) -> None:
    from ipasn_analysis.cli import main

    for ending in ("json", "xlsx"):
        assert main(["report", "tapin", "--data", str(sample), "--out", str(tmp_path), "--formats", ending]) == 0
    assert_same(tapin.folder, tmp_path / "tapin" / "2025", ("json", "xlsx"))


@pytest.mark.long
def test_papermill_alone_makes_the_same_html_and_pdf(tapin, sample: Path, tmp_path: Path) -> None:
    import nbformat

    from ipasn_analysis.publish.html_exporter import ReportHTMLExporter
    from ipasn_analysis.publish.pdf_exporter import ReportPDFExporter

    target = tmp_path / "ipasn-tapin-2025.ipynb"
    command = [sys.executable, "-m", "papermill", ROOT / "notebooks" / "regency.ipynb", target, "--no-progress-bar"]
    parameters = {"region": "tapin", "year": 2025, "data": sample, "language": "id"}
    given = [word for name, value in parameters.items() for word in ("-p", name, str(value))]
    subprocess.run([*command, *given], check=True, capture_output=True, cwd=ROOT, timeout=240)
    notebook = nbformat.read(target, as_version=4)
    assert ReportHTMLExporter().from_notebook_node(notebook)[0].encode() == tapin.path("html").read_bytes()
    assert ReportPDFExporter().from_notebook_node(notebook)[0] == tapin.path("pdf").read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("threads", [1, 2, 7])
def test_the_same_bytes_whatever_the_number_of_threads(tapin, sample: Path, tmp_path: Path, threads: int) -> None:
    variables = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"), threads)
    arguments = ("report", "tapin", "--data", sample, "--out", tmp_path, "--language", "id")
    status, _, errors = finish(start(*arguments, env={**variables, "IPASN_STORE": tmp_path / "store"}))
    assert status == 0, errors
    assert_same(tapin.folder, tmp_path / "tapin" / "2025")


def test_files_name_no_place_and_no_moment(tapin) -> None:
    """The executed notebook alone names DATA, as it was given; nothing names this machine's folders or the hour."""
    for ending in ("html", "json"):
        text = tapin.path(ending).read_text(encoding="utf-8")
        assert str(ROOT) not in text and tempfile.gettempdir() not in text and str(Path.home()) + "/" not in text
        assert not re.search(r"\d\dT\d\d:\d\d:\d\d", text)


def test_no_module_of_a_report_reads_the_clock() -> None:
    wanted = re.compile(r"\b(?:today|utcnow|localtime|gmtime|ctime)\(|\btime\.time\(|\.now\(")
    rooms = ("rules", "sources", "records", "scoring", "statistics", "disclosure", "facts", "charts", "sections")
    modules = [path for room in rooms for path in (ROOT / "ipasn_analysis" / room).rglob("*.py")]
    assert len(modules) > 80
    assert [path.name for path in modules if wanted.search(path.read_text(encoding="utf-8"))] == []
