"""Perangkat daerah: who is clearly above or below the mean, the ranking, the best, those below target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipasn_analysis.blocks.model import Block, Cell, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.funnel import funnel
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import PerangkatDaerahTampil
from ipasn_analysis.sections import fair, season
from ipasn_analysis.sections.common import (
    dimension_columns,
    item_note,
    item_table,
    named,
    shown_units,
    source,
    source_of_records,
    table,
)
from ipasn_analysis.sections.strengths import TOP
from ipasn_analysis.writing.writer import N_, Value, Writer

VERDICTS = {"di_atas": N_("▲ di atas"), "di_bawah": N_("▼ di bawah"), "belum_dapat_dibedakan": N_("belum jelas")}


def section(facts: Facts, w: Writer) -> Section:
    """The verdicts in words, chart and table, then those below target and the competence items."""
    rows, shown = facts.perangkat_daerah, shown_units(facts)
    title = w("Perangkat daerah")
    if not shown:
        none = w(
            N_("Tidak ada perangkat daerah yang cukup besar untuk ditampilkan.")
            if rows
            else N_("Tidak ada data perangkat daerah.")
        )
        return Section("perangkat-daerah", title, [Prose([none])], w)
    told = [top(facts, w), below_target(facts, w) if facts.di_bawah_target else ""]
    if facts.sumber_nilai != "rekap":
        told = [verdicts(facts, w), *told]
    words, tables = fair.of_units(facts, w)
    picture = funnel(facts, w, source(facts, w))
    appendix: list[Block] = [*([picture] if picture is not None else []), *tables]
    if facts.sumber_nilai != "rekap":
        appendix = [Prose([uncertainty(facts, w)]), *appendix]
    if facts.butir_unit and (items := _items(facts, w)).rows:
        appendix.append(items)
    blocks: list[Block] = [Prose([text for text in told if text]), _table(facts, w), *words]
    return Section("perangkat-daerah", title, blocks, w, appendix)


def verdicts(facts: Facts, w: Writer) -> str:
    """Which units are clearly above or below the mean of the government, and how many cannot be told from it."""
    shown = shown_units(facts)
    if facts.corong is None:
        return ""
    above, below = ([row.nama for row in shown if row.putusan == side] for side in ("di_atas", "di_bawah"))
    parts = [
        *([w("jelas di atas: {daftar}", daftar=named(above, w))] if above else []),
        *([w("jelas di bawah: {daftar}", daftar=named(below, w))] if below else []),
    ]
    values: dict[str, Value] = {"pusat": facts.corong.pusat, "jumlah": len(shown) - len(above) - len(below)}
    if not parts:
        return w(
            "Dibandingkan dengan rata-rata pemerintah daerah ({pusat:n}), tidak satu pun dari {jumlah:i} perangkat daerah yang ditampilkan dapat dibedakan.",
            **values,
        )
    return w(
        N_(
            "Dibandingkan dengan rata-rata pemerintah daerah ({pusat:n}), {daftar}. Selebihnya ({jumlah:i} perangkat daerah) belum dapat dibedakan dari rata-rata itu."
        )
        if values["jumlah"]
        else N_("Dibandingkan dengan rata-rata pemerintah daerah ({pusat:n}), {daftar}."),
        daftar="; ".join(parts),
        **values,
    )


def top(facts: Facts, w: Writer) -> str:
    """The three best units, and whether their place is certain; where no more are shown, these and no claim."""
    rows = {row.nama: row for row in shown_units(facts)}
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
    possible = [row for row in facts.perangkat_daerah if row.mungkin_teratas and not row.pasti_teratas]
    if certain:
        more = w(
            N_(
                "Dengan tingkat kepercayaan 95%, yang termasuk tiga teratas: {daftar}; yang masih mungkin juga termasuk: {jumlah} perangkat daerah lain."
            )
            if possible
            else N_("Dengan tingkat kepercayaan 95%, yang termasuk tiga teratas: {daftar}."),
            daftar=w.join(certain),
            jumlah=len(possible),
        )
    else:
        more = w(
            N_("Tiga teratas belum pasti (tingkat kepercayaan 95%).")
            if any(row.putusan == "di_bawah" for row in possible)  # ranks tell less apart than the mean does
            else N_(
                "Tiga teratas belum pasti: {jumlah} perangkat daerah masih mungkin menempatinya (tingkat kepercayaan 95%)."
            ),
            jumlah=len(possible),
        )
    return f"{text} {more}"


def uncertainty(facts: Facts, w: Writer) -> str:
    """What uncertainty means although everybody was counted, and whether it counts what a year does to a unit."""
    text = w(
        "Angka ini mencakup semua pegawai, bukan sampel. Meskipun demikian, indeks sebuah perangkat daerah wajar naik-turun karena pegawai masuk dan keluar, waktu pencatatan, dan kelengkapan riwayat. “Jelas” berarti lebih jauh dari rata-rata daripada fluktuasi itu, serentak bagi semua perangkat daerah dengan keyakinan 95%; urutan di antara yang lain jangan dibaca sebagai perbedaan."
    )
    if facts.derau is None or facts.derau.simpangan_tahun is None:
        return f"{text} " + w(
            N_(
                "Fluktuasi tahunan perangkat daerah belum dapat diperkirakan karena tidak ada tahun pembanding, jadi putusan ini hanya memperhitungkan keragaman antarpegawai."
            )
            if facts.derau is None
            else N_(
                "Fluktuasi tahunan perangkat daerah belum dapat diperkirakan: hanya {unit:i} perangkat daerah cukup besar untuk dibandingkan dengan tahun lalu, padahal diperlukan sedikitnya tiga. Putusan ini hanya memperhitungkan keragaman antarpegawai."
            ),
            unit=0 if facts.derau is None else facts.derau.unit,
        )
    return f"{text} " + w(
        "Yang diperhitungkan ialah keragaman antarpegawai dan fluktuasi tahunan perangkat daerah, yang diperkirakan {simpangan:n} poin dari perubahan {unit:i} perangkat daerah sejak tahun lalu.",
        simpangan=facts.derau.simpangan_tahun,
        unit=facts.derau.unit,
    )


def below_target(facts: Facts, w: Writer) -> str:
    """How many of the shown units are below the target, and how many of these surely."""
    shown = shown_units(facts)
    below = [row for row in shown if row.di_bawah_target]
    surely = sum(bool(row.pasti_di_bawah_target) for row in below)
    text = w(
        N_("Sebanyak {jumlah:i} dari {semua:i} perangkat daerah yang ditampilkan berada di bawah target {target:n}.")
        if below
        else N_("Tidak satu pun dari {semua:i} perangkat daerah yang ditampilkan berada di bawah target {target:n}."),
        jumlah=len(below),
        semua=len(shown),
        target=facts.target_of_units,
    )
    if facts.sumber_nilai == "rekap" or not below:
        return text
    if not surely:
        return f"{text} " + w("Tidak satu pun pasti di bawahnya bila fluktuasi diperhitungkan.")
    return f"{text} " + w(
        N_("Apabila fluktuasi diperhitungkan, {jumlah:i} di antaranya pasti di bawah target dan {lain:i} belum pasti.")
        if surely < len(below)
        else N_("Itu pasti, juga apabila fluktuasi diperhitungkan."),
        jumlah=surely,
        lain=len(below) - surely,
    )


def _table(facts: Facts, w: Writer) -> Table:
    shown = shown_units(facts)
    lacking = sum(max(known(row.kekurangan), 0.0) for row in shown if row.kekurangan is not None)
    found = table(
        w("Perangkat daerah"),
        units_title(facts, w),
        shown,
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("diukur", w("Pegawai"), "integer"), lambda row: row.diukur),
            (Column("indeks", w("Indeks"), "number", decimals=1), lambda row: row.indeks),
            *([] if facts.sumber_nilai == "rekap" else [(Column("putusan", w("Terhadap rata-rata")), _verdict(w))]),
            (Column("perubahan", w("Perubahan"), "signed", decimals=1, may_lack=True), lambda row: row.perubahan),
            *_shades(facts, w),
            *(
                [(Column("kekurangan", w("Bagian kekurangan"), "share", may_lack=True), _lacking(lacking))]
                if lacking
                else []
            ),
        ],
        note=" ".join(filter(None, [_reading(facts, w, bool(lacking)), _left_out(facts, w)])),
        source=source(facts, w),
    )
    noise = (place for place, row in enumerate(shown) if row.perubahan_lebih_dari_derau is False)
    return replace(found, muted_cells=frozenset((place, "perubahan") for place in noise))


def units_title(facts: Facts, w: Writer) -> str:
    """How many units are clearly above and below the mean; of recaps the name of the table."""
    shown = shown_units(facts)
    above, below = (sum(row.putusan == side for row in shown) for side in ("di_atas", "di_bawah"))
    if facts.sumber_nilai == "rekap":
        return w("Indeks menurut perangkat daerah")
    return w(
        N_(
            "Jelas di atas rata-rata: {atas:i} perangkat daerah; jelas di bawah: {bawah:i}; belum dapat dibedakan: {lain:i}"
        )
        if above or below
        else N_("Belum ada perangkat daerah yang dapat dibedakan dari rata-rata"),
        atas=above,
        bawah=below,
        lain=len(shown) - above - below,
    )


def _shades(facts: Facts, w: Writer) -> list[tuple[Column, Callable[[PerangkatDaerahTampil], Cell]]]:
    """The dimensions as a heat map, each shaded by itself."""
    columns = dimension_columns(facts, w, facts.perangkat_daerah)
    return [(replace(column, decimals=1, shaded=True), take) for column, take in columns]


def _lacking(whole: float) -> Callable[[PerangkatDaerahTampil], Cell]:
    return lambda row: max(known(row.kekurangan), 0.0) / whole if row.di_bawah_target else None


def _reading(facts: Facts, w: Writer, of_shortfall: bool) -> str:
    """How the table is read."""
    parts = [w("Perubahan terhadap akhir tahun sebelumnya.")]
    if season.is_seasonal(facts):
        parts = [
            w("Perubahan terhadap akhir tahun sebelumnya; sebagian nilai dihitung kembali dari nol mulai 1 Januari.")
        ]
    if facts.sumber_nilai != "rekap":
        parts.insert(
            0, w("▲ dan ▼: jelas di atas dan di bawah rata-rata pemerintah daerah; kosong: belum dapat dibedakan.")
        )
    indices = [row.indeks for row in facts.perangkat_daerah if row.indeks is not None]
    if indices != sorted(indices, reverse=True):
        parts.append(w("Urutan mengikuti indeks sebelum dibulatkan."))
    if of_shortfall:
        parts.append(
            w("Bagian kekurangan: bagian perangkat daerah itu dalam kekurangan semua perangkat daerah di bawah target.")
        )
    return " ".join(parts)


def _left_out(facts: Facts, w: Writer) -> str:
    """The units that are withheld, with their size classes."""
    rows = [row for row in facts.perangkat_daerah if row.disembunyikan]
    if not rows:
        return ""
    return w(
        "Tidak ditampilkan untuk melindungi kelompok kecil: {daftar}.",
        daftar=named([f"{row.nama} ({row.kelas_ukuran})" for row in rows], w),
    )


def _verdict(w: Writer) -> Callable[[PerangkatDaerahTampil], Cell]:
    return lambda row: None if row.putusan in (None, "belum_dapat_dibedakan") else w.label(VERDICTS, row.putusan)


def _items(facts: Facts, w: Writer) -> Table:
    """Rates of the competence items per unit, in the order of the ranking."""
    rates = {row.nama: row.butir for row in facts.butir_unit}
    names = [row.nama for row in facts.perangkat_daerah if row.nama in rates]
    keys = list(next(iter(rates.values())))
    found = item_table(
        w("Butir per perangkat daerah"),
        w("Proporsi pegawai yang memenuhi setiap butir, menurut perangkat daerah"),
        [(name, *(rates[name][key] for key in keys)) for name in names],
        [Column("nama", w("Perangkat daerah"))],
        keys,
        w,
    )
    notes = [item_note(w)]
    if left_out := len(names) - len(found.rows):
        notes.append(w("{jumlah:i} perangkat daerah lain: terlalu sedikit pegawai untuk ditampilkan.", jumlah=left_out))
    return replace(found, note=" ".join(notes), source=source_of_records(facts, w))
