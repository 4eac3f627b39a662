"""What changed since the last snapshot of the same year."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ipasn_analysis.result.parts import (
    Date,
    Index,
    JumlahSumber,
    Part,
    PoinDimensi,
    PoinSumber,
    Points,
    Text,
)


class PerubahanPerangkatDaerah(Part):
    """The change of a unit between two snapshots, and what it is made of."""

    nama: Text = Field(description="The unit at ke (territory: the government)")
    selisih: Points = Field(description="Change of its own index, points")
    per_dimensi: PoinDimensi = Field(description="Points of each dimension, summing to selisih")
    per_sumber: PoinSumber = Field(
        description="Points of each source, summing to selisih: who came from another unit is masuk, who went to one keluar; null (all four) when one rests on few people"
    )
    jumlah_sumber: JumlahSumber | None = Field(description="People of each source; null when per_sumber is withheld")


class SejakTerakhir(Part):
    """The change since the last snapshot of the same year."""

    dari: Date = Field(description="Earlier snapshot; of a territory its newest")
    ke: Date = Field(description="Snapshot of the report")
    sumber_nilai: Literal["resmi", "catatan"] = Field(
        description="Where the scores of both come from: official scores, or own records where the earlier has these alone"
    )
    indeks_dari: Index = Field(
        description="Index at dari; of a territory over the governments that stand at both dates"
    )
    indeks_ke: Index = Field(description="Index at ke, of the same governments")
    selisih: Points = Field(description="indeks_ke minus indeks_dari before they are rounded, points")
    per_dimensi: PoinDimensi = Field(description="Points of each dimension, summing to selisih")
    per_sumber: PoinSumber = Field(
        description="Points of each source, summing to selisih; null (all four) when one rests on few people"
    )
    jumlah_sumber: JumlahSumber | None = Field(description="People of each source; null when per_sumber is withheld")
    per_unit: tuple[PerubahanPerangkatDaerah, ...] = Field(
        description="Units that are shown at both dates (territory: governments), the largest rise first"
    )
