"""The parts of a document as a Word file: headings, native tables, captions, pictures, all of them to edit or paste."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import docx
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Mm
from lxml import html as lxml_html

from ipasn_analysis.blocks.svg import width_mm
from ipasn_analysis.files import with_fixed_times
from ipasn_analysis.publish.document import ChartPart, Document, DocumentInfo, PicturePart
from ipasn_analysis.publish.html_document import Page
from ipasn_analysis.publish.pictures import pictures_of
from ipasn_analysis.publish.word_style import (
    TEXT_MM,
    add_field,
    clean,
    new_numbering,
    set_page,
    set_properties,
    set_styles,
)
from ipasn_analysis.publish.word_table import native_table, text_of

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph
    from lxml.html import HtmlElement

_LIST_STYLES = {"ul": "List Bullet", "ol": "List Number"}
_BLANKS = re.compile(r"\s+")


@dataclass
class _Word:
    """A Word file as it is put together."""

    info: DocumentInfo
    file: WordFile = field(default_factory=docx.Document)
    captions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        set_page(self.file, self.info)
        set_styles(self.file, self.info.w.language)
        set_properties(self.file, self.info)

    def add_cover(self, remarks: Sequence[tuple[str, str, str]]) -> None:
        """The title, what the document is of, and what a reader must know first."""
        self.file.add_paragraph(clean(self.info.title), style="Title")
        facts = " · ".join(f"{name}: {value}" for name, value in self.info.facts)
        if facts and not self.info.is_report:  # whose summary says it
            self.file.add_paragraph(clean(facts), style="Subtitle")
        for kind, title, text in remarks:
            if kind == "sample":
                self.file.add_paragraph(clean(f"{title}. {text}"), style="Catatan")
            else:
                self._box(title, [text])

    def add_html(self, fragment: str) -> None:
        """Add a fragment of a page, element by element."""
        for element in lxml_html.fragments_fromstring(fragment):
            if isinstance(element, str):
                self._paragraph_of_text(element)
            else:
                self._element(element)

    def add_chart(self, part: ChartPart, picture: bytes) -> None:
        """Add a chart with its caption, alternative text and notes."""
        chart = part.chart
        self._caption(self.info.w("Grafik"), chart.title)
        self._picture(picture, chart.alt, min(width_mm(chart.svg), TEXT_MM))
        notes = [chart.caption, f"{self.info.w('Sumber')}: {chart.source}" if chart.source else ""]
        for note in filter(None, notes):
            self.file.add_paragraph(clean(note), style="Catatan")

    def add_picture(self, part: PicturePart) -> None:
        """Add a picture of an ordinary notebook; one that Word cannot hold by its alternative text."""
        try:
            self._picture(part.data, part.alt, None)
        except (UnrecognizedImageError, ValueError):
            self.file.add_paragraph(clean(part.alt), style="Catatan")

    def saved(self) -> bytes:
        """The file; the same document gives the same bytes."""
        buffer = io.BytesIO()
        self.file.save(buffer)
        return with_fixed_times(buffer.getvalue())

    def _element(self, element: HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        classes = set((element.get("class") or "").split())
        if re.fullmatch("h[1-6]", tag):
            self.file.add_heading(text_of(element), max(int(tag[1]) - 1, 1))
        elif tag == "p":
            style = "Catatan" if classes & {"note", "source"} else "Kalimat pokok" if "lead" in classes else "Body Text"
            self._inline(self.file.add_paragraph(style=style), element)
        elif tag in _LIST_STYLES:
            self._list(element)
        elif "callout" in classes:
            title, *rest = element.findall("p")
            self._box(text_of(title), [text_of(paragraph) for paragraph in rest])
        elif tag == "dl":
            self._key_figures(element)
        elif tag == "table":
            self._table(element)
        elif tag == "pre":
            self.file.add_paragraph(clean(element.text_content()), style="Keluaran")
        elif tag == "img":
            self._inline_image(element)
        elif tag in ("div", "section", "figure", "blockquote", "details", "summary"):
            self._children(element)
        else:
            self._inline(self.file.add_paragraph(style="Body Text"), element)

    def _children(self, element: HtmlElement) -> None:
        self._paragraph_of_text(element.text or "")
        for child in element:
            self._element(child)
            self._paragraph_of_text(child.tail or "")

    def _paragraph_of_text(self, text: str) -> None:
        if text.strip():
            self.file.add_paragraph(clean(_BLANKS.sub(" ", text).strip()), style="Body Text")

    def _inline(self, paragraph: Paragraph, element: HtmlElement, *, bold: bool = False, italic: bool = False) -> None:
        """Running text with what stands out in it."""

        def add(text: str | None) -> None:
            if text:
                run = paragraph.add_run(clean(_BLANKS.sub(" ", text)))
                run.bold, run.italic = bold or None, italic or None

        add(element.text)
        for child in element:
            strong = child.tag in ("strong", "b")
            self._inline(paragraph, child, bold=bold or strong, italic=italic or child.tag in ("em", "i"))
            add(child.tail)

    def _list(self, element: HtmlElement) -> None:
        number = new_numbering(self.file) if element.tag == "ol" else None
        for item in element.findall("li"):
            paragraph = self.file.add_paragraph(style=_LIST_STYLES[str(element.tag)])
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            self._inline(paragraph, item)

    def _box(self, title: str, paragraphs: Sequence[str]) -> None:
        paragraph = self.file.add_paragraph(style="Kotak")
        paragraph.add_run(clean(title)).bold = True
        for text in paragraphs:
            paragraph.add_run().add_break()
            paragraph.add_run(clean(text))

    def _key_figures(self, element: HtmlElement) -> None:
        figures = [[text_of(part) for part in figure] for figure in element.findall("div")]
        across = min(len(figures), 5)
        table = self.file.add_table(rows=0, cols=across, style="Table Grid")
        for start in range(0, len(figures), across):
            cells = table.add_row().cells
            for cell, (label, value, *note) in zip(cells, figures[start : start + across], strict=False):
                cell.paragraphs[0].style = "Catatan"
                cell.paragraphs[0].add_run(clean(label))
                cell.add_paragraph(style="Angka").add_run(clean(value))
                for text in note:
                    cell.add_paragraph(clean(text), style="Catatan")

    def _table(self, element: HtmlElement) -> None:
        caption = element.find("caption")
        if caption is not None:
            self._caption(self.info.w("Tabel"), text_of(caption))
        body = self.file.element.body
        body.insert(
            len(body) - 1, native_table(element, whole=self.info.with_appendix)
        )  # before the properties of the page, which come last
        self.file.add_paragraph(style="Catatan")

    def _caption(self, kind: str, title: str) -> None:
        """A caption whose number Word counts itself, so that it stays right where it is pasted."""
        self.captions[kind] = self.captions.get(kind, 0) + 1
        paragraph = self.file.add_paragraph(f"{kind} ", style="Caption")
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.captions[kind]))
        paragraph.add_run(clean(f". {title}"))

    def _picture(self, data: bytes, alt: str, most_mm: float | None) -> None:
        shape = self.file.add_picture(io.BytesIO(data))
        widest = Mm(TEXT_MM if most_mm is None else most_mm)
        if shape.width > widest:
            shape.height = int(shape.height * widest / shape.width)
            shape.width = widest
        properties = shape._inline.docPr
        properties.set("descr", clean(alt))
        properties.set("name", f"gambar {properties.get('id')}")

    def _inline_image(self, element: HtmlElement) -> None:
        _, mark, content = (element.get("src") or "").partition(";base64,")
        if mark:
            self.add_picture(PicturePart("", base64.b64decode(content), element.get("alt") or ""))


def word_of(document: Document) -> bytes:
    """`document` as a Word file (.docx)."""
    word = _Word(document.info)
    word.add_cover(document.remarks)
    charts = [part.chart.svg for part in document.parts if isinstance(part, ChartPart)]
    pictures = iter(pictures_of(charts))
    page = Page(document)
    for part in document.parts:
        if isinstance(part, ChartPart):
            word.add_chart(part, next(pictures))
        elif isinstance(part, PicturePart):
            word.add_picture(part)
        else:
            page.add(part)
            word.add_html(page.fragments[-1])
    return word.saved()
