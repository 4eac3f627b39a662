"""A region with all that its reports need to know of it and of its province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.rules.params import FIRST_YEAR_OF_LETTER, Params

if TYPE_CHECKING:  # with it comes pyarrow
    from ipasn_analysis.sources.snapshots import Snapshot


@dataclass(frozen=True)
class Region:
    """A region, resolved: nothing of it is looked up again.

    Attributes
    ----------
    name : the name of its file in params/ without the ending.
    params : its parameters.
    province : the parameters of its province; of a province its own.
    governments : the parameters of all governments of its province by name; the provincial government first, then by
        code.
    instruments : all instruments that these parameters name, by the name used there.
    chosen : one that holds in place of these: for official scores of `FIRST_YEAR_OF_LETTER` and later, and for records
        without official scores beside them.
    """

    name: str
    params: Params
    province: Params
    governments: Mapping[str, Params]
    instruments: Mapping[str, Instrument]
    chosen: Instrument | None = None

    @property
    def is_province(self) -> bool:
        """Whether it is a province as a territory."""
        return self.params.level == "provinsi"

    @property
    def members(self) -> tuple[str, ...]:
        """The governments whose people its reports are about: those of a province, otherwise itself."""
        return tuple(self.governments) if self.is_province else (self.name,)

    @property
    def provincial_government(self) -> str | None:
        """The provincial government among the governments."""
        return next((name for name, rules in self.governments.items() if rules.level == "pemprov"), None)

    def placed(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with what its government's parameters say: its full name, the level of its perangkat daerah."""
        rules = self.governments.get(snapshot.region)
        return snapshot if rules is None else replace(snapshot, unit_level=rules.unit_level, government=rules.name)

    def instrument(self, year: int, government: str | None = None) -> Instrument:
        """The instrument of a year: of the region's own people, or of another government of the province."""
        return self.instruments[self._rules_of(government).instrument_of(year)]

    def official_instrument(self, year: int, government: str | None = None) -> Instrument:
        """The instrument by which the official scores of a year were made, of the same people as `instrument`."""
        if self.chosen is not None and year >= FIRST_YEAR_OF_LETTER:
            return self.chosen
        return self.instruments[self._rules_of(government).official_of(year)]

    def instrument_for(self, snapshot: Snapshot) -> Instrument:
        """By which a snapshot is scored: official scores by that they were made with, records by that of the year."""
        if snapshot.has_official_scores:
            return self.official_instrument(snapshot.year, snapshot.region)
        return self.chosen or self.instrument(snapshot.year, snapshot.region)

    def _rules_of(self, government: str | None) -> Params:
        """The parameters that hold for the region's own people, or for another government of the province."""
        own = government is None or government in self.members
        return self.params if own else self.governments[str(government)]
