"""What the public edition makes of each figure of the exact result: the one place where it is decided."""

from __future__ import annotations

from typing import TypeVar, cast

from pydantic import BaseModel

from ipasn_analysis.disclosure.grid import COUNT_STEP, counts_told_as, step_of, to_count_step
from ipasn_analysis.result.figures import Cost, Implied, Mean, OnGrid, Sensitive, Share, Tally

T = TypeVar("T")
DECIMALS = 3
"""Decimals of a statistic that is no mean: a share of variance, a correlation, the p-value of a difference."""


def publish(part: T, group: int) -> T:
    """What the public edition tells of a part of the exact result, a model or plain values.

    Means and their differences stand on the grid of the people they rest on, counts of breakdowns on multiples of 5,
    other statistics on three decimals but those that follow from what is told. A count below `group` and a sensitive
    figure are None; a row that loses a figure says so (``disembunyikan``).
    """
    return cast(T, _published(part, group))


def _published(value: object, group: int) -> object:
    if isinstance(value, BaseModel):
        return _published_model(value, group)
    if isinstance(value, tuple | list):
        return type(value)(_published(entry, group) for entry in value)
    if isinstance(value, dict):
        return {key: _published(entry, group) for key, entry in value.items()}
    return _published_figure(value, group) if isinstance(value, float | Tally) else value


def _published_model(part: BaseModel, group: int) -> BaseModel:
    told = {name: (value, _published(value, group)) for name, value in part}
    changed: dict[str, object] = {name: new for name, (old, new) in told.items() if new is not old}
    if not changed:
        return part
    withheld = any(new is None and not isinstance(old, Sensitive) for old, new in told.values() if old is not None)
    if withheld and "disembunyikan" in type(part).model_fields:
        changed["disembunyikan"] = True
    return part.model_copy(update=changed)


def _published_figure(value: float, group: int) -> float | None:
    told: float | None = round(value, DECIMALS) + 0.0
    match value:
        case Mean():
            told = OnGrid(value, step_of(value.people))
        case Tally():
            told = None if 0 < value < group else to_count_step(value)
        case Share():
            told = _published_share(value, group)
        case Cost():
            step = COUNT_STEP * value.unit
            told = round(value / step) * step if step else float(value)
        case Sensitive():
            told = None
        case OnGrid() | Implied():
            told = value
    return told


def _published_share(share: Share, group: int) -> float | None:
    """The share as the rounded counts give it; None of a count, or of a whole, below `group`.

    Nor is it told of a unit or group where the rounded count can be that of all alone: 13 of 13 are told as 15.
    """
    few = share.count < group and (share.count > 0 or share.within)
    few |= share.within and counts_told_as(share.count, group, share.whole)[0] >= share.whole
    whole = to_count_step(share.whole) if isinstance(share.whole, Tally) else share.whole
    return None if few or share.whole < group or not whole else min(to_count_step(share.count) / whole, 1.0)
