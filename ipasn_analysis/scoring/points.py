"""The points of each person: dimension by dimension, and what a record that is missing would add."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd

from ipasn_analysis.records.histories import Histories
from ipasn_analysis.rules.instrument import POST_TYPES, PREDIKAT, SANCTIONS, Instrument
from ipasn_analysis.scoring.items import earned, post_points, required_level, summed_hours

NEVER: Literal["tidak_pernah"] = "tidak_pernah"


def score_dimensions(
    people: pd.DataFrame, histories: Histories, instrument: Instrument, as_of: datetime.date
) -> pd.DataFrame:
    """The dimensions (points) and `tanpa_kinerja` alone, as `score` gives them."""
    if instrument.pppk is not None:
        return by_employee(score_dimensions, people, histories, instrument, as_of)
    cut_off = np.datetime64(as_of, "D")
    predikat = assessed_predikat(histories, len(people), instrument, as_of.year)
    return pd.DataFrame(
        {
            "kualifikasi": kualifikasi_points(people, instrument)[0],
            "kompetensi": kompetensi_points(people, histories, predikat, instrument, cut_off)[3],
            "kinerja": kinerja_points(predikat, instrument),
            "disiplin": disiplin_points(worst_sanction(histories, len(people), instrument, cut_off), instrument),
            "tanpa_kinerja": predikat < 0,
        }
    )


def by_employee(
    scoring: Callable[[pd.DataFrame, Histories, Instrument, datetime.date], pd.DataFrame],
    people: pd.DataFrame,
    histories: Histories,
    instrument: Instrument,
    as_of: datetime.date,
) -> pd.DataFrame:
    """A scoring of PNS and PPPK, each by their own rules."""
    own, of_pppk = (scoring(people, histories, rules, as_of) for rules in instrument.by_employee())
    is_pppk = (people["jenis_pegawai"] == "PPPK").to_numpy()
    return pd.concat([own[~is_pppk], of_pppk[is_pppk]]).sort_index()


def post_types(people: pd.DataFrame) -> np.ndarray:
    """Position in `POST_TYPES` of each person's type of post."""
    return people["jenis_jabatan"].cat.set_categories(list(POST_TYPES)).cat.codes.to_numpy()


def _points_of(code: np.ndarray, points: list[float]) -> np.ndarray:
    """Points by code; 0 where the code is negative (nothing on record)."""
    earned_points: np.ndarray = np.array([*points, 0.0])[code]
    return earned_points


def kinerja_points(predikat: np.ndarray, instrument: Instrument) -> np.ndarray:
    """Points of kinerja by the code of the predikat, shape (people,)."""
    return _points_of(predikat, [instrument.kinerja.points[name] for name in PREDIKAT])


def disiplin_points(sanction: np.ndarray, instrument: Instrument) -> np.ndarray:
    """Points of disiplin by the code of the heaviest sanction, shape (people,)."""
    return _points_of(sanction, [instrument.disiplin.points[name] for name in (*SANCTIONS, NEVER)])


def kualifikasi_points(people: pd.DataFrame, instrument: Instrument) -> tuple[np.ndarray, np.ndarray]:
    """Points for education, and whether nothing on record allows to give any."""
    rules = instrument.kualifikasi
    education = people["tingkat_pendidikan"].cat
    if rules.by == "education":
        table = np.array([rules.points.get(code, np.nan) for code in education.categories] or [np.nan])
        points = table[education.codes]
        return np.nan_to_num(points), np.isnan(points)
    if rules.by == "everyone":
        return np.full(len(people), rules.points["everyone"]), np.zeros(len(people), dtype=bool)
    levels = instrument.codes.education_level
    own = np.array([levels.get(code, 0) for code in education.categories] or [0])[education.codes]
    demand = people["syarat_pendidikan"].cat
    required = np.array([levels.get(code, 0) for code in demand.categories] or [0])[demand.codes]
    missing = (own == 0) | (required == 0)
    points = np.select(
        [missing, own > required, own == required],
        [0.0, rules.points["above"], rules.points["meets"]],
        rules.points["below"],
    )
    return points, missing


def kompetensi_points(
    people: pd.DataFrame, histories: Histories, predikat: np.ndarray, instrument: Instrument, as_of: np.datetime64
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray, dict[str, np.ndarray]]:
    """Points per item, hours, points that each open item would add, the dimension, and by item who is not known.

    Nobody of whom it is not known whether he has an item is to take it: it adds nothing.
    """
    rules = instrument.kompetensi
    post = post_types(people)
    items, hours, worth, unknown = {}, {}, {}, {}
    total = np.zeros(len(people))
    if rules.base is not None:
        total += _points_of(predikat, [rules.base[name] for name in PREDIKAT])
    for name, item in rules.items.items():
        fraction, item_hours, unknown[name] = earned(item, people, histories, instrument, as_of)
        worth[name] = post_points(item, post)
        items[name] = worth[name] * fraction
        total += items[name]
        if item.hours_column:
            hours[item.hours_column] = item_hours
    kompetensi = np.minimum(total, rules.maximum)
    gains = {}
    for name, item in rules.items.items():
        gain = np.minimum(rules.maximum - kompetensi, worth[name] - items[name])
        gain = np.where(unknown[name], 0.0, gain)
        if item.match_level:
            gain = np.where(required_level(people, instrument) > 0, gain, 0.0)
        gains[f"tambah_{name}"] = gain
    return items, hours, gains, kompetensi, unknown


