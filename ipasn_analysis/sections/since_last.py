"""Since the last snapshot of the same year: what changed, of everybody and unit by unit, and why."""

from __future__ import annotations

from collections.abc import Callable

from ipasn_analysis.blocks.model import Block, Cell, Column, Heading, Prose, Table
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import PoinDimensi, known
from ipasn_analysis.result.since_last import PerubahanPerangkatDaerah
from ipasn_analysis.sections.common import of_units, source, source_of_records, table
from ipasn_analysis.writing.words import DIMENSIONS, describe_change, uncapitalised
from ipasn_analysis.writing.writer import N_, Writer

SOURCES_OF_UNITS = {"bertahan": N_("Tetap"), "masuk": N_("Masuk"), "keluar": N_("Keluar")}
"""Sources of the change of one unit, for which a move is a joining or a leaving."""
NAMED = 3


def blocks(facts: Facts, w: Writer) -> tuple[list[Block], list[Block]]:
    """The sentences, and the table of the units for the appendix; nothing where no snapshot of the year precedes."""
    found = facts.sejak_terakhir
    if found is None:
        return [], []
    told = [whole(facts, w), causes(facts, w), units(facts, w)]
    title = Heading(w("Sejak data terakhir, {tanggal:d}", tanggal=found.dari), 3)
    return [title, Prose([" ".join(filter(None, told))])], [_table(facts, w)] if found.per_unit else []


def whole(facts: Facts, w: Writer) -> str:
    """From where to where the index went since then; nothing where no snapshot of the year precedes."""
    found = facts.sejak_terakhir
    if found is None:
        return ""
    return w(
        N_("Menurut catatan sendiri, sejak {tanggal:d} indeks {gerak} (dari {dari:n} menjadi {ke:n}).")
        if of_records(facts)
        else N_("Sejak {tanggal:d} indeks {gerak} (dari {dari:n} menjadi {ke:n})."),
        tanggal=found.dari,
        gerak=describe_change(w, found.selisih),
        dari=found.indeks_dari,
        ke=found.indeks_ke,
    )


def of_records(facts: Facts) -> bool:
    """Whether own records tell the change, where the report's index is official."""
    found = facts.sejak_terakhir
    return found is not None and found.sumber_nilai == "catatan" and facts.sumber_nilai == "resmi"


def causes(facts: Facts, w: Writer) -> str:
    """The dimension that moved most, and what the same people and turnover did, as far as it is told."""
    found = known(facts.sejak_terakhir)
    if w.is_zero(found.selisih):
        return ""
    most = _largest(found.per_dimensi, found.selisih, w)
    text = (
        ""
        if most is None
        else w(
            N_("Yang paling menaikkan indeks: {dimensi} ({poin:+} poin).")
            if found.selisih > 0
            else N_("Yang paling menurunkan indeks: {dimensi} ({poin:+} poin)."),
            dimensi=w.label(DIMENSIONS, most).lower(),
            poin=found.per_dimensi[most],
        )
    )
    parts = found.per_sumber
    if parts.bertahan is None:
        return text
    return f"{text} ".lstrip() + w(
        "Nilai pegawai lama menyumbang {sama:+} poin, pergantian pegawai {ganti:+} poin.",
        sama=known(parts.bertahan) + known(parts.pindah),
        ganti=known(parts.masuk) + known(parts.keluar),
    )


def units(facts: Facts, w: Writer) -> str:
    """The units that rose and fell most, with the dimension of those that another one moved than everybody."""
    found = known(facts.sejak_terakhir)
    usual = _largest(found.per_dimensi, found.selisih, w)
    moved = [row for row in found.per_unit if not w.is_zero(row.selisih)]
    ups = [row for row in moved if row.selisih > 0][:NAMED]
    downs = [row for row in reversed(moved) if row.selisih < 0][:NAMED]
    up = w("Naik terbanyak: {daftar}.", daftar=w.join([_named(row, usual, w) for row in ups])) if ups else ""
    down = w("Turun terbanyak: {daftar}.", daftar=w.join([_named(row, usual, w) for row in downs])) if downs else ""
    return " ".join(filter(None, [up, down]))


