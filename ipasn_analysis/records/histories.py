"""The histories of the people: trainings, assessments, sanctions; what cannot be right is set aside with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipasn_analysis.records import cells
from ipasn_analysis.records.dates import EARLIEST_YEAR
from ipasn_analysis.records.nobody import without_nobody
from ipasn_analysis.records.people import People
from ipasn_analysis.records.rejects import Counts, Rejects
from ipasn_analysis.rules.instrument import PREDIKAT, SANCTIONS, Codes
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

LAST_VALUE_YEAR = 2021
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_NO_NUMBER = re.compile(r"[\W_0]*|false|f|no|(?:tidak|belum)(?: ada| dibatalkan)?", re.IGNORECASE)
"""What stands in place of the number of an annulment where there is none: ``-``, ``0``, a truth value and the like."""
_HOURS = re.compile(r"(?i)(?<=\d)\s*(?:jp|jpl|jam(?: pelajaran)?|hours?)\.?$")
"""Words behind a number of hours."""
_GROUPED = re.compile(r"\d{1,3}[.,]\d{3}(?:\s*\D+)?")
"""Numbers of hours that can be read as thousands or with decimals."""
_PUNCTUATION = re.compile(r"[\W_]+")
COURSE_KINDS = ("struktural", "fungsional", "teknis", "seminar")


@dataclass(frozen=True)
class Histories:
    """Usable rows of measured people; `person` is the position in `People.frame`.

    `structural`: person, level (1–4; 0 where the training tells none), date, hours. `courses`: person, kind (position
    in `COURSE_KINDS`), date, hours. `values`: person, year, value (0–100; to 2021). `predikat`: person, year, predikat
    (position in `PREDIKAT`; from 2022). `sanctions`: person, level (position in `SANCTIONS`), date, annulled.
    `hours_unknown`: person, kind, date of technical courses, where none of the snapshot has hours: whether they are
    enough is not known, neither yes nor no.
    """

    structural: pd.DataFrame
    courses: pd.DataFrame
    values: pd.DataFrame
    predikat: pd.DataFrame
    sanctions: pd.DataFrame
    hours_unknown: pd.DataFrame


@dataclass
class _Rows:
    """Rows of one history on their way: who they belong to (`person` -1: not measured) and which are still open."""

    table: RawTable
    rejects: Rejects
    set_aside: Counter[Reason]
    notes: Counter[Reason]
    nip: np.ndarray
    faults: Mapping[Kind, np.ndarray]
    person: np.ndarray
    open: np.ndarray

    @classmethod
    def begin(
        cls, table: RawTable, index: pd.Index, rejects: Rejects, set_aside: Counter[Reason], notes: Counter[Reason]
    ) -> _Rows:
        """All rows that are about somebody; `index` holds the NIPs of the measured people."""
        table = without_nobody(table, notes)
        nip, faults = cells.nips(table.columns[table.spec.key], table.held_as_number)
        person = index.get_indexer(pd.Index(nip))
        return cls(table, rejects, set_aside, notes, nip, faults, person, np.ones(table.rows, dtype=bool))

    def drop(self, column: str, kind: Kind, mask: np.ndarray, **values: str) -> None:
        """Set the open rows under `mask` aside; `values` are what varies in the reason."""
        mask = mask & self.open
        if mask.any():
            reason = Reason(kind, self.table.file, **values)
            self.rejects.add(self.table, column, reason, mask)
            self.set_aside[reason] += int(mask.sum())
            self.open &= ~mask

    def note(self, kind: Kind, mask: np.ndarray) -> None:
        """Count the rows under `mask` as a note on the file."""
        if mask.any():
            self.notes[Reason(kind, self.table.file)] += int(mask.sum())

    def kept(self, **columns: np.ndarray) -> pd.DataFrame:
        """The open rows of measured people with the given columns."""
        keep = self.open & (self.person >= 0)
        return pd.DataFrame({"person": self.person[keep], **{name: values[keep] for name, values in columns.items()}})


def accept_histories(
    raw: Mapping[str, RawTable], people: People, codes: Codes, as_of: np.datetime64, rejects: Rejects
) -> tuple[Histories, Counts, Counts]:
    """Usable history rows, counts of the rows set aside by reason, which knows the file, and notes on the files.

    Rows of people who stand in the people file but are not measured are neither used nor set aside.
    """
    set_aside: Counter[Reason] = Counter()
    notes: Counter[Reason] = Counter()
    index = pd.Index(people.frame["nip"])

    def rows(name: str) -> _Rows | None:
        table = raw.get(name)
        if table is None:
            return None
        return _start(_Rows.begin(table, index, rejects, set_aside, notes), people.known)

    courses, hours_unknown = _courses(rows("rw_kursus"), codes, as_of)
    histories = Histories(
        structural=_structural(rows("rw_diklat"), codes, as_of),
        courses=courses,
        values=_values(rows("rw_skp"), as_of),
        predikat=_predikat(rows("rw_skp22"), codes, as_of),
        sanctions=_sanctions(rows("rw_hukdis"), codes, as_of),
        hours_unknown=hours_unknown,
    )
    return histories, set_aside, notes


def _start(rows: _Rows, known: np.ndarray) -> _Rows:
    """The rows without those that could not be split, have no NIP, or are of people whom the people file lacks."""
    table, key = rows.table, rows.table.spec.key
    for reason, count in rows.rejects.add_broken(table).items():
        rows.set_aside[reason.of_file(table.file)] += count
    for kind, mask in rows.faults.items():
        rows.drop(key, kind, mask)
    strangers = rows.person < 0
    if strangers.any():
        strangers[strangers] = ~pd.Index(rows.nip[strangers]).isin(known)
        rows.drop(key, Kind.NIP_UNKNOWN, strangers)
    return rows


def _dated(rows: _Rows, column: str, as_of: np.datetime64, instead: str | None = None) -> np.ndarray:
    """The dates of a column, those of `instead` where it is empty; rows without a usable one are set aside."""
    days, state = cells.dates(rows.table.columns[column])
    if instead is not None and rows.table.has(instead):
        others, their_state = cells.dates(rows.table.columns[instead])
        used = (state == cells.EMPTY) & (their_state == cells.GOOD)
        days, state = np.where(used, others, days), np.where(used, cells.GOOD, state)
        rows.note(Kind.COURSE_BY_START, used & rows.open & (days <= as_of))
    rows.drop(column, Kind.DATE_EMPTY, state == cells.EMPTY)
    rows.drop(column, Kind.DATE_IMPOSSIBLE, state == cells.BAD)
    rows.drop(column, Kind.DATE_MONTH_FIRST, state == cells.MONTH_FIRST)
    rows.drop(column, Kind.DATE_LATER, days > as_of)
    return days


def _hours(rows: _Rows) -> tuple[np.ndarray, np.ndarray]:
    """Hours of each row, and where there are none; everywhere where the table has no such column."""
    if not rows.table.has("jumlahJam"):
        return np.full(rows.table.rows, np.nan), np.ones(rows.table.rows, dtype=bool)
    column = rows.table.columns["jumlahJam"]
    hours, state = cells.numbers(column, _HOURS)
    rows.drop("jumlahJam", Kind.HOURS_AMBIGUOUS, cells.matches(column, _GROUPED))
    rows.drop("jumlahJam", Kind.HOURS_NO_NUMBER, state == cells.BAD)
    rows.drop("jumlahJam", Kind.HOURS_NEGATIVE, hours < 0)
    return hours, state == cells.EMPTY


def _once(rows: _Rows, **columns: np.ndarray) -> None:
    """Close the further copies of identical open rows; they count once and are no fault.

    Rows that share a number mixed from all columns of whole numbers are few; only those are compared in full.
    """
    mixed = rows.nip.astype(np.uint64) * _MIXER
    for values in columns.values():
        if values.dtype.kind in "iu":
            mixed = (mixed + values.astype(np.uint64)) * _MIXER
    places = np.flatnonzero(rows.open)
    places = places[pd.Series(mixed[places]).duplicated(keep=False).to_numpy()]
    frame = pd.DataFrame({"nip": rows.nip[places], **{name: values[places] for name, values in columns.items()}})
    rows.open[places[frame.duplicated().to_numpy()]] = False


def _structural(rows: _Rows | None, codes: Codes, as_of: np.datetime64) -> pd.DataFrame:
    if rows is None:
        return _none(level="int8", date="datetime64[D]", hours="float64")
    identifier = cells.codes(rows.table.columns["latihanStrukturalId"], codes.structural_training)
    level = cells.by_distinct(identifier, lambda code: codes.structural_training.get(code, 0), np.int8)
    names = np.zeros(rows.table.rows, dtype=np.int8)
    if rows.table.has("latihanStrukturalNama"):
        name = cells.categories(rows.table.columns["latihanStrukturalNama"])
        named = cells.by_distinct(name, lambda text: training_level(text, codes), np.int8)
        level = np.where(level > 0, level, named)
        names = name.codes
    days = _dated(rows, "tanggalSelesai", as_of)
    hours, _ = _hours(rows)
    _once(rows, kind=identifier.codes, name=names, date=days.astype(np.int64), hours=hours)
    return rows.kept(level=level, date=days, hours=hours)


def training_level(name: str, codes: Codes) -> int:
    """Level (1 highest … 4) of a leadership training by its name; 0 when the name tells none."""
    capitals = _PUNCTUATION.sub(" ", name.upper())
    for known in codes.structural_training_name:
        if re.search(known.pattern, capitals):
            return known.level
    return 0


def _courses(rows: _Rows | None, codes: Codes, as_of: np.datetime64) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The courses, and the technical ones of unknown hours (`Histories.hours_unknown`)."""
    if rows is None:
        none = _none(kind="int8", date="datetime64[D]", hours="float64")
        return none, none.drop(columns="hours")
    identifier = cells.codes(rows.table.columns["jenisDiklatId"], codes.course_kind)
    kind = cells.by_distinct(
        identifier,
        lambda code: COURSE_KINDS.index(codes.course_kind[code]) if code in codes.course_kind else -1,
        np.int8,
    )
    rows.drop("jenisDiklatId", Kind.COURSE_KIND_UNKNOWN, kind < 0)
    days = _dated(rows, "tanggalSelesaiKursus", as_of, "tanggalKursus")
    hours, no_hours = _hours(rows)
    technical = kind == COURSE_KINDS.index("teknis")
    anywhere = bool((technical & rows.open & ~no_hours).any())
    unknown = rows.kept(kind=kind, date=days, technical=technical & ~np.bool_(anywhere))
    unknown = unknown[unknown.pop("technical")]
    rows.drop("jumlahJam", Kind.HOURS_MISSING, no_hours & technical)
    name = cells.categories(rows.table.columns["namaKursus"])
    _once(rows, kind=identifier.codes, name=name.codes, date=days.astype(np.int64), hours=hours)
    return rows.kept(kind=kind, date=days, hours=hours), unknown


