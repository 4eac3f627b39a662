"""Ketahanan: does the ranking survive other weights, a dimension less, another mean, another instrument?"""

from __future__ import annotations

from collections.abc import Sequence

from ipasn_analysis.blocks.model import Block, Callout, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.robustness import rank_spread
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.ranking import Peringkat, Urutan
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import source
from ipasn_analysis.sections.sentences import robustness
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, label, say

FEWEST = 2


def section(facts: Facts, locale: Locale) -> Section:
    """The spread of ranks, the table of alternatives, the other instrument and the reading of the categories."""
    found = facts.ketahanan
    governments, units = found.pemerintah, found.urutan
    blocks: list[Block] = []
    if governments is not None:
        blocks += _part(facts, governments, "pemerintah", locale)
        if len(units.peringkat) >= FEWEST:
            blocks.append(Heading(say(locale, "Perangkat daerah pemerintah provinsi"), 3))
            blocks += _part(facts, units, "perangkat_daerah", locale)
    else:
        blocks += _part(facts, units, "perangkat_daerah", locale)
    blocks += _method(facts, locale)
    kind = _kind("perangkat_daerah" if governments is None else "pemerintah", locale)
    blocks += [
        Heading(say(locale, "Pembacaan batas kategori"), 3),
        Prose([robustness.reading(facts, kind, locale)]),
    ]
    return Section("ketahanan", say(locale, "Ketahanan peringkat"), blocks, locale)


def _kind(key: str, locale: Locale) -> str:
    return say(locale, "pemerintah") if key == "pemerintah" else say(locale, "perangkat daerah")


def _part(facts: Facts, part: Urutan, key: str, locale: Locale) -> list[Block]:
    """Sentences, chart and table of one ranking: of the governments or of the units."""
    rows, kind = part.peringkat, _kind(key, locale)
    if len(rows) < FEWEST:
        return [
            Prose(
                [say(locale, "Kurang dari dua {jenis} ditampilkan; tidak ada peringkat yang dapat diuji.", jenis=kind)]
            )
        ]
    title = say(
        locale,
        "{kokoh} pasangan {jenis} tetap urutannya dalam hampir semua undian bobot",
        kokoh=locale.share(part.pasangan.kokoh, 0),
        jenis=kind,
    )
    return [
        Prose(
            [
                " ".join(
                    [
                        robustness.pairs(part.pasangan, facts.ketahanan.ulangan, kind, locale),
                        robustness.dependent(rows, locale),
                    ]
                ),
                robustness.formulas(part, rows, locale),
            ]
        ),
        rank_spread(f"ketahanan-{key.replace('_', '-')}", title, rows, locale, source(facts, locale)),
        _table(facts, part, key, locale),
    ]


def _table(facts: Facts, part: Urutan, key: str, locale: Locale) -> Table:
    rows = part.peringkat
    other = facts.ketahanan.instrumen_lain
    ranks = {
        "geometrik": _by_name(part.geometrik),
        **{name: _by_name(part.tanpa_dimensi[name]) for name in DIMENSIONS},
    }
    group = say(locale, "Peringkat tanpa")
    columns = [
        Column("peringkat", say(locale, "Peringkat resmi"), "rank"),
        Column("nama", say(locale, "Pemerintah") if key == "pemerintah" else say(locale, "Perangkat daerah")),
        Column("median", say(locale, "Median"), "rank"),
        Column("selang", say(locale, "90% undian"), "interval", decimals=0),
        *(Column(name, label(locale, DIMENSIONS, name).lower(), "rank", group=group) for name in DIMENSIONS),
        Column("geometrik", say(locale, "Rata-rata geometrik"), "rank"),
    ]
    if other is not None and robustness.is_comparable(facts):
        columns.append(Column("lain", say(locale, "Instrumen lain"), "rank"))
        ranks["lain"] = _by_name(other.perangkat_daerah if key == "perangkat_daerah" else known(other.pemerintah))
    body = tuple(
        (
            row.peringkat,
            row.nama,
            row.median,
            (row.p05, row.p95),
            *(ranks[column.key].get(row.nama) for column in columns[4:]),
        )
        for row in rows
    )
    name = say(locale, "Ketahanan pemerintah") if key == "pemerintah" else say(locale, "Ketahanan perangkat daerah")
    return Table(
        name=name,
        title=say(locale, "Peringkat menurut bobot, dimensi, rumus, dan instrumen lain"),
        columns=tuple(columns),
        rows=body,
        note=_note(facts, locale),
        source=source(facts, locale),
    )


def _by_name(rows: Sequence[Peringkat]) -> dict[str, int]:
    return {row.nama: row.peringkat for row in rows}


def _note(facts: Facts, locale: Locale) -> str:
    """What the columns mean, and what stands for withheld figures."""
    text = say(
        locale,
        "Undian: {ulangan} bobot acak (Dirichlet) di sekitar bobot resmi, benih {benih}. Bagi yang kinerja dan disiplinnya disembunyikan, jumlah keduanya dibagi menurut rata-rata disiplin, agar peringkat tidak membuka angka itu.",
        ulangan=locale.integer(facts.ketahanan.ulangan),
        benih=facts.ketahanan.benih,
    )
    other = facts.ketahanan.instrumen_lain
    if other is None or not robustness.is_comparable(facts):
        return text
    message = "Instrumen lain: {nama}, sementara." if other.sementara else "Instrumen lain: {nama}."
    return f"{text} {say(locale, message, nama=other.instrumen)}"


def _method(facts: Facts, locale: Locale) -> list[Block]:
    """The effect of the other instrument; a callout where it is provisional."""
    paragraphs = robustness.other_instrument(facts, locale)
    heading = Heading(say(locale, "Pengaruh instrumen"), 3)
    if not paragraphs:
        return [
            heading,
            Prose([say(locale, "Nilai siap pakai tidak dapat dihitung ulang menurut instrumen lain.")]),
        ]
    first, *limits = paragraphs
    blocks: list[Block] = [heading, Prose([first])]
    if limits:
        blocks.append(Callout("provisional", say(locale, "Sementara"), limits))
    return blocks
