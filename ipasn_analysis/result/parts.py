"""What the parts of the result share: their base, the kinds of values, figures by dimension and by source of change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

from ipasn_analysis.rules.instrument import DIMENSIONS, Dimension
from ipasn_analysis.sources.reasons import Reason

T = TypeVar("T")

Text = Annotated[str, Field(min_length=1)]
Region = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Date = datetime.date
Year = Annotated[int, Field(ge=1900, le=2200)]
Index = Annotated[float, Field(ge=0, le=100.000001)]
"""Points of the index or of a dimension."""
Amount = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]
Rank = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=-1e-9, le=1.000000001)]
"""A share (0–1); the least excess is that of sums of shares."""
Correlation = Annotated[float, Field(ge=-1.000001, le=1.000001)]
Interval = tuple[float, float]
OpenInterval = tuple[float | None, float | None]
SizeClass = Annotated[str, Field(pattern=r"^([0-9]+–[0-9]+|≥ [0-9]+)$")]
Grouping = Literal["jenis_pegawai", "jenis_jabatan", "eselon", "golongan", "pendidikan", "jenis_kelamin", "umur"]
SENSITIVE = ("kinerja", "disiplin")
"""The dimensions that are withheld of larger groups than the others."""
Source = Literal["bertahan", "pindah", "masuk", "keluar"]
Language = Literal["id", "en"]
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


class PoinDimensi(PerDimensi[float | None]):
    """Points of each dimension, or what they amount to."""

    kinerja: float | None = Field(description="Performance; null when hidden")
    disiplin: float | None = Field(description="Discipline; null when hidden")

    @classmethod
    def of(cls, points: ByDimension, *, sensitive: bool = False) -> PoinDimensi:
        """The points by name of dimension; kinerja and disiplin are left out where they are `sensitive`."""
        return cls(**{name: None if sensitive and name in SENSITIVE else points[name] for name in DIMENSIONS})


class TanpaPoin(PerDimensi[None]):
    """The dimensions of a hidden row: none has a figure."""


HIDDEN_DIMENSIONS = TanpaPoin(kualifikasi=None, kompetensi=None, kinerja=None, disiplin=None)


class PerSumber(Uniform[T]):
    """A value for each source of a change."""

    bertahan: T = Field(description="Stayers who kept their unit")
    pindah: T = Field(description="Stayers who changed their unit")
    masuk: T = Field(description="Joiners")
    keluar: T = Field(description="Leavers")


class PoinSumber(PerSumber[float | None]):
    """Points of each source."""


class JumlahSumber(PerSumber[Count]):
    """People of each source."""


class DimensiSumber(PerSumber[PoinDimensi]):
    """Points of each source and dimension."""
