"""The look of every report: one palette for light and dark, one type family, one drawing style for charts.

The four dimensions and the five categories have fixed colours. Their hues keep apart under protanopia, deuteranopia and
tritanopia, and nothing is ever told by colour alone. Text has a contrast of at least 4.5:1 on
the paper, what is drawn 3:1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipasn_analysis.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT_FAMILY = "Source Sans Pro"
FONT_FALLBACKS = ("Source Sans 3", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif")
MM_PER_INCH = 25.4

CHART_WIDTH_MM = 172.0
NARROW_CHART_MM = 108.0
"""A chart with few and short labels is drawn as narrow as a telephone shows without scrolling, type and all."""
CHART_FONT_POINTS = 9.0
STRONGEST_SHADE = 0.32
"""How much of the accent the strongest cell of a shaded column takes."""


@dataclass(frozen=True)
class Colour:
    """A colour of the palette: its name, and its value (#rrggbb) on light and on dark paper."""

    name: str
    light: str
    dark: str


PAPER = Colour("paper", "#ffffff", "#12171d")
SURFACE = Colour("surface", "#f4f6f8", "#1b222b")
INK = Colour("ink", "#1d2733", "#e6eaef")
MUTED = Colour("muted", "#55606e", "#a9b3bf")
RULE = Colour("rule", "#c6ced7", "#46515e")
GRID = Colour("grid", "#e2e7ec", "#2b343f")
NEUTRAL = Colour("neutral", "#8693a0", "#7a8693")
ACCENT = Colour("accent", "#1f4e79", "#8fbcf0")
ACCENT_SOFT = Colour("accent-soft", "#d5e2ef", "#25405c")
POSITIVE = Colour("positive", "#0b5d4f", "#6fcfbd")
NEGATIVE = Colour("negative", "#8a2f06", "#f2a27a")
CAUTION = Colour("caution", "#7a5200", "#e9bf66")
CAUTION_SOFT = Colour("caution-soft", "#fdf3dc", "#332a15")

DIMENSIONS: dict[str, Colour] = {
    "kualifikasi": Colour("kualifikasi", "#1c4690", "#74a7fb"),
    "kompetensi": Colour("kompetensi", "#b5520a", "#f5a15c"),
    "kinerja": Colour("kinerja", "#297a72", "#79d7cc"),
    "disiplin": Colour("disiplin", "#6f1d50", "#c58aa9"),
}
CATEGORIES: dict[str, Colour] = {
    "sangat tinggi": Colour("sangat-tinggi", "#0f3d73", "#5aa0ea"),
    "tinggi": Colour("tinggi", "#3a76b4", "#a9d0f5"),
    "sedang": Colour("sedang", "#87929b", "#8d98a3"),
    "rendah": Colour("rendah", "#c47e1c", "#f2b866"),
    "sangat rendah": Colour("sangat-rendah", "#a83c0a", "#e0703a"),
}
PALETTE: tuple[Colour, ...] = (
    *(PAPER, SURFACE, INK, MUTED, RULE, GRID, NEUTRAL, ACCENT, ACCENT_SOFT),
    *(POSITIVE, NEGATIVE, CAUTION, CAUTION_SOFT),
    *DIMENSIONS.values(),
    *CATEGORIES.values(),
)


def css_variables(variant: str) -> str:
    """The palette as CSS custom properties (``--c-name``) of the "light" or the "dark" variant."""
    return "".join(f"--c-{colour.name}:{getattr(colour, variant)};" for colour in PALETTE)


def font_directory() -> Path:
    """The folder with the type family, the web fonts of the page and the list of glyphs, as setup.py writes it.

    Raises
    ------
    UsageError
        When the fonts were not made.
    """
    folder = Path(__file__).with_name("fonts")
    if not folder.is_dir():
        raise UsageError("{folder}: the fonts of reports are missing; run 'make setup'", folder=folder)
    return folder


def font_file(style: str) -> Path:
    """The file of one style of the family: Light, Regular, Semibold, Bold, It, SemiboldIt or BoldIt."""
    return font_directory() / f"SourceSansPro-{style}.ttf"


@cache
def register_fonts() -> None:
    """Make the family known to matplotlib, once in a process."""
    from matplotlib import font_manager  # noqa: PLC0415 (slow to import)

    for style in ("Light", "Regular", "Semibold", "Bold", "It", "SemiboldIt", "BoldIt"):
        font_manager.fontManager.addfont(font_file(style))


@contextmanager
def chart_style() -> Iterator[None]:
    """The drawing style of charts, for as long as the context lasts; figures are made and saved inside it."""
    import matplotlib as mpl  # noqa: PLC0415 (slow to import)

    register_fonts()
    with mpl.rc_context(chart_parameters()):
        yield


def chart_parameters() -> Any:
    """matplotlib's parameters for charts that look like the text around them; sizes in points."""
    return {
        "font.family": [FONT_FAMILY],
        "font.size": CHART_FONT_POINTS,
        "text.color": INK.light,
        "text.usetex": False,
        "text.parse_math": False,
        "axes.facecolor": "none",
        "axes.edgecolor": RULE.light,
        "axes.linewidth": 0.7,
        "axes.labelcolor": MUTED.light,
        "axes.labelsize": CHART_FONT_POINTS,
        "axes.grid": False,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "axes.prop_cycle": _cycle(),
        "figure.facecolor": "none",
        "figure.dpi": 72,
        "grid.color": GRID.light,
        "grid.linewidth": 0.7,
        "lines.linewidth": 1.8,
        "lines.markersize": 5,
        "patch.linewidth": 0,
        "xtick.color": RULE.light,
        "ytick.color": RULE.light,
        "xtick.labelcolor": MUTED.light,
        "ytick.labelcolor": INK.light,
        "xtick.labelsize": CHART_FONT_POINTS - 0.5,
        "ytick.labelsize": CHART_FONT_POINTS,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "xtick.major.width": 0.7,
        "legend.frameon": False,
        "legend.fontsize": CHART_FONT_POINTS,
        "savefig.facecolor": "none",
        "svg.fonttype": "none",
        "svg.hashsalt": "ipasn",
        "path.simplify": True,
    }


def new_axes(
    width_mm: float = CHART_WIDTH_MM,
    height_mm: float = 80.0,
    *,
    left_mm: float = 45.0,
    right_mm: float = 12.0,
    top_mm: float = 4.0,
    bottom_mm: float = 10.0,
) -> tuple[Figure, Axes]:
    """A figure of the given size with axes inside fixed margins (all in millimetres), made without a layout pass.

    Call it, and draw, within `chart_style`. The figure belongs to nobody's state and needs no closing.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415 (slow to import)
    from matplotlib.figure import Figure  # noqa: PLC0415 (slow to import)

    inner_width, inner_height = width_mm - left_mm - right_mm, height_mm - top_mm - bottom_mm
    if inner_width <= 0 or inner_height <= 0:
        raise ValueError("the margins leave no room for the axes")
    figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
    FigureCanvasSVG(figure)
    box = (left_mm / width_mm, bottom_mm / height_mm, inner_width / width_mm, inner_height / height_mm)
    return figure, figure.add_axes(box)


def _cycle() -> Any:
    from cycler import cycler  # noqa: PLC0415 (comes with matplotlib)

    return cycler(color=[colour.light for colour in (ACCENT, *DIMENSIONS.values())])
