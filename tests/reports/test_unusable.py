"""Input and places that cannot be used end with status 2 and plain words, or leave the other reports alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.ready_scores import write_ready

from ipasn_analysis.cli import main
from ipasn_analysis.engine.run import run_notebook
from ipasn_analysis.errors import UsageError

FEW = "fewer than 10 people are measured; nothing of so small a group is shown"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_ready(tmp_path / "data", "tapin")
    write_ready(tmp_path / "data", "balangan", people=6)
    return tmp_path / "data"


def command(*words: object) -> int:
    return main([*map(str, words), "--language", "en"])


def test_too_few_people_are_an_error_of_the_input(data, tmp_path, capsys):
    out = tmp_path / "reports"
    assert command("report", "balangan", "--data", data, "--out", out, "--formats", "json") == 2
    assert capsys.readouterr().err == f"ipasn: balangan 2025: {FEW}\n"
    assert not list(tmp_path.rglob("*.ipynb"))
    assert command("reports", "balangan", "tapin", "--data", data, "--out", out, "--formats", "json") == 3
    told = capsys.readouterr()
    row = next(line for line in told.out.splitlines() if line.startswith("balangan"))
    assert row.split() == ["balangan", "FAILED", *f"balangan 2025: {FEW}".split()]
    assert any("balangan: FAILED" in line and FEW in line for line in told.err.splitlines())
    assert not list(tmp_path.rglob("*.failed.ipynb")) and list(tmp_path.rglob("ipasn-tapin-2025.json"))


def test_a_usage_error_of_a_cell_is_told_as_it_is(tmp_path):
    import nbformat

    cells = [
        nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("from ipasn_analysis.errors import UsageError\nraise UsageError('no such thing')"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "a.ipynb")
    with pytest.raises(UsageError, match=r"^no such thing$"):
        run_notebook(tmp_path / "a.ipynb", tmp_path / "out" / "b.ipynb", {})
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("fault", ["two files", "not readable", "wrong form"])
def test_a_province_goes_on_without_a_government_of_unusable_files(data, tmp_path, capsys, fault):
    write_ready(data, "banjarbaru")
    place = data / "tapin" / "2025-12-31"
    if fault == "two files":
        (place / "nilai_ipasn.parquet").write_text("x")
    elif fault == "not readable":
        (place / "nilai_ipasn.csv").unlink()
        (place / "nilai_ipasn.xlsx").write_text("x")
    else:
        (place / "profil.ods").write_text("x")
    out = tmp_path / "reports"
    assert command("report", "kalsel", "--data", data, "--out", out, "--formats", "json") == 0
    result = json.loads((out / "kalsel" / "2025" / "ipasn-kalsel-2025.json").read_text(encoding="utf-8"))
    assert "tapin" in result["pemerintah_tidak_ada"]
    assert "banjarbaru" in {row["region"] for row in result["pemerintah"]}
    assert command("report", "tapin", "--data", data, "--out", out, "--formats", "json") == 2
    assert str(place) in capsys.readouterr().err


def test_a_memory_limit_that_is_too_low_is_named(data, tmp_path, capsys):
    words = ("--data", data, "--out", tmp_path / "reports", "--formats", "json", "--memory-limit", "0.00001")
    assert command("report", "tapin", *words) == 3
    assert "(memory limit 1e-05 GiB: --memory-limit raises it)" in capsys.readouterr().err


@pytest.mark.parametrize("region", ["report tapin", "reports tapin balangan"])
def test_a_place_that_cannot_be_written_is_an_argument_that_cannot_be_used(data, tmp_path, capsys, region):
    (tmp_path / "file").write_text("")
    for out in ("/proc/x", tmp_path / "file" / "reports"):
        assert command(*region.split(), "--data", data, "--out", out) == 2
        errors = capsys.readouterr().err
        assert errors.splitlines()[-1].startswith(f"ipasn: --out '{out}': cannot be written")


def test_nothing_is_left_of_the_trial_whether_a_place_can_be_written(data, tmp_path, capsys):
    out = tmp_path / "a" / "b"
    assert command("report", "balangan", "--data", data, "--out", out) == 2
    assert not list(tmp_path.glob("a/**/*.ipasn*"))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("", "is the folder of the input"),
        ("tapin", "stands in the input folder"),
        ("tapin/2025-12-31", "stands in the input folder"),
        ("tapin/reports", "stands in the input folder"),
        ("tapin/../balangan", "stands in the input folder"),
    ],
)
def test_reports_are_never_written_into_the_input(data, capsys, place, told):
    before = sorted(data.rglob("*"))
    for words in (("report", "tapin"), ("reports",)):
        assert command(*words, "--data", data, "--out", data / place) == 2
        assert told in capsys.readouterr().err
    assert sorted(data.rglob("*")) == before


@pytest.mark.parametrize("words", [("people", "tapin"), ("compare", "tapin:2024", "tapin:2025")])
def test_other_files_are_never_written_into_the_input_either(data, capsys, words):
    before = sorted(data.rglob("*"))
    ending = "csv" if words[0] == "people" else "xlsx"
    assert command(*words, "--data", data, "--out", data / "tapin" / "2025-12-31" / f"a.{ending}") == 2
    assert "stands in the input folder" in capsys.readouterr().err
    assert sorted(data.rglob("*")) == before


def test_reports_may_stand_beside_the_regions_of_the_input(data, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(data)
    assert command("report", "balangan", "--data", ".", "--out", "reports") == 2
    assert FEW in capsys.readouterr().err  # not the place is what is wrong
