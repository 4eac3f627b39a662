"""A drawing is made once: on a figure of its own for a report, or on the Axes of whoever explores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.svg import svg_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOTEBOOK_DPI = 110
POINTS_PER_INCH = 72

Draw = Callable[["Axes"], None]


@dataclass(frozen=True)
class Frame:
    """The size of a figure and the margins around its axes, in millimetres."""

    width: float
    height: float
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Where the axes stand in the figure: left, bottom, width and height as shares of its size."""
        inner = self.width - self.left - self.right, self.height - self.top - self.bottom
        return self.left / self.width, self.bottom / self.height, inner[0] / self.width, inner[1] / self.height

    def svg(self, name: str, draw: Draw) -> str:
        """What `draw` makes of axes in this frame, in the style of reports, as the SVG of the chart `name`."""
        with theme.chart_style():
            figure, axes = theme.new_axes(
                self.width,
                self.height,
                left_mm=self.left,
                right_mm=self.right,
                top_mm=self.top,
                bottom_mm=self.bottom,
            )
            draw(axes)
            return svg_of(figure, name)

    def axes(self, draw: Draw, ax: Axes | None = None) -> Axes:
        """Draw on `ax` as it is; without one on a figure of pyplot in this frame and the style of reports."""
        if ax is not None:
            _draw_in_points(draw, ax)
            return ax
        from matplotlib import pyplot  # noqa: PLC0415 (slow to import)

        # The first figure switches the display of a notebook on for good, so it is made before the style is put on.
        size = (self.width / theme.MM_PER_INCH, self.height / theme.MM_PER_INCH)
        figure = pyplot.figure(figsize=size, dpi=NOTEBOOK_DPI, facecolor=theme.PAPER.light)
        with theme.chart_style():
            axes = figure.add_axes(self.box)
            axes.tick_params(labelfontfamily=theme.FONT_FAMILY, labelsize=theme.CHART_FONT_POINTS)
            axes.tick_params(color=theme.RULE.light, labelcolor=theme.MUTED.light)
            _draw_in_points(draw, axes)
        return axes


def _draw_in_points(draw: Draw, axes: Axes) -> None:
    """Draw while a pixel of the figure is a point, which is what drawings reckon room for text in."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    dpi = figure.dpi
    figure.dpi = POINTS_PER_INCH
    draw(axes)
    figure.dpi = dpi
