"""The perangkat daerah of a government, their sizes, their posts and the unor below them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipasn_analysis.sample import names
from ipasn_analysis.sample.regions import Government

PENDIDIKAN, KESEHATAN, RSUD, KECAMATAN, SETDA, DINAS, KECIL = range(7)

_SHARED = (
    "Sekretariat DPRD", "Inspektorat", "Satuan Polisi Pamong Praja dan Pemadam Kebakaran",
    "Badan Penanggulangan Bencana Daerah", "Dinas Sosial", "Dinas Lingkungan Hidup",
    "Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas Perumahan Rakyat dan Kawasan Permukiman",
    "Dinas Komunikasi dan Informatika", "Dinas Perhubungan", "Dinas Koperasi dan Usaha Kecil Menengah",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Dinas Kepemudaan dan Olahraga",
    "Dinas Perpustakaan dan Kearsipan", "Dinas Pariwisata", "Dinas Ketahanan Pangan",
    "Dinas Kependudukan dan Pencatatan Sipil", "Dinas Tenaga Kerja", "Dinas Perdagangan dan Perindustrian",
    "Badan Perencanaan Pembangunan Daerah", "Badan Pengelola Keuangan dan Aset Daerah", "Badan Pendapatan Daerah",
    "Badan Kesatuan Bangsa dan Politik",
)  # fmt: skip
_LOCAL = (
    "Dinas Pertanian",
    "Dinas Perikanan",
    "Badan Kepegawaian dan Pengembangan SDM",
    "Dinas Pemberdayaan Masyarakat dan Desa",
)
_PROVINCIAL = (
    "Rumah Sakit Jiwa Daerah", "Dinas Kehutanan",
    "Dinas Energi dan Sumber Daya Mineral", "Dinas Kelautan dan Perikanan",
    "Dinas Tanaman Pangan dan Hortikultura", "Dinas Perkebunan dan Peternakan", "Badan Kepegawaian Daerah",
    "Badan Pengembangan SDM Daerah", "Badan Riset dan Inovasi Daerah", "Badan Penghubung",
    "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
)  # fmt: skip
_LEAST = 13
"""Fewest people of an office that is not one of the very small ones."""
_SMALL = ("Sekretariat KORPRI", "Sekretariat Komisi Informasi")
_OFFICES = ("Sekretariat", "Bidang Perencanaan", "Bidang Pembinaan", "Bidang Pelayanan", "Bidang Pengendalian")

# Posts by level of eselon I … V, until and since the simplification of posts at the end of 2021.
_POSTS = {
    PENDIDIKAN: ((0, 1, 5, 24, 8), (0, 1, 5, 14, 8)),
    KESEHATAN: ((0, 1, 5, 26, 0), (0, 1, 5, 18, 0)),
    RSUD: ((0, 1, 4, 9, 0), (0, 1, 4, 9, 0)),
    KECAMATAN: ((0, 0, 2, 5, 0), (0, 0, 2, 5, 0)),
    SETDA: ((0, 7, 9, 24, 0), (0, 7, 9, 10, 0)),
    DINAS: ((0, 1, 5, 11, 0), (0, 1, 5, 4, 0)),
    KECIL: ((0, 0, 1, 2, 0), (0, 0, 1, 1, 0)),
}


@dataclass(frozen=True)
class Units:
    """The units of one government.

    `name`, `kind`, `weight` and `fixed` have one entry per perangkat daerah: people are allotted by weight, or are a
    fixed number. `posts` has shape (2, units, 5): number of posts by level before and since 2022. `unor` names the
    unor; those of unit u are `office[u, 0]:office[u, 1]` and, for teachers and nurses, `service[u, 0]:service[u, 1]`.
    """

    name: np.ndarray
    kind: np.ndarray
    weight: np.ndarray
    fixed: np.ndarray
    posts: np.ndarray
    unor: np.ndarray
    office: np.ndarray
    service: np.ndarray

    def __len__(self) -> int:
        return len(self.name)

    def headcounts(self, total: int) -> np.ndarray:
        """`total` people allotted to the units by largest remainder, shape (units,)."""
        return self.fixed + allotted(total - int(self.fixed.sum()), self.weight)


def allotted(total: int, weight: np.ndarray) -> np.ndarray:
    """`total` split in proportion to `weight` into whole numbers by largest remainder."""
    exact = total * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def build_units(government: Government, rng: np.random.Generator) -> Units:
    """The units of a government, drawn from `rng`."""
    listed = _listed(government, rng)
    kind = np.array([kind for _, kind in listed])
    weight, fixed = _sizes(government, kind, rng)
    posts = np.array([[_POSTS[int(k)][era] for k in kind] for era in (0, 1)])
    if government.provincial:
        posts[:, kind == SETDA, 0] = 1
    unit_names = [name for name, _ in listed]
    unor, office, service = _below(government, unit_names, kind, weight, rng)
    return Units(np.array(unit_names, dtype=object), kind, weight, fixed, posts, unor, office, service)


def _listed(government: Government, rng: np.random.Generator) -> list[tuple[str, int]]:
    """Name and kind of each perangkat daerah."""
    hospitals = [f"RSUD {word}" for word in names.place_words(rng, 3 if government.provincial else 1)]
    merged = 0 if government.provincial else int(rng.integers(2, 5)) + max(0, government.kecamatan - 12)
    dropped = set(rng.permutation(len(_SHARED))[:merged])
    offices = [name for place, name in enumerate(_SHARED) if place not in dropped]
    offices += _PROVINCIAL if government.provincial else _LOCAL
    districts = names.district_names(rng, government.kecamatan)
    small = _SMALL if government.headcount > 6_000 else _SMALL[:1]
    return (
        [("Sekretariat Daerah", SETDA), ("Dinas Pendidikan", PENDIDIKAN), ("Dinas Kesehatan", KESEHATAN)]
        + [(name, RSUD) for name in hospitals]
        + [(name, DINAS) for name in offices]
        + [(f"Kecamatan {name}", KECAMATAN) for name in districts]
        + [(name, KECIL) for name in small]
    )


def _sizes(government: Government, kind: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Weight of each unit and, for districts and the smallest units, a fixed number of people."""
    fixed = np.zeros(len(kind), dtype=np.int64)
    fixed[kind == KECIL] = 6 + 2 * np.arange((kind == KECIL).sum())
    largest = int(np.clip(government.headcount / 150, 22, 42))
    fixed[kind == KECAMATAN] = rng.integers(13, largest, size=(kind == KECAMATAN).sum())
    weight = np.zeros(len(kind))
    weight[kind == PENDIDIKAN] = 50.0 if government.headcount > 4_000 else 47.0
    weight[kind == KESEHATAN] = 3.5 if government.provincial else 13.0
    hospitals = np.flatnonzero(kind == RSUD)
    weight[hospitals] = np.array([9.0, 5.0, 3.0])[: len(hospitals)]
    weight[kind == SETDA] = 3.5
    offices = kind == DINAS
    least = 100 * _LEAST / government.headcount
    share = 100 * (1 - fixed.sum() / government.headcount) - weight.sum() - least * offices.sum()
    uneven = np.clip(rng.lognormal(0.0, 0.9, size=offices.sum()), 0.15, 5.0)
    weight[offices] = least + share * uneven / uneven.sum()
    return weight, fixed


