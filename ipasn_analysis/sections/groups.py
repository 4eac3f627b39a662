"""Kelompok: what groups of people score, and how large and how certain their differences are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Block, Bullets, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import groups as chart
from ipasn_analysis.facts.model.people import Kelompok, Pengelompokan, UjiKelompok
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import (
    dimension_columns,
    hidden,
    hidden_positions,
    item_columns,
    source,
)
from ipasn_analysis.sections.sentences import groups as sentences
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, GROUPINGS, group_name, label, lowered, say


def section(facts: Facts, locale: Locale) -> Section:
    """The chart of all groups, the tested differences, and a table for each grouping."""
    blocks: list[Block] = [Prose([sentences.lead(facts, locale)])]
    picture = chart.means(facts, locale, source(facts, locale), sentences.title(facts, locale))
    if picture is not None:
        blocks.append(picture)
    tests = sentences.tested(facts)
    if tests:
        blocks += [
            Heading(say(locale, "Seberapa besar perbedaannya?"), 3),
            Prose([sentences.order(locale)]),
            Bullets([sentences.difference(test, locale) for test in (*tests, *_untested(facts))]),
            Prose([sentences.caution(locale)]),
            _tests(facts, locale),
        ]
    if facts.kelompok:
        blocks.append(Heading(say(locale, "Setiap kelompok"), 3))
        blocks += [_table(facts, entry, locale) for entry in facts.kelompok]
    if facts.butir_kelompok:
        items = _items(facts, locale)
        if items.rows:
            blocks += [Heading(say(locale, "Butir kompetensi menurut kelompok"), 3), items]
    return Section("kelompok", say(locale, "Kelompok pegawai"), blocks, locale)


def _untested(facts: Facts) -> list[UjiKelompok]:
    return [test for test in facts.uji_kelompok if test.p_terkoreksi is None]


def _tests(facts: Facts, locale: Locale) -> Table:
    two = say(locale, "Hanya dua kelompok")
    columns = (
        Column("pengelompokan", say(locale, "Pengelompokan")),
        Column("kelompok", say(locale, "Tertinggi > terendah")),
        Column("rentang", say(locale, "Rentang"), "number"),
        Column("ukuran", say(locale, "Ukuran")),
        Column("omega", "ω²", "number", decimals=3),
        Column("g", "g", "number", group=two),
        Column("selang", say(locale, "Selang 95%"), "interval", group=two),
        Column("p", say(locale, "p terkoreksi"), "number", decimals=3),
    )
    tests = [*sentences.tested(facts), *_untested(facts)]
    note = say(
        locale,
        "Rentang dalam poin. ω²: bagian keragaman indeks yang terletak di antara kelompok; g: selisih dua rata-rata "
        "dalam "
        "simpangan baku (Hedges). Ukuran menurut batas Cohen (1988), dengan g bila hanya dua kelompok dan ω² bila "
        "lebih: "
        "kecil mulai g {g1} atau ω² {w1}, sedang mulai {g2} atau {w2}, besar mulai {g3} atau {w3}. p dari uji Welch, "
        "dikoreksi menurut Holm atas semua pengelompokan yang diuji; di bawah {taraf} perbedaan dianggap bukan sekadar "
        "kebetulan.",
        **{f"g{place}": locale.number(edge, 1) for place, edge in enumerate(sentences.G_EDGES, 1)},
        **{f"w{place}": locale.number(edge) for place, edge in enumerate(sentences.OMEGA_EDGES, 1)},
        taraf=locale.number(sentences.SIGNIFICANT),
    )
    return Table(
        name=say(locale, "Uji kelompok"),
        title=say(locale, "Perbedaan antarkelompok yang diuji, diurutkan menurut ω²"),
        columns=columns,
        rows=tuple(_test_row(test, locale) for test in tests),
        note=note,
        source=source(facts, locale),
    )


def _test_row(test: UjiKelompok, locale: Locale) -> tuple[Any, ...]:
    grouping = test.pengelompokan
    name = label(locale, GROUPINGS, grouping)
    if test.p_terkoreksi is None:
        return (name, *(None,) * 7)
    ends = (group_name(locale, grouping, end) for end in (test.tertinggi, test.terendah))
    return (
        name,
        " > ".join(ends),
        test.rentang,
        say(locale, sentences.SIZES[sentences.size(test)]),
        test.omega_kuadrat,
        test.hedges_g,
        None if test.hedges_g is None else (test.hedges_bawah, test.hedges_atas),
        test.p_terkoreksi,
    )


def _table(facts: Facts, entry: Pengelompokan, locale: Locale) -> Table:
    grouping, rows = entry.pengelompokan, entry.kelompok
    name = label(locale, GROUPINGS, grouping)
    columns = (
        Column("kelompok", name),
        Column("diukur", say(locale, "Diukur"), "integer"),
        Column("indeks", say(locale, "Indeks"), "number"),
        Column("selisih", say(locale, "Selisih terhadap semua"), "signed"),
        *dimension_columns(facts, locale),
    )
    body = tuple(
        (
            _name(row, grouping, locale),
            row.diukur,
            row.indeks,
            row.selisih,
            *(row.dimensi[dimension] for dimension in DIMENSIONS),
        )
        for row in rows
    )
    return Table(
        name=say(locale, "Kelompok {nama}", nama=lowered(name)),
        title=_title(grouping, name, locale),
        columns=columns,
        rows=body,
        note=_note(facts, rows, locale),
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale, rows),
    )


def _name(row: Kelompok, grouping: str, locale: Locale) -> str:
    name = group_name(locale, grouping, row.kunci)
    return f"{name} ({row.kelas_ukuran or locale.integer(row.diukur)})" if row.disembunyikan else name


def _title(grouping: str, name: str, locale: Locale) -> str:
    if grouping == "eselon":
        return say(locale, "Indeks pegawai struktural menurut eselon")
    if grouping == "golongan":
        return say(locale, "Indeks PNS menurut golongan")
    return say(locale, "Indeks menurut {nama}", nama=lowered(name))


def _note(facts: Facts, rows: Sequence[Kelompok], locale: Locale) -> str:
    """Why figures are missing, where any are."""
    notes = []
    if any(row.disembunyikan for row in rows):
        text = (
            "Kelompok di bawah {ambang} pegawai disembunyikan, beserta satu lagi bila perlu; dalam kurung: kelas "
            "ukuran."
        )
        notes.append(say(locale, text, ambang=facts.ambang.kelompok))
    if any(row.dimensi_disembunyikan and not row.disembunyikan for row in rows):
        text = (
            "Kinerja dan disiplin disembunyikan bagi kelompok di bawah {ambang} pegawai, beserta satu lagi bila perlu."
        )
        notes.append(say(locale, text, ambang=facts.ambang.disiplin))
    return " ".join(notes)


def _items(facts: Facts, locale: Locale) -> Table:
    """Rates of the competence items in every shown group."""
    rows = facts.butir_kelompok
    keys = list(rows[0].butir)
    columns = (
        Column("pengelompokan", say(locale, "Pengelompokan")),
        Column("kelompok", say(locale, "Kelompok")),
        *item_columns(keys, locale),
    )
    note = say(
        locale,
        "Setiap butir dihitung hanya di antara pegawai yang wajib memenuhinya; kosong bila pegawainya terlalu sedikit atau tidak ada.",
    )
    if any(row.sebagian for row in rows):
        note += " " + say(
            locale,
            "Angka yang disembunyikan sebagian pemerintah dihitung tanpa pemerintah itu, bila yang lain mencakup lebih dari separuh pegawai.",
        )
    every = tuple(
        (
            label(locale, GROUPINGS, row.pengelompokan),
            group_name(locale, row.pengelompokan, row.kunci),
            *(row.butir[key] for key in keys),
        )
        for row in rows
    )
    body = with_figures(every, 2)
    if len(body) < len(every):
        note += " " + say(
            locale,
            "{jumlah} kelompok lain: terlalu sedikit pegawai untuk ditampilkan.",
            jumlah=locale.integer(len(every) - len(body)),
        )
    return Table(
        name=say(locale, "Butir per kelompok"),
        title=say(locale, "Porsi pegawai yang memenuhi setiap butir, menurut kelompok"),
        columns=columns,
        rows=body,
        note=note,
        source=source(facts, locale),
    )
