"""Who fulfils which competence item: rates per perangkat daerah and per group, among those to whom the item applies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.disclosure import complete
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.groups import groupings
from ipasn_analysis.instruments import POST_TYPES


def items(context: Context, kelompok: list[dict[str, Any]]) -> dict[str, Any]:
    """Keys butir_unit [{nama, butir {item: share | None}}] and butir_kelompok [{pengelompokan, kunci, butir}].

    `kelompok` are the groupings as `groups` gives them: a group that is hidden there is left out here. None where the
    item applies to too few people, or to so few others that the total would give them away. Empty where ready scores do
    not tell the items.
    """
    if context.is_import:
        return {"butir_unit": [], "butir_kelompok": []}
    units = _rates(context.unit_scores, context.unit_scores["perangkat_daerah"].astype(object).to_numpy(), context)
    shown = [str(name) for name in context.units.shown.index]
    open_groups = {
        (grouping["pengelompokan"], row["kunci"])
        for grouping in kelompok
        for row in grouping["kelompok"]
        if not row["disembunyikan"]
    }
    return {
        "butir_unit": [{"nama": name, "butir": units[name]} for name in shown if name in units],
        "butir_kelompok": [
            {"pengelompokan": grouping, "kunci": key, "butir": rates}
            for grouping, labels in groupings(context).items()
            for key, rates in _rates(context.scores, labels, context).items()
            if (grouping, key) in open_groups
        ],
    }


def _rates(scores: pd.DataFrame, labels: np.ndarray, context: Context) -> dict[str, dict[str, float | None]]:
    """Share of people with each item by label, sorted by label."""
    posts = scores["jenis_jabatan"].astype(object).to_numpy(dtype=object)
    codes, names = pd.factorize(labels, sort=True)
    found: dict[str, dict[str, float | None]] = {str(name): {} for name in names}
    for name, item in context.data.instrument.kompetensi.items.items():
        due = np.isin(posts, [post for post in POST_TYPES if item.points.get(post, 0.0) > 0]) & (codes >= 0)
        people = np.bincount(codes[due], minlength=len(names))
        holders = np.bincount(codes[due & (scores[name].to_numpy() > 0)], minlength=len(names))
        hidden = complete((people > 0) & (people < context.group), people, context.group)
        for place, label in enumerate(names):
            gone = hidden[place] or people[place] == 0
            found[str(label)][name] = None if gone else float(holders[place] / people[place])
    return found
