"""The head of the facts: whose index it is, coverage, the four dimensions, categories."""

from __future__ import annotations

from typing import Any

import numpy as np

from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.instruments import DIMENSIONS
from ipasn_analysis.instruments.model import CATEGORIES
from ipasn_analysis.scoring.score import categorise


def head(context: Context, language: str) -> dict[str, Any]:
    """Keys region … target, pegawai, dimensi, kategori_berikut, sebaran_kategori."""
    data, means = context.data, context.values.mean(axis=0)
    index = float(context.values[:, 0].mean())
    return {
        "region": data.region,
        "kode": data.params.code,
        "nama": data.params.name,
        "tingkat": data.params.level,
        "tahun": data.year,
        "per_tanggal": data.as_of.isoformat(),
        "instrumen": data.instrument.name,
        "sementara": data.instrument.provisional,
        "bahasa": language,
        "data_contoh": data.is_sample,
        "impor": context.is_import,
        "indeks": index,
        "kategori": category_of(context, index),
        "kategori_berikut": _next_category(context, index),
        "target": data.params.target_of(data.year),
        "catatan_target": data.params.target_note,
        "ambang": {"kelompok": context.group, "disiplin": context.discipline},
        "pegawai": _employees(context),
        "dimensi": {
            name: {
                "rata_rata": float(means[position + 1]),
                "maksimum": context.maxima[name],
                "persen_maksimum": float(means[position + 1] / context.maxima[name] * 100),
            }
            for position, name in enumerate(DIMENSIONS)
        },
        "sebaran_kategori": _spread(context),
    }


def category_of(context: Context, index: float) -> str:
    """The category of an index, unrounded."""
    return str(categorise(np.array([index]), context.data.instrument)[0])


def _next_category(context: Context, index: float) -> dict[str, Any] | None:
    """The next higher category and the points to it; None at the highest."""
    rules = context.data.instrument.categories
    higher = [(edge, name) for name, edge in rules.edges[rules.reading].items() if edge > index]
    if not higher:
        return None
    edge, name = min(higher)
    return {"kategori": name, "batas": float(edge), "jarak": float(edge - index)}


def _employees(context: Context) -> dict[str, Any]:
    tallies = [own.current.about["tally"] for own in context.counted if own.current is not None]
    total = {
        key: sum(int(tally[key]) for tally in tallies)
        for key in ("rows", "measured", "excluded", "rejected", "set_aside")
    }
    reasons: dict[str, int] = {}
    for tally in tallies:
        for reason, count in {**tally["excluded_by_reason"], **tally["rejected_by_reason"]}.items():
            reasons[reason] = reasons.get(reason, 0) + int(count)
    return {
        "jumlah": total["rows"],
        "diukur": total["measured"],
        "dikecualikan": total["excluded"],
        "ditolak": total["rejected"],
        "cakupan": total["measured"] / total["rows"],
        "riwayat_disisihkan": total["set_aside"],
        "alasan": dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def _spread(context: Context) -> list[dict[str, Any]]:
    """Share of people per category, highest first; only for groups that may be shown."""
    counts = context.scores["kategori"].astype("str").value_counts()
    total = len(context.scores)
    return [{"kategori": name, "bagian": float(counts.get(name, 0) / total)} for name in CATEGORIES]
