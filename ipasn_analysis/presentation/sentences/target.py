"""The sentences about the way to the target: reached, the cheapest plan, or how far the open actions lead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ipasn_analysis.presentation.locale import Locale
from ipasn_analysis.presentation.words import ITEMS, label, listed, say

Facts = dict[str, Any]
Actions = Sequence[dict[str, Any]]
IN_A_SENTENCE = {
    "diklat_kepemimpinan": "diklat kepemimpinan",
    "diklat_fungsional": "diklat fungsional",
    "diklat_teknis": "diklat teknis",
    "seminar": "seminar atau sejenisnya",
    "pengembangan": "pengembangan sedikitnya 20 JP",
}


def none(facts: Facts, locale: Locale) -> str:
    """Why no way to the target is computed."""
    if facts["target"] is None:
        return say(
            locale,
            "Untuk tahun {tahun} tidak ada target dalam parameter wilayah ini, sehingga jalan menuju target tidak "
            "dihitung. Target diisi dalam params/{wilayah}.yaml, kunci target.",
            tahun=facts["tahun"],
            wilayah=facts["region"],
        )
    return say(
        locale,
        "Target {tahun} adalah {target}. Nilai siap pakai tidak menunjukkan kegiatan apa yang masih terbuka bagi "
        "pegawai, "
        "sehingga jalan menuju target tidak dihitung.",
        tahun=facts["tahun"],
        target=locale.number(facts["target"]),
    )


def is_reached(plan: dict[str, Any]) -> bool:
    """Whether nothing needs to be done."""
    return bool(plan["indeks"] >= plan["target"])


def chosen(actions: Actions) -> int:
    """Actions that the plan takes, without withheld ones."""
    return sum(row["jumlah"] or 0 for row in actions)


def available(actions: Actions) -> int:
    """Actions that are open, without withheld ones."""
    return sum(row["tersedia"] or 0 for row in actions)


def headline(facts: Facts, locale: Locale) -> str:
    """The target, the gap, and the plan that closes it or comes nearest."""
    plan = facts["menuju_target"]
    if is_reached(plan):
        return say(
            locale,
            "Target {tahun} sebesar {target} sudah tercapai: indeks {indeks}, kelebihan {poin} poin. Tidak ada "
            "kegiatan yang "
            "diperlukan untuk target ini.",
            tahun=facts["tahun"],
            target=locale.number(plan["target"]),
            indeks=locale.number(plan["indeks"]),
            poin=locale.number(plan["indeks"] - plan["target"]),
        )
    gap = say(
        locale,
        "Target {tahun} sebesar {target} masih kurang {poin} poin.",
        tahun=facts["tahun"],
        target=locale.number(plan["target"]),
        poin=locale.number(plan["target"] - plan["indeks"]),
    )
    return f"{gap} {_feasible(plan, locale) if plan['dapat_dicapai'] else _infeasible(plan, locale)}"


def _feasible(plan: dict[str, Any], locale: Locale) -> str:
    return say(
        locale,
        "Jalan termurah: {jumlah} kegiatan, yaitu {daftar}; biayanya {biaya} satuan dan indeks menjadi {sesudah}. Itu "
        "{bagian} dari kegiatan yang masih terbuka.",
        jumlah=locale.integer(chosen(plan["tindakan"])),
        daftar=by_item(plan["tindakan"], locale),
        biaya=amount(plan["biaya"], locale),
        sesudah=locale.number(plan["indeks_sesudah"]),
        bagian=locale.share(chosen(plan["tindakan"]) / max(1, available(plan["tindakan"])), 0),
    )


def _infeasible(plan: dict[str, Any], locale: Locale) -> str:
    done = chosen(plan["tindakan"])
    missing = locale.number(plan["target"] - plan["indeks_sesudah"])
    if not done:
        return say(
            locale,
            "Target itu tidak dapat dicapai dengan diklat dan seminar: tidak ada kegiatan yang masih terbuka. "
            "Sisanya hanya "
            "dapat datang dari pendidikan, penilaian kinerja, dan catatan yang dilengkapi.",
        )
    return say(
        locale,
        "Target itu tidak dapat dicapai dengan diklat dan seminar yang masih terbuka. Yang terbaik: {jumlah} "
        "kegiatan, yaitu "
        "{daftar}, dengan biaya {biaya} satuan; indeks menjadi {sesudah} dan masih kurang {poin} poin. Sisanya hanya "
        "dapat "
        "datang dari pendidikan, penilaian kinerja, dan catatan yang dilengkapi.",
        jumlah=locale.integer(done),
        daftar=by_item(plan["tindakan"], locale),
        biaya=amount(plan["biaya"], locale),
        sesudah=locale.number(plan["indeks_sesudah"]),
        poin=missing,
    )


def by_item(actions: Actions, locale: Locale) -> str:
    """How many of each item are chosen: ``812 diklat teknis dan 154 seminar atau sejenisnya``."""
    counts = {name: chosen([row for row in actions if row["tindakan"] == name]) for name in items(actions)}
    parts = [
        say(locale, "{jumlah} {butir}", jumlah=locale.integer(count), butir=label(locale, IN_A_SENTENCE, name))
        for name, count in counts.items()
        if count
    ]
    return listed(locale, parts)


def items(actions: Actions) -> list[str]:
    """The items that occur, in the order of the instrument."""
    found = dict.fromkeys(row["tindakan"] for row in actions)
    return sorted(found, key=lambda name: list(ITEMS).index(name) if name in ITEMS else len(ITEMS))


def amount(cost: float, locale: Locale) -> str:
    """A cost, with decimals only where it has any."""
    return locale.integer(cost) if float(cost).is_integer() else locale.number(cost)


def costs(facts: Facts, locale: Locale) -> str:
    """What the costs mean and where one's own are entered."""
    message = (
        "Semua kegiatan berbiaya sama, jadi “termurah” berarti kegiatan paling sedikit. Isi biaya dan kapasitas "
        "sendiri dalam "
        "params/{wilayah}.yaml, kunci costs dan capacities, agar rencananya mengikuti anggaran yang sebenarnya."
        if facts["menuju_target"]["biaya_seragam"]
        else "Biaya satuan dan kapasitas berasal dari params/{wilayah}.yaml, kunci costs dan capacities; ubah di "
        "sana bila anggaran "
        "berubah."
    )
    return say(locale, message, wilayah=facts["region"])


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
    plan = facts["menuju_target"]
    message = (
        "{jumlah} kegiatan dari {tersedia} yang terbuka membawa indeks dari {dari} ke {ke}"
        if chosen(plan["tindakan"])
        else "{tersedia} kegiatan masih terbuka; tidak satu pun diperlukan untuk target ini"
    )
    return say(
        locale,
        message,
        jumlah=locale.integer(chosen(plan["tindakan"])),
        tersedia=locale.integer(available(plan["tindakan"])),
        dari=locale.number(plan["indeks"]),
        ke=locale.number(plan["indeks_sesudah"]),
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
    plan = facts["menuju_target"]
    higher = [(row["indeks_sesudah"], row["biaya"]) for row in plan["kurva"] if row["target"] > plan["indeks"]]
    return [(plan["indeks"], 0.0), *higher]


def steps(facts: Facts) -> list[float]:
    """Cost of one point of the index on each stretch of the curve."""
    points = curve_points(facts)
    return [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(points)]
