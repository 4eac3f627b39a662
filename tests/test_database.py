"""Snapshots from databases: SQLite, a real PostgreSQL and a real MariaDB, against the reference."""

from __future__ import annotations

import contextlib
import csv
import datetime
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from support import reference, servers
from support.snapshots import Tables, course, native_column, person, random_ready, random_tables, write_sqlite
from test_scoring_reference import assert_same, read_scores, reported_rows

from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.project import Project
from ipasn_analysis.sources import database
from ipasn_analysis.sources.connection import connected as opened
from ipasn_analysis.sources.snapshots import list_snapshots, open_snapshot

CUT_OFF = datetime.date(2025, 12, 23)
DRIVERS = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql", "sqlite": "sqlite"}


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    with servers.mariadb() as url:
        yield url


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.database),
        pytest.param("mariadb", marks=pytest.mark.database),
    ]
)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        (tmp_path / "data.db").touch()
        return f"sqlite:///{tmp_path / 'data.db'}"
    found = str(request.getfixturevalue(request.param))
    with connected(found) as connection:
        inspector = sqlalchemy.inspect(connection)
        for view in inspector.get_view_names():
            connection.execute(sqlalchemy.text(f"DROP VIEW {view}"))
        for table in inspector.get_table_names():
            connection.execute(sqlalchemy.text(f"DROP TABLE {table}"))
    return found


@contextlib.contextmanager
def connected(url: str) -> Iterator[sqlalchemy.Connection]:
    kind, rest = url.split("://", 1)
    engine = sqlalchemy.create_engine(f"{DRIVERS[kind]}://{rest}", poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        yield connection


def fill(url: str, tables: Tables, cut_off: str = "2025-12-23", region: str = "banjar", native: bool = False) -> None:
    """Write tables with text columns, or with dates and numbers of the database's own."""
    with connected(url) as connection:
        for name, rows in tables.items():
            cells = {header: [row[header] for row in rows] for header in rows[0]}
            if native:
                cells = {header: native_column(header, values) for header, values in cells.items()}
            columns = [sqlalchemy.Column(header, _kind(values)) for header, values in cells.items()]
            day = sqlalchemy.Date() if native else sqlalchemy.String(10)
            key = [sqlalchemy.Column("region", sqlalchemy.String(40)), sqlalchemy.Column("SNAPSHOT", day)]
            table = sqlalchemy.Table(name, sqlalchemy.MetaData(), *key, *columns)
            table.create(connection, checkfirst=True)
            stamp = datetime.date.fromisoformat(cut_off) if native else cut_off
            records = [dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True)]
            connection.execute(table.insert(), [{"region": region, "SNAPSHOT": stamp, **record} for record in records])


def _kind(values: list[object]) -> sqlalchemy.types.TypeEngine[object]:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {datetime.date}:
        return sqlalchemy.Date()
    if kinds == {int}:
        return sqlalchemy.Integer()
    return sqlalchemy.Numeric(12, 4) if kinds == {float} else sqlalchemy.String(400)


