"""What official scores are made of, and what the next steps would bring."""

from __future__ import annotations

from pydantic import Field

from ipasn_analysis.result.parts import Count, Index, Part, PoinDimensi, Points, Positive, Share
from ipasn_analysis.rules.instrument import Dimension


class TingkatPoin(Part):
    """The people at a level of a dimension."""

    dimensi: Dimension = Field(description="The dimension")
    poin: Index = Field(description="Points of the level")
    orang: Count | None = Field(description="People; null when hidden")
    bagian: Share | None = Field(description="Share of people; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class Langkah(Part):
    """The next step of the people at a level."""

    dimensi: Dimension = Field(description="The dimension")
    dari: Index = Field(description="Points today")
    ke: Index = Field(description="Points after the step")
    poin: Positive = Field(description="Points that it adds to the index of a person, with what it lifts in kompetensi")
    orang: Count | None = Field(description="People who could take it, at least; null when hidden")
    poin_indeks: Points | None = Field(description="Points of the index if all of them took it; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class DasarKompetensi(Part):
    """Kompetensi as base by predikat and additions, of the people at sangat baik or baik."""

    orang: Count = Field(description="These people")
    dasar: Index = Field(description="Mean base by predikat, as far as kompetensi reaches it, points")
    tambahan: Points = Field(
        description="Mean addition of the measured year: what kompetensi is above the base, points"
    )
    sesuai: bool = Field(description="Whether nobody's kompetensi lies below the base")


class Keterangan(Part):
    """A reason that SIASN gives for a score."""

    dimensi: Dimension = Field(description="The dimension")
    keterangan: str | None = Field(description="The reason; null: none given")
    orang: Count | None = Field(description="People; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class DuaCara(Part):
    """PNS and PPPK, and the other convention of putting them together."""

    pns: Index = Field(description="Index of PNS")
    pppk: Index = Field(description="Index of PPPK")
    rata_rata_biasa: Index = Field(description="The plain mean of the two; the index of the report is by head count")


class NilaiResmi(Part):
    """What official scores are made of."""

    terbuka: PoinDimensi = Field(description="Mean points that people lack to the maximum of each dimension")
    tingkat: tuple[TingkatPoin, ...] = Field(
        description="People by level of points; of a dimension with many levels, or of few people, none"
    )
    langkah: tuple[Langkah, ...] = Field(description="The next step from each level, one of each dimension a person")
    dasar_kompetensi: DasarKompetensi | None = Field(
        description="Kompetensi as base and additions; null where the instrument has no base, or few are concerned"
    )
    keterangan: tuple[Keterangan, ...] = Field(description="Reasons of SIASN by dimension, those of few together")
    dua_cara: DuaCara | None = Field(
        description="PNS and PPPK beside the plain mean of the two; null unless both are shown"
    )


class CatatanSendiri(Part):
    """The own records of people with official scores: competence items, records and open actions are read off them."""

    instrumen: str = Field(description="Instrument by which the records are scored")
    diukur: Count = Field(description="People whose records are scored")
    indeks: Index = Field(description="Their index by the records")


class AsalLangkah(Part):
    """From where to where a step leads."""

    dari: Index = Field(description="Points of the dimension today")
    ke: Index = Field(description="Points after the step")
