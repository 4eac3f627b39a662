"""Menuju target: the cheapest set of actions that reaches it, by kind of post and by unit, and what cannot reach it."""

from __future__ import annotations

from collections.abc import Callable

from ipasn_analysis.blocks.model import Block, Cell, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import target as charts
from ipasn_analysis.facts.plan import items
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import ENTRY, OTHER_UNITS, KegiatanUnit, MenujuTarget
from ipasn_analysis.sections import official, opening
from ipasn_analysis.sections.common import below, of_units, source_of_actions, table
from ipasn_analysis.writing.words import ITEM_WORDS, ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Writer

ANCHOR = "menuju-target"


def section(facts: Facts, w: Writer) -> Section:
    """The plan in words, as chart and tables, and the cost of other targets; or why there is none."""
    plan = facts.menuju_target
    if plan is None:
        return Section(ANCHOR, w("Menuju target"), [Prose([none(facts, w)]), *opening.blocks(facts, w)], w)
    next_year = opening.blocks(facts, w) if opening.is_closed(facts) else []
    if facts.sumber_nilai == "resmi" and facts.catatan_sendiri is None:
        return Section(ANCHOR, w("Menuju target"), [*official.way(facts, w), *next_year], w)
    told = [headline(facts, w), afterwards(facts, w), two_tracks(facts, w)]
    blocks: list[Block] = [Prose([text for text in told if text]), *next_year]
    if next_year and not is_reached(plan):
        blocks.append(Heading(w("Yang kurang pada tahun {tahun}", tahun=facts.tahun), 3))
    appendix: list[Block] = []
    picture = charts.actions(facts, w, source_of_actions(facts, w), title(facts, w))
    if picture is not None:
        note = [] if is_reached(plan) else [costs(facts, w)]
        if facts.catatan_target:
            note.append(w("Target: {catatan}.", catatan=facts.catatan_target.rstrip(".")))
        if note:
            blocks.append(Prose([" ".join(note)]))
        (appendix if is_reached(plan) else blocks).append(picture)
        appendix.append(_posts(facts, w))
    if plan.dipilih != 0:
        told = [elsewhere(facts, w), method(w)]
        blocks += [
            Heading(
                w("Kegiatan menurut pemerintah daerah")
                if facts.tingkat == "provinsi"
                else w("Kegiatan menurut perangkat daerah"),
                3,
            ),
            Prose([text for text in told if text]),
        ]
        if any(row.jumlah is not None and row.nama != OTHER_UNITS for row in plan.per_unit):
            blocks.append(_units(facts, w))
    curve = charts.curve(facts, w, source_of_actions(facts, w))
    if curve is not None:
        appendix.append(curve)
    return Section(ANCHOR, w("Menuju target"), blocks, w, appendix)


def none(facts: Facts, w: Writer) -> str:
    """Why no way to the target is computed."""
    return w(
        "Target tahun {tahun} belum diisi, sehingga jalan menuju target tidak dihitung.",
        tahun=facts.tahun,
    )


def is_reached(plan: MenujuTarget) -> bool:
    """Whether nothing needs to be done."""
    return plan.tercapai


def headline(facts: Facts, w: Writer) -> str:
    """The target, the gap, and the plan that closes it or comes nearest."""
    plan = known(facts.menuju_target)
    if is_reached(plan):
        return f"{official.surplus(facts, w)} " + w("Tidak ada kegiatan yang diperlukan untuk target ini.")
    way = _feasible(plan, w) if plan.dapat_dicapai else _infeasible(plan, w)
    return f"{official.distance(facts, w)} {way}"


def _feasible(plan: MenujuTarget, w: Writer) -> str:
    uniform = plan.biaya_seragam and plan.mata_uang is None
    return w(
        N_(
            "Untuk mencapainya diperlukan sedikitnya {kegiatan}, atau {bagian:%0} dari kegiatan yang masih terbuka; indeks menjadi {sesudah:n}."
        )
        if plan.dipilih is not None and uniform
        else N_(
            "Cara termurah untuk mencapainya: {kegiatan}, atau {bagian:%0} dari kegiatan yang masih terbuka. Biayanya {biaya:a} {satuan} dan indeks menjadi {sesudah:n}."
        )
        if plan.dipilih is not None
        else N_(
            "Cara termurah memerlukan sedikit sekali kegiatan; biayanya {biaya:a} {satuan} dan indeks menjadi {sesudah:n}."
        ),
        kegiatan=by_item(plan, w),
        biaya=plan.biaya,
        satuan=unit_of_cost(plan, w),
        sesudah=plan.indeks_sesudah,
        bagian=plan.bagian,
    )


