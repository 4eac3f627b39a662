"""Faults of history rows, in small shares: rows that must be set aside, and copies that must count once."""

from __future__ import annotations

import numpy as np

from ipasn_analysis.sample.dates import date_texts
from ipasn_analysis.sample.write import Columns, rows_joined, rows_taken

COURSE_SHARES = {
    "copy": 0.003,
    "no_hours": 0.003,
    "future": 0.002,
    "negative": 0.001,
    "unknown": 0.002,
    "no_date": 0.001,
}
"""Rows of each fault added to `rw_kursus`, as a share of its rows."""
UNKNOWN_SHARE = 0.001
"""Rows of unknown NIPs added to each other history, as a share of its rows."""


def spoiled_courses(table: Columns, cut_off: int, rng: np.random.Generator) -> Columns:
    """`rw_kursus` with faulty rows and copies at its end; no sound row is changed."""
    count = len(table["nipBaru"])
    extra = {}
    for fault, share in COURSE_SHARES.items():
        rows = rng.integers(count, size=max(1, round(share * count))) if count else np.zeros(0, dtype=np.int64)
        extra[fault] = rows_taken(table, rows)
    for fault in ("no_hours", "negative"):
        extra[fault]["jenisDiklatId"][:] = "3"
        extra[fault]["jenisKursusNama"][:] = "Teknis"
        extra[fault]["namaKursus"] = extra[fault]["namaKursus"] + " Lanjutan"
    extra["no_hours"]["jumlahJam"][:] = ""
    extra["negative"]["jumlahJam"][:] = "-24"
    future = cut_off + rng.integers(20, 300, size=len(extra["future"]["nipBaru"]))
    extra["future"]["tanggalSelesaiKursus"] = date_texts(future, day_first=False)
    extra["no_date"]["tanggalSelesaiKursus"][:] = ""
    extra["unknown"]["nipBaru"] = unknown_nips(extra["unknown"]["nipBaru"])
    return rows_joined(table, *extra.values())


def with_unknown_people(table: Columns, rng: np.random.Generator) -> Columns:
    """A history with a few rows of NIPs that nobody has."""
    count = len(table["nipBaru"])
    if not count:
        return table
    extra = rows_taken(table, rng.integers(count, size=max(1, round(UNKNOWN_SHARE * count))))
    extra["nipBaru"] = unknown_nips(extra["nipBaru"])
    return rows_joined(table, extra)


def unknown_nips(nip: np.ndarray) -> np.ndarray:
    """These NIPs with the serial 999, which nobody in the sample has."""
    return np.array([f"{text[:15]}999" for text in nip], dtype=object)
