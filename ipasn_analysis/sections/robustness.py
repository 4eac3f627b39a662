"""Ketahanan: does the ranking survive other weights, a dimension less, another mean, another instrument?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipasn_analysis.blocks.model import Block, Callout, Cell, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.robustness import rank_spread
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import (
    InstrumenLain,
    KelompokBerubah,
    Pasangan,
    Peringkat,
    PeringkatUlangan,
    Urutan,
)
from ipasn_analysis.sections.common import rank_interval, source, table
from ipasn_analysis.writing.words import DIMENSIONS, INSTRUMENTS, READINGS, describe_change
from ipasn_analysis.writing.writer import N_, Writer

GOVERNMENTS, UNITS = "pemerintah", "perangkat_daerah"
FEWEST = 2
NAMED = 3
MOST_NAMED = 6


def section(facts: Facts, w: Writer) -> Section:
    """The spread of ranks, the table of alternatives, the other instrument and the reading of the categories."""
    found = facts.ketahanan
    governments, units = found.pemerintah, found.urutan
    blocks: list[Block] = []
    if governments is not None:
        blocks += _part(facts, governments, GOVERNMENTS, w)
        if len(units.peringkat) >= FEWEST:
            blocks.append(Heading(w("Perangkat daerah pemerintah provinsi"), 3))
            blocks += _part(facts, units, UNITS, w)
    else:
        blocks += _part(facts, units, UNITS, w)
    blocks += _method(facts, w)
    kind = _kind("perangkat_daerah" if governments is None else GOVERNMENTS, w)
    blocks += [Heading(w("Batas kategori"), 3), Prose([reading(facts, kind, w)])]
    return Section("ketahanan", w("Ketahanan peringkat"), blocks, w)


def pairs(stable: Pasangan, draws: int, kind: str, w: Writer) -> str:
    """How many pairs keep their order under random weights; `kind` names what is ranked."""
    if not stable.jumlah:
        return w("Tidak ada pasangan {jenis} dengan indeks yang berbeda.", jenis=kind)
    return w(
        "Bobot dimensi diubah secara acak {ulangan:i} kali di sekitar bobot resmi. Dari {jumlah:i} pasangan {jenis}, {kokoh:%} mempertahankan urutannya dalam sedikitnya 95% percobaan; rata-rata sebuah pasangan bertahan pada {bertahan:%} percobaan.",
        ulangan=draws,
        jumlah=stable.jumlah,
        jenis=kind,
        kokoh=stable.kokoh,
        bertahan=stable.bertahan,
    )


def dependent(rows: Sequence[PeringkatUlangan], w: Writer) -> str:
    """Whose ranks depend most on the weights; ties at the end are all named, as far as there is room."""
    widths = sorted((row.p95 - row.p05 for row in rows), reverse=True)
    if not widths or widths[0] == 0:
        return w("Setiap peringkat tetap dalam sedikitnya 90% percobaan bobot.")
    least = max(1, widths[min(NAMED, len(widths)) - 1])
    found = [row for row in rows if row.p95 - row.p05 >= least]
    if len(found) > MOST_NAMED:
        found = [row for row in found if row.p95 - row.p05 > least] or found[:NAMED]
    found.sort(key=lambda row: (row.p05 - row.p95, row.peringkat))
    names = [
        w(
            "{nama} (peringkat {peringkat}; {bawah} sampai {atas})",
            nama=row.nama,
            peringkat=row.peringkat,
            bawah=row.p05,
            atas=row.p95,
        )
        for row in found
    ]
    return w("Paling bergantung pada bobot: {daftar}.", daftar=w.join(names))


def formulas(part: Urutan, rows: Sequence[PeringkatUlangan], w: Writer) -> str:
    """How far ranks shift without each dimension and by the geometric mean, on average."""
    official = {row.nama: row.peringkat for row in rows}
    shifts = {name: shift(official, part.tanpa_dimensi[name]) for name in DIMENSIONS}
    most = max(DIMENSIONS, key=lambda name: shifts[name])
    if shifts[most] == 0:
        text = w("Meninggalkan satu dimensi, yang mana pun, tidak mengubah peringkat.")
    else:
        text = w(
            "Peringkat bergeser paling jauh bila {dimensi} tidak dihitung: rata-rata {geser} tingkat.",
            dimensi=w.label(DIMENSIONS, most).lower(),
            geser=w.size(shifts[most], 1),
        )
    geometric = shift(official, part.geometrik)
    if geometric == 0:
        more = w(
            "Rata-rata geometrik, yang tidak membiarkan satu dimensi menutupi yang lain, memberi peringkat yang sama."
        )
    else:
        more = w(
            "Dengan rata-rata geometrik, yang tidak membiarkan satu dimensi menutupi yang lain, peringkat bergeser rata-rata {geser} tingkat.",
            geser=w.size(geometric, 1),
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


def other_instrument(facts: Facts, w: Writer) -> list[str]:
    """What the same records give under the other instrument, and how far that can be trusted; paragraphs."""
    other = facts.ketahanan.instrumen_lain
    if other is None:
        return []
    told = {
        name: known(points)
        for name, points in other.per_dimensi.items()
        if name != "kualifikasi" or is_comparable(facts)
    }
    parts = ", ".join(f"{w.label(DIMENSIONS, name).lower()} {w.signed(told[name])}" for name in told)
    if is_comparable(facts):
        text = w(
            "Apabila catatan yang sama dinilai dengan instrumen {lain}, indeksnya {indeks:n}: {gerak} terhadap {instrumen}. Selisih itu berasal dari cara penilaian: {daftar}.",
            lain=w.label(INSTRUMENTS, other.instrumen),
            indeks=other.indeks,
            gerak=describe_change(w, other.selisih),
            instrumen=w.label(INSTRUMENTS, facts.instrumen),
            daftar=parts,
        )
        text = " ".join([text, *_persons(other, w)])
    else:
        text = w(
            "Indeks menurut instrumen {lain} tidak dapat dihitung: data tidak memuat pendidikan yang disyaratkan jabatan, yang menentukan kualifikasinya. Pada dimensi yang lain, catatan yang sama memberi {poin:+} poin terhadap {instrumen} ({daftar}); selisih itu berasal dari cara penilaian.",
            lain=w.label(INSTRUMENTS, other.instrumen),
            poin=sum(told.values()),
            instrumen=w.label(INSTRUMENTS, facts.instrumen),
            daftar=parts,
        )
    provisional = other.instrumen if other.sementara else facts.instrumen if facts.sementara else None
    if provisional is None:
        return [text]
    caution = w(
        "Instrumen {nama} baru dikenal sebagian; perbandingan ini bersifat sementara.",
        nama=w.label(INSTRUMENTS, provisional),
    )
    return [text, caution]


def _persons(other: InstrumenLain, w: Writer) -> list[str]:
    """How many people's scores rise and fall, and how far their order stays."""
    found = []
    if other.naik is not None and other.turun is not None:
        found.append(
            w("Nilai {naik:%0} pegawai naik dan nilai {turun:%0} pegawai turun.", naik=other.naik, turun=other.turun)
        )
    if other.korelasi_peringkat is not None:
        found.append(
            w(
                "Korelasi peringkat perorangan di antara kedua instrumen {korelasi:n}.",
                korelasi=other.korelasi_peringkat,
            )
        )
    return found


