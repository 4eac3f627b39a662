"""Mengapa indeks berubah: the change split into dimensions, into people and their scores, and into units."""

from __future__ import annotations

from collections.abc import Callable

from ipasn_analysis.blocks.model import Block, Bullets, Cell, Column, Heading, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.charts import waterfall
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import DimensiSumber, known
from ipasn_analysis.result.series import Perubahan
from ipasn_analysis.sections import late_or_new, season, since_last
from ipasn_analysis.sections.common import of_units, source, table
from ipasn_analysis.writing.words import DIMENSIONS, INSTRUMENTS, SOURCES, describe_change
from ipasn_analysis.writing.writer import N_, Writer

ANCHOR = "mengapa-berubah"
LARGEST = 10
STAYERS = ("bertahan", "pindah")
TURNOVER = ("masuk", "keluar")
NAMED = 3
SLIGHT = 0.2
"""Share of what turnover did below which the scores of the same people are not spoken of."""
_TURNOVER = {
    "masuk": (
        N_(
            "Sebanyak {jumlah:i} pegawai masuk dengan nilai rata-rata lebih tinggi daripada pegawai lama; pengaruhnya pada indeks {poin:+} poin."
        ),
        N_(
            "Sebanyak {jumlah:i} pegawai masuk dengan nilai rata-rata lebih rendah daripada pegawai lama; pengaruhnya pada indeks {poin:+} poin."
        ),
        N_("Sebanyak {jumlah:i} pegawai masuk; pengaruhnya pada indeks tidak sampai 0,01 poin."),
    ),
    "keluar": (
        N_(
            "Sebanyak {jumlah:i} pegawai keluar dengan nilai rata-rata lebih rendah daripada yang tinggal; pengaruhnya pada indeks {poin:+} poin."
        ),
        N_(
            "Sebanyak {jumlah:i} pegawai keluar dengan nilai rata-rata lebih tinggi daripada yang tinggal; pengaruhnya pada indeks {poin:+} poin."
        ),
        N_("Sebanyak {jumlah:i} pegawai keluar; pengaruhnya pada indeks tidak sampai 0,01 poin."),
    ),
    "pindah": (
        N_(
            "Sebanyak {jumlah:i} pegawai pindah perangkat daerah dan nilainya naik; pengaruhnya pada indeks {poin:+} poin."
        ),
        N_(
            "Sebanyak {jumlah:i} pegawai pindah perangkat daerah dan nilainya turun; pengaruhnya pada indeks {poin:+} poin."
        ),
        N_("Sebanyak {jumlah:i} pegawai pindah perangkat daerah; pengaruhnya pada indeks tidak sampai 0,01 poin."),
    ),
}


def section(facts: Facts, w: Writer) -> Section:
    """Both waterfalls with their tables, and what each unit contributed; or why there is nothing to explain."""
    parts = [since_last.blocks(facts, w), late_or_new.blocks(facts, w)]
    more, tables = ([block for part in parts for block in part[place]] for place in (0, 1))
    if facts.perubahan is None:
        return Section(ANCHOR, w("Mengapa indeks berubah"), [Prose([none(facts, w)]), *more], w, tables)
    if season.is_seasonal(facts):
        told = [season.same_day(facts, w), season.calendar(facts, w), headline(facts, w)]
    else:
        told = [headline(facts, w), certainty(facts, w)]
    told += [season.coverage(facts, w), season.renamed(facts, w)]
    by_dimension = waterfall.by_dimension(facts, w, source(facts, w), dimension_title(facts, w))
    blocks: list[Block] = [
        Prose([" ".join(filter(None, told))]),
        Heading(w("Menurut dimensi"), 3),
        Prose([dimensions(facts, w)]),
        *([] if by_dimension is None else [by_dimension]),
        Heading(w("Pegawai berkembang atau pegawai berganti?"), 3),
        Prose([text for text in [sources(facts, w)] if text]),
    ]
    appendix: list[Block] = []
    people = turnover(facts, w)
    if people:
        blocks.append(Bullets(people))
    if known(facts.perubahan).per_sumber.bertahan is not None:
        picture = waterfall.by_source(facts, w, source(facts, w), source_title(facts, w))
        blocks += [picture] if picture is not None else []
        blocks.append(_sources(facts, w))
    if known(facts.perubahan).per_unit:
        blocks += [
            Heading(
                w("Menurut pemerintah daerah") if facts.tingkat == "provinsi" else w("Menurut perangkat daerah"), 3
            ),
            Prose([units(facts, w)]),
        ]
        appendix.append(_units(facts, w))
    return Section(ANCHOR, w("Mengapa indeks berubah"), [*blocks, *more], w, [*appendix, *tables])


