"""What a user asks for, checked before anything runs."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.publish.formats import FORMATS, USUAL_FORMATS
from ipasn_analysis.writing.locale import LANGUAGES
from ipasn_analysis.writing.writer import Writer

TIME_LIMIT = 900.0
"""Seconds that the notebook of one report may take."""
GIB = 1024**3
SMALLEST_MEMORY_LIMIT = 2 * GIB


@dataclass(frozen=True)
class Request:
    """The options that every report of one call shares.

    `time_limit` (seconds) and `memory_limit` (bytes) hold for the notebook of each report.
    """

    year: int | None = None
    language: str = "id"
    formats: tuple[str, ...] = USUAL_FORMATS
    out: Path = Path("reports")
    force: bool = False
    time_limit: float = TIME_LIMIT
    memory_limit: int | None = None

    @property
    def w(self) -> Writer:
        """How figures are written in the language of the report."""
        return Writer("en" if self.language == "en" else "id")

    def ensure_output_writable(self) -> None:
        """Raise `UsageError` when the folder for the reports cannot be written; nothing is left behind."""
        there = next(folder for folder in (self.out, *self.out.absolute().parents) if folder.exists())
        try:
            tempfile.TemporaryDirectory(prefix=".ipasn-", dir=there).cleanup()
        except OSError as error:
            raise UsageError(f"--out '{self.out}': cannot be written ({error.strerror or error})") from error

    @classmethod
    def checked(
        cls,
        *,
        year: int | None,
        language: str,
        formats: str,
        out: str,
        force: bool,
        time_limit: float = TIME_LIMIT,
        memory_limit: float | None = None,
    ) -> Request:
        """A request from the words of a command line; `UsageError` names the wrong one and the nearest valid value.

        `time_limit` in seconds; `memory_limit` in GiB, by default half of the machine's memory.
        """
        if language not in LANGUAGES:
            raise unknown("language", language, LANGUAGES)
        chosen = [name.strip().lower() for name in formats.split(",") if name.strip()]
        for name in chosen:
            if name not in FORMATS:
                raise unknown("format", name, FORMATS)
        if not chosen:
            raise UsageError(f"--formats is empty; known: {', '.join(FORMATS)}")
        if year is not None and not 1900 < year < 2200:
            raise UsageError(f"--year {year} is not a year")
        if not out.strip():
            raise UsageError("--out is empty; name a folder")
        folder = Path(out)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"--out {out!r} is a file; name a folder")
        if not 0 < time_limit < float("inf"):
            raise UsageError(f"--time-limit {time_limit:g} must be more than 0 seconds")
        if memory_limit is not None and not 0 < memory_limit < float("inf"):
            raise UsageError(f"--memory-limit {memory_limit:g} must be more than 0 GiB")
        return cls(
            year,
            language,
            tuple(name for name in FORMATS if name in chosen),
            folder,
            force,
            time_limit,
            default_memory_limit() if memory_limit is None else int(memory_limit * GIB),
        )


def default_memory_limit() -> int | None:
    """Half of the memory that this machine, or the container, has, at least 2 GiB; None where that is not known."""
    found = []
    with contextlib.suppress(OSError, ValueError, AttributeError):
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with contextlib.suppress(OSError, ValueError):
        found.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return max(min(found) // 2, SMALLEST_MEMORY_LIMIT) if found else None
