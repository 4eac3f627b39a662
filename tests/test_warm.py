"""What is imported when: nothing slow before it is needed, all of a report before the first fork, nothing lost."""

import subprocess
import sys

HEAVY = ("scipy.stats", "seaborn", "matplotlib.pyplot", "sqlalchemy", "rfc3987_syntax")


def loaded(code: str, *names: str) -> set[str]:
    """Which of `names` a new Python has imported after running `code`."""
    ending = f"\nimport sys; print(*[name for name in {names!r} if name in sys.modules], sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code + ending], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


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
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "threads 1\n"


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


def test_addresses_are_still_checked_by_the_grammar_that_was_put_off():
    code = """
from ipasn_analysis.engine.warm import warm_up
warm_up()
import sys, jsonschema
assert "rfc3987_syntax" not in sys.modules
checker = jsonschema.FormatChecker(["iri"])
jsonschema.validate("https://contoh.id/ä", {"format": "iri"}, format_checker=checker)
try:
    jsonschema.validate("no address", {"format": "iri"}, format_checker=checker)
except jsonschema.ValidationError:
    pass
else:
    raise SystemExit("anything passes")
"""
    assert loaded(code, "rfc3987_syntax") == {"rfc3987_syntax"}
