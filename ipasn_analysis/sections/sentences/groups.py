"""The sentences about groups of people: how large a difference is comes first, then whether it is mere chance."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.people import UjiKelompok
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.writing.words import GROUPINGS, group_name, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer

SIZES = (N_("sangat kecil"), N_("kecil"), N_("sedang"), N_("besar"))
G_EDGES = (0.2, 0.5, 0.8)
"""Lower edges of kecil, sedang and besar for Hedges' g (Cohen 1988, Statistical Power Analysis, chapter 2)."""
OMEGA_EDGES = (0.01, 0.06, 0.14)
"""The same for ω², the share of variance between the groups (Cohen 1988, chapter 8)."""
SIGNIFICANT = 0.05
ALMOST_CERTAIN = 0.001
NO_BREAK = "\N{NO-BREAK SPACE}"


def size(test: UjiKelompok) -> int:
    """How large a difference is, as a position in `SIZES`: by g between two groups, by ω² among more."""
    if test.hedges_g is not None:
        return sum(abs(test.hedges_g) >= edge for edge in G_EDGES)
    return sum(known(test.omega_kuadrat) >= edge for edge in OMEGA_EDGES)


def tested(facts: Facts) -> list[UjiKelompok]:
    """The groupings that could be tested, the one that tells people apart most first."""
    found = [test for test in facts.uji_kelompok if test.p_terkoreksi is not None]
    return sorted(found, key=lambda test: (-known(test.omega_kuadrat), test.pengelompokan))


def lead(facts: Facts, w: Writer) -> str:
    """How many groupings differ by more than chance, and which tells people apart most."""
    tests = tested(facts)
    if not tests:
        return w("Tidak ada pengelompokan dengan sedikitnya dua kelompok yang cukup besar untuk dibandingkan.")
    certain = [test for test in tests if known(test.p_terkoreksi) < SIGNIFICANT]
    values = {"jumlah": len(tests), "pasti": len(certain)}
    if not certain:
        return w(
            "Dari {jumlah:i} pengelompokan yang diuji, tidak satu pun menunjukkan perbedaan yang bukan sekadar kebetulan.",
            **values,
        )
    text = w(
        "Dari {jumlah:i} pengelompokan yang diuji, {pasti:i} menunjukkan perbedaan yang bukan sekadar kebetulan.",
        **values,
    )
    return f"{text} " + w(
        "Yang paling membedakan indeks adalah {nama}: {bagian:%} dari keragaman indeks terletak di antara kelompoknya.",
        nama=uncapitalised(w.label(GROUPINGS, certain[0].pengelompokan)),
        bagian=certain[0].omega_kuadrat,
    )


def difference(test: UjiKelompok, w: Writer) -> str:
    """One grouping: highest against lowest group, the size of the difference, how certain it is."""
    name = w.label(GROUPINGS, test.pengelompokan)
    if test.p_terkoreksi is None:
        return w("{nama}: tidak diuji, karena kurang dari dua kelompok cukup besar.", nama=name)
    points = w.number(test.rentang)
    if points == w.number(0.0):
        return w("{nama}: tidak ada perbedaan.", nama=name)
    text = w(
        "{nama}: kelompok “{tertinggi}” rata-rata {poin} poin di atas kelompok “{terendah}”.",
        nama=name,
        tertinggi=group_name(w, test.pengelompokan, test.tertinggi),
        poin=points,
        terendah=group_name(w, test.pengelompokan, test.terendah),
    )
    return f"{text} " + w(
        N_("Bagian keragaman yang dijelaskannya {ukuran}; perbedaan itu {kepastian} ({p}).")
        if test.hedges_g is None
        else N_("Dibandingkan dengan keragaman antarpegawai, perbedaan itu {ukuran} dan {kepastian} ({p})."),
        ukuran=w.translate(SIZES[size(test)]),
        kepastian=w.translate(_certainty(test.p_terkoreksi)),
        p=w.p_value(test.p_terkoreksi).replace(" ", NO_BREAK),
    )


def _certainty(corrected: float) -> str:
    if corrected < ALMOST_CERTAIN:
        return N_("hampir pasti bukan kebetulan")
    return N_("sulit dijelaskan sebagai kebetulan") if corrected < SIGNIFICANT else N_("masih mungkin karena kebetulan")


def order(w: Writer) -> str:
    """By what the groupings are ordered, which is not the range that is shown."""
    return w(
        "Diurutkan menurut bagian keragaman indeks yang dijelaskan setiap pengelompokan (ω²), bukan menurut selisih poin.",
    )


def caution(w: Writer) -> str:
    """What the differences do not say."""
    return w(
        "Perbedaan ini hanya menggambarkan, tidak menjelaskan sebab: kelompok saling bertumpang tindih, pendidikan sudah dinilai dalam kualifikasi, dan jenis jabatan menentukan butir kompetensi yang berlaku.",
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart of all groups shows: the widest range of group means among those that are more than chance."""
    tests = [test for test in tested(facts) if known(test.p_terkoreksi) < SIGNIFICANT]
    if not tests:
        return w("Semua perbedaan antarkelompok masih mungkin karena kebetulan")
    widest = max(tests, key=lambda test: known(test.rentang))
    return w(
        "Rentang terlebar menurut {nama}: {poin:n} poin antara “{tertinggi}” dan “{terendah}”",
        nama=uncapitalised(w.label(GROUPINGS, widest.pengelompokan)),
        poin=widest.rentang,
        tertinggi=group_name(w, widest.pengelompokan, widest.tertinggi),
        terendah=group_name(w, widest.pengelompokan, widest.terendah),
    )
