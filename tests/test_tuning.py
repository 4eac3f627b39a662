"""What processes import, when, and with which settings of the collector and of the C library: seen from outside."""

import gc
import os
import subprocess
import sys

import pytest

from ipasn_analysis.engine import tuning

HEAVY = ("scipy.stats", "seaborn", "matplotlib.pyplot", "sqlalchemy", "rfc3987_syntax")


def run(code: str, *arguments: str) -> str:
    """What a new Python prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def loaded(code: str, *names: str) -> set[str]:
    """Which of `names` a new Python has imported after running `code`."""
    return set(
        run(f"{code}\nimport sys; print(*[name for name in {names!r} if name in sys.modules], sep='\\n')").split()
    )


def test_the_first_look_at_data_needs_neither_charts_nor_notebooks(sample):
    words = ["report", "tapin", "--data", str(sample), "--year", "1999"]
    code = f"from ipasn_analysis.cli import main; assert main({words}) == 2"
    late = ("matplotlib", "nbformat", "papermill", "scipy", "sqlalchemy", "IPython", "babel")
    assert loaded(code, "pandas", *late) == {"pandas"}


def test_one_thread_is_asked_of_the_numeric_libraries_before_they_are_loaded(sample):
    code = f"""
import os, sys
os.environ.pop("OPENBLAS_NUM_THREADS", None)
class Watch:
    def find_spec(self, name, *_):
        if name == "numpy": print("threads", os.environ.get("OPENBLAS_NUM_THREADS"))
sys.meta_path.insert(0, Watch())
from ipasn_analysis.cli import main
main(["report", "tapin", "--data", {str(sample)!r}, "--year", "1999"])
"""
    assert run(code) == "threads 1\n"


def test_a_warm_process_has_what_a_report_imports_and_no_more(sample):
    code = f"""
import gc, io, sys
from contextlib import redirect_stdout
from ipasn_analysis.build.preload import preload
preload(("html", "pdf", "xlsx", "json"))
assert gc.isenabled() and gc.get_freeze_count() > 100_000
before = set(sys.modules)
import ipasn_analysis as ipasn
report = ipasn.report("tapin", data={str(sample)!r})
for name in report.sections: report.section(name)
late = {{name for name in set(sys.modules) - before if name.split(".")[0] in ("ipasn_analysis", "matplotlib", "scipy")}}
assert not late, late
"""
    assert loaded(code, "papermill", "nbconvert", "typst", *HEAVY) == {"papermill", "nbconvert", "typst"}


FAULTS = """
import gc, resource, sys
import numpy as np
from ipasn_analysis.engine import tuning
if sys.argv[1] == "retained":
    assert tuning.retain_freed_memory()
def work():
    held = [np.ones(3_000_000) for _ in range(6)]
for _ in range(3):
    work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of other systems has no such setting")
def test_freed_memory_is_used_again_without_asking_the_system():
    assert int(run(FAULTS, "retained")) * 10 < int(run(FAULTS, "as it is"))


def test_garbage_collections_become_rare():
    before = gc.get_threshold()
    gc.set_threshold(700)
    try:
        tuning.relax_gc()
        assert gc.get_threshold()[0] == tuning.OBJECTS_BETWEEN_COLLECTIONS > 10_000
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)


def test_what_is_preloaded_stays_and_the_users_number_of_threads_too(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    for name in tuning.FORMAT_CHECKERS:
        monkeypatch.delitem(sys.modules, name, raising=False)
    tuning.preload(["json"])
    assert os.environ["OMP_NUM_THREADS"] == "3"
    assert sys.modules.keys().isdisjoint(tuning.FORMAT_CHECKERS)  # who asks for it later finds it
