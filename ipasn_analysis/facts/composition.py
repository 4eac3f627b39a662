"""What each dimension is made of: education, competence items, predikat, discipline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition, suppress_partition
from ipasn_analysis.facts.actions import action_types
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.facts.groups import group_tables, sensitive_unpublished
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.result.parts import PoinDimensi
from ipasn_analysis.result.people import Bagian, Butir, Rincian
from ipasn_analysis.rules.instrument import DIMENSIONS, PREDIKAT
from ipasn_analysis.scoring.steps import UNKNOWN, predikat_of
from ipasn_analysis.statistics.grouping import DISCIPLINE, EDUCATION_ORDER, discipline_groups
from ipasn_analysis.statistics.inequality import covariance_shares

OPEN_POINTS = 20.0
"""Points by which the mean index of a few people must stay open."""
STEP_OF_EDUCATION = 5.0
"""Points between two levels of education."""


def composition(context: ReportContext) -> Rincian:
    """What each dimension is made of; a part that is not known is None, as all are of recaps."""
    if context.is_recap:
        return Rincian(**dict.fromkeys(Rincian.model_fields))
    return Rincian(
        pendidikan=_education(context),
        butir=_items(context),
        predikat=_predikat(context),
        disiplin=_discipline(context),
        bobot_efektif=_effective(context),
    )


def _effective(context: ReportContext) -> PoinDimensi | None:
    """Share of each dimension in the variance of the index, to whole percents; None where even that discloses a few.

    A share times the sum of squares, which is published, is the sum of points × index. Where a few were punished, or
    have a level of education that is withheld, an unrounded one determines their mean index; half a percent must leave
    it `OPEN_POINTS` points of room.
    """
    shares = covariance_shares(context.values[:, 1:])
    if shares is None or context.sensitive_withheld:
        return None
    room = 0.005 * len(context.values) * float(context.values[:, 0].var())
    loss = context.maxima["disiplin"] - context.values[:, 1 + DIMENSIONS.index("disiplin")]
    punished, lost = (np.bincount(context.government_index, weights=of) for of in (loss > 0, loss))
    floors = context.policy.part_groups
    weighed = lost[(punished > 0) & (punished < floors)].max(initial=0.0)
    table = group_tables(context).get("pendidikan")
    if table is not None:
        parts = table.parts
        few = parts.suppressed_rows & (parts.counts < floors[:, np.newaxis])
        weighed = max(weighed, STEP_OF_EDUCATION * parts.counts[few].max(initial=0))
    if room < OPEN_POINTS * weighed:
        return None
    return PoinDimensi(**{name: round(float(share), 2) + 0.0 for name, share in zip(DIMENSIONS, shares, strict=True)})


def column(context: ReportContext, name: str) -> np.ndarray | None:
    """A column of the scores as plain values; None where it is missing or nothing in it is known."""
    if name not in context.scores:
        return None
    values = context.scores[name].astype(object).to_numpy(dtype=object)
    return None if pd.isna(values).all() else np.asarray(values)


def _education(context: ReportContext) -> tuple[Bagian, ...] | None:
    """Levels of education, withheld where the groups by education are; None without a profile."""
    table = group_tables(context).get("pendidikan")
    if table is None or table.parts.is_disclosed:
        return None
    return _shares(table.parts, (*EDUCATION_ORDER, NOT_RECORDED), len(context.scores))


@once
def predikat_parts(context: ReportContext) -> Partition | None:
    """People by predikat with what is withheld; None where it is not known, or kinerja of everybody is withheld.

    Official scores tell the predikat by their points of kinerja.
    """
    if context.is_recap:
        return None
    labels = _predikat_of_points(context) if context.is_import else column(context, "predikat")
    if labels is None or context.sensitive_withheld:
        return None
    keys = (*PREDIKAT, NOT_RECORDED)
    rules = context.data.instrument.kinerja.points
    points = [float(rules[name]) for name in PREDIKAT] + [0.0]
    return suppress_partition(
        context.policy, context.count(labels, keys), keys, unpublished=sensitive_unpublished(context), points=points
    )


def _predikat_of_points(context: ReportContext) -> np.ndarray | None:
    """The predikat that each person's points of kinerja stand for; None where some stand for none."""
    position = predikat_of(context.values[:, 1 + DIMENSIONS.index("kinerja")], context.data.instrument)
    return None if (position == UNKNOWN).any() else np.array(PREDIKAT, dtype=object)[position]


