"""`ipasn verify`: a published result built again, and what it says when something differs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.commands import digests

from ipasn_analysis.cli import main


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Run the command; its status and the lines of its answer, or of why there is none."""

    def run(path: Path, data: Path, language: str = "en") -> tuple[int, list[str]]:
        status = main(["verify", str(path), "--data", str(data), "--language", language])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return status, (shown.out or shown.err).splitlines()

    return run


def changed(report: Any, folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The report's JSON with a change in it."""
    result = report.result
    change(result)
    path = folder / "changed.json"
    path.write_text(json.dumps(result), encoding="utf-8")
    return path


def test_a_report_is_the_same_from_data_elsewhere(small, small_data: Path, tmp_path: Path, verify) -> None:
    shutil.copytree(small_data, tmp_path / "moved")
    before = digests(small.folder)
    status, lines = verify(small.path("json"), tmp_path / "moved")
    assert (status, len(lines)) == (0, 1), lines
    assert "the same (" in lines[0]
    assert digests(small.folder) == before


def test_a_number_of_a_table_and_a_version_that_differ_are_named(
    small, small_data: Path, tmp_path: Path, verify
) -> None:
    def change(result: dict[str, Any]) -> None:
        result["indeks"] += 1e-9
        result["provenans"]["versi"]["numpy"] = "1.0"
        table = next(iter(result["tabel"].values()))
        table["baris"][0][0] = "lain"

    status, lines = verify(changed(small, tmp_path, change), small_data)
    assert status == 1
    assert lines[1].startswith('  version of numpy: "1.0" in the report, ')
    assert lines[2].startswith("  result indeks: ")
    assert any('.baris[0][0]: "lain" in the report' in line for line in lines)
    assert len(lines) == 4


def test_the_parameters_of_the_report_are_used(small, small_data: Path, tmp_path: Path, verify) -> None:
    def change(result: dict[str, Any]) -> None:
        result["provenans"]["parameter"]["target"] = {"2025": 12.5}

    status, lines = verify(changed(small, tmp_path, change), small_data)
    assert status == 1
    assert lines[1].startswith("  parameter target.2025: 12.5 in the report, 81")
    assert lines[2].startswith("  result target: 81") and lines[2].endswith(" in the report, 12.5 now")


def test_inputs_that_changed_end_it(small, small_data: Path, tmp_path: Path, verify) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_data, data)
    place = data / "tapin" / "2025-12-23"
    with (place / "rw_kursus.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    (place / "rw_hukdis.csv").unlink()
    status, lines = verify(small.path("json"), data)
    assert status == 1
    assert lines[1:] == [
        "  input tapin/2025-12-23/rw_hukdis.csv is missing",
        "  input tapin/2025-12-23/rw_kursus.csv has changed",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is not JSON"),
        ("[1]", "is not the result of a report"),
        ("{}", "region is missing"),
        ('{"a":' * 20_000, "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_result_is_refused(
    content: str | bytes | None, message: str, small_data: Path, tmp_path: Path, verify
) -> None:
    path = tmp_path / "result.json"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, lines = verify(path, small_data)
    assert (status, len(lines)) == (2, 1)
    assert message in lines[0] and str(path) in lines[0]


@pytest.mark.parametrize("key", ["region", "tahun", "provenans", "tabel"])
def test_a_result_that_lacks_something_is_refused(key: str, small, small_data: Path, tmp_path: Path, verify) -> None:
    status, lines = verify(changed(small, tmp_path, lambda result: result.pop(key)), small_data)
    assert (status, len(lines)) == (2, 1) and key in lines[0]


def test_a_region_that_is_no_more_is_refused(small, small_data: Path, tmp_path: Path, verify) -> None:
    path = changed(small, tmp_path, lambda result: result.update(region="../../etc"))
    status, lines = verify(path, small_data)
    assert (status, len(lines)) == (2, 1) and "no file in params/" in lines[0]
