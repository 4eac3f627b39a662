"""The rankings of perangkat daerah and governments, their funnel, their comparison, and whether they survive."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from ipasn_analysis.result.comparison import EfekMetode
from ipasn_analysis.result.parts import (
    HIDDEN_DIMENSIONS,
    NULL,
    Amount,
    Count,
    Date,
    Index,
    Part,
    PerDimensi,
    PoinDimensi,
    Points,
    Rank,
    Region,
    Share,
    SizeClass,
    TanpaPoin,
    Text,
)
from ipasn_analysis.rules.instrument import Category

Verdict = Literal["di_atas", "di_bawah", "belum_dapat_dibedakan"]
"""How a unit stands beside the mean of its government: clearly above, clearly below, or not to be told from it."""


class Tampil(Part):
    """A row of a ranking that is shown."""

    nama: Text = Field(description="Its name")
    diukur: Count = Field(description="People measured; null when hidden")
    indeks: Index = Field(description="Index; null when hidden")
    kategori: Category = Field(description="Category; null when hidden")
    dimensi: PoinDimensi = Field(description="Means of the dimensions, points")
    perubahan: Points | None = Field(
        description="Points since the year before; null when hidden at either date, new, in the report of a single government, or across a change of instrument"
    )
    peringkat: Rank = Field(description="Rank by the unrounded index, ties share the smaller; null when hidden")
    peringkat_min: Rank | None = Field(
        description="Best rank of the 95 % simultaneous interval; null when hidden, and where recaps tell nothing of people"
    )
    peringkat_maks: Rank | None = Field(description="Worst rank of it; null likewise")
    pasti_teratas: bool = Field(
        description="Certainly among the best (units: three, governments: banyak_teratas); null when hidden"
    )
    mungkin_teratas: bool = Field(description="Possibly among the best; null when hidden")
    disembunyikan: Literal[False] = Field(default=False, description="Whether the row is hidden")
    kelas_ukuran: None = Field(default=None, description="Size class of a hidden row; null when shown")


class Tersembunyi(Part):
    """A row of a ranking of which the name and the size class are all that is shown."""

    nama: Text = Field(description="Its name")
    diukur: None = NULL
    indeks: None = NULL
    kategori: None = NULL
    dimensi: TanpaPoin = Field(default=HIDDEN_DIMENSIONS, description="Null, all four")
    perubahan: None = NULL
    peringkat: None = NULL
    peringkat_min: None = NULL
    peringkat_maks: None = NULL
    pasti_teratas: None = NULL
    mungkin_teratas: None = NULL
    disembunyikan: Literal[True] = Field(default=True, description="Whether the row is hidden")
    kelas_ukuran: SizeClass = Field(description="Size class of a hidden row; null when shown")


class PerangkatDaerahTampil(Tampil):
    """A perangkat daerah that is shown; the best are the first three."""

    putusan: Verdict | None = Field(
        description="Beside the mean of its government, 95 %, simultaneous over the units; null when hidden, and where recaps tell nothing of people"
    )
    perubahan_lebih_dari_derau: bool | None = Field(
        default=None,
        description="Whether perubahan is more than people and the shocks of both years explain, 95 %; null where perubahan is, and of recaps",
    )
    di_bawah_target: bool | None = Field(description="Below the target; null when hidden or without a target")
    pasti_di_bawah_target: bool | None = Field(
        description="Below it by more than chance explains, 95 %, simultaneous over the units; null likewise, and of recaps"
    )
    jarak_target: Points | None = Field(description="indeks − target, points; null when hidden or without a target")
    kekurangan: Points | None = Field(
        description="Points of the government's index that its people lack together to the target; null likewise"
    )


class PerangkatDaerahTersembunyi(Tersembunyi):
    """A perangkat daerah that is hidden."""

    putusan: None = NULL
    perubahan_lebih_dari_derau: None = NULL
    di_bawah_target: None = NULL
    pasti_di_bawah_target: None = NULL
    jarak_target: None = NULL
    kekurangan: None = NULL


PerangkatDaerah = PerangkatDaerahTampil | PerangkatDaerahTersembunyi


class Petak(Part):
    """A place on the tile map."""

    row: Count = Field(description="Row from the top, 0 the first")
    column: Count = Field(description="Column from the left, 0 the first")


class PemerintahTampil(Tampil):
    """A government that is shown; how many are the best and the worst is banyak_teratas."""

    region: Region = Field(description="The government's region")
    perubahan_lebih_dari_derau: bool | None = Field(
        description="Whether perubahan is more than chance explains; null where perubahan is, and of recaps"
    )
    pasti_terbawah: bool = Field(description="Certainly among the worst; null when hidden")
    mungkin_terbawah: bool = Field(description="Possibly among the worst; null when hidden")
    target: Index | None = Field(description="Its target of the year from its parameters; null without one")
    target_tercapai: bool | None = Field(description="Whether its index is at or above it; null without one")
    per_tanggal: Date = Field(description="Date of its snapshot; null when hidden")
    petak: Petak | None = Field(description="Place on the tile map; null without one")
    pemprov: SkipJsonSchema[bool] = Field(default=False, exclude=True)
    """Whether it is the provincial government, whose units are those of the report; not in the JSON."""


class PemerintahTersembunyi(Tersembunyi):
    """A government that is hidden."""

    region: Region = Field(description="The government's region")
    perubahan_lebih_dari_derau: None = NULL
    pasti_terbawah: None = NULL
    mungkin_terbawah: None = NULL
    target: None = NULL
    target_tercapai: None = NULL
    per_tanggal: None = NULL
    petak: Petak | None = Field(description="Place on the tile map; null without one")
    pemprov: SkipJsonSchema[bool] = Field(default=False, exclude=True)
    """Whether it is the provincial government, whose units are those of the report; not in the JSON."""


class TidakSebanding(Part):
    """A government that stands below the ranking, since its figures cannot be compared with those of the others."""

    region: Region = Field(description="The government's region")
    nama: Text = Field(description="Its name")
    diukur: Count = Field(description="People measured")
    indeks: Index = Field(description="Index")
    kategori: Category = Field(description="Category")
    dimensi: PoinDimensi = Field(description="Means of the dimensions, points")
    perubahan: None = Field(default=None, description="Null: not compared")
    peringkat: None = Field(default=None, description="Null: not ranked")
    peringkat_min: None = Field(default=None, description="Null: not ranked")
    peringkat_maks: None = Field(default=None, description="Null: not ranked")
    disembunyikan: Literal[False] = Field(default=False, description="Whether the row is hidden")
    per_tanggal: Date = Field(description="Date of its snapshot")
    instrumen: Text = Field(description="Instrument by which its people were scored")
    alasan: Literal["instrumen", "tanggal"] = Field(
        description="Why: another instrument, or a date more than 30 days from the others"
    )
    petak: Petak | None = Field(description="Place on the tile map; null without one")


Pemerintah = PemerintahTampil | PemerintahTersembunyi


class Derau(Part):
    """What a year does to the mean of a unit beyond its people."""

    simpangan_tahun: Amount | None = Field(
        description="Standard deviation of what one year does to a unit, in points; null with fewer than three units"
    )
    unit: Count = Field(description="Units large enough to compare with the year before, from which it is estimated")


class UnitCorong(Part):
    """A unit within the funnel."""

    nama: Text = Field(description="Name of the unit")
    diukur: Count = Field(description="People measured")
    indeks: Index = Field(description="Index")
    bawah: Index = Field(description="Lower limit: down to it the unit cannot be told from the mean")
    atas: Index = Field(description="Upper limit, likewise")
    putusan: Verdict = Field(description="The same as of the unit in perangkat_daerah")


class Corong(Part):
    """The shown units by size within their limits around the mean, 95 %, simultaneous over the units."""

    pusat: Index = Field(description="Mean over all people of the government whose units these are")
    unit: tuple[UnitCorong, ...] = Field(description="The shown units")


class Pembanding(Part):
    """A figure of the government beside those of the others."""

    sendiri: Index | None = Field(description="Of the government, points; null when hidden")
    provinsi: Index | None = Field(description="Mean over the province's people; null when hidden")
    median: Index | None = Field(description="Median of comparable governments; null without any")
    kuartil_atas: Index | None = Field(description="Their upper quartile; null without any")
    selisih_provinsi: Points | None = Field(description="sendiri − provinsi")
    selisih_median: Points | None = Field(description="sendiri − median")
    selisih_kuartil_atas: Points | None = Field(description="sendiri − kuartil_atas")
    pembanding: Amount | None = Field(description="How many comparable governments; null when hidden")


class Pembandingan(PerDimensi[Pembanding]):
    """Index and dimensions beside the province and comparable governments."""

    indeks: Pembanding = Field(description="The index")


class Peringkat(Part):
    """A rank."""

    nama: Text = Field(description="Name of the unit or government")
    peringkat: Rank = Field(description="Its rank")


class PeringkatUlangan(Part):
    """A rank under random weights."""

    nama: Text = Field(description="Name of the unit or government")
    peringkat: Rank = Field(description="Official rank")
    median: Rank = Field(description="Median rank of the draws")
    p05: Rank = Field(description="5th percentile of its rank")
    p95: Rank = Field(description="95th percentile of its rank")


class TanpaDimensi(PerDimensi[tuple[Peringkat, ...]]):
    """Ranks with one dimension left out."""

    kualifikasi: tuple[Peringkat, ...] = Field(description="Ranks without kualifikasi")
    kompetensi: tuple[Peringkat, ...] = Field(description="Ranks without kompetensi")
    kinerja: tuple[Peringkat, ...] = Field(description="Ranks without kinerja")
    disiplin: tuple[Peringkat, ...] = Field(description="Ranks without disiplin")


class Pasangan(Part):
    """Pairs that keep their order under random weights."""

    jumlah: Count = Field(description="Pairs")
    bertahan: Share | None = Field(
        description="Mean share of pairs that keep their order in a draw; null without pairs"
    )
    kokoh: Share | None = Field(description="Share of pairs that keep it in 95 % of the draws; null without pairs")


class Urutan(Part):
    """Whether the ranking of the governments survives."""

    peringkat: tuple[PeringkatUlangan, ...] = Field(description="Ranks under the draws")
    tanpa_dimensi: TanpaDimensi = Field(description="Ranks with one dimension left out")
    geometrik: tuple[Peringkat, ...] = Field(description="Ranks by the geometric mean")
    pasangan: Pasangan = Field(description="Pairs that keep their order")


class KelompokBerubah(Part):
    """Units or governments whose category would change."""

    jumlah: Count = Field(description="How many there are")
    berubah: tuple[Text, ...] = Field(description="Those whose category would change")


class BatasKategori(Part):
    """What the other reading of the category edges would change."""

    bacaan: Literal["lower_edge", "upper_edge"] = Field(description="The reading in force")
    diukur: Count = Field(description="People measured")
    berubah: Count | None = Field(description="People whose category would change; null when few")
    bagian: Share | None = Field(description="Their share; null when few")
    disembunyikan: bool = Field(description="Whether they are few")
    kelompok: KelompokBerubah = Field(description="The same of units (territory: governments)")


class InstrumenLain(EfekMetode):
    """The same records under the other instrument."""

    instrumen: Text = Field(description="Its name")
    sementara: bool = Field(description="Whether it is provisional")
    indeks: Index = Field(description="Index under it")
    tanpa_syarat_pendidikan: bool = Field(
        description="Whether it needs the education that posts require, and most have none on record"
    )
    per_dimensi: PoinDimensi = Field(description="selisih by dimension")
    perangkat_daerah: tuple[Peringkat, ...] = Field(description="Ranks of the shown units under it")
    pemerintah: tuple[Peringkat, ...] | None = Field(
        description="Ranks of the governments under it; null but in a province"
    )


class Ketahanan(Part):
    """Whether the ranking survives other weights, formulas and instruments."""

    ulangan: Count = Field(description="Random draws of weights")
    benih: int = Field(description="Seed of the draws")
    perangkat_daerah: tuple[PeringkatUlangan, ...] = Field(description="Ranks of the shown units under the draws")
    tanpa_dimensi: TanpaDimensi = Field(description="Ranks with one dimension left out")
    geometrik: tuple[Peringkat, ...] = Field(description="Ranks by the geometric mean")
    pasangan: Pasangan = Field(description="Pairs of units that keep their order")
    pemerintah: Urutan | None = Field(description="The same over the governments; null but in a province")
    batas_kategori: BatasKategori = Field(description="What the other reading of the category edges would change")
    instrumen_lain: InstrumenLain | None = Field(
        description="The same records under the other instrument; null for ready scores and own instruments"
    )

    @property
    def urutan(self) -> Urutan:
        """What is said of the units, as it is said of the governments."""
        return Urutan(
            peringkat=self.perangkat_daerah,
            tanpa_dimensi=self.tanpa_dimensi,
            geometrik=self.geometrik,
            pasangan=self.pasangan,
        )
