"""Tren: every snapshot, the exact test, published figures beside what is computed."""

from __future__ import annotations

from ipasn_analysis.blocks.model import Block, Callout, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.series import series
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import below, hidden_positions, source
from ipasn_analysis.sections.sentences import trend
from ipasn_analysis.writing.writer import Writer


def section(facts: Facts, w: Writer) -> Section:
    """The series as chart and table with its test, up to the report's cut-off date."""
    facts = _so_far(facts)
    sentences = [trend.trend(facts, w), trend.chance(facts, w), trend.within_a_year(facts, w)]
    blocks: list[Block] = [Prose([" ".join(filter(None, sentences))])]
    warning = trend.breaks(facts, w)
    if warning:
        blocks.append(Callout("warning", w("Deret terputus"), [warning]))
    chart = series(facts, w, source(facts, w), trend.title(facts, w))
    if chart is not None:
        blocks.append(chart)
    blocks.append(_table(facts, w))
    if facts.tren_resmi:
        blocks.append(_official(facts, w))
    if any(row.cukup_data for row in facts.tren_unit):
        blocks += [
            Heading(w("Menurut perangkat daerah"), 3),
            Prose([trend.units(facts, w)]),
            _units(facts, w),
        ]
    return Section("tren", w("Tren"), blocks, w)


def _so_far(facts: Facts) -> Facts:
    """The facts without what came after the report's cut-off date."""
    return facts.model_copy(
        update={
            "tren": tuple(row for row in facts.tren if row.per_tanggal <= facts.per_tanggal),
            "tren_resmi": tuple(row for row in facts.tren_resmi if row.tahun <= facts.tahun),
        }
    )


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.tren
    columns = (
        Column("per_tanggal", w("Keadaan per"), "date"),
        Column("indeks", w("Indeks"), "number"),
        Column("diukur", w("Diukur"), "integer"),
        Column("instrumen", w("Instrumen")),
    )
    body = tuple((row.per_tanggal.isoformat(), row.indeks, row.diukur, row.instrumen) for row in rows)
    return Table(
        name=w("Tren"),
        title=w("Indeks pada setiap potret data"),
        columns=columns,
        rows=body,
        note=w("Uji tren memakai potret terakhir setiap tahun dengan instrumen tahun laporan."),
        source=source(facts, w),
        hidden_rows=hidden_positions(rows),
        hidden_text=below(facts, w),
    )


def _official(facts: Facts, w: Writer) -> Table:
    columns = (
        Column("tahun", w("Tahun"), "text"),
        Column("indeks", w("Indeks resmi"), "number"),
        Column("sumber", w("Sumber")),
    )
    body = tuple((str(row.tahun), row.indeks, row.sumber) for row in facts.tren_resmi)
    return Table(
        name=w("Angka resmi"),
        title=w("Angka resmi yang diterbitkan"),
        columns=columns,
        rows=body,
        note=w("Angka resmi tidak dihitung oleh laporan ini dan tidak masuk uji tren."),
    )


def _units(facts: Facts, w: Writer) -> Table:
    """The trend of every unit with enough years, steepest rise first."""
    rows = sorted((row for row in facts.tren_unit if row.cukup_data), key=lambda row: (-known(row.sen_slope), row.nama))
    columns = (
        Column("nama", w("Perangkat daerah")),
        Column("tahun", w("Jumlah tahun"), "integer"),
        Column("laju", w("Poin per tahun"), "signed"),
        Column("selang", w("Selang 95%"), "interval"),
        Column("tau", w("Tau Kendall"), "signed"),
        Column("p", w("p terkoreksi"), "number", decimals=3),
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
        name=w("Tren per unit"),
        title=w("Tren perangkat daerah yang memiliki cukup tahun"),
        columns=columns,
        rows=body,
        note=w(
            "Kemiringan Theil–Sen dan uji Kendall eksak; nilai p dikoreksi menurut Holm karena banyak unit diuji sekaligus. Kolom tahun: banyaknya tahun yang sebanding.",
        ),
        source=source(facts, w),
    )


def _interval(bounds: tuple[float | None, float | None]) -> tuple[float, float] | None:
    low, high = bounds
    return None if low is None or high is None else (low, high)
