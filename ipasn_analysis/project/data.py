"""DATA, listed once, and what of it a report rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.project.region import Region
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.location import is_url, shown
from ipasn_analysis.sources.snapshots import Snapshot, list_snapshots


@dataclass(frozen=True)
class Selection:
    """What the report of a region and year rests on.

    Attributes
    ----------
    region, year : what the report is about.
    location : DATA, a folder or the URL of a database.
    own : all snapshots of the governments whose people the report is about, by region and date.
    peers : the last snapshot of the year of each other government of the province.
    """

    region: Region
    year: int
    location: str
    own: tuple[Snapshot, ...]
    peers: tuple[Snapshot, ...]

    @property
    def is_sample(self) -> bool:
        """Whether the report's year rests on the sample data of this program."""
        return any(snapshot.is_sample for snapshot in self.own if snapshot.year == self.year)


@dataclass(frozen=True)
class Data:
    """DATA: where it is and the snapshots it has; `unknown` says of each folder that is named by no region which one
    may be meant.
    """

    location: str
    snapshots: tuple[Snapshot, ...]
    unknown: tuple[Message, ...] = ()

    def select(self, region: Region, year: int | None) -> Selection:
        """What the report of a region for a year (None: its newest) rests on; `UsageError` when DATA has no such."""
        ordered = sorted(map(region.placed, self.snapshots), key=lambda one: (one.region, one.as_of))
        own = tuple(one for one in ordered if one.region in region.members)
        years = sorted({one.year for one in own})
        if not years:
            raise UsageError(self._nothing_of(region))
        if year is not None and year not in years:
            raise UsageError(
                "--year {year}: {place} has no snapshot of {region!r} for it; nearest: {nearest}",
                year=year,
                place=shown(self.location),
                region=region.name,
                nearest=_nearest(year, years),
            )
        chosen = years[-1] if year is None else year
        others = region.governments.keys() - set(region.members)
        peers = {one.region: one for one in ordered if one.region in others and one.year == chosen}
        return Selection(region, chosen, self.location, own, tuple(peers.values()))

    def _nothing_of(self, region: Region) -> Message:
        """That DATA has nothing of a region; of a province, the folders that were looked for."""
        held = ", ".join(sorted({snapshot.region for snapshot in self.snapshots})) or Message("none at all")
        place, name = shown(self.location), region.name
        if not region.is_province:
            hint = (
                Message("\n  {unknown}", unknown=self.unknown[0]) if self.unknown else layout.hint(self.location, name)
            )
            return Message(
                "{place}: has no snapshot of {name!r}; it has: {held}{hint}",
                place=place,
                name=name,
                held=held,
                hint=hint,
            )
        if not region.members:
            return Message(
                "{name!r} is a province without governments in params/; begin one: "
                "ipasn new-region NAME --name NAME --code CODE --province {name}",
                name=name,
            )
        return Message(
            "{place}: has no snapshot of a government of {name!r}; a province needs no folder of its own\n"
            "  looked for the folders: {folders}; found: {held}",
            place=place,
            name=name,
            folders=", ".join(region.members),
            held=held,
        )


def read_data(location: str) -> Data:
    """DATA at a folder or a database URL, listed; `UsageError` when it is not there."""
    named = location.rpartition("@")[2].partition("#")[2] if is_url(location) else ""  # a password may hold a "#"
    if named:
        raise UsageError("--data names the database alone, without {part!r}", part=f"#{named}")
    if not is_url(location) and not Path(location).is_dir():
        raise UsageError("{folder}: there is no such folder", folder=f"--data {location!r}")
    return Data(location, tuple(list_snapshots(location)))


def _nearest(year: int, years: Sequence[int]) -> int:
    return min(years, key=lambda candidate: (abs(candidate - year), -candidate))
