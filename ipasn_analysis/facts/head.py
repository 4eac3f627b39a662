"""The head of the facts: whose index it is, coverage, the four dimensions, categories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ipasn_analysis.disclosure.suppression import is_small
from ipasn_analysis.facts.context import SENSITIVE, Context
from ipasn_analysis.facts.parts import guard, labelled
from ipasn_analysis.records.rejects import Counts, Tally
from ipasn_analysis.rules.instrument import CATEGORIES, DIMENSIONS
from ipasn_analysis.scoring.score import categorise


def head(context: Context, language: str) -> dict[str, Any]:
    """Keys region … target, pegawai, dimensi, kategori_berikut, sebaran_kategori."""
    data, means = context.data, context.values.mean(axis=0)
    index, hidden = float(context.values[:, 0].mean()), context.sensitive
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
        "catatan_target": data.params.target_note_in(language),
        "ambang": {"kelompok": context.group, "disiplin": context.discipline},
        "pegawai": _employees(context),
        "dimensi": {
            name: _dimension(context, name, None if hidden and name in SENSITIVE else float(means[position + 1]))
            for position, name in enumerate(DIMENSIONS)
        },
        "sebaran_kategori": _spread(context),
    }


def _dimension(context: Context, name: str, mean: float | None) -> dict[str, Any]:
    """Mean, maximum and percent of it; kinerja and disiplin of few people are withheld."""
    most = context.maxima[name]
    return {
        "rata_rata": mean,
        "maksimum": most,
        "persen_maksimum": None if mean is None else mean / most * 100,
        "disembunyikan": mean is None,
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
        "jumlah": sum(tally.rows for tally in tallies),
        "diukur": sum(tally.measured for tally in tallies),
        "dikecualikan": sum(tally.excluded_total for tally in tallies),
        "ditolak": sum(tally.rejected_total for tally in tallies),
    }
    reasons = [
        *guarded_reasons(context, lambda tally: tally.excluded),
        *guarded_reasons(context, lambda tally: tally.rejected),
    ]
    return {
        **total,
        "cakupan": total["diukur"] / total["jumlah"],
        "riwayat_disisihkan": sum(tally.set_aside_total for tally in tallies),
        "alasan": {row["alasan"]: row["jumlah"] for row in reasons},
        "selisih_impor": _import_difference(context),
    }


def _import_difference(context: Context) -> dict[str, Any] | None:
    """How ready scores differ from the scored records of the same people; None without both, and in a territory.

    The means are of everybody who has both. Where these, those for whom the index differs, or the others are few, all
    is withheld: a mean of points tells how many it is of.
    """
    current = None if context.data.is_province else context.counted[0].current
    found = None if current is None else current.about["import_difference"]
    if found is None or found["people"] < context.group:
        return None
    people, measured = int(found["people"]), len(context.scores)
    few = is_small(people, measured, context.group) or is_small(int(found["differing"]), people, context.group)
    sensitive = few or people < context.discipline or context.sensitive
    return {
        "dibandingkan": None if few else people,
        "berbeda": None if few else int(found["differing"]),
        "indeks": None if sensitive else float(found["indeks"]),
        "dimensi": {
            name: None if few or (sensitive and name in SENSITIVE) else float(found[name]) for name in DIMENSIONS
        },
    }


def guarded_reasons(context: Context, counts_of: Callable[[Tally], Counts]) -> list[dict[str, Any]]:
    """Rows of the input by reason, most first; those of few rows, and enough others, withheld and last.

    `counts_of` a tally are counts that make up a published total. Reasons without a number are sorted by name, so
    that their order tells nothing. Where all but one are shown, that one is not named: its number is what is left.
    """
    found = [{} if own.current is None else counts_of(own.current.about["tally"]) for own in context.counted]
    names = sorted({reason for counts in found for reason in counts})
    table = np.array([[counts.get(name, 0) for name in names] for counts in found], dtype=np.int64)
    parts = guard(context, table.reshape(len(found), len(names)), names)
    told = names if parts.hidden.sum() != 1 else [name for name in names if not parts.hides(name)]
    rows = [{"alasan": name, "jumlah": parts.shown(name), "disembunyikan": parts.hides(name)} for name in told]
    return sorted(rows, key=lambda row: (row["disembunyikan"], -(row["jumlah"] or 0), row["alasan"]))


def _spread(context: Context) -> list[dict[str, Any]]:
    """Share of people per category, highest first; of few people, and enough others, withheld."""
    labels = context.scores["kategori"].astype("str").to_numpy(dtype=object)
    parts = guard(context, labelled(context, labels, CATEGORIES), CATEGORIES)
    rows = []
    for name in CATEGORIES:
        count = parts.shown(name)
        share = None if count is None else count / len(labels)
        rows.append({"kategori": name, "bagian": share, "disembunyikan": count is None})
    return rows