@pytest.mark.parametrize("native", [False, True])
def test_every_person_agrees_with_the_reference(url: str, native: bool, tmp_path: Path) -> None:
    for seed, make in ((1, random_tables), (2, random_ready)):
        region = f"wilayah-{seed}"
        tables = make(seed, CUT_OFF, faults=0.02 if native else 0.2)
        fill(url, tables, region=region, native=native)
        fill(url, tables, "2025-06-30", region, native)
        tally, _ = score_to_file(Project.open(), f"{url}#{region}/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
        expected = reference.score(tables, CUT_OFF)
        assert_same(expected, read_scores(tmp_path / "a.csv"), tally.as_dict())
        assert len(reported_rows(tmp_path / "a.csv")) == len(expected.reported)
    found = [(snapshot.region, snapshot.as_of.isoformat()) for snapshot in list_snapshots(url)]
    assert found == [(f"wilayah-{seed}", day) for seed in (1, 2) for day in ("2025-06-30", "2025-12-23")]


def test_nip_columns_of_whole_numbers_and_views(url: str, tmp_path: Path) -> None:
    fill(url, {"profil": [person()]})
    with connected(url) as connection:
        connection.execute(
            sqlalchemy.text("CREATE TABLE kursus (region VARCHAR(9), snapshot DATE, nip BIGINT, jp INTEGER)")
        )
        connection.execute(
            sqlalchemy.text("INSERT INTO kursus VALUES ('banjar', '2025-12-23', 198001012005011001, 20)")
        )
        quoted = connection.dialect.identifier_preparer.quote
        columns = {
            "nip": "nipBaru",
            "'3'": "jenisDiklatId",
            "'K'": "namaKursus",
            "jp": "jumlahJam",
            "'01-02-2025'": "tanggalSelesaiKursus",
        }
        shown = ", ".join(f"{value} AS {quoted(name)}" for value, name in columns.items())
        connection.execute(sqlalchemy.text(f"CREATE VIEW rw_kursus AS SELECT region, snapshot, {shown} FROM kursus"))
    score_to_file(Project.open(), f"{url}#banjar/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
    assert [row["jp_teknis"] for row in read_scores(tmp_path / "a.csv")] == ["20"]


def test_regions_in_padded_columns_are_found(url: str, tmp_path: Path) -> None:
    fill(url, {"profil": [person()]}, region="banjar              ")
    assert [snapshot.region for snapshot in list_snapshots(url)] == ["banjar"]
    tally, _ = score_to_file(Project.open(), f"{url}#banjar/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
    assert tally.measured == 1


@pytest.mark.database
def test_schemas_materialized_views_and_names_of_a_postgresql(
    postgresql: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with connected(postgresql) as connection:
        for line in ("DROP SCHEMA IF EXISTS siasn CASCADE", "CREATE SCHEMA siasn"):
            connection.execute(sqlalchemy.text(line))
    asked = f"{postgresql}?options=-csearch_path%3Dsiasn"
    fill(asked, {"profil": [person()]})
    with connected(asked) as connection:
        connection.execute(sqlalchemy.text("ALTER TABLE profil RENAME TO asal"))
        connection.execute(sqlalchemy.text("ALTER TABLE asal ALTER COLUMN region TYPE char(20)"))
        connection.execute(sqlalchemy.text("CREATE MATERIALIZED VIEW profil AS SELECT * FROM asal"))
    tally, _ = score_to_file(Project.open(), f"{asked}#banjar/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
    assert tally.measured == 1
    with pytest.raises(UsageError, match="cannot be read"), opened(asked) as connection:
        connection.execute(sqlalchemy.text("DELETE FROM asal"))
    with connected(asked) as connection:
        connection.execute(sqlalchemy.text('CREATE VIEW "Profil" AS SELECT * FROM asal'))
    assert "two tables for one" in refused(asked, capsys)
    with connected(asked) as connection:
        connection.execute(sqlalchemy.text("DROP SCHEMA siasn CASCADE"))


def test_input_is_read_and_never_written(url: str) -> None:
    fill(url, {"profil": [person()]})
    with (
        pytest.raises(UsageError, match="cannot be read"),
        opened(url) as connection,
    ):
        connection.execute(sqlalchemy.text("DELETE FROM profil"))


def test_digests_follow_the_content_and_not_the_order(url: str) -> None:
    people = [person(), person("199002032015022002")]
    fill(url, {"profil": people})
    fill(url, {"profil": people[::-1]}, "2025-09-30")
    fill(url, {"profil": [people[0], people[1] | {"NAMA": "SITI"}]}, "2025-06-30")
    digests = [
        next(iter(open_snapshot(f"{url}#banjar/{day}").digests().values()))
        for day in ("2025-12-23", "2025-09-30", "2025-06-30")
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_snapshot_of_a_list_is_digested_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()]})
    read, whole = [], database.read_snapshot
    monkeypatch.setattr(database, "read_snapshot", lambda *where: read.append(where) or whole(*where))
    (snapshot,) = list_snapshots(place.split("#", maxsplit=1)[0])
    assert snapshot.digests() == snapshot.digests() and len(read) == 1


def refused(place: str, capsys: pytest.CaptureFixture[str], command: str = "check") -> str:
    assert main([command, place, "--language", "en"]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("ipasn: ") and 1 <= errors.count("\n") <= 2
    assert servers.PASSWORD not in errors and "Traceback" not in errors
    return errors


def test_what_a_database_lacks_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = f"{url}#banjar/2025-12-23"
    assert "'profil'" in refused(place, capsys)
    assert "'profil'" in refused(url, capsys)
    fill(url, {"profil": [person()]}, region="tapin")
    assert "no row of this snapshot" in refused(place, capsys)
    incomplete = {name: cell for name, cell in person().items() if name != "UNOR NAMA"}
    with connected(url) as connection:
        connection.execute(sqlalchemy.text("DROP TABLE profil"))
    fill(url, {"profil": [incomplete]})
    assert "column 'UNOR NAMA' is missing" in refused(place, capsys)
    with connected(url) as connection:
        connection.execute(sqlalchemy.text("DROP TABLE profil"))
        connection.execute(sqlalchemy.text("CREATE TABLE profil (region VARCHAR(9), nama VARCHAR(9))"))
    assert "has no column 'snapshot'" in refused(url, capsys)


@pytest.mark.database
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_wrong_password_and_missing_database(
    kind: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    good = str(request.getfixturevalue(kind))
    wrong = good.replace(servers.PASSWORD, "p%40ss-lain")
    errors = refused(f"{wrong}#banjar/2025-12-23", capsys)
    assert "does not answer" in errors and "ss-lain" not in errors and "***" in errors
    assert "does not answer" in refused(good.rsplit("/", 1)[0] + "/takada#banjar/2025-12-23", capsys)


@pytest.mark.parametrize("kind", ["postgresql", "mysql", "mariadb"])
def test_a_database_that_is_down(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = f"{kind}://{servers.USER}:{servers.PASSWORD}@127.0.0.1:{servers.free_port()}/ipasn"
    assert "does not answer" in refused(f"{place}#banjar/2025-12-23", capsys)
    assert "does not answer" in refused(place, capsys)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("oracle://u:s3cr3t-kunci@host/db#banjar/2025-12-23", "unknown kind of database 'oracle'"),
        ("postgresql+asyncpg://u:s3cr3t-kunci@host/db#banjar/2025-12-23", "driver"),
        ("postgresql://u:s3cr3t-kunci@host:port/db#banjar/2025-12-23", "not a database URL"),
        ("postgresql://u:s3cr3t-kunci@host/db#banjar", "names a region without a date"),
        ("postgresql://u:s3cr3t-kunci@host/db#banjar/23-12-2025", "is not a date"),
        ("sqlite://#banjar/2025-12-23", "name a database file"),
        ("sqlite:////none/none.db#banjar/2025-12-23", "does not answer"),
        ("://#banjar/2025-12-23", "not a database URL"),
    ],
)
def test_places_that_are_none(place: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told in refused(place, capsys)


def test_score_needs_one_snapshot_of_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()]}).split("#", maxsplit=1)[0]
    assert main(["score", place, "--out", str(tmp_path / "a.csv"), "--language", "en"]) == 2
    assert "URL#region/YYYY-MM-DD" in capsys.readouterr().err
    assert main(["score", f"{place}#banjar", "--out", str(tmp_path / "a.csv"), "--language", "en"]) == 2
    assert "a.db#banjar: names a region without a date; write #banjar/YYYY-MM-DD" in capsys.readouterr().err


def test_a_password_with_a_number_sign_is_not_taken_for_the_snapshot() -> None:
    snapshot = open_snapshot("postgresql://u:a#b@host/db#banjar/2025-12-23")
    assert (snapshot.region, snapshot.location) == ("banjar", "postgresql://u:a#b@host/db")
    assert "a#b" not in str(snapshot)


def test_files_that_are_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.db").write_text("nothing of the kind, but long enough to be read as a page" * 40)
    assert "not a database" in refused(f"sqlite:///{tmp_path}/text.db#banjar/2025-12-23", capsys)
    assert "does not answer" in refused(f"sqlite:///{tmp_path}#banjar/2025-12-23", capsys)


def test_sqlite_cells_of_any_type(tmp_path: Path) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()]})
    with sqlite3.connect(tmp_path / "a.db") as connection:
        for nip in (1.98e17, b"\xff\x00", None, "12", 2**62):
            connection.execute(
                "INSERT INTO profil (region, snapshot, 'NIP BARU') VALUES ('banjar', '2025-12-23', ?)", (nip,)
            )
    connection.close()
    tally, _ = score_to_file(Project.open(), place, str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.rows, tally.measured, tally.rejected_total) == (3, 1, 2)
    assert tally.notes["profil: bukan baris pegawai"] == 3
    assert tally.rejected["NIP tersimpan sebagai angka, bukan teks, sehingga digit akhirnya hilang"] == 1


