"""The workbook for the clerk of a unit: what is missing of whom, hours held, and what would count. Confidential."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ipasn_analysis.blocks.model import Cell, Column, Table
from ipasn_analysis.build.remarks import of_selection, tell
from ipasn_analysis.build.sheets import file_names
from ipasn_analysis.errors import UsageError, cause, unknown
from ipasn_analysis.files import output_path
from ipasn_analysis.people.export import MARK, NOTICE, marked, write_private
from ipasn_analysis.people.store import Store, score_snapshot
from ipasn_analysis.project import Project, Region
from ipasn_analysis.publish.sheet import Row
from ipasn_analysis.publish.workbook import book
from ipasn_analysis.records.accept import RECAP
from ipasn_analysis.rules.instrument import DIMENSIONS, Instrument
from ipasn_analysis.scoring.score import shown_nips
from ipasn_analysis.sections.report import table_record
from ipasn_analysis.sections.unit_sheet import key_of
from ipasn_analysis.sources import layout
from ipasn_analysis.sources.snapshots import Snapshot
from ipasn_analysis.writing.words import DIMENSIONS as DIMENSION_WORDS
from ipasn_analysis.writing.words import ITEMS
from ipasn_analysis.writing.writer import N_, Writer

FOLDER = "daftar"
RECORDS = {
    "kualifikasi": N_("pendidikan"),
    "kompetensi": N_("riwayat diklat"),
    "kinerja": N_("penilaian kinerja"),
    "eselon": N_("eselon"),
}
"""The records that may be missing, by the flag that says so."""
TEXTS = ("unor", "unit_kerja", "jabatan", "jenis_pegawai", "perangkat_daerah")


def lists_to_files(
    project: Project,
    region: str,
    out: str,
    *,
    unit: str | None = None,
    year: int | None = None,
    data: str | None = None,
    w: Writer = Writer(),
) -> list[Path]:
    """Write the workbook of each unit of a government, or of one `unit`; the files, by name of unit.

    They stand in the folder of the internal edition under `out`, or in `out` itself where that is a FILE.xlsx for one
    unit; their names bear the mark, and their owner alone can read them. Raises `UsageError` for an unknown unit, which
    names the nearest one, and for a province, whose governments have lists of their own.
    """
    resolved = project.region(region)
    if resolved.is_province:
        raise UsageError("{region}: lists of people are made for one government at a time", region=region)
    named = output_path(out, ".xlsx") if out.lower().endswith(".xlsx") else None
    if named is not None and unit is None:
        raise UsageError("--out {out}: one file is for one unit; name it by --unit", out=out)
    found = project.data(data)
    layout.refuse_in_input(Path(out), found.location)
    selection = found.select(resolved, year)
    snapshot = [own for own in selection.own if own.year == selection.year][-1]
    rules, people = _people(snapshot, resolved)
    units = sorted(people["perangkat_daerah"].unique())
    if unit is not None:
        units = [name for name in units if key_of(name) == key_of(unit)] or units
        if key_of(units[0]) != key_of(unit):
            raise unknown("unit", unit, units)
    folder = Path(out) / region / str(selection.year) / "internal" / FOLDER
    stem = f"ipasn-{region}-{selection.year}-{FOLDER}"
    title = w("Daftar kepegawaian {nama}, keadaan per {tanggal:d}", nama=resolved.params.name, tanggal=snapshot.as_of)
    made, refused = [], []
    for name, short in file_names(units):
        path = marked(named if named is not None else folder / f"{stem}-{short}.xlsx")
        content = book(
            f"{name} · {title}",
            snapshot.as_of,
            _explained(rules, w),
            {w("Daftar"): table_record(_table(people[people["perangkat_daerah"] == name], name, rules, w))},
            w,
            mark=MARK,
            source=title,
            guide=(),
        )
        try:
            _write(path, content)
            made.append(path)
        except UsageError as error:  # such as one that is open in a spreadsheet: the others are written all the same
            refused.append(error)
    tell(of_selection(selection, Store(found.location, project.store)), w)
    if refused:
        raise refused[0]
    return made


def _people(snapshot: Snapshot, region: Region) -> tuple[Instrument, pd.DataFrame]:
    """The people of a snapshot with their names, scored by their records where there are any."""
    snapshot = replace(snapshot, records_only=snapshot.has_records)
    rules = region.instrument_for(snapshot)
    accepted, scores, found = score_snapshot(snapshot, rules)
    named = accepted.people if accepted.ready is None else accepted.ready
    if named is None or found["mode"] == RECAP:
        raise UsageError("{snapshot}: holds results of groups, which tell of no person", snapshot=snapshot)
    people = scores.assign(nama=named["nama"].to_numpy(dtype=object), nip=shown_nips(scores["nip"].astype("str")))
    texts = people[[name for name in TEXTS if name in people]].astype(object)
    people[texts.columns] = texts.where(texts.notna(), "")
    for name in set(TEXTS) - set(texts.columns):
        people[name] = ""
    below = people["unit_kerja"].where(people["unit_kerja"] != "", people["unor"])
    people["bagian"] = below.where(below != people["perangkat_daerah"], "")
    return rules, people.sort_values(["bagian", "nama", "nip"], ignore_index=True)


def _table(people: pd.DataFrame, unit: str, rules: Instrument, w: Writer) -> Table:
    """One row for each person of a unit."""
    hours = [(name, item.minimum_hours, item.hours_column) for name, item in rules.kompetensi.items.items()]
    columns = [
        Column("nama", w("Nama")),
        Column("nip", "NIP"),
        Column("jabatan", w("Jabatan")),
        Column("bagian", w("Bagian, sekolah, puskesmas")),
        Column("jenis_pegawai", w("Jenis pegawai")),
        *(Column(name, w.label(DIMENSION_WORDS, name), "number") for name in DIMENSIONS),
        Column("indeks", w("Indeks"), "number"),
        Column("kosong", w("Catatan yang kosong")),
    ]
    shown = people.assign(kosong=_missing(people, w), terbuka=_open(people, rules))
    for name, least, held in hours:
        if held is None:
            continue
        group, lacks = w.label(ITEMS, name), f"kurang_{name}"
        columns.append(Column(held, w("JP yang tercatat"), "integer", group=group))
        columns.append(Column(lacks, w("JP yang masih kurang"), "integer", group=group))
        lacking = (least or 0.0) - people[held]
        shown[lacks] = lacking.where((people[f"tambah_{name}"] > 0) & (lacking > 0))
    for name in rules.item_names:
        columns.append(Column(f"tambah_{name}", w("Poin bila dipenuhi"), "number", group=w.label(ITEMS, name)))
    columns.append(Column("terbuka", w("Poin kompetensi yang masih terbuka"), "number"))
    for name in (*(f"tambah_{item}" for item in rules.item_names), "terbuka"):
        shown[name] = shown[name].where(shown[name] > 0)
    chosen = shown[[column.key for column in columns]]
    rows = [[_cell(value) for value in row] for row in chosen.itertuples(index=False)]
    title = w("{unit}: yang kosong, jam diklat, dan butir yang masih dapat dipenuhi", unit=unit)
    return Table(w("Daftar"), title, columns, rows, note=f"{MARK}: {NOTICE}")


def _missing(people: pd.DataFrame, w: Writer) -> list[str]:
    flags = [name for name in RECORDS if f"tanpa_{name}" in people]
    held = people[[f"tanpa_{name}" for name in flags]].to_numpy(dtype=bool)
    words = [w.label(RECORDS, name) for name in flags]
    return [", ".join(word for word, lacks in zip(words, row, strict=True) if lacks) for row in held]


def _open(people: pd.DataFrame, rules: Instrument) -> pd.Series:
    """What all open items together would add, up to the maximum of the dimension; NaN where they are not known."""
    together = people[[f"tambah_{name}" for name in rules.item_names]].sum(axis=1, min_count=1)
    return together.clip(upper=rules.kompetensi.maximum - people["kompetensi"])


def _cell(value: object) -> Cell:
    """A value as a cell: nothing where it is not known."""
    if isinstance(value, str):
        return value
    number = float(str(value))
    return None if math.isnan(number) else number


def _explained(rules: Instrument, w: Writer) -> list[Row]:
    """The first sheet: who may see the list, and what its columns mean."""
    missing = w("Catatan yang tidak ada dalam data dan dinilai 0; masukkan di SIASN atau di sumber data sendiri.")
    hours = w("Jam pelajaran yang terhitung sampai tanggal data; kosong bila tidak diketahui.")
    points = w("Tambahan nilai pegawai itu; kosong bila butir sudah dipenuhi atau tidak berlaku bagi jabatannya.")
    return [
        (MARK, NOTICE),
        (w("Dinilai menurut"), rules.title.en if w.language == "en" else rules.title.id),
        (w("Catatan yang kosong"), missing),
        (w("JP yang tercatat"), hours),
        (w("Poin bila dipenuhi"), points),
        (w("Poin kompetensi yang masih terbuka"), w("Semua butir bersama-sama, sampai batas nilai kompetensi.")),
    ]


def _write(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, in a folder that is made where it must."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UsageError("{path}: cannot be written ({why})", path=path.parent, why=cause(error)) from error

    def fill(draft: Path) -> None:
        draft.write_bytes(content)

    write_private(path, fill)
