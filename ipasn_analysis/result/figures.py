"""Figures that know what they rest on, by which the public edition rounds them, and those that it has rounded."""

from __future__ import annotations

from typing import Self


class Mean(float):
    """A mean, or a difference of means, with the fewest `people` that one of its sides rests on."""

    people: int

    def __new__(cls, value: float, people: int) -> Self:
        """A mean of so many people."""
        result = super().__new__(cls, value)
        result.people = people
        return result

    def __reduce__(self) -> tuple[type[Mean], tuple[float, int]]:
        return Mean, (float(self), self.people)


class Sensitive(float):
    """A figure that the public edition never tells: disiplin of a unit or group."""


class Implied(float):
    """A figure that follows from what is told anyway, so that the public edition tells it whole.

    From the order of figures (Kendall's tau and its p-value), from exact head counts, from a mean on its grid.
    """


class Tally(int):
    """People or rows of one part of a breakdown."""


class Cost(float):
    """The cost of actions, the cheapest of which costs `unit`: told in steps of five of these."""

    unit: float

    def __new__(cls, value: float, unit: float) -> Self:
        """A cost; `unit` 0 where nothing costs anything."""
        result = super().__new__(cls, value)
        result.unit = unit
        return result

    def __reduce__(self) -> tuple[type[Cost], tuple[float, float]]:
        return Cost, (float(self), self.unit)


class Share(float):
    """A share `count` ÷ `whole` (0–1); `within` a unit or group, where even nobody is told as few.

    A `whole` that is itself a part of a breakdown is a `Tally`, and rounded like one.
    """

    count: int
    whole: int
    within: bool

    def __new__(cls, count: int, whole: int, *, within: bool = False) -> Self:
        """The share of `count` of `whole` people; `whole` is more than none."""
        result = super().__new__(cls, count / whole)
        result.count, result.whole, result.within = int(count), whole, within
        return result

    def __reduce__(self) -> str | tuple[object, ...]:
        return _share, (self.count, self.whole, self.within)


def _share(count: int, whole: int, within: bool) -> Share:
    return Share(count, whole, within=within)


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


KEPT = (Mean, Sensitive, Implied, Tally, Cost, Share, OnGrid)
"""Figures that the models of the result keep as they are."""
