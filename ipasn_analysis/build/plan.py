"""The plan of one report: what it rests on, where it goes, and whether the report that is there is up to date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ipasn_analysis.build.remarks import Told
from ipasn_analysis.build.request import Request
from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.files import digest_of
from ipasn_analysis.project import Project
from ipasn_analysis.project.data import Selection
from ipasn_analysis.publish.neighbours import RECORD, Neighbours, neighbours
from ipasn_analysis.sources.snapshots import Snapshot

LOG = "ipasn.log"
CONFIDENTIAL = "RAHASIA"
"""The word in the names of the files of an internal edition, and on their pages."""
NOTEBOOK = "ipynb"
"""The ending of the executed notebook, which is kept whatever formats are asked for."""


class Figures(BaseModel, frozen=True):
    """The figures of a report that its user wants to see first; `target` is None for a year without one."""

    indeks: float
    kategori: str
    target: float | None
    bahasa: str


@dataclass(frozen=True)
class BuildResult:
    """One finished report; `rebuilt` is false when it was up to date already.

    `files` are those that are new or up to date, `lost` says why a further one is not; `remarks` are what is to be said
    of its input.
    """

    region: str
    year: int
    files: tuple[Path, ...]
    rebuilt: bool
    figures: Figures
    lost: tuple[Message, ...] = ()
    remarks: tuple[Told | Message, ...] = ()


class BuildRecord(BaseModel, frozen=True):
    """What a build leaves beside its files: what they were made from, digests of their content by ending, figures."""

    fingerprint: str
    digests: dict[str, str]
    figures: Figures


@dataclass(frozen=True)
class Plan:
    """A report to be built, resolved: whoever builds it looks nothing up.

    Attributes
    ----------
    selection : region, year and snapshots.
    request : how the report is to be made.
    notebook : the notebook that makes it.
    store : the folder of scored snapshots.
    environment : variables by which the notebook's process finds the same project.
    """

    selection: Selection
    request: Request
    notebook: Path
    store: Path
    environment: Mapping[str, str]

    @property
    def region(self) -> str:
        """The name of the region."""
        return self.selection.region.name

    @property
    def year(self) -> int:
        """The measured year."""
        return self.selection.year

    @property
    def folder(self) -> Path:
        """Where the finished files are; those of the internal edition have a folder of their own."""
        folder = self.request.out / self.region / str(self.year)
        return folder / "internal" if self.request.is_internal else folder

    @property
    def stem(self) -> str:
        """The name of each file without its ending."""
        return f"ipasn-{self.region}-{self.year}" + (f"-{CONFIDENTIAL}" if self.request.is_internal else "")

    @property
    def file_mode(self) -> int:
        """The permissions of a finished file: an internal edition is its owner's alone."""
        return 0o600 if self.request.is_internal else 0o644

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are asked for."""
        return tuple(self.path(ending) for ending in (*self.request.formats, NOTEBOOK))

    def path(self, ending: str) -> Path:
        """Where the file of that ending is."""
        return self.folder / f"{self.stem}.{ending}"

    def finished(self) -> BuildResult | None:
        """The report as it is, when every file asked for was made from the same input and is complete; else None."""
        record = None if self.request.force else read_record(self.folder)
        if record is None or not {*self.request.formats, NOTEBOOK} <= self.complete(record):
            return None
        return BuildResult(self.region, self.year, self.files, False, record.figures)

    def other_formats(self) -> set[str]:
        """The formats not asked for now that an earlier build made from the same input and that are complete."""
        record = read_record(self.folder)
        return set() if record is None else self.complete(record) - {*self.request.formats, NOTEBOOK}

    def neighbours(self, formats: Iterable[str]) -> Neighbours:
        """What lies beside the report when it has these formats."""
        return neighbours(self.folder, self.stem, formats, self.fingerprint)

    def complete(self, record: BuildRecord) -> set[str]:
        """The endings of the files that were made from the same input and are as they were made."""
        if record.fingerprint != self.fingerprint:
            return set()
        return {ending for ending, digest in record.digests.items() if digest_of(self.path(ending)) == digest}

    @cached_property
    def fingerprint(self) -> str:
        """What the report rests on: its own input (content and date), parameters, notebook, code, language.

        The parameters of the province and of its governments count as well, since names, thresholds and instruments of
        all of them matter, and so does the content of the year's last snapshot of each government of the province,
        whose index the report shows beside its own: the reports of one province never contradict each other.
        """
        selection, region = self.selection, self.selection.region
        content = [
            region.name,
            selection.year,
            self.request.language,
            self.request.edition,
            self.request.appendix,
            [_content(snapshot, dated=True) for snapshot in selection.own],
            [_content(snapshot, dated=False) for snapshot in selection.peers],
            selection.is_sample,
            {name: rules.model_dump(mode="json") for name, rules in region.governments.items()},
            region.province.model_dump(mode="json"),
            {name: rules.model_dump(mode="json") for name, rules in region.instruments.items()},
            None if region.chosen is None else region.chosen.model_dump(mode="json"),
            hashlib.sha256(self.notebook.read_bytes()).hexdigest(),
            package_digest(),
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def make_plan(project: Project, selection: Selection, request: Request) -> Plan:
    """The plan of a report; `UsageError` when its notebook is missing."""
    return Plan(selection, request, project.notebook(selection.region), project.store, project.environment)


def _content(snapshot: Snapshot, *, dated: bool) -> list[object]:
    """What a snapshot holds, and when its files were written; of one that cannot be used, why."""
    try:
        files = [path.stat().st_mtime_ns for paths in snapshot.files.values() for path in paths] if dated else []
        return [str(snapshot), snapshot.digests(), files, len(snapshot.unread_files)]
    except UsageError as error:
        return [str(snapshot), str(error)]


@cache
def package_digest() -> str:
    """SHA-256 over everything in the package that could change a report."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def read_record(folder: Path) -> BuildRecord | None:
    """The record of the last finished build in a folder; None without one."""
    try:
        return BuildRecord.model_validate_json((folder / RECORD).read_bytes())
    except (OSError, ValidationError):
        return None
