"""Mutu data: what is missing or stale, and the index points that hang on it."""

from __future__ import annotations

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Block, Callout, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.common import hidden, hidden_positions, source
from ipasn_analysis.sections.sentences import inputs
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.words import RECORDS, label, listed, lowered, say

TITLE = "Mutu data"


def section(facts: Facts, locale: Locale) -> Section:
    """Bounds, completeness, the units whose index hangs most on records, and what was set aside."""
    quality = facts.mutu_data
    if quality is None:
        text = say(
            locale, "Nilai siap pakai tidak menunjukkan catatan mana yang kosong atau usang; mutu data tidak dihitung."
        )
        return Section("mutu-data", say(locale, TITLE), [Prose([text])], locale)
    blocks: list[Block] = [Prose([bounds(facts, locale), stale(facts, locale)])]
    missing = inputs.sentences(facts, locale)
    if missing:
        blocks.append(Callout("warning", say(locale, "Tabel yang tidak diberikan"), missing))
    blocks.append(_completeness(facts, locale))
    if quality.pemutakhiran:
        blocks += [Heading(say(locale, "Pemutakhiran yang paling berarti"), 3), _updates(facts, locale)]
    units = _units(facts, locale)
    if units.rows:
        heading = "Menurut pemerintah" if _of_governments(facts) else "Menurut unit"
        blocks += [Heading(say(locale, heading), 3), units]
    if quality.temuan or quality.riwayat_disisihkan:
        blocks += [Heading(say(locale, "Yang ditemukan saat memeriksa data"), 3), _findings(facts, locale)]
    return Section("mutu-data", say(locale, TITLE), blocks, locale)


def _of_governments(facts: Facts) -> bool:
    """Whether the parts of the whole are governments, whose names are public, and not units."""
    return bool(facts.tingkat == "provinsi")


def _part(facts: Facts, locale: Locale) -> str:
    """The head of the column that names the parts."""
    return say(locale, "Pemerintah" if _of_governments(facts) else "Unit")


def bounds(facts: Facts, locale: Locale) -> str:
    """The index as scored and the most it could be if every missing record were at its best.

    Records whose number is withheld have no part in the upper bound; where nothing else is missing it is not given.
    """
    quality = known(facts.mutu_data)
    points = quality.batas_atas - quality.batas_bawah
    values = {
        "atas": locale.number(quality.batas_atas),
        "poin": locale.number(points),
        "bawah": locale.number(quality.batas_bawah),
    }
    withheld = [row.butir for row in quality.kelengkapan if row.disembunyikan]
    names = listed(locale, [lowered(label(locale, RECORDS, name)) for name in withheld])
    elsewhere = _of_governments(facts) and bool(withheld) and points > 0
    if not any(row.tanpa for row in quality.kelengkapan) and not elsewhere:
        if not withheld:
            return say(locale, "Tidak ada catatan yang kosong; tidak ada poin yang bergantung padanya.")
        return say(
            locale,
            "Catatan yang kosong dinilai 0, sehingga nilai {bawah} adalah batas bawah. Batas atas tidak ditampilkan: berapa catatan yang kosong dalam {daftar} menyangkut sedikit pegawai, atau akan membuka kelompok seperti itu.",
            daftar=names,
            **values,
        )
    if not withheld:
        return say(
            locale,
            "Catatan yang kosong dinilai 0. Bila semuanya terisi dengan hasil terbaik, indeks menjadi {atas}; jadi hingga {poin} poin bergantung pada catatan yang kosong, dan {bawah} adalah batas bawahnya.",
            **values,
        )
    if elsewhere:
        return say(
            locale,
            "Catatan yang kosong dinilai 0, sehingga nilai {bawah} adalah batas bawah. Bila catatan kosong yang ditampilkan, di sini atau dalam laporan pemerintahnya, terisi dengan hasil terbaik, indeks menjadi {atas}: hingga {poin} poin bergantung padanya. Selebihnya dalam {daftar} tidak ikut dihitung, karena menyangkut sedikit pegawai atau akan membuka kelompok seperti itu.",
            daftar=names,
            **values,
        )
    return say(
        locale,
        "Catatan yang kosong dinilai 0, sehingga nilai {bawah} adalah batas bawah. Bila catatan kosong yang ditampilkan terisi dengan hasil terbaik, indeks menjadi {atas}: hingga {poin} poin bergantung padanya. Yang kosong dalam {daftar} tidak ikut dihitung, karena menyangkut sedikit pegawai atau akan membuka kelompok seperti itu.",
        daftar=names,
        **values,
    )


