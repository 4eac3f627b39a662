"""The HTML exporter: one file that needs nothing else, for reports and for ordinary notebooks."""

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from ipasn_analysis.blocks import theme
from ipasn_analysis.blocks.display import mimebundle
from ipasn_analysis.blocks.model import Callout, Chart, Column, Heading, Link, Prose, Table
from ipasn_analysis.blocks.section import Section
from ipasn_analysis.errors import UsageError
from ipasn_analysis.publish.html_exporter import ReportHTMLExporter
from ipasn_analysis.publish.sanitize import sanitized
from ipasn_analysis.writing.writer import Writer

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9">'
    '<path style="fill: #1f4e79" d="M0 0"/></svg>'
)
PNG = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
).decode()
RESULT = {
    "nama": "Kabupaten Banjar",
    "region": "banjar",
    "tahun": 2025,
    "per_tanggal": "2025-12-23",
    "bahasa": "id",
    "data_contoh": True,
}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its visible text."""

    VOID = frozenset(("meta", "link", "br", "img", "hr", "col", "input"))

    def __init__(self, html):
        super().__init__()
        self.elements, self.text, self._open = [], "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if not {"script", "style", "title"} & set(self._open):
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def shown(blocks, language="id"):
    cell = new_code_cell("laporan.bagian()", execution_count=1)
    for block in blocks:
        data, metadata = mimebundle(block, Writer(language))
        cell.outputs.append(new_output("display_data", data=data, metadata=metadata))
    return cell


def output_cell(*outputs, source="kode_rahasia()"):
    cell = new_code_cell(source, execution_count=3)
    cell.outputs = list(outputs)
    return cell


def result_cell(**changes):
    return output_cell(new_output("display_data", data={"application/vnd.ipasn+json": {**RESULT, **changes}}))


def exported(notebook, **resources):
    html, _ = ReportHTMLExporter().from_notebook_node(notebook, resources)
    return html


def report(**changes):
    chart = Chart("dimensi", "Judul grafik", "Uraian grafik", SVG, "BKPSDM")
    table = Table("Unit", "Tabel unit", (Column("n", "Nama"), Column("i", "Indeks", "number")), (("Dinas", 82.5),))
    section = Section(
        "ringkasan", "Ringkasan", [Prose([["lihat ", Link("unit", "unit")]]), chart, Heading("Rinci", 3, "rinci")]
    )
    other = Section("unit", "Perangkat daerah", [table])
    cells = [
        new_markdown_cell("# Laporan satu pemerintah"),
        new_markdown_cell("catatan analis", metadata={"tags": ["notebook-only"]}),
        shown(section.all_blocks),
        shown(other.all_blocks),
        new_markdown_cell("## Metode\n\nTeks *miring*."),
        result_cell(**changes),
    ]
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def html():
    return exported(report())


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_nothing_is_fetched(html, page):
    for _, attributes in page.elements:
        for name in ("src", "href", "action", "data", "srcset"):
            assert attributes.get(name, "#").startswith(("#", "data:"))
    assert not re.search(r"@import|url\((?!data:)(?!#)", html)
    assert "http" not in re.sub(r'xmlns="http://www.w3.org/2000/svg"|http-equiv', "", html)


def test_policy_lets_the_page_script_run_and_no_other(html, page):
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == len(page.all("script")) == 1
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_title_language_and_facts_come_from_the_result(html, page):
    assert page.all("html")[0]["lang"] == "id"
    assert "<title>Indeks Profesionalitas ASN Kabupaten Banjar 2025</title>" in html
    assert "23 Desember 2025" in page.text
    assert page.text.count("Laporan satu pemerintah") == 0


def test_sample_data_is_marked_and_real_data_is_not(page):
    assert page.text.count("Data contoh") >= 3
    assert "Data contoh" not in Page(exported(report(data_contoh=False))).text


def test_english_keeps_the_mark_and_translates_the_frame():
    page = Page(exported(report(bahasa="en")))
    assert page.all("html")[0]["lang"] == "en"
    assert "Data contoh" in page.text
    assert "Contents" in page.text
    assert "23 December 2025" in page.text


def test_every_picture_and_region_has_a_name_and_every_link_a_target(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for reference in attributes.get("aria-labelledby", "").split():
            assert reference in ids
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids
        if attributes.get("role") == "group":
            assert "aria-label" in attributes or "aria-labelledby" in attributes
    assert page.all("svg")[0]["role"] == "img"
    assert page.all("a")[0]["href"] == "#" + page.all("main")[0]["id"]


def test_contents_list_sections_and_what_is_below(html):
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r'href="#([^"]+)"', contents) == ["ringkasan", "rinci", "unit", "metode"]


def test_there_is_one_first_level_heading_and_no_level_is_skipped(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, 2, 3, 2, 2]


def test_inputs_and_notes_for_the_analyst_are_left_out(page):
    assert "laporan.bagian" not in page.text
    assert "catatan analis" not in page.text


def test_chart_colours_follow_the_theme(html):
    assert 'style="fill: var(--c-accent)"' in html
    assert "--c-accent:#1f4e79" in html
    assert "prefers-color-scheme:dark" in html


def test_the_same_notebook_gives_the_same_bytes(html):
    assert exported(report()) == html


def test_errors_are_shown_and_the_page_says_it_is_incomplete():
    error = new_output("error", ename="ValueError", evalue="<rusak>", traceback=["\x1b[31mbaris\x1b[0m 1 & 2"])
    mark = new_markdown_cell(
        "<span style='color:red'>An Exception</span>", metadata={"tags": ["papermill-error-cell-tag"]}
    )
    notebook = new_notebook(cells=[mark, output_cell(error)])
    html = exported(notebook)
    text = Page(html).text
    assert "Sel ini gagal dijalankan [3]" in text
    assert "ValueError: <rusak>" in text
    assert "baris 1 & 2" in text
    assert "tidak lengkap" in text
    assert "An Exception" not in text
    assert "\x1b" not in html
    assert 'id="gagal"' in html


def test_ordinary_notebook():
    attached = {"a.png": {"image/png": PNG}}
    cells = [
        new_markdown_cell(
            "# Judul *biasa*\n\nTeks ![biru](attachment:a.png) ![jauh](https://example.org/x.png)", attachments=attached
        ),
        new_markdown_cell("# Kedua\n\n### Ketiga\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        output_cell(
            new_output("stream", name="stdout", text="a < b\n"),
            new_output(
                "display_data", data={"image/png": PNG, "text/plain": "<Figure>"}, metadata={"alt": "Titik biru"}
            ),
            new_output("display_data", data={"image/svg+xml": "<svg onload='x()'></svg>", "text/plain": "gambar"}),
            new_output(
                "execute_result", data={"text/html": "<table><tr><th></th><td>7</td></tr></table>", "text/plain": "7"}
            ),
            new_output("display_data", data={"application/javascript": "alert(1)"}),
        ),
        new_raw_cell("mentah"),
    ]
    html = exported(new_notebook(cells=cells), metadata={"name": "berkas"})
    page = Page(html)
    assert "<title>Judul biasa</title>" in html
    assert [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)] == [1, 2, 3]
    assert [image["alt"] for image in page.all("img")] == ["biru", "Titik biru", "gambar"]
    assert all(image["src"].startswith("data:image/") for image in page.all("img"))
    assert "a < b" in page.text
    assert "jauh" in page.text
    assert "onload" not in html
    assert "example.org" not in html
    assert "mentah" not in page.text
    assert not any(attributes == {} for attributes in page.all("th")[3:])


def test_a_notebook_without_any_title_is_named_after_its_file():
    html = exported(new_notebook(cells=[new_markdown_cell("teks")]), metadata={"name": "berkas"})
    assert "<title>berkas</title>" in html
    assert "<nav" not in html


@pytest.mark.parametrize(
    ("hostile", "absent"),
    [
        ("<script>alert(1)</script>", "alert"),
        ("<img src=x onerror=alert(1)>", "onerror"),
        ('<a href="javascript:alert(1)">x</a>', "javascript"),
        ("<style>body{display:none}</style>", "display:none"),
        ('<meta http-equiv="refresh" content="0;url=//x">', "refresh"),
        ("<iframe srcdoc='<script>1</script>'></iframe>", "iframe"),
        ("<form action=//x><input></form>", "form"),
        ("<svg><script>alert(1)</script></svg>", "alert"),
        ('<div style="background:url(//x)">', "url("),
        ("<base href=//x>", "base"),
        ("<scr<script></script>ipt>alert(1)</script>", "<script"),
        ("<style><!--</style><img src=x onerror=alert(1)>", "onerror"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "onerror"),
        ('<a href="&#106;avascript:alert(1)">x</a>', "avascript"),
        ('<a href="data:text/html,<b>x</b>">x</a>', "text/html"),
        ('<img src="data:image/svg+xml;base64,AAAA">', "svg"),
        ('<p id="a" title="1" onclick="alert(1)">x</p>', "onclick"),
    ],
)
def test_foreign_html_is_made_harmless(hostile, absent):
    for html in (sanitized(hostile), sanitized(f"</div></main>{hostile}<p>ada")):
        assert absent not in html
    body = new_notebook(
        cells=[new_markdown_cell(hostile), output_cell(new_output("display_data", data={"text/html": hostile}))]
    )
    page = Page(exported(body))
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert not page.all("iframe") + page.all("form")
    assert len(page.all("main")) == 1


def test_hostile_names_in_blocks_stay_text():
    name = '</script><script>alert(1)</script> "><img src=x>'
    table = Table("Unit", name, (Column("n", name),), ((name,),), name, name)
    html = exported(
        new_notebook(
            cells=[shown([Heading(name, 2, "a"), Callout("note", name, [name]), table]), result_cell(nama=name)]
        )
    )
    page = Page(html)
    assert page.text.count(name) >= 6
    assert not page.all("img")
    assert len(page.all("script")) == 1
    assert name in unescape(html)


def test_missing_fonts_are_told_with_what_makes_them(monkeypatch):
    monkeypatch.setattr(theme, "__file__", "/nowhere/theme.py")
    with pytest.raises(UsageError, match="run 'make setup'"):
        theme.font_directory()


def test_the_font_keeps_its_figures_of_one_width(html):
    from fontTools.ttLib import TTFont

    data = re.search(r"font-weight:400;font-style:normal[^}]*base64,([^)]*)\)", html)[1]
    import io

    font = TTFont(io.BytesIO(base64.b64decode(data)))
    widths = {font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1
    assert {ord("−"), ord("–"), ord("é"), ord("≥")} <= set(font.getBestCmap())


def test_nbconvert_finds_the_exporter():
    from nbconvert.exporters import get_exporter

    assert get_exporter("ipasn-html") is ReportHTMLExporter
    assert ReportHTMLExporter().file_extension == ".html"


def test_a_stored_notebook_gives_the_same_page(html, tmp_path):
    path = tmp_path / "laporan.ipynb"
    nbformat.write(report(), path)
    assert ReportHTMLExporter().from_filename(str(path))[0] == html


@pytest.fixture(scope="module")
def ranking(tmp_path_factory):
    heads = (Column("n", "Nama"), Column("i", "Indeks", "number", group="Nilai"), Column("k", "Kategori", "category"))
    values = [9.5, 100.25, -3.0, None, *range(20, 30)]
    table = Table("Unit", "Tabel unit", heads, tuple((f"Unit {n:02}", v, "tinggi") for n, v in enumerate(values)))
    chart = Chart("dimensi", "Judul grafik", "Uraian grafik", SVG, "BKPSDM")
    path = tmp_path_factory.mktemp("laman") / "laporan.html"
    blocks = Section("unit", "Perangkat daerah", [chart, table, Callout("warning", "Awas", ["x"])]).all_blocks
    path.write_text(exported(new_notebook(cells=[shown(blocks), result_cell()])))
    return path.as_uri()


@pytest.mark.browser
def test_tables_sort_and_filter_from_the_keyboard(chromium, ranking):
    page = chromium.new_page()
    page.goto(ranking)
    first = "tbody tr:not([hidden]) th"
    head = page.locator("th.num")
    head.locator("button").focus()
    for direction, names in (
        ("descending", ["Unit 01", "Unit 13", "Unit 03"]),
        ("ascending", ["Unit 02", "Unit 00", "Unit 03"]),
    ):
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == direction
        seen = page.locator(first).all_inner_texts()
        assert [*seen[:2], seen[-1]] == names
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert page.locator(first).all_inner_texts()[:2] == ["Unit 00", "Unit 01"]
    page.get_by_label("Saring baris").fill("13 UNIT")
    assert page.locator(first).all_inner_texts() == ["Unit 13"]
    assert page.locator("output").inner_text() == "1 dari 14 baris"
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_passes_axe_fits_and_asks_for_nothing(chromium, ranking, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(ranking)
    assert [url for url in asked if not url.startswith(("data:", ranking))] == []
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 23, 29)"}[scheme]
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.get_by_role("button", name="Gelap" if scheme == "light" else "Terang", exact=True).click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != background
    page.close()
