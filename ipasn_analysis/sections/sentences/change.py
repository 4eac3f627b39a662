"""The sentences about why the index changed: what drove it, people or their scores, units, and whether it is noise."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.facts.model.series import Perubahan
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import DIMENSIONS, label, listed, moved, say

STAYERS = ("bertahan", "pindah")
TURNOVER = ("masuk", "keluar")
NAMED = 3
SLIGHT = 0.1
"""Points of the index that are called no change in words."""


def none(facts: Facts, locale: Locale) -> str:
    """Why there is no change to explain: nothing measured before, another instrument, or too few people."""
    year = facts.tahun - 1
    points = [point for point in facts.tren if point.tahun == year]
    if not points:
        return say(
            locale,
            "Perubahan tidak dihitung: tidak ada data tahun {tahun} untuk dibandingkan.",
            tahun=year,
        )
    if points[-1].instrumen != facts.instrumen:
        return say(
            locale,
            "Perubahan tidak dihitung: tahun {tahun} diukur dengan instrumen {lama} dan tahun ini dengan {baru}, "
            "sehingga "
            "kedua angka tidak sebanding.",
            tahun=year,
            lama=points[-1].instrumen,
            baru=facts.instrumen,
        )
    return say(
        locale,
        "Perubahan tidak ditampilkan: pada tahun {tahun} yang diukur kurang dari {ambang} pegawai.",
        tahun=year,
        ambang=facts.ambang.kelompok,
    )


def headline(facts: Facts, locale: Locale) -> str:
    """From where to where the index went, between which dates."""
    change = known(facts.perubahan)
    before, after = change.indeks_dari, change.indeks_dari + change.selisih
    text = say(
        locale,
        "Indeks {gerak}: dari {dari} pada {tanggal_dari} menjadi {ke} pada {tanggal_ke}.",
        gerak=moved(locale, change.selisih),
        dari=locale.number(before),
        tanggal_dari=locale.date(change.dari),
        ke=locale.number(after),
        tanggal_ke=locale.date(change.ke),
    )
    if round(100 * change.selisih) == round(100 * after) - round(100 * before):
        return text
    return f"{text} {say(locale, 'Selisihnya dihitung sebelum dibulatkan.')}"


def certainty(facts: Facts, locale: Locale) -> str:
    """Whether the change is more than turnover, timing and recording would bring about by themselves."""
    change = known(facts.perubahan)
    if change.selang is None:
        return say(
            locale, "Apakah perubahan ini lebih daripada fluktuasi yang wajar tidak dapat dinilai dari data ini."
        )
    message = (
        "Perubahan ini lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan "
        "(selang 95%: {bawah} sampai {atas} poin)."
        if change.lebih_dari_derau
        else "Perubahan ini tidak lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan "
        "(selang 95%: {bawah} sampai {atas} poin), jadi jangan dibaca sebagai kemajuan atau kemunduran."
    )
    low, high = change.selang
    return say(locale, message, bawah=locale.signed(low), atas=locale.signed(high))


def dimensions(facts: Facts, locale: Locale) -> str:
    """The dimensions that pushed the index in the direction of the change, and those that held it back."""
    change = known(facts.perubahan)
    told = {name: points for name, points in change.per_dimensi.items() if points is not None}
    shown = {name: points for name, points in told.items() if _visible(points, locale)}
    ups = _by_size({name: points for name, points in shown.items() if points > 0})
    downs = _by_size({name: points for name, points in shown.items() if points < 0})
    if not shown:
        if None in change.per_dimensi.values():
            return say(locale, "Perubahan kinerja dan disiplin disembunyikan.")
        return say(locale, "Tidak satu dimensi pun berubah.")
    if not downs:
        return say(locale, "Yang menaikkan indeks: {daftar}.", daftar=_named(ups, locale))
    if not ups:
        return say(locale, "Yang menurunkan indeks: {daftar}.", daftar=_named(downs, locale))
    return say(
        locale,
        "Yang menaikkan indeks: {naik}; yang menurunkannya: {turun}.",
        naik=_named(ups, locale),
        turun=_named(downs, locale),
    )


def sources(facts: Facts, locale: Locale) -> str:
    """Which part comes from the scores of the same people and which from turnover; what that means."""
    change = known(facts.perubahan)
    if change.per_sumber.bertahan is None:
        if change.jumlah_sumber is None:
            return say(
                locale,
                "Bagian pegawai yang bertahan, pindah, masuk, dan keluar tidak ditampilkan: salah satunya menyangkut "
                "sedikit pegawai, atau akan membuka bagian pemerintah yang menyembunyikannya."
                if facts.tingkat == "provinsi"
                else "Bagian pegawai yang bertahan, pindah, masuk, dan keluar tidak ditampilkan: salah satunya hanya "
                "menyangkut sedikit pegawai.",
            )
        return say(
            locale,
            "Tidak seorang pun diukur pada kedua tanggal, sehingga perubahan tidak dapat diuraikan menurut asalnya.",
        )
    same, turnover = people_and_turnover(change)
    text = say(
        locale,
        "Dari perubahan itu, {sama} poin berasal dari nilai pegawai yang ada pada kedua tanggal (mereka belajar, "
        "dinilai "
        "lagi, atau catatannya diperbarui) dan {ganti} poin dari pergantian pegawai.",
        sama=locale.signed(same),
        ganti=locale.signed(turnover),
    )
    return f"{text} {_verdict(same, turnover, locale)}".rstrip()


def people_and_turnover(change: Perubahan) -> tuple[float, float]:
    """Points from the scores of those present at both dates, and points from joiners and leavers."""
    parts = change.per_sumber
    return sum(known(parts[name]) for name in STAYERS), sum(known(parts[name]) for name in TURNOVER)


def _verdict(same: float, turnover: float, locale: Locale) -> str:
    if not _visible(turnover, locale) or not _visible(same, locale):
        return ""
    if abs(same) < SLIGHT < abs(turnover):
        return say(locale, "Nilai pegawai yang sama praktis tetap; pergantian pegawailah yang menggerakkan indeks.")
    if same > 0 > turnover:
        return say(
            locale,
            "Pegawai yang sama maju; pergantian pegawai menarik indeks ke bawah. Tanpa pergantian itu indeks akan "
            "naik {poin} poin.",
            poin=locale.number(same),
        )
    if same < 0 < turnover:
        return say(
            locale,
            "Nilai pegawai yang sama justru turun; pergantian pegawai menutupinya. Tanpa pergantian itu indeks akan "
            "turun {poin} poin.",
            poin=locale.number(-same),
        )
    if same > 0:
        return say(locale, "Keduanya menaikkan indeks.")
    return say(locale, "Keduanya menurunkan indeks.")


def turnover(facts: Facts, locale: Locale) -> list[str]:
    """What joiners, leavers and movers did, each in a sentence; empty where sources are withheld."""
    change = known(facts.perubahan)
    parts, counts = change.per_sumber, change.jumlah_sumber
    if counts is None or parts.bertahan is None:
        return []
    found = []
    for name, (higher, lower, alike) in _TURNOVER.items():
        if counts[name]:
            points = known(parts[name])
            message = alike if not _visible(points, locale) else higher if points > 0 else lower
            values = {"jumlah": locale.integer(counts[name]), "poin": locale.signed(points)}
            found.append(say(locale, message, **values))
    return found


_TURNOVER = {
    "masuk": (
        "{jumlah} pegawai masuk; nilainya rata-rata di atas pegawai yang sudah ada ({poin} poin).",
        "{jumlah} pegawai masuk; nilainya rata-rata di bawah pegawai yang sudah ada ({poin} poin).",
        "{jumlah} pegawai masuk; nilainya rata-rata sama dengan pegawai yang sudah ada ({poin} poin).",
    ),
    "keluar": (
        "{jumlah} pegawai keluar; nilainya rata-rata di bawah pegawai yang tinggal ({poin} poin).",
        "{jumlah} pegawai keluar; nilainya rata-rata di atas pegawai yang tinggal ({poin} poin).",
        "{jumlah} pegawai keluar; nilainya rata-rata sama dengan pegawai yang tinggal ({poin} poin).",
    ),
    "pindah": (
        "{jumlah} pegawai pindah unit; nilai mereka naik ({poin} poin).",
        "{jumlah} pegawai pindah unit; nilai mereka turun ({poin} poin).",
        "{jumlah} pegawai pindah unit; nilai mereka tidak berubah berarti ({poin} poin).",
    ),
}


def units(facts: Facts, locale: Locale) -> str:
    """The units that contributed most upwards and downwards."""
    shown = {row.nama: row.kontribusi for row in known(facts.perubahan).per_unit if row.nama is not None}
    parts = {name: points for name, points in shown.items() if _visible(points, locale)}
    ups = {name: points for name, points in parts.items() if points > 0}
    downs = {name: points for name, points in parts.items() if points < 0}
    sentences = []
    if ups:
        message = "Sumbangan terbesar ke atas: {daftar}."
        sentences.append(say(locale, message, daftar=_listed(_by_size(ups)[:NAMED], locale)))
    if downs:
        message = "Sumbangan terbesar ke bawah: {daftar}."
        sentences.append(say(locale, message, daftar=_listed(_by_size(downs)[:NAMED], locale)))
    return " ".join(sentences)


def dimension_title(facts: Facts, locale: Locale) -> str:
    """What the chart by dimension shows: the dimension that moved the index most."""
    parts = {name: known(points) for name, points in known(facts.perubahan).per_dimensi.items()}
    name = max(DIMENSIONS, key=lambda key: abs(parts[key]))
    if not _visible(parts[name], locale):
        return say(locale, "Tidak satu dimensi pun berubah")
    message = (
        "{dimensi} paling menaikkan indeks: {poin} poin"
        if parts[name] > 0
        else "{dimensi} paling menurunkan indeks: {poin} poin"
    )
    return say(locale, message, dimensi=label(locale, DIMENSIONS, name), poin=locale.signed(parts[name]))


def source_title(facts: Facts, locale: Locale) -> str:
    """What the chart by source shows: the same people's scores against turnover."""
    same, changed = people_and_turnover(known(facts.perubahan))
    return say(
        locale,
        "Pegawai yang sama: {sama} poin; pergantian pegawai: {ganti} poin",
        sama=locale.signed(same),
        ganti=locale.signed(changed),
    )


def _visible(points: float, locale: Locale) -> bool:
    """Whether the points would be shown as more than zero."""
    return locale.number(abs(points)) != locale.number(0.0)


def _by_size(parts: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(parts.items(), key=lambda pair: (-abs(pair[1]), pair[0]))


def _named(parts: list[tuple[str, float]], locale: Locale) -> str:
    return _listed([(label(locale, DIMENSIONS, name), points) for name, points in parts], locale)


def _listed(parts: list[tuple[str, float]], locale: Locale) -> str:
    return listed(locale, [f"{name} ({locale.signed(points)})" for name, points in parts])
