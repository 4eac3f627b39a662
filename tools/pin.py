"""Pins every package: writes requirements.lock from pyproject.toml, and environment.yml from the lock.

Needs uv (``pip install uv``). Run it after changing a dependency, and commit both files.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# The environment for conda or mamba: conda env create -f environment.yml && conda activate ipasn
# Written by tools/pin.py: the packages of pyproject.toml from conda-forge, and by pip what that lacks.
name: ipasn
channels:
  - conda-forge
dependencies:
  - python>=3.11
  - make
  - pip
"""
BY_PIP = (
    "axe-playwright-python",
    "font-source-sans-pro",
    "playwright",
    "psycopg",
    "pypandoc-binary",
    "pypdfium2",
    "typst",
)
"""What conda-forge lacks, has without the binaries that are needed or not for Windows, or has too late."""
ON_CONDA_FORGE = {
    "brotli": "brotli-python",
    "build": "python-build",
    "duckdb": "python-duckdb",
    "jupyter-client": "jupyter_client",
    "lazy-loader": "lazy_loader",
}
"""The names there of packages that the Python Package Index names otherwise."""


def lock() -> None:
    """Resolve all dependencies for every Python from 3.11 on, with hashes and without an index address."""
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    options = [
        "--fork-strategy",
        "fewest",
        "--no-emit-index-url",
        "--all-extras",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ]
    build = "\n".join(_read()["build-system"]["requires"])
    subprocess.run(
        [*command, *options, "pyproject.toml", "-", "-o", "requirements.lock"],
        cwd=ROOT,
        check=True,
        input=build,
        text=True,
    )


def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def direct() -> list[str]:
    """The requirements of pyproject.toml: of the package, its extras, and its build."""
    project, build = _read()["project"], _read()["build-system"]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    return sorted([*project["dependencies"], *extras, *build["requires"]], key=str.lower)


def pinned() -> dict[str, str]:
    """Version of each package in the lock."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, flags=re.MULTILINE))


def environment() -> str:
    """The content of environment.yml."""
    versions, by_conda, by_pip = pinned(), [], []
    for requirement in map(Requirement, direct()):
        name = requirement.name
        if name in BY_PIP:
            extras = f"[{','.join(requirement.extras)}]" if requirement.extras else ""
            by_pip.append(f"      - {name}{extras}=={versions[name]}\n")
        else:
            by_conda.append(f"  - {ON_CONDA_FORGE.get(name, name)}{requirement.specifier}\n")
    return HEAD + "".join(sorted(by_conda)) + "  - pip:\n" + "".join(by_pip)


if __name__ == "__main__":
    if "--environment-only" not in sys.argv:
        lock()
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
