"""Perangkat daerah: the ranking with its uncertainty, the best, those below target, the funnel."""

from __future__ import annotations

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.charts.funnel import funnel
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import (
    dimension_columns,
    hidden,
    hidden_positions,
    item_columns,
    rank_interval,
    source,
)
from ipasn_analysis.sections.sentences.summary import TOP, ranked_people
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, listed, say


def section(facts: Facts, locale: Locale) -> Section:
    """The table of units, the chart of rank intervals and the funnel."""
    rows = facts.perangkat_daerah
    shown = [row for row in rows if not row.disembunyikan]
    title = say(locale, "Perangkat daerah")
    if not shown:
        return Section(
            "perangkat-daerah",
            title,
            [Prose([say(locale, "Tidak ada perangkat daerah yang cukup besar untuk ditampilkan.")])],
            locale,
        )
    blocks: list[Block] = [Prose([top(facts, locale), uncertainty(locale)]), _table(facts, locale)]
    chart_title = say(locale, "Selang peringkat 95%: {jumlah} perangkat daerah", jumlah=len(shown))
    blocks.append(ranking.rank_intervals("peringkat-unit", chart_title, shown, locale, source(facts, locale)))
    below = [row for row in shown if row.di_bawah_target]
    if below:
        blocks += [
            Heading(say(locale, "Di bawah target"), 3),
            Prose([below_target(facts, locale)]),
            _below(facts, locale),
        ]
    if facts.butir_unit:
        items = _items(facts, locale)
        if items.rows:
            blocks += [Heading(say(locale, "Butir kompetensi menurut perangkat daerah"), 3), items]
    picture = funnel(facts, locale, source(facts, locale))
    if picture is not None:
        blocks += [Heading(say(locale, "Apakah perbedaannya bukan sekadar kebetulan?"), 3), picture]
    return Section("perangkat-daerah", title, blocks, locale)


def top(facts: Facts, locale: Locale) -> str:
    """The three best units, and whether their place is certain; where no more are shown, these and no claim."""
    rows = {row.nama: row for row in facts.perangkat_daerah if not row.disembunyikan}
    names = facts.tiga_teratas
    values = {"daftar": listed(locale, [f"{name} ({locale.number(rows[name].indeks)})" for name in names])}
    if len(rows) <= TOP:
        return say(locale, "Hanya {jumlah} perangkat daerah ditampilkan: {daftar}.", jumlah=len(rows), **values)
    some_hidden = len(rows) < len(facts.perangkat_daerah)
    text = say(
        locale,
        "Tiga teratas di antara perangkat daerah yang ditampilkan: {daftar}."
        if some_hidden
        else "Tiga teratas: {daftar}.",
        **values,
    )
    certain = [row.nama for row in facts.perangkat_daerah if row.pasti_teratas]
    possible = [row for row in facts.perangkat_daerah if row.mungkin_teratas]
    if certain:
        more = say(
            locale,
            "Dengan tingkat kepercayaan 95%, yang termasuk tiga teratas: {daftar}; yang mungkin termasuk: {jumlah} unit.",
            daftar=listed(locale, certain),
            jumlah=len(possible),
        )
    else:
        more = say(
            locale,
            "Dengan tingkat kepercayaan 95%, tidak satu unit pun dapat dipastikan termasuk tiga teratas; yang mungkin termasuk: {jumlah} unit.",
            jumlah=len(possible),
        )
    return f"{text} {more}"


def uncertainty(locale: Locale) -> str:
    """What uncertainty means although everybody was counted."""
    return say(
        locale,
        "Semua pegawai dihitung, bukan sampel; namun indeks unit tetap berfluktuasi karena pegawai masuk dan keluar, waktu pencatatan, dan kelengkapan riwayat. Selang peringkat menunjukkan peringkat mana saja yang masih mungkin bila fluktuasi itu diperhitungkan: unit yang selangnya bertumpang tindih jangan diperlakukan sebagai berbeda.",
    )


