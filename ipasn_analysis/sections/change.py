"""Mengapa indeks berubah: the change split into dimensions, into people and their scores, and into units."""

from __future__ import annotations

from typing import Any

from ipasn_analysis.blocks.model import Block, Bullets, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import waterfall
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.sentences import change as sentences
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, SOURCES, label, say

ANCHOR = "mengapa-berubah"
TITLE = "Mengapa indeks berubah"
LARGEST = 10


def section(facts: Facts, locale: Locale) -> Section:
    """Both waterfalls with their tables, and what each unit contributed; or why there is nothing to explain."""
    if facts.perubahan is None:
        return Section(ANCHOR, say(locale, TITLE), [Prose([sentences.none(facts, locale)])], locale)
    told = [sentences.headline(facts, locale), sentences.certainty(facts, locale)]
    blocks: list[Block] = [
        Prose([" ".join(told)]),
        Heading(say(locale, "Menurut dimensi"), 3),
        Prose([sentences.dimensions(facts, locale)]),
        *_by_dimension(facts, locale),
        Heading(say(locale, "Belajar atau berganti orang?"), 3),
        Prose([sentences.sources(facts, locale)]),
    ]
    people = sentences.turnover(facts, locale)
    if people:
        blocks.append(Bullets(people))
    if known(facts.perubahan).per_sumber.bertahan is not None:
        picture = waterfall.by_source(facts, locale, source(facts, locale), sentences.source_title(facts, locale))
        blocks += [picture] if picture is not None else []
        blocks.append(_sources(facts, locale))
    if known(facts.perubahan).per_unit:
        blocks += [
            Heading(_unit_heading(facts, locale), 3),
            Prose([sentences.units(facts, locale)]),
            _units(facts, locale),
        ]
    return Section(ANCHOR, say(locale, TITLE), blocks, locale)


def _by_dimension(facts: Facts, locale: Locale) -> list[Block]:
    """The waterfall by dimension; nothing where kinerja and disiplin are withheld."""
    if None in known(facts.perubahan).per_dimensi.values():
        return []
    title = sentences.dimension_title(facts, locale)
    return [waterfall.by_dimension(facts, locale, source(facts, locale), title)]


def _sources(facts: Facts, locale: Locale) -> Table:
    change = known(facts.perubahan)
    counts, parts = change.jumlah_sumber, change.sumber_dimensi
    columns = [
        Column("asal", say(locale, "Asal perubahan")),
        Column("pegawai", say(locale, "Pegawai"), "integer"),
        Column("poin", say(locale, "Poin"), "signed"),
    ]
    if parts:
        group = say(locale, "di antaranya dari")
        columns += [Column(name, label(locale, DIMENSIONS, name), "signed", group=group) for name in DIMENSIONS]
    rows: list[tuple[Any, ...]] = [
        (
            label(locale, SOURCES, name),
            None if counts is None else counts[name],
            change.per_sumber[name],
            *((parts[name][dimension] for dimension in DIMENSIONS) if parts else ()),
        )
        for name in SOURCES
    ]
    whole = (change.per_dimensi[name] for name in DIMENSIONS) if parts else ()
    rows.append((say(locale, "Perubahan seluruhnya"), None, change.selisih, *whole))
    return Table(
        name=say(locale, "Asal perubahan"),
        title=say(locale, "Perubahan menurut asalnya, dalam poin indeks"),
        columns=tuple(columns),
        rows=tuple(rows),
        note=say(
            locale,
            "Masuk: selisih nilai mereka terhadap yang bertahan, ditimbang menurut bagiannya; keluar: sebaliknya pada "
            "tanggal awal. Bagian-bagian menjumlah tepat sebelum dibulatkan.",
        ),
        source=source(facts, locale),
        highlighted_rows=frozenset({len(rows) - 1}),
    )


def _unit_heading(facts: Facts, locale: Locale) -> str:
    return say(locale, "Menurut pemerintah" if facts.tingkat == "provinsi" else "Menurut perangkat daerah")


def unit_rows(facts: Facts, locale: Locale) -> list[tuple[str, float]]:
    """The units that moved the index most upwards and downwards, the others summed, and the whole: name and points."""
    rows = known(facts.perubahan).per_unit
    named = [(row.nama, row.kontribusi) for row in rows if row.nama is not None]
    shown = sorted(named, key=lambda row: (-row[1], row[0]))
    ups = [row for row in shown if row[1] > 0][:LARGEST]
    downs = [row for row in shown if row[1] <= 0][-LARGEST:]
    rest = [row for row in shown if row not in ups and row not in downs]
    found = [*ups, *downs]
    if len(rest) == 1:
        found += rest
    elif rest:
        message = "{jumlah} pemerintah lain" if facts.tingkat == "provinsi" else "{jumlah} unit lain"
        name = say(locale, message, jumlah=locale.integer(len(rest)))
        found.append((name, sum(points for _, points in rest)))
    found += [(say(locale, "Unit yang disembunyikan, digabung"), row.kontribusi) for row in rows if row.nama is None]
    return [*found, (say(locale, "Perubahan seluruhnya"), known(facts.perubahan).selisih)]


def _units(facts: Facts, locale: Locale) -> Table:
    rows = unit_rows(facts, locale)
    return Table(
        name=say(locale, "Sumbangan unit"),
        title=say(locale, "Sumbangan unit terhadap perubahan, dalam poin indeks"),
        columns=(
            Column("nama", say(locale, "Pemerintah" if facts.tingkat == "provinsi" else "Perangkat daerah")),
            Column("poin", say(locale, "Sumbangan"), "signed", decimals=3),
        ),
        rows=tuple(rows),
        note=say(
            locale,
            "Sumbangan sebuah unit: perubahan indeksnya menurut bagian pegawainya, ditambah perubahan bagian itu "
            "sendiri "
            "(Griliches dan Regev 1995). Paling banyak {jumlah} unit terbesar ke atas dan ke bawah; jumlah semuanya "
            "sama "
            "dengan perubahan seluruhnya.",
            jumlah=LARGEST,
        ),
        source=source(facts, locale),
        highlighted_rows=frozenset({len(rows) - 1}),
    )
