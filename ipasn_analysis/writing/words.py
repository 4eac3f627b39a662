"""Words: messages with their figures filled in, and the labels of keys that the facts use."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from ipasn_analysis.writing.writer import N_, Writer

DIMENSIONS = {
    "kualifikasi": N_("Kualifikasi"),
    "kompetensi": N_("Kompetensi"),
    "kinerja": N_("Kinerja"),
    "disiplin": N_("Disiplin"),
}
ITEMS = {
    "diklat_kepemimpinan": N_("Diklat kepemimpinan"),
    "diklat_fungsional": N_("Diklat fungsional"),
    "diklat_teknis": N_("Diklat teknis (≥ 20 JP)"),
    "seminar": N_("Seminar, workshop, kursus"),
    "pengembangan": N_("Pengembangan apa pun (≥ 20 JP)"),
    "pencatatan": N_("Pencatatan di SIASN"),
}
ITEM_WORDS = {
    "diklat_kepemimpinan": N_("diklat kepemimpinan"),
    "diklat_fungsional": N_("diklat fungsional"),
    "diklat_teknis": N_("diklat teknis"),
    "seminar": N_("seminar atau sejenisnya"),
    "pengembangan": N_("pengembangan sedikitnya 20 JP"),
    "pencatatan": N_("pencatatan di SIASN"),
}
"""Items within a sentence."""
EDUCATION = {
    "s3": N_("S-3"),
    "s2": N_("S-2"),
    "s1_d4": N_("S-1/D-IV"),
    "d3": N_("D-III"),
    "d2_d1_slta": N_("D-II/D-I/SLTA"),
    "di_bawah_slta": N_("Di bawah SLTA"),
    None: N_("Tidak tercatat"),
}
PREDIKAT = {
    "sangat_baik": N_("Sangat baik"),
    "baik": N_("Baik"),
    "butuh_perbaikan": N_("Butuh perbaikan"),
    "kurang": N_("Kurang"),
    "sangat_kurang": N_("Sangat kurang"),
    None: N_("Tidak tercatat"),
}
DISCIPLINE = {
    "tidak_pernah": N_("Tidak pernah dihukum"),
    "pernah": N_("Pernah dihukum"),
    "ringan": N_("Hukuman ringan"),
    "sedang": N_("Hukuman sedang"),
    "berat": N_("Hukuman berat"),
}
POSTS = {"struktural": N_("Struktural"), "fungsional": N_("Fungsional"), "pelaksana": N_("Pelaksana")}
RECORDS = {
    "kualifikasi": N_("Pendidikan"),
    "kompetensi": N_("Riwayat diklat"),
    "kinerja": N_("Penilaian kinerja"),
    "eselon": N_("Eselon (jabatan struktural)"),
    "kompetensi_usang": N_("Diklat tahun ukur"),
}
GROUPINGS = {
    "jenis_pegawai": N_("Jenis pegawai"),
    "jenis_jabatan": N_("Jenis jabatan"),
    "eselon": N_("Eselon"),
    "golongan": N_("Golongan"),
    "pendidikan": N_("Pendidikan"),
    "jenis_kelamin": N_("Jenis kelamin"),
    "umur": N_("Umur"),
}
GROUP_KEYS: dict[str, Mapping[Any, str]] = {
    "jenis_pegawai": {"PNS": N_("PNS"), "PPPK": N_("PPPK")},
    "jenis_jabatan": POSTS,
    "pendidikan": EDUCATION,
    "jenis_kelamin": {"L": N_("Laki-laki"), "P": N_("Perempuan")},
    "umur": {
        "<30": N_("Di bawah 30 tahun"),
        "30-39": N_("30–39 tahun"),
        "40-49": N_("40–49 tahun"),
        ">=50": N_("50 tahun ke atas"),
    },
    "eselon": {
        "I": N_("Eselon I"),
        "II": N_("Eselon II"),
        "III": N_("Eselon III"),
        "IV": N_("Eselon IV"),
        "V": N_("Eselon V"),
    },
    "golongan": {"I": N_("Golongan I"), "II": N_("Golongan II"), "III": N_("Golongan III"), "IV": N_("Golongan IV")},
}


def describe_change(w: Writer, points: float) -> str:
    """A change in words, by its sign as it would be shown: ``naik 1,40 poin``, ``turun 0,30 poin``, ``tetap``."""
    if w.is_zero(points):
        return w("tetap")
    size = abs(points)
    return w("naik {poin:n} poin", poin=size) if points > 0 else w("turun {poin:n} poin", poin=size)


SOURCES = {
    "bertahan": N_("Tidak pindah"),
    "pindah": N_("Pindah perangkat daerah"),
    "masuk": N_("Masuk"),
    "keluar": N_("Keluar"),
}
BANDS = {"rendah": N_("Rendah"), "sedang": N_("Sedang"), "tinggi": N_("Tinggi")}
NOT_RECORDED = N_("Tidak tercatat")


def uncapitalised(text: str) -> str:
    """`text` as it stands inside a sentence: its first letter small, abbreviations as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def group_name(w: Writer, grouping: str, key: str | None) -> str:
    """The name of a group under its grouping; of those without a key, that it is not recorded."""
    return w.translate(NOT_RECORDED) if key is None else w.label(GROUP_KEYS.get(grouping, {}), key)


