"""What the parts of the facts share: the people, the shown units, the smallest group and seeds, prepared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, Literal, TypeVar, cast

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.cells import CellName
from ipasn_analysis.disclosure.grid import step_of
from ipasn_analysis.facts.inputs import Government, ReportInputs, of_records, people
from ipasn_analysis.people.store import Scored
from ipasn_analysis.records.accept import RECAP, RECORDS
from ipasn_analysis.result.figures import OnGrid
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.rules.params import Params
from ipasn_analysis.scoring.summary import group_means, mean_of
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels, Mask

T = TypeVar("T")
SEED = 20190510
"""Of every random draw in a report: the date of Peraturan BKN 8/2019."""
DRAWS = 10_000
WHOLE = "seluruhnya"
"""Everybody, as a table and a part of it."""
UNITS_SINCE_LAST = "perangkat_daerah.sejak_terakhir"
"""The units beside the last snapshot of the same year (of a territory its governments), as a table of the audit."""
SOURCES = "sumber"
"""Who stayed, moved, joined and left since the year before, as a table of the audit."""
SOURCES_SINCE_LAST = "sumber.sejak_terakhir"
"""The same since the last snapshot of the same year."""
SOURCES_OF_UNITS = "sumber.perangkat_daerah"
"""The same of units, or of the governments of a territory, since that snapshot."""
NOT_RECORDED = "\N{REPLACEMENT CHARACTER}"
"""The key of people whose key is not recorded; sorts behind every other."""


def once(derive: Callable[[ReportContext], T]) -> Callable[[ReportContext], T]:
    """What is derived from a context, derived once for each."""
    return _kept(derive, lambda context: context.derived)


def of_people(derive: Callable[[ReportContext], T]) -> Callable[[ReportContext], T]:
    """What does not depend on what the audit withholds, derived once for a context and those made by `withholding`."""
    return _kept(derive, lambda context: context.derived_of_people)


def _kept(
    derive: Callable[[ReportContext], T], place: Callable[[ReportContext], dict[str, object]]
) -> Callable[[ReportContext], T]:
    name = f"{derive.__module__}.{derive.__qualname__}"

    @wraps(derive)
    def derive_once(context: ReportContext) -> T:
        known = place(context)
        if name not in known:
            known[name] = derive(context)
        return cast(T, known[name])

    return derive_once


@dataclass(frozen=True)
class UnitTable:
    """Perangkat daerah of one snapshot: `means` (index: name; diukur, indeks, ragam, dimensions), who is hidden."""

    means: pd.DataFrame
    hidden: Mask

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The units that are not hidden."""
        return self.means[~self.hidden]

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each unit by its name."""
        return {str(name): place for place, name in enumerate(self.means.index)}


def unit_table(scores: pd.DataFrame, group: int, withheld: Sequence[str] = ()) -> UnitTable:
    """The units of a scores frame; those of fewer than `group` people are hidden, and those named in `withheld`."""
    means = group_means(scores["perangkat_daerah"], scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64))
    hidden = (means["diukur"].to_numpy() < group) | means.index.astype("str").isin(list(withheld))
    return UnitTable(means, np.asarray(hidden))


@dataclass(frozen=True, eq=False)
class ReportContext:
    """The inputs of a report with what is derived from them.

    `is_internal`: of the internal edition, which shows groups of any size. `withheld`: what the audit names.
    """

    data: ReportInputs
    is_internal: bool = False
    withheld: frozenset[CellName] = frozenset()
    derived: dict[str, object] = field(default_factory=dict, init=False)
    derived_of_people: dict[str, object] = field(default_factory=dict)

    def withholding(self, cells: frozenset[CellName]) -> ReportContext:
        """The same report without the cells that the audit names; who its people are is not found out anew."""
        return replace(self, withheld=cells)

    @property
    def min_group(self) -> int:
        """Smallest group of people that is shown."""
        return self._strictest(self.data.params)

    def _strictest(self, *rules: Params) -> int:
        return 1 if self.is_internal else max(rule.thresholds.group for rule in rules)

    @property
    def tells_discipline(self) -> bool:
        """Whether disiplin of everybody may be told."""
        return CellName(WHOLE, WHOLE, "disiplin") not in self.withheld

    def withheld_parts(self, table: str) -> tuple[str, ...]:
        """The parts of a table of which the audit withholds the index, and so everything."""
        return tuple(sorted(name.part for name in self.withheld if name.table == table and name.figure == "indeks"))

    def told(self, table: str, part: str, figures: Mapping[Any, Any]) -> dict[str, Any]:
        """The figures of a part; None where the audit withholds one."""
        return {
            name: None if CellName(table, part, name) in self.withheld else value for name, value in figures.items()
        }

    def as_told(self, mean: float, people: int) -> float:
        """A mean of so many people as this edition tells it.

        What follows from a mean and what everybody knows is computed from that: rounded anew it would tell more.
        """
        return mean if self.is_internal else float(OnGrid(mean, step_of(people)))

    @property
    def province_params(self) -> Params:
        """The parameters of the report's province."""
        return self.data.region.province

    def min_group_of(self, government: Government) -> int:
        """Fewest people of a government as a whole that are shown: the strictest of the reports that show it."""
        return self._strictest(self.data.params, self.province_params, government.params)

    def min_part_group_of(self, government: Government) -> int:
        """Smallest group that is shown within a government: its own, and its province's where that shows its units."""
        shared = (self.province_params,) if government.params.level == "pemprov" else ()
        return self._strictest(government.params, *shared)

    def count(self, labels: Labels, keys: Sequence[str], covered: Mask | None = None) -> IntArray:
        """People by key, shape (keys,); those without a label count as `NOT_RECORDED`."""
        named = np.where(pd.isna(labels), NOT_RECORDED, labels).astype(object)
        positions = pd.Index(list(keys)).get_indexer(pd.Index(named))
        included = positions >= 0 if covered is None else (positions >= 0) & covered
        return np.bincount(positions[included], minlength=len(keys))

    @property
    def maxima(self) -> dict[str, float]:
        """Most points of each dimension."""
        return {name: float(self.data.instrument.weights[name]) for name in DIMENSIONS}

    @property
    @of_people
    def included(self) -> tuple[Government, ...]:
        """The governments whose people count.

        In a territory those below the threshold are left out, and those under another instrument than most people.
        """
        if not self.data.is_province:
            return self.data.own
        return tuple(
            own
            for own in self.data.own
            if own.current is not None
            and len(own.current.scores) >= self.min_group_of(own)
            and self.is_comparable(own.current)
        )

    @property
    @of_people
    def scores(self) -> pd.DataFrame:
        """Every person the report is about."""
        return people(self.included)

    @property
    @of_people
    def compared(self) -> tuple[Government, ...]:
        """The governments that stand in the data of the year before as well, under the same instrument.

        One that was too small to be shown then is left out, as it was in its reports.
        """
        return self._standing("previous")

    @property
    @of_people
    def scores_before(self) -> pd.DataFrame:
        """Everybody of the governments in `compared` a year before."""
        return people(self.compared, "previous")

    @property
    @of_people
    def renewed(self) -> tuple[Government, ...]:
        """The governments with an earlier snapshot of the same year, large enough to be shown and scored alike."""
        return self._standing("earlier")

    def _standing(self, at: Literal["previous", "earlier"]) -> tuple[Government, ...]:
        found = ((own, getattr(own, at)) for own in self.included)
        return tuple(
            own for own, scored in found if self.is_comparable(scored) and len(scored.scores) >= self.min_group_of(own)
        )

    @property
    @of_people
    def scores_earlier(self) -> pd.DataFrame:
        """Everybody of the governments in `renewed` at that snapshot."""
        return people(self.renewed, "earlier")

    @property
    @of_people
    def values(self) -> FloatArray:
        """Index and dimensions of every person, shape (people, 5), points."""
        return self.scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64)

    @property
    @of_people
    def means(self) -> dict[str, float]:
        """The means of index and dimensions over everybody, in points."""
        return {name: mean_of(column) for name, column in zip(("indeks", *DIMENSIONS), self.values.T, strict=True)}

    @property
    def is_import(self) -> bool:
        """Whether any of the people come with official scores, be it as results of groups."""
        return any(own.current is not None and own.current.about["mode"] != RECORDS for own in self.included)

    @property
    def is_recap(self) -> bool:
        """Whether any of the figures are results of groups, of which nothing is known but the means."""
        return any(own.current is not None and own.current.about["mode"] == RECAP for own in self.included)

    @property
    @once
    def records(self) -> ReportContext | None:
        """The records that stand beside official scores, as a report on them has them; None where none do, or few."""
        found = self._records
        return None if found is None else found.withholding(self.withheld)

    @property
    @of_people
    def _records(self) -> ReportContext | None:
        data = of_records(self.data)
        context = None if data is None else ReportContext(data, self.is_internal)
        return context if context is not None and len(context.scores) >= self.min_group else None

    @property
    @of_people
    def unit_government(self) -> Government | None:
        """The government whose perangkat daerah are ranked: of a territory, its provincial government."""
        if not self.data.is_province:
            return self.data.own[0]
        name = self.data.region.provincial_government
        return next((own for own in self.included if own.region == name), None)

    @property
    def target_of_units(self) -> float | None:
        """The target of that government."""
        government = self.unit_government
        return None if government is None else government.params.target_of(self.data.year)

    @property
    @of_people
    def unit_scores(self) -> pd.DataFrame:
        """The people of the government whose units are ranked."""
        government = self.unit_government
        return people([government]) if government else self.scores.iloc[:0]

    @property
    @once
    def units(self) -> UnitTable:
        """The units that are ranked."""
        return self._units_of(self.unit_government, self.unit_scores)

    def _units_of(self, government: Government | None, scores: pd.DataFrame) -> UnitTable:
        group = self.min_group if government is None else self.min_part_group_of(government)
        return unit_table(scores, group, self.withheld_parts("perangkat_daerah"))

    @property
    @once
    def previous_units(self) -> UnitTable | None:
        """The same government's units a year before, when the instrument is the same."""
        government = self.unit_government
        if government is None or government.previous is None or not self.is_comparable(government.previous):
            return None
        return self._units_of(government, government.previous.scores)

    def is_comparable(self, scored: Scored | None) -> bool:
        """Whether a snapshot was measured under the instrument of the report's year."""
        return scored is not None and scored.about["instrument"] == self.data.instrument.name
