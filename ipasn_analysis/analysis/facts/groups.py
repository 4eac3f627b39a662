"""Groups of people: PNS/PPPK, type of post, eselon, golongan, education, sex, age; means and tested differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.analysis.comparison import compare_groupings
from ipasn_analysis.analysis.facts.context import SENSITIVE, Context
from ipasn_analysis.analysis.facts.parts import NOT_RECORDED, Parts, guard, guard_sensitive, labelled
from ipasn_analysis.analysis.grouping import (
    EDUCATION,
    EDUCATION_ORDER,
    LEVELS,
    age_groups,
    age_in_years,
    education_groups,
    eselon_groups,
    golongan_groups,
    sex_groups,
)
from ipasn_analysis.instruments import DIMENSIONS
from ipasn_analysis.scoring.summary import group_means

WITHIN = {"eselon": ("jenis_jabatan", "struktural"), "golongan": ("jenis_pegawai", "PNS")}
"""Groupings of a part of the people only: the grouping and the group that the part is."""
ORDER: dict[str, tuple[str, ...]] = {
    "jenis_pegawai": ("PNS", "PPPK"),
    "jenis_jabatan": ("struktural", "fungsional", "pelaksana"),
    "eselon": LEVELS,
    "golongan": LEVELS[:4],
    "pendidikan": EDUCATION_ORDER,
    "jenis_kelamin": ("L", "P"),
    "umur": ("<30", "30-39", "40-49", ">=50"),
}


@dataclass(frozen=True, eq=False)
class Guarded:
    """Groups of one grouping: means (index: key), what is withheld in whole (`parts`) and in kinerja and disiplin."""

    means: pd.DataFrame
    parts: Parts
    sensitive: Parts


def groups(context: Context) -> dict[str, Any]:
    """Keys kelompok (one entry per grouping, with its groups) and uji_kelompok (tested differences).

    A group whose key is not recorded has the key None. What is hidden takes no part in a test, since the range of the
    means would give it away.
    """
    keys = groupings(context)
    guarded = guarded_groups(context, keys)
    keys = {name: labels for name, labels in keys.items() if not guarded[name].parts.told}
    shown = {name: _shown_labels(labels, guarded[name]) for name, labels in keys.items()}
    tests = compare_groupings(context.values[:, 0], shown, smallest=context.group)
    return {
        "kelompok": [{"pengelompokan": name, "kelompok": _rows(context, name, guarded[name])} for name in keys],
        "uji_kelompok": [_clean(row) for row in tests.to_dict(orient="records")],
    }


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
        context.kept["groupings"] = _groupings(context)
    found: dict[str, np.ndarray] = context.kept["groupings"]
    return found


def _groupings(context: Context) -> dict[str, np.ndarray]:
    scores = context.scores

    def column(name: str) -> np.ndarray:
        return scores[name].astype(object).to_numpy(dtype=object)

    found: dict[str, np.ndarray] = {"jenis_pegawai": column("jenis_pegawai"), "jenis_jabatan": column("jenis_jabatan")}
    if "eselon" in scores:
        found["eselon"] = _only(column("jenis_jabatan") == "struktural", eselon_groups(column("eselon")))
        golongan = golongan_groups(column("golongan"), column("jenis_pegawai"))
        found["golongan"] = _only(column("jenis_pegawai") == "PNS", golongan)
        found["pendidikan"] = education_groups(column("tingkat_pendidikan"))
    found["jenis_kelamin"] = sex_groups(_sex(scores))
    found["umur"] = age_groups(age_in_years(_births(scores), context.data.as_of))
    return {name: labels for name, labels in found.items() if not pd.isna(labels).all()}


def _only(people: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The labels of these people, None for the others."""
    kept = labels.copy()
    kept[~people] = None
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
    points = education_points(context, list(means.index)) if name == "pendidikan" else None
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


def education_points(context: Context, keys: Sequence[str]) -> list[float] | None:
    """Points of kualifikasi of each level of education where the instrument gives them by level; else None."""
    rules = context.data.instrument
    if context.is_import or rules.kualifikasi.by != "education":
        return None
    points = {EDUCATION[code]: float(value) for code, value in rules.kualifikasi.points.items() if code in EDUCATION}
    return [points.get(key, 0.0) for key in keys]


def _shown_labels(labels: np.ndarray, guarded: Guarded) -> np.ndarray:
    hidden = [key for key, withheld in zip(guarded.parts.keys, guarded.parts.hidden, strict=True) if withheld]
    shown = labels.copy()
    shown[pd.isna(labels) | pd.Index(labels).isin(hidden)] = None
    return shown


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


def _rows(context: Context, name: str, guarded: Guarded) -> list[dict[str, Any]]:
    """The groups in their natural order, those not recorded last; `selisih` is against the mean of everybody."""
    whole = float(context.values[:, 0].mean())
    classes = dict(zip(guarded.parts.keys, guarded.parts.classes, strict=True))
    rows = []
    for key in sorted(guarded.means.index, key=lambda key: _place(name, str(key))):
        row, shown = guarded.means.loc[key], not guarded.parts.hides(key)
        sensitive = guarded.sensitive.hides(key)
        rows.append(
            {
                "kunci": None if key == NOT_RECORDED else str(key),
                "diukur": int(row["diukur"]) if shown else None,
                "indeks": float(row["indeks"]) if shown else None,
                "selisih": float(row["indeks"]) - whole if shown else None,
                "simpangan_baku": float(np.sqrt(row["ragam"])) if shown else None,
                "dimensi": {
                    dimension: float(row[dimension]) if shown and not (sensitive and dimension in SENSITIVE) else None
                    for dimension in DIMENSIONS
                },
                "disembunyikan": not shown,
                "dimensi_disembunyikan": not shown or sensitive,
                "kelas_ukuran": classes[key],
            }
        )
    return rows


def _place(name: str, key: str) -> tuple[int, str]:
    order = ORDER.get(name, ())
    return (order.index(key) if key in order else len(order), key)


def _clean(row: dict[Any, Any]) -> dict[str, Any]:
    """A record of a frame with None for what is not known, and plain numbers."""
    return {
        str(key): None if pd.isna(value) else value.item() if hasattr(value, "item") else value
        for key, value in row.items()
    }
