"""A set of files changes as a whole: new ones or old ones, whatever stops the change."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ipasn_analysis.build import delivery
from ipasn_analysis.build.delivery import staging
from ipasn_analysis.errors import ReportError
from ipasn_analysis.files import atomic_write

STEM, RECORD = "ipasn-tapin-2025", ".record"
ENDINGS = ("html", "pdf", "xlsx", "json", "ipynb")


def deliver(folder: Path, text: str, endings: tuple[str, ...] = ENDINGS, kept: frozenset[str] = frozenset()) -> None:
    with staging(folder, 5) as staged:
        for ending in endings:
            staged.add(f"{STEM}.{ending}", text.encode())
        (staged.files / RECORD).write_text(text)
        staged.deliver(STEM, (RECORD,), kept)


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def whole(text: str, endings: tuple[str, ...] = ENDINGS) -> dict[str, str]:
    return dict(sorted({**{f"{STEM}.{ending}": text for ending in endings}, RECORD: text}.items()))


@pytest.fixture(params=["swapped", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "one by one":
        monkeypatch.setattr(delivery, "_swap", lambda one, other: False)
    return str(request.param)


def test_new_files_take_the_place_of_the_old_ones(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "tapin" / "2025"
    deliver(folder, "a")
    assert content(folder) == whole("a")
    deliver(folder, "b", ("html", "ipynb"))
    assert content(folder) == whole("b", ("html", "ipynb"))
    assert [path.name for path in folder.parent.iterdir()] == ["2025"]


def test_files_that_are_kept_and_those_of_others_stay(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "tapin" / "2025"
    deliver(folder, "a")
    (folder / "catatan.txt").write_text("mine")
    (folder / "lampiran").mkdir()
    (folder / "lampiran" / "surat.txt").write_text("mine too")
    (folder / f"{STEM}.failed.ipynb").write_text("failed")
    folder.chmod(0o750)
    deliver(folder, "b", ("html",), frozenset({f"{STEM}.pdf"}))
    expected = {**whole("b", ("html",)), f"{STEM}.pdf": "a", "catatan.txt": "mine"}
    assert content(folder) == dict(sorted(expected.items()))
    assert (folder / "lampiran" / "surat.txt").read_text() == "mine too"
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_failure_leaves_the_old_files(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "tapin" / "2025"
    deliver(folder, "a")
    with pytest.raises(ZeroDivisionError), staging(folder, 5) as staged:
        staged.add(f"{STEM}.html", b"b")
        raise ZeroDivisionError
    with pytest.raises(ReportError, match=r"2025: cannot be written \(No space left"), staging(folder, 5) as staged:
        raise OSError(28, "No space left on device", str(staged.work / "draft"))
    assert content(folder) == whole("a")
    assert [path.name for path in folder.parent.iterdir()] == ["2025"]


def test_interrupted_one_by_one_no_record_says_that_the_files_belong_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tapin" / "2025"
    deliver(folder, "a")
    monkeypatch.setattr(delivery, "_swap", lambda one, other: False)
    real, moved = delivery._move, []

    def stops(source: Path, target: Path) -> None:
        if len(moved) == 2:
            raise KeyboardInterrupt
        moved.append(source)
        real(source, target)

    monkeypatch.setattr(delivery, "_move", stops)
    with pytest.raises(KeyboardInterrupt):
        deliver(folder, "b")
    assert sorted(content(folder).values()) == ["a", "a", "a", "b", "b"]
    assert RECORD not in content(folder)


def test_a_link_to_another_place_stays_one(tmp_path: Path, way: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "tapin").mkdir()
    (tmp_path / "tapin" / "2025").symlink_to(tmp_path / "real")
    deliver(tmp_path / "tapin" / "2025", "a")
    assert (tmp_path / "tapin" / "2025").is_symlink() and content(tmp_path / "real") == whole("a")


@pytest.mark.parametrize("place", ["tapin", "tapin/2025"])
def test_a_file_in_the_way_is_said(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("in the way")
    with pytest.raises(ReportError, match="cannot be written"):
        deliver(tmp_path / "tapin" / "2025", "a")
    assert (tmp_path / place).read_text() == "in the way"


LOOP = f"""
import sys
from pathlib import Path
sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parent.parent)]!r}
from test_delivery import deliver
folder = Path(sys.argv[1])
deliver(folder, "b" * 10_000)
print("begun", flush=True)
for number in range(100_000):
    deliver(folder, "ab"[number % 2] * 10_000)
