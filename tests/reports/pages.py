"""Governments that strain a page, and what stands on the pages of a built PDF: lines, headings, tables, ink."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import snapshots
from ready_scores import write_ready

CUT_OFFS = ("2024-12-31", "2025-12-23")
LONG_NAME = "Dinas Pengendalian Penduduk, Keluarga Berencana, dan Pemberdayaan Perempuan "
UNBROKEN = ("Kesekretariatan" * 6)[:77]


def long_names(count: int) -> list[str]:
    """Names of 80 characters: as one writes them, every third in capitals as the exports do, one without a blank."""
    names = [f"{LONG_NAME}{number:04d}" for number in range(1, count + 1)]
    return [f"{UNBROKEN}007", *(name.upper() if number % 3 == 0 else name for number, name in enumerate(names[1:], 1))]


def write_records(data: Path, region: str, dates: Sequence[str], units: Sequence[str], people: int) -> None:
    """Snapshots of raw records with so many people in every unit."""
    for date in dates:
        draw = random.Random(f"{region} {date}")
        year = int(date[:4])
        tables: dict[str, list[snapshots.Row]] = {"profil": [], "rw_kursus": [], "rw_skp22": []}
        for number in range(len(units) * people):
            born = f"19{65 + number % 34}{1 + number % 12:02d}{1 + number % 28:02d}"
            nip = f"{born}2010{1 + number // 999:02d}{1 + number % 2}{number % 999:03d}"
            cells = {
                "UNOR_INDUK_NAMA": units[number // people],
                "JENIS_JABATAN_ID": draw.choice("1224"),
                "TINGKAT_PENDIDIKAN_ID": draw.choice(("15", "30", "40", "40", "45")),
                "ESELON_ID": draw.choice(("31", "41")),
                "GOL_AKHIR_ID": draw.choice(("31", "32", "41")),
            }
            tables["profil"].append(snapshots.person(nip, NAMA=f"Orang {number}", **cells))
            for kind, share in (("3", 0.6), ("9", 0.5), ("2", 0.3)):
                if draw.random() < share:
                    tables["rw_kursus"].append(snapshots.course(nip, kind, f"01-02-{year}", "25"))
            rating = (nip, str(year - 1), draw.choice(("Sangat Baik", "Baik", "Baik")))
            tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], rating, strict=True)))
        snapshots.write(data, tables, cut_off=date, region=region)


def write_extremes(data: Path) -> None:
    """120 units with long names, three units of one year, one unit that holds everybody."""
    write_records(data, "banjar", CUT_OFFS, long_names(120), 12)
    write_ready(data, "balangan", CUT_OFFS[1:], people=90, units=tuple(long_names(3)))
    write_records(data, "tabalong", CUT_OFFS, ["Sekretariat Daerah"], 60)
