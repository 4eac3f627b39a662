"""What was not used and why: batches of rows with file, column and reason, and the tally of a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ipasn_analysis.records.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

COLUMNS = ("file", "row", "column", "reason")


def file_name(table: RawTable) -> str:
    """The name under which a table's rows are reported: its file name, or the table of a database."""
    return table.spec.name if "://" in table.origin else PurePath(table.origin).name


class Batch(NamedTuple):
    """Rows (by number in their file) that were not used for one reason, which knows the file; `column` is at fault."""

    column: str
    reason: Reason
    rows: np.ndarray


@dataclass
class Rejects:
    """Collects rejected rows of people and set-aside rows of histories."""

    batches: list[Batch] = field(default_factory=list)

    def add(self, table: RawTable, column: str, reason: Reason, mask: np.ndarray) -> None:
        """Note the rows of `table` under `mask`; nothing when there are none."""
        if mask.any():
            self.batches.append(Batch(column, reason.of_file(file_name(table)), table.row[mask]))

    def add_broken(self, table: RawTable) -> Counter[Reason]:
        """Note the rows of `table` that could not be split into cells, and count them by reason."""
        found: Counter[Reason] = Counter()
        for row, cells, headers in table.broken:
            reason = Reason(Kind.UNEVEN, sel=str(cells), judul=str(headers))
            self.batches.append(Batch("", reason.of_file(file_name(table)), np.array([row])))
            found[reason] += 1
        return found

    def frame(self) -> pd.DataFrame:
        """One row for each row that was not used: file, row, column, reason; by file and row."""
        parts = [
            pd.DataFrame({"file": reason.file, "row": rows, "column": column, "reason": reason.words})
            for column, reason, rows in self.batches
        ]
        if not parts:
            return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else "str") for name in COLUMNS})
        whole = pd.concat(parts, ignore_index=True)
        return whole.sort_values(["file", "row", "column", "reason"], ignore_index=True)

    def counts(self) -> Counter[tuple[str, Reason]]:
        """Rows by column and reason (which knows the file)."""
        totals: Counter[tuple[str, Reason]] = Counter()
        for column, reason, rows in self.batches:
            totals[column, reason] += len(rows)
        return totals


Counts = Mapping[Reason, int]
_COUNTED = ("excluded", "rejected", "set_aside", "findings")


@dataclass(frozen=True)
class Tally:
    """Every row of the people file accounted for: rows = measured + excluded + rejected.

    `excluded` and `rejected` count people by reason; `set_aside` counts rows of histories by reason, which knows the
    file; `findings` counts what was noticed in accepted rows.
    """

    rows: int
    measured: int
    excluded: Counts
    rejected: Counts
    set_aside: Counts
    findings: Counts

    @property
    def excluded_total(self) -> int:
        """People excluded for any reason."""
        return sum(self.excluded.values())

    @property
    def rejected_total(self) -> int:
        """People rejected for any reason."""
        return sum(self.rejected.values())

    @property
    def set_aside_total(self) -> int:
        """History rows set aside for any reason."""
        return sum(self.set_aside.values())

    def as_dict(self) -> dict[str, object]:
        """The tally with the keys of ``--json``, numbers first, then the reasons in Indonesian."""
        return {
            "rows": self.rows,
            "measured": self.measured,
            "excluded": self.excluded_total,
            "rejected": self.rejected_total,
            "set_aside": self.set_aside_total,
            "excluded_by_reason": dict(self.excluded),
            "rejected_by_reason": dict(self.rejected),
            "set_aside_by_reason": dict(self.set_aside),
            "findings": dict(self.findings),
        }

    def as_json(self) -> dict[str, Any]:
        """The parts of the tally, to be kept."""
        counted = {
            name: [{**reason.as_json(), "count": count} for reason, count in getattr(self, name).items()]
            for name in _COUNTED
        }
        return {"rows": self.rows, "measured": self.measured, **counted}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Tally:
        """The tally of which `as_json` gave the parts."""
        counted = {name: {Reason.from_json(entry): entry["count"] for entry in parts[name]} for name in _COUNTED}
        return cls(parts["rows"], parts["measured"], **counted)
