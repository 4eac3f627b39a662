"""The people of a profile export: which rows are measured, excluded or rejected."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.records import cells
from ipasn_analysis.records.nobody import without_nobody
from ipasn_analysis.records.rejects import Counts, OpenRows, Rejects
from ipasn_analysis.records.units import Units, assigned
from ipasn_analysis.rules.instrument import Codes, Instrument
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.sources.tables import RawTable

PEGAWAI = ("PNS", "PPPK")
_BEGINNINGS = {"PNS": "PNS", "CPNS": "PNS", "PPPK": "PPPK", "P3K": "PPPK"}
"""Kinds of employee by how their names begin: BKN writes ``PNS Daerah Kab./Kota yang bekerja pada …``."""
_ELSEWHERE = re.compile(r"\bDP[BK]\b|DIPERBANTUKAN|DIPEKERJAKAN")
"""Kinds of employee who work for another government, as BKN's names tell them."""
OTHER = "lain"
_OTHER_WORKERS = re.compile(r"HONOR|NON.?ASN|KONTRAK|THL|TKK|SUKARELA|MAGANG|TNI|POLRI")
"""Kinds of workers who are no civil servants."""
ACTIVE_PPPK = "71"
"""The legal status that PPPK have."""
DATES = {"TANGGAL LAHIR": "tanggal_lahir", "TMT JABATAN": "tmt_jabatan"}


@dataclass(frozen=True)
class People:
    """Measured people and the count of the others.

    `frame` has one row a person, sorted by nip: nip (int64), nama, jenis_pegawai, jenis_jabatan, perangkat_daerah,
    unor, unit_kerja (the unit just below the perangkat daerah, told apart), tingkat_pendidikan, eselon, jabatan,
    golongan, jenis_kelamin, syarat_pendidikan (categoricals; empty text = nothing on record), tanggal_lahir,
    tmt_jabatan (datetime64). `known` holds every NIP of the file. `everyone` has the columns of `frame` for each person
    that the file tells apart, measured or not. `expected` counts those who should be measured: the measured, and the
    rejected whose legal status is one that is (None: the file does not tell).
    """

    frame: pd.DataFrame
    known: np.ndarray
    rows: int
    excluded: Counts
    rejected: Counts
    findings: Counts
    notes: Counts
    everyone: pd.DataFrame
    expected: int | None = None


def accept_people(
    table: RawTable, instrument: Instrument, rejects: Rejects, units: Units | None = None, government: str = ""
) -> People:
    """Sort the rows of a profile into measured, excluded and rejected, in the order of the contract.

    First the NIP's form, then the same NIP twice, then people who are not measured, then cells that are needed.
    """
    codes = instrument.codes
    notes: Counter[Reason] = Counter(dict(table.notes))
    table = without_nobody(table, notes)
    nip, faults = cells.nips(table.columns["NIP BARU"], table.held_as_number)
    rows = OpenRows(table, rejects, nip != cells.NO_NIP)
    for kind, mask in faults.items():
        rows.reject("NIP BARU", kind, mask)
    frame = _cleaned(table, nip, codes)
    notes += _with_units(frame, table, units or Units(), codes)
    notes += _kinds_of_employee(frame, table) + _of_other_governments(table, government)

    copies, differing = _duplicates(table, frame, rows.mask)
    rows.reject("NIP BARU", Kind.NIP_DIFFERING, differing)
    rows.mask &= ~copies
    told_apart = rows.mask.copy()
    excluded = {Reason(Kind.COPY): int(copies.sum())} if copies.any() else {}
    excluded |= _exclude_unmeasured(frame, rows.mask, instrument)

    for column, kind, bad in _needed(frame, codes):
        rows.reject(column, kind, rows.mask & bad)

    accepted = _by_nip(frame, rows.mask, codes)
    everyone = accepted if (rows.mask == told_apart).all() else _by_nip(frame, told_apart, codes)
    known = pd.unique(nip[nip != cells.NO_NIP])
    all_rows = table.rows + len(table.broken)
    belongs = frame["kedudukan_hukum"].isin(instrument.population.kedudukan_hukum).to_numpy()
    expected = len(accepted) + int((belongs & ~rows.mask & ~copies).sum())
    findings = _findings(accepted, codes)
    return People(accepted, known, all_rows, excluded, rows.rejected, findings, notes, everyone, expected)


