"""The parts of a document as the source of a Typst document, with the pictures it needs beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, singledispatchmethod
from pathlib import Path
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.cells import MOST_PRINTED
from ipasn_analysis.blocks.typst import chart_typst, literal
from ipasn_analysis.publish import foreign
from ipasn_analysis.publish.document import (
    BlockPart,
    ChartPart,
    Document,
    ErrorPart,
    HtmlPart,
    MarkdownPart,
    Outline,
    Part,
    PicturePart,
    TextPart,
)

MAIN = "main.typ"

_STYLE = tuple(Path(theme.__file__).parent / "style" / name for name in ("report.typ", "layout.typ"))
_FOREIGN_HEADING = re.compile(r"#r-foreign-heading\((\d+)\)")
_WIDE_TABLE = "#r-wide-table("
_LEADING_KINDS = frozenset(("heading", "prose", "bullets"))
_TRAILING_KINDS = frozenset(("prose", "bullets", "callout"))
_END_OF_PAGE = "\n]"
_PAGE_FOR_THE_SECOND = """\
#block(height: 0pt, above: 0pt, below: 0pt)[#metadata(none) <end-of-first-section>]
#context if locate(<end-of-first-section>).position().y > page.height / 2 { pagebreak(weak: true) }"""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


@dataclass
class Source:
    """A Typst document as it is put together: fragments in order, and the files that they name."""

    document: Document
    fragments: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    attached: dict[str, str] = field(default_factory=dict)
    _foreign: dict[int, str] = field(default_factory=dict)
    _outline: Outline = field(default_factory=Outline)
    _sections: int = 0
    _leading: int = 0
    _on_wide_page: bool = False

    @property
    def text(self) -> str:
        """The whole source."""
        body = "\n\n".join(self.fragments)
        style = library(self.document.info.with_appendix)
        return f"{style}\n{_attachments(self.attached)}\n#show: r-report.with({_info(self.document)})\n\n{body}\n"

    def convert_foreign(self) -> None:
        """Turn Markdown and foreign HTML into Typst: one run of pandoc for all cells of a kind."""
        parts = self.document.parts
        markdown = {index: part.source for index, part in enumerate(parts) if isinstance(part, MarkdownPart)}
        tables = {index: foreign.html_of(part) for index, part in enumerate(parts) if isinstance(part, HtmlPart)}
        self._foreign |= dict(zip(markdown, foreign.typst_of(list(markdown.values()), "markdown"), strict=True))
        self._foreign |= dict(zip(tables, foreign.typst_of(list(tables.values()), "html"), strict=True))

    def end_run(self) -> None:
        """Let nothing that was added so far move to the page of a wide table, nor anything that follows."""
        self._leading, self._on_wide_page = 0, False

    @singledispatchmethod
    def add(self, part: Part, index: int) -> None:
        """Add `part`, the one at `index` in the document."""
        raise TypeError(f"{type(part).__name__} is not a part of a document")

    @add.register
    def _block(self, part: BlockPart, index: int) -> None:
        kind = part.metadata.get("kind")
        if part.typst.startswith(_WIDE_TABLE):
            self._turn_page(part.typst)
        elif self._on_wide_page and kind in _TRAILING_KINDS:
            self._add_to_wide_page(part.typst)
        else:
            opens_section = kind == "heading" and part.metadata.get("level") == 2
            if opens_section:
                self._open_section()
            self.fragments.append(self._heading(part.metadata) if kind == "heading" else part.typst)
            self._leading = 1 if opens_section else self._leading + 1 if kind in _LEADING_KINDS else 0
            self._on_wide_page = False

    @add.register
    def _chart(self, part: ChartPart, index: int) -> None:
        name = self._file(index, "svg", part.chart.svg.encode())
        self.fragments.append(chart_typst(part.chart, self.document.info.w, literal(name)))

    @add.register
    def _markdown(self, part: MarkdownPart, index: int) -> None:
        for name, (kind, data) in part.attachments.items():
            if foreign.width_mm(PicturePart(kind, data, name)) is not None:
                self.attached[f"attachment:{name}"] = self._file(f"{index}-{len(self.attached)}", kind, data)
        self.fragments.append(f"#r-foreign[\n{self._with_depths(self._foreign[index])}\n]")

    @add.register
    def _html(self, part: HtmlPart, index: int) -> None:
        typst = self._with_depths(self._foreign[index])
        self.fragments.append(f"#r-foreign[\n{typst}\n]" if typst else _output(part.text))

    @add.register
    def _picture(self, part: PicturePart, index: int) -> None:
        width = foreign.width_mm(part)
        if width is None:
            self.fragments.append(f"#r-absent({literal(part.alt)})")
            return
        name = self._file(index, part.kind, part.data)
        size = f"{min(width, theme.CHART_WIDTH_MM):.1f}mm"
        self.fragments.append(f"#r-picture({literal(name)}, {literal(part.alt)}, width: {size})")

    @add.register
    def _text(self, part: TextPart, index: int) -> None:
        self.fragments.append(_output(part.text))

    @add.register
    def _error(self, part: ErrorPart, index: int) -> None:
        where = f" [{part.cell}]" if part.cell is not None else ""
        title = self.document.info.w("Sel ini gagal dijalankan") + where
        message = f"{part.name}: {part.message}"
        self.fragments.append(f"#r-failure({literal(title)}, {literal(message)}, {_lines(part.traceback)})")

    def _open_section(self) -> None:
        """Let the first section of a report, its summary, stand alone: the second begins a page.

        Only where the summary ends low on its page: what runs over to the next leaves that one to the sections. The
        place is that of a block, which the page break does not move as it would move what asks for it.
        """
        self._sections += 1
        if self._sections == 2 and self.document.info.is_report:
            self.fragments.append(_PAGE_FOR_THE_SECOND)

    def _heading(self, metadata: Mapping[str, Any]) -> str:
        depth = self._outline.depth(int(metadata.get("level", 2)))
        return f"#r-heading({literal(str(metadata.get('text')))}, {depth}, {literal(str(metadata.get('anchor', '')))})"

    def _with_depths(self, typst: str) -> str:
        def at_depth(found: re.Match[str]) -> str:
            level = int(found[1]) + self.document.markdown_shift
            return f"#r-foreign-heading({self._outline.depth(level)})"

        return _FOREIGN_HEADING.sub(at_depth, typst)

    def _turn_page(self, table: str) -> None:
        """Set a wide table on a page on its side, with the heading and the prose before it and the remarks after it."""
        if self._on_wide_page:
            self._add_to_wide_page(table)
            return
        start = len(self.fragments) - self._leading
        lead = self.fragments[start:]
        del self.fragments[start:]
        self.fragments.append("\n\n".join(("#r-landscape[", *lead, table)) + _END_OF_PAGE)
        self._leading, self._on_wide_page = 0, True

    def _add_to_wide_page(self, typst: str) -> None:
        self.fragments[-1] = f"{self.fragments[-1].removesuffix(_END_OF_PAGE)}\n\n{typst}{_END_OF_PAGE}"

    def _file(self, index: int | str, extension: str, data: bytes) -> str:
        name = f"picture-{index}.{extension}"
        self.files[name] = data
        return name


