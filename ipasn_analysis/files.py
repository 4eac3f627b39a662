"""Writes files whole or not at all, and removes the temporary files of runs that were killed."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ipasn_analysis.errors import UsageError, cause


def atomic_write(path: Path, content: bytes | Callable[[Path], object], *, mode: int = 0o644) -> None:
    """Write a file whole or not at all, with these permissions: `content`, or what a function writes to a path.

    A temporary file beside `path` is filled and takes its place. Raises `OSError` when that cannot be done.
    """
    remove_abandoned(path.parent, f".{path.name}.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{mark()}", suffix=".part")
    os.close(handle)
    draft = Path(name)
    try:
        if isinstance(content, bytes):
            draft.write_bytes(content)
        else:
            content(draft)
        draft.chmod(mode)
        if path.is_dir():
            path.rmdir()  # an empty folder gives way, any other is an error that names it
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_output(path: Path, content: bytes | Callable[[Path], object], *, mode: int = 0o644) -> None:
    """`atomic_write` of a file that the user has named: `UsageError` when that cannot be done."""
    try:
        atomic_write(path, content, mode=mode)
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=path, why=cause(error)) from error


def refusal(change: Callable[[], object]) -> list[OSError]:
    """Change a file; the error where the system does not let go of it, as Windows of one that is open."""
    try:
        change()
    except PermissionError as error:
        return [error]
    return []


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file's content; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def output_path(name: str, *suffixes: str, option: str = "--out") -> Path:
    """The path of a file that the user names; `UsageError` when it ends otherwise or its folder is not there."""
    path = Path(name)
    if path.suffix.lower() not in suffixes:
        raise UsageError(
            "{option} {name!r} must end in {suffixes}", option=option, name=name, suffixes=", ".join(suffixes)
        )
    if path.is_dir():
        raise UsageError("{option} {name!r} is a folder; name a file", option=option, name=name)
    if not path.parent.is_dir():
        raise UsageError("{option} {name!r}: there is no folder {folder}", option=option, name=name, folder=path.parent)
    return path


def mark() -> str:
    """The part of a temporary name that tells this machine and this process."""
    return f"{_machine()}-{os.getpid()}-"


@contextmanager
def temporary_folder(prefix: str, folder: Path | None = None) -> Iterator[Path]:
    """A folder of that prefix in `folder`, else among the temporary ones; those of killed runs are removed."""
    above = Path(tempfile.gettempdir()) if folder is None else folder
    remove_abandoned(above, prefix)
    with tempfile.TemporaryDirectory(prefix=f"{prefix}{mark()}", dir=above) as name:
        yield Path(name)


def remove_abandoned(folder: Path, prefix: str) -> None:
    """Remove temporary files and folders of that prefix that ended processes of this machine have left."""
    pattern = re.compile(re.escape(f"{prefix}{_machine()}-") + r"(\d+)-")
    left = [(path, int(found[1])) for path in folder.iterdir() if (found := pattern.match(path.name))]
    if not left:
        return
    from psutil import pid_exists  # noqa: PLC0415 - slow to import, and seldom needed

    for path, process in left:
        if not pid_exists(process):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def _machine() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node())


def with_fixed_times(archive: bytes, change: Callable[[bytes], bytes] = bytes) -> bytes:
    """A zip archive (.docx, .pptx) whose members bear one fixed date, so that the same content is the same bytes.

    `change` may change the content of each.
    """
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(result, "w", compression=zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), change(source.read(name)), compress_type=zipfile.ZIP_DEFLATED)
    return result.getvalue()