def _years(rows: _Rows, as_of: np.datetime64) -> np.ndarray:
    year, state = cells.numbers(rows.table.columns["tahun"])
    rows.drop("tahun", Kind.YEAR_EMPTY, state == cells.EMPTY)
    rows.drop("tahun", Kind.YEAR_NO_NUMBER, state == cells.BAD)
    rows.drop("tahun", Kind.YEAR_IMPOSSIBLE, (year % 1 != 0) | (year < EARLIEST_YEAR))
    rows.drop("tahun", Kind.YEAR_LATER, year > as_of.astype("datetime64[Y]").astype(int) + 1970)
    return np.where(rows.open, year, 0).astype(np.int32)


def _values(rows: _Rows | None, as_of: np.datetime64) -> pd.DataFrame:
    if rows is None:
        return _none(year="int32", value="float64")
    year = _years(rows, as_of)
    rows.drop("tahun", Kind.IN_RW_SKP22, year > LAST_VALUE_YEAR, tahun=str(LAST_VALUE_YEAR))
    value, state = cells.numbers(rows.table.columns["nilaiPrestasiKerja"])
    rows.drop("nilaiPrestasiKerja", Kind.VALUE_EMPTY, state == cells.EMPTY)
    rows.drop("nilaiPrestasiKerja", Kind.VALUE_NO_NUMBER, (state == cells.BAD) | (value < 0) | (value > 100))
    _agree(rows, year, value, "nilaiPrestasiKerja")
    return rows.kept(year=year, value=value)


