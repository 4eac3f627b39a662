"""Tren: every snapshot, the exact test, published figures beside what is computed."""

from __future__ import annotations

from ipasn_analysis.presentation.blocks import Block, Callout, Column, Prose, Section, Table
from ipasn_analysis.presentation.charts.series import series
from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.sections.common import Facts, hidden, hidden_positions, source
from ipasn_analysis.presentation.sentences import trend
from ipasn_analysis.presentation.words import say


def section(facts: Facts, locale: Locale) -> Section:
    """The series as chart and table with its test."""
    sentences = [trend.trend(facts, locale), trend.chance(facts, locale)]
    blocks: list[Block] = [Prose([" ".join(filter(None, sentences))])]
    warning = trend.breaks(facts, locale)
    if warning:
        blocks.append(Callout("warning", say(locale, "Deret terputus"), [warning]))
    chart = series(facts, locale, source(facts, locale), trend.title(facts, locale))
    if chart is not None:
        blocks.append(chart)
    blocks.append(_table(facts, locale))
    if facts["tren_resmi"]:
        blocks.append(_official(facts, locale))
    return Section("tren", say(locale, "Tren"), blocks, locale)


def _table(facts: Facts, locale: Locale) -> Table:
    rows = facts["tren"]
    columns = (
        Column("per_tanggal", say(locale, "Keadaan per"), "date"),
        Column("indeks", say(locale, "Indeks"), "number"),
        Column("diukur", say(locale, "Diukur"), "integer"),
        Column("instrumen", say(locale, "Instrumen")),
    )
    body = tuple((row["per_tanggal"], row["indeks"], row["diukur"], row["instrumen"]) for row in rows)
    return Table(
        name=say(locale, "Tren"),
        title=say(locale, "Indeks pada setiap potret data"),
        columns=columns,
        rows=body,
        note=say(locale, "Uji tren memakai potret terakhir setiap tahun dengan instrumen tahun laporan."),
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale),
    )


def _official(facts: Facts, locale: Locale) -> Table:
    columns = (
        Column("tahun", say(locale, "Tahun"), "text"),
        Column("indeks", say(locale, "Indeks resmi"), "number"),
        Column("sumber", say(locale, "Sumber")),
    )
    body = tuple((str(row["tahun"]), row["indeks"], row["sumber"]) for row in facts["tren_resmi"])
    return Table(
        name=say(locale, "Angka resmi"),
        title=say(locale, "Angka resmi yang diterbitkan"),
        columns=columns,
        rows=body,
        note=say(locale, "Angka resmi tidak dihitung oleh laporan ini dan tidak masuk uji tren."),
    )
