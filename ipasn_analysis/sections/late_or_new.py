"""Entered late or newly earned, in words and tables."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.late_or_new import TerlambatAtauBaru
from ipasn_analysis.sections.common import hidden, points_of, source_of_records, table
from ipasn_analysis.writing.words import DIMENSIONS, INSTRUMENTS, describe_change
from ipasn_analysis.writing.writer import N_, Writer

SOURCES = {
    "terlambat": N_("Baru dicatat, terjadi sebelumnya"),
    "jabatan_pendidikan": N_("Jabatan atau pendidikan lain"),
    "tahun": N_("Pergantian tahun ukur"),
    "baru": N_("Baru diperoleh"),
    "masuk": N_("Pegawai masuk"),
    "keluar": N_("Pegawai keluar"),
}
MOST = 10


def blocks(facts: Facts, w: Writer) -> tuple[list[Block], list[Block]]:
    """The sentence, and the tables for the appendix; nothing where two snapshots of records are not there."""
    found = facts.terlambat_atau_baru
    if found is None:
        return [], []
    told: list[Block] = [
        Heading(w("Terlambat dicatat atau baru diperoleh?"), 3),
        Prose([headline(facts, found, w), reading(w)]),
    ]
    return told, [_sources(facts, found, w), *([_units(facts, found, w)] if found.per_unit else [])]


def headline(facts: Facts, found: TerlambatAtauBaru, w: Writer) -> str:
    """How much of the change by records was entered late, and how much is new."""
    parts = {row.sumber: row for row in found.sumber}
    text = w(
        "Menurut catatan sendiri (instrumen {instrumen}) indeks {gerak}: dari {dari:n} pada {tanggal_dari:d} menjadi {ke:n} pada {tanggal_ke:d}.",
        instrumen=w.label(INSTRUMENTS, found.instrumen),
        gerak=describe_change(w, found.selisih),
        dari=found.indeks_dari,
        ke=found.indeks_ke,
        tanggal_dari=found.dari,
        tanggal_ke=found.ke,
    )
    late, new, turn = parts["terlambat"], parts["baru"], parts["tahun"]
    if late.poin is None or new.poin is None or turn.poin is None:
        return text
    return f"{text} " + w(
        N_(
            "Tidak ada yang terlambat dicatat; yang baru diperoleh menyumbang {baru:+} poin dan pergantian tahun ukur {tahun:+} poin."
        )
        if late.orang == 0
        else N_(
            "Yang terlambat dicatat menyumbang {terlambat:+} poin ({orang:i} pegawai), yang baru diperoleh {baru:+} poin, dan pergantian tahun ukur {tahun:+} poin."
        ),
        terlambat=late.poin,
        orang=late.orang,
        baru=new.poin,
        tahun=turn.poin,
    )


def reading(w: Writer) -> str:
    """What the sources are."""
    return w(
        "Terlambat dicatat: peristiwa sebelum tanggal awal yang baru ada dalam catatan kemudian. Pergantian tahun ukur: yang tidak dihitung lagi dan penilaian tahun lain yang kini berlaku. Baru diperoleh: peristiwa setelah tanggal awal."
    )


def _sources(facts: Facts, found: TerlambatAtauBaru, w: Writer) -> Table:
    group = w("Poin menurut dimensi")
    return table(
        w("Terlambat atau baru"),
        w("Perubahan menurut catatan: terlambat dicatat atau baru diperoleh"),
        found.sumber,
        [
            (Column("sumber", w("Asal perubahan")), lambda row: w.label(SOURCES, row.sumber)),
            (Column("orang", w("Pegawai"), "integer"), lambda row: row.orang),
            (Column("poin", w("Poin indeks"), "signed"), lambda row: row.poin),
            *((Column(name, w.label(DIMENSIONS, name), "signed", group=group), points_of(name)) for name in DIMENSIONS),
        ],
        source=source_of_records(facts, w),
        hidden_text=hidden(facts, w),
    )


def _units(facts: Facts, found: TerlambatAtauBaru, w: Writer) -> Table:
    group = w("Poin rata-rata pegawai yang tetap ada")
    return table(
        w("Terlambat per perangkat daerah"),
        w("Terlambat dicatat atau baru diperoleh, menurut perangkat daerah"),
        found.per_unit[:MOST],
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("orang", w("Pegawai"), "integer"), lambda row: row.orang),
            (Column("terlambat", w("Terlambat dicatat"), "signed", group=group), lambda row: row.terlambat),
            (Column("jabatan", w("Jabatan, pendidikan"), "signed", group=group), lambda row: row.jabatan_pendidikan),
            (Column("tahun", w("Tahun ukur"), "signed", group=group), lambda row: row.tahun),
            (Column("baru", w("Baru diperoleh"), "signed", group=group), lambda row: row.baru),
        ],
        note=w("Paling banyak 10 perangkat daerah, yang paling banyak terlambat dicatat lebih dahulu."),
        source=source_of_records(facts, w),
    )
