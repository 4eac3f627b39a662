"""Faults of pages, looked for in built files: nothing cut, nothing over another, no heading alone, no page blank."""

from __future__ import annotations

import csv
import re
from typing import Any
from urllib.parse import quote

import pytest
from support import pages
from support.built import BuiltReport, build_report
from support.office import opened
from support.ready_scores import write_ready

from ipasn_analysis.blocks.cells import MOST_PRINTED

NAMES = ("tapin", "kalsel", "many", "three", "one", "two")
"""A regency and the province of the sample; 120 units, three, and one; a province with two governments."""
REGIONS = {"many": "banjar", "three": "balangan", "one": "tabalong", "two": "kalsel"}
LONG_TABLE = 9
"""Rows up to which a table is never divided."""


@pytest.fixture(scope="module")
def reports(
    tapin: BuiltReport, kalsel: BuiltReport, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, BuiltReport]:
    """All reports, each built by the command."""
    folder = tmp_path_factory.mktemp("pages")
    pages.write_extremes(folder / "data")
    for region, level in (("tapin", 0.4), ("kotabaru", 0.7)):
        write_ready(folder / "two", region, level=level)
    built = {"tapin": tapin, "kalsel": kalsel}
    for name, region in REGIONS.items():
        data = folder / ("two" if name == "two" else "data")
        more = ["--appendix"] if name == "many" else []
        built[name] = build_report(region, data, folder / "out", "--formats", "html,pdf,json", *more)
    return built


@pytest.fixture(scope="module")
def everything(reports: dict[str, BuiltReport]) -> dict[str, list[pages.Sheet]]:
    return {name: pages.sheets(report.path("pdf")) for name, report in reports.items()}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def report(reports: dict[str, BuiltReport], name: str) -> BuiltReport:
    return reports[name]


@pytest.fixture
def sheets(everything: dict[str, list[pages.Sheet]], name: str) -> list[pages.Sheet]:
    return everything[name]


# Printed ------------------------------------------------------------------------------------------------------------


def test_no_page_is_blank(sheets) -> None:
    for number, sheet in enumerate(sheets, start=1):
        letters = sum(len(sheet.words[place].strip()) for place, inside in enumerate(sheet.in_body) if inside)
        assert letters > 40, number


def test_nothing_is_printed_in_the_margins(sheets) -> None:
    assert {number: edges for number, sheet in enumerate(sheets, start=1) if (edges := sheet.ink_outside())} == {}


def test_head_and_foot_of_a_page_hold_one_line(sheets) -> None:
    for number, sheet in enumerate(sheets, start=1):
        bottoms = sheet.boxes[~sheet.in_body][:, 1]
        for zone in (bottoms[bottoms > sheet.height / 2], bottoms[bottoms < sheet.height / 2]):
            assert zone.max() - zone.min() < 4, number


def test_no_text_lies_over_another(sheets) -> None:
    assert {number: pairs for number, sheet in enumerate(sheets, start=1) if (pairs := sheet.overlaps())} == {}


def test_no_heading_is_the_last_on_its_page(report, sheets) -> None:
    found = pages.headings(report.path("pdf"))
    assert len(found) >= 12
    for title, number, top in found:
        below = sheets[number].boxes[sheets[number].in_body][:, 1]
        assert (below < top - 25).any(), title


def test_no_title_of_a_table_or_chart_is_the_last_on_its_page(report, sheets) -> None:
    html = report.path("html").read_text(encoding="utf-8")
    captions = re.findall(r"<(figcaption|caption)[^>]*>(.*?)</\1>", html, re.DOTALL)
    titles = {pages.flat(re.sub("<[^>]+>", "", text)) for _, text in captions}
    titles |= {pages.flat(title) for title, _, _ in pages.headings(report.path("pdf"))}
    assert len(titles) >= 25
    for number, sheet in enumerate(sheets, start=1):
        assert pages.flat(sheet.last_line) not in titles, number


