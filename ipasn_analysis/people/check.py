"""Checks input without scoring it: counts by reason and what to correct where."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.people.export import instrument_for, smallest_group
from ipasn_analysis.people.remarks import Remark, alike, remarks
from ipasn_analysis.project import Project
from ipasn_analysis.records import Accepted, accept
from ipasn_analysis.scoring.lacking import absent_tables, lacking
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.files import files_of
from ipasn_analysis.sources.location import is_url, shown
from ipasn_analysis.sources.reasons import Reason
from ipasn_analysis.sources.snapshots import Snapshot, open_snapshot, parse_date


@dataclass(frozen=True)
class CheckedSnapshot:
    """What one snapshot gives: `missing` tables of histories, what is to be said of it, and units whose names hardly
    differ (`alike`).
    """

    snapshot: Snapshot
    accepted: Accepted
    missing: tuple[str, ...]
    remarks: tuple[Remark, ...]
    alike: tuple[dict[str, int], ...]

    @property
    def name(self) -> str:
        """Region and date."""
        return f"{self.snapshot.region} {self.snapshot.as_of}"

    def as_dict(self) -> dict[str, object]:
        """The tally, the missing tables, the remarks, and the units to look at with their people."""
        return {
            **self.accepted.tally.as_dict(),
            "missing_tables": list(self.missing),
            "remarks": [asdict(remark) for remark in self.remarks],
            "similar_units": [dict(units) for units in self.alike],
        }


@dataclass(frozen=True)
class Checked:
    """The tallies of one or more snapshots; `misplaced` is what stands in DATA and is not read.

    `unknown` says of each folder that is named by no region, which no report reads, which one may be meant.
    """

    snapshots: tuple[CheckedSnapshot, ...]
    failures: tuple[tuple[Snapshot, Message], ...] = ()
    misplaced: tuple[Message, ...] = ()
    unknown: tuple[Message, ...] = ()

    @property
    def unused(self) -> int:
        """Rows rejected or set aside, and snapshots that could not be read."""
        tallies = [one.accepted.tally for one in self.snapshots]
        rows = sum(tally.rejected_total + tally.set_aside_total for tally in tallies)
        return rows + len(self.failures)

    def as_dict(self) -> dict[str, object]:
        """The counts for ``--json``; of several snapshots the sums, and each under `snapshots`."""
        if len(self.snapshots) == 1 and not self.failures:
            return self.snapshots[0].as_dict()
        total: dict[str, object] = {}
        for key in ("rows", "measured", "excluded", "rejected", "set_aside"):
            total[key] = sum(int(str(one.accepted.tally.as_dict()[key])) for one in self.snapshots)
        total["snapshots"] = [
            {"region": one.snapshot.region, "as_of": one.snapshot.as_of.isoformat(), **one.as_dict()}
            for one in self.snapshots
        ]
        total["unusable"] = {f"{snapshot.region}/{snapshot.as_of}": message for snapshot, message in self.failures}
        return total

    def unused_by_reason(self) -> Counter[tuple[str, Reason]]:
        """Rows that were not used, by column and reason."""
        counts: Counter[tuple[str, Reason]] = Counter()
        for one in self.snapshots:
            counts.update(one.accepted.unused)
        return counts


def check(project: Project, place: str, as_of: str | None = None) -> Checked:
    """Check one snapshot, or every snapshot of DATA; `UsageError` when a single one, or all, cannot be used."""
    date = None if as_of is None else parse_date(as_of, "--as-of")
    if _is_snapshot(place):
        snapshot = open_snapshot(place, as_of=date)
        unknown = () if snapshot.region in project.regions else (project.unknown_region(snapshot.region).message,)
        return Checked((_accept(snapshot, project),), unknown=unknown)
    if date is not None:
        raise UsageError("--as-of goes with one snapshot, <region>/<YYYY-MM-DD>, not with the whole of DATA")
    data = project.data(place)
    snapshots = data.snapshots
    if not snapshots:
        raise UsageError(
            "{place}: holds no snapshot <region>/<YYYY-MM-DD>/{hint}", place=shown(place), hint=layout.hint(place)
        )
    accepted, failures = [], []
    for snapshot in snapshots:
        try:
            accepted.append(_accept(snapshot, project))
        except UsageError as error:
            failures.append((snapshot, error.message))
    if not accepted:
        raise UsageError(failures[0][1])
    return Checked(tuple(accepted), tuple(failures), tuple(layout.misplaced(place)), data.unknown)


def _accept(snapshot: Snapshot, project: Project) -> CheckedSnapshot:
    if snapshot.region in project.regions:
        snapshot = project.region(snapshot.region).placed(snapshot)
    raw, rules = snapshot.read(), instrument_for(snapshot, project)
    accepted = accept(raw, rules, snapshot.as_of, str(snapshot), snapshot.unit_level, snapshot.government)
    missing = () if accepted.people is None else absent_tables(raw, snapshot.year - rules.kinerja.years_before)
    people = accepted.people if accepted.ready is None else accepted.ready
    names = pd.Series(dtype="str") if people is None else people["perangkat_daerah"].astype("str")
    units = {str(name): int(count) for name, count in names.value_counts().items()}
    said = remarks(
        accepted.tally,
        lacking(accepted, raw, rules),
        list(units.values()),
        smallest_group(snapshot, project),
        snapshot.unread_files,
    )
    return CheckedSnapshot(snapshot, accepted, missing, tuple(said), alike(units))


def _is_snapshot(place: str) -> bool:
    if is_url(place):
        return "#" in place
    folder = Path(place)
    if not folder.is_dir():
        raise UsageError("{folder}: there is no such folder", folder=place)
    return bool(files_of(folder))
