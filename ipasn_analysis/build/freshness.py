"""Whether a finished report is up to date: what it rests on, and the stamp that a build leaves beside its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ipasn_analysis.build.request import Request
from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.gather import Needed, needed_snapshots
from ipasn_analysis.rules import instruments, params
from ipasn_analysis.sources.snapshots import Snapshot

STAMP = ".ipasn-build.json"
NOTEBOOKS = {True: "province.ipynb", False: "regency.ipynb"}


@dataclass(frozen=True)
class Built:
    """What became of one report. `fresh` is false when it was up to date already; `figures` as in the result."""

    region: str
    year: int
    files: tuple[Path, ...]
    fresh: bool
    figures: dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A report that is asked for: its region and year, and the fingerprint of what it rests on."""

    region: str
    year: int
    request: Request
    fingerprint: str

    @property
    def folder(self) -> Path:
        """Where the finished files stand."""
        return self.request.out / self.region / str(self.year)

    @property
    def stem(self) -> str:
        """The name of each file without its ending."""
        return f"ipasn-{self.region}-{self.year}"

    @property
    def wanted(self) -> tuple[Path, ...]:
        """The files that are asked for."""
        return tuple(self.folder / f"{self.stem}.{ending}" for ending in (*self.request.formats, "ipynb"))

    def path(self, ending: str) -> Path:
        """Where the file of that ending stands."""
        return self.folder / f"{self.stem}.{ending}"

    def finished(self) -> Built | None:
        """The report when every file asked for is there, as long as it was, and was made from the same; else None."""
        done = read_stamp(self.folder)
        if not {*self.request.formats, "ipynb"} <= self._whole(done):
            return None
        return Built(self.region, self.year, self.wanted, False, done["figures"])

    def earlier_formats(self) -> set[str]:
        """The formats not asked for now that an earlier build made from the same, and that are still whole."""
        return self._whole(read_stamp(self.folder)) - {*self.request.formats, "ipynb"}

    def _whole(self, done: dict[str, Any]) -> set[str]:
        if done.get("fingerprint") != self.fingerprint:
            return set()
        return {ending for ending, size in done.get("sizes", {}).items() if _size(self.path(ending)) == size}


def up_to_date(region: str, request: Request, found: Sequence[Snapshot] | None = None) -> Built | None:
    """The report as it stands when nothing that it rests on has changed; None when it must be built.

    `found` are the snapshots that DATA has; whoever asks for many regions lists them once.
    """
    needed = needed_snapshots(region, request.year, request.data, found)
    if request.force or not (request.out / region / str(needed.year) / STAMP).is_file():
        return None
    return Job(region, needed.year, request, fingerprint(region, needed, request)).finished()


def fingerprint(region: str, needed: Needed, request: Request) -> str:
    """What a report rests on: its own input (content and date), parameters, notebook, code, language.

    The parameters of the province and of its governments count as well, since names, thresholds and instruments of all
    of them matter, and so does the content of the year's last snapshot of each government of the province, whose index
    the report shows beside its own: the reports of one province never contradict each other.
    """
    parameters = params.load(region)
    year, snapshots = needed.year, needed.own
    years = sorted({year - 1, year, *(snapshot.year for snapshot in snapshots)})
    province = region if parameters.level == "provinsi" else parameters.province
    members = [] if province is None else [*needed.members, province]
    content = [
        region,
        year,
        request.language,
        [_content(snapshot, dated=True) for snapshot in snapshots],
        [_content(snapshot, dated=False) for snapshot in needed.peers],
        any(snapshot.is_sample for snapshot in snapshots),
        parameters.model_dump(mode="json"),
        [params.load(name).model_dump(mode="json") for name in members],
        [instruments.load(parameters.instrument_of(y)).model_dump(mode="json") for y in years],
        hashlib.sha256(notebook_of(region).read_bytes()).hexdigest(),
        package_digest(),
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _content(snapshot: Snapshot, *, dated: bool) -> list[Any]:
    """What a snapshot holds, and when its files were written; of one that cannot be used, why."""
    try:
        files = [path.stat().st_mtime_ns for path in snapshot.files.values()] if dated else []
        return [str(snapshot), snapshot.digests(), files]
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


def notebook_of(region: str) -> Path:
    """The notebook that reports on a region."""
    path = params.project_root() / "notebooks" / NOTEBOOKS[params.load(region).level == "provinsi"]
    if not path.is_file():
        raise UsageError(f"{path}: the report's notebook is missing; restore it from the repository")
    return path


def read_stamp(folder: Path) -> dict[str, Any]:
    """What is known of the last finished build in a folder; empty when there is none."""
    try:
        return dict(json.loads((folder / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def write_stamp(folder: Path, stamp: str, sizes: dict[str, int], figures: dict[str, Any]) -> None:
    """Record of a finished build: what it rests on, its files' sizes by ending, and the figures a user wants to see."""
    content = {"fingerprint": stamp, "sizes": sizes, "figures": figures}
    (folder / STAMP).write_text(json.dumps(content), encoding="utf-8")


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
