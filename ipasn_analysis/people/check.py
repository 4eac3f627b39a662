"""Checks input without scoring it: counts by reason and what to correct where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.export import instrument_for
from ipasn_analysis.project import Project
from ipasn_analysis.records import Accepted, accept
from ipasn_analysis.records.accept import IMPORT
from ipasn_analysis.records.histories import LAST_VALUE_YEAR
from ipasn_analysis.records.rejects import Counts
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.files import files_of
from ipasn_analysis.sources.location import is_url, shown
from ipasn_analysis.sources.reasons import Reason
from ipasn_analysis.sources.snapshots import Snapshot, open_snapshot, parse_date

MOST_FREQUENT = 10
MISSING = {
    "rw_diklat": "diklat_kepemimpinan semua pegawai bernilai 0 dan ditandai",
    "rw_kursus": "diklat_fungsional, diklat_teknis, dan seminar semua pegawai bernilai 0 dan ditandai",
    "rw_skp": "kinerja semua pegawai bernilai 0 dan ditandai",
    "rw_skp22": "kinerja semua pegawai bernilai 0 dan ditandai",
    "rw_hukdis": "tidak seorang pun terhitung pernah dihukum, disiplin semua pegawai penuh",
}
"""What it means that a snapshot lacks a table."""


@dataclass(frozen=True)
class CheckedSnapshot:
    """What one snapshot gives: `missing` tables of histories, and `alike`, units whose names hardly differ."""

    snapshot: Snapshot
    accepted: Accepted
    missing: tuple[str, ...]
    alike: tuple[dict[str, int], ...]

    @property
    def name(self) -> str:
        """Region and date."""
        return f"{self.snapshot.region} {self.snapshot.as_of}"

    def as_dict(self) -> dict[str, object]:
        """The tally, the missing tables, and the units to look at with their people."""
        return {
            **self.accepted.tally.as_dict(),
            "missing_tables": list(self.missing),
            "similar_units": [dict(units) for units in self.alike],
        }


@dataclass(frozen=True)
class Checked:
    """The tallies of one or more snapshots; `misplaced` is what stands in DATA and is not read."""

    snapshots: tuple[CheckedSnapshot, ...]
    failures: tuple[tuple[Snapshot, str], ...] = ()
    misplaced: tuple[str, ...] = ()

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

    def text(self) -> str:
        """A summary that a clerk can act on."""
        lines = []
        for one in self.snapshots:
            tally = one.accepted.tally
            lines.append(
                f"{one.name}: {tally.rows} baris = {tally.measured} diukur + "
                f"{tally.excluded_total} dikecualikan + {tally.rejected_total} ditolak; "
                f"{tally.set_aside_total} baris riwayat disisihkan"
            )
            if len(self.snapshots) == 1:
                lines += _listed("Dikecualikan", tally.excluded)
                lines += _listed("Perlu dilihat pada baris yang diterima", tally.findings)
        for one in self.snapshots:
            for file in one.snapshot.unread_files:
                meant = f"; maksudnya {file.nearest}?" if file.nearest else ""
                lines.append(f"{one.name}: {file.name} bukan nama tabel dan tidak dibaca{meant}")
            lines += [f"{one.name}: {note} ({count})" for note, count in one.accepted.tally.notes.items()]
        lines += self._missing()
        lines += [
            f"{one.name}: nama unit mirip, satu unit? {_counted(units)}"
            for one in self.snapshots
            for units in one.alike
        ]
        lines += [f"tidak dibaca: {text}" for text in self.misplaced]
        lines += [f"{snapshot.region} {snapshot.as_of}: TIDAK DAPAT DIPAKAI: {why}" for snapshot, why in self.failures]
        lines += self._most_frequent()
        return "\n".join(lines)

    def _missing(self) -> list[str]:
        """Which snapshot lacks which histories, and once what that means."""
        lines = [f"{one.name}: tidak ada {', '.join(one.missing)}" for one in self.snapshots if one.missing]
        lacking = {table for one in self.snapshots for table in one.missing}
        return lines + [f"  tanpa {table}: {meaning}" for table, meaning in MISSING.items() if table in lacking]

    def _most_frequent(self) -> list[str]:
        counts: Counter[tuple[str, Reason]] = Counter()
        for one in self.snapshots:
            counts.update(one.accepted.unused)
        if not counts:
            return ["Tidak ada baris yang ditolak atau disisihkan."]
        rows = [
            (-count, f"{reason.file}: {f'{column}: ' if column else ''}{reason.words}", reason.kind.remedy)
            for (column, reason), count in counts.items()
        ]
        return [
            f"{MOST_FREQUENT} alasan tersering dan perbaikannya:",
            *(f"  {-count:>7}  {text} → {remedy}" for count, text, remedy in sorted(rows)[:MOST_FREQUENT]),
        ]


def _listed(title: str, counts: Counts) -> list[str]:
    return [f"{title}:", *(f"  {count:>7}  {reason}" for reason, count in counts.items())] if counts else []


def _counted(units: dict[str, int]) -> str:
    return ", ".join(f"{name!r} ({count} pegawai)" for name, count in units.items())


def check(project: Project, place: str, as_of: str | None = None) -> Checked:
    """Check one snapshot, or every snapshot of DATA; `UsageError` when a single one, or all, cannot be used."""
    date = None if as_of is None else parse_date(as_of, "--as-of")
    if _is_snapshot(place):
        snapshot = open_snapshot(place, as_of=date)
        return Checked((_accept(snapshot, project),))
    if date is not None:
        raise UsageError("--as-of goes with one snapshot, <region>/<YYYY-MM-DD>, not with the whole of DATA")
    snapshots = project.data(place).snapshots
    if not snapshots:
        raise UsageError(f"{shown(place)}: holds no snapshot <region>/<YYYY-MM-DD>/{layout.hint(place)}")
    accepted, failures = [], []
    for snapshot in snapshots:
        try:
            accepted.append(_accept(snapshot, project))
        except UsageError as error:
            failures.append((snapshot, str(error)))
    if not accepted:
        raise UsageError(failures[0][1])
    return Checked(tuple(accepted), tuple(failures), tuple(layout.misplaced(place)))


def _accept(snapshot: Snapshot, project: Project) -> CheckedSnapshot:
    raw, rules = snapshot.read(), instrument_for(snapshot, project)
    accepted = accept(raw, rules, snapshot.as_of, str(snapshot))
    missing = () if accepted.mode == IMPORT else missing_tables(raw, snapshot.year - rules.kinerja.years_before)
    people = accepted.people if accepted.ready is None else accepted.ready
    alike = () if people is None else similar_names(people["perangkat_daerah"].astype("str"))
    return CheckedSnapshot(snapshot, accepted, missing, alike)


def missing_tables(held: Container[str], assessed: int) -> tuple[str, ...]:
    """The histories that a snapshot lacks, where the performance of the year `assessed` counts."""
    unused = "rw_skp22" if assessed <= LAST_VALUE_YEAR else "rw_skp"
    return tuple(table for table in MISSING if table != unused and table not in held)


def similar_names(names: pd.Series) -> tuple[dict[str, int], ...]:
    """Names that differ by case, blanks and punctuation alone, with how often each stands, most frequent first."""
    groups: dict[str, dict[str, int]] = {}
    for name, count in names.value_counts().sort_index().items():
        groups.setdefault(re.sub(r"[\W_]+", "", str(name)).casefold(), {})[str(name)] = int(count)
    several = (group for group in groups.values() if len(group) > 1)
    return tuple(dict(sorted(group.items(), key=lambda pair: -pair[1])) for group in several)


def _is_snapshot(place: str) -> bool:
    if is_url(place):
        return "#" in place
    folder = Path(place)
    if not folder.is_dir():
        raise UsageError(f"{place}: there is no such folder")
    return bool(files_of(folder))
