"""The catalogues hold every message once, with the same figures to fill in, and nothing else.

Reports are written in Indonesian, with their English in ``en.po``; what commands say in English, with Indonesian in
``id.po``.
"""

from __future__ import annotations

import argparse
import ast
import pickle
import re
import string
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from ipasn_analysis.cli import parser
from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.rules.instrument import CATEGORIES
from ipasn_analysis.sources.reasons import Kind
from ipasn_analysis.writing.writer import Writer, _messages

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ipasn_analysis"
LOCALE = PACKAGE / "writing" / "locale"
KEYWORDS: dict[str, dict[str, None]] = {
    "en": {"w": None, "N_": None, "say": None},
    "id": {"Message": None, "UsageError": None, "ReportError": None, "unknown": None},
}
"""What marks a message, by the language that it is translated to."""
each_language = pytest.mark.parametrize("language", KEYWORDS)


@cache
def messages(language: str) -> frozenset[str]:
    """Every message to be translated to a language that Babel finds with the mappings of pyproject.toml."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(entry["pattern"], entry["method"]) for entry in mappings]
    words = KEYWORDS[language]
    found = extract_from_dir(str(ROOT), methods, keywords=words, directory_filter=lambda path: "ipasn" in path)
    kinds = {text for kind in Kind for text in (kind.words, kind.remedy)}
    data = kinds | set(CATEGORIES) if language == "en" else set()  # of rooms without a writer
    said = frozenset(message for _, _, message, _, _ in found if isinstance(message, str)) | data
    literal = {arg.value for _, arg in calls(language) if isinstance(arg, ast.Constant)}
    return said & literal if language == "id" else said


@cache
def words_of_argparse() -> frozenset[str]:
    """What argparse itself says."""
    found = extract_from_file("python", argparse.__file__, keywords={"_": None, "ngettext": (1, 2)})
    said = [message for _, message, _, _ in found]
    return frozenset(text for one in said for text in (one if isinstance(one, tuple) else (one,)))


@cache
def catalogue(language: str) -> dict[str, str]:
    with (LOCALE / f"{language}.po").open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, locale=language) if entry.id}


def figures(text: str) -> set[tuple[str, str]]:
    """The names that a message fills in, with their specs; the choice between two words is the translation's own."""
    named = {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None}
    plain = re.findall(r"%(?:\(\w+\))?[sr]", text)
    return {(name, spec) for name, spec in named if "|" not in spec} | {(mark, "") for mark in plain}


@cache
def all_calls() -> list[tuple[str, str, ast.Call]]:
    """Every call of a name in the package: where it stands, the name, and the call."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", getattr(node.func, "attr", getattr(node.func, "id", "")), node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


def calls(language: str) -> list[tuple[str, ast.expr]]:
    """What is given to a writer or marked, by any word of a language, with where that is."""
    return [(where, call.args[0]) for where, name, call in all_calls() if name in KEYWORDS[language] and call.args]


@each_language
def test_every_message_is_a_literal_that_babel_finds(language: str):
    """A message in a variable or inside an f-string would not be found; those kept for later are marked with `N_`."""
    given = [(where, arg) for where, arg in calls(language) if "N_(" not in ast.unparse(arg)]
    assert len(given) > 100
    literal = [(where, arg.value) for where, arg in given if isinstance(arg, ast.Constant)]
    unfound = [where for where, text in literal if text not in messages(language)]
    assert unfound == []


@each_language
def test_every_message_is_translated(language: str):
    assert sorted(message for message in messages(language) if not catalogue(language).get(message)) == []


def test_no_error_is_put_together_where_a_catalogue_could_not_find_it():
    """An f-string or a sum of texts is no id; what is no literal is a message that was made elsewhere."""
    composed = [
        where
        for where, arg in calls("id")
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(arg))
    ]
    assert composed == []


def actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Every option, argument and command of a parser and of its commands."""
    found: list[argparse.Action] = []
    for action in parser._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            found += action._choices_actions
            for inner in dict.fromkeys(action.choices.values()):
                found += actions(inner)
    return found


def test_every_help_text_is_said_in_both_languages():
    shown = [action for action in actions(parser()) if action.help and not isinstance(action, argparse._HelpAction)]
    assert len(shown) > 60
    assert [action.dest for action in shown if not isinstance(action.help, Message)] == []


