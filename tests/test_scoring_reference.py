"""Every person, every count and every reported row against the independent reference."""

from __future__ import annotations

import csv
import datetime
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from support import reference, snapshots
from support.built import PROFILE

from ipasn_analysis.cli import main
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.project import Project

NUMBERS = ("kualifikasi", "kompetensi", "kinerja", "disiplin", "indeks")
ITEMS = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar", "jp_teknis")
INSTRUMENT = "perban8_2019"


def read_scores(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reported_rows(path: Path) -> set[tuple[str, int]]:
    rows = read_scores(path.with_name(path.name + ".rejected.csv"))
    assert all(row["reason"] for row in rows)
    return {(Path(row["file"]).stem, int(row["row"])) for row in rows}


def assert_same(expected: reference.Outcome, scored: list[dict[str, str]], counts: dict[str, object]) -> None:
    assert {name: counts[name] for name in expected.counts} == expected.counts
    assert [row["nip"] for row in scored] == sorted(expected.people)
    for row in scored:
        for name, value in expected.people[row["nip"]].items():
            got, wanted = row[name], value
            if value is None:
                wanted = ""
            elif isinstance(value, bool):
                wanted = str(value).lower()
            elif name in NUMBERS or name in ITEMS:
                got, wanted = float(got), pytest.approx(float(value), abs=1e-9)
            assert (row["nip"], name, got) == (row["nip"], name, wanted)


def compare(tables: snapshots.Tables, form: snapshots.Form, cut_off: str, folder: Path) -> None:
    expected = reference.score(tables, datetime.date.fromisoformat(cut_off))
    place = snapshots.write(folder, tables, form, cut_off)
    tally, _ = score_to_file(Project.open(), str(place), str(folder / "scores.csv"), INSTRUMENT)
    assert_same(expected, read_scores(folder / "scores.csv"), tally.as_dict())
    assert reported_rows(folder / "scores.csv") == expected.reported


@pytest.mark.parametrize("name", snapshots.FORMS)
@pytest.mark.parametrize(("faults", "shift"), [((0.0,), 0), ((0.15, 0.5), 2)], ids=["clean", "faulty"])
def test_records_in_every_form(name: str, faults: tuple[float, ...], shift: int, tmp_path: Path) -> None:
    """Forms and cut-off dates in turn, so that every date is met in clean and in faulty records."""
    number = list(snapshots.FORMS).index(name)
    cut_off = snapshots.CUT_OFFS[(number + shift) % len(snapshots.CUT_OFFS)]
    tables: snapshots.Tables = {}
    for share in faults:
        more = snapshots.random_tables(number, datetime.date.fromisoformat(cut_off), people=100, faults=share)
        tables = {table: tables.get(table, []) + rows for table, rows in more.items()}
    compare(tables, snapshots.FORMS[name], cut_off, tmp_path)


@pytest.mark.parametrize("name", snapshots.FORMS)
def test_ready_scores_in_every_form(name: str, tmp_path: Path) -> None:
    tables = snapshots.random_ready(list(snapshots.FORMS).index(name), datetime.date(2024, 12, 31), people=200)
    compare(tables, snapshots.FORMS[name], "2024-12-31", tmp_path)


@pytest.mark.parametrize("native", [False, True])
@pytest.mark.parametrize("make", [snapshots.random_ready, snapshots.random_tables])
@pytest.mark.parametrize("faults", [0.0, 0.15])
def test_sqlite(native: bool, make: Callable[..., snapshots.Tables], faults: float, tmp_path: Path) -> None:
    cut_off = datetime.date(2025, 12, 23)
    tables = make(50, cut_off, people=150, faults=faults)
    place = snapshots.write_sqlite(tmp_path / "a.db", tables, native=native)
    tally, _ = score_to_file(Project.open(), place, str(tmp_path / "scores.csv"), INSTRUMENT)
    expected = reference.score(tables, cut_off)
    assert_same(expected, read_scores(tmp_path / "scores.csv"), tally.as_dict())
    assert len(reported_rows(tmp_path / "scores.csv")) == len(expected.reported)


@settings(max_examples=2_000 if PROFILE == "long" else 20, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 10**9),
    st.sampled_from(list(snapshots.FORMS)),
    st.sampled_from(snapshots.CUT_OFFS),
    st.integers(1, 12),
    st.sampled_from((0.0, 0.1, 0.4)),
)
def test_small_snapshots(seed: int, form: str, cut_off: str, people: int, faults: float) -> None:
    tables = snapshots.random_tables(seed, datetime.date.fromisoformat(cut_off), people, faults)
    tables["profil"].append(snapshots.person("197001012000011001"))
    with tempfile.TemporaryDirectory() as folder:
        compare(tables, snapshots.FORMS[form], cut_off, Path(folder))


def test_as_of_replaces_the_cut_off(tmp_path: Path) -> None:
    tables = snapshots.random_tables(7, datetime.date(2025, 12, 23))
    place = snapshots.write(tmp_path, tables)
    for as_of in ("2025-03-31", "2024-12-31", "2022-01-01"):
        tally, _ = score_to_file(Project.open(), str(place), str(tmp_path / "scores.csv"), INSTRUMENT, as_of)
        expected = reference.score(tables, datetime.date.fromisoformat(as_of))
        assert_same(expected, read_scores(tmp_path / "scores.csv"), tally.as_dict())


def test_command_and_parquet_output_agree_with_the_reference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = snapshots.random_tables(11, datetime.date(2025, 12, 23), people=200)
    place = snapshots.write(tmp_path, tables, snapshots.FORMS["semicolon, decimal comma, BOM"])
    arguments = ["score", str(place), "--instrument", INSTRUMENT, "--json", "--out"]
    assert main([*arguments, str(tmp_path / "a.csv")]) == 0
    counts = json.loads(capsys.readouterr().out)
    expected = reference.score(tables, datetime.date(2025, 12, 23))
    assert_same(expected, read_scores(tmp_path / "a.csv"), counts)
    assert main([*arguments, str(tmp_path / "a.parquet")]) == 0
    assert json.loads(capsys.readouterr().out) == counts
    rows = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert {row["nip"]: row["indeks"] for row in rows} == {
        nip: float(person["indeks"]) for nip, person in expected.people.items()
    }
    assert [list(row) for row in rows[:1]] == [list(read_scores(tmp_path / "a.csv")[0])]
