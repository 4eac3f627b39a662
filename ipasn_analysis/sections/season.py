"""What a change owes to the calendar, to governments that joined the data, and to units that were renamed."""

from __future__ import annotations

from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.writing.words import describe_change
from ipasn_analysis.writing.writer import Writer


def is_seasonal(facts: Facts) -> bool:
    """Whether the newer snapshot of the change lies within its year and the older one at the end of its own."""
    return facts.perubahan is not None and facts.perubahan.tengah_tahun


def same_day(facts: Facts, w: Writer) -> str:
    """How the index stands beside the same day of the year before, or that nothing tells it."""
    found = known(facts.perubahan).musim
    if found is None:
        return w(
            "Belum ada data pada masa yang sama tahun lalu untuk dibandingkan; indeks di tengah tahun tidak sebanding dengan indeks akhir tahun."
        )
    return w(
        "Dibandingkan dengan masa yang sama tahun lalu ({tanggal:d}), indeks {gerak} (dari {dari:n} menjadi {ke:n}).",
        tanggal=found.dari,
        gerak=describe_change(w, found.selisih),
        dari=found.indeks_dari,
        ke=found.indeks_ke,
    )


def calendar(facts: Facts, w: Writer) -> str:
    """What the distance to the last year's end is made of: what begins anew on 1 January, and the rest.

    Nothing where there is neither.
    """
    change = known(facts.perubahan)
    anew = change.mulai_ulang
    if w.is_zero(change.selisih) and (anew is None or w.is_zero(anew.poin)):
        return ""
    text = w(
        "Selisih dari akhir tahun, {tanggal:d} ({selisih:+} poin), bukan kenaikan atau penurunan kinerja: sebagian nilai dihitung kembali dari nol mulai 1 Januari.",
        tanggal=change.dari,
        selisih=change.selisih,
    )
    if anew is None:
        return text
    return f"{text} " + w(
        "Dari selisih itu {ulang:+} poin berasal dari pengembangan kompetensi yang dihitung kembali dari nol, dan {lain:+} poin dari yang lain.",
        ulang=anew.poin,
        lain=anew.lainnya,
    )


def coverage(facts: Facts, w: Writer) -> str:
    """What governments make of the whole that stand in the data of one date alone; nothing where all stand at both."""
    change = facts.perubahan
    found = None if change is None else change.cakupan_data
    if found is None:
        return ""
    parts = [
        w("{daftar} baru masuk dalam data", daftar=w.join(found.masuk)) if found.masuk else "",
        w("{daftar} tidak lagi ada dalam data", daftar=w.join(found.keluar)) if found.keluar else "",
    ]
    return w(
        "Perubahan itu hanya mencakup pemerintah daerah yang ada pada kedua tanggal. {daftar}: perbedaan cakupan ini mengubah indeks seluruhnya {poin:+} poin dan bukan pergantian pegawai.",
        daftar=w.join([part for part in parts if part]),
        poin=found.poin,
    )


def renamed(facts: Facts, w: Writer) -> str:
    """Which units have another name and the same people; nothing where none has."""
    names = [
        w("{dari} menjadi {ke}", dari=row.dari, ke=row.ke)
        for row in (() if facts.perubahan is None else facts.perubahan.berganti_nama)
    ]
    return w("Hanya berganti nama, tanpa perpindahan pegawai: {daftar}.", daftar=w.join(names)) if names else ""
