"""Processes that build reports: forked where that is safe, begun anew where threads would be missing."""

import os
import sys

import pytest

from ipasn_analysis.engine import isolation, workers


def start_method() -> str:
    with workers.executor(1, None) as pool:
        assert workers.submit(pool, os.getpid).result() != os.getpid()
        return pool._mp_context.get_start_method()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork here")
def test_a_process_that_has_typeset_is_not_forked(monkeypatch):
    monkeypatch.setattr(isolation, "_native_threads", set())
    assert start_method() == "fork"
    isolation.note_native_threads("typst")
    assert start_method() == "spawn"


def test_typesetting_is_noted(monkeypatch):
    from ipasn_analysis.build import build

    monkeypatch.setattr(isolation, "_native_threads", set())
    assert not isolation.has_native_threads()
    notebook = _notebook()
    build._pdf(notebook)
    assert isolation.has_native_threads()


def _notebook():
    import nbformat

    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Judul\n\nIsi.")])
