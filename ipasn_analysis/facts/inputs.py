"""The inputs of a report, loaded from the store: scores of its year and the year before, the series, its peers."""

from __future__ import annotations

import contextlib
import datetime
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.pseudonym import KEY_BYTES
from ipasn_analysis.people.store import About, Scored, Store
from ipasn_analysis.project import Region
from ipasn_analysis.project.data import Selection
from ipasn_analysis.records.accept import RECORDS
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.params import Params
from ipasn_analysis.sources.snapshots import Snapshot


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

    @property
    def is_official(self) -> bool:
        """Whether SIASN computed the scores."""
        return self.about["mode"] != RECORDS


@dataclass(frozen=True)
class Government:
    """A government: its parameters, its scores of the report's year and the year before, and its series.

    `current` and `previous` are None where DATA has no snapshot of that year. Where `current` are official scores,
    `records` are those of the records beside them by the instrument of records, and `by_rule` by that of the official
    scores, as far as it is known. `earlier` is the last snapshot of the year before `current`, `earlier_records` before
    `records`; None where there is none, or none of the same kind of scores.
    """

    region: str
    params: Params
    series: tuple[Period, ...]
    current: Scored | None
    previous: Scored | None
    records: Scored | None = None
    by_rule: Scored | None = None
    earlier: Scored | None = None
    earlier_records: Scored | None = None

    def last_of(self, year: int) -> Period | None:
        """The last snapshot of a year."""
        of_year = [period for period in self.series if period.tahun == year]
        return of_year[-1] if of_year else None


@dataclass(frozen=True)
class ReportInputs:
    """Everything a report rests on.

    `own` are the governments whose people the report is about: one for an instansi, those of the territory for a
    province, with those that have snapshots of other years alone. `peers` are the governments of the same province, for
    comparison by their sums alone. `absent` are those without a usable snapshot of the year. `key` is that of digests.
    """

    region: Region
    year: int
    instrument: Instrument
    own: tuple[Government, ...]
    peers: tuple[Government, ...]
    absent: tuple[str, ...]
    is_sample: bool
    key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)

    @property
    def params(self) -> Params:
        """The parameters of the region."""
        return self.region.params

    @property
    def is_province(self) -> bool:
        """Whether the report is about a territory."""
        return self.region.is_province

    @property
    def as_of(self) -> datetime.date:
        """The cut-off date: of a territory, that of its newest snapshot of the year."""
        return max(own.current.snapshot.as_of for own in self.own if own.current is not None)


def load_inputs(selection: Selection, store: Store) -> ReportInputs:
    """What a report rests on, scored; `UsageError` when the input of the region itself cannot be used."""
    region, year = selection.region, selection.year
    own, peers, absent = [], [], []
    unusable: UsageError | None = None
    for name in region.governments:
        snapshots = [snapshot for snapshot in (*selection.own, *selection.peers) if snapshot.region == name]
        if not any(snapshot.year == year for snapshot in snapshots):
            absent.append(name)
            if name in region.members and snapshots:
                with contextlib.suppress(UsageError):
                    own.append(_government(name, region, snapshots, year, store))
            continue
        try:
            government = _government(name, region, snapshots, year, store)
        except UsageError as error:
            if name == region.name:
                raise
            unusable = error
            absent.append(name)
            continue
        peers.append(government)
        if name in region.members:
            own.append(government)
    if unusable is not None and not any(government.current for government in own):
        raise unusable
    instrument = region.instrument_for(_measured_most(own))
    key = store.key(is_sample=selection.is_sample)
    return ReportInputs(region, year, instrument, tuple(own), tuple(peers), tuple(absent), selection.is_sample, key)


def of_records(data: ReportInputs) -> ReportInputs | None:
    """The inputs of a report on the records that stand beside official scores; None where none do."""
    own = tuple(
        replace(one, current=one.records, previous=None, series=(), earlier=one.earlier_records) for one in data.own
    )
    held = [one.current.snapshot for one in own if one.current is not None]
    if not held:
        return None
    instrument = data.region.instrument(data.year, held[0].region)
    return replace(data, own=own, instrument=instrument)


def _measured_most(governments: Iterable[Government]) -> Snapshot:
    """A snapshot of the year under the instrument by which most of its people are scored."""
    held = [own.current for own in governments if own.current is not None]
    people: Counter[str] = Counter()
    for scored in held:
        people[scored.about["instrument"]] += len(scored.scores)
    return max(held, key=lambda scored: people[scored.about["instrument"]]).snapshot


