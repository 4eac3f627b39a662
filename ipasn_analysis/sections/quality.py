"""Mutu data: what is missing or stale, and the index points that hang on it."""

from __future__ import annotations

from dataclasses import replace

from ipasn_analysis.blocks.cells import with_figures
from ipasn_analysis.blocks.model import Block, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import OTHER_UNITS
from ipasn_analysis.sections import inputs, reconciliation
from ipasn_analysis.sections.common import below, of_units, source_of_records, table
from ipasn_analysis.writing.reasons import reason
from ipasn_analysis.writing.words import INSTRUMENTS, RECORDS, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer


def section(facts: Facts, w: Writer) -> Section:
    """Bounds, completeness, the units whose index hangs most on records, and what was set aside."""
    quality = facts.mutu_data
    box = inputs.box(facts, w)
    both, causes = reconciliation.blocks(facts, w)
    if not quality.dihitung:
        text = (
            w("Nilai yang diimpor tidak menunjukkan catatan mana yang kosong atau usang; mutu data tidak dihitung.")
            if facts.impor and facts.catatan_sendiri is None
            else w(
                "Poin yang bergantung pada catatan yang kosong hanya dihitung menurut Peraturan BKN Nomor 8 Tahun 2019."
            )
        )
        return Section("mutu-data", w("Mutu data"), [Prose([text]), *both, *box], w, causes)
    told = [of_records(facts, w), bounds(facts, w), unchecked(facts, w), stale(facts, w)]
    blocks: list[Block] = [Prose([text for text in told if text]), *both, *box]
    blocks.append(_completeness(facts, w))
    if quality.pemutakhiran:
        blocks.append(_updates(facts, w))
    units = _units(facts, w)
    appendix: list[Block] = [*causes, *([units] if units.rows else [])]
    if quality.temuan or quality.riwayat_disisihkan:
        appendix.append(_findings(facts, w))
    return Section("mutu-data", w("Mutu data"), blocks, w, appendix)


def of_records(facts: Facts, w: Writer) -> str:
    """Beside official scores: that what follows is read off the records, and which index these give."""
    own = facts.catatan_sendiri
    if own is None:
        return ""
    return w(
        "Mutu data dibaca dari catatan sendiri. Menurut catatan itu, dengan instrumen {instrumen}, indeks {diukur:i} pegawai adalah {indeks:n}; poin di bawah ini menyangkut indeks itu, bukan nilai resmi.",
        instrumen=w.label(INSTRUMENTS, own.instrumen),
        diukur=own.diukur,
        indeks=own.indeks,
    )


def bounds(facts: Facts, w: Writer) -> str:
    """The index as scored and the most it could be if every missing record were at its best."""
    quality = facts.mutu_data
    if _is_complete(facts):
        return w("Tidak ada catatan yang kosong.")
    return w(
        "Catatan yang kosong dinilai 0, sehingga {bawah:n} adalah batas bawah. Apabila semuanya terisi dengan hasil terbaik, indeks menjadi {atas:n} (naik paling banyak {poin:n} poin).",
        atas=quality.batas_atas,
        poin=known(quality.batas_atas) - quality.batas_bawah,
        bawah=quality.batas_bawah,
    )


def unchecked(facts: Facts, w: Writer) -> str:
    """That the lower bound is none for disiplin where no table of sanctions is there; nothing where there is no bound."""
    if "rw_hukdis" not in inputs.absent(facts) or _is_complete(facts):
        return ""
    return w(
        "Batas bawah itu menganggap tidak ada hukuman disiplin, karena riwayat hukuman disiplin tidak tersedia untuk memeriksanya."
    )


def _is_complete(facts: Facts) -> bool:
    return all(row.tanpa == 0 for row in facts.mutu_data.kelengkapan)


def stale(facts: Facts, w: Writer) -> str:
    """How many people have training of the measured year on record, and what the others could add."""
    quality = facts.mutu_data
    if quality.ketepatan_waktu.bagian is None or quality.poin_usang is None:
        return w(
            "Jumlah pegawai yang memiliki catatan diklat tahun {tahun} tidak ditampilkan agar angka yang dirahasiakan tidak terbuka.",
            tahun=facts.tahun,
        )
    if quality.ketepatan_waktu.bagian == 1:
        return w("Semua pegawai memiliki catatan diklat tahun {tahun}.", tahun=facts.tahun)
    if quality.ketepatan_waktu.bagian == 0:
        return w(
            N_("Belum ada pegawai yang memiliki catatan diklat tahun {tahun}.")
            if w.is_zero(quality.poin_usang)
            else N_(
                "Belum ada pegawai yang memiliki catatan diklat tahun {tahun}; memutakhirkan catatan mereka dapat menambah hingga {poin:n} poin bila diklatnya memang telah diikuti."
            ),
            tahun=facts.tahun,
            poin=quality.poin_usang,
        )
    if w.is_zero(quality.poin_usang):
        return w(
            "Sebanyak {bagian:%} pegawai memiliki catatan diklat tahun {tahun}; memutakhirkan catatan pegawai lain tidak akan menaikkan indeks.",
            bagian=quality.ketepatan_waktu.bagian,
            tahun=facts.tahun,
        )
    return w(
        "Sebanyak {bagian:%} pegawai memiliki catatan diklat tahun {tahun}; memutakhirkan catatan pegawai lain dapat menambah hingga {poin:n} poin bila diklatnya memang telah diikuti.",
        bagian=quality.ketepatan_waktu.bagian,
        tahun=facts.tahun,
        poin=quality.poin_usang,
    )