def below_target(facts: Facts, locale: Locale) -> str:
    """How many of the shown units are below the target."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    below = [row for row in shown if row.di_bawah_target]
    return say(
        locale,
        "{jumlah} dari {semua} perangkat daerah yang ditampilkan berada di bawah target {target}.",
        jumlah=locale.integer(len(below)),
        semua=locale.integer(len(shown)),
        target=locale.number(facts.target),
    )


def _table(facts: Facts, locale: Locale) -> Table:
    rows = facts.perangkat_daerah
    columns = (
        Column("peringkat", say(locale, "Peringkat"), "rank"),
        Column("nama", say(locale, "Perangkat daerah")),
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
            row.nama if not row.disembunyikan else f"{row.nama} ({row.kelas_ukuran})",
            row.indeks,
            rank_interval(row),
            row.kategori,
            row.diukur,
            *(row.dimensi[name] for name in DIMENSIONS),
            row.perubahan,
        )
        for row in rows
    )
    note = say(
        locale,
        "Peringkat dan selang dihitung tanpa pembulatan; selang 95% berlaku serentak bagi semua unit. Unit di bawah {kelompok} pegawai disembunyikan, beserta yang lain bila perlu untuk melindunginya; kinerja dan disiplin disembunyikan bagi unit di bawah {disiplin} pegawai. Dalam kurung: kelas ukuran.",
        kelompok=facts.ambang.kelompok,
        disiplin=facts.ambang.disiplin,
    )
    return Table(
        name=say(locale, "Perangkat daerah"),
        title=say(locale, "Peringkat perangkat daerah"),
        columns=columns,
        rows=body,
        note=note,
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale, rows),
    )


def _below(facts: Facts, locale: Locale) -> Table:
    below = (row for row in facts.perangkat_daerah if not row.disembunyikan and row.di_bawah_target)
    rows = sorted(below, key=lambda row: -row.kekurangan)
    columns = (
        Column("nama", say(locale, "Perangkat daerah")),
        Column("diukur", say(locale, "Diukur"), "integer"),
        Column("indeks", say(locale, "Indeks"), "number"),
        Column("jarak", say(locale, "Jarak ke target"), "signed"),
        Column("bobot", say(locale, "Sumbangan terhadap kekurangan"), "signed"),
    )
    total = ranked_people(facts)
    body = tuple((row.nama, row.diukur, row.indeks, row.jarak_target, -row.kekurangan / total) for row in rows)
    return Table(
        name=say(locale, "Di bawah target"),
        title=say(locale, "Perangkat daerah di bawah target, sumbangan terbesar terhadap kekurangan lebih dahulu"),
        columns=columns,
        rows=body,
        note=say(
            locale,
            "Sumbangan: jarak ke target dikali porsi unit dari semua pegawai yang diukur pada pemerintahnya, dalam poin.",
        ),
        source=source(facts, locale),
    )


def _items(facts: Facts, locale: Locale) -> Table:
    """Rates of the competence items per unit, in the order of the ranking."""
    rates = {row.nama: row.butir for row in facts.butir_unit}
    names = [row.nama for row in facts.perangkat_daerah if row.nama in rates]
    keys = list(next(iter(rates.values())))
    every = tuple((name, *(rates[name][key] for key in keys)) for name in names)
    rows = with_figures(every, 1)
    note = say(
        locale,
        "Setiap butir dihitung hanya di antara pegawai yang wajib memenuhinya; kosong bila pegawainya terlalu sedikit atau tidak ada.",
    )
    if len(rows) < len(every):
        note += " " + say(
            locale,
            "{jumlah} unit lain: terlalu sedikit pegawai untuk ditampilkan.",
            jumlah=locale.integer(len(every) - len(rows)),
        )
    return Table(
        name=say(locale, "Butir per unit"),
        title=say(locale, "Porsi pegawai yang memenuhi setiap butir, menurut perangkat daerah"),
        columns=(Column("nama", say(locale, "Perangkat daerah")), *item_columns(keys, locale)),
        rows=rows,
        note=note,
        source=source(facts, locale),
    )
