"""What is to be said of an input wherever it is read: what it lacks, what was left out, and the points behind it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ipasn_analysis.people.store import Findings
from ipasn_analysis.records import Tally
from ipasn_analysis.scoring.lacking import Lack
from ipasn_analysis.sources.files import UnreadFile
from ipasn_analysis.sources.reasons import Kind, Reason

FULL_COVERAGE = 0.95
"""The share of those who should be measured from which coverage needs no remark."""


@dataclass(frozen=True)
class Remark:
    """One thing to be said of an input: people or rows it is about (None: all), points of the index at most."""

    reason: Reason
    count: int | None = None
    points: float | None = None


def remarks(
    tally: Tally, lacking: Iterable[Lack], sizes: Sequence[int], group: int, unread: Iterable[UnreadFile] = ()
) -> list[Remark]:
    """What is to be said of a snapshot, the most important first; nothing of one that is whole.

    `sizes` are the people of each unit, `group` the fewest that are shown.
    """
    found = [*_coverage(tally)]
    for lack in lacking:
        found.append(Remark(lack.reason, lack.people if lack.people < tally.measured else None, lack.points))
    if tally.rejected_total:
        found.append(Remark(Reason(Kind.REJECTED), tally.rejected_total))
    for reason, count in tally.notes.items():
        if reason.kind == Kind.UNITS_ARE_LEAVES:
            found[:0] = _leaves(reason, sizes, group)
        else:
            found.append(Remark(reason, count))
    return found + [Remark(_unread(file)) for file in unread]


def of_scored(about: Findings, group: int, unread: Iterable[UnreadFile] = ()) -> list[Remark]:
    """The remarks on a scored snapshot."""
    units = {name: int(unit[0]) for name, unit in about["summary"]["unit"].items()}
    found = remarks(about["tally"], about["lacking"], list(units.values()), group, unread)
    return found + [Remark(Reason(Kind.UNITS_ALIKE, contoh=", ".join(map(repr, names)))) for names in alike(units)]


def alike(units: Mapping[str, int]) -> tuple[dict[str, int], ...]:
    """Names that differ by case, blanks and punctuation alone, with the people of each, most of them first."""
    groups: dict[str, dict[str, int]] = {}
    for name, count in sorted(units.items()):
        groups.setdefault(re.sub(r"[\W_]+", "", name).casefold(), {})[name] = count
    several = (group for group in groups.values() if len(group) > 1)
    return tuple(dict(sorted(group.items(), key=lambda pair: -pair[1])) for group in several)


def _coverage(tally: Tally) -> Iterable[Remark]:
    """How many of those who should be measured are, where that is known and less than `FULL_COVERAGE`."""
    if tally.expected is not None and tally.measured < FULL_COVERAGE * tally.expected:
        yield Remark(Reason(Kind.COVERAGE, persen=str(math.floor(100 * tally.measured / tally.expected))))


def _leaves(reason: Reason, sizes: Sequence[int], group: int) -> Iterable[Remark]:
    """That units are leaves, and how many of them are too small to be shown; what ready scores call units may be whole.

    These are taken for leaves where some are too small.
    """
    small = sum(size < group for size in sizes)
    if small or reason.values["kolom"] != "unor":
        values = {**reason.values, "unit": str(len(sizes)), "kecil": str(small)}
        yield Remark(Reason(Kind.LEAVES_TOO_SMALL, reason.file, **values))


def _unread(file: UnreadFile) -> Reason:
    if file.nearest is None:
        return Reason(Kind.UNREAD, nama=file.name)
    return Reason(Kind.UNREAD_NEAR, nama=file.name, tabel=file.nearest)
