"""Groups of people: PNS/PPPK, type of post, eselon, golongan, education, sex, age; means and what is withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.parts import NOT_RECORDED, Parts, guard, guard_sensitive, labelled
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.scoring.summary import group_means
from ipasn_analysis.statistics.grouping import EDUCATION, GROUPINGS, WITHIN, group_keys


@dataclass(frozen=True, eq=False)
class Guarded:
    """Groups of one grouping: means (index: key), what is withheld in whole (`parts`) and in kinerja and disiplin."""

    means: pd.DataFrame
    parts: Parts
    sensitive: Parts


def guarded_groups(context: Context, keys: dict[str, np.ndarray]) -> dict[str, Guarded]:
    """Every grouping with what must be withheld of it; one that lies within another comes after it in `keys`."""
    guarded: dict[str, Guarded] = context.kept.setdefault("guarded_groups", {})
    for name, labels in keys.items():
        if name not in guarded:
            guarded[name] = _guarded(context, labels, keys, guarded, name)
    return {name: guarded[name] for name in keys}


def groupings(context: Context) -> dict[str, np.ndarray]:
    """The key of each person's group under every grouping that the data allow; None: no group.

    Eselon is told of structural posts alone, golongan of PNS alone.
    """
    if "groupings" not in context.kept:
        scores, as_of = context.scores, context.data.as_of
        known = [name for name, (column, _) in GROUPINGS.items() if column in scores]
        found = {name: group_keys(scores, name, as_of) for name in known}
        context.kept["groupings"] = {name: labels for name, labels in found.items() if not pd.isna(labels).all()}
    kept: dict[str, np.ndarray] = context.kept["groupings"]
    return kept


def _guarded(
    context: Context, labels: np.ndarray, keys: dict[str, np.ndarray], guarded: dict[str, Guarded], name: str
) -> Guarded:
    """The groups with what must be withheld, so that no total gives a small one away.

    The total of a grouping is published, and those without a key are a part of it like any other. Where the grouping
    covers a part of the people whose figures are withheld themselves, all of it is.
    """
    covered = np.ones(len(labels), dtype=bool)
    parent, group = WITHIN.get(name, ("", ""))
    if parent in keys:
        covered = keys[parent] == group
    named = pd.Series(np.where(pd.isna(labels), NOT_RECORDED, labels))
    means = group_means(named[covered], context.values[covered])
    counts = labelled(context, labels, list(means.index), covered)
    above = guarded.get(parent)
    is_scored = name == "pendidikan" and not context.is_import
    points = education_points(context.data.instrument, means.index) if is_scored else None
    parts = guard(context, counts, list(means.index), **_closed(above.parts if above else None, group), points=points)
    closed = _closed(above.sensitive if above else None, group)
    if not above:
        closed = {"closed": sensitive_closed(context), "all_closed": context.sensitive}
    return Guarded(means, parts, guard_sensitive(context, parts, **closed))


def _closed(above: Parts | None, group: str) -> dict[str, Any]:
    """Which reports withhold the part of the people that a grouping covers."""
    if above is None or group not in above.keys:
        return {}
    place = above.keys.index(group)
    return {"closed": above.own[:, place].tolist(), "all_closed": bool(above.hidden[place])}


def sensitive_closed(context: Context) -> list[bool]:
    """The governments whose own reports withhold kinerja and disiplin of everybody."""
    counts = np.bincount(context.codes, minlength=len(context.counted))
    return [bool(count < context.discipline_of(own)) for count, own in zip(counts, context.counted, strict=True)]


def education_points(rules: Instrument, keys: Iterable[str]) -> list[float] | None:
    """Points of kualifikasi of each level of education where the instrument gives them by level; else None."""
    if rules.kualifikasi.by != "education":
        return None
    points = {EDUCATION[code]: float(value) for code, value in rules.kualifikasi.points.items() if code in EDUCATION}
    return [points.get(key, 0.0) for key in keys]
