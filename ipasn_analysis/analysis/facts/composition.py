"""What each dimension is made of: education, competence items, predikat, discipline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.groups import groupings, guarded_groups, sensitive_closed
from ipasn_analysis.analysis.facts.parts import NOT_RECORDED, Parts, guard, labelled
from ipasn_analysis.analysis.grouping import DISCIPLINE, EDUCATION_ORDER, discipline_groups
from ipasn_analysis.analysis.inequality import effective_weights
from ipasn_analysis.analysis.territory import territory
from ipasn_analysis.instruments import DIMENSIONS
from ipasn_analysis.instruments.model import PREDIKAT


def composition(context: Context) -> dict[str, Any]:
    """Key rincian {pendidikan, butir, predikat, disiplin, bobot_efektif}; a part that is not known is None."""
    scores = context.scores
    effective = effective_weights(scores[list(DIMENSIONS)].to_numpy(dtype=np.float64))
    told = effective.covariance_share is not None and not context.sensitive
    return {
        "rincian": {
            "pendidikan": _education(context),
            "butir": _items(context),
            "predikat": _predikat(context),
            "disiplin": _discipline(context),
            "bobot_efektif": dict(zip(DIMENSIONS, effective.covariance_share.tolist(), strict=True))
            if told and effective.covariance_share is not None
            else None,
        }
    }


def column(context: Context, name: str) -> np.ndarray | None:
    """A column of the scores as plain values; None where it is missing or nothing in it is known."""
    if name not in context.scores:
        return None
    values = context.scores[name].astype(object).to_numpy(dtype=object)
    return None if pd.isna(values).all() else np.asarray(values)


def _education(context: Context) -> list[dict[str, Any]] | None:
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


def _predikat(context: Context) -> list[dict[str, Any]] | None:
    parts = predikat_parts(context)
    return None if parts is None or parts.told else _shares(parts, parts.keys, len(context.scores))


def _shares(parts: Parts, order: tuple[str, ...], people: int) -> list[dict[str, Any]]:
    """People and share of each key in `order` (None: nothing on record)."""
    rows = []
    for key in order:
        known = key in parts.keys
        rows.append(_row(key, parts.shown(key) if known else 0, parts.at_least(key) if known else None, people))
    return rows


def _row(key: str, count: int | None, at_least: int | None, people: int) -> dict[str, Any]:
    return {
        "kunci": None if key == NOT_RECORDED else key,
        "jumlah": count,
        "bagian": None if count is None else count / people,
        "paling_sedikit": None if at_least is None else at_least / people,
        "disembunyikan": count is None,
    }


@dataclass(frozen=True, eq=False)
class ItemParts:
    """People to whom a competence item applies, those who hold it and those who do not, with what is withheld."""

    name: str
    holders: Parts
    hidden: bool

    @property
    def applies(self) -> int:
        """People to whom the item applies."""
        return int(self.holders.total.sum())

    @property
    def held(self) -> int:
        """People who hold it."""
        return int(self.holders.total[0])


def item_parts(context: Context) -> dict[str, ItemParts] | None:
    """Each competence item; None for ready scores, which do not tell of items.

    The people to whom an item applies are those of certain types of post: where the groups by type of post withhold
    one of these, so does the item.
    """
    scores, items = context.scores, context.data.instrument.kompetensi.items
    if context.is_import or not set(items) <= set(scores.columns):
        return None
    if "item_parts" in context.kept:
        return dict(context.kept["item_parts"])
    posts = groupings(context)["jenis_jabatan"]
    guarded = guarded_groups(context, {"jenis_jabatan": posts})["jenis_jabatan"].parts
    found = {}
    for name, item in items.items():
        mine = {post for post, points in item.points.items() if points > 0}
        applies = np.isin(posts.astype(str), sorted(mine))
        labels = np.where((scores[name] > 0).to_numpy(dtype=bool), "punya", "tidak")
        counts = labelled(context, labels, ("punya", "tidak"), applies)
        withheld = [key for key in guarded.keys if key in mine]
        part = len(withheld) < len(guarded.keys)
        places = [guarded.keys.index(key) for key in withheld]
        closed = [part and bool(row[places].any()) for row in guarded.own]
        all_closed = part and any(guarded.hides(key) for key in withheld)
        parts = guard(context, counts, ("punya", "tidak"), closed=closed, all_closed=all_closed)
        few = counts.sum() < context.group
        found[name] = ItemParts(name, parts, bool(all_closed or parts.hidden.any() or few))
    context.kept["item_parts"] = found
    return found


def _items(context: Context) -> list[dict[str, Any]] | None:
    """Rate of each competence item among those to whom it applies, and what its absence costs the mean, in points."""
    parts = item_parts(context)
    return None if parts is None else [_item(context, item) for item in parts.values()]


def _item(context: Context, item: ItemParts) -> dict[str, Any]:
    shown = not item.hidden
    gain = context.scores[f"tambah_{item.name}"]
    return {
        "butir": item.name,
        "berlaku": item.applies if shown else None,
        "punya": item.held if shown else None,
        "bagian": item.held / item.applies if shown else None,
        "poin_terbuka": float(gain.sum() / len(context.scores)) if shown else None,
        "disembunyikan": not shown,
    }


def _discipline(context: Context) -> list[dict[str, Any]] | None:
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
        return [_row(name, None, joined.at_least(name), len(keys)) for name in told] or None
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
    return [_row(name, count, None, len(keys)) for name, count in shown.items()]
