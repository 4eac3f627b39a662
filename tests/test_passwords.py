"""The password of a database is in no message of any command."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from support.snapshots import person, ready, write_sqlite

from ipasn_analysis.cli import main
from ipasn_analysis.errors import ReportError, UsageError, without_secrets
from ipasn_analysis.sources.location import shown, without_password

SECRET = "r4hasia-kunci"
COMMANDS = (
    ("report", "tapin", "--data", "URL"),
    ("report", "banjar", "--data", "URL", "--year", "2019"),
    ("report", "kalsel", "--data", "URL", "--year", "2019"),
    ("report", "banjar", "--data", "URL"),
    ("report", "banjar", "URL"),
    ("reports", "tapin", "--data", "URL"),
    ("reports", "tapin", "banjar", "--data", "URL"),
    ("reports", "--province", "kalsel", "--data", "URL", "--year", "2019"),
    ("reports", "--scheduler", "URL", "--data", "URL", "banjar"),
    ("people", "tapin", "--data", "URL", "--out", "a.csv"),
    ("people", "banjar", "--data", "URL", "--year", "2019", "--out", "a.csv"),
    ("compare", "tapin", "banjar", "--data", "URL"),
    ("compare", "banjar:2019", "banjar", "--data", "URL"),
    ("compare", "banjar", "URL", "--data", "URL"),
    ("score", "URL", "--out", "a.csv"),
    ("score", "URL#tapin/2025-12-23", "--out", "a.csv"),
    ("score", "URL#banjar/2025-12-23", "--out", "URL"),
    ("score", "URL#banjar/2025-12-23", "--out", "a.csv", "--instrument", "URL"),
    ("check", "URL#tapin/2025-12-23"),
    ("check", "URL"),
    ("verify", "URL"),
    ("verify", "a.json", "--data", "URL"),
    ("sample", "--out", "URL", "--province", "URL"),
    ("regions", "URL"),
    ("key", "URL"),
    ("new-region", "URL", "--name", "X", "--code", "99"),
    ("URL",),
)


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database with one snapshot of too few people for a report."""
    monkeypatch.chdir(tmp_path)
    place = write_sqlite(tmp_path / "a.db", {"profil": [person()]})
    return f"{place.split('#', maxsplit=1)[0]}?password={SECRET}"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["file", "server"])
def test_no_command_says_the_password(
    command: tuple[str, ...], form: str, filled: str, capfd: pytest.CaptureFixture[str]
) -> None:
    url = filled if form == "file" else f"postgresql://me@corp:{SECRET}@127.0.0.1:9/db"
    try:
        main([word.replace("URL", url) for word in command])
    except SystemExit as stop:
        assert stop.code == 2
    told = capfd.readouterr()
    assert SECRET not in told.out + told.err
    assert "Traceback" not in told.err


def test_data_without_snapshots_is_shown_without_its_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write_sqlite(tmp_path / "a.db", {"nilai_ipasn": []})
    url = place.split("#", maxsplit=1)[0]
    for command in (["check"], ["report", "banjar", "--data"], ["compare", "banjar", "tapin", "--data"]):
        assert main([*command, f"{url}?password={SECRET}", "--language", "en"]) == 2
        told = capsys.readouterr().err
        assert SECRET not in told and str(tmp_path / "a.db") in told and "snapshot" in told


def test_a_failed_row_of_the_table_is_without_the_password(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_sqlite(Path("a.db"), {"nilai_ipasn": [ready(f"19800101200501{number:04d}") for number in range(1001, 1031)]})
    assert (
        main(
            [
                "reports",
                "tapin",
                "banjar",
                "--data",
                filled,
                "--formats",
                "json",
                "--out",
                "reports",
                "--language",
                "en",
            ]
        )
        == 3
    )
    told = capsys.readouterr()
    assert "tapin" in told.out and "has no snapshot of 'tapin'" in told.out and SECRET not in told.out + told.err


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("postgresql://u:p@host/db", "postgresql://u:***@host/db"),
        ("postgresql://u:p/w@host:5432/db?x=1", "postgresql://u:***@host:5432/db?x=1"),
        ("postgresql://u:p@w@host/db", "postgresql://u:***@host/db"),
        ("postgresql://me@corp:p@host/db", "postgresql://me@corp:***@host/db"),
        ("postgresql://u@host/db?password=p&sslmode=require", "postgresql://u@host/db?password=***&sslmode=require"),
        ("postgresql:/u:p@host/db", "postgresql:/u:***@host/db"),
        ("sqlite:////folder/a.db", "sqlite:////folder/a.db"),
        ("postgresql://host/db", "postgresql://host/db"),
    ],
)
def test_urls_in_messages(url: str, plain: str) -> None:
    assert without_secrets(f"'{url}': no. See a@b") == f"'{plain}': no. See a@b"
    assert shown(url) == (plain if "://" in url else url)
    assert ":***" not in without_password(url) and ":p" not in without_password(plain)


def test_an_error_never_holds_the_password_not_even_after_a_journey() -> None:
    for kind in (UsageError, ReportError):
        error = kind("mysql://u:p4ss@h/d: gone")
        assert str(pickle.loads(pickle.dumps(error))) == str(error) == "mysql://u:***@h/d: gone"
        assert "p4ss" not in repr(error)


def test_the_password_with_blanks_is_not_shown() -> None:
    assert shown("postgresql://u:a b@host/db") == "postgresql://u:***@host/db"
