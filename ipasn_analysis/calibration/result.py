"""What was learned from a snapshot: the rules, and whom they explain."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.calibration.candidates import Learned
from ipasn_analysis.calibration.evidence import Evidence
from ipasn_analysis.calibration.kompetensi import KompetensiRule
from ipasn_analysis.calibration.other_dimensions import KinerjaRule, KualifikasiRule
from ipasn_analysis.people.export import MARK, NOTICE
from ipasn_analysis.rules.instrument import Dimension
from ipasn_analysis.statistics.typing import Mask


@dataclass(frozen=True, eq=False)
class Result:
    """What was learned from a snapshot.

    `kompetensi` and `kualifikasi`: what holds for everybody, and what holds apart from it for PPPK (None: the same).
    `explained`: by dimension, whom the rule gives their official points.
    """

    region: str
    date: datetime.date
    evidence: Evidence
    kompetensi: tuple[Learned[KompetensiRule], Learned[KompetensiRule] | None]
    kualifikasi: tuple[Learned[KualifikasiRule], Learned[KualifikasiRule] | None]
    kinerja: Learned[KinerjaRule]
    explained: dict[Dimension, Mask]

    @property
    def people(self) -> int:
        """People with both official scores and records."""
        return len(self.evidence)

    @property
    def share(self) -> dict[Dimension, float]:
        """The share of people whose points the rule reproduces, by dimension, to whole percents rounded down."""
        return {name: int(100 * float(mask.mean()) + 1e-9) / 100 for name, mask in self.explained.items()}

    @property
    def unexplained(self) -> int:
        """People who have a dimension that the rule does not explain; their records are those to look at."""
        return int((~np.logical_and.reduce(list(self.explained.values()))).sum())

    def unexplained_people(self) -> pd.DataFrame:
        """One row for each person and dimension that the rule does not explain: RAHASIA, nip, dimensi, resmi (points).

        Internal: it holds NIPs and scores.
        """
        evidence = self.evidence
        parts = [
            pd.DataFrame({"nip": evidence.nip[~mask], "dimensi": name, "resmi": evidence.official[name][~mask]})
            for name, mask in self.explained.items()
        ]
        table = pd.concat(parts).sort_values(["nip", "dimensi"], ignore_index=True)
        table.insert(0, MARK, NOTICE)
        return table
