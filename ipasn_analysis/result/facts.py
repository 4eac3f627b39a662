"""The result of a report: the content of ``ipasn-<region>-<year>.json``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ipasn_analysis.result.fair import PerbandinganSetara
from ipasn_analysis.result.head import (
    Ambang,
    Dimensi,
    KategoriBerikut,
    Keputusan,
    Pegawai,
    Provenans,
    SebaranKategori,
    Tabel,
)
from ipasn_analysis.result.late_or_new import TerlambatAtauBaru
from ipasn_analysis.result.official import CatatanSendiri, NilaiResmi
from ipasn_analysis.result.opening import AwalTahun
from ipasn_analysis.result.parts import Date, Edition, Index, Language, Part, Rank, Region, Text, Year
from ipasn_analysis.result.people import (
    ButirKelompok,
    ButirUnit,
    MutuData,
    Pengelompokan,
    Rincian,
    Talenta,
    UjiKelompok,
)
from ipasn_analysis.result.province import Ketimpangan, Konvergensi, Pembeda, PembedaButir
from ipasn_analysis.result.ranking import (
    Corong,
    Derau,
    Ketahanan,
    Pembandingan,
    Pemerintah,
    PerangkatDaerah,
    TidakSebanding,
)
from ipasn_analysis.result.reconciliation import Rekonsiliasi
from ipasn_analysis.result.series import AngkaResmi, KemungkinanTarget, Perubahan, TitikTren, TrenUnit, UjiTren
from ipasn_analysis.result.since_last import SejakTerakhir
from ipasn_analysis.result.target import MenujuTarget
from ipasn_analysis.rules.instrument import Category

Level = Literal["kabupaten", "kota", "pemprov", "provinsi"]
Code = Annotated[str, Field(pattern=r"^[0-9]{2}([.][0-9]{2})?$")]
SheetName = Annotated[str, Field(min_length=1, max_length=31)]


class Facts(Part):
    """Everything that a report says; in the public edition after disclosure control.

    Its means stand on the grid of the people they rest on, counts of breakdowns on multiples of 5, so that parts need
    not add up to their whole; the internal edition is unrounded. A hidden figure is null and its row says disembunyikan: true; a part that cannot be computed
    is null. Indices and dimensions are points; persen_… is 0–100, every other ratio a share (0–1).
    """

    region: Region = Field(description="The region, as its file in params/ is named")
    kode: Code = Field(description="Region code, text")
    nama: Text = Field(description="Full name of the region")
    tingkat: Level = Field(description="Kind of region; provinsi is the territory, pemprov its government")
    tahun: Year = Field(description="Measured year")
    per_tanggal: Date = Field(description="Cut-off date; of a territory that of its newest snapshot of the year")
    instrumen: Text = Field(description="Instrument by which the year is measured")
    sementara: bool = Field(description="Whether the figures rest on a provisional instrument; official scores do not")
    edisi: Edition = Field(description="publik: after disclosure control; internal: exact and whole, confidential")
    bahasa: Language = Field(description="Language of the report and of the labels in tabel")
    data_contoh: bool = Field(description="Whether the report rests on synthetic sample data")
    impor: bool = Field(description="Whether any of the people came with ready scores")
    sumber_nilai: Literal["catatan", "resmi", "rekap"] = Field(
        description="Where the figures come from: official scores of SIASN, own records, or official results of groups"
    )
    instrumen_resmi: str | None = Field(
        description="Instrument by which the official scores of the year were made; null unless sumber_nilai is resmi"
    )
    indeks: Index = Field(description="Mean of the individual indices of all measured people")
    kategori: Category = Field(description="Category of indeks, unrounded")
    kategori_bacaan_lain: Category | None = Field(
        description="Category by the other reading of the edges (lower or upper edge); null where it is the same"
    )
    kategori_berikut: KategoriBerikut | None = Field(description="The next higher category; null at the highest")
    target: Index | None = Field(description="Target of the year; null without one")
    target_tercapai: bool | None = Field(
        default=None, description="Whether the unrounded index is at or above the target; null without one"
    )
    penerbit: str | None = Field(description="Office that issues the report, from the parameters; null without one")
    kontak: str | None = Field(description="How readers reach it, from the parameters; null without one")
    catatan_target: str | None = Field(description="Remark on the target from the parameters; null without one")
    ambang: Ambang = Field(description="Thresholds of disclosure, people")
    pegawai: Pegawai = Field(description="Rows of the people file: jumlah = diukur + dikecualikan + ditolak")
    dimensi: Dimensi = Field(description="The four dimensions; their means sum to indeks")
    sebaran_kategori: Annotated[tuple[SebaranKategori, ...], Field(min_length=5, max_length=5)] = Field(
        description="Share of people in each category, highest first"
    )
    perangkat_daerah: tuple[PerangkatDaerah, ...] = Field(
        description="Units by rank, hidden ones last; of a territory those of its provincial government"
    )
    tiga_teratas: tuple[Text, ...] = Field(description="Units of rank 1 to 3")
    di_bawah_target: tuple[Text, ...] = Field(
        description="Shown units below the target of their government; empty without one"
    )
    corong: Corong | None = Field(
        description="Limits around the mean of the shown units; null below two units and of recaps"
    )
    tren: Annotated[tuple[TitikTren, ...], Field(min_length=1)] = Field(
        description="Every snapshot by date; of a territory over each government's newest of the year so far"
    )
    tren_resmi: tuple[AngkaResmi, ...] = Field(description="Official figures by year, as published")
    derau: Derau | None = Field(
        description="What a year does to a unit beyond its people, which rank intervals count; null without a year before that can be compared"
    )
    uji_tren: UjiTren = Field(
        description="Test of trend: one point a year (its last snapshot), years under the report year's instrument, up to the report year"
    )
    kemungkinan_target: KemungkinanTarget = Field(description="Whether the target is reached by the cut-off")
    perubahan: Perubahan | None = Field(
        description="Against the last snapshot of the year before; null without one or across a change of instrument"
    )
    sejak_terakhir: SejakTerakhir | None = Field(
        default=None,
        description="Against the last snapshot of the same year; null where none precedes, and of recaps",
    )
    terlambat_atau_baru: TerlambatAtauBaru | None = Field(
        default=None,
        description="The change by records since the last snapshot of the year before: entered late or newly earned; null without records at both, and of a territory",
    )
    peringkat_pemerintah: tuple[Pemerintah, ...] = Field(
        description="The governments of the province that can be compared, by rank, hidden ones last"
    )
    tidak_sebanding: tuple[TidakSebanding, ...] = Field(
        description="Governments with data that stand below the ranking with the reason, by name: another instrument, or a date more than 30 days from the others"
    )
    banyak_teratas: Rank = Field(description="How many governments are called the best, and how many the worst")
    pembanding: Pembandingan | None = Field(
        description="Beside the province and comparable governments; null in a province and with fewer than three governments"
    )
    setara: PerbandinganSetara | None = Field(
        description="Units and governments at one mix of post, kind of employee and education; null for recaps"
    )
    pemerintah_tidak_ada: tuple[Region, ...] = Field(
        description="Governments of the province without a usable snapshot of the year"
    )
    nama_tidak_ada: tuple[Text, ...] = Field(description="Their names")
    rincian: Rincian = Field(description="What each dimension is made of; a part that is not known is null")
    catatan_sendiri: CatatanSendiri | None = Field(
        default=None,
        description="Beside official scores: the records on which rincian.butir, butir_unit, butir_kelompok, mutu_data and the actions of menuju_target rest; null without both",
    )
    nilai_resmi: NilaiResmi | None = Field(
        description="What official scores are made of, and the next steps; null for records"
    )
    kelompok: tuple[Pengelompokan, ...] = Field(description="Groupings that the data allow")
    uji_kelompok: tuple[UjiKelompok, ...] = Field(
        description="Tested differences between shown groups, p-values corrected over the groupings"
    )
    butir_unit: tuple[ButirUnit, ...] = Field(
        description="Who fulfils each competence item, by shown unit; empty for ready scores"
    )
    butir_kelompok: tuple[ButirKelompok, ...] = Field(description="The same by shown group; empty for ready scores")
    tren_unit: tuple[TrenUnit, ...] = Field(
        description="Trend of each shown unit over the years in which it was shown, by name"
    )
    menuju_target: MenujuTarget | None = Field(
        description="The cheapest way to the target: by item, of official scores alone by step of a dimension; null without a target"
    )
    awal_tahun: AwalTahun | None = Field(
        description="What the next year opens with; null within a year, for recaps, and where scores do not tell what lapses"
    )
    ketahanan: Ketahanan = Field(description="Whether the ranking survives other weights, formulas and instruments")
    mutu_data: MutuData = Field(description="What the records are worth, and what is to be known of the input")
    rekonsiliasi: Rekonsiliasi | None = Field(
        description="Official scores beside records of the same people; null without both, and of a territory"
    )
    talenta: Talenta | None = Field(description="Talent map, performance by potential; null of recaps")
    provenans: Provenans = Field(description="Inputs, instrument, parameters and versions")
    keputusan: tuple[Keputusan, ...] = Field(
        description="Decisions (D) and inferences (I) that the instrument rests on"
    )
    tabel: dict[SheetName, Tabel] = Field(
        default={}, description="Every table that the report shows, by the name of its sheet in the workbook"
    )

    @property
    def target_of_units(self) -> float | None:
        """The target of the government whose units perangkat_daerah are."""
        return self.target


class GovernmentFacts(Facts):
    """The result of one government."""

    tingkat: Literal["kabupaten", "kota", "pemprov"] = Field(
        description="Kind of region; provinsi is the territory, pemprov its government"
    )


class ProvinceFacts(Facts):
    """The result of a province as a territory."""

    tingkat: Literal["provinsi"] = Field(description="Kind of region, the territory")
    target_pemprov: Index | None = Field(
        description="Target of the provincial government, beside which its units stand; null without one; in a province only"
    )
    pembanding: None = Field(default=None, description="Null in a province")
    pemerintah: tuple[Pemerintah | TidakSebanding, ...] = Field(
        description="peringkat_pemerintah and, between its shown and its hidden rows, tidak_sebanding; in a province only"
    )
    ketimpangan: Ketimpangan | None = Field(
        description="Split of the variance of the individual indices; null without variance; in a province only"
    )
    konvergensi: Konvergensi | None = Field(
        description="Spread of the governments over the years; null below two comparable years or three governments; in a province only"
    )
    pembeda: tuple[Pembeda, ...] = Field(
        description="What separates the best governments from the others and the worst, by dimension; empty below two; in a province only"
    )
    pembeda_butir: tuple[PembedaButir, ...] | None = Field(
        description="The same by competence item; null for ready scores; in a province only"
    )

    @property
    def target_of_units(self) -> float | None:
        """The target of the provincial government."""
        return self.target_pemprov
