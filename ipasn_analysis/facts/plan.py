"""What follows from the plan of a report: its actions by item, type of post and unit, and the curve of costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from ipasn_analysis.result.facts import Facts
from ipasn_analysis.result.parts import known
from ipasn_analysis.result.target import OTHER_UNITS, Tindakan
from ipasn_analysis.rules.instrument import PostType

Actions = Sequence[Tindakan]
ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar", "pengembangan")
"""The items that actions are of, in the order of the instruments."""


def chosen(actions: Actions) -> int:
    """Actions that the plan takes, without withheld ones."""
    return sum(row.jumlah or 0 for row in actions)


def available(actions: Actions) -> int:
    """Actions that are open, without withheld ones."""
    return sum(row.tersedia or 0 for row in actions)


def items(actions: Actions) -> list[str]:
    """The items that occur, in the order of the instrument."""
    found = dict.fromkeys(row.tindakan for row in actions)
    return sorted(found, key=lambda name: ITEMS.index(name) if name in ITEMS else len(ITEMS))


@dataclass(frozen=True)
class ForPost:
    """The actions of an item for a type of post, summed over units; `poin` is the mean of a person, `indeks` of all."""

    tindakan: str
    jenis_jabatan: str | None
    tersedia: int
    jumlah: int
    poin: float
    indeks: float
    biaya_satuan: float
    biaya: float


def post_rows(facts: Facts) -> list[ForPost]:
    """Actions by item and type of post, without withheld ones."""
    people = facts.pegawai.diukur
    actions = known(facts.menuju_target).tindakan
    rows = []
    for item in items(actions):
        for post in dict.fromkeys([*get_args(PostType), *(row.jenis_jabatan for row in actions)]):
            mine = [row for row in actions if row.tindakan == item and row.jenis_jabatan == post]
            cells = [row for row in mine if not row.disembunyikan]
            if cells:
                open_ = available(cells)
                rows.append(
                    ForPost(
                        tindakan=item,
                        jenis_jabatan=post,
                        tersedia=open_,
                        jumlah=chosen(cells),
                        poin=sum(row.poin * known(row.tersedia) for row in cells) / open_,
                        indeks=sum(row.poin * known(row.jumlah) for row in cells) / people,
                        biaya_satuan=cells[0].biaya_satuan,
                        biaya=sum(row.biaya_satuan * known(row.jumlah) for row in cells),
                    )
                )
    return rows


@dataclass(frozen=True)
class ForUnit:
    """The actions of a unit: how many are chosen of each item (`butir`) and of all, and how many are open."""

    nama: str
    butir: dict[str, int]
    jumlah: int
    tersedia: int


def unit_rows(facts: Facts) -> list[ForUnit]:
    """Actions by unit, most first; small units stand joined at the end."""
    actions = [row for row in known(facts.menuju_target).tindakan if not row.disembunyikan]
    rows = []
    for name in dict.fromkeys(row.perangkat_daerah for row in actions):
        mine = [row for row in actions if row.perangkat_daerah == name]
        counts = {item: chosen([row for row in mine if row.tindakan == item]) for item in ITEMS}
        rows.append(ForUnit(name, counts, chosen(mine), available(mine)))
    return sorted(rows, key=lambda row: (row.nama == OTHER_UNITS, -row.jumlah, row.nama))


def curve_points(facts: Facts) -> list[tuple[float, float]]:
    """Index and least cost along the curve, from today's index (cost 0) upwards.

    Two targets may have one cheapest plan, which is one point.
    """
    plan = known(facts.menuju_target)
    higher = {row.indeks_sesudah: row.biaya for row in plan.kurva if row.target > plan.indeks}
    return [(plan.indeks, 0.0), *sorted(higher.items())]


def steps(facts: Facts) -> list[float]:
    """Cost of one point of the index on each stretch of the curve."""
    points = curve_points(facts)
    return [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(points)]
