"""Groups of people: PNS/PPPK, type of post, eselon, golongan, education, sex, age; means and what is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import Context
from ipasn_analysis.facts.parts import NOT_RECORDED, Parts, guard, guard_sensitive, labelled
from ipasn_analysis.scoring.summary import group_means
from ipasn_analysis.statistics.grouping import (
    EDUCATION,
    age_groups,
    age_in_years,
    education_groups,
    eselon_groups,
    golongan_groups,
    sex_groups,
)

WITHIN = {"eselon": ("jenis_jabatan", "struktural"), "golongan": ("jenis_pegawai", "PNS")}
"""Groupings of a part of the people only: the grouping and the group that the part is."""


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
