"""The family of rules among which the official one is sought: what is known of it, and what may be otherwise.

kompetensi = min(cap, base by predikat + Σ points of the additions that somebody has), where each addition has its own
points, window and hours; kualifikasi by the education that the post requires, by education alone, or one for everybody;
kinerja by predikat. The search is exact: no rule of this family reproduces more people than the one that is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ipasn_analysis.rules.instrument import POST_TYPES, Item


@dataclass(frozen=True)
class Option:
    """When an addition is earned: years before the measured one that count as well, and hours, if any are asked for.

    `proportional`: fewer hours earn their share of the points.
    """

    window: int = 0
    hours: float | None = None
    proportional: bool = False


@dataclass(frozen=True)
class Addition:
    """Records that may add to kompetensi, as in an instrument."""

    records: Literal["structural", "courses", "any"]
    kinds: tuple[Literal["struktural", "fungsional", "teknis", "seminar"], ...] = ()
    column: str | None = None

    def item(self, option: Option, points: float) -> Item:
        """The item of an instrument."""
        return Item(
            records=self.records,
            kinds=self.kinds,
            window_years_before=option.window,
            minimum_hours=option.hours,
            proportional=option.proportional,
            hours_column=self.column,
            points=dict.fromkeys(POST_TYPES, points),
        )


GROUPINGS: tuple[dict[str, Addition], ...] = (
    {
        "diklat_kepemimpinan": Addition("structural"),
        "diklat_fungsional": Addition("courses", ("fungsional",)),
        "diklat_teknis": Addition("courses", ("teknis",), "jp_teknis"),
        "seminar": Addition("courses", ("seminar",)),
    },
    {"pengembangan": Addition("any", column="jp_pengembangan")},
)
"""Additions that count each by themselves, or any development as one.

Here as below the most likely comes first: where rules fit alike, the first is written, and that is said.
"""
_WINDOWS = (0, 1)
_HOURS: tuple[float | None, ...] = (20, None, 10, 24, 40)
_PROPORTIONAL_HOURS = (20, 40)
OPTIONS = (
    *(Option(window, hours) for window in _WINDOWS for hours in _HOURS),
    *(Option(window, hours, True) for window in _WINDOWS for hours in _PROPORTIONAL_HOURS),
)
UNITS = (5, 2.5, 1, 0.5)
"""Grids that the scores may show, in points."""
MOST_POINTS = 25
YEARS_BEFORE = (1, 0)
KUALIFIKASI: tuple[Literal["requirement", "everyone", "education"], ...] = ("requirement", "everyone", "education")
