"""Posisi di provinsi: where the report's own government stands among the governments of its province."""

from __future__ import annotations

from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.ranking import Pemerintah
from ipasn_analysis.sections import fair, governments
from ipasn_analysis.sections.common import hidden, rank_columns, shown_governments, source_of_governments, table
from ipasn_analysis.writing.writer import N_, Writer


def section(facts: Facts, w: Writer) -> Section:
    """Where the own government stands among the indices of the province; never the units of others."""
    shown = shown_governments(facts)
    words, tables = fair.of_governments(facts, w)
    blocks: list[Block] = [Prose([governments.position(facts, w)]), *words]
    appendix: list[Block] = []
    if len(shown) > 1:
        own = next((row.nama for row in shown if row.region == facts.region), "")
        place = source_of_governments(facts, w)
        title = governments.own_rank(facts, w).removesuffix(".")
        blocks.append(ranking.indices("posisi", title, shown, w, place, own, facts.target))
        appendix.append(_table(facts, w))
    blocks += governments.below_the_line(facts, w)
    return Section("posisi", w("Posisi di provinsi"), blocks, w, [*appendix, *tables])


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.peringkat_pemerintah

    def gap(row: Pemerintah) -> float | None:
        return None if row.indeks is None or row.region == facts.region else row.indeks - facts.indeks

    found = table(
        w("Posisi di provinsi"),
        w("Indeks pemerintah daerah di provinsi"),
        rows,
        [
            *rank_columns(w, w("Pemerintah daerah")),
            (Column("jarak", w("Selisih terhadap {nama}", nama=facts.nama), "signed"), gap),
        ],
        note=governments.with_absent(
            w(
                N_("Setiap pemerintah daerah menurut data terakhirnya tahun ini.")
                if facts.sumber_nilai == "rekap"
                else N_(
                    "Setiap pemerintah daerah menurut data terakhirnya tahun ini; selang 95% berlaku serentak bagi semua pemerintah daerah."
                )
            ),
            facts,
            w,
        ),
        source=source_of_governments(facts, w),
        hidden_text=hidden(facts, w, rows),
    )
    own = (place for place, row in enumerate(rows) if row.region == facts.region)
    return replace(found, highlighted_rows=frozenset(own))
