"""Groups of people: PNS/PPPK, type of post, eselon, golongan, education, sex, age; their means and who is hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ipasn_analysis.facts.context import NOT_RECORDED, ReportContext, of_people, once
from ipasn_analysis.scoring.summary import group_means
from ipasn_analysis.statistics.grouping import GROUPINGS, WITHIN, group_keys
from ipasn_analysis.statistics.typing import Labels, Mask


@dataclass(frozen=True, eq=False)
class GroupTable:
    """Groups of one grouping: means (index: key, `NOT_RECORDED` of people without one), and which are hidden."""

    means: pd.DataFrame
    hidden: Mask

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The groups that are not hidden."""
        return self.means[~self.hidden]


@once
def group_tables(context: ReportContext) -> dict[str, GroupTable]:
    """Every grouping; groups of few people are hidden, and those that the audit withholds."""
    tables: dict[str, GroupTable] = {}
    for name, means in _means(context).items():
        withheld = means.index.isin(context.withheld_parts(f"kelompok.{name}"))
        tables[name] = GroupTable(means, np.asarray((means["diukur"].to_numpy() < context.min_group) | withheld))
    return tables


@of_people
def _means(context: ReportContext) -> dict[str, pd.DataFrame]:
    """The means of every group of each grouping."""
    keys, means = groupings(context), {}
    for name, labels in keys.items():
        covered = np.ones(len(labels), dtype=bool)
        parent, group = WITHIN.get(name, ("", ""))
        if parent in keys:
            covered = keys[parent] == group
        named = pd.Series(np.where(pd.isna(labels), NOT_RECORDED, labels), dtype=object)
        means[name] = group_means(named[covered], context.values[covered])
    return means


@of_people
def groupings(context: ReportContext) -> dict[str, Labels]:
    """The key of each person's group under every grouping that the data allow; None: no group.

    Groups by eselon are of structural posts alone, by golongan of PNS alone.
    """
    scores, as_of = context.scores, context.data.as_of
    known = [name for name, (column, _) in GROUPINGS.items() if column in scores]
    known = ["jenis_pegawai"] if context.is_recap else known
    found = {name: group_keys(scores, name, as_of) for name in known}
    return {name: labels for name, labels in found.items() if not pd.isna(labels).all()}
