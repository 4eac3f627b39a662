"""Small DATA of ready scores for tests: a few hundred people of any region, in an instant."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

HEAD = "nip;nama;unor;kualifikasi;kompetensi;kinerja;disiplin;total;tahun\n"
UNITS = ("Dinas Pendidikan", "Dinas Kesehatan", "Sekretariat Daerah", "Inspektorat")


def write_ready(
    data: Path,
    region: str,
    dates: Iterable[str] = ("2024-12-31", "2025-12-31"),
    *,
    people: int = 160,
    level: float = 0.5,
    units: tuple[str, ...] = UNITS,
) -> None:
    """Snapshots of `people` ready scores; the higher `level` (0–1), the better they are."""
    for date in dates:
        draw = random.Random(f"{region} {date}")
        folder = data / region / date
        folder.mkdir(parents=True)
        lines = [_line(number, draw, level, units[number % len(units)], date[:4]) for number in range(people)]
        (folder / "nilai_ipasn.csv").write_text(HEAD + "".join(lines), encoding="utf-8")


def _line(number: int, draw: random.Random, level: float, unit: str, year: str) -> str:
    year_born, month, day = 1970 + number % 28, 1 + number % 12, 1 + number % 28
    nip = f"{year_born}{month:02}{day:02}2005{month:02}{1 + number % 2}{number % 1000:03}"
    better = draw.random() < level
    points = (15 if better else 10, 40 if draw.random() < level else 22.5, 30 if better else 25, 5)
    cells = [nip, f"Orang {number}", unit, *points, sum(points), year]
    return ";".join(str(cell).replace(".", ",") for cell in cells) + "\n"
