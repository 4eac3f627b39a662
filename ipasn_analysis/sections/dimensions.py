"""Rincian dimensi: score, maximum, change, comparison, and what each dimension is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Block, Cell, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import bars
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.people import Bagian, Butir
from ipasn_analysis.sections import official
from ipasn_analysis.sections.common import below, source, source_of_records, table
from ipasn_analysis.writing.words import DIMENSIONS, DISCIPLINE, EDUCATION, ITEMS, PREDIKAT
from ipasn_analysis.writing.writer import N_, Writer

INDEX = "indeks"
PREDIKAT_COLOURS = {
    "sangat_baik": "sangat tinggi",
    "baik": "tinggi",
    "butuh_perbaikan": "sedang",
    "kurang": "rendah",
    "sangat_kurang": "sangat rendah",
}


def section(facts: Facts, w: Writer) -> Section:
    """The table of dimensions and a part for each of them."""
    blocks: list[Block] = [_table(facts, w)]
    if facts.sumber_nilai != "rekap":
        blocks.append(Prose([_effective(facts, w)]))
    told, tables = official.composition(facts, w)
    blocks += [*told, *_items(facts, w)]
    appendix = [*tables, *_education(facts, w), *_predikat(facts, w), *_discipline(facts, w)]
    return Section("dimensi", w("Rincian dimensi"), blocks, w, appendix)


def _table(facts: Facts, w: Writer) -> Table:
    change, peers = facts.perubahan, facts.pembanding
    columns: list[tuple[Column, Callable[[str], Cell]]] = [
        (Column("dimensi", w("Dimensi")), lambda name: w("Indeks") if name == INDEX else w.label(DIMENSIONS, name)),
        (
            Column("rata", w("Rata-rata"), "number"),
            lambda name: facts.indeks if name == INDEX else facts.dimensi[name].rata_rata,
        ),
        (
            Column("maks", w("Maksimum"), "integer"),
            lambda name: 100.0 if name == INDEX else facts.dimensi[name].maksimum,
        ),
        (
            Column("persen", w("Persen dari maksimum"), "percent"),
            lambda name: facts.indeks if name == INDEX else facts.dimensi[name].persen_maksimum,
        ),
        (
            Column("ubah", w("Perubahan"), "signed", may_lack=change is None),
            lambda name: None if change is None else change.selisih if name == INDEX else change.per_dimensi[name],
        ),
    ]
    if peers:
        group = w("Selisih terhadap")
        columns += [
            (Column("provinsi", w("provinsi"), "signed", group=group), lambda name: peers[name].selisih_provinsi),
            (Column("median", w("median sebanding"), "signed", group=group), lambda name: peers[name].selisih_median),
            (
                Column("kuartil", w("kuartil atas"), "signed", group=group),
                lambda name: peers[name].selisih_kuartil_atas,
            ),
        ]
    return table(
        w("Dimensi"),
        w("Keempat dimensi, perubahannya, dan pembandingnya"),
        list(DIMENSIONS),
        columns,
        note=w("Poin. Perubahan dibandingkan dengan data akhir tahun sebelumnya; selisih dihitung sebelum pembulatan."),
        source=source(facts, w),
        total=[take(INDEX) for _, take in columns],
    )


def _effective(facts: Facts, w: Writer) -> str:
    weights = facts.rincian.bobot_efektif
    if weights is None:
        return w("Bagian keragaman menurut dimensi tidak disebut: indeks semua pegawai sama.")
    name = max(DIMENSIONS, key=lambda key: known(weights[key]))
    if min(known(weights[key]) for key in DIMENSIONS) < 0:
        return w(
            "Perbedaan nilai antarpegawai paling banyak berasal dari {dimensi}; bagiannya tidak dapat dinyatakan dalam persen karena sebagian dimensi bergerak berlawanan.",
            dimensi=w.label(DIMENSIONS, name).lower(),
        )
    return w(
        "Perbedaan nilai antarpegawai paling banyak berasal dari {dimensi} ({bagian:%0}); bobot resminya {bobot:pc0}.",
        dimensi=w.label(DIMENSIONS, name).lower(),
        bagian=weights[name],
        bobot=facts.dimensi[name].maksimum,
    )


def _education(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.pendidikan
    if parts is None:
        return []
    most, title = _most(parts), w("Pegawai menurut pendidikan tertinggi")
    if most:
        level = w.label(EDUCATION, most.kunci)
        title = w("Sebanyak {bagian:%} pegawai berpendidikan {jenjang}", bagian=most.bagian, jenjang=level)
    shown = [_bar(w.label(EDUCATION, part.kunci), part, theme.DIMENSIONS["kualifikasi"].light) for part in parts]
    return [bars.composition("pendidikan", title, shown, w, source(facts, w))]


def _most(parts: Sequence[Bagian]) -> Bagian | None:
    """The largest part; None when that is not shown."""
    most = max(parts, key=lambda part: part.bagian or 0.0)
    return most if most.bagian else None


def _bar(name: str, part: Bagian, colour: str) -> bars.Part:
    return bars.Part(name, part.bagian, colour)


def _items(facts: Facts, w: Writer) -> list[Block]:
    items = facts.rincian.butir
    if items is None:
        return []
    met = Column("bagian", w("Proporsi"), "share")
    columns: list[tuple[Column, Callable[[Butir], Cell]]] = [
        (Column("butir", w("Butir")), lambda item: w.label(ITEMS, item.butir)),
        (Column("berlaku", w("Wajib bagi"), "integer"), lambda item: item.berlaku),
        (Column("punya", w("Memenuhi"), "integer"), lambda item: item.punya),
        (met, lambda item: item.bagian),
        (Column("poin", w("Kenaikan indeks bila terpenuhi semua"), "signed"), lambda item: item.poin_terbuka),
    ]
    note = w("Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu.")
    if facts.catatan_sendiri is not None:
        note += " " + w("Butir dan poinnya menurut instrumen catatan, yang bukan aturan nilai resmi.")
    if any(item.tidak_diketahui for item in items):
        columns[3:3] = [
            (Column("belum", w("Belum"), "integer"), lambda item: item.belum),
            (Column("tidak_diketahui", w("Tidak diketahui"), "integer"), lambda item: item.tidak_diketahui),
        ]
        note += " " + w(
            "Tidak diketahui: mengikuti diklat teknis, tetapi tidak satu pun diklat teknis dalam data memuat jumlah jam; butir itu dinilai 0 sampai jamnya diisi."
        )
    found = table(
        w("Butir kompetensi"),
        w("Pemenuhan butir kompetensi oleh pegawai yang wajib memenuhinya"),
        items,
        columns,
        note=note,
        source=source_of_records(facts, w),
        hidden_text=below(facts, w),
    )
    told = almost_there(facts, w)
    return [found, *([Prose([told])] if told else [])]


def almost_there(facts: Facts, w: Writer) -> str:
    """How far those are who lack the hours of an item: by hours held, and what they lack together; nothing if hidden."""
    sentences = []
    for name in dict.fromkeys(row.butir for row in facts.rincian.jam or ()):
        rows = [row for row in facts.rincian.jam or () if row.butir == name]
        short = [row for row in rows if row.sampai is not None]
        people = sum(row.pegawai or 0 for row in short)
        if any(row.disembunyikan for row in rows) or not people:
            continue
        steps = [
            w(
                N_("{jumlah:i} belum mencapai 1 JP")
                if row.dari == 0
                else N_("{jumlah:i} memiliki {dari:a} sampai kurang dari {sampai:a} JP"),
                jumlah=row.pegawai,
                dari=row.dari,
                sampai=row.sampai,
            )
            for row in short
            if row.pegawai
        ]
        sentences.append(
            w(
                "{butir}: dari {pegawai:i} pegawai yang jamnya belum cukup, {daftar}; bersama-sama kurang {jam:i} JP.",
                butir=w.label(ITEMS, name),
                pegawai=people,
                daftar=w.join(steps),
                jam=sum(row.kurang or 0.0 for row in short),
            )
        )
    return " ".join(sentences)


def _predikat(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.predikat
    if parts is None:
        return []
    most, title = _most(parts), w("Pegawai menurut predikat kinerja")
    if most:
        rating = w.label(PREDIKAT, most.kunci).lower()
        title = w("Sebanyak {bagian:%} pegawai berpredikat {predikat}", bagian=most.bagian, predikat=rating)
    colours = {key: theme.CATEGORIES[category].light for key, category in PREDIKAT_COLOURS.items()}
    shown = [
        _bar(w.label(PREDIKAT, part.kunci), part, colours.get(part.kunci or "", theme.NEUTRAL.light)) for part in parts
    ]
    caption = w("Predikat dibaca dari nilai kinerja.") if facts.sumber_nilai == "resmi" else ""
    return [bars.composition("predikat", title, shown, w, source(facts, w), caption)]


def _discipline(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.disiplin
    if facts.sumber_nilai == "rekap":
        return []
    if parts is None:
        text = w(
            "Rincian disiplin tidak ditampilkan: hukuman menyangkut kurang dari {ambang} pegawai, atau nilainya tidak sesuai dengan tingkat hukuman mana pun.",
            ambang=facts.ambang.kelompok,
        )
        return [Prose([text])]
    columns: list[tuple[Column, Callable[[Bagian], Cell]]] = [
        (Column("tingkat", w("Hukuman disiplin")), lambda part: w.label(DISCIPLINE, part.kunci))
    ]
    columns.append((Column("jumlah", w("Pegawai"), "integer"), lambda part: part.jumlah))
    columns.append((Column("bagian", w("Proporsi"), "share", decimals=2), lambda part: part.bagian))
    note = ""
    title = w("Pegawai menurut hukuman disiplin terberat dalam lima tahun terakhir")
    if facts.sumber_nilai == "resmi":
        title = w("Pegawai menurut nilai disiplin dari SIASN")
        note = w(
            "Tingkat hukuman dibaca dari nilai disiplin; masa hukuman yang diperhitungkan SIASN tidak tampak dari data."
        )
    return [
        table(w("Disiplin"), title, parts, columns, note=note, source=source(facts, w), hidden_text=below(facts, w))
    ]
