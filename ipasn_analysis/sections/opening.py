"""The next year: what lapses on 1 January, what is then open to whom, who may retire, and milestones to the target."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.opening import AwalTahun
from ipasn_analysis.sections.common import below, source, table
from ipasn_analysis.writing.words import ITEM_WORDS, ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Value, Writer

NAMED = 2


def is_closed(facts: Facts) -> bool:
    """Whether the snapshot is of the day by which the target had to be reached, or later."""
    return facts.per_tanggal >= facts.kemungkinan_target.batas


def blocks(facts: Facts, w: Writer) -> list[Block]:
    """The opening balance in words and tables; nothing where it is not known."""
    found = facts.awal_tahun
    if found is None:
        return []
    told = [start(facts, w), retiring(found, w), pace(found, w)]
    shown: list[Block] = [
        Heading(w("Awal tahun {tahun}", tahun=found.tahun), 3),
        Prose([text for text in told if text]),
    ]
    if found.terbuka:
        shown.append(_open(facts, found, w))
    if found.tonggak:
        shown.append(_milestones(facts, found, w))
    return shown


def start(facts: Facts, w: Writer) -> str:
    """What lapses on 1 January, by item where that is known, and where the next year starts; nothing if not known."""
    found = facts.awal_tahun
    if found is None:
        return ""
    values: dict[str, Value] = {"tahun": found.tahun, "indeks": found.indeks, "poin": found.hangus}
    if w.is_zero(found.hangus):
        return w(
            "Pada 1 Januari {tahun} tidak ada nilai yang berhenti dihitung: dengan pegawai, catatan, dan predikat yang sama, tahun {tahun} dimulai pada indeks {indeks:n}.",
            **values,
        )
    parts = [
        f"{w.label(ITEM_WORDS, row.butir)} {w.number(row.poin)}"
        for row in found.butir
        if row.poin is not None and not w.is_zero(row.poin)
    ]
    return w(
        N_(
            "Mulai 1 Januari {tahun} sebanyak {poin:n} poin indeks tidak dihitung lagi ({daftar}): dengan pegawai, catatan, dan predikat yang sama, tahun {tahun} dimulai pada indeks {indeks:n}."
        )
        if parts
        else N_(
            "Mulai 1 Januari {tahun} sebanyak {poin:n} poin indeks tidak dihitung lagi: dengan pegawai, catatan, dan predikat yang sama, tahun {tahun} dimulai pada indeks {indeks:n}."
        ),
        daftar=w.join(parts),
        **values,
    )


def retiring(found: AwalTahun, w: Writer) -> str:
    """How many may retire in the next year and what the start would be without them; that contracts are not known."""
    contracts = w("Akhir kontrak PPPK tidak tercatat dalam data, jadi tidak ikut dihitung.")
    if found.pensiun is None:
        return contracts
    text = w(
        "Paling banyak {jumlah:i} pegawai mencapai batas usia pensiun terendah, {umur} tahun, sampai akhir {tahun} (sebagian jabatan berbatas lebih tinggi); tanpa mereka indeks awal itu {indeks:n}.",
        jumlah=found.pensiun.pegawai,
        umur=found.pensiun.umur,
        tahun=found.tahun,
        indeks=found.pensiun.tanpa_mereka,
    )
    return f"{text} {contracts}"


def pace(found: AwalTahun, w: Writer) -> str:
    """How far it is from the start to the target, and whose target that is; nothing without one."""
    if found.target is None or found.target_tahun is None:
        return ""
    values: dict[str, Value] = {
        "target": found.target,
        "tahun": found.tahun,
        "lama": found.target_tahun,
        "poin": found.target - found.indeks,
    }
    if not found.tonggak:
        return w("Indeks awal itu sudah mencapai target {lama} sebesar {target:n}.", **values)
    return w(
        N_("Indeks awal itu tepat di bawah target {lama} sebesar {target:n}.")
        if w.is_same(found.indeks, found.target)
        else N_("Dari sana ke target {tahun} sebesar {target:n} jaraknya {poin:n} poin.")
        if found.target_tahun == found.tahun
        else N_("Target {tahun} belum diisi; terhadap target {lama} sebesar {target:n} jaraknya {poin:n} poin."),
        **values,
    )


def first_steps(facts: Facts, w: Writer) -> tuple[float, str] | None:
    """What to do in the next year: the items that are worth most then, with their points; None where not known."""
    found = facts.awal_tahun
    rows = [] if found is None else [row for row in found.terbuka if row.indeks is not None]
    if found is None or not rows:
        return None
    named = [
        w(
            "{butir} bagi {jumlah:i} pegawai {jabatan} ({poin:+} poin)",
            butir=w.label(ITEM_WORDS, row.butir),
            jumlah=row.pegawai,
            jabatan=w.label(POSTS, row.jenis_jabatan).lower(),
            poin=row.indeks,
        )
        for row in rows[:NAMED]
    ]
    text = w(
        "Untuk {tahun}, yang bernilai paling besar bila dipenuhi semua: {daftar}.",
        tahun=found.tahun,
        daftar=w.join(named),
    )
    return rows[0].indeks or 0.0, text


def _open(facts: Facts, found: AwalTahun, w: Writer) -> Table:
    return table(
        w("Terbuka 1 Januari"),
        w("Kegiatan yang terbuka pada 1 Januari {tahun}, yang paling bernilai lebih dahulu", tahun=found.tahun),
        found.terbuka,
        [
            (Column("butir", w("Kegiatan")), lambda row: w.label(ITEMS, row.butir)),
            (Column("jenis_jabatan", w("Jenis jabatan")), lambda row: w.label(POSTS, row.jenis_jabatan)),
            (Column("pegawai", w("Pegawai"), "integer"), lambda row: row.pegawai),
            (Column("poin", w("Poin per orang"), "number", decimals=1), lambda row: row.poin),
            (Column("indeks", w("Poin indeks"), "number"), lambda row: row.indeks),
        ],
        note=w("Poin indeks: bila semua pegawai dalam baris itu memenuhinya."),
        source=source(facts, w),
        hidden_text=below(facts, w),
    )


def _milestones(facts: Facts, found: AwalTahun, w: Writer) -> Table:
    return table(
        w("Tonggak"),
        w("Indeks yang diperlukan sepanjang {tahun} bila jaraknya dibagi rata", tahun=found.tahun),
        found.tonggak,
        [
            (Column("per_tanggal", w("Sampai"), "date"), lambda row: row.per_tanggal),
            (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
        ],
        note=w("Pembagian rata adalah patokan, bukan ramalan: pencatatan lazimnya menumpuk pada akhir tahun."),
        source=source(facts, w),
    )
