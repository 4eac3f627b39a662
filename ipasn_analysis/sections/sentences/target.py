"""The sentences about the way to the target: reached, the cheapest plan, or how far the open actions lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.facts.model.target import MenujuTarget, Tindakan
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import ITEMS, POSTS, label, listed, say

Actions = Sequence[Tindakan]
IN_A_SENTENCE = {
    "diklat_kepemimpinan": "diklat kepemimpinan",
    "diklat_fungsional": "diklat fungsional",
    "diklat_teknis": "diklat teknis",
    "seminar": "seminar atau sejenisnya",
    "pengembangan": "pengembangan sedikitnya 20 JP",
}

JOINED = "(unit lain)"


def is_closed(facts: Facts) -> bool:
    """Whether the snapshot is of the day by which the target had to be reached, or later."""
    return facts.per_tanggal >= facts.kemungkinan_target.batas


def none(facts: Facts, locale: Locale) -> str:
    """Why no way to the target is computed."""
    if facts.target is None:
        return say(
            locale,
            "Untuk tahun {tahun} tidak ada target dalam parameter wilayah ini, sehingga jalan menuju target tidak "
            "dihitung.",
            tahun=facts.tahun,
        )
    return say(
        locale,
        "Target {tahun} adalah {target}. Nilai siap pakai tidak menunjukkan kegiatan apa yang masih terbuka bagi "
        "pegawai, "
        "sehingga jalan menuju target tidak dihitung.",
        tahun=facts.tahun,
        target=locale.number(facts.target),
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


def headline(facts: Facts, locale: Locale) -> str:
    """The target, the gap, and the plan that closes it or comes nearest."""
    plan = known(facts.menuju_target)
    if is_reached(plan):
        return say(
            locale,
            "Target {tahun} sebesar {target} sudah tercapai: indeks {indeks}, kelebihan {poin} poin. Tidak ada "
            "kegiatan yang "
            "diperlukan untuk target ini.",
            tahun=facts.tahun,
            target=locale.number(plan.target),
            indeks=locale.number(plan.indeks),
            poin=locale.number(plan.indeks - plan.target),
        )
    gap = say(
        locale,
        "Target {tahun} sebesar {target} masih kurang {poin} poin.",
        tahun=facts.tahun,
        target=locale.number(plan.target),
        poin=locale.number(plan.target - plan.indeks),
    )
    return f"{gap} {_feasible(plan, locale) if plan.indeks_sesudah >= plan.target else _infeasible(plan, locale)}"


def _feasible(plan: MenujuTarget, locale: Locale) -> str:
    return say(
        locale,
        "Jalan termurah: {jumlah} kegiatan, yaitu {daftar}; biayanya {biaya} satuan dan indeks menjadi {sesudah}. Itu "
        "{bagian} dari kegiatan yang masih terbuka."
        if plan.lengkap
        else "Jalan termurah dengan kegiatan yang ditampilkan: {jumlah} kegiatan, yaitu {daftar}; biayanya {biaya} "
        "satuan dan indeks menjadi {sesudah}. Itu {bagian} dari kegiatan yang ditampilkan.",
        jumlah=locale.integer(chosen(plan.tindakan)),
        daftar=by_item(plan.tindakan, locale),
        biaya=amount(plan.biaya, locale),
        sesudah=locale.number(plan.indeks_sesudah),
        bagian=locale.share(chosen(plan.tindakan) / max(1, available(plan.tindakan)), 0),
    )


def _infeasible(plan: MenujuTarget, locale: Locale) -> str:
    """How far the actions lead that are open and shown; whether all that are open would be enough."""
    if plan.dapat_dicapai:
        verdict = say(
            locale,
            "Target itu dapat dicapai, tetapi tidak dengan kegiatan yang dapat ditampilkan saja: sebagian terbuka bagi "
            "terlalu sedikit pegawai dan disembunyikan.",
        )
    elif chosen(plan.tindakan):
        verdict = say(locale, "Target itu tidak dapat dicapai dengan diklat dan seminar yang masih terbuka.")
    else:
        verdict = say(
            locale,
            "Target itu tidak dapat dicapai dengan diklat dan seminar: tidak ada kegiatan yang masih terbuka."
            if plan.lengkap
            else "Target itu tidak dapat dicapai dengan diklat dan seminar: yang masih terbuka hanya bagi sedikit pegawai.",
        )
    return " ".join(filter(None, [verdict, _best(plan, locale), _otherwise(plan, locale)]))


def _best(plan: MenujuTarget, locale: Locale) -> str:
    """What the actions that are shown would give."""
    if not (done := chosen(plan.tindakan)):
        return ""
    return say(
        locale,
        "Yang terbaik: {jumlah} kegiatan, yaitu {daftar}, dengan biaya {biaya} satuan; indeks menjadi {sesudah} dan "
        "masih kurang {poin} poin."
        if plan.lengkap
        else "Yang terbaik dengan kegiatan yang ditampilkan: {jumlah} kegiatan, yaitu {daftar}, dengan biaya {biaya} "
        "satuan; indeks menjadi {sesudah} dan masih kurang {poin} poin.",
        jumlah=locale.integer(done),
        daftar=by_item(plan.tindakan, locale),
        biaya=amount(plan.biaya, locale),
        sesudah=locale.number(plan.indeks_sesudah),
        poin=locale.number(plan.target - plan.indeks_sesudah),
    )


def _otherwise(plan: MenujuTarget, locale: Locale) -> str:
    """Where the rest must come from, if training cannot bring it."""
    if plan.dapat_dicapai:
        return ""
    return say(locale, "Sisanya hanya dapat datang dari pendidikan, penilaian kinerja, dan catatan yang dilengkapi.")


def by_item(actions: Actions, locale: Locale) -> str:
    """How many of each item are chosen: ``812 diklat teknis dan 154 seminar atau sejenisnya``."""
    counts = {name: chosen([row for row in actions if row.tindakan == name]) for name in items(actions)}
    parts = [
        say(locale, "{jumlah} {butir}", jumlah=locale.integer(count), butir=label(locale, IN_A_SENTENCE, name))
        for name, count in counts.items()
        if count
    ]
    return listed(locale, parts)


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


def amount(cost: float, locale: Locale) -> str:
    """A cost, with decimals only where it has any."""
    return locale.integer(cost) if float(cost).is_integer() else locale.number(cost)


def costs(facts: Facts, locale: Locale) -> str:
    """What the costs mean."""
    if known(facts.menuju_target).biaya_seragam:
        return say(
            locale,
            "Semua kegiatan dianggap berbiaya sama, jadi “termurah” berarti kegiatan paling sedikit. Dengan biaya dan "
            "kapasitas yang sebenarnya urutannya dapat berubah.",
        )
    return say(locale, "Biaya satuan dan kapasitas adalah yang ditetapkan dalam parameter wilayah ini.")


def afterwards(facts: Facts, locale: Locale) -> str:
    """Of a year that is over: that the plan is what was missing, and which actions still count in the next."""
    plan = known(facts.menuju_target)
    if not is_closed(facts) or is_reached(plan) or not chosen(plan.tindakan):
        return ""
    windows = {name: plan.jendela.get(name) for name in items(plan.tindakan)}

    def named(fits: Callable[[int | None], bool]) -> str:
        return listed(locale, [label(locale, IN_A_SENTENCE, name) for name, years in windows.items() if fits(years)])

    always, longer, anew = (named(fits) for fits in (lambda years: years is None, bool, lambda years: years == 0))
    parts = [say(locale, "{daftar} tetap dihitung", daftar=always)] if always else []
    parts += [say(locale, "{daftar} yang diikuti tahun ini masih dihitung", daftar=longer)] if longer else []
    parts += [say(locale, "{daftar} dihitung lagi dari nol mulai 1 Januari", daftar=anew)] if anew else []
    return say(
        locale,
        "Tanggal batas {batas} sudah lewat, jadi inilah yang kurang pada tahun {tahun}, bukan rencana yang masih dapat "
        "mengubahnya. Untuk tahun {depan}: {daftar}.",
        batas=locale.date(facts.kemungkinan_target.batas),
        tahun=facts.tahun,
        depan=facts.tahun + 1,
        daftar=listed(locale, parts),
    )


def elsewhere(facts: Facts, locale: Locale) -> str:
    """How much of the plan lies in units that are not shown by name; nothing where none does."""
    actions = known(facts.menuju_target).tindakan
    joined, taken = chosen([row for row in actions if row.perangkat_daerah == JOINED]), chosen(actions)
    if not joined:
        return ""
    return say(
        locale,
        "{jumlah} dari {semua} kegiatan yang dipilih ({bagian}) berada di unit yang terlalu sedikit pegawainya untuk "
        "ditampilkan satu per satu; pembagiannya ada dalam daftar internal yang rahasia, bukan dalam laporan ini.",
        jumlah=locale.integer(joined),
        semua=locale.integer(taken),
        bagian=locale.share(joined / taken, 0),
    )


def are_mostly_named(facts: Facts) -> bool:
    """Whether at least half of the plan's actions stand under the name of a unit."""
    actions = known(facts.menuju_target).tindakan
    return 2 * chosen([row for row in actions if row.perangkat_daerah == JOINED]) <= chosen(actions)


