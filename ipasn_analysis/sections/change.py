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
from ipasn_analysis.writing.words import DIMENSIONS, SOURCES
from ipasn_analysis.writing.writer import N_, Writer

ANCHOR = "mengapa-berubah"
LARGEST = 10


def section(facts: Facts, w: Writer) -> Section:
    """Both waterfalls with their tables, and what each unit contributed; or why there is nothing to explain."""
    if facts.perubahan is None:
        return Section(ANCHOR, w("Mengapa indeks berubah"), [Prose([sentences.none(facts, w)])], w)
    told = [sentences.headline(facts, w), sentences.certainty(facts, w)]
    blocks: list[Block] = [
        Prose([" ".join(told)]),
        Heading(w("Menurut dimensi"), 3),
        Prose([sentences.dimensions(facts, w)]),
        *_by_dimension(facts, w),
        Heading(w("Belajar atau berganti orang?"), 3),
        Prose([sentences.sources(facts, w)]),
    ]
    people = sentences.turnover(facts, w)
    if people:
        blocks.append(Bullets(people))
    if known(facts.perubahan).per_sumber.bertahan is not None:
        picture = waterfall.by_source(facts, w, source(facts, w), sentences.source_title(facts, w))
        blocks += [picture] if picture is not None else []
        blocks.append(_sources(facts, w))
    if known(facts.perubahan).per_unit:
        blocks += [
            Heading(_unit_heading(facts, w), 3),
            Prose([sentences.units(facts, w)]),
            _units(facts, w),
        ]
    return Section(ANCHOR, w("Mengapa indeks berubah"), blocks, w)


def _by_dimension(facts: Facts, w: Writer) -> list[Block]:
    """The waterfall by dimension; nothing where kinerja and disiplin are withheld."""
    if None in known(facts.perubahan).per_dimensi.values():
        return []
    title = sentences.dimension_title(facts, w)
    return [waterfall.by_dimension(facts, w, source(facts, w), title)]


def _sources(facts: Facts, w: Writer) -> Table:
    change = known(facts.perubahan)
    counts, parts = change.jumlah_sumber, change.sumber_dimensi
    columns = [
        Column("asal", w("Asal perubahan")),
        Column("pegawai", w("Pegawai"), "integer"),
        Column("poin", w("Poin"), "signed"),
    ]
    if parts:
        group = w("di antaranya dari")
        columns += [Column(name, w.label(DIMENSIONS, name), "signed", group=group) for name in DIMENSIONS]
    rows: list[tuple[Any, ...]] = [
        (
            w.label(SOURCES, name),
            None if counts is None else counts[name],
            change.per_sumber[name],
            *((parts[name][dimension] for dimension in DIMENSIONS) if parts else ()),
        )
        for name in SOURCES
    ]
    whole = (change.per_dimensi[name] for name in DIMENSIONS) if parts else ()
    rows.append((w("Perubahan seluruhnya"), None, change.selisih, *whole))
    return Table(
        name=w("Asal perubahan"),
        title=w("Perubahan menurut asalnya, dalam poin indeks"),
        columns=tuple(columns),
        rows=tuple(rows),
        note=w(
            "Masuk: selisih nilai mereka terhadap yang bertahan, ditimbang menurut bagiannya; keluar: sebaliknya pada tanggal awal. Bagian-bagian menjumlah tepat sebelum dibulatkan.",
        ),
        source=source(facts, w),
        highlighted_rows=frozenset({len(rows) - 1}),
    )


def _unit_heading(facts: Facts, w: Writer) -> str:
    return w(N_("Menurut pemerintah") if facts.tingkat == "provinsi" else N_("Menurut perangkat daerah"))


def unit_rows(facts: Facts, w: Writer) -> list[tuple[str, float]]:
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
        message = N_("{jumlah:i} pemerintah lain") if facts.tingkat == "provinsi" else N_("{jumlah:i} unit lain")
        name = w(message, jumlah=len(rest))
        found.append((name, sum(points for _, points in rest)))
    found += [(w("Unit yang disembunyikan, digabung"), row.kontribusi) for row in rows if row.nama is None]
    return [*found, (w("Perubahan seluruhnya"), known(facts.perubahan).selisih)]


def _units(facts: Facts, w: Writer) -> Table:
    rows = unit_rows(facts, w)
    return Table(
        name=w("Sumbangan unit"),
        title=w("Sumbangan unit terhadap perubahan, dalam poin indeks"),
        columns=(
            Column("nama", w(N_("Pemerintah") if facts.tingkat == "provinsi" else N_("Perangkat daerah"))),
            Column("poin", w("Sumbangan"), "signed", decimals=3),
        ),
        rows=tuple(rows),
        note=w(
            "Sumbangan sebuah unit: perubahan indeksnya menurut bagian pegawainya, ditambah perubahan bagian itu sendiri (Griliches dan Regev 1995). Paling banyak {jumlah} unit terbesar ke atas dan ke bawah; jumlah semuanya sama dengan perubahan seluruhnya.",
            jumlah=LARGEST,
        ),
        source=source(facts, w),
        highlighted_rows=frozenset({len(rows) - 1}),
    )
