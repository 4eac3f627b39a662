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
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import BANDS, label, say

ANCHOR = "talenta"
TITLE = "Pemetaan talenta"


def section(facts: Facts, locale: Locale) -> Section:
    """The map as chart and table with its reading, and what its edges are; or why there is none."""
    if facts.talenta is None:
        return Section(ANCHOR, say(locale, TITLE), [Prose([sentences.none(facts, locale)])], locale)
    told = (sentences.among, sentences.top, sentences.ready, sentences.low, sentences.unknown)
    text = " ".join(filter(None, (sentence(facts, locale) for sentence in told)))
    picture = chart.grid(facts, locale, source(facts, locale), sentences.title(facts, locale))
    warning = sentences.unassessed(facts, locale)
    blocks: list[Block] = [
        Prose([text]),
        replace(picture, caption=f"{picture.caption} {warning}".rstrip()),
        Callout("note", say(locale, "Cara membaca peta ini"), [sentences.edges(facts, locale)]),
        _table(facts, locale),
    ]
    return Section(ANCHOR, say(locale, TITLE), blocks, locale)


def _table(facts: Facts, locale: Locale) -> Table:
    rows = list(reversed(known(facts.talenta).sel))
    columns = (
        Column("kinerja", say(locale, "Kinerja")),
        Column("potensi", say(locale, "Potensi")),
        Column("jumlah", say(locale, "Pegawai"), "integer"),
        Column("bagian", say(locale, "Porsi"), "share", bar_maximum=1.0),
    )
    body = tuple(
        (label(locale, BANDS, row.kinerja), label(locale, BANDS, row.potensi), row.jumlah, row.bagian) for row in rows
    )
    return Table(
        name=say(locale, "Talenta"),
        title=say(locale, "Pegawai menurut kinerja dan potensi"),
        columns=columns,
        rows=body,
        note=sentences.unassessed(facts, locale),
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale),
    )
