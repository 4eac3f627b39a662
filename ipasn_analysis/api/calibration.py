"""The official rule, learned from people who have both official scores and records."""

from __future__ import annotations

from ipasn_analysis.calibration import Calibration
from ipasn_analysis.calibration import calibrate as learn
from ipasn_analysis.project import Project


def calibrate(region: str, year: int | None = None, *, data: str | None = None) -> Calibration:
    """What the last snapshot of a year tells of the rule by which its official scores were made.

    Returns a `Calibration`: `findings` (texts in `id` and `en`), `share` (reproduced, by dimension), `yaml()` (the
    instrument file), `unexplained_people()` (internal, since it holds NIPs). Raises `UsageError` where the snapshot
    lacks official scores or records, or few people have both.

    Examples
    --------
    >>> found = ipasn.calibrate("banjar", 2025)
    >>> print(*(line.id for line in found.findings), sep="\\n")
    """
    project = Project.open()
    selection = project.data(data).select(project.region(region), year)
    own = [snapshot for snapshot in selection.own if snapshot.region == region and snapshot.year == selection.year]
    return learn(own[-1])
