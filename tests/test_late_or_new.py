"""Entered late or newly earned: each part on constructed histories, and the parts add up to the change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from support import snapshots

import ipasn_analysis as ipasn
from ipasn_analysis.errors import UsageError
from ipasn_analysis.people import late_or_new
from ipasn_analysis.people.late_or_new import compared
from ipasn_analysis.people.store import Store, recorded
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.snapshots import open_snapshot

BEFORE, AFTER = "2025-06-30", "2025-12-23"
PEOPLE = 12
GRID = 0.1
"""Points between published figures of so few people."""
LATE, NEW, RISEN = 1, 2, 3
"""Positions: a course of March entered after June, a course of October, a degree between the dates."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pelaksana of each kind at both dates; one of each kind has moved, ten more join, ten leave."""
    folder = tmp_path_factory.mktemp("late")
    for date in (BEFORE, AFTER):
        tables: snapshots.Tables = {name: [] for name in ("profil", "rw_kursus", "rw_skp22")}
        for number in range(4 * PEOPLE):
            nip, kind = f"19800101200501{1 + number % 2}{number:03d}", number % 4
            unit = "Unit B" if date == AFTER and number < 4 else "Unit A"
            education = "45" if kind == RISEN and date == AFTER else "40"
            _add(tables, nip, unit, education)
            if kind == NEW and date == AFTER:
                tables["rw_kursus"].append(snapshots.course(nip, "3", "10-10-2025"))
            if kind == LATE and date == AFTER:
                tables["rw_kursus"].append(snapshots.course(nip, "3", "10-03-2025"))
        for number in range(10):
            _add(tables, f"19850101201001{1 + (date == AFTER)}9{number:02d}", "Unit A", "30" if date == AFTER else "40")
        snapshots.write(folder, tables, cut_off=date, region="banjar")
    return folder


def _add(tables: snapshots.Tables, nip: str, unit: str, education: str) -> None:
    person = snapshots.person(
        nip, NAMA="Nama Orang", JENIS_JABATAN_ID="4", TINGKAT_PENDIDIKAN_ID=education, UNOR_INDUK_NAMA=unit
    )
    tables["profil"].append(person)
    tables["rw_skp22"].append(dict(zip(snapshots.HEADERS["rw_skp22"], (nip, "2024", "Baik"), strict=True)))


def test_each_part_is_what_happened(data: Path):
    table = ipasn.late_or_new("banjar", BEFORE, AFTER, data=str(data))
    stayers = 4 * PEOPLE
    assert table.loc["terlambat", "orang"] == table.loc["baru", "orang"] == PEOPLE
    assert table.loc["terlambat", "kompetensi"] == pytest.approx(22.5 * PEOPLE / stayers, abs=GRID)
    assert table.loc["baru", "kompetensi"] == pytest.approx(22.5 * PEOPLE / stayers, abs=GRID)
    assert table.loc["jabatan_pendidikan", "kualifikasi"] == pytest.approx(5 * PEOPLE / stayers, abs=GRID)
    assert table.loc["tahun", "indeks"] == pytest.approx(0)
    assert table.loc[["masuk", "keluar"], "orang"].tolist() == [10, 10]
    before, after = (ipasn.scores("banjar", date=date, data=str(data))["indeks"].mean() for date in (BEFORE, AFTER))
    assert table["indeks"].sum() == pytest.approx(after - before, abs=6 * GRID)


def test_by_unit_and_who_moved(data: Path):
    rules = instruments.load("perban8_2019")
    before, after = (recorded(open_snapshot(str(data / "banjar" / date)), rules) for date in (BEFORE, AFTER))
    assert before is not None and after is not None
    found = compared(before, after, rules)
    assert found is not None
    assert (found.moved, found.joined, found.left) == (4, 10, 10)
    units = ipasn.late_or_new("banjar", BEFORE, AFTER, data=str(data), by_unit=True)
    assert list(units.index) == ["Unit A"]  # the four who moved are too few to be shown
    assert units.loc["Unit A", "terlambat"] == pytest.approx(22.5 * (PEOPLE - 1) / (4 * PEOPLE - 4), abs=GRID)


def test_made_once_and_again_when_the_input_changes(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "data"
    shutil.copytree(data, place)
    rules, made = instruments.load("perban8_2019"), []
    monkeypatch.setattr(late_or_new, "recorded", lambda *side: made.append(side) or recorded(*side))

    def kept() -> late_or_new.LateOrNew:
        before, after = (open_snapshot(str(place / "banjar" / date)) for date in (BEFORE, AFTER))
        found = late_or_new.kept(before, after, rules, Store(str(place), tmp_path / "store"))
        assert found is not None
        return found

    first, second = kept(), kept()
    assert len(made) == 2
    assert (first.before, first.after, first.joined, first.left) == (second.before, second.after, 10, 10)
    pd.testing.assert_frame_equal(first.points, second.points)
    pd.testing.assert_frame_equal(first.stayers, second.stayers, check_dtype=False)
    courses = place / "banjar" / AFTER / "rw_kursus.csv"
    courses.write_text("".join(courses.read_text().splitlines(keepends=True)[:1]))
    assert kept().people_of("terlambat") == 0 < first.people_of("terlambat")
    assert len(made) == 4


def test_in_a_new_measured_year_what_lapses_stands_by_itself(tmp_path: Path):
    for date in ("2024-12-31", "2025-12-31"):
        tables: snapshots.Tables = {name: [] for name in ("profil", "rw_kursus", "rw_skp22")}
        for number in range(PEOPLE):
            nip = f"198001012005011{number:03d}"
            _add(tables, nip, "Unit A", "40")
            tables["rw_kursus"].append(snapshots.course(nip, "3", "10-05-2024"))
        snapshots.write(tmp_path, tables, cut_off=date, region="banjar")
    table = ipasn.late_or_new("banjar", "2024-12-31", "2025-12-31", data=str(tmp_path))
    assert table.loc["tahun", "kompetensi"] == pytest.approx(-22.5)
    assert table.loc["tahun", "kinerja"] == pytest.approx(25)  # the assessment of 2024 now counts
    assert table.loc["terlambat", "orang"] == table.loc["baru", "orang"] == 0


def test_dates_that_are_not_there_are_named(data: Path):
    with pytest.raises(UsageError, match="2025-12-23"):
        ipasn.late_or_new("banjar", BEFORE, "2025-12-22", data=str(data))
    with pytest.raises(UsageError, match="not earlier"):
        ipasn.late_or_new("banjar", AFTER, BEFORE, data=str(data))


def test_a_report_tells_it_beside_the_change(tmp_path: Path):
    for date, day in (("2024-12-31", None), ("2025-12-23", "10-03-2024")):
        tables: snapshots.Tables = {name: [] for name in ("profil", "rw_kursus", "rw_skp22")}
        for number in range(40):
            nip = f"198001012005011{number:03d}"
            _add(tables, nip, f"Unit {number % 2}", "40")
            if day and number < 20:
                tables["rw_kursus"].append(snapshots.course(nip, "3", day))
        snapshots.write(tmp_path, tables, cut_off=date, region="banjar")
    report = ipasn.report("banjar", 2025, data=str(tmp_path))
    found = report.facts.terlambat_atau_baru
    assert found is not None
    points = {row.sumber: row.poin for row in found.sumber}
    assert points["terlambat"] == pytest.approx(22.5 * 20 / 40, abs=GRID)
    assert sum(value or 0 for value in points.values()) == pytest.approx(found.selisih, abs=6 * GRID)
    assert "Yang terlambat dicatat menyumbang +11," in str(report.section("mengapa_berubah"))
