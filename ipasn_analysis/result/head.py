"""The parts that say whose index it is, how many were measured, and what the figures come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from ipasn_analysis.result.parts import (
    Cause,
    Cell,
    Count,
    Digest,
    Index,
    Language,
    Part,
    PerDimensi,
    PoinDimensi,
    Positive,
    Rank,
    Share,
    Text,
)
from ipasn_analysis.rules.instrument import Category


class KategoriBerikut(Part):
    """The next higher category."""

    kategori: Category = Field(description="Its name")
    batas: Index = Field(description="The index at which it begins")
    di_atas: bool = Field(description="Whether it begins just above batas, not at it")
    jarak: Positive = Field(description="Points from indeks to there")


class Ambang(Part):
    """Thresholds of disclosure, in people."""

    kelompok: Rank = Field(description="Smallest group that is shown")
    disiplin: Rank = Field(description="Smallest group whose kinerja and disiplin are shown")


class SelisihImpor(Part):
    """How ready scores differ from the scored records of the same people."""

    dibandingkan: Count | None = Field(description="People with both; null when few are left")
    berbeda: Count | None = Field(description="Those of them whose index differs by more than 0.005; null when few")
    indeks: float | None = Field(description="Mean difference of the index, points; null when hidden")
    dimensi: PoinDimensi = Field(description="Mean differences of the dimensions, points")


class Pegawai(Part):
    """Rows of the people file: jumlah = diukur + dikecualikan + ditolak."""

    jumlah: Count = Field(description="Data rows")
    diukur: Count = Field(description="People measured")
    dikecualikan: Count = Field(description="Rows excluded: not measured by rule, or copies")
    ditolak: Count = Field(description="Rows rejected because they cannot be used")
    seharusnya: Count | None = Field(
        description="People who should be measured: by the profile those of the measured population; null without one"
    )
    cakupan: Share | None = Field(description="diukur ÷ seharusnya; null where that is not known")
    rekap_janggal: Count | None = Field(
        default=None,
        description="Rows of recaps whose printed figures cannot all be right, kept as printed; null but of recaps",
    )
    riwayat_disisihkan: Count = Field(description="History rows set aside")
    alasan: dict[Cause, Count | None] = Field(description="Rows by reason of exclusion or rejection")
    selisih_impor: SelisihImpor | None = Field(
        description="Ready scores less the scored records of the same people; null unless a snapshot has both, and in a province"
    )


class NilaiDimensi(Part):
    """A dimension of everybody."""

    rata_rata: Index | None = Field(description="Mean points; null when hidden")
    maksimum: Positive = Field(description="Most points")
    persen_maksimum: Index | None = Field(description="rata_rata in percent of maksimum; null when hidden")
    disembunyikan: bool = Field(description="Whether the dimension is hidden")


class Dimensi(PerDimensi[NilaiDimensi]):
    """The four dimensions; their means sum to the index."""


class SebaranKategori(Part):
    """The people of a category."""

    kategori: Category = Field(description="The category")
    bagian: Share | None = Field(description="Share of people; null when hidden")
    disembunyikan: bool = Field(description="Whether the share is hidden")


class Dwibahasa(Part):
    """A text in both languages."""

    id: Text = Field(description="In Indonesian")
    en: Text = Field(description="In English")

    def in_language(self, language: Language) -> str:
        """The text in one of them."""
        return self.id if language == "id" else self.en


class InstrumenProvenans(Part):
    """The instrument of the report."""

    nama: Text = Field(description="Its name")
    judul: Dwibahasa = Field(description="Its title")
    dasar_hukum: tuple[Text, ...] = Field(description="Its legal basis")
    sementara: bool = Field(description="Whether it is provisional")


class Provenans(Part):
    """Inputs, instrument, parameters and versions."""

    masukan: dict[str, Digest] = Field(description="SHA-256 of each input, by its path relative to DATA")
    instrumen: InstrumenProvenans = Field(description="The instrument")
    parameter: dict[str, JsonValue] = Field(description="The region's parameters, as in params/")
    versi: dict[str, str | None] = Field(description="Version of each library; null when not installed")
    kode: Digest = Field(description="SHA-256 of the code that scores")


class Keputusan(Dwibahasa):
    """A decision, an inference or what was learned from data, that the instrument rests on."""

    certainty: Literal["I", "D", "L"] = Field(description="Inference, decision, or learned from data")


class FormatKolom(Part):
    """How the cells of a column are written."""

    jenis: Literal["text", "integer", "number", "signed", "percent", "share", "rank", "category", "boolean", "date"] = (
        Field(description="Kind of cell; percent is 0–100, share 0–1")
    )
    desimal: Count = Field(description="Decimals")


class Tabel(Part):
    """A table of the report."""

    judul: Text = Field(description="Title")
    kolom: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Head of each column; an interval takes two, ↓ its lower and ↑ its upper end"
    )
    baris: tuple[tuple[Cell, ...], ...] = Field(description="Rows, a cell for each column; null: no figure")
    format: tuple[FormatKolom, ...] = Field(description="How the cells of each column are written")
    catatan: str | None = Field(description="Note under the table; null or empty without one")
    disembunyikan: tuple[Count, ...] = Field(
        description="Positions of rows withheld for disclosure control, 0 the first"
    )
    disorot: tuple[Count, ...] = Field(description="Positions of rows set apart: totals, the region itself")
