"""A trend as a small line that fits a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from ipasn_analysis.writing.locale import MISSING
from ipasn_analysis.writing.writer import Writer

WIDTH, HEIGHT, MARGIN = 104.0, 26.0, 4.0
FEWEST_POINTS_RANGE = 2.0
"""Points of the index that the height stands for at least, so that a standstill does not look like a leap."""


def sparkline(trend: Sequence[dict[str, Any]], w: Writer) -> Markup:
    """The last snapshot of each year (rows tahun, indeks, instrumen, by date), broken where the instrument changes.

    Years without a figure are left out; they keep their room on the line. A dash below two years.
    """
    last = {point["tahun"]: point for point in trend if point["indeks"] is not None}
    points = [last[year] for year in sorted(last)]
    if len(points) < 2:
        return Markup(MISSING)
    spots = _spots([point["tahun"] for point in points], [point["indeks"] for point in points])
    runs: list[list[str]] = []
    for place, (point, (x, y)) in enumerate(zip(points, spots, strict=True)):
        if not runs or points[place - 1]["instrumen"] != point["instrumen"]:
            runs.append([])
        runs[-1].append(f"{x:.1f},{y:.1f}")
    lines = "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if len(run) > 1)
    dots = "".join(_dot(run[0], 1.5) for run in runs if len(run) == 1) + _dot(runs[-1][-1], 2.5)
    text = "; ".join(f"{point['tahun']}: {w.number(point['indeks'])}" for point in points)
    frame = f'class="spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(text)}"'
    return Markup(f"<svg {frame}>{lines}{dots}</svg>")


def _spots(years: list[int], values: list[float]) -> list[tuple[float, float]]:
    """Where each point stands: time to the right, the index upwards."""
    middle, reach = (max(values) + min(values)) / 2, max(max(values) - min(values), FEWEST_POINTS_RANGE)
    across = (WIDTH - 2 * MARGIN) / (years[-1] - years[0])
    up = (HEIGHT - 2 * MARGIN) / reach
    return [
        (MARGIN + (year - years[0]) * across, HEIGHT / 2 - (value - middle) * up)
        for year, value in zip(years, values, strict=True)
    ]


def _dot(spot: str, radius: float) -> str:
    x, y = spot.split(",")
    return f'<circle cx="{x}" cy="{y}" r="{radius:g}"/>'
