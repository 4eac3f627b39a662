"""Ketimpangan dan konvergensi: where the differences lie, and whether the governments draw together."""

from __future__ import annotations

from collections.abc import Sequence

from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.inequality import paths, spread_line, variance_bar
from ipasn_analysis.facts.model.province import Ketimpangan, Konvergensi, LajuPemerintah
from ipasn_analysis.facts.model.result import Facts, ProvinceFacts
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.sentences import inequality
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import INEQUALITY, label, say


def section(facts: Facts, locale: Locale) -> Section:
    """The variance split, the spread over the years and the way of each government."""
    assert isinstance(facts, ProvinceFacts)
    split, found = facts.ketimpangan, facts.konvergensi
    blocks: list[Block] = [Heading(say(locale, "Di mana letak perbedaan?"), 3)]
    if split is None:
        blocks.append(Prose([say(locale, "Indeks semua pegawai sama; tidak ada ketimpangan yang dapat diurai.")]))
    else:
        blocks.append(Prose([inequality.split(split, locale), inequality.meaning(split, locale)]))
        title = inequality.bar_title(split, locale)
        blocks += [variance_bar(split, locale, source(facts, locale), title), _split(facts, split, locale)]
    blocks.append(Heading(say(locale, "Apakah pemerintah saling mendekat?"), 3))
    if found is None:
        text = say(
            locale, "Belum cukup data: diperlukan sedikitnya dua tahun dan tiga pemerintah dengan instrumen yang sama."
        )
        blocks.append(Prose([text]))
    else:
        blocks += _convergence(facts, found, locale)
    return Section("ketimpangan", say(locale, "Ketimpangan dan konvergensi"), blocks, locale)


def _split(facts: Facts, split: Ketimpangan, locale: Locale) -> Table:
    columns = (
        Column("letak", say(locale, "Letak keragaman")),
        Column("kelompok", say(locale, "Jumlah kelompok"), "integer"),
        Column("bagian", say(locale, "Porsi"), "share", bar_maximum=1.0),
        Column("kebetulan", say(locale, "Bila dibagi acak"), "share", decimals=2),
    )
    chance = dict(split.kebetulan.items())
    counts = {"antar_pemerintah": split.pemerintah, "antar_unit": split.unit}
    body = tuple(
        (label(locale, INEQUALITY, key), counts.get(key), split.bagian[key], chance.get(key)) for key in INEQUALITY
    )
    return Table(
        name=say(locale, "Ketimpangan"),
        title=say(locale, "Keragaman indeks perorangan menurut letaknya"),
        columns=columns,
        rows=body,
        note=say(locale, "Porsi dari jumlah kuadrat simpangan indeks perorangan; ketiganya berjumlah 100%."),
        source=source(facts, locale),
    )


def _convergence(facts: Facts, found: Konvergensi, locale: Locale) -> list[Block]:
    place = source(facts, locale)
    rows = found.per_pemerintah
    years = (found.tahun[0], found.tahun[-1])
    return [
        Prose([f"{inequality.spread(found, locale)} {inequality.catching_up(found, locale)}"]),
        spread_line(found, locale, place, inequality.spread_title(found, locale)),
        paths(rows, years, locale, place, inequality.paths_title(found, locale)),
        _paths(facts, rows, years, locale),
    ]


def _paths(facts: Facts, rows: Sequence[LajuPemerintah], years: tuple[int, int], locale: Locale) -> Table:
    columns = (
        Column("nama", say(locale, "Pemerintah")),
        Column("awal", str(years[0]), "number"),
        Column("akhir", str(years[1]), "number"),
        Column("laju", say(locale, "Poin per tahun"), "signed"),
    )
    return Table(
        name=say(locale, "Konvergensi"),
        title=say(locale, "Indeks pada awal dan akhir, dan laju per tahun"),
        columns=columns,
        rows=tuple((row.nama, row.awal, row.akhir, row.laju) for row in rows),
        note=say(locale, "Hanya pemerintah yang ditampilkan dalam setiap tahun dengan instrumen yang sama."),
        source=source(facts, locale),
    )
