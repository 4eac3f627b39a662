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
from ipasn_analysis.writing.words import INEQUALITY
from ipasn_analysis.writing.writer import Writer


def section(facts: Facts, w: Writer) -> Section:
    """The variance split, the spread over the years and the way of each government."""
    assert isinstance(facts, ProvinceFacts)
    split, found = facts.ketimpangan, facts.konvergensi
    blocks: list[Block] = [Heading(w("Di mana letak perbedaan?"), 3)]
    if split is None:
        blocks.append(Prose([w("Indeks semua pegawai sama; tidak ada ketimpangan yang dapat diurai.")]))
    else:
        blocks.append(Prose([inequality.split(split, w), inequality.meaning(split, w)]))
        title = inequality.bar_title(split, w)
        blocks += [variance_bar(split, w, source(facts, w), title), _split(facts, split, w)]
    blocks.append(Heading(w("Apakah pemerintah saling mendekat?"), 3))
    if found is None:
        text = w("Belum cukup data: diperlukan sedikitnya dua tahun dan tiga pemerintah dengan instrumen yang sama.")
        blocks.append(Prose([text]))
    else:
        blocks += _convergence(facts, found, w)
    return Section("ketimpangan", w("Ketimpangan dan konvergensi"), blocks, w)


def _split(facts: Facts, split: Ketimpangan, w: Writer) -> Table:
    columns = (
        Column("letak", w("Letak keragaman")),
        Column("kelompok", w("Jumlah kelompok"), "integer"),
        Column("bagian", w("Porsi"), "share", bar_maximum=1.0),
        Column("kebetulan", w("Bila dibagi acak"), "share", decimals=2),
    )
    chance = dict(split.kebetulan.items())
    counts = {"antar_pemerintah": split.pemerintah, "antar_unit": split.unit}
    body = tuple((w.label(INEQUALITY, key), counts.get(key), split.bagian[key], chance.get(key)) for key in INEQUALITY)
    return Table(
        name=w("Ketimpangan"),
        title=w("Keragaman indeks perorangan menurut letaknya"),
        columns=columns,
        rows=body,
        note=w("Porsi dari jumlah kuadrat simpangan indeks perorangan; ketiganya berjumlah 100%."),
        source=source(facts, w),
    )


def _convergence(facts: Facts, found: Konvergensi, w: Writer) -> list[Block]:
    place = source(facts, w)
    rows = found.per_pemerintah
    years = (found.tahun[0], found.tahun[-1])
    return [
        Prose([f"{inequality.spread(found, w)} {inequality.catching_up(found, w)}"]),
        spread_line(found, w, place, inequality.spread_title(found, w)),
        paths(rows, years, w, place, inequality.paths_title(found, w)),
        _paths(facts, rows, years, w),
    ]


def _paths(facts: Facts, rows: Sequence[LajuPemerintah], years: tuple[int, int], w: Writer) -> Table:
    columns = (
        Column("nama", w("Pemerintah")),
        Column("awal", str(years[0]), "number"),
        Column("akhir", str(years[1]), "number"),
        Column("laju", w("Poin per tahun"), "signed"),
    )
    return Table(
        name=w("Konvergensi"),
        title=w("Indeks pada awal dan akhir, dan laju per tahun"),
        columns=columns,
        rows=tuple((row.nama, row.awal, row.akhir, row.laju) for row in rows),
        note=w("Hanya pemerintah yang ditampilkan dalam setiap tahun dengan instrumen yang sama."),
        source=source(facts, w),
    )
