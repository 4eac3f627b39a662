"""Blocks as Typst: calls of the functions in style/, with every text as a string literal, never as markup."""

from __future__ import annotations

import re
from functools import singledispatch
from itertools import groupby

from ipasn_analysis.blocks.cells import WrittenCell, left_out, note_of, row_header, written_rows
from ipasn_analysis.blocks.columns import LANDSCAPE_MM, PORTRAIT_MM, Layout, layout, printed_label
from ipasn_analysis.blocks.model import (
    Bullets,
    Callout,
    Chart,
    Column,
    Heading,
    KeyFigures,
    Link,
    Prose,
    Strong,
    Table,
    Text,
)
from ipasn_analysis.blocks.svg import width_mm
from ipasn_analysis.blocks.theme import MM_PER_INCH
from ipasn_analysis.writing.writer import Writer

UNBROKEN_ROWS = 9
FOLDED_FROM_ROWS = 8
"""Rows from which a list of pairs is set in strips side by side."""
FOLDED_POINTS = 8.0
MOST_STRIPS = 3

Widths = tuple[float | None, ...]

_LETTER_EM = 0.51
_PADDING_MM = 2.8
_GUTTER_MM = 7.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


def literal(text: str) -> str:
    """`text` as a Typst string literal on one line; control characters become blanks."""
    safe = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'


@singledispatch
def render_typst(block: object, w: Writer) -> str:
    """`block` as Typst markup that calls the functions in style/."""
    raise TypeError(f"{type(block).__name__} is not a block")


@render_typst.register
def _heading(block: Heading, w: Writer) -> str:
    return f"#r-heading({literal(block.text)}, {block.level - 1}, {literal(block.anchor)})"


@render_typst.register
def _prose(block: Prose, w: Writer) -> str:
    text = "\n\n".join(inline_typst(paragraph) for paragraph in block.paragraphs)
    return f"#r-lead[{text}]" if block.lead else text


@render_typst.register
def _bullets(block: Bullets, w: Writer) -> str:
    name = "enum" if block.ordered else "list"
    items = "".join(f"[{inline_typst(item)}]" for item in block.items)
    return f"#{name}{items}" if items else ""


@render_typst.register
def _callout(block: Callout, w: Writer) -> str:
    paragraphs = "\n\n".join(inline_typst(paragraph) for paragraph in block.paragraphs)
    return f"#r-callout({literal(block.kind)}, {literal(block.title)})[{paragraphs}]"


@render_typst.register
def _key_figures(block: KeyFigures, w: Writer) -> str:
    items = "".join(
        f"({literal(item.label)}, {literal(item.value)}, {literal(item.note)}, {literal(item.tone)}),"
        for item in block.items
    )
    return f"#r-key-figures(({items}))"


@render_typst.register
def _chart(block: Chart, w: Writer) -> str:
    return chart_typst(block, w, f"bytes({literal(block.svg)})")


def chart_typst(block: Chart, w: Writer, image: str) -> str:
    """`block` with its picture given by the Typst expression `image` (bytes or a path)."""
    return (
        f"#r-chart({image}, alt: {literal(block.alt)}, "
        f"title: {literal(block.title)}, anchor: {literal(block.anchor)}, "
        f"caption: {literal(block.caption)}, source: {literal(_source(block.source, w))}, "
        f"width: {width_mm(block.svg):.1f}mm)"
    )


@render_typst.register
def _table(block: Table, w: Writer) -> str:
    rows = written_rows(block, w)
    placed = layout(block, rows)
    first_row = 2 if any(column.group for column in block.columns) else 1
    widths = _without_idle_room(block, rows, placed)
    if _folds(block, widths):
        return _folded(block, rows, widths, w)
    body = "".join(_row(block, position, row) for position, row in enumerate(rows))
    alignment = ", ".join("right" if column.is_numeric else "left" for column in block.columns)
    marked = ", ".join(str(position + first_row) for position in sorted(block.highlighted_rows))
    function = "r-wide-table" if placed.landscape else "r-table"
    return (
        f"#{function}(title: {literal(block.title)}, anchor: {literal(block.anchor)}, "
        f"columns: ({_lengths(widths)},), alignment: ({alignment},), size: {placed.points}pt, "
        f"breakable: {_boolean(len(rows) > UNBROKEN_ROWS)}, "
        f"marked: ({marked}{',' * bool(marked)}), note: {literal(note_of(block, rows, w))}, "
        f"source: {literal(_source(block.source, w))}, left-out: {literal(left_out(len(rows), w))}, "
        f"head: ({_head(block)}), body: (\n{body}))"
    )