def stale(facts: Facts, locale: Locale) -> str:
    """How many people have training of the measured year on record, and what the others could add."""
    quality = known(facts.mutu_data)
    if quality.ketepatan_waktu.bagian is None or quality.poin_usang is None:
        return say(
            locale,
            "Berapa pegawai yang memiliki catatan diklat tahun {tahun} tidak ditampilkan: menyangkut terlalu sedikit pegawai, atau akan membuka kelompok seperti itu.",
            tahun=facts.tahun,
        )
    if locale.number(quality.poin_usang) == locale.number(0.0):
        return say(
            locale,
            "{bagian} pegawai memiliki catatan diklat tahun {tahun}; memutakhirkan catatan pegawai lain tidak akan menaikkan indeks.",
            bagian=locale.share(quality.ketepatan_waktu.bagian),
            tahun=facts.tahun,
        )
    return say(
        locale,
        "{bagian} pegawai memiliki catatan diklat tahun {tahun}; memutakhirkan catatan pegawai lain dapat menambah hingga {poin} poin bila diklatnya memang telah diikuti.",
        bagian=locale.share(quality.ketepatan_waktu.bagian),
        tahun=facts.tahun,
        poin=locale.number(quality.poin_usang),
    )


def _completeness(facts: Facts, locale: Locale) -> Table:
    rows = known(facts.mutu_data).kelengkapan
    points = known(facts.mutu_data).per_butir
    columns = (
        Column("butir", say(locale, "Catatan")),
        Column("berlaku", say(locale, "Seharusnya ada"), "integer"),
        Column("tanpa", say(locale, "Kosong"), "integer"),
        Column("bagian", say(locale, "Terisi"), "share"),
        Column("poin", say(locale, "Poin yang bergantung"), "number"),
    )
    body = tuple(
        (label(locale, RECORDS, row.butir), row.berlaku, row.tanpa, row.bagian, points.get(row.butir)) for row in rows
    )
    return Table(
        name=say(locale, "Kelengkapan"),
        title=say(locale, "Kelengkapan catatan dan poin indeks yang bergantung padanya"),
        columns=columns,
        rows=body,
        note=say(locale, "Poin: kenaikan indeks paling besar bila catatan yang kosong terisi dengan hasil terbaik."),
        source=source(facts, locale),
        hidden_rows=hidden_positions(rows),
        hidden_text=hidden(facts, locale, rows),
    )


def _updates(facts: Facts, locale: Locale) -> Table:
    columns = (
        Column("nama", _part(facts, locale)),
        Column("butir", say(locale, "Catatan")),
        Column("pegawai", say(locale, "Pegawai"), "integer"),
        Column("poin", say(locale, "Poin indeks"), "number", decimals=3),
        Column("poin_unit", say(locale, "Poin pemerintah" if _of_governments(facts) else "Poin unit"), "number"),
    )
    body = tuple(
        (row.nama, label(locale, RECORDS, row.butir), row.pegawai, row.poin, row.poin_unit)
        for row in known(facts.mutu_data).pemutakhiran
    )
    return Table(
        name=say(locale, "Pemutakhiran"),
        title=say(locale, "Pemutakhiran catatan yang paling menggerakkan indeks"),
        columns=columns,
        rows=body,
        note=say(
            locale,
            "Batas atas: seandainya setiap catatan yang dilengkapi bernilai terbaik. Yang menyangkut sedikit pegawai tidak ditampilkan.",
        ),
        source=source(facts, locale),
    )


