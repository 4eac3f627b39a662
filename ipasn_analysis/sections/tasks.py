"""What to do first: the sentences of the summary that say which training, which units and which records are worth most."""

from __future__ import annotations

from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.sections import official, opening
from ipasn_analysis.sections.common import shown_governments, shown_units
from ipasn_analysis.sections.governments import has_fallen
from ipasn_analysis.sections.target import unit_of_cost
from ipasn_analysis.writing.words import DIMENSIONS, ITEM_WORDS, ITEMS, POSTS, RECORDS
from ipasn_analysis.writing.writer import N_, Value, Writer

Scored = tuple[float, str]
THINGS = 3
NAMED = 3
STEPS = 2
LASTING = ("diklat_fungsional",)
"""Items that many must have, and that by the records stay when the year ends."""


def tasks(facts: Facts, w: Writer) -> list[str]:
    """Three things to do: the largest steps of the plan, who is furthest behind, and the records to complete.

    Where one of them has nothing to say, the items that are open to most people take its place.
    """
    steps = _steps(facts, w)
    behind = _lowest_governments(facts, w) if facts.tingkat == "provinsi" else _furthest_behind(facts, w)
    records = _records(facts, w) if facts.catatan_sendiri is None else _absent_in_siasn(facts, w)
    found = [*steps, *behind, *records[:1]]
    more = records[1:] + ([] if steps or facts.catatan_sendiri or opening.is_closed(facts) else _items(facts, w))
    more.sort(key=lambda pair: -pair[0])
    lasting = _lasting(facts, w) if facts.catatan_sendiri is not None else []
    return [text for _, text in [*found, *more, *lasting][:THINGS]]


def _lasting(facts: Facts, w: Writer) -> list[Scored]:
    """Beside official scores: training that is missing by the records, and records that are empty."""
    found = [
        w(
            "{butir}: jadwalkan bagi {jumlah:i} pegawai yang menurut catatan wajib memenuhinya dan belum memilikinya.",
            butir=w.label(ITEMS, item.butir),
            jumlah=item.belum,
        )
        for item in facts.rincian.butir or ()
        if item.butir in LASTING and item.belum
    ]
    empty = [row for row in facts.mutu_data.kelengkapan if row.tanpa]
    found += [
        w(
            "{butir}: lengkapi catatan {jumlah:i} pegawai yang masih kosong.",
            butir=w.label(RECORDS, row.butir),
            jumlah=row.tanpa,
        )
        for row in sorted(empty, key=lambda row: -known(row.tanpa))
    ]
    return [(0.0, text) for text in found]


def _steps(facts: Facts, w: Writer) -> list[Scored]:
    """The parts of the cheapest plan that are worth most, with the people, the points and the cost of the whole.

    When the year is over, what is worth most in the next.
    """
    plan = facts.menuju_target
    if opening.is_closed(facts):
        found = opening.first_steps(facts, w)
        return [found] if found else []
    if plan is None:
        return []
    if facts.sumber_nilai == "resmi" and facts.catatan_sendiri is None:
        text = official.first(facts, w)
        return [(0.0, text)] if text else []
    rows = sorted((row for row in plan.per_jabatan if row.jumlah), key=lambda row: -row.poin_indeks)
    if not rows:
        return []
    named = [
        w(
            N_("{butir} bagi {jumlah:i} pegawai {jabatan} ({poin:+} poin)")
            if row.jenis_jabatan is not None
            else N_("{butir} bagi {jumlah:i} pegawai ({poin:+} poin)"),
            butir=w.label(ITEM_WORDS, row.tindakan),
            jumlah=row.jumlah,
            jabatan=w.label(POSTS, row.jenis_jabatan).lower(),
            poin=row.poin_indeks,
        )
        for row in rows[:STEPS]
    ]
    text = w(
        N_(
            "Dahulukan {daftar}. Cara termurah untuk mencapai target memerlukan {kegiatan:i} kegiatan dengan biaya {biaya:a} {satuan}."
        )
        if plan.dapat_dicapai
        else N_(
            "Dahulukan {daftar}. Semua kegiatan yang terbuka ({kegiatan:i} kegiatan, biaya {biaya:a} {satuan}) belum cukup untuk mencapai target."
        ),
        daftar=w.join(named),
        kegiatan=plan.dipilih,
        biaya=plan.biaya,
        satuan=unit_of_cost(plan, w),
    )
    return [(rows[0].poin_indeks, text)]


