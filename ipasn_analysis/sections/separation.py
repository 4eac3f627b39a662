"""What sets the governments with the highest index apart from the others."""

from __future__ import annotations

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Block, Column, Prose, Table
from ipasn_analysis.charts.inequality import Advantage, separation_bars
from ipasn_analysis.result.facts import Facts, ProvinceFacts
from ipasn_analysis.result.parts import known
from ipasn_analysis.sections.common import (
    shown_governments,
    source,
    table,
)
from ipasn_analysis.writing.words import DIMENSIONS, ITEMS, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer


def separation(facts: ProvinceFacts, w: Writer) -> str:
    """The dimension that sets the best apart from the others, its share of the differences, and the leading item."""
    rows = [row for row in facts.pembeda if row.selisih_lainnya is not None]
    if not rows:
        return ""
    most = max(rows, key=lambda row: known(row.selisih_lainnya))
    lead = known(most.selisih_lainnya)
    if lead <= 0 or w.is_zero(lead):
        return w("Tidak ada dimensi yang membedakan pemerintah daerah dengan indeks tertinggi dari yang lain.")
    text = w(
        "Pemerintah daerah dengan indeks tertinggi ({daftar}) paling unggul dalam {dimensi}: rata-rata {poin:n} poin di atas yang lain.",
        daftar=w.join(best_names(facts)),
        dimensi=w.label(DIMENSIONS, most.dimensi).lower(),
        poin=most.selisih_lainnya,
    )
    varied = [row for row in rows if row.bagian_keragaman is not None]
    if varied:
        widest = max(varied, key=lambda row: known(row.bagian_keragaman))
        text += " " + w(
            N_("Dari keragaman indeks antarpemerintah daerah, {bagian:%0} berasal dari {dimensi}.")
            if all(known(row.bagian_keragaman) >= 0 for row in varied) and known(widest.bagian_keragaman) <= 1
            else N_("Perbedaan indeks antarpemerintah daerah paling banyak berasal dari {dimensi}."),
            bagian=widest.bagian_keragaman,
            dimensi=w.label(DIMENSIONS, widest.dimensi).lower(),
        )
    return f"{text} {_item(facts, w)}".rstrip()


def best_names(facts: Facts) -> list[str]:
    """The governments that count as the best in the comparison with the others."""
    return [row.nama for row in shown_governments(facts)[: facts.banyak_teratas]]


def _item(facts: ProvinceFacts, w: Writer) -> str:
    rows = [row for row in facts.pembeda_butir or () if row.selisih > 0]
    if not rows:
        return ""
    most = max(rows, key=lambda row: row.selisih)
    if w.share(most.teratas, 0) == w.share(most.lainnya, 0):
        return ""
    return w(
        "Di antara butir kompetensi, jarak terbesar ada pada {butir}: dipenuhi {teratas:%0} pegawai di pemerintah daerah itu dan {lainnya:%0} di pemerintah daerah lainnya.",
        butir=uncapitalised(w.label(ITEMS, most.butir)),
        teratas=most.teratas,
        lainnya=most.lainnya,
    )


def separation_blocks(facts: ProvinceFacts, w: Writer) -> list[Block]:
    """What the best governments have that the others have not."""
    rows = facts.pembeda
    bars = [
        Advantage(w.label(DIMENSIONS, row.dimensi), row.selisih_lainnya, theme.DIMENSIONS[row.dimensi].light)
        for row in rows
        if row.selisih_lainnya is not None
    ]
    place = source(facts, w)
    title = w("Keunggulan pemerintah daerah dengan indeks tertinggi atas yang lain, dalam poin indeks")
    blocks: list[Block] = [Prose([separation(facts, w)]), separation_bars(bars, w, place, title)]
    blocks.append(_dimensions(facts, w))
    if facts.pembeda_butir:
        blocks.append(_items(facts, w))
    return blocks


def _dimensions(facts: ProvinceFacts, w: Writer) -> Table:
    lowest = shown_governments(facts)[-facts.banyak_teratas :]
    return table(
        w("Pembeda"),
        w("Dimensi pemerintah daerah dengan indeks tertinggi, terendah, dan lainnya"),
        facts.pembeda,
        [
            (Column("dimensi", w("Dimensi")), lambda row: w.label(DIMENSIONS, row.dimensi)),
            (Column("teratas", w("Tertinggi"), "number"), lambda row: row.teratas),
            (Column("lainnya", w("Lainnya"), "number"), lambda row: row.lainnya),
            (Column("terbawah", w("Terendah"), "number"), lambda row: row.terbawah),
            (Column("selisih_lainnya", w("Tertinggi − lainnya"), "signed"), lambda row: row.selisih_lainnya),
            (Column("selisih", w("Tertinggi − terendah"), "signed"), lambda row: row.selisih),
            (Column("bagian", w("Bagian keragaman antarpemerintah daerah"), "share"), lambda row: row.bagian_keragaman),
        ],
        note=w(
            "Poin, rata-rata semua pegawai. Tertinggi: {tertinggi}. Terendah: {terendah}. Lainnya: semua selain yang tertinggi.",
            tertinggi=w.join(best_names(facts)),
            terendah=w.join([row.nama for row in lowest]),
        ),
        source=source(facts, w),
    )


def _items(facts: ProvinceFacts, w: Writer) -> Table:
    return table(
        w("Pembeda butir"),
        w("Pegawai yang memenuhi setiap butir kompetensi"),
        facts.pembeda_butir or (),
        [
            (Column("butir", w("Butir")), lambda row: w.label(ITEMS, row.butir)),
            (Column("teratas", w("Tertinggi"), "share"), lambda row: row.teratas),
            (Column("lainnya", w("Lainnya"), "share"), lambda row: row.lainnya),
            (Column("selisih", w("Selisih (poin persen)"), "signed", decimals=1), lambda row: row.selisih * 100),
        ],
        note=w("Setiap butir dihitung hanya di antara pegawai yang jenis jabatannya wajib memenuhi butir itu."),
        source=source(facts, w),
    )