def opening_points(
    people: pd.DataFrame, histories: Histories, predikat: np.ndarray, instrument: Instrument, as_of: np.datetime64
) -> dict[str, np.ndarray]:
    """Points per item on 1 January of the next year by today's records, and points that each open item would add then.

    The assessment that then counts is not on record yet: the predikat stays.
    """
    new_year = (as_of.astype("datetime64[Y]") + 1).astype("datetime64[D]")
    items, _, gains, _, _ = kompetensi_points(people, histories, predikat, instrument, new_year)
    later = {f"tambah_awal_{name}": gains[f"tambah_{name}"] for name in items}
    return {**{f"awal_{name}": points for name, points in items.items()}, **later}


def record_gain(
    flags: dict[str, np.ndarray],
    items: dict[str, np.ndarray],
    kompetensi: np.ndarray,
    people: pd.DataFrame,
    instrument: Instrument,
    unknown: dict[str, np.ndarray],
) -> np.ndarray:
    """Points at most that a person's missing records would add, each at its best and together.

    Education and assessment up to the most of their dimension; the assessment also raises the base of kompetensi where
    the instrument has one; an eselon lets leadership training count, hours the items of which it is not known.
    Kompetensi stays within its maximum.
    """
    rules = instrument.kompetensi
    base = max(rules.base.values()) if rules.base else 0.0
    of_level = sum(
        np.where(items[name] > 0, 0.0, post_points(item, post_types(people)))
        for name, item in rules.items.items()
        if item.match_level
    )
    of_hours = sum(
        np.where(unknown[name], post_points(item, post_types(people)), 0.0) for name, item in rules.items.items()
    )
    development = np.where(flags["tanpa_kinerja"], base, 0.0) + np.where(flags["tanpa_eselon"], of_level, 0.0)
    development = development + of_hours
    gain: np.ndarray = (
        np.where(flags["tanpa_kualifikasi"], max(instrument.kualifikasi.points.values()), 0.0)
        + np.where(flags["tanpa_kinerja"], max(instrument.kinerja.points.values()), 0.0)
        + np.minimum(development, rules.maximum - kompetensi)
    )
    return gain


def assessed_predikat(histories: Histories, people: int, instrument: Instrument, year: int) -> np.ndarray:
    """Position in `PREDIKAT` of each person's assessment of the assessed year; -1 where there is none."""
    assessed = year - instrument.kinerja.years_before
    result = np.full(people, -1, dtype=np.int8)
    words = histories.predikat[histories.predikat["year"] == assessed]
    result[words["person"].to_numpy()] = words["predikat"].to_numpy()
    values = histories.values[histories.values["year"] == assessed]
    result[values["person"].to_numpy()] = _banded(values["value"].to_numpy(), instrument)
    return result


def _banded(values: np.ndarray, instrument: Instrument) -> np.ndarray:
    bands = instrument.kinerja.bands
    edges = [values > band.above for band in bands if band.above is not None]
    positions = [PREDIKAT.index(band.predikat) for band in bands]
    return np.select(edges, positions[:-1], positions[-1]).astype(np.int8)


def worst_sanction(histories: Histories, people: int, instrument: Instrument, as_of: np.datetime64) -> np.ndarray:
    """Position in (`SANCTIONS`, never) of the worst sanction in the window that was not annulled."""
    sanctions = histories.sanctions
    first_day = (as_of.astype("datetime64[Y]") - instrument.disiplin.years_before).astype("datetime64[D]")
    counted = sanctions[~sanctions["annulled"] & (sanctions["date"].to_numpy() >= first_day)]
    worst = np.full(people, -1, dtype=np.int8)
    np.maximum.at(worst, counted["person"].to_numpy(), counted["level"].to_numpy().astype(np.int8))
    return np.where(worst < 0, len(SANCTIONS), worst)


def trainings(histories: Histories, people: int, as_of: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Date of each person's last training on record (NaT: none), and the hours of any training in the measured year."""
    either = pd.concat([histories.structural, histories.courses, histories.hours_unknown], ignore_index=True)
    days = either["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    never = np.iinfo(np.int64).min
    last = np.full(people, never, dtype=np.int64)
    np.maximum.at(last, either["person"].to_numpy(), days)
    this_year = either[days >= as_of.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)]
    return last.view("datetime64[D]"), summed_hours(this_year, people)
