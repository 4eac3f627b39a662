"""Blocks as Typst: calls of the functions of style/report.typ with every text as a string literal, never as markup."""

from __future__ import annotations

import re
from functools import singledispatch
from itertools import groupby

from .blocks import Bullets, Callout, Chart, Column, Heading, KeyFigures, Link, Prose, Strong, Table, Text
from .cells import WrittenCell, row_header, written_rows
from .columns import Layout, layout, printed_label
from .locale import Locale

UNBROKEN_ROWS = 14

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


def literal(text: str) -> str:
    """`text` as a Typst string literal on one line; control characters become blanks."""
    safe = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'


@singledispatch
def render_typst(block: object, locale: Locale) -> str:
    """`block` as Typst markup that calls the functions of style/report.typ."""
    raise TypeError(f"{type(block).__name__} is not a block")


@render_typst.register
def _(block: Heading, locale: Locale) -> str:
    return f"#r-heading({literal(block.text)}, {block.level - 1}, {literal(block.anchor)})"


@render_typst.register
def _(block: Prose, locale: Locale) -> str:
    return "\n\n".join(inline_typst(paragraph) for paragraph in block.paragraphs)


@render_typst.register
def _(block: Bullets, locale: Locale) -> str:
    name = "enum" if block.ordered else "list"
    items = "".join(f"[{inline_typst(item)}]" for item in block.items)
    return f"#{name}{items}" if items else ""


@render_typst.register
def _(block: Callout, locale: Locale) -> str:
    paragraphs = "\n\n".join(inline_typst(paragraph) for paragraph in block.paragraphs)
    return f"#r-callout({literal(block.kind)}, {literal(block.title)})[{paragraphs}]"


@render_typst.register
def _(block: KeyFigures, locale: Locale) -> str:
    items = "".join(
        f"({literal(item.label)}, {literal(item.value)}, {literal(item.note)}, {literal(item.tone)}),"
        for item in block.items
    )
    return f"#r-key-figures(({items}))"


@render_typst.register
def _(block: Chart, locale: Locale) -> str:
    return chart_typst(block, locale, f"bytes({literal(block.svg)})")


def chart_typst(block: Chart, locale: Locale, image: str) -> str:
    """`block` with its picture given by the Typst expression `image` (bytes or a path)."""
    return (
        f"#r-chart({image}, alt: {literal(block.alt)}, title: {literal(block.title)}, anchor: {literal(block.anchor)}, "
        f"caption: {literal(block.caption)}, source: {literal(_source(block.source, locale))})"
    )


@render_typst.register
def _(block: Table, locale: Locale) -> str:
    rows = written_rows(block, locale)
    placed = layout(block, rows)
    first_row = 2 if any(column.group for column in block.columns) else 1
    body = "".join(_row(block, position, row) for position, row in enumerate(rows))
    alignment = ", ".join("right" if column.is_numeric else "left" for column in block.columns)
    marked = ", ".join(str(position + first_row) for position in sorted(block.highlighted_rows))
    function = "r-wide-table" if placed.landscape else "r-table"
    return (
        f"#{function}(title: {literal(block.title)}, anchor: {literal(block.anchor)}, "
        f"columns: ({_widths(placed)},), alignment: ({alignment},), size: {placed.points}pt, "
        f"breakable: {_boolean(len(rows) > UNBROKEN_ROWS)}, "
        f"marked: ({marked}{',' * bool(marked)}), note: {literal(block.note)}, "
        f"source: {literal(_source(block.source, locale))}, head: ({_head(block)}), body: (\n{body}))"
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
    if cell.category is not None:
        return f"r-category({text}, {cell.category}), "
    if cell.bar is not None:
        return f"r-bar({text}, {cell.bar:.3f}, {literal(column.bar_tone)}), "
    return f"{text}, "


def _widths(placed: Layout) -> str:
    return ", ".join("1fr" if width is None else f"{width:.1f}mm" for width in placed.widths_mm)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _source(source: str, locale: Locale) -> str:
    return f"{locale.translate('Sumber')}: {source}" if source else ""