def method(locale: Locale) -> str:
    """How the plan is found and what it promises."""
    return say(
        locale,
        "Rencana ini optimum eksak (program bilangan bulat), bukan perkiraan. Kegiatan yang sama poin dan biayanya "
        "dibagi rata "
        "menurut banyaknya pegawai yang masih terbuka, sehingga tidak ada unit yang dipilih-pilih; siapa yang "
        "berangkat "
        "diputuskan oleh unit.",
    )


def title(facts: Facts, locale: Locale) -> str:
    """What the chart of actions shows."""
    plan = known(facts.menuju_target)
    message = (
        "{jumlah} kegiatan dari {tersedia} yang terbuka membawa indeks dari {dari} ke {ke}"
        if chosen(plan.tindakan)
        else "{tersedia} kegiatan masih terbuka; tidak satu pun diperlukan untuk target ini"
    )
    return say(
        locale,
        message,
        jumlah=locale.integer(chosen(plan.tindakan)),
        tersedia=locale.integer(available(plan.tindakan)),
        dari=locale.number(plan.indeks),
        ke=locale.number(plan.indeks_sesudah),
    )


def curve_title(facts: Facts, locale: Locale) -> str:
    """What the chart of costs shows: what the first and the last shown point of index cost."""
    first, last = steps(facts)[0], steps(facts)[-1]
    return say(
        locale,
        "Makin tinggi targetnya, makin mahal tiap poin: dari {murah} menjadi {mahal} satuan biaya per poin"
        if locale.integer(last) != locale.integer(first)
        else "Setiap poin indeks berbiaya sekitar {murah} satuan",
        murah=locale.integer(first),
        mahal=locale.integer(last),
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