def _units(facts: Facts, locale: Locale) -> Table:
    group = say(locale, "Tanpa catatan")
    columns = (
        Column("nama", _part(facts, locale)),
        Column("diukur", say(locale, "Diukur"), "integer"),
        Column("bawah", say(locale, "Indeks"), "number"),
        Column("atas", say(locale, "Batas atas"), "number"),
        Column("pendidikan", say(locale, "Pendidikan"), "share", group=group),
        Column("diklat", say(locale, "Riwayat diklat"), "share", group=group),
        Column("kinerja", say(locale, "Penilaian kinerja"), "share", group=group),
    )
    every = tuple(
        (
            row.nama,
            row.diukur,
            row.batas_bawah,
            None if row.disembunyikan and row.batas_atas == row.batas_bawah else row.batas_atas,
            row.tanpa_kualifikasi,
            row.tanpa_kompetensi,
            row.tanpa_kinerja,
        )
        for row in known(facts.mutu_data).per_unit
    )
    note = say(
        locale,
        "Porsi yang menyangkut sedikit pegawai tidak ditampilkan dan tidak ikut dalam batas atas; batas atas kosong bila tidak ada porsi lain.",
    )
    title = (
        "Mutu data per pemerintah, diurutkan dari yang indeksnya paling bergantung pada kelengkapan catatan"
        if _of_governments(facts)
        else "Mutu data per unit, diurutkan dari yang indeksnya paling bergantung pada kelengkapan catatan"
    )
    body = with_figures(every, 3)
    left_out = [str(row[0]) for row in every if row not in body]
    return Table(
        name=say(locale, "Mutu data per unit"),
        title=say(locale, title),
        columns=columns,
        rows=body,
        note=f"{note} {_left_out(left_out, facts, locale)}".rstrip(),
        source=source(facts, locale),
    )


def _left_out(names: list[str], facts: Facts, locale: Locale) -> str:
    """How many parts are not in the table because nothing of them may be shown; a single one by its name."""
    if not names:
        return ""
    if len(names) == 1:
        return say(locale, "{nama}: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.", nama=names[0])
    text = (
        "{jumlah} pemerintah lain: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan."
        if _of_governments(facts)
        else "{jumlah} unit lain: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan."
    )
    return say(locale, text, jumlah=locale.integer(len(names)))


def _findings(facts: Facts, locale: Locale) -> Table:
    quality = known(facts.mutu_data)
    columns = (
        Column("jenis", say(locale, "Jenis")),
        Column("alasan", say(locale, "Masalah")),
        Column("jumlah", say(locale, "Jumlah baris"), "integer"),
    )
    kinds = (
        (say(locale, "Data pegawai"), quality.temuan),
        (say(locale, "Riwayat disisihkan"), quality.riwayat_disisihkan),
    )
    rows = [(kind, row) for kind, found in kinds for row in found]
    files = [name for name in inputs.TABLES if any(row.alasan.file.startswith(f"{name}.") for _, row in rows)]
    note = say(locale, "Jumlah di bawah ambang kelompok, dan jumlah lain yang akan membukanya, tidak ditampilkan.")
    named = [f"{name}: {lowered(label(locale, inputs.TABLES, name))}" for name in files]
    return Table(
        name=say(locale, "Temuan"),
        title=say(locale, "Masalah pada baris yang diterima dan baris riwayat yang disisihkan"),
        columns=columns,
        rows=tuple((kind, reason(locale, row.alasan), row.jumlah) for kind, row in rows),
        note=f"{'; '.join(named)}. {note}" if named else note,
        source=source(facts, locale),
        hidden_rows=frozenset(place for place, (_, row) in enumerate(rows) if row.disembunyikan),
        hidden_text=say(locale, "disembunyikan"),
    )