def none(facts: Facts, w: Writer) -> str:
    """Why there is no change to explain: nothing measured before, another instrument, or too few people."""
    year = facts.tahun - 1
    points = [point for point in facts.tren if point.tahun == year]
    if not points:
        return w("Perubahan tidak dihitung: tidak ada data tahun {tahun} untuk dibandingkan.", tahun=year)
    if points[-1].instrumen != facts.instrumen:
        return w(
            "Perubahan tidak dihitung: tahun {tahun} diukur dengan instrumen {lama} dan tahun ini dengan {baru}, sehingga kedua angka tidak sebanding.",
            tahun=year,
            lama=w.label(INSTRUMENTS, points[-1].instrumen),
            baru=w.label(INSTRUMENTS, facts.instrumen),
        )
    return w(
        "Perubahan tidak ditampilkan: pada tahun {tahun} pegawai yang diukur kurang dari {ambang} orang.",
        tahun=year,
        ambang=facts.ambang.kelompok,
    )


def headline(facts: Facts, w: Writer) -> str:
    """From where to where the index went, between which dates."""
    change = known(facts.perubahan)
    before, after = change.indeks_dari, change.indeks_ke
    return w(
        N_(
            "Dari {dari:n} pada {tanggal_dari:d} menjadi {ke:n} pada {tanggal_ke:d}; uraian di bawah menjelaskan selisih itu."
        )
        if season.is_seasonal(facts)
        else N_("Indeks {gerak}: dari {dari:n} pada {tanggal_dari:d} menjadi {ke:n} pada {tanggal_ke:d}."),
        gerak=describe_change(w, change.selisih),
        dari=before,
        tanggal_dari=change.dari,
        ke=after,
        tanggal_ke=change.ke,
    )


def certainty(facts: Facts, w: Writer) -> str:
    """Whether the change is more than turnover, timing and recording would bring about; nothing of none."""
    change = known(facts.perubahan)
    if not _visible(change.selisih, w):
        return ""
    if change.selang is None and change.lebih_dari_derau:
        return w("Perubahan ini sama besar di mana-mana, jadi bukan fluktuasi.")
    if change.selang is None:
        return w("Apakah perubahan ini lebih daripada fluktuasi yang wajar tidak dapat dinilai dari data ini.")
    low, high = change.selang
    if change.lebih_dari_derau:
        return w(
            "Perubahan ini lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan (selang 95%: {bawah:+} sampai {atas:+} poin).",
            bawah=low,
            atas=high,
        )
    return w(
        "Perubahan ini tidak lebih besar daripada fluktuasi yang wajar dari pergantian pegawai dan pencatatan (selang 95%: {bawah:+} sampai {atas:+} poin), jadi jangan dibaca sebagai kemajuan atau kemunduran.",
        bawah=low,
        atas=high,
    )


def dimensions(facts: Facts, w: Writer) -> str:
    """The dimensions that pushed the index in the direction of the change, and those that held it back."""
    change = known(facts.perubahan)
    told = {name: points for name, points in change.per_dimensi.items() if points is not None}
    shown = {name: points for name, points in told.items() if _visible(points, w)}
    ups = _by_size({name: points for name, points in shown.items() if points > 0})
    downs = _by_size({name: points for name, points in shown.items() if points < 0})
    if not shown:
        return w("Tidak satu dimensi pun berubah.")
    if not downs:
        return w("Yang menaikkan indeks: {daftar}.", daftar=_named(ups, w))
    if not ups:
        return w("Yang menurunkan indeks: {daftar}.", daftar=_named(downs, w))
    return w("Yang menaikkan indeks: {naik}; yang menurunkannya: {turun}.", naik=_named(ups, w), turun=_named(downs, w))


