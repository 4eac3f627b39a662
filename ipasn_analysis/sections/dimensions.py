"""Rincian dimensi: score, maximum, change, comparison, and what each dimension is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Block, Chart, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import bars
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.people import Bagian
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import hidden, source
from ipasn_analysis.writing.words import DIMENSIONS, DISCIPLINE, EDUCATION, ITEMS, PREDIKAT
from ipasn_analysis.writing.writer import Writer

PREDIKAT_COLOURS = {
    "sangat_baik": "sangat tinggi",
    "baik": "tinggi",
    "butuh_perbaikan": "sedang",
    "kurang": "rendah",
    "sangat_kurang": "sangat rendah",
}


def section(facts: Facts, w: Writer) -> Section:
    """The table of dimensions and a part for each of them."""
    blocks: list[Block] = [_table(facts, w), Prose([_effective(facts, w)])]
    for title, parts in (
        (w("Kualifikasi: pendidikan tertinggi"), _education(facts, w)),
        (w("Kompetensi: butir yang dipenuhi"), _items(facts, w)),
        (w("Kinerja: predikat"), _predikat(facts, w)),
        (w("Disiplin"), _discipline(facts, w)),
    ):
        if parts:
            blocks += [Heading(title, 3), *parts]
    return Section("dimensi", w("Rincian dimensi"), blocks, w)


def _table(facts: Facts, w: Writer) -> Table:
    change, peers = facts.perubahan, facts.pembanding
    columns = [
        Column("dimensi", w("Dimensi")),
        Column("rata", w("Rata-rata"), "number"),
        Column("maks", w("Maksimum"), "integer"),
        Column("persen", w("Persen dari maksimum"), "percent"),
        Column("ubah", w("Perubahan"), "signed"),
    ]
    if peers:
        group = w("Selisih terhadap")
        columns += [
            Column("provinsi", w("provinsi"), "signed", group=group),
            Column("median", w("median sebanding"), "signed", group=group),
            Column("kuartil", w("kuartil atas"), "signed", group=group),
        ]
    rows = []
    for name, values in [*facts.dimensi.items(), ("indeks", None)]:
        row: list[Any] = [w.label(DIMENSIONS, name)] if values else [w("Indeks")]
        row += (
            [values.rata_rata, values.maksimum, values.persen_maksimum]
            if values
            else [facts.indeks, 100.0, facts.indeks]
        )
        row.append(None if change is None else change.per_dimensi[name] if values else change.selisih)
        if peers:
            compared = peers[name]
            row += [compared.selisih_provinsi, compared.selisih_median, compared.selisih_kuartil_atas]
        rows.append(tuple(row))
    return Table(
        name=w("Dimensi"),
        title=w("Keempat dimensi, perubahannya, dan pembandingnya"),
        columns=tuple(columns),
        rows=tuple(rows),
        note=w("Poin. Perubahan terhadap potret terakhir tahun sebelumnya; selisih dihitung tanpa pembulatan."),
        source=source(facts, w),
        highlighted_rows=frozenset({len(rows) - 1}),
    )


def _effective(facts: Facts, w: Writer) -> str:
    weights = facts.rincian.bobot_efektif
    if weights is None and facts.dimensi.kinerja.rata_rata is None:
        return w(
            "Kinerja dan disiplin disembunyikan: kelompok di bawah {ambang} pegawai, atau angka gabungan yang akan membuka kelompok seperti itu.",
            ambang=facts.ambang.disiplin,
        )
    if weights is None:
        return w("Indeks semua pegawai sama, sehingga tidak ada dimensi yang membedakan mereka.")
    name = max(DIMENSIONS, key=lambda key: known(weights[key]))
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
    colour = theme.DIMENSIONS["kualifikasi"].light
    shown = [_bar(w.label(EDUCATION, part.kunci), part, colour) for part in parts]
    most = _most(parts)
    title = w("Pegawai menurut pendidikan tertinggi")
    if most:
        title = w(
            "{bagian:%} pegawai berpendidikan {jenjang}", bagian=most.bagian, jenjang=w.label(EDUCATION, most.kunci)
        )
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
        return [Prose([w("Nilai siap pakai tidak merinci butir kompetensi.")])]
    columns = (
        Column("butir", w("Butir")),
        Column("berlaku", w("Berlaku bagi"), "integer"),
        Column("punya", w("Memenuhi"), "integer"),
        Column("bagian", w("Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi"),
        Column("poin", w("Poin indeks bila semua memenuhi"), "signed"),
    )
    rows = tuple(
        (w.label(ITEMS, item.butir), item.berlaku, item.punya, item.bagian, item.poin_terbuka) for item in items
    )
    return [
        Table(
            name=w("Butir kompetensi"),
            title=w("Butir kompetensi di antara pegawai yang wajib memenuhinya"),
            columns=columns,
            rows=rows,
            note=w("Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu."),
            source=source(facts, w),
            hidden_rows=frozenset(place for place, item in enumerate(items) if item.disembunyikan),
            hidden_text=hidden(facts, w),
        )
    ]


def _predikat(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.predikat
    if parts is None:
        return []
    shown = [
        _bar(
            w.label(PREDIKAT, part.kunci),
            part,
            theme.CATEGORIES[PREDIKAT_COLOURS[part.kunci]].light if part.kunci else theme.NEUTRAL.light,
        )
        for part in parts
    ]
    most = _most(parts)
    title = w("Pegawai menurut predikat kinerja")
    if most:
        title = w(
            "{bagian:%} pegawai berpredikat {predikat}",
            bagian=most.bagian,
            predikat=w.label(PREDIKAT, most.kunci).lower(),
        )
    chart: Chart = bars.composition("predikat", title, shown, w, source(facts, w), _at_least(parts, w))
    return [chart]


def _discipline(facts: Facts, w: Writer) -> list[Block]:
    parts = facts.rincian.disiplin
    if parts is None:
        return [
            Prose(
                [
                    w(
                        "Rincian disiplin tidak ditampilkan: menyangkut terlalu sedikit pegawai, atau akan membuka kelompok seperti itu."
                    )
                ]
            )
        ]
    columns = [Column("tingkat", w("Hukuman disiplin"))]
    names = [w.label(DISCIPLINE, part.kunci) for part in parts]
    rows: list[tuple[Any, ...]]
    if parts[0].disembunyikan:
        columns.append(Column("bagian", w("Sekurang-kurangnya"), "share", decimals=2))
        rows = [(name, part.paling_sedikit) for name, part in zip(names, parts, strict=True)]
        note = w(
            "Porsi dari seluruh pegawai menurut pemerintah yang menampilkannya; pemerintah lain menyembunyikannya karena menyangkut terlalu sedikit pegawai."
        )
    else:
        columns.append(Column("jumlah", w("Pegawai"), "integer"))
        columns.append(Column("bagian", w("Porsi"), "share", decimals=2))
        rows = [(name, part.jumlah, part.bagian) for name, part in zip(names, parts, strict=True)]
        note = w("Tingkat hukuman yang menyangkut sedikit pegawai digabung.")
    return [
        Table(
            w("Disiplin"),
            w("Pegawai menurut hukuman disiplin terberat dalam lima tahun terakhir"),
            tuple(columns),
            tuple(rows),
            note=note,
            source=source(facts, w),
        )
    ]
