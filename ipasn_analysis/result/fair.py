"""Units and governments beside each other as if their people were of one mix of post, kind of employee and education."""

from __future__ import annotations

from pydantic import Field

from ipasn_analysis.result.parts import Index, Part, Points, Rank, Region, Text


class Setara(Part):
    """A unit or government at the mix of everybody."""

    nama: Text = Field(description="Its name")
    indeks: Index = Field(description="Its index")
    susunan: Points = Field(description="Points by which its mix of people alone sets it apart from the mean")
    capaian: Points = Field(
        description="Points that its people have beyond those of their strata; with susunan the gap"
    )
    indeks_setara: Points = Field(description="The mean and capaian: its index at the mix of everybody")
    peringkat_setara: Rank = Field(description="Rank by indeks_setara among the rows, ties share the smaller")


class PemerintahSetara(Setara):
    """A government at the mix of everybody."""

    region: Region = Field(description="The government's region")
    butir: dict[str, Points] = Field(description="capaian by dimension, of records kompetensi by item; they sum to it")


class PerbandinganSetara(Part):
    """The comparison at one mix."""

    unit: tuple[Setara, ...] = Field(
        description="The shown units beside everybody of their government, by indeks_setara; empty where strata are not known"
    )
    pemerintah: tuple[PemerintahSetara, ...] = Field(
        description="The ranked governments beside everybody of them, by indeks_setara; empty where strata are not known, and with fewer than three"
    )
    serupa: tuple[Text, ...] = Field(
        description="The governments of its kind that are most like the report's own in size and mix, nearest first; empty in a province"
    )
