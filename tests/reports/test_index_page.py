"""The index page: made from the JSON files alone, complete, linked, searchable, accessible."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ipasn_analysis.publish.index import entries, write_index
from ipasn_analysis.publish.sparkline import HEIGHT, MARGIN, WIDTH, sparkline
from ipasn_analysis.writing.writer import Writer

CATEGORIES = {85.4: "tinggi", 79.0: "sedang", 68.2: "rendah"}


def point(year: int, index: float | None, instrument: str = "perban8_2019") -> dict[str, Any]:
    return {"per_tanggal": f"{year}-12-31", "tahun": year, "indeks": index, "instrumen": instrument}


def ranked(region: str, place: int | None, tile: tuple[int, int] | None, index: float | None = 80.0) -> dict[str, Any]:
    return {
        "region": region,
        "nama": region.replace("-", " ").title(),
        "peringkat": place,
        "indeks": index,
        "kategori": None if place is None else "sedang",
        "disembunyikan": place is None,
        "petak": None if tile is None else {"row": tile[0], "column": tile[1]},
    }


PEERS = [
    ranked("alfa", 1, (0, 1)),
    ranked("beta", 2, (1, 0)),
    ranked("gama", 3, (1, 1)),
    ranked("pemprov-x", 4, None),
    ranked("mungil", None, (2, 1), None),
]


def report(
    out: Path,
    region: str,
    year: int = 2025,
    index: float = 79.0,
    *,
    code: str = "99.01",
    level: str = "kabupaten",
    language: str = "id",
    formats: tuple[str, ...] = ("html", "pdf", "xlsx", "json", "ipynb"),
    **changes: Any,
) -> None:
    """The files of a report, its JSON with what the index reads."""
    folder = out / region / str(year)
    folder.mkdir(parents=True)
    result = {
        "region": region,
        "kode": code,
        "nama": region.title(),
        "tingkat": level,
        "tahun": year,
        "indeks": index,
        "target": 81,
        "kategori": CATEGORIES[index],
        "perubahan": {"selisih": -1.25},
        "tren": [point(year - 1, index + 1.25), point(year, index)],
        "peringkat_pemerintah": PEERS,
        "data_contoh": False,
        "bahasa": language,
        "provenans": {"parameter": {"province": None if level == "provinsi" else "provinsi-x"}},
        **changes,
    }
    for ending in formats:
        content = json.dumps(result) if ending == "json" else "x"
        (folder / f"ipasn-{region}-{year}.{ending}").write_text(content)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    report(tmp_path, "provinsi-x", code="99", level="provinsi", index=79.0)
    report(tmp_path, "alfa", code="99.01", index=85.4)
    report(
        tmp_path,
        "beta",
        code="99.02",
        index=68.2,
        perubahan=None,
        target=None,
        language="en",
        formats=("json", "ipynb"),
    )
    whole = [point(2023, 78.0), point(2024, 79.0), point(2025, 85.4)]
    report(tmp_path, "alfa", 2024, code="99.01", tren=whole)
    return tmp_path


class Page(HTMLParser):
    """Rows of the table, links, tiles, and every address a browser could fetch."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""
        self.sources: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if tag == "a" and name == "href":
                self.links.append(value or "")
            elif name in {"src", "href", "srcset", "action", "data"}:
                self.sources.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def rows(html: str) -> list[list[str]]:
    """The cells of the table as text."""
    body = html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def tiles(html: str) -> dict[str, tuple[str, str]]:
    """Place (row;column) and words of each tile by name."""
    found = re.findall(r'<li style="grid-row:(\d+);grid-column:(\d+)">(.*?)</li>', html, re.DOTALL)
    plain = [
        (f"{row};{column}", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()) for row, column, text in found
    ]
    return {text.split()[0]: (place, text) for place, text in plain}


