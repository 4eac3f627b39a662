"""Pemetaan talenta: shares of people by performance and potential, as aggregates only."""

from __future__ import annotations

from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Callout, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import talent as chart
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import hidden, hidden_positions, source
from ipasn_analysis.sections.sentences import talent as sentences
from ipasn_analysis.writing.words import BANDS
from ipasn_analysis.writing.writer import Writer

ANCHOR = "talenta"


def section(facts: Facts, w: Writer) -> Section:
    """The map as chart and table with its reading, and what its edges are; or why there is none."""
    if facts.talenta is None:
        return Section(ANCHOR, w("Pemetaan talenta"), [Prose([sentences.none(facts, w)])], w)
    told = (sentences.among, sentences.top, sentences.ready, sentences.low, sentences.unknown)
    text = " ".join(filter(None, (sentence(facts, w) for sentence in told)))
    picture = chart.grid(facts, w, source(facts, w), sentences.title(facts, w))
    warning = sentences.unassessed(facts, w)
    blocks: list[Block] = [
        Prose([text]),
        replace(picture, caption=f"{picture.caption} {warning}".rstrip()),
        Callout("note", w("Cara membaca peta ini"), [sentences.edges(facts, w)]),
        _table(facts, w),
    ]
    return Section(ANCHOR, w("Pemetaan talenta"), blocks, w)


def _table(facts: Facts, w: Writer) -> Table:
    rows = list(reversed(known(facts.talenta).sel))
    columns = (
        Column("kinerja", w("Kinerja")),
        Column("potensi", w("Potensi")),
        Column("jumlah", w("Pegawai"), "integer"),
        Column("bagian", w("Porsi"), "share", bar_maximum=1.0),
    )
    body = tuple((w.label(BANDS, row.kinerja), w.label(BANDS, row.potensi), row.jumlah, row.bagian) for row in rows)
    return Table(
        name=w("Talenta"),
        title=w("Pegawai menurut kinerja dan potensi"),
        columns=columns,
        rows=body,
        note=sentences.unassessed(facts, w),
        source=source(facts, w),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, w),
    )
