"""Mutu data: what is missing or stale, and the index points that hang on it."""

from __future__ import annotations

from dataclasses import replace

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Block, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.people import MutuUnit
from ipasn_analysis.sections import inputs, reconciliation
from ipasn_analysis.sections.common import hidden, source, table
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.words import RECORDS, uncapitalised
from ipasn_analysis.writing.writer import Writer


def section(facts: Facts, w: Writer) -> Section:
    """Bounds, completeness, the units whose index hangs most on records, and what was set aside."""
    quality = facts.mutu_data
    box = inputs.box(facts, w)
    if not quality.dihitung:
        text = (
            w("Nilai siap pakai tidak menunjukkan catatan mana yang kosong atau usang; mutu data tidak dihitung.")
            if facts.impor
            else w(
                "Poin yang bergantung pada catatan yang kosong hanya dihitung menurut Peraturan BKN Nomor 8 Tahun 2019."
            )
        )
        return Section("mutu-data", w("Mutu data"), [Prose([text]), *reconciliation.blocks(facts, w), *box], w)
    blocks: list[Block] = [Prose([bounds(facts, w), stale(facts, w)]), *box]
    blocks.append(_completeness(facts, w))
    if quality.pemutakhiran:
        blocks += [Heading(w("Pemutakhiran yang paling berarti"), 3), _updates(facts, w)]
    units = _units(facts, w)
    if units.rows:
        heading = w("Menurut pemerintah") if _of_governments(facts) else w("Menurut unit")
        blocks += [Heading(heading, 3), units]
    if quality.temuan or quality.riwayat_disisihkan:
        blocks += [Heading(w("Yang ditemukan saat memeriksa data"), 3), _findings(facts, w)]
    return Section("mutu-data", w("Mutu data"), blocks, w)


def _of_governments(facts: Facts) -> bool:
    """Whether the parts of the whole are governments, whose names are public, and not units."""
    return facts.tingkat == "provinsi"


def _part(facts: Facts, w: Writer) -> str:
    """The head of the column that names the parts."""
    return w("Pemerintah") if _of_governments(facts) else w("Unit")


def bounds(facts: Facts, w: Writer) -> str:
    """The index as scored and the most it could be if every missing record were at its best.

    Records whose number is withheld have no part in the upper bound; where nothing else is missing it is not given.
    """
    quality = facts.mutu_data
    points = known(quality.batas_atas) - quality.batas_bawah
    values = {"atas": quality.batas_atas, "poin": points, "bawah": quality.batas_bawah}
    withheld = [row.butir for row in quality.kelengkapan if row.disembunyikan]
    names = w.join([uncapitalised(w.label(RECORDS, name)) for name in withheld])
    elsewhere = _of_governments(facts) and bool(withheld) and points > 0
    if not any(row.tanpa for row in quality.kelengkapan) and not elsewhere:
        if not withheld:
            return w("Tidak ada catatan yang kosong; tidak ada poin yang bergantung padanya.")
        return w(
            "Catatan yang kosong dinilai 0, sehingga nilai {bawah:n} adalah batas bawah. Batas atas tidak ditampilkan: berapa catatan yang kosong dalam {daftar} menyangkut sedikit pegawai, atau akan membuka kelompok seperti itu.",
            daftar=names,
            **values,
        )
    if not withheld:
        return w(
            "Catatan yang kosong dinilai 0. Bila semuanya terisi dengan hasil terbaik, indeks menjadi {atas:n}; jadi hingga {poin:n} poin bergantung pada catatan yang kosong, dan {bawah:n} adalah batas bawahnya.",
            **values,
        )
    if elsewhere:
        return w(
            "Catatan yang kosong dinilai 0, sehingga nilai {bawah:n} adalah batas bawah. Bila catatan kosong yang ditampilkan, di sini atau dalam laporan pemerintahnya, terisi dengan hasil terbaik, indeks menjadi {atas:n}: hingga {poin:n} poin bergantung padanya. Selebihnya dalam {daftar} tidak ikut dihitung, karena menyangkut sedikit pegawai atau akan membuka kelompok seperti itu.",
            daftar=names,
            **values,
        )
    return w(
        "Catatan yang kosong dinilai 0, sehingga nilai {bawah:n} adalah batas bawah. Bila catatan kosong yang ditampilkan terisi dengan hasil terbaik, indeks menjadi {atas:n}: hingga {poin:n} poin bergantung padanya. Yang kosong dalam {daftar} tidak ikut dihitung, karena menyangkut sedikit pegawai atau akan membuka kelompok seperti itu.",
        daftar=names,
        **values,
    )


def stale(facts: Facts, w: Writer) -> str:
    """How many people have training of the measured year on record, and what the others could add."""
    quality = facts.mutu_data
    if quality.ketepatan_waktu.bagian is None or quality.poin_usang is None:
        return w(
            "Berapa pegawai yang memiliki catatan diklat tahun {tahun} tidak ditampilkan: menyangkut terlalu sedikit pegawai, atau akan membuka kelompok seperti itu.",
            tahun=facts.tahun,
        )
    if w.number(quality.poin_usang) == w.number(0.0):
        return w(
            "{bagian:%} pegawai memiliki catatan diklat tahun {tahun}; memutakhirkan catatan pegawai lain tidak akan menaikkan indeks.",
            bagian=quality.ketepatan_waktu.bagian,
            tahun=facts.tahun,
        )
    return w(
        "{bagian:%} pegawai memiliki catatan diklat tahun {tahun}; memutakhirkan catatan pegawai lain dapat menambah hingga {poin:n} poin bila diklatnya memang telah diikuti.",
        bagian=quality.ketepatan_waktu.bagian,
        tahun=facts.tahun,
        poin=quality.poin_usang,
    )


