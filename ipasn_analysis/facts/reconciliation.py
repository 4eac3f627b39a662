"""Official scores beside records of the same people: what the difference is made of, as far as it may be shown."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.own_records import current_records, instrument_of_records
from ipasn_analysis.people.reconciliation import causes, same
from ipasn_analysis.result.figures import Mean, Sensitive, Tally
from ipasn_analysis.result.reconciliation import Rekonsiliasi, SebabSelisih, SelisihResmi
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.reconciliation import reconcile


def reconciliation(context: ReportContext) -> Rekonsiliasi | None:
    """The reconciliation of a government; None of a territory, and where there are not both, or few people have both.

    The points of a cause of few people are withheld. Causes are groups of people: those of disiplin are sensitive.
    """
    current = None if context.data.is_province else context.included[0].current
    if current is None or current.about["import_difference"] is None:
        return None
    records = current_records(context)
    assert records is not None
    table = reconcile(current.scores, records, context.data.instrument)
    if len(table) < context.min_group:
        return None
    found = causes(table)
    return Rekonsiliasi(
        orang=len(table),
        sama=Tally(same(table).sum()),
        instrumen=instrument_of_records(context).name,
        selisih=_difference(table),
        sebab=tuple(_cause(row, len(table), context.min_group) for row in found.to_dict(orient="records")),
    )


def _cause(row: dict[Hashable, Any], people: int, group: int) -> SebabSelisih:
    few = int(row["orang"]) < group
    points = Sensitive(row["poin"]) if row["dimensi"] == "disiplin" else Mean(row["poin"], people)
    return SebabSelisih(
        sebab=row["sebab"],
        dimensi=row["dimensi"],
        orang=Tally(row["orang"]),
        poin=None if few else points,
        disembunyikan=few,
    )


def _difference(table: pd.DataFrame) -> SelisihResmi:
    """The mean difference of each dimension."""
    means = {name: float((table[f"resmi_{name}"] - table[f"catatan_{name}"]).mean()) for name in DIMENSIONS}
    return SelisihResmi(
        **{name: Mean(mean, len(table)) for name, mean in (means | {"indeks": sum(means.values())}).items()}
    )
