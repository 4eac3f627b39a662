"""The index over time: snapshots, tests of trend, the chance of the target, and what the change is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ipasn_analysis.result.parts import (
    Correlation,
    Count,
    Date,
    DimensiSumber,
    Index,
    Interval,
    JumlahSumber,
    OpenInterval,
    Part,
    PoinDimensi,
    PoinSumber,
    Rank,
    Share,
    Text,
    Year,
)


class TitikTren(Part):
    """A snapshot."""

    per_tanggal: Date = Field(description="Date of the snapshot")
    tahun: Year = Field(description="Its year")
    instrumen: Text = Field(description="Instrument by which its people were scored")
    resmi: bool = Field(description="Whether SIASN computed the scores")
    indeks: Index | None = Field(description="Index; null when hidden")
    diukur: Count | None = Field(description="People measured; null when hidden")
    dimensi: PoinDimensi = Field(
        description="Means of the dimensions, points; null when hidden, kinerja and disiplin of a territory also where a government hides its own"
    )
    pemerintah: Count = Field(description="Governments that it covers")
    sebanding: bool = Field(
        description="Whether it can be compared with the report's own date: one instrument, the same governments"
    )
    disembunyikan: bool = Field(description="Whether the snapshot is hidden")
    dimensi_disembunyikan: bool = Field(description="Whether its kinerja and disiplin are hidden")


class AngkaResmi(Part):
    """An official figure."""

    tahun: Year = Field(description="Year measured")
    indeks: Index = Field(description="Published index")
    sumber: Text = Field(description="Where it was published, and of whom")


class UjiTren(Part):
    """The test of trend over the years that can be compared."""

    sen_slope: float | None = Field(description="Theil–Sen slope, points a year; null below two points")
    sen_selang: OpenInterval = Field(description="Its 95 % interval [low, high]; null where no slope can be rejected")
    sen_intersep: float | None = Field(description="The line's index at year 0; null below two points")
    kendall_tau: Correlation | None = Field(description="Kendall's tau-b; null below two points or when all are tied")
    p_value: Share | None = Field(description="Exact two-sided p by permutation, ties included; null below two points")
    cukup_data: bool = Field(description="False below five points")
    tahun: tuple[Year, ...] = Field(description="The years of the points")


class TrenUnit(Part):
    """The trend of a unit."""

    nama: Text = Field(description="Name of the unit")
    tahun: tuple[Year, ...] = Field(description="The years")
    sen_slope: float | None = Field(description="Theil–Sen slope, points a year; null below two years")
    sen_selang: OpenInterval = Field(description="Its 95 % interval [low, high]; null where no slope can be rejected")
    kendall_tau: float | None = Field(description="Kendall's tau-b; null below two years or when all are tied")
    p_value: Share | None = Field(description="Exact two-sided p; null below five years")
    p_terkoreksi: Share | None = Field(description="The same corrected over the units (Holm); null below five years")
    cukup_data: bool = Field(description="False below five years")


class KemungkinanTarget(Part):
    """Whether the target is reached by the cut-off at the pace of the year's snapshots."""

    peluang: Share | None = Field(description="Probability; null without a target or below three snapshots")
    perkiraan: float | None = Field(description="Expected index at the cut-off; null like peluang")
    bawah: float | None = Field(description="Lower end of its 95 % interval; null like peluang")
    atas: float | None = Field(description="Upper end of it; null like peluang")
    dasar: Literal["no_target", "not_enough", "pace", "final"] = Field(
        description="What it rests on: nothing yet, the pace so far, or a snapshot on or after the cut-off"
    )
    batas: Date = Field(description="The cut-off")


class Sumbangan(Part):
    """What a unit contributes to the change."""

    nama: str | None = Field(description="Name; null for the hidden ones together")
    kontribusi: float = Field(description="Points of the whole; all sum to selisih")


class Musim(Part):
    """The change since the same day of the year before."""

    dari: Date = Field(description="The snapshot of the year before nearest to this day of the year, within 45 days")
    indeks_dari: Index = Field(description="Index at that date, of the same governments")
    selisih: float = Field(description="Index at ke minus indeks_dari, points")
    pemerintah: Rank = Field(description="Governments that stand at both dates")


class MulaiUlang(Part):
    """A change split into what begins anew on 1 January and the rest."""

    poin: float = Field(description="Points of what counts within a window alone")
    lainnya: float = Field(description="The rest; both sum to selisih")


class BergantiNama(Part):
    """A unit with another name: at least 80 % of its stayers are together, both ways."""

    dari: Text = Field(description="Earlier name")
    ke: Text = Field(description="Later name")


class CakupanData(Part):
    """What governments make of a territory's index that stand in the data of one of both dates alone."""

    masuk: tuple[Text, ...] = Field(description="Governments at ke alone")
    keluar: tuple[Text, ...] = Field(description="Governments at dari alone")
    poin: float = Field(description="Points; with selisih they are the difference of the two indices of all")


class Perubahan(Part):
    """The change since the last snapshot of the year before."""

    dari: Date = Field(description="Earlier snapshot; of a territory its newest")
    ke: Date = Field(description="Snapshot of the report")
    indeks_dari: Index = Field(
        description="Index at dari; of a territory over the governments that stand at both dates"
    )
    selisih: float = Field(description="Index at ke, of the same governments, minus indeks_dari, points")
    selang: Interval | None = Field(
        description="95 % interval of selisih [low, high]; null with fewer than two independent clusters. Where per_sumber is withheld, somebody who changed the unit counts in each at its date"
    )
    lebih_dari_derau: bool = Field(description="Whether the interval leaves out 0")
    per_dimensi: PoinDimensi = Field(description="Points of each dimension, summing to selisih")
    per_sumber: PoinSumber = Field(
        description="Points of each source, summing to selisih; null (all four) when one rests on few people, or when they would tell those of a government that withholds its own"
    )
    jumlah_sumber: JumlahSumber | None = Field(description="People of each source; null when per_sumber is withheld")
    sumber_dimensi: DimensiSumber | None = Field(
        description="per_sumber by dimension; null when a source has fewer people than kinerja and disiplin need, of this or of a government's own report"
    )
    per_unit: tuple[Sumbangan, ...] = Field(
        description="Contribution of each unit (territory: government), largest first, hidden ones joined at the end"
    )
    berganti_nama: tuple[BergantiNama, ...] = Field(
        description="Shown units that stand at ke under another name; their people have not moved"
    )
    tengah_tahun: bool = Field(
        description="Whether ke lies within its year and dari at the end of its own, so that musim leads"
    )
    musim: Musim | None = Field(
        description="Against the same day of the year before; null without a snapshot within 45 days of it"
    )
    mulai_ulang: MulaiUlang | None = Field(
        description="selisih split by what begins anew on 1 January; null where the scores do not tell it, or few are concerned"
    )
    cakupan_data: CakupanData | None = Field(
        description="Of a territory: what governments make that stand in the data of one date alone; null where all stand at both"
    )
