"""What the parts of the facts share: the people, the shown units, thresholds and seeds, prepared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ipasn_analysis.disclosure.partition import Partition, count_people, suppress_partition
from ipasn_analysis.disclosure.policy import RULES, Policy, Rules
from ipasn_analysis.facts.inputs import Government, ReportInputs, of_records, people
from ipasn_analysis.people.store import Scored
from ipasn_analysis.records.accept import RECAP, RECORDS
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.rules.params import Params
from ipasn_analysis.scoring.summary import group_means, mean_of
from ipasn_analysis.statistics.typing import FloatArray, IntArray, Labels, Mask

SEED = 20190510
"""Of every random draw in a report: the date of Peraturan BKN 8/2019."""
DRAWS = 10_000


@dataclass(frozen=True)
class UnitTable:
    """Perangkat daerah of one snapshot: `means` (index: name; diukur, indeks, ragam, four dimensions), who is hidden.

    `hidden`: everything of the unit is withheld; `hidden_sensitive`: kinerja and disiplin are.
    """

    means: pd.DataFrame
    hidden: Mask
    hidden_sensitive: Mask

    @property
    def shown(self) -> pd.DataFrame:
        """The units that are not hidden."""
        return self.means[~self.hidden]


def unit_table(scores: pd.DataFrame, group: int, discipline: int, rules: Rules = RULES) -> UnitTable:
    """The units of a scores frame under the thresholds of disclosure."""
    means = group_means(scores["perangkat_daerah"], scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64))
    return suppress_units(means, group, discipline, rules=rules)


def suppress_units(
    means: pd.DataFrame, group: int, discipline: int, *, points: ArrayLike | None = None, rules: Rules = RULES
) -> UnitTable:
    """Unit means with the marks of what must be withheld; `points` as for `disclosure.suppression.suppress`."""
    count = means["diukur"].to_numpy()
    hidden = rules.suppress(count, group, points)
    return UnitTable(means, hidden, rules.add_secondary(hidden | (count < discipline), count, discipline))


@dataclass(frozen=True, eq=False)
class ReportContext:
    """The inputs of a report with what is derived from them; `rules` are those of disclosure control."""

    data: ReportInputs
    rules: Rules = RULES

    @property
    def min_group(self) -> int:
        """Smallest group of people that is shown."""
        return self.data.params.thresholds.group

    @property
    def min_discipline_group(self) -> int:
        """Smallest group whose kinerja and disiplin are shown."""
        return self.data.params.thresholds.discipline

    @property
    def province_params(self) -> Params:
        """The parameters of the report's province."""
        return self.data.region.province

    def min_group_of(self, government: Government) -> int:
        """Fewest people of a government as a whole that are shown: the strictest of the reports that show it."""
        rules = (self.data.params, self.province_params, government.params)
        return max(rule.thresholds.group for rule in rules)

    def min_discipline_group_of(self, government: Government) -> int:
        """The same for kinerja and disiplin."""
        rules = (self.data.params, self.province_params, government.params)
        return max(rule.thresholds.discipline for rule in rules)

    def min_part_group_of(self, government: Government) -> int:
        """Smallest group that is shown within a government: its own, and its province's where that shows its units."""
        return max(rule.thresholds.group for rule in self._rules_within(government))

    def min_part_discipline_group_of(self, government: Government) -> int:
        """The same for kinerja and disiplin."""
        return max(rule.thresholds.discipline for rule in self._rules_within(government))

    def _rules_within(self, government: Government) -> tuple[Params, ...]:
        shared = government.params.level == "pemprov"
        return (government.params, self.province_params) if shared else (government.params,)

    @cached_property
    def policy(self) -> Policy:
        """The thresholds under which this report and those of its governments decide what they withhold."""
        return Policy(
            self.data.is_province,
            self.min_group,
            self.min_discipline_group,
            np.array([self.min_part_group_of(own) for own in self.included], dtype=np.int64),
            np.array([self.min_part_discipline_group_of(own) for own in self.included], dtype=np.int64),
            self.rules,
        )

    def count(self, labels: Labels, keys: Sequence[str], covered: Mask | None = None) -> IntArray:
        """People by government and key (`disclosure.partition.count_people`)."""
        return count_people(labels, keys, self.government_index, len(self.included), covered)

    def partition(self, labels: Labels, keys: Sequence[str], unpublished: ArrayLike | None = None) -> Partition:
        """The people by key with what must be suppressed (`disclosure.partition.suppress_partition`)."""
        return suppress_partition(self.policy, self.count(labels, keys), keys, unpublished=unpublished)

    @cached_property
    def government_index(self) -> IntArray:
        """The position in `included` of each person's government."""
        positions = {own.region: index for index, own in enumerate(self.included)}
        return self.scores["pemerintah"].astype("str").map(positions).to_numpy().astype(np.int64)

    def withholds_sensitive(self, people: Iterable[tuple[Government, int]]) -> bool:
        """Whether kinerja and disiplin of the people of some governments at a date, so many of each, are withheld.

        They are for few people, and where any of the governments withholds its own. So what is published is a mean of
        published figures; a mean that rests on hidden ones would disclose these together with that of another date,
        report or comparison, which lacks some of the governments.
        """
        held = list(people)
        few = any(0 < count < self.min_discipline_group_of(own) for own, count in held)
        return few or sum(count for _, count in held) < self.min_discipline_group

    @cached_property
    def sensitive_withheld(self) -> bool:
        """Whether kinerja and disiplin of everybody together are withheld."""
        people = np.bincount(self.government_index, minlength=len(self.included)).tolist()
        return self.withholds_sensitive(zip(self.included, people, strict=True))

    @property
    def maxima(self) -> dict[str, float]:
        """Most points of each dimension."""
        return {name: float(self.data.instrument.weights[name]) for name in DIMENSIONS}

    @cached_property
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

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every person the report is about."""
        return people(self.included)

    @cached_property
    def compared(self) -> tuple[Government, ...]:
        """The governments that stand in the data of the year before as well, under the same instrument.

        One that was too small to be shown then is left out, as it was in its reports.
        """
        return tuple(
            own
            for own in self.included
            if own.previous is not None
            and len(own.previous.scores) >= self.min_group_of(own)
            and self.is_comparable(own.previous)
        )

    @cached_property
    def values(self) -> FloatArray:
        """Index and dimensions of every person, shape (people, 5), points."""
        return self.scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64)

    @cached_property
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

    @cached_property
    def records(self) -> ReportContext | None:
        """The records that stand beside official scores, as a report on them has them; None where none do, or few."""
        data = of_records(self.data)
        context = None if data is None else ReportContext(data, self.rules)
        return context if context is not None and len(context.scores) >= self.min_group else None

    @cached_property
    def unit_government(self) -> Government | None:
        """The government whose perangkat daerah are ranked: of a territory, its provincial government."""
        if not self.data.is_province:
            return self.data.own[0]
        name = self.data.region.provincial_government
        return next((own for own in self.included if own.region == name), None)

    @cached_property
    def unit_scores(self) -> pd.DataFrame:
        """The people of the government whose units are ranked."""
        government = self.unit_government
        return people([government]) if government else self.scores.iloc[:0]

    @cached_property
    def units(self) -> UnitTable:
        """The units that are ranked."""
        return self._unit_table(self.unit_scores)

    def _unit_table(self, scores: pd.DataFrame) -> UnitTable:
        government = self.unit_government
        if government is None:
            return unit_table(scores, self.min_group, self.min_discipline_group, self.rules)
        return self._units_of(government, scores)

    def _units_of(self, government: Government, scores: pd.DataFrame) -> UnitTable:
        group, discipline = self.min_part_group_of(government), self.min_part_discipline_group_of(government)
        return unit_table(scores, group, discipline, self.rules)

    @cached_property
    def previous_units(self) -> UnitTable | None:
        """The same government's units a year before, when the instrument is the same."""
        government = self.unit_government
        if government is None or government.previous is None or not self.is_comparable(government.previous):
            return None
        return self._unit_table(government.previous.scores)

    @cached_property
    def pooled_units(self) -> dict[str, frozenset[str]]:
        """The units that each government withholds at either date, by region."""
        before = {own.region: self._withheld_units(own, own.previous) for own in self.included}
        return {region: names | before[region] for region, names in self.hidden_units.items()}

    @cached_property
    def hidden_units(self) -> dict[str, frozenset[str]]:
        """The units that each government withholds, by region."""
        return {own.region: self._withheld_units(own, own.current) for own in self.included}

    def _withheld_units(self, own: Government, scored: Scored | None) -> frozenset[str]:
        if scored is None:
            return frozenset()
        table = self._units_of(own, scored.scores)
        return frozenset(str(name) for name in table.means.index[table.hidden])

    def is_comparable(self, scored: Scored | None) -> bool:
        """Whether a snapshot was measured under the instrument of the report's year."""
        return scored is not None and scored.about["instrument"] == self.data.instrument.name


T = TypeVar("T")


def once(derive: Callable[[ReportContext], T]) -> Callable[[ReportContext], T]:
    """What several parts of the facts derive from a context, derived once for each."""
    derived: WeakKeyDictionary[ReportContext, T] = WeakKeyDictionary()

    @wraps(derive)
    def derive_once(context: ReportContext) -> T:
        if context not in derived:
            derived[context] = derive(context)
        return derived[context]

    return derive_once
