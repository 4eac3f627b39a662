"""The benchmark at its smallest: every part runs, and the check that both scorers agree catches a difference."""

import re
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import measure, people, reports, scoring, table

pytest.importorskip("duckdb")


def test_the_smallest_run_writes_its_tables(tmp_path, monkeypatch):
    for repeated, times in (("FEW", 400), ("RUNS", 1)):  # means and medians are not what is tested
        monkeypatch.setattr(scoring, repeated, times)
    out = tmp_path / "results.md"
    parts = ["--parts", "scoring,growth,robustness", "--sizes", "400", "--governments", "1", "--workers", "1"]
    assert command.main([*parts, "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert len(re.findall(r"^## (Scoring|Growth|Robustness)", text, re.MULTILINE)) == 3
    assert re.search(r"^\| 400 \| [\d.]+ \|", text, re.MULTILINE)
    assert str(Path.home()) not in text and str(tmp_path) not in text


def test_a_rule_that_differs_is_noticed(tmp_path, monkeypatch):
    people.write_snapshot(tmp_path / "data", 400)
    wrong = tmp_path / "wrong.sql"
    wrong.write_text(scoring.SQL.read_text(encoding="utf-8").replace("coalesce(jp, 0) >= 20", "coalesce(jp, 0) > 20"))
    monkeypatch.setattr(scoring, "SQL", wrong)
    job = scoring._with_duckdb(tmp_path / "data")
    own, other = scoring._with_ipasn(tmp_path / "data")(), job()
    assert len(other) == len(own)
    assert (other != own).any()


def test_costs_are_those_of_all_processes():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(i * i for i in range(3_000_000))'])"
    cost = measure.run([measure.tool("python"), "-c", code])
    alone = measure.run([measure.tool("python"), "-c", "pass"])
    assert cost.cpu > alone.cpu + 0.05
    with pytest.raises(measure.BenchmarkError, match="failed \\(3\\): because"):
        measure.run([measure.tool("python"), "-c", "import sys; print('because'); sys.exit(3)"])


def test_stock_runs_the_notebook_of_the_region(tmp_path):
    first, second, *_ = reports.stock_steps(tmp_path, "kalsel", tmp_path, {})
    assert first.args[0][1].endswith("notebooks/province.ipynb")
    assert second.args[0][1:4] == ["nbconvert", "--to", "html"]
    assert second.args[0][4] == first.args[0][2]


def test_a_ratio_that_lost_more_than_a_third_fails_the_run(tmp_path):
    def part(ratio: float) -> table.Result:
        return table.Result("One", ("", "CPU"), ratios={"stock, one report (banjar), CPU": ratio})

    earlier = tmp_path / "results.md"
    table.write(earlier, [part(3.0)], 2, "full")
    assert table.slower([part(2.1)], earlier) == []
    assert table.slower([part(1.9)], earlier) == ["stock, one report (banjar), CPU: 1.90 times ipasn, 3.00 before"]
    assert table.slower([table.Result("One", ("",), ratios={"of another size": 0.1})], earlier) == []


def test_results_name_the_machine_without_its_places():
    text = table.machine(2)
    assert text.startswith("2 processors")
    assert "/" not in text.replace("(none)", "")
