"""The points of an instrument as arrays by position, so that the sample is calibrated by the rules that score it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import PREDIKAT, SANCTIONS
from ipasn_analysis.sample.states import EDUCATION

ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar")
KEPEMIMPINAN, FUNGSIONAL, TEKNIS, SEMINAR = range(4)
MISSING = -1
"""Position of a missing predikat or education: the last entry of each table of points, worth 0."""
PREDIKAT_WORDS = tuple(name.replace("_", " ").title() for name in PREDIKAT)


@dataclass(frozen=True)
class Rules:
    """Points of the instrument.

    `education` by position in `EDUCATION`, `kinerja` by position of the predikat (best first), both with 0 at the end
    for `MISSING`; `disiplin` by level of sanction (0 none … 3 berat); `items` (5, 4) by JENIS JABATAN ID and item;
    `hours` is the least JP of diklat teknis; `measured` the KEDUDUKAN HUKUM IDs of the population; `sanction_years`
    the years before the measured one in which a sanction counts.
    """

    education: np.ndarray
    items: np.ndarray
    kinerja: np.ndarray
    disiplin: np.ndarray
    hours: int
    sanction_years: int
    measured: frozenset[str]


def load_rules() -> Rules:
    """The rules of Peraturan BKN 8/2019."""
    instrument = instruments.load("perban8_2019")
    items = np.zeros((5, len(ITEMS)))
    for place, item in enumerate(ITEMS):
        points = instrument.kompetensi.items[item].points
        for post, kind in instrument.codes.jenis_jabatan.items():
            items[int(post), place] = dict(points).get(kind, 0.0)
    kinerja = [instrument.kinerja.points[predikat] for predikat in PREDIKAT]
    sanctions = instrument.disiplin.points
    disiplin = [sanctions["tidak_pernah"], *(sanctions[level] for level in SANCTIONS)]
    return Rules(
        education=np.array([*(instrument.kualifikasi.points[code] for code in EDUCATION), 0.0]),
        items=items,
        kinerja=np.array([*kinerja, 0.0]),
        disiplin=np.array(disiplin),
        hours=math.ceil(instrument.kompetensi.items["diklat_teknis"].minimum_hours or 0),
        sanction_years=instrument.disiplin.years_before,
        measured=frozenset(instrument.population.kedudukan_hukum),
    )