def _completeness(facts: Facts, w: Writer) -> Table:
    quality = facts.mutu_data
    return table(
        w("Kelengkapan"),
        w("Kelengkapan catatan dan poin indeks yang bergantung padanya"),
        quality.kelengkapan,
        [
            (Column("butir", w("Catatan")), lambda row: w.label(RECORDS, row.butir)),
            (Column("berlaku", w("Seharusnya ada"), "integer"), lambda row: row.berlaku),
            (Column("tanpa", w("Kosong"), "integer"), lambda row: row.tanpa),
            (Column("bagian", w("Terisi"), "share"), lambda row: row.bagian),
            (Column("poin", w("Poin yang bergantung"), "number"), lambda row: quality.per_butir.get(row.butir)),
        ],
        note=w("Poin: kenaikan indeks paling besar bila catatan yang kosong terisi dengan hasil terbaik."),
        source=source(facts, w),
        hidden_text=hidden(facts, w, quality.kelengkapan),
    )


def _updates(facts: Facts, w: Writer) -> Table:
    unit_points = w("Poin pemerintah") if _of_governments(facts) else w("Poin unit")
    return table(
        w("Pemutakhiran"),
        w("Pemutakhiran catatan yang paling menggerakkan indeks"),
        facts.mutu_data.pemutakhiran,
        [
            (Column("nama", _part(facts, w)), lambda row: row.nama),
            (Column("butir", w("Catatan")), lambda row: w.label(RECORDS, row.butir)),
            (Column("pegawai", w("Pegawai"), "integer"), lambda row: row.pegawai),
            (Column("poin", w("Poin indeks"), "number", decimals=3), lambda row: row.poin),
            (Column("poin_unit", unit_points, "number"), lambda row: row.poin_unit),
        ],
        note=w(
            "Batas atas: seandainya setiap catatan yang dilengkapi bernilai terbaik. Yang menyangkut sedikit pegawai tidak ditampilkan."
        ),
        source=source(facts, w),
    )


def _units(facts: Facts, w: Writer) -> Table:
    group = w("Tanpa catatan")
    found = table(
        w("Mutu data per unit"),
        w("Mutu data per pemerintah, diurutkan dari yang indeksnya paling bergantung pada kelengkapan catatan")
        if _of_governments(facts)
        else w("Mutu data per unit, diurutkan dari yang indeksnya paling bergantung pada kelengkapan catatan"),
        facts.mutu_data.per_unit,
        [
            (Column("nama", _part(facts, w)), lambda row: row.nama),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
            (Column("bawah", w("Indeks"), "number"), lambda row: row.batas_bawah),
            (Column("atas", w("Batas atas"), "number"), _upper),
            (Column("pendidikan", w("Pendidikan"), "share", group=group), lambda row: row.tanpa_kualifikasi),
            (Column("diklat", w("Riwayat diklat"), "share", group=group), lambda row: row.tanpa_kompetensi),
            (Column("kinerja", w("Penilaian kinerja"), "share", group=group), lambda row: row.tanpa_kinerja),
        ],
        source=source(facts, w),
    )
    note = w(
        "Porsi yang menyangkut sedikit pegawai tidak ditampilkan dan tidak ikut dalam batas atas; batas atas kosong bila tidak ada porsi lain."
    )
    rows = with_figures([tuple(row) for row in found.rows], 3)
    left_out = [str(row[0]) for row in found.rows if row not in rows]
    return replace(found, rows=rows, note=f"{note} {_left_out(left_out, facts, w)}".rstrip())


def _upper(row: MutuUnit) -> float | None:
    """The upper bound; None where it only repeats the index because shares are withheld."""
    return None if row.disembunyikan and row.batas_atas == row.batas_bawah else row.batas_atas


def _left_out(names: list[str], facts: Facts, w: Writer) -> str:
    """How many parts are not in the table because nothing of them may be shown; a single one by its name."""
    if not names:
        return ""
    if len(names) == 1:
        return w("{nama}: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.", nama=names[0])
    if _of_governments(facts):
        return w(
            "{jumlah:i} pemerintah lain: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.",
            jumlah=len(names),
        )
    return w("{jumlah:i} unit lain: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.", jumlah=len(names))


def _findings(facts: Facts, w: Writer) -> Table:
    quality = facts.mutu_data
    kinds = ((w("Data pegawai"), quality.temuan), (w("Riwayat disisihkan"), quality.riwayat_disisihkan))
    rows = [(kind, row) for kind, found in kinds for row in found]
    files = [name for name in inputs.TABLES if any(row.alasan.file.startswith(f"{name}.") for _, row in rows)]
    note = w("Jumlah di bawah ambang kelompok, dan jumlah lain yang akan membukanya, tidak ditampilkan.")
    named = [f"{name}: {uncapitalised(w.label(inputs.TABLES, name))}" for name in files]
    found = table(
        w("Temuan"),
        w("Masalah pada baris yang diterima dan baris riwayat yang disisihkan"),
        rows,
        [
            (Column("jenis", w("Jenis")), lambda row: row[0]),
            (Column("alasan", w("Masalah")), lambda row: reason(w, row[1].alasan)),
            (Column("jumlah", w("Jumlah baris"), "integer"), lambda row: row[1].jumlah),
        ],
        note=f"{'; '.join(named)}. {note}" if named else note,
        source=source(facts, w),
        hidden_text=w("disembunyikan"),
    )
    return replace(found, hidden_rows=frozenset(place for place, (_, row) in enumerate(rows) if row.disembunyikan))
