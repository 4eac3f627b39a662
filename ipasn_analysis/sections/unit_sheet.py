"""Lembar perangkat daerah: one page for the head of a unit, who asks what the unit must do."""

from __future__ import annotations

from typing import NamedTuple

from ipasn_analysis.blocks.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Prose,
    Table,
)
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts.unit_strip import strip
from ipasn_analysis.errors import unknown
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.ranking import PerangkatDaerah, PerangkatDaerahTampil, PerangkatDaerahTersembunyi
from ipasn_analysis.result.target import Tindakan
from ipasn_analysis.sections import opening, since_last
from ipasn_analysis.sections.common import shown_units, source, table
from ipasn_analysis.writing.words import DIMENSIONS, ITEM_WORDS, ITEMS, POSTS
from ipasn_analysis.writing.writer import N_, Writer

VERDICTS = {
    "di_atas": N_("Jelas di atas rata-rata pemerintah daerah"),
    "di_bawah": N_("Jelas di bawah rata-rata pemerintah daerah"),
    "belum_dapat_dibedakan": N_("Belum dapat dibedakan dari rata-rata pemerintah daerah"),
}
MOST_STEPS = 4


class _Government(NamedTuple):
    """The government whose units these are: its index and the means of its dimensions, where they are shown."""

    indeks: float
    dimensi: dict[str, float | None]


def section(facts: Facts, w: Writer, name: str) -> Section:
    """The sheet of the unit of that name; `UsageError` names the nearest one."""
    row = unit_of(facts, name)
    if isinstance(row, PerangkatDaerahTersembunyi):
        return Section("lembar", w("Tidak ditampilkan"), _withheld(facts, row, w), w)
    government = _government(facts)
    blocks: list[Block] = [Prose([headline(facts, row, w)]), KeyFigures(_figures(facts, row, w))]
    if government is not None:
        blocks.append(strip(facts, row, government.indeks, w, source(facts, w)))
        blocks.append(_dimensions(facts, row, government, w))
    blocks += _items(facts, row, w)
    changed = since_last.of_unit(facts, row.nama, w)
    if changed:
        blocks += [Heading(w("Yang berubah"), 3), Prose([changed])]
    steps = _steps(facts, row, w)
    if steps:
        blocks += [Heading(w("Yang dapat dikerjakan"), 3), Bullets(steps)]
    blocks.append(Callout("note", w("Cara membaca"), [_reading(facts, w)]))
    title = w("Kategori {kategori:t}", kategori=row.kategori) if row.putusan is None else w.label(VERDICTS, row.putusan)
    return Section("lembar", title, blocks, w)


def unit_of(facts: Facts, name: str) -> PerangkatDaerah:
    """The unit of that name, letters and blanks aside; `UsageError` names the nearest one."""
    rows = {key_of(row.nama): row for row in facts.perangkat_daerah}
    if key_of(name) not in rows:
        raise unknown("unit", name, [row.nama for row in facts.perangkat_daerah])
    return rows[key_of(name)]


def key_of(name: str) -> str:
    """The name of a unit as it is compared: without regard to letters and blanks."""
    return " ".join(name.casefold().split())


def headline(facts: Facts, row: PerangkatDaerahTampil, w: Writer) -> str:
    """The index and the distance to the target."""
    text = w("Indeks {nama} per {tanggal:d} adalah {indeks:n}, kategori {kategori:t}.",
             nama=row.nama, tanggal=facts.per_tanggal, indeks=row.indeks, kategori=row.kategori)  # fmt: skip
    if row.jarak_target is None or facts.target_of_units is None:
        return text
    if not row.di_bawah_target:
        return f"{text} " + w("Target {target:n} tercapai.", target=facts.target_of_units)
    return f"{text} " + w(
        N_("Tepat di bawah target {target:n}.")
        if w.is_same(row.indeks, facts.target)
        else N_("Pasti di bawah target {target:n}: kurang {jarak:n} poin.")
        if row.pasti_di_bawah_target
        else N_("Di bawah target {target:n}: kurang {jarak:n} poin, yang masih mungkin karena fluktuasi.")
        if row.pasti_di_bawah_target is not None
        else N_("Di bawah target {target:n}: kurang {jarak:n} poin."),
        target=facts.target_of_units,
        jarak=-row.jarak_target,
    )


