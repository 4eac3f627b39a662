"""Blocks as plain text: for a terminal, a diff, a screen reader's last resort."""

from __future__ import annotations

import textwrap
from functools import singledispatch

from ipasn_analysis.blocks.cells import note_of, row_header, written_rows
from ipasn_analysis.blocks.model import Bullets, Callout, Chart, Heading, KeyFigures, Prose, Table, plain
from ipasn_analysis.writing.writer import Writer

_WIDTH = 100


@singledispatch
def render_text(block: object, w: Writer) -> str:
    """`block` as plain text, without a line end at its end."""
    raise TypeError(f"{type(block).__name__} is not a block")


@render_text.register
def _heading(block: Heading, w: Writer) -> str:
    underline = {2: "=", 3: "-", 4: "~"}[block.level]
    return f"{block.text}\n{underline * len(block.text)}"


@render_text.register
def _prose(block: Prose, w: Writer) -> str:
    return "\n\n".join(textwrap.fill(plain(paragraph), _WIDTH) for paragraph in block.paragraphs)


@render_text.register
def _bullets(block: Bullets, w: Writer) -> str:
    marks = [f"{position}. " if block.ordered else "- " for position in range(1, len(block.items) + 1)]
    return "\n".join(
        textwrap.fill(plain(item), _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
        for mark, item in zip(marks, block.items, strict=True)
    )


@render_text.register
def _callout(block: Callout, w: Writer) -> str:
    return "\n".join([f"[{block.title}]", *(textwrap.fill(plain(paragraph), _WIDTH) for paragraph in block.paragraphs)])


@render_text.register
def _key_figures(block: KeyFigures, w: Writer) -> str:
    return "\n".join(f"{item.label}: {item.value}" + (f" ({item.note})" if item.note else "") for item in block.items)


@render_text.register
def _chart(block: Chart, w: Writer) -> str:
    return f"{block.title}. {block.alt}"


@render_text.register
def _table(block: Table, w: Writer) -> str:
    cells = written_rows(block, w)
    note = note_of(block, cells, w)
    rows = [[cell.text for cell in row] for row in cells]
    for position in block.hidden_rows:
        rows[position][row_header(block)] += f" ({block.hidden_text})"
    labels = [f"{column.group}: {column.label}" if column.group else column.label for column in block.columns]
    widths = [max(map(len, column)) for column in zip(labels, *rows, strict=True)]
    lines = [_line(labels, widths, block), "  ".join("-" * width for width in widths)]
    lines += [_line(row, widths, block) for row in rows]
    return "\n".join([block.title, "", *lines, *filter(None, ("", note, block.source))]).rstrip()


def _line(cells: list[str], widths: list[int], table: Table) -> str:
    return "  ".join(
        cell.rjust(width) if column.is_numeric else cell.ljust(width)
        for cell, width, column in zip(cells, widths, table.columns, strict=True)
    ).rstrip()
