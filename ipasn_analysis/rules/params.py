"""Parameters of a region: one closed schema, one YAML file per region in params/."""

from __future__ import annotations

import contextlib
import datetime
import difflib
import os
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ipasn_analysis.errors import UsageError, unknown
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.plain_yaml import read_mapping, validated

Year = Annotated[int, Field(ge=2000, le=2100)]
Index = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
FIRST_YEAR = 2019
ALIKE = 0.92
"""How like a region's full name a text must be to stand for it (`difflib`, 1: the same)."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, coerce_numbers_to_str=False)


class Published(_Closed):
    """An official figure and where it was published."""

    indeks: Annotated[float, Field(ge=0, le=100)]
    sumber: str = Field(min_length=1)


class Thresholds(_Closed):
    """Smallest groups that are shown: of any figure, and of the discipline breakdown."""

    group: int = Field(default=10, ge=1)
    discipline: int = Field(default=30, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _not_below_group(cls, given: Any) -> Any:
        """Where the group alone is given, kinerja and disiplin need no smaller one."""
        if isinstance(given, dict) and "discipline" not in given and isinstance(given.get("group"), int):
            return {**given, "discipline": max(cls.model_fields["discipline"].default, given["group"])}
        return given

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.discipline < self.group:
            raise ValueError("discipline must not be below group")
        return self


class Tile(_Closed):
    """Place of a government on the tile map of its province."""

    row: int = Field(ge=0, le=30)
    column: int = Field(ge=0, le=30)


class Params(_Closed):
    """What is known of a region. An instrument holds from its year until the next entry, a target for its year alone.

    `level`: ``kabupaten``, ``kota`` or ``pemprov`` for a government, ``provinsi`` for a territory, whose governments
    are those that name it as `province`. `costs`, `capacities` and `minimum_per_unit` (fewest actions of each unit)
    bound the way to the target. `cutoff` (MM-DD) is the day by which a year's target must be reached.
    """

    name: str = Field(min_length=1)
    code: str = Field(pattern=r"^\d{2}(\.\d{2})?$")
    level: Literal["kabupaten", "kota", "pemprov", "provinsi"]
    province: str | None = None
    tile: Tile | None = None
    target: dict[Year, Annotated[float, Field(ge=0, le=100)] | None] = {}
    target_note: str | dict[Literal["id", "en"], str] | None = None
    instrument: dict[Year, str] = {FIRST_YEAR: "perban8_2019"}
    thresholds: Thresholds = Thresholds()
    cutoff: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")] = "12-31"
    costs: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = {}
    capacities: dict[str, Annotated[int, Field(ge=0)]] = {}
    minimum_per_unit: int = Field(default=0, ge=0)
    published: dict[Year, Published] = {}

    @field_validator("cutoff")
    @classmethod
    def _in_every_year(cls, value: str) -> str:
        try:
            datetime.date.fromisoformat(f"2001-{value}")
        except ValueError:
            raise ValueError(f"{value!r} is not a day MM-DD that every year has") from None
        return value

    @model_validator(mode="after")
    def _known_instruments(self) -> Self:
        if not self.instrument:
            raise ValueError("instrument needs one entry at least, such as 2019: perban8_2019")
        for year, name in self.instrument.items():
            if not name.endswith((".yaml", ".yml")) and name not in instruments.available():
                raise ValueError(str(unknown(f"instrument for {year}:", name, instruments.available())))
        for key in ("costs", "capacities"):
            items = _item_names(tuple(self.instrument.values()))
            for item in getattr(self, key):
                if item not in items:
                    raise ValueError(str(unknown(f"item in {key}:", item, items)))
        if (self.level == "provinsi") == (self.province is not None):
            raise ValueError("province must be named for a government, and only for one")
        return self

    def target_of(self, year: int) -> float | None:
        """The target of a year; None for a year without an entry of its own."""
        return self.target.get(year)

    def target_note_in(self, language: str) -> str | None:
        """The remark on the target in a language, in the other where it has one alone; None without one."""
        if not isinstance(self.target_note, dict):
            return self.target_note
        in_order = sorted(self.target_note.items(), key=lambda entry: entry[0] != language)
        return in_order[0][1] if in_order else None

    def cutoff_of(self, year: int) -> datetime.date:
        """The day by which the target of a year must be reached."""
        return datetime.date.fromisoformat(f"{year}-{self.cutoff}")

    def instrument_of(self, year: int) -> str:
        """The name of the instrument of a year; the first entry also holds for earlier years."""
        held = [entry for entry in sorted(self.instrument) if entry <= year]
        return self.instrument[held[-1] if held else min(self.instrument)]


@cache
def _item_names(named: tuple[str, ...]) -> list[str]:
    """Items of kompetensi of the instruments of the package and of those `named`, as far as these can be read."""
    names = dict.fromkeys(name for rule in instruments.available() for name in instruments.load(rule).item_names)
    for file in named:
        with contextlib.suppress(UsageError):
            names |= dict.fromkeys(instruments.load(file).item_names)
    return list(names)


def project_root() -> Path:
    """The working folder, which has params/ and notebooks/: the current one, else that of `packaged_folder`."""
    here = Path.cwd()
    return here if (here / "params").is_dir() and (here / "notebooks").is_dir() else packaged_folder()


def packaged_folder() -> Path:
    """The folder with the params/ and notebooks/ that the package comes with: its repository, or within a wheel."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "working_folder"
    return installed if installed.is_dir() else package.parent