def _by_nip(frame: pd.DataFrame, mask: np.ndarray, codes: Codes) -> pd.DataFrame:
    """The rows under `mask`, sorted by NIP, with the type of post in words; what is unknown there is missing."""
    chosen = frame[mask].sort_values("nip", ignore_index=True)
    chosen["jenis_pegawai"] = chosen["jenis_pegawai"].cat.set_categories(list(PEGAWAI))
    chosen["jenis_jabatan"] = chosen["jenis_jabatan"].astype("str").map(codes.jenis_jabatan).astype("category")
    return chosen


def _cleaned(table: RawTable, nip: np.ndarray, codes: Codes) -> pd.DataFrame:
    """All used columns, cleaned; a column that the export lacks is empty."""
    nothing = pa.array([""] * table.rows, pa.string())

    def column(name: str) -> pa.Array:
        return table.columns.get(name, nothing)

    unor = cells.names(column("UNOR NAMA"))
    induk = cells.names(column("UNOR INDUK NAMA"))
    birth = cells.dates(column("TANGGAL LAHIR"))[0]
    return pd.DataFrame(
        {
            "nip": nip,
            "nama": cells.texts(column("NAMA")).to_pandas(),
            "jenis_pegawai": cells.categories(column("JENIS PEGAWAI NAMA"), _capitals),
            "kedudukan_hukum": cells.codes(column("KEDUDUKAN HUKUM ID"), codes.kedudukan_hukum),
            "jenis_jabatan": cells.codes(column("JENIS JABATAN ID"), codes.jenis_jabatan),
            "tingkat_pendidikan": cells.codes(column("TINGKAT PENDIDIKAN ID"), codes.education_level),
            "unor": cells.categories(unor),
            "perangkat_daerah": cells.categories(induk),
            "eselon": cells.codes(column("ESELON ID"), codes.eselon, cells.eselon),
            "jabatan": cells.categories(column("JABATAN NAMA")),
            "golongan": cells.codes(column("GOL AKHIR ID"), ()),
            "jenis_kelamin": cells.categories(column("JENIS KELAMIN"), _capitals),
            "syarat_pendidikan": cells.codes(column("SYARAT PENDIDIKAN ID"), codes.education_level),
            "tanggal_lahir": birth.astype("datetime64[s]"),
            "tmt_jabatan": cells.dates(column("TMT JABATAN"))[0].astype("datetime64[s]"),
        }
    )


def _with_units(frame: pd.DataFrame, table: RawTable, units: Units, codes: Codes) -> Counter[Reason]:
    """Give each person a perangkat daerah, and a structural post without eselon that of its unit (in place)."""
    nothing = pa.array([""] * table.rows, pa.string())
    identifiers = cells.categories(table.columns.get("UNOR ID", nothing), cells.without_apostrophe)
    induk, unor = frame["perangkat_daerah"].array, frame["unor"].array
    frame["perangkat_daerah"], frame["unit_kerja"], notes = assigned(units, induk, unor, identifiers, table)
    structural = frame["jenis_jabatan"].astype("str").map(codes.jenis_jabatan).eq("struktural").to_numpy()
    without = np.flatnonzero(structural & ~frame["eselon"].isin(codes.eselon).to_numpy())
    if units.tree and len(without):
        eselon = frame["eselon"].astype(object).to_numpy(dtype=object, copy=True)
        for place in without.tolist():
            key = units.key_of(str(identifiers[place]), str(unor[place]))
            found = units.tree[key].eselon if key else ""
            eselon[place] = found if found in codes.eselon else eselon[place]
        filled = int((eselon != frame["eselon"].astype(object).to_numpy()).sum())
        frame["eselon"] = cells.categories(pa.array(eselon, pa.string()))
        if filled:
            notes[Reason(Kind.ESELON_OF_UNIT, units.file)] = filled
    return notes


