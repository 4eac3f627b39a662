"""What SIASN would say: official scores of 2023 and later by the invented rule, and results of groups."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import DIMENSIONS, PREDIKAT, Instrument
from ipasn_analysis.sample import posts
from ipasn_analysis.sample.achievements import TIMES, Achievements
from ipasn_analysis.sample.courses import Courses
from ipasn_analysis.sample.dates import day_number
from ipasn_analysis.sample.histories import Leadership
from ipasn_analysis.sample.regions import YEARS
from ipasn_analysis.sample.rules import FUNGSIONAL, ITEMS, KEPEMIMPINAN, SEMINAR, TEKNIS
from ipasn_analysis.sample.states import EDUCATION, Careers
from ipasn_analysis.sample.write import Columns

RULE = Path(__file__).parent / "aturan_contoh.yaml"
"""The invented rule, by which the official scores from `FIRST_YEAR` on are made."""
FIRST_YEAR = 2023
RECAP_HEADER = ("perangkat_daerah", "jenis_pegawai", "jumlah", *DIMENSIONS, "total", "tahun")
RECAP_REGIONS = ("balangan", "hulu-sungai-utara")
"""Governments of whose years before `FIRST_YEAR` nothing but results of groups is kept."""
_NOT_IN_SIASN, _NOT_HERE, _OTHER_EDUCATION, _OTHER_PREDIKAT = 0.03, 0.02, 0.01, 0.01


def official_points(
    year: int,
    careers: Careers,
    gained: Achievements,
    courses: Courses,
    trainings: Leadership,
    rng: np.random.Generator,
) -> np.ndarray:
    """Points of kualifikasi, kompetensi, kinerja and disiplin of everybody by `RULE`, shape (4, people).

    A few in a hundred differ from the records: a training that SIASN lacks or that the government lacks, an education
    or an assessment that is not up to date.
    """
    rule, place = instruments.load(RULE), YEARS.index(year)
    people = len(careers.people)
    added = _held(year, gained, courses, trainings)
    added &= rng.random(added.shape) >= _NOT_IN_SIASN
    added[[TEKNIS, SEMINAR]] |= rng.random((2, people)) < _NOT_HERE
    predikat = gained.predikat[place].copy()
    stale = (rng.random(people) < _OTHER_PREDIKAT) & (predikat >= 0) & (predikat < 2)
    predikat[stale] = 1 - predikat[stale]
    kompetensi = rule.kompetensi
    assert kompetensi.base is not None
    base = np.array([*(kompetensi.base[name] for name in PREDIKAT), 0.0])[predikat]
    worth = np.array([kompetensi.items[name].points["struktural"] for name in ITEMS])
    return np.stack(
        [
            _kualifikasi(rule, careers, TIMES[place], rng),
            np.minimum(base + worth @ added, kompetensi.maximum),
            np.array([*(rule.kinerja.points[name] for name in PREDIKAT), 0.0])[predikat],
            gained.points[place, DIMENSIONS.index("disiplin")],
        ]
    )


def _held(year: int, gained: Achievements, courses: Courses, trainings: Leadership) -> np.ndarray:
    """Who has each addition of a year, shape (4, people)."""
    place = YEARS.index(year)
    first, after = day_number(f"{year}-01-01"), day_number(f"{year + 1}-01-01")
    held = np.zeros((len(ITEMS), gained.held.shape[-1]), dtype=bool)
    held[KEPEMIMPINAN, trainings.person[(trainings.day >= first) & (trainings.day < after)]] = True
    functional = (courses.kind == 2) & (courses.day >= first) & (courses.day < after)
    held[FUNGSIONAL, courses.person[functional]] = True
    held[TEKNIS], held[SEMINAR] = gained.held[place, TEKNIS], gained.attended[place + 1]
    return held


def _kualifikasi(rule: Instrument, careers: Careers, time: int, rng: np.random.Generator) -> np.ndarray:
    """Education against what the post requires; of PPPK as the rule says of them."""
    assert rule.pppk is not None and rule.pppk.kualifikasi is not None
    education = careers.education[time].astype(np.int64)
    old = rng.random(len(education)) < _OTHER_EDUCATION
    levels = np.array([rule.codes.education_level[code] for code in EDUCATION])
    own, required = levels[np.maximum(education - old, 0)], levels[posts.required_education(careers, time)]
    points = rule.kualifikasi.points
    by_post = np.select([own > required, own == required], [points["above"], points["meets"]], points["below"])
    return np.where(careers.people.pppk, rule.pppk.kualifikasi.points["everyone"], by_post)


def recap(unit: np.ndarray, pppk: np.ndarray, points: np.ndarray, year: int) -> Columns:
    """`rekap_ipasn`: head count and printed means by unit and kind of employee; `points` has shape (4, people)."""
    table = pd.DataFrame(dict(zip(DIMENSIONS, points, strict=True)))
    table["total"] = table[list(DIMENSIONS)].sum(axis=1)
    grouped = table.groupby([unit, np.where(pppk, "PPPK", "PNS")])
    means = grouped.mean().map(lambda value: f"{value:.2f}".replace(".", ","))
    columns = {name: means[name].to_numpy(dtype=object) for name in means}
    return columns | {
        "perangkat_daerah": means.index.get_level_values(0).to_numpy(dtype=object),
        "jenis_pegawai": means.index.get_level_values(1).to_numpy(dtype=object),
        "jumlah": grouped.size().astype(str).to_numpy(dtype=object),
        "tahun": np.full(len(means), str(year), dtype=object),
    }
