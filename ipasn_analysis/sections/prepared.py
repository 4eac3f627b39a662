"""A report that was computed before notebooks ask for it, so that many of them share one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ipasn_analysis.sections.report import Report


class Asked(NamedTuple):
    """How a notebook asks for a report: the region, the year, DATA, the language, the edition."""

    region: str
    year: int | None
    data: str | None
    language: str
    edition: str


_PREPARED: dict[Asked, Report] = {}


@contextmanager
def prepared(asked: Asked, report: Report) -> Iterator[None]:
    """Within, `find` gives the report to whoever asks for the same, here and in processes forked from here."""
    _PREPARED[asked] = report
    try:
        yield
    finally:
        del _PREPARED[asked]


def find(asked: Asked) -> Report | None:
    """The report that was prepared for who asks so; None without one."""
    return _PREPARED.get(asked)
