"""The program's own small files with any content, and what killed runs leave behind: absent or valid, and cleared."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import call
from support.small_data import YEARS, write_government

from ipasn_analysis.files import temporary_folder
from ipasn_analysis.people.pseudonym import lasting_key

UNITS = {"Dinas Kesehatan": 40, "Dinas Pendidikan": 31, "Kecamatan Bungur": 28}
DAMAGE = {
    "empty": b"",
    "binary": bytes(range(256)),
    "null": b"null",
    "another object": b'{"fingerprint": 1, "tanggal": "../x"}',
    "deep": b"[" * 100_000,
    "a folder": None,
}
OWN = ("reports/**/.ipasn-build.json", "store/**/*", "store-terbitan/**/*.*")
"""Stamps, scores with their digests, ledgers; the key of digests has a test of its own."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder, in which the tests are run."""
    place = tmp_path_factory.mktemp("leftovers")
    for date in YEARS:
        write_government(place / "DATA", "tapin", date, UNITS, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("IPASN_STORE", str(place / "store"))
        yield place


@pytest.fixture(scope="module")
def good(place: Path) -> dict[str, bytes]:
    """The bytes of the report and the page as first built there."""
    return build(place)


def build(place: Path) -> dict[str, bytes]:
    """Build the report and the page of a unit; the bytes of what is for readers."""
    for words in (("report", "tapin", "--formats", "json,html"), ("sheets", "tapin", "--formats", "html", "--unit")):
        status, _, errors = call(*words, *(["Dinas Kesehatan"] if words[-1] == "--unit" else []), "--data", "DATA")
        assert status == 0, errors
    return {str(path): path.read_bytes() for path in (place / "reports").rglob("*.[jh][st]*")}


def own_files(place: Path) -> list[Path]:
    return [path for pattern in OWN for path in place.glob(pattern) if path.is_file()]


@pytest.mark.parametrize("damage", DAMAGE)
def test_own_files_of_any_content_are_as_if_absent(damage: str, place: Path, good: dict[str, bytes]) -> None:
    files = own_files(place)
    assert {path.suffix for path in files} >= {".json", ".parquet", ".sha256", ".jsonl"}
    content = DAMAGE[damage]
    for path in files:
        if content is None:
            path.unlink()
            path.mkdir()
        else:
            path.write_bytes(content)
    assert build(place) == good
    for path in files:
        if path.is_dir():
            path.rmdir()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"null", b"abc123"])
def test_what_is_no_key_is_put_aside_for_a_new_one(content: bytes, tmp_path: Path, caplog) -> None:
    path = tmp_path / "store-terbitan" / "kunci"
    path.parent.mkdir()
    path.write_bytes(content)
    key = lasting_key(path)
    assert len(key) == 32 and lasting_key(path) == key
    assert path.with_name("kunci.rusak").read_bytes() == content
    assert caplog.text.count("earlier reports cannot be verified") == 1


HOLD = """
import sys
from pathlib import Path
from ipasn_analysis.files import temporary_folder
with temporary_folder(".lembar-", Path(sys.argv[1])) as folder:
    (folder / "page.html").write_text("half")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_folder_of_a_killed_run_is_cleared_by_the_next(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None and process.stdout.readline() == b"held\n"
    with temporary_folder(".lembar-", tmp_path) as folder:
        assert len(list(tmp_path.iterdir())) == 2, "that of a run that goes on stays"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(list(tmp_path.iterdir())) == 1
    with temporary_folder(".lembar-", tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []
