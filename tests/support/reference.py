"""The rules once more, row by row and slowly: what `ipasn score` is compared with, person by person.

Written from the texts of the rules alone (input, people, histories, import mode; instrument `perban8_2019`), with
plain dictionaries and exact decimals, and sharing no line with `ipasn_analysis`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

Row = dict[str, object]

EDUCATION = {
    **dict.fromkeys(("05", "10", "12"), Decimal(1)),
    **dict.fromkeys(("15", "17", "18", "20", "25"), Decimal(5)),
    "30": Decimal(10),
    "35": Decimal(15),
    "40": Decimal(15),
    "45": Decimal(20),
    "50": Decimal(25),
}
POST = {"1": "struktural", "2": "fungsional", "3": "struktural", "4": "pelaksana"}
MEASURED = ("01", "03", "15", "71")
ESELON_LEVEL = {"11": 1, "12": 1, "21": 2, "22": 2, "31": 3, "32": 3, "41": 4, "42": 4, "51": 4, "52": 4}
STRUCTURAL_LEVEL = {"2": 4, "3": 3, "4": 2, "5": 1}
NUMERAL = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
FUNCTIONAL, TECHNICAL, SEMINAR = {"2"}, {"3", "5", "6"}, {"4", "7", "8", "9", "10"}
COURSE_KINDS = {str(kind) for kind in range(1, 11)}
PREDIKAT = {"sangat baik": 30, "baik": 25, "cukup": 15, "butuh perbaikan": 15, "kurang": 5}
PREDIKAT |= {"buruk": 1, "sangat kurang": 1}
SAME_PREDIKAT = {"cukup": "butuh perbaikan", "buruk": "sangat kurang"}
SANCTION = {"R": 3, "S": 2, "B": 1}
MAXIMUM = {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": 5}
USED = [
    "NAMA",
    "JENIS PEGAWAI NAMA",
    "KEDUDUKAN HUKUM ID",
    "JENIS JABATAN ID",
    "TINGKAT PENDIDIKAN ID",
    "UNOR NAMA",
    "ESELON ID",
    "UNOR INDUK NAMA",
    "JABATAN NAMA",
    "GOL AKHIR ID",
    "JENIS KELAMIN",
    "TANGGAL LAHIR",
    "TMT JABATAN",
    "SYARAT PENDIDIKAN ID",
]


@dataclass
class Outcome:
    """What must come out: one row per measured NIP, the four counts, and the rows named in the rejects."""

    people: dict[str, Row] = field(default_factory=dict)
    rows: int = 0
    excluded: int = 0
    rejected: int = 0
    reported: set[tuple[str, int]] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, int]:
        measured = len(self.people)
        return {"rows": self.rows, "measured": measured, "excluded": self.excluded, "rejected": self.rejected}


def text(value: object) -> str:
    """A cell without surrounding blanks; nothing for an empty one and for the literal null."""
    words = "" if value is None else str(value).strip()
    return "" if words == "null" else words


def code(value: object, two_digits: bool = False) -> str:
    """A NIP or code without the leading apostrophe, with its zero back where the code table has two digits."""
    digits = text(value)
    if digits.startswith("'"):
        digits = text(digits[1:])
    return "0" + digits if two_digits and len(digits) == 1 and digits in "0123456789" else digits


def known_code(value: object, table: Collection[str]) -> str:
    """A code of a table, also where zeros stand before it."""
    digits = code(value)
    return digits.lstrip("0") if digits not in table and digits.lstrip("0") in table else digits


def day(value: object) -> date | None:
    """A date dd-mm-yyyy or a native one (ISO); None for an empty or impossible one."""
    words = code(value)
    found = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", words)
    if found:
        words = "-".join(reversed(found.groups()))
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def number(value: object) -> Decimal | None:
    """A number with point or comma; None for an empty or impossible one."""
    try:
        found = Decimal(code(value).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def is_nip(nip: str) -> bool:
    return re.fullmatch(r"[0-9]{18}", nip) is not None


NEEDED = {
    "profil": ["NAMA", *USED[1:6]],
    "rw_diklat": ["latihanStrukturalId", "jumlahJam", "tanggalSelesai"],
    "rw_kursus": ["jenisDiklatId", "namaKursus", "jumlahJam", "tanggalSelesaiKursus"],
    "rw_skp": ["tahun", "nilaiPrestasiKerja"],
    "rw_skp22": ["tahun", "kuadranKinerja"],
    "rw_hukdis": ["jenisTingkatHukumanId", "hukumanTanggal", "skPembatalanNomor"],
    "nilai_ipasn": ["nama", "unor", "kualifikasi", "kompetensi", "kinerja", "disiplin", "total"],
}
"""The needed columns of each table besides the NIP."""
NAMES = {"profil": "NAMA", "nilai_ipasn": "nama"}


def is_nobody(table: str, row: Row) -> bool:
    """Whether a row is about nobody: fewer than nine digits in the place of a NIP, and next to nothing beside it."""
    key = next(iter(set(row) & {"NIP BARU", "nipBaru", "nip"}))
    if sum(char.isdigit() for char in code(row[key])) >= 9 or re.search(r"[0-9]E\+?[0-9]", code(row[key])):
        return False
    few = sum(text(row.get(column)) != "" for column in NEEDED[table]) <= 1
    return few or (table in NAMES and not any(char.isalpha() for char in text(row[NAMES[table]])))


def kind_of_employee(row: Row) -> str:
    """PNS or PPPK by how the name of the kind begins, else by the legal status, else by the NIP; empty for none."""
    name = text(row["JENIS PEGAWAI NAMA"]).upper()
    if not name or name == "HONORER":
        return ""
    for start, kind in (("PNS", "PNS"), ("CPNS", "PNS"), ("PPPK", "PPPK")):
        if name.startswith(start):
            return kind
    month = int(code(row["NIP BARU"])[12:14])
    return "PPPK" if code(row["KEDUDUKAN HUKUM ID"]) == "71" or not 1 <= month <= 12 else "PNS"


def score(tables: dict[str, list[Row]], cutoff: date) -> Outcome:
    """Score the tables of one snapshot, each a list of rows with the header as keys."""
    outcome = Outcome()
    if "nilai_ipasn" in tables:
        _import(tables, cutoff, outcome)
        return outcome
    outcome.rows = len(tables["profil"])
    people = _people(tables["profil"], outcome, EDUCATION)
    known = {code(row["NIP BARU"]) for row in tables["profil"]}
    histories = _Histories(tables, known, cutoff, outcome)
    for nip, row in people.items():
        outcome.people[nip] = _score_one(nip, row, histories, cutoff)
    return outcome


def _people(rows: list[Row], outcome: Outcome, education: dict[str, Decimal]) -> dict[str, Row]:
    """The people measured; every other row excluded or rejected, in the order that the rules give."""
    by_nip: dict[str, list[tuple[int, Row]]] = {}
    for position, row in enumerate(rows, start=1):
        nip = code(row["NIP BARU"])
        if is_nobody("profil", row):
            outcome.rows -= 1
            continue
        if not is_nip(nip):
            outcome.rejected += 1
            outcome.reported.add(("profil", position))
            continue
        by_nip.setdefault(nip, []).append((position, row))
    measured = {}
    for nip, group in by_nip.items():
        if len({tuple(_used(row)) for _, row in group}) > 1:
            outcome.rejected += len(group)
            outcome.reported |= {("profil", position) for position, _ in group}
            continue
        outcome.excluded += len(group) - 1
        position, row = group[0]
        if code(row["KEDUDUKAN HUKUM ID"], True) not in MEASURED:
            outcome.excluded += 1
        elif _lacks_a_needed_cell(row, education):
            outcome.rejected += 1
            outcome.reported.add(("profil", position))
        else:
            measured[nip] = row
    return measured


def _used(row: Row) -> list[str]:
    """The used cells of a person after cleaning."""
    two_digits = ("KEDUDUKAN HUKUM ID", "TINGKAT PENDIDIKAN ID", "SYARAT PENDIDIKAN ID")
    codes = ("JENIS JABATAN ID", "ESELON ID", "GOL AKHIR ID")
    cells = []
    for name in USED:
        if name == "JENIS JABATAN ID":
            cells.append(known_code(row.get(name), POST))
        elif name in two_digits or name in codes:
            cells.append(code(row.get(name), name in two_digits))
        elif name in ("TANGGAL LAHIR", "TMT JABATAN"):
            cells.append(str(day(row.get(name)) or text(row.get(name))))
        else:
            cells.append(kind_of_employee(row) if name == "JENIS PEGAWAI NAMA" else text(row.get(name)))
    return cells


def _lacks_a_needed_cell(row: Row, education: dict[str, Decimal]) -> bool:
    level = code(row["TINGKAT PENDIDIKAN ID"], True)
    return (
        known_code(row["JENIS JABATAN ID"], POST) not in POST
        or not kind_of_employee(row)
        or not text(row["UNOR NAMA"])
        or (level != "" and level not in education)
    )


class _Histories:
    """What remains of the histories of each person, and which rows were set aside."""

    def __init__(self, tables: dict[str, list[Row]], known: set[str], cutoff: date, outcome: Outcome) -> None:
        self.known, self.cutoff, self.outcome = known, cutoff, outcome
        self.leadership: list[tuple[str, int]] = []
        self.courses: list[tuple[str, str, date, Decimal]] = []
        self.without_hours: list[tuple[str, date]] = []
        self.has_hours = False
        self.assessments: dict[tuple[str, int], set[str | Decimal]] = {}
        self.sanctions: list[tuple[str, str, date]] = []
        for name, read in (("rw_diklat", self._diklat), ("rw_kursus", self._kursus), ("rw_hukdis", self._hukdis)):
            seen: set[tuple[object, ...]] = set()
            for position, row in enumerate(tables.get(name, []), start=1):
                if not is_nobody(name, row) and (not self._is_known(row) or not read(row, seen)):
                    outcome.reported.add((name, position))
        self._assess("rw_skp", tables.get("rw_skp", []))
        self._assess("rw_skp22", tables.get("rw_skp22", []))

    def _is_known(self, row: Row) -> bool:
        return code(row["nipBaru"]) in self.known and is_nip(code(row["nipBaru"]))

    def _hours(self, row: Row) -> tuple[bool, Decimal | None]:
        """Whether the hours are possible, and the hours (None where the cell is empty)."""
        hours = number(row["jumlahJam"])
        if code(row["jumlahJam"]) == "":
            return True, None
        return hours is not None and hours >= 0, hours

    def _diklat(self, row: Row, _: set[tuple[object, ...]]) -> bool:
        nip, when = code(row["nipBaru"]), day(row["tanggalSelesai"])
        possible, _ = self._hours(row)
        name = text(row.get("latihanStrukturalNama"))
        level = STRUCTURAL_LEVEL.get(known_code(row["latihanStrukturalId"], STRUCTURAL_LEVEL)) or level_of_name(name)
        if when is None or when > self.cutoff or not possible:
            return False
        if level is not None:
            self.leadership.append((nip, level))
        return True

    def _kursus(self, row: Row, seen: set[tuple[object, ...]]) -> bool:
        nip, kind, when = (
            code(row["nipBaru"]),
            known_code(row["jenisDiklatId"], COURSE_KINDS),
            day(row["tanggalSelesaiKursus"]),
        )
        possible, hours = self._hours(row)
        if when is None or when > self.cutoff or not possible or kind not in COURSE_KINDS:
            return False
        if kind in TECHNICAL and hours is None:
            self.without_hours.append((nip, when))
            return False
        self.has_hours |= kind in TECHNICAL
        key = (nip, kind, text(row["namaKursus"]), when, hours)
        if key not in seen:
            seen.add(key)
            self.courses.append((nip, kind, when, hours or Decimal(0)))
        return True

    def _hukdis(self, row: Row, _: set[tuple[object, ...]]) -> bool:
        level, when = code(row["jenisTingkatHukumanId"]), day(row["hukumanTanggal"])
        if when is None or when > self.cutoff or level not in SANCTION:
            return False
        if not text(row["skPembatalanNomor"]):
            self.sanctions.append((code(row["nipBaru"]), level, when))
        return True

    def _assess(self, name: str, rows: list[Row]) -> None:
        """Assessments by person and year: identical ones count once, differing ones not at all."""
        found: dict[tuple[str, int], dict[int, str | Decimal]] = {}
        for position, row in enumerate(rows, start=1):
            if is_nobody(name, row):
                continue
            year = _year(row["tahun"])
            value: str | Decimal | None
            if name == "rw_skp":
                value = number(row["nilaiPrestasiKerja"])
                value = value if value is not None and 0 <= value <= 100 else None
            else:
                value = text(row["kuadranKinerja"]).lower()
                value = SAME_PREDIKAT.get(value, value) if value in PREDIKAT else None
            wrong_file = year is not None and (year > 2021) == (name == "rw_skp")
            if not self._is_known(row) or year is None or year > self.cutoff.year or value is None or wrong_file:
                self.outcome.reported.add((name, position))
            else:
                found.setdefault((code(row["nipBaru"]), year), {})[position] = value
        for key, values in found.items():
            if len(set(values.values())) > 1:
                self.outcome.reported |= {(name, position) for position in values}
            else:
                self.assessments.setdefault(key, set()).update(values.values())


def _year(value: object) -> int | None:
    words = code(value)
    return int(words) if re.fullmatch(r"[0-9]{4}", words) else None


def level_of_name(name: str) -> int | None:
    """The level of a leadership training by its name: PIM, Diklatpim, PKN with a level, PKA (III), PKP (IV)."""
    words = re.findall(r"[A-Z0-9]+", name.upper())
    for place, word in enumerate(words):
        if word == "PKA":
            return 3
        if word == "PKP":
            return 4
        if word in ("PIM", "DIKLATPIM", "PKN"):
            rest = [other for other in words[place + 1 : place + 3] if other not in ("TINGKAT", "TK")]
            level = NUMERAL.get(rest[0]) if rest else None
            if level is not None and (word != "PKN" or level <= 2):
                return level
    return None


def _score_one(nip: str, row: Row, histories: _Histories, cutoff: date) -> Row:
    post = POST[known_code(row["JENIS JABATAN ID"], POST)]
    education = code(row["TINGKAT PENDIDIKAN ID"], True)
    eselon = ESELON_LEVEL.get(code(row.get("ESELON ID")))
    items, hours = _items(nip, post, eselon, histories, cutoff)
    this_year = any(nip == owner and when >= date(cutoff.year, 1, 1) for owner, when in histories.without_hours)
    unknown = this_year and not histories.has_hours
    assessments = histories.assessments.get((nip, cutoff.year - 1), set())
    dimensions = {
        "kualifikasi": EDUCATION.get(education, Decimal(0)),
        "kompetensi": sum(items.values(), Decimal(0)),
        "kinerja": Decimal(_kinerja(next(iter(assessments)))) if assessments else Decimal(0),
        "disiplin": Decimal(_disiplin(nip, histories, cutoff)),
    }
    return {
        "nip": nip,
        "jenis_pegawai": kind_of_employee(row),
        "jenis_jabatan": post,
        "perangkat_daerah": text(row.get("UNOR INDUK NAMA")) or text(row["UNOR NAMA"]),
        **dimensions,
        "indeks": sum(dimensions.values()),
        "kategori": category(sum(dimensions.values(), Decimal(0))),
        **items,
        "jp_teknis": None if unknown else hours,
        "jp_tidak_diketahui": unknown,
        "tanpa_kualifikasi": education == "",
        "tanpa_kinerja": not assessments,
        "tanpa_eselon": post == "struktural" and eselon is None,
    }


def _items(
    nip: str, post: str, eselon: int | None, histories: _Histories, cutoff: date
) -> tuple[dict[str, Decimal], Decimal]:
    """Points of each item, and the hours of technical training of the measured year."""
    courses = [course[1:] for course in histories.courses if course[0] == nip]
    year = cutoff.year
    hours = sum((jp for kind, when, jp in courses if kind in TECHNICAL and when >= date(year, 1, 1)), Decimal(0))
    leads = any(person == nip and eselon is not None and level <= eselon for person, level in histories.leadership)
    functional = any(kind in FUNCTIONAL for kind, _, _ in courses)
    attended = any(kind in SEMINAR and when >= date(year - 1, 1, 1) for kind, when, _ in courses)
    pelaksana, nothing = post == "pelaksana", Decimal(0)
    items = {
        "diklat_kepemimpinan": Decimal(15) if post == "struktural" and leads else nothing,
        "diklat_fungsional": Decimal(15) if post == "fungsional" and functional else nothing,
        "diklat_teknis": Decimal("22.5" if pelaksana else "15") if hours >= 20 else nothing,
        "seminar": Decimal("17.5" if pelaksana else "10") if attended else nothing,
    }
    return items, hours


def _kinerja(value: str | Decimal) -> int:
    if isinstance(value, str):
        return PREDIKAT[value]
    for above, points in ((90, 30), (75, 25), (60, 15), (50, 5)):
        if value > above:
            return points
    return 1


def _disiplin(nip: str, histories: _Histories, cutoff: date) -> int:
    first = date(cutoff.year - 4, 1, 1)
    return min(
        [5] + [SANCTION[level] for person, level, when in histories.sanctions if person == nip and when >= first]
    )


def category(index: Decimal) -> str:
    for edge, name in ((91, "sangat tinggi"), (81, "tinggi"), (71, "sedang"), (61, "rendah")):
        if index >= edge:
            return name
    return "sangat rendah"


def _import(tables: dict[str, list[Row]], cutoff: date, outcome: Outcome) -> None:
    """Ready scores; with a profil beside them, the attributes come from there."""
    rows = tables["nilai_ipasn"]
    outcome.rows = len(rows)
    by_nip: dict[str, list[tuple[int, Row]]] = {}
    for position, row in enumerate(rows, start=1):
        nip = code(row["nip"])
        year = _year(row["tahun"])
        if is_nobody("nilai_ipasn", row) or (year is not None and year != cutoff.year):
            outcome.rows -= 1
        elif not is_nip(nip) or year is None:
            outcome.rejected += 1
            outcome.reported.add(("nilai_ipasn", position))
        else:
            by_nip.setdefault(nip, []).append((position, row))
    for nip, group in by_nip.items():
        values = {tuple(_ready_cells(row)) for _, row in group}
        row = group[0][1]
        if len(values) > 1 or not _possible(row) or not text(row["unor"]):
            bad = group if len(values) > 1 else group[:1]
            outcome.rejected += len(bad)
            outcome.excluded += len(group) - len(bad)
            outcome.reported |= {("nilai_ipasn", position) for position, _ in bad}
            continue
        outcome.excluded += len(group) - 1
        dimensions = {name: number(row[name]) or Decimal(0) for name in MAXIMUM}
        index = sum(dimensions.values(), Decimal(0))
        outcome.people[nip] = {
            "nip": nip,
            "jenis_pegawai": "PNS" if 1 <= int(nip[12:14]) <= 12 else "PPPK",
            "perangkat_daerah": text(row["unor"]),
            **dimensions,
            "indeks": index,
            "kategori": category(index),
        }


def _ready_cells(row: Row) -> list[object]:
    numbers = [number(row[name]) for name in (*MAXIMUM, "total")]
    return [text(row["nama"]), text(row["unor"]), *numbers]


def _possible(row: Row) -> bool:
    values = [number(row[name]) for name in MAXIMUM]
    total = number(row["total"])
    if total is None or any(value is None for value in values):
        return False
    within = all(0 <= value <= MAXIMUM[name] for name, value in zip(MAXIMUM, values, strict=True) if value is not None)
    return within and abs(total - sum(value for value in values if value is not None)) <= Decimal("0.01")