"""


def test_killed_at_any_moment_the_set_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "tapin" / "2025"
    sets = [whole(letter * 10_000) for letter in "ab"]
    seen = set()
    rng = random.Random(1)
    for _ in range(12):
        process = subprocess.Popen([sys.executable, "-c", LOOP, str(folder)], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"begun\n"
        time.sleep(rng.uniform(0.01, 0.06))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        found = content(folder)
        assert found in sets
        seen.add(found[RECORD][0])
        deliver(folder, "ab"[len(seen) % 2] * 10_000)
        assert [path.name for path in folder.parent.iterdir()] == ["2025"], "left over"
    assert seen == {"a", "b"}


def test_a_reader_never_sees_some_of_each(tmp_path: Path) -> None:
    folder = tmp_path / "tapin" / "2025"
    deliver(folder, "a" * 1000)
    sets = [whole(letter * 1000) for letter in "ab"]
    writer = threading.Thread(
        target=lambda: [deliver(folder, "ab"[number % 2] * 1000) for number in range(200)], daemon=True
    )
    writer.start()
    looks = 0
    while writer.is_alive():
        opened = os.open(folder, os.O_RDONLY)  # what a reader has opened stays that set
        try:
            found = {}
            for name in sorted(os.listdir(opened)):  # noqa: PTH208
                with open(os.open(name, os.O_RDONLY, dir_fd=opened), encoding="utf-8") as file:  # noqa: PTH123
                    found[name] = file.read()
        except FileNotFoundError:
            continue  # an old set that is being removed
        finally:
            os.close(opened)
        if len(found) == len(sets[0]):
            assert found in sets
            looks += 1
    assert looks > 20


def test_two_at_once_take_turns(tmp_path: Path) -> None:
    folder = tmp_path / "tapin" / "2025"
    inside, most = [0], [0]

    def build(text: str) -> None:
        with staging(folder, 5) as staged:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            for ending in ENDINGS:
                staged.add(f"{STEM}.{ending}", text.encode())
                time.sleep(0.01)
            (staged.files / RECORD).write_text(text)
            inside[0] -= 1
            staged.deliver(STEM, (RECORD,), frozenset())

    threads = [threading.Thread(target=build, args=(text,)) for text in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert content(folder) in [whole(text) for text in "abc"]


def test_who_waits_too_long_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "tapin" / "2025"
    with staging(folder, 5) as slow:
        started = time.monotonic()
        with staging(folder, 0.3) as staged:
            assert 0.2 < time.monotonic() - started < 3
            assert slow.work.is_dir() and staged.work != slow.work
            (staged.files / RECORD).write_text("second")
            staged.deliver(STEM, (RECORD,), frozenset())
        (slow.files / RECORD).write_text("first")
        slow.deliver(STEM, (RECORD,), frozenset())
    assert content(folder) == {RECORD: "first"}


def test_single_files_of_killed_runs_are_cleared_away(tmp_path: Path) -> None:
    from ipasn_analysis import files

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    machine = files._machine()
    left = tmp_path / f".index.html.{machine}-{gone.pid}-abc.part"
    running = tmp_path / f".index.html.{machine}-{os.getpid()}-abc.part"
    other = tmp_path / f".index.html.another{machine}-{gone.pid}-abc.part"
    for path in (left, running, other):
        path.write_text("half")
    atomic_write(tmp_path / "index.html", b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"index.html", running.name, other.name}


def test_a_place_that_cannot_be_written_is_named_as_the_user_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(prefix: str, dir: Path) -> str:
        raise PermissionError(13, "Permission denied", f"{dir}/{prefix}abc")

    monkeypatch.setattr(delivery.tempfile, "mkdtemp", refuse)
    with pytest.raises(ReportError) as error:
        deliver(tmp_path / "tapin" / "2025", "new")
    assert str(error.value) == f"{tmp_path}/tapin: cannot be written (Permission denied)"
