"""Which tables the data of a year do not hold, and what their absence does to the figures."""

from __future__ import annotations

import re
from collections.abc import Collection

from ipasn_analysis.blocks.model import Callout
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.writing.reasons import remark
from ipasn_analysis.writing.words import uncapitalised
from ipasn_analysis.writing.writer import N_, Writer

Absent = dict[str, list[str]]
READY = ("nilai_ipasn", "rekap_ipasn")
LAST_VALUE_YEAR = 2021
"""The last year whose assessment is a value, in rw_skp; those after it are a predikat, in rw_skp22."""
TABLES = {
    "rw_diklat": N_("Riwayat diklat struktural"),
    "rw_kursus": N_("Riwayat kursus"),
    "rw_skp": N_("Penilaian kinerja sampai 2021"),
    "rw_skp22": N_("Penilaian kinerja sejak 2022"),
    "rw_hukdis": N_("Riwayat hukuman disiplin"),
}
"""What each table of histories holds."""
OUTSIDE = ("ditolak", "lain")
"""What stands elsewhere in the report: rows rejected are in its head, the rest in the section on data quality."""
LEAST_POINTS = 0.1
"""Points of the index below which what hangs on a record is told in the section on data quality alone."""


def absent(facts: Facts, year: int | None = None) -> Absent:
    """The tables that the last snapshot of a year (default: the report's) lacks, each with the regions that lack it.

    Read from the names of the inputs. Snapshots of ready scores lack nothing; a year without inputs tells nothing.
    """
    measured = facts.tahun if year is None else year
    wanted = ("rw_diklat", "rw_kursus", _assessments(measured), "rw_hukdis")
    found: Absent = {}
    for region, given in sorted(_given(facts, measured).items()):
        for table in wanted if given.isdisjoint(READY) else ():
            if table not in given:
                found.setdefault(table, []).append(region)
    return found


def _assessments(year: int) -> str:
    """The table that holds the assessment of the year before the measured one."""
    return "rw_skp" if year - 1 <= LAST_VALUE_YEAR else "rw_skp22"


def _given(facts: Facts, year: int) -> dict[str, set[str]]:
    """The tables in the last snapshot of the year, by region; the report's own regions alone."""
    newest: dict[str, tuple[str, set[str]]] = {}
    for name in facts.provenans.masukan:
        region, date, file = name.split("/", 2)
        if not date.startswith(str(year)) or (facts.tingkat != "provinsi" and region != facts.region):
            continue
        known, tables = newest.get(region, ("", set()))
        if date >= known:
            newest[region] = (date, (tables if date == known else set()) | _tables(file.partition(".")[0]))
    return {region: tables for region, (_, tables) in newest.items()}


def _tables(stem: str) -> set[str]:
    """The table that a file holds by its name: the whole of it or a part, such as ``rw_kursus_2025``."""
    return {name for name in (*TABLES, *READY) if stem == name or stem.startswith(f"{name}_")}


def unproven(tables: Collection[str]) -> set[str]:
    """The dimensions that nothing in the data speaks for where these tables are absent."""
    found = set()
    if {"rw_diklat", "rw_kursus"} <= set(tables):
        found.add("kompetensi")
    if {"rw_skp", "rw_skp22"} & set(tables):
        found.add("kinerja")
    if "rw_hukdis" in tables:
        found.add("disiplin")
    return found


def sentences(facts: Facts, w: Writer) -> list[str]:
    """What a reader must know of the data, one sentence each, in a territory with the governments it is about.

    What is worth less than `LEAST_POINTS` or is about few people, and rejected rows, stand elsewhere.
    """
    names = {row.region: row.nama or row.region for row in facts.peringkat_pemerintah}
    found = []
    for row in facts.mutu_data.catatan:
        of_few = row.disembunyikan and row.jenis in {"catatan", "pegawai"}
        if row.jenis in OUTSIDE or of_few or (row.poin is not None and row.poin < LEAST_POINTS):
            continue
        text = _in_words(remark(w, row.alasan, row.jumlah, row.poin), w)
        if facts.tingkat == "provinsi":
            governments = w.join([names.get(region, region) for region in row.pemerintah])
            text = w("{daftar}: {catatan}", daftar=governments, catatan=text)
        found.append(f"{text[0].upper()}{text[1:]}.")
    return found


def _in_words(text: str, w: Writer) -> str:
    """`text` with what tables hold in the place of their names."""
    for name, label in (TABLES | {"nilai_ipasn": N_("nilai resmi")}).items():
        text = re.sub(rf"\b{name}\b", uncapitalised(w.translate(label)), text)
    return text


def box(facts: Facts, w: Writer) -> list[Callout]:
    """The box with these sentences; none where there are none."""
    text = sentences(facts, w)
    return [Callout("warning", w("Yang perlu diketahui tentang data"), text)] if text else []
