"""Posisi di provinsi: where the report's own government stands among the governments of its province."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections import governments
from ipasn_analysis.sections.common import hidden, hidden_positions, rank_interval, source_of_governments
from ipasn_analysis.writing.writer import Writer


def section(facts: Facts, w: Writer) -> Section:
    """The ranking of the governments by their indices, with the own row set apart; never their units."""
    shown = governments.shown(facts)
    blocks: list[Block] = [Prose([governments.position(facts, w)])]
    if len(shown) > 1:
        own = next((row.nama for row in shown if row.region == facts.region), "")
        title = w("Selang peringkat 95%: {jumlah} pemerintah", jumlah=len(shown))
        chart = ranking.rank_intervals("posisi", title, shown, w, source_of_governments(facts, w), own)
        blocks += [_table(facts, w), chart, Prose([governments.uncertainty(w)])]
    return Section("posisi", w("Posisi di provinsi"), blocks, w)


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.peringkat_pemerintah
    columns = (
        Column("peringkat", w("Peringkat"), "rank"),
        Column("nama", w("Pemerintah")),
        Column("indeks", w("Indeks"), "number"),
        Column("selang", w("Selang peringkat"), "interval", decimals=0),
        Column("kategori", w("Kategori"), "category"),
        Column("diukur", w("Diukur"), "integer"),
        Column("jarak", w("Selisih terhadap {nama}", nama=facts.nama), "signed"),
    )
    body = tuple(
        (
            row.peringkat,
            f"{row.nama} ({row.kelas_ukuran})" if row.disembunyikan else row.nama,
            row.indeks,
            rank_interval(row),
            row.kategori,
            row.diukur,
            None if row.indeks is None or row.region == facts.region else row.indeks - facts.indeks,
        )
        for row in rows
    )
    return Table(
        name=w("Posisi di provinsi"),
        title=w("Indeks pemerintah di provinsi"),
        columns=columns,
        rows=body,
        note=_note(facts, w),
        source=source_of_governments(facts, w),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, w, rows),
        highlighted_rows=frozenset(place for place, row in enumerate(rows) if row.region == facts.region),
    )


def _note(facts: Facts, w: Writer) -> str:
    text = w(
        "Setiap pemerintah menurut potret terakhirnya tahun ini; selang 95% berlaku serentak bagi semua pemerintah."
    )
    absent = facts.pemerintah_tidak_ada
    if not absent:
        return text
    return f"{text} " + w("Tanpa data tahun ini: {daftar}.", daftar=w.join(absent))
