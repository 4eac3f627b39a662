"""Fair comparison: units and governments at one mix of post, kind of employee and education, in words and tables."""

from __future__ import annotations

from collections.abc import Sequence

from ipasn_analysis.blocks.model import Block, Column, Prose, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.fair import PemerintahSetara, Setara
from ipasn_analysis.sections.common import source, source_of_governments, table
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer

Words = list[Block]
Tables = list[Block]


def of_units(facts: Facts, w: Writer) -> tuple[Words, Tables]:
    """The units at one mix: what is told, and the table for the appendix; nothing where it is not known."""
    rows = () if facts.setara is None else facts.setara.unit
    if not rows:
        return [], []
    found = _table(w("Pada susunan setara"), w("Perangkat daerah"), rows, source(facts, w), w)
    return [Prose([moved(rows, w)])], [Prose([meaning(w)]), found]


def of_governments(facts: Facts, w: Writer) -> tuple[Words, Tables]:
    """The governments likewise, with what the own gap is made of and who is like it."""
    rows = () if facts.setara is None else facts.setara.pemerintah
    if not rows:
        return [], []
    told = [f"{meaning(w)} {own_gap(facts, w)}".rstrip(), f"{similar(facts, w)} {moved(rows, w)}".strip()]
    found = _table(w("Pemerintah daerah setara"), w("Pemerintah daerah"), rows, source_of_governments(facts, w), w)
    return [Prose(told)], [found]


def meaning(w: Writer) -> str:
    """What is compared."""
    return w(
        "Jenis jabatan, status PNS atau PPPK, dan pendidikan pegawai ikut menentukan indeks. Karena itu selisih terhadap rata-rata dipisah menjadi dua: bagian yang berasal dari susunan pegawai, dan capaian dibandingkan dengan pegawai lain yang jabatan, status, dan pendidikannya sama."
    )


def moved(rows: Sequence[Setara], w: Writer) -> str:
    """Whose rank differs most once the mix is the same; nothing where none does."""
    raw = {row.nama: 1 + sum(other.indeks > row.indeks for other in rows) for row in rows}
    most = max(rows, key=lambda row: (abs(raw[row.nama] - row.peringkat_setara), row.nama))
    if raw[most.nama] == most.peringkat_setara:
        return w("Pada susunan yang sama urutannya tetap.")
    return w(
        "Pada susunan pegawai yang sama, peringkat {nama} paling banyak berubah: dari ke-{dari} menjadi ke-{ke} dari {jumlah}.",
        nama=most.nama,
        dari=raw[most.nama],
        ke=most.peringkat_setara,
        jumlah=len(rows),
    )


def own_gap(facts: Facts, w: Writer) -> str:
    """The own gap to the mean of the province's people, split into mix and attainment; nothing in a province."""
    rows = () if facts.setara is None else facts.setara.pemerintah
    own = next((row for row in rows if row.region == facts.region), None)
    if own is None:
        return ""
    values: dict[str, float] = {"selisih": own.susunan + own.capaian, "susunan": own.susunan, "capaian": own.capaian}
    if all(map(w.is_zero, values.values())):
        return ""
    text = w(
        "Selisih {selisih:+} poin terhadap rata-rata pegawai pemerintah daerah yang diperingkat terdiri atas {susunan:+} poin dari susunan pegawai dan {capaian:+} poin dari capaian.",
        **values,
    )
    part = foremost(own)
    if w.is_zero(own.butir[part]) or w.is_zero(own.capaian):
        return text
    return f"{text} " + w(
        N_("Yang paling menaikkan capaian itu: {butir} ({poin:+} poin).")
        if own.capaian > 0
        else N_("Yang paling menurunkan capaian itu: {butir} ({poin:+} poin)."),
        butir=uncapitalised(w.label(DIMENSIONS | ITEMS, part)),
        poin=own.butir[part],
    )


def foremost(row: PemerintahSetara) -> str:
    """The part that adds most to the attainment in its direction."""
    sign = 1 if row.capaian >= 0 else -1
    return max(row.butir, key=lambda name: (sign * row.butir[name], name))


def similar(facts: Facts, w: Writer) -> str:
    """The governments most like the own one, with their indices; nothing where none is compared."""
    if facts.setara is None or not facts.setara.serupa:
        return ""
    levels = {row.nama: row.indeks for row in facts.setara.pemerintah}
    return w(
        "Yang paling serupa menurut banyaknya pegawai dan susunannya: {daftar}.",
        daftar=w.join([w("{nama} ({indeks:n})", nama=name, indeks=levels[name]) for name in facts.setara.serupa]),
    )


def _table(name: str, head: str, rows: Sequence[Setara], place: str, w: Writer) -> Table:
    return table(
        name,
        w("Indeks {satuan} pada susunan pegawai yang sama, tertinggi lebih dahulu", satuan=head.lower()),
        rows,
        [
            (Column("peringkat", w("Peringkat"), "rank"), lambda row: row.peringkat_setara),
            (Column("nama", head), lambda row: row.nama),
            (Column("setara", w("Indeks setara"), "number"), lambda row: row.indeks_setara),
            (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
            (Column("susunan", w("Dari susunan"), "signed"), lambda row: row.susunan),
            (Column("capaian", w("Dari capaian"), "signed"), lambda row: row.capaian),
        ],
        note=w(
            "Indeks = rata-rata semua pegawai yang dibandingkan + dari susunan + dari capaian; indeks setara = rata-rata itu + dari capaian."
        ),
        source=place,
    )
