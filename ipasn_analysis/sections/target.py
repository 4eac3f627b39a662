"""Menuju target: the cheapest set of actions that reaches it, by kind of post and by unit, and what cannot reach it."""

from __future__ import annotations

from collections.abc import Callable

from ipasn_analysis.blocks.model import Block, Callout, Cell, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import target as charts
from ipasn_analysis.facts.plan import Actions, ForUnit, available, chosen, items, post_rows, unit_rows
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import OTHER_UNITS, MenujuTarget
from ipasn_analysis.sections import official
from ipasn_analysis.sections.common import of_units, source, table
from ipasn_analysis.writing.words import ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Writer

ANCHOR = "menuju-target"
IN_A_SENTENCE = {
    "diklat_kepemimpinan": N_("diklat kepemimpinan"),
    "diklat_fungsional": N_("diklat fungsional"),
    "diklat_teknis": N_("diklat teknis"),
    "seminar": N_("seminar atau sejenisnya"),
    "pengembangan": N_("pengembangan sedikitnya 20 JP"),
}


def section(facts: Facts, w: Writer) -> Section:
    """The plan in words, as chart and tables, and the cost of other targets; or why there is none."""
    plan = facts.menuju_target
    if plan is None:
        return Section(ANCHOR, w("Menuju target"), [Prose([none(facts, w)])], w)
    if facts.sumber_nilai == "resmi":
        return Section(ANCHOR, w("Menuju target"), official.way(facts, w), w)
    told = [headline(facts, w), afterwards(facts, w)]
    blocks: list[Block] = [Prose([text for text in told if text])]
    picture = charts.actions(facts, w, source(facts, w), title(facts, w))
    if picture is not None:
        note = [costs(facts, w)]
        if facts.catatan_target:
            note.append(w("Target: {catatan}.", catatan=facts.catatan_target.rstrip(".")))
        blocks += [
            picture,
            Callout("note", w("Biaya dan target"), note),
            Heading(w("Kegiatan menurut jenis jabatan"), 3),
            _posts(facts, w),
        ]
    if chosen(plan.tindakan):
        told = [elsewhere(facts, w), method(w)]
        blocks += [
            Heading(w("Kegiatan menurut pemerintah") if facts.tingkat == "provinsi" else w("Kegiatan menurut unit"), 3),
            Prose([text for text in told if text]),
        ]
        blocks += [_units(facts, w)] if are_mostly_named(facts) else []
    curve = charts.curve(facts, w, source(facts, w))
    if curve is not None:
        blocks += [Heading(w("Berapa biaya target lain?"), 3), curve]
    return Section(ANCHOR, w("Menuju target"), blocks, w)


def is_closed(facts: Facts) -> bool:
    """Whether the snapshot is of the day by which the target had to be reached, or later."""
    return facts.per_tanggal >= facts.kemungkinan_target.batas


def none(facts: Facts, w: Writer) -> str:
    """Why no way to the target is computed."""
    return w(
        "Untuk tahun {tahun} tidak ada target dalam parameter wilayah ini, sehingga jalan menuju target tidak dihitung.",
        tahun=facts.tahun,
    )


def is_reached(plan: MenujuTarget) -> bool:
    """Whether nothing needs to be done."""
    return plan.indeks >= plan.target


def headline(facts: Facts, w: Writer) -> str:
    """The target, the gap, and the plan that closes it or comes nearest."""
    plan = known(facts.menuju_target)
    if is_reached(plan):
        return w(
            "Target {tahun} sebesar {target:n} sudah tercapai: indeks {indeks:n}, kelebihan {poin:n} poin. Tidak ada kegiatan yang diperlukan untuk target ini.",
            tahun=facts.tahun,
            target=plan.target,
            indeks=plan.indeks,
            poin=plan.indeks - plan.target,
        )
    gap = w(
        "Target {tahun} sebesar {target:n} masih kurang {poin:n} poin.",
        tahun=facts.tahun,
        target=plan.target,
        poin=plan.target - plan.indeks,
    )
    return f"{gap} {_feasible(plan, w) if plan.indeks_sesudah >= plan.target else _infeasible(plan, w)}"