def _predikat(rows: _Rows | None, codes: Codes, as_of: np.datetime64) -> pd.DataFrame:
    if rows is None:
        return _none(year="int32", predikat="int8")
    year = _years(rows, as_of)
    rows.drop("tahun", Kind.IN_RW_SKP, year <= LAST_VALUE_YEAR, tahun=str(LAST_VALUE_YEAR))
    words = cells.categories(rows.table.columns["kuadranKinerja"], cells.without_apostrophe)
    empty = cells.by_distinct(words, lambda text: text == "", bool)
    predikat = cells.by_distinct(words, lambda text: predikat_of(text, codes), np.int8)
    rows.drop("kuadranKinerja", Kind.PREDIKAT_EMPTY, empty)
    rows.drop("kuadranKinerja", Kind.PREDIKAT_UNKNOWN, predikat < 0)
    _agree(rows, year, predikat.astype(np.float64), "kuadranKinerja")
    return rows.kept(year=year, predikat=predikat)


def predikat_of(text: str, codes: Codes) -> int:
    """Position in `PREDIKAT` of a predikat in words, such as ``KURANG/MISCONDUCT``; -1 when it is unknown."""
    words = " ".join(text.casefold().replace("_", " ").split())
    found = {codes.predikat[part.strip()] for part in (words, *words.split("/")) if part.strip() in codes.predikat}
    return PREDIKAT.index(found.pop()) if len(found) == 1 else -1