INEQUALITY = {
    "antar_pemerintah": N_("antarpemerintah daerah"),
    "antar_unit": N_("antarperangkat daerah dalam satu pemerintah daerah"),
    "antar_orang": N_("antarpegawai dalam satu perangkat daerah"),
}
FEW = {2: N_("dua"), 3: N_("tiga")}
READINGS = {"lower_edge": N_("batas bawah (≥)"), "upper_edge": N_("batas atas (>)")}
STATUSES = {
    "aktif": N_("aktif"),
    "tugas belajar": N_("tugas belajar"),
    "hukuman disiplin": N_("hukuman disiplin"),
    "diberhentikan": N_("diberhentikan"),
    "PPPK aktif": N_("PPPK aktif"),
    "berhenti": N_("berhenti"),
    "pensiun": N_("pensiun"),
    "CLTN": N_("CLTN"),
    "MPP": N_("MPP"),
    "kode tidak dikenal": N_("kode tidak dikenal"),
}
"""Legal statuses of the instruments, which name a reason for not being measured."""
INSTRUMENTS = {"perban8_2019": N_("Peraturan BKN 8/2019"), "bkn4190_2024": N_("Surat Kepala BKN 4190/2024")}
"""Short names of the instruments that come with the package; another is called by its own."""
LAWS = {
    r"Peraturan Menteri PANRB Nomor (?P<nomor>\d+) Tahun (?P<tahun>\d+)": (
        N_("Peraturan Menteri PANRB Nomor {nomor} Tahun {tahun}")
    ),
    r"Peraturan BKN Nomor (?P<nomor>\d+) Tahun (?P<tahun>\d+)": N_("Peraturan BKN Nomor {nomor} Tahun {tahun}"),
    r"Surat Kepala BKN (?P<nomor>\S+)": N_("Surat Kepala BKN {nomor}"),
}
"""Patterns of the laws that instruments name, each with its message."""
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_DAY = re.compile(rf"\((\d+) ({'|'.join(_MONTHS)}) (\d{{4}})\)")


def law(w: Writer, text: str) -> str:
    """The name of a law, with its date where it has one, in the writer's language; one that is not known as it is."""
    found = _DAY.search(text)
    name, day = (text, "") if found is None else (text[: found.start()].rstrip(), found[0])
    if found is not None:
        written = w.date(datetime.date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])))
        day = f" ({written})"
    for pattern, message in LAWS.items():
        named = re.fullmatch(pattern, name)
        if named is not None:
            return w(message, **named.groupdict()) + day
    return text
