"""The sentences about the way to the target: reached, the cheapest plan, or how far the open actions lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.facts.model.target import OTHER_UNITS as JOINED
from ipasn_analysis.facts.model.target import MenujuTarget, Tindakan
from ipasn_analysis.writing.words import ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Writer

Actions = Sequence[Tindakan]
IN_A_SENTENCE = {
    "diklat_kepemimpinan": N_("diklat kepemimpinan"),
    "diklat_fungsional": N_("diklat fungsional"),
    "diklat_teknis": N_("diklat teknis"),
    "seminar": N_("seminar atau sejenisnya"),
    "pengembangan": N_("pengembangan sedikitnya 20 JP"),
}


def is_closed(facts: Facts) -> bool:
    """Whether the snapshot is of the day by which the target had to be reached, or later."""
    return facts.per_tanggal >= facts.kemungkinan_target.batas


def none(facts: Facts, w: Writer) -> str:
    """Why no way to the target is computed."""
    if facts.target is None:
        return w(
            "Untuk tahun {tahun} tidak ada target dalam parameter wilayah ini, sehingga jalan menuju target tidak dihitung.",
            tahun=facts.tahun,
        )
    return w(
        "Target {tahun} adalah {target:n}. Nilai siap pakai tidak menunjukkan kegiatan apa yang masih terbuka bagi pegawai, sehingga jalan menuju target tidak dihitung.",
        tahun=facts.tahun,
        target=facts.target,
    )


def is_reached(plan: MenujuTarget) -> bool:
    """Whether nothing needs to be done."""
    return plan.indeks >= plan.target


def chosen(actions: Actions) -> int:
    """Actions that the plan takes, without withheld ones."""
    return sum(row.jumlah or 0 for row in actions)


def available(actions: Actions) -> int:
    """Actions that are open, without withheld ones."""
    return sum(row.tersedia or 0 for row in actions)


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
            "Jalan termurah: {jumlah:i} kegiatan, yaitu {daftar}; biayanya {biaya:a} satuan dan indeks menjadi {sesudah:n}. Itu {bagian:%0} dari kegiatan yang masih terbuka."
        )
        if plan.lengkap
        else N_(
            "Jalan termurah dengan kegiatan yang ditampilkan: {jumlah:i} kegiatan, yaitu {daftar}; biayanya {biaya:a} satuan dan indeks menjadi {sesudah:n}. Itu {bagian:%0} dari kegiatan yang ditampilkan."
        ),
        jumlah=chosen(plan.tindakan),
        daftar=by_item(plan.tindakan, w),
        biaya=plan.biaya,
        sesudah=plan.indeks_sesudah,
        bagian=chosen(plan.tindakan) / max(1, available(plan.tindakan)),
    )


def _infeasible(plan: MenujuTarget, w: Writer) -> str:
    """How far the actions lead that are open and shown; whether all that are open would be enough."""
    if plan.dapat_dicapai:
        verdict = w(
            "Target itu dapat dicapai, tetapi tidak dengan kegiatan yang dapat ditampilkan saja: sebagian terbuka bagi terlalu sedikit pegawai dan disembunyikan.",
        )
    elif chosen(plan.tindakan):
        verdict = w("Target itu tidak dapat dicapai dengan diklat dan seminar yang masih terbuka.")
    else:
        verdict = w(
            N_("Target itu tidak dapat dicapai dengan diklat dan seminar: tidak ada kegiatan yang masih terbuka.")
            if plan.lengkap
            else N_(
                "Target itu tidak dapat dicapai dengan diklat dan seminar: yang masih terbuka hanya bagi sedikit pegawai."
            ),
        )
    return " ".join(filter(None, [verdict, _best(plan, w), _otherwise(plan, w)]))


def _best(plan: MenujuTarget, w: Writer) -> str:
    """What the actions that are shown would give."""
    if not (done := chosen(plan.tindakan)):
        return ""
    return w(
        N_(
            "Yang terbaik: {jumlah:i} kegiatan, yaitu {daftar}, dengan biaya {biaya:a} satuan; indeks menjadi {sesudah:n} dan masih kurang {poin:n} poin."
        )
        if plan.lengkap
        else N_(
            "Yang terbaik dengan kegiatan yang ditampilkan: {jumlah:i} kegiatan, yaitu {daftar}, dengan biaya {biaya:a} satuan; indeks menjadi {sesudah:n} dan masih kurang {poin:n} poin."
        ),
        jumlah=done,
        daftar=by_item(plan.tindakan, w),
        biaya=plan.biaya,
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


def items(actions: Actions) -> list[str]:
    """The items that occur, in the order of the instrument."""
    found = dict.fromkeys(row.tindakan for row in actions)
    return sorted(found, key=lambda name: list(ITEMS).index(name) if name in ITEMS else len(ITEMS))


@dataclass(frozen=True)
class ForPost:
    """The actions of an item for a type of post, summed over units; `poin` is the mean of a person, `indeks` of all."""

    tindakan: str
    jenis_jabatan: str | None
    tersedia: int
    jumlah: int
    poin: float
    indeks: float
    biaya_satuan: float
    biaya: float


def post_rows(facts: Facts) -> list[ForPost]:
    """Actions by item and type of post, without withheld ones."""
    people = facts.pegawai.diukur
    actions = known(facts.menuju_target).tindakan
    rows = []
    for item in items(actions):
        for post in dict.fromkeys([*POSTS, *(row.jenis_jabatan for row in actions)]):
            mine = [row for row in actions if row.tindakan == item and row.jenis_jabatan == post]
            cells = [row for row in mine if not row.disembunyikan]
            if cells:
                open_ = available(cells)
                rows.append(
                    ForPost(
                        tindakan=item,
                        jenis_jabatan=post,
                        tersedia=open_,
                        jumlah=chosen(cells),
                        poin=sum(row.poin * known(row.tersedia) for row in cells) / open_,
                        indeks=sum(row.poin * known(row.jumlah) for row in cells) / people,
                        biaya_satuan=cells[0].biaya_satuan,
                        biaya=sum(row.biaya_satuan * known(row.jumlah) for row in cells),
                    )
                )
    return rows


def costs(facts: Facts, w: Writer) -> str:
    """What the costs mean."""
    if known(facts.menuju_target).biaya_seragam:
        return w(
            "Semua kegiatan dianggap berbiaya sama, jadi “termurah” berarti kegiatan paling sedikit. Dengan biaya dan kapasitas yang sebenarnya urutannya dapat berubah.",
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
    """How much of the plan lies in units that are not shown by name; nothing where none does."""
    actions = known(facts.menuju_target).tindakan
    joined, taken = chosen([row for row in actions if row.perangkat_daerah == JOINED]), chosen(actions)
    if not joined:
        return ""
    return w(
        "{jumlah:i} dari {semua:i} kegiatan yang dipilih ({bagian:%0}) berada di unit yang terlalu sedikit pegawainya untuk ditampilkan satu per satu; pembagiannya ada dalam daftar internal yang rahasia, bukan dalam laporan ini.",
        jumlah=joined,
        semua=taken,
        bagian=joined / taken,
    )


def are_mostly_named(facts: Facts) -> bool:
    """Whether at least half of the plan's actions stand under the name of a unit."""
    actions = known(facts.menuju_target).tindakan
    return 2 * chosen([row for row in actions if row.perangkat_daerah == JOINED]) <= chosen(actions)


