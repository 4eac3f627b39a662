"""Entered late or newly earned: the change by records since the last snapshot of the year before."""

from __future__ import annotations

from typing import get_args

from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.own_records import instrument_of_records
from ipasn_analysis.people.late_or_new import LateOrNew, by_unit, kept
from ipasn_analysis.people.store import Store
from ipasn_analysis.result.figures import Mean, Tally
from ipasn_analysis.result.late_or_new import BagianPerubahan, LateSource, PerubahanUnit, TerlambatAtauBaru
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.scoring.late_or_new import LATE, PARTS


def late_or_new(context: ReportContext, store: Store | None) -> TerlambatAtauBaru | None:
    """The change of a government by records; None of a territory, and where a snapshot lacks records or few stayed."""
    own = None if context.data.is_province else context.included[0]
    if own is None or own.current is None or own.previous is None:
        return None
    rules, before, after = instrument_of_records(context), own.previous.snapshot, own.current.snapshot
    found = kept(before, after, rules, store)
    if found is None or len(found.stayers) < context.min_group:
        return None
    people = len(found.stayers)
    return TerlambatAtauBaru(
        dari=before.as_of,
        ke=after.as_of,
        instrumen=rules.name,
        indeks_dari=Mean(found.before, people),
        indeks_ke=Mean(found.after, people),
        selisih=Mean(found.after - found.before, people),
        pindah=Tally(found.moved),
        sumber=tuple(_source(context, found, name) for name in get_args(LateSource)),
        per_unit=_units(context, found),
    )


def _source(context: ReportContext, found: LateOrNew, name: LateSource) -> BagianPerubahan:
    people = found.people_of(name)
    hidden = 0 < people < context.min_group
    points, whole = found.points_of(name), len(found.stayers)
    return BagianPerubahan(
        sumber=name,
        orang=Tally(people),
        poin=None if hidden else Mean(sum(points.values()), whole),
        dimensi=PoinDimensi.of(dict.fromkeys(DIMENSIONS) if hidden else points, whole),
        disembunyikan=hidden,
    )


def _units(context: ReportContext, found: LateOrNew) -> tuple[PerubahanUnit, ...]:
    """The shown units with enough stayers.

    With the unit's index at both dates the parts say what those had who joined or left. Each is rounded by itself: were
    one known to be nothing, three parts and two indices would still leave that open by 25 points, the mean of nine
    people by more than two and a half.
    """
    shown = set(context.units.shown.index.astype(str))
    table = by_unit(found)
    table = table[(table["orang"] >= context.min_group) & table.index.isin(shown)]
    table = table.sort_values([LATE, "orang"], ascending=False, kind="stable")
    return tuple(
        PerubahanUnit(
            nama=str(name),
            orang=Tally(row["orang"]),
            **{part: Mean(row[part], int(row["orang"])) for part in PARTS},
        )
        for name, row in table.iterrows()
    )
