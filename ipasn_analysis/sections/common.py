"""What sections share: columns that return in many tables, source lines, the text of a hidden row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from ipasn_analysis.blocks.model import Column
from ipasn_analysis.facts.model.ranking import Pemerintah, PerangkatDaerah
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS
from ipasn_analysis.writing.writer import Writer


class MaybeHidden(Protocol):
    """A row that may be withheld."""

    @property
    def disembunyikan(self) -> bool:
        """Whether it is."""


def source(facts: Facts, w: Writer) -> str:
    """Where the figures of a table or chart come from."""
    text = w(
        "data {nama} per {tanggal:d}, instrumen {instrumen}.",
        nama=facts.nama,
        tanggal=facts.per_tanggal,
        instrumen=facts.instrumen,
    )
    return text + " " + w("Data contoh.") if facts.data_contoh else text


def source_of_governments(facts: Facts, w: Writer) -> str:
    """The same where the figures of the other governments of the province stand beside the own."""
    others = sum(not row.disembunyikan and row.region != facts.region for row in facts.peringkat_pemerintah)
    text = w(
        "data {nama} per {tanggal:d} dan data {jumlah:i} pemerintah lain di provinsi menurut potret terakhirnya tahun {tahun}, instrumen {instrumen}.",
        nama=facts.nama,
        tanggal=facts.per_tanggal,
        jumlah=others,
        tahun=facts.tahun,
        instrumen=facts.instrumen,
    )
    return text + " " + w("Data contoh.") if facts.data_contoh else text


def below(facts: Facts, w: Writer) -> str:
    """What stands in place of the figures of a group that is too small."""
    return w("disembunyikan: kelompok di bawah {ambang} pegawai", ambang=facts.ambang.kelompok)


def hidden(facts: Facts, w: Writer, rows: Sequence[MaybeHidden] = ()) -> str:
    """What stands in place of the hidden figures of `rows`, and why, as far as their size classes tell.

    A hidden row without a size class may be small or stand in for a small one.
    """
    threshold = facts.ambang.kelompok
    classes = [getattr(row, "kelas_ukuran", None) for row in rows if row.disembunyikan]
    bounds = [_size_bounds(text) for text in classes]
    if bounds and all(high is not None and high < threshold for _, high in bounds):
        return below(facts, w)
    if bounds and all(low >= threshold for low, _ in bounds):
        return w("disembunyikan untuk melindungi kelompok kecil")
    return w("disembunyikan: kelompok kecil, atau yang akan membukanya")


def _size_bounds(text: str | None) -> tuple[int, int | None]:
    """The ends of a size class such as ``1–9`` or ``≥ 300``; no upper end where there is none, or no class."""
    numbers = [int(part) for part in re.findall(r"\d+", text or "")]
    return (numbers[0] if numbers else 0), (numbers[1] if len(numbers) > 1 else None)


def dimension_columns(facts: Facts, w: Writer, *, bars: bool = False) -> tuple[Column, ...]:
    """The four dimensions as columns under one head."""
    group = w("Dimensi (maksimum)")
    return tuple(
        Column(
            name,
            f"{w.label(DIMENSIONS, name)} ({w.integer(facts.dimensi[name].maksimum)})",
            "number",
            group=group,
            bar_maximum=facts.dimensi[name].maksimum if bars else None,
            bar_tone=name,  # type: ignore[arg-type]
        )
        for name in DIMENSIONS
    )


def rank_interval(row: PerangkatDaerah | Pemerintah) -> tuple[float, float] | None:
    """The bounds of a rank; None of a hidden row."""
    return None if row.disembunyikan else (row.peringkat_min, row.peringkat_maks)


def hidden_positions(rows: Sequence[MaybeHidden]) -> frozenset[int]:
    """Positions of the rows that are hidden."""
    return frozenset(place for place, row in enumerate(rows) if row.disembunyikan)


def item_columns(names: Sequence[str], w: Writer) -> tuple[Column, ...]:
    """Competence items as columns of shares under one head."""
    group = w("Memenuhi, dari yang wajib memenuhi")
    return tuple(Column(name, w.label(ITEMS, name), "share", group=group) for name in names)
