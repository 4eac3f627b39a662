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
from ipasn_analysis.writing.words import DIMENSIONS
from ipasn_analysis.writing.writer import N_, Writer

FEWEST = 2


def section(facts: Facts, w: Writer) -> Section:
    """The spread of ranks, the table of alternatives, the other instrument and the reading of the categories."""
    found = facts.ketahanan
    governments, units = found.pemerintah, found.urutan
    blocks: list[Block] = []
    if governments is not None:
        blocks += _part(facts, governments, "pemerintah", w)
        if len(units.peringkat) >= FEWEST:
            blocks.append(Heading(w("Perangkat daerah pemerintah provinsi"), 3))
            blocks += _part(facts, units, "perangkat_daerah", w)
    else:
        blocks += _part(facts, units, "perangkat_daerah", w)
    blocks += _method(facts, w)
    kind = _kind("perangkat_daerah" if governments is None else "pemerintah", w)
    blocks += [
        Heading(w("Pembacaan batas kategori"), 3),
        Prose([robustness.reading(facts, kind, w)]),
    ]
    return Section("ketahanan", w("Ketahanan peringkat"), blocks, w)


def _kind(key: str, w: Writer) -> str:
    return w("pemerintah") if key == "pemerintah" else w("perangkat daerah")


def _part(facts: Facts, part: Urutan, key: str, w: Writer) -> list[Block]:
    """Sentences, chart and table of one ranking: of the governments or of the units."""
    rows, kind = part.peringkat, _kind(key, w)
    if len(rows) < FEWEST:
        return [Prose([w("Kurang dari dua {jenis} ditampilkan; tidak ada peringkat yang dapat diuji.", jenis=kind)])]
    title = w(
        "{kokoh:%0} pasangan {jenis} tetap urutannya dalam hampir semua undian bobot",
        kokoh=part.pasangan.kokoh,
        jenis=kind,
    )
    return [
        Prose(
            [
                " ".join(
                    [
                        robustness.pairs(part.pasangan, facts.ketahanan.ulangan, kind, w),
                        robustness.dependent(rows, w),
                    ]
                ),
                robustness.formulas(part, rows, w),
            ]
        ),
        rank_spread(f"ketahanan-{key.replace('_', '-')}", title, rows, w, source(facts, w)),
        _table(facts, part, key, w),
    ]


def _table(facts: Facts, part: Urutan, key: str, w: Writer) -> Table:
    rows = part.peringkat
    other = facts.ketahanan.instrumen_lain
    ranks = {
        "geometrik": _by_name(part.geometrik),
        **{name: _by_name(part.tanpa_dimensi[name]) for name in DIMENSIONS},
    }
    group = w("Peringkat tanpa")
    columns = [
        Column("peringkat", w("Peringkat resmi"), "rank"),
        Column("nama", w("Pemerintah") if key == "pemerintah" else w("Perangkat daerah")),
        Column("median", w("Median"), "rank"),
        Column("selang", w("90% undian"), "interval", decimals=0),
        *(Column(name, w.label(DIMENSIONS, name).lower(), "rank", group=group) for name in DIMENSIONS),
        Column("geometrik", w("Rata-rata geometrik"), "rank"),
    ]
    if other is not None and robustness.is_comparable(facts):
        columns.append(Column("lain", w("Instrumen lain"), "rank"))
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
    name = w("Ketahanan pemerintah") if key == "pemerintah" else w("Ketahanan perangkat daerah")
    return Table(
        name=name,
        title=w("Peringkat menurut bobot, dimensi, rumus, dan instrumen lain"),
        columns=tuple(columns),
        rows=body,
        note=_note(facts, w),
        source=source(facts, w),
    )


def _by_name(rows: Sequence[Peringkat]) -> dict[str, int]:
    return {row.nama: row.peringkat for row in rows}


def _note(facts: Facts, w: Writer) -> str:
    """What the columns mean, and what stands for withheld figures."""
    text = w(
        "Undian: {ulangan:i} bobot acak (Dirichlet) di sekitar bobot resmi, benih {benih}. Bagi yang kinerja dan disiplinnya disembunyikan, jumlah keduanya dibagi menurut rata-rata disiplin, agar peringkat tidak membuka angka itu.",
        ulangan=facts.ketahanan.ulangan,
        benih=facts.ketahanan.benih,
    )
    other = facts.ketahanan.instrumen_lain
    if other is None or not robustness.is_comparable(facts):
        return text
    message = N_("Instrumen lain: {nama}, sementara.") if other.sementara else N_("Instrumen lain: {nama}.")
    return text + " " + w(message, nama=other.instrumen)


def _method(facts: Facts, w: Writer) -> list[Block]:
    """The effect of the other instrument; a callout where it is provisional."""
    paragraphs = robustness.other_instrument(facts, w)
    heading = Heading(w("Pengaruh instrumen"), 3)
    if not paragraphs:
        return [
            heading,
            Prose([w("Nilai siap pakai tidak dapat dihitung ulang menurut instrumen lain.")]),
        ]
    first, *limits = paragraphs
    blocks: list[Block] = [heading, Prose([first])]
    if limits:
        blocks.append(Callout("provisional", w("Sementara"), limits))
    return blocks
