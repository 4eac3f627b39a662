"""Kelompok: what groups of people score, and how large and how certain their differences are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ipasn_analysis.blocks.model import Block, Bullets, Cell, Column, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import groups as chart
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.people import Kelompok, UjiKelompok
from ipasn_analysis.sections.common import (
    dimension_columns,
    hidden,
    item_note,
    source,
    table,
)
from ipasn_analysis.writing.words import GROUPINGS, ITEMS, group_name, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer

SIZES = (N_("sangat kecil"), N_("kecil"), N_("sedang"), N_("besar"))
G_EDGES = (0.2, 0.5, 0.8)
"""Lower edges of kecil, sedang and besar for Hedges' g (Cohen 1988, Statistical Power Analysis, chapter 2)."""
OMEGA_EDGES = (0.01, 0.06, 0.14)
"""The same for ω², the share of variance between the groups (Cohen 1988, chapter 8)."""
SIGNIFICANT = 0.05
ALMOST_CERTAIN = 0.001
NO_BREAK = "\N{NO-BREAK SPACE}"


def section(facts: Facts, w: Writer) -> Section:
    """The chart of all groups, the tested differences, and a table for each grouping."""
    of_people = facts.sumber_nilai != "rekap"
    tests = tested(facts)
    told = [lead(facts, w), *([caution(w)] if tests else [])]
    blocks: list[Block] = (
        [Prose([" ".join(told)]), *chart.means(facts, w, source(facts, w), lambda names: title(facts, names, w))]
        if of_people
        else []
    )
    appendix: list[Block] = []
    if tests:
        appendix += [
            Prose([order(w)]),
            Bullets(
                [f"{difference(test, w)} {itself(facts, test, w)}".rstrip() for test in (*tests, *_untested(facts))]
            ),
            _tests(facts, w),
        ]
    if facts.kelompok:
        if facts.sumber_nilai == "resmi" and not _has_profile(facts):
            appendix.append(
                Prose([w("PNS dan PPPK, jenis kelamin, dan umur dibaca dari NIP, karena data nilai tidak memuatnya.")])
            )
        appendix.append(_table(facts, w))
    return Section(
        "kelompok",
        w("Kelompok pegawai"),
        blocks or [Prose([w("Tabel setiap kelompok ada dalam lampiran.")])],
        w,
        appendix,
    )


def _has_profile(facts: Facts) -> bool:
    """Whether attributes of people come from a profile: the scores alone do not tell the type of post."""
    return any(entry.pengelompokan == "jenis_jabatan" for entry in facts.kelompok)


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
    if not tests and facts.uji_kelompok:
        return w(
            "Perbedaan antarkelompok tidak diuji: pegawainya tersebar di terlalu sedikit perangkat daerah atau pemerintah daerah."
        )
    if not tests:
        return w("Tidak ada pengelompokan dengan sedikitnya dua kelompok yang cukup besar untuk dibandingkan.")
    certain = [test for test in tests if known(test.p_terkoreksi) < SIGNIFICANT]
    values = {"jumlah": len(tests), "pasti": len(certain)}
    if not certain:
        return w(
            "Dari {jumlah:i} pengelompokan yang diuji, tidak satu pun menunjukkan perbedaan yang nyata.",
            **values,
        )
    text = w(
        "Dari {jumlah:i} pengelompokan yang diuji, {pasti:i} menunjukkan perbedaan yang nyata.",
        **values,
    )
    return f"{text} " + w(
        N_(
            "Di antaranya yang paling membedakan ialah {nama}: {bagian:%} dari keragaman indeks terletak di antara kelompoknya."
        )
        if len(certain) > 1
        else N_("Yang berbeda nyata ialah {nama}: {bagian:%} dari keragaman indeks terletak di antara kelompoknya."),
        nama=uncapitalised(w.label(GROUPINGS, certain[0].pengelompokan)),
        bagian=certain[0].omega_kuadrat,
    )


def difference(test: UjiKelompok, w: Writer) -> str:
    """One grouping: highest against lowest group, the size of the difference, how certain it is."""
    name = w.label(GROUPINGS, test.pengelompokan)
    if test.p_terkoreksi is None:
        return w(
            "{nama}: tidak diuji, karena kurang dari dua kelompok cukup besar dan tersebar di beberapa perangkat daerah.",
            nama=name,
        )
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


