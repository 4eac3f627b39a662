"""The sentences about how far the ranking rests on choices: weights, dimensions, formula, instrument, categories."""

from __future__ import annotations

from collections.abc import Sequence

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.ranking import (
    InstrumenLain,
    KelompokBerubah,
    Pasangan,
    Peringkat,
    PeringkatUlangan,
    Urutan,
)
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, READINGS, label, listed, moved, say

NAMED = 3
MOST_NAMED = 6


def pairs(stable: Pasangan, draws: int, kind: str, locale: Locale) -> str:
    """How many pairs keep their order under random weights; `kind` names what is ranked."""
    if not stable.jumlah:
        return say(locale, "Tidak ada pasangan {jenis} dengan indeks yang berbeda.", jenis=kind)
    return say(
        locale,
        "Bobot diundi {ulangan} kali di sekitar bobot resmi. Dari {jumlah} pasangan {jenis}, {kokoh} mempertahankan urutannya dalam sedikitnya 95% undian; rata-rata sebuah pasangan bertahan dalam {bertahan} undian.",
        ulangan=locale.integer(draws),
        jumlah=locale.integer(stable.jumlah),
        jenis=kind,
        kokoh=locale.share(stable.kokoh),
        bertahan=locale.share(stable.bertahan),
    )


def dependent(rows: Sequence[PeringkatUlangan], locale: Locale) -> str:
    """Whose ranks depend most on the weights; ties at the end are all named, as far as there is room."""
    widths = sorted((row.p95 - row.p05 for row in rows), reverse=True)
    if not widths or widths[0] == 0:
        return say(locale, "Tidak satu peringkat pun bergantung pada bobot: dalam 90% undian semuanya tetap.")
    least = max(1, widths[min(NAMED, len(widths)) - 1])
    found = [row for row in rows if row.p95 - row.p05 >= least]
    if len(found) > MOST_NAMED:
        found = [row for row in found if row.p95 - row.p05 > least] or found[:NAMED]
    found.sort(key=lambda row: (row.p05 - row.p95, row.peringkat))
    names = [
        say(
            locale,
            "{nama} (peringkat {peringkat}; {bawah} sampai {atas})",
            nama=row.nama,
            peringkat=row.peringkat,
            bawah=row.p05,
            atas=row.p95,
        )
        for row in found
    ]
    return say(locale, "Yang paling bergantung pada bobot: {daftar}.", daftar=listed(locale, names))


def formulas(part: Urutan, rows: Sequence[PeringkatUlangan], locale: Locale) -> str:
    """How far ranks shift without each dimension and by the geometric mean, on average."""
    official = {row.nama: row.peringkat for row in rows}
    shifts = {name: shift(official, part.tanpa_dimensi[name]) for name in DIMENSIONS}
    most = max(DIMENSIONS, key=lambda name: shifts[name])
    if shifts[most] == 0:
        text = say(locale, "Meninggalkan satu dimensi, yang mana pun, tidak mengubah peringkat.")
    else:
        text = say(
            locale,
            "Tanpa satu dimensi, peringkat bergeser paling jauh bila {dimensi} ditinggalkan: rata-rata {geser} tempat.",
            dimensi=label(locale, DIMENSIONS, most).lower(),
            geser=locale.number(shifts[most], 1),
        )
    geometric = shift(official, part.geometrik)
    if geometric == 0:
        more = say(
            locale,
            "Rata-rata geometrik, yang tidak membiarkan satu dimensi menutupi yang lain, memberi peringkat yang sama.",
        )
    else:
        more = say(
            locale,
            "Dengan rata-rata geometrik, yang tidak membiarkan satu dimensi menutupi yang lain, pergeserannya rata-rata {geser} tempat.",
            geser=locale.number(geometric, 1),
        )
    return f"{text} {more}"


def shift(official: dict[str, int], other: Sequence[Peringkat]) -> float:
    """Mean of the absolute differences of rank; 0 without anybody."""
    moves = [abs(row.peringkat - official[row.nama]) for row in other]
    return sum(moves) / len(moves) if moves else 0.0


def is_comparable(facts: Facts) -> bool:
    """Whether the other instrument scored all dimensions of these people, so that totals and ranks can be compared."""
    other = facts.ketahanan.instrumen_lain
    return other is not None and not other.tanpa_syarat_pendidikan


