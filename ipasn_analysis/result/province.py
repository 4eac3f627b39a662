"""What only a territory has: inequality, convergence, what sets the best governments apart."""

from __future__ import annotations

from pydantic import Field

from ipasn_analysis.result.parts import Amount, Count, Index, Part, Points, Share, Text, Uniform, Year
from ipasn_analysis.rules.instrument import Dimension


class Kebetulan(Uniform[Share]):
    """Shares to be expected by chance alone."""

    antar_pemerintah: Share = Field(description="Between governments")
    antar_unit: Share = Field(description="Between units")


class Ketimpangan(Part):
    """The split of the variance of the individual indices."""

    antar_pemerintah: Share = Field(description="Share of the variance between governments")
    antar_unit: Share = Field(description="Share between units within governments")
    antar_orang: Share = Field(description="Share between people within units")
    simpangan: Amount = Field(description="Standard deviation of the individual indices, points")
    pemerintah: Count = Field(description="Governments")
    unit: Count = Field(description="Units")
    kebetulan: Kebetulan = Field(description="Shares to be expected by chance alone")

    @property
    def bagian(self) -> dict[str, float]:
        """The shares of the variance by name, the widest parts first."""
        return {
            "antar_pemerintah": self.antar_pemerintah,
            "antar_unit": self.antar_unit,
            "antar_orang": self.antar_orang,
        }


class LajuPemerintah(Part):
    """A government's pace."""

    nama: Text = Field(description="Name")
    awal: Index = Field(description="Index in the first year")
    akhir: Index = Field(description="Index in the last year")
    indeks: tuple[Index, ...] = Field(description="Index in each of the years")
    laju: Points = Field(description="Points a year")


class Konvergensi(Part):
    """The spread of the governments over the years."""

    tahun: tuple[Year, ...] = Field(description="The years")
    simpangan: tuple[Amount, ...] = Field(
        description="Standard deviation of the governments' indices in each year, points"
    )
    pemerintah: Count = Field(description="Governments shown in all of them")
    beta: Points | None = Field(description="Points a year per point of starting level; null when all started alike")
    p_value: Share | None = Field(description="Its two-sided p by permutation; null like beta")
    eksak: bool = Field(description="Whether all permutations were tried")
    per_pemerintah: tuple[LajuPemerintah, ...] = Field(description="The governments, highest start first")


class Pembeda(Part):
    """How far a dimension sets the best governments apart."""

    dimensi: Dimension = Field(description="The dimension; its figures are null where they rest on few people")
    teratas: Index | None = Field(description="Mean of the best governments' people, points")
    lainnya: Index | None = Field(description="Mean of all others")
    terbawah: Index | None = Field(description="Mean of the worst")
    selisih: Points | None = Field(description="teratas − terbawah")
    selisih_lainnya: Points | None = Field(description="teratas − lainnya")
    bagian_keragaman: Points | None = Field(
        description="Share of the variance between governments; null without variance"
    )


class PembedaButir(Part):
    """How far a competence item does."""

    butir: Text = Field(description="The item")
    teratas: Share = Field(description="Share who hold it in the best governments")
    lainnya: Share = Field(description="Share in the others")
    selisih: Points = Field(description="teratas − lainnya")
