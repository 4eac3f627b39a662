"""The people file: `profil` of a raw snapshot, and `nilai_ipasn` of a year with ready scores."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.sample import posts
from ipasn_analysis.sample.dates import date_texts
from ipasn_analysis.sample.faults import PersonFaults
from ipasn_analysis.sample.people import People
from ipasn_analysis.sample.regions import DATES, DAYS, FIRST_RAW, Government
from ipasn_analysis.sample.states import EDUCATION, S1, Careers
from ipasn_analysis.sample.units import Units
from ipasn_analysis.sample.write import Columns, rows_joined, rows_taken

HEADER = tuple(
    """PNS ID|NIP BARU|NIP LAMA|NAMA|GELAR DEPAN|GELAR BELAKANG|TEMPAT LAHIR ID|TEMPAT LAHIR NAMA|TANGGAL LAHIR|
    JENIS KELAMIN|AGAMA ID|AGAMA NAMA|JENIS KAWIN ID|JENIS KAWIN NAMA|NIK|NOMOR HP|EMAIL|EMAIL GOV|ALAMAT|NPWP NOMOR|
    BPJS|JENIS PEGAWAI ID|JENIS PEGAWAI NAMA|KEDUDUKAN HUKUM ID|KEDUDUKAN HUKUM NAMA|STATUS CPNS PNS|
    KARTU ASN VIRTUAL|NOMOR SK CPNS|TANGGAL SK CPNS|TMT CPNS|NOMOR SK PNS|TANGGAL SK PNS|TMT PNS|GOL AWAL ID|
    GOL AWAL NAMA|GOL AKHIR ID|GOL AKHIR NAMA|TMT GOLONGAN|MK TAHUN|MK BULAN|JENIS JABATAN ID|JENIS JABATAN NAMA|
    JABATAN ID|JABATAN NAMA|TMT JABATAN|TINGKAT PENDIDIKAN ID|TINGKAT PENDIDIKAN NAMA|PENDIDIKAN ID|PENDIDIKAN NAMA|
    TAHUN LULUS|KPKN ID|KPKN NAMA|LOKASI KERJA ID|LOKASI KERJA NAMA|UNOR ID|UNOR NAMA|INSTANSI INDUK ID|
    INSTANSI INDUK NAMA|INSTANSI KERJA ID|INSTANSI KERJA NAMA|SATUAN KERJA INDUK ID|SATUAN KERJA INDUK NAMA|
    SATUAN KERJA KERJA ID|SATUAN KERJA KERJA NAMA|IS VALID NIK|NAMA SEKOLAH|FLAG IKD|ESELON ID|UNOR INDUK NAMA|
    SYARAT PENDIDIKAN ID
    """.replace("\n    ", "")
    .strip()
    .split("|")
)
"""Every header of the SIASN export in its order, and the three that agencies add; what nobody reads stays empty."""
READY_HEADER = ("nip", "nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total", "tahun")

_TITLES = np.array([""] * 8 + ["A.Md.", "S.Tr.", "S.E.", "M.Si.", "Dr."], dtype=object)
_STATUS_NAMES = {"01": "Aktif", "02": "CLTN", "03": "Tugas Belajar", "15": "Hukuman Disiplin", "51": "CPNS",
                 "66": "Diberhentikan", "71": "PPPK Aktif", "99": "Pensiun"}  # fmt: skip
_RANGKAP = 0.02
_HALF_POINTS = np.array([f"{half / 2:g}".replace(".", ",") for half in range(201)], dtype=object)


def ready_scores(
    nip: np.ndarray, name: np.ndarray, units: Units, careers: Careers, *, points: np.ndarray, time: int
) -> Columns:
    """`nilai_ipasn` at a snapshot: everybody who serves, with decimal commas; `points` has shape (4, people)."""
    rows = np.flatnonzero(careers.present[time])
    points = points[:, rows]
    texts = [_HALF_POINTS[np.rint(2 * value).astype(np.int64)] for value in (*points, points.sum(axis=0))]
    year = np.full(len(rows), DATES[time][:4], dtype=object)
    cells = (nip[rows], name[rows], units.name[careers.unit[time, rows]], *texts, year)
    return dict(zip(READY_HEADER, cells, strict=True))


def people_rows(
    government: Government,
    nip: np.ndarray,
    name: np.ndarray,
    units: Units,
    careers: Careers,
    *,
    faults: PersonFaults,
    raw: int,
) -> Columns:
    """`profil` at a raw snapshot as it should stand, one row per listed person, before any fault."""
    time = FIRST_RAW + raw
    people, rows, day = careers.people, np.flatnonzero(faults.listed[raw]), int(DAYS[time])
    education, unit = careers.education[time], careers.unit[time]
    grade = posts.grades(people, education, day)
    kind = careers.post[time].astype("U1").astype(object)
    kind[(careers.level[time] == 3) & (np.arange(len(people)) % round(1 / _RANGKAP) == 0)] = "3"
    status = faults.status[raw]
    permanent = ~people.pppk & (status != "51")
    columns = {
        "NIP BARU": nip,
        "NAMA": name,
        "GELAR BELAKANG": np.where((education == S1) & (people.track == 0), "S.Pd.", _TITLES[education]),
        "TANGGAL LAHIR": date_texts(people.birth, day_first=True),
        "JENIS KELAMIN": np.where(people.female, "F", "M").astype(object),
        "JENIS PEGAWAI NAMA": np.where(people.pppk, "PPPK", "PNS").astype(object),
        "KEDUDUKAN HUKUM ID": status,
        "KEDUDUKAN HUKUM NAMA": _looked_up(status, _STATUS_NAMES),
        "STATUS CPNS PNS": np.where(people.pppk, "", np.where(permanent, "P", "C")).astype(object),
        "TMT CPNS": date_texts(people.start, day_first=True),
        "GOL AKHIR ID": posts.GRADE_CODES[grade],
        "JENIS JABATAN ID": kind,
        "JABATAN NAMA": posts.post_names(careers, units, time, grade),
        "TMT JABATAN": date_texts(posts.post_since(careers, time), day_first=True),
        "TINGKAT PENDIDIKAN ID": EDUCATION[education],
        "UNOR NAMA": units.unor[careers.unor[time]],
        "INSTANSI KERJA NAMA": np.full(len(people), f"Pemerintah {government.name}", dtype=object),
        "ESELON ID": posts.eselon_codes(government, units, unit, careers.level[time], careers.rank[time]),
        "UNOR INDUK NAMA": units.name[unit],
        "SYARAT PENDIDIKAN ID": EDUCATION[posts.required_education(careers, time)],
    }
    return rows_taken(columns, rows)


def spoiled(table: Columns, faults: PersonFaults, raw: int, people: People, rng: np.random.Generator) -> Columns:
    """`profil` with its faults: those of the people, duplicate rows, and the quirks of exports in small shares."""
    rows = np.flatnonzero(faults.listed[raw])
    kind = faults.kind[rows]
    table = {name: cells.copy() for name, cells in table.items()}
    nip = table["NIP BARU"].copy()
    broken = {name: np.flatnonzero(kind == name) for name in set(kind) - {""}}
    table["NIP BARU"][_found(broken, "nip_scientific")] = _scientific(nip[_found(broken, "nip_scientific")])
    table["NIP BARU"][_found(broken, "nip_short")] = _shortened(nip[_found(broken, "nip_short")])
    table["TINGKAT PENDIDIKAN ID"][_found(broken, "education_unknown")] = "77"
    empty = _found(broken, "education_empty")
    table["TINGKAT PENDIDIKAN ID"][empty] = np.where(np.arange(len(empty)) % 2 == 0, "", "null")
    table["UNOR NAMA"][_found(broken, "unor_empty")] = ""
    differing_birth = _found(broken, "birth_differs")
    table["TANGGAL LAHIR"][differing_birth] = date_texts(people.birth[rows[differing_birth]] + 31, day_first=True)
    table["ESELON ID"][faults.eselon_missing[rows]] = ""
    _apply_quirks(table, kind == "", rng)
    return rows_joined(table, *_duplicates(table, broken))


def _apply_quirks(table: Columns, sound: np.ndarray, rng: np.random.Generator) -> None:
    """Leading apostrophes, codes that lost their zero, the literal null; none changes what a row means."""
    draw = rng.random((5, len(sound)))
    for place, (column, share) in enumerate((("NIP BARU", 0.01), ("TINGKAT PENDIDIKAN ID", 0.004))):
        hit = sound & (draw[place] < share)
        table[column][hit] = "'" + table[column][hit]
    bare = sound & (draw[2] < 0.004) & (table["KEDUDUKAN HUKUM ID"] == "01")
    table["KEDUDUKAN HUKUM ID"][bare] = "1"
    table["GELAR BELAKANG"][(draw[3] < 0.02) & (table["GELAR BELAKANG"] == "")] = "null"
    table["ESELON ID"][(draw[4] < 0.02) & (table["ESELON ID"] == "")] = "null"


def _duplicates(table: Columns, broken: dict[str, np.ndarray]) -> list[Columns]:
    """Second rows: the same again, every other one with an apostrophe; and rows with another education."""
    same = rows_taken(table, _found(broken, "duplicate_same"))
    same["NIP BARU"][::2] = "'" + same["NIP BARU"][::2]
    other = rows_taken(table, _found(broken, "duplicate_differing"))
    other["TINGKAT PENDIDIKAN ID"] = np.where(other["TINGKAT PENDIDIKAN ID"] == "40", "45", "40").astype(object)
    return [same, other]


def _found(broken: dict[str, np.ndarray], name: str) -> np.ndarray:
    return broken.get(name, np.zeros(0, dtype=np.int64))


def _scientific(nip: np.ndarray) -> np.ndarray:
    return np.array([f"{int(text):.2E}" for text in nip], dtype=object)


def _shortened(nip: np.ndarray) -> np.ndarray:
    return np.array([text[:-1] for text in nip], dtype=object)


def _looked_up(codes: np.ndarray, names: dict[str, str]) -> np.ndarray:
    found, places = np.unique(codes.astype("U2"), return_inverse=True)
    return np.array([names[str(code)] for code in found], dtype=object)[places]