def _completeness(facts: Facts, w: Writer) -> Table:
    quality = facts.mutu_data
    return table(
        w("Kelengkapan"),
        w("Kelengkapan catatan dan kenaikan indeks bila yang kosong terisi"),
        quality.kelengkapan,
        [
            (Column("butir", w("Catatan")), lambda row: w.label(RECORDS, row.butir)),
            (Column("berlaku", w("Seharusnya ada"), "integer"), lambda row: row.berlaku),
            (Column("tanpa", w("Kosong"), "integer"), lambda row: row.tanpa),
            (Column("bagian", w("Terisi"), "share"), lambda row: row.bagian),
            (Column("poin", w("Poin bila terisi"), "number"), lambda row: quality.per_butir.get(row.butir)),
        ],
        note=w("Poin: kenaikan indeks paling besar bila catatan yang kosong terisi dengan hasil terbaik."),
        source=source_of_records(facts, w),
        hidden_text=below(facts, w),
    )


def _updates(facts: Facts, w: Writer) -> Table:
    unit_points = w("Poin pemerintah daerah") if facts.tingkat == "provinsi" else w("Poin perangkat daerah")
    return table(
        w("Pemutakhiran"),
        w("Pemutakhiran catatan yang paling menggerakkan indeks"),
        facts.mutu_data.pemutakhiran,
        [
            (Column("nama", of_units(facts, w)), lambda row: w("Lainnya") if row.nama == OTHER_UNITS else row.nama),
            (Column("butir", w("Catatan")), lambda row: w.label(RECORDS, row.butir)),
            (Column("pegawai", w("Pegawai"), "integer"), lambda row: row.pegawai),
            (Column("poin", w("Poin indeks"), "number", decimals=3), lambda row: row.poin),
            (Column("poin_unit", unit_points, "number"), lambda row: row.poin_unit),
        ],
        note=w(
            "Batas atas: nilai apabila semua catatan dilengkapi dengan hasil terbaik. Angka yang menyangkut sedikit pegawai tidak ditampilkan."
        ),
        source=source_of_records(facts, w),
    )


def _units(facts: Facts, w: Writer) -> Table:
    group = w("Tanpa catatan")
    found = table(
        w("Rincian mutu data"),
        w("Mutu data per pemerintah daerah, diurutkan dari yang indeksnya paling bergantung pada kelengkapan catatan")
        if facts.tingkat == "provinsi"
        else w(
            "Mutu data per perangkat daerah, diurutkan dari yang indeksnya paling bergantung pada kelengkapan catatan"
        ),
        facts.mutu_data.per_unit,
        [
            (Column("nama", of_units(facts, w)), lambda row: row.nama),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
            (Column("bawah", w("Indeks"), "number"), lambda row: row.batas_bawah),
            (Column("atas", w("Batas atas"), "number"), lambda row: row.batas_atas),
            (Column("pendidikan", w("Pendidikan"), "share", group=group), lambda row: row.tanpa_kualifikasi),
            (Column("diklat", w("Riwayat diklat"), "share", group=group), lambda row: row.tanpa_kompetensi),
            (Column("kinerja", w("Penilaian kinerja"), "share", group=group), lambda row: row.tanpa_kinerja),
        ],
        source=source_of_records(facts, w),
    )
    note = w(
        "Proporsi yang menyangkut sedikit pegawai tidak ditampilkan dan tidak ikut dalam batas atas; batas atas kosong bila tidak ada proporsi lain."
    )
    rows = with_figures([tuple(row) for row in found.rows], 3)
    left_out = [str(row[0]) for row in found.rows if row not in rows]
    return replace(found, rows=rows, note=f"{note} {_left_out(left_out, facts, w)}".rstrip())


def _left_out(names: list[str], facts: Facts, w: Writer) -> str:
    """How many parts are not in the table because nothing of them may be shown; a single one by its name."""
    if not names:
        return ""
    if len(names) == 1:
        return w("{nama}: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.", nama=names[0])
    if facts.tingkat == "provinsi":
        return w(
            "{jumlah:i} pemerintah daerah lain: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.",
            jumlah=len(names),
        )
    return w(
        "{jumlah:i} perangkat daerah lain: angkanya menyangkut terlalu sedikit pegawai untuk ditampilkan.",
        jumlah=len(names),
    )


def _findings(facts: Facts, w: Writer) -> Table:
    quality = facts.mutu_data
    kinds = ((w("Data pegawai"), quality.temuan), (w("Riwayat disisihkan"), quality.riwayat_disisihkan))
    rows = [(kind, row) for kind, found in kinds for row in found]
    files = [name for name in inputs.TABLES if any(row.alasan.file.startswith(f"{name}.") for _, row in rows)]
    note = w("Jumlah dibulatkan ke kelipatan 5.")
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
        source=source_of_records(facts, w),
        hidden_text=below(facts, w),
    )
    return replace(found, hidden_rows=frozenset(place for place, (_, row) in enumerate(rows) if row.disembunyikan))
