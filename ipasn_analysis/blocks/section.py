"""A section of a report: blocks under one heading, which a notebook shows one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ipasn_analysis.blocks.display import show
from ipasn_analysis.blocks.model import Block, Heading, check_anchor
from ipasn_analysis.writing.writer import Writer

APPENDIX = "lampiran"
"""The anchor of the section that is the appendix: all that follows its heading is folded, or left out of print."""


@dataclass(frozen=True)
class Section:
    """A part of the report under one heading; a notebook shows each of its blocks as an output of its own.

    `appendix` holds what belongs to the section but stands in the appendix of the report.
    """

    anchor: str
    title: str
    blocks: Sequence[Block]
    w: Writer = field(default_factory=Writer)
    appendix: Sequence[Block] = ()

    def __post_init__(self) -> None:
        if not self.anchor:
            raise ValueError(f"section {self.title!r} has no anchor")
        check_anchor(self.anchor, "section")

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The heading of the section and its blocks."""
        return (Heading(self.title, 2, self.anchor), *self.blocks)

    @property
    def whole(self) -> tuple[Block, ...]:
        """The blocks of the section and those it leaves to the appendix."""
        return (*self.blocks, *self.appendix)

    def _ipython_display_(self) -> None:
        show(self.all_blocks, self.w)
