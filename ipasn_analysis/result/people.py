"""What the people are made of: details of the dimensions, groups, competence items, records, talent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ipasn_analysis.result.parts import (
    HIDDEN_DIMENSIONS,
    NULL,
    Amount,
    Band,
    Cause,
    Count,
    Grouping,
    Index,
    Interval,
    Part,
    PoinDimensi,
    Points,
    Positive,
    Region,
    Share,
    SizeClass,
    TanpaPoin,
    Text,
    Uniform,
)


class Bagian(Part):
    """The people of a key."""

    kunci: str | None = Field(description="Key; null: nothing on record")
    jumlah: Count | None = Field(description="People; null when hidden")
    bagian: Share | None = Field(description="Share of people; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class Butir(Part):
    """A competence item."""

    butir: Text = Field(description="Name of the item")
    berlaku: Count | None = Field(description="People to whom it applies; null when hidden")
    punya: Count | None = Field(description="Those of them who hold it; null when hidden")
    belum: Count | None = Field(description="Those who are known not to; null when hidden")
    tidak_diketahui: Count | None = Field(
        description="Those of whom it is not known, since no course has hours; null when hidden"
    )
    bagian: Share | None = Field(description="punya ÷ berlaku; null when hidden, and where it is not known of some")
    poin_terbuka: Points | None = Field(description="Points of the index if all held it; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class Jam(Part):
    """People by hours held of an item that asks for so many."""

    butir: Text = Field(description="Name of the item")
    dari: Amount = Field(description="Fewest hours of the row")
    sampai: Amount | None = Field(description="Fewest hours of the row above it; null: no end")
    pegawai: Count | None = Field(description="People; null when hidden")
    kurang: Amount | None = Field(description="Hours that they lack together; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class Rincian(Part):
    """What each dimension is made of."""

    pendidikan: tuple[Bagian, ...] | None = Field(description="People by education; null without a profile")
    butir: tuple[Butir, ...] | None = Field(description="Competence items; null for ready scores")
    jam: tuple[Jam, ...] | None = Field(
        description="People by hours held, of items that ask for hours, where they are known; null for ready scores"
    )
    predikat: tuple[Bagian, ...] | None = Field(description="People by predikat kinerja; null for ready scores")
    disiplin: tuple[Bagian, ...] | None = Field(description="People by worst sanction; null for too few punished")
    bobot_efektif: PoinDimensi | None = Field(
        description="Share of each dimension in the variance of the index, to whole percents; null without variance"
    )


class KelompokTampil(Part):
    """A group of people whose figures are shown."""

    kunci: str | None = Field(description="Key of the group; null: not recorded")
    diukur: Count = Field(description="People measured; null when it is hidden itself")
    indeks: Index = Field(description="Index; null when hidden")
    selisih: Points = Field(description="Points from the mean of everybody; null when hidden")
    simpangan_baku: Points | None = Field(
        description="Standard deviation of the individual indices, points; null when hidden, and of recaps"
    )
    dimensi: PoinDimensi = Field(description="Means of the dimensions, points; null when hidden")
    disembunyikan: Literal[False] = Field(default=False, description="Whether the figures of the group are hidden")
    kelas_ukuran: None = Field(default=None, description="Size class of a hidden group; null when shown")


class KelompokTersembunyi(Part):
    """A group of people of which its size class is all that is shown."""

    kunci: str | None = Field(description="Key of the group; null: not recorded")
    diukur: None = NULL
    indeks: None = NULL
    selisih: None = NULL
    simpangan_baku: None = NULL
    dimensi: TanpaPoin = Field(default=HIDDEN_DIMENSIONS, description="Null, all four")
    disembunyikan: Literal[True] = Field(default=True, description="Whether the figures of the group are hidden")
    kelas_ukuran: SizeClass = Field(description="Size class of a hidden group; null when shown")


Kelompok = KelompokTampil | KelompokTersembunyi


class Pengelompokan(Part):
    """A grouping of the people."""

    pengelompokan: Grouping = Field(description="The grouping")
    kelompok: tuple[Kelompok, ...] = Field(description="Its groups in their natural order, those not recorded last")


class UjiKelompok(Part):
    """The tested difference between the shown groups of a grouping."""

    pengelompokan: Grouping = Field(description="The grouping")
    kelompok: Count = Field(description="Groups in the test")
    n: Count | None = Field(description="People in the test; null when hidden")
    di_luar: Count | None = Field(description="People outside it; null when hidden")
    rentang: Points | None = Field(
        description="Highest less lowest group mean, points; this and all below null with fewer than two groups"
    )
    tertinggi: str | None = Field(description="Key of the highest group")
    terendah: str | None = Field(description="Key of the lowest group")
    eta_kuadrat: Points | None = Field(description="η²: share of the variance between the groups")
    omega_kuadrat: Points | None = Field(description="ω²: the same, unbiased")
    hedges_g: Points | None = Field(description="Hedges' g, highest less lowest; null with more than two groups")
    hedges_bawah: Points | None = Field(description="Lower end of its 95 % interval")
    hedges_atas: Points | None = Field(description="Upper end of it")
    p_value: Share | None = Field(
        description="p-value of the highest against the lowest group, whose people move together by unit (in a province: by government), for all pairs they were picked from; null where one of them lies within one unit"
    )
    p_terkoreksi: Share | None = Field(description="The same corrected for the number of groupings (Holm)")


class ButirUnit(Part):
    """Who of a unit fulfils each competence item."""

    nama: Text = Field(description="Name of the unit")
    butir: dict[str, Share | None] = Field(
        description="Share (0–1) by item, among those to whom it applies; null when hidden or nobody"
    )


class ButirKelompok(Part):
    """Who of a group fulfils each competence item."""

    pengelompokan: Grouping = Field(description="The grouping")
    kunci: str | None = Field(description="Key of the group; null: not recorded")
    butir: dict[str, Share | None] = Field(description="Share (0–1) by item; null when hidden or nobody")


class Kelengkapan(Part):
    """A record that should be there."""

    butir: Text = Field(description="The record")
    berlaku: Count | None = Field(description="People who should have it; null when hidden")
    tanpa: Count | None = Field(description="Those without; null when hidden")
    bagian: Share | None = Field(description="Share who have it; null when hidden")
    disembunyikan: bool = Field(description="Whether the row is hidden")


class KetepatanWaktu(Part):
    """People with any training on record."""

    bercatatan: Count | None = Field(description="People with a record; null when hidden")
    tahun_ini: Count | None = Field(description="Those with one of the measured year; null when hidden")
    bagian: Share | None = Field(description="Their share; null when hidden")
    disembunyikan: bool = Field(description="Whether they are hidden")


class BagianMutu(Uniform[Share | None]):
    """Shares of data quality, or their weights."""

    kelengkapan: Share | None = Field(description="Completeness")
    ketepatan_waktu: Share | None = Field(description="Timeliness")
    akurasi: Share | None = Field(description="Accuracy")
    konsistensi: Share | None = Field(description="Consistency")


class NilaiMutu(Part):
    """Four shares of data quality. The weights are those of BKN's tests, but not the measure: see the documents."""

    nilai: Points | None = Field(description="Their weighted mean")
    bagian: BagianMutu = Field(description="The shares")
    bobot: BagianMutu = Field(description="Their weights")


