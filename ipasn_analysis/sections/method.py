"""Cara membaca: the instrument, the decisions it rests on, definitions, inputs, versions."""

from __future__ import annotations

from collections import Counter

from ipasn_analysis.blocks.model import Block, Bullets, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.sections import inputs, recap
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.words import law
from ipasn_analysis.writing.writer import N_, Writer

DIGEST_SHOWN = 16
CERTAINTIES = {
    "D": N_("Ditetapkan untuk laporan ini, karena peraturan tidak mengaturnya atau sumbernya berbeda-beda:"),
    "I": N_("Disimpulkan dari data yang diterbitkan atau dari penerapan di satu instansi:"),
    "L": N_("Dipelajari dari nilai resmi dan catatan pegawai yang sama, bukan dari bunyi peraturan:"),
}
"""What a decision rests on, by the mark that the rules give it."""


def section(facts: Facts, w: Writer) -> Section:
    """What the figures mean and where they come from."""
    blocks: list[Block] = [
        Prose([instrument(facts, w), definition(w)]),
        Heading(w("Yang dirahasiakan"), 3),
        Prose([disclosure(facts, w), *([contact(facts, w)] if facts.kontak else [])]),
        Prose(
            [
                w(
                    "Lampiran memuat keputusan dan dugaan di balik angka, uji, rincian, temuan pemeriksaan data, dan asal-usul angka; terlipat pada akhir laporan HTML, tabelnya lengkap dalam buku kerja (XLSX)."
                )
            ]
        ),
    ]
    appendix: list[Block] = [
        Heading(w("Keputusan dan dugaan yang dipakai"), 3),
        Prose([choices(facts, w)]),
        *_decisions(facts, w),
        Heading(w("Asal-usul"), 3),
        *([_people(facts, w)] if facts.sumber_nilai != "rekap" else []),
        _inputs(facts, w),
        _versions(facts, w),
    ]
    return Section("metode", w("Cara membaca"), blocks, w, appendix)


def contact(facts: Facts, w: Writer) -> str:
    """Whom to ask."""
    return w("Pertanyaan tentang laporan ini: {kontak}.", kontak=known(facts.kontak).rstrip("."))


def _decisions(facts: Facts, w: Writer) -> list[Block]:
    """What the rules leave open and how it is read here, by what each reading rests on."""
    blocks: list[Block] = []
    for certainty in CERTAINTIES:
        found = [row.in_language(w.language) for row in facts.keputusan if row.certainty == certainty]
        if found:
            blocks += [Prose([w.label(CERTAINTIES, certainty)]), Bullets(found)]
    others = [row.in_language(w.language) for row in facts.keputusan if row.certainty not in CERTAINTIES]
    return [*blocks, Bullets(others)] if others else blocks


def instrument(facts: Facts, w: Writer) -> str:
    """The instrument and its legal basis."""
    rules = facts.provenans.instrumen
    if facts.sumber_nilai == "rekap":
        return " ".join([recap.notice(facts, w), _method_of_year(facts, w)])
    if facts.sumber_nilai == "resmi":
        return " ".join(filter(None, [official(facts, w), _partly_known(facts, w)]))
    return w(
        "Indeks dihitung dengan instrumen {judul}; dasar hukum: {dasar}.",
        judul=rules.judul.in_language(w.language),
        dasar=w.join([law(w, text) for text in rules.dasar_hukum]),
    )


def official(facts: Facts, w: Writer) -> str:
    """Who computed the scores, and by which rule those of the year were made."""
    return w(
        "Nilai keempat dimensi setiap pegawai dihitung oleh SIASN (BKN) dan dipakai apa adanya; laporan ini tidak menilainya ulang. {metode}",
        metode=_method_of_year(facts, w),
    )


def _method_of_year(facts: Facts, w: Writer) -> str:
    """By which rule the scores of the year were made."""
    return w(
        "Nilai tahun {tahun} dibuat menurut {judul}; dasar hukum: {dasar}.",
        tahun=facts.tahun,
        judul=facts.provenans.instrumen.judul.in_language(w.language),
        dasar=w.join([law(w, text) for text in facts.provenans.instrumen.dasar_hukum]),
    )


def _partly_known(facts: Facts, w: Writer) -> str:
    """That the scores stand, though their rule is not known in all its parts."""
    if not facts.provenans.instrumen.sementara:
        return ""
    return w(
        "Aturan itu baru dikenal sebagian. Nilainya resmi dan pasti; yang sementara hanyalah pembacaan laporan ini tentang apa yang masih terbuka."
    )


def choices(facts: Facts, w: Writer) -> str:
    """Which choices follow: those of scoring, or of official scores those of reading them alone."""
    if facts.sumber_nilai != "catatan":
        return w(
            "Nilai resmi tidak bergantung pada pilihan dalam laporan ini. Yang dipilih hanya cara membacanya, sebagai berikut."
        )
    return w("Hal yang tidak diatur dalam peraturan ditetapkan sebagai berikut.")


