"""What commands say at their end of the input they have read: what is absent, left out or not read, and its cost."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.remarks import Remark, of_scored
from ipasn_analysis.people.store import Store
from ipasn_analysis.project.data import Selection
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.snapshots import Snapshot
from ipasn_analysis.writing.reasons import remark as worded
from ipasn_analysis.writing.writer import Writer

if TYPE_CHECKING:
    from ipasn_analysis.facts.context import ReportContext

logger = logging.getLogger(__name__)


def lines_of(name: str, remarks: Iterable[Remark], w: Writer) -> list[str]:
    """One line for each remark on the snapshot of that name."""
    return [f"{name}: {worded(w, remark.reason, remark.count, remark.points)}" for remark in remarks]


def tell(lines: Iterable[str]) -> None:
    """Say the lines, each once, on standard error."""
    for line in dict.fromkeys(lines):
        logger.warning("%s", line)


def of_selection(selection: Selection, store: Store, w: Writer) -> tuple[str, ...]:
    """What is to be said of the last snapshot of the year of each government that a report is about."""
    region = selection.region
    newest = {one.region: one for one in selection.own if one.year == selection.year}
    lines: list[str] = []
    for name, snapshot in newest.items():
        with contextlib.suppress(UsageError):  # one that cannot be used has been told of before
            about = store.about(snapshot, region.instrument(selection.year, name))
            group = region.governments[name].thresholds.group
            lines += lines_of(title(snapshot), of_scored(about, group, snapshot.unread_files), w)
    for name in region.members:
        lines += [w("tidak dibaca: {apa}", apa=text) for text in layout.misplaced(selection.location, name)]
    return tuple(lines)


def of_compared(sides: Iterable[ReportContext], w: Writer) -> tuple[str, ...]:
    """What is to be said of the snapshots of the sides of a comparison."""
    lines: list[str] = []
    for context in sides:
        for own in context.included:
            if own.current is not None:
                snapshot = own.current.snapshot
                said = of_scored(own.current.about, context.min_group_of(own), snapshot.unread_files)
                lines += lines_of(title(snapshot), said, w)
    return tuple(lines)


def title(snapshot: Snapshot) -> str:
    """Region and date of a snapshot."""
    return f"{snapshot.region} {snapshot.as_of}"
