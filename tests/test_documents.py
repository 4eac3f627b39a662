"""The documents hold to the program: what exists is named, what is named exists, links lead somewhere, blocks run."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel
from support.built import BuiltReport

from ipasn_analysis.cli import parser
from ipasn_analysis.rules import params
from ipasn_analysis.sections.report import SECTIONS

ROOT = Path(__file__).resolve().parent.parent

import readme  # noqa: E402

READMES = ("README.md", "README.id.md")
DOCUMENTS = [
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
OTHER_OPTIONS = {"--version", "--wheel", "--all-files", "--engine", "--to", "--help", "--fix"}
"""Options of pre-commit, papermill, jupyter and tools/ that the documents name."""


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def code(document: str) -> list[str]:
    """What stands in code in a document: spans, and the lines of blocks."""
    whole = text(document)
    blocks = re.findall(r"^```\w*\n(.*?)^```", whole, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", whole, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", rest), *(line for block in blocks for line in block.splitlines())]


def blocks(document: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(document), re.MULTILINE | re.DOTALL)


@cache
def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*?## ", text("Makefile"), re.MULTILINE))


@cache
def commands() -> dict[str, argparse.ArgumentParser]:
    return {name: command for name, (command, _) in readme.subparsers().items()}


# Targets, commands, options


@pytest.mark.parametrize("document", READMES)
def test_every_make_target_is_named(document: str) -> None:
    named = {match for line in code(document) for match in re.findall(r"^make ([a-z-]+)", line)}
    assert make_targets() - {"test-long"} <= named


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_target_command_or_option_is_made_up(document: str) -> None:
    known = {option for command in commands().values() for a in command._actions for option in a.option_strings}
    for line in code(document):
        for target in re.findall(r"(?:^|\s)make ([a-z-]+)", line):
            assert target in make_targets(), line
        for command in re.findall(r"(?:^|\s|\()ipasn ([a-z][a-z-]*)", line):
            assert command in commands(), line
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", line):
            assert option in known | OTHER_OPTIONS, line


def test_options_stand_with_a_command_that_has_them() -> None:
    for document in DOCUMENTS:
        for line in code(document):
            found = re.match(r"ipasn ([a-z-]+) (.*)", line)
            if found:
                own = {option for action in commands()[found[1]]._actions for option in action.option_strings}
                assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", found[2])) <= own, line


@pytest.mark.parametrize("document", READMES)
def test_the_table_of_commands_is_that_of_the_parser(document: str) -> None:
    assert readme.written(document) == text(document), "run: python tools/readme.py"
    for name, command in commands().items():
        for option in readme.options(command):
            assert f"`{option}`" in readme.table(document).split(f"`ipasn {name}")[1]


def test_every_command_and_option_has_help() -> None:
    assert parser().description
    for name, (command, words) in readme.subparsers().items():
        assert words, name
        for action in command._actions:
            assert action.help or not action.option_strings, f"{name} {action.dest}"


def test_the_help_of_make_lists_its_targets() -> None:
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in shown.splitlines()[1:]} == make_targets()


# Keys and sections


def fields(model: type[BaseModel]) -> Iterator[str]:
    yield from model.model_fields


def test_every_parameter_is_documented_and_none_that_does_not_exist() -> None:
    part = text("docs/data.md").split("## Parameters of a region")[1].split("\n## ")[0]
    rows = [row for row in part.splitlines() if row.startswith("| `")]
    first = {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert first == set(params.Params.model_fields)
    for model in (params.Thresholds, params.Published):
        assert all(f"`{key}`" in part for key in fields(model))


def test_a_new_region_shows_every_parameter_it_does_not_need() -> None:
    from ipasn_analysis.api.new_region import TEMPLATE

    shown = set(re.findall(r"^#? ?([a-z_]+):", TEMPLATE, re.MULTILINE)) | {"province"}
    assert shown <= set(params.Params.model_fields)
    filled = TEMPLATE.format(name='"X"', code='"32"', level="provinsi", province="")
    assert set(yaml.safe_load(filled)) >= {"name", "code", "level", "target", "instrument", "thresholds", "costs"}


def test_every_key_of_the_result_is_documented_and_none_that_does_not_exist(
    tapin: BuiltReport, kalsel: BuiltReport
) -> None:
    rows = re.findall(r"^\| [^|`]+ \| `\w+` \| [^|]+ \| ([^|]+) \|$", text("docs/metodologi.md"), re.MULTILINE)
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == set(tapin.result) | set(kalsel.result)


def test_every_column_of_the_score_file_is_documented(sample: Path, tmp_path: Path) -> None:
    from ipasn_analysis.cli import main

    snapshot = next(path for path in sorted((sample / "tapin").iterdir(), reverse=True) if path.is_dir())
    assert main(["score", str(snapshot), "--out", str(tmp_path / "a.csv")]) == 0
    columns = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    part = text("docs/data.md").split("## The score file")[1].split("\n## ")[0]
    assert set(columns) <= set(re.findall(r"[a-z_]+", part))


def test_every_section_is_documented_with_its_title(tapin: BuiltReport, kalsel: BuiltReport) -> None:
    rows = re.findall(r"^\| ([^|`]+) \| `(\w+)` \|", text("docs/metodologi.md"), re.MULTILINE)
    assert [name for _, name in rows] == list(SECTIONS)
    shown = tapin.path("html").read_text(encoding="utf-8") + kalsel.path("html").read_text(encoding="utf-8")
    for title, _ in rows:
        assert title.replace(" (provinsi)", "") in shown, title


def test_every_room_and_module_named_in_the_architecture_exists() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", text("docs/architecture.md"), re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    package = ROOT / "ipasn_analysis"
    for name in names - {"Chart"}:
        assert any((place / f"{name.rstrip('/')}{end}").exists() for place in (package, ROOT) for end in ("", ".py")), (
            name
        )
    rooms = {path.stem for path in package.iterdir() if path.suffix in {"", ".py"} and not path.name.startswith("__")}
    assert rooms <= {name.rstrip("/") for name in names}


def test_modules_named_in_the_method_exist() -> None:
    named = re.findall(r"`((?:statistics|disclosure|facts|scoring)/[\w/.]*)`", text("docs/metodologi.md"))
    assert len(named) > 10
    for name in named:
        assert (ROOT / "ipasn_analysis" / name).exists(), name


# Links, blocks, citation


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_relative_link_leads_somewhere(document: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text(document)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (ROOT / document).parent / name if name else ROOT / document
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_pictures_have_words_and_are_small() -> None:
    for document in READMES:
        (found,) = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text(document))
        assert len(found[0]) > 60
        assert (ROOT / found[1]).stat().st_size < 150_000


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A copy of what commands in the documents may change, and the environment they run in."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    here = Path(sys.executable).parent
    return os.environ | {
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(here.parent),
        "PYTHONPATH": str(ROOT),
    }


@pytest.mark.parametrize("document", [*READMES, "CONTRIBUTING.md"])
def test_every_shell_block_runs(document: str, project: dict[str, str]) -> None:
    lines = [line for block in blocks(document, "sh") for line in block.splitlines() if line.strip()]
    assert lines
    for line in lines:
        words = shlex.split(line)
        if words[0] == "make":  # what it would do; the tests of reports do it
            words = ["make", "-n", "-C", str(ROOT), *words[1:]]
        elif words[0] == "ipasn":
            words = [sys.executable, "-m", "ipasn_analysis", *words[1:]]
        elif words == [".venv/bin/pre-commit", "install"]:
            words = [sys.executable, "-m", "pre_commit", "validate-config", str(ROOT / ".pre-commit-config.yaml")]
        done = subprocess.run(words, env=project, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, f"{line}: {done.stderr}"


def test_make_targets_in_running_text_work(project: dict[str, str]) -> None:
    lines = {line for document in DOCUMENTS for line in code(document) if re.match(r"make [a-z]", line)}
    for line in sorted(lines):
        words = ["make", "-n", "-C", str(ROOT), *shlex.split(line)[1:]]
        if line in ("make report", "make sheets", "make open"):
            words.append("REGION=banjar")
        done = subprocess.run(words, env=project, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, f"{line}: {done.stderr}"


@pytest.mark.parametrize("document", READMES)
def test_the_python_of_the_readme_runs(document: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    import ipasn_analysis as ipasn

    assert callable(ipasn.scores)
    monkeypatch.setattr("ipasn_analysis.project.Project.default_data", lambda project: str(sample))
    (block,) = blocks(document, "python")
    names: dict[str, Any] = {}
    exec(block.replace('"banjar"', '"tapin"'), names)
    assert names["ax"].has_data()
    mpl.pyplot.close("all")


def test_citation_and_changelog_tell_the_version() -> None:
    import tomllib

    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    citation = yaml.safe_load(text("CITATION.cff"))
    assert (citation["cff-version"], citation["version"], citation["license"]) == ("1.2.0", version, "MIT")
    assert re.search(rf"^## \[{re.escape(version)}\]|^{re.escape(version)} will be", text("CHANGELOG.md"), re.MULTILINE)
    assert "## [Unreleased]" in text("CHANGELOG.md")
    for document in READMES:
        assert f"ipasn_analysis-{version}-py3-none-any.whl" in text(document)


def test_the_hooks_call_what_is_installed() -> None:
    hooks = [hook for repo in yaml.safe_load(text(".pre-commit-config.yaml"))["repos"] for hook in repo["hooks"]]
    assert {"ruff-check", "mypy", "imports", "notebooks-without-outputs", "no-personal-data"} <= {
        hook["id"] for hook in hooks
    }
    for hook in hooks:
        assert hook["language"] == "system"
        runner, program, *rest = hook["entry"].split()
        assert os.access(ROOT / runner, os.X_OK) and shutil.which(program, path=str(Path(sys.executable).parent))
        assert program != "python" or (ROOT / rest[0]).is_file()


# Both languages

PAIRS = [
    ("README.md", "README.id.md"),
    *(
        (f"docs/{path.name.removesuffix('.id.md')}.md", f"docs/{path.name}")
        for path in sorted(ROOT.glob("docs/*.id.md"))
    ),
    ("docs/metodologi.en.md", "docs/metodologi.md"),
]
"""Documents in English, each with its Indonesian."""
GENERATED = re.compile(r"<!-- (keys: begin|commands).*?<!-- (keys: end|/commands) -->", re.DOTALL)
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def prose(document: str) -> str:
    """A document without its code blocks and generated tables."""
    return BLOCK.sub("", GENERATED.sub("", text(document)))


@pytest.mark.parametrize(("english", "indonesian"), PAIRS)
def test_both_languages_have_the_same_headings_blocks_and_rows(english: str, indonesian: str) -> None:
    for found in (
        lambda document: re.findall(r"^#+(?= )", prose(document), re.MULTILINE),
        lambda document: [
            line for block in BLOCK.findall(text(document)) for line in re.sub(r" *#.*", "", block).split("\n")
        ],
        lambda document: [line.count("|") for line in prose(document).splitlines() if line.startswith("|")],
    ):
        assert found(english) == found(indonesian)


@pytest.mark.parametrize(("english", "indonesian"), PAIRS[1:])
def test_both_languages_have_the_same_code_figures_and_formulas(english: str, indonesian: str) -> None:
    code_spans, figures = re.compile(r"`([^`]+)`"), re.compile(r"\d+(?:[.,]\d+)*")
    formulas, words = re.compile(r"\$+([^$]+)\$+"), re.compile(r"\\text\{[^}]*\}")

    def written(document: str) -> str:
        """Prose with one mark in all figures: each language has its own for decimals and thousands."""
        return re.sub(r"(?<=\d)(?:\{,\}|,)(?=\d)", ".", prose(document))

    for found in (
        lambda whole: {" ".join(span.split()) for span in code_spans.findall(whole)},
        lambda whole: set(figures.findall(code_spans.sub("", whole))),
        lambda whole: {words.sub("", formula) for formula in formulas.findall(whole)},
    ):
        assert found(written(english)) ^ found(written(indonesian)) == set()
