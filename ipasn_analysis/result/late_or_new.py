"""What of the change by records was entered late and what is new."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ipasn_analysis.result.parts import Count, Date, Index, Part, PoinDimensi, Points, Text

LateSource = Literal["terlambat", "jabatan_pendidikan", "tahun", "baru", "masuk", "keluar"]


class BagianPerubahan(Part):
    """What a source makes of the change."""

    sumber: LateSource = Field(
        description="Recorded since though of before dari, another post or education, what counts in the later measured year, of after dari, who joined, who left"
    )
    orang: Count | None = Field(description="People whom it moved, or who joined or left; null when few")
    poin: Points | None = Field(description="Points of the index; null when few")
    dimensi: PoinDimensi = Field(description="The same by dimension; null when few")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class PerubahanUnit(Part):
    """What moved the people of a unit who stand at both dates, in points of their mean."""

    nama: Text = Field(description="The unit at ke")
    orang: Count = Field(description="Its people who stand at both dates")
    terlambat: Points = Field(description="Recorded since though of before dari")
    jabatan_pendidikan: Points = Field(description="Another post or education")
    tahun: Points = Field(description="What counts in the later measured year")
    baru: Points = Field(description="Of after dari")


class TerlambatAtauBaru(Part):
    """The change by records between two snapshots: entered late, or newly earned."""

    dari: Date = Field(description="Earlier snapshot")
    ke: Date = Field(description="Later snapshot")
    instrumen: Text = Field(description="Instrument by which the records of both are scored")
    indeks_dari: Index = Field(description="Index by the records at dari")
    indeks_ke: Index = Field(description="Index by the records at ke")
    selisih: Points = Field(description="indeks_ke minus indeks_dari before they are rounded, the sum of the sources")
    pindah: Count | None = Field(description="Of the people at both dates those who changed their unit; null when few")
    sumber: tuple[BagianPerubahan, ...] = Field(description="What the change is made of")
    per_unit: tuple[PerubahanUnit, ...] = Field(description="Shown units, the most entered late first")
