"""A new province is data only: invented ones with 35 regencies and with five are reported without a line of code."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from support.built import BuiltReport
from support.commands import run
from support.grid import near
from support.pages import CUT_LABELS
from support.ready_scores import write_ready

ROOT = Path(__file__).resolve().parents[2]
LONG = "Kabupaten Kepulauan Sungai Hulu Tengah Selatan Barat Daya"
PROVINCE = """name: {name}
code: "{code}"
level: provinsi
target: {{2025: 81}}
published: {{2024: {{indeks: 80, sumber: "contoh"}}}}
"""
GOVERNMENT = """name: {name}
code: "{code}"
level: {level}
province: {province}
target: {{2025: 81}}
{tile}
"""


@dataclass(frozen=True)
class Province(BuiltReport):
    """The report of a province that was made up, and its number of regencies."""

    name: str
    regencies: int


def invent(root: Path, province: str, code: str, regencies: int, *, tiles: bool) -> None:
    """Parameters and small data of a province with its government; a fifth of its regencies are cities."""
    params, data = root / "params", root / "data"
    params.mkdir(exist_ok=True)
    (params / f"{province}.yaml").write_text(PROVINCE.format(name=f"Provinsi {province.title()}", code=code))
    names = [(f"pemprov-{province}", f"Pemerintah Provinsi {province.title()}", "pemprov", f"{code}.00")]
    for number in range(1, regencies + 1):
        city = number % 5 == 0
        name = LONG if number == 2 else f"{'Kota' if city else 'Kabupaten'} {province.title()} {number}"
        place = f"{code}.{70 + number // 5 if city else number:02}"
        names.append((f"{province}-{number}", name, "kota" if city else "kabupaten", place))
    for number, (region, name, level, place) in enumerate(names):
        tile = f"tile: {{row: {number // 6}, column: {number % 6}}}" if tiles and level != "pemprov" else ""
        text = GOVERNMENT.format(name=name, code=place, level=level, province=province, tile=tile)
        (params / f"{region}.yaml").write_text(text)
        write_ready(data, region, people=60 + 7 * number, level=0.2 + 0.7 * ((number * 13) % 35) / 35)


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Province]:
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    invent(root, "rimba", "97", 35, tiles=False)
    invent(root, "teluk", "98", 5, tiles=True)
    built = {}
    for name, regencies in (("rimba", 35), ("teluk", 5)):
        words = ["reports", name, "--data", "data", "--out", "out", "--formats", "html,json,pdf,xlsx"]
        status, _, errors = run(*words, cwd=root)
        assert status == 0, errors
        built[regencies] = Province(root / "out" / name / "2025", f"ipasn-{name}-2025", name, regencies)
    return built


@pytest.fixture(params=[35, 5])
def province(request: pytest.FixtureRequest, provinces: dict[int, Province]) -> Province:
    return provinces[request.param]


def test_every_government_is_ranked(province):
    result = province.result
    rows = result["pemerintah"]
    assert len(rows) == province.regencies + 1 and not any(row["disembunyikan"] for row in rows)
    for row in rows:
        better = sum(other["indeks"] > row["indeks"] + 1e-9 for other in rows)
        as_good = sum(abs(other["indeks"] - row["indeks"]) < 1e-9 for other in rows)  # as they are told, rounded
        assert 1 + better <= row["peringkat"] <= better + as_good
        assert 1 <= row["peringkat_min"] <= row["peringkat"] <= row["peringkat_maks"] <= len(rows)
    pooled = sum(row["indeks"] * row["diukur"] for row in rows) / sum(row["diukur"] for row in rows)
    assert result["indeks"] == near(pooled, min(row["diukur"] for row in rows), parts=2)
    assert result["pemerintah_tidak_ada"] == []
    assert {unit["nama"] for unit in result["perangkat_daerah"]} >= {"Dinas Pendidikan", "Inspektorat"}
    assert result["konvergensi"] is not None and result["ketimpangan"]["pemerintah"] == len(rows)
    sheet = result["tabel"]["Pemerintah daerah"]
    assert len(sheet["baris"]) >= len(rows)


def test_the_html_shows_all_of_them(province):
    html = province.path("html").read_text(encoding="utf-8")
    for row in province.result["pemerintah"]:
        assert row["nama"] in html
    assert 'id="grafik-peta-petak"' in html
    assert "{" not in re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL).split("<body")[1].split(">", 1)[1]


def test_the_pdf_has_every_name_within_its_pages(province):
    document = pypdfium2.PdfDocument(province.path("pdf"))
    text = ""
    for page in document:
        width, height = page.get_size()
        words = page.get_textpage()
        text += words.get_text_range()
        for number in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(number)
            assert -0.5 <= left <= right <= width + 0.5 and -0.5 <= bottom <= top <= height + 0.5
    flat = re.sub(r"[\s\u00ad\x02-]+", "", text)
    for row in province.result["pemerintah"]:
        assert row["nama"].replace(" ", "").replace("-", "") in flat, row["nama"]


def test_nothing_names_another_province(province):
    for ending in ("html", "json"):
        text = province.path(ending).read_text(encoding="utf-8")
        assert "Banjarmasin" not in text and "kalsel" not in text
        other = "Teluk" if province.name == "rimba" else "Rimba"
        assert other not in text


def test_the_index_page_has_both(provinces):
    html = (provinces[5].folder.parent.parent / "index.html").read_text(encoding="utf-8")
    assert "Provinsi Rimba" in html and "Provinsi Teluk" in html


@pytest.mark.browser
def test_no_label_of_a_chart_is_cut_off(province, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(province.path("html").as_uri())
    assert page.locator(".chart svg").count() >= 3
    assert page.evaluate(CUT_LABELS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