def _government(facts: Facts) -> _Government | None:
    """The report's own government; of a province the provincial one, None where it is not shown."""
    if facts.tingkat != "provinsi":
        return _Government(facts.indeks, {name: row.rata_rata for name, row in facts.dimensi.items()})
    own = next((row for row in facts.peringkat_pemerintah if row.pemprov and not row.disembunyikan), None)
    return None if own is None else _Government(known(own.indeks), dict(own.dimensi.items()))


def _figures(facts: Facts, row: PerangkatDaerahTampil, w: Writer) -> list[KeyFigure]:
    shown = len(shown_units(facts))
    figures = [
        KeyFigure(w("Indeks"), w.number(row.indeks), w("kategori {kategori:t}", kategori=row.kategori)),
        KeyFigure(
            w("Peringkat"), str(row.peringkat), w("dari {jumlah} perangkat daerah yang ditampilkan", jumlah=shown)
        ),
    ]
    if row.perubahan is not None and facts.perubahan is not None:
        note = w("sejak {tanggal:d}", tanggal=facts.perubahan.dari)
        figures.append(KeyFigure(w("Perubahan"), w.signed(row.perubahan), note))
    figures.append(KeyFigure(w("Diukur"), w.integer(row.diukur), w("pegawai")))
    return figures


def _dimensions(facts: Facts, row: PerangkatDaerahTampil, government: _Government, w: Writer) -> Table:
    """The dimensions that are shown of the unit beside those of the government."""
    names = [name for name in DIMENSIONS if row.dimensi[name] is not None and government.dimensi[name] is not None]

    def gap(name: str) -> Cell:
        return known(row.dimensi[name]) - known(government.dimensi[name])

    return table(
        w("Dimensi perangkat daerah"),
        w("Dimensi dibandingkan dengan rata-rata pemerintah daerah"),
        names,
        [
            (Column("dimensi", w("Dimensi")), lambda name: w.label(DIMENSIONS, name)),
            (Column("unit", w("Perangkat daerah ini"), "number"), lambda name: row.dimensi[name]),
            (Column("pemerintah", w("Semua pegawai"), "number"), lambda name: government.dimensi[name]),
            (Column("selisih", w("Selisih"), "signed"), gap),
            (Column("maksimum", w("Maksimum"), "integer"), lambda name: round(facts.dimensi[name].maksimum)),
        ],
        source=source(facts, w),
    )


def _items(facts: Facts, row: PerangkatDaerahTampil, w: Writer) -> list[Block]:
    """Who of the unit holds each item, beside everybody; nothing where that is not known."""
    own = next((found.butir for found in facts.butir_unit if found.nama == row.nama), {})
    everybody = {found.butir: found.bagian for found in facts.rincian.butir or ()}
    names = [name for name, share in own.items() if share is not None]
    if not names:
        return []
    return [
        table(
            w("Butir perangkat daerah"),
            w("Pegawai yang memenuhi butir kompetensi"),
            names,
            [
                (Column("butir", w("Butir")), lambda name: w.label(ITEMS, name)),
                (Column("unit", w("Perangkat daerah ini"), "share"), own.get),
                (Column("semua", w("Semua pegawai"), "share"), everybody.get),
            ],
            note=w("Proporsi dari pegawai yang wajib memenuhi butir itu."),
        )
    ]


