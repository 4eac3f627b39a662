"""Delivers the files of one report as a set: the folder holds the old ones or the new ones, never some of each.

The new files come about in a staging folder beside the report's folder. Then the two folders change places in one step
(Linux ``renameat2``), and the old one is removed. Where the system cannot do that the files are
replaced one by one; the record that says they belong together is removed first and written last.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ipasn_analysis.errors import ReportError, cause
from ipasn_analysis.files import atomic_write, mark, refusal, remove_abandoned

STAGING = ".staging-"
POLL_SECONDS = 0.1
AT_FDCWD = -100
"""From ``fcntl.h``: paths are relative to the working directory."""
RENAME_EXCHANGE = 2
"""From ``linux/fs.h``."""

Replaced = Callable[[str], bool]
"""Whether the file of that name gives way to a new one."""


@dataclass(frozen=True)
class StagedReport:
    """A report in the making: its staging folder `work`, and `folder`, where it will be."""

    work: Path
    folder: Path

    @property
    def files(self) -> Path:
        """The folder that takes the place of `folder`."""
        return self.work / "files"

    def add(self, name: str, content: bytes) -> None:
        """A finished file."""
        (self.files / name).write_bytes(content)

    def reports(self, stem: str) -> list[Path]:
        """The finished files whose name begins with `stem` and a dot."""
        return [path for path in self.files.iterdir() if path.name.startswith(f"{stem}.")]

    def close_to_others(self) -> None:
        """Let the owner alone read the files."""
        self.files.chmod(0o700)
        for path in self.files.iterdir():
            path.chmod(0o600)

    def deliver(self, stem: str, companions: tuple[str, ...], kept: frozenset[str]) -> list[OSError]:
        """Put `files` in the place of `folder`; of each file that could not be replaced, why (it is as it was).

        Parameters
        ----------
        stem
            Files of the folder whose name begins with it and a dot belong to the report and are removed, unless `kept`;
            all other files in the folder stay.
        companions
            Names of further files of the report; the last one says that the others belong together.
        kept
            Names of files of an earlier build that are as good as new ones.
        """

        def replaced(name: str) -> bool:
            return name not in kept and (name in companions or name.startswith(f"{stem}."))

        if not self.folder.exists():
            self.files.rename(self.folder)
            return []
        self.files.chmod(self.folder.stat().st_mode & 0o7777)
        _carry_over(self.folder, self.files, replaced)
        if _swap(self.files, self.folder):
            _carry_over(self.files, self.folder, replaced)  # what somebody put there meanwhile
            return []
        return self._replace_one_by_one(companions[-1], replaced)

    def _replace_one_by_one(self, record: str, replaced: Replaced) -> list[OSError]:
        """An interruption leaves files without a record: out of date, to be rebuilt."""
        (self.folder / record).unlink(missing_ok=True)
        refused = []
        for path in list(self.folder.iterdir()):
            if replaced(path.name) and not (self.files / path.name).exists():
                refused += refusal(path.unlink)
        for path in sorted(self.files.iterdir(), key=lambda path: path.name == record):
            if not path.is_dir() and (replaced(path.name) or not (self.folder / path.name).exists()):
                refused += refusal(partial(_move, path, self.folder / path.name))
        return refused


@contextmanager
def staging(folder: Path, lock_timeout: float) -> Iterator[StagedReport]:
    """A staging folder beside `folder`, removed whatever happens, while no other run builds the same report.

    Parameters
    ----------
    folder
        Where the report will be. A link to another folder stays one.
    lock_timeout
        Seconds to wait for another run that builds there; then both go on, and the last one replaces the other.

    Raises
    ------
    ReportError
        When the folder cannot be written, here or by what is done within.
    """
    work = None
    try:
        folder = folder.resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder.parent, lock_timeout):
            remove_abandoned(folder.parent, STAGING)
            work = Path(tempfile.mkdtemp(prefix=f"{STAGING}{mark()}", dir=folder.parent))
            staged = StagedReport(work, folder)
            staged.files.mkdir()
            yield staged
    except OSError as error:
        raise ReportError(
            "{path}: cannot be written ({why})", path=_path_of(error, work, folder), why=cause(error)
        ) from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _path_of(error: OSError, work: Path | None, folder: Path) -> Path:
    """The path that an error is about, without the name of the staging folder."""
    named = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else folder
    if work is not None and named.is_relative_to(work):
        return folder
    return named.parent if named.name.startswith(STAGING) else named


@contextmanager
def _alone(folder: Path, lock_timeout: float) -> Iterator[None]:
    """Hold the lock of a folder, a file with its digest in the name among the temporary ones of this machine.

    Go on without it where there can be none or another run holds it for too long.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import

    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:32]
    lock = FileLock(Path(tempfile.gettempdir(), f"ipasn-{name}.lock"), poll_interval=POLL_SECONDS)
    with contextlib.suppress(Timeout, OSError, NotImplementedError):
        lock.acquire(timeout=lock_timeout)
    try:
        yield
    finally:
        lock.release()


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
    """Exchange two folders in one step; False where the system cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        atomic_write(target, partial(shutil.copyfile, source))
