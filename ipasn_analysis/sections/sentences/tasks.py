"""What to do first: the sentences of the summary that say which training, which units and which records are worth most."""

from __future__ import annotations

from ipasn_analysis.facts.model.parts import known
from ipasn_analysis.facts.model.result import Facts
from ipasn_analysis.sections.sentences import target
from ipasn_analysis.writing.locale import Locale
from ipasn_analysis.writing.words import ITEMS, POSTS, RECORDS, label, listed, say

Scored = tuple[float, str]
THINGS = 3
NAMED = 3
STEPS = 2


def tasks(facts: Facts, locale: Locale) -> list[str]:
    """Three things to do: the largest steps of the plan, who is furthest behind, and the records to complete.

    Where one of them has nothing to say, the items that are open to most people take its place.
    """
    steps = _steps(facts, locale)
    behind = _lowest_governments(facts, locale) if facts.tingkat == "provinsi" else _heaviest_units(facts, locale)
    found = [*steps, *behind, *_records(facts, locale)[:1]]
    more = _records(facts, locale)[1:] + ([] if steps else _items(facts, locale))
    more.sort(key=lambda pair: -pair[0])
    return [text for _, text in [*found, *more][:THINGS]]


def _steps(facts: Facts, locale: Locale) -> list[Scored]:
    """The parts of the cheapest plan that are worth most, with the people, the points and the cost of the whole."""
    plan = facts.menuju_target
    if plan is None:
        return []
    rows = sorted((row for row in target.post_rows(facts) if row.jumlah), key=lambda row: -row.indeks)
    if not rows:
        return []
    named = [
        say(
            locale,
            "{butir} bagi {jumlah} pegawai {jabatan} ({poin} poin)"
            if row.jenis_jabatan is not None
            else "{butir} bagi {jumlah} pegawai ({poin} poin)",
            butir=label(locale, target.IN_A_SENTENCE, row.tindakan),
            jumlah=locale.integer(row.jumlah),
            jabatan=label(locale, POSTS, row.jenis_jabatan).lower(),
            poin=locale.signed(row.indeks),
        )
        for row in rows[:STEPS]
    ]
    text = say(
        locale,
        "Dahulukan {daftar}. Jalan termurah ke target seluruhnya {kegiatan} kegiatan dengan biaya {biaya} satuan."
        if plan.indeks_sesudah >= plan.target
        else "Dahulukan {daftar}. Semua kegiatan yang ditampilkan ({kegiatan} kegiatan, biaya {biaya} satuan) belum cukup untuk mencapai target.",
        daftar=listed(locale, named),
        kegiatan=locale.integer(sum(row.jumlah for row in rows)),
        biaya=target.amount(plan.biaya, locale),
    )
    return [(rows[0].indeks, text)]


def _heaviest_units(facts: Facts, locale: Locale) -> list[Scored]:
    """The units whose distance to the target weighs most by their size."""
    total = facts.pegawai.diukur
    weighed = sorted(
        ((row.kekurangan / total, row.nama) for row in facts.perangkat_daerah if row.di_bawah_target), reverse=True
    )
    if not weighed:
        return []
    names = [
        say(locale, "{nama} ({poin} poin)", nama=name, poin=locale.number(points)) for points, name in weighed[:NAMED]
    ]
    text = say(
        locale,
        "Mulai dari unit yang paling berbobot dalam kekurangan terhadap target: {daftar}.",
        daftar=listed(locale, names),
    )
    return [(weighed[0][0], text)]


def _lowest_governments(facts: Facts, locale: Locale) -> list[Scored]:
    """Of a territory: the governments furthest below the target, and those that fell."""
    shown = [row for row in facts.peringkat_pemerintah if not row.disembunyikan]
    lowest = sorted(shown, key=lambda row: row.indeks)[:NAMED]
    below = [row for row in lowest if facts.target is None or row.indeks < facts.target]
    if not below or len(shown) <= NAMED:
        return []
    names = [say(locale, "{nama} ({indeks})", nama=row.nama, indeks=locale.number(row.indeks)) for row in below]
    text = say(locale, "Dampingi pemerintah yang paling rendah: {daftar}.", daftar=listed(locale, names))
    changes = {row.nama: row.perubahan for row in shown if row.perubahan is not None}
    fallen = {
        name: points for name, points in changes.items() if points < 0 and locale.number(-points) != locale.number(0)
    }
    if fallen:
        falls = [
            say(locale, "{nama} ({poin} poin)", nama=name, poin=locale.signed(points))
            for name, points in sorted(fallen.items(), key=lambda pair: pair[1])[:NAMED]
        ]
        text += " " + say(locale, "Tanyakan sebab penurunan: {daftar}.", daftar=listed(locale, falls))
    return [(0.0, text)]


def _records(facts: Facts, locale: Locale) -> list[Scored]:
    """The records to complete, most points first."""
    quality = facts.mutu_data
    if quality is None:
        return []
    found = []
    for row in quality.kelengkapan:
        points = quality.per_butir.get(row.butir)
        if row.tanpa and points:
            text = say(
                locale,
                "{butir}: lengkapi catatan {jumlah} pegawai; hingga {poin} poin bergantung padanya.",
                butir=label(locale, RECORDS, row.butir),
                jumlah=locale.integer(row.tanpa),
                poin=locale.number(points),
            )
            found.append((points, text))
    return sorted(found, key=lambda pair: -pair[0])


def _items(facts: Facts, locale: Locale) -> list[Scored]:
    """The items that people lack, by what they are worth if everybody had them."""
    found = []
    for item in facts.rincian.butir or ():
        if item.poin_terbuka:
            text = say(
                locale,
                "{butir}: {jumlah} pegawai belum memenuhi; bila semuanya dipenuhi, indeks naik {poin} poin.",
                butir=label(locale, ITEMS, item.butir),
                jumlah=locale.integer(known(item.berlaku) - known(item.punya)),
                poin=locale.number(item.poin_terbuka),
            )
            found.append((item.poin_terbuka, text))
    return found
