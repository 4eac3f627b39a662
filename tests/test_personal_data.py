"""The check before a commit finds numbers of people and tables of people, and never repeats them whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

import no_personal_data  # noqa: E402

NIP = "198001012005011001"


@pytest.mark.parametrize("text", [NIP, "NIP. 19800101 200501 1 001", f"nip;{NIP};x", "6303021708900001"])
def test_a_number_of_a_person_is_found_and_not_repeated(text: str) -> None:
    (found,) = no_personal_data.findings("docs/note.md", f"first line\n{text}\n")
    assert "line 2" in found and NIP not in found and "6303021708900001" not in found


@pytest.mark.parametrize(
    "text", ["0.198001012005011001", f"a{NIP}b", "1980010120050110019", "20251223", "199913452005011001"]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert list(no_personal_data.findings("docs/note.md", text)) == []


@pytest.mark.parametrize("name", ["data/banjar/2025-12-23/profil.csv", "rw_kursus.xlsx", "x.csv.rejected.csv"])
def test_tables_of_people_are_told_by_their_names(name: str) -> None:
    assert any("table of people" in line for line in no_personal_data.findings(name, ""))


def test_tests_make_up_their_people() -> None:
    assert list(no_personal_data.findings("tests/test_x.py", NIP)) == []


def test_the_repository_holds_no_personal_data() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: git does not know which files belong to it")
    command = [sys.executable, "tools/no_personal_data.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
