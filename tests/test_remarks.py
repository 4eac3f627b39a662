"""What commands say of the input at their end: each remark once, and in one line what many snapshots share."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from ipasn_analysis.build.remarks import SINGLY, Told, lines, not_read, without_target
from ipasn_analysis.errors import Message
from ipasn_analysis.people.remarks import Remark, remarks
from ipasn_analysis.project import Project
from ipasn_analysis.records import Tally
from ipasn_analysis.sources.reasons import Kind, Reason
from ipasn_analysis.writing.writer import Writer


def cpns(count: int, number: int) -> Told:
    return Told(f"r{number} 2025-12-23", Remark(Reason(Kind.CPNS, f"profil_{number}.csv"), count))


@pytest.mark.parametrize("snapshots", [1, SINGLY, SINGLY + 1, 14])
def test_what_many_snapshots_share_is_said_in_one_line(snapshots: int) -> None:
    told = [cpns(100 * number, number) for number in range(1, snapshots + 1)]
    said = lines([*told, *told], Writer("id"))
    if snapshots <= SINGLY:
        assert said == [
            f"r{number} 2025-12-23: profil_{number}.csv: CPNS ({number}00)" for number in range(1, snapshots + 1)
        ]
    else:
        total = Writer("id").integer(sum(100 * number for number in range(1, snapshots + 1)))
        assert said == [f"{snapshots} potret data: CPNS ({total})"]


def test_remarks_of_different_words_are_apart_and_the_most_points_are_named() -> None:
    share = [Told(f"r{n}", Remark(Reason(Kind.COVERAGE, persen=str(90 + n)))) for n in range(SINGLY + 1)]
    lacking = [Told(f"r{n}", Remark(Reason(Kind.NO_SANCTIONS), None, n / 10)) for n in range(SINGLY + 1)]
    said = lines([*share, *lacking, not_read(Message("{file}", file="x"))], Writer("en"))
    assert len(said) == len(share) + 2 and said[-1] == "not read: x"
    assert said[-2].startswith(f"{len(lacking)} snapshots: no rw_hukdis") and "0.30 index points" in said[-2]


@pytest.mark.parametrize(("target", "said"), [({}, []), ({2025: 81.0}, []), ({2024: 81.0, 2026: 82.0}, ["2024, 2026"])])
def test_a_target_of_other_years_alone_is_told(target: dict[int, float], said: list[str]) -> None:
    region = Project.open().region("tapin")
    region = replace(region, params=region.params.model_copy(update={"target": target}))
    assert [line.values["years"] for line in without_target(region, 2025)] == said


@pytest.mark.parametrize(("expected", "said"), [(None, []), (63, []), (75, ["80"])])
def test_coverage_is_told_against_those_who_should_be_measured_where_these_are_known(
    expected: int | None, said: list[str]
) -> None:
    tally = Tally(
        100, 60, Counter(), Counter({Reason(Kind.EMPLOYEE_EMPTY): 40}), Counter(), Counter(), Counter(), expected
    )
    found = [remark.reason for remark in remarks(tally, [], [60], 10)]
    assert [reason.values["persen"] for reason in found if reason.kind == Kind.COVERAGE] == said
