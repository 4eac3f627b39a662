"""The sentences about the trend: nothing is claimed that the data do not carry."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import listed, say

SIGNIFICANT = 0.05
ENOUGH_YEARS = 5


def trend(facts: Facts, locale: Locale) -> str:
    """The slope with its interval and the exact test, or that there are not enough data."""
    test = facts.uji_tren
    years = len(test.tahun)
    if not test.cukup_data:
        return say(
            locale,
            "Belum cukup data untuk menyatakan tren: ada {jumlah} tahun yang sebanding, diperlukan sedikitnya {perlu}.",
            jumlah=locale.integer(years),
            perlu=ENOUGH_YEARS,
        )
    values = {
        "awal": test.tahun[0],
        "akhir": test.tahun[-1],
        "laju": locale.signed(test.sen_slope),
        "p": p_value(test.p_value, locale),
    }
    if known(test.p_value) < SIGNIFICANT:
        message = (
            "Dari {awal} sampai {akhir} indeks cenderung naik"
            if known(test.sen_slope) > 0
            else "Dari {awal} sampai {akhir} indeks cenderung turun"
        )
        text = say(locale, message, **values) + say(locale, ", {laju} poin per tahun", **values)
    else:
        text = say(
            locale,
            "Dari {awal} sampai {akhir} tidak tampak kecenderungan yang meyakinkan; laju mediannya {laju} poin per tahun",
            **values,
        )
    return text + interval(test.sen_selang, locale) + say(locale, "; uji Kendall eksak {p}.", **values)


def interval(bounds: tuple[float | None, float | None], locale: Locale) -> str:
    """The interval in brackets; nothing where the data allow none."""
    low, high = bounds
    if low is None or high is None:
        return ""
    return " " + say(locale, "(selang 95%: {bawah} sampai {atas})", bawah=locale.signed(low), atas=locale.signed(high))


def p_value(value: float | None, locale: Locale) -> str:
    """A p-value with three decimals, ``p = 0,012``; a very small one as a bound, ``p < 0,001``."""
    if value is not None and value < 0.001:
        return f"p < {locale.number(0.001, 3)}"
    return f"p = {locale.number(value, 3)}"


def chance(facts: Facts, locale: Locale) -> str:
    """How likely the target is reached by the cut-off, with the assumption it rests on."""
    found = facts.kemungkinan_target
    date = locale.date(found.batas)
    if found.dasar == "no_target":
        return ""
    if found.dasar == "not_enough":
        return say(
            locale,
            "Peluang mencapai target pada {tanggal} tidak dihitung: diperlukan sedikitnya tiga potret dalam tahun itu.",
            tanggal=date,
        )
    target = locale.number(facts.target)
    if found.dasar == "final":
        message = (
            "Potret pada tanggal batas {tanggal} sudah masuk: target {target} tercapai."
            if found.peluang == 1
            else "Potret pada tanggal batas {tanggal} sudah masuk: target {target} tidak tercapai."
        )
        return say(locale, message, tanggal=date, target=target)
    return say(
        locale,
        "Bila laju tahun ini bertahan, indeks pada {tanggal} diperkirakan {perkiraan} (selang 95%: {bawah} sampai {atas}) dan peluang mencapai target {target} sekitar {peluang}. Perkiraan ini menganggap laju tetap dan hanya bersandar pada potret tahun ini.",
        tanggal=date,
        perkiraan=locale.number(found.perkiraan),
        bawah=locale.number(found.bawah),
        atas=locale.number(found.atas),
        target=target,
        peluang=locale.share(found.peluang, 0),
    )


def within_a_year(facts: Facts, locale: Locale) -> str:
    """Why snapshots within a year lie lower than those of its end; empty where no year has several."""
    years = [point.tahun for point in facts.tren if point.indeks is not None]
    if facts.impor or len(set(years)) == len(years):
        return ""
    return say(
        locale,
        "Potret di tengah tahun lazimnya lebih rendah daripada potret akhir tahun: jam diklat teknis dihitung sejak 1 Januari tahun itu, sehingga baru lengkap pada akhir tahun.",
    )


def units(facts: Facts, locale: Locale) -> str:
    """Which units rise or fall beyond doubt, after correction for testing many of them."""
    tested = [row for row in facts.tren_unit if row.cukup_data]
    certain = [row for row in tested if known(row.p_terkoreksi) < SIGNIFICANT]
    up = [row.nama for row in certain if known(row.sen_slope) > 0]
    down = [row.nama for row in certain if known(row.sen_slope) < 0]
    count = locale.integer(len(tested))
    if not certain:
        return say(
            locale,
            "Tidak satu pun dari {jumlah} perangkat daerah dengan data yang cukup menunjukkan kenaikan atau penurunan yang meyakinkan (setelah koreksi uji berganda).",
            jumlah=count,
        )
    parts = [
        say(
            locale,
            "Dari {jumlah} perangkat daerah dengan data yang cukup, {meyakinkan} menunjukkan kecenderungan yang meyakinkan (setelah koreksi uji berganda).",
            jumlah=count,
            meyakinkan=locale.integer(len(certain)),
        )
    ]
    if up:
        parts.append(say(locale, "Naik: {daftar}.", daftar=listed(locale, up)))
    if down:
        parts.append(say(locale, "Turun: {daftar}.", daftar=listed(locale, down)))
    return " ".join(parts)


def breaks(facts: Facts, locale: Locale) -> str:
    """A warning where the instrument changed within the series."""
    changed = sorted(
        {
            after.tahun
            for before, after in zip(facts.tren, facts.tren[1:], strict=False)
            if before.instrumen != after.instrumen
        }
    )
    if not changed:
        return ""
    return say(
        locale,
        "Instrumen berganti pada {tahun}; hasil sebelum dan sesudahnya tidak sebanding dan tidak disambung.",
        tahun=", ".join(str(year) for year in changed),
    )


def title(facts: Facts, locale: Locale) -> str:
    """What the chart of the series shows: first and last year-end under one instrument."""
    points = [point for point in facts.tren if point.indeks is not None and point.instrumen == facts.instrumen]
    if len({point.tahun for point in points}) < 2:
        return say(locale, "Indeks pada setiap potret")
    first, last = points[0], points[-1]
    message = "Dari {dari} ({awal}) menjadi {ke} ({akhir})"
    return say(
        locale,
        message,
        dari=locale.number(first.indeks),
        awal=first.tahun,
        ke=locale.number(last.indeks),
        akhir=last.tahun,
    )
