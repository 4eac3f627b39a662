"""Two dates, two governments or two instruments side by side; every difference is B − A."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ipasn_analysis.result.parts import (
    Count,
    Date,
    Index,
    Interval,
    JumlahSumber,
    Part,
    PerDimensi,
    PoinDimensi,
    PoinSumber,
    Points,
    Rank,
    Region,
    Share,
    Text,
)
from ipasn_analysis.rules.instrument import Category

Kind = Literal["waktu", "pemerintah", "instrumen"]


class Sisi(Part):
    """One side: a region at a snapshot under an instrument."""

    region: Region = Field(description="The region")
    nama: Text = Field(description="Its name")
    per_tanggal: Date = Field(description="The snapshot; of a territory its newest")
    instrumen: Text = Field(description="The instrument")
    sementara: bool = Field(description="Whether the instrument is provisional")
    impor: bool = Field(description="Whether any of the people come with ready scores")
    rekap: bool = Field(description="Whether results of groups stand for people, of whom nothing else is known")
    pemerintah: tuple[Region, ...] = Field(description="The governments whose people count")
    diukur: Count = Field(description="People measured")
    indeks: Index = Field(description="Index")
    kategori: Category = Field(description="Category of the unrounded index")
    dimensi: PerDimensi[Index | None] = Field(description="Means of the dimensions; null when withheld")


class AmbangKelompok(Part):
    """The threshold of the comparison."""

    kelompok: Rank = Field(description="Smallest group that is shown: the stricter of both sides")


class Beda(Part):
    """A part of both sides with its means."""

    nama: Text | None = Field(description="The part; null: all that are withheld together")
    a: Index | None = Field(description="Index in A; null when withheld or not there")
    b: Index | None = Field(description="Index in B; null when withheld or not there")
    selisih: Points | None = Field(description="b − a")


class BedaWaktu(Beda):
    """A unit (territory: a government) at both dates."""

    kontribusi: Points = Field(description="What it adds to the whole difference, points")
    per_dimensi: PoinDimensi | None = Field(description="selisih by dimension; null of one that is on one side alone")
    per_sumber: PoinSumber | None = Field(description="selisih by source; null likewise")
    jumlah_sumber: JumlahSumber | None = Field(description="People of each source; null likewise, or when one is few")


class BedaJabatan(Beda):
    """A type of post in both governments."""

    bagian_a: Share | None = Field(description="Its share of the people of A")
    bagian_b: Share | None = Field(description="Its share of the people of B")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class EfekMetode(Part):
    """The same people under two instruments."""

    jumlah: Count = Field(description="People under both")
    selisih: Points = Field(description="Effect of the method: other less own index, points")
    selisih_median: Points | None = Field(description="Median of the individual differences")
    naik: Share | None = Field(description="Share of people who gain; null when it tells of few")
    tetap: Share | None = Field(description="Share of people unchanged; null when it tells of few")
    turun: Share | None = Field(description="Share of people who lose; null when it tells of few")
    korelasi_peringkat: Points | None = Field(description="Spearman's rho; null when one instrument gives all the same")


class Perbandingan(Part):
    """What every comparison tells."""

    jenis: Kind = Field(description="In which one respect the sides differ")
    a: Sisi = Field(description="Side A")
    b: Sisi = Field(description="Side B")
    ambang: AmbangKelompok = Field(description="Threshold of disclosure")
    selisih: Points = Field(description="Index of B less that of A before they are rounded, points")
    per_dimensi: PoinDimensi = Field(description="selisih by dimension; disiplin null when withheld")
    data_contoh: bool = Field(description="Whether a side rests on made-up data")


class PerbandinganWaktu(Perbandingan):
    """A region at two dates."""

    jenis: Literal["waktu"] = "waktu"
    selang: Interval | None = Field(
        description="95% interval of selisih; null when too few people stayed, and of recaps"
    )
    lebih_dari_derau: bool | None = Field(description="Whether selisih is more than noise; null of recaps")
    per_sumber: PoinSumber = Field(
        description="selisih by source; null (all four) when one rests on few people, and of recaps"
    )
    jumlah_sumber: JumlahSumber | None = Field(description="People of each source; null when per_sumber is withheld")
    per_unit: tuple[BedaWaktu, ...] = Field(description="Units (territory: governments), the largest share first")


class PerbandinganPemerintah(Perbandingan):
    """Two governments in one year."""

    jenis: Literal["pemerintah"] = "pemerintah"
    per_jenis_jabatan: tuple[BedaJabatan, ...] | None = Field(description="By type of post; null when not on record")
    susunan: Points | None = Field(description="Of selisih what another mix of posts makes; null when one is hidden")
    tingkat: Points | None = Field(description="Of selisih what other scores in the same posts make; null likewise")


class PerbandinganInstrumen(Perbandingan):
    """A region at one date under two instruments."""

    jenis: Literal["instrumen"] = "instrumen"
    efek: EfekMetode = Field(description="The effect on the same people")
    per_unit: tuple[Beda, ...] = Field(description="The units (territory: governments) that are shown")
    unit_disembunyikan: Count = Field(description="How many are not")