def test_names_of_files_with_signs_of_a_url(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c=%41"
    folder.mkdir()
    write_sqlite(folder / "d.db", {"profil": [person()]})
    url = sqlalchemy.URL.create("sqlite", database=str(folder / "d.db")).render_as_string()
    tally, _ = score_to_file(Project.open(), f"{url}#banjar/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
    assert tally.measured == 1


@pytest.mark.parametrize(("backend", "driver"), [("postgresql", "psycopg"), ("mariadb", "pymysql")])
def test_a_missing_driver_is_named_by_its_extra(backend: str, driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, driver, None)
    with pytest.raises(UsageError, match=r"pip install 'ipasn-analysis\[database\]'"):
        list_snapshots(f"{backend}://someone@nowhere/without-{driver}")


IMPOSSIBLE = ("infinity", "-infinity", "0044-03-15 BC", "20204-01-01")


@pytest.mark.database
@pytest.mark.parametrize("style", ["ISO", "German", "SQL, DMY"])
def test_dates_of_postgresql_that_are_none_set_one_row_aside(postgresql: str, style: str, tmp_path: Path) -> None:
    asked = f"{postgresql}?options=-csearch_path%3Dtanggal"
    rows = [course(date="2025-02-01") for _ in (*IMPOSSIBLE, "good")]
    with connected(postgresql) as connection:
        for line in ("DROP SCHEMA IF EXISTS tanggal CASCADE", "CREATE SCHEMA tanggal"):
            connection.execute(sqlalchemy.text(line))
    fill(asked, {"profil": [person(), person("199002032015022002")], "rw_kursus": rows}, native=True)
    with connected(asked) as connection:
        connection.execute(sqlalchemy.text(f"ALTER ROLE {servers.USER} SET DateStyle = '{style}'"))
        for number, date in enumerate(IMPOSSIBLE):
            update = 'UPDATE rw_kursus SET "tanggalSelesaiKursus" = :date, "namaKursus" = :name WHERE ctid = (SELECT '
            update += "ctid FROM rw_kursus WHERE \"namaKursus\" = 'KURSUS' LIMIT 1)"
            connection.execute(sqlalchemy.text(update), {"date": date, "name": f"K{number}"})
        connection.execute(
            sqlalchemy.text("UPDATE profil SET \"SNAPSHOT\" = 'infinity' WHERE \"NIP BARU\" LIKE '1990%'")
        )
    tally, _ = score_to_file(Project.open(), f"{asked}#banjar/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
    assert dict(tally.set_aside) == {"rw_kursus: tanggal tidak mungkin atau tidak terbaca": len(IMPOSSIBLE)}
    assert tally.notes["profil: baris tanpa region atau snapshot yang dapat dibaca"] == 1
    told = (tmp_path / "a.csv.rejected.csv").read_text(encoding="utf-8")
    assert told.count('"tanggalSelesaiKursus"') == len(IMPOSSIBLE) and '"infinity"' in told
    with connected(postgresql) as connection:
        connection.execute(sqlalchemy.text(f"ALTER ROLE {servers.USER} RESET DateStyle"))


@pytest.mark.database
@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("postgresql", ["CREATE VIEW profil AS SELECT *, pg_terminate_backend(pg_backend_pid()) FROM asal"]),
        (
            "mariadb",
            [
                "CREATE OR REPLACE FUNCTION putus() RETURNS INT READS SQL DATA "
                "BEGIN KILL CONNECTION_ID(); RETURN 1; END",
                "CREATE VIEW profil AS SELECT * FROM asal WHERE putus() = 1",
            ],
        ),
    ],
)
def test_a_lost_connection_ends_in_one_line(
    kind: str, lines: list[str], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    found = str(request.getfixturevalue(kind))
    with connected(found) as connection:
        for kept in ("VIEW IF EXISTS profil", "TABLE IF EXISTS profil", "TABLE IF EXISTS asal"):
            with contextlib.suppress(sqlalchemy.exc.SQLAlchemyError), connection.begin_nested():
                connection.execute(sqlalchemy.text(f"DROP {kept}"))
    fill(found, {"asal": [person()]})
    with connected(found) as connection:
        for line in lines:
            connection.execute(sqlalchemy.text(line))
    assert "cannot be read" in refused(f"{found}#banjar/2025-12-23", capsys)
    with connected(found) as connection:
        connection.execute(sqlalchemy.text("DROP VIEW profil"))
        connection.execute(sqlalchemy.text("DROP TABLE asal"))


def test_text_that_is_not_utf8_is_told_by_table_column_and_row(tmp_path: Path) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person(), person("199002032015022002")]})
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE profil SET NAMA = CAST(x'4fe947' AS TEXT) WHERE rowid = 2")
    connection.close()
    tally, _ = score_to_file(Project.open(), place, str(tmp_path / "a.csv"), "perban8_2019")
    assert tally.measured == 2
    (note,) = [note for note in tally.notes if "bukan UTF-8" in note]
    assert str(note).startswith("profil: ") and "kolom NAMA, mulai baris 2" in note


