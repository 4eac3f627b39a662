"""What was not used and why: batches of rows with file, column and reason, and the tally of a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

import numpy as np
import pandas as pd

from ipasn_analysis.sources.tables import RawTable

COLUMNS = ("file", "row", "column", "reason")


def file_name(table: RawTable) -> str:
    """The name under which a table's rows are reported: its file name, or the table of a database."""
    return table.spec.name if "://" in table.origin else PurePath(table.origin).name


@dataclass
class Rejects:
    """Collects rejected rows of people and set-aside rows of histories."""

    batches: list[tuple[str, str, str, np.ndarray]] = field(default_factory=list)

    def add(self, table: RawTable, column: str, reason: str, mask: np.ndarray) -> None:
        """Note the rows of `table` under `mask`; nothing when there are none."""
        if mask.any():
            self.batches.append((file_name(table), column, reason, table.row[mask]))

    def add_broken(self, table: RawTable) -> None:
        """Note the rows of `table` that could not be split into cells."""
        for row, reason in table.broken:
            self.batches.append((file_name(table), "", reason, np.array([row])))

    def frame(self) -> pd.DataFrame:
        """One row for each row that was not used: file, row, column, reason; by file and row."""
        parts = [
            pd.DataFrame({"file": file, "row": rows, "column": column, "reason": reason})
            for file, column, reason, rows in self.batches
        ]
        if not parts:
            return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else "str") for name in COLUMNS})
        whole = pd.concat(parts, ignore_index=True)
        return whole.sort_values(["file", "row", "column", "reason"], ignore_index=True)

    def counts(self, files: Mapping[str, object] | None = None) -> dict[str, int]:
        """Rows by ``file: column: reason``, the most frequent first; only of `files` when given."""
        totals: dict[str, int] = {}
        for file, column, reason, rows in self.batches:
            if files is None or file in files:
                key = f"{file}: {column}: {reason}" if column else f"{file}: {reason}"
                totals[key] = totals.get(key, 0) + len(rows)
        return dict(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True)
class Tally:
    """Every row of the people file accounted for: rows = measured + excluded + rejected.

    `excluded` and `rejected` count people by reason; `set_aside` counts rows of histories by file and reason;
    `findings` counts what was noticed in accepted rows.
    """

    rows: int
    measured: int
    excluded: Mapping[str, int]
    rejected: Mapping[str, int]
    set_aside: Mapping[str, int]
    findings: Mapping[str, int]

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
        """The tally with the keys of ``--json``, numbers first, then the reasons."""
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
