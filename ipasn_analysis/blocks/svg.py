"""Figures as clean SVG: small, the same bytes every time, and safe to stand beside others on one page."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ipasn_analysis.blocks.model import slug
from ipasn_analysis.blocks.theme import (
    CHART_WIDTH_MM,
    FONT_FALLBACKS,
    FONT_FAMILY,
    MM_PER_INCH,
    PALETTE,
    chart_parameters,
    register_fonts,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PROLOG = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_NOISE = re.compile(
    r"<metadata>.*?</metadata>|<defs>\s*<style[^>]*>.*?</style>\s*</defs>|<!--.*?-->|"
    r'<path [^>]*style="fill: none"\s*/>',
    re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_ROOT = re.compile(r"<svg\b[^<>]*>")
_ID = re.compile(r'\sid="([^"]*)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^)"]+)')
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_DRAWN = re.compile(r'\s(?:d|x|y|transform|points|width|height|cx|cy|r)="[^"]*"')
_PATH_SPACE = re.compile(r"\s*\n\s*|(?<=[MLCQz]) ")
_NO_TURN = re.compile(r' transform="rotate\(-0 [^"]*"')
_FAMILY = re.compile(rf"font-family: '{FONT_FAMILY}'(?:; |(?=\"))")
_SPACE_BETWEEN = re.compile(r">\s*\n\s*<")
_GROUP = re.compile(r"<g\s*/>|<g>|<g [^<>]*[^/]>|</g>")
_STYLE = re.compile(r'\sstyle="[^"]*"')
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


def svg_of(figure: Figure, name: str) -> str:
    """`figure` as an SVG document that stands alone, saved once; the figure is cleared and, if pyplot's, closed.

    Ids are kept only where something refers to them, and begin with the chart's `name`, so that many such documents
    fit on one page. Colours are those of light paper; `with_theme_colours` replaces them in HTML.
    """
    import matplotlib as mpl  # noqa: PLC0415 (slow to import)

    register_fonts()
    stream = io.StringIO()
    with mpl.rc_context(chart_parameters()):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    _close(figure)
    return clean(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", stream.getvalue()), name)


def clean(svg: str, name: str) -> str:
    """`svg` without prolog, metadata, comments, page-wide style rules and idle ids; coordinates to 0.01 point.

    Only tags are touched, never the text between them, which may hold anything.
    """
    svg = _NOISE.sub("", _PROLOG.sub("", svg, count=1))
    names = _names_of_used_ids(svg, slug(name))
    svg = _TAG.sub(lambda tag: _clean_tag(tag[0], names), svg)
    svg = _ROOT.sub(_plain_root, svg, count=1)
    return _without_idle_groups(_SPACE_BETWEEN.sub("><", svg)).strip()


def with_theme_colours(svg: str) -> str:
    """`svg` with the palette's colours as CSS variables, so that it follows the page into the dark."""

    def themed(tag: re.Match[str]) -> str:
        return _STYLE.sub(lambda style: _COLOUR.sub(_variable, style[0]), tag[0])

    return _TAG.sub(themed, svg)


def width_mm(svg: str) -> float:
    """How wide `svg` is drawn; the width of a page where it does not say."""
    return _side_mm(svg, "width") or CHART_WIDTH_MM


def height_mm(svg: str) -> float:
    """How tall `svg` is drawn; 0 where it does not say."""
    return _side_mm(svg, "height")


def with_description(svg: str, element_id: str, title: str, description: str) -> str:
    """`svg` as one image for assistive technology, named by `title` and described by `description`."""
    names = f"{element_id}-t {element_id}-d"
    attributes = f'<svg role="img" aria-labelledby={quoteattr(names)}'
    texts = f'<title id="{element_id}-t">{escape(title)}</title><desc id="{element_id}-d">{escape(description)}</desc>'
    opening = _ROOT.search(svg)
    if opening is None:
        raise ValueError(f"{element_id} is not an SVG document")
    return attributes + opening[0].removeprefix("<svg") + texts + svg[opening.end() :]


def _names_of_used_ids(svg: str, prefix: str) -> dict[str, str]:
    """New names for the ids that something refers to, numbered in their order."""
    tags = " ".join(_TAG.findall(svg))
    used = {name for _, name in _REFERENCE.findall(tags)}
    kept = [old for old in dict.fromkeys(_ID.findall(tags)) if old in used]
    return {old: f"{prefix}-{position}" for position, old in enumerate(kept)}


def _clean_tag(tag: str, names: dict[str, str]) -> str:
    tag = _ID.sub(lambda found: f' id="{names[found[1]]}"' if found[1] in names else "", tag)
    tag = _REFERENCE.sub(lambda found: found[1] + names.get(found[2], found[2]), tag.replace("xlink:href", "href"))
    tag = _FAMILY.sub("", _NO_TURN.sub("", tag))
    return _DRAWN.sub(_short_drawing, tag)


def _short_drawing(attribute: re.Match[str]) -> str:
    text = _LONG_DECIMAL.sub(_two_decimals, attribute[0])
    return _PATH_SPACE.sub("", text) if text.startswith(' d="') else text


def _plain_root(found: re.Match[str]) -> str:
    kept = dict(re.findall(r'\s(viewBox|width|height)="([^"]*)"', found[0]))
    size = "".join(f' {key}="{value}"' for key, value in kept.items())
    font = f'font-family="{_font_stack()}" stroke-linejoin="round" stroke-linecap="butt"'
    return f'<svg xmlns="http://www.w3.org/2000/svg"{size} {font}>'


def _without_idle_groups(svg: str) -> str:
    """`svg` without the groups that have no attribute, whose content stays."""
    kept: list[bool] = []

    def decided(found: re.Match[str]) -> str:
        if found[0] == "</g>":
            return "</g>" if kept.pop() else ""
        if found[0].endswith("/>"):
            return ""
        kept.append(found[0] != "<g>")
        return found[0] if kept[-1] else ""

    return _GROUP.sub(decided, svg)


def _two_decimals(found: re.Match[str]) -> str:
    short = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _side_mm(svg: str, side: str) -> float:
    opening = _ROOT.search(svg)
    size = re.search(rf'\s{side}="([\d.]+)pt"', opening[0]) if opening else None
    return 0.0 if size is None else float(size[1]) / 72 * MM_PER_INCH


@cache
def _font_stack() -> str:
    return ", ".join([f"'{FONT_FAMILY}'", *(f"'{name}'" if " " in name else name for name in FONT_FALLBACKS)])


@cache
def _variables() -> dict[str, str]:
    return {colour.light: f"var(--c-{colour.name})" for colour in PALETTE}


def _variable(found: re.Match[str]) -> str:
    return _variables().get(found[0].casefold(), found[0])


def _close(figure: Figure) -> None:
    number = getattr(figure, "number", None)
    if number is not None:
        from matplotlib import pyplot as plt  # noqa: PLC0415 (slow to import; only figures of its own have a number)

        plt.close(figure)
    for axes in figure.axes:
        axes.remove()  # `Figure.clear` would set up each of them anew first
