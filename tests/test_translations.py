"""The English catalogue holds every message of the reports once, with the same figures to fill in, and nothing else."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from ipasn_analysis.rules.instrument import CATEGORIES
from ipasn_analysis.sources.reasons import Kind
from ipasn_analysis.writing.writer import Writer

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ipasn_analysis"
CATALOGUE = PACKAGE / "writing" / "locale" / "en.po"
KEYWORDS: dict[str, None] = {"w": None, "N_": None, "say": None}


@cache
def messages() -> frozenset[str]:
    """Every message that Babel finds with the mappings of pyproject.toml."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(entry["pattern"], entry["method"]) for entry in mappings]
    found = extract_from_dir(str(ROOT), methods, keywords=KEYWORDS, directory_filter=lambda path: "ipasn" in path)
    data = {kind.words for kind in Kind} | set(CATEGORIES)  # of rooms that know no writer
    return frozenset(message for _, _, message, _, _ in found if isinstance(message, str)) | data


@cache
def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, locale="en_GB") if entry.id}


def figures(text: str) -> set[tuple[str, str]]:
    """The names that a message fills in, with their specs; the choice between two words is the translation's own."""
    named = {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None}
    return {(name, spec) for name, spec in named if "|" not in spec} | {(mark, "") for mark in re.findall("%s", text)}


def calls() -> list[tuple[str, ast.expr]]:
    """What is given to a writer or marked, call by call, with where that is."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0])
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rpartition(".")[2] in KEYWORDS
    ]


def test_every_message_is_a_literal_that_babel_finds():
    """A message in a variable or inside an f-string would not be found; those kept for later are marked with `N_`."""
    given = [(where, arg) for where, arg in calls() if "N_(" not in ast.unparse(arg)]
    assert len(given) > 500
    literal = [(where, arg.value) for where, arg in given if isinstance(arg, ast.Constant)]
    unfound = [where for where, text in literal if text not in messages()]
    assert unfound == []


def test_every_message_is_translated():
    assert sorted(message for message in messages() if not catalogue().get(message)) == []


def test_no_translation_is_left_of_a_message_that_is_gone():
    assert sorted(set(catalogue()) - messages()) == []


def test_translations_fill_in_the_same_figures_in_the_same_form():
    differing = {message: text for message, text in catalogue().items() if figures(message) != figures(text)}
    assert differing == {}


def test_no_message_stands_twice():
    entries = re.findall(r'^msgid ((?:"[^\n]*"\n?)+)', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    counted = Counter("".join(ast.literal_eval(line) for line in entry.splitlines()) for entry in entries)
    assert [message for message, count in counted.items() if count > 1] == []


def test_blanks_and_the_end_of_a_message_are_kept():
    differing = [
        message
        for message, text in catalogue().items()
        if (message[:1].isspace(), message[-1:] in ".:;") != (text[:1].isspace(), text[-1:] in ".:;")
    ]
    assert differing == []


def names_of_tables() -> set[str]:
    """The messages that name a table, and a sheet of the workbook."""
    found: set[str] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("Table", "table", "item_table"):
                given = next((word.value for word in call.keywords if word.arg == "name"), *call.args[:1])
                said = [
                    node for node in ast.walk(given) if isinstance(node, ast.Call) and ast.unparse(node.func) == "w"
                ]
                found |= {node.args[0].value for node in said if isinstance(node.args[0], ast.Constant)}
    return found


def test_names_of_tables_name_sheets_in_english_as_well():
    names = {message: catalogue().get(message, "") for message in names_of_tables()}
    assert len(names) > 10
    assert {name for name in names.values() if not 1 <= len(name) <= 31 or set(name) & set("[]:*?/\\")} == set()
    assert len({name.casefold() for name in names.values()}) == len(names)


@pytest.mark.parametrize("message", ["sangat tinggi", "Perangkat daerah"])
def test_english_is_what_a_reader_of_the_english_report_gets(message: str):
    english = Writer("en")(message)
    assert english and english != message
    assert Writer("id")(message) == message
