"""Figures as clean SVG: small, the same bytes every time, and safe to stand beside others on one page."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING
from xml.parsers import expat
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

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ID = re.compile(r'\sid="([^"]*)"')
_REFERENCE = re.compile(r'(?:url\(#|href="#)([^)"]+)')
_URL = re.compile(r"(?<=url\(#)[^)]+")
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_PATH_SPACE = re.compile(r"\s+(?=[A-Za-z]|\Z)|(?<=[A-Za-z])\s+")
_TAG = re.compile(r"<[^<>]*>")
_ROOT = re.compile(r"<svg\b[^<>]*>")
_STYLE = re.compile(r'\sstyle="[^"]*"')
_COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)

_DRAWN = frozenset({"d", "x", "y", "transform", "points", "width", "height", "cx", "cy", "r"})
"""Attributes that hold coordinates."""
_OF_PICTURE = ("xmlns", "width", "height", "viewBox")
"""The attributes of a whole picture that stay."""
_NOISE = frozenset({"metadata", "style"})
_FAMILY = f"font-family: '{FONT_FAMILY}'"
_INVISIBLE = "fill: none"
"""The whole style of a path that draws nothing: the background of a figure or of axes."""
_UNTURNED = "rotate(-0 "


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
    """`svg` without prolog, metadata, comments, page-wide style rules, idle groups and ids; coordinates to 0.01 point.

    Text stays as it is, whatever it holds.
    """
    used = set(_REFERENCE.findall(svg))
    ids = [old for old in dict.fromkeys(_ID.findall(svg)) if old in used]
    cleaner = _Cleaner({old: f"{slug(name)}-{position}" for position, old in enumerate(ids)})
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = cleaner.start
    parser.EndElementHandler = cleaner.end
    parser.CharacterDataHandler = cleaner.text
    parser.Parse(svg, True)
    return "".join(cleaner.pieces)


class _Cleaner:
    """Writes the elements of a drawing again as they are read, without what shows nothing.

    `pieces` is the text so far. Ids that `names` does not rename are left out.
    """

    def __init__(self, names: dict[str, str]) -> None:
        self.pieces: list[str] = []
        self._names = names
        self._opened: list[int] = []
        self._left_out = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._left_out or tag in _NOISE or (tag == "path" and attributes.get("style") == _INVISIBLE):
            self._left_out += 1
            return
        self._opened.append(len(self.pieces))
        if tag == "svg":
            attributes = {name: attributes[name] for name in _OF_PICTURE if name in attributes} | _for_all_elements()
        written = "".join(starmap(self._attribute, attributes.items()))
        self.pieces.append(f"<{tag}{written}>" if written or tag != "g" else "")

    def end(self, tag: str) -> None:
        """An element ends; one without content closes itself, a group or definition without content goes."""
        if self._left_out:
            self._left_out -= 1
            return
        position = self._opened.pop()
        if position < len(self.pieces) - 1:
            self.pieces.append(f"</{tag}>" if self.pieces[position] else "")
        elif tag in {"g", "defs"}:
            self.pieces.pop()
        else:
            self.pieces[-1] = f"{self.pieces[-1][:-1]}/>"

    def text(self, data: str) -> None:
        """Text, or the line break and indent between two tags."""
        if not self._left_out and not ("\n" in data and data.isspace()):
            self.pieces.append(escape(data))

    def _attribute(self, name: str, value: str) -> str:
        """An attribute as written, with a blank before it; empty where it goes."""
        if name == "id":
            return f' id="{self._names[value]}"' if value in self._names else ""
        if name == "xlink:href":
            return f' href="{escape("#" + self._names[value[1:]] if value[1:] in self._names else value)}"'
        if name in _DRAWN:
            if value.startswith(_UNTURNED):
                return ""
            value = _LONG_DECIMAL.sub(_two_decimals, value)
            return f' {name}="{_PATH_SPACE.sub("", value) if name == "d" else value}"'
        if name == "style":
            value = value.replace(f"{_FAMILY}; ", "").removesuffix(_FAMILY)
        value = _URL.sub(lambda found: self._names.get(found[0], found[0]), value)
        return f' {name}="{escape(value, {chr(34): "&quot;"})}"'


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


def _two_decimals(found: re.Match[str]) -> str:
    short = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _side_mm(svg: str, side: str) -> float:
    opening = _ROOT.search(svg)
    size = re.search(rf'\s{side}="([\d.]+)pt"', opening[0]) if opening else None
    return 0.0 if size is None else float(size[1]) / 72 * MM_PER_INCH


@cache
def _for_all_elements() -> dict[str, str]:
    """What the outermost element says so that no other needs to."""
    fonts = ", ".join([f"'{FONT_FAMILY}'", *(f"'{name}'" if " " in name else name for name in FONT_FALLBACKS)])
    return {"font-family": fonts, "stroke-linejoin": "round", "stroke-linecap": "butt"}


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