def regions(folder: Path | None = None) -> list[str]:
    """The names of all regions: the files of params/."""
    try:
        names = os.listdir(folder or project_root() / "params")  # noqa: PTH208 - ten times as fast
    except OSError:
        return []
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


def load(region: str, folder: Path | None = None) -> Params:
    """The parameters of a region; `UsageError` with the nearest name for an unknown region or key."""
    folder = folder or project_root() / "params"
    params = _load(region, folder, None)
    path = folder / f"{region}.yaml"
    if params.province is not None:
        above = _load(params.province, folder, None)
        if above.level != "provinsi":
            known = ", ".join(_provinces(folder))
            raise UsageError(f"{path}: province: {params.province!r} is a {above.level}; provinces: {known}")
    for year, name in params.instrument.items():
        if name.endswith((".yaml", ".yml")) and not Path(name).is_file():
            raise UsageError(
                f"{path}: instrument.{year}: there is no file {name!r}; built in: {', '.join(instruments.available())}"
            )
    return params


def _load(region: str, folder: Path, known: Collection[str] | None) -> Params:
    """The parameters of a region; `known` are the names of all regions, looked for where they are needed."""
    path = f"{folder}{os.sep}{region}.yaml"  # a Path each would take longer than all the rest
    state = _state(path)
    held = _READ.get(path)
    if held is None or not state or held[0] != state:
        known = regions(folder) if known is None else known
        if region not in known:
            raise unknown_region(region, known, folder)
        held = _READ[path] = state, validated(Params, read_mapping(Path(path)), Path(path))
    params = held[1]
    if params.province is not None:
        _check_province(params.province, path, folder, known)
    return params


def _check_province(province: str, path: str, folder: Path, known: Collection[str] | None) -> None:
    """Refuse a province that is none: without a file, or a government itself."""
    is_there = (folder / f"{province}.yaml").is_file() if known is None else province in known
    if not is_there:
        raise UsageError(f"{path}: {unknown('province', province, _provinces(folder))}")


def _provinces(folder: Path) -> list[str]:
    """The regions that are provinces, as far as their files can be read."""
    found = []
    for name in regions(folder):
        with contextlib.suppress(UsageError):
            if read_mapping(folder / f"{name}.yaml").get("level") == "provinsi":
                found.append(name)
    return found


def unknown_region(value: str, known: Collection[str], folder: Path | None = None) -> UsageError:
    """A `UsageError` for an unknown region: the one of `known` with that full name, else the nearest short name."""
    misnamed = (folder or project_root() / "params") / f"{value}.yml"
    if value == Path(value).name and misnamed.is_file():
        return UsageError(f"{misnamed}: is not read; rename it to {value}.yaml")
    meant = named(value, known, folder)
    if meant is None:
        return unknown("region", value, known)
    name, full_name = meant
    return UsageError(f"unknown region {value!r}; did you mean {name!r} ({full_name})?")


def named(value: str, known: Collection[str], folder: Path | None = None) -> tuple[str, str] | None:
    """The region of `known` whose full name is `value` or hardly differs from it, with that name; None without one."""
    full_names = {}
    for name in known:
        with contextlib.suppress(UsageError):
            full_names[_plain_name(load(name, folder).name)] = name
    found = difflib.get_close_matches(_plain_name(value), full_names, n=1, cutoff=ALIKE)
    return (full_names[found[0]], load(full_names[found[0]], folder).name) if found else None


def _plain_name(name: str) -> str:
    """A full name without regard to case, runs of blanks and the abbreviation of kabupaten."""
    words = name.casefold().split()
    return " ".join(["kabupaten" if word in {"kab", "kab."} else word for word in words])


_READ: dict[str, tuple[tuple[int, ...], Params]] = {}
"""What the files held when they were read, with the state in which they were (`_state`)."""


def _state(path: str) -> tuple[int, ...]:
    """What changes whenever the content of a file does; empty when it cannot be looked at."""
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def governments(province: str, folder: Path | None = None) -> list[str]:
    """The regions whose province is `province`, by code: the provincial government first."""
    folder = folder or project_root() / "params"
    known = dict.fromkeys(regions(folder))
    members = [(_load(name, folder, known), name) for name in known]
    mine = [(params.level != "pemprov", params.code, name) for params, name in members if params.province == province]
    return [name for _, _, name in sorted(mine)]


def provincial_government(province: str, folder: Path | None = None) -> str | None:
    """The provincial government among the governments of a province."""
    for name in governments(province, folder):
        if load(name, folder).level == "pemprov":
            return name
    return None
