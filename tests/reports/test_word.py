"""The Word file as a reader finds it: read back with python-docx, and opened in LibreOffice."""

from __future__ import annotations

import io
import zipfile

import docx
import nbformat
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree
from support.built import BuiltReport
from support.office import opened

from ipasn_analysis.build.render import rendered, result_of
from ipasn_analysis.publish.docx_exporter import ReportWordExporter


@pytest.fixture(scope="module")
def word(tapin: BuiltReport) -> bytes:
    notebook = nbformat.read(tapin.path("ipynb"), 4)
    return rendered("docx", notebook, result_of(notebook), tapin.stem)


@pytest.fixture(scope="module")
def shown(tapin: BuiltReport) -> list[dict[str, object]]:
    """What is said about each block of the report, in its order."""
    cells = nbformat.read(tapin.path("ipynb"), 4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return [output.metadata["ipasn"] for output in outputs if "ipasn" in output.get("metadata", {})]


def _head_rows(table: docx.table.Table) -> list[object]:
    """The rows that Word repeats on every page."""
    return table._tbl.findall(f".//{qn('w:tblHeader')}")


def _notebook(*outputs: dict[str, object], markdown: str = "") -> nbformat.NotebookNode:
    made = [nbformat.v4.new_output("display_data", data) for data in outputs]
    cells = [nbformat.v4.new_markdown_cell(markdown)] if markdown else []
    return nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("", outputs=made)])


def _exported(notebook: nbformat.NotebookNode) -> docx.document.Document:
    return docx.Document(io.BytesIO(ReportWordExporter().from_notebook_node(notebook)[0]))


def test_headings_are_headings_in_the_order_of_the_report(word, shown):
    file = docx.Document(io.BytesIO(word))
    headings = [(p.text, p.style.name) for p in file.paragraphs if p.style.name.startswith("Heading")]
    asked = [(block["text"], f"Heading {int(block['level']) - 1}") for block in shown if block["kind"] == "heading"]
    assert headings == asked and len(headings) > 10


def test_every_table_is_a_native_one_with_all_its_cells(word, shown, tapin):
    file = docx.Document(io.BytesIO(word))
    captions = [p.text for p in file.paragraphs if p.style.name == "Caption"]
    named = [str(block["title"]) for block in shown if block["kind"] == "table"]
    assert [text.partition(". ")[2] for text in captions if text.startswith("Tabel")] == named
    numbered = [
        p._p.findall(qn("w:fldSimple"))[0].get(qn("w:instr")) for p in file.paragraphs if p.style.name == "Caption"
    ]
    assert set(numbered) == {"SEQ Tabel \\* ARABIC", "SEQ Grafik \\* ARABIC"}
    tables = [table for table in file.tables if _head_rows(table)]
    records = list(tapin.result["tabel"].values())
    assert len(tables) == len(records)
    for table, record in zip(tables, records, strict=True):
        assert len(table._tbl.tr_lst) - len(_head_rows(table)) == len(record["baris"])
        columns = len(table._tbl.tblGrid.gridCol_lst)
        assert columns == len(record["kolom"]) - sum(name.endswith(" ↑") for name in record["kolom"])


def test_a_cell_says_what_the_result_says(word, tapin):
    """The units in the order of their ranks, with their indices as Indonesians write them."""
    file = docx.Document(io.BytesIO(word))
    table = [table for table in file.tables if _head_rows(table)][list(tapin.result["tabel"]).index("Perangkat daerah")]
    record = tapin.result["tabel"]["Perangkat daerah"]
    name, index = record["kolom"].index("Perangkat daerah"), record["kolom"].index("Indeks")
    asked = [(row[name], f"{row[index]:.2f}".replace(".", ",")) for row in record["baris"][:3]]
    head = len(_head_rows(table))
    assert [(row.cells[1].text, row.cells[2].text) for row in table.rows[head : head + 3]] == asked


def test_every_picture_has_its_alternative_text(word, shown):
    file = docx.Document(io.BytesIO(word))
    described = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert described == [block["alt"] for block in shown if block["kind"] == "chart"] and described


def test_pages_bear_the_running_head_the_number_and_the_mark_of_sample_data(word):
    section = docx.Document(io.BytesIO(word)).sections[0]
    assert "Kabupaten Tapin" in section.header.paragraphs[0].text and "Data contoh" in section.header.paragraphs[0].text
    codes = [field.get(qn("w:instr")) for field in section.footer.paragraphs[0]._p.findall(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_the_same_notebook_gives_the_same_bytes(tapin, word):
    notebook = nbformat.read(tapin.path("ipynb"), 4)
    assert rendered("docx", notebook, result_of(notebook), tapin.stem) == word


def test_no_part_of_the_file_names_a_person_or_a_program(word):
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        core = etree.fromstring(archive.read("docProps/core.xml"))
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
    told = {etree.QName(node).localname: node.text for node in core}
    assert not told.get("creator") and not told.get("lastModifiedBy") and told["language"] == "id-ID"


def test_a_second_numbered_list_begins_at_one(word):
    notebook = _notebook({"text/html": "<ol><li>satu</li><li>dua</li></ol><p>lalu</p><ol><li>tiga</li></ol>"})
    lists = [p._p.pPr.numPr.numId.val for p in _exported(notebook).paragraphs if p.style.name == "List Number"]
    assert lists[0] == lists[1] != lists[2]


def test_any_notebook_can_be_exported():
    markdown = "# Judul\n\nSebuah **kata** dan `kode`.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    notebook = _notebook(
        {"text/plain": "satu\x07\ndua"}, {"text/html": "<table><tr><td>x</td></tr></table>"}, markdown=markdown
    )
    file = _exported(notebook)
    assert [len(table.rows) for table in file.tables] == [2, 1]
    assert any(run.bold and run.text == "kata" for p in file.paragraphs for run in p.runs)
    assert any("satu\ndua" in p.text for p in file.paragraphs)


def test_cells_that_span_rows_and_columns_stay_in_their_columns():
    head = '<tr><th rowspan="2">a</th><th colspan="2">b</th></tr><tr><th>c</th><th>d</th></tr>'
    body = "<tr><td>1</td><td>2</td><td>3</td></tr>"
    table = _exported(_notebook({"text/html": f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"})).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["a", "b", "b"],
        ["a", "c", "d"],
        ["1", "2", "3"],
    ]


def test_libreoffice_opens_it(tapin, word, tmp_path):
    path = tmp_path / f"{tapin.stem}.docx"
    path.write_bytes(word)
    pages = pypdfium2.PdfDocument(opened(path, tmp_path))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "Ringkasan" in text and text.count("Data contoh") >= len(pages)
