"""Small governments made on purpose: units and groups just around the thresholds, two years, a province."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from ipasn_analysis.sources.snapshots import SAMPLE_MARKER
from support import snapshots

YEARS = ("2024-12-31", "2025-12-23")
SIZES = (2, 5, 7, 9, 10, 11, 12, 15, 20, 28, 31, 40)


def write_government(data: Path, region: str, date: str, units: Mapping[str, int], seed: int) -> None:
    """One snapshot of a government with so many people per unit; the people of both years are the same."""
    rng = random.Random(seed)
    year = int(date[:4])
    tables: dict[str, list[snapshots.Row]] = {"profil": [], "rw_kursus": [], "rw_skp22": [], "rw_hukdis": []}
    for number, unit in enumerate(name for name, people in units.items() for _ in range(people)):
        birth = f"19{rng.randint(65, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        nip = f"{birth}201001{rng.randint(1, 2)}{number:03d}"
        tables["profil"].append(
            snapshots.person(
                nip,
                NAMA=f"Nama Orang {number}",
                UNOR_INDUK_NAMA=unit,
                JENIS_JABATAN_ID=rng.choice("1224"),
                TINGKAT_PENDIDIKAN_ID=rng.choice(["15", "30", "40", "40", "40", "45"]),
                ESELON_ID=rng.choice(["31", "41"]),
                GOL_AKHIR_ID=rng.choice(["31", "32", "41"]),
            )
        )
        if rng.random() < 0.6:
            tables["rw_kursus"].append(snapshots.course(nip, "3", f"01-02-{year}", "25"))
        if rng.random() < 0.6:
            tables["rw_kursus"].append(snapshots.course(nip, "9", f"01-03-{year}", "5"))
        rating = rng.choice(["Sangat Baik", "Baik", "Baik"])
        tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], (nip, str(year - 1), rating), strict=True)))
        if rng.random() < 0.05:
            row = (nip, "R", f"01-02-{year}", "")
            tables["rw_hukdis"].append(dict(zip(snapshots.HEADERS["rw_hukdis"], row, strict=True)))
    snapshots.write(data, tables, cut_off=date, region=region)


def write_province(data: Path, seed: int) -> list[str]:
    """Two years of the provincial government and one to three regencies, of random units; their regions."""
    rng = random.Random(seed)
    regions = [*rng.sample(["tapin", "banjar", "tabalong", "balangan"], rng.randint(1, 3)), "pemprov-kalsel"]
    for region in regions:
        units = {f"Unit {number}": rng.choice(SIZES) for number in range(rng.randint(1, 6))}
        for date in YEARS:
            write_government(data, region, date, units, seed * 7 + len(region))
            units = {name: max(1, people + rng.choice([0, 0, 1, -1, 3])) for name, people in units.items()}
    return regions


def write_small(data: Path) -> None:
    """Both years of two governments, each of two units, marked as made up."""
    for seed, region in enumerate(("tapin", "banjarbaru")):
        for date in YEARS:
            write_government(data, region, date, {"Dinas A": 60, "Dinas B": 40}, seed)
    (data / SAMPLE_MARKER).touch()