def reading(facts: Facts, kind: str, w: Writer) -> str:
    """How many people, and which of the ranked, would be in another category if the bands were read the other way."""
    found = facts.ketahanan.batas_kategori
    other = "upper_edge" if found.bacaan == "lower_edge" else "lower_edge"
    up = other == "upper_edge"
    values = {
        "bacaan": w.label(READINGS, found.bacaan),
        "lain": w.label(READINGS, other),
        "arah": w("naik") if up else w("turun"),
    }
    if found.disembunyikan:
        people = w("banyaknya tidak disebut, karena sedikit pegawai yang berubah atau yang tetap")
    elif found.berubah == 0:
        people = w("tidak ada")
    else:
        people = w("{jumlah:i} pegawai ({bagian:%})", jumlah=found.berubah, bagian=found.bagian)
    text = w(
        "Kategori memakai {bacaan}. Menurut {lain}, pegawai yang {arah} satu kategori: {pegawai}.",
        pegawai=people,
        **values,
    )
    return f"{text} {_moved_groups(found.kelompok, kind, values['arah'], w)}".rstrip()


def _moved_groups(groups: KelompokBerubah, kind: str, direction: str, w: Writer) -> str:
    names = groups.berubah
    if not groups.jumlah:
        return ""
    if not names:
        return w("Kategori tidak satu pun dari {jumlah} {jenis} berubah.", jumlah=groups.jumlah, jenis=kind)
    return w(
        "Sebanyak {berubah} dari {jumlah} {jenis} {arah} satu kategori: {daftar}.",
        berubah=len(names),
        jumlah=groups.jumlah,
        jenis=kind,
        arah=direction,
        daftar=w.join(names),
    )


def _kind(key: str, w: Writer) -> str:
    return w("pemerintah daerah") if key == GOVERNMENTS else w("perangkat daerah")


