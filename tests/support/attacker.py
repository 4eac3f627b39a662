"""Someone who has every published report of a province and works out by linear algebra what they hide.

Unknown are, per government, date, partition (units, groups, predikat …) and part, the people and the sums of their
index and dimensions. Every published number about them is one linear equation. An unknown that the equations determine
although no report shows it is a figure recovered.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")
MEASURES = ("indeks", *DIMENSIONS)
Facts = dict[str, Any]
Unknown = tuple[Any, ...]
SIZE_LIMIT = 10**6


@dataclass
class System:
    """Linear equations over named unknowns, solved block by block; a value that is known is no unknown any more."""

    known: dict[Unknown, float] = field(default_factory=dict)
    equations: list[tuple[dict[Unknown, float], float]] = field(default_factory=list)
    bounds: dict[Unknown, tuple[float, float]] = field(default_factory=dict)

    def tell(self, name: Unknown, value: float | None) -> None:
        if value is not None:
            self.known[name] = float(value)

    def add(self, coefficients: dict[Unknown, float], value: float | None) -> None:
        if value is not None and coefficients:
            self.equations.append((coefficients, float(value)))

    def blocks(self) -> Iterable[tuple[list[Unknown], np.ndarray, np.ndarray]]:
        """Equations that share unknowns, known values put in: unknowns, matrix, right side."""
        parent: dict[Unknown, Unknown] = {}

        def root(name: Unknown) -> Unknown:
            while parent.setdefault(name, name) != name:
                parent[name] = parent[parent[name]]
                name = parent[name]
            return name

        reduced = []
        for coefficients, value in self.equations:
            left = {name: weight for name, weight in coefficients.items() if name not in self.known and weight}
            rest = value - sum(weight * self.known[name] for name, weight in coefficients.items() if name in self.known)
            if left:
                reduced.append((left, rest))
                first = root(next(iter(left)))
                for name in left:
                    parent[root(name)] = first
        grouped: dict[Unknown, list[tuple[dict[Unknown, float], float]]] = defaultdict(list)
        for left, rest in reduced:
            grouped[root(next(iter(left)))].append((left, rest))
        for rows in grouped.values():
            names = sorted({name for left, _ in rows for name in left}, key=repr)
            place = {name: number for number, name in enumerate(names)}
            matrix = np.zeros((len(rows), len(names)))
            for number, (left, _) in enumerate(rows):
                for name, weight in left.items():
                    matrix[number, place[name]] += weight
            yield names, matrix, np.array([rest for _, rest in rows])

    def solved(self) -> dict[Unknown, float]:
        """Unknowns that the equations determine, with their values."""
        found: dict[Unknown, float] = {}
        for names, matrix, values in self.blocks():
            scale = np.abs(matrix).max(axis=1, keepdims=True)
            _, singular, right = np.linalg.svd(matrix / scale, full_matrices=True)
            rank = int((singular > 1e-9 * singular.max(initial=0.0)).sum())
            free = np.abs(right[rank:]).max(axis=0, initial=0.0)
            solution = np.linalg.lstsq(matrix / scale, values / scale[:, 0], rcond=1e-9)[0]
            found |= {name: float(solution[n]) for n, name in enumerate(names) if free[n] < 1e-7}
        return found

    def pinned(self) -> dict[Unknown, float]:
        """Unknown numbers of people whom the equations and the published size classes leave one value only."""
        found: dict[Unknown, float] = {}
        for names, matrix, values in self.blocks():
            if not all(name[-1] == "n" for name in names) or len(names) > 150:
                continue
            limits = [self.bounds.get(name, (0, SIZE_LIMIT)) for name in names]
            for place, name in enumerate(names):
                cost = np.zeros(len(names))
                cost[place] = 1.0
                ends = [
                    linprog(sign * cost, A_eq=matrix, b_eq=values, bounds=limits, method="highs") for sign in (1, -1)
                ]
                if all(end.status == 0 for end in ends):
                    fewest, most = math.ceil(ends[0].fun - 1e-6), math.floor(-ends[1].fun + 1e-6)
                    found |= {name: float(most)} if fewest == most else {}
        return found


@dataclass
class Attack:
    """What the published facts give away: `hidden` figures in all, `recovered` by algebra, `sizes` by size classes."""

    hidden: set[Unknown]
    recovered: dict[Unknown, float]
    sizes: dict[Unknown, float]


def attack(reports: Iterable[Facts]) -> Attack:
    """Attack the facts of several reports (governments and their province, one or more years) together."""
    system, hidden = System(), set()
    for facts in sorted(reports, key=lambda facts: facts["tingkat"] == "provinsi"):
        for read in (_whole, _units, _groups, _shares, _items, _actions, _competence, _eselon, _quality, _changes):
            read(system, hidden, facts)
    _identities(system)
    _territories(system)
    open_ = {name for name in hidden if name not in system.known}
    solved = system.solved()
    recovered = {name: solved[name] for name in open_ if name in solved and not _is_trivial(name, solved[name])}
    sizes = {name: value for name, value in system.pinned().items() if name in open_ and value > 0}
    return Attack(open_, recovered, sizes)


def _is_trivial(name: Unknown, value: float) -> bool:
    """Nobody there: an empty part has no figure."""
    return abs(value) < 1e-6


def _span(text: str | None) -> tuple[float, float]:
    if text is None:
        return 0, SIZE_LIMIT
    if text.startswith("≥"):
        return float(text[1:]), SIZE_LIMIT
    low, high = text.split("–")
    return float(low), float(high)


def _whole(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """Totals of the government at every date of its series, and the other governments' figures."""
    for row in facts["tren"]:
        _group(system, hidden, (facts["region"], row["per_tanggal"], "semua", ""), row, row["diukur"], row["dimensi"])
    own = {name: part["rata_rata"] for name, part in facts["dimensi"].items()}
    place = (facts["region"], facts["per_tanggal"], "semua", "")
    _group(system, hidden, place, facts, facts["pegawai"]["diukur"], own)
    for row in facts["peringkat_pemerintah"]:
        if row["per_tanggal"] is not None:
            _group(system, hidden, (row["region"], row["per_tanggal"], "semua", ""), row, row["diukur"], row["dimensi"])


