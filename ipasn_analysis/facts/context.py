"""What the parts of the facts share: the people, the shown units, thresholds and seeds, prepared once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ipasn_analysis.disclosure.suppression import complete, protect
from ipasn_analysis.facts.gather import Government, RegionYear, people
from ipasn_analysis.facts.model.parts import SENSITIVE  # noqa: F401 - one of the thresholds of a context
from ipasn_analysis.people.store import Scored
from ipasn_analysis.records.accept import IMPORT
from ipasn_analysis.rules.instrument import DIMENSIONS
from ipasn_analysis.rules.params import Params
from ipasn_analysis.scoring.summary import group_means

SEED = 20190510
"""Of every random draw in a report: the date of Peraturan BKN 8/2019."""
DRAWS = 10_000


@dataclass(frozen=True)
class UnitTable:
    """Perangkat daerah of one snapshot: `means` (index: name; diukur, indeks, ragam, four dimensions), who is hidden.

    `hidden`: everything of the unit is withheld; `hidden_sensitive`: kinerja and disiplin are.
    """

    means: pd.DataFrame
    hidden: np.ndarray
    hidden_sensitive: np.ndarray

    @property
    def shown(self) -> pd.DataFrame:
        """The units that are not hidden."""
        return self.means[~self.hidden]


def unit_table(scores: pd.DataFrame, group: int, discipline: int) -> UnitTable:
    """The units of a scores frame under the thresholds of disclosure."""
    return guarded(
        group_means(scores["perangkat_daerah"], scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64)),
        group,
        discipline,
    )


def guarded(means: pd.DataFrame, group: int, discipline: int, points: Sequence[float] | None = None) -> UnitTable:
    """Means of units or other groups with the marks of what must be withheld; `points` as in `protect`."""
    count = means["diukur"].to_numpy()
    hidden = protect(count, group, points)
    sensitive = complete(hidden | (count < discipline), count, discipline)
    return UnitTable(means, hidden, sensitive)


@dataclass(frozen=True)
class Context:
    """A region and year with what is derived from it."""

    data: RegionYear

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was derived once and is used by several parts of the facts, by name."""
        return {}

    @property
    def group(self) -> int:
        """Smallest group of people that is shown."""
        return self.data.params.thresholds.group

    @property
    def discipline(self) -> int:
        """Smallest group whose kinerja and disiplin are shown."""
        return self.data.params.thresholds.discipline

    @property
    def province_params(self) -> Params:
        """The parameters of the report's province."""
        return self.data.scope.province

    def group_of(self, government: Government) -> int:
        """Fewest people of a government as a whole that are shown: the strictest of the reports that show it."""
        rules = (self.data.params, self.province_params, government.params)
        return max(rule.thresholds.group for rule in rules)

    def discipline_of(self, government: Government) -> int:
        """The same for kinerja and disiplin."""
        rules = (self.data.params, self.province_params, government.params)
        return max(rule.thresholds.discipline for rule in rules)

    def part_group_of(self, government: Government) -> int:
        """Smallest group that is shown within a government: its own, and its province's where that shows its units."""
        return max(rule.thresholds.group for rule in self._rules_within(government))

    def part_discipline_of(self, government: Government) -> int:
        """The same for kinerja and disiplin."""
        return max(rule.thresholds.discipline for rule in self._rules_within(government))

    def _rules_within(self, government: Government) -> tuple[Params, ...]:
        shared = government.params.level == "pemprov"
        return (government.params, self.province_params) if shared else (government.params,)

    @cached_property
    def codes(self) -> np.ndarray:
        """The place in `counted` of each person's government."""
        places = {own.region: place for place, own in enumerate(self.counted)}
        return self.scores["pemerintah"].astype("str").map(places).to_numpy(dtype=np.int64)

    def withholds_sensitive(self, people: Iterable[tuple[Government, int]]) -> bool:
        """Whether kinerja and disiplin of the people of some governments at a date, so many of each, are withheld.

        They are for few people, and where any of the governments withholds its own. So what is told is a mean of
        published figures; a mean that rests on hidden ones would tell of these together with that of another date,
        report or comparison, which lacks some of the governments.
        """
        held = list(people)
        few = any(0 < count < self.discipline_of(own) for own, count in held)
        return few or sum(count for _, count in held) < self.discipline

    @cached_property
    def sensitive(self) -> bool:
        """Whether kinerja and disiplin of everybody together are withheld."""
        people = np.bincount(self.codes, minlength=len(self.counted)).tolist()
        return self.withholds_sensitive(zip(self.counted, people, strict=True))

    @property
    def maxima(self) -> dict[str, float]:
        """Most points of each dimension."""
        return {name: float(self.data.instrument.weights[name]) for name in DIMENSIONS}

    @cached_property
    def counted(self) -> tuple[Government, ...]:
        """The governments whose people count: in a territory those below the threshold are left out."""
        if not self.data.is_province:
            return self.data.own
        return tuple(
            own for own in self.data.own if own.current is not None and len(own.current.scores) >= self.group_of(own)
        )

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every person the report is about."""
        return people(self.counted)

    @cached_property
    def previous(self) -> pd.DataFrame:
        """The same governments' people at the last snapshot of the year before; empty without one.

        A government that was too small to be shown then is left out of the year before, as it was in its reports.
        """
        return people(
            [
                own
                for own in self.counted
                if own.previous is not None and len(own.previous.scores) >= self.group_of(own)
            ],
            previous=True,
        )

    @cached_property
    def values(self) -> np.ndarray:
        """Index and dimensions of every person, shape (people, 5), points."""
        return self.scores[["indeks", *DIMENSIONS]].to_numpy(dtype=np.float64)

    @property
    def is_import(self) -> bool:
        """Whether any of the people come with ready scores."""
        return any(own.current is not None and own.current.about["mode"] == IMPORT for own in self.counted)

    @cached_property
    def unit_government(self) -> Government | None:
        """The government whose perangkat daerah are ranked: of a territory, its provincial government."""
        if not self.data.is_province:
            return self.data.own[0]
        name = self.data.scope.provincial_government
        return next((own for own in self.counted if own.region == name), None)

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
            return unit_table(scores, self.group, self.discipline)
        return unit_table(scores, self.part_group_of(government), self.part_discipline_of(government))

    @cached_property
    def previous_units(self) -> UnitTable | None:
        """The same government's units a year before, when the instrument is the same."""
        government = self.unit_government
        if government is None or government.previous is None or not self.same_instrument:
            return None
        return self._unit_table(government.previous.scores)

    @cached_property
    def pooled_units(self) -> dict[str, frozenset[str]]:
        """The units that each government withholds at either date, by region."""
        before = {own.region: self._withheld_units(own, own.previous) for own in self.counted}
        return {region: names | before[region] for region, names in self.hidden_units.items()}

    @cached_property
    def hidden_units(self) -> dict[str, frozenset[str]]:
        """The units that each government withholds, by region."""
        return {own.region: self._withheld_units(own, own.current) for own in self.counted}

    def _withheld_units(self, own: Government, scored: Scored | None) -> frozenset[str]:
        if scored is None:
            return frozenset()
        table = unit_table(scored.scores, self.part_group_of(own), self.part_discipline_of(own))
        return frozenset(str(name) for name in table.means.index[table.hidden])

    @property
    def same_instrument(self) -> bool:
        """Whether the year before was measured under the instrument of the report's year."""
        return self.data.params.instrument_of(self.data.year - 1) == self.data.instrument.name
