"""Names what the environment lacks of the packages of pyproject.toml; exit status 1 if anything."""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
RELEASE = "release"
"""The extra that no target but `make release` needs."""
NAMES = {"pypandoc-binary": "pypandoc"}
"""Packages that serve as well as the one named."""


def lacking() -> list[str]:
    """The requirements, but those of a release, that are not installed or too old."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - may be what is lacking

    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    wanted += [requirement for name, more in extras.items() if name != RELEASE for requirement in more]

    def is_met(requirement: Requirement) -> bool:
        for name in (requirement.name, NAMES.get(requirement.name, requirement.name)):
            try:
                return requirement.specifier.contains(version(name), prereleases=True)
            except PackageNotFoundError:
                continue
        return False

    return sorted(str(one) for one in map(Requirement, wanted) if not is_met(one))


if __name__ == "__main__":
    try:
        found = lacking()
    except ModuleNotFoundError as error:
        found = [str(error.name)]
    if found:
        print(f"{sys.prefix} lacks {', '.join(found)}", file=sys.stderr)
        raise SystemExit(1)
