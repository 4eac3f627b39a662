"""Pseudonyms and the confidential list: keyed, kept apart, and only when asked for."""

from __future__ import annotations

import csv
import hashlib
import hmac
import stat
from pathlib import Path

import pytest
from support import snapshots

import ipasn_analysis as ipasn
from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.export import score_to_file
from ipasn_analysis.people.pseudonym import create_key, pseudonyms, read_key
from ipasn_analysis.project import Project

NIP = "198001012005011001"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "kunci"
    create_key(path, Project.open().root)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_key_is_random_and_its_owners_alone(key, tmp_path):
    other = tmp_path / "lain"
    create_key(other, Project.open().root)
    assert key.read_text() != other.read_text() and len(read_key(key, Project.open().root)) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(UsageError, match="never overwritten"):
        create_key(key, Project.open().root)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda path: path.chmod(0o644), "chmod 600"),
        (lambda path: path.write_text("1234\n"), "not a key"),
        (lambda path: path.write_text("zz"), "not a key"),
        (lambda path: path.unlink(), "no such key"),
    ],
)
def test_what_is_no_safe_key_is_refused(key, change, word):
    change(key)
    with pytest.raises(UsageError, match=word):
        read_key(key, Project.open().root)


def test_a_key_in_the_project_is_refused():
    for path in (Project.open().root / "kunci", Project.open().root / "data" / "kunci"):
        with pytest.raises(UsageError, match="outside"):
            create_key(path, Project.open().root)
        assert not path.exists()


def test_pseudonyms_are_the_keyed_hash(key):
    secret = bytes.fromhex(key.read_text().strip())
    expected = hmac.digest(secret, NIP.encode(), "sha256").hex()[:24]
    assert pseudonyms([NIP], read_key(key, Project.open().root)) == [expected]
    assert expected not in hashlib.sha256(NIP.encode()).hexdigest()
    assert pseudonyms([NIP], b"x" * 32) != [expected]


def test_a_score_file_with_pseudonyms_holds_no_nip(sample, key, tmp_path):
    place = str(sample / "banjarbaru" / "2025-12-23")
    score_to_file(Project.open(), place, str(tmp_path / "a.csv"))
    score_to_file(Project.open(), place, str(tmp_path / "b.csv"), key=str(key))
    plain, hidden = rows_of(tmp_path / "a.csv"), rows_of(tmp_path / "b.csv")
    named = pseudonyms([row["nip"] for row in plain], read_key(key, Project.open().root))
    expected = {name: row["indeks"] for name, row in zip(named, plain, strict=True)}
    assert {row["pseudonim"]: row["indeks"] for row in hidden} == expected
    assert [row["pseudonim"] for row in hidden] == sorted(row["pseudonim"] for row in hidden)
    text = (tmp_path / "b.csv").read_text()
    assert not [row["nip"] for row in plain if row["nip"] in text]
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


def test_the_list_is_marked_and_says_who_lacks_what_and_who_is_planned(sample, tmp_path, capsys):
    out = tmp_path / "daftar.csv"
    assert main(["people", "banjarbaru", "--data", str(sample), "--out", str(out)]) == 0
    found = tmp_path / "daftar-RAHASIA.csv"
    assert str(found) in capsys.readouterr().out and not out.exists()
    assert stat.S_IMODE(found.stat().st_mode) == 0o600
    rows, people = rows_of(found), ipasn.scores("banjarbaru", data=str(sample))
    assert next(iter(rows[0])) == "RAHASIA" and "jangan dibagikan" in rows[0]["RAHASIA"]
    assert [row["nip"] for row in rows] == sorted(people["nip"].astype(str))
    by_nip = people.set_index(people["nip"].astype(str))
    plan = ipasn.report("banjarbaru", data=str(sample)).facts.menuju_target
    for row in rows[:200]:
        person = by_nip.loc[row["nip"]]
        items = ("diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar")
        assert row["kurang"].split() == [name for name in items if person[f"tambah_{name}"] > 0]
        assert set(row["rencana"].split()) <= set(row["kurang"].split())
        assert ("kinerja" in row["tanpa"].split()) == bool(person["tanpa_kinerja"])
    cost = sum(len(row["rencana"].split()) for row in rows)
    assert cost == plan.biaya


def test_the_list_with_a_key_names_nobody(sample, key, tmp_path):
    options = ["--data", str(sample), "--out", str(tmp_path / "x.csv"), "--pseudonym", str(key)]
    assert main(["people", "banjarbaru", *options]) == 0
    rows = rows_of(tmp_path / "x-RAHASIA.csv")
    assert "nip" not in rows[0] and all(len(row["pseudonim"]) == 24 for row in rows)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["kalsel", "--out", "x.csv"], "one government"),
        (["banjarbaru", "--out", "x.xlsx"], "must end in .csv"),
        (["banjarbaru", "--out", "none/x.csv"], "no folder"),
    ],
)
def test_lists_that_are_refused(arguments, word, sample, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["people", *arguments, "--data", str(sample), "--language", "en"]) == 2
    assert word in capsys.readouterr().err
    assert not list(tmp_path.rglob("*RAHASIA*"))


def test_a_unit_that_looks_like_a_formula_is_text_in_the_list(tmp_path):
    people = [snapshots.person(f"1980010120050{number:05d}", UNOR_INDUK_NAMA="=1+1") for number in range(11001, 11021)]
    snapshots.write(tmp_path, {"profil": people}, region="tapin")
    assert main(["people", "tapin", "--data", str(tmp_path), "--out", str(tmp_path / "x.csv")]) == 0
    assert {row["perangkat_daerah"] for row in rows_of(tmp_path / "x-RAHASIA.csv")} == {"'=1+1"}