class MutuUnit(Part):
    """What the records of a unit are worth."""

    nama: Text = Field(description="Name")
    diukur: Count = Field(description="People measured")
    batas_bawah: Points = Field(description="The index as it is")
    batas_atas: Points | None = Field(description="Index if every missing record were worth most; null when hidden")
    tanpa_kualifikasi: Share | None = Field(description="Share without education on record; null when hidden")
    tanpa_kompetensi: Share | None = Field(description="Share without any training on record; null when hidden")
    tanpa_kinerja: Share | None = Field(description="Share without assessment; null when hidden")
    disembunyikan: bool = Field(description="Whether figures of the row are hidden")


class Pemutakhiran(Part):
    """An update of records."""

    nama: Text = Field(description="Unit (territory: government); hidden ones together")
    butir: Text = Field(description="The record")
    pegawai: Count = Field(description="People concerned")
    poin: Points = Field(description="Points of the index, at most")
    poin_unit: Points | None = Field(description="Points of the unit's index, at most")


class Alasan(Part):
    """Rows of a reason or finding."""

    alasan: Cause = Field(description="What was found")
    jumlah: Count | None = Field(description="Rows; null below the threshold")
    disembunyikan: bool = Field(description="Whether the count is hidden")


class CatatanData(Part):
    """Something to be known of the input: what it lacks, what was left out of it or not read."""

    jenis: Literal[
        "cakupan", "unit", "tabel", "kolom", "jam", "catatan", "pegawai", "ditolak", "tidak_dibaca", "lain"
    ] = Field(
        description="What it is about: coverage, units, an absent table or column, hours that no course has, a record, people, rejected rows, what is not read, anything else"
    )
    alasan: Cause = Field(description="What was noticed")
    pemerintah: tuple[Region, ...] = Field(description="Governments whose data it is about")
    jumlah: Count | None = Field(description="People or rows; null when hidden or where it is about all of them")
    poin: Amount | None = Field(
        description="Points of the index, at most, that hang on it; null when hidden or where the index would not rise"
    )
    disembunyikan: bool = Field(description="Whether figures of the row are hidden")


