"""Words: messages with their figures filled in, and the labels of keys that the facts use."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ipasn_analysis.writing.locale import Locale

DIMENSIONS = {
    "kualifikasi": "Kualifikasi",
    "kompetensi": "Kompetensi",
    "kinerja": "Kinerja",
    "disiplin": "Disiplin",
}
ITEMS = {
    "diklat_kepemimpinan": "Diklat kepemimpinan",
    "diklat_fungsional": "Diklat fungsional",
    "diklat_teknis": "Diklat teknis (≥ 20 JP)",
    "seminar": "Seminar, workshop, kursus",
    "pengembangan": "Pengembangan apa pun (≥ 20 JP)",
}
EDUCATION = {
    "s3": "S-3",
    "s2": "S-2",
    "s1_d4": "S-1/D-IV",
    "d3": "D-III",
    "d2_d1_slta": "D-II/D-I/SLTA",
    "di_bawah_slta": "Di bawah SLTA",
    None: "Tidak tercatat",
}
PREDIKAT = {
    "sangat_baik": "Sangat baik",
    "baik": "Baik",
    "butuh_perbaikan": "Butuh perbaikan",
    "kurang": "Kurang",
    "sangat_kurang": "Sangat kurang",
    None: "Tidak tercatat",
}
DISCIPLINE = {
    "tidak_pernah": "Tidak pernah dihukum",
    "pernah": "Pernah dihukum",
    "ringan": "Hukuman ringan",
    "sedang": "Hukuman sedang",
    "berat": "Hukuman berat",
}
POSTS = {"struktural": "Struktural", "fungsional": "Fungsional", "pelaksana": "Pelaksana"}
RECORDS = {
    "kualifikasi": "Pendidikan",
    "kompetensi": "Riwayat diklat",
    "kinerja": "Penilaian kinerja",
    "eselon": "Eselon (jabatan struktural)",
    "kompetensi_usang": "Diklat tahun ukur",
}
GROUPINGS = {
    "jenis_pegawai": "Jenis pegawai",
    "jenis_jabatan": "Jenis jabatan",
    "eselon": "Eselon",
    "golongan": "Golongan",
    "pendidikan": "Pendidikan",
    "jenis_kelamin": "Jenis kelamin",
    "umur": "Umur",
}
GROUP_KEYS: dict[str, Mapping[Any, str]] = {
    "jenis_pegawai": {"PNS": "PNS", "PPPK": "PPPK"},
    "jenis_jabatan": POSTS,
    "pendidikan": EDUCATION,
    "jenis_kelamin": {"L": "Laki-laki", "P": "Perempuan"},
    "umur": {"<30": "Di bawah 30 tahun", "30-39": "30–39 tahun", "40-49": "40–49 tahun", ">=50": "50 tahun ke atas"},
    "eselon": {level: f"Eselon {level}" for level in ("I", "II", "III", "IV", "V")},
    "golongan": {level: f"Golongan {level}" for level in ("I", "II", "III", "IV")},
}


class _Filled(str):
    """A figure in a message; ``{jumlah:unit lies|units lie}`` chooses the word that goes with it, one or many."""

    def __format__(self, form: str) -> str:
        one, bar, many = form.partition("|")
        if not bar:
            return super().__format__(form)
        return one if self == "1" else many


def say(locale: Locale, message: str, **values: object) -> str:
    """The message in the locale's language with its figures, already written, filled in; the msgid is Indonesian.

    A translation may name a figure once more to choose between two words: ``{jumlah} {jumlah:unit|units}``.
    """
    return locale.translate(message).format(**{name: _Filled(value) for name, value in values.items()})


def label(locale: Locale, labels: Mapping[Any, str], key: Any) -> str:
    """The word for a key of the facts; the key itself where there is none."""
    return locale.translate(labels[key]) if key in labels else str(key)


def listed(locale: Locale, names: Sequence[str]) -> str:
    """Names in a row: ``A``, ``A dan B``, ``A, B, dan C``."""
    names = list(names)
    if len(names) <= 1:
        return "".join(names)
    if len(names) == 2:
        return say(locale, "{pertama} dan {kedua}", pertama=names[0], kedua=names[1])
    return say(locale, "{daftar}, dan {terakhir}", daftar=", ".join(names[:-1]), terakhir=names[-1])


def moved(locale: Locale, points: float) -> str:
    """A change in words, by its sign as it would be shown: ``naik 1,40 poin``, ``turun 0,30 poin``, ``tetap``."""
    shown = locale.number(abs(points))
    if shown == locale.number(0.0):
        return say(locale, "tetap")
    return say(locale, "naik {poin} poin" if points > 0 else "turun {poin} poin", poin=shown)


SOURCES = {
    "bertahan": "Bertahan di unitnya",
    "pindah": "Pindah unit",
    "masuk": "Masuk",
    "keluar": "Keluar",
}
BANDS = {"rendah": "Rendah", "sedang": "Sedang", "tinggi": "Tinggi"}
NOT_RECORDED = "Tidak tercatat"


def lowered(text: str) -> str:
    """`text` as it stands inside a sentence: its first letter small, abbreviations as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def group_name(locale: Locale, grouping: str, key: str | None) -> str:
    """The name of a group under its grouping; of those without a key, that it is not recorded."""
    return locale.translate(NOT_RECORDED) if key is None else label(locale, GROUP_KEYS.get(grouping, {}), key)


INEQUALITY = {
    "antar_pemerintah": "antara pemerintah",
    "antar_unit": "antara perangkat daerah dalam satu pemerintah",
    "antar_orang": "antara pegawai dalam satu perangkat daerah",
}
FEW = {2: "dua", 3: "tiga"}
READINGS = {"lower_edge": "batas bawah (≥)", "upper_edge": "batas atas (>)"}
STATUSES = {
    "aktif": "aktif",
    "tugas belajar": "tugas belajar",
    "hukuman disiplin": "hukuman disiplin",
    "diberhentikan": "diberhentikan",
    "PPPK aktif": "PPPK aktif",
    "berhenti": "berhenti",
    "pensiun": "pensiun",
    "CLTN": "CLTN",
    "MPP": "MPP",
    "kode tidak dikenal": "kode tidak dikenal",
}
"""Legal statuses of the instruments, which name a reason for not being measured."""
LAWS = {
    r"Peraturan Menteri PANRB Nomor (?P<nomor>\d+) Tahun (?P<tahun>\d+)": (
        "Peraturan Menteri PANRB Nomor {nomor} Tahun {tahun}"
    ),
    r"Peraturan BKN Nomor (?P<nomor>\d+) Tahun (?P<tahun>\d+)": "Peraturan BKN Nomor {nomor} Tahun {tahun}",
    r"Surat Kepala BKN (?P<nomor>\S+)": "Surat Kepala BKN {nomor}",
}
"""Patterns of the laws that instruments name, each with its message."""
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_DAY = re.compile(rf"\((\d+) ({'|'.join(_MONTHS)}) (\d{{4}})\)")


def law(locale: Locale, text: str) -> str:
    """The name of a law, with its date where it has one, in the locale's language; one that is not known as it is."""
    found = _DAY.search(text)
    name, day = (text, "") if found is None else (text[: found.start()].rstrip(), found[0])
    if found is not None:
        written = locale.date(datetime.date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])))
        day = f" ({written})"
    for pattern, message in LAWS.items():
        named = re.fullmatch(pattern, name)
        if named is not None:
            return say(locale, message, **named.groupdict()) + day
    return text