def _kinds_of_employee(frame: pd.DataFrame, table: RawTable) -> Counter[Reason]:
    """Bring kinds of employee to PNS and PPPK (in place) by how their names begin; notes on what was done.

    Names that say neither go by the legal status (71: PPPK), else by the NIP; an empty cell stays empty, and workers
    who are no civil servants stay that.
    """
    names = frame["jenis_pegawai"]
    begins = {
        name: next((kind for start, kind in _BEGINNINGS.items() if name.startswith(start)), "")
        for name in names.cat.categories
    }
    begins[""] = ""
    kind = names.astype(object).map(begins).to_numpy(dtype=object)
    foreign = names.isin([name for name in names.cat.categories if _OTHER_WORKERS.search(str(name))]).to_numpy()
    kind[foreign] = OTHER
    other = (kind == "") & (names != "").to_numpy()
    is_pppk = (frame["kedudukan_hukum"] == ACTIVE_PPPK).to_numpy() | ~is_pns(frame["nip"].to_numpy())
    kind[other] = np.where(is_pppk[other], "PPPK", "PNS")
    part_time = names.isin([name for name in names.cat.categories if "PARUH WAKTU" in name]).to_numpy()
    cpns = names.isin([name for name in names.cat.categories if name.startswith("CPNS")]).to_numpy()
    if table.has("STATUS CPNS PNS"):
        status = cells.categories(table.columns["STATUS CPNS PNS"], _capitals)
        cpns = cpns | (kind == "PNS") & np.asarray(status.isin(["C", "CPNS"]))
    frame["jenis_pegawai"] = pd.Categorical(kind, categories=pd.Index(["", *PEGAWAI, OTHER], dtype="str"))
    elsewhere = names.isin([name for name in names.cat.categories if _ELSEWHERE.search(str(name))]).to_numpy()
    counts = {
        Kind.EMPLOYEE_DERIVED: int(other.sum()),
        Kind.CPNS: int(cpns.sum()),
        Kind.PART_TIME: int(part_time.sum()),
        Kind.ELSEWHERE: int(elsewhere.sum()),
    }
    return Counter({Reason(kind, table.file): count for kind, count in counts.items() if count})


def _of_other_governments(table: RawTable, government: str) -> Counter[Reason]:
    """How many people have an INSTANSI KERJA that is not the government, or not that of most where it has no name."""
    if not table.has("INSTANSI KERJA NAMA"):
        return Counter()
    counts = pd.Series(cells.categories(table.columns["INSTANSI KERJA NAMA"], cells.names)).value_counts()
    counts = counts[counts.index != ""]
    own = government or (counts.index[0] if len(counts) and counts.iloc[0] > table.rows / 2 else "")
    others = counts[[bool(own) and _plain_government(name) != _plain_government(own) for name in counts.index]]
    if others.sum() == 0:
        return Counter()
    reason = Reason(Kind.OTHER_GOVERNMENT, table.file, pemerintah=own, lain=str(others.index[0]))
    return Counter({reason: int(others.sum())})


_WORDS = {"kab": "kabupaten", "pemkab": "kabupaten", "pemko": "kota", "pemkot": "kota"}
_WORDS |= {"prov": "provinsi", "propinsi": "provinsi", "pemprov": "provinsi", "pemerintah": "", "daerah": ""}
"""Words in the names of governments: abbreviations, and those that tell nothing."""


def _plain_government(name: str) -> str:
    """The name of a government without regard to case, blanks, abbreviations and the word pemerintah."""
    return "".join(_WORDS.get(word, word) for word in re.findall(r"[a-z]+", name.casefold()))


def _capitals(column: pa.Array) -> pa.Array:
    return pc.utf8_upper(cells.without_apostrophe(column))


