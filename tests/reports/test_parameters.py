"""What stands in params/ is kept to, checked before anything runs, and makes reports that are out of date."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from support.small_data import write_government

import ipasn_analysis as ipasn
from ipasn_analysis.build.plan import make_plan
from ipasn_analysis.build.request import Request
from ipasn_analysis.cli import main
from ipasn_analysis.people.store import score_snapshot
from ipasn_analysis.project import Project
from ipasn_analysis.rules import instruments
from ipasn_analysis.sources.snapshots import open_snapshot

DATE = "2025-12-23"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one's own: parameters and notebooks that may be changed, data of one government."""
    for name in ("params", "notebooks"):
        shutil.copytree(Project.open().root / name, tmp_path / name)
    write_government(tmp_path / "data", "tapin", DATE, {"A": 14, "B": 8, "C": 40, "D": 18}, 5)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(home: Path, region: str, folder: Path | None = None, **values: object) -> None:
    path = (folder or home / "params") / f"{region}.yaml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")


def report(*options: str) -> dict:
    """The result of a built report."""
    assert main(["report", "tapin", "--data", "data", "--formats", "json", *options]) == 0
    return json.loads(Path("reports/tapin/2025/ipasn-tapin-2025.json").read_text(encoding="utf-8"))


def facts() -> dict:
    """What the report would tell, without building it."""
    return ipasn.report("tapin", data="data").facts.model_dump(mode="json")


def is_up_to_date() -> bool:
    project = Project.open()
    selection = project.data("data").select(project.region("tapin"), None)
    return make_plan(project, selection, Request(out=Path("reports"), formats=("json",))).finished() is not None


def units(result: dict) -> dict[str, dict]:
    return {row["nama"]: row for row in result["perangkat_daerah"]}


def test_thresholds_of_a_region_hold_for_its_own_units(home):
    strict = units(facts())
    assert strict["B"]["disembunyikan"]
    change(home, "tapin", thresholds={"group": 5})
    own = units(facts())
    assert own["B"]["diukur"] == 8 and not own["B"]["disembunyikan"]


def test_parameters_of_the_province_and_its_governments_count(home):
    report()
    assert is_up_to_date()
    for region, values in (("kalsel", {"name": "Provinsi Lain"}), ("banjar", {"thresholds": {"group": 20}})):
        path = home / "params" / f"{region}.yaml"
        before = path.read_bytes()
        change(home, region, **values)
        assert not is_up_to_date(), region
        path.write_bytes(before)
        assert is_up_to_date()


def test_own_files_go_before_those_of_the_project(home, tmp_path_factory):
    """Also in the notebook, which runs in a process of its own."""
    own = tmp_path_factory.mktemp("own: params")
    shutil.copyfile(home / "params" / "tapin.yaml", own / "tapin.yaml")
    change(home, "tapin", folder=own, name="Kabupaten Lain", target={2025: 12.5})
    result = report("--params", str(own))
    assert (result["nama"], result["target"]) == ("Kabupaten Lain", 12.5)
    assert main(["verify", "reports/tapin/2025/ipasn-tapin-2025.json", "--data", "data", "--params", str(own)]) == 0
    assert report()["nama"] != "Kabupaten Lain"


@pytest.mark.parametrize("region", ["tapin", "banjarbaru", "kalsel"])
def test_a_fault_in_the_parameters_is_said_before_anything_runs(home, capsys, region):
    with (home / "params" / f"{region}.yaml").open("a", encoding="utf-8") as file:
        file.write("targt: {2025: 80}\n")
    assert main(["report", "tapin", "--data", "data", "--language", "en"]) == 2
    told = capsys.readouterr().err
    assert f"{region}.yaml" in told and "'target'" in told and "cell" not in told
    assert not list(home.glob("reports/**/*.*"))


def test_a_target_holds_for_its_year_alone(home):
    change(home, "tapin", target={2024: 70})
    result = facts()
    assert result["target"] is None and result["menuju_target"] is None
    assert all(row["di_bawah_target"] is None for row in result["perangkat_daerah"])


def test_the_difference_of_ready_scores_from_records_is_told(home, capsys):
    change(home, "tapin", official={2019: "perban8_2019"})
    snapshot = open_snapshot(str(home / "data" / "tapin" / DATE))
    scores = score_snapshot(snapshot, instruments.load("perban8_2019"))[1]
    ready = scores[["nip", "kualifikasi", "kompetensi", "kinerja", "disiplin"]].copy()
    ready["kinerja"] = (ready["kinerja"] - 1).clip(lower=0)
    apart = ready["kinerja"] - scores["kinerja"]
    told = apart.mean()
    ready = ready.assign(nama="X", unor="C", total=ready.iloc[:, 1:].sum(axis=1), tahun=2025)
    ready.to_csv(home / "data" / "tapin" / DATE / "nilai_ipasn.csv", index=False)
    found = facts()["rekonsiliasi"]
    assert (found["orang"], found["sama"]) == (len(scores), 0)
    assert found["selisih"]["indeks"] == pytest.approx(told) == pytest.approx(found["selisih"]["kinerja"])
    assert found["selisih"]["kualifikasi"] == pytest.approx(0)
    capsys.readouterr()
    assert main(["score", str(home / "data" / "tapin" / DATE), "--out", str(home / "a.csv"), "--json"]) == 0
    difference = json.loads(capsys.readouterr().out)["import_difference"]
    assert difference["kinerja"] == pytest.approx(apart[~scores["tanpa_kinerja"]].mean())
    assert difference["kualifikasi"] == difference["disiplin"] == pytest.approx(0)


def test_of_a_difference_between_few_only_rounded_figures_are_told(home):
    """Three of 80 people differ: how many is not told, and the mean stands on the grid of 80 people, 0.1."""
    change(home, "tapin", official={2019: "perban8_2019"})
    snapshot = open_snapshot(str(home / "data" / "tapin" / DATE))
    scores = score_snapshot(snapshot, instruments.load("perban8_2019"))[1]
    ready = scores[["nip", "kualifikasi", "kompetensi", "kinerja", "disiplin"]].copy()
    few = ready.index[:3]
    exact = -float(ready.loc[few, "kompetensi"].sum()) / len(ready)
    ready.loc[few, "kompetensi"] = 0.0
    ready = ready.assign(nama="X", unor="C", total=ready.iloc[:, 1:].sum(axis=1), tahun=2025)
    ready.to_csv(home / "data" / "tapin" / DATE / "nilai_ipasn.csv", index=False)
    found = facts()["rekonsiliasi"]
    assert (found["orang"], found["sama"]) == (80, 75)
    assert found["selisih"]["indeks"] == found["selisih"]["kompetensi"] == round(exact, 1) != exact


def test_publisher_and_contact_stand_in_the_report(home):
    change(home, "tapin", publisher="BKPSDM Kabupaten Tapin", contact="telepon (0517) 000")
    result = report()
    assert (result["penerbit"], result["kontak"]) == ("BKPSDM Kabupaten Tapin", "telepon (0517) 000")
    notebook = Path("reports/tapin/2025/ipasn-tapin-2025.ipynb").read_text(encoding="utf-8")
    assert "Penerbit: BKPSDM Kabupaten Tapin." in notebook
    assert "Pertanyaan tentang laporan ini: telepon (0517) 000." in notebook
