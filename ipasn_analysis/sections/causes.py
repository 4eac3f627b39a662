"""What moved the index and who lacks points, each in a sentence or two."""

from __future__ import annotations

from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.series import Perubahan
from ipasn_analysis.sections import season
from ipasn_analysis.sections.change import people_and_turnover
from ipasn_analysis.writing.words import DIMENSIONS, describe_change
from ipasn_analysis.writing.writer import N_, Value, Writer


def change(facts: Facts, w: Writer) -> str:
    """The change from the year before with its largest causes; a fall is called a fall, noise is called noise."""
    moved_by = facts.perubahan
    if moved_by is None and _across_the_break(facts):
        return w(
            "Perubahan dari tahun sebelumnya tidak dihitung: tahun {lama} dan tahun {baru} dinilai dengan metode yang berbeda, sehingga tidak sebanding.",
            lama=facts.tahun - 1,
            baru=facts.tahun,
        )
    if moved_by is None:
        return w("Perubahan dari tahun sebelumnya tidak dihitung: tidak ada data yang sebanding.")
    if season.is_seasonal(facts):
        return f"{season.same_day(facts, w)} {season.calendar(facts, w)}".rstrip()
    text = w(
        "Dibandingkan dengan keadaan {tanggal:d}, indeks {gerak} (dari {dari:n} menjadi {ke:n}).",
        tanggal=moved_by.dari,
        gerak=describe_change(w, moved_by.selisih),
        dari=moved_by.indeks_dari,
        ke=moved_by.indeks_ke,
    )
    text = " ".join(filter(None, [text, season.coverage(facts, w)]))
    if facts.sumber_nilai == "rekap" or w.is_zero(moved_by.selisih):
        return text
    if not moved_by.lebih_dari_derau:
        noise = w(
            N_("Apakah perubahan ini lebih daripada fluktuasi yang wajar tidak dapat dinilai dari data ini.")
            if moved_by.selang is None
            else N_(
                "Perubahan ini tidak lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan."
            )
        )
        return f"{text} {noise}"
    return " ".join(filter(None, [text, _people(moved_by, w), _cause(moved_by, w)]))


def _across_the_break(facts: Facts) -> bool:
    """Whether the year before was measured, and by another instrument."""
    before = [point for point in facts.tren if point.tahun == facts.tahun - 1 and point.indeks is not None]
    return bool(before) and before[-1].instrumen != facts.instrumen


def _people(moved_by: Perubahan, w: Writer) -> str:
    """What the same people's scores and what turnover did; nothing where that is withheld."""
    if None in moved_by.per_sumber.values():
        return ""
    same, turnover = people_and_turnover(moved_by)
    return w(
        "Nilai pegawai lama menyumbang {sama:+} poin, pergantian pegawai {ganti:+} poin.",
        sama=same,
        ganti=turnover,
    )


def _cause(moved_by: Perubahan, w: Writer) -> str:
    """The dimension that moved the index most in the direction of the change."""
    rose = moved_by.selisih > 0
    sign = 1 if rose else -1
    if None in moved_by.per_dimensi.values():
        return ""
    name = max(DIMENSIONS, key=lambda key: sign * known(moved_by.per_dimensi[key]))
    return w(
        N_("Yang paling menaikkan indeks: {dimensi} ({poin:+} poin).")
        if rose
        else N_("Yang paling menurunkan indeks: {dimensi} ({poin:+} poin)."),
        dimensi=w.label(DIMENSIONS, name).lower(),
        poin=moved_by.per_dimensi[name],
    )


def by_kind(facts: Facts, w: Writer) -> str:
    """Of PNS and PPPK the one that lacks more to the target than its share of the people; nothing without such a gap."""
    rows = [row for part in facts.kelompok if part.pengelompokan == "jenis_pegawai" for row in part.kelompok]
    shown = [row for row in rows if not row.disembunyikan]
    if facts.target is None or facts.indeks >= facts.target or len(shown) != 2 or len(rows) != 2:
        return ""  # nothing is lacking, or less than the figures show
    behind, ahead = sorted(shown, key=lambda row: (row.indeks, row.kunci or ""))
    if behind.indeks >= facts.target:
        return ""  # the figures shown lack nothing that the whole lacks
    people = behind.diukur / (behind.diukur + ahead.diukur)
    gap = people * (facts.target - behind.indeks)
    whole = gap + (1 - people) * (facts.target - ahead.indeks)
    if whole <= 0:
        return ""  # the same
    lacking = gap / whole
    values: dict[str, Value] = {"jenis": behind.kunci, "pegawai": people, "kekurangan": lacking}
    if w.share(people, 0) == w.share(lacking, 0):
        return ""
    if ahead.indeks >= facts.target:
        return w("Seluruh kekurangan itu ada pada {jenis} (sekitar {pegawai:%0} pegawai).", **values)
    return w("{jenis} mencakup sekitar {pegawai:%0} pegawai dan {kekurangan:%0} dari kekurangan itu.", **values)
