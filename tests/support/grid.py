"""The grid on which the public edition tells means, written anew: the smallest step that is at least 5 ÷ people."""

from __future__ import annotations

from typing import Any

import pytest

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def step_of(people: int) -> float:
    """The step of a mean of so many people."""
    return next(step for step in STEPS if step >= 5 / people)


def near(value: float, people: int, parts: int = 1) -> Any:
    """What a published mean of so many people may be that is `value`, or a sum of so many published parts."""
    return pytest.approx(value, abs=parts * step_of(people) / 2 + 1e-9)


def to_five(count: int) -> int:
    """A count of a breakdown as it is told."""
    return 5 * ((2 * count + 5) // 10)
