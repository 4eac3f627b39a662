"""The cheapest way to the target."""

from __future__ import annotations

from pydantic import Field

from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.parts import Amount, Count, Index, Part, Text

OTHER_UNITS = "(unit lain)"
"""The name under which units stand together that may not be shown by their own."""


class Tindakan(Part):
    """An open action: an item, for a type of post in a unit."""

    tindakan: Text = Field(description="Name of the item; of official scores alone the dimension")
    langkah: AsalLangkah | None = Field(
        default=None, description="Of official scores alone: from where to where in that dimension; null for items"
    )
    jenis_jabatan: str | None = Field(description="Type of post")
    perangkat_daerah: Text = Field(description="Unit (territory: government); hidden ones together")
    tersedia: Count | None = Field(description="People who could; null when hidden")
    jumlah: Count | None = Field(description="People chosen; null when hidden")
    poin: float = Field(description="Points that it adds to a person")
    biaya_satuan: Amount = Field(description="Cost for one person")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class TitikKurva(Part):
    """A target and its least cost."""

    target: float = Field(description="A target")
    dapat_dicapai: bool = Field(description="Always true")
    biaya: Amount = Field(description="Its least cost")
    tindakan: Count = Field(description="Actions needed")
    indeks_sesudah: Index = Field(description="Index after them")


class MenujuTarget(Part):
    """The cheapest way to the target."""

    target: Index = Field(description="The target")
    indeks: Index = Field(description="The index today")
    dapat_dicapai: bool = Field(description="Whether all open actions reach the target")
    lengkap: bool = Field(
        description="Whether the plan could choose among all of them; false where some are hidden and not planned"
    )
    biaya: Amount = Field(description="Cost of the plan, in the unit of the parameter costs")
    indeks_sesudah: Index = Field(description="Index after the plan; out of reach: the best that can be reached")
    tindakan: tuple[Tindakan, ...] = Field(description="Every open action, chosen or not")
    mata_uang: Text | None = Field(description="What costs are counted in; null: units")
    biaya_seragam: bool = Field(description="Whether every action costs the same")
    minimum_per_unit: Count | None = Field(description="Fewest actions in each unit, from the parameters; null without")
    minimum_terpenuhi: bool = Field(description="Whether the plan keeps to that minimum")
    jendela: dict[str, Count | None] = Field(
        description="By item the years before the measured one that count as well; null: all"
    )
    kurva: tuple[TitikKurva, ...] = Field(
        description="Least cost of targets between today's index and the best within reach"
    )
