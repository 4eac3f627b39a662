"""Generates a snapshot in Parquet: people with five training rows each, clean, with every rule at work."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

YEAR, AS_OF = 2025, datetime.date(2025, 12, 23)
TRAININGS = 5
SEED = 20190510
UNITS = 34
NUMBERED = 300_000
"""People that month of appointment and running number tell apart; beyond, the day of birth does."""


def write_snapshot(folder: Path, people: int, seed: int = SEED) -> None:
    """Write profil, rw_kursus, rw_diklat, rw_skp22 and rw_hukdis of so many people."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    nip = _nips(people, random)
    post = random.choice(["1", "2", "4"], people, p=[0.12, 0.58, 0.3])
    _write(folder / "profil.parquet", _profil(nip, post, random))
    rows = TRAININGS * people
    _write(folder / "rw_kursus.parquet", _courses(random.choice(nip, rows), rows, random))
    leaders = nip[post == "1"]
    attended = random.choice(leaders, max(1, int(0.8 * len(leaders))), replace=False) if len(leaders) else leaders
    diklat = {
        "nipBaru": attended.astype(str),
        "latihanStrukturalId": random.choice(["2", "3", "4", "5"], len(attended), p=[0.6, 0.3, 0.08, 0.02]),
        "jumlahJam": np.full(len(attended), 300.0),
        "tanggalSelesai": _days(len(attended), 2005, random),
    }
    _write(folder / "rw_diklat.parquet", diklat)
    words = np.array(["Sangat Baik", "Baik", "Butuh Perbaikan", "Kurang", "Sangat Kurang"])
    assessed = nip[random.random(people) < 0.95]
    skp = {
        "nipBaru": assessed.astype(str),
        "tahun": np.full(len(assessed), YEAR - 1),
        "kuadranKinerja": random.choice(words, len(assessed), p=[0.15, 0.75, 0.06, 0.03, 0.01]),
    }
    _write(folder / "rw_skp22.parquet", skp)
    punished = random.choice(nip, max(1, people // 200), replace=False)
    hukdis = {
        "nipBaru": punished.astype(str),
        "jenisTingkatHukumanId": random.choice(["R", "S", "B"], len(punished)),
        "hukumanTanggal": _days(len(punished), 2018, random),
        "skPembatalanNomor": np.where(random.random(len(punished)) < 0.1, "SK/1", ""),
    }
    _write(folder / "rw_hukdis.parquet", hukdis)


def _nips(people: int, random: np.random.Generator) -> np.ndarray:
    """Different NIPs: a date of birth, a month of appointment, sex, a running number over all of them."""
    run = np.arange(people)
    blocks = people // NUMBERED + 1
    birth = np.datetime64("1966-01-01") + (random.integers(0, 12_000 // blocks, people) * blocks + run // NUMBERED)
    day = np.char.replace(birth.astype("datetime64[D]").astype(str), "-", "").astype(np.int64)
    appointed = (2000 + run // 12_000 % 25) * 100 + 1 + run // 1000 % 12
    return day * 10**10 + appointed * 10**4 + random.integers(1, 3, people) * 1000 + run % 1000


def _profil(nip: np.ndarray, post: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    people = len(nip)
    education = ["10", "15", "20", "25", "30", "35", "40", "45", "50"]
    eselon = random.choice(["22", "31", "32", "41", "42"], people, p=[0.03, 0.12, 0.15, 0.4, 0.3])
    return {
        "NIP BARU": nip.astype(str),
        "NAMA": np.char.add("Pegawai ", np.arange(people).astype(str)),
        "JENIS PEGAWAI NAMA": random.choice(["PNS", "PPPK"], people, p=[0.75, 0.25]),
        "KEDUDUKAN HUKUM ID": random.choice(["01", "71", "02", "99"], people, p=[0.72, 0.25, 0.01, 0.02]),
        "JENIS JABATAN ID": post,
        "TINGKAT PENDIDIKAN ID": random.choice(
            education, people, p=[0.03, 0.15, 0.02, 0.02, 0.15, 0.1, 0.45, 0.07, 0.01]
        ),
        "UNOR NAMA": np.char.add("Bidang ", random.integers(1, 400, people).astype(str)),
        "ESELON ID": np.where(post == "1", eselon, ""),
        "UNOR INDUK NAMA": np.char.add("Dinas ", random.integers(1, UNITS + 1, people).astype(str)),
        "JABATAN NAMA": np.char.add("Jabatan ", random.integers(1, 900, people).astype(str)),
        "GOL AKHIR ID": random.choice(["31", "32", "33", "34", "41"], people),
        "JENIS KELAMIN": random.choice(["M", "F"], people),
    }


def _courses(nip: np.ndarray, rows: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    kinds = ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    return {
        "nipBaru": nip.astype(str),
        "jenisDiklatId": random.choice(kinds, rows, p=[0.1, 0.3, 0.2, 0.05, 0.05, 0.1, 0.1, 0.05, 0.05]),
        "namaKursus": np.char.add("Pelatihan ", random.integers(1, 5000, rows).astype(str)),
        "jumlahJam": random.integers(2, 60, rows).astype(np.float64),
        "tanggalSelesaiKursus": _days(rows, 2018, random),
    }


def _days(rows: int, first_year: int, random: np.random.Generator) -> np.ndarray:
    start = np.datetime64(f"{first_year}-01-01")
    return start + random.integers(0, int((np.datetime64(AS_OF) - start).astype(int)), rows)


def _write(path: Path, columns: dict[str, np.ndarray]) -> None:
    parquet.write_table(pa.table({name: pa.array(values) for name, values in columns.items()}), path)


if __name__ == "__main__":
    write_snapshot(Path(sys.argv[1]), int(sys.argv[2]))