def _group(
    system: System, hidden: set[Unknown], place: Unknown, row: Facts, people: int | None, dimensions: Facts
) -> None:
    """A mean of a known number of people is a sum."""
    values = {"indeks": row.get("indeks"), **dimensions}
    system.tell((*place, "n"), people)
    for measure in MEASURES:
        value = values.get(measure)
        if value is None or people is None:
            hidden.add((*place, measure))
        else:
            system.tell((*place, measure), value * people)
    if people is None:
        hidden.add((*place, "n"))


def _owner(facts: Facts) -> str:
    """Whose units a report shows."""
    return "pemprov-" + facts["region"] if facts["tingkat"] == "provinsi" else facts["region"]


def _adds_up(system: System, place: Unknown, partition: str, keys: Iterable[str], measures: Iterable[str]) -> None:
    """The parts of a partition make up the whole."""
    for measure in measures:
        parts = {(*place, partition, key, measure): 1.0 for key in keys}
        system.add({**parts, (*place, "semua", "", measure): -1.0}, 0.0)


def _units(system: System, hidden: set[Unknown], facts: Facts) -> None:
    rows = facts["perangkat_daerah"]
    if not rows:
        return
    place = (_owner(facts), facts["per_tanggal"])
    for row in rows:
        mine = (*place, "unit", row["nama"])
        _group(system, hidden, mine, row, row["diukur"], row["dimensi"])
        if row["disembunyikan"]:
            system.bounds[(*mine, "n")] = _span(row["kelas_ukuran"])
    _adds_up(system, place, "unit", [row["nama"] for row in rows], ("n", *MEASURES))


