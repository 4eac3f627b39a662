"""Names, units and posts that try to be code, in real reports read back: they are text, or they are refused."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest
from support import hostile, servers
from support.built import BuiltReport, build_report
from support.commands import run_again
from test_database import fill

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.model import Prose
from ipasn_analysis.blocks.typst import render_typst
from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError, redacted
from ipasn_analysis.project import Project
from ipasn_analysis.rules.instruments import load as load_instrument
from ipasn_analysis.sources.location import DATABASE_URL, password_variable, with_password, without_password
from ipasn_analysis.writing.writer import Writer

ROOT = Path(__file__).resolve().parent.parent.parent
REGIONS = ("banjar", "tapin", "kalsel")
ELEMENTS = "iframe, object, embed, img[src^=http], base, meta[http-equiv=refresh], form, link[rel=stylesheet]"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltReport]:
    """Reports on records, on ready scores and on both together."""
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("reports")
    hostile.records(data)
    hostile.ready(data)
    return {region: build_report(region, data, out) for region in REGIONS}


def plain(text: str) -> str:
    """Text as a reader sees it: white space folded, signs without width, glyph or XML form left out."""
    kept = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return re.sub(r"[\s\ufffd\u2400?]+", " ", kept.replace("\u00ad", "")).strip()


def units(report: BuiltReport) -> set[str]:
    return {row["nama"] for row in report.result["perangkat_daerah"]}


def test_every_hostile_unit_is_in_the_result(reports):
    for region in ("banjar", "tapin"):
        found = {plain(name) for name in units(reports[region])}
        assert len(found) == len(hostile.TEXTS)
        assert {plain(text) for text in hostile.TEXTS} == found


@pytest.mark.browser
@pytest.mark.parametrize("region", [*REGIONS, "index"])
def test_html_shows_text_and_asks_for_nothing(reports, chromium, region):
    path = reports["banjar"].folder.parent.parent / "index.html" if region == "index" else reports[region].path("html")
    page, asked, said = chromium.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    page.wait_for_timeout(300)
    assert said == [] and asked == [path.as_uri()]
    policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
    assert policy.startswith("default-src 'none'") and "unsafe-eval" not in policy and "http" not in policy
    assert page.eval_on_selector_all(ELEMENTS, "found => found.length") == 0
    scripts = page.eval_on_selector_all("script", "found => found.map(one => one.textContent)")
    assert not [script for script in scripts if "jahat" in script or "alert" in script]
    handlers = "found => found.filter(one => [...one.attributes].some(a => a.name.startsWith('on'))).length"
    assert page.eval_on_selector_all("*", handlers) == 0
    links = page.eval_on_selector_all("a[href]", "found => found.map(one => one.getAttribute('href'))")
    assert not [link for link in links if re.match(r"(?i)\s*(javascript|https?|data):", link)]
    if region in ("banjar", "tapin"):
        text = plain(page.eval_on_selector("body", "body => body.textContent"))
        missing = [unit for unit in hostile.TEXTS if plain(unit)[:60] not in text]
        assert missing == []
        assert "49Dinas" not in text and "{{ 7*7 }}" in text
    page.close()


@pytest.mark.parametrize("region", REGIONS)
def test_pdf_sets_markup_as_text_and_reads_no_file(reports, region):
    path = reports[region].path("pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    assert "root:" not in text and "/bin/bash" not in text
    if region != "kalsel":
        joined = re.sub(r"\s+", "", text)
        for mark in ('#read("/etc/passwd")', '#import"@preview/cetz:0.3.0":*', "{{7*7}}", "<script>alert(", "=cmd|"):
            assert mark in joined, mark
        assert "$x^2$_a_*b*@label<label>" in joined
    with pikepdf.open(path) as pdf:
        assert "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", pikepdf.Dictionary())
        links = [str(note.A.get("/URI", "")) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert not [link for link in links if hostile.MARKER in link or link.startswith("javascript")]


@pytest.mark.parametrize("region", REGIONS)
def test_workbook_has_no_formula_but_those_of_the_simulation_and_no_link(reports, region):
    path = reports[region].path("xlsx")
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8", errors="replace")
            own = (
                r"MIN\(MAX\(F\d+,0\),D\d+\)\*E\d+/\$B\$2|\$B\$1\+SUM\(\$G\$\d+:\$G\$\d+\)"
                r"|K\d+\+SUMIF\(\$C\$\d+:\$C\$\d+,I\d+,\$G\$\d+:\$G\$\d+\)\*\$B\$2/J\d+"
            )
            assert all(re.fullmatch(own, formula) for formula in re.findall(r"<f(?: [^>]*)?>([^<]*)", content)), name
            assert 'TargetMode="External"' not in content, name
            links = re.findall(r"<hyperlink [^>]*>", content)
            assert all('location="' in link and "r:id" not in link for link in links), name
            assert "vba" not in name.lower() and "externalLink" not in name
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.parent.title for cell in cells if cell.data_type == "f"} <= {"Simulasi"}
    if region != "kalsel":
        texts = {plain(cell.value).split(" (10")[0] for cell in cells}
        for start in ("=HYPERLINK(", "=cmd|", "+1+cmd", "@SUM(", "-2+3"):
            assert any(text.startswith(start) for text in texts), start


@pytest.mark.parametrize("region", REGIONS)
def test_nobody_is_in_any_file_and_no_file_says_where_it_was_made(reports, region):
    report = reports[region]
    texts = {ending: report.path(ending).read_text(encoding="utf-8") for ending in ("html", "json", "ipynb")}
    with zipfile.ZipFile(report.path("xlsx")) as archive:
        texts |= {name: archive.read(name).decode() for name in archive.namelist()}
    with pikepdf.open(report.path("pdf")) as pdf:
        texts["pdf metadata"] = pdf.Root.Metadata.read_bytes().decode() + str(dict(pdf.docinfo))
    texts["pdf"] = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report.path("pdf")))
    for name, text in texts.items():
        assert not re.search(r"(?<![\d.])19\d{6}201001\d{4}(?!\d)", text), name
        assert "Dinas A 0" not in text and "panjang  7" not in text, name
        if name not in {"ipynb"}:
            assert str(report.folder.parent.parent.parent) not in text, name


def test_json_and_notebook_hold_the_texts_as_they_are(reports):
    notebook = json.loads(reports["banjar"].path("ipynb").read_text(encoding="utf-8"))
    assert set(notebook["metadata"]["papermill"]["parameters"]) == {"region", "year", "data", "language", "edition"}
    assert "{{ 7*7 }}{% raw %}{{ config.__class__ }}Dinas G" in units(reports["banjar"])


@pytest.mark.parametrize("form", ["semicolon, decimal comma, BOM", "xlsx text", "parquet text"])
def test_other_kinds_of_files_bring_no_other_texts(form, tmp_path):
    """What a report makes of these is asked above."""
    hostile.records(tmp_path / "data", form=form)
    hostile.records(tmp_path / "plain")
    found, plain = (set(ipasn.scores("banjar", data=str(tmp_path / name))["unor"]) for name in ("data", "plain"))
    assert found == plain and len(found) == len(hostile.TEXTS)


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.strip().splitlines()


PATHS = ["../x", "/etc/passwd", "banjar/../tapin", ".", ""]
COMMANDS = ["x;rm -rf /", "$(id)", "`id`", "banjar\x00", "b\nanjar", "{region}", "-x", "\u202ebanjar"]


@pytest.mark.parametrize("region", [*PATHS, *COMMANDS])
def test_regions_that_are_paths_or_commands_are_refused(region, tmp_path, capsys):
    data = tmp_path / "data"
    (data / "banjar").mkdir(parents=True)
    with pytest.raises(SystemExit) if region in {"-x", ""} else contextlib.nullcontext():
        assert main(["report", region, "--data", str(data), "--out", str(tmp_path / "out"), "--language", "en"]) == 2
    lines = told(capsys)
    assert 1 <= len(lines) <= 2 and "Traceback" not in " ".join(lines)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_folders_of_data_with_strange_names_are_left_alone(tmp_path, capsys):
    hostile.ready(tmp_path, "tapin")
    for name in ("x;touch jahat", "$(id)", "<b>", "{region}", "..hidden"):
        (tmp_path / name / "2025-12-23").mkdir(parents=True)
    assert main(["report", "tapin", "--data", str(tmp_path), "--out", str(tmp_path / "out"), "--formats", "json"]) == 0
    assert not (Path.cwd() / "jahat").exists()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name: !!python/object/apply:os.system ['touch jahat']\n", "constructor"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "alias"),
        ("name: !include /etc/passwd\n", "constructor"),
        ("name: x\nname: y\n", "twice"),
        ("{" * 5000, ""),
        ("- 1\n", "mapping"),
        ("name: x\0y\n", ""),
        ("? [a, b]\n: c\n", ""),
        ("x: " + "9" * 10_000, ""),
        ("name: x\n" + "# " * 600_000, "larger"),
    ],
)
def test_yaml_bombs_and_tags_are_refused(text, word, tmp_path):
    folder = tmp_path / "params"
    folder.mkdir()
    (folder / "banjar.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        Project(tmp_path, None, tmp_path / "store").params("banjar")
    assert word in str(caught.value) and len(str(caught.value).splitlines()) == 1
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load_instrument(str(tmp_path / "rules.yaml"))


@pytest.mark.parametrize(
    "content",
    [
        b"NIP BARU,NAMA\x00\n1,2\n",
        b"\x00" * 4096,
        b"nip;nama\n" + b"\xff\xfe" * 50,
        b'"' * 10_000,
        b"a," * 100_000 + b"\n",
    ],
)
def test_broken_files_are_refused_in_a_line(content, tmp_path, capsys):
    folder = tmp_path / "tapin" / "2025-12-23"
    folder.mkdir(parents=True)
    (folder / "profil.csv").write_bytes(content)
    assert main(["report", "tapin", "--data", str(tmp_path), "--out", str(tmp_path / "out"), "--language", "en"]) == 2
    lines = told(capsys)
    assert 1 <= len(lines) <= 2 and "profil.csv" in lines[0] and len(lines[0]) < 1000


def test_a_formula_in_a_workbook_is_not_computed(tmp_path, capsys):
    hostile.records(tmp_path / "data", form="xlsx text")
    path = tmp_path / "data" / "banjar" / "2025-12-23" / "profil.xlsx"
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book.active[1]]
    book.active.cell(2, header.index("UNOR INDUK NAMA") + 1).value = '=WEBSERVICE("http://jahat.invalid/z")'
    book.save(path)
    assert (
        main(["report", "banjar", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--language", "en"])
        == 2
    )
    (line,) = told(capsys)
    assert "profil.xlsx" in line and "UNOR INDUK NAMA" in line and "formula" in line


def test_packages_of_the_typesetter_are_not_fetched(tmp_path):
    """Even raw markup could not reach the network: the compiler has an empty package folder."""
    import typst

    from ipasn_analysis.publish import pdf_exporter

    seen: dict[str, Any] = {}
    original = typst.compile

    def spy(files: Any, **options: Any) -> Any:
        seen.update(options)
        return original(files, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typst, "compile", spy)
        notebook = json.loads((ROOT / "notebooks" / "regency.ipynb").read_text(encoding="utf-8"))
        import nbformat

        pdf_exporter.ReportPDFExporter().from_notebook_node(nbformat.from_dict(notebook))
    assert seen["package_path"] == seen["package_cache_path"] == seen["root"]
    assert not Path(seen["root"]).exists()
    with pytest.raises(typst.TypstError), pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", None)
        original(b'#import "@preview/none-such:9.9.9": *', package_path=str(tmp_path), package_cache_path=str(tmp_path))


def test_prose_is_no_markup():
    for text in hostile.TEXTS:
        block = Prose([text])
        source = render_typst(block, Writer("id"))
        assert not re.search(r"(?m)^\s*#(?:read|import|eval)\b", source.split('"')[0]), text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("KeyError: '198001012005011001'", "KeyError: '[…]'"),
        ("\x1b[0;31m198001012005011001\x1b[0m", "\x1b[0;31m[…]\x1b[0m"),
        ("NIP 19800101 200501 1 001 ganda", "NIP […] ganda"),
        ("postgresql://u:r4hasia@host/db", "postgresql://u:***@host/db"),
        ("row 12, 2025-12-23, 81.25", "row 12, 2025-12-23, 81.25"),
    ],
)
def test_messages_name_nobody(text, kept):
    assert redacted(text) == kept


def test_a_failed_notebook_names_nobody(tmp_path):
    """A notebook whose cell prints and raises with a NIP: neither the file that is kept nor standard error has it."""
    from ipasn_analysis.engine.run import failed_path, run_notebook
    from ipasn_analysis.errors import ReportError

    nip = "198001012005011001"
    code = f"nip = str({int(nip) - 1} + 1)\nprint(nip)\nraise KeyError(nip)"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    source, target = tmp_path / "gagal.ipynb", tmp_path / "out.ipynb"
    source.write_text(json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
    with pytest.raises(ReportError) as caught:
        run_notebook(source, target, {}, redact=redacted)
    kept = failed_path(target).read_text(encoding="utf-8")
    assert "KeyError" in kept and nip not in kept and nip not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("postgresql://u:r4hasia@host:5432/db", "postgresql://u@host:5432/db"),
        ("postgresql+psycopg://u:a#b/c?d@host/db", "postgresql+psycopg://u@host/db"),
        ("postgresql://u@host/db?password=r4hasia&sslmode=require", "postgresql://u@host/db?sslmode=require"),
        ("mysql://u:p@host/db?sslpassword=x", "mysql://u@host/db"),
        ("sqlite:////data/a.db", "sqlite:////data/a.db"),
        ("postgresql://u@host/db", "postgresql://u@host/db"),
        ("data/sample", "data/sample"),
    ],
)
def test_a_url_without_its_password(url, plain, monkeypatch):
    monkeypatch.delenv(DATABASE_URL, raising=False)
    assert without_password(url) == plain
    assert with_password(plain) == plain
    for name, value in password_variable(url).items():
        monkeypatch.setenv(name, value)
    assert with_password(plain) == url


def no_secret_below(folder: Path, secret: bytes) -> None:
    for path in folder.rglob("*"):
        assert secret.decode() not in path.name
        if path.is_file():
            assert secret not in path.read_bytes(), path


LONGEST_CELL = 300
"""What a column of the test database takes."""


@pytest.mark.database
def test_a_password_of_postgresql_is_in_no_file_and_stock_papermill_finds_it(tmp_path, monkeypatch, capfd):
    data = tmp_path / "data"
    hostile.ready(data, "tapin")
    whole = snapshots_of(data / "tapin" / "2025-12-23" / "nilai_ipasn.csv")
    rows = [{name: cell[:LONGEST_CELL] for name, cell in row.items()} for row in whole]
    monkeypatch.setenv("IPASN_STORE", str(tmp_path / "store"))
    monkeypatch.delenv(DATABASE_URL, raising=False)
    with servers.postgresql() as url:
        fill(url, {"nilai_ipasn": [row for row in rows if len(row["unor"]) < 300]}, region="tapin")
        build_report("tapin", url, tmp_path / "out")
        no_secret_below(tmp_path / "out", servers.PASSWORD.encode())
        no_secret_below(tmp_path / "store", servers.PASSWORD.encode())
        assert servers.PASSWORD not in "".join(capfd.readouterr())
        notebook = next((tmp_path / "out").rglob("*.ipynb"))
        run_again(notebook, tmp_path / "again.ipynb", without_password(url), **{DATABASE_URL: url})
    assert servers.PASSWORD not in (tmp_path / "again.ipynb").read_text(encoding="utf-8")


def test_a_password_among_the_options_of_a_url_is_in_no_file(tmp_path, monkeypatch):
    """SQLite takes no password, but its URL may hold one."""
    data = tmp_path / "db"
    hostile.ready(data, "tapin")
    rows = snapshots_of(data / "tapin" / "2025-12-23" / "nilai_ipasn.csv")
    base = tmp_path / "nilai.db"
    write_sqlite(base, rows)
    url = f"sqlite:///{base}?password=s3cr3t-kunci"
    monkeypatch.setenv("IPASN_STORE", str(tmp_path / "store"))
    build_report("tapin", url, tmp_path / "out")
    no_secret_below(tmp_path / "out", b"s3cr3t")
    no_secret_below(tmp_path / "store", b"s3cr3t")
    notebook = next((tmp_path / "out").rglob("*.ipynb"))
    assert str(tmp_path) not in notebook.read_text(encoding="utf-8")


def snapshots_of(path: Path) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_sqlite(path: Path, rows: list[dict[str, str]]) -> None:
    import sqlite3

    columns = [*rows[0], "region", "snapshot"]
    with sqlite3.connect(path) as base:
        base.execute(f"create table nilai_ipasn ({', '.join(f'{name} text' for name in columns)})")
        marks = ", ".join("?" * len(columns))
        values = [[*row.values(), "tapin", "2025-12-23"] for row in rows]
        base.executemany(f"insert into nilai_ipasn values ({marks})", values)
    base.close()
