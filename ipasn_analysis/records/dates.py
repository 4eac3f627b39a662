"""Dates as SIASN, SIMPEG, Excel and people write them; beside a time and a zone the local day is meant."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

import numpy as np

from ipasn_analysis.sources.cell_text import local_day

EARLIEST_YEAR = 1900
NO_DATE = np.datetime64("NaT", "D")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb peb",
            "mar",
            "apr",
            "mei may",
            "jun",
            "jul",
            "agu aug ags agt",
            "sep",
            "okt oct",
            "nov nop",
            "des dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month by the first three letters of its Indonesian or English name."""
_TIME = (
    r"(?:(?:T|,?\s+(?:pukul\s+)?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?:(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)|WIB|WITA|WIT)?)?"
)
_WEEKDAY = r"(?:[A-Za-z']+(?:,\s*|\s+))?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s?[-/.]\s?(?P<month>\d{{1,2}})\s?[-/.]\s?(?P<year>\d{{4}}){_TIME}"
)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_TIME}")
_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})[-/.\s]*(?P<name>[A-Za-z]{{3,9}})\.?,?[-/.\s]*(?P<year>\d{{4}}|\d{{2}}){_TIME}"
)
_NAME_FIRST = re.compile(rf"(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_TIME}")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIALS = range(7306, 73051)
"""The days 1920-01-01 to 2099-12-31 as spreadsheets count them."""
_FIRST_SERIAL = datetime.date(1899, 12, 30)
_CLOCK = re.compile(r"(?:T|\s)(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
_PIVOT = 40
"""Years of two digits below it are of this century."""
_LENGTH = 10
_USUAL_FORMS = (((2, 5), 6, 3, 0), ((4, 7), 0, 5, 8))
"""Of dd-mm-yyyy and yyyy-mm-dd: where the dashes stand, and where year, month and day begin."""
_TENS = np.array([1000, 100, 10, 1])
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def parse_dates(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The date of each text, as `parse_date`, and what `needs_month_first` says of it (1 or 0; -1: neither).

    Texts dd-mm-yyyy and yyyy-mm-dd, which nearly all are, are read together.
    """
    days, orders = np.full(len(texts), NO_DATE), np.full(len(texts), -1, dtype=np.int8)
    is_other = np.array([len(text) != _LENGTH or not text.isascii() for text in texts], dtype=bool)
    places = np.flatnonzero(~is_other)
    signs = np.frombuffer("".join(texts[place] for place in places.tolist()).encode(), dtype=np.uint8).reshape(
        -1, _LENGTH
    )
    digits = signs.astype(np.int64) - ord("0")
    is_digit, is_dash = (digits >= 0) & (digits <= 9), signs == ord("-")
    is_other[places] = True
    for dashes, year, month, day in _USUAL_FORMS:
        rows = np.where(np.isin(range(_LENGTH), dashes), is_dash, is_digit).all(axis=1)
        parts = [digits[rows, at : at + size] @ _TENS[-size:] for at, size in ((year, 4), (month, 2), (day, 2))]
        is_other[places[rows]] = False
        days[places[rows]] = _possible_days(*parts)
        if day < month:
            orders[places[rows]] = _orders(parts[2], parts[1])
    for place in np.flatnonzero(is_other).tolist():
        days[place] = parse_date(texts[place])
        order = needs_month_first(texts[place])
        orders[place] = -1 if order is None else order
    return days, orders


def _orders(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Of the numbers before the year: 1 where the first must be the month, 0 where the second must, else -1."""
    only_first, only_second = (first <= 12) & (second > 12), (second <= 12) & (first > 12)
    return np.select([only_first & (second <= 31), only_second & (first <= 31)], [1, 0], -1)


def _possible_days(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Days of the calendar; NaT where there is no such, or before `EARLIEST_YEAR`."""
    good = (year >= EARLIEST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = ((np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    good &= days.astype("datetime64[M]") == months
    return np.where(good, days, NO_DATE)


def parse_date(text: str) -> np.datetime64:
    """The date that a text states, the day before the month; NaT when it states no possible one."""
    text = text.translate(_DASHES)
    serial = _SERIAL.fullmatch(text)
    if serial:
        days = int(serial[1])
        return np.datetime64(_FIRST_SERIAL + datetime.timedelta(days), "D") if days in _SERIALS else NO_DATE
    for form in (_DAY_FIRST, _YEAR_FIRST, _NAMED, _NAME_FIRST, _COMPACT):
        found = form.fullmatch(text)
        if found:
            return _day(found.groupdict())
    return NO_DATE


def needs_month_first(text: str) -> bool | None:
    """Whether a date of numbers can only be read month first (True) or only day first (False); None if neither."""
    found = _DAY_FIRST.fullmatch(text.translate(_DASHES))
    if not found:
        return None
    first, second = int(found["day"]), int(found["month"])
    if first <= 12 < second <= 31:
        return True
    return False if second <= 12 < first <= 31 else None


def is_day_before_or_after_month(text: str) -> bool:
    """Whether a date is written in numbers with the year last."""
    return _DAY_FIRST.fullmatch(text.translate(_DASHES)) is not None


def seconds_of_day(text: str) -> int:
    """The time that a text with a date states, in seconds; 0 without one."""
    found = _CLOCK.search(text)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0) if found else 0


def _day(parts: dict[str, str | None]) -> np.datetime64:
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    if len(parts["year"] or "") == 2:
        year += 2000 if year < _PIVOT else 1900
    month = _MONTHS.get((parts["name"] or "")[:3].casefold(), 0) if parts.get("name") else int(parts["month"] or 0)
    if year < EARLIEST_YEAR:
        return NO_DATE
    try:
        date = datetime.date(year, month, day)
        return np.datetime64(local_day(_moment(date, parts)) if parts.get("zone") else date, "D")
    except (ValueError, OverflowError):
        return NO_DATE


def _moment(date: datetime.date, parts: dict[str, str | None]) -> datetime.datetime:
    """The date with the time and the zone that stand beside it."""
    zone = (parts["zone"] or "").replace(":", "")
    minutes = 0 if zone in {"Z", "UTC"} else int(f"{zone[0]}1") * (int(zone[1:3]) * 60 + int(zone[3:5] or 0))
    time = datetime.time(int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0))
    return datetime.datetime.combine(date, time, datetime.timezone(datetime.timedelta(minutes=minutes)))
