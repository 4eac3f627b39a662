"""The PDF exporter: tagged, archivable, the same bytes every time, for reports and for ordinary notebooks."""

import datetime
import io

import pikepdf
import pypdfium2
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from test_html_exporter import PNG, output_cell, report, result_cell, shown

from ipasn_analysis.blocks.model import Column, Heading, Link, Prose, Table
from ipasn_analysis.blocks.section import APPENDIX, Section
from ipasn_analysis.errors import ReportError
from ipasn_analysis.publish.document import Outline
from ipasn_analysis.publish.foreign import typst_of
from ipasn_analysis.publish.notebook_reader import read_document
from ipasn_analysis.publish.pdf_exporter import ReportPDFExporter
from ipasn_analysis.publish.typst_document import source_of

NAME = "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Anak"
HOSTILE = '\\"); #panic() \\u{41} "]) #read("/etc/passwd") #panic() $x$ *b* `c` \\ </w:t> @a <b> //k /*k*/'


def exported(notebook, **resources):
    pdf, produced = ReportPDFExporter().from_notebook_node(notebook, resources)
    assert produced["output_extension"] == ".pdf"
    return pdf


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def text_of(pdf):
    return "\n".join(pages(pdf))


def sizes(pdf):
    return [tuple(round(length) for length in page.get_size()) for page in pypdfium2.PdfDocument(pdf)]


def a_table(columns=3, rows=3, name="Unit"):
    heads = (Column("n", "Nama"), *(Column(f"c{place}", f"Kolom {place}", "number") for place in range(columns)))
    return Table(name, "Tabel unit", heads, tuple((f"{NAME} {row}", *([82.5] * columns)) for row in range(rows)))


@pytest.fixture(scope="module")
def pdf():
    return exported(report())


def test_pdf_is_tagged_and_archivable(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "id"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] + metadata["pdfaid:conformance"] == "2A"
            assert metadata["dc:title"].replace("\u00a0", " ") == "Indeks Profesionalitas ASN Kabupaten Banjar 2025"