def other_instrument(facts: Facts, locale: Locale) -> list[str]:
    """What the same records give under the other instrument, and how far that can be trusted; paragraphs."""
    other = facts.ketahanan.instrumen_lain
    if other is None:
        return []
    told = {
        name: known(points)
        for name, points in other.per_dimensi.items()
        if name != "kualifikasi" or is_comparable(facts)
    }
    parts = ", ".join(f"{label(locale, DIMENSIONS, name).lower()} {locale.signed(told[name])}" for name in told)
    if is_comparable(facts):
        text = say(
            locale,
            "Bila catatan yang sama dinilai dengan instrumen {lain}, indeksnya {indeks}: {gerak} terhadap {instrumen}. Selisih itu datang dari cara menilai, bukan dari pegawai: {daftar}.",
            lain=other.instrumen,
            indeks=locale.number(other.indeks),
            gerak=moved(locale, other.selisih),
            instrumen=facts.instrumen,
            daftar=parts,
        )
        text = " ".join([text, *_persons(other, locale)])
    else:
        text = say(
            locale,
            "Indeks menurut instrumen {lain} tidak dapat dihitung: data tidak memuat SYARAT PENDIDIKAN ID, yang menentukan kualifikasinya. Pada dimensi yang lain, catatan yang sama memberi {poin} poin terhadap {instrumen} ({daftar}); selisih itu datang dari cara menilai, bukan dari pegawai.",
            lain=other.instrumen,
            poin=locale.signed(sum(told.values())),
            instrumen=facts.instrumen,
            daftar=parts,
        )
    provisional = other.instrumen if other.sementara else facts.instrumen if facts.sementara else None
    if provisional is None:
        return [text]
    caution = "Instrumen {nama} baru dikenal sebagian; perbandingan ini bersifat sementara."
    return [text, say(locale, caution, nama=provisional)]


def _persons(other: InstrumenLain, locale: Locale) -> list[str]:
    """How many people's scores rise and fall, and how far their order stays."""
    found = []
    if other.naik is not None and other.turun is not None:
        found.append(
            say(
                locale,
                "Nilai {naik} pegawai naik dan nilai {turun} pegawai turun.",
                naik=locale.share(other.naik, 0),
                turun=locale.share(other.turun, 0),
            )
        )
    if other.korelasi_peringkat is not None:
        found.append(
            say(
                locale,
                "Korelasi peringkat perorangan di antara kedua instrumen {korelasi}.",
                korelasi=locale.number(other.korelasi_peringkat),
            )
        )
    return found


def reading(facts: Facts, kind: str, locale: Locale) -> str:
    """How many people, and which of the ranked, would be in another category if the bands were read the other way."""
    found = facts.ketahanan.batas_kategori
    other = "upper_edge" if found.bacaan == "lower_edge" else "lower_edge"
    up = other == "upper_edge"
    values = {
        "bacaan": label(locale, READINGS, found.bacaan),
        "lain": label(locale, READINGS, other),
        "arah": say(locale, "naik") if up else say(locale, "turun"),
    }
    if found.disembunyikan:
        people = say(locale, "kurang dari {jumlah} pegawai", jumlah=facts.ambang.kelompok)
    elif found.berubah == 0:
        people = say(locale, "tidak seorang pegawai pun")
    else:
        people = say(
            locale,
            "{jumlah} pegawai ({bagian})",
            jumlah=locale.integer(found.berubah),
            bagian=locale.share(found.bagian),
        )
    text = say(
        locale,
        "Kategori dibaca menurut {bacaan}. Menurut {lain}, yang {arah} satu kategori: {pegawai}.",
        pegawai=people,
        **values,
    )
    return f"{text} {_moved_groups(found.kelompok, kind, values['arah'], locale)}"


def _moved_groups(groups: KelompokBerubah, kind: str, direction: str, locale: Locale) -> str:
    names = groups.berubah
    if not names:
        return say(locale, "Kategori tidak satu pun dari {jumlah} {jenis} berubah.", jumlah=groups.jumlah, jenis=kind)
    return say(
        locale,
        "{berubah} dari {jumlah} {jenis} {arah} satu kategori: {daftar}.",
        berubah=len(names),
        jumlah=groups.jumlah,
        jenis=kind,
        arah=direction,
        daftar=listed(locale, names),
    )
