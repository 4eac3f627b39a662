"""What the public functions know of a scores frame: its rules, its thresholds, its groups, and what to withhold."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ipasn_analysis.disclosure.suppression import complete, protect
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.context import UnitTable, guarded
from ipasn_analysis.rules import instruments, params
from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument
from ipasn_analysis.rules.params import Params, Thresholds
from ipasn_analysis.scoring.summary import group_means
from ipasn_analysis.statistics.grouping import (
    EDUCATION,
    age_groups,
    age_in_years,
    education_groups,
    eselon_groups,
    golongan_groups,
)

VALUES = ["indeks", *DIMENSIONS]
WITHOUT = "(tanpa)"
OTHERS = "(unit lain)"
DEFAULT_INSTRUMENT = "perban8_2019"

By = str | ArrayLike | None


def rules(scores: pd.DataFrame) -> Instrument:
    """The instrument the frame was scored under."""
    return instruments.load(scores.attrs.get("instrumen", DEFAULT_INSTRUMENT))


def region_of(scores: pd.DataFrame) -> Params | None:
    """The parameters of the frame's region; None for a frame that does not know its region."""
    name = scores.attrs.get("region")
    return params.load(name) if name in params.regions() else None


def thresholds(scores: pd.DataFrame, internal: bool) -> Thresholds:
    """Smallest groups that are shown: those of the region, or everybody for internal use."""
    if internal:
        return Thresholds(group=1, discipline=1)
    region = region_of(scores)
    return region.thresholds if region else Thresholds()


def needs_records(scores: pd.DataFrame, what: str) -> None:
    """`UsageError` where ready scores do not tell what is asked."""
    if scores.attrs.get("impor"):
        raise UsageError(f"{what} needs records; these scores were imported ready and do not tell what is missing")


def several_governments(scores: pd.DataFrame) -> bool:
    """Whether people of more than one government stand in the frame."""
    return "pemerintah" in scores and len(scores["pemerintah"].unique()) > 1


def labels(scores: pd.DataFrame, by: By = None) -> NDArray[np.object_]:
    """The group of each person: a column, one of `GROUPINGS`, or one label per person; None for those without.

    By default the perangkat daerah, or the governments where people of several stand in the frame.
    """
    if by is None:
        by = "pemerintah" if several_governments(scores) else "perangkat_daerah"
    if isinstance(by, str):
        if by not in GROUPINGS and by not in scores:
            raise unknown("grouping", by, [*GROUPINGS, *(str(name) for name in scores)])
        by = GROUPINGS[by](scores) if by in GROUPINGS else scores[by]
    result = np.array(pd.Series(np.asarray(by, dtype=object)), dtype=object)
    if len(result) != len(scores):
        raise UsageError(f"by: has {len(result)} labels for {len(scores)} people")
    result[pd.isna(result)] = None
    return result


def label_name(scores: pd.DataFrame, by: By = None) -> str:
    """What the groups are called: the index name of a table by them."""
    if by is None:
        return "pemerintah" if several_governments(scores) else "perangkat_daerah"
    return by if isinstance(by, str) else str(getattr(by, "name", None) or "kelompok")


def group_table(scores: pd.DataFrame, by: By, internal: bool) -> UnitTable:
    """Means of the groups (people without one as `WITHOUT`), and which of them are withheld."""
    keys = labels(scores, by)
    named: pd.Series = pd.Series(np.where(pd.isna(keys), WITHOUT, keys)).astype(str)
    column = scores[label_name(scores, by)] if by is None or (isinstance(by, str) and by not in GROUPINGS) else named
    if isinstance(column.dtype, pd.CategoricalDtype):  # in the order of the report, on which the draws of ranks depend
        named = named.astype(pd.CategoricalDtype([*column.cat.categories.astype(str), WITHOUT]))
    limits = thresholds(scores, internal)
    means = group_means(named, scores[VALUES].to_numpy(dtype=np.float64))
    means = means.set_axis(means.index.astype(str))
    points = _education_points(scores, means.index) if isinstance(by, str) and by == "pendidikan" else None
    if points is None:
        return guarded(means, limits.group, limits.discipline)
    counts = means["diukur"].to_numpy()
    hidden = protect(counts, limits.group, points)
    return UnitTable(means, hidden, complete(hidden | (counts < limits.discipline), counts, limits.discipline))


def _education_points(scores: pd.DataFrame, keys: Iterable[str]) -> list[float] | None:
    """Points of kualifikasi of each level of education, whose sum is shown too; None where others go into it."""
    known = rules(scores).kualifikasi
    if scores.attrs.get("impor") or known.by != "education":
        return None
    points = {EDUCATION[code]: float(value) for code, value in known.points.items() if code in EDUCATION}
    return [points.get(key, 0.0) for key in keys]


def _column(scores: pd.DataFrame, name: str) -> NDArray[np.object_]:
    if name not in scores:
        raise UsageError(f"the scores have no column {name!r}: they were imported without a profile")
    return np.array(scores[name].astype(object), dtype=object)


def _within(scores: pd.DataFrame, column: str, value: str, keys: NDArray[np.object_]) -> NDArray[np.object_]:
    """The keys of the people whose `column` is `value`; None for the others."""
    kept = keys.copy()
    kept[_column(scores, column) != value] = None
    return kept


def _eselon(scores: pd.DataFrame) -> NDArray[np.object_]:
    return _within(scores, "jenis_jabatan", "struktural", eselon_groups(_column(scores, "eselon")))


def _golongan(scores: pd.DataFrame) -> NDArray[np.object_]:
    keys = golongan_groups(_column(scores, "golongan"), _column(scores, "jenis_pegawai"))
    return _within(scores, "jenis_pegawai", "PNS", keys)


def _sex(scores: pd.DataFrame) -> NDArray[np.object_]:
    return np.array(pd.Series(_column(scores, "jenis_kelamin")).replace({"M": "L", "F": "P"}), dtype=object)


def _age(scores: pd.DataFrame) -> NDArray[np.object_]:
    day = datetime.date.fromisoformat(scores.attrs.get("per_tanggal", datetime.date.today().isoformat()))
    return age_groups(age_in_years(_column(scores, "tanggal_lahir"), day))


GROUPINGS: dict[str, Callable[[pd.DataFrame], NDArray[np.object_]]] = {
    "pendidikan": lambda scores: education_groups(_column(scores, "tingkat_pendidikan")),
    "eselon": _eselon,
    "golongan": _golongan,
    "jenis_kelamin": _sex,
    "umur": _age,
}
"""Groupings from codes of the profile, by the name that `by` takes: eselon of structural posts, golongan of PNS."""