def test_every_report_has_a_row_with_its_figures(out):
    html = write_index(out).read_text(encoding="utf-8")
    found = rows(html)
    assert [(row[0], row[1]) for row in found] == [
        ("Provinsi-X", "2025"), ("Alfa", "2025"), ("Beta (EN)", "2025"), ("Alfa", "2024"),
    ]  # fmt: skip
    assert found[1][2:7] == ["85,40", "tinggi", "+4,40", "1 dari 4", "−1,25"]
    assert found[0][5] == "–" and found[2][6] == "–" and found[2][4] == ""
    assert 'aria-label="2024: 86,65; 2025: 85,40"' in html
    assert 'aria-label="2023: 78,00; 2024: 79,00"' in html  # up to the report's own year
    assert "4 laporan dari 3 wilayah, tahun 2024–2025." in html


def test_a_government_alone_has_no_rank(tmp_path):
    alone = [ranked("alfa", 1, (0, 1)), ranked("mungil", None, (2, 1), None)]
    report(tmp_path, "alfa", index=85.4, peringkat_pemerintah=alone)
    html = write_index(tmp_path).read_text(encoding="utf-8")
    assert rows(html)[0][5] == "–" and "1 dari 1" not in html


def test_links_lead_to_files_that_are_there(out):
    page = Page(write_index(out))
    links = [link for link in page.links if not link.startswith("#")]
    assert links and all((out / link).is_file() for link in links)
    assert "beta/2025/ipasn-beta-2025.json" in links and "alfa/2025/ipasn-alfa-2025.html" in links
    for path in out.rglob("ipasn-*.*"):
        assert path.relative_to(out).as_posix() in links
    assert page.sources == ["data:,"]


def test_it_is_made_from_the_json_files_alone_and_always_the_same(out, tmp_path_factory):
    first = write_index(out).read_bytes()
    stamp = (out / "index.html").stat().st_mtime_ns
    write_index(out, rewrite=False)
    assert (out / "index.html").stat().st_mtime_ns == stamp
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "reports"
    shutil.copytree(out, elsewhere)
    (elsewhere / "index.html").unlink()
    assert write_index(elsewhere).read_bytes() == first
    assert not any(name in first.decode() for name in ("banjar", "Kalimantan"))


def test_files_that_are_no_results_are_passed_over(out):
    first = write_index(out).read_bytes()
    for name, content in (("kosong", ""), ("lain", "[]"), ("setengah", '{"region": "setengah"}')):
        (out / name / "2025").mkdir(parents=True)
        (out / name / "2025" / f"ipasn-{name}-2025.json").write_text(content)
    (out / "alfa" / "2025" / "ipasn-alfa-2025-salinan.json").write_text(
        (out / "alfa" / "2025" / "ipasn-alfa-2025.json").read_text()
    )
    assert write_index(out).read_bytes() == first
    assert write_index(out / "kosong") is None


def test_tiles_stand_at_their_places_and_say_why_they_are_empty(out):
    found = tiles(write_index(out).read_text(encoding="utf-8"))
    assert found["Alfa"] == ("1;2", "Alfa 85,40 tinggi")
    assert found["Beta"] == ("2;1", "Beta 68,20 rendah")
    assert found["Gama"] == ("2;2", "Gama belum ada laporan")
    assert found["Mungil"] == ("3;2", "Mungil dirahasiakan")
    place, text = found["Pemprov"]
    assert text.endswith("belum ada laporan") and int(place.split(";")[0]) > 3
    assert len(found) == len(PEERS)


def test_each_province_has_a_map_of_its_newest_year(out):
    other = [ranked("omega", 1, None), ranked("sigma", 2, None)]
    for region in ("omega", "sigma"):
        change = {"peringkat_pemerintah": other, "provenans": {"parameter": {"province": "provinsi-y"}}}
        report(out, region, 2023, code="98.01", **change)
    html = write_index(out).read_text(encoding="utf-8")
    assert "<h2>Provinsi-X 2025</h2>" in html and "<h2>provinsi-y 2023</h2>" in html
    found = tiles(html)
    assert [found[name][0] for name in ("Omega", "Sigma")] == ["1;1", "1;2"]