def _furthest_behind(facts: Facts, w: Writer) -> list[Scored]:
    """The units clearly below the mean, of these the ones that lack most by their size, with what they weigh together.

    A large unit at the mean lacks much because it is large: what counts is its shortfall beyond its share of the staff.
    """
    total, mean = facts.pegawai.diukur, facts.indeks
    below = [row for row in shown_units(facts) if row.putusan == "di_bawah"]
    first = sorted(below, key=lambda row: (-(mean - row.indeks) * row.diukur, row.nama))[:NAMED]
    if not first:
        return []
    values: dict[str, Value] = {
        "daftar": w.join([w("{nama} ({indeks:n})", nama=row.nama, indeks=row.indeks) for row in first]),
        "pegawai": sum(row.diukur for row in first) / total,
    }
    weight = sum((mean - row.indeks) * row.diukur for row in first) / total
    if facts.target is None or mean >= facts.target:
        return [(weight, w("Dampingi {daftar}: jelas di bawah rata-rata, dengan {pegawai:%} pegawai.", **values))]
    lacking = sum(known(row.kekurangan) for row in first) / (facts.target - mean)
    text = w(
        N_(
            "Dampingi {daftar}: jelas di bawah rata-rata, dengan {pegawai:%} pegawai dan {kekurangan:%} kekurangan terhadap target."
        )
        if lacking < 1
        else N_(
            "Dampingi {daftar}: jelas di bawah rata-rata, dengan {pegawai:%} pegawai; tanpa kekurangannya target {target:n} tercapai."
        ),
        target=facts.target,
        kekurangan=lacking,
        **values,
    )
    return [(weight, text)]


def _lowest_governments(facts: Facts, w: Writer) -> list[Scored]:
    """Of a territory: the governments furthest below the target, and those that fell by more than chance explains."""
    shown = shown_governments(facts)
    lowest = sorted(shown, key=lambda row: row.indeks)[:NAMED]
    below = [row for row in lowest if facts.target is None or row.indeks < facts.target]
    if not below or len(shown) <= NAMED:
        return []
    names = [w("{nama} ({indeks:n})", nama=row.nama, indeks=row.indeks) for row in below]
    text = w("Dampingi pemerintah daerah dengan indeks terendah: {daftar}.", daftar=w.join(names))
    fallen = {row.nama: known(row.perubahan) for row in shown if has_fallen(row, w)}
    if fallen:
        falls = [
            w("{nama} ({poin:+} poin)", nama=name, poin=points)
            for name, points in sorted(fallen.items(), key=lambda pair: pair[1])[:NAMED]
        ]
        text += " " + w("Mintakan penjelasan atas penurunan: {daftar}.", daftar=w.join(falls))
    return [(0.0, text)]


def _records(facts: Facts, w: Writer) -> list[Scored]:
    """The records to complete, most points first."""
    quality = facts.mutu_data
    found = []
    for row in quality.kelengkapan:
        points = quality.per_butir.get(row.butir)
        if row.tanpa and points and not w.is_zero(points):
            text = w(
                "{butir}: lengkapi catatan {jumlah:i} pegawai; indeks dapat naik hingga {poin:n} poin.",
                butir=w.label(RECORDS, row.butir),
                jumlah=row.tanpa,
                poin=points,
            )
            found.append((points, text))
    for note in quality.catatan:
        if note.jenis == "jam" and note.jumlah and note.poin and not w.is_zero(note.poin):
            text = w(
                "Diklat teknis: isikan jumlah jam pelajaran {jumlah:i} pegawai; hingga {poin:n} poin bergantung padanya.",
                jumlah=note.jumlah,
                poin=note.poin,
            )
            found.append((note.poin, text))
    return sorted(found, key=lambda pair: -pair[0])


def _absent_in_siasn(facts: Facts, w: Writer) -> list[Scored]:
    """The records that SIASN lacks, by dimension, most points first."""
    rows = () if facts.rekonsiliasi is None else facts.rekonsiliasi.sebab
    found = [
        (
            -row.poin,
            w(
                "{dimensi}: catatan {jumlah:i} pegawai tampaknya belum ada di SIASN; bila diakui, indeks resmi naik hingga {poin:n} poin.",
                dimensi=w.label(DIMENSIONS, row.dimensi),
                jumlah=row.orang,
                poin=-row.poin,
            ),
        )
        for row in rows
        if row.sebab == "tidak_di_siasn" and row.poin is not None and row.poin < 0 and not w.is_zero(row.poin)
    ]
    return sorted(found, key=lambda pair: -pair[0])


def _items(facts: Facts, w: Writer) -> list[Scored]:
    """The items that people lack, by what they are worth if everybody had them."""
    found = []
    for item in facts.rincian.butir or ():
        if item.belum and item.poin_terbuka and not w.is_zero(item.poin_terbuka):
            text = w(
                "{butir}: {jumlah:i} pegawai belum memenuhi; bila semuanya dipenuhi, indeks naik {poin:n} poin.",
                butir=w.label(ITEMS, item.butir),
                jumlah=item.belum,
                poin=item.poin_terbuka,
            )
            found.append((item.poin_terbuka, text))
    return found
