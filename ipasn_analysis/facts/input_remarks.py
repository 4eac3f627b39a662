"""What is to be known of the input of a report, as far as it may be published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import Government
from ipasn_analysis.people.remarks import Remark, of_scored
from ipasn_analysis.result.figures import Mean, Tally
from ipasn_analysis.result.people import CatatanData
from ipasn_analysis.sources.reasons import Kind, Reason

About = Literal["cakupan", "unit", "tabel", "kolom", "jam", "catatan", "pegawai", "ditolak", "tidak_dibaca", "lain"]
ABOUT: dict[Kind, About] = {
    Kind.COVERAGE: "cakupan",
    Kind.LEAVES_TOO_SMALL: "unit",
    Kind.UNIT_IS_LEAF: "unit",
    Kind.UNIT_UNKNOWN: "unit",
    Kind.UNIT_WITHOUT_PARENT: "unit",
    Kind.UNIT_IN_CIRCLE: "unit",
    Kind.UNIT_TWICE: "unit",
    Kind.UNITS_ALIKE: "unit",
    Kind.NO_STRUCTURAL: "tabel",
    Kind.NO_COURSES: "tabel",
    Kind.NO_ASSESSMENTS: "tabel",
    Kind.NO_SANCTIONS: "tabel",
    Kind.NO_RECORDS: "tabel",
    Kind.NO_ESELON_COLUMN: "kolom",
    Kind.NO_REQUIREMENT: "kolom",
    Kind.NO_HOURS: "jam",
    Kind.NO_ESELON: "catatan",
    Kind.ELSEWHERE: "pegawai",
    Kind.PART_TIME: "pegawai",
    Kind.REJECTED: "ditolak",
    Kind.UNREAD_ANY: "tidak_dibaca",
}
"""What the kinds of remarks are about; the others are about anything else."""
ORDER = tuple(dict.fromkeys(ABOUT.values()))
_NAMED = (Kind.NEAR_HEADER, Kind.UNREAD, Kind.UNREAD_NEAR)
"""Remarks that hold names of files or headers, which may name anybody: they are counted together."""
_PUBLISHED = (Kind.REJECTED, Kind.UNREAD_ANY)
"""Remarks whose count is no count of people, or stands in the report exactly anyway."""


@dataclass
class _Sum:
    """A remark over the governments that it is about."""

    regions: list[str]
    count: int | None = None
    points: float | None = None


def input_remarks(context: ReportContext) -> tuple[CatatanData, ...]:
    """The remarks on the snapshots of a report, by what they are about; the points on which few hang are withheld."""
    sums: dict[Reason, _Sum] = {}
    whole = len(context.scores)
    for own in context.included:
        for remark in _of_government(context, own):
            found = sums.setdefault(remark.reason, _Sum([]))
            found.regions.append(own.region)
            if remark.count is not None:
                found.count = (found.count or 0) + remark.count
            if remark.points is not None:
                found.points = (found.points or 0.0) + remark.points * _measured(own) / whole
    rows = [_row(reason, found, whole, context.min_group) for reason, found in sums.items()]
    return tuple(sorted(rows, key=lambda row: ((*ORDER, "lain").index(row.jenis), -(row.poin or 0.0), row.alasan)))


def _row(reason: Reason, found: _Sum, people: int, group: int) -> CatatanData:
    few = reason.kind not in _PUBLISHED and found.count is not None and 0 < found.count < group
    count = found.count if found.count is None or reason.kind in _PUBLISHED else Tally(found.count)
    return CatatanData(
        jenis=ABOUT.get(reason.kind, "lain"),
        alasan=reason,
        pemerintah=tuple(found.regions),
        jumlah=count,
        poin=None if few or found.points is None else Mean(found.points, people),
        disembunyikan=few,
    )


def _of_government(context: ReportContext, own: Government) -> list[Remark]:
    """The remarks on a government's snapshot without names of files; what is not read is counted together."""
    if own.current is None:
        return []
    snapshot = own.current.snapshot
    given = of_scored(own.current.about, context.min_group_of(own), snapshot.unread_files)
    named = sum(remark.count or 1 for remark in given if remark.reason.kind in _NAMED)
    counts: dict[Reason, Remark] = {}
    for remark in given:
        if remark.reason.kind not in _NAMED:
            reason = remark.reason.of_file("")
            before = counts[reason].count or 0 if reason in counts else 0
            count = None if remark.count is None else remark.count + before
            counts[reason] = replace(remark, reason=reason, count=count)
    others = [Remark(Reason(Kind.UNREAD_ANY), named)] if named else []
    return [*counts.values(), *others]


def _measured(own: Government) -> int:
    return 0 if own.current is None else len(own.current.scores)
