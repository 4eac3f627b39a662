"""The slides as who shows them finds them: read back with python-pptx, and opened in LibreOffice."""

from __future__ import annotations

import io

import nbformat
import pptx
import pypdfium2
import pytest
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from support.built import BuiltReport
from support.facts import facts_of
from support.office import opened

from ipasn_analysis.blocks.slides import SLIDES, as_json, from_json
from ipasn_analysis.build.render import rendered, result_of
from ipasn_analysis.errors import ReportError
from ipasn_analysis.sections.slides import slides
from ipasn_analysis.writing.words import DIMENSIONS
from ipasn_analysis.writing.writer import Writer


@pytest.fixture(scope="module")
def notebook(tapin: BuiltReport) -> nbformat.NotebookNode:
    return nbformat.read(tapin.path("ipynb"), 4)


@pytest.fixture(scope="module")
def file(notebook: nbformat.NotebookNode, tapin: BuiltReport) -> bytes:
    return rendered("pptx", notebook, result_of(notebook), tapin.stem)


@pytest.fixture(scope="module")
def shown(file: bytes) -> list[pptx.slide.Slide]:
    return list(pptx.Presentation(io.BytesIO(file)).slides)


def _charts(shown: list[pptx.slide.Slide]) -> list[pptx.chart.chart.Chart]:
    return [shape.chart for slide in shown for shape in slide.shapes if shape.has_chart]


def test_eight_to_ten_slides_each_with_a_title_and_notes(shown):
    titles = [slide.shapes.title.text for slide in shown]
    assert 8 <= len(shown) <= 10 and all(titles) and len(set(titles)) == len(titles)
    assert all("Sumber: " in slide.notes_slide.notes_text_frame.text for slide in shown)
    assert all(any("Data contoh" in shape.text for shape in slide.shapes if shape.has_text_frame) for slide in shown)


def test_charts_are_native_and_hold_the_figures_of_the_result(shown, tapin):
    result = tapin.result
    plots = [chart.plots[0] for chart in _charts(shown)]
    found = {tuple(plot.categories): [list(row.values) for row in plot.series] for plot in plots}
    attained, missing = found["Disiplin", "Kinerja", "Kompetensi", "Kualifikasi"]
    parts = [result["dimensi"][name] for name in ("disiplin", "kinerja", "kompetensi", "kualifikasi")]
    assert attained == pytest.approx([row["rata_rata"] for row in parts])
    assert missing == pytest.approx([row["maksimum"] - row["rata_rata"] for row in parts])
    ranked = [row for row in reversed(result["peringkat_pemerintah"]) if not row["disembunyikan"]]
    assert found[tuple(row["nama"] for row in ranked)] == [pytest.approx([row["indeks"] for row in ranked])]
    so_far = [point for point in result["tren"] if point["sebanding"] and point["per_tanggal"] <= result["per_tanggal"]]
    years = {point["tahun"]: point["indeks"] for point in so_far}
    every = range(min(years), max(years) + 1)
    told = dict(zip(every, found[tuple(map(str, every))][0], strict=True))
    assert {year: figure for year, figure in told.items() if figure is not None} == pytest.approx(years)
    assert [year for year, figure in told.items() if figure is None] == [year for year in every if year not in years]


def test_figures_at_the_end_of_two_lines_stand_apart(shown):
    plots = [chart.plots[0] for chart in _charts(shown) if chart.chart_type == XL_CHART_TYPE.LINE_MARKERS]
    for plot in plots:
        last = len(list(plot.categories)) - 1
        ends = {series.values[-1]: series.points[last].data_label.position for series in plot.series}
        assert [ends[value] for value in sorted(ends)] == [XL_LABEL_POSITION.BELOW, XL_LABEL_POSITION.ABOVE]
    assert len(plots) == 1


def test_units_that_a_slide_has_no_room_for_are_counted(shown, tapin):
    rows = [row for row in tapin.result["perangkat_daerah"] if not row["disembunyikan"]]
    (plot,) = (
        chart.plots[0]
        for chart in _charts(shown)
        if any("perangkat daerah lain" in name for name in chart.plots[0].categories)
    )
    names, figures = list(plot.categories)[::-1], list(plot.series[0].values)[::-1]
    (left,) = (place for place, name in enumerate(names) if name == f"… {len(rows) - 14} perangkat daerah lain …")
    assert figures[left] is None and len(names) == 15
    assert figures[:left] == pytest.approx([row["indeks"] for row in rows[:left]])
    assert figures[left + 1 :] == pytest.approx([row["indeks"] for row in rows[left - 14 :]])


def test_every_chart_has_its_alternative_text(shown):
    charts = [shape for slide in shown for shape in slide.shapes if shape.has_chart]
    assert len(charts) >= 5
    for shape in charts:
        told = shape._element.nvGraphicFramePr.cNvPr.get("descr")
        assert all(str(name) in told for name in shape.chart.plots[0].categories)


def test_the_same_notebook_gives_the_same_bytes(notebook, tapin, file):
    assert rendered("pptx", notebook, result_of(notebook), tapin.stem) == file


def test_a_notebook_without_slides_is_told(tapin):
    with pytest.raises(ReportError, match=r"laporan\.hasil\(\)"):
        rendered("pptx", nbformat.v4.new_notebook(), {}, tapin.stem)


def test_slides_come_back_as_they_were(tapin, notebook):
    outputs = [output["data"] for cell in notebook.cells for output in cell.get("outputs", ())]
    held = next(data[SLIDES] for data in outputs if SLIDES in data)
    assert as_json(from_json(held)) == held


def test_what_is_not_known_has_no_slide():
    """Nothing to compare with, nobody to rank, no plan: no slide claims anything of it."""
    facts = facts_of(
        dimensi={name: {"rata_rata": 20.0, "persen_maksimum": 50.0, "maksimum": 40} for name in DIMENSIONS},
        sebaran_kategori=[{"bagian": None, "disembunyikan": True} for _ in range(5)],
    )
    charts = [slide.chart for slide in slides(facts, Writer("id")) if slide.chart is not None]
    assert len(charts) == 1 and charts[0].kind == "stacked"


def test_libreoffice_opens_it(tapin, file, shown, tmp_path):
    path = tmp_path / f"{tapin.stem}.pptx"
    path.write_bytes(file)
    pages = pypdfium2.PdfDocument(opened(path, tmp_path))
    assert len(pages) == len(shown)
    text = pages[1].get_textpage().get_text_range()
    assert "Kompetensi" in text and "Data contoh" in text
