"""Blocks as HTML: semantic elements with class names, no style, script or markup of their own data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from html import escape
from itertools import groupby

from ipasn_analysis.blocks.cells import WrittenCell, left_out, note_of, row_header, written_rows
from ipasn_analysis.blocks.columns import printed_label
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
from ipasn_analysis.blocks.svg import width_mm, with_description, with_theme_colours
from ipasn_analysis.writing.writer import Writer

FILTER_FROM_ROWS = 12
SMALL_TO_COLUMNS = 5
"""Columns up to which a table is no wider than its content asks for, so that a figure stands beside its name."""


@singledispatch
def render_html(block: object, w: Writer) -> str:
    """`block` as an HTML fragment; every text of the block is escaped."""
    raise TypeError(f"{type(block).__name__} is not a block")


@render_html.register
def _heading(block: Heading, w: Writer) -> str:
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<h{block.level}{anchor}>{escape(block.text)}</h{block.level}>"


@render_html.register
def _prose(block: Prose, w: Writer) -> str:
    opening = '<p class="lead">' if block.lead else "<p>"
    return "\n".join(f"{opening}{inline_html(paragraph)}</p>" for paragraph in block.paragraphs)


@render_html.register
def _bullets(block: Bullets, w: Writer) -> str:
    name = "ol" if block.ordered else "ul"
    items = "".join(f"<li>{inline_html(item)}</li>" for item in block.items)
    return f"<{name}>{items}</{name}>"


@render_html.register
def _callout(block: Callout, w: Writer) -> str:
    paragraphs = "".join(f"<p>{inline_html(paragraph)}</p>" for paragraph in block.paragraphs)
    title = f'<p class="callout-title"><strong>{escape(block.title)}</strong></p>'
    return f'<div class="callout callout-{block.kind}" role="note">{title}{paragraphs}</div>'


@render_html.register
def _key_figures(block: KeyFigures, w: Writer) -> str:
    figures = []
    for item in block.items:
        note = f'<dd class="key-note">{escape(item.note)}</dd>' if item.note else ""
        figures.append(
            f'<div class="key-figure tone-{item.tone}"><dt>{escape(item.label)}</dt>'
            f'<dd class="key-value">{escape(item.value)}</dd>{note}</div>'
        )
    across = _across(len(block.items))
    return f'<dl class="key-figures" style="--n:{across}">{"".join(figures)}</dl>'


@render_html.register
def _chart(block: Chart, w: Writer) -> str:
    svg = with_description(with_theme_colours(block.svg), block.anchor, block.title, block.alt)
    region = f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(block.title)}">{svg}</div>'
    caption = f'<p class="note">{escape(block.caption)}</p>' if block.caption else ""
    opening = f'<figure class="chart" id="{block.anchor}" style="--w:{width_mm(block.svg):.0f}">'
    return (
        f"{opening}<figcaption>{escape(block.title)}</figcaption>{region}{caption}{_source(block.source, w)}</figure>"
    )


@render_html.register
def _table(block: Table, w: Writer) -> str:
    label = f"{block.anchor}-judul"
    classes = ["data"] + ["small"] * (len(block.columns) <= SMALL_TO_COLUMNS)
    classes += ["filterable"] * (len(block.rows) >= FILTER_FROM_ROWS)
    told = note_of(block, written_rows(block, w), w)
    note = f'<p class="note">{escape(told)}</p>' if told else ""
    rest = f' data-rest="{escape(between)}"' if (between := left_out(len(block.rows), w)) else ""
    return (
        f'<div class="table" id="{block.anchor}">'
        f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{label}">'
        f'<table class="{" ".join(classes)}" aria-labelledby="{label}"{rest}>'
        f'<caption><span id="{label}">{escape(block.title)}</span></caption>'
        f"<thead>{_head(block)}</thead>\n<tbody>{''.join(_body(block, w))}</tbody></table></div>"
        f"{note}{_source(block.source, w)}</div>"
    )


def inline_html(text: Text) -> str:
    """Running text with its marks as HTML."""
    if isinstance(text, str):
        return escape(text, quote=False)
    return "".join(_inline_part(part) for part in text)


def _inline_part(part: str | Strong | Link) -> str:
    match part:
        case Strong():
            return f"<strong>{escape(part.text, quote=False)}</strong>"
        case Link():
            return f'<a href="#{escape(part.anchor)}">{escape(part.text, quote=False)}</a>'
        case _:
            return escape(part, quote=False)


def _across(items: int) -> int:
    """How many figures stand side by side where there is room, so that rows are full or nearly so."""
    return items if items in (1, 2, 4, 5) else 3 if items <= 6 or items == 9 else 4


def _head(table: Table) -> str:
    if not any(column.group for column in table.columns):
        return f"<tr>{''.join(_column_head(column) for column in table.columns)}</tr>"
    upper, lower = [], []
    for group, members in groupby(table.columns, key=lambda column: column.group):
        columns = list(members)
        if group:
            upper.append(f'<th scope="colgroup" class="group" colspan="{len(columns)}">{escape(group)}</th>')
            lower += [_column_head(column) for column in columns]
        else:
            upper += [_column_head(column, ' rowspan="2"') for column in columns]
    return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _column_head(column: Column, span: str = "") -> str:
    kind = ' class="num"' if column.is_numeric else ""
    return f'<th scope="col"{kind}{span}>{escape(printed_label(column))}</th>'


def _body(table: Table, w: Writer) -> Iterator[str]:
    header = row_header(table)
    for position, row in enumerate(written_rows(table, w)):
        hidden = position in table.hidden_rows
        missing = table.hidden_text if hidden else w("dirahasiakan")
        classes = ["hidden-row"] * hidden + ["highlighted"] * (position in table.highlighted_rows)
        mark = f' class="{" ".join(classes)}"' if classes else ""
        cells = []
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if index == header:
                tag = f' <span class="hidden-mark">({escape(table.hidden_text)})</span>' if hidden else ""
                numeric = ' class="num"' if column.is_numeric else ""
                cells.append(f'<th scope="row"{numeric}>{escape(cell.text, quote=False)}{tag}</th>')
            else:
                cells.append(_data_cell(cell, column, missing))
        yield f"<tr{mark}>{''.join(cells)}</tr>\n"


def _data_cell(cell: WrittenCell, column: Column, missing: str) -> str:
    numeric = " num" if column.is_numeric else ""
    if cell.is_missing and not cell.text:
        return "<td></td>"
    if cell.is_missing:
        return f'<td class="none{numeric}"><span role="img" aria-label="{escape(missing)}">{cell.text}</span></td>'
    text = escape(cell.text, quote=False)
    if column.kind == "text":
        return f"<td>{text}</td>"
    key = f'data-v="{escape(str(cell.sort_key))}"'
    look, style = "num" if numeric else "", ""
    if cell.shade is not None:
        look, style = "num shade", f' style="--s:{cell.shade:.2f}"'
    elif cell.muted:
        look = "num muted"
    return f'<td class="{look}" {key}{style}>{text}</td>' if look else f"<td {key}>{text}</td>"


def _source(source: str, w: Writer) -> str:
    if not source:
        return ""
    name = escape(w("Sumber"))
    return f'<p class="source">{name}: {escape(source)}</p>'
