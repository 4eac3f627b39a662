"""Cleans cells: one Arrow column in, NumPy arrays of values and faults out. Distinct texts are parsed once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ipasn_analysis.records.dates import (
    NO_DATE,
    is_day_before_or_after_month,
    parse_dates,
    seconds_of_day,
)
from ipasn_analysis.sources.cell_text import local_day
from ipasn_analysis.sources.reasons import Kind

GOOD, EMPTY, BAD, MONTH_FIRST = 0, 1, 2, 3
NO_NIP = -1
BLANKS = r"[\s\pZ]+"
_ZERO_DECIMALS = re.compile(r"(?<=\d)[.,]0+$")
_WITHIN_NIP = r"(?i)^nip[\s.:]*|[\s\pZ'’‘‛′`´ʼ]+"
"""What is dropped from a NIP: blanks, apostrophes, and the word before it."""
_SCIENTIFIC = r"^[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+$"
_NUMBER = r"^[0-9]{18}\.0+$"
_INVISIBLE = r"[\p{Cf}\x{FEFF}]+"
_QUOTED = r'^="(.*)"$'
NOTHING = (
    *("", "null", "none", "nan", "nat", "undefined", "tidak ada", "nihil", "-", "–", "—", "."),
    *(r"\n", "(null)", "[null]", "<na>", "n/a", "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!"),
    *("#getting_data", "#spill!", "#calc!", "#field!", "#error!", "err:502"),
)
"""What programs and people write where there is nothing, in small letters."""


def texts(column: pa.Array) -> pa.Array:
    """The column as trimmed text without invisible characters; a mark of `NOTHING` is an empty text.

    An apostrophe before a mark does not matter, and what spreadsheets protect as ``="…"`` is unwrapped.
    """
    if pa.types.is_boolean(column.type):
        column = pc.if_else(column, "true", "")
    if pa.types.is_floating(column.type):
        column = pa.array([_number_text(value) for value in column.to_pylist()], pa.string())
    elif not pa.types.is_string(column.type):
        column = column.cast(pa.string())
    cleaned = pc.replace_substring_regex(pc.fill_null(column, ""), _INVISIBLE, "")
    cleaned = pc.utf8_trim_whitespace(pc.replace_substring_regex(pc.utf8_trim_whitespace(cleaned), _QUOTED, r"\1"))
    bare = pc.utf8_lower(pc.utf8_ltrim(cleaned, characters="' "))
    return pc.if_else(pc.is_in(bare, value_set=pa.array(NOTHING, bare.type)), "", cleaned)


def names(column: pa.Array) -> pa.Array:
    """The column as `texts`, runs of blanks within a name as one blank."""
    encoded = column.dictionary_encode()
    cleaned = pc.replace_substring_regex(texts(encoded.dictionary), BLANKS, " ")
    return pc.fill_null(cleaned.take(encoded.indices), "")


def _number_text(value: float | None) -> str | None:
    if value is None or math.isnan(value):
        return None
    return str(int(value)) if float(value).is_integer() else repr(value)


def without_apostrophe(column: pa.Array) -> pa.Array:
    """Trimmed text without the apostrophe with which spreadsheets force a text."""
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(texts(column), "^'+", ""))


def categories(column: pa.Array, clean: Callable[[pa.Array], pa.Array] | None = None) -> pd.Categorical:
    """An Arrow column as a pandas categorical without order; `clean` is called once, with the distinct cells."""
    encoded = column.dictionary_encode()
    positions = encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False)
    distinct = encoded.dictionary
    if encoded.indices.null_count:
        distinct = pa.concat_arrays([distinct, pa.nulls(1, distinct.type)])
    cleaned = (clean or texts)(distinct).dictionary_encode()
    index = pd.Index(cleaned.dictionary.to_pylist(), dtype="str")
    merged = cleaned.indices.to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(merged[positions] if len(merged) else positions, categories=index)


def codes(column: pa.Array, table: Collection[str], named: Callable[[str], str] = str) -> pd.Categorical:
    """Codes as text, ``40.0`` and ``03`` as the code meant; a digit gets its zero back where the code table has two.

    `named` gives the code of what stands in place of one, such as a name.
    """
    two_digits = bool(table) and all(len(code) == 2 for code in table)

    def plain(code: str) -> str:
        code = named(_ZERO_DECIMALS.sub("", code))
        if code in table:
            return code
        if two_digits and len(code) == 1 and code.isdigit():
            return code.zfill(2)
        return code.lstrip("0") if code.lstrip("0") in table else code

    def clean(cells: pa.Array) -> pa.Array:
        return pa.array([plain(code) for code in without_apostrophe(cells).to_pylist()], pa.string())

    return categories(column, clean)


_ROMAN = {numeral: str(level) for level, numeral in enumerate(("I", "II", "III", "IV", "V"), start=1)}
_ESELON = re.compile(r"(?:ESELON\s*)?(IV|V|I{1,3}|[1-5])\s?[./-]?\s?([AB])")


def eselon(text: str) -> str:
    """The code of an eselon that is written as its name: ``III.a`` is 31; any other text as it is."""
    found = _ESELON.fullmatch(text.upper())
    return _ROMAN.get(found[1], found[1]) + str("AB".index(found[2]) + 1) if found else text


def by_distinct(column: pa.Array | pd.Categorical, parse: Callable[[str], Any], dtype: Any) -> np.ndarray:
    """`parse` of each cell, called once for each distinct text."""
    values = column if isinstance(column, pd.Categorical) else categories(column)
    parsed: np.ndarray = np.array([parse(text) for text in values.categories], dtype=dtype)
    if len(parsed) == 0:
        return np.empty(len(values), dtype=dtype)
    spread: np.ndarray = parsed[values.codes]
    return spread


def nips(column: pa.Array, held_as_number: np.ndarray | None) -> tuple[np.ndarray, dict[Kind, np.ndarray]]:
    """NIPs as int64 (`NO_NIP` where the cell holds none), and masks of the unusable cells by kind of reason."""
    number = np.zeros(len(column), dtype=bool) if held_as_number is None else held_as_number
    if pa.types.is_floating(column.type):
        number = np.ones(len(column), dtype=bool) & ~as_mask(column.is_null())
    plain = plain_nips(column) if not number.any() else None
    if plain is not None:
        return plain, {}
    cleaned = pc.replace_substring_regex(texts(column), _WITHIN_NIP, "")
    good = holds(cleaned, "^[0-9]{18}$") & ~number
    values = np.full(len(column), NO_NIP, dtype=np.int64)
    values[good] = cleaned.filter(pa.array(good)).cast(pa.int64()).to_numpy(zero_copy_only=False)
    if good.all():
        return values, {}
    empty = as_mask(pc.equal(cleaned, "")) & ~number
    scientific = holds(cleaned, _SCIENTIFIC) & ~number
    number = number | holds(cleaned, _NUMBER)
    reasons = {
        Kind.NIP_NUMBER: number,
        Kind.NIP_SCIENTIFIC: scientific,
        Kind.NIP_EMPTY: empty,
        Kind.NIP_FORM: ~(good | number | scientific | empty),
    }
    return values, {kind: mask for kind, mask in reasons.items() if mask.any()}


def as_mask(column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """A column of truth values as an array."""
    mask: np.ndarray = column.to_numpy(zero_copy_only=False)
    return mask.astype(bool)


def holds(column: pa.Array, pattern: str) -> np.ndarray:
    """Which texts of a column hold something of that pattern."""
    return as_mask(pc.match_substring_regex(column, pattern))


def plain_nips(column: pa.Array) -> np.ndarray | None:
    """NIPs as int64 when every cell is 18 digits alone, the first not zero (Arrow reads ``0x…`` as a number)."""
    if not pa.types.is_string(column.type) or column.null_count or not len(column):
        return None
    if pc.any(pc.not_equal(pc.binary_length(column), 18)).as_py() or pc.any(pc.starts_with(column, "0")).as_py():
        return None
    try:
        values = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    return values if values.min() > 0 else None


def matches(column: pa.Array, pattern: re.Pattern[str]) -> np.ndarray:
    """Whether each cell that is a text matches the pattern as a whole."""
    if not pa.types.is_string(column.type):
        return np.zeros(len(column), dtype=bool)
    return by_distinct(column, lambda text: pattern.fullmatch(text) is not None, bool)


def numbers(column: pa.Array, unit: re.Pattern[str] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Numbers as float64 with decimal point or comma (NaN where there is none), and GOOD, EMPTY or BAD for each.

    What `unit` finds behind a number is left out.
    """
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64)
        state = np.where(np.isnan(values), EMPTY, np.where(np.isfinite(values), GOOD, BAD)).astype(np.uint8)
        return np.where(state == GOOD, values, np.nan), state
    cleaned = categories(column, without_apostrophe)
    values = by_distinct(cleaned, lambda text: parse_number(unit.sub("", text) if unit else text), np.float64)
    empty = by_distinct(cleaned, lambda text: text == "", bool)
    state = np.where(empty, EMPTY, np.where(np.isnan(values), BAD, GOOD)).astype(np.uint8)
    return values, state


