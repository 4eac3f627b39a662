"""What was not used and why: batches of rows with file, column and reason, and the tally of a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from ipasn_analysis.sources.cell_text import cell_text
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

COLUMNS = ("file", "row", "excel_row", "nip", "column", "value", "reason")


class Batch(NamedTuple):
    """Rows of a file that were not used for one reason, which knows the file; `column` is at fault.

    `rows` has the columns row, excel_row (0: none), nip (as it stands in the file) and value (of the cell at fault).
    """

    column: str
    reason: Reason
    rows: pd.DataFrame


@dataclass
class Rejects:
    """Collects rejected rows of people and set-aside rows of histories."""

    batches: list[Batch] = field(default_factory=list)

    def add(self, table: RawTable, column: str, reason: Reason, mask: np.ndarray) -> None:
        """Note the rows of `table` under `mask`; nothing when there are none."""
        for file, rows in table.by_file():
            chosen = np.flatnonzero(mask[rows]) + rows.start
            if len(chosen):
                frame = pd.DataFrame(
                    {
                        "row": table.row[chosen],
                        "excel_row": 0 if table.excel_row is None else table.excel_row[chosen],
                        "nip": _shown(table, table.spec.key, chosen),
                        "value": _shown(table, column, chosen),
                    }
                )
                self.batches.append(Batch(column, reason.of_file(file), frame))

    def add_broken(self, table: RawTable) -> Counter[Reason]:
        """Note the rows of `table` that could not be split into cells, and count them by reason."""
        found: Counter[Reason] = Counter()
        for uneven in table.broken:
            reason = Reason(Kind.UNEVEN, sel=str(uneven.cells), judul=str(uneven.headers))
            frame = pd.DataFrame({"row": [uneven.row], "excel_row": uneven.excel_row, "nip": "", "value": ""})
            self.batches.append(Batch("", reason.of_file(uneven.file or table.file), frame))
            found[reason] += 1
        return found

    def add_unplaced(self, table: RawTable) -> None:
        """List the rows of a database that belong to no snapshot; they are counted as none of this one."""
        for number, row in enumerate(table.unplaced, start=1):
            frame = pd.DataFrame({"row": [number], "excel_row": 0, "nip": row.nip, "value": row.value})
            self.batches.append(Batch(row.column, Reason(Kind.ROW_WITHOUT_SNAPSHOT, table.file), frame))

    def frame(self) -> pd.DataFrame:
        """One row for each row that was not used, with the columns of `COLUMNS`; by file and row."""
        parts = [
            batch.rows.assign(file=batch.reason.file, column=batch.column, reason=batch.reason.words)
            for batch in self.batches
        ]
        if not parts:
            return pd.DataFrame({name: pd.Series(dtype="int64" if "row" in name else "str") for name in COLUMNS})
        whole = pd.concat(parts, ignore_index=True)[list(COLUMNS)]
        whole = whole.sort_values(["file", "row", "column", "reason"], ignore_index=True)
        return whole.assign(excel_row=whole["excel_row"].astype("Int64").mask(whole["excel_row"] == 0))

    def counts(self) -> Counter[tuple[str, Reason]]:
        """Rows by column and reason (which knows the file)."""
        totals: Counter[tuple[str, Reason]] = Counter()
        for column, reason, rows in self.batches:
            totals[column, reason] += len(rows)
        return totals


@dataclass
class OpenRows:
    """The rows of a table that may still be measured; those that are rejected leave it, counted by reason."""

    table: RawTable
    rejects: Rejects
    mask: np.ndarray
    rejected: Counter[Reason] = field(init=False)

    def __post_init__(self) -> None:
        self.rejected = self.rejects.add_broken(self.table)

    def reject(self, column: str, kind: Kind, faulty: np.ndarray, **values: str) -> None:
        """Reject the rows under `faulty`, if any; `column` is at fault."""
        if faulty.any():
            reason = Reason(kind, **values)
            self.rejects.add(self.table, column, reason, faulty)
            self.rejected[reason] += int(faulty.sum())
            self.mask = self.mask & ~faulty


def _shown(table: RawTable, column: str, rows: np.ndarray) -> list[str]:
    """The cells of a column as they stand in the file."""
    if column not in table.columns:
        return [""] * len(rows)
    chosen = table.columns[column].take(pa.array(rows)).to_pylist()
    return [cell if isinstance(cell, str) else cell_text(cell) for cell in chosen]


Counts = Mapping[Reason, int]
_COUNTED = ("excluded", "rejected", "set_aside", "findings", "notes")


@dataclass(frozen=True)
class Tally:
    """Every row of the people file accounted for: rows = measured + excluded + rejected.

    `excluded` and `rejected` count people by reason; `set_aside` counts rows of histories by reason, which knows the
    file; `findings` counts what was noticed in accepted rows, `notes` what was noticed in reading the files. `expected`
    are the people who should be measured, as far as a profile tells.
    """

    rows: int
    measured: int
    excluded: Counts
    rejected: Counts
    set_aside: Counts
    findings: Counts
    notes: Counts = field(default_factory=dict)
    expected: int | None = None

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
            "notes": dict(self.notes),
        }

    def as_json(self) -> dict[str, Any]:
        """The parts of the tally, to be kept."""
        counted = {
            name: [{**reason.as_json(), "count": count} for reason, count in getattr(self, name).items()]
            for name in _COUNTED
        }
        return {"rows": self.rows, "measured": self.measured, "expected": self.expected, **counted}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Tally:
        """The tally of which `as_json` gave the parts."""
        counted = {name: {Reason.from_json(entry): entry["count"] for entry in parts[name]} for name in _COUNTED}
        return cls(parts["rows"], parts["measured"], **counted, expected=parts["expected"])
