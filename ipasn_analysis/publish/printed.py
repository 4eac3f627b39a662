"""The parts of a document as the source of a Typst document, with the pictures it needs beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, singledispatchmethod
from pathlib import Path
from typing import Any

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.typst import chart_typst, literal
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
from ipasn_analysis.publish.sanitize import sanitized
from ipasn_analysis.writing.writer import Writer

MAIN = "main.typ"

_FILTER = Path(__file__).parent / "templates" / "markdown.lua"
_STYLE = tuple(Path(theme.__file__).parent / "style" / name for name in ("report.typ", "layout.typ"))
_FOREIGN_HEADING = re.compile(r"#r-foreign-heading\((\d+)\)")
_PIXELS_PER_INCH = 144
_WIDE_TABLE = "#r-wide-table("
_LEADING_KINDS = frozenset(("heading", "prose", "bullets"))
_TRAILING_KINDS = frozenset(("prose", "bullets", "callout"))
_END_OF_PAGE = "\n]"
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
    _after_heading: bool = False

    @property
    def text(self) -> str:
        """The whole source."""
        body = "\n\n".join(self.fragments)
        return f"{library()}\n{_attachments(self.attached)}\n#show: r-report.with({_info(self.document)})\n\n{body}\n"

    def convert_foreign(self) -> None:
        """Turn Markdown and foreign HTML into Typst: one run of pandoc for all cells of a kind."""
        parts = self.document.parts
        markdown = {place: part.source for place, part in enumerate(parts) if isinstance(part, MarkdownPart)}
        tables = {place: sanitized(part.html) for place, part in enumerate(parts) if isinstance(part, HtmlPart)}
        self._foreign |= dict(zip(markdown, converted(list(markdown.values()), "markdown"), strict=True))
        self._foreign |= dict(zip(tables, converted(list(tables.values()), "html"), strict=True))

    def end_run(self) -> None:
        """Let nothing that was added so far move to the page of a wide table, nor anything that follows."""
        self._leading, self._on_wide_page = 0, False
        self._after_heading = False

    @singledispatchmethod
    def add(self, part: Part, place: int) -> None:
        """Add `part`, the one at `place` in the document."""
        raise TypeError(f"{type(part).__name__} is not a part of a document")

    @add.register
    def _(self, part: BlockPart, place: int) -> None:
        kind = part.metadata.get("kind")
        if part.typst.startswith(_WIDE_TABLE):
            self._turn_page(part.typst)
        elif self._on_wide_page and kind in _TRAILING_KINDS:
            self.fragments[-1] = f"{self.fragments[-1].removesuffix(_END_OF_PAGE)}\n\n{part.typst}{_END_OF_PAGE}"
        else:
            opens_section = kind == "heading" and part.metadata.get("level") == 2
            if opens_section:
                self._open_section()
            self.fragments.append(self._heading(part.metadata) if kind == "heading" else part.typst)
            self._after_heading = kind == "heading"
            self._leading = 1 if opens_section else self._leading + 1 if kind in _LEADING_KINDS else 0
            self._on_wide_page = False

    @add.register
    def _(self, part: ChartPart, place: int) -> None:
        name = self._file(place, "svg", part.chart.svg.encode())
        floating = not self._after_heading and bool(part.chart.anchor)
        self.fragments.append(chart_typst(part.chart, self.document.info.w, literal(name), floating=floating))

    @add.register
    def _(self, part: MarkdownPart, place: int) -> None:
        for name, (kind, data) in part.attachments.items():
            if _width_mm(PicturePart(kind, data, name)) is not None:
                self.attached[f"attachment:{name}"] = self._file(f"{place}-{len(self.attached)}", kind, data)
        self.fragments.append(f"#r-foreign[\n{self._with_depths(self._foreign[place])}\n]")

    @add.register
    def _(self, part: HtmlPart, place: int) -> None:
        typst = self._with_depths(self._foreign[place])
        self.fragments.append(f"#r-foreign[\n{typst}\n]" if typst else _output(part.text))

    @add.register
    def _(self, part: PicturePart, place: int) -> None:
        width = _width_mm(part)
        if width is None:
            self.fragments.append(f"#r-absent({literal(part.alt)})")
            return
        name = self._file(place, part.kind, part.data)
        size = f"{min(width, theme.CHART_WIDTH_MM):.1f}mm"
        self.fragments.append(f"#r-picture({literal(name)}, {literal(part.alt)}, width: {size})")

    @add.register
    def _(self, part: TextPart, place: int) -> None:
        self.fragments.append(_output(part.text))

    @add.register
    def _(self, part: ErrorPart, place: int) -> None:
        where = f" [{part.cell}]" if part.cell is not None else ""
        title = self.document.info.w("Sel ini gagal dijalankan") + where
        message = f"{part.name}: {part.message}"
        self.fragments.append(f"#r-failure({literal(title)}, {literal(message)}, {_lines(part.traceback)})")

    def _open_section(self) -> None:
        """Let the first section of a report, its summary, stand alone: the second begins a page."""
        self._sections += 1
        if self._sections == 2 and self.document.info.is_report:
            self.fragments.append("#pagebreak(weak: true)")

    def _heading(self, metadata: Mapping[str, Any]) -> str:
        depth = self._outline.depth(int(metadata.get("level", 2)))
        return f"#r-heading({literal(str(metadata.get('text')))}, {depth}, {literal(str(metadata.get('anchor', '')))})"

    def _with_depths(self, typst: str) -> str:
        def placed(found: re.Match[str]) -> str:
            level = int(found[1]) + self.document.markdown_shift
            return f"#r-foreign-heading({self._outline.depth(level)})"

        return _FOREIGN_HEADING.sub(placed, typst)

    def _turn_page(self, table: str) -> None:
        """Set a wide table on a page on its side, with the heading and the prose before it and the remarks after it."""
        if self._on_wide_page:
            self.fragments[-1] = f"{self.fragments[-1].removesuffix(_END_OF_PAGE)}\n\n{table}{_END_OF_PAGE}"
            return
        start = len(self.fragments) - self._leading
        lead = self.fragments[start:]
        del self.fragments[start:]
        self.fragments.append("\n\n".join(("#r-landscape[", *lead, table)) + _END_OF_PAGE)
        self._leading, self._on_wide_page = 0, True

    def _file(self, place: int | str, extension: str, data: bytes) -> str:
        name = f"picture-{place}.{extension}"
        self.files[name] = data
        return name


def source_of(document: Document) -> Source:
    """`document` as Typst source with its files."""
    source = Source(document)
    source.convert_foreign()
    for place, part in enumerate(document.parts):
        source.add(part, place)
        if not isinstance(part, BlockPart):
            source.end_run()
    return source


@cache
def library() -> str:
    """The palette and the functions that every document begins with."""
    colours = ", ".join(f'"{colour.name}": rgb("{colour.light}")' for colour in theme.PALETTE)
    return "\n".join([f"#let palette = ({colours})", *(path.read_text(encoding="utf-8") for path in _STYLE)])


def converted(sources: Sequence[str], kind: str) -> list[str]:
    """`sources` ("markdown" or "html") as Typst, in one run of pandoc; raw markup in them is dropped.

    Should one source swallow the mark after it, each is converted by itself.
    """
    if not sources:
        return []
    mark = "ipasn-cell-mark-" + "x" * (1 + max(len(run) for run in re.findall(r"x+|\Z", "\n".join(sources))))
    between = f"\n\n{mark}\n\n" if kind == "markdown" else f"<p>{mark}</p>"
    whole = _pandoc(between.join(sources), kind)
    pieces = re.split(rf"(?m)^\s*// cut {mark}\s*$", whole)
    if len(pieces) == len(sources):
        return [piece.strip() for piece in pieces]
    return [_pandoc(source, kind).strip() for source in sources]


def _pandoc(text: str, kind: str) -> str:
    import pypandoc  # noqa: PLC0415 (needed only where there is Markdown)

    reader = {"markdown": "gfm+tex_math_dollars-raw_html", "html": "html-raw_html"}[kind]
    options = ["--wrap=none", f"--lua-filter={_FILTER}", "--sandbox"]
    return str(pypandoc.convert_text(text, "typst", format=reader, extra_args=options))


def _attachments(attached: Mapping[str, str]) -> str:
    """The function that shows an attached picture, or its alternative text where there is none of that name."""
    names = "".join(f"{literal(name)}: {literal(file)}, " for name, file in attached.items())
    return (
        f"#let r-attachments = ({names or ':'})\n"
        "#let r-attached(name, alt) = "
        "if name in r-attachments { image(r-attachments.at(name), alt: alt) } else { r-absent(alt) }"
    )


def _sample_mark(w: Writer) -> str:
    """The words that mark every page of sample data: always the Indonesian ones, which programs look for as well."""
    words = w("Data contoh")
    return words if "Data contoh" in words else f"Data contoh · {words}"


def _info(document: Document) -> str:
    info = document.info
    w = info.w
    page_words = (w("Halaman"), w("dari"))
    fields = {
        "title": literal(_without_lone_word(info.title)),
        "subtitle": literal(info.subtitle),
        "kicker": literal(info.kicker),
        "author": f"({literal(info.author)},)" if info.author else "()",
        "keywords": _array([w("Indeks Profesionalitas ASN"), info.region_name] if info.is_report else []),
        "lang": literal(info.w.language),
        "running": literal(info.running_head),
        "sample": literal(_sample_mark(w) if info.sample else ""),
        "footer": literal(info.footer),
        "page-words": _array(page_words),
        "contents": literal(w("Daftar isi")),
        "is-report": "true" if info.is_report else "false",
        "facts": _array_of_arrays(info.facts),
        "remarks": _array_of_arrays(document.remarks),
    }
    return "(" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + ")"


def _without_lone_word(title: str) -> str:
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


def _width_mm(part: PicturePart) -> float | None:
    """How wide the picture is set; None when its data are not a picture."""
    if part.kind == "svg":
        return _svg_width_mm(part.data)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (needed only where there are pictures)

    try:
        with Image.open(io.BytesIO(part.data)) as picture:
            width = picture.width
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    return float(width) / _PIXELS_PER_INCH * theme.MM_PER_INCH


def _svg_width_mm(data: bytes) -> float | None:
    opening = re.search(rb"<svg\b[^>]*>", data)
    if opening is None:
        return None
    size = re.search(rb"""\swidth=["']([\d.]+)(pt|px)?["']""", opening[0])
    if size is None:
        return theme.CHART_WIDTH_MM
    return float(size[1]) / (72 if size[2] == b"pt" else 96) * theme.MM_PER_INCH