@each_language
def test_no_translation_is_left_of_a_message_that_is_gone(language: str):
    said = messages(language) | (words_of_argparse() if language == "id" else frozenset())
    assert sorted(set(catalogue(language)) - said) == []


@each_language
def test_translations_fill_in_the_same_figures_in_the_same_form(language: str):
    pairs = catalogue(language).items()
    assert {message: text for message, text in pairs if figures(message) != figures(text)} == {}


def test_every_message_can_be_written_in_both_languages():
    for message in messages("id"):
        filled = {
            name: 3 if any(spec for of, spec in figures(message) if of == name) else "x" for name, _ in figures(message)
        }
        words = Message(message, **filled)
        assert all(Writer(language).say(words) for language in KEYWORDS), message


@each_language
def test_the_catalogue_is_read_as_babel_reads_it(language: str):
    assert _messages(language) == {message: text for message, text in catalogue(language).items() if text}


@each_language
def test_no_message_stands_twice(language: str):
    text = (LOCALE / f"{language}.po").read_text(encoding="utf-8")
    entries = re.findall(r'^msgid ((?:"[^\n]*"\n?)+)', text, re.MULTILINE)
    counted = Counter("".join(ast.literal_eval(line) for line in entry.splitlines()) for entry in entries)
    assert [message for message, count in counted.items() if count > 1] == []


@each_language
def test_blanks_and_the_end_of_a_message_are_kept(language: str):
    differing = [
        message
        for message, text in catalogue(language).items()
        if (message[:1].isspace(), message[-1:] in ".:;") != (text[:1].isspace(), text[-1:] in ".:;")
    ]
    assert differing == []


def names_of_tables() -> set[str]:
    """The messages that name a table, and a sheet of the workbook."""
    found: set[str] = set()
    for _, name, call in all_calls():
        if name in ("Table", "table", "item_table"):
            given = next((word.value for word in call.keywords if word.arg == "name"), *call.args[:1])
            said = [node for node in ast.walk(given) if isinstance(node, ast.Call) and ast.unparse(node.func) == "w"]
            found |= {node.args[0].value for node in said if isinstance(node.args[0], ast.Constant)}
    return found


def test_names_of_tables_name_sheets_in_english_as_well():
    names = {message: catalogue("en").get(message, "") for message in names_of_tables()}
    assert len(names) > 10
    assert {name for name in names.values() if not 1 <= len(name) <= 31 or set(name) & set("[]:*?/\\")} == set()
    assert len({name.casefold() for name in names.values()}) == len(names)


@pytest.mark.parametrize("message", ["sangat tinggi", "Perangkat daerah"])
def test_english_is_what_a_reader_of_the_english_report_gets(message: str):
    english = Writer("en")(message)
    assert english and english != message
    assert Writer("id")(message) == message


def test_a_message_is_said_in_both_languages_with_the_messages_within_it():
    inner = Message("{text!r} is not {what}", text="x", what=Message("a year, such as 2025"))
    error = UsageError(inner)
    assert str(error) == "'x' is not a year, such as 2025"
    assert Writer("id").say(error.message) == "'x' bukan tahun, misalnya 2025"
    assert Writer("en").say(error.message) == str(error)


def test_a_message_keeps_what_it_knows_between_processes_and_no_password():
    message = Message(
        "unknown {what} {value!r}; known: {known}", what=Message("format"), value="a://b:secret@c", known=""
    )
    copied = pickle.loads(pickle.dumps(UsageError(message))).message
    assert (copied, copied.template, dict(copied.values)) == (message, message.template, dict(message.values))
    assert "secret" not in message + Writer("id").say(copied) and Writer("id").say(copied).startswith("format ")


def test_numbers_of_a_message_are_written_in_its_language():
    message = Message(
        "{few:i} {few:row|rows} of {rows:i}, {mean:n} points, {rest:a} left", few=1, rows=1200, mean=60.224, rest=0.5
    )
    assert message == "1 row of 1,200, 60.22 points, 0.5 left"
    assert Writer("id").say(message) == "1 row of 1.200, 60,22 points, 0,50 left"
