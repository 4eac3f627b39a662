"""What an analyst at a Windows desk does, without make or a shell: all of it works, and says how to go on.

``make test-windows`` has every process of these tests imitate Windows (`support/windows`).
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from support.commands import assert_no_orphans, finish, processes_of, start
from support.small_data import YEARS, write_government

IMITATED = os.environ.get("IPASN_IMITATE") == "windows"
pytestmark = pytest.mark.skipif(not IMITATED and os.name != "nt", reason="runs with make test-windows")
UNITS = {"Dinas Kesehatan": 40, "Dinas Pendidikan": 31}
FORMATS = ("--formats", "html,xlsx,json")
TAPIN = Path("reports", "tapin", "2025")


class Desk:
    """A working folder, and commands in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: object, status: int = 0, **environment: str) -> tuple[str, str]:
        """Standard output and standard error of a command that ends with `status`."""
        store = str(self.folder / "store")
        done, out, errors = finish(start(*words, cwd=self.folder, env={"IPASN_STORE": store} | environment), 900)
        assert done == status and "Traceback" not in errors, errors
        return out, errors


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A folder made by `ipasn init`, in which the reports of two governments were built side by side."""
    above = Desk(tmp_path_factory.mktemp("Meja Kerja"))
    above.run("init", "ipasn")
    desk = Desk(above.folder / "ipasn")
    for number, region in enumerate(("tapin", "balangan")):
        for year, joined in zip(YEARS, (0, 2), strict=True):
            units = UNITS | {"Kecamatan Bungur": 26 + joined}
            write_government(desk.folder / "DATA", region, year, units, number)
    out, errors = desk.run(
        "reports", "tapin", "balangan", "--data", "DATA", "--workers", "2", "--formats", "html,xlsx,json"
    )
    assert "2 dibuat" in out and "fork" not in errors
    return desk


def content(desk: Desk) -> dict[str, bytes]:
    """The files of the report of Tapin by ending."""
    return {path.suffix[1:]: path.read_bytes() for path in (desk.folder / TAPIN).glob("ipasn-tapin-*")}


def test_a_report_has_the_bytes_that_it_has_elsewhere(desk: Desk) -> None:
    if IMITATED:
        subprocess.run(["chmod", "600", desk.folder / "store-terbitan" / "kunci"], check=True)
    desk.run("report", "tapin", "--data", "DATA", *FORMATS, "--out", "linux", IPASN_IMITATE="")
    there = (desk.folder / "linux" / "tapin" / "2025").glob("ipasn-tapin-*")
    assert {path.suffix[1:]: path.read_bytes() for path in there} == content(desk)


def test_sample_data_are_written(desk: Desk) -> None:
    assert "potret data buatan" in desk.run("sample", "--region", "balangan", "--out", "contoh")[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("check DATA", "99 diukur"),
        ("score DATA/tapin/2025-12-23 --out nilai.csv", "99 dari 99"),
        ("sheets tapin --data DATA --formats html,pdf", "lembar"),
        ("list tapin --data DATA", "RAHASIA"),
        ("people tapin --data DATA --out orang.csv", "RAHASIA"),
        ("compare tapin balangan --data DATA --out banding.xlsx", "banding.xlsx"),
        (f"verify {TAPIN / 'ipasn-tapin-2025.json'} --data DATA", "sama"),
        ("regions", "63.05"),
        ("completion powershell", "ipasn"),
    ],
)
def test_every_command_works(words: str, told: str, desk: Desk) -> None:
    out, _ = desk.run(*words.split())
    assert told in out, out


def test_a_key_of_ones_own_is_judged_by_what_windows_has(desk: Desk) -> None:
    desk.run("key", "../kunci")
    desk.run("score", "DATA/tapin/2025-12-23", "--out", "samaran.csv", "--pseudonym", "../kunci")
    assert (desk.folder / "samaran.csv").read_text(encoding="utf-8").startswith("pseudonim,")


def test_what_is_open_is_named_and_keeps_nothing_else_back(desk: Desk) -> None:
    before = content(desk)
    english = ("report", "tapin", "--data", "DATA", *FORMATS, "--language", "en")
    with (desk.folder / TAPIN / "ipasn-tapin-2025.xlsx").open("rb"):
        _, errors = desk.run(*english, status=3)
    (line,) = [line for line in errors.splitlines() if "xlsx" in line]
    assert "close it" in line and "the other files are new" in line
    after = content(desk)
    xlsx = before.pop("xlsx")
    assert after.pop("xlsx") == xlsx
    assert not any(after[ending] == before[ending] for ending in before)
    desk.run(*english)
    result = json.loads((desk.folder / TAPIN / "ipasn-tapin-2025.json").read_bytes())
    assert result["bahasa"] == "en"
    assert content(desk)["xlsx"] != xlsx
    assert sorted(path.name for path in (desk.folder / TAPIN).parent.iterdir()) == ["2025"]


@pytest.mark.skipif(not IMITATED, reason="asks Linux which processes there are")
def test_workers_end_with_a_command_that_is_killed(desk: Desk) -> None:
    words = ("reports", "tapin", "balangan", "--data", "DATA", "--workers", "2", "--formats", "json", "--out", "mati")
    process = start(*words, cwd=desk.folder, env={"IPASN_STORE": desk.folder / "store"})
    until = time.monotonic() + 120
    while len(processes_of(process)) < 3 and time.monotonic() < until:
        time.sleep(0.1)
    assert len(processes_of(process)) >= 3
    time.sleep(3)
    process.kill()
    process.communicate()
    assert_no_orphans(process, 20)


@pytest.mark.parametrize("name", ["nilai.csv", "banding.xlsx"])
def test_an_output_that_is_open_is_named(name: str, desk: Desk) -> None:
    commands = {
        "nilai.csv": ("score", "DATA/tapin/2025-12-23", "--out"),
        "banding.xlsx": ("compare", "tapin", "balangan", "--data", "DATA", "--out"),
    }
    (desk.folder / name).write_text("mine", encoding="utf-8")
    with (desk.folder / name).open(encoding="utf-8"):
        _, errors = desk.run(*commands[name], name, status=2)
    assert "tutup dahulu" in errors.splitlines()[-1] and name in errors
    assert (desk.folder / name).read_text(encoding="utf-8") == "mine"
