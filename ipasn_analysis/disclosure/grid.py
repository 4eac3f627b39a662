"""The grid of published figures: means on a step that hides one person, counts to 5."""

from __future__ import annotations

from bisect import bisect_left
from typing import Self

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Steps that a published mean may stand on, points."""
POINTS_HIDDEN = 5.0
"""Change of one person's points that a step hides: a step of a mean of n people is at least 5/n."""
COUNT_STEP = 5
"""Step of counts in breakdowns, people."""


def step_of(people: int) -> float:
    """The step of a mean of so many people: the smallest of `STEPS` that is at least 5/n, else the largest."""
    place = bisect_left([step * people for step in STEPS], POINTS_HIDDEN - 1e-9)
    return STEPS[min(place, len(STEPS) - 1)]


class OnGrid(float):
    """A decided figure: a multiple of its `step`, written with no more `decimals` than that has.

    Sums, differences and absolute values of such figures stand on the coarser grid of the two.
    """

    step: float

    def __new__(cls, value: float, step: float) -> Self:
        """The multiple of `step` next to a value."""
        decimals = _decimals(step)
        result = super().__new__(cls, round(round(value / step) * step, decimals) + 0.0)
        result.step = step
        return result

    def __reduce__(self) -> tuple[type[OnGrid], tuple[float, float]]:
        return OnGrid, (float(self), self.step)

    @property
    def decimals(self) -> int:
        """Decimals that the grid has."""
        return _decimals(self.step)

    def __add__(self, other: float) -> float:
        return self._beside(float(self) + float(other), other)

    def __sub__(self, other: float) -> float:
        return self._beside(float(self) - float(other), other)

    def __rsub__(self, other: float) -> float:
        return self._beside(float(other) - float(self), other)

    def __neg__(self) -> OnGrid:
        return OnGrid(-float(self), self.step)

    def __abs__(self) -> OnGrid:
        return OnGrid(abs(float(self)), self.step)

    def _beside(self, value: float, other: float) -> OnGrid:
        return OnGrid(value, max(self.step, other.step) if isinstance(other, OnGrid) else self.step)

    __radd__ = __add__


def _decimals(step: float) -> int:
    return 2 if step < 0.1 else 1 if step < 1 else 0


def to_count_step(count: int) -> int:
    """A count to the next multiple of 5, halves up (there are none of whole people)."""
    return (count + COUNT_STEP // 2) // COUNT_STEP * COUNT_STEP
