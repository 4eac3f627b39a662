"""What the parts of the result share: their base, the kinds of values, figures by dimension and by source of change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Generic, Literal, Protocol, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from ipasn_analysis.result.figures import KEPT, Mean, Sensitive
from ipasn_analysis.rules.instrument import DIMENSIONS, Dimension
from ipasn_analysis.rules.params import NAME
from ipasn_analysis.sources.reasons import Reason

T = TypeVar("T")


def _with_what_it_rests_on(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    checked: object = validate(value)
    return value if isinstance(value, KEPT) else checked


KEEP = WrapValidator(_with_what_it_rests_on)
"""Figures keep the people that they rest on, or their grid."""

Text = Annotated[str, Field(min_length=1)]
Region = Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
Date = datetime.date
Year = Annotated[int, Field(ge=1900, le=2200)]
Index = Annotated[float, Field(ge=0, le=100.000001), KEEP]
"""Points of the index or of a dimension."""
Points = Annotated[float, KEEP]
"""A difference in points, or a statistic."""
Amount = Annotated[float, Field(ge=0), KEEP]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0), KEEP]
Rank = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=-1e-9, le=1.000000001), KEEP]
"""A share (0–1); the least excess is that of sums of shares."""
Correlation = Annotated[float, Field(ge=-1.000001, le=1.000001), KEEP]
Interval = tuple[Points, Points]
SizeClass = Annotated[str, Field(pattern=r"^([0-9]+–[0-9]+|≥ [0-9]+)$")]
Grouping = Literal["jenis_pegawai", "jenis_jabatan", "eselon", "golongan", "pendidikan", "jenis_kelamin", "umur"]
Source = Literal["bertahan", "pindah", "masuk", "keluar"]
Language = Literal["id", "en"]
Edition = Literal["publik", "internal"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)
Band = Literal["rendah", "sedang", "tinggi"]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Cell = str | int | float | bool | None


def known(value: T | None) -> T:
    """A figure or part that is there; what is said of it is asked for nowhere else."""
    if value is None:
        raise ValueError("this part of the result is not known")
    return value


def _reason(value: object) -> Reason:
    if not isinstance(value, Reason):
        raise ValueError("a reason knows its kind and values")
    return value


Cause = Annotated[
    Reason,
    PlainValidator(_reason, json_schema_input_type=Text),
    PlainSerializer(str, return_type=str, when_used="json"),
]
"""A reason of rejection, exclusion or a finding; in the JSON its words in Indonesian."""


class Part(BaseModel):
    """A part of the result: it cannot be changed, and holds finite numbers under the keys of the JSON alone."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


NULL = Field(default=None, description="Null, since the row is hidden")
"""A figure of a hidden row."""


class Uniform(Part, Generic[T]):
    """A part whose values are all of one kind, which can be asked for by their names as well."""

    def __getitem__(self, name: str) -> T:
        if name not in type(self).model_fields:
            raise KeyError(name)
        value: T = getattr(self, name)
        return value

    def items(self) -> Iterator[tuple[str, T]]:
        """Names and values, in the order of the fields."""
        return ((name, self[name]) for name in type(self).model_fields)

    def values(self) -> Iterator[T]:
        """The values, in the order of the fields."""
        return (self[name] for name in type(self).model_fields)


class PerDimensi(Uniform[T]):
    """A value for each dimension."""

    kualifikasi: T = Field(description="Education")
    kompetensi: T = Field(description="Training")
    kinerja: T = Field(description="Performance")
    disiplin: T = Field(description="Discipline")


class ByDimension(Protocol):
    """Whatever gives a figure for the name of a dimension."""

    def __getitem__(self, name: Dimension, /) -> float | None: ...


class PoinDimensi(PerDimensi[Points | None]):
    """Points of each dimension, or what they amount to."""

    disiplin: Points | None = Field(description="Discipline; null of a unit or group in the public edition")

    @classmethod
    def of(cls, points: ByDimension, people: int, *, whole: bool = False) -> PoinDimensi:
        """Means of so many people, or differences of such; disiplin of a unit or group is sensitive."""
        told = {name: None if (mean := points[name]) is None else Mean(mean, people) for name in DIMENSIONS}
        if not whole and told["disiplin"] is not None:
            return cls(**told | {"disiplin": Sensitive(told["disiplin"])})
        return cls(**told)


class TanpaPoin(PerDimensi[None]):
    """The dimensions of a hidden row: none has a figure."""


HIDDEN_DIMENSIONS = TanpaPoin(kualifikasi=None, kompetensi=None, kinerja=None, disiplin=None)


class PerSumber(Uniform[T]):
    """A value for each source of a change."""

    bertahan: T = Field(description="Stayers who kept their unit")
    pindah: T = Field(description="Stayers who changed their unit")
    masuk: T = Field(description="Joiners")
    keluar: T = Field(description="Leavers")


class PoinSumber(PerSumber[Points | None]):
    """Points of each source."""


class JumlahSumber(PerSumber[Count]):
    """People of each source."""


class DimensiSumber(PerSumber[PoinDimensi]):
    """Points of each source and dimension."""
