"""The people of a profile export: which rows are measured, excluded or rejected (contract § 4, People)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.instruments import Instrument
from ipasn_analysis.instruments.model import Codes
from ipasn_analysis.records import cells
from ipasn_analysis.records.rejects import Rejects
from ipasn_analysis.sources.tables import RawTable

PEGAWAI = ("PNS", "PPPK")
COPY = "baris kembar yang sama"


@dataclass(frozen=True)
class People:
    """Measured people and the count of the others.

    `frame` has one row a person, sorted by nip: nip (int64), nama, jenis_pegawai, jenis_jabatan, perangkat_daerah,
    unor, tingkat_pendidikan, eselon, jabatan, golongan, jenis_kelamin, syarat_pendidikan (categoricals; empty text =
    nothing on record), tanggal_lahir, tmt_jabatan (datetime64). `known` holds every NIP of the file.
    """

    frame: pd.DataFrame
    known: np.ndarray
    rows: int
    excluded: dict[str, int]
    rejected: dict[str, int]
    findings: dict[str, int]


def accept_people(table: RawTable, instrument: Instrument, rejects: Rejects) -> People:
    """Sort the rows of a profile into measured, excluded and rejected, in the order of the contract.

    First the NIP's form, then the same NIP twice, then people who are not measured, then cells that are needed.
    """
    codes = instrument.codes
    nip, faults = cells.nips(table.columns["NIP BARU"], table.held_as_number)
    open_rows = nip != cells.NO_NIP
    rejected: dict[str, int] = {}

    def reject(column: str, reason: str, mask: np.ndarray) -> None:
        if mask.any():
            rejects.add(table, column, reason, mask)
            rejected[reason] = rejected.get(reason, 0) + int(mask.sum())

    for reason, mask in faults.items():
        reject("NIP BARU", reason, mask)
    for _, reason in table.broken:
        rejected[reason] = rejected.get(reason, 0) + 1
    rejects.add_broken(table)
    frame = _cleaned(table, nip, codes)

    copies, differing = _duplicates(frame, open_rows)
    reject("NIP BARU", "NIP yang sama pada baris yang berbeda isinya", differing)
    open_rows &= ~differing & ~copies
    excluded = {COPY: int(copies.sum())} if copies.any() else {}
    excluded |= _exclude_unmeasured(frame, open_rows, instrument)

    for column, reason, bad in _needed(frame, codes):
        mask = open_rows & bad
        reject(column, reason, mask)
        open_rows &= ~mask

    accepted = frame[open_rows].sort_values("nip", ignore_index=True)
    accepted["jenis_jabatan"] = accepted["jenis_jabatan"].map(codes.jenis_jabatan).astype("category")
    known = np.unique(nip[nip != cells.NO_NIP])
    rows = table.rows + len(table.broken)
    return People(accepted, known, rows, excluded, rejected, _findings(accepted, codes))


def _cleaned(table: RawTable, nip: np.ndarray, codes: Codes) -> pd.DataFrame:
    """All used columns, cleaned; a column that the export lacks is empty."""
    nothing = pa.array([""] * table.rows, pa.string())

    def column(name: str) -> pa.Array:
        return table.columns.get(name, nothing)

    unor = cells.texts(column("UNOR NAMA"))
    induk = cells.texts(column("UNOR INDUK NAMA"))
    birth = cells.dates(column("TANGGAL LAHIR"))[0]
    return pd.DataFrame(
        {
            "nip": nip,
            "nama": cells.texts(column("NAMA")).to_pandas(),
            "jenis_pegawai": cells.categories(pc.utf8_upper(cells.texts(column("JENIS PEGAWAI NAMA")))),
            "kedudukan_hukum": cells.codes(column("KEDUDUKAN HUKUM ID"), codes.kedudukan_hukum),
            "jenis_jabatan": cells.codes(column("JENIS JABATAN ID"), codes.jenis_jabatan),
            "tingkat_pendidikan": cells.codes(column("TINGKAT PENDIDIKAN ID"), codes.education_level),
            "unor": cells.categories(unor),
            "perangkat_daerah": cells.categories(pc.if_else(pc.equal(induk, ""), unor, induk)),
            "eselon": cells.codes(column("ESELON ID"), codes.eselon),
            "jabatan": cells.categories(cells.texts(column("JABATAN NAMA"))),
            "golongan": cells.codes(column("GOL AKHIR ID"), ()),
            "jenis_kelamin": cells.categories(pc.utf8_upper(cells.without_apostrophe(column("JENIS KELAMIN")))),
            "syarat_pendidikan": cells.codes(column("SYARAT PENDIDIKAN ID"), codes.education_level),
            "tanggal_lahir": birth.astype("datetime64[s]"),
            "tmt_jabatan": cells.dates(column("TMT JABATAN"))[0].astype("datetime64[s]"),
        }
    )


def _duplicates(frame: pd.DataFrame, open_rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the further copies of identical rows, and of rows whose NIP stands on differing rows."""
    copies = np.zeros(len(frame), dtype=bool)
    differing = np.zeros(len(frame), dtype=bool)
    repeated = np.flatnonzero(open_rows & frame["nip"].duplicated(keep=False).to_numpy())
    if len(repeated) == 0:
        return copies, differing
    few = frame.iloc[repeated].astype({name: "str" for name in frame.columns if name != "nip"})
    copy = few.duplicated().to_numpy()
    distinct = few[~copy].groupby("nip").size()
    bad = few["nip"].isin(distinct.index[distinct > 1]).to_numpy()
    differing[repeated[bad]] = True
    copies[repeated[copy & ~bad]] = True
    return copies, differing


