"""Processes that build reports: forked where that is safe, started anew where threads would be missing."""

import os
import sys

import nbformat
import pytest

from ipasn_analysis.build.preload import may_fork
from ipasn_analysis.engine import workers
from ipasn_analysis.publish import pdf_file
from ipasn_analysis.publish.notebook_reader import read_document


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork here")
@pytest.mark.parametrize(("fork", "method"), [(True, "fork"), (False, "spawn")])
def test_work_is_done_in_processes_started_as_asked(fork, method):
    with workers.executor(1, fork=fork) as pool:
        assert workers.submit(pool, os.getpid).result() != os.getpid()
        assert pool._mp_context.get_start_method() == method


def test_a_process_that_has_typeset_is_not_forked():
    pdf_file.fonts.cache_clear()
    assert may_fork()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Judul\n\nIsi.")])
    pdf_file.pdf_of(read_document(notebook))
    assert not may_fork()
