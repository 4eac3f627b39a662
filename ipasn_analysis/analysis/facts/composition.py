"""What each dimension is made of: education, competence items, predikat, discipline."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.comparison import item_rates
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.grouping import DISCIPLINE, EDUCATION_ORDER, discipline_groups, education_groups
from ipasn_analysis.analysis.inequality import effective_weights
from ipasn_analysis.instruments import DIMENSIONS
from ipasn_analysis.instruments.model import PREDIKAT


def composition(context: Context) -> dict[str, Any]:
    """Key rincian {pendidikan, butir, predikat, disiplin, bobot_efektif}; a part that is not known is None."""
    scores = context.scores
    effective = effective_weights(scores[list(DIMENSIONS)].to_numpy(dtype=np.float64))
    return {
        "rincian": {
            "pendidikan": _education(context),
            "butir": _items(context),
            "predikat": _shares(context, _column(scores, "predikat"), (*PREDIKAT, None)),
            "disiplin": _discipline(context),
            "bobot_efektif": None
            if effective.covariance_share is None
            else dict(zip(DIMENSIONS, effective.covariance_share.tolist(), strict=True)),
        }
    }


def _education(context: Context) -> list[dict[str, Any]] | None:
    """Levels of education; None where the scores come without a profile."""
    codes = _column(context.scores, "tingkat_pendidikan")
    return None if codes is None else _shares(context, education_groups(codes), (*EDUCATION_ORDER, None))


def _column(scores: pd.DataFrame, name: str) -> np.ndarray | None:
    return scores[name].astype(object).to_numpy(dtype=object) if name in scores else None


def _shares(context: Context, keys: np.ndarray | None, order: tuple[str | None, ...]) -> list[dict[str, Any]] | None:
    """People and share of each key in `order` (None: nothing on record); None where nothing at all is known."""
    if keys is None or pd.isna(keys).all():
        return None
    missing = pd.isna(keys)
    counts = [int(missing.sum() if key is None else (keys == key).sum()) for key in order]
    return [
        {"kunci": key, "jumlah": count, "bagian": count / len(keys)} for key, count in zip(order, counts, strict=True)
    ]


def _items(context: Context) -> list[dict[str, Any]] | None:
    """Rate of each competence item among those to whom it applies, and what its absence costs the mean, in points."""
    scores = context.scores
    names = context.data.instrument.item_names
    if context.is_import or not set(names) <= set(scores.columns):
        return None
    if context.data.instrument.name != "perban8_2019" and not {"diklat_teknis", "seminar"} <= set(names):
        return _plain_items(context, names)
    rates = item_rates(scores).set_index("butir")[["berlaku", "punya"]].astype("int64").to_dict(orient="index")
    return [_item(context, name, rates[name]["berlaku"], rates[name]["punya"]) for name in names]


def _plain_items(context: Context, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The same for an instrument whose items apply to everybody."""
    scores = context.scores
    return [_item(context, name, len(scores), int((scores[name] > 0).sum())) for name in names]


def _item(context: Context, name: str, applies: int, held: int) -> dict[str, Any]:
    shown = applies >= context.group
    gain = context.scores[f"tambah_{name}"]
    return {
        "butir": name,
        "berlaku": applies if shown else None,
        "punya": held if shown else None,
        "bagian": held / applies if shown else None,
        "poin_terbuka": float(gain.sum() / len(context.scores)) if shown else None,
        "disembunyikan": not shown,
    }


def _discipline(context: Context) -> list[dict[str, Any]] | None:
    """Levels of discipline; only of a group that is large enough, and levels are joined where few were punished."""
    scores = context.scores
    if len(scores) < context.discipline:
        return None
    keys = discipline_groups(scores["disiplin"].to_numpy(dtype=np.float64))
    counts = {name: int((keys == name).sum()) for name in DISCIPLINE.values()}
    punished = sum(count for name, count in counts.items() if name != "tidak_pernah")
    few = any(0 < counts[name] < context.group for name in counts if name != "tidak_pernah")
    if few:
        counts = {"tidak_pernah": counts["tidak_pernah"], "pernah": punished}
        if 0 < punished < context.group:
            return None
    return [{"kunci": name, "jumlah": count, "bagian": count / len(scores)} for name, count in counts.items()]