def itself(facts: Facts, test: UjiKelompok, w: Writer) -> str:
    """How many points of a difference by education are the score of education itself; nothing of other groupings."""
    if test.pengelompokan != "pendidikan" or test.p_terkoreksi is None:
        return ""
    rows = {row.kunci: row for entry in facts.kelompok if entry.pengelompokan == "pendidikan" for row in entry.kelompok}
    ends = [rows[key].dimensi.kualifikasi for key in (test.tertinggi, test.terendah) if key in rows]
    if len(ends) < 2 or None in ends or w.is_zero(test.rentang):
        return ""
    gap = known(ends[0]) - known(ends[1])
    return w(
        N_("Dari selisih itu {poin:n} poin ialah nilai kualifikasi itu sendiri.")
        if 0 < gap <= known(test.rentang)
        else N_("Nilai kualifikasi kelompok tertinggi itu dikurangi nilai kelompok terendah: {poin:+} poin."),
        poin=gap,
    )


def _certainty(corrected: float) -> str:
    if corrected < ALMOST_CERTAIN:
        return N_("hampir pasti bukan kebetulan")
    return N_("sulit dijelaskan sebagai kebetulan") if corrected < SIGNIFICANT else N_("masih mungkin karena kebetulan")


def order(w: Writer) -> str:
    """By what the groupings are ordered, which is not the range that is shown."""
    return w(
        "Diurutkan menurut bagian keragaman indeks yang dijelaskan setiap pengelompokan (ω²), bukan menurut selisih poin."
    )


def caution(w: Writer) -> str:
    """What the differences do not say."""
    return w("Perbedaan ini bukan sebab: kelompok bertumpang tindih, dan pendidikan sudah dinilai dalam kualifikasi.")


def title(facts: Facts, names: Sequence[str], w: Writer) -> str:
    """What a chart of these groupings shows: the widest range of group means among those that are more than chance."""
    tests = [test for test in tested(facts) if test.pengelompokan in names]
    certain = [test for test in tests if known(test.p_terkoreksi) < SIGNIFICANT]
    if not certain:
        told = [test.pengelompokan for test in tests] or names
        return w(
            N_("Perbedaan menurut {daftar} masih mungkin karena kebetulan")
            if tests
            else N_("Rata-rata indeks menurut {daftar}"),
            daftar=w.join([uncapitalised(w.label(GROUPINGS, name)) for name in GROUPINGS if name in told]),
        )
    widest = max(certain, key=lambda test: known(test.rentang))
    return w(
        "Rentang nyata terlebar menurut {nama}: {poin:n} poin antara “{tertinggi}” dan “{terendah}”",
        nama=uncapitalised(w.label(GROUPINGS, widest.pengelompokan)),
        poin=widest.rentang,
        tertinggi=group_name(w, widest.pengelompokan, widest.tertinggi),
        terendah=group_name(w, widest.pengelompokan, widest.terendah),
    )


def _untested(facts: Facts) -> list[UjiKelompok]:
    return [test for test in facts.uji_kelompok if test.p_terkoreksi is None]


def _tests(facts: Facts, w: Writer) -> Table:
    two = w("Hanya dua kelompok")
    return table(
        w("Uji kelompok"),
        w("Perbedaan antarkelompok yang diuji, diurutkan menurut ω²"),
        [*tested(facts), *_untested(facts)],
        [
            (Column("pengelompokan", w("Pengelompokan")), lambda test: w.label(GROUPINGS, test.pengelompokan)),
            (Column("kelompok", w("Tertinggi > terendah")), lambda test: _ends(test, w)),
            (Column("rentang", w("Rentang"), "number"), lambda test: test.rentang),
            (Column("ukuran", w("Ukuran")), lambda test: w.translate(SIZES[size(test)]) if _is_tested(test) else None),
            (Column("omega", "ω²", "number", decimals=3), lambda test: test.omega_kuadrat),
            (Column("g", "g", "number", group=two), lambda test: test.hedges_g),
            (Column("selang", w("Selang 95%"), "interval", group=two), _interval),
            (Column("p", w("p terkoreksi"), "number", decimals=3), lambda test: test.p_terkoreksi),
        ],
        note=w(
            "Rentang dalam poin. ω²: bagian keragaman indeks yang terletak di antara kelompok; g: selisih dua rata-rata dalam simpangan baku (Hedges). Ukuran menurut batas Cohen (1988), dengan g bila hanya dua kelompok dan ω² bila lebih: kecil mulai g {g1} atau ω² {w1}, sedang mulai {g2} atau {w2}, besar mulai {g3} atau {w3}. p: kelompok tertinggi terhadap terendah, dengan pegawai satu perangkat daerah bergerak bersama (CR2), dikoreksi atas semua pasangan kelompok (Bonferroni) dan semua pengelompokan yang diuji (Holm); di bawah {taraf:n} perbedaan dianggap bukan sekadar kebetulan.",
            **{f"g{place}": w.number(edge, 1) for place, edge in enumerate(G_EDGES, 1)},
            **{f"w{place}": w.number(edge) for place, edge in enumerate(OMEGA_EDGES, 1)},
            taraf=SIGNIFICANT,
        ),
        source=source(facts, w),
    )


