"""What the public functions know of a scores frame: its rules, its thresholds, its groups, and what to withhold."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ipasn_analysis.disclosure.publish import publish
from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.facts.context import UnitTable
from ipasn_analysis.project import Project
from ipasn_analysis.result.figures import Mean, Tally
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument
from ipasn_analysis.rules.params import Params
from ipasn_analysis.scoring.summary import group_means
from ipasn_analysis.statistics.grouping import GROUPINGS, group_keys

VALUES = ["indeks", *DIMENSIONS]
WITHOUT = "(tanpa)"

TOGETHER = " · "
"""Between the groups of two groupings that are asked for together."""

By = str | ArrayLike | None


def attribute(scores: pd.DataFrame, name: str) -> str:
    """What ``scores.attrs`` says under `name`; `UsageError` where pandas has dropped it, since nothing may be guessed.

    The thresholds below which groups are withheld follow from it.
    """
    if name not in scores.attrs:
        raise UsageError(
            "this frame no longer says which scores it holds ({name} is missing): pandas drops it in merge and in "
            "concat of frames that differ in it. Join with ipasn.join, or copy it from the frame they come from: "
            "combined.attrs = scores.attrs",
            name=name,
        )
    return str(scores.attrs[name])


def rules(scores: pd.DataFrame) -> Instrument:
    """The instrument the frame was scored under."""
    return instruments.load(attribute(scores, "instrumen"))


def region_of(scores: pd.DataFrame) -> Params:
    """The parameters of the frame's region."""
    return Project.open().params(attribute(scores, "region"))


def smallest_group(scores: pd.DataFrame, internal: bool) -> int:
    """Smallest group that is shown: that of the region, or any for internal use."""
    return 1 if internal else region_of(scores).thresholds.group


def ensure_shown(scores: pd.DataFrame, internal: bool) -> None:
    """`UsageError` where these people are too few for their figures to be shown."""
    if scores.empty:
        raise UsageError("nobody is left in these scores")
    if len(scores) < (fewest := smallest_group(scores, internal)):
        raise UsageError(
            "fewer than {group} people: nothing of so small a group is shown; internal=True shows it, for eyes inside "
            "the agency",
            group=fewest,
        )


def is_part(scores: pd.DataFrame) -> bool:
    """Whether these are not all people of the frame that `scores` gave, so that disiplin is not told of them."""
    return len(scores) != int(attribute(scores, "diukur"))


def on_grid(means: ArrayLike, people: ArrayLike, internal: bool) -> NDArray[np.float64]:
    """Means of so many people each on the grid of a report; as they are for internal use."""
    values, counts = np.broadcast_arrays(np.asarray(means, dtype=np.float64), np.asarray(people, dtype=np.int64))
    if internal:
        return values
    pairs = zip(values.ravel().tolist(), counts.ravel().tolist(), strict=True)
    told = [mean if np.isnan(mean) else publish(Mean(mean, count), 1) for mean, count in pairs]
    return np.array(told, dtype=np.float64).reshape(values.shape)


def counts_told(counts: ArrayLike, group: int, internal: bool) -> pd.Series:
    """Counts of a breakdown as a report tells them, those below `group` missing; as they are for internal use."""
    exact = [int(count) for count in np.asarray(counts).ravel()]
    return pd.Series(exact if internal else [publish(Tally(count), group) for count in exact], dtype="Int64")


def needs_records(scores: pd.DataFrame, what: str) -> None:
    """`UsageError` where ready scores do not tell what is asked."""
    if attribute(scores, "impor") == str(True):
        raise UsageError(
            "{what} needs records; these scores were imported ready and do not tell what is missing", what=what
        )


def several_governments(scores: pd.DataFrame) -> bool:
    """Whether people of more than one government stand in the frame."""
    return "pemerintah" in scores and len(scores["pemerintah"].unique()) > 1


def labels(scores: pd.DataFrame, by: By = None) -> NDArray[np.object_]:
    """The group of each person: a column, one of `GROUPINGS`, several of these, or one label per person; None without.

    By default the perangkat daerah, or the governments where people of several stand in the frame.
    """
    if by is None:
        by = label_name(scores)
    if isinstance(by, str):
        if by in GROUPINGS:
            return group_keys(scores, by, datetime.date.fromisoformat(attribute(scores, "per_tanggal")))
        if by not in scores:
            raise unknown("grouping", by, [*GROUPINGS, *(str(name) for name in scores)])
        by = scores[by]
    elif (names := _several(scores, by)) is not None:
        columns = np.column_stack([labels(scores, name) for name in names])
        return np.array(
            [None if None in row else TOGETHER.join(map(str, row)) for row in columns.tolist()], dtype=object
        )
    result = np.array(pd.Series(np.asarray(by, dtype=object)), dtype=object)
    if len(result) != len(scores):
        raise UsageError("by: has {labels} labels for {people} people", labels=len(result), people=len(scores))
    result[pd.isna(result)] = None
    return result


def _several(scores: pd.DataFrame, by: By) -> list[str] | None:
    """The groupings that are asked for together; None of labels of one's own."""
    if not isinstance(by, list | tuple) or len(by) == len(scores) or not all(isinstance(name, str) for name in by):
        return None
    names = [str(name) for name in by]
    return names if set(names) & {*GROUPINGS, *scores} else None


def label_names(scores: pd.DataFrame, by: By = None) -> list[str]:
    """What the groups are called: the index names of a table by them."""
    return _several(scores, by) or [label_name(scores, by)]


def label_name(scores: pd.DataFrame, by: By = None) -> str:
    """What the groups are called: the index name of a table by them."""
    if by is None:
        return "pemerintah" if several_governments(scores) else "perangkat_daerah"
    if (names := _several(scores, by)) is not None:
        return TOGETHER.join(names)
    return by if isinstance(by, str) else str(getattr(by, "name", None) or "kelompok")


def group_table(scores: pd.DataFrame, by: By, internal: bool) -> UnitTable:
    """Means of the groups (people without one as `WITHOUT`), and which of them are withheld."""
    keys = labels(scores, by)
    named: pd.Series = pd.Series(np.where(pd.isna(keys), WITHOUT, keys)).astype(str)
    column = scores.get(label_name(scores, by)) if by is None or isinstance(by, str) else None
    if column is not None and isinstance(column.dtype, pd.CategoricalDtype):
        order = [*column.cat.categories.astype(str), WITHOUT]
        if named.isin(order).all():  # in the order of the report, on which the draws of ranks depend
            named = named.astype(pd.CategoricalDtype(order))
    means = group_means(named, scores[VALUES].to_numpy(dtype=np.float64))
    means = means.set_axis(means.index.astype(str))
    return UnitTable(means, means["diukur"].to_numpy() < smallest_group(scores, internal))