def _predikat(context: ReportContext) -> tuple[Bagian, ...] | None:
    parts = predikat_parts(context)
    return None if parts is None or parts.is_disclosed else _shares(parts, parts.keys, len(context.scores))


def _shares(parts: Partition, order: tuple[str, ...], people: int) -> tuple[Bagian, ...]:
    """People and share of each key in `order` (None: nothing on record)."""
    rows = []
    for key in order:
        known = key in parts.keys
        rows.append(_row(key, parts.shown(key) if known else 0, parts.at_least(key) if known else None, people))
    return tuple(rows)


def _row(key: str, count: int | None, at_least: int | None, people: int) -> Bagian:
    return Bagian(
        kunci=None if key == NOT_RECORDED else key,
        jumlah=count,
        bagian=None if count is None else count / people,
        paling_sedikit=None if at_least is None else at_least / people,
        disembunyikan=count is None,
    )


def _items(context: ReportContext) -> tuple[Butir, ...] | None:
    """Rate of each competence item among those to whom it applies, and what its absence costs the mean, in points."""
    parts, types = item_parts(context), action_types(context)
    if parts is None or types is None:
        return None
    return tuple(
        _item(context, item, bool(types.suppressed[types.of_item(item.name)].any())) for item in parts.values()
    )


def _item(context: ReportContext, item: ItemParts, few: bool) -> Butir:
    """An item; the points of its open actions are withheld too where a type of them is, which they would disclose."""
    shown = not item.hidden
    gain = context.scores[f"tambah_{item.name}"]
    return Butir(
        butir=item.name,
        berlaku=item.applies if shown else None,
        punya=item.held if shown else None,
        tidak_diketahui=item.unknown if shown else None,
        bagian=item.held / item.applies if shown and not item.unknown else None,
        poin_terbuka=float(gain.sum() / len(context.scores)) if shown and not few else None,
        disembunyikan=not shown,
    )


def _discipline(context: ReportContext) -> tuple[Bagian, ...] | None:
    """Levels of discipline; only of a group that is large enough, and levels are joined where few were punished.

    Where one government of a province withholds who was punished, the others still show how many there are at least.
    """
    if context.sensitive_withheld:
        return None
    keys = discipline_groups(context.scores["disiplin"].to_numpy(dtype=np.float64))
    names = tuple(DISCIPLINE.values())
    counts = context.count(keys, names)
    if counts.sum() < len(keys):
        return None
    unpublished = sensitive_unpublished(context)
    never = counts[:, names.index("tidak_pernah")]
    ever = counts.sum(axis=1) - never
    joined = suppress_partition(
        context.policy, np.column_stack([never, ever]), ("tidak_pernah", "pernah"), unpublished=unpublished
    )
    if joined.suppressed.any():
        published = [name for name in joined.keys if joined.at_least(name) is not None]
        return tuple(_row(name, None, joined.at_least(name), len(keys)) for name in published) or None
    levels = [name for name in names if name != "tidak_pernah"]
    detail = counts[:, [names.index(name) for name in levels]]
    few = ((detail > 0) & (detail < context.policy.part_groups[:, np.newaxis])).any(axis=1)
    partly_published = ~joined.suppressed_rows.any(axis=1)
    rows = (few | ~partly_published | unpublished)[:, np.newaxis] & (detail > 0)
    total = dict(zip(levels, detail.sum(axis=0).tolist(), strict=True))
    if (
        any(0 < count < context.min_group for count in total.values())
        or context.policy.suppress_sums(rows, detail, totals_published=partly_published).any()
    ):
        total = {"pernah": int(ever.sum())}
    shown = {"tidak_pernah": int(never.sum()), **total}
    return tuple(_row(name, count, None, len(keys)) for name, count in shown.items())