def sources(facts: Facts, w: Writer) -> str:
    """Which part comes from the scores of the same people and which from turnover; what that means."""
    change = known(facts.perubahan)
    if change.per_sumber.bertahan is None:
        if change.jumlah_sumber is None:
            return w(
                N_(
                    "Bagian pegawai yang bertahan, pindah, masuk, dan keluar tidak ditampilkan: salah satunya menyangkut sedikit pegawai, atau akan membuka angka yang dirahasiakan oleh satu pemerintah daerah."
                )
                if facts.tingkat == "provinsi"
                else N_(
                    "Bagian pegawai yang bertahan, pindah, masuk, dan keluar tidak ditampilkan, agar nilai sedikit pegawai tidak terungkap."
                )
            )
        return w(
            "Tidak seorang pun dikenali pada kedua tanggal, sehingga perubahan tidak dapat diuraikan menurut asalnya."
        )
    same, turnover = people_and_turnover(change)
    if not any(_visible(points, w) for points in (change.selisih, same, turnover)):
        return ""
    text = w(
        "Dari perubahan itu, {sama:+} poin berasal dari perubahan nilai pegawai lama dan {ganti:+} poin dari pergantian pegawai.",
        sama=same,
        ganti=turnover,
    )
    return f"{text} {_verdict(same, turnover, w)}".rstrip()


def people_and_turnover(change: Perubahan) -> tuple[float, float]:
    """Points from the scores of those present at both dates, and points from joiners and leavers."""
    parts = change.per_sumber
    return sum(known(parts[name]) for name in STAYERS), sum(known(parts[name]) for name in TURNOVER)


def _verdict(same: float, turnover: float, w: Writer) -> str:
    if not _visible(turnover, w) or not _visible(same, w):
        return ""
    if abs(same) < SLIGHT * abs(turnover):
        return w("Yang menggerakkan indeks terutama pergantian pegawai.")
    if same > 0 > turnover:
        return w("Nilai pegawai lama naik; pergantian pegawai menurunkan indeks.")
    if same < 0 < turnover:
        return w("Nilai pegawai lama turun; pergantian pegawai menaikkan indeks.")
    if same > 0:
        return w("Keduanya menaikkan indeks.")
    return w("Keduanya menurunkan indeks.")


def turnover(facts: Facts, w: Writer) -> list[str]:
    """What joiners, leavers and movers did, each in a sentence; empty where sources are withheld."""
    change = known(facts.perubahan)
    parts, counts = change.per_sumber, change.jumlah_sumber
    if counts is None or parts.bertahan is None:
        return []
    found = []
    for name, (higher, lower, alike) in _TURNOVER.items():
        if counts[name]:
            points = known(parts[name])
            message = alike if not _visible(points, w) else higher if points > 0 else lower
            found.append(w(message, jumlah=counts[name], poin=points))
    return found


def units(facts: Facts, w: Writer) -> str:
    """The units that contributed most upwards and downwards."""
    shown = {row.nama: row.kontribusi for row in known(facts.perubahan).per_unit if row.nama is not None}
    parts = {name: points for name, points in shown.items() if _visible(points, w)}
    ups = _by_size({name: points for name, points in parts.items() if points > 0})[:NAMED]
    downs = _by_size({name: points for name, points in parts.items() if points < 0})[:NAMED]
    up = w("Penyumbang kenaikan terbesar: {daftar}.", daftar=_listed(ups, w)) if ups else ""
    down = w("Penyumbang penurunan terbesar: {daftar}.", daftar=_listed(downs, w)) if downs else ""
    return " ".join(filter(None, [up, down]))


def dimension_title(facts: Facts, w: Writer) -> str:
    """What the chart by dimension shows: the dimension that moved the index most; within a year no more than that."""
    if season.is_seasonal(facts):
        return w("Selisih dari {tanggal:d} menurut dimensi", tanggal=known(facts.perubahan).dari)
    parts = {name: points for name, points in known(facts.perubahan).per_dimensi.items() if points is not None}
    if not parts:
        return w("Perubahan menurut dimensi")
    most = max(parts, key=lambda key: abs(parts[key]))
    name, points = w.label(DIMENSIONS, most), parts[most]
    if not _visible(points, w):
        return w("Tidak satu dimensi pun berubah")
    if points > 0:
        return w("{dimensi} paling menaikkan indeks: {poin:+} poin", dimensi=name, poin=points)
    return w("{dimensi} paling menurunkan indeks: {poin:+} poin", dimensi=name, poin=points)


def source_title(facts: Facts, w: Writer) -> str:
    """What the chart by source shows: the same people's scores against turnover."""
    same, changed = people_and_turnover(known(facts.perubahan))
    return w("Pegawai lama: {sama:+} poin; pergantian pegawai: {ganti:+} poin", sama=same, ganti=changed)