def _part(facts: Facts, part: Urutan, key: str, w: Writer) -> list[Block]:
    """Sentences, chart and table of one ranking: of the governments or of the units."""
    rows, kind = part.peringkat, _kind(key, w)
    if len(rows) < FEWEST:
        return [Prose([w("Kurang dari dua {jenis} ditampilkan; tidak ada peringkat yang dapat diuji.", jenis=kind)])]
    title = w(
        N_("Sebanyak {kokoh:%0} pasangan {jenis} tetap urutannya pada hampir semua percobaan bobot")
        if part.pasangan.jumlah and part.pasangan.kokoh
        else N_("Tidak ada pasangan {jenis} yang tetap urutannya pada hampir semua percobaan bobot")
        if part.pasangan.jumlah
        else N_("Tidak ada pasangan {jenis} dengan indeks yang berbeda"),
        kokoh=part.pasangan.kokoh,
        jenis=kind,
    )
    return [
        Prose(
            [
                " ".join([pairs(part.pasangan, facts.ketahanan.ulangan, kind, w), dependent(rows, w)]),
                formulas(part, rows, w),
            ]
        ),
        rank_spread(f"ketahanan-{key.replace('_', '-')}", title, rows, w, source(facts, w)),
        _table(facts, part, key, w),
    ]


def _table(facts: Facts, part: Urutan, key: str, w: Writer) -> Table:
    other, group = facts.ketahanan.instrumen_lain, w("Peringkat tanpa")
    columns: list[tuple[Column, Callable[[PeringkatUlangan], Cell]]] = [
        (Column("peringkat", w("Peringkat resmi"), "rank"), lambda row: row.peringkat),
        (Column("nama", w("Pemerintah daerah") if key == GOVERNMENTS else w("Perangkat daerah")), lambda row: row.nama),
        *([] if key == GOVERNMENTS else [_rank_intervals(facts, w)]),
        (Column("median", w("Median"), "rank"), lambda row: row.median),
        (Column("selang", w("90% percobaan"), "interval", decimals=0), lambda row: (row.p05, row.p95)),
    ]
    for name in DIMENSIONS:
        head = Column(name, w.label(DIMENSIONS, name).lower(), "rank", group=group)
        columns.append((head, _rank(part.tanpa_dimensi[name])))
    columns.append((Column("geometrik", w("Rata-rata geometrik"), "rank"), _rank(part.geometrik)))
    if other is not None and is_comparable(facts):
        ranks = known(other.pemerintah) if key == GOVERNMENTS else other.perangkat_daerah
        columns.append((Column("lain", w("Instrumen lain"), "rank"), _rank(ranks)))
    return table(
        w("Ketahanan pemerintah daerah") if key == GOVERNMENTS else w("Ketahanan perangkat daerah"),
        w("Peringkat menurut bobot, dimensi, rumus, dan instrumen lain"),
        part.peringkat,
        columns,
        note=_note(facts, w),
        source=source(facts, w),
    )


def _rank_intervals(facts: Facts, w: Writer) -> tuple[Column, Callable[[PeringkatUlangan], Cell]]:
    """The ranks of a unit that chance alone cannot rule out."""
    bounds = {row.nama: rank_interval(row) for row in facts.perangkat_daerah}
    return Column("mungkin", w("Selang peringkat"), "interval", decimals=0), lambda row: bounds.get(row.nama)


def _rank(rows: Sequence[Peringkat]) -> Callable[[PeringkatUlangan], Cell]:
    """The rank that a row has among `rows`; None where it is not among them."""
    ranks = {row.nama: row.peringkat for row in rows}
    return lambda row: ranks.get(row.nama)


def _note(facts: Facts, w: Writer) -> str:
    """What the columns mean, and what stands for withheld figures."""
    text = w(
        "Percobaan: {ulangan:i} bobot acak (Dirichlet) di sekitar bobot resmi, benih {benih}.",
        ulangan=facts.ketahanan.ulangan,
        benih=facts.ketahanan.benih,
    )
    other = facts.ketahanan.instrumen_lain
    if other is None or not is_comparable(facts):
        return text
    if other.sementara:
        return text + " " + w("Instrumen lain: {nama}, sementara.", nama=w.label(INSTRUMENTS, other.instrumen))
    return text + " " + w("Instrumen lain: {nama}.", nama=w.label(INSTRUMENTS, other.instrumen))


def _method(facts: Facts, w: Writer) -> list[Block]:
    """The effect of the other instrument; a callout where it is provisional."""
    paragraphs = other_instrument(facts, w)
    heading = Heading(w("Pengaruh instrumen"), 3)
    if not paragraphs:
        return [heading, Prose([w("Nilai yang diimpor tidak dapat dihitung ulang menurut instrumen lain.")])]
    first, *limits = paragraphs
    blocks: list[Block] = [heading, Prose([first])]
    if limits:
        blocks.append(Callout("provisional", w("Sementara"), limits))
    return blocks
