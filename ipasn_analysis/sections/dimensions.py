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
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, DISCIPLINE, EDUCATION, ITEMS, PREDIKAT, label, say

PREDIKAT_COLOURS = {
    "sangat_baik": "sangat tinggi",
    "baik": "tinggi",
    "butuh_perbaikan": "sedang",
    "kurang": "rendah",
    "sangat_kurang": "sangat rendah",
}


def section(facts: Facts, locale: Locale) -> Section:
    """The table of dimensions and a part for each of them."""
    blocks: list[Block] = [_table(facts, locale), Prose([_effective(facts, locale)])]
    for title, parts in (
        (say(locale, "Kualifikasi: pendidikan tertinggi"), _education(facts, locale)),
        (say(locale, "Kompetensi: butir yang dipenuhi"), _items(facts, locale)),
        (say(locale, "Kinerja: predikat"), _predikat(facts, locale)),
        (say(locale, "Disiplin"), _discipline(facts, locale)),
    ):
        if parts:
            blocks += [Heading(title, 3), *parts]
    return Section("dimensi", say(locale, "Rincian dimensi"), blocks, locale)


def _table(facts: Facts, locale: Locale) -> Table:
    change, peers = facts.perubahan, facts.pembanding
    columns = [
        Column("dimensi", say(locale, "Dimensi")),
        Column("rata", say(locale, "Rata-rata"), "number"),
        Column("maks", say(locale, "Maksimum"), "integer"),
        Column("persen", say(locale, "Persen dari maksimum"), "percent"),
        Column("ubah", say(locale, "Perubahan"), "signed"),
    ]
    if peers:
        group = say(locale, "Selisih terhadap")
        columns += [
            Column("provinsi", say(locale, "provinsi"), "signed", group=group),
            Column("median", say(locale, "median sebanding"), "signed", group=group),
            Column("kuartil", say(locale, "kuartil atas"), "signed", group=group),
        ]
    rows = []
    for name, values in [*facts.dimensi.items(), ("indeks", None)]:
        row: list[Any] = [label(locale, DIMENSIONS, name)] if values else [say(locale, "Indeks")]
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
        name=say(locale, "Dimensi"),
        title=say(locale, "Keempat dimensi, perubahannya, dan pembandingnya"),
        columns=tuple(columns),
        rows=tuple(rows),
        note=say(
            locale, "Poin. Perubahan terhadap potret terakhir tahun sebelumnya; selisih dihitung tanpa pembulatan."
        ),
        source=source(facts, locale),
        highlighted_rows=frozenset({len(rows) - 1}),
    )


def _effective(facts: Facts, locale: Locale) -> str:
    weights = facts.rincian.bobot_efektif
    if weights is None and facts.dimensi.kinerja.rata_rata is None:
        return say(
            locale,
            "Kinerja dan disiplin disembunyikan: kelompok di bawah {ambang} pegawai, atau angka gabungan yang akan membuka kelompok seperti itu.",
            ambang=facts.ambang.disiplin,
        )
    if weights is None:
        return say(locale, "Indeks semua pegawai sama, sehingga tidak ada dimensi yang membedakan mereka.")
    name = max(DIMENSIONS, key=lambda key: known(weights[key]))
    return say(
        locale,
        "Yang paling membedakan indeks pegawai satu dari yang lain adalah {dimensi}: {bagian} dari keragaman indeks berasal darinya, sedangkan bobot resminya {bobot}.",
        dimensi=label(locale, DIMENSIONS, name).lower(),
        bagian=locale.share(weights[name], 0),
        bobot=locale.percent(facts.dimensi[name].maksimum, 0),
    )


def _education(facts: Facts, locale: Locale) -> list[Block]:
    parts = facts.rincian.pendidikan
    if parts is None:
        return []
    colour = theme.DIMENSIONS["kualifikasi"].light
    shown = [_bar(label(locale, EDUCATION, part.kunci), part, colour) for part in parts]
    most = _most(parts)
    title = say(locale, "Pegawai menurut pendidikan tertinggi")
    if most:
        title = say(
            locale,
            "{bagian} pegawai berpendidikan {jenjang}",
            bagian=locale.share(most.bagian),
            jenjang=label(locale, EDUCATION, most.kunci),
        )
    return [bars.composition("pendidikan", title, shown, locale, source(facts, locale), _at_least(parts, locale))]


