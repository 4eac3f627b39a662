"""How numbers and dates are written in Indonesian and English."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

Language = Literal["id", "en"]

LANGUAGES: tuple[Language, ...] = ("id", "en")
MISSING = "–"
MINUS = "−"

BABEL_NAMES = {"id": "id_ID", "en": "en_GB"}


@dataclass(frozen=True)
class Locale:
    """The written form of values in one language: decimal comma and "23 Desember 2025", or the English forms.

    Every method returns plain text. A value that is None or not a number is written as an en dash. Numbers are
    rounded half up on their shortest decimal form, as spreadsheets show them, and never show a negative zero. A
    published figure has no more decimals than its grid.
    """

    language: Language = "id"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"unknown language {self.language!r}; known: {', '.join(LANGUAGES)}")

    def number(self, value: float | None, decimals: int = 2) -> str:
        """`value` with exactly `decimals` decimals and grouped thousands: 1.234,50."""
        rounded = _rounded(value, decimals)
        return MISSING if rounded is None else self._written(rounded)

    def is_zero(self, value: float | None, decimals: int = 2) -> bool:
        """Whether `value` is written as zero, with as many decimals as it has."""
        rounded = _rounded(value, decimals)
        return rounded is not None and rounded.is_zero()

    def is_same(self, one: float | None, other: float | None) -> bool:
        """Whether both are written as the same number, or are the same on the coarser grid of the two."""
        return self.number(one) == self.number(other) or (one is not None and other is not None and one - other == 0)

    def integer(self, value: float | None) -> str:
        """`value` as a whole number with grouped thousands: 8.012."""
        return self.number(value, 0)

    def signed(self, value: float | None, decimals: int = 2) -> str:
        """`value` with its sign, + or −; a value that rounds to zero has none."""
        rounded = _rounded(value, decimals)
        if rounded is None:
            return MISSING
        return f"+{self._written(rounded)}" if rounded > 0 else self._written(rounded)

    def percent(self, value: float | None, decimals: int = 1) -> str:
        """`value`, already in percent (0–100), with its sign: 82,1%."""
        rounded = _rounded(value, decimals)
        return MISSING if rounded is None else f"{self._written(rounded)}%"

    def share(self, value: float | None, decimals: int = 1) -> str:
        """`value`, a share (0–1), written in percent: 0.821 is 82,1%."""
        rounded = _rounded(value, decimals, power=2)
        return MISSING if rounded is None else f"{self._written(rounded)}%"

    def date(self, value: datetime.date | str | None) -> str:
        """`value` (a date or its ISO text) in words: 23 Desember 2025."""
        if value is None or value == "":
            return MISSING
        day = datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else value
        return _date_in_words(self.language, day)

    def _written(self, value: Decimal) -> str:
        decimal_sign, group_sign = _separators(self.language)
        text = f"{value:,f}"
        if decimal_sign != ".":
            text = text.translate({44: group_sign, 46: decimal_sign})
        return text.replace("-", MINUS)


def _rounded(value: float | None, decimals: int, power: int = 0) -> Decimal | None:
    """`value` × 10^`power`, rounded half up to `decimals`; None when it is not a finite number."""
    if value is None or not math.isfinite(value):
        return None
    if not power:
        decimals = min(decimals, getattr(value, "decimals", decimals))
    exact = Decimal(repr(float(value))) if not isinstance(value, int) else Decimal(value)
    quantum = Decimal(1).scaleb(-decimals)
    rounded = exact.scaleb(power).quantize(quantum, rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded


@cache
def _separators(language: str) -> tuple[str, str]:
    """The decimal sign and the group sign that CLDR gives for the language."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    name = BABEL_NAMES[language]
    return get_decimal_symbol(name), get_group_symbol(name)


@cache
def _date_in_words(language: str, value: datetime.date) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return str(format_date(value, format="long", locale=BABEL_NAMES[language]))
