"""The parts of a document as the body of an HTML page, with the list of its contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from html import escape, unescape
from urllib.parse import quote

from ipasn_analysis.blocks.html import render_html
from ipasn_analysis.blocks.model import Heading, slug
from ipasn_analysis.blocks.section import APPENDIX
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
    opens_appendix,
)
from ipasn_analysis.writing.writer import Writer

_HEADING = re.compile(r"<h([1-6])(?P<attributes>[^>]*)>(?P<text>.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ROW_NAME = re.compile(r'(?<=<th scope="row">)[^<]+')


@dataclass(frozen=True)
class Entry:
    """A line of the contents: where it leads, its text, and the entries below it."""

    anchor: str
    text: str
    children: tuple[Entry, ...] = ()


@dataclass
class Page:
    """The body of an HTML page as it is put together: fragments in order, contents, and the anchors in use."""

    document: Document
    sheets: Mapping[str, str] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    contents: list[Entry] = field(default_factory=list)
    _anchors: Counter[str] = field(default_factory=Counter)
    _outline: Outline = field(default_factory=Outline)
    _folded: bool = False

    @property
    def body(self) -> str:
        """The fragments, one below the other."""
        return "\n".join([*self.fragments, *(["</details>"] if self._folded else [])])

    @singledispatchmethod
    def add(self, part: Part) -> None:
        """Add `part` to the page."""
        raise TypeError(f"{type(part).__name__} is not a part of a document")

    @add.register
    def _block(self, part: BlockPart) -> None:
        if part.metadata.get("kind") != "heading":
            self.fragments.append(_ROW_NAME.sub(self._linked, part.html) if self.sheets else part.html)
            return
        level = 1 + self._outline.depth(int(part.metadata.get("level", 2)))
        if opens_appendix(part):
            self._fold(part)
            return
        heading = Heading(str(part.metadata.get("text")), min(level, 4), str(part.metadata.get("anchor", "")))
        if heading.anchor:
            self._list(heading.level, heading.anchor, heading.text)
        self.fragments.append(render_html(heading, self.document.info.w))

    def _fold(self, part: BlockPart) -> None:
        """Open the appendix, which is folded until somebody asks for it."""
        self._list(2, APPENDIX, str(part.metadata.get("text")))
        self.fragments.append(f'<details class="appendix"><summary>{part.html}</summary>')
        self._folded = True

    @add.register
    def _chart(self, part: ChartPart) -> None:
        self.fragments.append(render_html(part.chart, self.document.info.w))

    @add.register
    def _markdown(self, part: MarkdownPart) -> None:
        self.fragments.append(f'<div class="prose">{self._foreign(part)}</div>')

    @add.register
    def _html(self, part: HtmlPart) -> None:
        self.fragments.append(f'<div class="output">{self._foreign(part)}</div>')

    @add.register
    def _picture(self, part: PicturePart) -> None:
        picture = f'<img src="{foreign.data_url(part)}" alt="{escape(part.alt)}">'
        self.fragments.append(f'<figure class="picture">{picture}</figure>')

    @add.register
    def _text(self, part: TextPart) -> None:
        self.fragments.append(_printed(part.text, self.w("Keluaran teks")))

    @add.register
    def _error(self, part: ErrorPart) -> None:
        where = f" [{part.cell}]" if part.cell is not None else ""
        title = self.w("Sel ini gagal dijalankan") + where
        self.fragments.append(
            f'<section class="failure" id="{self._new_anchor("gagal")}"><p class="failure-title">{escape(title)}</p>'
            f"<p><strong>{escape(part.name)}</strong>: {escape(part.message)}</p>"
            + _printed(part.traceback, self.w("Jejak kesalahan"))
            + "</section>"
        )

    def _linked(self, found: re.Match[str]) -> str:
        """The name of a row, leading to the page of the unit of that name where there is one."""
        name = found[0].rstrip()
        target = self.sheets.get(unescape(name))
        return found[0] if target is None else f'<a href="{escape(quote(target))}">{name}</a>{found[0][len(name) :]}'

    def _foreign(self, part: MarkdownPart | HtmlPart) -> str:
        return foreign.in_scroll_regions(_HEADING.sub(self._heading, foreign.html_of(part)), self.w("Tabel"))

    def _heading(self, found: re.Match[str]) -> str:
        level = min(1 + self._outline.depth(int(found[1]) + self.document.markdown_shift), 6)
        text = unescape(_TAG.sub("", found["text"])).strip()
        anchor = self._new_anchor(slug(text))
        self._list(level, anchor, text)
        return f'<h{level} id="{anchor}">{found["text"]}</h{level}>'

    def _list(self, level: int, anchor: str, text: str) -> None:
        self._anchors[anchor] += 1
        if level == 2 or not self.contents:
            self.contents.append(Entry(anchor, text))
        elif level == 3:
            last = self.contents[-1]
            self.contents[-1] = replace(last, children=(*last.children, Entry(anchor, text)))

    def _new_anchor(self, wanted: str) -> str:
        while self._anchors[wanted]:
            wanted = f"{wanted}-{self._anchors[wanted] + 1}"
        return wanted

    @property
    def w(self) -> Writer:
        """The writer of the document."""
        return self.document.info.w


def page_of(document: Document, sheets: Mapping[str, str] | None = None) -> Page:
    """`document` as the body of a page; rows that bear the name of a unit lead to its page in `sheets`."""
    page = Page(document, sheets or {})
    for part in document.parts:
        page.add(part)
    return page


def _printed(text: str, label: str) -> str:
    return f'<pre class="printed" role="group" tabindex="0" aria-label="{escape(label)}">{escape(text.rstrip())}</pre>'