class MutuData(Part):
    """What the records are worth, and what is to be known of the input."""

    dihitung: bool = Field(
        description="Whether the records were weighed: not for ready scores nor under instruments other than perban8_2019; the keys up to pemutakhiran are then empty"
    )
    catatan: tuple[CatatanData, ...] = Field(description="What is to be known of the input, the most important first")
    batas_bawah: Index = Field(description="Index if every missing record were worth nothing: the index as it is")
    batas_atas: Amount | None = Field(
        description="Index if every missing record were worth most; null where the records were not weighed"
    )
    per_butir: dict[str, Points | None] = Field(description="Points that hang on missing records, by record")
    poin_usang: Points | None = Field(description="Points that hang on trainings not recorded this year")
    kelengkapan: tuple[Kelengkapan, ...] = Field(description="Records that should be there")
    ketepatan_waktu: KetepatanWaktu = Field(description="People with any training on record")
    nilai: NilaiMutu | None = Field(
        description="Four shares of data quality under the weights of BKN's tests, not BKN's measure; null where the records were not weighed"
    )
    per_unit: tuple[MutuUnit, ...] = Field(description="Shown units (territory: governments), most points first")
    pemutakhiran: tuple[Pemutakhiran, ...] = Field(description="Updates of records that could move the index most")
    temuan: tuple[Alasan, ...] = Field(description="Findings in accepted rows")
    riwayat_disisihkan: tuple[Alasan, ...] = Field(description="History rows set aside, by reason")


class SelTalenta(Part):
    """A cell of the talent map."""

    kinerja: Band = Field(description="Band of performance")
    potensi: Band = Field(description="Band of kualifikasi + kompetensi")
    jumlah: Count | None = Field(description="People; null when hidden")
    bagian: Share | None = Field(description="Share of people; null when hidden")
    disembunyikan: bool = Field(description="Whether the cell is hidden")


class Talenta(Part):
    """The talent map: performance by potential."""

    n: Count = Field(description="People on the map")
    sel: Annotated[tuple[SelTalenta, ...], Field(min_length=9, max_length=9)] = Field(
        description="Nine cells, from low to high"
    )
    tanpa_data: Count | None = Field(description="People whose place hangs on a missing record; null when few")
    batas_kinerja: Interval = Field(description="Lower edges of sedang and tinggi, points")
    batas_potensi: tuple[Share, Share] = Field(
        description="Lower edges of sedang and tinggi, shares of maksimum_potensi"
    )
    maksimum_potensi: Positive = Field(description="Most points of kualifikasi and kompetensi together")
