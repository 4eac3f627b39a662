"""Finished reports read back: their numbers recomputed from the score file, their formats held to each other."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import openpyxl
import pytest
from support.commands import run_again
from support.grid import near

from ipasn_analysis.build.plan import make_plan
from ipasn_analysis.build.request import Request
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.project import Project

DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")


@pytest.fixture(scope="session")
def people(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The score file of the regency, row by row."""
    out = tmp_path_factory.mktemp("scores") / "tapin.csv"
    score_to_file(Project.open(), str(sample / "tapin" / "2025-12-23"), str(out))
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_is_there(tapin, kalsel):
    for report in (tapin, kalsel):
        for ending in ("html", "pdf", "xlsx", "json", "ipynb"):
            assert report.path(ending).stat().st_size > 5_000, ending
        assert (report.folder.parent.parent / "index.html").is_file()
        assert not list(report.folder.glob(".staging*"))


def test_index_is_the_mean_over_people_and_the_sum_of_the_dimensions(tapin, people):
    result = tapin.result
    mean = sum(float(person["indeks"]) for person in people) / len(people)
    assert result["indeks"] == near(mean, len(people))
    for name in DIMENSIONS:
        mean = sum(float(person[name]) for person in people) / len(people)
        assert result["dimensi"][name]["rata_rata"] == near(mean, len(people))
    told = sum(result["dimensi"][name]["rata_rata"] for name in DIMENSIONS)
    assert told == near(result["indeks"], len(people), parts=5)
    assert result["pegawai"]["diukur"] == len(people)


def test_units_are_the_means_of_their_people_and_small_ones_say_nothing(tapin, people):
    by_unit: dict[str, list[float]] = {}
    for person in people:
        by_unit.setdefault(person["perangkat_daerah"], []).append(float(person["indeks"]))
    rows = tapin.result["perangkat_daerah"]
    assert {row["nama"] for row in rows} == set(by_unit)
    for row in rows:
        indices = by_unit[row["nama"]]
        if row["disembunyikan"]:
            assert row["diukur"] is None and row["indeks"] is None and set(row["dimensi"].values()) == {None}
        else:
            assert len(indices) >= 10
            assert row["indeks"] == near(sum(indices) / len(indices), len(indices))
            assert row["diukur"] == len(indices)
            assert row["dimensi"]["disiplin"] is None
    hidden = [row for row in rows if row["disembunyikan"]]
    shown = [row["peringkat"] for row in rows if not row["disembunyikan"]]
    assert shown == sorted(shown) and rows[-len(hidden) :] == hidden


def test_ranks_are_those_of_the_unrounded_means(tapin, people):
    rows = [row for row in tapin.result["perangkat_daerah"] if not row["disembunyikan"]]
    held = {row["nama"]: [float(p["indeks"]) for p in people if p["perangkat_daerah"] == row["nama"]] for row in rows}
    means = {name: sum(indices) / len(indices) for name, indices in held.items()}
    for row in rows:
        assert row["peringkat"] == 1 + sum(mean > means[row["nama"]] + 1e-9 for mean in means.values())
        assert 1 <= row["peringkat_min"] <= row["peringkat"] <= row["peringkat_maks"] <= len(rows)


def test_province_pools_people_not_governments(kalsel):
    result = kalsel.result
    rows = [row for row in result["pemerintah"] if not row["disembunyikan"]]
    pooled = sum(row["indeks"] * row["diukur"] for row in rows) / sum(row["diukur"] for row in rows)
    assert result["indeks"] == near(pooled, rows[-1]["diukur"], parts=2)
    assert len(rows) == 3 and len(result["pemerintah_tidak_ada"]) == 11
    assert [row["peringkat"] for row in rows] == sorted(row["peringkat"] for row in rows)


def test_the_html_stands_alone_and_says_what_the_json_says(tapin):
    html = tapin.path("html").read_text(encoding="utf-8")
    result = tapin.result
    index = f"{result['indeks']:.2f}".replace(".", ",")
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    assert index in text and "Data contoh" in text
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", html)
    assert "Content-Security-Policy" in html
    assert '<html lang="id"' in html
    for picture in re.findall(r"<svg[^>]*role=\"img\"[^>]*>", html):
        assert "aria-label" in picture


def test_every_page_of_the_pdf_is_marked_as_sample(tapin):
    import pypdfium2

    document = pypdfium2.PdfDocument(tapin.path("pdf"))
    assert len(document) >= 8
    for page in document:
        text = page.get_textpage().get_text_range()
        assert "data contoh" in text.lower()
    first_pages = " ".join(document[number].get_textpage().get_text_range() for number in range(3))
    assert f"{tapin.result['indeks']:.2f}".replace(".", ",") in first_pages