def of_unit(facts: Facts, name: str, w: Writer) -> str:
    """What changed in a unit and why, for its own page; nothing where that is not shown."""
    found = facts.sejak_terakhir
    row = None if found is None else next((row for row in found.per_unit if row.nama == name), None)
    if found is None or row is None:
        return ""
    most = _largest(row.per_dimensi, row.selisih, w)
    text = w(
        N_("Sejak {tanggal:d} indeks perangkat daerah ini {gerak}.")
        if most is None
        else N_(
            "Sejak {tanggal:d} indeks perangkat daerah ini {gerak}; yang paling menaikkannya: {dimensi} ({poin:+} poin)."
        )
        if row.selisih > 0
        else N_(
            "Sejak {tanggal:d} indeks perangkat daerah ini {gerak}; yang paling menurunkannya: {dimensi} ({poin:+} poin)."
        ),
        tanggal=found.dari,
        gerak=describe_change(w, row.selisih),
        dimensi=w.label(DIMENSIONS, most).lower(),
        poin=None if most is None else row.per_dimensi[most],
    )
    if of_records(facts):
        text = w("Menurut catatan sendiri:") + f" {uncapitalised(text)}"
    parts = row.per_sumber
    if parts.bertahan is None or all(w.is_zero(parts[name]) for name in SOURCES_OF_UNITS):
        return text
    return f"{text} " + w(
        "Pegawai yang tetap menyumbang {tetap:+} poin, pegawai masuk {masuk:+}, dan pegawai keluar {keluar:+}.",
        tetap=parts.bertahan,
        masuk=parts.masuk,
        keluar=parts.keluar,
    )


def _named(row: PerubahanPerangkatDaerah, usual: str | None, w: Writer) -> str:
    most = _largest(row.per_dimensi, row.selisih, w)
    if most is None or most == usual:
        return f"{row.nama} ({w.signed(row.selisih)})"
    dimension = w.label(DIMENSIONS, most).lower()
    return w("{nama} ({poin:+}, terutama {dimensi})", nama=row.nama, poin=row.selisih, dimensi=dimension)


def _largest(parts: PoinDimensi, whole: float, w: Writer) -> str | None:
    """The dimension that did most in the direction of a change; None of none, and where one that is not told may have."""
    sign = 1 if whole > 0 else -1
    told = {name: sign * points for name, points in parts.items() if points is not None}
    most = max(told, key=told.__getitem__, default=None)
    if most is None or w.is_zero(whole) or w.is_zero(told[most]) or told[most] < 0:
        return None
    untold = sign * whole - sum(told.values()) if len(told) < len(DIMENSIONS) else 0.0
    return most if untold <= told[most] else None


def source_note(w: Writer) -> str:
    """What the sources of a unit's change are, and when they are withheld."""
    return w(
        "Tetap: pegawai yang ada pada kedua tanggal; masuk dan keluar: juga dari dan ke perangkat daerah lain. Ketiganya dirahasiakan apabila nilai sedikit pegawai akan terungkap."
    )


def _table(facts: Facts, w: Writer) -> Table:
    found = known(facts.sejak_terakhir)
    by_dimension, by_source = w("Menurut dimensi"), w("Menurut asal")
    told = [name for name in DIMENSIONS if any(row.per_dimensi[name] is not None for row in found.per_unit)]
    return table(
        w("Sejak data terakhir"),
        w("Perubahan sejak {tanggal:d}, dalam poin indeks masing-masing", tanggal=found.dari),
        found.per_unit,
        [
            (Column("nama", of_units(facts, w)), lambda row: row.nama),
            (Column("selisih", w("Perubahan"), "signed"), lambda row: row.selisih),
            *(
                (Column(name, w.label(DIMENSIONS, name), "signed", group=by_dimension), _dimension(name))
                for name in told
            ),
            *(
                (Column(name, w.label(SOURCES_OF_UNITS, name), "signed", group=by_source), _source(name))
                for name in SOURCES_OF_UNITS
            ),
        ],
        note=source_note(w),
        source=source_of_records(facts, w) if of_records(facts) else source(facts, w),
    )


def _dimension(name: str) -> Callable[[PerubahanPerangkatDaerah], Cell]:
    return lambda row: row.per_dimensi[name]


def _source(name: str) -> Callable[[PerubahanPerangkatDaerah], Cell]:
    return lambda row: row.per_sumber[name]
