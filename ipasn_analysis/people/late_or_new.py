"""Two snapshots of records: what of the change was entered late, what is new, and who moved, joined or left."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.store import Store, Told, recorded
from ipasn_analysis.rules.instrument import DIMENSIONS, Dimension, Instrument
from ipasn_analysis.scoring.late_or_new import PARTS, late_or_new
from ipasn_analysis.scoring.recorded import Recorded
from ipasn_analysis.sources.snapshots import Snapshot
from ipasn_analysis.statistics.change import population, split_change

TURNOVER = ("masuk", "keluar")
SLACK = 1e-9
SOURCES = (*PARTS, *TURNOVER)


@dataclass(frozen=True, eq=False)
class LateOrNew:
    """What a change by records is made of: `stayers` as of `scoring.late_or_new`, people and points of each source.

    `points`: index `SOURCES`, columns of the dimensions, in points of the mean of all; `joined` and `left`: people.
    """

    before: float
    after: float
    stayers: pd.DataFrame
    joined: int
    left: int
    points: pd.DataFrame

    def points_of(self, source: str) -> dict[Dimension, float]:
        """What a source makes of each dimension, in points of the mean of all."""
        return {name: float(self.points[name].loc[source]) for name in DIMENSIONS}

    def people_of(self, source: str) -> int:
        """How many people a source moved, or how many joined or left."""
        if source in TURNOVER:
            return self.joined if source == "masuk" else self.left
        changed = self.stayers[[f"{source}_{name}" for name in DIMENSIONS]].abs() > SLACK
        return int(changed.any(axis=1).sum())

    def parts(self) -> tuple[pd.DataFrame, Told]:
        """What the store keeps of it."""
        points = self.points.to_dict(orient="index")
        told = {"before": self.before, "after": self.after, "joined": self.joined, "left": self.left, "points": points}
        return self.stayers, told

    @classmethod
    def of(cls, stayers: pd.DataFrame, told: Told) -> LateOrNew:
        """The same from what the store has kept."""
        points = pd.DataFrame.from_dict(told["points"], orient="index", columns=list(DIMENSIONS)).loc[list(SOURCES)]
        return cls(told["before"], told["after"], stayers, told["joined"], told["left"], points)

    @property
    def moved(self) -> int:
        """Stayers who changed their perangkat daerah."""
        return int(self.stayers["pindah"].sum())


def kept(before: Snapshot, after: Snapshot, rules: Instrument, store: Store | None) -> LateOrNew | None:
    """As `compared`, of snapshots, from the store where it is there; None also where one of them has no records."""

    def made() -> tuple[pd.DataFrame, Told] | None:
        first, last = recorded(before, rules), recorded(after, rules)
        found = compared(first, last, rules) if first and last else None
        return None if found is None else found.parts()

    found = made() if store is None else store.kept("terlambat", [(before, rules), (after, rules)], made)
    return None if found is None else LateOrNew.of(*found)


def compared(before: Recorded, after: Recorded, rules: Instrument) -> LateOrNew | None:
    """The change between the records of two snapshots of a government; None where nobody stayed.

    Raises `UsageError` where `before` is not the earlier one.
    """
    if before.as_of >= after.as_of:
        raise UsageError("{snapshot}: is not earlier than {date}", snapshot=before.as_of, date=after.as_of)
    stayers = late_or_new(before, after, rules)
    if stayers.empty:
        return None
    split = split_change(population(before.scores), population(after.scores), 1)
    rows: dict[str, dict[str, float]] = {
        part: {name: float(stayers[f"{part}_{name}"].mean()) for name in DIMENSIONS} for part in PARTS
    }
    for source in TURNOVER:
        known = split.source_dimensions
        rows[source] = {name: 0.0 if known is None else known[source][name] for name in DIMENSIONS}
    return LateOrNew(
        float(before.scores["indeks"].mean()),
        float(after.scores["indeks"].mean()),
        stayers,
        split.people["masuk"],
        split.people["keluar"],
        pd.DataFrame.from_dict(rows, orient="index", columns=list(DIMENSIONS)),
    )


def by_unit(found: LateOrNew) -> pd.DataFrame:
    """The stayers' parts by unit (index perangkat_daerah): orang, and each of `PARTS` in points of their mean."""
    sums = {part: found.stayers[[f"{part}_{name}" for name in DIMENSIONS]].sum(axis=1) for part in PARTS}
    grouped = pd.DataFrame(sums).groupby(found.stayers["perangkat_daerah"])
    return grouped.mean().assign(orang=grouped.size())[["orang", *PARTS]]