def _steps(facts: Facts, row: PerangkatDaerahTampil, w: Writer) -> list[str]:
    """What is open to people of the unit, worth most first."""
    plan = facts.menuju_target
    found = [
        action
        for action in (plan.tindakan if plan is not None else ())
        if action.perangkat_daerah == row.nama and action.langkah is None and action.tersedia
    ]
    found.sort(key=lambda action: -action.poin * known(action.tersedia))
    steps = [_step(action, row.diukur, w) for action in found[:MOST_STEPS]]
    if steps and opening.is_closed(facts):
        steps.append(
            w(
                "Diklat teknis dihitung dari nol mulai 1 Januari {tahun}: jadwalkan bagi setiap pegawai.",
                tahun=facts.tahun + 1,
            )
        )
    return steps


def _step(action: Tindakan, people: int, w: Writer) -> str:
    return w(
        N_(
            "{butir} bagi {jumlah:i} pegawai {jabatan}: {poin:n} poin bagi setiap orang, {indeks:n} poin bagi indeks perangkat daerah ini."
        )
        if action.jenis_jabatan
        else N_(
            "{butir} bagi {jumlah:i} pegawai: {poin:n} poin bagi setiap orang, {indeks:n} poin bagi indeks perangkat daerah ini."
        ),
        butir=w.label(ITEM_WORDS, action.tindakan).capitalize(),
        jumlah=action.tersedia,
        jabatan=w.label(POSTS, action.jenis_jabatan).lower() if action.jenis_jabatan else "",
        poin=action.poin,
        indeks=action.poin * known(action.tersedia) / people,
    )


def _withheld(facts: Facts, row: PerangkatDaerahTersembunyi, w: Writer) -> list[Block]:
    """What may be said to the head of a unit too small to be shown: why, what holds for everybody, whom to ask."""
    text = w(
        "Perangkat daerah ini berpegawai {kelas}; angkanya tidak diterbitkan agar nilai seorang pegawai tidak dapat disimpulkan.",
        kelas=row.kelas_ukuran,
    )
    blocks: list[Block] = [Prose([text])]
    government = _government(facts)
    if government is not None:
        blocks += [Heading(w("Yang berlaku bagi semua pegawai"), 3), _everybody(facts, government, w)]
    start = opening.start(facts, w)
    if start:
        blocks += [Heading(w("Tahun depan"), 3), Prose([start])]
    asking = w(
        "Mintalah kepada pengelola kepegawaian: daftar pegawai perangkat daerah ini dengan catatan yang kosong, jam diklat, dan butir yang masih dapat dipenuhi, atau lembar ini dalam edisi internal. Keduanya rahasia: hanya bagi yang berwenang melihat data pegawai."
    )
    return [*blocks, Callout("note", w("Meminta rinciannya"), [asking]), Prose([_reading(facts, w)])]


def _everybody(facts: Facts, government: _Government, w: Writer) -> Table:
    """The means of the dimensions over everybody, where they are shown."""
    names = [name for name in DIMENSIONS if government.dimensi[name] is not None]
    return table(
        w("Dimensi perangkat daerah"),
        w("Rata-rata semua pegawai pemerintah daerah"),
        names,
        [
            (Column("dimensi", w("Dimensi")), lambda name: w.label(DIMENSIONS, name)),
            (Column("pemerintah", w("Semua pegawai"), "number"), lambda name: government.dimensi[name]),
            (Column("maksimum", w("Maksimum"), "integer"), lambda name: round(facts.dimensi[name].maksimum)),
        ],
        total=(w("Indeks"), government.indeks, 100),
        source=source(facts, w),
    )


def _reading(facts: Facts, w: Writer) -> str:
    return w(
        "Indeks ialah rata-rata nilai pegawai, paling tinggi 100: kualifikasi 25, kompetensi 40, kinerja 30, disiplin 5. Putusan memperhitungkan fluktuasi karena pegawai masuk dan keluar serta pencatatan, serentak bagi semua perangkat daerah. Rincian: laporan {nama} {tahun}.",
        nama=facts.nama,
        tahun=facts.tahun,
    )
