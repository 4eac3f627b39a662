"""The slides of a report as a PowerPoint file: native charts that can be edited, and notes for who speaks."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, cast

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Length, Pt

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.slides import Series, Slide, SlideChart
from ipasn_analysis.errors import ReportError
from ipasn_analysis.files import with_fixed_times
from ipasn_analysis.publish.document import DocumentInfo
from ipasn_analysis.publish.notebook_reader import read_document, slides_of
from ipasn_analysis.publish.word_style import FONT, clean, date_of

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from pptx.chart.chart import Chart
    from pptx.presentation import Presentation
    from pptx.slide import Slide as PowerPointSlide
    from pptx.text.text import TextFrame

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
ROOM = Emu(WIDTH - 2 * MARGIN)
BODY_TOP, BODY_HEIGHT = Inches(1.65), Inches(5.1)
_TITLE_SIZES = ((60, 30), (95, 26), (10**6, 22))
"""Points of type by the most letters of a title that they hold for: two lines at most."""
_TITLE_ONLY = 5
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LEAST_LABELLED = 0.03
"""The part of the longest bar from which a part of a bar has room for its figure."""
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}


def presentation_of(notebook: NotebookNode) -> bytes:
    """The slides that the last cell of a report's `notebook` holds, as a file; the same ones give the same bytes.

    Raises
    ------
    ReportError
        When the notebook holds none.
    """
    slides = slides_of(notebook)
    if not slides:
        raise ReportError("the notebook holds no slides; its last cell must be laporan.hasil()")
    info = read_document(notebook).info
    file = pptx.Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    _set_properties(file, info)
    for number, slide in enumerate(slides, 1):
        _add(file, slide, f"{info.running_head} · {number}/{len(slides)}", info)
    buffer = io.BytesIO()
    file.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _add(file: Presentation, slide: Slide, foot: str, info: DocumentInfo) -> None:
    shown = file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])
    title = shown.shapes.title
    title.left, title.top, title.width, title.height = MARGIN, Inches(0.4), ROOM, Inches(1.15)
    size = next(size for most, size in _TITLE_SIZES if len(slide.title) <= most)
    _write(title.text_frame, [slide.title], size, bold=True, colour=theme.ACCENT.light)
    top = Emu(BODY_TOP + Inches(2.0) * bool(slide.figures))
    if slide.figures:
        _add_figures(shown, slide)
    if slide.chart is not None:
        _add_chart(shown, slide.chart, slide.title)
    elif slide.sentences:
        _add_sentences(shown, slide.sentences, top)
    box = shown.shapes.add_textbox(MARGIN, Emu(HEIGHT - Inches(0.5)), ROOM, Inches(0.35))
    mark = f" · {info.mark}" if info.mark else ""
    _write(box.text_frame, [foot + mark], 11, colour=theme.MUTED.light)
    shown.notes_slide.notes_text_frame.text = clean(slide.notes)


def _add_figures(shown: PowerPointSlide, slide: Slide) -> None:
    """The figures at a glance, side by side."""
    width = ROOM // len(slide.figures)
    for place, figure in enumerate(slide.figures):
        box = shown.shapes.add_textbox(Emu(MARGIN + place * width), BODY_TOP, Emu(width - Inches(0.15)), Inches(1.8))
        frame = box.text_frame
        _write(frame, [figure.label], 13, colour=theme.MUTED.light)
        for text, size, bold in ((figure.value, 34, True), (figure.note, 12, False)):
            if text:
                paragraph = frame.add_paragraph()
                _style(paragraph, text, size, bold=bold, colour=theme.INK.light)


def _add_sentences(shown: PowerPointSlide, sentences: tuple[str, ...], top: Length) -> None:
    letters = sum(len(text) for text in sentences)
    size = 20 if letters < 500 else 16 if letters < 1000 else 13
    box = shown.shapes.add_textbox(MARGIN, top, ROOM, Emu(BODY_TOP + BODY_HEIGHT - top))
    _write(box.text_frame, sentences, size, colour=theme.INK.light, space=10)


def _add_chart(shown: PowerPointSlide, described: SlideChart, title: str) -> None:
    data = CategoryChartData(number_format=_number_format(described))
    lies = described.kind != "line"
    order = slice(None, None, -1) if lies else slice(None)  # bars are drawn from below
    data.categories = [clean(name) for name in described.categories[order]]
    for series in described.series:
        data.add_series(clean(series.name), series.values[order])
    kind: Any = _KINDS[described.kind]
    shape: Any = shown.shapes.add_chart(kind, MARGIN, BODY_TOP, ROOM, BODY_HEIGHT, cast("Any", data))
    workbook = shape.chart.part.chart_workbook
    workbook.update_from_xlsx_blob(_with_fixed_date(workbook.xlsx_part.blob))
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(_alternative_text(described, title)))
    _set_look(shape.chart, described)


def _set_look(chart: Chart, described: SlideChart) -> None:
    lies = described.kind != "line"
    chart.font.size, chart.font.name = Pt(14 if len(described.categories) <= 10 else 12), FONT
    chart.has_title = False
    chart.has_legend = len(described.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    if lies:
        plot.gap_width, plot.overlap = 45, 100 if described.kind == "stacked" else 0
    chart.value_axis.has_major_gridlines = not lies
    chart.value_axis.visible = not lies
    figures = [value for row in described.series for value in row.values if value is not None]
    if lies:
        chart.value_axis.minimum_scale = 1.25 * min(0.0, *figures)
    else:
        chart.value_axis.minimum_scale = 10 * (min(figures) // 10)
        chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(theme.GRID.light)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.format.line.color.rgb = _rgb(theme.RULE.light)
    for series, row in zip(plot.series, described.series, strict=True):
        line_or_fill = series.format.fill if lies else series.format.line
        if lies:
            line_or_fill.solid()
            line_or_fill.fore_color.rgb = _rgb(row.colour)
            series.invert_if_negative = False
        else:
            series.format.line.color.rgb, series.smooth = _rgb(row.colour), False
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = _rgb(row.colour)
        _label(series, described, row)
    if lies and described.highlighted:
        count = len(described.categories)
        for index in set(range(count)) - set(described.highlighted):
            fill = plot.series[0].points[count - 1 - index].format.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(theme.NEUTRAL.light)


def _label(series: Any, described: SlideChart, row: Series) -> None:
    """Figures at the marks; of a line that of its last point alone, above or below it as it ends above the others."""
    if described.kind == "line":
        label = series.points[len(described.categories) - 1].data_label
        end = row.values[-1]
        others = [other.values[-1] for other in described.series]
        is_lower = end is not None and any(other is not None and end < other for other in others)
        label.has_text_frame = False
        label.position = XL_LABEL_POSITION.BELOW if is_lower else XL_LABEL_POSITION.ABOVE
        shown = label._get_or_add_dLbl()
        for name, value in (
            ("c:showVal", "1"),
            ("c:showLegendKey", "0"),
            ("c:showCatName", "0"),
            ("c:showSerName", "0"),
        ):
            for node in shown.findall(qn(name)):
                node.set("val", value)
        return
    labels = series.data_labels
    labels.show_value = True
    labels.font.size = Pt(13 if len(described.categories) <= 10 else 11)
    if described.kind == "stacked":
        labels.position = XL_LABEL_POSITION.CENTER
        labels.number_format, labels.number_format_is_linked = _without_the_narrow(described), False
        labels.font.color.rgb = _rgb((theme.PAPER if row is described.series[0] else theme.INK).light)
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _number_format(described: SlideChart) -> str:
    """The figures as a spreadsheet writes them; it puts the decimal sign of its own language."""
    form = "#,##0" if described.decimals == 0 else "0.0" + "#" * (described.decimals - 1)
    return f"+{form};-{form};{form}" if described.signed else form


def _without_the_narrow(described: SlideChart) -> str:
    """The same for parts of a bar, where a part that has no room for its figure goes without."""
    columns = zip(*(row.values for row in described.series), strict=True)
    whole = max(sum(value or 0.0 for value in values) for values in columns)
    return f'[<{whole * LEAST_LABELLED:.3f}]"";{_number_format(described)}'


def _alternative_text(described: SlideChart, title: str) -> str:
    rows = zip(described.categories, *(series.values for series in described.series), strict=True)
    return f"{title}. " + "; ".join(f"{name}: {', '.join(map(_figure, values))}" for name, *values in rows)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _write(
    frame: TextFrame, texts: list[str] | tuple[str, ...], size: int, *, bold: bool = False, colour: str, space: int = 0
) -> None:
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    for index, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        _style(paragraph, text, size, bold=bold, colour=colour)
        paragraph.space_after = Pt(space)


def _style(paragraph: Any, text: str, size: int, *, bold: bool, colour: str) -> None:
    run = paragraph.add_run()
    run.text = clean(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = _rgb(colour)
    paragraph.alignment = PP_ALIGN.LEFT


def _with_fixed_date(workbook: bytes) -> bytes:
    """The workbook behind a chart without the moment at which it was written."""
    return with_fixed_times(workbook, lambda content: _MOMENT.sub(b"2000-01-01T00:00:00Z", content))


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#").upper())


def _set_properties(file: Presentation, info: DocumentInfo) -> None:
    properties = file.core_properties
    properties.title, properties.author, properties.last_modified_by = clean(info.title), "", ""
    properties.created = properties.modified = date_of(info)
    package = file.part.package
    for name in [name for name, related in package._rels.items() if related.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package._rels.pop(name)