def test_the_language_is_that_of_most_reports(out):
    for year in (2020, 2021, 2022):
        report(out, "alfa", year, language="en")
    html = write_index(out).read_text(encoding="utf-8")
    assert '<html lang="en">' in html and "7 reports" in html
    assert [row[0] for row in rows(html)].count("Alfa") == 3


def test_names_are_not_taken_for_markup(tmp_path):
    hostile = '<img src=x onerror=alert(1)>&"'
    report(tmp_path, "alfa", nama=hostile, peringkat_pemerintah=[{**PEERS[0], "nama": hostile}])
    html = write_index(tmp_path).read_text(encoding="utf-8")
    assert "<img" not in html and html.count("&lt;img src=x") >= 2


def test_entries_are_newest_first_then_by_code(out):
    assert [(entry.result["tahun"], entry.result["kode"]) for entry in entries(out)] == [
        (2025, "99"), (2025, "99.01"), (2025, "99.02"), (2024, "99.01"),
    ]  # fmt: skip


def lines(markup: str) -> list[list[tuple[float, float]]]:
    return [
        [tuple(map(float, spot.split(","))) for spot in line.split()]  # type: ignore[misc]
        for line in re.findall(r'<polyline points="([^"]+)"', markup)
    ]


def test_the_trend_line_rises_with_the_index_and_breaks_with_the_instrument():
    locale = Writer("id")
    years = [
        point(2019, 60.0),
        point(2020, None),
        point(2021, 70.0),
        point(2023, 65.0, "lain"),
        point(2025, 80.0, "lain"),
    ]
    first, second = lines(str(sparkline(years, locale)))
    assert [x for x, _ in first + second] == pytest.approx(
        [MARGIN + (WIDTH - 2 * MARGIN) * k / 6 for k in (0, 2, 4, 6)], abs=0.06
    )
    assert first[0][1] == pytest.approx(HEIGHT - MARGIN, abs=0.06) and second[-1][1] == pytest.approx(MARGIN, abs=0.06)
    assert first[1][1] < second[0][1] < first[0][1]
    assert "<polyline" not in sparkline([point(2025, 80.0)], locale)
    flat = lines(str(sparkline([point(2024, 80.0), point(2025, 80.1)], locale)))
    assert abs(flat[0][0][1] - flat[0][1][1]) < 1.5
    two = [point(2025, 70.0), {**point(2025, 75.0), "per_tanggal": "2025-12-31"}, point(2024, 60.0)]
    assert "2024: 60,00; 2025: 75,00" in sparkline(two, locale)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_passes_axe_fits_and_asks_for_nothing(chromium, out, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    for number in range(12):
        report(out, f"wilayah-{number}", 2023, code=f"98.{number:02}")
    address = write_index(out).as_uri()
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert [url for url in asked if not url.startswith(("data:", address))] == [] and said == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    for tile in page.locator(".tile").all():
        assert tile.evaluate("e => e.scrollWidth <= e.clientWidth + 1 && e.scrollHeight <= e.clientHeight + 1")
    page.close()


@pytest.mark.browser
def test_the_table_sorts_by_value_and_finds_words(chromium, out):
    page = chromium.new_page()
    page.goto(write_index(out).as_uri())
    names = "tbody tr:not([hidden]) th"
    page.get_by_role("button", name="Indeks").click()
    assert page.locator(names).all_inner_texts()[0] == "Alfa" and "Beta" in page.locator(names).all_inner_texts()[-1]
    page.get_by_role("button", name="Perubahan").click()
    assert "Beta" in page.locator(names).all_inner_texts()[-1]
    page.close()


@pytest.mark.browser
def test_many_reports_can_be_searched(chromium, out):
    for number in range(12):
        report(out, f"wilayah-{number}", 2023, code=f"98.{number:02}")
    page = chromium.new_page()
    page.goto(write_index(out).as_uri())
    page.get_by_label("Saring baris").fill("alfa 2024")
    assert page.locator("tbody tr:not([hidden]) th").all_inner_texts() == ["Alfa"]
    assert page.locator("output").inner_text() == "1 dari 16 baris"
    page.close()
