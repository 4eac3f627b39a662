"""Official scores in words and tables: levels and next steps, base and additions, reasons, and the way to the target."""

from __future__ import annotations

from collections.abc import Callable

from ipasn_analysis.blocks.model import Block, Callout, Cell, Column, Prose, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.official import Langkah, TingkatPoin
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import PerangkatDaerahTampil
from ipasn_analysis.result.target import MenujuTarget, Tindakan
from ipasn_analysis.sections.common import below, shown_units, source, table
from ipasn_analysis.writing.words import DIMENSIONS
from ipasn_analysis.writing.writer import N_, Value, Writer

STEPS = {
    "kualifikasi": N_("langkah kualifikasi"),
    "kompetensi": N_("langkah kompetensi"),
    "kinerja": N_("langkah kinerja"),
}


# What the scores are made of ------------------------------------------------------------------------------------------


def composition(facts: Facts, w: Writer) -> tuple[list[Block], list[Block]]:
    """What kompetensi is made of, in words; for the appendix people by level, the reasons, and what is open by unit."""
    found = facts.nilai_resmi
    if found is None:
        return [], []
    sentences = [text for text in (base(facts, w), two_means(facts, w)) if text]
    tables: list[Block] = [_levels(facts, w)] if found.tingkat else []
    if found.keterangan:
        tables.append(_reasons(facts, w))
    units = shown_units(facts)
    if units:
        tables.append(_open(facts, units, w))
    return [Prose(sentences)] if sentences else [], tables


def base(facts: Facts, w: Writer) -> str:
    """Kompetensi as base by predikat and additions of the measured year; nothing where that is not told."""
    found = known(facts.nilai_resmi).dasar_kompetensi
    if found is None:
        return ""
    text = w(
        "Kompetensi {orang:i} pegawai berpredikat sangat baik atau baik terdiri atas dasar menurut predikat, rata-rata {dasar:n} poin, dan tambahan dari pengembangan pada tahun ukur, rata-rata {tambahan:n} poin.",
        orang=found.orang,
        dasar=found.dasar,
        tambahan=found.tambahan,
    )
    if found.sesuai:
        return text
    return f"{text} " + w(
        "Kompetensi sebagian pegawai lebih kecil daripada dasar itu dan seluruhnya dihitung sebagai dasar; nilai mereka tidak mengikuti aturan yang dikenal."
    )


def two_means(facts: Facts, w: Writer) -> str:
    """PNS and PPPK, and the other convention where it shows another figure."""
    found = known(facts.nilai_resmi).dua_cara
    if found is None:
        return ""
    text = w("Indeks PNS {pns:n} dan PPPK {pppk:n}.", pns=found.pns, pppk=found.pppk)
    if w.is_same(found.rata_rata_biasa, facts.indeks):
        return text
    return f"{text} " + w(
        "Indeks {indeks:n} ditimbang menurut jumlah pegawai; sebagian instansi menerbitkan rata-rata biasa dari kedua angka itu, yaitu {biasa:n}.",
        indeks=facts.indeks,
        biasa=found.rata_rata_biasa,
    )


def _levels(facts: Facts, w: Writer) -> Table:
    steps: dict[tuple[str, float], Langkah] = {}
    for step in known(facts.nilai_resmi).langkah:
        steps.setdefault((step.dimensi, step.dari), step)

    def following(take: Callable[[Langkah], Cell]) -> Callable[[TingkatPoin], Cell]:
        def of(row: TingkatPoin) -> Cell:
            step = steps.get((row.dimensi, row.poin))
            return None if step is None else take(step)

        return of

    group = w("Langkah berikutnya")
    rows = sorted(known(facts.nilai_resmi).tingkat, key=lambda row: (list(DIMENSIONS).index(row.dimensi), -row.poin))
    return table(
        w("Tingkat poin"),
        w("Pegawai menurut tingkat poin, dan apa yang dibawa langkah berikutnya"),
        rows,
        [
            (Column("dimensi", w("Dimensi")), lambda row: w.label(DIMENSIONS, row.dimensi)),
            (Column("poin", w("Poin"), "number", decimals=1), lambda row: row.poin),
            (Column("orang", w("Pegawai"), "integer"), lambda row: row.orang),
            (Column("bagian", w("Proporsi"), "share"), lambda row: row.bagian),
            (Column("ke", w("menjadi"), "number", decimals=1, group=group), following(lambda step: step.ke)),
            (Column("naik", w("indeks seorang"), "signed", decimals=1, group=group), following(lambda step: step.poin)),
            (Column("semua", w("indeks bila semua"), "signed", group=group), following(lambda step: step.poin_indeks)),
        ],
        note=w(
            "Satu langkah ialah naik setingkat dalam dimensi itu. Langkah kinerja dihitung bersama kenaikan dasar kompetensi yang dibawanya. Kosong: sudah maksimum, atau tidak ada yang terbuka."
        ),
        source=source(facts, w),
        hidden_text=below(facts, w),
    )


