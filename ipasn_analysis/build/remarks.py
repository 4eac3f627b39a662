"""What commands say at their end of the input they have read: what is absent, left out or not read, and its cost."""

from __future__ import annotations

import contextlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ipasn_analysis.errors import Message, UsageError
from ipasn_analysis.people.remarks import Remark, of_scored
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Region
from ipasn_analysis.project.data import Selection
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.snapshots import Snapshot
from ipasn_analysis.writing.reasons import remark as worded
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from ipasn_analysis.facts.context import ReportContext

logger = logging.getLogger(__name__)

SINGLY = 3
"""Snapshots up to which a remark is said of each; one that more of them share is said once."""


class Told(NamedTuple):
    """A remark on a snapshot, which is named by region and date."""

    snapshot: str
    remark: Remark


def tell(told: Iterable[Told | Message], w: Writer) -> None:
    """Say each once, on standard error."""
    for line in lines(told, w):
        logger.warning("%s", line)


def lines(told: Iterable[Told | Message], w: Writer) -> list[str]:
    """One line for each; one alone for a remark that many snapshots share, with people in sum and the most points."""
    shared: dict[object, list[Told | Message]] = defaultdict(list)
    for one in dict.fromkeys(told):
        shared[one if isinstance(one, Message) else (one.remark.reason.kind, one.remark.reason.words)].append(one)
    return [line for group in shared.values() for line in _of_group(group, w)]


def _of_group(group: Sequence[Told | Message], w: Writer) -> list[str]:
    remarks = [one.remark for one in group if isinstance(one, Told)]
    if len(remarks) <= SINGLY:
        return [w.say(one) if isinstance(one, Message) else lines_of(one.snapshot, [one.remark], w)[0] for one in group]
    counts = [remark.count for remark in remarks]
    points = max((remark.points or 0.0 for remark in remarks), default=0.0)
    total = None if None in counts else sum(count for count in counts if count is not None)
    said = worded(w, remarks[0].reason.of_file(""), total, points)
    return [w("{jumlah} potret data: {catatan}", jumlah=len(remarks), catatan=said)]


def lines_of(name: str, remarks: Iterable[Remark], w: Writer) -> list[str]:
    """One line for each remark on the snapshot of that name."""
    return [f"{name}: {worded(w, remark.reason, remark.count, remark.points)}" for remark in remarks]


def of_selection(selection: Selection, store: Store) -> tuple[Told | Message, ...]:
    """What is to be said of the last snapshot of the year of each government that a report is about."""
    region = selection.region
    newest = {one.region: one for one in selection.own if one.year == selection.year}
    told: list[Told | Message] = []
    for name, snapshot in newest.items():
        with contextlib.suppress(UsageError):  # one that cannot be used has been told of before
            about = store.about(snapshot, region.instrument(selection.year, name))
            group = region.governments[name].thresholds.group
            told += [Told(title(snapshot), remark) for remark in of_scored(about, group, snapshot.unread_files)]
    told += without_target(region, selection.year)
    for name in region.members:
        told += [not_read(what) for what in layout.misplaced(selection.location, name)]
    return tuple(told)


def without_target(region: Region, year: int) -> list[Message]:
    """A word where the parameters have a target for other years alone."""
    others = sorted(other for other, target in region.params.target.items() if target is not None)
    if not others or region.params.target_of(year) is not None:
        return []
    years = ", ".join(map(str, others))
    return [
        Message(
            "{region}: params have no target for {year}, only for {years}", region=region.name, year=year, years=years
        )
    ]


def not_read(what: Message) -> Message:
    """What is said of something that stands in DATA where nothing is looked for."""
    return Message("not read: {what}", what=what)


def of_compared(sides: Iterable[ReportContext]) -> tuple[Told, ...]:
    """What is to be said of the snapshots of the sides of a comparison."""
    told: list[Told] = []
    for context in sides:
        for own in context.included:
            if own.current is not None:
                snapshot = own.current.snapshot
                said = of_scored(own.current.about, context.min_group_of(own), snapshot.unread_files)
                told += [Told(title(snapshot), remark) for remark in said]
    return tuple(told)


def title(snapshot: Snapshot) -> str:
    """Region and date of a snapshot."""
    return f"{snapshot.region} {snapshot.as_of}"