def definition(w: Writer) -> str:
    """How the index of a person and of a group is formed."""
    return w(
        "Indeks seorang pegawai adalah jumlah keempat dimensi (0–100). Indeks sebuah kelompok adalah jumlah indeks perorangan dibagi jumlah pegawai yang diukur; indeks pemerintah daerah karenanya ditimbang menurut jumlah pegawai dan bukan rata-rata dari rata-rata perangkat daerah. Peringkat, uji, dan rencana dihitung tanpa pembulatan."
    )


def disclosure(facts: Facts, w: Writer) -> str:
    """How figures are rounded and which are withheld, and why."""
    if facts.edisi == "internal":
        return w(
            "Edisi internal ini memuat angka persis, juga kelompok kecil, dan tidak merahasiakan apa pun. Hanya bagi yang berwenang melihat data pegawai; jangan diteruskan atau diterbitkan."
        )
    return w(
        "Laporan ini hanya memuat angka gabungan. Rata-rata dibulatkan ke langkah 0,01 sampai 1 poin, makin kasar makin kecil kelompoknya (sedikitnya 5 dibagi jumlah pegawai); jumlah orang dalam rincian dibulatkan ke kelipatan 5, dan yang di bawah {kelompok} hanya disebut demikian. Karena itu angka bagian tidak selalu berjumlah tepat sama dengan keseluruhan. Kelompok di bawah {kelompok} pegawai hanya tampil dengan kelas ukurannya; disiplin hanya ditampilkan bagi keseluruhan. Pembulatan menyamarkan perorangan, tetapi tidak melindungi dari orang yang sudah mengetahui nilai hampir semua rekannya. Angka persis ada dalam edisi internal, yang dapat diminta kepada BKPSDM atau BKD oleh yang berwenang.",
        kelompok=facts.ambang.kelompok,
    )


def _people(facts: Facts, w: Writer) -> Table:
    people = facts.pegawai
    rows: list[tuple[str, int | None]] = [
        (w("Baris dalam data pegawai"), people.jumlah),
        (w("Diukur"), people.diukur),
        (w("Dikecualikan"), people.dikecualikan),
        (w("Ditolak"), people.ditolak),
        *((f"— {reason(w, text)}", count) for text, count in people.alasan.items()),
    ]
    return Table(
        w("Pegawai"),
        w("Setiap baris data pegawai: diukur, dikecualikan, atau ditolak"),
        (Column("jenis", w("Baris")), Column("jumlah", w("Jumlah"), "integer")),
        rows,
        w(
            "Jumlah untuk alasan yang menyangkut sedikit baris, dan untuk alasan lain yang akan membukanya, tidak ditampilkan."
        ),
    )


def _inputs(facts: Facts, w: Writer) -> Table:
    """The inputs of the year with their digests; of a province how many each government has."""
    note = w(
        "Sidik digital menunjukkan bahwa sebuah berkas tidak berubah. Sidik dihitung dengan kunci rahasia, sehingga isi "
        "berkas tidak dapat ditebak darinya; sidik lengkapnya ada dalam berkas JSON."
    )
    if tables := [f"{w.label(inputs.TABLES, name)} ({name})" for name in inputs.absent(facts)]:
        note += " " + w("Tidak diberikan: {daftar}.", daftar=w.join(tables))
    given = facts.provenans.masukan
    if facts.tingkat == "provinsi":
        names = {row.region: row.nama for row in facts.peringkat_pemerintah}
        paths = [path.split("/") for path in given]
        counts = Counter(path[0] for path in paths if len(path) > 1 and path[1].startswith(str(facts.tahun)))
        return Table(
            w("Masukan"),
            w("Jumlah berkas masukan tahun laporan menurut pemerintah daerah"),
            (Column("pemerintah", w("Pemerintah daerah")), Column("jumlah", w("Berkas masukan"), "integer")),
            tuple((names.get(region, region), count) for region, count in counts.items()),
            note,
        )
    own = f"{facts.region}/{facts.tahun}"
    return Table(
        w("Masukan"),
        w("Berkas masukan tahun laporan dan sidik digitalnya"),
        (Column("berkas", w("Berkas masukan")), Column("sidik", "HMAC-SHA-256")),
        tuple((name, digest[:DIGEST_SHOWN] + "…") for name, digest in given.items() if name.startswith(own)),
        note,
    )


def _versions(facts: Facts, w: Writer) -> Table:
    columns = (Column("nama", w("Perangkat lunak")), Column("versi", w("Versi")))
    return Table(w("Versi"), w("Versi perangkat lunak"), columns, tuple(facts.provenans.versi.items()))
