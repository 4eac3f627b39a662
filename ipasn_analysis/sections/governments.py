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
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS
from ipasn_analysis.writing.writer import Writer


def section(facts: Facts, w: Writer) -> Section:
    """Ranking, rank intervals, tile map, heat map, and what separates the best from the rest."""
    rows = facts.peringkat_pemerintah
    shown = governments.shown(facts)
    title = w("Peringkat pemerintah")
    if not shown:
        text = w("Tidak ada pemerintah yang cukup besar untuk ditampilkan.")
        return Section("pemerintah", title, [Prose([text])], w)
    place = source(facts, w)
    sentences = [
        governments.leaders(facts, w),
        governments.best(facts, w),
        governments.worst(facts, w),
    ]
    blocks: list[Block] = [
        Prose([text for text in (" ".join(filter(None, sentences)), governments.uncertainty(w)) if text]),
        _table(facts, w),
    ]
    if len(shown) > 1:
        chart_title = w("Selang peringkat 95%: {jumlah} pemerintah", jumlah=len(shown))
        blocks.append(ranking.rank_intervals("peringkat-pemerintah", chart_title, shown, w, place))
    blocks += [
        Heading(w("Peta petak"), 3),
        tile_map(rows, w, place, governments.map_title(rows, w)),
        Heading(w("Dimensi menurut pemerintah"), 3),
        dimension_heatmap(shown, _maxima(facts), w, place, governments.heatmap_title(shown, _maxima(facts), w)),
    ]
    if isinstance(facts, ProvinceFacts) and facts.pembeda:
        blocks += [Heading(w("Apa yang membedakan pemerintah terbaik"), 3), *_separation(facts, w)]
    return Section("pemerintah", title, blocks, w)


def _maxima(facts: Facts) -> dict[str, float]:
    return {name: facts.dimensi[name].maksimum for name in DIMENSIONS}


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.peringkat_pemerintah
    columns = (
        Column("peringkat", w("Peringkat"), "rank"),
        Column("nama", w("Pemerintah")),
        Column("indeks", w("Indeks"), "number"),
        Column("selang", w("Selang peringkat"), "interval", decimals=0),
        Column("kategori", w("Kategori"), "category"),
        Column("diukur", w("Diukur"), "integer"),
        *dimension_columns(facts, w),
        Column("perubahan", w("Perubahan"), "signed"),
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
        name=w("Pemerintah"),
        title=w("Peringkat pemerintah di provinsi"),
        columns=columns,
        rows=body,
        note=_note(facts, w),
        source=source(facts, w),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, w, rows),
    )


def _name(row: Pemerintah) -> str:
    return f"{row.nama} ({row.kelas_ukuran})" if row.disembunyikan else str(row.nama)


def _note(facts: Facts, w: Writer) -> str:
    text = w(
        "Peringkat dan selang dihitung tanpa pembulatan; selang 95% berlaku serentak bagi semua pemerintah. Perubahan terhadap potret terakhir tahun sebelumnya.",
    )
    absent = facts.pemerintah_tidak_ada
    if not absent:
        return text
    return f"{text} " + w("Tanpa data tahun ini: {daftar}.", daftar=w.join(absent))


def _separation(facts: ProvinceFacts, w: Writer) -> list[Block]:
    """What the best governments have that the others have not."""
    rows = facts.pembeda
    bars = [
        Advantage(w.label(DIMENSIONS, row.dimensi), row.selisih_lainnya, theme.DIMENSIONS[row.dimensi].light)
        for row in rows
        if row.selisih_lainnya is not None
    ]
    place = source(facts, w)
    title = w("Keunggulan pemerintah terbaik atas pemerintah lainnya, dalam poin indeks")
    blocks: list[Block] = [Prose([governments.separation(facts, w)]), separation_bars(bars, w, place, title)]
    blocks.append(_dimensions(facts, w))
    if facts.pembeda_butir:
        blocks.append(_items(facts, w))
    return blocks


def _dimensions(facts: ProvinceFacts, w: Writer) -> Table:
    columns = (
        Column("dimensi", w("Dimensi")),
        Column("teratas", w("Terbaik"), "number"),
        Column("lainnya", w("Lainnya"), "number"),
        Column("terbawah", w("Terendah"), "number"),
        Column("selisih_lainnya", w("Terbaik − lainnya"), "signed"),
        Column("selisih", w("Terbaik − terendah"), "signed"),
        Column("bagian", w("Porsi keragaman antara pemerintah"), "share"),
    )
    body = tuple(
        (
            w.label(DIMENSIONS, row.dimensi),
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
    note = w(
        "Poin, rata-rata semua pegawai. Terbaik: {terbaik}. Terendah: {terendah}. Lainnya: semua selain yang terbaik.",
        terbaik=w.join(governments.best_names(facts)),
        terendah=w.join([row.nama for row in shown[-count:]]),
    )
    return Table(
        name=w("Pembeda"),
        title=w("Dimensi pemerintah terbaik, lainnya, dan terendah"),
        columns=columns,
        rows=body,
        note=note,
        source=source(facts, w),
    )


def _items(facts: ProvinceFacts, w: Writer) -> Table:
    columns = (
        Column("butir", w("Butir")),
        Column("teratas", w("Terbaik"), "share"),
        Column("lainnya", w("Lainnya"), "share"),
        Column("selisih", w("Selisih (poin persen)"), "signed", decimals=1),
    )
    body = tuple(
        (w.label(ITEMS, row.butir), row.teratas, row.lainnya, row.selisih * 100) for row in facts.pembeda_butir or ()
    )
    return Table(
        name=w("Pembeda butir"),
        title=w("Pegawai yang memenuhi setiap butir kompetensi"),
        columns=columns,
        rows=body,
        note=w("Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu."),
        source=source(facts, w),
    )
