"""The cheapest way to the target."""

from __future__ import annotations

from pydantic import Field

from ipasn_analysis.result.official import AsalLangkah
from ipasn_analysis.result.parts import Amount, Count, Index, Part, Points, Share, Text

OTHER_UNITS = "(unit lain)"
"""The name under which the few actions of several units stand together."""

ENTRY = "pencatatan"
"""The action of entering in SIASN what stands in the own records alone."""


class Tindakan(Part):
    """An open action: an item, for a type of post in a unit."""

    tindakan: Text = Field(
        description="Name of the item, or pencatatan (entering records in SIASN); of official scores alone the dimension"
    )
    langkah: AsalLangkah | None = Field(
        default=None, description="Of official scores alone: from where to where in that dimension; null for items"
    )
    jenis_jabatan: str | None = Field(description="Type of post")
    perangkat_daerah: Text = Field(
        description="Unit (territory: government); actions open to few people there stand together"
    )
    tersedia: Count | None = Field(description="People who could; null when hidden")
    jumlah: Count | None = Field(description="People chosen; null when hidden")
    poin: Points = Field(description="Points that it adds to a person")
    biaya_satuan: Amount = Field(
        description="Cost for one person; where missing hours are paid, the mean of those who could"
    )
    disembunyikan: bool = Field(description="Whether the row is hidden")


class KegiatanJabatan(Part):
    """The actions of an item for a type of post, of all units."""

    tindakan: Text = Field(description="Name of the item; of official scores alone the dimension")
    jenis_jabatan: str | None = Field(description="Type of post")
    tersedia: Count | None = Field(description="People who could; null when hidden")
    jumlah: Count | None = Field(description="People chosen; null when hidden")
    bagian: Share | None = Field(description="jumlah ÷ tersedia; null when hidden")
    poin: Points = Field(description="Points that it adds to a person, on average")
    poin_indeks: Points = Field(description="Points of the index that the chosen ones add")
    biaya_satuan: Amount = Field(description="Cost for one person, on average")
    biaya: Amount = Field(description="Cost of the chosen ones")
    disembunyikan: bool = Field(description="Whether figures of the row are hidden")


class KegiatanUnit(Part):
    """The actions of a unit."""

    nama: Text = Field(description="Name of the unit (territory: government); those of few people together")
    butir: dict[str, Count | None] = Field(description="People chosen by item; null when hidden")
    tersedia: Count | None = Field(description="Actions that are open; null when hidden")
    jumlah: Count | None = Field(description="Actions chosen; null when hidden")
    bagian: Share | None = Field(description="jumlah ÷ tersedia; null when hidden")
    disembunyikan: bool = Field(description="Whether figures of the row are hidden")


class TitikKurva(Part):
    """A target and its least cost."""

    target: Points = Field(description="A target")
    dapat_dicapai: bool = Field(description="Always true")
    biaya: Amount = Field(description="Its least cost")
    tindakan: Count | None = Field(description="Actions needed; null when few")
    indeks_sesudah: Index = Field(description="Index after them")


class MenujuTarget(Part):
    """The cheapest way to the target."""

    target: Index = Field(description="The target")
    indeks: Index = Field(description="The index today")
    tercapai: bool = Field(description="Whether the target is reached today, by the unrounded index")
    dapat_dicapai: bool = Field(description="Whether all open actions reach the target")
    terbuka: Count | None = Field(description="Actions that are open; null when few")
    dipilih: Count | None = Field(description="Actions that the plan takes; null when few")
    bagian: Share | None = Field(description="dipilih ÷ terbuka; null when few, and with nothing open")
    biaya: Amount = Field(description="Cost of the plan, in the unit of the parameter costs")
    indeks_sesudah: Index = Field(description="Index after the plan; out of reach: the best that can be reached")
    tindakan: tuple[Tindakan, ...] = Field(description="Every open action, chosen or not")
    per_jabatan: tuple[KegiatanJabatan, ...] = Field(description="The same summed by item and type of post")
    per_unit: tuple[KegiatanUnit, ...] = Field(description="The same summed by unit, most first")
    poin_dikenal: bool = Field(
        default=True,
        description="Whether the rule that gives these points is known, or was learned; of official scores mostly not",
    )
    mata_uang: Text | None = Field(description="What costs are counted in; null: units")
    biaya_seragam: bool = Field(description="Whether every action costs the same")
    biaya_per_jp: dict[str, Amount] = Field(
        default={}, description="By item the cost of an hour that is missing, from the parameters; empty without"
    )
    minimum_per_unit: Count | None = Field(description="Fewest actions in each unit, from the parameters; null without")
    minimum_terpenuhi: bool = Field(description="Whether the plan keeps to that minimum")
    jendela: dict[str, Count | None] = Field(
        description="By item the years before the measured one that count as well; null: all"
    )
    kurva: tuple[TitikKurva, ...] = Field(
        description="Least cost of targets between today's index and the best within reach"
    )
