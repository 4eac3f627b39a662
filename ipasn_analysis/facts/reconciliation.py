"""Official scores beside records of the same people: what the difference is made of, as far as it may be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import is_small
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.people.reconciliation import causes, reconcile, same
from ipasn_analysis.result.parts import SENSITIVE
from ipasn_analysis.result.reconciliation import Rekonsiliasi, SebabSelisih, SelisihResmi
from ipasn_analysis.rules.instrument import DIMENSIONS


def reconciliation(context: ReportContext) -> Rekonsiliasi | None:
    """The reconciliation of a government; None of a territory, and where there are not both, or few people have both.

    A cause of few people is withheld, with enough others that the difference of its dimension does not tell it; so is
    that difference where there are no others.
    """
    current = None if context.data.is_province else context.included[0].current
    if current is None or current.about["import_difference"] is None:
        return None
    region, snapshot = context.data.region, current.snapshot
    own = region.instrument(snapshot.year, snapshot.region)
    table = reconcile(snapshot, own, region.instrument_for(snapshot))
    if table is None or len(table) < context.min_group:
        return None
    found = causes(table)
    found["disembunyikan"] = np.concatenate(
        [_hidden(context, found[found["dimensi"] == name], name, len(table)) for name in DIMENSIONS]
    ).astype(bool)
    alike = int(same(table).sum())
    return Rekonsiliasi(
        orang=len(table),
        sama=None if is_small(alike, len(table), context.min_group) else alike,
        instrumen=own.name,
        selisih=_difference(context, table, found),
        sebab=tuple(
            SebabSelisih(
                sebab=row["sebab"],
                dimensi=row["dimensi"],
                orang=None if row["disembunyikan"] else int(row["orang"]),
                poin=None if row["disembunyikan"] else float(row["poin"]),
                disembunyikan=bool(row["disembunyikan"]),
            )
            for row in found.to_dict(orient="records")
        ),
    )


def _threshold(context: ReportContext, dimension: str) -> int:
    return context.min_discipline_group if dimension in SENSITIVE else context.min_group


def _hidden(context: ReportContext, rows: pd.DataFrame, dimension: str, people: int) -> np.ndarray:
    """Which causes of a dimension are withheld; never one alone where there is another."""
    counts = rows["orang"].to_numpy(dtype=np.int64)
    limit = _threshold(context, dimension)
    hidden = np.array([is_small(int(count), people, limit) for count in counts], dtype=bool)
    if dimension in SENSITIVE and context.sensitive_withheld:
        hidden[:] = True
    if hidden.sum() == 1 and len(rows) > 1:
        hidden[np.where(hidden, np.iinfo(np.int64).max, counts).argmin()] = True
    return hidden


def _difference(context: ReportContext, table: pd.DataFrame, found: pd.DataFrame) -> SelisihResmi:
    """The mean difference of each dimension; None where it would tell of a cause that is withheld."""
    means = {name: float((table[f"resmi_{name}"] - table[f"catatan_{name}"]).mean()) for name in DIMENSIONS}
    shown = {name: value for name, value in means.items() if not _tells(context, name, found)}
    index = sum(means.values()) if len(shown) != len(means) - 1 else None
    return SelisihResmi(**{name: shown.get(name) for name in DIMENSIONS}, indeks=index)


def _tells(context: ReportContext, dimension: str, found: pd.DataFrame) -> bool:
    rows = found[found["dimensi"] == dimension]
    return int(rows["disembunyikan"].sum()) == 1 or (dimension in SENSITIVE and context.sensitive_withheld)
