"""Where the index stands: its category, the target of the year, and its rank in the province."""

from __future__ import annotations

from ipasn_analysis.result.facts import Facts
from ipasn_analysis.sections import governments
from ipasn_analysis.sections.common import own_government, shown_governments
from ipasn_analysis.writing.writer import N_, Value, Writer


def headline(facts: Facts, w: Writer) -> str:
    """The index, its category and the distance to the next band, unless the target says the same."""
    text = w(
        N_(
            "Indeks Profesionalitas ASN {nama} menurut nilai resmi SIASN per {tanggal:d} adalah {indeks:n}, kategori {kategori:t}."
        )
        if facts.sumber_nilai != "catatan"
        else N_("Indeks Profesionalitas ASN {nama} per {tanggal:d} adalah {indeks:n}, kategori {kategori:t}."),
        nama=facts.nama,
        tanggal=facts.per_tanggal,
        indeks=facts.indeks,
        kategori=facts.kategori,
    )
    text = f"{text} {other_reading(facts, w)}".rstrip()
    following = facts.kategori_berikut
    if following is None or following.batas == facts.target:
        return text
    if w.is_same(facts.indeks, following.batas):
        return f"{text} " + w(
            "Indeks itu tepat di bawah kategori {kategori:t}; selisihnya hilang dalam pembulatan.",
            kategori=following.kategori,
        )
    return f"{text} " + w(
        N_(
            "Untuk naik ke kategori {kategori:t} (di atas {batas:i}) indeks harus melampaui batas itu: masih kurang {jarak:n} poin."
        )
        if following.di_atas
        else N_("Untuk naik ke kategori {kategori:t} (mulai {batas:i}) masih kurang {jarak:n} poin."),
        kategori=following.kategori,
        batas=following.batas,
        jarak=following.jarak,
    )


def other_reading(facts: Facts, w: Writer) -> str:
    """The category by the other reading of the edges; nothing where it is the same."""
    if facts.kategori_bacaan_lain is None:
        return ""
    return w(
        "Batas kategori dibaca dengan dua cara; menurut cara yang lain kategorinya {lain:t}.",
        lain=facts.kategori_bacaan_lain,
    )


def against_target(facts: Facts, w: Writer) -> str:
    """Whether the target of the year is reached, by how much, and what kind of target it is."""
    target, following = facts.target, facts.kategori_berikut
    if target is None:
        return w("Target tahun {tahun} belum diisi.", tahun=facts.tahun)
    gap = facts.indeks - target
    note = f" ({facts.catatan_target.rstrip('.')})" if facts.catatan_target else ""
    values: dict[str, Value] = {"target": w.number(target) + note, "tahun": facts.tahun, "poin": abs(gap)}
    if facts.target_tercapai:
        return w(
            N_("Target {tahun} sebesar {target} tercapai.")
            if w.is_same(facts.indeks, target)
            else N_("Target {tahun} sebesar {target} tercapai, dengan kelebihan {poin:n} poin."),
            **values,
        )
    if w.is_same(facts.indeks, target):
        return w("Target {tahun} sebesar {target} belum tercapai: indeks tepat di bawahnya.", **values)
    if following is not None and following.batas == target:
        return w(
            "Target {tahun} sebesar {target}, sekaligus batas kategori {kategori:t}, belum tercapai: kurang {poin:n} poin.",
            kategori=following.kategori,
            **values,
        )
    return w("Target {tahun} sebesar {target} belum tercapai: kurang {poin:n} poin.", **values)


def rank(facts: Facts, w: Writer) -> str:
    """The rank in the province with its interval."""
    own = own_government(facts)
    if own is None or len(shown_governments(facts)) < 2:
        return ""
    if own.peringkat_min is None:
        return w(
            "Peringkatnya ke-{peringkat} dari {semua}.",
            peringkat=own.peringkat,
            semua=governments.ranked_among(facts, w),
        )
    values: dict[str, Value] = {
        "peringkat": own.peringkat,
        "semua": governments.ranked_among(facts, w),
        "bawah": own.peringkat_min,
        "atas": own.peringkat_maks,
    }
    if own.peringkat_min == own.peringkat_maks:
        return w(
            "Peringkatnya ke-{peringkat} dari {semua}, dengan tingkat kepercayaan 95%.",
            **values,
        )
    return w(
        "Peringkatnya ke-{peringkat} dari {semua}; selang 95%: peringkat {bawah} sampai {atas}.",
        **values,
    )