def _reasons(facts: Facts, w: Writer) -> Table:
    return table(
        w("Keterangan"),
        w("Keterangan SIASN tentang nilai, menurut banyaknya pegawai"),
        known(facts.nilai_resmi).keterangan,
        [
            (Column("dimensi", w("Dimensi")), lambda row: w.label(DIMENSIONS, row.dimensi)),
            (Column("keterangan", w("Keterangan")), lambda row: row.keterangan or w("tanpa keterangan")),
            (Column("orang", w("Pegawai"), "integer"), lambda row: row.orang),
        ],
        note=w("Keterangan yang menyangkut sedikit pegawai digabung."),
        source=source(facts, w),
        hidden_text=below(facts, w),
    )


def _open(facts: Facts, units: list[PerangkatDaerahTampil], w: Writer) -> Table:
    """What people of each shown unit lack to the maximum, most first."""

    def lacking(name: str) -> Callable[[PerangkatDaerahTampil], Cell]:
        def of(row: PerangkatDaerahTampil) -> Cell:
            points = row.dimensi[name]
            return None if points is None else facts.dimensi[name].maksimum - points

        return of

    group = w("Rata-rata yang masih terbuka, poin")
    return table(
        w("Masih terbuka"),
        w("Poin yang masih terbuka menurut perangkat daerah"),
        sorted(units, key=lambda row: (row.indeks, row.nama)),
        [
            (Column("nama", w("Perangkat daerah")), lambda row: row.nama),
            (Column("diukur", w("Diukur"), "integer"), lambda row: row.diukur),
            (Column("jumlah", w("Seluruhnya"), "number", group=group), lambda row: 100 - row.indeks),
            *((Column(name, w.label(DIMENSIONS, name), "number", group=group), lacking(name)) for name in DIMENSIONS),
        ],
        note=w("Maksimum dikurangi rata-rata; yang paling banyak terbuka lebih dahulu."),
        source=source(facts, w),
    )


# The way to the target ------------------------------------------------------------------------------------------------


def way(facts: Facts, w: Writer) -> list[Block]:
    """The plan in steps of dimensions, in words and as a table."""
    plan = known(facts.menuju_target)
    blocks: list[Block] = [Prose([text for text in (headline(facts, w), over(facts, w)) if text])]
    if plan.tindakan:
        blocks += [_steps(facts, w), Callout("note", w("Cara membaca langkah"), [reading(facts, w)])]
    return blocks


def headline(facts: Facts, w: Writer) -> str:
    """The target, the gap, and the fewest steps that close it or come nearest."""
    plan = known(facts.menuju_target)
    if plan.tercapai:
        return surplus(facts, w)
    gap = distance(facts, w)
    if not _taken(plan):
        return f"{gap} " + w("Tidak ada langkah yang dapat ditampilkan untuk menutupnya.")
    some_hidden = any(row.jumlah is None for row in plan.tindakan)
    values: dict[str, Value] = {
        "langkah": w(
            N_("{jumlah:i} langkah, di antaranya {daftar}")
            if some_hidden
            else N_("{jumlah:i} langkah, yaitu {daftar}"),
            jumlah=plan.dipilih,
            daftar=_by_dimension(plan, w),
        ),
        "sesudah": plan.indeks_sesudah,
    }
    if plan.dapat_dicapai:
        return f"{gap} " + w(
            "Jalan dengan langkah paling sedikit: {langkah}; indeks menjadi {sesudah:n}.",
            **values,
        )
    return f"{gap} " + w(
        "Dengan satu langkah setiap pegawai dalam setiap dimensi, target itu belum tercapai: {langkah}, membawa indeks menjadi {sesudah:n}, masih kurang {poin:n} poin.",
        poin=plan.target - plan.indeks_sesudah,
        **values,
    )


def surplus(facts: Facts, w: Writer) -> str:
    """How far the index is above a target that it reaches."""
    plan = known(facts.menuju_target)
    gap = plan.indeks - plan.target
    return w(
        N_("Target {tahun} sebesar {target:n} sudah tercapai: indeks {indeks:n}, kelebihan {poin:n} poin.")
        if not w.is_same(plan.indeks, plan.target)
        else N_("Target {tahun} sebesar {target:n} sudah tercapai: indeks {indeks:n}."),
        tahun=facts.tahun,
        target=plan.target,
        indeks=plan.indeks,
        poin=gap,
    )


