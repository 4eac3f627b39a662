"""The reasons why rows were not used, in the reader's language: they come from the records in Indonesian."""

from __future__ import annotations

import re
from functools import cache

from ipasn_analysis.writing.locale import Locale

REASONS = (
    "NIP dalam notasi ilmiah, digit akhirnya hilang",
    "NIP kosong",
    "NIP tersimpan sebagai angka, bukan teks, sehingga digit akhirnya hilang",
    "NIP tidak ada dalam data pegawai",
    "NIP tidak terdiri atas 18 digit",
    "NIP yang sama pada baris yang berbeda isinya",
    "baris berisi {sel} sel, judul kolom {judul}",
    "baris kembar yang sama",
    "diklat teknis tanpa jumlah jam",
    "dua penilaian yang berbeda untuk satu tahun",
    "jabatan struktural tanpa eselon",
    "jenis diklat tidak dikenal",
    "jenis jabatan kosong",
    "jenis jabatan tidak dikenal",
    "jenis pegawai bukan PNS atau PPPK",
    "jenis pegawai kosong",
    "jumlah jam bukan angka",
    "jumlah jam negatif",
    "kedudukan hukum kosong",
    "kedudukan hukum {kode} ({nama})",
    "nama kosong",
    "nilai bukan angka 0–100",
    "nilai di luar 0–{maksimum}",
    "nilai kosong",
    "nilai kosong atau bukan angka",
    "nilai untuk tahun lain",
    "penilaian sampai {tahun} dibaca dari rw_skp",
    "penilaian setelah {tahun} dibaca dari rw_skp22",
    "predikat kosong",
    "predikat tidak dikenal",
    "tahun kosong",
    "tahun kosong atau bukan angka",
    "tahun setelah tahun ukur",
    "tahun tidak mungkin",
    "tanggal kosong",
    "tanggal lahir di dalam NIP tidak mungkin",
    "tanggal lahir di profil berbeda dari NIP",
    "tanggal setelah tanggal batas",
    "tanggal tidak mungkin",
    "tingkat hukuman tidak dikenal",
    "tingkat pendidikan kosong",
    "tingkat pendidikan tidak dikenal",
    "total tidak sama dengan jumlah keempat dimensi",
    "unit organisasi kosong",
)
"""Every reason that the records give, with the parts that vary in braces."""
_FILE = re.compile(r"(?P<file>[\w.]+): (?P<reason>.*)", re.DOTALL)


def reason(locale: Locale, text: str) -> str:
    """`text` (a reason, after the name of its file or not) in the locale's language; as it stands when unknown."""
    if locale.language == "id":
        return text
    filed = _FILE.fullmatch(text)
    if filed:
        return f"{filed['file']}: {reason(locale, filed['reason'])}"
    for template in REASONS:
        found = _pattern(template).fullmatch(text)
        if found:
            return locale.translate(template).format(**found.groupdict())
    return text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{part}>.*?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)))
