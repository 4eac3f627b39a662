"""Perangkat daerah: who is clearly above or below the mean, the ranking, the best, those below target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Cell, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.funnel import funnel
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import PerangkatDaerah, PerangkatDaerahTampil
from ipasn_analysis.sections import fair
from ipasn_analysis.sections.common import (
    dimension_columns,
    hidden,
    item_note,
    item_table,
    rank_columns,
    source,
    source_of_records,
    table,
)
from ipasn_analysis.sections.strengths import TOP
from ipasn_analysis.writing.writer import N_, Value, Writer

VERDICTS = {"di_atas": N_("▲ di atas"), "di_bawah": N_("▼ di bawah"), "belum_dapat_dibedakan": N_("belum jelas")}


def section(facts: Facts, w: Writer) -> Section:
    """The verdicts in words, chart and table, then those below target and the competence items."""
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
    told = [verdicts(facts, w), top(facts, w), uncertainty(facts, w)] if of_people else [top(facts, w)]
    blocks: list[Block] = [Prose([text for text in told if text])]
    picture = funnel(facts, w, source(facts, w))
    blocks += [*([picture] if picture is not None else []), _table(facts, w)]
    below = [row for row in shown if row.di_bawah_target]
    if below:
        blocks += [Heading(w("Di bawah target"), 3), Prose([below_target(facts, w)]), _below(facts, w)]
    blocks += fair.of_units(facts, w)
    if facts.butir_unit:
        items = _items(facts, w)
        if items.rows:
            blocks += [Heading(w("Butir kompetensi menurut perangkat daerah"), 3), items]
    return Section("perangkat-daerah", title, blocks, w)


def verdicts(facts: Facts, w: Writer) -> str:
    """Which units are clearly above or below the mean of the government, and how many cannot be told from it."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    if facts.corong is None:
        return ""
    above, below = ([row.nama for row in shown if row.putusan == side] for side in ("di_atas", "di_bawah"))
    parts = [
        *([w("jelas di atas: {daftar}", daftar=w.join(above))] if above else []),
        *([w("jelas di bawah: {daftar}", daftar=w.join(below))] if below else []),
    ]
    values: dict[str, Value] = {"pusat": facts.corong.pusat, "jumlah": len(shown) - len(above) - len(below)}
    if not parts:
        return w(
            "Dibanding rata-rata pemerintahnya ({pusat:n}), tidak satu pun dari {jumlah:i} perangkat daerah yang ditampilkan dapat dibedakan.",
            **values,
        )
    return w(
        "Dibanding rata-rata pemerintahnya ({pusat:n}), {daftar}. Selebihnya ({jumlah:i} unit) belum dapat dibedakan dari rata-rata itu.",
        daftar="; ".join(parts),
        **values,
    )


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
        "Semua pegawai dihitung, bukan sampel; namun indeks unit tetap berfluktuasi karena pegawai masuk dan keluar, waktu pencatatan, dan kelengkapan riwayat. “Jelas” berarti lebih jauh dari rata-rata daripada fluktuasi itu, serentak bagi semua unit dengan keyakinan 95%; urutan di antara yang lain jangan dibaca sebagai perbedaan."
    )
    if facts.derau is None:
        return f"{text} " + w(
            "Guncangan tahunan unit belum dapat diperkirakan karena tidak ada tahun pembanding, jadi putusan ini hanya memuat keragaman antarpegawai."
        )
    return f"{text} " + w(
        "Yang diperhitungkan ialah keragaman antarpegawai dan guncangan tahunan unit, yang diperkirakan {simpangan:n} poin dari perubahan {unit:i} unit sejak tahun lalu.",
        simpangan=facts.derau.simpangan_tahun,
        unit=facts.derau.unit,
    )


def below_target(facts: Facts, w: Writer) -> str:
    """How many of the shown units are below the target, and how many of these surely."""
    shown = [row for row in facts.perangkat_daerah if not row.disembunyikan]
    below = [row for row in shown if row.di_bawah_target]
    surely = sum(bool(row.pasti_di_bawah_target) for row in below)
    text = w(
        "{jumlah:i} dari {semua:i} perangkat daerah yang ditampilkan berada di bawah target {target:n}.",
        jumlah=len(below),
        semua=len(shown),
        target=facts.target,
    )
    if facts.sumber_nilai == "rekap":
        return text
    if not surely:
        return f"{text} " + w("Tidak satu pun pasti di bawahnya bila fluktuasi diperhitungkan.")
    return f"{text} " + w(
        "Bila fluktuasi diperhitungkan, {jumlah:i} di antaranya pasti di bawah target dan {lain:i} mungkin.",
        jumlah=surely,
        lain=len(below) - surely,
    )


def _table(facts: Facts, w: Writer) -> Table:
    rows = facts.perangkat_daerah
    return table(
        w("Perangkat daerah"),
        w("Peringkat perangkat daerah"),
        rows,
        [
            *rank_columns(w, w("Perangkat daerah"), interval=False),
            *([] if facts.sumber_nilai == "rekap" else [(Column("putusan", w("Terhadap rata-rata")), _verdict(w))]),
            *dimension_columns(facts, w, rows),
            (Column("perubahan", w("Perubahan"), "signed"), lambda row: row.perubahan),
        ],
        note=w(
            N_(
                "Peringkat dihitung tanpa pembulatan. Unit di bawah {kelompok} pegawai hanya tampil dengan kelas ukurannya, dalam kurung."
            )
            if facts.sumber_nilai == "rekap"
            else N_(
                "Peringkat dan putusan terhadap rata-rata dihitung tanpa pembulatan; putusan berlaku serentak bagi semua unit. Unit di bawah {kelompok} pegawai hanya tampil dengan kelas ukurannya, dalam kurung."
            ),
            kelompok=facts.ambang.kelompok,
        ),
        source=source(facts, w),
        hidden_text=hidden(facts, w, rows),
    )


def _verdict(w: Writer) -> Callable[[PerangkatDaerah], Cell]:
    return lambda row: None if row.putusan is None else w.label(VERDICTS, row.putusan)


def _below(facts: Facts, w: Writer) -> Table:
    below = (row for row in facts.perangkat_daerah if not row.disembunyikan and row.di_bawah_target)
    return table(
        w("Di bawah target"),
        w("Perangkat daerah di bawah target, sumbangan terbesar terhadap kekurangan lebih dahulu"),
        sorted(below, key=lambda row: -known(row.kekurangan)),
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
            (Column("indeks", w("Indeks"), "number"), lambda row: row.indeks),
            (Column("jarak", w("Jarak ke target"), "signed"), lambda row: row.jarak_target),
            *([] if facts.sumber_nilai == "rekap" else [(Column("pasti", w("Di bawah target")), _surely(w))]),
            (Column("bobot", w("Sumbangan terhadap kekurangan"), "signed"), lambda row: -known(row.kekurangan)),
        ],
        note=w(
            "Sumbangan: jarak ke target dikali porsi unit dari semua pegawai yang diukur pada pemerintahnya, dalam poin."
        ),
        source=source(facts, w),
    )


def _surely(w: Writer) -> Callable[[PerangkatDaerahTampil], Cell]:
    return lambda row: w("pasti") if row.pasti_di_bawah_target else w("mungkin")


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
    return replace(found, note=" ".join(notes), source=source_of_records(facts, w))
