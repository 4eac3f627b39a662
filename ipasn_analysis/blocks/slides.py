"""Slides described once and without a format: a finding as the title, one chart or a few sentences, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from ipasn_analysis.blocks.model import KeyFigure

SLIDES = "application/vnd.ipasn.slides+json"
"""The type of the output of a notebook that holds the slides of its report."""


@dataclass(frozen=True)
class Series:
    """Figures of one kind, one for each category of their chart (None where there is none), in a colour (#rrggbb)."""

    name: str
    values: tuple[float | None, ...]
    colour: str


@dataclass(frozen=True)
class SlideChart:
    """A chart that an office program draws itself, so that it can be edited there.

    Bars lie, the first category on top; "stacked" adds the series up. `highlighted` are the positions of categories in
    the colour of the series, where the others are faint; none: all are. `decimals` are shown; changes are `signed`.
    """

    kind: Literal["bar", "stacked", "line"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int = 2
    highlighted: tuple[int, ...] = ()
    signed: bool = False


@dataclass(frozen=True)
class Slide:
    """One slide; `notes` are for who speaks, with the source."""

    title: str
    chart: SlideChart | None = None
    figures: tuple[KeyFigure, ...] = ()
    sentences: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class _Deck:
    slides: tuple[Slide, ...]


_DECK = TypeAdapter(_Deck)


def as_json(slides: Sequence[Slide]) -> dict[str, Any]:
    """The slides as the output of a notebook holds them."""
    return cast("dict[str, Any]", _DECK.dump_python(_Deck(tuple(slides)), mode="json"))


def from_json(content: object) -> tuple[Slide, ...]:
    """The slides that `as_json` gave; pydantic's `ValidationError` for anything else."""
    return _DECK.validate_python(content).slides