def _agree(rows: _Rows, year: np.ndarray, result: np.ndarray, column: str) -> None:
    """Identical assessments of a year count once; differing ones are all set aside, with every copy."""
    places = np.flatnonzero(rows.open)
    frame = pd.DataFrame({"nip": rows.nip[places], "year": year[places], "result": result[places]})
    repeated = frame.duplicated(["nip", "year"], keep=False).to_numpy()
    several = frame[repeated]
    differing = several.groupby(["nip", "year"])["result"].transform("nunique").to_numpy() > 1
    conflict = np.zeros(len(rows.open), dtype=bool)
    conflict[places[repeated][differing]] = True
    rows.drop(column, Kind.ASSESSMENTS_DIFFERING, conflict)
    _once(rows, year=year)


def _sanctions(rows: _Rows | None, codes: Codes, as_of: np.datetime64) -> pd.DataFrame:
    if rows is None:
        return _none(level="int8", date="datetime64[D]", annulled="bool")
    words = cells.categories(rows.table.columns["jenisTingkatHukumanId"], cells.without_apostrophe)
    level = cells.by_distinct(words, lambda text: _sanction_of(text, codes), np.int8)
    rows.drop("jenisTingkatHukumanId", Kind.SANCTION_UNKNOWN, level < 0)
    days = _dated(rows, "hukumanTanggal", as_of)
    numbers = cells.categories(rows.table.columns["skPembatalanNomor"], cells.without_apostrophe)
    annulled = cells.by_distinct(numbers, lambda text: _NO_NUMBER.fullmatch(text) is None, bool)
    return rows.kept(level=level, date=days, annulled=annulled)


def _sanction_of(text: str, codes: Codes) -> int:
    name = codes.sanction.get(text.upper(), text.casefold())
    return SANCTIONS.index(name) if name in SANCTIONS else -1


def _none(**columns: str) -> pd.DataFrame:
    """A history without rows."""
    frame = {"person": np.empty(0, dtype=np.int64)}
    return pd.DataFrame(frame | {name: np.empty(0, dtype=kind) for name, kind in columns.items()})
