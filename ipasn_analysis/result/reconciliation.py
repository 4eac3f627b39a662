"""Official scores beside the records of the same people."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ipasn_analysis.result.parts import Count, Part, PoinDimensi, Points, Text
from ipasn_analysis.rules.instrument import Dimension

Cause = Literal["tidak_di_siasn", "tidak_di_sini", "aturan", "tanggal", "jabatan_pendidikan", "tidak_dijelaskan"]


class SelisihResmi(PoinDimensi):
    """Official less records, points of the mean."""

    kualifikasi: Points | None = Field(description="Education; null when hidden")
    kompetensi: Points | None = Field(description="Training; null when hidden")
    indeks: Points | None = Field(description="The index; null when hidden")


class SebabSelisih(Part):
    """One cause of the difference in one dimension."""

    sebab: Cause = Field(
        description="Not in SIASN, not in the own records, other rule, other date, kind of post or education differs, none of these"
    )
    dimensi: Dimension = Field(description="The dimension")
    orang: Count | None = Field(description="People; null when hidden")
    poin: Points | None = Field(description="Points of the mean over orang; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class SelisihUnit(Part):
    """Official less records of a unit's people, points of their mean, and what in its data moves that most."""

    nama: Text = Field(description="The unit")
    orang: Count = Field(description="Its people who have both")
    kualifikasi: Points = Field(description="Education")
    kompetensi: Points = Field(description="Training")
    kinerja: Points = Field(description="Performance")
    dimensi: Dimension | None = Field(description="Dimension of the largest cause; null where none has enough people")
    sebab: Cause | None = Field(
        description="The largest cause of enough people, the rule and disiplin aside; null where none has"
    )
    poin: Points | None = Field(description="Points of the unit's mean that it makes; null where none has")


class Rekonsiliasi(Part):
    """Official scores and records of the same people, by dimension and cause."""

    orang: Count = Field(description="People who have both")
    sama: Count | None = Field(description="Those of them with the same points in every dimension; null when few")
    instrumen: str = Field(description="Instrument by which the records are scored")
    selisih: SelisihResmi = Field(description="Mean of official less records")
    sebab: tuple[SebabSelisih, ...] = Field(
        description="What the difference of each dimension is made of; the points of a dimension sum to it"
    )
    per_unit: tuple[SelisihUnit, ...] = Field(
        description="Shown units, the one whose cause lowers the official mean most first"
    )
