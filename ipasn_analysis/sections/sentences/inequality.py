"""The sentences about inequality and convergence: what the data carry, and what regression to the mean may explain."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.province import Ketimpangan, Konvergensi
from ipasn_analysis.sections.sentences.trend import SIGNIFICANT
from ipasn_analysis.writing.words import INEQUALITY
from ipasn_analysis.writing.writer import N_, Value, Writer


def split(found: Ketimpangan, w: Writer) -> str:
    """The three shares of the variance, where the most lies, and what chance alone would give."""
    text = w(
        "Indeks perorangan beragam dengan simpangan baku {simpangan:n} poin. Dari keragaman itu {pemerintah:%} terletak antara pemerintah, {unit:%} antara perangkat daerah dalam satu pemerintah, dan {orang:%} antara pegawai dalam satu perangkat daerah.",
        simpangan=found.simpangan,
        pemerintah=found.antar_pemerintah,
        unit=found.antar_unit,
        orang=found.antar_orang,
    )
    chance = found.kebetulan
    return f"{text} " + w(
        "Sebagai pembanding: bila pegawai dibagi secara acak, bagian antara pemerintah sekitar {pemerintah:%2} dan antara perangkat daerah sekitar {unit:%2}.",
        pemerintah=chance.antar_pemerintah,
        unit=chance.antar_unit,
    )


def meaning(found: Ketimpangan, w: Writer) -> str:
    """What follows from where the most variance lies."""
    widest = max(INEQUALITY, key=lambda key: found.bagian[key])
    messages = {
        "antar_pemerintah": N_(
            "Letak perbedaan yang terbesar adalah antara pemerintah: kebijakan setiap pemerintah paling menentukan."
        ),
        "antar_unit": N_(
            "Letak perbedaan yang terbesar adalah antara perangkat daerah: pembinaan per perangkat daerah paling berarti."
        ),
        "antar_orang": N_(
            "Letak perbedaan yang terbesar adalah di dalam perangkat daerah: peringkat pemerintah dan perangkat daerah menjelaskan sebagian kecil saja, dan pembinaan perlu menjangkau pegawai satu per satu."
        ),
    }
    return w.translate(messages[widest])


def bar_title(found: Ketimpangan, w: Writer) -> str:
    """Where the most of the variance lies."""
    widest = max(INEQUALITY, key=lambda key: found.bagian[key])
    return w(
        "{bagian:%} keragaman terletak {letak}",
        bagian=found.bagian[widest],
        letak=w.label(INEQUALITY, widest),
    )


def spread(found: Konvergensi, w: Writer) -> str:
    """Whether the governments drew together or apart, by the spread of the first and the last year."""
    first, last = found.simpangan[0], found.simpangan[-1]
    values: dict[str, Value] = {
        "jumlah": found.pemerintah,
        "dari": w.number(first),
        "ke": w.number(last),
        "awal": found.tahun[0],
        "akhir": found.tahun[-1],
    }
    if values["dari"] == values["ke"]:
        return w("Simpangan baku indeks {jumlah} pemerintah tetap {ke} poin dari {awal} sampai {akhir}.", **values)
    if last > first:
        return w(
            "Jarak antara pemerintah melebar: simpangan baku indeks {jumlah} pemerintah naik dari {dari} poin ({awal}) menjadi {ke} poin ({akhir}).",
            **values,
        )
    return w(
        "Jarak antara pemerintah menyempit: simpangan baku indeks {jumlah} pemerintah turun dari {dari} poin ({awal}) menjadi {ke} poin ({akhir}).",
        **values,
    )


def catching_up(found: Konvergensi, w: Writer) -> str:
    """Whether those that started lower gained more, with the test and the caution about regression to the mean."""
    slope = found.beta
    if slope is None:
        return w("Apakah yang tertinggal mengejar tidak dapat diuji: semua pemerintah mulai pada tingkat yang sama.")
    values: dict[str, Value] = {
        "awal": found.tahun[0],
        "laju": abs(slope),
        "p": found.p_value,
        "uji": w("uji permutasi eksak") if found.eksak else w("uji permutasi dengan undian"),
    }
    if known(found.p_value) >= SIGNIFICANT:
        return w(
            "Tidak ada bukti bahwa pemerintah yang pada {awal} tertinggal mengejar atau makin tertinggal ({uji}, {p:p}).",
            **values,
        )
    if slope > 0:
        return w(
            "Yang pada {awal} sudah lebih tinggi naik lebih cepat: setiap poin lebih tinggi pada awal disertai kenaikan {laju:n} poin per tahun lebih banyak ({uji}, {p:p}). Yang tertinggal makin tertinggal; regresi ke rata-rata bekerja ke arah sebaliknya dan tidak menjelaskan pola ini.",
            **values,
        )
    text = w(
        "Yang pada {awal} lebih rendah naik lebih cepat: setiap poin lebih rendah pada awal disertai kenaikan {laju:n} poin per tahun lebih banyak ({uji}, {p:p}).",
        **values,
    )
    return f"{text} {caution(found, w)}"


def caution(found: Konvergensi, w: Writer) -> str:
    """What a negative slope does not prove; the spread decides how much of it is left."""
    if found.simpangan[-1] < found.simpangan[0]:
        return w(
            "Sebagian dari pola ini dapat berupa regresi ke rata-rata (nilai awal yang kebetulan rendah naik dengan sendirinya); sebaran yang menyempit mendukung bahwa yang tertinggal memang mengejar, tetapi tidak membuktikan sebabnya.",
        )
    return w(
        "Pola ini dapat seluruhnya berupa regresi ke rata-rata (nilai awal yang kebetulan rendah naik dengan sendirinya): sebaran antara pemerintah tidak menyempit, jadi ini bukan bukti bahwa yang tertinggal mengejar.",
    )


def spread_title(found: Konvergensi, w: Writer) -> str:
    """What the chart of the spread shows."""
    first, last = found.simpangan[0], found.simpangan[-1]
    values: dict[str, Value] = {"awal": found.tahun[0], "akhir": found.tahun[-1]}
    if w.number(first) == w.number(last):
        return w("Jarak antara pemerintah sama pada {awal} dan {akhir}", **values)
    if last > first:
        return w("Jarak antara pemerintah melebar sejak {awal}", **values)
    return w("Jarak antara pemerintah menyempit sejak {awal}", **values)


def paths_title(found: Konvergensi, w: Writer) -> str:
    """Who gained most and who least a year."""
    rows = sorted(found.per_pemerintah, key=lambda row: -row.laju)
    most, least = rows[0], rows[-1]
    return w(
        "Tercepat {tercepat} ({laju:+} poin per tahun), terlambat {terlambat} ({laju_rendah:+})",
        tercepat=most.nama,
        laju=most.laju,
        terlambat=least.nama,
        laju_rendah=least.laju,
    )
