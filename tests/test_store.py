"""The store: one Parquet file per snapshot, rebuilt when something that counts changed, and only then."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from support.snapshots import HEADERS, Tables, course, person, random_ready, random_tables, ready, write, write_sqlite

from ipasn_analysis.people import store
from ipasn_analysis.people.store import Store
from ipasn_analysis.rules import instruments
from ipasn_analysis.rules.instrument import Instrument
from ipasn_analysis.sources.snapshots import Snapshot, open_snapshot

PERBAN, LETTER = instruments.load("perban8_2019"), instruments.load("bkn4190_2024")
CUT_OFF = datetime.date(2025, 12, 23)


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """Every snapshot that was scored anew, in order."""
    calls: list[Snapshot] = []
    original = store.score_snapshot

    def noted(snapshot: Snapshot, instrument: Instrument) -> object:
        calls.append(snapshot)
        return original(snapshot, instrument)

    monkeypatch.setattr(store, "score_snapshot", noted)
    return calls


def stored_files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(next(root.iterdir()))) for path in root.rglob("*.parquet"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(tmp_path / "data", random_tables(1, CUT_OFF, people=20))
    write(tmp_path / "data", random_tables(2, datetime.date(2025, 6, 30), people=20), cut_off="2025-06-30")
    write(
        tmp_path / "data", random_ready(3, datetime.date(2024, 12, 31), people=20), cut_off="2024-12-31", region="tapin"
    )
    return tmp_path / "data"


def snapshot_of(data: Path, region: str = "banjar", day: str = "2025-12-23") -> Snapshot:
    return open_snapshot(str(data / region / day))


def test_scored_once_and_read_back_the_same(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    for region, day in (("banjar", "2025-12-23"), ("tapin", "2024-12-31")):
        first = Store(str(data), tmp_path / "store").get(snapshot_of(data, region, day), PERBAN)
        second = Store(str(data), tmp_path / "store").get(snapshot_of(data, region, day), PERBAN)
        pd.testing.assert_frame_equal(first.scores.astype("str"), second.scores.astype("str"), check_column_type=False)
        assert first.about == second.about
    assert len(scored) == 2
    assert stored_files(tmp_path / "store") == [
        "tahun=2024/region=tapin/2024-12-31.parquet",
        "tahun=2025/region=banjar/2025-12-23.parquet",
    ]


def test_what_is_known_is_read_without_the_people(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    shelf = Store(str(data), tmp_path / "store")
    about = shelf.about(snapshot_of(data), PERBAN)
    assert about == shelf.get(snapshot_of(data), PERBAN).about and len(scored) == 1
    tally = about["tally"]
    assert tally.rows == tally.measured + tally.excluded_total + tally.rejected_total
    assert all(reason.kind.words for reason in (*tally.excluded, *tally.rejected, *tally.set_aside))
    files = [path.name for paths in snapshot_of(data).files.values() for path in paths]
    assert set(about["inputs"]) == {f"banjar/2025-12-23/{name}" for name in files}


def test_rebuilt_when_the_input_changes_and_only_there(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    shelf = Store(str(data), tmp_path / "store")
    for day in ("2025-12-23", "2025-06-30"):
        shelf.get(snapshot_of(data, day=day), PERBAN)
    profil = data / "banjar" / "2025-12-23" / "profil.csv"
    profil.touch()
    shelf.get(snapshot_of(data), PERBAN)
    assert len(scored) == 2
    write(data, {"profil": [person()]})
    assert shelf.get(snapshot_of(data), PERBAN).scores["nip"].tolist() == [person()["NIP BARU"]]
    shelf.get(snapshot_of(data, day="2025-06-30"), PERBAN)
    assert [snapshot.as_of.isoformat() for snapshot in scored] == ["2025-12-23", "2025-06-30", "2025-12-23"]


def test_a_file_that_appears_counts_as_a_change(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    shelf = Store(str(data), tmp_path / "store")
    (data / "banjar" / "2025-12-23" / "rw_kursus.csv").unlink()
    shelf.get(snapshot_of(data), PERBAN)
    write(data, {"rw_kursus": random_tables(1, CUT_OFF)["rw_kursus"]})
    shelf.get(snapshot_of(data), PERBAN)
    assert len(scored) == 2


def test_rebuilt_when_the_instrument_changes(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    shelf = Store(str(data), tmp_path / "store")
    for instrument in (PERBAN, LETTER, PERBAN, LETTER):
        assert shelf.get(snapshot_of(data), instrument).about["instrument"] == instrument.name
    assert len(scored) == 2 and len(stored_files(tmp_path / "store")) == 2
    text = "extends: perban8_2019\nname: aturan_sendiri\ndisiplin: {years_before: 9, points: "
    (tmp_path / "own.yaml").write_text(text + "{tidak_pernah: 5, ringan: 3, sedang: 2, berat: 1}}\n")
    shelf.get(snapshot_of(data), instruments.load(tmp_path / "own.yaml"))
    assert len(scored) == 3


def test_rebuilt_when_the_code_changes(
    data: Path, tmp_path: Path, scored: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Store(str(data), tmp_path / "store")
    shelf.get(snapshot_of(data), PERBAN)
    monkeypatch.setattr(store, "code_digest", lambda: "other code")
    shelf.get(snapshot_of(data), PERBAN)
    assert len(scored) == 2


def test_a_broken_store_costs_time_and_no_report(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    shelf = Store(str(data), tmp_path / "store")
    good = shelf.get(snapshot_of(data), PERBAN)
    [path] = (tmp_path / "store").rglob("*.parquet")
    for content in (b"", b"PAR1 nothing PAR1", path.read_bytes()[:-30]):
        path.write_bytes(content)
        again = shelf.get(snapshot_of(data), PERBAN)
        assert again.scores["indeks"].tolist() == good.scores["indeks"].tolist()
    assert len(scored) == 4
    assert list((tmp_path / "store").rglob("*.part")) == []
    (tmp_path / "file").touch()
    assert len(Store(str(data), tmp_path / "file").get(snapshot_of(data), PERBAN).scores) == len(good.scores)


def test_a_flipped_bit_never_changes_a_score(data: Path, tmp_path: Path, scored: list[Snapshot]) -> None:
    shelf = Store(str(data), tmp_path / "store")
    good = shelf.get(snapshot_of(data), PERBAN).scores.to_csv()
    [path] = (tmp_path / "store").rglob("*.parquet")
    whole = path.read_bytes()
    for place in range(4, len(whole), max(len(whole) // 30, 1)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert shelf.get(snapshot_of(data), PERBAN).scores.to_csv() == good
    assert len(scored) > 10


def test_stores_of_two_data_never_meet(data: Path, tmp_path: Path) -> None:
    other: Tables = {"profil": [person()]}
    write(tmp_path / "else" / "data", other)
    shelves = [Store(str(folder), tmp_path / "store") for folder in (data, tmp_path / "else" / "data")]
    assert shelves[0].folder != shelves[1].folder
    assert len(shelves[1].get(snapshot_of(tmp_path / "else" / "data"), PERBAN).scores) == 1
    assert len(shelves[0].get(snapshot_of(data), PERBAN).scores) > 1


def test_a_database_is_scored_again_only_when_its_rows_changed(tmp_path: Path, scored: list[Snapshot]) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()]})
    shelf = Store(place.split("#", maxsplit=1)[0], tmp_path / "store")
    for _ in range(2):
        shelf.get(open_snapshot(place), PERBAN)
    write_sqlite(tmp_path / "a.db", {"profil": [person("199002032015022002")]})
    assert len(shelf.get(open_snapshot(place), PERBAN).scores) == 2
    assert len(scored) == 2


def test_any_parquet_reader_opens_the_whole(data: Path, tmp_path: Path) -> None:
    shelf = Store(str(data), tmp_path / "store")
    frames = [shelf.get(snapshot_of(data, day=day), PERBAN).scores for day in ("2025-12-23", "2025-06-30")]
    found = duckdb.sql(
        f"select region, tahun, count(*), avg(indeks) from read_parquet('{shelf.folder}/**/*.parquet', "
        "hive_partitioning = true) group by all"
    ).fetchall()
    people = pd.concat(frames)
    assert found == [("banjar", 2025, len(people), pytest.approx(people["indeks"].mean()))]


def test_import_mode_tells_the_difference_to_the_records(tmp_path: Path) -> None:
    nip = str(person()["NIP BARU"])
    tables: Tables = {
        "profil": [person()],
        "nilai_ipasn": [ready(nip, "15", "22.5", "25", "5")],
        "rw_kursus": [course(nip, "3", "01-02-2025", "10")],
        "rw_skp22": [dict(zip(HEADERS["rw_skp22"], (nip, "2024", "CUKUP"), strict=True))],
        "rw_hukdis": [dict(zip(HEADERS["rw_hukdis"], (nip, "R", "01-02-2025", ""), strict=True))],
    }
    place = write(tmp_path, tables)
    about = Store(str(tmp_path), tmp_path / "store").about(open_snapshot(str(place)), PERBAN)
    difference = about["import_difference"]
    assert (difference["people"], difference["differing"]) == (1, 1)
    assert (difference["kualifikasi"], difference["kompetensi"]) == (0, 22.5)
    assert (difference["kinerja"], difference["disiplin"], difference["indeks"]) == (10, 2, 34.5)