def _below(
    government: Government, unit_names: list[str], kind: np.ndarray, weight: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Names of all unor, and the ranges of office and service unor of each unit."""
    unor: list[str] = []
    office, service = [], []
    for place, name in enumerate(unit_names):
        people = government.headcount * weight[place] / 100
        start = len(unor)
        unor.append(name)
        if kind[place] not in (KECAMATAN, KECIL):
            unor.extend(_OFFICES[: 2 + int(people > 40) + int(people > 80) + int(people > 120)])
        office.append((start, len(unor)))
        unor.extend(_service_names(government, int(kind[place]), people, rng))
        service.append((office[-1][1], len(unor)) if len(unor) > office[-1][1] else office[-1])
    return np.array(unor, dtype=object), np.array(office), np.array(service)


def _service_names(government: Government, kind: int, people: float, rng: np.random.Generator) -> list[str]:
    """Schools, puskesmas or wards of a unit."""
    if kind == PENDIDIKAN:
        words = names.place_words(rng, min(int(people / 22), 160))
        kinds = ("SMAN", "SMKN") if government.provincial else ("SDN", "SDN", "SDN", "SMPN")
        return [f"{kinds[place % len(kinds)]} {1 + place % 5} {word}" for place, word in enumerate(words)]
    if kind == KESEHATAN:
        return [f"Puskesmas {word}" for word in names.place_words(rng, max(2, int(people / 35)))]
    if kind == RSUD:
        return ["Instalasi Rawat Inap", "Instalasi Rawat Jalan", "Instalasi Gawat Darurat", "Instalasi Farmasi"]
    return []
