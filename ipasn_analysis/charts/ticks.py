"""Ticks of charts: ranks that begin with 1, and figures that are not rounded to what they are not."""

from __future__ import annotations

from typing import Any

from ipasn_analysis.writing.writer import Writer

_STEPS = ((9, 1), (24, 2), (60, 5), (150, 10), (300, 20))
"""Up to so many ranks, a tick at every so many."""


def ranks(count: int) -> list[int]:
    """The ranks from 1 to `count` that get a tick."""
    step = next((step for most, step in _STEPS if count <= most), 50)
    return sorted({1, *range(step, count + 1, step)})


def exact(axis: Any, w: Writer) -> None:
    """Write the ticks of `axis`, whose limits are set, with as many decimals (0–2) as tell them apart."""
    values = [float(value) for value in axis.get_ticklocs()]
    places = next((places for places in (0, 1) if all(abs(v - round(v, places)) < 1e-9 for v in values)), 2)
    axis.set_major_formatter(lambda value, _: w.number(value, places))