def _feasible(plan: MenujuTarget, w: Writer) -> str:
    return w(
        N_(
            "Jalan termurah: {jumlah:i} kegiatan, yaitu {daftar}; biayanya {biaya:a} {satuan} dan indeks menjadi {sesudah:n}. Itu {bagian:%0} dari kegiatan yang masih terbuka."
        )
        if plan.lengkap
        else N_(
            "Jalan termurah dengan kegiatan yang ditampilkan: {jumlah:i} kegiatan, yaitu {daftar}; biayanya {biaya:a} {satuan} dan indeks menjadi {sesudah:n}. Itu {bagian:%0} dari kegiatan yang ditampilkan."
        ),
        jumlah=chosen(plan.tindakan),
        daftar=by_item(plan.tindakan, w),
        biaya=plan.biaya,
        satuan=unit_of_cost(plan, w),
        sesudah=plan.indeks_sesudah,
        bagian=chosen(plan.tindakan) / max(1, available(plan.tindakan)),
    )


def _infeasible(plan: MenujuTarget, w: Writer) -> str:
    """How far the actions lead that are open and shown; whether all that are open would be enough."""
    if plan.dapat_dicapai:
        verdict = w(
            "Target itu dapat dicapai, tetapi tidak dengan kegiatan yang dapat ditampilkan saja: sebagian terbuka bagi terlalu sedikit pegawai dan disembunyikan."
        )
    elif chosen(plan.tindakan):
        verdict = w("Target itu tidak dapat dicapai dengan diklat dan seminar yang masih terbuka.")
    else:
        verdict = w(
            N_("Target itu tidak dapat dicapai dengan diklat dan seminar: tidak ada kegiatan yang masih terbuka.")
            if plan.lengkap
            else N_(
                "Target itu tidak dapat dicapai dengan diklat dan seminar: yang masih terbuka hanya bagi sedikit pegawai."
            )
        )
    return " ".join(filter(None, [verdict, _best(plan, w), _otherwise(plan, w)]))


def _best(plan: MenujuTarget, w: Writer) -> str:
    """What the actions that are shown would give."""
    if not (done := chosen(plan.tindakan)):
        return ""
    return w(
        N_(
            "Yang terbaik: {jumlah:i} kegiatan, yaitu {daftar}, dengan biaya {biaya:a} {satuan}; indeks menjadi {sesudah:n} dan masih kurang {poin:n} poin."
        )
        if plan.lengkap
        else N_(
            "Yang terbaik dengan kegiatan yang ditampilkan: {jumlah:i} kegiatan, yaitu {daftar}, dengan biaya {biaya:a} {satuan}; indeks menjadi {sesudah:n} dan masih kurang {poin:n} poin."
        ),
        jumlah=done,
        daftar=by_item(plan.tindakan, w),
        biaya=plan.biaya,
        satuan=unit_of_cost(plan, w),
        sesudah=plan.indeks_sesudah,
        poin=plan.target - plan.indeks_sesudah,
    )


def _otherwise(plan: MenujuTarget, w: Writer) -> str:
    """Where the rest must come from, if training cannot bring it."""
    if plan.dapat_dicapai:
        return ""
    return w("Sisanya hanya dapat datang dari pendidikan, penilaian kinerja, dan catatan yang dilengkapi.")


def by_item(actions: Actions, w: Writer) -> str:
    """How many of each item are chosen: ``812 diklat teknis dan 154 seminar atau sejenisnya``."""
    counts = {name: chosen([row for row in actions if row.tindakan == name]) for name in items(actions)}
    parts = [
        w("{jumlah:i} {butir}", jumlah=count, butir=w.label(IN_A_SENTENCE, name))
        for name, count in counts.items()
        if count
    ]
    return w.join(parts)