def test_every_page_of_a_long_table_has_its_head(report, sheets, name) -> None:
    heads, continued = pages.heads(report.path("html")), 0
    printed = pages.flat("".join(sheet.text for sheet in sheets))
    for table in report.result["tabel"].values():
        is_printed = name == "many" or pages.flat(table["judul"]) in printed  # with its appendix; others without
        if len(table["baris"]) > LONG_TABLE and table["judul"] in heads and is_printed:
            where = pages.spread(sheets, table["judul"])
            continued += len(where) - 1
            for number in where:
                text = pages.flat(sheets[number].text)
                names = [max((str(cell) for cell in row), key=len) for row in table["baris"]]
                if sum(pages.flat(name) in text.split("Sumber:")[0] for name in names) < 3:
                    continue  # its note alone
                missing = [label for label in heads[table["judul"]] if pages.flat(label) not in text]
                assert missing == [], (table["judul"], number)
    assert continued >= {"many": 12, "kalsel": 1}.get(name, 0)


def test_names_of_eighty_characters_are_printed_whole(everything, reports) -> None:
    names = pages.long_names(120)
    assert {len(name) for name in names} == {80}
    assert {row["nama"] for row in reports["many"].result["perangkat_daerah"]} == set(names)
    for which, units in (("many", names), ("three", pages.long_names(3))):
        text = pages.flat("".join(sheet.text for sheet in everything[which]))
        whole = [unit for unit in units if pages.flat(unit) in text]
        assert len(whole) > 0.9 * len(units)  # those whose figures are withheld stand on no line of their own


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_without_its_appendix_paper_has_both_ends_of_a_long_table_and_says_where_the_rest_is(
    reports, ending, tmp_path
) -> None:
    path = tmp_path / f"without.{ending}"
    path.write_bytes(reports["many"].written(ending, appendix=False))
    printed = pages.sheets(path if ending == "pdf" else opened(path, tmp_path))
    names = [row["nama"] for row in reports["many"].result["perangkat_daerah"] if row["indeks"] is not None]
    text = pages.flat("".join(sheet.text for sheet in printed))
    rest = f"… {len(names) - MOST_PRINTED} baris lain ada dalam laporan HTML dan buku kerja (XLSX) …"
    before, after = text.split(pages.flat(rest))[:2]
    assert all(pages.flat(name) in before for name in names[: MOST_PRINTED // 2])
    assert all(pages.flat(name) in after for name in names[-MOST_PRINTED // 2 :])
    assert pages.flat(names[len(names) // 2]) not in text


def test_no_row_is_divided_between_pages(everything) -> None:
    """On every page each long name that begins ends; those cut short in charts and those in sentences do not count."""
    compared = 0
    for number, sheet in enumerate(everything["many"], start=1):
        found = re.findall(r"dinas(?=pengendalian)|pemberdayaan(?=perempuan\d{4})", pages.flat(sheet.text).lower())
        if "…" not in sheet.text and not re.search(r"(?i)perempuan\s+\d{4}(?:[,.]|\s+\()", sheet.text):
            assert found == ["dinas", "pemberdayaan"] * (len(found) // 2), number
            compared += len(found)
    assert compared > 500


def test_a_chart_of_many_units_shows_the_ends_and_says_how_many_are_left_out(reports) -> None:
    html = reports["many"].path("html").read_text(encoding="utf-8")
    for chart in ("ketahanan-perangkat-daerah",):
        picture = html.split(f'id="grafik-{chart}"', 1)[1].split("</svg>")[0]
        (hidden,) = map(int, re.findall(r"… (\d+) perangkat daerah lain …", picture))
        assert hidden > 50
        told = sum(row["indeks"] is not None for row in reports["many"].result["perangkat_daerah"])
        assert len(re.findall(r"<text[^>]*>(?:Dinas Peng|DINAS PENG|Kesekre)", picture)) == told - hidden


@pytest.mark.parametrize("which", ["tapin", "kalsel"])
def test_pages_are_filled(everything, which) -> None:
    """Nothing moves to the next page and leaves a third of one empty, but for the last page."""
    filled = {number: sheet.filled for number, sheet in enumerate(everything[which], start=1)}
    inner = {number: part for number, part in filled.items() if number < len(filled)}
    assert {number: round(part, 2) for number, part in inner.items() if part < 0.7} == {}
    assert sum(inner.values()) / len(inner) > 0.85


# On the screen --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_page_fits_its_screen_cuts_no_label_and_asks_for_nothing(chromium, report) -> None:
    page, asked, said = chromium.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    address = report.path("html").as_uri()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate("scrollTo(9999, 0)")
        assert page.evaluate("scrollX") == 0
    assert page.locator(".chart svg").count() >= 3
    assert page.evaluate(pages.CUT_LABELS) == []
    assert [url for url in asked if not url.startswith("data:")] == [address] * 2 and said == []
    page.close()


@pytest.mark.browser
def test_a_ranking_is_whole_on_a_desk_and_shows_index_and_interval_on_a_telephone(chromium, reports) -> None:
    page = chromium.new_page()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(reports["tapin"].path("html").as_uri())
        table = page.locator("#tabel-perangkat-daerah")
        region = table.locator(".scroll")
        hidden = region.evaluate("region => region.scrollWidth - region.clientWidth")
        shade = region.evaluate("region => getComputedStyle(region).backgroundImage")
        if width == 1280:
            assert hidden <= 1 and shade == "none"
        else:
            assert hidden > 50 and "gradient" in shade
            for head in ("Pegawai", "Indeks"):
                box = table.locator("thead th", has_text=re.compile("".join(f"{sign}\u00ad?" for sign in head))).first
                place = box.bounding_box()
                assert place["x"] + place["width"] <= width - 16, head
            lines = table.evaluate(
                "table => Math.max(...[...table.querySelectorAll('tbody tr:not(.hidden-row) th')]"
                ".map(cell => (cell.clientHeight - 13) / parseFloat(getComputedStyle(cell).lineHeight)))"
            )
            assert lines < 4.5
    page.close()


@pytest.mark.browser
def test_printed_from_the_browser_lists_keep_their_marks_and_boxes_their_margin(chromium, reports) -> None:
    page = chromium.new_page()
    page.emulate_media(media="print")
    page.goto(reports["tapin"].path("html").as_uri())
    for kind, least in (("ul", 20), (".callout", 8)):
        left = page.evaluate(
            f"[...document.querySelectorAll('main>{kind}')].map(part => parseFloat(getComputedStyle(part).paddingLeft))"
        )
        assert left and min(left) >= least, kind
    page.close()


@pytest.mark.browser
def test_printed_from_the_browser_the_summary_ends_on_its_page_and_heads_are_repeated(
    chromium, reports, tmp_path
) -> None:
    page, report = chromium.new_page(), reports["tapin"]
    page.goto(report.path("html").as_uri())
    for paper in ("A4", "A5"):
        page.add_style_tag(content=f"@page{{size:{paper}}}")
        page.pdf(path=tmp_path / f"{paper}.pdf", prefer_css_page_size=True)
    page.close()
    first = pages.flat(pages.sheets(tmp_path / "A4.pdf")[0].text)
    assert pages.flat("Baca dengan hati-hati") in first and pages.flat("Rincian dimensi") not in first
    names = [row["nama"] for row in report.result["perangkat_daerah"] if row["indeks"] is not None]
    title = report.result["tabel"]["Perangkat daerah"]["judul"]
    heads = pages.heads(report.path("html"))[title]
    texts = [sheet.text for sheet in pages.sheets(tmp_path / "A5.pdf")]
    on = [text for text in texts if len(re.findall(rf"(?m)^(?:{'|'.join(map(re.escape, names))})", text)) > 4]
    on = [text for text in map(pages.flat, on) if pages.flat(title) not in text]
    assert on
    assert [label for text in on for label in heads if pages.flat(label) not in text] == []


@pytest.mark.browser
@pytest.mark.parametrize("which", ["tapin", "kalsel"])
def test_most_charts_fit_a_telephone_with_type_that_can_be_read(chromium, reports, which) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(reports[which].path("html").as_uri())
    fits = page.evaluate(
        "[...document.querySelectorAll('.chart .scroll')].map(region => region.scrollWidth <= region.clientWidth + 1)"
    )
    assert sum(fits) >= 0.7 * len(fits)
    assert page.evaluate(pages.SMALL_LABELS) == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("which", ["tapin", "kalsel"])
def test_axe_finds_no_violation(chromium, reports, which, width) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme="light")
    page.goto(reports[which].path("html").as_uri())
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert len(results.response["passes"]) > 25
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 29)"
    results = Axe().run(page, options={"runOnly": ["color-contrast", "link-in-text-block"]})
    assert results.violations_count == 0, results.generate_report()
    assert "color-contrast" in [rule["id"] for rule in results.response["passes"]]
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("which", ["tapin", "kalsel"])
def test_a_table_sorts_and_filters_from_the_keyboard(chromium, reports, which) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(reports[which].path("html").as_uri())
    table = page.locator("#tabel-perangkat-daerah")

    def tab_to(target: Any) -> None:
        for _ in range(120):
            if target.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail("the keyboard does not get there")

    def column() -> list[float]:
        cells = table.locator("tbody tr:not([hidden]) td[data-v]:nth-child(3)").all()
        return [float(cell.get_attribute("data-v")) for cell in cells]

    head = table.locator("thead th", has_text="Indeks").first
    before = table.locator("tbody tr").count()
    tab_to(table.get_by_role("searchbox"))
    tab_to(head.get_by_role("button"))
    for key, direction in (("Enter", "descending"), ("Space", "ascending")):
        page.keyboard.press(key)
        assert head.get_attribute("aria-sort") == direction
        assert len(column()) >= 3 and column() == sorted(column(), reverse=direction == "descending")
    while not table.get_by_role("searchbox").evaluate("element => element === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    name = table.locator("tbody th").first.inner_text()
    page.keyboard.type(name.lower())
    assert table.locator("tbody tr:not([hidden])").count() < before
    assert table.locator("tbody tr:not([hidden]) th").first.inner_text() == name
    assert table.locator("output").inner_text().endswith(f"dari {before} baris")
    page.close()


@pytest.mark.browser
def test_ones_own_unit_stands_out_and_its_table_is_downloaded(chromium, reports) -> None:
    """The address keeps the choice; the file holds what is shown, as a spreadsheet in Indonesian reads it."""
    page = chromium.new_page()
    address = reports["tapin"].path("html").as_uri()
    units = [row for row in reports["tapin"].result["perangkat_daerah"] if not row["disembunyikan"]]
    name = units[-1]["nama"]
    page.goto(address)
    page.get_by_label("Unit saya").select_option(name)
    page.goto(page.url.replace("#", "?again#"))
    assert page.url.endswith(f"#unit={quote(name)}")
    marked = page.locator("#tabel-perangkat-daerah tr.own")
    assert marked.count() == 1 and marked.locator("th").inner_text() == name
    assert set(page.locator("tr.own th").evaluate_all("cells => cells.map(cell => cell.firstChild.textContent)")) == {
        name
    }
    with page.expect_download() as found:
        page.locator("#tabel-perangkat-daerah .download").click()
    with found.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    table = reports["tapin"].result["tabel"]["Perangkat daerah"]
    place = table["kolom"].index("Indeks")
    assert rows[0] == table["kolom"] and [row[0] for row in rows[1:]] == [row[0] for row in table["baris"]]
    read = [float(row[place].replace(",", ".")) for row in rows[1:] if row[place] != "r"]
    exact = [row[place] for row in table["baris"] if row[place] is not None]
    assert read == pytest.approx(exact, abs=0.051) and len(read) == len(units)
    page.close()