def _visible(points: float, w: Writer) -> bool:
    """Whether the points would be shown as more than zero."""
    return not w.is_zero(points)


def _by_size(parts: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(parts.items(), key=lambda pair: (-abs(pair[1]), pair[0]))


def _named(parts: list[tuple[str, float]], w: Writer) -> str:
    return _listed([(w.label(DIMENSIONS, name).lower(), points) for name, points in parts], w)


def _listed(parts: list[tuple[str, float]], w: Writer) -> str:
    return w.join([f"{name} ({w.signed(points)})" for name, points in parts])


def _sources(facts: Facts, w: Writer) -> Table:
    change = known(facts.perubahan)
    counts, parts, group = change.jumlah_sumber, change.sumber_dimensi, w("di antaranya dari")
    columns: list[tuple[Column, Callable[[str], Cell]]] = [
        (Column("asal", w("Asal perubahan")), lambda name: w.label(SOURCES, name)),
        (Column("pegawai", w("Pegawai"), "integer"), lambda name: None if counts is None else counts[name]),
        (Column("poin", w("Poin"), "signed"), lambda name: change.per_sumber[name]),
    ]
    told = [name for name in DIMENSIONS if parts and any(part[name] is not None for part in parts.values())]
    for dimension in told:
        columns.append(
            (Column(dimension, w.label(DIMENSIONS, dimension), "signed", group=group), _part(parts, dimension))
        )
    whole = [change.per_dimensi[name] for name in told]
    return table(
        w("Asal perubahan"),
        w("Perubahan menurut asalnya, dalam poin indeks"),
        list(SOURCES),
        columns,
        note=w(
            "Masuk: selisih nilai pegawai baru dari pegawai lama, ditimbang dengan jumlahnya; keluar: sebaliknya, pada tanggal awal. Selisih dihitung sebelum pembulatan, dan jumlah semua bagian sama dengan perubahan itu."
        ),
        source=source(facts, w),
        total=(w("Perubahan seluruhnya"), None, change.selisih, *whole),
    )


def _part(parts: DimensiSumber | None, dimension: str) -> Callable[[str], Cell]:
    return lambda name: known(parts)[name][dimension]


def unit_rows(facts: Facts, w: Writer) -> list[tuple[str, float]]:
    """The units that moved the index most upwards and downwards, the others summed, and the whole: name and points."""
    rows = known(facts.perubahan).per_unit
    named = [(row.nama, row.kontribusi) for row in rows if row.nama is not None]
    shown = sorted(named, key=lambda row: (-row[1], row[0]))
    ups = [row for row in shown if row[1] > 0][:LARGEST]
    downs = [row for row in shown if row[1] <= 0][-LARGEST:]
    rest = [row for row in shown if row not in ups and row not in downs]
    if len(rest) > 1:
        of_governments, count = facts.tingkat == "provinsi", len(rest)
        others = (
            w("{jumlah:i} pemerintah daerah lain", jumlah=count)
            if of_governments
            else w("{jumlah:i} perangkat daerah lain", jumlah=count)
        )
        rest = [(others, sum(points for _, points in rest))]
    joined = [(w("Perangkat daerah yang dirahasiakan, digabung"), row.kontribusi) for row in rows if row.nama is None]
    return [*ups, *downs, *rest, *joined, (w("Perubahan seluruhnya"), known(facts.perubahan).selisih)]


def _units(facts: Facts, w: Writer) -> Table:
    *rows, whole = unit_rows(facts, w)
    return table(
        w("Sumbangan"),
        w("Sumbangan terhadap perubahan, dalam poin indeks"),
        rows,
        [
            (Column("nama", of_units(facts, w)), lambda row: row[0]),
            (Column("poin", w("Sumbangan"), "signed", decimals=3), lambda row: row[1]),
        ],
        note=w(
            "Sumbangan: perubahan indeks menurut bagian pegawainya, ditambah perubahan bagian itu sendiri (Griliches dan Regev 1995). Ditampilkan paling banyak {jumlah} penyumbang kenaikan dan {jumlah} penyumbang penurunan terbesar; jumlah semuanya sama dengan perubahan seluruhnya.",
            jumlah=LARGEST,
        ),
        source=source(facts, w),
        total=whole,
    )