def unit_of_cost(plan: MenujuTarget, w: Writer) -> str:
    """What costs are counted in: the currency of the parameters, or units."""
    return plan.mata_uang or w("satuan")


def costs(facts: Facts, w: Writer) -> str:
    """What the costs mean."""
    if known(facts.menuju_target).biaya_seragam:
        return w(
            "Semua kegiatan dianggap berbiaya sama, jadi “termurah” berarti kegiatan paling sedikit. Dengan biaya dan kapasitas yang sebenarnya urutannya dapat berubah."
        )
    return w("Biaya satuan dan kapasitas adalah yang ditetapkan dalam parameter wilayah ini.")


def afterwards(facts: Facts, w: Writer) -> str:
    """Of a year that is over: that the plan is what was missing, and which actions still count in the next."""
    plan = known(facts.menuju_target)
    if not is_closed(facts) or is_reached(plan) or not chosen(plan.tindakan):
        return ""
    windows = {name: plan.jendela.get(name) for name in items(plan.tindakan)}

    def named(fits: Callable[[int | None], bool]) -> str:
        return w.join([w.label(IN_A_SENTENCE, name) for name, years in windows.items() if fits(years)])

    always, longer, anew = (named(fits) for fits in (lambda years: years is None, bool, lambda years: years == 0))
    parts = [w("{daftar} tetap dihitung", daftar=always)] if always else []
    parts += [w("{daftar} yang diikuti tahun ini masih dihitung", daftar=longer)] if longer else []
    parts += [w("{daftar} dihitung lagi dari nol mulai 1 Januari", daftar=anew)] if anew else []
    return w(
        "Tanggal batas {batas:d} sudah lewat, jadi inilah yang kurang pada tahun {tahun}, bukan rencana yang masih dapat mengubahnya. Untuk tahun {depan}: {daftar}.",
        batas=facts.kemungkinan_target.batas,
        tahun=facts.tahun,
        depan=facts.tahun + 1,
        daftar=w.join(parts),
    )


def elsewhere(facts: Facts, w: Writer) -> str:
    """How much of the plan is not told by unit; nothing where all is."""
    actions = known(facts.menuju_target).tindakan
    joined, taken = chosen([row for row in actions if row.perangkat_daerah == OTHER_UNITS]), chosen(actions)
    if not joined:
        return ""
    return w(
        "{jumlah:i} dari {semua:i} kegiatan yang dipilih ({bagian:%0}) tidak dirinci per unit, karena terbuka bagi terlalu sedikit pegawai di sana atau melindungi angka sekecil itu; rinciannya ada dalam daftar internal yang rahasia, bukan dalam laporan ini.",
        jumlah=joined,
        semua=taken,
        bagian=joined / taken,
    )


def are_mostly_named(facts: Facts) -> bool:
    """Whether at least half of the plan's actions stand under the name of a unit."""
    actions = known(facts.menuju_target).tindakan
    return 2 * chosen([row for row in actions if row.perangkat_daerah == OTHER_UNITS]) <= chosen(actions)


