"""Rincian dimensi: score, maximum, change, comparison, and what each dimension is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Block, Cell, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import bars
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.people import Bagian, Butir
from ipasn_analysis.sections import official
from ipasn_analysis.sections.common import hidden, source, table
from ipasn_analysis.writing.words import DIMENSIONS, DISCIPLINE, EDUCATION, ITEMS, PREDIKAT
from ipasn_analysis.writing.writer import Writer

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
    for title, parts in (
        (w("Kualifikasi: pendidikan tertinggi"), _education(facts, w)),
        (w("Komposisi nilai resmi"), official.composition(facts, w)),
        (w("Kompetensi: butir yang dipenuhi"), _items(facts, w)),
        (w("Kinerja: predikat"), _predikat(facts, w)),
        (w("Disiplin"), _discipline(facts, w)),
    ):
        if parts:
            blocks += [Heading(title, 3), *parts]
    return Section("dimensi", w("Rincian dimensi"), blocks, w)


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
            Column("ubah", w("Perubahan"), "signed"),
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
        note=w("Poin. Perubahan terhadap potret terakhir tahun sebelumnya; selisih dihitung tanpa pembulatan."),
        source=source(facts, w),
        total=[take(INDEX) for _, take in columns],
    )


def _effective(facts: Facts, w: Writer) -> str:
    weights = facts.rincian.bobot_efektif
    if weights is None and facts.dimensi.kinerja.rata_rata is None:
        return w(
            "Kinerja dan disiplin disembunyikan: kelompok di bawah {ambang} pegawai, atau angka gabungan yang akan membuka kelompok seperti itu.",
            ambang=facts.ambang.disiplin,
        )
    if weights is None:
        return w(
            "Bagian keragaman menurut dimensi tidak disebut: indeks semua pegawai sama, atau angkanya akan membuka kelompok yang terlalu kecil."
        )
    name = max(DIMENSIONS, key=lambda key: known(weights[key]))
    if min(known(weights[key]) for key in DIMENSIONS) < 0:
        return w(
            "Yang paling membedakan indeks pegawai satu dari yang lain adalah {dimensi}; bagiannya tidak dapat dinyatakan dalam persen karena sebagian dimensi bergerak berlawanan.",
            dimensi=w.label(DIMENSIONS, name).lower(),
        )
    return w(
        "Yang paling membedakan indeks pegawai satu dari yang lain adalah {dimensi}: {bagian:%0} dari keragaman indeks berasal darinya, sedangkan bobot resminya {bobot:pc0}.",
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
        title = w("{bagian:%} pegawai berpendidikan {jenjang}", bagian=most.bagian, jenjang=level)
    shown = [_bar(w.label(EDUCATION, part.kunci), part, theme.DIMENSIONS["kualifikasi"].light) for part in parts]
    return [bars.composition("pendidikan", title, shown, w, source(facts, w), _at_least(parts, w))]


def _most(parts: Sequence[Bagian]) -> Bagian | None:
    """The largest part; None when that is not shown."""
    most = max(parts, key=lambda part: part.bagian or part.paling_sedikit or 0.0)
    return most if most.bagian else None


def _bar(name: str, part: Bagian, colour: str) -> bars.Part:
    at_least = part.paling_sedikit
    return bars.Part(name, part.bagian if at_least is None else at_least, colour, at_least is not None)


def _at_least(parts: Sequence[Bagian], w: Writer) -> str:
    """What "≥" means, where it stands."""
    if all(part.paling_sedikit is None for part in parts):
        return ""
    return w("≥: sekurang-kurangnya, dari pemerintah yang menampilkan angka itu; lainnya menyembunyikannya.")


def _items(facts: Facts, w: Writer) -> list[Block]:
    items = facts.rincian.butir
    if items is None:
        return []
    met = Column("bagian", w("Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi")
    columns: list[tuple[Column, Callable[[Butir], Cell]]] = [
        (Column("butir", w("Butir")), lambda item: w.label(ITEMS, item.butir)),
        (Column("berlaku", w("Berlaku bagi"), "integer"), lambda item: item.berlaku),
        (Column("punya", w("Memenuhi"), "integer"), lambda item: item.punya),
        (met, lambda item: item.bagian),
        (Column("poin", w("Poin indeks bila semua memenuhi"), "signed"), lambda item: item.poin_terbuka),
    ]
    note = w("Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu.")
    if any(item.tidak_diketahui for item in items):
        columns[3:3] = [
            (Column("belum", w("Belum"), "integer"), _lacking),
            (Column("tidak_diketahui", w("Tidak diketahui"), "integer"), lambda item: item.tidak_diketahui),
        ]
        note += " " + w(
            "Tidak diketahui: mengikuti diklat teknis, tetapi tidak satu pun diklat teknis dalam data memuat jumlah jam; butir itu dinilai 0 sampai jamnya diisi."
        )
    found = table(
        w("Butir kompetensi"),
        w("Butir kompetensi di antara pegawai yang wajib memenuhinya"),
        items,
        columns,
        note=note,
        source=source(facts, w),
        hidden_text=hidden(facts, w),
    )
    return [found]


def _lacking(item: Butir) -> int | None:
    """Those who are known not to hold an item."""
    if item.berlaku is None or item.punya is None:
        return None
    return item.berlaku - item.punya - (item.tidak_diketahui or 0)


def _predikat(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.predikat
    if parts is None:
        return []
    most, title = _most(parts), w("Pegawai menurut predikat kinerja")
    if most:
        rating = w.label(PREDIKAT, most.kunci).lower()
        title = w("{bagian:%} pegawai berpredikat {predikat}", bagian=most.bagian, predikat=rating)
    colours = {key: theme.CATEGORIES[category].light for key, category in PREDIKAT_COLOURS.items()}
    shown = [
        _bar(w.label(PREDIKAT, part.kunci), part, colours.get(part.kunci or "", theme.NEUTRAL.light)) for part in parts
    ]
    caption = _at_least(parts, w)
    if facts.sumber_nilai == "resmi":
        caption = " ".join(filter(None, [caption, w("Predikat dibaca dari nilai kinerja.")]))
    return [bars.composition("predikat", title, shown, w, source(facts, w), caption)]


def _discipline(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.disiplin
    if facts.sumber_nilai == "rekap":
        return []
    if parts is None:
        text = w(
            "Rincian disiplin tidak ditampilkan: menyangkut terlalu sedikit pegawai, atau akan membuka kelompok seperti itu."
        )
        return [Prose([text])]
    columns: list[tuple[Column, Callable[[Bagian], Cell]]] = [
        (Column("tingkat", w("Hukuman disiplin")), lambda part: w.label(DISCIPLINE, part.kunci))
    ]
    if parts[0].disembunyikan:
        head = Column("bagian", w("Sekurang-kurangnya"), "share", decimals=2)
        columns.append((head, lambda part: part.paling_sedikit))
        note = w(
            "Porsi dari seluruh pegawai menurut pemerintah yang menampilkannya; pemerintah lain menyembunyikannya karena menyangkut terlalu sedikit pegawai."
        )
    else:
        columns.append((Column("jumlah", w("Pegawai"), "integer"), lambda part: part.jumlah))
        columns.append((Column("bagian", w("Porsi"), "share", decimals=2), lambda part: part.bagian))
        note = w("Tingkat hukuman yang menyangkut sedikit pegawai digabung.")
    title = w("Pegawai menurut hukuman disiplin terberat dalam lima tahun terakhir")
    if facts.sumber_nilai == "resmi":
        title = w("Pegawai menurut nilai disiplin dari SIASN")
        note += " " + w(
            "Tingkat hukuman dibaca dari nilai disiplin; masa hukuman yang diperhitungkan SIASN tidak tampak dari data."
        )
    return [table(w("Disiplin"), title, parts, columns, note=note, source=source(facts, w))]
