"""Groups of people: PNS/PPPK, type of post, eselon, golongan, education, sex, age; means and what is withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.partition import NOT_RECORDED, Partition, suppress_partition, suppress_sensitive
from ipasn_analysis.facts.context import ReportContext, once
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.scoring.summary import group_means
from ipasn_analysis.statistics.grouping import EDUCATION, GROUPINGS, WITHIN, group_keys
from ipasn_analysis.statistics.typing import Labels, Mask


@dataclass(frozen=True, eq=False)
class GroupTable:
    """Groups of one grouping: means (index: key), what is withheld altogether (`parts`) and in kinerja and disiplin."""

    means: pd.DataFrame
    parts: Partition
    sensitive: Partition


@once
def group_tables(context: ReportContext) -> dict[str, GroupTable]:
    """Every grouping with what must be withheld of it, so that no total discloses a small group.

    The total of a grouping is published, and those without a key are a part of it like any other. Where the grouping
    covers a part of the people whose figures are withheld themselves, all of it is.
    """
    keys = groupings(context)
    tables: dict[str, GroupTable] = {}
    for name, labels in keys.items():
        covered = np.ones(len(labels), dtype=bool)
        parent, group = WITHIN.get(name, ("", ""))
        if parent in keys:
            covered = keys[parent] == group
        named = pd.Series(np.where(pd.isna(labels), NOT_RECORDED, labels))
        means = group_means(named[covered], context.values[covered])
        counts, of_group = context.count(labels, list(means.index), covered), list(means.index)
        is_scored = name == "pendidikan" and not context.is_import
        points = education_points(context.data.instrument, of_group) if is_scored else None
        above = tables.get(parent)
        unpublished, all_unpublished = (None, False) if above is None else _withheld(above.parts, group)
        parts = suppress_partition(
            context.policy, counts, of_group, unpublished=unpublished, all_unpublished=all_unpublished, points=points
        )
        unpublished, all_unpublished = (
            (sensitive_unpublished(context), context.sensitive_withheld)
            if above is None
            else _withheld(above.sensitive, group)
        )
        sensitive = suppress_sensitive(context.policy, parts, unpublished=unpublished, all_unpublished=all_unpublished)
        tables[name] = GroupTable(means, parts, sensitive)
    return tables


def _withheld(above: Partition, group: str) -> tuple[Mask | None, bool]:
    """Which governments' reports, and whether this one, withhold the part of the people that a grouping covers."""
    if group not in above.keys:
        return None, False
    index = above.keys.index(group)
    return above.suppressed_rows[:, index], bool(above.suppressed[index])


@once
def groupings(context: ReportContext) -> dict[str, Labels]:
    """The key of each person's group under every grouping that the data allow; None: no group.

    Groups by eselon are of structural posts alone, by golongan of PNS alone.
    """
    scores, as_of = context.scores, context.data.as_of
    known = [name for name, (column, _) in GROUPINGS.items() if column in scores]
    known = ["jenis_pegawai"] if context.is_recap else known
    found = {name: group_keys(scores, name, as_of) for name in known}
    return {name: labels for name, labels in found.items() if not pd.isna(labels).all()}


def sensitive_unpublished(context: ReportContext) -> Mask:
    """The governments whose own reports withhold kinerja and disiplin of everybody."""
    people = np.bincount(context.government_index, minlength=len(context.included))
    return people < np.array([context.min_discipline_group_of(own) for own in context.included], dtype=np.int64)


def education_points(rules: Instrument, keys: Iterable[str]) -> list[float] | None:
    """Points of kualifikasi of each level of education where the instrument gives them by level; else None."""
    if rules.kualifikasi.by != "education":
        return None
    points = {EDUCATION[code]: float(value) for code, value in rules.kualifikasi.points.items() if code in EDUCATION}
    return [points.get(key, 0.0) for key in keys]
