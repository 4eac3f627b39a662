"""The sentences about the trend: nothing is claimed that the data do not carry."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.writing.writer import N_, Writer

SIGNIFICANT = 0.05
ENOUGH_YEARS = 5


def trend(facts: Facts, w: Writer) -> str:
    """The slope with its interval and the exact test, or that there are not enough data."""
    test = facts.uji_tren
    years = len(test.tahun)
    if not test.cukup_data:
        return w(
            "Belum cukup data untuk menyatakan tren: ada {jumlah:i} tahun yang sebanding, diperlukan sedikitnya {perlu}.",
            jumlah=years,
            perlu=ENOUGH_YEARS,
        )
    values = {
        "awal": test.tahun[0],
        "akhir": test.tahun[-1],
        "laju": test.sen_slope,
        "p": test.p_value,
    }
    if known(test.p_value) < SIGNIFICANT:
        message = (
            N_("Dari {awal} sampai {akhir} indeks cenderung naik")
            if known(test.sen_slope) > 0
            else N_("Dari {awal} sampai {akhir} indeks cenderung turun")
        )
        text = w(message, **values) + w(", {laju:+} poin per tahun", **values)
    else:
        text = w(
            "Dari {awal} sampai {akhir} tidak tampak kecenderungan yang meyakinkan; laju mediannya {laju:+} poin per tahun",
            **values,
        )
    return text + interval(test.sen_selang, w) + w("; uji Kendall eksak {p:p}.", **values)


def interval(bounds: tuple[float | None, float | None], w: Writer) -> str:
    """The interval in brackets; nothing where the data allow none."""
    low, high = bounds
    if low is None or high is None:
        return ""
    return " " + w("(selang 95%: {bawah:+} sampai {atas:+})", bawah=low, atas=high)


def chance(facts: Facts, w: Writer) -> str:
    """How likely the target is reached by the cut-off, with the assumption it rests on."""
    found = facts.kemungkinan_target
    date = w.date(found.batas)
    if found.dasar == "no_target":
        return ""
    if found.dasar == "not_enough":
        return w(
            "Peluang mencapai target pada {tanggal} tidak dihitung: diperlukan sedikitnya tiga potret dalam tahun itu.",
            tanggal=date,
        )
    target = w.number(facts.target)
    if found.dasar == "final":
        message = (
            N_("Potret pada tanggal batas {tanggal} sudah masuk: target {target} tercapai.")
            if found.peluang == 1
            else N_("Potret pada tanggal batas {tanggal} sudah masuk: target {target} tidak tercapai.")
        )
        return w(message, tanggal=date, target=target)
    return w(
        "Bila laju tahun ini bertahan, indeks pada {tanggal} diperkirakan {perkiraan:n} (selang 95%: {bawah:n} sampai {atas:n}) dan peluang mencapai target {target} sekitar {peluang:%0}. Perkiraan ini menganggap laju tetap dan hanya bersandar pada potret tahun ini.",
        tanggal=date,
        perkiraan=found.perkiraan,
        bawah=found.bawah,
        atas=found.atas,
        target=target,
        peluang=found.peluang,
    )


def within_a_year(facts: Facts, w: Writer) -> str:
    """Why snapshots within a year lie lower than those of its end; empty where no year has several."""
    years = [point.tahun for point in facts.tren if point.indeks is not None]
    if facts.impor or len(set(years)) == len(years):
        return ""
    return w(
        "Potret di tengah tahun lazimnya lebih rendah daripada potret akhir tahun: jam diklat teknis dihitung sejak 1 Januari tahun itu, sehingga baru lengkap pada akhir tahun.",
    )


def units(facts: Facts, w: Writer) -> str:
    """Which units rise or fall beyond doubt, after correction for testing many of them."""
    tested = [row for row in facts.tren_unit if row.cukup_data]
    certain = [row for row in tested if known(row.p_terkoreksi) < SIGNIFICANT]
    up = [row.nama for row in certain if known(row.sen_slope) > 0]
    down = [row.nama for row in certain if known(row.sen_slope) < 0]
    count = w.integer(len(tested))
    if not certain:
        return w(
            "Tidak satu pun dari {jumlah} perangkat daerah dengan data yang cukup menunjukkan kenaikan atau penurunan yang meyakinkan (setelah koreksi uji berganda).",
            jumlah=count,
        )
    parts = [
        w(
            "Dari {jumlah} perangkat daerah dengan data yang cukup, {meyakinkan:i} menunjukkan kecenderungan yang meyakinkan (setelah koreksi uji berganda).",
            jumlah=count,
            meyakinkan=len(certain),
        )
    ]
    if up:
        parts.append(w("Naik: {daftar}.", daftar=w.join(up)))
    if down:
        parts.append(w("Turun: {daftar}.", daftar=w.join(down)))
    return " ".join(parts)


def breaks(facts: Facts, w: Writer) -> str:
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
    return w(
        "Instrumen berganti pada {tahun}; hasil sebelum dan sesudahnya tidak sebanding dan tidak disambung.",
        tahun=", ".join(str(year) for year in changed),
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart of the series shows: first and last year-end under one instrument."""
    points = [point for point in facts.tren if point.indeks is not None and point.instrumen == facts.instrumen]
    if len({point.tahun for point in points}) < 2:
        return w("Indeks pada setiap potret")
    first, last = points[0], points[-1]
    message = N_("Dari {dari:n} ({awal}) menjadi {ke:n} ({akhir})")
    return w(
        message,
        dari=first.indeks,
        awal=first.tahun,
        ke=last.indeks,
        akhir=last.tahun,
    )