_PLAIN_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")


def parse_number(text: str) -> float:
    """A number written with a decimal point or comma; NaN when the text is none."""
    if _GROUPED_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _GROUPED_POINT.fullmatch(text):
        text = text.replace(",", "")
    elif _PLAIN_NUMBER.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return float("nan")
    value = float(text)
    return value if abs(value) < float("inf") else float("nan")


def moments(column: pa.Array) -> np.ndarray:
    """Moments as datetime64[s], of texts with or without a time; NaT where there is none."""
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("s"), safe=False).to_numpy(zero_copy_only=False).astype("datetime64[s]")
    days, _ = dates(column)
    if pa.types.is_date(column.type):
        return days.astype("datetime64[s]")
    times = by_distinct(categories(column, without_apostrophe), seconds_of_day, np.int64)
    return days.astype("datetime64[s]") + times.astype("timedelta64[s]")


def dates(column: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Dates as datetime64[D] (NaT where there is none), and GOOD, EMPTY, BAD or MONTH_FIRST; see `dates.parse_date`.

    MONTH_FIRST are dates in numbers with the year last, in a column where some of them can only be read month first
    and none day first: which day the others mean cannot be told.
    """
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pa.array([None if cell is None else local_day(cell) for cell in column.to_pylist()], pa.date32())
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        days = column.cast(pa.date32(), safe=False).to_numpy(zero_copy_only=False).astype("datetime64[D]")
        state = np.where(np.isnat(days), EMPTY, GOOD).astype(np.uint8)
        return days, state
    cleaned = categories(column, without_apostrophe)
    if not len(cleaned):
        return np.empty(0, dtype="datetime64[D]"), np.empty(0, dtype=np.uint8)
    known, orders = parse_dates(cleaned.categories.tolist())
    days = known[cleaned.codes]
    empty = by_distinct(cleaned, lambda text: text == "", bool)
    state = np.where(empty, EMPTY, np.where(np.isnat(days), BAD, GOOD)).astype(np.uint8)
    if (orders == 1).any() and not (orders == 0).any():
        state[by_distinct(cleaned, is_day_before_or_after_month, bool)] = MONTH_FIRST
        days = np.where(state == MONTH_FIRST, NO_DATE, days)
    return days, state
