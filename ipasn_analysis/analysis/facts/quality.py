"""What the records are worth: completeness, timeliness, accuracy, consistency, and the points that hang on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis import quality as measures
from ipasn_analysis.analysis.disclosure import complete
from ipasn_analysis.analysis.facts.context import Context
from ipasn_analysis.analysis.facts.target import OTHER_UNITS

MOST = 10


def quality(context: Context) -> dict[str, Any]:
    """Key mutu_data; None in import mode, where ready scores do not tell what is missing."""
    if context.is_import or context.data.instrument.name != "perban8_2019":
        return {"mutu_data": None}
    scores = context.scores
    extra = measures.missing_points(
        scores,
        maxima={name: context.maxima[name] for name in ("kualifikasi", "kompetensi", "kinerja")},
        last_record=scores["diklat_terakhir"].to_numpy(dtype="datetime64[D]"),
        year=context.data.year,
    )
    missing = extra.drop(columns="kompetensi_usang")
    limits = measures.bounds(context.values[:, 0], missing)
    whole = measures.completeness(scores)
    fresh = measures.timeliness(scores["diklat_terakhir"], np.datetime64(context.data.as_of)).iloc[0]
    return {
        "mutu_data": {
            "batas_bawah": limits.batas_bawah,
            "batas_atas": limits.batas_atas,
            "per_butir": limits.per_butir,
            "poin_usang": float(extra["kompetensi_usang"].mean()),
            "kelengkapan": [_completeness(context, row) for row in whole.itertuples()],
            "ketepatan_waktu": {
                "bercatatan": int(fresh["bercatatan"]),
                "tahun_ini": int(fresh["tahun_ini"]),
                "bagian": float(fresh["bagian"]),
            },
            "nilai": _weighted(context, whole, float(fresh["bagian"])),
            "per_unit": _units(context, scores, extra),
            "pemutakhiran": _updates(context, extra),
            "temuan": _findings(context),
            "riwayat_disisihkan": _set_aside(context),
        }
    }


def _completeness(context: Context, row: Any) -> dict[str, Any]:
    shown = row.berlaku >= context.group
    return {
        "butir": row.butir,
        "berlaku": int(row.berlaku) if shown else None,
        "tanpa": int(row.tanpa) if shown else None,
        "bagian": float(row.bagian) if shown else None,
        "disembunyikan": not shown,
    }


def _weighted(context: Context, whole: pd.DataFrame, fresh: float) -> dict[str, Any]:
    """BKN's four weighted shares, as this project reads them."""
    tallies = [own.current.about["tally"] for own in context.counted if own.current is not None]
    rows = sum(int(tally["rows"]) for tally in tallies)
    rejected = sum(int(tally["rejected"]) for tally in tallies)
    measured = sum(int(tally["measured"]) for tally in tallies)
    inconsistent = sum(
        int(count) for tally in tallies for reason, count in tally["findings"].items() if "tanggal lahir" in reason
    )
    result = measures.weighted_quality(
        {
            "kelengkapan": float(whole["lengkap"].sum() / whole["berlaku"].sum()),
            "ketepatan_waktu": fresh,
            "akurasi": 1 - rejected / rows,
            "konsistensi": 1 - inconsistent / measured,
        }
    )
    return {"nilai": result.nilai, "bagian": result.bagian, "bobot": result.bobot}


def _unit_labels(context: Context) -> np.ndarray:
    if context.data.is_province:
        names = {own.region: own.params.name for own in context.counted}
        return context.scores["pemerintah"].map(names).to_numpy(dtype=object)
    return context.scores["perangkat_daerah"].astype(object).to_numpy(dtype=object)


def _units(context: Context, scores: pd.DataFrame, extra: pd.DataFrame) -> list[dict[str, Any]]:
    """Shares with a record and points that hang on records, per shown unit; most points first."""
    labels = _unit_labels(context)
    table = measures.bounds_by_unit(context.values[:, 0], extra.drop(columns="kompetensi_usang"), labels)
    without = (
        scores[["tanpa_kualifikasi", "tanpa_kompetensi", "tanpa_kinerja"]]
        .astype(float)
        .groupby(labels, sort=True)
        .mean()
        .reset_index(drop=True)
    )
    table = pd.concat([table, without], axis=1)
    if not context.data.is_province:
        table = table[table["perangkat_daerah"].isin(context.units.shown.index)]
    table = table.assign(gantung=table["batas_atas"] - table["batas_bawah"])
    table = table.sort_values(["gantung", "perangkat_daerah"], ascending=[False, True])
    return [
        {
            "nama": row["perangkat_daerah"],
            "diukur": int(row["diukur"]),
            "batas_bawah": float(row["batas_bawah"]),
            "batas_atas": float(row["batas_atas"]),
            "tanpa_kualifikasi": float(row["tanpa_kualifikasi"]),
            "tanpa_kompetensi": float(row["tanpa_kompetensi"]),
            "tanpa_kinerja": float(row["tanpa_kinerja"]) if row["diukur"] >= context.discipline else None,
        }
        for row in table.to_dict(orient="records")
    ]


def _updates(context: Context, extra: pd.DataFrame) -> list[dict[str, Any]]:
    """The record updates that could move the index most; cells of few people are joined."""
    labels = _unit_labels(context)
    if not context.data.is_province:
        hidden = set(context.units.means.index[context.units.hidden])
        labels = np.array([OTHER_UNITS if label in hidden else label for label in labels], dtype=object)
    table = measures.update_ranking(extra, labels)
    few = complete((table["pegawai"] < context.group).to_numpy(), table["pegawai"].to_numpy(), context.group)
    return [
        {
            "nama": row["perangkat_daerah"],
            "butir": row["butir"],
            "pegawai": int(row["pegawai"]),
            "poin": float(row["poin"]),
            "poin_unit": float(row["poin_unit"]),
        }
        for row in table[~few].head(MOST).to_dict(orient="records")
    ]


def _findings(context: Context) -> list[dict[str, Any]]:
    """Counts of findings in accepted rows; counts below the threshold as their class."""
    found: dict[str, int] = {}
    for own in context.counted:
        for reason, count in (own.current.about["tally"]["findings"] if own.current else {}).items():
            found[reason] = found.get(reason, 0) + int(count)
    return _counted(found, context.group)


def _set_aside(context: Context) -> list[dict[str, Any]]:
    found: dict[str, int] = {}
    for own in context.counted:
        for reason, count in (own.current.about["tally"]["set_aside_by_reason"] if own.current else {}).items():
            found[reason] = found.get(reason, 0) + int(count)
    return _counted(found, context.group)


def _counted(found: dict[str, int], group: int) -> list[dict[str, Any]]:
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        {"alasan": reason, "jumlah": count if count >= group else None, "disembunyikan": count < group}
        for reason, count in ordered
    ]