def test_chart_has_its_alternative_text_in_the_tags(pdf):
    def alternatives(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from alternatives(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/Alt" in element:
                yield str(element.Alt)
            if "/K" in element:
                yield from alternatives(element.K)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "Uraian grafik" in list(alternatives(document.Root.StructTreeRoot))


def test_only_the_family_is_embedded(pdf):
    names = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            names |= {str(font.BaseFont) for font in page.Resources.get("/Font", {}).values()}
    assert names
    assert all("SourceSansPro" in name for name in names)


def test_the_same_notebook_gives_the_same_bytes(pdf):
    assert exported(report()) == pdf


def test_the_date_of_the_file_is_the_cut_off_date(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20251223000000")
    later = exported(report(per_tanggal=datetime.date(2024, 6, 30).isoformat()))
    with pikepdf.open(io.BytesIO(later)) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20240630")


def test_every_page_names_the_region_the_sample_and_its_number():
    seen = pages(exported(new_notebook(cells=[shown([Heading("Awal", 2, "a"), a_table(rows=90)]), result_cell()])))
    assert len(seen) >= 2
    for number, text in enumerate(seen, start=1):
        assert "Kabupaten Banjar, 2025" in text
        assert "Data contoh" in text
        assert f"Halaman {number} dari {len(seen)}" in text


def test_the_second_section_begins_a_page_where_the_first_ends_low_and_pages_stay_numbered():
    for lines, apart in ((8, False), (26, True)):
        first = [Heading("Awal", 2, "a"), *[Prose([f"baris {line}"]) for line in range(lines)]]
        cells = [shown(first), shown([Heading("Kedua", 2, "b"), a_table(rows=60)]), result_cell()]
        seen = pages(exported(new_notebook(cells=cells)))
        assert ("Kedua" in seen[1].split("baris")[0]) == apart
        assert all(f"Halaman {number} dari {len(seen)}" in text for number, text in enumerate(seen, start=1))


def test_real_data_is_not_marked():
    assert "CONTOH" not in text_of(exported(report(data_contoh=False))).upper()


def test_english_report():
    text = text_of(exported(report(bahasa="en")))
    assert "Data contoh" in text
    assert "Page 1 of" in text


def test_bookmarks_follow_the_headings(pdf):
    bookmarks = [(entry.get_title(), entry.level) for entry in pypdfium2.PdfDocument(pdf).get_toc()]
    assert bookmarks == [("Ringkasan", 0), ("Rinci", 1), ("Perangkat daerah", 0), ("Metode", 0)]


def test_analyst_notes_and_inputs_are_left_out(pdf):
    text = text_of(pdf)
    assert "catatan analis" not in text
    assert "laporan.bagian" not in text


def test_long_table_repeats_its_head_and_breaks_names():
    seen = pages(exported(new_notebook(cells=[shown([Heading("Unit", 2, "unit"), a_table(rows=60)]), result_cell()])))
    with_rows = [text for text in seen if "82,50" in text]
    assert len(with_rows) >= 2
    assert all("Kolom 0" in " ".join(text.split()) for text in with_rows)
    assert " ".join("\n".join(with_rows).split()).count("Pemberdayaan Perempuan dan Anak") == 60


def test_wide_table_turns_its_page_and_takes_its_heading_along():
    remark = Prose(["Sesudah tabel."])
    sections = [
        Section("satu", "Bagian satu", [Prose(["Teks satu."])]),
        Section("dua", "Bagian dua", [a_table(14), remark]),
    ]
    last = Section("tiga", "Bagian tiga", [Prose(["Teks tiga."])])
    cells = [*(shown(section.all_blocks) for section in (*sections, last)), result_cell()]
    pdf = exported(new_notebook(cells=cells))
    turned = [text for text, (width, height) in zip(pages(pdf), sizes(pdf), strict=True) if width > height]
    assert len(turned) == 1
    assert "Bagian dua" in turned[0]
    assert "Sesudah tabel." in turned[0]
    assert "Teks satu." not in turned[0]
    assert "Bagian tiga" not in turned[0]


def test_no_heading_is_left_alone_at_the_foot_of_a_page():
    for lines in range(30, 52, 3):
        blocks = [
            Heading("Awal", 2, "a"),
            *[Prose([f"baris {line}"]) for line in range(lines)],
            Heading("Sendiri", 3, "s"),
        ]
        pdf = exported(new_notebook(cells=[shown([*blocks, a_table(rows=6)]), result_cell()]))
        page = next(text for text in pages(pdf) if "Sendiri" in text)
        assert "Tabel unit" in page
        assert "82,50" in page


def test_a_long_table_begins_with_some_rows():
    for lines in range(30, 48, 3):
        blocks = [Heading("Awal", 2, "a"), *[Prose([f"baris {line}"]) for line in range(lines)], a_table(rows=20)]
        seen = pages(exported(new_notebook(cells=[shown(blocks), result_cell()])))
        page = next(text for text in seen if "Tabel unit" in text)
        assert page.count("82,50") >= 3 * 2


def test_a_link_leads_within_the_document_and_one_to_nowhere_is_text():
    cell = shown([Heading("A", 2, "a"), Prose([[Link("ke a", "a"), " dan ", Link("entah", "tidak-ada")]])])
    pdf = exported(new_notebook(cells=[cell]))
    assert "ke a dan entah" in text_of(pdf)
    links = [link for page in pikepdf.open(io.BytesIO(pdf)).pages for link in page.get("/Annots", [])]
    assert len(links) == 1


def test_hostile_names_are_printed_as_they_stand():
    table = Table("Unit", HOSTILE, (Column("n", HOSTILE),), ((HOSTILE,),), HOSTILE, HOSTILE)
    cell = shown([Heading(HOSTILE, 2, "a"), Prose([HOSTILE]), table])
    text = text_of(exported(new_notebook(cells=[cell, result_cell(nama=HOSTILE)])))
    assert "".join(text.split()).count("".join(HOSTILE.split())) >= 7
    assert "root:" not in text


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '```{=typst}\n#read("/etc/passwd")\n```',
        '`#read("/etc/passwd")`{=typst}',
        '<span>#read("/etc/passwd")</span>',
        '$#read("/etc/passwd")$',
        '$\\text{#read("/etc/passwd") $ #read("/etc/passwd")}$',
        '$$\\mathrm{"} #read("/etc/passwd")$$',
        '![#read("/etc/passwd")](/etc/passwd)',
        '[x](#read("/etc/passwd"))',
        "![x](attachment:../../../etc/passwd)",
        '#import "@preview/cetz:0.3.0"',
    ],
)
def test_markdown_never_runs_as_typst(hostile):
    outputs = (
        new_output("display_data", data={"text/html": hostile}),
        new_output("display_data", data={"text/markdown": hostile}),
    )
    text = text_of(exported(new_notebook(cells=[new_markdown_cell(hostile), output_cell(*outputs)])))
    assert "root:" not in text


def test_the_compiler_sees_no_file_of_the_disk(tmp_path):
    secret = tmp_path / "rahasia.txt"
    secret.write_text("rahasia sekali")
    cell = shown([Prose(["x"])])
    for path in (str(secret), "../" * 12 + str(secret).lstrip("/")):
        cell.outputs[0].data["text/vnd.typst"] = f'#read("{path}")'
        with pytest.raises(ReportError):
            exported(new_notebook(cells=[cell]))


def test_ordinary_notebook_with_everything():
    attached = {"a.png": {"image/png": PNG}}
    cells = [
        new_markdown_cell(
            "# Judul\n\n![biru](attachment:a.png) ![jauh](https://example.org/x.png) $x^2$\n\n$$y$$",
            attachments=attached,
        ),
        new_markdown_cell("### Ketiga dulu\n\n```python\ntak ditutup"),
        new_markdown_cell("# Kedua\n\n$\\takdikenal{$ lalu\n\n- butir *satu*\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        output_cell(
            new_output("stream", name="stdout", text="cetak\n  ini\n"),
            new_output("display_data", data={"image/png": PNG, "text/plain": "<Figure>"}),
            new_output("display_data", data={"image/png": "cnVzYWs=", "text/plain": "gambar rusak"}),
            new_output(
                "display_data",
                data={"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'/>"},
            ),
            new_output(
                "execute_result", data={"text/html": "<table><tr><th>kepala</th></tr><tr><td>7</td></tr></table>"}
            ),
            new_output("error", ename="ValueError", evalue="rusak", traceback=["\x1b[31mjejak\x1b[0m"]),
        ),
    ]
    text = text_of(exported(new_notebook(cells=cells)))
    for expected in ("Judul", "jauh", "tak ditutup", "Kedua", "butir satu", "cetak", "gambar rusak", "kepala"):
        assert expected in text
    for expected in ("Sel ini gagal dijalankan [3]", "ValueError: rusak", "jejak", "tidak lengkap"):
        assert expected in text
    assert "cell-mark" not in text


def test_characters_without_a_glyph_do_not_stop_the_report():
    text = text_of(exported(new_notebook(cells=[shown([Prose(["nama 日本 ☃ é ≥"])])])))
    assert "nama ??" in text
    assert "é ≥" in text


def test_source_that_cannot_be_set_is_a_report_error():
    cell = shown([Prose(["x"])])
    cell.outputs[0].data["text/vnd.typst"] = "#tidak-ada()"
    with pytest.raises(ReportError, match="tidak-ada"):
        exported(new_notebook(cells=[cell]))


def test_cells_are_converted_together_and_apart_with_the_same_result():
    sources = ["satu *dua*", "```\ntak ditutup", "> kutip\n\n- a", "xxx ipasn-cell-mark-x"]
    assert typst_of(sources, "markdown") == [typst_of([source], "markdown")[0] for source in sources]
    assert typst_of([], "markdown") == []


@pytest.mark.parametrize(
    ("levels", "depths"),
    [([1, 2, 3, 1], [1, 2, 3, 1]), ([3, 2, 1], [1, 1, 1]), ([1, 3, 3, 2], [1, 2, 2, 2]), ([2, 4, 6, 3], [1, 2, 3, 2])],
)
def test_headings_are_set_without_a_gap(levels, depths):
    outline = Outline()
    assert [outline.depth(level) for level in levels] == depths


@pytest.mark.parametrize("asked", [False, True])
def test_the_appendix_is_printed_only_when_asked_for(asked):
    sections = [Section(name, name.title(), [Prose(["teks"])]) for name in ("satu", APPENDIX)]
    notebook = new_notebook(cells=[*(shown(section.all_blocks) for section in sections), result_cell()])
    notebook.metadata["papermill"] = {"parameters": {"appendix": asked}}
    text = text_of(exported(notebook))
    assert "Satu" in text and ("Lampiran" in text) is asked


def test_pictures_lie_beside_the_source_under_names_of_our_own():
    attached = {"../../keluar.png": {"image/png": PNG}}
    cell = new_markdown_cell("![a](attachment:../../keluar.png)", attachments=attached)
    source = source_of(read_document(new_notebook(cells=[cell])))
    assert list(source.files) == ["picture-0-0.png"]


def test_nbconvert_finds_the_exporter():
    from nbconvert.exporters import get_exporter

    assert get_exporter("ipasn-pdf") is ReportPDFExporter
