"""Perangkat daerah: the ranking with its uncertainty, the best, those below target, the funnel."""

from __future__ import annotations

from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import ranking
from ipasn_analysis.charts.funnel import funnel
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.sections.common import (
    dimension_columns,
    hidden,
    item_note,
    item_table,
    rank_columns,
    source,
    table,
)
from ipasn_analysis.sections.strengths import TOP
from ipasn_analysis.sections.summary import ranked_people
from ipasn_analysis.writing.writer import N_, Writer


def section(facts: Facts, w: Writer) -> Section:
    """The table of units, the chart of rank intervals and the funnel."""
    rows = facts.perangkat_daerah
    shown = [row for row in rows if not row.disembunyikan]
    title = w("Perangkat daerah")
    if not shown:
        none = w(
            N_("Tidak ada perangkat daerah yang cukup besar untuk ditampilkan.")
            if rows
            else N_("Tidak ada data perangkat daerah.")
        )
        return Section("perangkat-daerah", title, [Prose([none])], w)
    of_people = facts.sumber_nilai != "rekap"
    told = [top(facts, w), *([uncertainty(facts, w)] if of_people else [])]
    blocks: list[Block] = [Prose(told), _table(facts, w)]
    if of_people:
        chart_title = w("Selang peringkat 95%: {jumlah} perangkat daerah", jumlah=len(shown))
        blocks.append(ranking.rank_intervals("peringkat-unit", chart_title, shown, w, source(facts, w)))
    below = [row for row in shown if row.di_bawah_target]
    if below:
        blocks += [Heading(w("Di bawah target"), 3), Prose([below_target(facts, w)]), _below(facts, w)]
    if facts.butir_unit:
        items = _items(facts, w)
        if items.rows:
            blocks += [Heading(w("Butir kompetensi menurut perangkat daerah"), 3), items]
    picture = funnel(facts, w, source(facts, w))
    if picture is not None:
        blocks += [Heading(w("Apakah perbedaannya bukan sekadar kebetulan?"), 3), picture]
    return Section("perangkat-daerah", title, blocks, w)


def top(facts: Facts, w: Writer) -> str:
    """The three best units, and whether their place is certain; where no more are shown, these and no claim."""
    rows = {row.nama: row for row in facts.perangkat_daerah if not row.disembunyikan}
    names = facts.tiga_teratas
    values = {"daftar": w.join([f"{name} ({w.number(rows[name].indeks)})" for name in names])}
    if len(rows) <= TOP:
        return w("Hanya {jumlah} perangkat daerah ditampilkan: {daftar}.", jumlah=len(rows), **values)
    some_hidden = len(rows) < len(facts.perangkat_daerah)
    text = w(
        N_("Tiga teratas di antara perangkat daerah yang ditampilkan: {daftar}.")
        if some_hidden and len(names) == TOP
        else N_("Tiga teratas: {daftar}.")
        if len(names) == TOP
        else N_("Di tiga peringkat teratas ada {jumlah} perangkat daerah, karena sebagian sama: {daftar}."),
        jumlah=len(names),
        **values,
    )
    if facts.sumber_nilai == "rekap":
        return text
    certain = [row.nama for row in facts.perangkat_daerah if row.pasti_teratas]
    possible = [row for row in facts.perangkat_daerah if row.mungkin_teratas]
    if certain:
        more = w(
            "Dengan tingkat kepercayaan 95%, yang termasuk tiga teratas: {daftar}; yang mungkin termasuk: {jumlah} unit.",
            daftar=w.join(certain),
            jumlah=len(possible),
        )
    else:
        more = w(
            "Dengan tingkat kepercayaan 95%, tidak satu unit pun dapat dipastikan termasuk tiga teratas; yang mungkin termasuk: {jumlah} unit.",
            jumlah=len(possible),
        )
    return f"{text} {more}"