def distance(facts: Facts, w: Writer) -> str:
    """How far the index is from a target that it does not reach."""
    plan = known(facts.menuju_target)
    gap = plan.target - plan.indeks
    return w(
        N_("Target {tahun} sebesar {target:n} masih kurang {poin:n} poin.")
        if not w.is_same(plan.indeks, plan.target)
        else N_("Target {tahun} sebesar {target:n} belum tercapai: indeks tepat di bawahnya."),
        tahun=facts.tahun,
        target=plan.target,
        poin=gap,
    )


def over(facts: Facts, w: Writer) -> str:
    """Of a year that is over: that these steps are for the next one."""
    plan = known(facts.menuju_target)
    if facts.per_tanggal < facts.kemungkinan_target.batas or plan.tercapai or not _taken(plan):
        return ""
    return w(
        "Tanggal batas {batas:d} telah lewat: perhitungan ini menunjukkan kekurangan tahun {tahun} dan tidak lagi dapat mengubahnya.",
        batas=facts.kemungkinan_target.batas,
        tahun=facts.tahun,
    )


def reading(facts: Facts, w: Writer) -> str:
    """What a step is, and what official scores do not tell of it."""
    text = w(
        "Nilai resmi menunjukkan tingkat, bukan kegiatan: langkah adalah naik setingkat dalam satu dimensi, paling banyak sekali setiap pegawai. Semua langkah dianggap setara; menurut perhitungan ini tidak ada rencana dengan langkah lebih sedikit. Siapa yang harus melakukan apa hanya tampak dari data riwayat."
    )
    if not facts.provenans.instrumen.sementara:
        return text
    return f"{text} " + w(
        "Poin langkah kualifikasi dan kompetensi bersandar pada aturan yang baru dikenal sebagian, jadi bersifat sementara."
    )


def first(facts: Facts, w: Writer) -> str:
    """The largest parts of the plan in one sentence of the summary; nothing where it takes no step."""
    plan = facts.menuju_target
    if plan is None or plan.tercapai or not _taken(plan):
        return ""
    rows = sorted(_taken(plan), key=lambda row: -(row.jumlah or 0) * row.poin)[:2]
    named = [
        w(
            "{dimensi} {dari:n1} → {ke:n1} bagi {jumlah:i} pegawai ({poin:+} poin)",
            dimensi=w.label(DIMENSIONS, row.tindakan).lower(),
            dari=known(row.langkah).dari,
            ke=known(row.langkah).ke,
            jumlah=row.jumlah,
            poin=(row.jumlah or 0) * row.poin / facts.pegawai.diukur,
        )
        for row in rows
    ]
    return w("Langkah yang paling banyak membawa indeks ke target: {daftar}.", daftar=w.join(named))


def _taken(plan: MenujuTarget) -> list[Tindakan]:
    return [row for row in plan.tindakan if row.jumlah]


def _by_dimension(plan: MenujuTarget, w: Writer) -> str:
    counts = {name: sum(row.jumlah or 0 for row in plan.tindakan if row.tindakan == name) for name in STEPS}
    parts = [
        w("{jumlah:i} {butir}", jumlah=count, butir=w.label(STEPS, name)) for name, count in counts.items() if count
    ]
    return w.join(parts)


def _steps(facts: Facts, w: Writer) -> Table:
    plan, people = known(facts.menuju_target), facts.pegawai.diukur
    return table(
        w("Langkah"),
        w("Langkah yang terbuka dan yang direncanakan, menurut dimensi"),
        plan.tindakan,
        [
            (Column("dimensi", w("Dimensi")), lambda row: w.label(DIMENSIONS, row.tindakan)),
            (Column("dari", w("Dari"), "number", decimals=1), lambda row: known(row.langkah).dari),
            (Column("ke", w("Menjadi"), "number", decimals=1), lambda row: known(row.langkah).ke),
            (Column("tersedia", w("Terbuka bagi"), "integer"), lambda row: row.tersedia),
            (Column("jumlah", w("Direncanakan"), "integer"), lambda row: row.jumlah),
            (Column("poin", w("Poin per orang"), "number", decimals=1), lambda row: row.poin),
            (
                Column("indeks", w("Poin indeks"), "number"),
                lambda row: None if row.jumlah is None else row.jumlah * row.poin / people,
            ),
        ],
        note=w("Poin per orang: kenaikan nilai seorang pegawai; poin indeks: sumbangan yang direncanakan."),
        source=source(facts, w),
        hidden_text=below(facts, w),
        total=(w("Seluruhnya"), None, None, plan.terbuka, plan.dipilih, None, plan.indeks_sesudah - plan.indeks),
    )
