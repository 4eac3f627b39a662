"""The grid of published figures: means on a step that hides one person, counts to 5."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Steps that a published mean may stand on, points."""
POINTS_HIDDEN = 5.0
"""Change of one person's points that a step hides: a step of a mean of n people is at least 5/n."""
COUNT_STEP = 5
"""Step of counts in breakdowns, people."""
SIZE_CLASSES = (10, 30, 100, 300, 1000, 3000)
"""Where size classes begin, people."""


def step_of(people: int) -> float:
    """The step of a mean of so many people: the smallest of `STEPS` that is at least 5/n, else the largest."""
    place = bisect_left([step * people for step in STEPS], POINTS_HIDDEN - 1e-9)
    return STEPS[min(place, len(STEPS) - 1)]


def to_count_step(count: int) -> int:
    """A count to the next multiple of 5, halves up (there are none of whole people)."""
    return (count + COUNT_STEP // 2) // COUNT_STEP * COUNT_STEP


def counts_told_as(count: int, group: int, whole: int) -> tuple[int, int]:
    """The least and the largest count of `whole` people that are told as this one, which is not below `group`."""
    told, half = to_count_step(count), COUNT_STEP // 2
    return max(group, told - half), min(whole, told + half)


def size_class(count: int, threshold: int) -> str:
    """The size class of a hidden group in words of numbers: ``1–9`` below the threshold, else a wide class."""
    edges = [1, threshold, *(edge for edge in SIZE_CLASSES if edge > threshold)]
    place = bisect_right(edges, count)
    return f"≥ {edges[-1]}" if place == len(edges) else f"{edges[place - 1]}–{edges[place] - 1}"
