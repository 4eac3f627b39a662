"""The working folder's own notebooks and parameters are taken where it is the user's own, or named by him."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.commands import call, project

from ipasn_analysis.project.trust import reason_against

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no owners and modes of files")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current working folder, which has a region of its own."""
    own = project(tmp_path / "kerja")
    (own / "params" / "tapin-dua.yaml").write_bytes((own / "params" / "tapin.yaml").read_bytes())
    monkeypatch.chdir(own)
    monkeypatch.delenv("IPASN_PROJECT", raising=False)
    return own


def test_a_folder_of_ones_own_is_taken(folder: Path) -> None:
    (folder / "params" / ".#tapin.yaml").symlink_to("siti@kantor.4711")  # an editor has the file open
    status, out, errors = call("regions")
    assert (status, errors) == (0, "") and "tapin-dua" in out


@pytest.mark.parametrize("place", [".", "params", "notebooks", "notebooks/regency.ipynb", "params/tapin.yaml"])
def test_a_folder_to_which_others_may_write_is_not_taken_and_that_is_said(place: str, folder: Path) -> None:
    (folder / place).chmod(0o777)
    status, out, errors = call("regions")
    assert status == 0 and "tapin-dua" not in out
    assert errors.count("\n") == 1 and f"orang lain dapat menulis ke {folder / place}" in errors
    for named in (["--project", "."], ["--project", str(folder)]):
        status, out, errors = call("regions", *named)
        assert (status, errors) == (0, "") and "tapin-dua" in out


@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="needs the rights of root")
def test_the_folder_of_somebody_else_is_not_taken(folder: Path) -> None:
    os.chown(folder / "notebooks" / "regency.ipynb", 54321, -1)
    assert str(reason_against(folder)) == f"{folder / 'notebooks' / 'regency.ipynb'} belongs to somebody else"


def test_the_group_of_the_user_alone_may_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o775)
    monkeypatch.setattr("pwd.getpwuid", lambda _: type("User", (), {"pw_name": "siti"}))
    for name, taken in (("siti", True), ("pegawai", False)):
        monkeypatch.setattr("grp.getgrgid", lambda number, name=name: type("Group", (), {"gr_name": name}))
        assert (reason_against(folder) is None) == taken


def test_a_folder_that_is_none_is_an_error(folder: Path) -> None:
    status, _, errors = call("regions", "--project", "params", "--language", "en")
    assert status == 2 and "--project 'params': has no params/ and notebooks/" in errors