def _exclude_unmeasured(frame: pd.DataFrame, open_rows: np.ndarray, instrument: Instrument) -> dict[str, int]:
    """Take people who are not measured out of `open_rows` (in place), counted by KEDUDUKAN HUKUM ID."""
    status = frame["kedudukan_hukum"]
    unmeasured = open_rows & ~status.isin(instrument.population.kedudukan_hukum).to_numpy()
    counts: dict[str, int] = {}
    for code, count in status[unmeasured].value_counts().items():
        if count:
            name = instrument.codes.kedudukan_hukum.get(str(code), "kode tidak dikenal")
            reason = f"kedudukan hukum {code} ({name})" if code else "kedudukan hukum kosong"
            counts[reason] = int(count)
    open_rows &= ~unmeasured
    return dict(sorted(counts.items()))


def _needed(frame: pd.DataFrame, codes: Codes) -> list[tuple[str, str, np.ndarray]]:
    """Column, reason and mask of each fault in a needed cell, in the order in which they are told."""
    pegawai, jabatan, pendidikan = frame["jenis_pegawai"], frame["jenis_jabatan"], frame["tingkat_pendidikan"]
    return [
        ("JENIS PEGAWAI NAMA", "jenis pegawai kosong", (pegawai == "").to_numpy()),
        ("JENIS PEGAWAI NAMA", "jenis pegawai bukan PNS atau PPPK", ~pegawai.isin(PEGAWAI).to_numpy()),
        ("JENIS JABATAN ID", "jenis jabatan kosong", (jabatan == "").to_numpy()),
        ("JENIS JABATAN ID", "jenis jabatan tidak dikenal", ~jabatan.isin(codes.jenis_jabatan).to_numpy()),
        (
            "TINGKAT PENDIDIKAN ID",
            "tingkat pendidikan tidak dikenal",
            ~pendidikan.isin([*codes.education_level, ""]).to_numpy(),
        ),
        ("UNOR NAMA", "unit organisasi kosong", (frame["unor"] == "").to_numpy()),
    ]


def _findings(people: pd.DataFrame, codes: Codes) -> dict[str, int]:
    """Counts of what a clerk should look at in accepted rows."""
    birth_in_nip = pd.to_datetime((people["nip"] // 10**10).astype("str"), format="%Y%m%d", errors="coerce")
    on_record = people["tanggal_lahir"]
    structural = people["jenis_jabatan"] == "struktural"
    found = {
        "tanggal lahir di dalam NIP tidak mungkin": birth_in_nip.isna(),
        "tanggal lahir di profil berbeda dari NIP": birth_in_nip.notna() & on_record.notna() & (birth_in_nip != on_record),
        "jabatan struktural tanpa eselon": structural & ~people["eselon"].isin(codes.eselon),
        "tingkat pendidikan kosong": people["tingkat_pendidikan"] == "",
        "nama kosong": people["nama"] == "",
    }
    return {reason: int(mask.sum()) for reason, mask in found.items() if mask.any()}
