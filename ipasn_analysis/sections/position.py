"""Posisi di provinsi: where the report's own government stands among the governments of its province."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import hidden, hidden_positions, rank_interval, source_of_governments
from ipasn_analysis.sections.sentences import governments
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import listed, say


def section(facts: Facts, locale: Locale) -> Section:
    """The ranking of the governments by their indices, with the own row set apart; never their units."""
    shown = governments.shown(facts)
    blocks: list[Block] = [Prose([governments.position(facts, locale)])]
    if len(shown) > 1:
        own = next((row.nama for row in shown if row.region == facts.region), "")
        title = say(locale, "Selang peringkat 95%: {jumlah} pemerintah", jumlah=len(shown))
        chart = ranking.rank_intervals("posisi", title, shown, locale, source_of_governments(facts, locale), own)
        blocks += [_table(facts, locale), chart, Prose([governments.uncertainty(locale)])]
    return Section("posisi", say(locale, "Posisi di provinsi"), blocks, locale)


def _table(facts: Facts, locale: Locale) -> Table:
    rows = facts.peringkat_pemerintah
    columns = (
        Column("peringkat", say(locale, "Peringkat"), "rank"),
        Column("nama", say(locale, "Pemerintah")),
        Column("indeks", say(locale, "Indeks"), "number"),
        Column("selang", say(locale, "Selang peringkat"), "interval", decimals=0),
        Column("kategori", say(locale, "Kategori"), "category"),
        Column("diukur", say(locale, "Diukur"), "integer"),
        Column("jarak", say(locale, "Selisih terhadap {nama}", nama=facts.nama), "signed"),
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
        name=say(locale, "Posisi di provinsi"),
        title=say(locale, "Indeks pemerintah di provinsi"),
        columns=columns,
        rows=body,
        note=_note(facts, locale),
        source=source_of_governments(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale, rows),
        highlighted_rows=frozenset(place for place, row in enumerate(rows) if row.region == facts.region),
    )


def _note(facts: Facts, locale: Locale) -> str:
    text = say(
        locale,
        "Setiap pemerintah menurut potret terakhirnya tahun ini; selang 95% berlaku serentak bagi semua pemerintah.",
    )
    absent = facts.pemerintah_tidak_ada
    if not absent:
        return text
    return f"{text} " + say(locale, "Tanpa data tahun ini: {daftar}.", daftar=listed(locale, absent))
