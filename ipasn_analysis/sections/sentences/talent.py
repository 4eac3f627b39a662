"""The sentences about the talent map: the top cell, the low cells, empty records, and what the edges are."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.people import SelTalenta
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import say

TOP = (("tinggi", "tinggi"),)
LOW = (("rendah", "rendah"), ("rendah", "sedang"), ("sedang", "rendah"))
READY = (("tinggi", "rendah"), ("tinggi", "sedang"))


def cells(facts: Facts, places: tuple[tuple[str, str], ...]) -> list[SelTalenta]:
    """The cells at these places (kinerja, potensi)."""
    return [cell for cell in known(facts.talenta).sel if (cell.kinerja, cell.potensi) in places]


def none(facts: Facts, locale: Locale) -> str:
    """Why there is no map."""
    if facts.pegawai.diukur >= facts.ambang.disiplin:
        return say(
            locale,
            "Pemetaan tidak ditampilkan: bersama predikat kinerja, peta akan membuka kelompok yang terlalu kecil.",
        )
    return say(
        locale,
        "Pemetaan tidak ditampilkan: yang diukur kurang dari {ambang} pegawai.",
        ambang=facts.ambang.disiplin,
    )


def among(facts: Facts, locale: Locale) -> str:
    """Whose people are on the map, where not everybody's."""
    if known(facts.talenta).pemerintah is None:
        return ""
    return say(
        locale,
        "Peta ini mencakup {jumlah} pegawai ({bagian}) dari {pemerintah} pemerintah yang menampilkan petanya; pemerintah "
        "lain menyembunyikannya karena ada sel yang terlalu kecil. Persentase di bawah ini dihitung di antara pegawai itu.",
        jumlah=locale.integer(known(facts.talenta).n),
        bagian=locale.share(known(facts.talenta).n / facts.pegawai.diukur),
        pemerintah=locale.integer(known(facts.talenta).pemerintah),
    )


def top(facts: Facts, locale: Locale) -> str:
    """Who stands in the top cell."""
    found = _total(facts, TOP)
    if found is None:
        return say(locale, "Sel teratas (kinerja tinggi dan potensi tinggi) disembunyikan.")
    return say(
        locale,
        "{bagian} pegawai ({jumlah} orang) berada di sel teratas, kinerja tinggi dan potensi tinggi: calon untuk "
        "mutasi, rotasi, dan promosi pertama-tama dicari di sana.",
        **_values(found, facts, locale),
    )


def ready(facts: Facts, locale: Locale) -> str:
    """Who performs highly and lacks education or training."""
    found = _total(facts, READY)
    if found is None:
        return ""
    return say(
        locale,
        "{bagian} ({jumlah} orang) berkinerja tinggi tetapi potensinya belum tinggi: bagi mereka pendidikan dan "
        "diklat paling bermanfaat.",
        **_values(found, facts, locale),
    )


def low(facts: Facts, locale: Locale) -> str:
    """Who stands in the three lowest cells."""
    found = _total(facts, LOW)
    if found is None:
        return say(locale, "Sebagian dari tiga sel terbawah disembunyikan, sehingga jumlahnya tidak disebut.")
    return say(
        locale,
        "{bagian} ({jumlah} orang) berada di tiga sel terbawah: keduanya rendah, atau yang satu rendah dan yang "
        "lain sedang.",
        **_values(found, facts, locale),
    )


def unknown(facts: Facts, locale: Locale) -> str:
    """How many stand where they do because a record is missing."""
    count = known(facts.talenta).tanpa_data
    if count == 0 or known(facts.talenta).pemerintah is not None:
        return ""
    if count is None:
        return say(
            locale,
            "Beberapa pegawai ditempatkan dengan catatan kosong yang dinilai 0: letak mereka belum diketahui, bukan "
            "rendah.",
        )
    return say(
        locale,
        "{jumlah} pegawai ({bagian}) ditempatkan dengan catatan kosong yang dinilai 0: letak mereka belum "
        "diketahui, bukan rendah.",
        **_values(count, facts, locale),
    )


def unassessed(facts: Facts, locale: Locale) -> str:
    """That people without an assessment stand in the row of low performance, with their number where it is shown.

    Empty where there are none, or where the data do not tell.
    """
    parts = facts.rincian.predikat
    part = next((part for part in parts or () if part.kunci is None), None)
    if part is None or part.jumlah == 0:
        return ""
    row = [cell for cell in known(facts.talenta).sel if cell.kinerja == "rendah"]
    if part.jumlah is None or known(facts.talenta).pemerintah is not None:
        return say(
            locale,
            "Baris kinerja rendah juga memuat pegawai yang belum memiliki penilaian kinerja (dinilai 0); itu bukan "
            "tanda bahwa kinerja mereka buruk.",
        )
    without = locale.integer(part.jumlah)
    if any(cell.disembunyikan for cell in row):
        return say(
            locale,
            "Baris kinerja rendah juga memuat {tanpa} pegawai yang belum memiliki penilaian kinerja (dinilai 0); itu "
            "bukan tanda bahwa kinerja mereka buruk.",
            tanpa=without,
        )
    return say(
        locale,
        "Dari {jumlah} pegawai di baris kinerja rendah, {tanpa} belum memiliki penilaian kinerja (dinilai 0); itu bukan "
        "tanda bahwa kinerja mereka buruk.",
        jumlah=locale.integer(sum(known(cell.jumlah) for cell in row)),
        tanpa=without,
    )


def edges(facts: Facts, locale: Locale) -> str:
    """What potential means here and where the bands lie, a decision of this project."""
    found = known(facts.talenta)
    return say(
        locale,
        "Potensi di sini adalah jumlah kualifikasi dan kompetensi; sistem merit mengukurnya dengan asesmen, yang tidak "
        "ada dalam data ini. Batas sel ditetapkan oleh laporan ini, bukan oleh peraturan: kinerja sedang mulai {k1} "
        "poin dan tinggi mulai {k2} poin (dari {kmaks}); potensi sedang mulai {p1} dan tinggi mulai {p2} dari maksimum "
        "{pmaks} poin. Peta ini bahan awal pembahasan, bukan keputusan tentang orang.",
        k1=locale.integer(found.batas_kinerja[0]),
        k2=locale.integer(found.batas_kinerja[1]),
        kmaks=locale.integer(facts.dimensi.kinerja.maksimum),
        p1=locale.share(found.batas_potensi[0]),
        p2=locale.share(found.batas_potensi[1]),
        pmaks=locale.integer(found.maksimum_potensi),
    )


def title(facts: Facts, locale: Locale) -> str:
    """What the chart shows: the share of the top cell, or else of the largest shown one."""
    found = _total(facts, TOP)
    if found is None:
        return say(locale, "Pegawai menurut kinerja dan potensi")
    return say(
        locale,
        "{bagian} pegawai berkinerja tinggi dan berpotensi tinggi",
        bagian=locale.share(found / known(facts.talenta).n, 0),
    )


def _total(facts: Facts, places: tuple[tuple[str, str], ...]) -> int | None:
    """People in these cells; None where one of them is hidden."""
    found = cells(facts, places)
    return None if any(cell.disembunyikan for cell in found) else sum(known(cell.jumlah) for cell in found)


def _values(count: int, facts: Facts, locale: Locale) -> dict[str, str]:
    return {"jumlah": locale.integer(count), "bagian": locale.share(count / known(facts.talenta).n)}