def uncertainty(facts: Facts, w: Writer) -> str:
    """What uncertainty means although everybody was counted, and whether it counts what a year does to a unit."""
    text = w(
        "Semua pegawai dihitung, bukan sampel; namun indeks unit tetap berfluktuasi karena pegawai masuk dan keluar, waktu pencatatan, dan kelengkapan riwayat. Selang peringkat menunjukkan peringkat mana saja yang masih mungkin bila fluktuasi itu diperhitungkan: unit yang selangnya bertumpang tindih jangan diperlakukan sebagai berbeda."
    )
    if facts.derau is None:
        return f"{text} " + w(
            "Guncangan tahunan unit belum dapat diperkirakan karena tidak ada tahun pembanding, jadi selang ini hanya memuat keragaman antarpegawai."
        )
    return f"{text} " + w(
        "Selang memuat keragaman antarpegawai dan guncangan tahunan unit, yang diperkirakan {simpangan:n} poin dari perubahan {unit:i} unit sejak tahun lalu.",
        simpangan=facts.derau.simpangan_tahun,
        unit=facts.derau.unit,
    )


def below_target(facts: Facts, w: Writer) -> str:
    """How many of the shown units are below the target."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    below = [row for row in shown if row.di_bawah_target]
    return w(
        "{jumlah:i} dari {semua:i} perangkat daerah yang ditampilkan berada di bawah target {target:n}.",
        jumlah=len(below),
        semua=len(shown),
        target=facts.target,
    )


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.perangkat_daerah
    return table(
        w("Perangkat daerah"),
        w("Peringkat perangkat daerah"),
        rows,
        [
            *rank_columns(w, w("Perangkat daerah")),
            *dimension_columns(facts, w),
            (Column("perubahan", w("Perubahan"), "signed"), lambda row: row.perubahan),
        ],
        note=w(
            N_(
                "Peringkat dihitung tanpa pembulatan. Unit di bawah {kelompok} pegawai disembunyikan, beserta yang lain bila perlu untuk melindunginya; kinerja dan disiplin disembunyikan bagi unit di bawah {disiplin} pegawai. Dalam kurung: kelas ukuran."
            )
            if facts.sumber_nilai == "rekap"
            else N_(
                "Peringkat dan selang dihitung tanpa pembulatan; selang 95% berlaku serentak bagi semua unit. Unit di bawah {kelompok} pegawai disembunyikan, beserta yang lain bila perlu untuk melindunginya; kinerja dan disiplin disembunyikan bagi unit di bawah {disiplin} pegawai. Dalam kurung: kelas ukuran."
            ),
            kelompok=facts.ambang.kelompok,
            disiplin=facts.ambang.disiplin,
        ),
        source=source(facts, w),
        hidden_text=hidden(facts, w, rows),
    )


def _below(facts: Facts, w: Writer) -> Table:
    below = (row for row in facts.perangkat_daerah if not row.disembunyikan and row.di_bawah_target)
    total = ranked_people(facts)
    return table(
        w("Di bawah target"),
        w("Perangkat daerah di bawah target, sumbangan terbesar terhadap kekurangan lebih dahulu"),
        sorted(below, key=lambda row: -row.kekurangan),
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
            (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
            (Column("jarak", w("Jarak ke target"), "signed"), lambda row: row.jarak_target),
            (Column("bobot", w("Sumbangan terhadap kekurangan"), "signed"), lambda row: -row.kekurangan / total),
        ],
        note=w(
            "Sumbangan: jarak ke target dikali porsi unit dari semua pegawai yang diukur pada pemerintahnya, dalam poin."
        ),
        source=source(facts, w),
    )


def _items(facts: Facts, w: Writer) -> Table:
    """Rates of the competence items per unit, in the order of the ranking."""
    rates = {row.nama: row.butir for row in facts.butir_unit}
    names = [row.nama for row in facts.perangkat_daerah if row.nama in rates]
    keys = list(next(iter(rates.values())))
    found = item_table(
        w("Butir per unit"),
        w("Porsi pegawai yang memenuhi setiap butir, menurut perangkat daerah"),
        [(name, *(rates[name][key] for key in keys)) for name in names],
        [Column("nama", w("Perangkat daerah"))],
        keys,
        w,
    )
    notes = [item_note(w)]
    if left_out := len(names) - len(found.rows):
        notes.append(w("{jumlah:i} unit lain: terlalu sedikit pegawai untuk ditampilkan.", jumlah=left_out))
    return replace(found, note=" ".join(notes), source=source(facts, w))
