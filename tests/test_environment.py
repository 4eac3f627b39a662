"""pyproject.toml, requirements.lock and environment.yml agree, and name no index."""

import importlib.metadata
import re
from pathlib import Path

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


def test_environment_yml_is_made_from_the_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert text == pin.environment()
    packages = yaml.safe_load(text)["dependencies"][-1]["pip"]
    fixed = ("jupyter", "papermill", "pandas", "matplotlib", "seaborn", "nbconvert", "scipy", "pytest")
    assert {name for name in fixed if any(package.startswith(f"{name}==") for package in packages)} == set(fixed)


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