def method(w: Writer) -> str:
    """How the plan is found and what it promises."""
    return w(
        "Rencana ini optimum eksak (program bilangan bulat), bukan perkiraan. Kegiatan yang sama poin dan biayanya dibagi rata menurut banyaknya pegawai yang masih terbuka, sehingga tidak ada unit yang dipilih-pilih; siapa yang berangkat diputuskan oleh unit."
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart of actions shows."""
    plan = known(facts.menuju_target)
    taken, open_ = chosen(plan.tindakan), available(plan.tindakan)
    if not taken:
        return w("{tersedia:i} kegiatan masih terbuka; tidak satu pun diperlukan untuk target ini", tersedia=open_)
    return w(
        "{jumlah:i} kegiatan dari {tersedia:i} yang terbuka membawa indeks dari {dari:n} ke {ke:n}",
        jumlah=taken,
        tersedia=open_,
        dari=plan.indeks,
        ke=plan.indeks_sesudah,
    )


def _posts(facts: Facts, w: Writer) -> Table:
    plan, rows = known(facts.menuju_target), post_rows(facts)
    decimals = 0 if all(float(row.biaya_satuan).is_integer() for row in rows) else 2
    open_, taken, gained = available(plan.tindakan), chosen(plan.tindakan), sum(row.indeks for row in rows)
    return table(
        w("Kegiatan"),
        w("Kegiatan yang terbuka dan yang dipilih, menurut jenis jabatan"),
        rows,
        [
            (Column("tindakan", w("Kegiatan")), lambda row: w.label(ITEMS, row.tindakan)),
            (Column("jenis_jabatan", w("Jenis jabatan")), lambda row: w.label(POSTS, row.jenis_jabatan)),
            (Column("tersedia", w("Terbuka"), "integer"), lambda row: row.tersedia),
            (Column("jumlah", w("Dipilih"), "integer"), lambda row: row.jumlah),
            (_share_column(w), lambda row: row.jumlah / row.tersedia),
            (Column("poin", w("Poin per orang"), "number", decimals=1), lambda row: row.poin),
            (Column("indeks", w("Poin indeks"), "number"), lambda row: row.indeks),
            (Column("biaya_satuan", w("Biaya satuan"), "number", decimals=decimals), lambda row: row.biaya_satuan),
            (Column("biaya", w("Biaya"), "number", decimals=decimals), lambda row: row.biaya),
        ],
        note=w(
            "Poin per orang: kenaikan nilai seorang pegawai; poin indeks: sumbangan yang dipilih terhadap indeks keseluruhan. Kegiatan yang terbuka bagi terlalu sedikit pegawai disembunyikan dan tidak ikut direncanakan."
        ),
        source=source(facts, w),
        total=(w("Seluruhnya"), None, open_, taken, taken / open_ if open_ else None, None, gained, None, plan.biaya),
    )


def _share_column(w: Writer) -> Column:
    return Column("bagian", w("Porsi"), "share", bar_maximum=1.0, bar_tone="kompetensi")


def _units(facts: Facts, w: Writer) -> Table:
    actions = known(facts.menuju_target).tindakan
    counts = {item: chosen([row for row in actions if row.tindakan == item]) for item in items(actions)}
    counts = {item: count for item, count in counts.items() if count}
    open_, taken, group = available(actions), chosen(actions), w("Kegiatan yang dipilih")
    return table(
        w("Kegiatan per unit"),
        w("Pembagian kegiatan yang dipilih, terbanyak lebih dahulu"),
        unit_rows(facts),
        [
            (Column("nama", of_units(facts, w)), lambda row: _unit_name(row, w)),
            *((Column(item, w.label(ITEMS, item), "integer", group=group), _count(item)) for item in counts),
            (Column("jumlah", w("Jumlah"), "integer"), lambda row: row.jumlah),
            (Column("tersedia", w("Terbuka"), "integer"), lambda row: row.tersedia),
            (_share_column(w), lambda row: row.jumlah / row.tersedia),
        ],
        note=_units_note(actions, w),
        source=source(facts, w),
        total=(w("Seluruhnya"), *counts.values(), taken, open_, taken / open_ if open_ else None),
    )


def _units_note(actions: Actions, w: Writer) -> str:
    text = w("Porsi: yang dipilih dibagi yang terbuka. Satu orang dapat memerlukan lebih dari satu kegiatan.")
    if all(row.perangkat_daerah != OTHER_UNITS for row in actions):
        return text
    return f"{text} " + w(
        "Yang tidak dirinci tidak ikut dalam baris unitnya, jadi sebuah unit dapat memerlukan lebih banyak daripada yang tertulis."
    )


def _unit_name(row: ForUnit, w: Writer) -> str:
    return w("Tidak dirinci per unit, dari semua unit") if row.nama == OTHER_UNITS else row.nama


def _count(item: str) -> Callable[[ForUnit], Cell]:
    return lambda row: row.butir[item]