def _infeasible(plan: MenujuTarget, w: Writer) -> str:
    """How far the actions lead that are open."""
    verdict = w(
        N_("Target itu tidak dapat dicapai dengan kegiatan yang masih terbuka.")
        if plan.terbuka != 0
        else N_("Target itu tidak dapat dicapai dengan diklat dan seminar: tidak ada kegiatan yang masih terbuka.")
    )
    rest = w("Sisanya hanya dapat datang dari pendidikan, penilaian kinerja, dan catatan yang dilengkapi.")
    return " ".join(filter(None, [verdict, _best(plan, w), rest]))


def _best(plan: MenujuTarget, w: Writer) -> str:
    """What all of them would give; nothing of few."""
    if not plan.dipilih:
        return ""
    return w(
        "Hasil terbaik yang mungkin: {kegiatan}, dengan biaya {biaya:a} {satuan}; indeks menjadi {sesudah:n} dan masih kurang {poin:n} poin.",
        kegiatan=by_item(plan, w),
        biaya=plan.biaya,
        satuan=unit_of_cost(plan, w),
        sesudah=plan.indeks_sesudah,
        poin=plan.target - plan.indeks_sesudah,
    )


def by_item(plan: MenujuTarget, w: Writer) -> str:
    """How many are chosen, and of each item as far as that is shown: ``20 kegiatan, yaitu 15 diklat teknis dan …``."""
    rows = [row for row in plan.per_jabatan if row.jumlah]
    counts = {name: sum(row.jumlah or 0 for row in rows if row.tindakan == name) for name in items(plan)}
    parts = [
        w("{jumlah:i} {butir}", jumlah=count, butir=w.label(ITEM_WORDS, name))
        for name, count in counts.items()
        if count
    ]
    some_hidden = any(row.jumlah is None for row in plan.per_jabatan)
    return w(
        N_("{jumlah:i} kegiatan")
        if not parts
        else N_("{jumlah:i} kegiatan, di antaranya {daftar}")
        if some_hidden
        else N_("{jumlah:i} kegiatan, yaitu {daftar}"),
        jumlah=plan.dipilih,
        daftar=w.join(parts),
    )


def unit_of_cost(plan: MenujuTarget, w: Writer) -> str:
    """What costs are counted in: the currency of the parameters, or units."""
    return plan.mata_uang or w("satuan")


def costs(facts: Facts, w: Writer) -> str:
    """What the costs mean."""
    plan = known(facts.menuju_target)
    if plan.biaya_seragam:
        return w(
            "Semua kegiatan dianggap berbiaya sama, jadi “termurah” berarti kegiatan paling sedikit. Dengan biaya dan kapasitas yang sebenarnya urutannya dapat berubah."
        )
    told = [w("Biaya satuan dan kapasitas adalah yang diisi untuk wilayah ini.")]
    told += [
        w(
            "{butir} berbiaya {biaya:a} {satuan} untuk setiap JP yang masih kurang, atau biaya satu diklat bila itu diisi dan lebih murah.",
            butir=w.label(ITEMS, name),
            biaya=cost,
            satuan=unit_of_cost(plan, w),
        )
        for name, cost in plan.biaya_per_jp.items()
    ]
    return " ".join(told)


