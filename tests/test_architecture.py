"""The house keeps its direction: no module imports from a room to its right (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ipasn_analysis"
ROOMS = [
    {"errors", "memory"},
    {"plain_yaml"},
    {"instruments"},
    {"params"},
    {"pseudonym"},
    {"sources"},
    {"records"},
    {"scoring"},
    {"store"},
    {"scorefile"},
    {"check"},
    {"analysis"},
    {"peoplelist"},
    {"presentation"},
    {"api"},
    {"reporting"},
    {"completion", "arguments"},
    {"cli"},
    {"__init__", "__main__"},
]
PLACE = {name: place for place, names in enumerate(ROOMS) for name in names}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from, relative imports resolved; what only type checkers see counts as well."""
    package = ("ipasn_analysis", *path.relative_to(PACKAGE).parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{whole}.{alias.name}" for alias in node.names] if whole == "ipasn_analysis" else [whole]
        for name in names:
            parts = name.split(".")
            if parts[0] == "ipasn_analysis" and len(parts) > 1:
                found.add(parts[1])
    return {name for name in found if name in PLACE}


def test_every_module_has_a_room():
    assert {room(path) for path in modules()} <= set(PLACE)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_imported_from_the_right(path):
    if room(path) in {"__init__", "__main__"}:
        return
    own = PLACE[room(path)]
    assert {name for name in imported(path) if PLACE[name] > own} == set()


def test_presentation_knows_facts_alone():
    for path in sorted((PACKAGE / "presentation").rglob("*.py")):
        assert imported(path) <= {"presentation", "instruments", "errors"}, path


def test_disclosure_stands_before_presentation():
    facts = (PACKAGE / "analysis" / "facts").glob("*.py")
    used = [path for path in facts if "disclosure" in path.read_text(encoding="utf-8")]
    assert len(used) >= 4
