"""Peringkat pemerintah: the governments of a province with intervals, map, dimensions, and what sets the best apart."""

from __future__ import annotations

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.charts.heatmap import dimension_heatmap
from ipasn_analysis.charts.inequality import Advantage, separation_bars
from ipasn_analysis.charts.tilemap import tile_map
from ipasn_analysis.facts.model.ranking import Pemerintah
from ipasn_analysis.facts.model.result import Facts, ProvinceFacts
from ipasn_analysis.sections.common import dimension_columns, hidden, hidden_positions, rank_interval, source
from ipasn_analysis.sections.sentences import governments
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, label, listed, say


def section(facts: Facts, locale: Locale) -> Section:
    """Ranking, rank intervals, tile map, heat map, and what separates the best from the rest."""
    rows = facts.peringkat_pemerintah
    shown = governments.shown(facts)
    title = say(locale, "Peringkat pemerintah")
    if not shown:
        text = say(locale, "Tidak ada pemerintah yang cukup besar untuk ditampilkan.")
        return Section("pemerintah", title, [Prose([text])], locale)
    place = source(facts, locale)
    sentences = [
        governments.leaders(facts, locale),
        governments.best(facts, locale),
        governments.worst(facts, locale),
    ]
    blocks: list[Block] = [
        Prose([text for text in (" ".join(filter(None, sentences)), governments.uncertainty(locale)) if text]),
        _table(facts, locale),
    ]
    if len(shown) > 1:
        chart_title = say(locale, "Selang peringkat 95%: {jumlah} pemerintah", jumlah=len(shown))
        blocks.append(ranking.rank_intervals("peringkat-pemerintah", chart_title, shown, locale, place))
    blocks += [
        Heading(say(locale, "Peta petak"), 3),
        tile_map(rows, locale, place, governments.map_title(rows, locale)),
        Heading(say(locale, "Dimensi menurut pemerintah"), 3),
        dimension_heatmap(
            shown, _maxima(facts), locale, place, governments.heatmap_title(shown, _maxima(facts), locale)
        ),
    ]
    if isinstance(facts, ProvinceFacts) and facts.pembeda:
        blocks += [Heading(say(locale, "Apa yang membedakan pemerintah terbaik"), 3), *_separation(facts, locale)]
    return Section("pemerintah", title, blocks, locale)


def _maxima(facts: Facts) -> dict[str, float]:
    return {name: facts.dimensi[name].maksimum for name in DIMENSIONS}


def _table(facts: Facts, locale: Locale) -> Table:
    rows = facts.peringkat_pemerintah
    columns = (
        Column("peringkat", say(locale, "Peringkat"), "rank"),
        Column("nama", say(locale, "Pemerintah")),
        Column("indeks", say(locale, "Indeks"), "number"),
        Column("selang", say(locale, "Selang peringkat"), "interval", decimals=0),
        Column("kategori", say(locale, "Kategori"), "category"),
        Column("diukur", say(locale, "Diukur"), "integer"),
        *dimension_columns(facts, locale),
        Column("perubahan", say(locale, "Perubahan"), "signed"),
    )
    body = tuple(
        (
            row.peringkat,
            _name(row),
            row.indeks,
            rank_interval(row),
            row.kategori,
            row.diukur,
            *(row.dimensi[name] for name in DIMENSIONS),
            row.perubahan,
        )
        for row in rows
    )
    return Table(
        name=say(locale, "Pemerintah"),
        title=say(locale, "Peringkat pemerintah di provinsi"),
        columns=columns,
        rows=body,
        note=_note(facts, locale),
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale, rows),
    )


def _name(row: Pemerintah) -> str:
    return f"{row.nama} ({row.kelas_ukuran})" if row.disembunyikan else str(row.nama)


def _note(facts: Facts, locale: Locale) -> str:
    text = say(
        locale,
        "Peringkat dan selang dihitung tanpa pembulatan; selang 95% berlaku serentak bagi semua pemerintah. Perubahan terhadap potret terakhir tahun sebelumnya.",
    )
    absent = facts.pemerintah_tidak_ada
    if not absent:
        return text
    return f"{text} " + say(locale, "Tanpa data tahun ini: {daftar}.", daftar=listed(locale, absent))


def _separation(facts: ProvinceFacts, locale: Locale) -> list[Block]:
    """What the best governments have that the others have not."""
    rows = facts.pembeda
    bars = [
        Advantage(label(locale, DIMENSIONS, row.dimensi), row.selisih_lainnya, theme.DIMENSIONS[row.dimensi].light)
        for row in rows
        if row.selisih_lainnya is not None
    ]
    place = source(facts, locale)
    title = say(locale, "Keunggulan pemerintah terbaik atas pemerintah lainnya, dalam poin indeks")
    blocks: list[Block] = [Prose([governments.separation(facts, locale)]), separation_bars(bars, locale, place, title)]
    blocks.append(_dimensions(facts, locale))
    if facts.pembeda_butir:
        blocks.append(_items(facts, locale))
    return blocks


def _dimensions(facts: ProvinceFacts, locale: Locale) -> Table:
    columns = (
        Column("dimensi", say(locale, "Dimensi")),
        Column("teratas", say(locale, "Terbaik"), "number"),
        Column("lainnya", say(locale, "Lainnya"), "number"),
        Column("terbawah", say(locale, "Terendah"), "number"),
        Column("selisih_lainnya", say(locale, "Terbaik − lainnya"), "signed"),
        Column("selisih", say(locale, "Terbaik − terendah"), "signed"),
        Column("bagian", say(locale, "Porsi keragaman antara pemerintah"), "share"),
    )
    body = tuple(
        (
            label(locale, DIMENSIONS, row.dimensi),
            row.teratas,
            row.lainnya,
            row.terbawah,
            row.selisih_lainnya,
            row.selisih,
            row.bagian_keragaman,
        )
        for row in facts.pembeda
    )
    shown = governments.shown(facts)
    count = facts.banyak_teratas
    note = say(
        locale,
        "Poin, rata-rata semua pegawai. Terbaik: {terbaik}. Terendah: {terendah}. Lainnya: semua selain yang terbaik.",
        terbaik=listed(locale, governments.best_names(facts)),
        terendah=listed(locale, [row.nama for row in shown[-count:]]),
    )
    return Table(
        name=say(locale, "Pembeda"),
        title=say(locale, "Dimensi pemerintah terbaik, lainnya, dan terendah"),
        columns=columns,
        rows=body,
        note=note,
        source=source(facts, locale),
    )


def _items(facts: ProvinceFacts, locale: Locale) -> Table:
    columns = (
        Column("butir", say(locale, "Butir")),
        Column("teratas", say(locale, "Terbaik"), "share"),
        Column("lainnya", say(locale, "Lainnya"), "share"),
        Column("selisih", say(locale, "Selisih (poin persen)"), "signed", decimals=1),
    )
    body = tuple(
        (label(locale, ITEMS, row.butir), row.teratas, row.lainnya, row.selisih * 100)
        for row in facts.pembeda_butir or ()
    )
    return Table(
        name=say(locale, "Pembeda butir"),
        title=say(locale, "Pegawai yang memenuhi setiap butir kompetensi"),
        columns=columns,
        rows=body,
        note=say(
            locale, "Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu."
        ),
        source=source(facts, locale),
    )
