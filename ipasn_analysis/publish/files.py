"""Writes files whole or not at all, and clears away what killed runs have left."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from pathlib import Path

from ipasn_analysis.errors import ReportError


def write_whole(path: Path, content: bytes) -> None:
    """Fill a temporary file beside `path` and move it there; `ReportError` when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_abandoned(path.parent, f".{path.name}.")
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{mark()}", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(f"{path}: cannot be written ({error.strerror or error})") from error


def mark() -> str:
    """What names of temporary files begin with after their prefix: this machine and this process."""
    return f"{_machine()}-{os.getpid()}-"


def remove_abandoned(folder: Path, prefix: str) -> None:
    """Remove temporary files and folders of that prefix whose process, on this machine, is no more."""
    pattern = re.compile(re.escape(f"{prefix}{_machine()}-") + r"(\d+)-")
    for path in folder.iterdir():
        found = pattern.match(path.name)
        if found and not _is_running(int(found[1])):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _machine() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node())


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
