"""Metode dan asal-usul: the instrument, the decisions it rests on, definitions, inputs, versions."""

from __future__ import annotations

from collections import Counter

from ipasn_analysis.blocks.model import Block, Bullets, Callout, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.sentences import inputs
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.words import DIMENSIONS, label, law, listed, say

DIGEST_SHOWN = 16
CERTAINTIES = {
    "D": "Ditetapkan untuk laporan ini, karena peraturan tidak mengaturnya atau sumbernya berbeda-beda:",
    "I": "Disimpulkan dari data yang diterbitkan atau dari penerapan di satu instansi:",
}
"""What a decision rests on, by the mark that the rules give it."""


def section(facts: Facts, locale: Locale) -> Section:
    """What the figures mean and where they come from."""
    blocks: list[Block] = [
        Prose([instrument(facts, locale), definition(locale)]),
        Heading(say(locale, "Keputusan dan dugaan yang dipakai"), 3),
        Prose([say(locale, "Peraturan tidak menjawab semuanya. Laporan ini bersandar pada pilihan berikut.")]),
        *_decisions(facts, locale),
        Heading(say(locale, "Yang disembunyikan"), 3),
        Prose([disclosure(facts, locale)]),
        Heading(say(locale, "Asal-usul"), 3),
        _people(facts, locale),
        *([Prose([import_difference(facts, locale)])] if facts.pegawai.selisih_impor else []),
        _inputs(facts, locale),
        _versions(facts, locale),
        Callout("note", say(locale, "Catatan untuk pengelola laporan"), [operator(facts, locale)]),
    ]
    return Section("metode", say(locale, "Metode dan asal-usul"), blocks, locale)


def _decisions(facts: Facts, locale: Locale) -> list[Block]:
    """What the rules leave open and how it is read here, by what each reading rests on."""
    blocks: list[Block] = []
    for certainty in CERTAINTIES:
        found = [row.in_language(locale.language) for row in facts.keputusan if row.certainty == certainty]
        if found:
            blocks += [Prose([label(locale, CERTAINTIES, certainty)]), Bullets(found)]
    others = [row.in_language(locale.language) for row in facts.keputusan if row.certainty not in CERTAINTIES]
    return [*blocks, Bullets(others)] if others else blocks


def operator(facts: Facts, locale: Locale) -> str:
    """Where those who make the report change what it rests on."""
    return say(
        locale,
        "Target, biaya satuan, kapasitas, dan ambang diatur dalam params/{wilayah}.yaml (kunci target, costs, capacities, dan thresholds); pilihan penilaian diatur dalam berkas instrumen. Penjelasan setiap kunci ada dalam docs/data.md.",
        wilayah=facts.region,
    )


def instrument(facts: Facts, locale: Locale) -> str:
    """The instrument and its legal basis."""
    rules = facts.provenans.instrumen
    return say(
        locale,
        "Indeks dihitung dengan instrumen {judul} ({nama}); dasar hukum: {dasar}.",
        judul=rules.judul.in_language(locale.language),
        nama=rules.nama,
        dasar=listed(locale, [law(locale, text) for text in rules.dasar_hukum]),
    )


def definition(locale: Locale) -> str:
    """How the index of a person and of a group is formed."""
    return say(
        locale,
        "Indeks seorang pegawai adalah jumlah keempat dimensi (0–100). Indeks sebuah kelompok adalah jumlah indeks perorangan dibagi jumlah pegawai yang diukur; indeks pemerintah karenanya ditimbang menurut jumlah pegawai dan bukan rata-rata dari rata-rata unit. Angka ditampilkan dengan dua desimal, tetapi dihitung dan diperingkat tanpa pembulatan.",
    )


def disclosure(facts: Facts, locale: Locale) -> str:
    """Which figures are withheld, and why."""
    return say(
        locale,
        "Laporan ini hanya memuat angka gabungan. Kelompok di bawah {kelompok} pegawai hanya tampil dengan kelas ukurannya; bila satu kelompok disembunyikan, sedikitnya satu lagi ikut disembunyikan agar yang pertama tidak dapat dihitung dari jumlah keseluruhan. Kinerja dan disiplin disembunyikan bagi kelompok di bawah {disiplin} pegawai, karena selisih kecil pada disiplin dapat menunjuk kepada orang tertentu.",
        kelompok=facts.ambang.kelompok,
        disiplin=facts.ambang.disiplin,
    )


