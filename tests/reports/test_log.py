"""The log of a report, and what the command says about its steps."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from support.ready_scores import write_ready

from ipasn_analysis.cli import main
from ipasn_analysis.project import data as data_module
from ipasn_analysis.project import project as project_module

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \S.*")
SECONDS = re.compile(r"\(\d+\.\d\d s\)$")


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The command that builds the report of one region of ready scores."""
    write_ready(tmp_path / "data", "tapin")
    return ["report", "tapin", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")]


def test_each_step_has_a_line_with_its_time_and_nobody_is_named(words, tmp_path):
    assert main([*words, "--formats", "json,xlsx"]) == 0
    lines = (tmp_path / "out" / "tapin" / "2025" / "ipasn.log").read_text(encoding="utf-8").splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    steps = [line[24:] for line in lines]
    assert steps[0].startswith("tapin 2025: input scored (") and steps[-1] == "tapin 2025: complete"
    assert all(SECONDS.search(step) for step in steps[:-1])
    for step in ("notebook regency.ipynb run", "json written", "xlsx written"):
        assert sum(step in line for line in steps) == 1
    people = (tmp_path / "data" / "tapin" / "2025-12-31" / "nilai_ipasn.csv").read_text(encoding="utf-8")
    assert not [nip for nip in re.findall(r"\d{18}", people) if nip in "\n".join(lines)]
    assert str(tmp_path) not in "\n".join(lines)


def test_a_report_built_again_has_the_log_of_that_build(words, tmp_path):
    log = tmp_path / "out" / "tapin" / "2025" / "ipasn.log"
    assert main([*words, "--formats", "json"]) == 0
    first = log.read_text(encoding="utf-8")
    assert main([*words, "--formats", "json"]) == 0
    assert log.read_text(encoding="utf-8") == first
    assert main([*words, "--formats", "json", "--force"]) == 0
    assert log.read_text(encoding="utf-8") != first
    assert log.read_text(encoding="utf-8").count("complete") == 1


def test_verbose_shows_the_steps_and_quiet_nothing(words, capsys):
    assert main([*words, "--formats", "json", "-v"]) == 0
    shown = capsys.readouterr()
    assert "json written (" in shown.err and "[dibuat dalam" in shown.out
    assert main([*words, "--formats", "json", "-q"]) == 0
    assert main(["reports", *words[1:], "--formats", "json", "--quiet"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "" and all(line.startswith("ipasn: tapin 2025-12-31: ") for line in shown.err.splitlines())
    assert main(["reports", *words[1:], "--formats", "json"]) == 0
    assert "[1/1] tapin: mutakhir" in capsys.readouterr().err


def test_parameters_are_read_and_data_is_listed_once_in_each_process(words, tmp_path, monkeypatch):
    """The command resolves everything once, and so does the notebook, in a process of its own."""
    visits = tmp_path / "visits"

    def counted(module: object, name: str) -> None:
        whole = getattr(module, name)

        def visit(place: object) -> object:
            with visits.open("a", encoding="utf-8") as file:
                file.write(f"{os.getpid()} {name} {place}\n")
            return whole(place)

        monkeypatch.setattr(module, name, visit)

    counted(project_module, "read_text")
    counted(data_module, "list_snapshots")
    assert main([*words, "--formats", "json"]) == 0
    counts = Counter(visits.read_text(encoding="utf-8").splitlines())
    assert set(counts.values()) == {1}
    kinds = Counter(tuple(line.split()[:2]) for line in counts)
    processes = {process for process, _ in kinds}
    assert len(processes) == 2 and str(os.getpid()) in processes
    for process in processes:
        assert (kinds[process, "read_text"], kinds[process, "list_snapshots"]) == (15, 1)
