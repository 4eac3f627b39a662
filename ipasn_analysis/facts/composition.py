"""What each dimension is made of: education, competence items, predikat, discipline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.territory import territory
from ipasn_analysis.facts.actions import kinds
from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.groups import groupings, guarded_groups, sensitive_closed
from ipasn_analysis.facts.item_parts import ItemParts, item_parts
from ipasn_analysis.facts.model.parts import PoinDimensi
from ipasn_analysis.facts.model.people import Bagian, Butir, Rincian
from ipasn_analysis.facts.parts import NOT_RECORDED, Parts, guard, labelled
from ipasn_analysis.rules.instrument import DIMENSIONS, PREDIKAT
from ipasn_analysis.statistics.grouping import DISCIPLINE, EDUCATION_ORDER, discipline_groups
from ipasn_analysis.statistics.inequality import covariance_shares

UNTOLD = 20.0
"""Points by which the mean index of a few people must stay open."""
STEP_OF_EDUCATION = 5.0
"""Points between two levels of education."""


def composition(context: Context) -> Rincian:
    """What each dimension is made of; a part that is not known is None."""
    return Rincian(
        pendidikan=_education(context),
        butir=_items(context),
        predikat=_predikat(context),
        disiplin=_discipline(context),
        bobot_efektif=_effective(context),
    )


def _effective(context: Context) -> PoinDimensi | None:
    """Share of each dimension in the variance of the index, to whole percents; None where even that tells of few.

    A share times the sum of squares, which is published, is the sum of points × index. Where a few were punished, or
    have a level of education that is withheld, an unrounded one tells their mean index; half a percent must leave it
    `UNTOLD` points of room.
    """
    shares = covariance_shares(context.values[:, 1:])
    if shares is None or context.sensitive:
        return None
    room = 0.005 * len(context.values) * float(context.values[:, 0].var())
    loss = context.maxima["disiplin"] - context.values[:, 1 + DIMENSIONS.index("disiplin")]
    punished, lost = (np.bincount(context.codes, weights=of) for of in (loss > 0, loss))
    floors = np.array([context.part_group_of(own) for own in context.counted])
    weighed = lost[(punished > 0) & (punished < floors)].max(initial=0.0)
    labels = groupings(context).get("pendidikan")
    if labels is not None:
        parts = guarded_groups(context, {"pendidikan": labels})["pendidikan"].parts
        few = parts.own & (parts.counts < floors[:, np.newaxis])
        weighed = max(weighed, STEP_OF_EDUCATION * parts.counts[few].max(initial=0))
    if room < UNTOLD * weighed:
        return None
    return PoinDimensi(**{name: round(float(share), 2) + 0.0 for name, share in zip(DIMENSIONS, shares, strict=True)})


def column(context: Context, name: str) -> np.ndarray | None:
    """A column of the scores as plain values; None where it is missing or nothing in it is known."""
    if name not in context.scores:
        return None
    values = context.scores[name].astype(object).to_numpy(dtype=object)
    return None if pd.isna(values).all() else np.asarray(values)


def _education(context: Context) -> tuple[Bagian, ...] | None:
    """Levels of education, withheld where the groups by education are; None without a profile."""
    keys = groupings(context)
    if "pendidikan" not in keys:
        return None
    guarded = guarded_groups(context, {"pendidikan": keys["pendidikan"]})["pendidikan"].parts
    if guarded.told:
        return None
    return _shares(guarded, (*EDUCATION_ORDER, NOT_RECORDED), len(context.scores))


def predikat_parts(context: Context) -> Parts | None:
    """People by predikat with what is withheld; None where it is not known, or kinerja of everybody is withheld."""
    if "predikat_parts" not in context.kept:
        context.kept["predikat_parts"] = _predikat_parts(context)
    found: Parts | None = context.kept["predikat_parts"]
    return found


def _predikat_parts(context: Context) -> Parts | None:
    labels = column(context, "predikat")
    if labels is None or context.sensitive:
        return None
    keys = (*PREDIKAT, NOT_RECORDED)
    rules = context.data.instrument.kinerja.points
    points = None if context.is_import else [float(rules[name]) for name in PREDIKAT] + [0.0]
    return guard(context, labelled(context, labels, keys), keys, closed=sensitive_closed(context), points=points)


def _predikat(context: Context) -> tuple[Bagian, ...] | None:
    parts = predikat_parts(context)
    return None if parts is None or parts.told else _shares(parts, parts.keys, len(context.scores))


def _shares(parts: Parts, order: tuple[str, ...], people: int) -> tuple[Bagian, ...]:
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


def _items(context: Context) -> tuple[Butir, ...] | None:
    """Rate of each competence item among those to whom it applies, and what its absence costs the mean, in points."""
    parts, found = item_parts(context), kinds(context)
    if parts is None or found is None:
        return None
    return tuple(_item(context, item, bool(found.hidden[found.of_item(item.name)].any())) for item in parts.values())


def _item(context: Context, item: ItemParts, few: bool) -> Butir:
    """An item; the points of its open actions are withheld too where a kind of them is, which they would tell."""
    shown = not item.hidden
    gain = context.scores[f"tambah_{item.name}"]
    return Butir(
        butir=item.name,
        berlaku=item.applies if shown else None,
        punya=item.held if shown else None,
        bagian=item.held / item.applies if shown else None,
        poin_terbuka=float(gain.sum() / len(context.scores)) if shown and not few else None,
        disembunyikan=not shown,
    )


def _discipline(context: Context) -> tuple[Bagian, ...] | None:
    """Levels of discipline; only of a group that is large enough, and levels are joined where few were punished.

    Where one government of a territory withholds who was punished, the others still tell how many there are at least.
    """
    if context.sensitive:
        return None
    keys = discipline_groups(context.scores["disiplin"].to_numpy(dtype=np.float64))
    names = tuple(DISCIPLINE.values())
    counts = labelled(context, keys, names)
    if counts.sum() < len(keys):
        return None
    closed = sensitive_closed(context)
    never = counts[:, names.index("tidak_pernah")]
    ever = counts.sum(axis=1) - never
    joined = guard(context, np.column_stack([never, ever]), ("tidak_pernah", "pernah"), closed=closed)
    if joined.hidden.any():
        told = [name for name in joined.keys if joined.at_least(name) is not None]
        return tuple(_row(name, None, joined.at_least(name), len(keys)) for name in told) or None
    levels = [name for name in names if name != "tidak_pernah"]
    detail = counts[:, [names.index(name) for name in levels]]
    floors = np.array([context.part_group_of(own) for own in context.counted])[:, np.newaxis]
    withheld = ((detail > 0) & (detail < floors)).any(axis=1) | joined.own.any(axis=1) | np.array(closed)
    own = np.where(withheld[:, np.newaxis], detail > 0, False)
    total = dict(zip(levels, detail.sum(axis=0).tolist(), strict=True))
    few = any(0 < count < context.group for count in total.values())
    if few or territory(own, detail, floors[:, 0], context.group, known=~joined.own.any(axis=1)).any():
        total = {"pernah": int(ever.sum())}
    shown = {"tidak_pernah": int(never.sum()), **total}
    return tuple(_row(name, count, None, len(keys)) for name, count in shown.items())
