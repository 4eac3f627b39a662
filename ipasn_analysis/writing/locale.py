"""How numbers, dates and messages are written in Indonesian and English."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["id", "en"]

LANGUAGES: tuple[Language, ...] = ("id", "en")
MISSING = "–"
MINUS = "−"

_BABEL_NAMES = {"id": "id_ID", "en": "en_GB"}
_CATALOGUES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Locale:
    """The written form of values in one language: decimal comma and "23 Desember 2025", or the English forms.

    Every method returns plain text. A value that is None or not a number is written as an en dash. Numbers are
    rounded half up on their shortest decimal form, as spreadsheets show them, and never show a negative zero.
    """

    language: Language = "id"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"unknown language {self.language!r}; known: {', '.join(LANGUAGES)}")

    def number(self, value: float | None, decimals: int = 2) -> str:
        """`value` with exactly `decimals` decimals and grouped thousands: 1.234,50."""
        rounded = _rounded(value, decimals)
        return MISSING if rounded is None else self._written(rounded)

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

    def interval(self, low: float | None, high: float | None, decimals: int = 2) -> str:
        """From `low` to `high`: 3–9, or with the word between when a bound is negative."""
        if _rounded(low, decimals) is None or _rounded(high, decimals) is None:
            return MISSING
        written_low, written_high = self.number(low, decimals), self.number(high, decimals)
        if MINUS in written_low or MINUS in written_high:
            return f"{written_low} {self.translate('hingga')} {written_high}"
        return f"{written_low}–{written_high}"

    def date(self, value: datetime.date | str | None) -> str:
        """`value` (a date or its ISO text) in words: 23 Desember 2025."""
        if value is None or value == "":
            return MISSING
        day = datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else value
        return _date_in_words(self.language, day)

    def boolean(self, value: bool | None) -> str:
        """ "ya" or "tidak" in this language."""
        return MISSING if value is None else self.translate("ya" if value else "tidak")

    def translate(self, msgid: str) -> str:
        """The message for the Indonesian `msgid` in this language; the `msgid` itself where none is recorded."""
        if self.language == "id":
            return msgid
        return _messages(self.language).get(msgid, msgid)

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
    exact = Decimal(repr(float(value))) if not isinstance(value, int) else Decimal(value)
    quantum = Decimal(1).scaleb(-decimals)
    rounded = exact.scaleb(power).quantize(quantum, rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded


@cache
def _separators(language: str) -> tuple[str, str]:
    """The decimal sign and the group sign that CLDR gives for the language."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    name = _BABEL_NAMES[language]
    return get_decimal_symbol(name), get_group_symbol(name)


@cache
def _date_in_words(language: str, value: datetime.date) -> str:
    from babel.dates import format_date  # noqa: PLC0415

    return str(format_date(value, format="long", locale=_BABEL_NAMES[language]))


@cache
def _messages(language: str) -> dict[str, str]:
    """The translated messages of the catalogue of `language`; without those that are empty or marked fuzzy."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (_CATALOGUES / f"{language}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=_BABEL_NAMES[language])
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and isinstance(message.string, str) and message.string and not message.fuzzy
    }
