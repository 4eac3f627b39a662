"""What stands on one side of a comparison: a region at a snapshot under an instrument, named in a few words."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import pandas as pd

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Government, Period, ReportInputs
from ipasn_analysis.facts.release import audited_apart
from ipasn_analysis.people.store import Scored, Store
from ipasn_analysis.project import Project, Region
from ipasn_analysis.project.data import Data
from ipasn_analysis.records.accept import RECORDS
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.params import Params
from ipasn_analysis.sources.location import shown
from ipasn_analysis.sources.snapshots import Snapshot, parse_date

_FORM = re.compile(r"(?P<region>[^:@]+)(:(?P<when>[^@]+))?(@(?P<instrument>.+))?")


@dataclass(frozen=True)
class Reference:
    """The name of a side: ``region[:year or date][@instrument]``; None: the newest, and that of the year."""

    region: Region
    when: int | datetime.date | None = None
    instrument: Instrument | None = None

    @classmethod
    def parse(cls, text: str, project: Project) -> Reference:
        """A reference from its words; `UsageError` names what is wrong and the nearest valid name."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise UsageError(
                "{text!r} names no snapshot; write REGION:YEAR or REGION:YYYY-MM-DD, and @INSTRUMENT", text=text
            )
        region, when, instrument = match["region"], match["when"], match["instrument"]
        return cls(
            project.region(region),
            None if when is None else _moment(when, text),
            None if instrument is None else instruments.load(instrument),
        )


def _moment(when: str, text: str) -> int | datetime.date:
    if re.fullmatch(r"\d{4}", when):
        return int(when)
    return parse_date(when, Message("{text}: the part after the colon", text=text))


@dataclass(frozen=True, eq=False)
class Side:
    """The people of one side, and in `context` what the audit withholds of them."""

    context: ReportContext

    @property
    def region(self) -> str:
        """The region that the side is of."""
        return self.context.data.region.name

    @property
    def params(self) -> Params:
        """The parameters of the region."""
        return self.context.data.params

    @property
    def as_of(self) -> datetime.date:
        """The date of the snapshot, of a territory that of the newest one."""
        return self.context.data.as_of

    @property
    def instrument(self) -> Instrument:
        """By which the people are scored."""
        return self.context.data.instrument

    @property
    def is_import(self) -> bool:
        """Whether any of the people come with ready scores."""
        return self.context.is_import

    @property
    def is_territory(self) -> bool:
        """Whether it is a province as a territory."""
        return self.context.data.is_province

    @property
    def scored(self) -> dict[str, Scored]:
        """The snapshots of the governments whose people count, by region."""
        return {own.region: own.current for own in self.context.included if own.current is not None}

    @property
    def withheld(self) -> set[str]:
        """The perangkat daerah, or the governments of a territory, that are not told."""
        if self.is_territory:
            names = self.context.withheld_parts("pemerintah")
            return {own.params.name for own in self.context.included if own.region in names}
        return {str(name) for name in self.context.units.means.index[self.context.units.hidden]}

    @property
    def scores(self) -> pd.DataFrame:
        """A row per person, with the column `pemerintah`."""
        return self.context.scores

    @property
    def governments(self) -> tuple[str, ...]:
        """The regions of the governments whose people count."""
        return tuple(own.region for own in self.context.included)

    @property
    def group(self) -> int:
        """Smallest group of the people that is shown."""
        return self.context.min_group if self.is_territory else self.context.min_part_group_of(self.context.included[0])


def side(reference: Reference, data: Data, store: Store, before: Side | None = None) -> Side:
    """The people that a reference names; beside those of `before`, which it is compared with over time.

    Of a territory: each government's last snapshot of the year, up to the date; governments below the threshold are
    left out. Raises `UsageError` when DATA has no such snapshot, when ready scores would have to be scored anew, and
    when fewer people are measured than may be shown.
    """
    region = reference.region
    chosen = [region.placed(snapshot) for snapshot in snapshots_of(reference, data)]
    as_of = max(snapshot.as_of for snapshot in chosen)
    usual = {snapshot: region.instrument_for(snapshot) for snapshot in chosen}
    instrument = reference.instrument or usual[chosen[-1]]
    scored = [store.get(snapshot, instrument) for snapshot in chosen]
    for one in scored:
        if one.about["mode"] != RECORDS and instrument.name != usual[one.snapshot].name:
            raise UsageError(
                "{snapshot}: holds ready scores, which cannot be scored under {instrument!r}",
                snapshot=one.snapshot,
                instrument=instrument.name,
            )
    earlier = {} if before is None or before.region != region.name else before.scored
    governments = tuple(_government(one, region, instrument, earlier.get(one.snapshot.region)) for one in scored)
    is_sample = any(snapshot.is_sample for snapshot in chosen)
    key = store.key(is_sample=is_sample)
    context = ReportContext(ReportInputs(region, as_of.year, instrument, governments, (), (), is_sample, key))
    group = max(context.min_group_of(own) for own in governments)
    if not any(len(one.scores) >= context.min_group_of(own) for one, own in zip(scored, governments, strict=True)):
        raise UsageError(
            "{region} {as_of}: fewer than {group} people are measured; nothing of them is shown",
            region=region.name,
            as_of=as_of,
            group=group,
        )
    if context.is_recap:
        return Side(context)
    return Side(audited_apart(context, store if instrument == usual[chosen[-1]] else None))


def _government(scored: Scored, region: Region, instrument: Instrument, earlier: Scored | None) -> Government:
    snapshot = scored.snapshot
    period = Period(snapshot.as_of, instrument.name, scored.about)
    return Government(
        snapshot.region, region.governments[snapshot.region], (period,), scored, previous=None, earlier=earlier
    )


def snapshots_of(reference: Reference, data: Data) -> list[Snapshot]:
    """The snapshot that is meant; of a territory one for each government that has one."""
    region, place = reference.region, shown(data.location)
    own = sorted((one for one in data.snapshots if one.region in region.members), key=lambda one: one.as_of)
    if not own:
        raise UsageError("{place}: has no snapshot of {region!r}", place=place, region=region.name)
    when = own[-1].year if reference.when is None else reference.when
    if isinstance(when, int):
        fitting = [snapshot for snapshot in own if snapshot.year == when]
    elif region.is_province:
        fitting = [snapshot for snapshot in own if snapshot.year == when.year and snapshot.as_of <= when]
    else:
        fitting = [snapshot for snapshot in own if snapshot.as_of == when]
    if not fitting:
        dates = ", ".join(sorted({snapshot.as_of.isoformat() for snapshot in own}))
        raise UsageError(
            "{place}: has no snapshot of {region!r} for {when}; it has: {dates}",
            place=place,
            region=region.name,
            when=when,
            dates=dates,
        )
    return list({snapshot.region: snapshot for snapshot in fitting}.values())
