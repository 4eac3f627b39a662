"""Official scores beside records of the same people: what the difference is made of, as far as it may be shown."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.own_records import instrument_of_records, reconciled
from ipasn_analysis.people.reconciliation import causes, same
from ipasn_analysis.people.store import Store
from ipasn_analysis.result.figures import Mean, Sensitive, Tally
from ipasn_analysis.result.reconciliation import Rekonsiliasi, SebabSelisih, SelisihResmi, SelisihUnit
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.reconciliation import RULE


def reconciliation(context: ReportContext, store: Store | None) -> Rekonsiliasi | None:
    """The reconciliation of a government; None of a territory, and where there are not both, or few people have both.

    The points of a cause of few people are withheld. Causes are groups of people: those of disiplin are sensitive.
    """
    table = None if context.data.is_province else reconciled(context, context.included[0], store)
    if table is None or len(table) < context.min_group:
        return None
    found = causes(table)
    return Rekonsiliasi(
        orang=len(table),
        sama=Tally(same(table).sum()),
        instrumen=instrument_of_records(context).name,
        selisih=_difference(table),
        sebab=tuple(_cause(row, len(table), context.min_group) for row in found.to_dict(orient="records")),
        per_unit=_units(context, table),
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


def _units(context: ReportContext, table: pd.DataFrame) -> tuple[SelisihUnit, ...]:
    """The shown units of enough people who have both.

    Disiplin of few people is told nowhere, so neither is the index; the rule is the same for all. Of a unit's records
    the index alone is told elsewhere: with it and the official one, three differences say what the few have whom the
    records lack. Each is rounded by itself, so that this stays open by 25 points, the mean of nine people by more than
    two and a half.
    """
    shown, group = set(context.units.shown.index.astype(str)), context.min_group
    found = causes(table, by_unit=True)
    told = found[(found["dimensi"] != "disiplin") & (found["sebab"] != RULE) & (found["orang"] >= group)]
    first = told.loc[told["poin"].abs().groupby(told["perangkat_daerah"]).idxmax()]
    top = {str(row["perangkat_daerah"]): row for row in first.to_dict(orient="records")}
    rows = [
        _unit(str(name), own, top.get(str(name)))
        for name, own in table.groupby("perangkat_daerah")
        if str(name) in shown and len(own) >= group
    ]
    return tuple(sorted(rows, key=lambda row: row.poin or 0.0))


def _unit(name: str, table: pd.DataFrame, top: dict[Hashable, Any] | None) -> SelisihUnit:
    """A unit's row with what makes the most of it."""
    people = len(table)
    return SelisihUnit(
        nama=name,
        orang=Tally(people),
        **{
            dimension: Mean((table[f"resmi_{dimension}"] - table[f"catatan_{dimension}"]).mean(), people)
            for dimension in ("kualifikasi", "kompetensi", "kinerja")
        },
        dimensi=None if top is None else top["dimensi"],
        sebab=None if top is None else top["sebab"],
        poin=None if top is None else Mean(top["poin"], people),
    )


def _difference(table: pd.DataFrame) -> SelisihResmi:
    """The mean difference of each dimension."""
    means = {name: float((table[f"resmi_{name}"] - table[f"catatan_{name}"]).mean()) for name in DIMENSIONS}
    return SelisihResmi(
        **{name: Mean(mean, len(table)) for name, mean in (means | {"indeks": sum(means.values())}).items()}
    )
