"""Official scores beside records: how far they differ for the same people, and why."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.reconciliation import Rekonsiliasi, SelisihUnit
from ipasn_analysis.sections.common import below, source, table
from ipasn_analysis.writing.words import DIMENSIONS, INSTRUMENTS
from ipasn_analysis.writing.writer import N_, Writer

CAUSES = {
    "tidak_di_siasn": N_("Catatan belum ada di SIASN"),
    "tidak_di_sini": N_("Catatan belum ada di data sendiri"),
    "aturan": N_("Aturan penilaian berbeda atau belum dikenal"),
    "tanggal": N_("Tanggal atau tahun penilaian berbeda"),
    "jabatan_pendidikan": N_("Jenis jabatan atau pendidikan berbeda"),
    "tidak_dijelaskan": N_("Tidak dapat dijelaskan dari data"),
}


def blocks(facts: Facts, w: Writer) -> tuple[list[Block], list[Block]]:
    """Two sentences, and the causes as a table for the appendix; nothing where there are not both."""
    found = facts.rekonsiliasi
    if found is None:
        return [], []
    told = [headline(found, w), largest(found, w), units(found, w)]
    shown: list[Block] = [Heading(w("Nilai resmi dan catatan sendiri"), 3), Prose([text for text in told if text])]
    tables: list[Block] = [_table(facts, found, w)] if found.sebab else []
    if found.per_unit:
        tables.append(_units(facts, found, w))
    return shown, tables


def headline(found: Rekonsiliasi, w: Writer) -> str:
    """How many have the same on both sides, and how far the official index is from that of the records."""
    if found.sama is None or found.selisih.indeks is None:
        return w(
            "Pegawai yang memiliki nilai resmi dan catatan: {orang:i}; sebagian angka dirahasiakan karena menyangkut sedikit pegawai.",
            orang=found.orang,
        )
    return w(
        "Dari {orang:i} pegawai yang memiliki nilai resmi dan catatan, {sama} bernilai sama di keempat dimensi; indeks resmi semuanya dikurangi indeks dari catatan (instrumen {instrumen}) adalah {selisih:+} poin.",
        orang=found.orang,
        sama=w.integer(found.sama) if found.sama else w("tidak seorang pun"),
        instrumen=w.label(INSTRUMENTS, found.instrumen),
        selisih=found.selisih.indeks,
    )


def largest(found: Rekonsiliasi, w: Writer) -> str:
    """The cause that moves the index most, of those that are shown."""
    shown = [row for row in found.sebab if row.poin is not None and row.orang is not None]
    if not shown:
        return ""
    row = max(shown, key=lambda own: abs(own.poin or 0.0))
    return w(
        "Selisih terbesar di antara yang ditampilkan: {sebab} pada {dimensi}, {poin:+} poin ({orang:i} pegawai).",
        sebab=w.label(CAUSES, row.sebab).lower().replace("siasn", "SIASN"),
        dimensi=w.label(DIMENSIONS, row.dimensi).lower(),
        poin=row.poin,
        orang=row.orang,
    )


def units(found: Rekonsiliasi, w: Writer) -> str:
    """In how many units records that SIASN lacks are the largest cause, and which lacks most by it."""
    lacking = [row for row in found.per_unit if row.sebab == "tidak_di_siasn"]
    if not lacking:
        return ""
    row = min(lacking, key=lambda own: own.poin or 0.0)
    return w(
        "Di {jumlah:i} dari {semua:i} perangkat daerah yang ditampilkan, sebab terbesar selain aturan ialah catatan yang belum ada di SIASN; terbanyak di {unit} ({poin:+} poin).",
        jumlah=len(lacking),
        semua=len(found.per_unit),
        unit=row.nama,
        poin=row.poin,
    )


def _units(facts: Facts, found: Rekonsiliasi, w: Writer) -> Table:
    def cause(row: SelisihUnit) -> str | None:
        if row.sebab is None or row.dimensi is None:
            return None
        return f"{w.label(CAUSES, row.sebab)} ({w.label(DIMENSIONS, row.dimensi).lower()})"

    group = w("Nilai resmi dikurangi catatan, poin")
    return table(
        w("Rekonsiliasi perangkat daerah"),
        w("Nilai resmi dikurangi nilai dari catatan, menurut perangkat daerah"),
        found.per_unit,
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("orang", w("Pegawai"), "integer"), lambda row: row.orang),
            (
                Column("kualifikasi", w.label(DIMENSIONS, "kualifikasi"), "signed", group=group),
                lambda row: row.kualifikasi,
            ),
            (
                Column("kompetensi", w.label(DIMENSIONS, "kompetensi"), "signed", group=group),
                lambda row: row.kompetensi,
            ),
            (Column("kinerja", w.label(DIMENSIONS, "kinerja"), "signed", group=group), lambda row: row.kinerja),
            (Column("sebab", w("Sebab terbesar selain aturan")), cause),
            (Column("poin", w("Poinnya"), "signed"), lambda row: row.poin),
        ],
        note=w(
            "Yang sebabnya paling banyak menurunkan nilai resmi lebih dahulu. Aturan penilaian sama bagi semua perangkat daerah. Disiplin dan sebab dari sedikit pegawai tidak ditampilkan per perangkat daerah."
        ),
        source=source(facts, w),
    )


def _table(facts: Facts, found: Rekonsiliasi, w: Writer) -> Table:
    return table(
        w("Rekonsiliasi"),
        w("Nilai resmi dikurangi nilai dari catatan, menurut dimensi dan sebab"),
        found.sebab,
        [
            (Column("dimensi", w("Dimensi")), lambda row: w.label(DIMENSIONS, row.dimensi)),
            (Column("sebab", w("Sebab")), lambda row: w.label(CAUSES, row.sebab)),
            (Column("orang", w("Pegawai"), "integer"), lambda row: row.orang),
            (Column("poin", w("Poin indeks"), "signed"), lambda row: row.poin),
        ],
        note=w("Catatan dinilai menurut instrumen {instrumen}.", instrumen=w.label(INSTRUMENTS, found.instrumen)),
        source=source(facts, w),
        hidden_text=below(facts, w),
    )