def test_rows_of_no_region_or_snapshot_are_listed_singly(tmp_path: Path) -> None:
    nips = [f"19800101200501{number:04d}" for number in range(1001, 1006)]
    place = write_sqlite(tmp_path / "a.db", {"profil": [person(nip) for nip in nips], "rw_kursus": [course(nips[0])]})
    with sqlite3.connect(tmp_path / "a.db") as connection:
        for nip, column, value in zip(nips, ("region", "snapshot", "snapshot"), (None, "", "2025-13-40"), strict=False):
            connection.execute(f'UPDATE profil SET {column} = ? WHERE "NIP BARU" = ?', (value, nip))
    tally, _ = score_to_file(Project.open(), place, str(tmp_path / "a.csv"), "perban8_2019")
    assert (tally.rows, tally.measured, tally.notes["profil: baris tanpa region atau snapshot yang dapat dibaca"]) == (
        2,
        2,
        3,
    )
    with (tmp_path / "a.csv.rejected.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"] == "profil"]
    told = {row["nip"]: (row["column"], row["value"]) for row in rows}
    assert told == {nips[0]: ("region", ""), nips[1]: ("snapshot", ""), nips[2]: ("snapshot", "2025-13-40")}


def test_a_history_of_no_region_at_all_is_absent_and_accounted_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()], "rw_kursus": [course(), course(kind="9")]})
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE rw_kursus SET region = NULL")
    assert main(["score", place, "--out", str(tmp_path / "a.csv")]) == 0
    said = capsys.readouterr().err
    assert "tidak ada rw_kursus" in said and "baris tanpa region atau snapshot yang dapat dibaca (2)" in said
    assert (tmp_path / "a.csv.rejected.csv").read_text(encoding="utf-8").count("rw_kursus") == 2


