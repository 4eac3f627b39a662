"""Gathers what a report needs from the store: the scores of its year, the year before, the series, its peers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.store import About, Scored, Store
from ipasn_analysis.rules import instruments, params
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.params import Params
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.location import shown
from ipasn_analysis.sources.snapshots import Snapshot, list_snapshots


@dataclass(frozen=True)
class Period:
    """One snapshot of a government: its date, its instrument and the sums over its people."""

    per_tanggal: datetime.date
    instrumen: str
    about: About

    @property
    def tahun(self) -> int:
        """The measured year."""
        return self.per_tanggal.year


@dataclass(frozen=True)
class Government:
    """A government: its parameters, its scores of the report's year and the year before, and its series.

    `current` and `previous` are None where DATA has no snapshot of that year.
    """

    region: str
    params: Params
    series: tuple[Period, ...]
    current: Scored | None
    previous: Scored | None

    def last_of(self, year: int) -> Period | None:
        """The last snapshot of a year."""
        of_year = [period for period in self.series if period.tahun == year]
        return of_year[-1] if of_year else None


@dataclass(frozen=True)
class RegionYear:
    """Everything a report rests on.

    `own` are the governments whose people the report is about: one for an instansi, those of the territory for a
    province. `peers` are the governments of the same province, for comparison by their sums alone. `absent` are the
    governments of the province without a usable snapshot of the year.
    """

    region: str
    params: Params
    year: int
    instrument: Instrument
    own: tuple[Government, ...]
    peers: tuple[Government, ...]
    absent: tuple[str, ...]
    is_sample: bool

    @property
    def is_province(self) -> bool:
        """Whether the report is about a territory."""
        return self.params.level == "provinsi"

    @property
    def as_of(self) -> datetime.date:
        """The cut-off date: of a territory, that of its newest snapshot of the year."""
        return max(own.current.snapshot.as_of for own in self.own if own.current is not None)


def gather(
    region: str, year: int | None, data: str, *, store: Store | None = None, folder: Path | None = None
) -> RegionYear:
    """What the report of `region` for `year` (default: its newest year in DATA) rests on.

    Raises `UsageError` for an unknown region, a DATA that is not there, a region or year without a snapshot.
    """
    parameters = params.load(region, folder)
    found = list_snapshots(data)
    store = store or Store(data)
    territory = parameters.level == "provinsi"
    province = region if territory else parameters.province
    members = params.governments(province, folder) if province else [region]
    own_names = members if territory else [region]
    chosen = _year(region, year, own_names, found, data)
    own, peers, absent = [], [], []
    unusable: UsageError | None = None
    for name in members:
        snapshots = [snapshot for snapshot in found if snapshot.region == name]
        if not any(snapshot.year == chosen for snapshot in snapshots):
            absent.append(name)
            continue
        rules = parameters if name in own_names else params.load(name, folder)
        try:
            government = _government(name, rules, snapshots, chosen, store, whole=name in own_names)
        except UsageError as error:
            if name == region:
                raise
            unusable = error
            absent.append(name)
            continue
        peers.append(government)
        if name in own_names:
            own.append(government)
    if unusable is not None and not own:
        raise unusable
    return RegionYear(
        region=region,
        params=parameters,
        year=chosen,
        instrument=instruments.load(parameters.instrument_of(chosen)),
        own=tuple(own),
        peers=tuple(peers),
        absent=tuple(absent),
        is_sample=any(s.is_sample for s in found if s.region in own_names and s.year == chosen),
    )


@dataclass(frozen=True)
class Needed:
    """What a report rests on: its year, all snapshots of its own governments, and of each peer the last of the year.

    `members` are the governments of its province, with data or without; none where a region belongs to no province.
    """

    year: int
    members: tuple[str, ...]
    own: tuple[Snapshot, ...]
    peers: tuple[Snapshot, ...]


def needed_snapshots(region: str, year: int | None, data: str, found: Sequence[Snapshot] | None = None) -> Needed:
    """What the report of a region rests on, out of the snapshots `found` (by default, all that DATA has now).

    Raises `UsageError` as `gather` does.
    """
    found = list_snapshots(data) if found is None else found
    parameters = params.load(region)
    territory = parameters.level == "provinsi"
    province = region if territory else parameters.province
    members = params.governments(province) if province else []
    own = members if territory else [region]
    chosen = _year(region, year, own, found, data)
    counted = {*own, *members}
    ordered = sorted((one for one in found if one.region in counted), key=lambda one: (one.region, one.as_of))
    peers = {one.region: one for one in ordered if one.region not in own and one.year == chosen}
    mine = tuple(one for one in ordered if one.region in own)
    return Needed(chosen, tuple(members), mine, tuple(peers.values()))


def year_of(region: str, year: int | None, data: str, found: Sequence[Snapshot]) -> int:
    """The year of a report: as asked for, or the newest of the snapshots `found`; `UsageError` when there is none."""
    return _year(region, year, _members(region), found, data)


def _members(region: str, folder: Path | None = None) -> list[str]:
    """The governments whose people a report is about."""
    parameters = params.load(region, folder)
    return params.governments(region, folder) if parameters.level == "provinsi" else [region]


def _year(region: str, year: int | None, members: Sequence[str], found: Sequence[Snapshot], data: str) -> int:
    """The year asked for, or the newest, of the governments `members` that the report is about."""
    years = sorted({snapshot.year for snapshot in found if snapshot.region in members})
    if not years:
        raise UsageError(_nothing_of(region, members, found, data))
    if year is not None and year not in years:
        raise UsageError(
            f"--year {year}: {shown(data)} has no snapshot of {region!r} for it; nearest: {_nearest(year, years)}"
        )
    return years[-1] if year is None else year


def _nothing_of(region: str, members: Sequence[str], found: Sequence[Snapshot], data: str) -> str:
    """That DATA has nothing of a region; of a province, the folders that are looked for."""
    held = ", ".join(sorted({snapshot.region for snapshot in found})) or "none at all"
    if members == [region]:
        return f"{shown(data)}: has no snapshot of {region!r}; it has: {held}{layout.hint(data, region)}"
    if not members:
        return (
            f"{region!r} is a province without governments in params/; begin one: "
            f"ipasn new-region NAME --name NAME --code CODE --province {region}"
        )
    return (
        f"{shown(data)}: has no snapshot of a government of {region!r}; a province needs no folder of its own\n"
        f"  looked for the folders: {', '.join(members)}; found: {held}"
    )


def _nearest(year: int, years: Sequence[int]) -> int:
    return min(years, key=lambda candidate: (abs(candidate - year), -candidate))


def _government(
    name: str, parameters: Params, snapshots: Sequence[Snapshot], year: int, store: Store, *, whole: bool
) -> Government:
    """A government with its rows (`whole`), or as a peer with the sums of the report's year alone."""

    def rules(snapshot: Snapshot) -> Instrument:
        return instruments.load(parameters.instrument_of(snapshot.year))

    ordered = sorted(snapshots, key=lambda snapshot: snapshot.as_of)
    last = {snapshot.year: snapshot for snapshot in ordered}
    wanted = ordered if whole else [last[year]]
    current = store.get(last[year], rules(last[year])) if whole else None
    previous = store.get(last[year - 1], rules(last[year - 1])) if whole and year - 1 in last else None
    known = {scored.snapshot: scored.about for scored in (current, previous) if scored is not None}
    series = tuple(
        Period(
            snapshot.as_of,
            rules(snapshot).name,
            known[snapshot] if snapshot in known else store.about(snapshot, rules(snapshot)),
        )
        for snapshot in wanted
    )
    own = params.load(name) if name in params.regions() else parameters
    return Government(name, own, series, current, previous)


def people(governments: Iterable[Government], *, previous: bool = False) -> pd.DataFrame:
    """The scored people of several governments in one frame, with the column `pemerintah` (region)."""
    frames = []
    for government in governments:
        scored = government.previous if previous else government.current
        if scored is not None:
            frames.append(scored.scores.assign(pemerintah=government.region))
    if not frames:
        return pd.DataFrame()
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