def import_difference(facts: Facts, locale: Locale) -> str:
    """How far the ready scores stand from what the records of the same people give."""
    found = known(facts.pegawai.selisih_impor)
    if found.indeks is None:
        return say(
            locale,
            "Nilai siap pakai dipakai apa adanya; selisihnya terhadap nilai yang dihitung dari riwayat disembunyikan karena menyangkut terlalu sedikit pegawai.",
        )
    parts = [
        f"{label(locale, DIMENSIONS, name).lower()} {locale.signed(value)}"
        for name, value in found.dimensi.items()
        if value is not None
    ]
    return say(
        locale,
        "Nilai siap pakai dipakai apa adanya. Dibandingkan dengan nilai yang dihitung dari riwayat pegawai yang sama, indeksnya berbeda rata-rata {selisih} poin ({dimensi}).",
        selisih=locale.signed(found.indeks),
        dimensi=listed(locale, parts),
    )


def _people(facts: Facts, locale: Locale) -> Table:
    people = facts.pegawai
    rows = [
        (say(locale, "Baris dalam data pegawai"), people.jumlah),
        (say(locale, "Diukur"), people.diukur),
        (say(locale, "Dikecualikan"), people.dikecualikan),
        (say(locale, "Ditolak"), people.ditolak),
        *((f"— {reason(locale, text)}", count) for text, count in people.alasan.items()),
    ]
    return Table(
        name=say(locale, "Pegawai"),
        title=say(locale, "Setiap baris data pegawai: diukur, dikecualikan, atau ditolak"),
        columns=(Column("jenis", say(locale, "Baris")), Column("jumlah", say(locale, "Jumlah"), "integer")),
        rows=tuple(rows),
        note=say(locale, "Alasan dengan sedikit baris, dan alasan lain yang akan membukanya, tidak diberi jumlah."),
    )


def _inputs(facts: Facts, locale: Locale) -> Table:
    columns = (Column("berkas", say(locale, "Berkas masukan")), Column("sha", "SHA-256"))
    tables = [f"{label(locale, inputs.TABLES, name)} ({name})" for name in inputs.absent(facts)]
    absent = [say(locale, "Tidak diberikan: {daftar}.", daftar=listed(locale, tables))] if tables else []
    own = f"{facts.region}/{facts.tahun}"
    given = facts.provenans.masukan.items()
    rows = tuple((name, digest[:DIGEST_SHOWN] + "…") for name, digest in given if name.startswith(own))
    if facts.tingkat == "provinsi":
        return _inputs_of_governments(facts, locale, absent)
    return Table(
        name=say(locale, "Masukan"),
        title=say(locale, "Berkas masukan tahun laporan dan sidik digitalnya"),
        columns=columns,
        rows=rows,
        note=" ".join(
            [
                say(
                    locale,
                    "Sidik digital menunjukkan bahwa sebuah berkas tidak berubah; sidik lengkapnya ada dalam berkas JSON.",
                ),
                *absent,
            ]
        ),
    )


def _inputs_of_governments(facts: Facts, locale: Locale, absent: list[str]) -> Table:
    """How many inputs of the year each government has."""
    names = {row.region: row.nama for row in facts.peringkat_pemerintah}
    year = [name.split("/") for name in facts.provenans.masukan]
    counts = Counter(parts[0] for parts in year if len(parts) > 1 and parts[1].startswith(str(facts.tahun)))
    return Table(
        name=say(locale, "Masukan"),
        title=say(locale, "Jumlah berkas masukan tahun laporan menurut pemerintah"),
        columns=(
            Column("pemerintah", say(locale, "Pemerintah")),
            Column("jumlah", say(locale, "Berkas masukan"), "integer"),
        ),
        rows=tuple((names.get(region, region), count) for region, count in counts.items()),
        note=" ".join(
            [
                say(
                    locale,
                    "Sidik digital menunjukkan bahwa sebuah berkas tidak berubah; sidik lengkapnya ada dalam berkas JSON.",
                ),
                *absent,
            ]
        ),
    )


def _versions(facts: Facts, locale: Locale) -> Table:
    columns = (Column("nama", say(locale, "Perangkat lunak")), Column("versi", say(locale, "Versi")))
    rows = tuple((name, version) for name, version in facts.provenans.versi.items())
    return Table(say(locale, "Versi"), say(locale, "Versi perangkat lunak"), columns, rows)