def test_sqlite_in_wal_mode_is_read_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()]})
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    before = sorted(path.name for path in tmp_path.iterdir())
    assert open_snapshot(place).read()["profil"].rows == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before


SIMPEG = {
    "diklat_struktural": """
        CREATE TABLE pegawai (nip text, nama text, jenis text, kedudukan text, jenis_jabatan int, pendidikan text,
            eselon text, unit text);
        CREATE TABLE unit (kode text, nama text);
        CREATE TABLE diklat_struktural (nip text, jenjang text, jam int, selesai date);
        CREATE TABLE diklat_fungsional (nip text, nama text, jam int, selesai date);
        CREATE TABLE diklat_teknis (LIKE diklat_fungsional);
        CREATE TABLE seminar (LIKE diklat_fungsional);
        INSERT INTO unit VALUES ('07', 'DINAS KESEHATAN'), ('07.02', 'BIDANG SATU');
        INSERT INTO pegawai VALUES ('198001012005011001', 'ANI', 'PNS', '01', 1, '40', '31', '07.02');
        INSERT INTO diklat_struktural VALUES ('198001012005011001', 'III', 80, '2016-05-17');
        INSERT INTO diklat_teknis VALUES ('198001012005011001', 'K', 24, '2025-02-15');
        INSERT INTO seminar VALUES ('198001012005011001', 'S', NULL, '2025-02-16')""",
    "pelatihan": """
        CREATE TABLE asn (nip text, nama text, jenis text, status text, jabatan text, pendidikan text, opd text);
        CREATE TABLE opd (id text, nama text, atasan text, eselon text);
        CREATE TABLE pelatihan (nip text, jenis text, nama text, sertifikat date);
        INSERT INTO opd VALUES ('0', 'PEMERINTAH', NULL, NULL), ('1', 'DINAS KESEHATAN', '0', '22'),
            ('2', 'BIDANG SATU', '1', '31');
        INSERT INTO asn VALUES ('198001012005011001', 'ANI', 'PNS', '01', '1', '40', '2');
        INSERT INTO pelatihan VALUES ('198001012005011001', 'seminar', 'S', '2025-02-16'),
            ('198001012005011001', 'teknis', 'K', '2025-02-15')""",
}
"""The tables of an agency's own, by one that the example in docs/data.md names."""


@pytest.mark.database
@pytest.mark.parametrize(("table", "points"), [("diklat_struktural", "40"), ("pelatihan", "10")])
def test_the_views_of_the_documentation_run(postgresql: str, table: str, points: str, tmp_path: Path) -> None:
    document = (Path(__file__).parent.parent / "docs" / "data.md").read_text(encoding="utf-8")
    (views,) = [block for block in re.findall(r"```sql\n(.*?)```", document, re.DOTALL) if f"FROM {table};" in block]
    asked = f"{postgresql}?options=-csearch_path%3Dsimpeg"
    with connected(postgresql) as connection:
        for line in ("DROP SCHEMA IF EXISTS simpeg CASCADE", "CREATE SCHEMA simpeg"):
            connection.execute(sqlalchemy.text(line))
    with connected(asked) as connection:
        for line in f"{SIMPEG[table]};{views}".split(";"):
            if line.strip():
                connection.exec_driver_sql(line)
    score_to_file(Project.open(), f"{asked}#banjar/2025-12-23", str(tmp_path / "a.csv"), "perban8_2019")
    (row,) = read_scores(tmp_path / "a.csv")
    assert (row["perangkat_daerah"], row["kompetensi"]) == ("DINAS KESEHATAN", points)
