"""Makes a working folder: a copy of the parameters and notebooks that the package comes with."""

from __future__ import annotations

import shutil
from pathlib import Path

from ipasn_analysis.errors import UsageError, cause
from ipasn_analysis.project.project import packaged_folder

PATTERNS = ("params/*.yaml", "notebooks/*.ipynb")


def create(folder: Path) -> None:
    """Copy params/ and notebooks/ into `folder`; `UsageError`, with nothing written, when a file of theirs is there."""
    source = packaged_folder()
    names = [path.relative_to(source) for pattern in PATTERNS for path in sorted(source.glob(pattern))]
    for name in names:
        if (folder / name).exists():
            raise UsageError("{folder}: file already exists; choose a new folder", folder=folder / name)
    try:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, folder / name)
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=folder, why=cause(error)) from error
