"""Groups of people: PNS/PPPK, type of post, eselon, golongan, education, sex, age; means and tested differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.comparison import compare_groupings
from ipasn_analysis.analysis.disclosure import complete, protect, size_class
from ipasn_analysis.analysis.facts.context import SENSITIVE, Context
from ipasn_analysis.analysis.grouping import (
    age_groups,
    age_in_years,
    education_groups,
    eselon_groups,
    golongan_groups,
    sex_groups,
)
from ipasn_analysis.instruments import DIMENSIONS
from ipasn_analysis.scoring.summary import group_means


def groups(context: Context) -> dict[str, Any]:
    """Keys kelompok (one entry per grouping, with its groups) and uji_kelompok (tested differences)."""
    keys = groupings(context)
    values = context.values
    tests = compare_groupings(values[:, 0], keys, smallest=context.group)
    return {
        "kelompok": [{"pengelompokan": name, "kelompok": _rows(context, labels)} for name, labels in keys.items()],
        "uji_kelompok": [_clean(row) for row in tests.to_dict(orient="records")],
    }


def groupings(context: Context) -> dict[str, np.ndarray]:
    """The key of each person's group under every grouping that the data allow; None: no group."""
    scores = context.scores

    def column(name: str) -> np.ndarray:
        return scores[name].astype(object).to_numpy(dtype=object)

    found: dict[str, np.ndarray] = {"jenis_pegawai": column("jenis_pegawai"), "jenis_jabatan": column("jenis_jabatan")}
    if "eselon" in scores:
        structural = column("jenis_jabatan") == "struktural"
        found["eselon"] = np.where(structural, eselon_groups(column("eselon")), None)
        found["golongan"] = golongan_groups(column("golongan"), column("jenis_pegawai"))
        found["pendidikan"] = education_groups(column("tingkat_pendidikan"))
        found["jenis_kelamin"] = sex_groups(_sex(scores))
        found["umur"] = age_groups(age_in_years(_births(scores), context.data.as_of))
    else:
        found["jenis_kelamin"] = sex_groups(_sex(scores))
        found["umur"] = age_groups(age_in_years(_births(scores), context.data.as_of))
    return {name: labels for name, labels in found.items() if not pd.isna(labels).all()}


def _sex(scores: pd.DataFrame) -> np.ndarray:
    """L or P as the profile has it, or as the NIP of a PNS tells it (digit 15; of a PPPK digit 15 as well)."""
    digit = scores["nip"].astype("str").str[14]
    told = digit.map({"1": "L", "2": "P"}).astype(object).to_numpy(dtype=object)
    if "jenis_kelamin" not in scores:
        return told
    own = scores["jenis_kelamin"].astype(object).map({"L": "L", "P": "P", "M": "L", "F": "P"})
    return np.where(own.isna(), told, own.to_numpy(dtype=object))


def _births(scores: pd.DataFrame) -> np.ndarray:
    """The birth date of the profile, or that in the NIP."""
    told = pd.to_datetime(scores["nip"].astype("str").str[:8], format="%Y%m%d", errors="coerce")
    if "tanggal_lahir" not in scores:
        return told.to_numpy()
    return pd.to_datetime(scores["tanggal_lahir"]).fillna(told).to_numpy()


def _rows(context: Context, labels: np.ndarray) -> list[dict[str, Any]]:
    means = group_means(pd.Series(labels), context.values)
    count = means["diukur"].to_numpy()
    hidden = protect(count, context.group)
    sensitive = complete(hidden | (count < context.discipline), count, context.discipline)
    rows = []
    for place, (key, row) in enumerate(means.iterrows()):
        shown = not hidden[place]
        rows.append(
            {
                "kunci": str(key),
                "diukur": int(row["diukur"]) if shown else None,
                "indeks": float(row["indeks"]) if shown else None,
                "simpangan_baku": float(np.sqrt(row["ragam"])) if shown else None,
                "dimensi": {
                    name: float(row[name]) if shown and not (sensitive[place] and name in SENSITIVE) else None
                    for name in DIMENSIONS
                },
                "disembunyikan": not shown,
                "kelas_ukuran": None if shown else size_class(int(row["diukur"]), context.group),
            }
        )
    return rows


def _clean(row: dict[Any, Any]) -> dict[str, Any]:
    """A record of a frame with None for what is not known, and plain numbers."""
    return {
        str(key): None if value is None or value != value else value.item() if hasattr(value, "item") else value
        for key, value in row.items()
    }
