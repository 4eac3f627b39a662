"""Blocks as notebook outputs: one output each, in every format a reader of the notebook may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ipasn_analysis.blocks.html import render_html
from ipasn_analysis.blocks.model import Block, Callout, Chart, Heading, Table
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.blocks.typst import render_typst
from ipasn_analysis.writing.writer import Writer

HTML = "text/html"
TYPST = "text/vnd.typst"
PLAIN = "text/plain"
SVG = "image/svg+xml"
METADATA_KEY = "ipasn"


def mimebundle(block: Block, w: Writer) -> tuple[dict[str, str], dict[str, Any]]:
    """The MIME types of the output of `block` with their texts, and its metadata (under the key "ipasn")."""
    metadata = {METADATA_KEY: _metadata(block)}
    if isinstance(block, Chart):
        return {SVG: block.svg, PLAIN: block.alt}, metadata
    bundle = {HTML: render_html(block, w), TYPST: render_typst(block, w), PLAIN: render_text(block, w)}
    return bundle, metadata


def show(blocks: Iterable[Block], w: Writer) -> None:
    """Put each of `blocks` out as an output of the notebook that is running."""
    from IPython.display import display  # noqa: PLC0415 (slow to import, and needed in a notebook only)

    for block in blocks:
        data, metadata = mimebundle(block, w)
        display(data, metadata=metadata, raw=True)


def chart_from_output(svg: str, metadata: dict[str, Any]) -> Chart:
    """The `Chart` that was shown as `svg` with `metadata` (the value under the key "ipasn")."""
    fields = {key: str(metadata.get(key, "")) for key in ("name", "title", "alt", "source", "caption")}
    return Chart(svg=svg, **fields)


def _metadata(block: Block) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": type(block).__name__.lower()}
    if isinstance(block, Heading):
        facts |= {"text": block.text, "level": block.level, "anchor": block.anchor}
    elif isinstance(block, Callout):
        facts |= {"callout": block.kind}
    elif isinstance(block, Table):
        facts |= {"name": block.name, "title": block.title, "anchor": block.anchor}
    elif isinstance(block, Chart):
        facts |= {"name": block.name, "title": block.title, "alt": block.alt}
        facts |= {"source": block.source, "caption": block.caption}
    return facts
