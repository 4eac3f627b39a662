"""Snapshots with official scores beside records: a planted rule, and records that are wrong in three ways."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from support import snapshots

BASE = {"Sangat Baik": 25.0, "Baik": 20.0, "Butuh Perbaikan": 15.0}
KINERJA = {"Sangat Baik": 30.0, "Baik": 25.0, "Butuh Perbaikan": 15.0}
LEVELS = {"15": 3, "30": 6, "40": 7, "45": 8}
KINDS = {"diklat_fungsional": "2", "diklat_teknis": "3", "seminar": "9"}
CHANCE = {"diklat_kepemimpinan": 0.12, "diklat_fungsional": 0.2, "diklat_teknis": 0.5, "seminar": 0.5}
HOURS = (4, 8, 12, 16, 20, 22, 30, 45, 60)


@dataclass(frozen=True)
class Added:
    """A planted addition: its points, years before the measured one that count, hours, all or in proportion."""

    points: float = 5
    window: int = 0
    hours: float = 0
    proportional: bool = False


@dataclass(frozen=True)
class Planted:
    """A planted rule; `flat` gives everybody the same kualifikasi, in place of that by the required education."""

    added: dict[str, Added]
    cap: float = 40
    base: dict[str, float] = field(default_factory=lambda: dict(BASE))
    years_before: int = 1
    flat: float | None = None
    kualifikasi: tuple[float, float, float] = (25, 20, 15)


def write(
    data: Path,
    rules: dict[str, Planted],
    *,
    people: int = 3000,
    wrong: float = 0.1,
    seed: int = 1,
    date: str = "2025-12-31",
    hours: tuple[int, ...] = HOURS,
) -> Path:
    """A snapshot of `people`, PNS and PPPK each by their rule of `rules`; `wrong` of them have a wrong record.

    A wrong record is one that the official score does not know, one that it knows and that is not here, or an
    assessment that stands under another year.
    """
    draw, year = random.Random(seed), int(date[:4])
    tables: dict[str, list[snapshots.Row]] = {name: [] for name in ("profil", "rw_diklat", "rw_kursus", "rw_skp22")}
    tables["nilai_ipasn"] = []
    for number in range(people):
        kind = draw.choice(sorted(rules))
        nip = _nip(number, kind)
        education, required = draw.choice(sorted(LEVELS)), draw.choice(["30", "40"])
        trainings = [
            (name, year - before, draw.choice(hours))
            for name, chance in CHANCE.items()
            for before in (0, 1)
            if draw.random() < chance
        ]
        predikat = {year - before: draw.choices(list(BASE), (0.35, 0.6, 0.05))[0] for before in (0, 1)}
        points = official(rules[kind], trainings, predikat, LEVELS[education] - LEVELS[required], year)
        if draw.random() < wrong:
            _spoil(trainings, predikat, draw, year, hours)
        person = snapshots.person(
            nip,
            NAMA=f"Orang {number}",
            JENIS_PEGAWAI_NAMA=kind,
            KEDUDUKAN_HUKUM_ID="71" if kind == "PPPK" else "01",
            TINGKAT_PENDIDIKAN_ID=education,
            SYARAT_PENDIDIKAN_ID=required,
            UNOR_INDUK_NAMA=f"Unit {number % 7}",
        )
        tables["profil"].append(person)
        for name, when, jp in trainings:
            if name == "diklat_kepemimpinan":
                row = (nip, "3", "", str(jp), f"10-05-{when}")
                tables["rw_diklat"].append(dict(zip(snapshots.HEADERS["rw_diklat"], row, strict=True)))
            else:
                tables["rw_kursus"].append(snapshots.course(nip, KINDS[name], f"10-05-{when}", str(jp)))
        for when, word in predikat.items():
            tables["rw_skp22"].append({"nipBaru": nip, "tahun": str(when), "kuadranKinerja": word})
        cells = (nip, "Nama", "Unit", *(f"{value:g}" for value in points), f"{sum(points):g}", str(year))
        tables["nilai_ipasn"].append(dict(zip(snapshots.HEADERS["nilai_ipasn"], cells, strict=True)))
    snapshots.write(data, tables, cut_off=date, region="banjar")
    return data / "banjar" / date


def official(
    rule: Planted, trainings: list[tuple[str, int, int]], predikat: dict[int, str], education: int, year: int
) -> tuple[float, float, float, float]:
    """The four dimensions that a rule gives: a second, slower way than that of the program."""
    word = predikat[year - rule.years_before]
    kompetensi = rule.base[word]
    for name, added in rule.added.items():
        held = [jp for own, when, jp in trainings if own == name and when >= year - added.window]
        if added.proportional:
            kompetensi += added.points * min(1, sum(held) / added.hours)
        elif held and sum(held) >= added.hours:
            kompetensi += added.points
    above, meets, below = rule.kualifikasi
    degree = above if education > 0 else meets if education == 0 else below
    return (degree if rule.flat is None else rule.flat, round(min(kompetensi, rule.cap), 2), KINERJA[word], 5)


def _spoil(
    trainings: list[tuple[str, int, int]],
    predikat: dict[int, str],
    draw: random.Random,
    year: int,
    hours: tuple[int, ...],
) -> None:
    kind = draw.choice(("missing here", "missing there", "predikat"))
    if kind == "missing here" and trainings:
        trainings.remove(draw.choice(trainings))
    elif kind == "predikat":
        predikat[year], predikat[year - 1] = predikat[year - 1], predikat[year]
    else:
        trainings.append((draw.choice(sorted(CHANCE)), year, draw.choice(hours)))


def _nip(number: int, kind: str) -> str:
    birth = f"19{70 + number % 28}{1 + number % 12:02d}{1 + number % 28:02d}"
    start = f"{2005 + number // 1000}{1 + number % 12:02d}" if kind == "PNS" else f"2021{21 + number // 1000}"
    return f"{birth}{start}{1 + number % 2}{number % 1000:03d}"
