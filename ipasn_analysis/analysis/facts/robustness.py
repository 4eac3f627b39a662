"""Does the ranking survive other weights, other formulas, another instrument, another reading of the categories?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis import instruments
from ipasn_analysis.analysis.change import method_effect
from ipasn_analysis.analysis.facts.context import DRAWS, SEED, Context
from ipasn_analysis.analysis.ranking import ranks
from ipasn_analysis.analysis.robustness import category_edges, geometric, leave_one_out, pairs_that_hold, weight_draws
from ipasn_analysis.instruments import DIMENSIONS
from ipasn_analysis.store import Store

OTHER = {"perban8_2019": "bkn4190_2024", "bkn4190_2024": "perban8_2019"}


def robustness(context: Context, store: Store | None) -> dict[str, Any]:
    """Key ketahanan, over the shown units (of a territory: over its governments)."""
    means = _means(context)
    shares = means[list(DIMENSIONS)].to_numpy(dtype=np.float64) / np.array([context.maxima[name] for name in DIMENSIONS])
    weights = tuple(context.maxima[name] for name in DIMENSIONS)
    spread = weight_draws(shares, weights, seed=SEED, draws=DRAWS)
    stable = pairs_that_hold(shares, weights, seed=SEED, draws=DRAWS)
    without = leave_one_out(shares, weights) if len(means) else None
    edges = context.data.instrument.categories.edges
    reading = category_edges(
        context.values[:, 0], sorted(edges["lower_edge"].values()), sorted(edges["upper_edge"].values())
    )
    names = [str(name) for name in means.index]
    return {
        "ketahanan": {
            "ulangan": DRAWS,
            "benih": SEED,
            "perangkat_daerah": [
                {"nama": name, "peringkat": int(rank), "median": int(m), "p05": int(low), "p95": int(high)}
                for name, rank, m, low, high in zip(
                    names, ranks(means["indeks"]), spread.median, spread.p05, spread.p95, strict=True
                )
            ],
            "tanpa_dimensi": {
                dimension: _ranked(names, without.ranks[place]) if without is not None else []
                for place, dimension in enumerate(DIMENSIONS)
            },
            "geometrik": _ranked(names, geometric(shares, weights).ranks) if len(means) else [],
            "pasangan": {"jumlah": stable.pairs, "bertahan": stable.kept, "kokoh": stable.robust},
            "batas_kategori": {"diukur": reading.people, "berubah": reading.changed, "bagian": reading.share},
            "instrumen_lain": _other_instrument(context, store),
        }
    }


def _means(context: Context) -> pd.DataFrame:
    if not context.data.is_province:
        return context.units.shown
    rows = {}
    for own in context.counted:
        period = own.last_of(context.data.year)
        if period is not None:
            summary = period.about["summary"]
            rows[own.params.name] = {"indeks": summary["indeks"], **summary["dimensi"]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["indeks", *DIMENSIONS])


def _ranked(names: list[str], places: np.ndarray) -> list[dict[str, Any]]:
    return [{"nama": name, "peringkat": int(rank)} for name, rank in zip(names, places, strict=True)]


def _other_instrument(context: Context, store: Store | None) -> dict[str, Any] | None:
    """The same records under the other instrument: the effect of the method; None for ready scores or a territory."""
    other = OTHER.get(context.data.instrument.name)
    if other is None or store is None or context.is_import or context.data.is_province:
        return None
    current = context.data.own[0].current
    if current is None:
        return None
    rules = instruments.load(other)
    second = store.get(current.snapshot, rules).scores
    both = current.scores[["nip", "indeks"]].merge(second[["nip", "indeks"]], on="nip", suffixes=("", "_lain"))
    effect = method_effect(both["indeks"], both["indeks_lain"])
    return {
        "instrumen": other,
        "sementara": rules.provisional,
        "indeks": float(second["indeks"].mean()),
        "tanpa_syarat_pendidikan": bool(rules.kualifikasi.by == "requirement" and second["tanpa_kualifikasi"].mean() > 0.5),
        **asdict(effect),
    }
