"""What the next year opens with: what lapses on 1 January, what is then open to whom, and the way to its target."""

from __future__ import annotations

from pydantic import Field

from ipasn_analysis.result.parts import Count, Date, Index, Part, Points, Rank, Text, Year


class Hangus(Part):
    """What an item loses on 1 January."""

    butir: Text = Field(description="Name of the item")
    pegawai: Count | None = Field(description="People for whom it no longer counts; null when few")
    poin: Points | None = Field(description="Points of the index that this takes alone; null when few")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class TerbukaAwal(Part):
    """An item that people of a type of post lack on 1 January."""

    butir: Text = Field(description="Name of the item")
    jenis_jabatan: Text = Field(description="Type of post")
    pegawai: Count | None = Field(description="People who lack it then; null when few")
    poin: Points | None = Field(description="Points that it adds to a person, on average; null when few")
    indeks: Points | None = Field(description="Points of the index if all of them earn it; null when few")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class Pensiun(Part):
    """Who may retire in the next year."""

    umur: Rank = Field(description="Lowest age of retirement, years, from the parameters")
    pegawai: Count = Field(description="People who have that age by the end of the next year")
    indeks: Index = Field(description="Their index on 1 January")
    tanpa_mereka: Index = Field(description="Index on 1 January of the others")


class Tonggak(Part):
    """A milestone on the way to the next year's target."""

    per_tanggal: Date = Field(description="Date")
    indeks: Index = Field(description="Index needed by then, at an even pace")


class AwalTahun(Part):
    """The opening balance of the next year, with the same people and records and the same predikat and sanctions."""

    tahun: Year = Field(description="The next year")
    indeks: Index = Field(description="Index on 1 January")
    hangus: Points = Field(description="Points that lapse: the index of the report less indeks")
    butir: tuple[Hangus, ...] = Field(
        description="What lapses by item, most points first; empty for official scores, which do not tell items"
    )
    terbuka: tuple[TerbukaAwal, ...] = Field(
        description="What is open on 1 January by item and type of post, most points first; empty for official scores"
    )
    pensiun: Pensiun | None = Field(description="Who may retire in the next year; null when few or nobody")
    target: Index | None = Field(description="Target that the milestones lead to; null without one")
    target_tahun: Year | None = Field(description="Year whose target it is: the next, else the report's; null without")
    tonggak: tuple[Tonggak, ...] = Field(
        description="Milestones at the end of each month up to the cut-off; empty without a target above indeks"
    )
