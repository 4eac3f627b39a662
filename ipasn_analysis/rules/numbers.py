"""Numbers as people write them in files of parameters."""

from __future__ import annotations

import re

_INDONESIAN = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_TWO_READINGS = re.compile(r"[+-]?\d{1,3}\.\d{3}")


def as_number(value: object) -> object:
    """The number in a text that is written as Indonesians write it: ``250.000``, ``81,5``; all else as it is."""
    if not isinstance(value, str) or not _INDONESIAN.fullmatch(value.strip()):
        return value
    digits = value.strip().replace(".", "").replace(",", ".")
    return float(digits) if "." in digits else int(digits)


def has_two_readings(text: str) -> bool:
    """Whether a number without quotation marks may have a decimal point or a sign of thousands: ``250.000``."""
    return _TWO_READINGS.fullmatch(text) is not None
