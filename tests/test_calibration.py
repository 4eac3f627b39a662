"""Calibration: planted rules are found exactly from spoilt records, and what cannot be told is said."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.calibrated import Added, Planted, write
from support.commands import call

from ipasn_analysis.calibration import Calibration, calibrate
from ipasn_analysis.calibration.family import Option
from ipasn_analysis.calibration.kompetensi import KompetensiRule
from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.snapshots import open_snapshot
from ipasn_analysis.statistics.rule_search import Problem, Term, search

BASE = (25.0, 20.0, 15.0, 10.0, 5.0)
EVERYDAY = {
    "diklat_kepemimpinan": Added(10),
    "diklat_fungsional": Added(5, window=1),
    "diklat_teknis": Added(10, hours=20),
    "seminar": Added(2.5, window=1),
}
PROPORTIONAL = {"diklat_teknis": Added(8, hours=20, proportional=True), "seminar": Added(3)}
TEACHERS = {"diklat_fungsional": Added(15), "diklat_teknis": Added(5, hours=10), "seminar": Added(5)}


def learned(data: Path, rules: dict[str, Planted], **options: object) -> Calibration:
    return calibrate(open_snapshot(str(write(data, rules, **options))))  # type: ignore[arg-type]


def additions(rule: KompetensiRule) -> dict[str, tuple[float, Option]]:
    return {name: (points, option) for name, option, points in rule.additions if points}


def planted(rules: dict[str, Added]) -> dict[str, tuple[float, Option]]:
    return {name: (own.points, Option(own.window, own.hours or None, own.proportional)) for name, own in rules.items()}


def said(found: Calibration, words: str) -> list[str]:
    return [line.en for line in found.findings if words in line.en]


@pytest.mark.parametrize("added", [EVERYDAY, PROPORTIONAL, TEACHERS], ids=["everyday", "proportional", "teachers"])
def test_a_planted_rule_is_found_from_records_of_which_a_tenth_is_wrong(
    tmp_path: Path, added: dict[str, Added]
) -> None:
    rule = Planted(added)
    found = learned(tmp_path, {"PNS": rule, "PPPK": rule}, people=2000)
    own, pppk = found.kompetensi
    assert pppk is None
    assert additions(own.rule) == planted(added)
    assert (own.rule.base, own.rule.years_before, own.rule.cap) == (BASE, 1, 40)
    assert found.kualifikasi[0].rule.points == (25, 20, 15) and found.kinerja.rule.years_before == 1
    assert 0.88 <= found.share["kompetensi"] < 1 and found.share["kualifikasi"] == 1
    uncertain = [line for line in said(found, "cannot tell") if not line.startswith("kinerja")]
    assert uncertain == (
        ["kompetensi: cannot tell from the data: at most 40 or at most 36."] if added == PROPORTIONAL else []
    )


def test_a_cap_another_base_and_the_assessment_of_the_year_itself_are_found(tmp_path: Path) -> None:
    base = {"Sangat Baik": 22.5, "Baik": 20, "Butuh Perbaikan": 10}
    rule = Planted({"diklat_teknis": Added(10, hours=24), "seminar": Added(5)}, cap=32.5, base=base, years_before=0)
    own = learned(tmp_path, {"PNS": rule}).kompetensi[0]
    assert (own.rule.base[:3], own.rule.cap, own.rule.years_before) == ((22.5, 20, 10), 32.5, 0)
    assert additions(own.rule) == planted(rule.added)


def test_pns_and_pppk_are_told_apart_and_scored_by_the_file_that_is_written(tmp_path: Path) -> None:
    rules = {"PNS": Planted(EVERYDAY), "PPPK": Planted(TEACHERS, flat=20)}
    place = write(tmp_path / "data", rules, people=2500)
    out = tmp_path / "rule.yaml"
    status, told, errors = call("calibrate", place, "--out", out, "--language", "en")
    assert status == 0, errors
    assert "kompetensi of PPPK: base" in told and "kualifikasi of PPPK: everyone 20." in told
    rule = instruments.load(out)
    assert {own.certainty for own in rule.decisions} == {"D", "L"} and rule.learned is not None
    assert rule.learned.date.isoformat() == "2025-12-31" and rule.learned.share["kompetensi"] >= 0.88
    (place / "nilai_ipasn.csv").rename(tmp_path / "nilai_ipasn.csv")
    _, scores, _ = score_snapshot(open_snapshot(str(place)), rule)
    text = (tmp_path / "nilai_ipasn.csv").read_text(encoding="utf-8").splitlines()[1:]
    given_points = {line.split(",")[0]: [float(cell) for cell in line.split(",")[3:7]] for line in text}
    official = np.array([given_points[nip] for nip in scores["nip"]])
    same = np.abs(scores[["kualifikasi", "kompetensi"]].to_numpy() - official[:, :2]) <= 0.01
    assert same[:, 0].all() and same[:, 1].mean() >= 0.88


def test_rules_that_fit_alike_are_said_to_be_so(tmp_path: Path) -> None:
    rule = Planted({"diklat_teknis": Added(10, hours=20), "seminar": Added(5)})
    found = learned(tmp_path, {"PNS": rule}, hours=(30,))  # nobody has fewer hours, or more than 60 in two years
    told = " ".join(said(found, "cannot tell"))
    assert "technical training: at least 20 hours or any hours or at least 10 hours or at least 24 hours" in told
    assert "sangat kurang (fewer than 10 people)" in told and "at least 40 hours" not in told


def test_an_addition_of_few_is_not_learned_and_few_people_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="fewer than 30 people have both"):
        learned(tmp_path / "few", {"PNS": Planted(EVERYDAY)}, people=29)
    place = write(tmp_path / "data", {"PNS": Planted(EVERYDAY)}, people=200)
    lines = (place / "rw_diklat.csv").read_text(encoding="utf-8").splitlines()
    (place / "rw_diklat.csv").write_text("\n".join(lines[:6]) + "\n", encoding="utf-8")
    found = calibrate(open_snapshot(str(place)))
    assert said(found, "structural training (fewer than 10 people)")
    assert "diklat_kepemimpinan" not in additions(found.kompetensi[0].rule)


def test_scores_that_follow_no_rule_of_the_records_are_refused_at_once(tmp_path: Path) -> None:
    place = write(tmp_path, {"PNS": Planted(EVERYDAY), "PPPK": Planted(EVERYDAY)}, people=400)
    head, *lines = (place / "nilai_ipasn.csv").read_text(encoding="utf-8").splitlines()
    nips = [line.split(",", 1)[0] for line in lines]
    others = [f"{nip},{line.split(',', 1)[1]}" for nip, line in zip(nips[7:] + nips[:7], lines, strict=True)]
    (place / "nilai_ipasn.csv").write_text("\n".join([head, *others]), encoding="utf-8")
    with pytest.raises(UsageError, match=r"do not follow these records: rules give about 2\d% of the people"):
        calibrate(open_snapshot(str(place)))


def test_what_is_needed_is_named_and_the_list_of_people_is_made_only_when_asked_for(tmp_path: Path) -> None:
    place = write(tmp_path / "data", {"PNS": Planted(EVERYDAY)}, people=300)
    status, told, _ = call("calibrate", place, "--list", tmp_path / "people.csv")
    listed = tmp_path / "people-RAHASIA.csv"
    assert status == 0 and listed.stat().st_mode & 0o777 == 0o600
    with listed.open(encoding="utf-8", newline="") as file:
        nips = {row["nip"] for row in csv.DictReader(file)}
    assert nips and not any(nip in told for nip in nips)
    (place / "profil.csv").unlink()
    status, _, errors = call("calibrate", place)
    assert status == 2 and "tidak memuat 'profil'" in errors
    assert call("calibrate", place, "--out", "rule.txt")[0] == 2


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_search_finds_what_trying_every_rule_finds(data: st.DataObject) -> None:
    groups = data.draw(st.integers(1, 12))
    cells = st.sampled_from([0.0, 0.5, 1.0])
    terms = tuple(
        Term(
            np.array(data.draw(st.lists(st.lists(cells, min_size=groups, max_size=groups), min_size=1, max_size=3))),
            np.array([0.0, 2.5, 5.0, 10.0]),
        )
        for _ in range(data.draw(st.integers(1, 3)))
    )
    observed = np.array(
        data.draw(st.lists(st.sampled_from([10.0, 12.5, 15, 20, 25]), min_size=groups, max_size=groups))
    )
    people = np.array(data.draw(st.lists(st.integers(1, 9), min_size=groups, max_size=groups)))
    problem = Problem(observed, np.full(groups, 10.0), people, terms, data.draw(st.sampled_from([20.0, 40.0])))
    every = itertools.product(*(itertools.product(range(len(t.fractions)), range(4)) for t in terms))
    counts = {rule: int(people[problem.reproduced(rule)].sum()) for rule in every}
    found = search(problem, 0, 2)
    assert found[0].people == max(counts.values()) == counts[found[0].choices]
    near = {n: [rule for rule in counts if counts[rule] == n] for n in set(counts.values())}
    for fit in found:
        assert fit.choices in near[fit.people] and fit.people >= found[0].people - 2
    reached = {tuple(map(float, problem.predicted(fit.choices))) for fit in found}
    assert {tuple(map(float, problem.predicted(rule))) for rule in near[found[0].people]} <= reached
