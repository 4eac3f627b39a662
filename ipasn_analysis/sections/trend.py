"""Tren: every snapshot, the exact test, published figures beside what is computed."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Callout, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.series import series
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import below, hidden_positions, source
from ipasn_analysis.sections.sentences import trend
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import say


def section(facts: Facts, locale: Locale) -> Section:
    """The series as chart and table with its test, up to the report's cut-off date."""
    facts = _so_far(facts)
    sentences = [trend.trend(facts, locale), trend.chance(facts, locale), trend.within_a_year(facts, locale)]
    blocks: list[Block] = [Prose([" ".join(filter(None, sentences))])]
    warning = trend.breaks(facts, locale)
    if warning:
        blocks.append(Callout("warning", say(locale, "Deret terputus"), [warning]))
    chart = series(facts, locale, source(facts, locale), trend.title(facts, locale))
    if chart is not None:
        blocks.append(chart)
    blocks.append(_table(facts, locale))
    if facts.tren_resmi:
        blocks.append(_official(facts, locale))
    if any(row.cukup_data for row in facts.tren_unit):
        blocks += [
            Heading(say(locale, "Menurut perangkat daerah"), 3),
            Prose([trend.units(facts, locale)]),
            _units(facts, locale),
        ]
    return Section("tren", say(locale, "Tren"), blocks, locale)


def _so_far(facts: Facts) -> Facts:
    """The facts without what came after the report's cut-off date."""
    return facts.model_copy(
        update={
            "tren": tuple(row for row in facts.tren if row.per_tanggal <= facts.per_tanggal),
            "tren_resmi": tuple(row for row in facts.tren_resmi if row.tahun <= facts.tahun),
        }
    )


def _table(facts: Facts, locale: Locale) -> Table:
    rows = facts.tren
    columns = (
        Column("per_tanggal", say(locale, "Keadaan per"), "date"),
        Column("indeks", say(locale, "Indeks"), "number"),
        Column("diukur", say(locale, "Diukur"), "integer"),
        Column("instrumen", say(locale, "Instrumen")),
    )
    body = tuple((row.per_tanggal.isoformat(), row.indeks, row.diukur, row.instrumen) for row in rows)
    return Table(
        name=say(locale, "Tren"),
        title=say(locale, "Indeks pada setiap potret data"),
        columns=columns,
        rows=body,
        note=say(locale, "Uji tren memakai potret terakhir setiap tahun dengan instrumen tahun laporan."),
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=below(facts, locale),
    )


def _official(facts: Facts, locale: Locale) -> Table:
    columns = (
        Column("tahun", say(locale, "Tahun"), "text"),
        Column("indeks", say(locale, "Indeks resmi"), "number"),
        Column("sumber", say(locale, "Sumber")),
    )
    body = tuple((str(row.tahun), row.indeks, row.sumber) for row in facts.tren_resmi)
    return Table(
        name=say(locale, "Angka resmi"),
        title=say(locale, "Angka resmi yang diterbitkan"),
        columns=columns,
        rows=body,
        note=say(locale, "Angka resmi tidak dihitung oleh laporan ini dan tidak masuk uji tren."),
    )


def _units(facts: Facts, locale: Locale) -> Table:
    """The trend of every unit with enough years, steepest rise first."""
    rows = sorted((row for row in facts.tren_unit if row.cukup_data), key=lambda row: (-known(row.sen_slope), row.nama))
    columns = (
        Column("nama", say(locale, "Perangkat daerah")),
        Column("tahun", say(locale, "Jumlah tahun"), "integer"),
        Column("laju", say(locale, "Poin per tahun"), "signed"),
        Column("selang", say(locale, "Selang 95%"), "interval"),
        Column("tau", say(locale, "Tau Kendall"), "signed"),
        Column("p", say(locale, "p terkoreksi"), "number", decimals=3),
    )
    body = tuple(
        (
            row.nama,
            len(row.tahun),
            row.sen_slope,
            _interval(row.sen_selang),
            row.kendall_tau,
            row.p_terkoreksi,
        )
        for row in rows
    )
    return Table(
        name=say(locale, "Tren per unit"),
        title=say(locale, "Tren perangkat daerah yang memiliki cukup tahun"),
        columns=columns,
        rows=body,
        note=say(
            locale,
            "Kemiringan Theil–Sen dan uji Kendall eksak; nilai p dikoreksi menurut Holm karena banyak unit diuji sekaligus. Kolom tahun: banyaknya tahun yang sebanding.",
        ),
        source=source(facts, locale),
    )


def _interval(bounds: tuple[float | None, float | None]) -> tuple[float, float] | None:
    low, high = bounds
    return None if low is None or high is None else (low, high)