def test_the_pdf_is_tagged_and_its_fonts_are_embedded(tapin):
    import pikepdf

    with pikepdf.open(tapin.path("pdf")) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("id")
        assert "/StructTreeRoot" in pdf.Root
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert "pdfuaid:part" in metadata and "pdfaid:part" in metadata


def test_the_workbook_holds_the_tables_of_the_json(tapin):
    book = openpyxl.load_workbook(tapin.path("xlsx"))
    tables = tapin.result["tabel"]
    assert book.sheetnames[2:] == [*tables, "Simulasi"]
    for name, table in tables.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == table["kolom"]
        for line, row in enumerate(table["baris"], start=2):
            for position, value in enumerate(row, start=1):
                cell = sheet.cell(line, position)
                assert cell.data_type != "f"
                if isinstance(value, float):
                    assert cell.value == pytest.approx(value, rel=1e-12), (name, line, position)
                elif table["format"][position - 1]["jenis"] == "date":
                    assert cell.is_date and cell.value.date().isoformat() == value
                elif value not in (None, ""):
                    assert cell.value == value
    with zipfile.ZipFile(tapin.path("xlsx")) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


def test_the_json_has_the_keys_of_the_contract(tapin, kalsel):
    keys = [
        "region",
        "kode",
        "nama",
        "tahun",
        "per_tanggal",
        "instrumen",
        "bahasa",
        "data_contoh",
        "indeks",
        "kategori",
        "target",
        "pegawai",
        "dimensi",
        "perangkat_daerah",
        "tren",
        "tren_resmi",
        "uji_tren",
        "perubahan",
        "menuju_target",
        "ketahanan",
        "mutu_data",
        "provenans",
        "tabel",
    ]
    for report in (tapin, kalsel):
        assert set(keys) <= set(report.result)
    assert {"pemerintah", "tiga_teratas", "di_bawah_target"} <= set(kalsel.result)
    assert tapin.result["data_contoh"] is True
    assert all(path.startswith("tapin/") or "/" in path for path in tapin.result["provenans"]["masukan"])


def test_the_change_splits_exactly(tapin):
    change = tapin.result["perubahan"]
    people = tapin.result["pegawai"]["diukur"]
    for parts in (change["per_dimensi"].values(), change["per_sumber"].values()):
        assert sum(parts) == near(change["selisih"], people, parts=5)
    parts = [part["kontribusi"] for part in change["per_unit"]]
    assert sum(parts) == near(change["selisih"], people, parts=1 + len(parts))


def test_nobody_is_named_anywhere(tapin, kalsel, sample):
    with (sample / "tapin" / "2025-12-23" / "profil.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {row["NAMA"] for row in rows if len(row["NAMA"]) > 12}
    for report in (tapin, kalsel):
        for ending in ("html", "json", "ipynb"):
            text = report.path(ending).read_text(encoding="utf-8")
            assert not re.search(r"(?<!\d)(19|20)\d{16}(?!\d)", text), ending
            words = set(re.findall(r"\w+", text))
            assert not [name for name in names if words.issuperset(re.findall(r"\w+", name)) and name in text], ending


def test_the_executed_notebook_runs_again_with_stock_papermill(small, small_data, tmp_path):
    notebook = nbformat.read(small.path("ipynb"), as_version=4)
    parameters = notebook.metadata["papermill"]["parameters"]
    assert parameters == {
        "region": "tapin",
        "year": 2025,
        "data": small_data.name,
        "language": "id",
        "edition": "publik",
    }
    again = tmp_path / "again.ipynb"
    run_again(small.path("ipynb"), again, small_data)
    first = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    second = [output for cell in nbformat.read(again, as_version=4).cells for output in cell.get("outputs", ())]
    assert [json.dumps(output.get("data"), sort_keys=True) for output in first] == [
        json.dumps(output.get("data"), sort_keys=True) for output in second
    ]


def test_up_to_date_reports_are_left_alone(tapin, sample, capsys):
    from ipasn_analysis.cli import main

    out = tapin.folder.parent.parent
    before = tapin.path("html").stat().st_mtime_ns
    assert main(["report", "tapin", "--data", str(sample), "--out", str(out)]) == 0
    assert "mutakhir" in capsys.readouterr().out
    assert tapin.path("html").stat().st_mtime_ns == before


def test_a_report_with_one_changed_byte_is_not_up_to_date(tapin, sample, tmp_path):
    folder = tmp_path / "tapin" / "2025"
    shutil.copytree(tapin.folder, folder)
    project = Project.open()
    selection = project.data(str(sample)).select(project.region("tapin"), None)
    plan = make_plan(project, selection, Request(out=tmp_path, formats=("html", "json")))
    assert plan.finished() is not None
    page = folder / tapin.path("html").name
    content = bytearray(page.read_bytes())
    content[len(content) // 2] ^= 1
    page.write_bytes(content)
    assert plan.finished() is None
