"""What the command asks of the C library and of the collector, seen from outside."""

import gc
import subprocess
import sys

import pytest

FAULTS = """
import gc, resource, sys
import numpy as np
from ipasn_analysis import memory
if sys.argv[1] == "kept":
    assert memory.keep_freed()
def work():
    held = [np.ones(3_000_000) for _ in range(6)]
for _ in range(3):
    work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of other systems cannot be told")
def test_memory_given_back_is_used_again_without_asking_the_system():
    assert faults("kept") * 10 < faults("as it is")


def test_searches_for_garbage_become_rare(monkeypatch):
    from ipasn_analysis.engine import memory

    before = gc.get_threshold()
    gc.set_threshold(700)
    try:
        memory.collect_rarely()
        assert gc.get_threshold()[0] == memory.OBJECTS_BETWEEN_COLLECTIONS > 10_000
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