def _government(name: str, region: Region, snapshots: Sequence[Snapshot], year: int, store: Store) -> Government:
    """A member of the region with its rows, or a peer with the sums of the report's year alone."""

    last = {snapshot.year: snapshot for snapshot in snapshots}
    is_member = name in region.members
    current = store.get(last[year], region.instrument_for(last[year])) if is_member and year in last else None
    previous = (
        store.get(last[year - 1], region.instrument_for(last[year - 1])) if is_member and year - 1 in last else None
    )
    known = {scored.snapshot: scored.about for scored in (current, previous) if scored is not None}
    series = tuple(
        Period(
            snapshot.as_of,
            region.instrument_for(snapshot).name,
            known[snapshot] if snapshot in known else store.about(snapshot, region.instrument_for(snapshot)),
        )
        for snapshot in snapshots
    )
    records, by_rule = (None, None) if current is None else _beside(current, region, store)
    of_year = [snapshot for snapshot in snapshots if snapshot.year == year]
    earlier, earlier_records = (_before(scored, of_year, region, store) for scored in (current, records))
    own = region.governments[name]
    return Government(name, own, series, current, previous, records, by_rule, earlier, earlier_records)


def _before(scored: Scored | None, of_year: Sequence[Snapshot], region: Region, store: Store) -> Scored | None:
    """The last of a year's snapshots before that of `scored`, of the same kind of scores and by the same instrument."""
    if scored is None or len(of_year) < 2:
        return None
    mode, last = scored.about["mode"], of_year[-2]
    if mode == RECORDS and last.has_official_scores and last.has_records:
        last = replace(last, records_only=True)
    rules = region.instrument(last.year, last.region) if last.records_only else region.instrument_for(last)
    if rules.name != scored.about["instrument"]:
        return None
    found = store.get(last, rules)
    return found if found.about["mode"] == mode else None


def _beside(current: Scored, region: Region, store: Store) -> tuple[Scored | None, Scored | None]:
    """What the records beside official scores give, by their own instrument and by the official one if it is known."""
    if current.about["import_difference"] is None:
        return None, None
    snapshot = replace(current.snapshot, records_only=True)
    official = region.instrument_for(current.snapshot)
    own = store.get(snapshot, region.instrument(snapshot.year, snapshot.region))
    return own, store.get(snapshot, official) if official.is_known else None


def people(
    governments: Iterable[Government], at: Literal["current", "previous", "earlier"] = "current"
) -> pd.DataFrame:
    """The scored people of several governments in one frame, with the column `pemerintah` (region)."""
    scored: dict[str, Scored | None] = {own.region: getattr(own, at) for own in governments}
    frames = {region: found.scores for region, found in scored.items() if found is not None}
    if not frames:
        return pd.DataFrame()
    sizes = [len(frame) for frame in frames.values()]
    regions = pd.Categorical.from_codes(np.repeat(np.arange(len(frames)), sizes), categories=pd.Index(list(frames)))
    if len(frames) == 1:
        return next(iter(frames.values())).assign(pemerintah=regions)
    held = list(frames.values())
    categorical = held[0].select_dtypes("category")
    joined = {name: _joined(parts) for name in map(str, categorical) if (parts := _categorical(held, name))}
    rest = pd.concat([frame.drop(columns=list(joined)) for frame in held], ignore_index=True)
    return rest.assign(**joined, pemerintah=regions)


def _categorical(frames: Sequence[pd.DataFrame], name: str) -> list[pd.Categorical]:
    """A column of all frames where it is categorical in each; else nothing."""
    parts = [frame[name].array for frame in frames if name in frame]
    found = [part for part in parts if isinstance(part, pd.Categorical)]
    return found if len(found) == len(frames) else []


def _joined(parts: Sequence[pd.Categorical]) -> pd.Categorical:
    """Categoricals one after the other; pandas joins those of different categories text by text."""
    names = [part.categories.to_numpy(dtype=object) for part in parts]
    places, union = pd.factorize(np.concatenate(names))
    of_part = np.split(places, np.cumsum([len(own) for own in names])[:-1])
    codes = [np.append(place, -1)[part.codes] for place, part in zip(of_part, parts, strict=True)]
    return pd.Categorical.from_codes(np.concatenate(codes), categories=pd.Index(union), ordered=parts[0].ordered)
