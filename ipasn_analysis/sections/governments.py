"""Peringkat pemerintah: the governments of a province with intervals, map, dimensions, and what sets the best apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Chart, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.charts.tilemap import tile_map
from ipasn_analysis.result.facts import Facts, ProvinceFacts
from ipasn_analysis.result.ranking import Pemerintah, PemerintahTampil
from ipasn_analysis.sections import fair
from ipasn_analysis.sections.common import (
    dimension_columns,
    hidden,
    own_government,
    rank_columns,
    shown_governments,
    source,
    source_of_governments,
    table,
)
from ipasn_analysis.sections.separation import separation_blocks
from ipasn_analysis.writing.words import FEW, INSTRUMENTS, describe_change, uncapitalised
from ipasn_analysis.writing.writer import N_, Value, Writer

MOST_NAMED = 4
"""Governments that a sentence names one by one; more are counted."""

NOT_RANKED = {
    "instrumen": N_("dinilai dengan instrumen lain"),
    "tanggal": N_("tanggal data terlalu jauh dari yang lain"),
}
"""Why a government is not ranked with the others."""


def section(facts: Facts, w: Writer) -> Section:
    """Ranking, rank intervals, tile map, heat map, and what separates the best from the rest."""
    rows = facts.peringkat_pemerintah
    rows_shown = shown_governments(facts)
    title = w("Peringkat pemerintah daerah")
    if not rows_shown:
        text = w("Tidak ada pemerintah daerah yang cukup besar untuk ditampilkan.")
        return Section("pemerintah", title, [Prose([text])], w)
    place = source(facts, w)
    of_people = facts.sumber_nilai != "rekap"
    sentences = [leaders(facts, w), reached(facts, w), *([best(facts, w), worst(facts, w)] if of_people else [])]
    told = (" ".join(filter(None, sentences)), uncertainty(w) if of_people else "")
    blocks: list[Block] = [
        Prose([text for text in told if text]),
        _table(facts, w),
        tile_map(rows, w, place, map_title(rows, w)),
        *below_the_line(facts, w),
    ]
    words, appendix = fair.of_governments(facts, w)
    blocks += words
    if isinstance(facts, ProvinceFacts) and facts.pembeda:
        told_apart, *tables = separation_blocks(facts, w)
        blocks += [Heading(w("Apa yang membedakan pemerintah daerah dengan indeks tertinggi"), 3), told_apart]
        appendix = [*appendix, *tables]
    return Section("pemerintah", title, blocks, w, appendix)


def lead(facts: ProvinceFacts, w: Writer) -> str:
    """The provincial government first, then how many reached their target or a high category, and who else fell."""
    rows = shown_governments(facts)
    own = next((row for row in rows if row.pemprov), None)
    told = [uncapitalised((reached(facts, w) or map_title(rows, w)).rstrip("."))]
    if own is not None:
        values: dict[str, Value] = {"nama": own.nama, "indeks": own.indeks, "kategori": own.kategori}
        told.insert(
            0,
            w("{nama} {indeks:n} ({kategori:t})", **values)
            if own.perubahan is None or not own.perubahan_lebih_dari_derau or w.is_zero(own.perubahan)
            else w(
                "{nama} {gerak} menjadi {indeks:n} ({kategori:t})", gerak=describe_change(w, own.perubahan), **values
            ),
        )
    fallen = [row for row in rows if has_fallen(row, w)]
    others = [row.nama for row in fallen if not row.pemprov]
    if others:
        text = N_("turun nyata: {daftar}") if len(others) == len(fallen) else N_("turun nyata juga: {daftar}")
        told.append(w(text, daftar=w.join(others)))
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def has_fallen(row: PemerintahTampil, w: Writer) -> bool:
    """Whether it fell by more than chance explains, and by more than nothing as it is shown."""
    moved = row.perubahan
    return moved is not None and moved < 0 and bool(row.perubahan_lebih_dari_derau) and not w.is_zero(moved)


def dots(facts: Facts, w: Writer) -> Chart | None:
    """The indices of the governments on one scale, the provincial government set apart; None of fewer than two."""
    rows = shown_governments(facts)
    if len(rows) < 2:
        return None
    own = next((row.nama for row in rows if row.pemprov), "")
    common = {row.target for row in rows}
    return ranking.indices(
        "indeks-pemerintah", ends(rows, w), rows, w, "", own, common.pop() if len(common) == 1 else None
    )


def ends(rows: Sequence[PemerintahTampil], w: Writer) -> str:
    """The lowest and the highest index of governments by rank, without a stop."""
    return w(
        N_("Dari {rendah:n} ({terendah}) sampai {tinggi:n} ({tertinggi})")
        if not w.is_same(rows[-1].indeks, rows[0].indeks)
        else N_("Indeks semua pemerintah daerah {tinggi:n}"),
        rendah=rows[-1].indeks,
        terendah=rows[-1].nama,
        tinggi=rows[0].indeks,
        tertinggi=rows[0].nama,
    )


def leaders(facts: Facts, w: Writer) -> str:
    """The highest and the lowest index."""
    rows = shown_governments(facts)
    if len(rows) < 2:
        return ""
    return w(
        N_("Indeks {jumlah} pemerintah daerah berkisar dari {rendah:n} ({terendah}) sampai {tinggi:n} ({tertinggi}).")
        if not w.is_same(rows[-1].indeks, rows[0].indeks)
        else N_("Indeks {jumlah} pemerintah daerah sama: {tinggi:n}."),
        jumlah=len(rows),
        rendah=rows[-1].indeks,
        terendah=rows[-1].nama,
        tinggi=rows[0].indeks,
        tertinggi=rows[0].nama,
    )


def best(facts: Facts, w: Writer) -> str:
    """Who is certainly, and who else possibly, among the best; empty where so few stand for themselves."""
    certain = [row.nama for row in shown_governments(facts) if row.pasti_teratas]
    possible = [row.nama for row in shown_governments(facts) if row.mungkin_teratas and not row.pasti_teratas]
    return _ends(facts, (certain, possible), w("terbaik"), w)


def worst(facts: Facts, w: Writer) -> str:
    """Who is certainly, and who else possibly, among the lowest."""
    certain = [row.nama for row in shown_governments(facts) if row.pasti_terbawah]
    possible = [row.nama for row in shown_governments(facts) if row.mungkin_terbawah and not row.pasti_terbawah]
    return _ends(facts, (certain, possible), w("terendah"), w)


def _ends(facts: Facts, named: tuple[list[str], list[str]], word: str, w: Writer) -> str:
    count = facts.banyak_teratas
    certain, possible = named
    if count not in FEW or not (certain or possible):
        return ""
    values = {"banyak": w.label(FEW, count), "ujung": word}
    if certain:
        text = w(
            "Dengan tingkat kepercayaan 95%, yang termasuk {banyak} {ujung}: {daftar}.",
            daftar=w.join(certain),
            **values,
        )
    else:
        text = w(
            "{banyak} {ujung} belum pasti: {jumlah:i} pemerintah daerah masih mungkin menempatinya (tingkat kepercayaan 95%).",
            jumlah=len(possible),
            **values,
        )
        return text[:1].upper() + text[1:]
    if not possible:
        return text
    return f"{text} " + w(
        N_("Yang mungkin juga termasuk: {jumlah:i} pemerintah daerah lain.")
        if len(possible) > MOST_NAMED
        else N_("Yang mungkin juga termasuk: {daftar}."),
        jumlah=len(possible),
        daftar=w.join(possible),
    )


def uncertainty(w: Writer) -> str:
    """How overlapping intervals are read; why an index fluctuates stands once, with the units."""
    return w(
        "Selang peringkat memperhitungkan fluktuasi yang wajar; dua pemerintah daerah yang selangnya bertumpang tindih belum tentu berbeda."
    )


def ranked_among(facts: Facts, w: Writer) -> str:
    """How many governments are ranked together, and of how many in the province where data of some are missing."""
    count = len(shown_governments(facts))
    others = len(facts.pemerintah_tidak_ada) + len(facts.tidak_sebanding)
    return w(
        N_("{jumlah} pemerintah daerah yang dapat dibandingkan, dari {semua} di provinsi")
        if others
        else N_("{jumlah} pemerintah daerah"),
        jumlah=count,
        semua=len(facts.peringkat_pemerintah) + others,
    )


def own_rank(facts: Facts, w: Writer) -> str:
    """The rank among the governments of the province, in a sentence; or that there is none."""
    own = own_government(facts)
    if own is None or len(shown_governments(facts)) < 2:
        return w("Peringkat di provinsi tidak dihitung: tidak ada data pemerintah daerah lain yang dapat dibandingkan.")
    return w(
        "{nama} menempati peringkat ke-{peringkat} dari {semua}.",
        nama=own.nama,
        peringkat=own.peringkat,
        semua=ranked_among(facts, w),
    )


def position(facts: Facts, w: Writer) -> str:
    """The own rank with its interval, and how many are certainly above and below."""
    rows, own, text = shown_governments(facts), own_government(facts), own_rank(facts, w)
    if own is None or len(rows) < 2:
        return text
    if own.peringkat_min is None or own.peringkat_maks is None:
        return f"{text} {_neighbour(rows, own, w)}".rstrip()
    above, below = own.peringkat_min - 1, len(rows) - own.peringkat_maks
    undecided = len(rows) - 1 - above - below
    sides = [
        *([w("{jumlah} pemerintah daerah lebih tinggi", jumlah=above)] if above else []),
        *([w("{jumlah} pemerintah daerah lebih rendah", jumlah=below)] if below else []),
    ]
    text += " " + w(
        N_("Urutannya terhadap pemerintah daerah lain tidak dapat dipastikan (tingkat kepercayaan 95%).")
        if not sides
        else N_(
            "Dengan tingkat kepercayaan 95%, {daftar}; urutannya terhadap {sisa} pemerintah daerah lain tidak dapat dipastikan."
        )
        if undecided
        else N_("Dengan tingkat kepercayaan 95%, {daftar}."),
        daftar=w.join(sides),
        sisa=undecided,
    )
    return f"{text} {_neighbour(rows, own, w)}".rstrip()


def _neighbour(rows: Sequence[PemerintahTampil], own: PemerintahTampil, w: Writer) -> str:
    """The distance to the next better government, or of the first to the second."""
    better = [row for row in rows if row.peringkat < own.peringkat]
    next_to = better[-1] if better else next(row for row in rows if row.region != own.region)
    gap = abs(own.indeks - next_to.indeks)
    return w(
        N_("Indeks {nama} setelah dibulatkan sama.")
        if w.is_zero(gap)
        else N_("Pemerintah daerah tepat di atasnya, {nama}, unggul {poin:n} poin.")
        if better
        else N_("Jaraknya dari {nama} {poin:n} poin."),
        nama=next_to.nama,
        poin=gap,
    )


def map_title(rows: Sequence[Pemerintah], w: Writer) -> str:
    """How many governments are in a high category."""
    known = [row for row in rows if row.kategori is not None]
    if len(known) < 2:
        return w("Indeks dan kategori menurut pemerintah daerah")
    high = [row for row in known if row.kategori in ("tinggi", "sangat tinggi")]
    if not high:
        return w(
            "Tidak satu pun dari {semua} pemerintah daerah berkategori {kategori:t}",
            semua=len(known),
            kategori="tinggi",
        )
    return w(
        "Sebanyak {jumlah} dari {semua} pemerintah daerah berkategori {kategori:t} atau di atasnya",
        jumlah=len(high),
        semua=len(known),
        kategori="tinggi",
    )


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.peringkat_pemerintah
    note = w(
        N_("Peringkat dihitung tanpa pembulatan. Perubahan terhadap data terakhir tahun sebelumnya.")
        if facts.sumber_nilai == "rekap"
        else N_(
            "Peringkat dan selang dihitung tanpa pembulatan; selang 95% berlaku serentak bagi semua pemerintah daerah. Perubahan terhadap data terakhir tahun sebelumnya."
        )
    )
    found = table(
        w("Pemerintah daerah"),
        w("Peringkat pemerintah daerah di provinsi"),
        rows,
        [
            *rank_columns(w, w("Pemerintah daerah")),
            *((replace(column, shaded=True), take) for column, take in dimension_columns(facts, w, rows)),
            (Column("perubahan", w("Perubahan"), "signed", may_lack=True), lambda row: row.perubahan),
        ],
        note=with_absent(note, facts, w),
        source=source(facts, w),
        hidden_text=hidden(facts, w, rows),
    )
    noise = (place for place, row in enumerate(rows) if row.perubahan_lebih_dari_derau is False)
    return replace(found, muted_cells=frozenset((place, "perubahan") for place in noise))


def targets(facts: Facts) -> list[PemerintahTampil]:
    """The governments that are shown and have a target of their own."""
    return [row for row in shown_governments(facts) if row.target is not None]


def reached(facts: Facts, w: Writer) -> str:
    """How many governments reached their own target; nothing where none has one."""
    rows = targets(facts)
    if not rows:
        return ""
    count = sum(bool(row.target_tercapai) for row in rows)
    return w(
        N_("Tidak satu pun dari {semua} pemerintah daerah yang bertarget mencapai targetnya.")
        if count == 0
        else N_("Sebanyak {jumlah} dari {semua} pemerintah daerah yang bertarget mencapai targetnya."),
        jumlah=count,
        semua=len(rows),
    )


def below_the_line(facts: Facts, w: Writer) -> list[Block]:
    """The governments that are not ranked with the others, each with the reason."""
    if not facts.tidak_sebanding:
        return []
    return [
        table(
            w("Tidak diperingkat"),
            w("Pemerintah daerah yang tidak dapat diperingkat bersama yang lain"),
            facts.tidak_sebanding,
            [
                (Column("nama", w("Pemerintah daerah")), lambda row: row.nama),
                (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
                (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
                (Column("per_tanggal", w("Keadaan per"), "date"), lambda row: row.per_tanggal.isoformat()),
                (Column("instrumen", w("Instrumen")), lambda row: w.label(INSTRUMENTS, row.instrumen)),
                (Column("alasan", w("Alasan")), lambda row: w.label(NOT_RANKED, row.alasan)),
            ],
            note=w(
                "Pemerintah daerah diperingkat bersama hanya bila dinilai dengan instrumen yang sama dan pada tanggal yang berjarak paling lama 30 hari."
            ),
            source=source_of_governments(facts, w) if facts.tingkat != "provinsi" else source(facts, w),
        )
    ]


def with_absent(note: str, facts: Facts, w: Writer) -> str:
    """A note, and which governments have no data of the year."""
    absent = facts.nama_tidak_ada
    return f"{note} " + w("Tanpa data tahun ini: {daftar}.", daftar=w.join(absent)) if absent else note