def _most(parts: Sequence[Bagian]) -> Bagian | None:
    """The largest part; None when that is not shown."""
    most = max(parts, key=lambda part: part.bagian or part.paling_sedikit or 0.0)
    return most if most.bagian else None


def _bar(name: str, part: Bagian, colour: str) -> bars.Part:
    at_least = part.paling_sedikit
    return bars.Part(name, part.bagian if at_least is None else at_least, colour, at_least is not None)


def _at_least(parts: Sequence[Bagian], locale: Locale) -> str:
    """What "≥" means, where it stands."""
    if all(part.paling_sedikit is None for part in parts):
        return ""
    return say(locale, "≥: sekurang-kurangnya, dari pemerintah yang menampilkan angka itu; lainnya menyembunyikannya.")


def _items(facts: Facts, locale: Locale) -> list[Block]:
    items = facts.rincian.butir
    if items is None:
        return [Prose([say(locale, "Nilai siap pakai tidak merinci butir kompetensi.")])]
    columns = (
        Column("butir", say(locale, "Butir")),
        Column("berlaku", say(locale, "Berlaku bagi"), "integer"),
        Column("punya", say(locale, "Memenuhi"), "integer"),
        Column("bagian", say(locale, "Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi"),
        Column("poin", say(locale, "Poin indeks bila semua memenuhi"), "signed"),
    )
    rows = tuple(
        (label(locale, ITEMS, item.butir), item.berlaku, item.punya, item.bagian, item.poin_terbuka) for item in items
    )
    return [
        Table(
            name=say(locale, "Butir kompetensi"),
            title=say(locale, "Butir kompetensi di antara pegawai yang wajib memenuhinya"),
            columns=columns,
            rows=rows,
            note=say(
                locale, "Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu."
            ),
            source=source(facts, locale),
            hidden_rows=frozenset(place for place, item in enumerate(items) if item.disembunyikan),
            hidden_text=hidden(facts, locale),
        )
    ]


def _predikat(facts: Facts, locale: Locale) -> list[Block]:
    parts = facts.rincian.predikat
    if parts is None:
        return []
    shown = [
        _bar(
            label(locale, PREDIKAT, part.kunci),
            part,
            theme.CATEGORIES[PREDIKAT_COLOURS[part.kunci]].light if part.kunci else theme.NEUTRAL.light,
        )
        for part in parts
    ]
    most = _most(parts)
    title = say(locale, "Pegawai menurut predikat kinerja")
    if most:
        title = say(
            locale,
            "{bagian} pegawai berpredikat {predikat}",
            bagian=locale.share(most.bagian),
            predikat=label(locale, PREDIKAT, most.kunci).lower(),
        )
    chart: Chart = bars.composition("predikat", title, shown, locale, source(facts, locale), _at_least(parts, locale))
    return [chart]


def _discipline(facts: Facts, locale: Locale) -> list[Block]:
    parts = facts.rincian.disiplin
    if parts is None:
        return [
            Prose(
                [
                    say(
                        locale,
                        "Rincian disiplin tidak ditampilkan: menyangkut terlalu sedikit pegawai, atau akan membuka kelompok seperti itu.",
                    )
                ]
            )
        ]
    columns = [Column("tingkat", say(locale, "Hukuman disiplin"))]
    names = [label(locale, DISCIPLINE, part.kunci) for part in parts]
    rows: list[tuple[Any, ...]]
    if parts[0].disembunyikan:
        columns.append(Column("bagian", say(locale, "Sekurang-kurangnya"), "share", decimals=2))
        rows = [(name, part.paling_sedikit) for name, part in zip(names, parts, strict=True)]
        note = say(
            locale,
            "Porsi dari seluruh pegawai menurut pemerintah yang menampilkannya; pemerintah lain menyembunyikannya karena menyangkut terlalu sedikit pegawai.",
        )
    else:
        columns.append(Column("jumlah", say(locale, "Pegawai"), "integer"))
        columns.append(Column("bagian", say(locale, "Porsi"), "share", decimals=2))
        rows = [(name, part.jumlah, part.bagian) for name, part in zip(names, parts, strict=True)]
        note = say(locale, "Tingkat hukuman yang menyangkut sedikit pegawai digabung.")
    return [
        Table(
            say(locale, "Disiplin"),
            say(locale, "Pegawai menurut hukuman disiplin terberat dalam lima tahun terakhir"),
            tuple(columns),
            tuple(rows),
            note=note,
            source=source(facts, locale),
        )
    ]
