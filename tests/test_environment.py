"""pyproject.toml, requirements.lock and environment.yml agree, and name no index."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

import pin  # noqa: E402

TOLERATED = {
    "bleach": "nbconvert brings it; the reports are sanitized by nh3",
    "mkdocs-material": "builds the sample site alone; security updates until May 2027",
}


def test_the_lock_satisfies_every_requirement():
    versions = pin.pinned()
    for line in pin.direct():
        requirement = Requirement(line)
        assert requirement.specifier.contains(versions[requirement.name.lower()], prereleases=True), line


def test_environment_yml_has_every_requirement_from_conda_forge_or_by_pip():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert text == pin.environment()
    *packages, by_pip = yaml.safe_load(text)["dependencies"]
    required = {requirement.name: requirement for requirement in map(Requirement, pin.direct())}
    held = {Requirement(package).name: Requirement(package).specifier for package in packages}
    assert {"jupyter", "papermill", "pandas", "matplotlib", "seaborn", "nbconvert", "scipy", "pytest"} <= held.keys()
    for name, requirement in required.items():
        other = pin.ON_CONDA_FORGE.get(name, name)
        assert (other in held) != (name in pin.BY_PIP)
        assert name in pin.BY_PIP or held[other] == requirement.specifier
    pinned = {Requirement(package).name: str(Requirement(package).specifier) for package in by_pip["pip"]}
    assert pinned == {name: f"=={pin.pinned()[name]}" for name in pin.BY_PIP}


def test_every_pin_has_hashes_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text and "index" not in text
    for block in re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE):
        if "==" in block:
            assert "--hash=sha256:" in block, block[:60]


def test_no_package_is_given_up_by_its_authors() -> None:
    """Their own words (the classifiers), as far as what is installed tells."""
    stated = {one.name: one.metadata.get_all("Classifier", []) for one in importlib.metadata.distributions()}
    assert {name for name, words in stated.items() if "Development Status :: 7 - Inactive" in words} <= TOLERATED.keys()


def test_versions_stand_in_the_lock_for_what_builds_too() -> None:
    assert {"setuptools", "fonttools", "brotli", "font-source-sans-pro"} <= pin.pinned().keys()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What set-up reads of the project, as a clone has it: without fonts."""
    clone = tmp_path / "clone"
    for name in ("ipasn_analysis", "tools"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    for name in ("Makefile", "pyproject.toml", "setup.py", "requirements.lock", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, clone / name)
    return clone


def set_up(clone: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`make setup` where only these variables tell of an active environment."""
    other = {name: value for name, value in os.environ.items() if not name.startswith(("CONDA", "VIRTUAL", "MAKE"))}
    command = ["make", *words, "setup"]
    return subprocess.run(command, cwd=clone, env=other | variables, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_in_an_active_environment_set_up_makes_the_fonts_and_no_other(clone: Path, tmp_path: Path) -> None:
    active = tmp_path / "active"
    venv.create(active, symlinks=True)
    (packages,) = active.glob("lib/python*/site-packages")
    (packages / "needed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    done = set_up(clone, VIRTUAL_ENV=str(active))
    assert done.returncode == 0, done.stderr
    assert (clone / "ipasn_analysis" / "blocks" / "fonts" / "glyphs.txt").is_file()
    assert not (clone / ".venv").exists() and (active / "bin" / "ipasn").is_file()
    assert set_up(clone, "--question", VIRTUAL_ENV=str(active)).returncode == 0


def test_of_an_active_environment_without_the_packages_it_is_said_what_to_do(clone: Path, tmp_path: Path) -> None:
    empty = str(tmp_path / "empty")
    venv.create(empty, symlinks=True)
    done = set_up(clone, CONDA_PREFIX=empty, CONDA_DEFAULT_ENV="ipasn")
    assert done.returncode == 2 and "conda env update --file environment.yml" in done.stderr
    assert " lacks " in done.stderr and "Traceback" not in done.stderr
    assert "-r requirements.lock" in set_up(clone, "--just-print", VIRTUAL_ENV=empty).stdout
    assert "-m venv .venv" in set_up(clone, "--just-print", CONDA_PREFIX=empty, CONDA_DEFAULT_ENV="base").stdout