def _groups(system: System, hidden: set[Unknown], facts: Facts) -> None:
    within = {"eselon": ("jenis_jabatan", "struktural"), "golongan": ("jenis_pegawai", "PNS")}
    place = (facts["region"], facts["per_tanggal"])
    for grouping in facts["kelompok"]:
        partition = grouping["pengelompokan"]
        keys = [str(row["kunci"]) for row in grouping["kelompok"]]
        for key, row in zip(keys, grouping["kelompok"], strict=True):
            mine = (*place, partition, key)
            _group(system, hidden, mine, row, row["diukur"], row["dimensi"])
            if row["diukur"] is None:
                system.bounds[(*mine, "n")] = _span(row["kelas_ukuran"])
        above = within.get(partition)
        for measure in ("n", *MEASURES):
            parts = {(*place, partition, key, measure): 1.0 for key in keys}
            whole = (*place, *(above or ("semua", "")), measure)
            system.add({**parts, whole: -1.0}, 0.0)


def _shares(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """Partitions that are published as counts or shares, and what the points of their parts add up to."""
    place, people = (facts["region"], facts["per_tanggal"]), facts["pegawai"]["diukur"]
    lists: dict[str, list[tuple[str, float | None]]] = {}
    detail = facts["rincian"]
    lists["kategori"] = [
        (row["kategori"], None if row["bagian"] is None else row["bagian"] * people)
        for row in facts["sebaran_kategori"]
    ]
    for name, source in (("pendidikan", detail["pendidikan"]), ("predikat", detail["predikat"])):
        lists[name] = [(str(row["kunci"]), row["jumlah"]) for row in source or ()]
    if detail["disiplin"]:
        lists["disiplin"] = [(row["kunci"], row["jumlah"]) for row in detail["disiplin"]]
    whole_map = facts["talenta"] and facts["talenta"]["pemerintah"] is None  # else a sum of what some governments show
    if whole_map:
        cells = facts["talenta"]["sel"]
        lists["talenta"] = [(f"{cell['kinerja']}/{cell['potensi']}", cell["jumlah"]) for cell in cells]
    lists["alasan"] = list(facts["pegawai"]["alasan"].items())
    for partition, rows in lists.items():
        for key, count in rows:
            mine = (*place, partition, key, "n")
            system.tell(mine, count)
            if count is None:
                hidden.add(mine)
        if rows and partition not in {"alasan", "disiplin"}:
            _adds_up(system, place, partition, [key for key, _ in rows], ("n",))
    for excluded, total in ((True, facts["pegawai"]["dikecualikan"]), (False, facts["pegawai"]["ditolak"])):
        mine = [key for key, _ in lists["alasan"] if key.startswith(("kedudukan hukum", "baris kembar")) == excluded]
        if sum(facts["pegawai"]["alasan"][key] or 0 for key in mine) + 1e-9 < total or mine:
            system.add({(*place, "alasan", name, "n"): 1.0 for name in (*mine, f"tidak bernama {excluded}")}, total)
            if all(facts["pegawai"]["alasan"][key] is not None for key in mine):
                continue
            system.tell((*place, "alasan", f"tidak bernama {excluded}", "n"), 0.0)
    points = {"s3": 25, "s2": 20, "s1_d4": 15, "d3": 10, "d2_d1_slta": 5, "di_bawah_slta": 1}
    levels = {(*place, "pendidikan", key, "n"): float(points.get(key, 0)) for key, _ in lists["pendidikan"]}
    system.add({**levels, (*place, "semua", "", "kualifikasi"): -1.0} if levels else {}, 0.0)
    worth = {"sangat_baik": 30, "baik": 25, "butuh_perbaikan": 15, "kurang": 5, "sangat_kurang": 1}
    ratings = {(*place, "predikat", key, "n"): float(worth.get(key, 0)) for key, _ in lists["predikat"]}
    system.add({**ratings, (*place, "semua", "", "kinerja"): -1.0} if ratings else {}, 0.0)
    if whole_map and lists["predikat"]:
        bands = {"tinggi": ("sangat_baik",), "sedang": ("baik",)}
        for band in ("rendah", "sedang", "tinggi"):
            mine = bands.get(band) or [key for key, _ in lists["predikat"] if key not in ("sangat_baik", "baik")]
            cells = {(*place, "talenta", f"{band}/{other}", "n"): 1.0 for other in ("rendah", "sedang", "tinggi")}
            system.add(cells | {(*place, "predikat", key, "n"): -1.0 for key in mine}, 0.0)


def _items(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """Who has and who lacks each item: in all, by unit, by group."""
    place = (facts["region"], facts["per_tanggal"])
    posts = {"diklat_kepemimpinan": "struktural", "diklat_fungsional": "fungsional"}
    for row in facts["rincian"]["butir"] or ():
        due = (
            (*place, "jenis_jabatan", posts[row["butir"]], "n") if row["butir"] in posts else (*place, "semua", "", "n")
        )
        mine = {key: (*place, f"butir {row['butir']}", key, "n") for key in ("punya", "tidak")}
        system.add({mine["punya"]: 1.0, mine["tidak"]: 1.0, due: -1.0}, 0.0)
        if row["berlaku"] is not None:
            system.tell(due, row["berlaku"])
            system.tell(mine["punya"], row["punya"])
            system.tell(mine["tidak"], row["berlaku"] - row["punya"])
        hidden.update(mine.values())
    units = {row["nama"] for row in facts["perangkat_daerah"]}
    owner = (_owner(facts), facts["per_tanggal"])
    for item in ("diklat_teknis", "seminar"):
        shares = {row["nama"]: row["butir"].get(item) for row in facts["butir_unit"]}
        if shares:
            _split(system, hidden, owner, f"unit {item}", units, shares, ("unit",))
            whole = (*owner, f"butir {item}", "punya", "n")
            system.add({**{(*owner, f"unit {item}", unit, "punya n"): 1.0 for unit in units}, whole: -1.0}, 0.0)
    for grouping in facts["kelompok"]:
        name = grouping["pengelompokan"]
        keys = {str(row["kunci"]) for row in grouping["kelompok"]}
        for item in ("diklat_teknis", "seminar"):
            shares = {
                # A share among those governments alone that tell theirs is a mean of what they tell.
                str(row["kunci"]): None if item in row["sebagian"] else row["butir"].get(item)
                for row in facts["butir_kelompok"]
                if row["pengelompokan"] == name
            }
            if shares and name not in {"eselon", "golongan"}:
                _split(system, hidden, place, f"{name} {item}", keys, shares, (name,))
                whole = (*place, f"butir {item}", "punya", "n")
                system.add({**{(*place, f"{name} {item}", key, "punya n"): 1.0 for key in keys}, whole: -1.0}, 0.0)


def _eselon(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """By eselon: three items of known points, which with what their holders lack make up the group's kompetensi."""
    groups = [group for group in facts["kelompok"] if group["pengelompokan"] == "eselon"]
    if not groups or facts["instrumen"] != "perban8_2019" or facts["impor"]:
        return
    place = (facts["region"], facts["per_tanggal"])
    keys = {str(row["kunci"]) for row in groups[0]["kelompok"]}
    points = {"diklat_kepemimpinan": 15.0, "diklat_teknis": 15.0, "seminar": 10.0}
    for item in points:
        shares = {
            str(row["kunci"]): None if item in row["sebagian"] else row["butir"].get(item)
            for row in facts["butir_kelompok"]
            if row["pengelompokan"] == "eselon"
        }
        _split(system, hidden, place, f"eselon {item}", keys, shares, ("eselon",))
        whole = (*place, f"jenis_jabatan {item}", "struktural", "tidak n")
        if item == "diklat_kepemimpinan":
            whole = (*place, f"butir {item}", "tidak", "n")
        system.add({**{(*place, f"eselon {item}", key, "tidak n"): 1.0 for key in keys}, whole: -1.0}, 0.0)
    for key in sorted(keys):
        lacking = {(*place, f"eselon {item}", key, "tidak n"): worth for item, worth in points.items()}
        group = (*place, "eselon", key)
        system.add({**lacking, (*group, "kompetensi"): 1.0, (*group, "n"): -40.0}, 0.0)


def _split(
    system: System, hidden: set[Unknown], place: Unknown, partition: str, keys: set[str], shares: Facts, sizes: Unknown
) -> None:
    """Of each part a share has an item: those who have it and those who lack it make up the part."""
    for key in sorted(keys):
        has, lacks = ((*place, partition, key, f"{word} n") for word in ("punya", "tidak"))
        people = (*place, *sizes, key, "n")
        system.add({has: 1.0, lacks: 1.0, people: -1.0}, 0.0)
        if shares.get(key) is not None and people in system.known:
            system.tell(has, shares[key] * system.known[people])
            system.tell(lacks, (1 - shares[key]) * system.known[people])
        hidden.update((has, lacks))


def _actions(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """Open actions by kind and unit; those joined are one sum."""
    plan = facts["menuju_target"]
    if plan is None:
        return
    territory = facts["tingkat"] == "provinsi"
    names = {row["nama"]: row["region"] for row in facts["peringkat_pemerintah"]}
    units = sorted(names if territory else {row["nama"] for row in facts["perangkat_daerah"]})
    kinds = sorted({(row["tindakan"], row["jenis_jabatan"], row["poin"]) for row in plan["tindakan"]})
    for kind in kinds:
        rows = [row for row in plan["tindakan"] if (row["tindakan"], row["jenis_jabatan"], row["poin"]) == kind]
        rest = dict.fromkeys(units)
        place = (facts["region"], facts["per_tanggal"])
        total = {(*place, "kegiatan", str(kind), "n"): -1.0}
        for row in rows:
            unit = row["perangkat_daerah"]
            if unit in rest:
                system.tell(_action(facts, names, kind, unit), row["tersedia"])
                rest.pop(unit)
            else:
                joined = {_action(facts, names, kind, name): 1.0 for name in units if _unlisted(rows, name)}
                system.add(joined, row["tersedia"])
                hidden.update(joined)
        system.add({_action(facts, names, kind, name): 1.0 for name in units} | total, 0.0)
        if any(row["tersedia"] is None for row in rows):
            hidden.add((*place, "kegiatan", str(kind), "n"))
        if not any(row["perangkat_daerah"] not in units for row in rows):
            for name in rest:
                system.tell(_action(facts, names, kind, name), 0.0)
    for item in {kind[0] for kind in kinds} & {"diklat_fungsional", "diklat_teknis", "seminar"}:
        place = (facts["region"], facts["per_tanggal"])
        for post in {kind[1] for kind in kinds if kind[0] == item}:
            of_post = {
                (*place, "kegiatan", str(kind), "n"): 1.0 for kind in kinds if kind[0] == item and kind[1] == post
            }
            lacking = (*place, f"jenis_jabatan {item}", post, "tidak n")
            system.add({**of_post, lacking: -1.0}, 0.0)
            shown = [
                row["tersedia"] for row in plan["tindakan"] if (row["tindakan"], row["jenis_jabatan"]) == (item, post)
            ]
            system.tell(lacking, None if None in shown else sum(shown))  # published as open actions
        of_item = {(*place, "kegiatan", str(kind), "n"): 1.0 for kind in kinds if kind[0] == item}
        system.add({**of_item, (*place, f"butir {item}", "tidak", "n"): -1.0}, 0.0)
        if not territory and item in {"diklat_teknis", "seminar"}:
            for name in units:
                cells = {_action(facts, names, kind, name): 1.0 for kind in kinds if kind[0] == item}
                system.add({**cells, (*place, f"unit {item}", name, "tidak n"): -1.0}, 0.0)


def _competence(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """What people lack in kompetensi is the sum of their open actions, and of what posts without eselon cannot earn."""
    plan = facts["menuju_target"]
    if facts["instrumen"] != "perban8_2019" or facts["impor"] or plan is None or not facts["rincian"]["butir"]:
        return
    place, people = (facts["region"], facts["per_tanggal"]), facts["pegawai"]["diukur"]
    territory = facts["tingkat"] == "provinsi"
    names = {row["nama"]: row["region"] for row in facts["peringkat_pemerintah"]}
    kinds = sorted({(row["tindakan"], row["jenis_jabatan"], row["poin"]) for row in plan["tindakan"]})
    total = {kind: (*place, "kegiatan", str(kind), "n") for kind in kinds}
    without = (*place, "catatan", "eselon", "n")
    hidden.add(without)
    open_ = {total[kind]: kind[2] for kind in kinds}
    system.add({**open_, without: 15.0, (*place, "semua", "", "kompetensi"): 1.0}, 40.0 * people)
    for row in facts["rincian"]["butir"]:
        mine = {total[kind]: kind[2] for kind in kinds if kind[0] == row["butir"]}
        system.add(mine, None if row["poin_terbuka"] is None else row["poin_terbuka"] * people)
    leading = {total[kind]: 1.0 for kind in kinds if kind[0] == "diklat_kepemimpinan"}
    system.add({**leading, without: 1.0, (*place, "butir diklat_kepemimpinan", "tidak", "n"): -1.0}, 0.0)
    for post in ("struktural", "fungsional", "pelaksana"):
        mine = {total[kind]: kind[2] for kind in kinds if kind[1] == post}
        mine |= {without: 15.0} if post == "struktural" else {}
        group = (*place, "jenis_jabatan", post)
        system.add({**mine, (*group, "kompetensi"): 1.0, (*group, "n"): -40.0}, 0.0)
    if territory:
        return
    units = [row["nama"] for row in facts["perangkat_daerah"]]
    for unit in units:
        mine = {_action(facts, names, kind, unit): kind[2] for kind in kinds}
        group, lacking = (*place, "unit", unit), (*place, "catatan eselon", unit, "n")
        system.add({**mine, lacking: 15.0, (*group, "kompetensi"): 1.0, (*group, "n"): -40.0}, 0.0)
        hidden.update(mine)
    system.add({**{(*place, "catatan eselon", unit, "n"): 1.0 for unit in units}, without: -1.0}, 0.0)


def _unlisted(rows: list[Facts], name: str) -> bool:
    return all(row["perangkat_daerah"] != name for row in rows)


def _action(facts: Facts, names: dict[str, str], kind: tuple[Any, ...], unit: str) -> Unknown:
    if facts["tingkat"] == "provinsi":
        return (names[unit], facts["per_tanggal"], "kegiatan", str(kind), "n")
    return (facts["region"], facts["per_tanggal"], f"kegiatan unit {unit}", str(kind), "n")


def _quality(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """Who lacks which record: in all and by unit (in a territory by government)."""
    found = facts["mutu_data"]
    place = (facts["region"], facts["per_tanggal"])
    territory = facts["tingkat"] == "provinsi"
    regions = {row["nama"]: row["region"] for row in facts["peringkat_pemerintah"]}
    for row in found["kelengkapan"]:
        mine = (*place, "catatan", row["butir"], "n")
        system.tell(mine, row["tanpa"])
        hidden.add(mine)
        part = {"kualifikasi": ("pendidikan", "None"), "kinerja": ("predikat", "None"), "eselon": ("eselon", "None")}
        if row["butir"] in part and (row["butir"] != "kinerja" or facts["rincian"]["predikat"]):
            system.add({mine: 1.0, (*place, *part[row["butir"]], "n"): -1.0}, 0.0)
    for reason, record in (("tingkat pendidikan kosong", "kualifikasi"), ("jabatan struktural tanpa eselon", "eselon")):
        for row in found["temuan"]:
            if row["alasan"] == reason:
                system.tell((*place, "catatan", record, "n"), row["jumlah"])
    if found["ketepatan_waktu"]["bercatatan"] is not None:
        lacking = facts["pegawai"]["diukur"] - found["ketepatan_waktu"]["bercatatan"]
        system.tell((*place, "catatan", "kompetensi", "n"), lacking)
    names = [row["nama"] for row in facts["perangkat_daerah"]]
    for record in ("kualifikasi", "kompetensi", "kinerja"):
        for row in found["per_unit"]:
            share = row[f"tanpa_{record}"]
            mine = (
                (regions[row["nama"]], facts["per_tanggal"], "catatan", record, "n")
                if territory
                else (*place, f"catatan {record}", row["nama"], "n")
            )
            hidden.add(mine)
            system.tell(mine, None if share is None else share * row["diukur"])
        if not territory:
            cells = {(*place, f"catatan {record}", name, "n"): 1.0 for name in names}
            system.add({**cells, (*place, "catatan", record, "n"): -1.0}, 0.0)
        for row in found["pemutakhiran"]:
            if row["butir"] == record and row["nama"] in names and not territory:
                system.tell((*place, f"catatan {record}", row["nama"], "n"), row["pegawai"])


def _changes(system: System, hidden: set[Unknown], facts: Facts) -> None:
    """Changes since the year before, of the whole and of units."""
    change = facts["perubahan"]
    owner = _owner(facts)
    before = [row for row in facts["tren"] if row["tahun"] == facts["tahun"] - 1]
    if change is None or abs(before[-1]["indeks"] - change["indeks_dari"]) > 1e-9:
        return  # nothing, or a year before of other governments than its own report counted
    then = (facts["region"], change["dari"])
    now = (facts["region"], facts["per_tanggal"])
    n0, n1 = system.known.get((*then, "semua", "", "n")), system.known.get((*now, "semua", "", "n"))
    if n0 and n1:
        system.add({(*then, "semua", "", "indeks"): 1 / n0}, change["indeks_dari"])
        for name, points in change["per_dimensi"].items():
            system.add({(*now, "semua", "", name): 1 / n1, (*then, "semua", "", name): -1 / n0}, points)
    for row in facts["perangkat_daerah"]:
        if row["perubahan"] is not None:
            date = change["dari"] if facts["tingkat"] != "provinsi" else before[-1]["per_tanggal"]
            was = (owner, date, "unit", row["nama"])
            if (*was, "n") in system.known:
                system.tell((*was, "indeks"), (row["indeks"] - row["perubahan"]) * system.known[(*was, "n")])
    if facts["tingkat"] == "provinsi" or not n0 or not n1:
        return
    middle = (change["indeks_dari"] + facts["indeks"]) / 2
    units = {name[3] for name in system.known if name[:3] == (*then, "unit")}
    units |= {name[3] for name in hidden if name[:3] == (*then, "unit")}
    units |= {row["nama"] for row in facts["perangkat_daerah"]}
    named = {row["nama"] for row in change["per_unit"]}
    rest: dict[Unknown, float] = {}
    for unit in sorted(units):
        terms = {
            (*now, "unit", unit, "indeks"): 1 / n1,
            (*then, "unit", unit, "indeks"): -1 / n0,
            (*now, "unit", unit, "n"): -middle / n1,
            (*then, "unit", unit, "n"): middle / n0,
        }
        if unit in named:
            points = next(row["kontribusi"] for row in change["per_unit"] if row["nama"] == unit)
            system.add(terms, points)
        else:
            rest |= terms
    for row in change["per_unit"]:
        if row["nama"] is None:
            system.add(rest, row["kontribusi"])


def _identities(system: System) -> None:
    """An index is the sum of its four dimensions."""
    places = {name[:-1] for coefficients, _ in system.equations for name in coefficients if name[-1] in MEASURES}
    for place in places:
        system.add({(*place, "indeks"): 1.0, **{(*place, name): -1.0 for name in DIMENSIONS}}, 0.0)


def _territories(system: System) -> None:
    """A figure of a province is the sum over its governments of the same date; a part that none has is left out."""
    names = {name for coefficients, _ in system.equations for name in coefficients} | set(system.known)
    by_part: dict[Unknown, set[str]] = defaultdict(set)
    for name in names:
        if not name[2].startswith(("unit", "kegiatan unit")) and (name[2] != "unit"):
            by_part[name[1:]].add(name[0])
    for part, regions in by_part.items():
        if "kalsel" in regions and len(regions) > 1:
            members = {(region, *part): 1.0 for region in sorted(regions) if region != "kalsel"}
            if _complete(system, regions, part):
                system.add({**members, ("kalsel", *part): -1.0}, 0.0)


def _complete(system: System, regions: set[str], part: Unknown) -> bool:
    """Whether the governments that report a part are all that the province counts at that date."""
    date = part[0]
    whole = system.known.get(("kalsel", date, "semua", "", "n"))
    parts = [system.known.get((region, date, "semua", "", "n")) for region in sorted(regions) if region != "kalsel"]
    told = [count for count in parts if count is not None]
    missing = len(parts) - len(told)
    return whole is not None and missing == 0 and abs(sum(told) - whole) < 0.5
