"""A section of a report: blocks under one heading, which a notebook shows one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ipasn_analysis.blocks.display import show
from ipasn_analysis.blocks.model import Block, Heading, check_anchor
from ipasn_analysis.writing.writer import Writer


@dataclass(frozen=True)
class Section:
    """A part of the report under one heading; a notebook shows each of its blocks as an output of its own."""

    anchor: str
    title: str
    blocks: Sequence[Block]
    w: Writer = field(default_factory=Writer)

    def __post_init__(self) -> None:
        if not self.anchor:
            raise ValueError(f"section {self.title!r} has no anchor")
        check_anchor(self.anchor, "section")

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The heading of the section and its blocks."""
        return (Heading(self.title, 2, self.anchor), *self.blocks)

    def _ipython_display_(self) -> None:
        show(self.all_blocks, self.w)