def two_tracks(facts: Facts, w: Writer) -> str:
    """Beside official scores: what is read off the records, and how sure the points are."""
    if facts.catatan_sendiri is None:
        return ""
    text = w(
        "Indeks dan target adalah nilai resmi; kegiatan yang terbuka dibaca dari catatan sendiri, jadi yang tidak tercatat dianggap belum diikuti."
    )
    plan = known(facts.menuju_target)
    if any(row.tindakan == ENTRY for row in plan.tindakan):
        text += " " + w(
            "Pencatatan di SIASN ialah memasukkan catatan yang ada di sumber data sendiri tetapi tidak dinilai oleh SIASN, satu kegiatan bagi seorang pegawai."
        )
    points = [row.poin for row in plan.tindakan if row.tindakan != ENTRY]
    if plan.poin_dikenal or not points:
        return text
    return f"{text} " + w(
        "Poin sebuah kegiatan menurut aturan resmi belum dikenal; dipakai paling banyak {poin:n1} poin bagi seorang pegawai, jadi hasil rencana ini sementara.",
        poin=max(points),
    )


def afterwards(facts: Facts, w: Writer) -> str:
    """Of a year that is over: that the plan is what was missing, and which actions still count in the next."""
    plan = known(facts.menuju_target)
    if not opening.is_closed(facts) or is_reached(plan) or plan.dipilih == 0:
        return ""
    windows = {name: plan.jendela[name] for name in items(plan) if name in plan.jendela}

    def named(fits: Callable[[int | None], bool]) -> str:
        return w.join([w.label(ITEM_WORDS, name) for name, years in windows.items() if fits(years)])

    always, longer, anew = (named(fits) for fits in (lambda years: years is None, bool, lambda years: years == 0))
    parts = [w("{daftar} tetap dihitung", daftar=always)] if always else []
    parts += [w("{daftar} yang diikuti tahun ini masih dihitung", daftar=longer)] if longer else []
    parts += [w("{daftar} dihitung kembali dari nol mulai 1 Januari", daftar=anew)] if anew else []
    text = w(
        "Tanggal batas {batas:d} telah lewat: perhitungan ini menunjukkan kekurangan tahun {tahun} dan tidak lagi dapat mengubahnya.",
        batas=facts.kemungkinan_target.batas,
        tahun=facts.tahun,
    )
    if not parts:
        return text
    return f"{text} " + w("Untuk tahun {depan}: {daftar}.", depan=facts.tahun + 1, daftar=w.join(parts))


def elsewhere(facts: Facts, w: Writer) -> str:
    """How much of the plan is not told by unit; nothing where all is, and of few."""
    plan = known(facts.menuju_target)
    joined = next((row for row in plan.per_unit if row.nama == OTHER_UNITS), None)
    if joined is None or not joined.jumlah or not plan.dipilih:
        return ""
    return w(
        "Sebanyak {jumlah:i} dari {semua:i} kegiatan yang direncanakan ({bagian:%0}) menyangkut terlalu sedikit pegawai per perangkat daerah untuk dirinci di sini; rinciannya ada dalam daftar internal yang bersifat rahasia.",
        jumlah=joined.jumlah,
        semua=plan.dipilih,
        bagian=joined.jumlah / plan.dipilih,
    )


