"""Delivers the files of one report as a set: the folder holds the old ones or the new ones, never some of each.

The new files come about in a staging folder beside the report's folder. Then the two folders change places in one step
(Linux ``renameat2``, macOS ``renamex_np``), and the old one is removed. Where the system cannot do that the files are
replaced one by one, without the stamp that says they belong together until the last one is there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ipasn_analysis.errors import ReportError
from ipasn_analysis.files import atomic_write, mark, remove_abandoned

STAGING = ".staging-"
POLL_SECONDS = 0.1
AT_FDCWD = -100
"""From ``fcntl.h``: paths are relative to the working directory."""
SWAP = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS."""

Replaced = Callable[[str], bool]
"""Whether the file of that name gives way to a new one."""


@dataclass(frozen=True)
class Parcel:
    """A report in the making: `work` for drafts, `files` for what is finished, `folder` where it shall stand."""

    work: Path
    folder: Path

    @property
    def files(self) -> Path:
        """The folder that takes the place of `folder`."""
        return self.work / "files"

    def add(self, name: str, content: bytes) -> None:
        """A finished file."""
        (self.files / name).write_bytes(content)

    def deliver(self, stem: str, stamp: str, kept: frozenset[str]) -> None:
        """Put `files` in the place of `folder`.

        Parameters
        ----------
        stem
            Files of the folder whose name begins with it and a dot belong to the report and go, unless `kept`;
            whatever else stands in the folder stays.
        stamp
            Name of the file that says that the others belong together.
        kept
            Names of files of an earlier build that are as good as new ones.
        """

        def replaced(name: str) -> bool:
            return name not in kept and (name == stamp or name.startswith(f"{stem}."))

        if not self.folder.exists():
            self.files.rename(self.folder)
            return
        self.files.chmod(self.folder.stat().st_mode & 0o7777)
        _carry_over(self.folder, self.files, replaced)
        if _swap(self.files, self.folder):
            _carry_over(self.files, self.folder, replaced)  # what somebody put there meanwhile
        else:
            self._replace_one_by_one(stamp, replaced)

    def _replace_one_by_one(self, stamp: str, replaced: Replaced) -> None:
        """An interruption leaves files without a stamp: out of date, to be built anew."""
        (self.folder / stamp).unlink(missing_ok=True)
        for path in list(self.folder.iterdir()):
            if replaced(path.name) and not (self.files / path.name).exists():
                path.unlink()
        for path in sorted(self.files.iterdir(), key=lambda path: path.name == stamp):
            if not path.is_dir() and (replaced(path.name) or not (self.folder / path.name).exists()):
                _move(path, self.folder / path.name)


@contextmanager
def parcel(folder: Path, patience: float) -> Iterator[Parcel]:
    """A staging folder beside `folder`, removed whatever happens, while no other run builds in the same place.

    Parameters
    ----------
    folder
        Where the report shall stand. A link to another place stays one.
    patience
        Seconds to wait for another run that builds there; then both go on and the last one wins, whole.

    Raises
    ------
    ReportError
        When the place cannot be written, here or by what is done within.
    """
    work = None
    try:
        folder = folder.resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder.parent, patience):
            remove_abandoned(folder.parent, STAGING)
            work = Path(tempfile.mkdtemp(prefix=f"{STAGING}{mark()}", dir=folder.parent))
            made = Parcel(work, folder)
            made.files.mkdir()
            yield made
    except OSError as error:
        raise ReportError(f"{_place(error, work, folder)}: cannot be written ({error.strerror or error})") from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _place(error: OSError, work: Path | None, folder: Path) -> Path:
    """The place that an error is about, without the name of the staging folder."""
    named = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else folder
    if work is not None and named.is_relative_to(work):
        return folder
    return named.parent if named.name.startswith(STAGING) else named


@contextmanager
def _alone(folder: Path, patience: float) -> Iterator[None]:
    """Hold the lock of a folder; without one where the system has none or another run keeps it for too long."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(POLL_SECONDS)
            except OSError:
                break
        yield
    finally:
        os.close(descriptor)


def _carry_over(source: Path, target: Path, replaced: Replaced) -> None:
    """Have in `target` too what is in `source` and is not replaced: as further names of the same files."""
    for path in source.iterdir():
        if replaced(path.name) or (target / path.name).exists() or (target / path.name).is_symlink():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target / path.name, symlinks=True, copy_function=_link)
        else:
            _link(path, target / path.name)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _swap(one: Path, other: Path) -> bool:
    """Have two folders change places in one step; whether the system could."""
    library: Any = ctypes.CDLL(None) if os.name == "posix" else None
    names = (os.fsencode(one), os.fsencode(other))
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return bool(library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], SWAP) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, SWAP) == 0)
    return False


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        atomic_write(target, partial(shutil.copyfile, source))
