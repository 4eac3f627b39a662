"""Who fulfils which competence item: rates per perangkat daerah and per group, among those to whom the item applies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import NOT_RECORDED, ReportContext, of_people
from ipasn_analysis.facts.groups import group_tables, groupings
from ipasn_analysis.result.figures import Share, Tally
from ipasn_analysis.result.parts import Grouping
from ipasn_analysis.result.people import ButirKelompok, ButirUnit
from ipasn_analysis.scoring.items import fulfilled
from ipasn_analysis.statistics.typing import Labels, Mask

Rates = dict[str, dict[str, Share | None]]


@dataclass(frozen=True, eq=False)
class Item:
    """A competence item: to whom it applies, who holds it, and of whom that is not known, since no course has hours."""

    name: str
    applies: Mask
    held: Mask
    unknown: Mask


@of_people
def items(context: ReportContext) -> tuple[Item, ...] | None:
    """Each competence item of everybody; None for ready scores, which hold no items."""
    scores, rules = context.scores, context.data.instrument.kompetensi.items
    if context.is_import or not set(rules) <= set(scores.columns):
        return None
    posts, found = scores["jenis_jabatan"].astype("str").to_numpy(dtype=object), []
    for name, rule in rules.items():
        applies = np.isin(posts, [post for post, points in rule.points.items() if points > 0])
        held = applies & fulfilled(scores, name, context.data.instrument)
        unknown = np.zeros(len(scores), dtype=bool)
        if rule.minimum_hours is not None:
            unknown = applies & ~held & scores["jp_tidak_diketahui"].to_numpy(dtype=bool)
        found.append(Item(name, applies, held, unknown))
    return tuple(found)


def items_of_units(context: ReportContext) -> tuple[ButirUnit, ...]:
    """Who fulfils each competence item, by shown unit; empty for ready scores, which hold no items."""
    found, government = items(context), context.unit_government
    if found is None or government is None:
        return ()
    here = (context.scores["pemerintah"].astype("str") == government.region).to_numpy(dtype=bool)
    units = context.scores["perangkat_daerah"].astype("str").to_numpy(dtype=object)
    units[~here] = None
    names = [str(name) for name in context.units.shown.index]
    return tuple(
        ButirUnit(nama=name, butir=context.told("perangkat_daerah", name, rates))
        for name, rates in _rates(units, names, found).items()
    )


def items_of_groups(context: ReportContext) -> tuple[ButirKelompok, ...]:
    """The same by shown group."""
    found = items(context)
    if found is None:
        return ()
    return tuple(
        ButirKelompok(
            pengelompokan=cast(Grouping, grouping),
            kunci=key,
            butir=context.told(f"kelompok.{grouping}", key, rates),
        )
        for grouping, table in group_tables(context).items()
        for key, rates in _rates(
            groupings(context)[grouping], [str(key) for key in table.shown.index if key != NOT_RECORDED], found
        ).items()
    )


def _rates(labels: Labels, names: Iterable[str], found: tuple[Item, ...]) -> Rates:
    """The share of each item in each part, by name; None where it applies to nobody, or is not known of some."""
    index = pd.Index(list(names))
    position = index.get_indexer(pd.Index(labels))
    rates: Rates = {str(name): {} for name in index}
    for item in found:
        of_part = item.applies & (position >= 0)
        applies = np.bincount(position[of_part], minlength=len(index)).tolist()
        held = np.bincount(position[of_part & item.held], minlength=len(index)).tolist()
        for name, due, has in zip(rates, applies, held, strict=True):
            rates[name][item.name] = Share(has, Tally(due), within=True) if due and not item.unknown.any() else None
    return rates