def method(w: Writer) -> str:
    """How the plan is found and what it promises."""
    return w(
        "Rencana ini optimum eksak (program bilangan bulat), bukan perkiraan. Kegiatan yang sama poin dan biayanya dibagi rata menurut banyaknya pegawai yang masih terbuka, sehingga tidak ada unit yang dipilih-pilih; siapa yang berangkat diputuskan oleh unit.",
    )


def title(facts: Facts, w: Writer) -> str:
    """What the chart of actions shows."""
    plan = known(facts.menuju_target)
    message = (
        N_("{jumlah:i} kegiatan dari {tersedia:i} yang terbuka membawa indeks dari {dari:n} ke {ke:n}")
        if chosen(plan.tindakan)
        else N_("{tersedia:i} kegiatan masih terbuka; tidak satu pun diperlukan untuk target ini")
    )
    return w(
        message,
        jumlah=chosen(plan.tindakan),
        tersedia=available(plan.tindakan),
        dari=plan.indeks,
        ke=plan.indeks_sesudah,
    )


def curve_title(facts: Facts, w: Writer) -> str:
    """What the chart of costs shows: what the first and the last shown point of index cost."""
    first, last = steps(facts)[0], steps(facts)[-1]
    return w(
        N_("Makin tinggi targetnya, makin mahal tiap poin: dari {murah:i} menjadi {mahal:i} satuan biaya per poin")
        if w.integer(last) != w.integer(first)
        else N_("Setiap poin indeks berbiaya sekitar {murah:i} satuan"),
        murah=first,
        mahal=last,
    )


def curve_points(facts: Facts) -> list[tuple[float, float]]:
    """Index and least cost along the curve, from today's index (cost 0) upwards."""
    plan = known(facts.menuju_target)
    higher = [(row.indeks_sesudah, row.biaya) for row in plan.kurva if row.target > plan.indeks]
    return [(plan.indeks, 0.0), *higher]


def steps(facts: Facts) -> list[float]:
    """Cost of one point of the index on each stretch of the curve."""
    points = curve_points(facts)
    return [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(points)]