def source_of(document: Document) -> Source:
    """`document` as Typst source with its files."""
    source = Source(document)
    source.convert_foreign()
    for index, part in enumerate(document.parts):
        source.add(part, index)
        if not isinstance(part, BlockPart):
            source.end_run()
    return source


@cache
def library(whole_tables: bool = False) -> str:
    """The palette and the functions that every document begins with; `whole_tables` prints even the longest."""
    colours = ", ".join(f'"{colour.name}": rgb("{colour.light}")' for colour in theme.PALETTE)
    tables = f"#let whole-tables = {str(whole_tables).lower()}\n#let most-printed = {MOST_PRINTED}"
    return "\n".join([f"#let palette = ({colours})", tables, *(path.read_text(encoding="utf-8") for path in _STYLE)])


def _attachments(attached: Mapping[str, str]) -> str:
    """The function that shows an attached picture, or its alternative text where there is none of that name."""
    names = "".join(f"{literal(name)}: {literal(file)}, " for name, file in attached.items())
    return (
        f"#let r-attachments = ({names or ':'})\n"
        "#let r-attached(name, alt) = "
        "if name in r-attachments { image(r-attachments.at(name), alt: alt) } else { r-absent(alt) }"
    )


def _info(document: Document) -> str:
    info = document.info
    w = info.w
    fields = {
        "title": literal(_avoid_widow(info.title)),
        "kind": literal(info.kind),
        "keywords": _array([w("Indeks Profesionalitas ASN"), info.region_name] if info.is_report else []),
        "lang": literal(w.language),
        "running": literal(info.running_head),
        "sample": literal(info.mark),
        "page-words": _array((w("Halaman"), w("dari"))),
        "is-report": "true" if info.is_report else "false",
        "is-page": "true" if info.unit else "false",
        "facts": _array_of_arrays(info.facts),
        "remarks": _array_of_arrays(document.remarks),
    }
    return "(" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + ")"


def _avoid_widow(title: str) -> str:
    """`title` with its last two words kept on one line."""
    head, blank, last = title.rpartition(" ")
    return f"{head}\u00a0{last}" if blank and len(last) <= 6 else title


def _array(texts: Iterable[str]) -> str:
    return "(" + "".join(f"{literal(text)}, " for text in texts if text) + ")"


def _array_of_arrays(rows: Iterable[Iterable[str]]) -> str:
    return "(" + "".join(f"({''.join(f'{literal(text)}, ' for text in row)}), " for row in rows) + ")"


def _output(text: str) -> str:
    return f"#r-output({_lines(text)})" if text.strip() else ""


def _lines(text: str) -> str:
    """`text` as a Typst string literal that keeps its lines."""
    safe = _CONTROL.sub("", text.rstrip()).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\t", "    ").replace("\n", "\\n") + '"'
