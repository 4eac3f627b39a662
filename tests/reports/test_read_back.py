"""Built reports read back: each cell of each table in HTML and PDF, and each figure in a sentence, against the JSON."""

from __future__ import annotations

import random
import re

import pytest
from support import readback
from support.built import BuiltReport


@pytest.fixture(params=["id", "en"])
def report(request: pytest.FixtureRequest) -> tuple[BuiltReport, str]:
    return request.getfixturevalue({"id": "tapin", "en": "tapin_in_english"}[request.param]), request.param


@pytest.fixture
def printed(report: tuple[BuiltReport, str]) -> str:
    """The text of the whole report as it is printed, with its appendix."""
    return readback.pdf_text(report[0].written("pdf", appendix=True))


def same_words(row: list[str], language: str) -> list[str]:
    return [readback.bare(" ".join(cell.split()), language) for cell in row]


def test_every_cell_of_every_table_of_the_html_is_that_of_the_json(report) -> None:
    built, language = report
    shown = readback.html_tables(readback.soup_of(built.path("html")))
    compared = 0
    for name, table in built.result["tabel"].items():
        rows = [same_words(row, language) for row in readback.table_cells(table, language)]
        found = [same_words(row, language) for row in shown[" ".join(table["judul"].split())]]
        assert found == rows, name
        compared += sum(map(len, rows))
    assert compared > 1_000


def test_every_row_of_figures_of_the_json_stands_in_the_pdf(report, printed) -> None:
    built, language = report
    rows = re.sub(r"\((?:kurang dari|fewer than)\s+\d+\s+(?:pegawai|employees)\)", "", printed)  # beside hidden figures
    text = readback.bare(" ".join(readback.figures(rows)), language)
    compared = 0
    for name, table in built.result["tabel"].items():
        for row in readback.table_cells(table, language):
            expected = readback.figures(" ".join(row))
            sought = readback.bare(" ".join(expected), language)
            assert f" {sought} " in f" {text} " or not expected, (name, row)
            compared += len(expected)
    assert compared > 1_000


def test_every_figure_in_a_sentence_follows_from_the_json(report) -> None:
    built, language = report
    facts = readback.Facts(built.result, language)
    lines = readback.sentences(readback.soup_of(built.path("html")))
    figures = [(token, line) for line in lines for token in readback.figures(line)]
    assert len(figures) > 200
    assert [pair for pair in figures if not facts.know(pair[0])] == []


def test_the_sentences_of_the_pdf_are_those_of_the_html(report, printed) -> None:
    built, _ = report
    foot = re.compile(r"(?:Halaman|Page) \d+ (?:dari|of) \d+\s+[^\r\n]*[\r\n]+")  # and the next page's head
    printed = foot.sub(" ", printed)
    text = "".join(printed.split()).replace("\ufffe", "").replace("\u00ad", "")
    lines = [line for line in readback.sentences(readback.soup_of(built.path("html"))) if len(line) > 60]
    figures = " ".join(readback.figures(printed))
    found = ["".join(line.split()) in text or " ".join(readback.figures(line)) in figures for line in lines]
    assert len(found) > 30 and all(found), lines[found.index(False)]


def test_a_wrong_figure_would_be_found(tapin) -> None:
    """Of figures with two decimals that are not in the report, the rules let few through."""
    facts = readback.Facts(tapin.result, "id")
    rng = random.Random(5)
    wrong = [f"{rng.randint(15, 70)},{rng.randint(0, 99):02d}" for _ in range(400)]
    assert sum(map(facts.know, wrong)) < 200
    assert not facts.know("123.456") and not facts.know("98,76543")
    index = readback.number(tapin.result["indeks"], 2, "id")
    assert facts.know(index) and facts.know(readback.number(tapin.result["pegawai"]["diukur"], 0, "id"))
