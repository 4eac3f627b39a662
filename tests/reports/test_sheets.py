"""The pages of units as their heads find them: read back from the command's own files."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pypdfium2
import pytest
from support.built import build_report
from support.commands import run
from support.facts import facts_of
from support.pages import write_records

from ipasn_analysis.errors import UsageError
from ipasn_analysis.publish.neighbours import RECORD, neighbours, read_sheets
from ipasn_analysis.sections import unit_sheet
from ipasn_analysis.writing.writer import Writer

UNITS = ["Dinas Kesehatan", "Dinas Pendidikan", "Kecamatan Astambul", "Kecamatan: Astambul", "Sekretariat"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lembar")
    write_records(folder, "banjar", ["2024-12-31", "2025-12-23"], UNITS, 150)
    return folder


@pytest.fixture(scope="module")
def built(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """The folder of the reports, and the files that the command printed."""
    out = tmp_path_factory.mktemp("laporan")
    status, told, errors = run("sheets", "banjar", "--data", data, "--out", out)
    assert status == 0, errors
    return out, [Path(line) for line in told.splitlines()]


def test_each_unit_has_a_page_and_all_are_in_one_pdf(built):
    out, files = built
    folder = out / "banjar" / "2025" / "lembar"
    assert sorted(files) == sorted(path for path in folder.iterdir() if path.name != RECORD) and len(
        files
    ) == 1 + 3 * len(UNITS)
    assert files[0].name == "ipasn-banjar-2025-lembar.pdf"
    pages = pypdfium2.PdfDocument(files[0])
    text = [page.get_textpage().get_text_range() for page in pages]
    assert len(pages) == 1 + len(UNITS) and all(any(name in page for page in text[1:]) for name in UNITS)
    assert [len(pypdfium2.PdfDocument(path)) for path in files[1:] if path.suffix == ".pdf"] == [1] * len(UNITS)


def test_units_whose_names_differ_in_marks_alone_have_files_of_their_own(built):
    _, files = built
    notebooks = [nbformat.read(path, 4) for path in files if path.suffix == ".ipynb"]
    assert sorted(notebook.metadata.papermill.parameters["unit"] for notebook in notebooks) == sorted(UNITS)


def test_a_page_says_what_the_report_says(built, data, tmp_path):
    report = build_report("banjar", data, tmp_path, "--formats", "json").result
    _, files = built
    text = {path.stem: path.read_text(encoding="utf-8") for path in files if path.suffix == ".html"}
    for row in report["perangkat_daerah"]:
        page = next(page for page in text.values() if f"<h1>{row['nama']}</h1>" in page)
        assert f">{row['indeks']:.2f}<".replace(".", ",") in page
        assert f">{row['peringkat']}<" in page and "Data contoh" not in page


def test_one_unit_alone_by_its_name_in_any_letters(data, tmp_path):
    status, told, errors = run(
        "sheets", "banjar", "--data", data, "--out", tmp_path, "--unit", " dinas  kesehatan", "--formats", "html"
    )
    assert status == 0, errors
    assert [Path(line).name for line in told.splitlines()] == [
        "ipasn-banjar-2025-dinas-kesehatan.html",
        "ipasn-banjar-2025-dinas-kesehatan.ipynb",
    ]


def test_pages_are_built_once_and_linked_from_the_report_and_the_index_while_they_are_of_the_same_input(data, tmp_path):
    common = ("banjar", "--data", data, "--out", tmp_path, "--formats", "html,pdf")
    report, folder = tmp_path / "banjar" / "2025" / "ipasn-banjar-2025.html", tmp_path / "banjar" / "2025" / "lembar"
    build_report("banjar", data, tmp_path)
    assert "lembar/" not in report.read_text(encoding="utf-8")
    assert run("sheets", *common)[0] == 0
    page, index = report.read_text(encoding="utf-8"), (tmp_path / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="lembar/([^"]+)"', page))
    assert len(links) == len(UNITS) and all((folder / name).is_file() for name in links)
    assert 'href="banjar/2025/lembar/ipasn-banjar-2025-lembar.pdf"' in index
    assert 'href="ipasn-banjar-2025.xlsx"' in page and "../ipasn-banjar-2025.html" in (folder / links.pop()).read_text()
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert run("sheets", *common)[0] == 0 and run("report", *common)[0] == 0
    assert made == {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert page == report.read_text(encoding="utf-8")
    assert run("sheets", *common, "--unit", UNITS[0], "--force")[0] == 0
    assert {name for name, time in made.items() if (folder / name).stat().st_mtime_ns > time} == {
        *(f"ipasn-banjar-2025-dinas-kesehatan.{ending}" for ending in ("html", "pdf", "ipynb")),
        RECORD,
    }
    formats, stem = ("html", "pdf"), "ipasn-banjar-2025"
    assert neighbours(report.parent, stem, formats, read_sheets(report.parent).report).sheets
    assert not neighbours(report.parent, stem, formats, "of other input").sheets


@pytest.mark.parametrize(
    ("options", "message"),
    [(("--unit", "Dinas Kesehatn"), "Dinas Kesehatan"), (("--formats", "json"), "html, pdf, docx")],
)
def test_an_unknown_unit_or_format_is_named(data, tmp_path, options, message):
    status, _, errors = run("sheets", "banjar", "--data", data, "--out", tmp_path, *options)
    assert status == 2 and message in errors and errors.count("\n") == 1 and not list(tmp_path.rglob("*.html"))


def test_of_a_withheld_unit_its_size_class_is_said_and_whom_to_ask():
    hidden = {"nama": "Sekretariat", "disembunyikan": True, "kelas_ukuran": "1–9"}
    page = unit_sheet.section(facts_of(perangkat_daerah=[hidden]), Writer("id"), "Sekretariat")
    words = " ".join(str(block) for block in page.blocks)
    assert "1–9" in words and page.title == "Tidak ditampilkan"
    assert "Mintalah kepada pengelola kepegawaian" in words


def test_the_nearest_unit_is_named():
    hidden = {"nama": "Sekretariat", "disembunyikan": True, "kelas_ukuran": "1–9"}
    with pytest.raises(UsageError, match="Sekretariat"):
        unit_sheet.unit_of(facts_of(perangkat_daerah=[hidden]), "Sekretaryat")
