"""Parameters: the fifteen regions, the closed schema, and values that hold until the next entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError
from ipasn_analysis.project import Project
from ipasn_analysis.rules.params import Params

GOVERNMENTS = {
    "pemprov-kalsel": "63",
    "tanah-laut": "63.01",
    "kotabaru": "63.02",
    "banjar": "63.03",
    "barito-kuala": "63.04",
    "tapin": "63.05",
    "hulu-sungai-selatan": "63.06",
    "hulu-sungai-tengah": "63.07",
    "hulu-sungai-utara": "63.08",
    "tabalong": "63.09",
    "tanah-bumbu": "63.10",
    "balangan": "63.11",
    "banjarmasin": "63.71",
    "banjarbaru": "63.72",
}
LEAST = 'name: X\ncode: "63.03"\nlevel: kabupaten\nprovince: kalsel\n'


def project_in(folder: Path) -> Project:
    """A project with the region files of a folder alone."""
    return Project(folder, folder, folder / "store")


def load(tmp_path: Path, text: str) -> Params:
    (tmp_path / "kalsel.yaml").write_text('name: K\ncode: "63"\nlevel: provinsi\n')
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    return project_in(tmp_path).params("x")


def test_fourteen_governments_and_their_province() -> None:
    project = Project.open()
    assert project.regions == sorted([*GOVERNMENTS, "kalsel"])
    assert {name: project.params(name).code for name in GOVERNMENTS} == GOVERNMENTS
    province = project.region("kalsel")
    assert province.is_province and province.params.province is None and province.province == province.params
    assert province.members == tuple(province.governments) == tuple(GOVERNMENTS)
    assert province.provincial_government == "pemprov-kalsel"
    banjar = project.region("banjar")
    assert not banjar.is_province and banjar.members == ("banjar",)
    assert banjar.governments == province.governments and banjar.province == province.params


@pytest.mark.parametrize("name", [*GOVERNMENTS, "kalsel"])
def test_every_region_has_thresholds_costs_and_instrument(name: str) -> None:
    region = Project.open().params(name)
    assert (region.thresholds.group, region.thresholds.discipline) == (10, 30)
    assert set(region.costs) == {"diklat_kepemimpinan", "diklat_fungsional", "diklat_teknis", "seminar"}
    assert region.instrument_of(2019) == "perban8_2019" == region.instrument_of(2030)


def test_official_scores_are_of_another_instrument_from_2023(tmp_path: Path) -> None:
    region = load(tmp_path, LEAST)
    assert [region.official_of(year) for year in (2018, 2022)] == ["perban8_2019"] * 2
    assert [region.official_of(year) for year in (2023, 2030)] == ["bkn4190_2024"] * 2
    assert load(tmp_path, f"{LEAST}official: {{2020: perban8_2019}}").official_of(2026) == "perban8_2019"
    with pytest.raises(UsageError, match=r"official for 2023:.*did you mean 'bkn4190_2024'"):
        load(tmp_path, f"{LEAST}official: {{2023: bkn4190}}")


def test_published_figures_carry_their_source() -> None:
    published = Project.open().params("pemprov-kalsel").published
    assert {year: entry.indeks for year, entry in published.items()} == {2019: 62.9, 2021: 71.43, 2024: 83, 2025: 82}
    assert all(entry.sumber for entry in published.values())


def test_an_instrument_holds_until_the_next_entry_and_a_target_for_its_year(tmp_path: Path) -> None:
    text = (
        f"{LEAST}target: {{2023: 75, 2025: 81, 2027: null}}\ninstrument: {{2021: perban8_2019, 2024: bkn4190_2024}}\n"
    )
    region = load(tmp_path, text)
    assert [region.target_of(year) for year in range(2022, 2029)] == [None, 75, None, 81, None, None, None]
    assert [region.instrument_of(year) for year in (2000, 2021, 2023)] == ["perban8_2019"] * 3
    assert [region.instrument_of(year) for year in (2024, 2030)] == ["bkn4190_2024"] * 2
    assert load(tmp_path, LEAST).target_of(2025) is None
    assert load(tmp_path, LEAST).instrument_of(2025) == "perban8_2019"


@pytest.mark.parametrize(("name", "near"), [("banjer", "banjar"), ("Tapin", "tapin"), ("tanahlaut", "tanah-laut")])
def test_unknown_region_names_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"unknown region '{name}'; did you mean '{near}'"):
        Project.open().params(name)


@pytest.mark.parametrize("name", ["../params/banjar", "banjar.yaml", "", "banjar\n", "/etc/passwd", "$(id)"])
def test_regions_are_names_and_no_paths(name: str) -> None:
    with pytest.raises(UsageError, match="unknown region"):
        Project.open().params(name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{LEAST}tresholds: {{group: 5}}\n", "unknown key 'tresholds'; did you mean 'thresholds'"),
        (f"{LEAST}thresholds: {{groups: 5}}\n", "unknown key 'thresholds.groups'; did you mean 'group'"),
        (f"{LEAST}thresholds: {{group: 0}}\n", "thresholds.group"),
        (f"{LEAST}target: {{2025: 101}}\n", "target.2025"),
        (f"{LEAST}target: {{1999: 80}}\n", "target.1999"),
        (f"{LEAST}target: {{2025: .nan}}\n", "target.2025"),
        (f"{LEAST}instrument: {{2025: perban8}}\n", "did you mean 'perban8_2019'"),
        (f"{LEAST}instrument: {{}}\n", "at least"),
        (f"{LEAST}published: {{2024: {{indeks: 83}}}}\n", "published.2024.sumber"),
        (f"{LEAST}published: {{2024: {{indeks: 83, sumber: ''}}}}\n", "published.2024.sumber"),
        (f"{LEAST}costs: {{seminar: -1}}\n", "costs.seminar"),
        (f"{LEAST}costs: {{seminr: 1}}\n", "'seminar'"),
        (f"{LEAST}capacities: {{diklat_tekns: 1}}\n", "'diklat_teknis'"),
        ("name: X\ncode: 63.10\nlevel: kabupaten\nprovince: kalsel\n", "code"),
        (LEAST.replace("kabupaten", "desa"), "level"),
        (LEAST.replace("province: kalsel\n", ""), "province must be named"),
        (LEAST.replace("province: kalsel", "province: kalse"), "did you mean 'kalsel'"),
        ("", "must be a mapping"),
        (f"{LEAST}target: {{2025: true}}\n", "x.yaml: target.2025: True is not a number"),
        (
            f"{LEAST}target: {{2025: 'a81'}}\n",
            "x.yaml: target.2025: 'a81' is not a number; write 250000 or",
        ),
        (f"{LEAST}target: {{'2025': 81}}\n", "x.yaml: target.2025: '2025' is not a year; write years as numbers"),
        (f"{LEAST}cutoff: '02-29'\n", "x.yaml: cutoff: '02-29' is not a day MM-DD that every year has"),
        (f"{LEAST}cutoff: '13-01'\n", "x.yaml: cutoff: '13-01' is not a day"),
        (LEAST.replace('"63.03"', "63.10"), "x.yaml: code: 63.1 is not a text; write it in quotation marks"),
        (
            f"{LEAST}published: {{2024: 83}}\n",
            "x.yaml: published.2024: 83 stands where keys are needed: indeks, sumber",
        ),
        (f"{LEAST}published: {{2024: {{indeks: 83}}}}\n", "x.yaml: published.2024.sumber: is missing"),
        (f"{LEAST}target: {{2025: 101}}\n", "x.yaml: target.2025: 101 must be 100 or less"),
        (f"{LEAST}instrument: {{}}\n", "x.yaml: instrument needs one entry"),
        (f"{LEAST}instrument: {{2019: own.yaml}}\n", "x.yaml: instrument.2019: there is no file 'own.yaml'; built in:"),
        (LEAST.replace("province: kalsel", "province: nowhere"), "unknown province 'nowhere'; known: kalsel"),
        (LEAST.replace("province: kalsel", "province: x"), "province: 'x' is a kabupaten; provinces: kalsel"),
    ],
)
def test_files_that_are_refused(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        load(tmp_path, text)
    assert told in str(error.value) and "x.yaml" in str(error.value)


def test_a_file_with_another_ending_or_name_is_named(tmp_path: Path) -> None:
    load(tmp_path, LEAST)
    (tmp_path / "y.yml").write_text(LEAST)
    with pytest.raises(UsageError, match=r"y\.yml: is not read; rename it to y\.yaml"):
        project_in(tmp_path).params("y")
    (tmp_path / "Kota Uji.yaml").write_text(LEAST)
    with pytest.raises(UsageError, match=r"Kota Uji\.yaml: is not read; rename it to kota-uji\.yaml"):
        project_in(tmp_path).params("Kota Uji")


def test_regions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 15
    assert [line.split()[:2] for line in lines if line.startswith("banjar ")] == [["banjar", "63.03"]]


def test_own_files_go_before_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "banjar.yaml").write_text('name: Banjar Baru\ncode: "63.03"\nlevel: kabupaten\nprovince: kalsel\n')
    (tmp_path / "lain.yaml").write_text('name: Lain\ncode: "63.99"\nlevel: kabupaten\nprovince: kalsel\n')
    monkeypatch.setenv("IPASN_PARAMS", str(tmp_path))
    project = Project.open()
    assert project.params("banjar").name == "Banjar Baru" == project.region("tapin").governments["banjar"].name
    assert "lain" in project.region("kalsel").members and project.params("tapin").code == "63.05"
    assert main(["regions"]) == 0
    assert "Banjar Baru" in capsys.readouterr().out
    monkeypatch.setenv("IPASN_PARAMS", "elsewhere")
    assert main(["regions", "--params", str(tmp_path)]) == 0
    assert "Banjar Baru" in capsys.readouterr().out
    assert main(["regions", "--language", "en"]) == 2
    assert "IPASN_PARAMS 'elsewhere': there is no such folder" in capsys.readouterr().err


def test_each_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from ipasn_analysis.project import project as module

    read: list[Path] = []
    whole = module.read_text
    monkeypatch.setattr(module, "read_text", lambda path: read.append(path) or whole(path))
    project = Project.open()
    for name in ("banjar", "kalsel", "tapin"):
        project.region(name)
    assert len(read) == len(set(read)) == 15


@pytest.mark.parametrize(
    ("written", "number"),
    [('"250.000"', 250_000), ('"1.250.000"', 1_250_000), ("1.250.000", 1_250_000), ('"81,5"', 81.5), ("81,5", 81.5)],
)
def test_numbers_are_read_as_indonesians_write_them(tmp_path: Path, written: str, number: float) -> None:
    assert load(tmp_path, f"{LEAST}costs:\n  seminar: {written}\n").costs["seminar"] == number


@pytest.mark.parametrize("key", ["costs: {seminar: 250.000}", "target: {2025: 81.500}"])
def test_a_number_with_two_readings_is_refused_with_both(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match=r"line 5: (250.000 .* 250 or as 250000|81.500 .*81.5 or as 81500)"):
        load(tmp_path, f"{LEAST}{key}\n")


def test_other_keys_take_numbers_so_as_well(tmp_path: Path) -> None:
    text = 'target: {2025: "81,5"}\nthresholds: {group: "1.000"}\npublished: {2024: {indeks: "80,81", sumber: BKN}}\n'
    region = load(tmp_path, f'{LEAST}{text}capacities: {{seminar: "1.250"}}\nminimum_per_unit: "2"\n')
    assert (region.target_of(2025), region.thresholds.group, region.thresholds.discipline) == (81.5, 1000, 30)
    assert (region.published[2024].indeks, region.capacities["seminar"], region.minimum_per_unit) == (80.81, 1250, 2)


def test_a_decimal_comma_without_quotation_marks_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs quotation marks: '81,5'"):
        load(tmp_path, f"{LEAST}target: {{2025: 81,5}}\n")
