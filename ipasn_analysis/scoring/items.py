"""The items of kompetensi: who has earned which, and the hours behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipasn_analysis.records.histories import COURSE_KINDS, Histories
from ipasn_analysis.rules.instrument import POST_TYPES, Instrument, Item

HOUR_DECIMALS = 6
SLACK = 1e-9


def post_points(item: Item, post: np.ndarray) -> np.ndarray:
    """Points that the item is worth to each person, by type of post (position in `POST_TYPES`); 0 where not due."""
    points: np.ndarray = np.array([item.points.get(name, 0.0) for name in POST_TYPES])[post]
    return points


def earned(
    item: Item, people: pd.DataFrame, histories: Histories, instrument: Instrument, as_of: np.datetime64
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each person has earned of the item (0–1), the hours in its window, and whether that is not known.

    It is not known of those who would need hours and have technical courses without any; their hours are NaN.
    """
    trainings = _trainings(item, histories)
    trainings = trainings[_in_window(trainings["date"].to_numpy(), item.window_years_before, as_of)]
    hours = summed_hours(trainings, len(people))
    if item.match_level:
        fulfilled = _matches_level(trainings, people, instrument)
    elif item.minimum_hours is not None:
        fulfilled = hours >= item.minimum_hours
    else:
        fulfilled = np.bincount(trainings["person"].to_numpy(), minlength=len(people)) > 0
    if item.given is not None and item.given.enabled:
        fulfilled = fulfilled | _given(people["jabatan"], item.given.posts)
    unknown = _unknown_hours(item, histories, len(people), as_of) & ~fulfilled
    fraction = fulfilled.astype(np.float64)
    if item.proportional and item.minimum_hours is not None:
        fraction = np.maximum(fulfilled, np.minimum(hours / item.minimum_hours, 1.0))
    return fraction, np.where(unknown, np.nan, hours), unknown


def _unknown_hours(item: Item, histories: Histories, people: int, as_of: np.datetime64) -> np.ndarray:
    """Whether each person has a course in the window of an item that asks for hours, which no course has."""
    if item.minimum_hours is None or item.records == "structural":
        return np.zeros(people, dtype=bool)
    courses = histories.hours_unknown
    if item.records == "courses":
        courses = courses[courses["kind"].isin([COURSE_KINDS.index(kind) for kind in item.kinds])]
    courses = courses[_in_window(courses["date"].to_numpy(), item.window_years_before, as_of)]
    found: np.ndarray = np.bincount(courses["person"].to_numpy(), minlength=people) > 0
    return found


def summed_hours(trainings: pd.DataFrame, people: int) -> np.ndarray:
    """Hours per person; unknown hours count nothing. Rounded, so that the order of rows cannot matter."""
    hours = np.nan_to_num(trainings["hours"].to_numpy(dtype=np.float64))
    return np.round(np.bincount(trainings["person"].to_numpy(), weights=hours, minlength=people), HOUR_DECIMALS)


def _trainings(item: Item, histories: Histories) -> pd.DataFrame:
    if item.records == "structural":
        return histories.structural
    if item.records == "courses":
        wanted = [COURSE_KINDS.index(kind) for kind in item.kinds]
        return histories.courses[histories.courses["kind"].isin(wanted)]
    return pd.concat([histories.structural, histories.courses], ignore_index=True)


def _in_window(days: np.ndarray, years_before: int | None, as_of: np.datetime64) -> np.ndarray:
    """From 1 January of `years_before` years before the measured year; records after the cut-off are gone already."""
    if years_before is None:
        return np.ones(len(days), dtype=bool)
    first_day = (as_of.astype("datetime64[Y]") - years_before).astype("datetime64[D]")
    inside: np.ndarray = days >= first_day
    return inside


def _matches_level(trainings: pd.DataFrame, people: pd.DataFrame, instrument: Instrument) -> np.ndarray:
    """Whether the highest level (1 highest) of a person's trainings reaches the level of the post's eselon."""
    best = np.full(len(people), np.iinfo(np.int8).max, dtype=np.int8)
    levelled = trainings[trainings["level"] > 0]
    np.minimum.at(best, levelled["person"].to_numpy(), levelled["level"].to_numpy().astype(np.int8))
    return best <= required_level(people, instrument)


def required_level(people: pd.DataFrame, instrument: Instrument) -> np.ndarray:
    """Level of leadership training (1 highest) that each person's eselon asks for; 0 where there is no eselon."""
    eselon = people["eselon"].cat
    table = np.array([instrument.codes.eselon.get(code, 0) for code in eselon.categories] or [0], dtype=np.int8)
    return table[eselon.codes]


def _given(posts: pd.Series, names: tuple[str, ...]) -> np.ndarray:
    """Whether the name of the post begins with one of `names`."""
    known = tuple(name.casefold() for name in names)
    flags = np.array([str(text).casefold().startswith(known) for text in posts.cat.categories] or [False], dtype=bool)
    return flags[posts.cat.codes]


def fulfilled(scores: pd.DataFrame, name: str, instrument: Instrument) -> np.ndarray:
    """Who has earned all of an item; a part of its points, in proportion to hours, is not yet all."""
    held = (scores[name] > 0).to_numpy(dtype=bool)
    is_pppk = (scores["jenis_pegawai"] == "PPPK").to_numpy(dtype=bool)
    for rules, whom in zip(instrument.by_employee(), (~is_pppk, is_pppk), strict=True):
        item = rules.kompetensi.items[name]
        if item.proportional:
            worth = scores["jenis_jabatan"].astype(object).map(dict(item.points)).to_numpy(dtype=np.float64)
            held = held & (~whom | (scores[name].to_numpy(dtype=np.float64) >= worth - SLACK))
    return held
