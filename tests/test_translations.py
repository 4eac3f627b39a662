"""The English catalogue holds every message of the reports once, with the same figures to fill in, and nothing else.

Messages are found by reading the code: what is given to `say` or `translate`, wherever the text is written.
"""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ipasn_analysis.blocks import cells
from ipasn_analysis.records.reasons import Kind
from ipasn_analysis.writing import words
from ipasn_analysis.writing.locale import Locale

PACKAGE = Path(words.__file__).parents[1]
CATALOGUE = PACKAGE / "writing" / "locale" / "en.po"
ROOMS = ("writing", "blocks", "charts", "sections", "publish", "engine", "build")
SPEAKERS = ("say", "translate", "_say")
IN_TEMPLATE = re.compile(r"""\bsay\(\s*(?:'([^']*)'|"([^"]*)")""")
CATEGORY = re.compile(r"kategori|^str\(value\)$|^name$")
"""Categories are data; their words are in `cells.CATEGORIES`."""
PASSED_ON = {
    *(("locale", "text"), ("words", "message"), ("words", "labels[key]"), ("page", "msgid"), ("reasons", "template")),
}
"""Functions that pass on the message they were given: module, argument."""


class Module:
    """One module: its tree, the functions around each node, and what its constants stand for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def assigned(self, name: str, near: ast.AST) -> list[ast.expr]:
        """Every expression assigned to `name` in the functions around `near`, or else in the module."""
        scope: ast.AST | None = near
        while scope is not None:
            scope = self.parents.get(scope)
            if isinstance(scope, ast.FunctionDef | ast.Module):
                found = [value for target, value in _assignments(scope) if target == name]
                if found:
                    return found
        return []

    def function(self, name: str) -> ast.FunctionDef | None:
        return next(
            (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef) and node.name == name), None
        )

    def imported(self, name: str) -> tuple[Module, str] | None:
        """The module of the package from which `name` comes, and its name there (empty: it is that module itself)."""
        for node in ast.walk(self.tree):
            for alias in node.names if isinstance(node, ast.ImportFrom) and node.module else ():
                if (alias.asname or alias.name) == name:
                    folder = PACKAGE.parent.joinpath(*node.module.split("."))
                    folder = self.path.parent / node.module if node.level else folder
                    if (folder / f"{alias.name}.py").is_file():
                        return module(folder / f"{alias.name}.py"), ""
                    if folder.with_suffix(".py").is_file():
                        return module(folder.with_suffix(".py")), alias.name
        return None


def _assignments(scope: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node.target.id, node.value
        elif isinstance(node, ast.For | ast.comprehension):
            yield from _looped(node.target, node.iter)


def _looped(target: ast.expr, values: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What a loop over written-out pairs, or over the items of a dictionary, assigns to each of its names."""
    if isinstance(values, ast.Call) and isinstance(values.func, ast.Attribute) and values.func.attr == "items":
        names = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
        yield from ((name, values.func.value) for name in names[1:])
    rows = values.elts if isinstance(values, ast.Tuple | ast.List) else []
    for row in rows:
        if isinstance(target, ast.Name):
            yield target.id, row
        elif isinstance(target, ast.Tuple) and isinstance(row, ast.Tuple):
            for name, value in zip(target.elts, row.elts, strict=False):
                if isinstance(name, ast.Name):
                    yield name.id, value


@cache
def module(path: Path) -> Module:
    return Module(path)