def _duplicates(table: RawTable, frame: pd.DataFrame, open_rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the further copies of identical rows, and of rows whose NIP stands on differing rows.

    Compared are all used columns; `frame` lacks the parent unit, the identifier, and the text of dates that are none.
    """
    places = np.flatnonzero(open_rows & frame["nip"].duplicated(keep=False).to_numpy())
    few = frame.iloc[places].copy()
    for header, column in {"UNOR INDUK NAMA": None, "UNOR ID": None, **DATES}.items():
        if len(places) and table.has(header):
            clean = cells.names if column is None else cells.texts
            text = clean(table.columns[header].take(pa.array(places))).to_numpy(zero_copy_only=False)
            few[header] = text if column is None else np.where(few[column].isna(), text, "")
    few = few.astype({name: "str" for name in few.columns if name != "nip"})
    return same_person(few, places, len(frame))


def same_person(rows: pd.DataFrame, places: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Masks of `length` for `rows` standing at `places`: further copies, and every row of a NIP with differing rows."""
    copies, differing = np.zeros(length, dtype=bool), np.zeros(length, dtype=bool)
    if len(rows):
        copy = rows.duplicated().to_numpy()
        distinct = rows[~copy].groupby("nip").size()
        bad = rows["nip"].isin(distinct.index[distinct > 1]).to_numpy()
        differing[places[bad]] = True
        copies[places[copy & ~bad]] = True
    return copies, differing


def _exclude_unmeasured(frame: pd.DataFrame, open_rows: np.ndarray, instrument: Instrument) -> dict[Reason, int]:
    """Take people who are not measured out of `open_rows` (in place), counted by KEDUDUKAN HUKUM ID."""
    status = frame["kedudukan_hukum"]
    unmeasured = open_rows & ~status.isin(instrument.population.kedudukan_hukum).to_numpy()
    counts: dict[Reason, int] = {}
    for code, count in status[unmeasured].value_counts().items():
        if count:
            name = instrument.codes.kedudukan_hukum.get(str(code), "kode tidak dikenal")
            reason = Reason(Kind.STATUS, kode=str(code), nama=name) if code else Reason(Kind.STATUS_EMPTY)
            counts[reason] = int(count)
    open_rows &= ~unmeasured
    return dict(sorted(counts.items()))


def _needed(frame: pd.DataFrame, codes: Codes) -> list[tuple[str, Kind, np.ndarray]]:
    """Column, kind of reason and mask of each fault in a needed cell; the first that holds for a row counts."""
    pegawai, jabatan, pendidikan = frame["jenis_pegawai"], frame["jenis_jabatan"], frame["tingkat_pendidikan"]
    return [
        ("JENIS PEGAWAI NAMA", Kind.EMPLOYEE_EMPTY, (pegawai == "").to_numpy()),
        ("JENIS PEGAWAI NAMA", Kind.EMPLOYEE_UNKNOWN, ~pegawai.isin(PEGAWAI).to_numpy()),
        ("JENIS JABATAN ID", Kind.POST_EMPTY, (jabatan == "").to_numpy()),
        ("JENIS JABATAN ID", Kind.POST_UNKNOWN, ~jabatan.isin(codes.jenis_jabatan).to_numpy()),
        (
            "TINGKAT PENDIDIKAN ID",
            Kind.EDUCATION_UNKNOWN,
            ~pendidikan.isin([*codes.education_level, ""]).to_numpy(),
        ),
        ("UNOR NAMA", Kind.UNIT_EMPTY, (frame["unor"] == "").to_numpy()),
    ]


def _findings(people: pd.DataFrame, codes: Codes) -> dict[Reason, int]:
    """Counts of what a clerk should look at in accepted rows."""
    in_nip = birth_in_nip(people)
    on_record = people["tanggal_lahir"]
    structural = people["jenis_jabatan"] == "struktural"
    found = {
        Kind.BIRTH_IMPOSSIBLE: in_nip.isna(),
        Kind.BIRTH_DIFFERING: in_nip.notna() & on_record.notna() & (in_nip != on_record),
        Kind.NO_ESELON: structural & ~people["eselon"].isin(codes.eselon),
        Kind.EDUCATION_EMPTY: people["tingkat_pendidikan"] == "",
        Kind.NAME_EMPTY: people["nama"] == "",
    }
    return {Reason(kind): int(mask.sum()) for kind, mask in found.items() if mask.any()}


def birth_in_nip(people: pd.DataFrame) -> pd.Series:
    """The date of birth that the first digits of each NIP tell; NaT where they are no date."""
    return pd.to_datetime((people["nip"] // 10**10).astype("str"), format="%Y%m%d", errors="coerce")


def is_pns(nip: np.ndarray) -> np.ndarray:
    """Whether digits 13–14 of the NIP are a month, as in a PNS's."""
    month = nip // 10_000 % 100
    return (month >= 1) & (month <= 12)
