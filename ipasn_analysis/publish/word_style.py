"""The look of a Word file: page, styles, running head; plain, so that its parts fit where they are pasted."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ipasn_analysis.blocks import theme
from ipasn_analysis.publish.document import DocumentInfo

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

FONT = "Arial"
"""A typeface that every office has; the report's own would be replaced on a desk without it."""
PAGE_MM = (210, 297)
MARGIN_MM = 20
TEXT_MM = PAGE_MM[0] - 2 * MARGIN_MM
LANGUAGES = {"id": "id-ID", "en": "en-GB"}
NEW_STYLES = ("Kalimat pokok", "Catatan", "Angka", "Keluaran", "Kotak")
"""Paragraphs that Word has no style for: lead, note, figure at a glance, printed text, box."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def set_page(file: WordFile, info: DocumentInfo) -> None:
    """A4 with the running head, the mark of sample data and the number of the page."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM - 2)
    for name in ("Header", "Footer"):
        file.styles[name].paragraph_format.tab_stops.clear_all()
        file.styles[name].font.size = Pt(8)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(clean(info.running_head))
    if info.mark:
        head.add_run(f"\t{info.mark}").bold = True
    foot.add_run(f"\t{info.w('Halaman')} ")
    add_field(foot, "PAGE", "1")
    foot.add_run(f" {info.w('dari')} ")
    add_field(foot, "NUMPAGES", "1")


def set_properties(file: WordFile, info: DocumentInfo) -> None:
    """Title and language; the date is that of the figures, so that the same report gives the same file."""
    properties = file.core_properties
    properties.title, properties.language = clean(info.title), LANGUAGES[info.w.language]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = date_of(info)
    package = file.part.package
    for name in [name for name, related in package.rels.items() if related.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[name]  # a picture of the empty template


def date_of(info: DocumentInfo) -> datetime.datetime:
    """The date that a file bears: that of its figures; a fixed day for a document without one."""
    if not info.as_of:
        return datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    return datetime.datetime.fromisoformat(info.as_of).replace(tzinfo=datetime.UTC)


def set_styles(file: WordFile, language: str) -> None:
    """Headings, text, captions and notes."""
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9.5)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(3), 1.05
    fonts = normal.element.get_or_add_rPr()
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LANGUAGES[language])
    fonts.append(spoken)
    sizes = {"Title": 16, "Subtitle": 10, "Heading 1": 14, "Heading 2": 12, "Heading 3": 10.5, "Caption": 9.5}
    for name, size in sizes.items():
        _set_style(file.styles[name], size, bold=name != "Subtitle", colour=theme.ACCENT.light)
    for name, before, after in (("Title", 0, 4), ("Heading 1", 12, 3), ("Heading 2", 8, 3), ("Caption", 6, 3)):
        spaces = file.styles[name].paragraph_format
        spaces.space_before, spaces.space_after = Pt(before), Pt(after)
    file.styles["Caption"].paragraph_format.keep_with_next = True
    file.styles["Body Text"].paragraph_format.space_after = Pt(4)
    lead, note, figure, printed, box = (_new_style(file, name) for name in NEW_STYLES)
    _set_style(lead, 12, bold=True, colour=theme.INK.light)
    _set_style(note, 8, colour=theme.MUTED.light)
    _set_style(figure, 15, bold=True, colour=theme.INK.light)
    printed.font.name, printed.font.size = "Courier New", Pt(8)
    _frame(box)


def _new_style(file: WordFile, name: str) -> ParagraphStyle:
    style: ParagraphStyle = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    return style


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that Word computes (a page number, the number of a caption); `shown` stands until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def new_numbering(file: WordFile) -> int:
    """The number of a list that begins at 1 again."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    given = style.pPr.numPr.numId.val
    source = next(num for num in numbering.num_lst if num.numId == given)
    fresh = numbering.add_num(source.abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _set_style(style: ParagraphStyle, size: float, *, bold: bool = False, colour: str) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    faces = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in [name for name in faces.attrib if "Theme" in name]:  # the theme's face would go before ours
        del faces.attrib[name]


def _frame(style: ParagraphStyle) -> None:
    """A box around the paragraphs of a style, on a soft ground."""
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_line(side, theme.ACCENT.light))
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), theme.SURFACE.light.removeprefix("#"))
    properties.append(borders)
    properties.append(ground)
    style.font.name, style.font.size = FONT, Pt(9.5)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_together = True


def _line(side: str, colour: str) -> BaseOxmlElement:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "4"), ("color", colour.removeprefix("#"))):
        line.set(qn(f"w:{name}"), value)
    return line