def inline_typst(text: Text) -> str:
    """Running text with its marks as Typst markup."""
    return _inline_part(text) if isinstance(text, str) else "".join(_inline_part(part) for part in text)


def _inline_part(part: str | Strong | Link) -> str:
    match part:
        case Strong():
            return f"#strong({literal(part.text)})"
        case Link():
            return f"#r-link({literal(part.text)}, {literal(part.anchor)})"
        case _:
            return f"#text({literal(part)})"


def _head(table: Table) -> str:
    if not any(column.group for column in table.columns):
        return "".join(_column_head(column) for column in table.columns)
    upper, lower = "", ""
    for group, members in groupby(table.columns, key=lambda column: column.group):
        columns = list(members)
        if group:
            upper += f"r-group({literal(group)}, {len(columns)}), "
            lower += "".join(_column_head(column) for column in columns)
        else:
            upper += "".join(_column_head(column, ", rows: 2") for column in columns)
    return upper + lower


def _column_head(column: Column, span: str = "") -> str:
    return f"r-head({literal(printed_label(column))}{span}), "


def _row(table: Table, position: int, row: list[WrittenCell]) -> str:
    hidden = f" ({table.hidden_text})" if position in table.hidden_rows else ""
    first = row_header(table)
    cells = (
        _cell(cell, column, hidden if index == first else "")
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True))
    )
    return f"{''.join(cells)}\n"


def _cell(cell: WrittenCell, column: Column, suffix: str) -> str:
    text = literal(cell.text)
    if suffix:
        return f"r-hidden({text}, {literal(suffix)}), "
    if cell.shade is not None:
        return f"r-shade({text}, {cell.shade:.2f}), "
    if cell.muted:
        return f"r-muted({text}), "
    return f"{text}, "


def _without_idle_room(table: Table, rows: list[list[WrittenCell]], placed: Layout) -> Widths:
    """The widths of columns, the one of running text no wider than it needs, so that figures stand beside names."""
    if placed.widths_mm.count(None) != 1:
        return placed.widths_mm
    flexible = placed.widths_mm.index(None)
    header = row_header(table)
    texts = [table.columns[flexible].label]
    for position, row in enumerate(rows):
        hidden = position in table.hidden_rows and flexible == header
        texts.append(f"{row[flexible].text} ({table.hidden_text})" if hidden else row[flexible].text)
    natural = max(map(len, texts)) * _LETTER_EM * placed.points / 72 * MM_PER_INCH + _PADDING_MM
    left = (LANDSCAPE_MM if placed.landscape else PORTRAIT_MM) - sum(width or 0.0 for width in placed.widths_mm)
    if natural >= left:
        return placed.widths_mm
    return tuple(round(natural, 1) if width is None else width for width in placed.widths_mm)


def _folds(table: Table, widths: Widths) -> bool:
    """Whether the table is a list of pairs, so long and narrow that it stands better in two strips or more."""
    plain = not (table.hidden_rows or table.highlighted_rows or any(column.group for column in table.columns))
    return plain and len(table.columns) == 2 and len(table.rows) >= FOLDED_FROM_ROWS and _strips(widths) > 1


def _strips(widths: Widths) -> int:
    if None in widths:
        return 1
    one = sum(width or 0.0 for width in widths)
    return min(MOST_STRIPS, int((PORTRAIT_MM + _GUTTER_MM) / (one + _GUTTER_MM)))


def _folded(table: Table, rows: list[list[WrittenCell]], widths: Widths, w: Writer) -> str:
    """The table in strips of equal height, read one after the other, each with its head."""
    count = _strips(widths)
    height = -(-len(rows) // count)
    strips = [range(start, min(start + height, len(rows))) for start in range(0, len(rows), height)]
    bodies = "".join(f"({''.join(_row(table, place, rows[place]) for place in strip)}), " for strip in strips)
    alignment = ", ".join("right" if column.is_numeric else "left" for column in table.columns)
    return (
        f"#r-strips(title: {literal(table.title)}, anchor: {literal(table.anchor)}, "
        f"columns: ({_lengths(widths)},), alignment: ({alignment},), size: {FOLDED_POINTS}pt, gutter: {_GUTTER_MM}mm, "
        f"note: {literal(note_of(table, rows, w))}, source: {literal(_source(table.source, w))}, "
        f"head: ({_head(table)}), bodies: (\n{bodies}))"
    )


def _lengths(widths: Widths) -> str:
    return ", ".join("1fr" if width is None else f"{width:.1f}mm" for width in widths)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _source(source: str, w: Writer) -> str:
    return w("Sumber") + f": {source}" if source else ""
