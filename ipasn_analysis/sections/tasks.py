"""What to do first: the sentences of the summary that say which training, which units and which records are worth most."""

from __future__ import annotations

from ipasn_analysis.facts.plan import post_rows
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.sections import official
from ipasn_analysis.sections.target import IN_A_SENTENCE, unit_of_cost
from ipasn_analysis.writing.words import ITEMS, POSTS, RECORDS
from ipasn_analysis.writing.writer import N_, Writer

Scored = tuple[float, str]
THINGS = 3
NAMED = 3
STEPS = 2


def tasks(facts: Facts, w: Writer) -> list[str]:
    """Three things to do: the largest steps of the plan, who is furthest behind, and the records to complete.

    Where one of them has nothing to say, the items that are open to most people take its place.
    """
    steps = _steps(facts, w)
    behind = _lowest_governments(facts, w) if facts.tingkat == "provinsi" else _heaviest_units(facts, w)
    found = [*steps, *behind, *_records(facts, w)[:1]]
    more = _records(facts, w)[1:] + ([] if steps else _items(facts, w))
    more.sort(key=lambda pair: -pair[0])
    return [text for _, text in [*found, *more][:THINGS]]


def _steps(facts: Facts, w: Writer) -> list[Scored]:
    """The parts of the cheapest plan that are worth most, with the people, the points and the cost of the whole."""
    plan = facts.menuju_target
    if plan is None:
        return []
    if facts.sumber_nilai == "resmi":
        text = official.first(facts, w)
        return [(0.0, text)] if text else []
    rows = sorted((row for row in post_rows(facts) if row.jumlah), key=lambda row: -row.indeks)
    if not rows:
        return []
    named = [
        w(
            N_("{butir} bagi {jumlah:i} pegawai {jabatan} ({poin:+} poin)")
            if row.jenis_jabatan is not None
            else N_("{butir} bagi {jumlah:i} pegawai ({poin:+} poin)"),
            butir=w.label(IN_A_SENTENCE, row.tindakan),
            jumlah=row.jumlah,
            jabatan=w.label(POSTS, row.jenis_jabatan).lower(),
            poin=row.indeks,
        )
        for row in rows[:STEPS]
    ]
    text = w(
        N_(
            "Dahulukan {daftar}. Jalan termurah ke target seluruhnya {kegiatan:i} kegiatan dengan biaya {biaya:a} {satuan}."
        )
        if plan.indeks_sesudah >= plan.target
        else N_(
            "Dahulukan {daftar}. Semua kegiatan yang ditampilkan ({kegiatan:i} kegiatan, biaya {biaya:a} {satuan}) belum cukup untuk mencapai target."
        ),
        daftar=w.join(named),
        kegiatan=sum(row.jumlah for row in rows),
        biaya=plan.biaya,
        satuan=unit_of_cost(plan, w),
    )
    return [(rows[0].indeks, text)]


def _heaviest_units(facts: Facts, w: Writer) -> list[Scored]:
    """The units whose distance to the target weighs most by their size."""
    total = facts.pegawai.diukur
    weighed = sorted(
        ((row.kekurangan / total, row.nama) for row in facts.perangkat_daerah if row.di_bawah_target), reverse=True
    )
    if not weighed:
        return []
    names = [w("{nama} ({poin:n} poin)", nama=name, poin=points) for points, name in weighed[:NAMED]]
    text = w("Mulai dari unit yang paling berbobot dalam kekurangan terhadap target: {daftar}.", daftar=w.join(names))
    return [(weighed[0][0], text)]


def _lowest_governments(facts: Facts, w: Writer) -> list[Scored]:
    """Of a territory: the governments furthest below the target, and those that fell."""
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    lowest = sorted(shown, key=lambda row: row.indeks)[:NAMED]
    below = [row for row in lowest if facts.target is None or row.indeks < facts.target]
    if not below or len(shown) <= NAMED:
        return []
    names = [w("{nama} ({indeks:n})", nama=row.nama, indeks=row.indeks) for row in below]
    text = w("Dampingi pemerintah yang paling rendah: {daftar}.", daftar=w.join(names))
    changes = {row.nama: row.perubahan for row in shown if row.perubahan is not None}
    fallen = {name: points for name, points in changes.items() if points < 0 and w.number(-points) != w.number(0)}
    if fallen:
        falls = [
            w("{nama} ({poin:+} poin)", nama=name, poin=points)
            for name, points in sorted(fallen.items(), key=lambda pair: pair[1])[:NAMED]
        ]
        text += " " + w("Tanyakan sebab penurunan: {daftar}.", daftar=w.join(falls))
    return [(0.0, text)]


def _records(facts: Facts, w: Writer) -> list[Scored]:
    """The records to complete, most points first."""
    quality = facts.mutu_data
    found = []
    for row in quality.kelengkapan:
        points = quality.per_butir.get(row.butir)
        if row.tanpa and points:
            text = w(
                "{butir}: lengkapi catatan {jumlah:i} pegawai; hingga {poin:n} poin bergantung padanya.",
                butir=w.label(RECORDS, row.butir),
                jumlah=row.tanpa,
                poin=points,
            )
            found.append((points, text))
    for note in quality.catatan:
        if note.jenis == "jam" and note.jumlah and note.poin:
            text = w(
                "Diklat teknis: isikan jumlah jam pelajaran {jumlah:i} pegawai; hingga {poin:n} poin bergantung padanya.",
                jumlah=note.jumlah,
                poin=note.poin,
            )
            found.append((note.poin, text))
    return sorted(found, key=lambda pair: -pair[0])


def _items(facts: Facts, w: Writer) -> list[Scored]:
    """The items that people lack, by what they are worth if everybody had them."""
    found = []
    for item in facts.rincian.butir or ():
        if item.poin_terbuka and not item.disembunyikan:
            text = w(
                "{butir}: {jumlah:i} pegawai belum memenuhi; bila semuanya dipenuhi, indeks naik {poin:n} poin.",
                butir=w.label(ITEMS, item.butir),
                jumlah=known(item.berlaku) - known(item.punya) - known(item.tidak_diketahui),
                poin=item.poin_terbuka,
            )
            found.append((item.poin_terbuka, text))
    return found
