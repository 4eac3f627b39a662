"""Sums over people: what a group's index is made of, small enough to keep beside the scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.statistics.grouping import education_groups

MEAN_DECIMALS = 9
"""Decimals of the mean of a group, rounded where it is made: sums of decimals end about 1e-12 beside an edge or target
that they reach exactly, and a mean just below it would fall into the lower category."""


PARTS: tuple[str, ...] = DIMENSIONS
"""The parts of the index that are summed by stratum where items are not known."""


class Summary(TypedDict):
    """Sums over the people of a snapshot; of each unit: people, mean, variance, and the means of the dimensions.

    Of each stratum (kind of employee, type of post, education): people, and the sums of the `parts` of the index.
    """

    diukur: int
    indeks: float
    ragam: float
    dimensi: dict[str, float]
    unit: dict[str, list[float]]
    parts: list[str]
    strata: dict[str, list[float]]


def summarise(scores: pd.DataFrame, items: Sequence[str] = ()) -> Summary:
    """Head count, mean and sample variance of the index, and means of the dimensions; in all and per perangkat daerah.

    In points and points² (divisor n − 1; 0 for one person). Where the `items` of kompetensi are known and add up to it,
    they are parts of the index in its place.
    """
    values = scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64)
    units = group_means(scores["perangkat_daerah"], values)
    whole = group_means(pd.Series(np.zeros(len(scores), dtype=np.int8)), values)
    row = whole.iloc[0]
    parts = _parts(scores, items)
    return {
        "diukur": len(scores),
        "indeks": float(row["indeks"]),
        "ragam": float(row["ragam"]),
        "dimensi": {name: float(row[name]) for name in DIMENSIONS},
        "unit": {
            str(name): [int(unit["diukur"]), *(float(unit[key]) for key in ("indeks", "ragam", *DIMENSIONS))]
            for name, unit in units.iterrows()
        },
        "parts": list(parts),
        "strata": stratum_sums(scores, parts),
    }


def _parts(scores: pd.DataFrame, items: Sequence[str]) -> tuple[str, ...]:
    """The dimensions, kompetensi by item where these add up to it for everybody."""
    if not items or not np.allclose(scores[list(items)].sum(axis=1, skipna=False), scores["kompetensi"]):
        return PARTS
    return tuple(part for name in PARTS for part in (items if name == "kompetensi" else (name,)))


def strata(scores: pd.DataFrame) -> pd.Series | None:
    """Kind of employee, type of post and education of each person in one word; None where scores do not tell them."""
    if "tingkat_pendidikan" not in scores:
        return None
    education = pd.Series(education_groups(scores["tingkat_pendidikan"].astype(object)), index=scores.index)
    if education.isna().all():
        return None
    kind, post = (scores[name].astype("str").fillna("") for name in ("jenis_pegawai", "jenis_jabatan"))
    return kind + "|" + post + "|" + education.fillna("").astype("str")


def stratum_sums(scores: pd.DataFrame, parts: Sequence[str] = PARTS) -> dict[str, list[float]]:
    """Of each stratum its people and the sums of the `parts` of their indices; empty where strata are not known."""
    keys = strata(scores)
    if keys is None:
        return {}
    codes, names = pd.factorize(keys, sort=True)
    columns = [np.ones(len(scores)), *(scores[name].to_numpy(dtype=np.float64) for name in parts)]
    sums = np.column_stack([np.bincount(codes, weights=column, minlength=len(names)) for column in columns])
    return dict(zip(map(str, names), sums.tolist(), strict=True))


def mean_of(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The mean of a group in points, rounded to `MEAN_DECIMALS`; weighted where `weights` (head counts) are given."""
    value = np.asarray(values, dtype=np.float64)
    weight = np.ones(len(value)) if weights is None else np.asarray(weights, dtype=np.float64)
    return round(float(np.average(value, weights=weight)), MEAN_DECIMALS)


def group_means(groups: pd.Series, values: np.ndarray) -> pd.DataFrame:
    """Per group (index of the frame, sorted by name): diukur, indeks, ragam and the four dimension means.

    `values` has the columns indeks and the four dimensions, shape (people, 5). Groups are told by the categories of
    `groups`; people without one are left out. The variance is the sample variance of the index, 0 for one person.
    """
    if isinstance(groups.dtype, pd.CategoricalDtype):
        groups = groups.cat.set_categories(sorted(groups.cat.categories))
    codes, names = pd.factorize(groups, sort=True)
    known = codes >= 0
    codes, values = codes[known], values[known]
    count = np.bincount(codes, minlength=len(names))
    sums = np.column_stack([np.bincount(codes, weights=column, minlength=len(names)) for column in values.T])
    means = sums / count[:, None]
    deviations = values[:, 0] - means[codes, 0]
    variance = np.bincount(codes, weights=deviations**2, minlength=len(names)) / np.maximum(count - 1, 1)
    frame = pd.DataFrame(means.round(MEAN_DECIMALS), columns=["indeks", *DIMENSIONS], index=pd.Index(names))
    frame.insert(0, "diukur", count)
    frame.insert(2, "ragam", variance)
    return frame
