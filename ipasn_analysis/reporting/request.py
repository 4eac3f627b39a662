"""What a user asks for, checked before anything runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.presentation.locale import LANGUAGES, Locale
from ipasn_analysis.sources.location import is_url

FORMATS = ("html", "pdf", "xlsx", "json")


@dataclass(frozen=True)
class Request:
    """The options that every report of one call shares; `data` is a folder or a database URL."""

    data: str
    year: int | None = None
    language: str = "id"
    formats: tuple[str, ...] = FORMATS
    out: Path = Path("reports")
    force: bool = False

    @property
    def locale(self) -> Locale:
        """How figures are written in the language of the report."""
        return Locale("en" if self.language == "en" else "id")

    @classmethod
    def checked(
        cls, *, data: str | None, year: int | None, language: str, formats: str, out: str, force: bool
    ) -> Request:
        """A request from the words of a command line; `UsageError` names the wrong one and the nearest valid value."""
        if language not in LANGUAGES:
            raise unknown("language", language, LANGUAGES)
        chosen = [name.strip().lower() for name in formats.split(",") if name.strip()]
        for name in chosen:
            if name not in FORMATS:
                raise unknown("format", name, FORMATS)
        if not chosen:
            raise UsageError(f"--formats names none of {', '.join(FORMATS)}")
        if year is not None and not 1900 < year < 2200:
            raise UsageError(f"--year {year} is not a year")
        folder = Path(out)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"--out {out!r} is a file; name a folder")
        return cls(_place(data), year, language, tuple(name for name in FORMATS if name in chosen), folder, force)


def _place(data: str | None) -> str:
    """DATA as given, or the sample data; `UsageError` when it is not there."""
    if data is None:
        from ipasn_analysis.api import default_data  # noqa: PLC0415 - the notebook's own default

        data = default_data()
    if is_url(data):
        if "#" in data:
            raise UsageError("--data names the database alone, without #region/date")
        return data
    if not Path(data).is_dir():
        raise UsageError(f"--data {data!r}: there is no such folder")
    return data
