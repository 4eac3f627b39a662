"""The sentences about inequality and convergence: what the data carry, and what regression to the mean may explain."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.province import Ketimpangan, Konvergensi
from ipasn_analysis.sections.sentences.trend import SIGNIFICANT, p_value
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import INEQUALITY, label, say


def split(found: Ketimpangan, locale: Locale) -> str:
    """The three shares of the variance, where the most lies, and what chance alone would give."""
    text = say(
        locale,
        "Indeks perorangan beragam dengan simpangan baku {simpangan} poin. Dari keragaman itu {pemerintah} terletak antara pemerintah, {unit} antara perangkat daerah dalam satu pemerintah, dan {orang} antara pegawai dalam satu perangkat daerah.",
        simpangan=locale.number(found.simpangan),
        pemerintah=locale.share(found.antar_pemerintah),
        unit=locale.share(found.antar_unit),
        orang=locale.share(found.antar_orang),
    )
    chance = found.kebetulan
    return f"{text} " + say(
        locale,
        "Sebagai pembanding: bila pegawai dibagi secara acak, bagian antara pemerintah sekitar {pemerintah} dan antara perangkat daerah sekitar {unit}.",
        pemerintah=locale.share(chance.antar_pemerintah, 2),
        unit=locale.share(chance.antar_unit, 2),
    )


def meaning(found: Ketimpangan, locale: Locale) -> str:
    """What follows from where the most variance lies."""
    widest = max(INEQUALITY, key=lambda key: found.bagian[key])
    messages = {
        "antar_pemerintah": "Letak perbedaan yang terbesar adalah antara pemerintah: kebijakan setiap pemerintah paling menentukan.",
        "antar_unit": "Letak perbedaan yang terbesar adalah antara perangkat daerah: pembinaan per perangkat daerah paling berarti.",
        "antar_orang": "Letak perbedaan yang terbesar adalah di dalam perangkat daerah: peringkat pemerintah dan perangkat daerah menjelaskan sebagian kecil saja, dan pembinaan perlu menjangkau pegawai satu per satu.",
    }
    return say(locale, messages[widest])


def bar_title(found: Ketimpangan, locale: Locale) -> str:
    """Where the most of the variance lies."""
    widest = max(INEQUALITY, key=lambda key: found.bagian[key])
    return say(
        locale,
        "{bagian} keragaman terletak {letak}",
        bagian=locale.share(found.bagian[widest]),
        letak=label(locale, INEQUALITY, widest),
    )


def spread(found: Konvergensi, locale: Locale) -> str:
    """Whether the governments drew together or apart, by the spread of the first and the last year."""
    first, last = found.simpangan[0], found.simpangan[-1]
    values = {
        "jumlah": found.pemerintah,
        "dari": locale.number(first),
        "ke": locale.number(last),
        "awal": found.tahun[0],
        "akhir": found.tahun[-1],
    }
    if values["dari"] == values["ke"]:
        return say(
            locale, "Simpangan baku indeks {jumlah} pemerintah tetap {ke} poin dari {awal} sampai {akhir}.", **values
        )
    if last > first:
        return say(
            locale,
            "Jarak antara pemerintah melebar: simpangan baku indeks {jumlah} pemerintah naik dari {dari} poin ({awal}) menjadi {ke} poin ({akhir}).",
            **values,
        )
    return say(
        locale,
        "Jarak antara pemerintah menyempit: simpangan baku indeks {jumlah} pemerintah turun dari {dari} poin ({awal}) menjadi {ke} poin ({akhir}).",
        **values,
    )


def catching_up(found: Konvergensi, locale: Locale) -> str:
    """Whether those that started lower gained more, with the test and the caution about regression to the mean."""
    slope = found.beta
    if slope is None:
        return say(
            locale, "Apakah yang tertinggal mengejar tidak dapat diuji: semua pemerintah mulai pada tingkat yang sama."
        )
    values = {
        "awal": found.tahun[0],
        "laju": locale.number(abs(slope)),
        "p": p_value(found.p_value, locale),
        "uji": say(locale, "uji permutasi eksak") if found.eksak else say(locale, "uji permutasi dengan undian"),
    }
    if known(found.p_value) >= SIGNIFICANT:
        return say(
            locale,
            "Tidak ada bukti bahwa pemerintah yang pada {awal} tertinggal mengejar atau makin tertinggal ({uji}, {p}).",
            **values,
        )
    if slope > 0:
        return say(
            locale,
            "Yang pada {awal} sudah lebih tinggi naik lebih cepat: setiap poin lebih tinggi pada awal disertai kenaikan {laju} poin per tahun lebih banyak ({uji}, {p}). Yang tertinggal makin tertinggal; regresi ke rata-rata bekerja ke arah sebaliknya dan tidak menjelaskan pola ini.",
            **values,
        )
    text = say(
        locale,
        "Yang pada {awal} lebih rendah naik lebih cepat: setiap poin lebih rendah pada awal disertai kenaikan {laju} poin per tahun lebih banyak ({uji}, {p}).",
        **values,
    )
    return f"{text} {caution(found, locale)}"


def caution(found: Konvergensi, locale: Locale) -> str:
    """What a negative slope does not prove; the spread decides how much of it is left."""
    if found.simpangan[-1] < found.simpangan[0]:
        return say(
            locale,
            "Sebagian dari pola ini dapat berupa regresi ke rata-rata (nilai awal yang kebetulan rendah naik dengan sendirinya); sebaran yang menyempit mendukung bahwa yang tertinggal memang mengejar, tetapi tidak membuktikan sebabnya.",
        )
    return say(
        locale,
        "Pola ini dapat seluruhnya berupa regresi ke rata-rata (nilai awal yang kebetulan rendah naik dengan sendirinya): sebaran antara pemerintah tidak menyempit, jadi ini bukan bukti bahwa yang tertinggal mengejar.",
    )


def spread_title(found: Konvergensi, locale: Locale) -> str:
    """What the chart of the spread shows."""
    first, last = found.simpangan[0], found.simpangan[-1]
    values = {"awal": found.tahun[0], "akhir": found.tahun[-1]}
    if locale.number(first) == locale.number(last):
        return say(locale, "Jarak antara pemerintah sama pada {awal} dan {akhir}", **values)
    if last > first:
        return say(locale, "Jarak antara pemerintah melebar sejak {awal}", **values)
    return say(locale, "Jarak antara pemerintah menyempit sejak {awal}", **values)


def paths_title(found: Konvergensi, locale: Locale) -> str:
    """Who gained most and who least a year."""
    rows = sorted(found.per_pemerintah, key=lambda row: -row.laju)
    most, least = rows[0], rows[-1]
    return say(
        locale,
        "Tercepat {tercepat} ({laju} poin per tahun), terlambat {terlambat} ({laju_rendah})",
        tercepat=most.nama,
        laju=locale.signed(most.laju),
        terlambat=least.nama,
        laju_rendah=locale.signed(least.laju),
    )
