"""What lies beside a report: its other formats, and the pages of its units that were made from the same input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ipasn_analysis.files import digest_of
from ipasn_analysis.publish.formats import FORMATS

RECORD = ".ipasn-build.json"
"""The record that a build leaves beside its files."""
FOLDER = "lembar"
"""The folder of the pages of units, within that of the report."""


class SheetRecord(BaseModel, frozen=True):
    """What a build of pages leaves beside them.

    `report` and `notebook` are what they were made from; `stems` are the names of their files by unit, without their
    endings, and `digests` those of the content of each file by its name.
    """

    report: str
    notebook: str
    stems: dict[str, str]
    digests: dict[str, str]

    def complete(self, folder: Path) -> set[str]:
        """The names of the files that are as they were made."""
        return {name for name, digest in self.digests.items() if digest_of(folder / name) == digest}


class _Made(BaseModel):
    """What any record of a build says that a report was made from."""

    fingerprint: str


@dataclass(frozen=True)
class Neighbours:
    """Where a page leads: its other formats by their endings, the page of each unit, the report that it belongs to."""

    files: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    report: str = ""


def read_sheets(folder: Path) -> SheetRecord | None:
    """The record of the pages in the folder of a report; None without one."""
    try:
        return SheetRecord.model_validate_json((folder / FOLDER / RECORD).read_bytes())
    except (OSError, ValidationError):
        return None


def neighbours(folder: Path, stem: str, formats: Iterable[str], fingerprint: str) -> Neighbours:
    """The formats of a report with this stem, and its pages if they were made from what its `fingerprint` says."""
    files = {ending: f"{stem}.{ending}" for ending in FORMATS if ending != "html" and ending in set(formats)}
    record = read_sheets(folder)
    if record is None or record.report != fingerprint:
        return Neighbours(files)
    there = record.complete(folder / FOLDER)
    named = {unit: f"{own}.html" for unit, own in record.stems.items()}
    return Neighbours(files, {unit: f"{FOLDER}/{name}" for unit, name in named.items() if name in there})


def sheets_of(folder: Path) -> str:
    """The one file with the pages of all units of the report in `folder`, relative to it; empty without one."""
    try:
        made = _Made.model_validate_json((folder / RECORD).read_bytes())
    except (OSError, ValidationError):
        return ""
    record = read_sheets(folder)
    if record is None or record.report != made.fingerprint:
        return ""
    alone = {f"{stem}.pdf" for stem in record.stems.values()}
    together = sorted(name for name in record.complete(folder / FOLDER) if name.endswith(".pdf") and name not in alone)
    return f"{FOLDER}/{together[0]}" if together else ""
