"""The perangkat daerah: ranking with its uncertainty, change, target, and the funnel that spares small units."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.disclosure.suppression import size_classes
from ipasn_analysis.facts.context import SEED, SENSITIVE, Context
from ipasn_analysis.facts.head import category_of
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.funnel import funnel
from ipasn_analysis.statistics.ranking import RankSets, best_k, rank_confidence_sets, standard_errors

TOP = 3


def units(context: Context) -> dict[str, Any]:
    """Keys perangkat_daerah, tiga_teratas, di_bawah_target, corong (funnel)."""
    if context.unit_government is None:
        return {"perangkat_daerah": [], "tiga_teratas": [], "di_bawah_target": [], "corong": None}
    shown = context.units.shown
    sets = rank_sets(shown["indeks"], shown["ragam"], shown["diukur"])
    groups = best_k(sets, min(TOP, len(shown))) if len(shown) else None
    target = context.data.params.target_of(context.data.year)
    rows = []
    for place, (name, unit) in enumerate(shown.iterrows()):
        row = _shown(context, str(name), unit, target)
        row |= {
            "peringkat": int(sets.ranks[place]),
            "peringkat_min": int(sets.lower[place]),
            "peringkat_maks": int(sets.upper[place]),
        }
        if groups is not None:
            row["pasti_teratas"] = bool(groups.certainly_best[place])
            row["mungkin_teratas"] = bool(groups.possibly_best[place])
        rows.append(row)
    rows.sort(key=lambda row: (row["peringkat"], row["nama"]))
    table = context.units
    classes = size_classes(table.means["diukur"], table.hidden, context.part_group_of(context.unit_government))
    hidden = [_hidden(str(name), size) for name, size in zip(table.means.index, classes, strict=True) if size]
    return {
        "perangkat_daerah": rows + hidden,
        "tiga_teratas": [row["nama"] for row in rows if row["peringkat"] <= TOP],
        "di_bawah_target": [row["nama"] for row in rows if row["di_bawah_target"]],
        "corong": _funnel(context),
    }


def rank_sets(means: Any, variances: Any, counts: Any) -> RankSets:
    """Ranks with 95 % confidence sets that hold for all at once, without finite-population correction."""
    errors = standard_errors(np.asarray(variances), np.asarray(counts))
    return rank_confidence_sets(np.asarray(means, dtype=np.float64), errors, np.asarray(counts), seed=SEED)


def _shown(context: Context, name: str, unit: Any, target: float | None) -> dict[str, Any]:
    place = context.units.means.index.get_loc(name)
    sensitive = bool(context.units.hidden_sensitive[place])
    index = float(unit["indeks"])
    return {
        "nama": name,
        "diukur": int(unit["diukur"]),
        "indeks": index,
        "kategori": category_of(context, index),
        "dimensi": {key: None if sensitive and key in SENSITIVE else float(unit[key]) for key in DIMENSIONS},
        "perubahan": _change(context, name, index),
        "di_bawah_target": None if target is None else index < target,
        "jarak_target": None if target is None else index - target,
        "disembunyikan": False,
        "dimensi_disembunyikan": sensitive,
        "kelas_ukuran": None,
    }


def _hidden(name: str, size: str) -> dict[str, Any]:
    return {
        "nama": name,
        "diukur": None,
        "indeks": None,
        "kategori": None,
        "dimensi": dict.fromkeys(DIMENSIONS),
        "perubahan": None,
        "di_bawah_target": None,
        "jarak_target": None,
        "disembunyikan": True,
        "dimensi_disembunyikan": True,
        "kelas_ukuran": size,
        "peringkat": None,
        "peringkat_min": None,
        "peringkat_maks": None,
        "pasti_teratas": None,
        "mungkin_teratas": None,
    }


def _change(context: Context, name: str, index: float) -> float | None:
    """Against the same unit a year before; None where that was not shown, or measured under another instrument."""
    before = context.previous_units
    if before is None or name not in before.means.index or before.hidden[before.means.index.get_loc(name)]:
        return None
    return index - float(before.means["indeks"].to_numpy()[before.means.index.get_loc(name)])


def _funnel(context: Context) -> dict[str, Any] | None:
    """Limits around the mean of the government for each shown unit (Spiegelhalter 2005)."""
    shown = context.units.shown
    if len(shown) < 3:
        return None
    result = funnel(shown["indeks"], shown["ragam"], shown["diukur"])
    return {
        "pusat": float(result.centre),
        "simpangan_orang": float(result.person_sd),
        "tau": float(result.tau),
        "unit": [
            {
                "nama": str(name),
                "diukur": int(count),
                "indeks": float(index),
                "bawah_95": float(result.warning.lower[place]),
                "atas_95": float(result.warning.upper[place]),
                "bawah_998": float(result.alarm.lower[place]),
                "atas_998": float(result.alarm.upper[place]),
                "di_luar_95": int(result.outside_warning[place]),
                "di_luar_998": int(result.outside_alarm[place]),
            }
            for place, (name, count, index) in enumerate(
                zip(shown.index, shown["diukur"], shown["indeks"], strict=True)
            )
        ],
    }
