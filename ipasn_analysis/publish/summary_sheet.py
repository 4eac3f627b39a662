"""The sheet Ringkasan: the key figures, the findings as native charts with their figures beside, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.model import KeyFigure
from ipasn_analysis.blocks.slides import Slide, SlideChart
from ipasn_analysis.publish.sheet import GUIDE_WIDTHS, LINE_HEIGHT, Styles, lines_of

BESIDE, CHART_WIDTH, CHART_LINES = 2, 440, 17
"""Charts in a row; of a chart the width in pixels, and the lines of the sheet that it covers."""
PIXELS_PER_POINT = 4 / 3
DATA_COLUMN = len(GUIDE_WIDTHS) + 1
"""Where the figures of the charts begin, right of what is printed."""
LEAST_OF_LINE = 10
"""The axis of a line begins at a multiple of so many points."""


class _Place(NamedTuple):
    """Where the figures of a chart stand: the line of its head, the first and the last of its categories."""

    head: int
    first: int
    last: int


@dataclass(frozen=True)
class Summary:
    """What the first sheet shows of a report beside its index, in the words of its slides."""

    figures: tuple[KeyFigure, ...]
    charts: tuple[tuple[str, SlideChart], ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, slides: Sequence[Slide]) -> Summary:
        """That of the slides of a report, whose first figure is the index."""
        return cls(
            tuple(figure for slide in slides for figure in slide.figures[1:]),
            tuple((slide.title, slide.chart) for slide in slides if slide.chart is not None),
            tuple((slide.title, slide.sentences) for slide in slides if slide.sentences),
        )

    def fill(self, file: Any, sheet: Any, styles: Styles, line: int) -> int:
        """Write figures, charts and sentences from `line` on; the line after them."""
        for figure in self.figures:
            note = f"{figure.value} ({figure.note})" if figure.note else figure.value
            sheet.write_string(line, 0, figure.label, styles.cell(""))
            sheet.write_string(line, 1, note, styles.cell(""))
            line += 1
        line = self._charts(file, sheet, styles, line + 1)
        for title, sentences in self.sentences:
            sheet.write_string(line, 0, title, styles.head)
            for text in sentences:
                sheet.write_string(line, 1, text, styles.cell(""))
                sheet.set_row(line, LINE_HEIGHT * lines_of(text, GUIDE_WIDTHS[1]))
                line += 1
            line += 1
        return line

    def _charts(self, file: Any, sheet: Any, styles: Styles, line: int) -> int:
        below = 0
        for number, (title, described) in enumerate(self.charts):
            place = _write_figures(sheet, styles, below, title, described)
            below = place.last + 2
            row, beside = divmod(number, BESIDE)
            chart = _chart(file, sheet.get_name(), title, described, place)
            chart.set_size({"width": CHART_WIDTH, "height": int((CHART_LINES - 1) * LINE_HEIGHT * PIXELS_PER_POINT)})
            position = {"x_offset": 4 + beside * (CHART_WIDTH + 8), "object_position": 3, "description": title}
            sheet.insert_chart(line + row * CHART_LINES, 0, chart, position)
        return line + -(-len(self.charts) // BESIDE) * CHART_LINES


def _write_figures(sheet: Any, styles: Styles, line: int, title: str, described: SlideChart) -> _Place:
    """The figures of a chart, its title above them."""
    sheet.write_string(line, DATA_COLUMN, title, styles.note)
    head = line + 1
    for place, series in enumerate(described.series, DATA_COLUMN + 1):
        sheet.write_string(head, place, series.name, styles.figure_head)
    for row, name in enumerate(described.categories, head + 1):
        sheet.write_string(row, DATA_COLUMN, name, styles.cell(""))
        for place, series in enumerate(described.series, DATA_COLUMN + 1):
            value = series.values[row - head - 1]
            if value is not None:
                sheet.write_number(row, place, round(float(value), described.decimals), styles.cell("General"))
    return _Place(head, head + 1, head + len(described.categories))


def _chart(file: Any, sheet: str, title: str, described: SlideChart, place: _Place) -> Any:
    """A chart of the figures of a sheet; bars lie, the first category on top."""
    lies = described.kind != "line"
    kinds = {"bar": {"type": "bar"}, "stacked": {"type": "bar", "subtype": "stacked"}, "line": {"type": "line"}}
    chart = file.add_chart(kinds[described.kind])
    for column, series in enumerate(described.series, DATA_COLUMN + 1):
        options: dict[str, Any] = {
            "name": [sheet, place.head, column],
            "categories": [sheet, place.first, DATA_COLUMN, place.last, DATA_COLUMN],
            "values": [sheet, place.first, column, place.last, column],
            "gap": 45,
        }
        if lies:
            options |= {"fill": {"color": series.colour}, "data_labels": {"value": described.kind == "bar"}}
        else:
            options |= {"line": {"color": series.colour, "width": 2}, "marker": {"type": "circle", "size": 5}}
            options["marker"] |= {"fill": {"color": series.colour}, "border": {"color": series.colour}}
        if described.highlighted:
            faint = {"fill": {"color": theme.NEUTRAL.light}}
            options["points"] = [
                None if row in described.highlighted else faint for row in range(len(described.categories))
            ]
        chart.add_series(options)
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom"} if len(described.series) > 1 else {"none": True})
    if lies:
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    else:
        known = [value for series in described.series for value in series.values if value is not None]
        least = LEAST_OF_LINE * (min(known) // LEAST_OF_LINE)
        chart.set_y_axis({"min": least, "major_gridlines": {"visible": True, "line": {"color": theme.GRID.light}}})
        chart.show_blanks_as("gap")
    return chart