def method(w: Writer) -> str:
    """How the plan is found and what it promises."""
    return w(
        "Tidak ada rencana yang lebih murah menurut perhitungan ini. Kegiatan yang sama poin dan biayanya dibagi rata menurut banyaknya pegawai yang masih dapat mengikutinya, sehingga tidak ada perangkat daerah yang diistimewakan; pesertanya ditetapkan oleh perangkat daerah."
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart of actions shows."""
    plan = known(facts.menuju_target)
    taken, open_ = plan.dipilih, plan.terbuka
    if taken is None or open_ is None:
        return w("Kegiatan yang masih terbuka")
    if not taken:
        return w(
            "Sebanyak {tersedia:i} kegiatan masih terbuka; tidak satu pun diperlukan untuk target ini", tersedia=open_
        )
    return w(
        "Dengan {jumlah:i} dari {tersedia:i} kegiatan yang terbuka, indeks naik dari {dari:n} menjadi {ke:n}",
        jumlah=taken,
        tersedia=open_,
        dari=plan.indeks,
        ke=plan.indeks_sesudah,
    )


def _posts(facts: Facts, w: Writer) -> Table:
    plan = known(facts.menuju_target)
    rows = plan.per_jabatan
    gained = plan.indeks_sesudah - plan.indeks
    decimals = 0 if all(float(row.biaya_satuan).is_integer() or row.biaya_satuan > 1000 for row in rows) else 2
    return table(
        w("Kegiatan"),
        w("Kegiatan yang masih dapat diikuti dan yang direncanakan, menurut jenis jabatan"),
        rows,
        [
            (Column("tindakan", w("Kegiatan")), lambda row: w.label(ITEMS, row.tindakan)),
            (Column("jenis_jabatan", w("Jenis jabatan")), lambda row: w.label(POSTS, row.jenis_jabatan)),
            (Column("tersedia", w("Terbuka"), "integer"), lambda row: row.tersedia),
            (Column("jumlah", w("Direncanakan"), "integer"), lambda row: row.jumlah),
            (Column("bagian", w("Proporsi"), "share"), lambda row: row.bagian),
            (Column("poin", w("Poin per orang"), "number", decimals=1), lambda row: row.poin),
            (Column("indeks", w("Poin indeks"), "number"), lambda row: row.poin_indeks),
            (Column("biaya_satuan", w("Biaya satuan"), "number", decimals=decimals), lambda row: row.biaya_satuan),
            (Column("biaya", w("Biaya"), "number", decimals=decimals), lambda row: row.biaya),
        ],
        note=w(
            "Poin per orang: kenaikan nilai seorang pegawai; poin indeks: sumbangan yang direncanakan terhadap indeks keseluruhan."
        ),
        source=source_of_actions(facts, w),
        hidden_text=below(facts, w),
        total=(w("Seluruhnya"), None, plan.terbuka, plan.dipilih, plan.bagian, None, gained, None, plan.biaya),
    )


def _units(facts: Facts, w: Writer) -> Table:
    plan, group = known(facts.menuju_target), w("Kegiatan yang direncanakan")
    taken = {item: [row.jumlah for row in plan.per_jabatan if row.tindakan == item] for item in items(plan)}
    totals = {item: sum(count or 0 for count in counts) for item, counts in taken.items()}
    totals = {item: count for item, count in totals.items() if count}
    return table(
        w("Rincian kegiatan"),
        w("Pembagian kegiatan yang direncanakan, terbanyak lebih dahulu"),
        [row for row in plan.per_unit if row.jumlah is not None or row.nama == OTHER_UNITS],
        [
            (Column("nama", of_units(facts, w)), lambda row: _unit_name(row, w)),
            *((Column(item, w.label(ITEMS, item), "integer", group=group), _count(item)) for item in totals),
            (Column("jumlah", w("Jumlah"), "integer"), lambda row: row.jumlah),
            (Column("tersedia", w("Terbuka"), "integer"), lambda row: row.tersedia),
            (Column("bagian", w("Proporsi"), "share"), lambda row: row.bagian),
        ],
        note=_units_note(plan, w),
        source=source_of_actions(facts, w),
        hidden_text=below(facts, w),
        total=(w("Seluruhnya"), *totals.values(), plan.dipilih, plan.terbuka, plan.bagian),
    )


def _units_note(plan: MenujuTarget, w: Writer) -> str:
    text = w("Proporsi: yang direncanakan dibagi yang terbuka. Satu orang dapat memerlukan lebih dari satu kegiatan.")
    if any(row.jumlah is None and row.nama != OTHER_UNITS for row in plan.per_unit):
        text += " " + w(
            "Perangkat daerah yang tidak tercantum: kegiatannya menyangkut terlalu sedikit pegawai untuk ditampilkan."
        )
    if all(row.nama != OTHER_UNITS for row in plan.per_unit):
        return text
    return f"{text} " + w(
        "Kegiatan yang tidak dirinci tidak masuk dalam baris perangkat daerahnya, sehingga kebutuhan sebuah perangkat daerah dapat lebih besar daripada yang tertulis."
    )


def _unit_name(row: KegiatanUnit, w: Writer) -> str:
    return w("Tidak dirinci, dari semua perangkat daerah") if row.nama == OTHER_UNITS else row.nama


def _count(item: str) -> Callable[[KegiatanUnit], Cell]:
    return lambda row: row.butir.get(item)