def _is_tested(test: UjiKelompok) -> bool:
    return test.p_terkoreksi is not None


def _ends(test: UjiKelompok, w: Writer) -> str | None:
    """The highest and the lowest group; None of a grouping that was not tested."""
    ends = (group_name(w, test.pengelompokan, end) for end in (test.tertinggi, test.terendah))
    return " > ".join(ends) if _is_tested(test) else None


def _interval(test: UjiKelompok) -> tuple[float, float] | None:
    """The interval of Hedges' g; None where it is not asked for."""
    if test.hedges_g is None or test.hedges_bawah is None or test.hedges_atas is None:
        return None
    return test.hedges_bawah, test.hedges_atas


class _Row(NamedTuple):
    """A group with its grouping, and the share of its people who hold each item."""

    grouping: str
    group: Kelompok
    items: Mapping[str, float | None]

    @property
    def disembunyikan(self) -> bool:
        """Whether the group is withheld."""
        return self.group.disembunyikan


def _table(facts: Facts, w: Writer) -> Table:
    """Every group of every grouping: people, index, dimensions, and who holds the competence items."""
    items = {(row.pengelompokan, row.kunci): row.butir for row in facts.butir_kelompok}
    rows = [
        _Row(entry.pengelompokan, row, items.get((entry.pengelompokan, row.kunci), {}))
        for entry in facts.kelompok
        for row in entry.kelompok
    ]
    groups = [row.group for row in rows]
    held = list(dict.fromkeys(name for row in rows for name, share in row.items.items() if share is not None))
    head = w("Memenuhi, dari yang wajib memenuhi")
    return table(
        w("Kelompok"),
        w("Indeks, dimensi, dan butir kompetensi setiap kelompok"),
        rows,
        [
            (Column("pengelompokan", w("Pengelompokan")), lambda row: w.label(GROUPINGS, row.grouping)),
            (Column("kelompok", w("Kelompok")), lambda row: _name(row, w)),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.group.diukur),
            (Column("indeks", w("Indeks"), "number"), lambda row: row.group.indeks),
            (Column("selisih", w("Selisih terhadap semua"), "signed"), lambda row: row.group.selisih),
            *((column, _of_group(take)) for column, take in dimension_columns(facts, w, groups)),
            *((Column(name, w.label(ITEMS, name), "share", group=head), _of_items(name)) for name in held),
        ],
        note=_note(facts, groups, bool(held), w),
        source=source(facts, w),
        hidden_text=hidden(facts, w, groups),
    )


def _of_group(take: Callable[[Kelompok], Cell]) -> Callable[[_Row], Cell]:
    return lambda row: take(row.group)


def _of_items(name: str) -> Callable[[_Row], Cell]:
    return lambda row: row.items.get(name)


def _name(row: _Row, w: Writer) -> str:
    name = group_name(w, row.grouping, row.group.kunci)
    return f"{name} ({row.group.kelas_ukuran})" if row.disembunyikan else name


def _note(facts: Facts, rows: Sequence[Kelompok], has_items: bool, w: Writer) -> str:
    """Whom groupings and items are of, and why figures are missing where any are."""
    notes = [w("Eselon: pegawai struktural saja; golongan: PNS saja.")]
    if any(row.disembunyikan for row in rows):
        notes.append(
            w(
                "Kelompok di bawah {ambang} pegawai hanya tampil dengan kelas ukurannya, dalam kurung.",
                ambang=facts.ambang.kelompok,
            )
        )
    if has_items:
        notes.append(item_note(w))
    if has_items and facts.catatan_sendiri is not None:
        notes.append(w("Butir dibaca dari catatan sendiri."))
    return " ".join(notes)
