"""Sums over people: what a group's index is made of, small enough to keep beside the scores."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.rules.instrument import DIMENSIONS

MEAN_DECIMALS = 9
"""Decimals of the mean of a group, rounded where it is made: sums of decimals end about 1e-12 beside an edge or target
that they reach exactly, and a mean just below it would fall into the lower category."""


class Summary(TypedDict):
    """Sums over the people of a snapshot; of each unit: people, mean, variance, and the means of the dimensions."""

    diukur: int
    indeks: float
    ragam: float
    dimensi: dict[str, float]
    unit: dict[str, list[float]]


def summarise(scores: pd.DataFrame) -> Summary:
    """Head count, mean and sample variance of the index, and means of the dimensions; in all and per perangkat daerah.

    In points and points² (divisor n − 1; 0 for one person).
    """
    values = scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64)
    units = group_means(scores["perangkat_daerah"], values)
    whole = group_means(pd.Series(np.zeros(len(scores), dtype=np.int8)), values)
    row = whole.iloc[0]
    return {
        "diukur": len(scores),
        "indeks": float(row["indeks"]),
        "ragam": float(row["ragam"]),
        "dimensi": {name: float(row[name]) for name in DIMENSIONS},
        "unit": {
            str(name): [int(unit["diukur"]), *(float(unit[key]) for key in ("indeks", "ragam", *DIMENSIONS))]
            for name, unit in units.iterrows()
        },
    }


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