def texts(node: ast.expr, home: Module) -> set[str]:  # noqa: PLR0911 (one for each form of expression)
    """Every text that an expression can stand for; none where that cannot be read from the code."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            return texts(node.body, home) | texts(node.orelse, home)
        case ast.BoolOp():
            return set().union(*(texts(value, home) for value in node.values))
        case ast.Dict():
            return set().union(*(texts(value, home) for value in node.values))
        case ast.Tuple() | ast.List():
            return set().union(*(texts(value, home) for value in node.elts))
        case ast.Subscript():
            return texts(node.value, home)
        case ast.Name():
            return _of_name(node, home)
        case ast.Attribute(value=ast.Name(id=owner)):
            found = home.imported(owner)
            return _of_constant(node.attr, found[0]) if found else set()
        case ast.Call(func=ast.Name(id=name)) if home.function(name):
            function = home.function(name)
            assert function is not None
            returned = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value is not None]
            return set().union(*(texts(value, home) for value in returned))
    return set()


def _of_name(node: ast.Name, home: Module) -> set[str]:
    values = home.assigned(node.id, node)
    if values:
        return set().union(*(texts(value, home) for value in values))
    found = home.imported(node.id)
    return _of_constant(found[1], found[0]) if found else set()


def _of_constant(name: str, home: Module) -> set[str]:
    return set().union(*(texts(value, home) for value in home.assigned(name, home.tree.body[0])))


def modules() -> list[Module]:
    return [module(path) for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


def spoken(home: Module) -> Iterator[tuple[ast.expr, set[str]]]:
    """The message of each call of a speaker in a module, and the texts it can be; dictionaries given to `label`."""
    for call in home.calls():
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name in SPEAKERS and call.args:
            message = call.args[1] if name == "say" and len(call.args) > 1 else call.args[0]
            yield message, texts(message, home)
        elif name == "label" and len(call.args) == 3:
            yield call.args[1], texts(call.args[1], home)


def labels(value: object) -> set[str]:
    """The texts of a dictionary of labels, or of a dictionary of such."""
    if isinstance(value, Mapping):
        return set().union(*(labels(entry) for entry in value.values()))
    return {value} if isinstance(value, str) else set()


@cache
def messages() -> frozenset[str]:
    """Every message of the reports."""
    found = set(cells.CATEGORIES) | {kind.words for kind in Kind}
    for home in modules():
        for _, known in spoken(home):
            found |= known
    for name, value in vars(words).items():
        if name.isupper():
            found |= labels(value)
    for path in sorted((PACKAGE / "publish" / "templates").glob("*.j2")):
        found |= {first or second for first, second in IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))}
    return frozenset(found)


@cache
def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, locale="en_GB") if entry.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} | set(re.findall(r"%s", text))


def test_the_text_of_every_message_is_found_in_the_code():
    unknown = [
        f"{home.path.name}:{node.lineno}: {ast.unparse(node)}"
        for home in modules()
        for node, known in spoken(home)
        if not known
        and (home.path.stem, ast.unparse(node)) not in PASSED_ON
        and not CATEGORY.search(ast.unparse(node))
        and not isinstance(node, ast.Dict | ast.Call)
    ]
    assert unknown == []


def test_messages_are_found_however_they_are_written():
    expected = {
        "Perangkat daerah",
        "naik {poin} poin",
        "turun {poin} poin",
        "Eselon IV",
        "sangat rendah",
        "Daftar isi",
        "hingga",
        "Instrumen {nama} baru dikenal sebagian; perbandingan ini bersifat sementara.",
        "Instrumen lain: {nama}, sementara.",
    }
    assert expected <= messages()


def test_every_message_is_translated():
    assert sorted(message for message in messages() if not catalogue().get(message)) == []


def test_no_translation_is_left_of_a_message_that_is_gone():
    assert sorted(set(catalogue()) - messages()) == []


def test_translations_fill_in_the_same_figures():
    differing = {
        message: text for message, text in catalogue().items() if text and placeholders(message) != placeholders(text)
    }
    assert differing == {}


def test_no_message_stands_twice():
    entries = re.findall(r'^msgid ((?:"[^\n]*"\n?)+)', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    counted = Counter("".join(ast.literal_eval(line) for line in entry.splitlines()) for entry in entries)
    assert [message for message, count in counted.items() if count > 1] == []


def test_blanks_and_the_end_of_a_message_are_kept():
    differing = [
        message
        for message, text in catalogue().items()
        if text and (message[:1].isspace(), message[-1:] in ".:;") != (text[:1].isspace(), text[-1:] in ".:;")
    ]
    assert differing == []


def names_of_tables() -> set[str]:
    """The messages that name a table, and a sheet of the workbook."""
    found: set[str] = set()
    for home in modules():
        for call in home.calls():
            if isinstance(call.func, ast.Name) and call.func.id == "Table":
                given = next(
                    (word.value for word in call.keywords if word.arg == "name"), call.args[0] if call.args else None
                )
                spoken_here = [node for node in ast.walk(given) if isinstance(node, ast.Call)] if given else []
                found = found.union(*(texts(node.args[1], home) for node in spoken_here if len(node.args) > 1))
    return found


def test_names_of_tables_name_sheets_in_english_as_well():
    names = {message: catalogue().get(message, "") for message in names_of_tables()}
    assert len(names) > 10
    assert {name for name in names.values() if not 1 <= len(name) <= 31 or set(name) & set("[]:*?/\\")} == set()
    assert len({name.casefold() for name in names.values()}) == len(names)


@pytest.mark.parametrize("message", ["naik {poin} poin", "sangat tinggi", "Perangkat daerah"])
def test_english_is_what_a_reader_of_the_english_report_gets(message: str):
    english = Locale("en").translate(message)
    assert english and english != message
    assert Locale("id").translate(message) == message
