"""Peringkat pemerintah: the governments of a province with intervals, map, dimensions, and what sets the best apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import Block, Chart, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.charts.inequality import Advantage, separation_bars
from ipasn_analysis.charts.tilemap import tile_map
from ipasn_analysis.result.facts import Facts, ProvinceFacts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import Pemerintah, PemerintahTampil
from ipasn_analysis.sections import fair
from ipasn_analysis.sections.common import dimension_columns, hidden, rank_columns, source, source_of_governments, table
from ipasn_analysis.writing.words import DIMENSIONS, FEW, INSTRUMENTS, ITEMS, describe_change, uncapitalised
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
    rows_shown = shown(facts)
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
        tile_map(rows, w, place, map_title(rows, w)),
        _table(facts, w),
        *below_the_line(facts, w),
    ]
    words, appendix = fair.of_governments(facts, w)
    blocks += words
    if isinstance(facts, ProvinceFacts) and facts.pembeda:
        told_apart, *tables = _separation(facts, w)
        blocks += [Heading(w("Apa yang membedakan pemerintah daerah dengan indeks tertinggi"), 3), told_apart]
        appendix = [*appendix, *tables]
    return Section("pemerintah", title, blocks, w, appendix)


def lead(facts: ProvinceFacts, w: Writer) -> str:
    """The provincial government first, then how many reached their target or a high category, and who else fell."""
    rows = shown(facts)
    own = next((row for row in rows if row.pemprov), None)
    told = [uncapitalised((reached(facts, w) or map_title(rows, w)).rstrip("."))]
    if own is not None:
        values: dict[str, Value] = {"nama": own.nama, "indeks": own.indeks, "kategori": own.kategori}
        told.insert(
            0,
            w("{nama} {indeks:n} ({kategori:t})", **values)
            if own.perubahan is None or not own.perubahan_lebih_dari_derau or w.number(own.perubahan) == w.number(0)
            else w(
                "{nama} {gerak} menjadi {indeks:n} ({kategori:t})", gerak=describe_change(w, own.perubahan), **values
            ),
        )
    fallen = [row for row in rows if row.perubahan_lebih_dari_derau and known(row.perubahan) < 0]
    others = [row.nama for row in fallen if not row.pemprov]
    if others:
        text = N_("turun nyata: {daftar}") if len(others) == len(fallen) else N_("turun nyata juga: {daftar}")
        told.append(w(text, daftar=w.join(others)))
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def dots(facts: Facts, w: Writer) -> Chart | None:
    """The indices of the governments on one scale, the provincial government set apart; None of fewer than two."""
    rows = shown(facts)
    if len(rows) < 2:
        return None
    own = next((row.nama for row in rows if row.pemprov), "")
    title = w(
        "Dari {rendah:n} ({terendah}) sampai {tinggi:n} ({tertinggi})",
        rendah=rows[-1].indeks,
        terendah=rows[-1].nama,
        tinggi=rows[0].indeks,
        tertinggi=rows[0].nama,
    )
    common = {row.target for row in rows}
    return ranking.indices("indeks-pemerintah", title, rows, w, "", own, common.pop() if len(common) == 1 else None)


def shown(facts: Facts) -> list[PemerintahTampil]:
    """The governments whose figures are shown, by rank."""
    return [row for row in facts.peringkat_pemerintah if not row.disembunyikan]


def leaders(facts: Facts, w: Writer) -> str:
    """The highest and the lowest index."""
    rows = shown(facts)
    if len(rows) < 2:
        return ""
    return w(
        "Indeks {jumlah} pemerintah daerah berkisar dari {rendah:n} ({terendah}) sampai {tinggi:n} ({tertinggi}).",
        jumlah=len(rows),
        rendah=rows[-1].indeks,
        terendah=rows[-1].nama,
        tinggi=rows[0].indeks,
        tertinggi=rows[0].nama,
    )


def best(facts: Facts, w: Writer) -> str:
    """Who is certainly, and who else possibly, among the best; empty where so few stand for themselves."""
    certain = [row.nama for row in shown(facts) if row.pasti_teratas]
    possible = [row.nama for row in shown(facts) if row.mungkin_teratas and not row.pasti_teratas]
    return _ends(facts, (certain, possible), w("terbaik"), w)


def worst(facts: Facts, w: Writer) -> str:
    """Who is certainly, and who else possibly, among the lowest."""
    certain = [row.nama for row in shown(facts) if row.pasti_terbawah]
    possible = [row.nama for row in shown(facts) if row.mungkin_terbawah and not row.pasti_terbawah]
    return _ends(facts, (certain, possible), w("terendah"), w)


def _ends(facts: Facts, named: tuple[list[str], list[str]], word: str, w: Writer) -> str:
    count = facts.banyak_teratas
    if count not in FEW:
        return ""
    certain, possible = named
    values = {"banyak": w.label(FEW, count), "ujung": word}
    if certain:
        text = w(
            "Dengan tingkat kepercayaan 95%, yang termasuk {banyak} {ujung}: {daftar}.",
            daftar=w.join(certain),
            **values,
        )
    else:
        text = w(
            "Dengan tingkat kepercayaan 95%, tidak satu pemerintah daerah pun dapat dipastikan termasuk {banyak} {ujung}.",
            **values,
        )
    if not possible:
        return text
    if len(possible) > MOST_NAMED:
        many = (
            N_("Yang mungkin juga termasuk: {jumlah:i} pemerintah daerah lain.")
            if certain
            else N_("Yang mungkin termasuk: {jumlah:i} pemerintah daerah.")
        )
        return f"{text} " + w(many, jumlah=len(possible))
    more = N_("Yang mungkin juga termasuk: {daftar}.") if certain else N_("Yang mungkin termasuk: {daftar}.")
    return f"{text} " + w(more, daftar=w.join(possible))


def uncertainty(w: Writer) -> str:
    """How overlapping intervals are read; why an index fluctuates stands once, with the units."""
    return w(
        "Selang peringkat memperhitungkan fluktuasi yang wajar; dua pemerintah daerah yang selangnya bertumpang tindih belum tentu berbeda."
    )


def ranked_among(facts: Facts, w: Writer) -> str:
    """How many governments are ranked together, and of how many in the province where data of some are missing."""
    count = len(shown(facts))
    others = len(facts.pemerintah_tidak_ada) + len(facts.tidak_sebanding)
    return w(
        N_("{jumlah} pemerintah daerah yang dapat dibandingkan, dari {semua} di provinsi")
        if others
        else N_("{jumlah} pemerintah daerah"),
        jumlah=count,
        semua=len(facts.peringkat_pemerintah) + others,
    )


def position(facts: Facts, w: Writer) -> str:
    """The own rank with its interval, and how many are certainly above and below."""
    rows = shown(facts)
    own = next((row for row in rows if row.region == facts.region), None)
    if own is None or len(rows) < 2:
        return w("Peringkat di provinsi tidak dihitung: tidak ada data pemerintah daerah lain yang dapat dibandingkan.")
    text = w(
        "{nama} menempati peringkat ke-{peringkat} dari {semua}.",
        nama=own.nama,
        peringkat=own.peringkat,
        semua=ranked_among(facts, w),
    )
    if own.peringkat_min is None or own.peringkat_maks is None:
        return f"{text} {_neighbour(rows, own, w)}".rstrip()
    above, below = own.peringkat_min - 1, len(rows) - own.peringkat_maks
    undecided = len(rows) - 1 - above - below
    text += " " + w(
        N_("Urutannya terhadap pemerintah daerah lain tidak dapat dipastikan (tingkat kepercayaan 95%).")
        if not above and not below
        else N_(
            "Dengan tingkat kepercayaan 95%, {atas} pemerintah daerah lebih tinggi dan {bawah} lebih rendah; urutannya terhadap {sisa} pemerintah daerah lain tidak dapat dipastikan."
        )
        if undecided
        else N_("Dengan tingkat kepercayaan 95%, {atas} pemerintah daerah lebih tinggi dan {bawah} lebih rendah."),
        atas=above,
        bawah=below,
        sisa=undecided,
    )
    return f"{text} {_neighbour(rows, own, w)}".rstrip()


def _neighbour(rows: Sequence[PemerintahTampil], own: PemerintahTampil, w: Writer) -> str:
    """The distance to the next better government, or of the first to the second."""
    better = [row for row in rows if row.peringkat < own.peringkat]
    if better:
        return w(
            "Pemerintah daerah tepat di atasnya, {nama}, unggul {poin:n} poin.",
            nama=better[-1].nama,
            poin=better[-1].indeks - own.indeks,
        )
    others = [row for row in rows if row.region != own.region]
    return w("Jaraknya dari {nama} {poin:n} poin.", nama=others[0].nama, poin=own.indeks - others[0].indeks)


def separation(facts: ProvinceFacts, w: Writer) -> str:
    """The dimension that sets the best apart from the others, its share of the differences, and the leading item."""
    rows = [row for row in facts.pembeda if row.selisih_lainnya is not None]
    if not rows:
        return ""
    most = max(rows, key=lambda row: known(row.selisih_lainnya))
    lead = known(most.selisih_lainnya)
    if lead <= 0 or w.number(lead) == w.number(0.0):
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
            "Dari keragaman indeks antarpemerintah daerah, {bagian:%0} berasal dari {dimensi}.",
            bagian=widest.bagian_keragaman,
            dimensi=w.label(DIMENSIONS, widest.dimensi).lower(),
        )
    return f"{text} {_item(facts, w)}".rstrip()


def best_names(facts: Facts) -> list[str]:
    """The governments that count as the best in the comparison with the others."""
    return [row.nama for row in shown(facts)[: facts.banyak_teratas]]


def _item(facts: ProvinceFacts, w: Writer) -> str:
    rows = [row for row in facts.pembeda_butir or () if row.selisih > 0]
    if not rows:
        return ""
    most = max(rows, key=lambda row: row.selisih)
    return w(
        "Di antara butir kompetensi, jarak terbesar ada pada {butir}: dipenuhi {teratas:%0} pegawai di pemerintah daerah itu dan {lainnya:%0} di pemerintah daerah lainnya.",
        butir=uncapitalised(w.label(ITEMS, most.butir)),
        teratas=most.teratas,
        lainnya=most.lainnya,
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
            "Peringkat dan selang dihitung tanpa pembulatan; selang 95% berlaku serentak bagi semua pemerintah daerah. Perubahan terhadap data terakhir tahun sebelumnya; yang miring dan abu-abu tidak lebih besar daripada fluktuasi."
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
    return [row for row in shown(facts) if row.target is not None]


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


def _separation(facts: ProvinceFacts, w: Writer) -> list[Block]:
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
    lowest = shown(facts)[-facts.banyak_teratas :]
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
