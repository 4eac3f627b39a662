"""Parameters of a region: one closed schema, one YAML file per region in params/."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from ipasn_analysis.errors import Message, UsageError, unknown
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import Item
from ipasn_analysis.rules.numbers import as_number

Year = Annotated[int, Field(ge=2000, le=2100)]
Index = Annotated[float, BeforeValidator(as_number), Field(ge=0, le=100, allow_inf_nan=False)]
Cost = Annotated[float, BeforeValidator(as_number), Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(as_number), Field(ge=0)]
AtLeastOne = Annotated[int, BeforeValidator(as_number), Field(ge=1)]
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The name of a region: of its file, its folder in DATA and its reports."""
FIRST_YEAR = 2019
FIRST_YEAR_OF_LETTER = 2023
"""SIASN scores by the letter of the head of BKN 4190/2024 from this measured year on."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, coerce_numbers_to_str=False)


class Published(_Closed):
    """An official figure and where it was published."""

    indeks: Index
    sumber: str = Field(min_length=1)


class Thresholds(_Closed):
    """Smallest group that is shown; `discipline` has no effect, since discipline is shown of a whole alone."""

    group: AtLeastOne = 10
    discipline: AtLeastOne = 30


class Tile(_Closed):
    """Place of a government on the tile map of its province."""

    row: int = Field(ge=0, le=30)
    column: int = Field(ge=0, le=30)


Note = str | dict[Literal["id", "en"], str]
"""A remark, in one language or in both."""


class Params(_Closed):
    """What is known of a region. An instrument holds from its year until the next entry, a target for its year alone.

    `level`: ``kabupaten``, ``kota`` or ``pemprov`` for a government, ``provinsi`` for a territory, whose governments
    are those that name it as `province`. `instrument` scores own records, by `official` the official scores of a year
    were made. `costs` (in `currency`), `capacities` and `minimum_per_unit` (fewest actions of each unit) bound the way
    to the target; `costs_per_hour` is the cost of an hour that somebody lacks of an item, `cost_of_entry` that of
    entering in SIASN what the own records hold of a person (None: no action of the plan). `target_note` is a remark on
    the target, for all years or by year. `unit_level`: how many levels below the government its perangkat daerah stand
    in the tree of units (None: as the tree says, else one). `retirement_age`: the lowest in years (Law 20 of 2023,
    article 55: 58, more in some posts). `cutoff` (MM-DD) is the day by which a year's target must be reached.
    `publisher` is the office that issues the reports, `contact` how readers reach it.
    """

    name: str = Field(min_length=1)
    code: str = Field(pattern=r"^\d{2}(\.\d{2})?$")
    level: Literal["kabupaten", "kota", "pemprov", "provinsi"]
    province: str | None = None
    tile: Tile | None = None
    target: dict[Year, Index | None] = {}
    target_note: Note | dict[Year, Note] | None = None
    instrument: dict[Year, str] = {FIRST_YEAR: "perban8_2019"}
    official: dict[Year, str] = {FIRST_YEAR: "perban8_2019", FIRST_YEAR_OF_LETTER: "bkn4190_2024"}
    thresholds: Thresholds = Thresholds()
    cutoff: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")] = "12-31"
    costs: dict[str, Cost] = {}
    costs_per_hour: dict[str, Cost] = {}
    cost_of_entry: Cost | None = None
    currency: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    capacities: dict[str, Count] = {}
    minimum_per_unit: Count = 0
    unit_level: Annotated[int, Field(ge=1, le=9)] | None = None
    retirement_age: Annotated[int, BeforeValidator(as_number), Field(ge=40, le=80)] = 58
    published: dict[Year, Published] = {}
    publisher: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    contact: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @field_validator("cutoff")
    @classmethod
    def _in_every_year(cls, value: str) -> str:
        try:
            datetime.date.fromisoformat(f"2001-{value}")
        except ValueError:
            raise ValueError(Message("{value!r} is not a day MM-DD that every year has", value=value)) from None
        return value

    @model_validator(mode="after")
    def _known_instruments(self) -> Self:
        for key, named in (("instrument", self.instrument), ("official", self.official)):
            if not named:
                raise ValueError(Message("{key} needs one entry at least, such as 2019: perban8_2019", key=key))
            for year, name in named.items():
                if not name.endswith((".yaml", ".yml")) and name not in instruments.available():
                    what = Message("{key} for {year}:", key=key, year=year)
                    raise ValueError(unknown(what, name, instruments.available()).message)
        for key in ("costs", "costs_per_hour", "capacities"):
            items = _item_names(tuple(self.named_instruments), of_hours=key == "costs_per_hour")
            for item in getattr(self, key):
                if item not in items:
                    raise ValueError(unknown(Message("item in {key}:", key=key), item, items).message)
        if (self.level == "provinsi") == (self.province is not None):
            raise ValueError(Message("province must be named for a government, and only for one"))
        return self

    @property
    def named_instruments(self) -> frozenset[str]:
        """The names of all instruments that these parameters name."""
        return frozenset([*self.instrument.values(), *self.official.values()])

    def target_of(self, year: int) -> float | None:
        """The target of a year; None for a year without an entry of its own."""
        return self.target.get(year)

    def target_note_of(self, year: int, language: str) -> str | None:
        """The remark on the target of a year in a language, in the other where it has one alone; None without one."""
        note = self.target_note
        if isinstance(note, dict) and all(isinstance(key, int) for key in note):
            note = {key: text for key, text in note.items() if isinstance(key, int)}.get(year)
        if not isinstance(note, dict):
            return note
        in_order = sorted(note.items(), key=lambda entry: entry[0] != language)
        return str(in_order[0][1]) if in_order else None

    def cutoff_of(self, year: int) -> datetime.date:
        """The day by which the target of a year must be reached."""
        return datetime.date.fromisoformat(f"{year}-{self.cutoff}")

    def instrument_of(self, year: int) -> str:
        """The name of the instrument of a year; the first entry also holds for earlier years."""
        return _held(self.instrument, year)

    def official_of(self, year: int) -> str:
        """The name of the instrument by which the official scores of a year were made."""
        return _held(self.official, year)


def _held(entries: Mapping[int, str], year: int) -> str:
    """The entry that holds in a year: the latest up to it, or the first of all."""
    held = [entry for entry in entries if entry <= year]
    return entries[max(held) if held else min(entries)]


@cache
def _item_names(named: tuple[str, ...], *, of_hours: bool) -> list[str]:
    """Items of kompetensi of the instruments of the package and of those `named`, as far as these can be read.

    `of_hours`: those alone that ask for hours.
    """
    found: dict[str, Item] = {}
    for name in (*instruments.available(), *named):
        with contextlib.suppress(UsageError):
            found |= instruments.load(name).kompetensi.items
    return [name for name, item in found.items() if item.minimum_hours is not None or not of_hours]
