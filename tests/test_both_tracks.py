"""Official scores beside records: the official score leads, the records say what is open, each where it is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from support import calibrated
from support.calibrated import Added, Planted

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.calibration import calibrate
from ipasn_analysis.errors import UsageError
from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.project import Project
from ipasn_analysis.result.facts import Facts
from ipasn_analysis.rules import instruments
from ipasn_analysis.sections.report import Report
from ipasn_analysis.sources.snapshots import open_snapshot

RULE = Planted(
    {"diklat_fungsional": Added(5), "diklat_teknis": Added(5, hours=20), "seminar": Added(5)}, kualifikasi=(25, 20, 15)
)
PARAMS = Path(__file__).parents[1] / "params"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("both")
    calibrated.write(folder, {"PNS": RULE}, people=900, wrong=0.05)
    return folder


@pytest.fixture(scope="module")
def report(data: Path) -> Iterator[Report]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IPASN_PARAMS", raising=False)
        yield ipasn.report("banjar", 2025, data=str(data))


@pytest.fixture(scope="module")
def learned(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts where the official rule is the one that `calibrate` wrote, named in the parameters."""
    folder = tmp_path_factory.mktemp("learned")
    (folder / "rule.yaml").write_text(calibrate(open_snapshot(str(data / "banjar" / "2025-12-31"))).yaml())
    params = shutil.copytree(PARAMS, folder / "params")
    own = yaml.safe_load((params / "banjar.yaml").read_text(encoding="utf-8"))
    own["official"] = {2019: "perban8_2019", 2023: str(folder / "rule.yaml")}
    (params / "banjar.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_PARAMS", str(params))
        return ipasn.report("banjar", 2025, data=str(data)).facts


def test_items_and_records_are_those_of_a_report_on_the_records_alone(report: Report, data: Path, tmp_path: Path):
    facts = report.facts
    alone = shutil.copytree(data, tmp_path / "alone")
    (alone / "banjar" / "2025-12-31" / "nilai_ipasn.csv").unlink()
    records = ipasn.report("banjar", 2025, data=str(alone)).facts
    assert facts.sumber_nilai == "resmi" and records.sumber_nilai == "catatan"
    assert facts.catatan_sendiri is not None and records.catatan_sendiri is None
    assert facts.catatan_sendiri.indeks == pytest.approx(records.indeks)
    assert facts.catatan_sendiri.instrumen == records.instrumen == "perban8_2019"
    assert facts.rincian.butir == records.rincian.butir and facts.rincian.butir
    for beside, own in ((facts.butir_unit, records.butir_unit), (facts.butir_kelompok, records.butir_kelompok)):
        assert beside and set(map(str, beside)) <= set(map(str, own))  # what either track withholds is shown of neither
    assert facts.mutu_data.kelengkapan == records.mutu_data.kelengkapan


def test_every_figure_of_records_says_that_it_is(report: Report):
    text = " ".join(
        render_text(block, report.w) for name in report.sections for block in report.section(name).all_blocks
    )
    text = " ".join(text.split())
    assert "catatan sendiri, data Kabupaten Banjar per 31 Desember 2025, instrumen Peraturan BKN 8/2019." in text
    assert "kegiatan yang terbuka dibaca dari catatan sendiri" in text
    assert "Mutu data dibaca dari catatan sendiri." in text


def test_open_actions_are_those_of_the_records_with_one_step_while_the_rule_is_unknown(report: Report, data: Path):
    plan = report.facts.menuju_target
    assert plan is not None and not plan.poin_dikenal
    assert {row.poin for row in plan.tindakan} <= {5.0} and plan.indeks == pytest.approx(report.facts.indeks)
    place = open_snapshot(str(data / "banjar" / "2025-12-31"))
    _, official, _ = score_snapshot(place, instruments.load("bkn4190_2024"))
    _, records, _ = score_snapshot(replace(place, records_only=True), instruments.load("perban8_2019"))
    both = official.merge(records, on="nip", suffixes=("", "_records"))
    open_to = ((both["tambah_seminar"] > 0) & (both["kompetensi"] <= 35)).sum()
    told = sum(row.tersedia or 0 for row in plan.tindakan if row.tindakan == "seminar")
    assert 0.5 * open_to < told <= open_to + 5 * len(plan.tindakan)  # published counts are rounded to 5


def test_a_learned_rule_gives_the_points_of_actions(learned: Facts):
    plan = learned.menuju_target
    assert plan is not None and plan.poin_dikenal
    assert learned.instrumen_resmi == "banjar_2025"
    assert {row.tindakan for row in plan.tindakan} >= {"diklat_fungsional", "diklat_teknis", "seminar"}
    assert plan.jendela["seminar"] == 0


def test_an_instrument_on_the_command_line_holds_in_place_of_that_of_params(data: Path, tmp_path: Path):
    place = open_snapshot(str(data / "banjar" / "2025-12-31"))
    (tmp_path / "rule.yaml").write_text(calibrate(place).yaml(), encoding="utf-8")
    project = Project.open(instrument=str(tmp_path / "rule.yaml"))
    region = project.region("banjar")
    assert region.instrument_for(place).name == "banjar_2025"
    assert region.instrument_for(replace(place, records_only=True)).name == "banjar_2025"
    assert region.instrument(2025).name == "perban8_2019"  # by which the records beside official scores are scored
    assert region.official_instrument(2022).name == "perban8_2019"
    assert project.environment["IPASN_INSTRUMENT"] == str(tmp_path / "rule.yaml")
    with pytest.raises(UsageError, match="there is no such instrument file"):
        Project.open(instrument="nowhere.yaml").region("banjar")


def test_people_with_official_scores_and_no_records_are_counted_all_the_same(data: Path, tmp_path: Path):
    copy = shutil.copytree(data / "banjar" / "2025-12-31", tmp_path / "banjar" / "2025-12-31")
    lines = (copy / "profil.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "profil.csv").write_text("".join(lines[:-50]), encoding="utf-8")
    _, scores, found = score_snapshot(open_snapshot(str(copy)), instruments.load("bkn4190_2024"))
    assert scores["jenis_jabatan"].isna().sum() == 50
    assert sum(people for people, *_ in found["summary"]["strata"].values()) == len(scores) == 900
