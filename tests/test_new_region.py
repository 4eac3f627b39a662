"""`ipasn new-region` begins a region's parameters, and refuses what could harm or confuse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipasn_analysis.api.new_region import level_of, new_region
from ipasn_analysis.cli import main
from ipasn_analysis.errors import UsageError
from ipasn_analysis.project import Project

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is a project: notebooks/ and the params/ of the repository."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_region_can_be_loaded_at_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-region", "jabar", "--name", "Provinsi Jawa Barat", "--code", "32"]) == 0
    command = ["new-region", "kota-banjar", "--name", "Kota Banjar", "--code", "32.79", "--province", "jabar"]
    assert main(command) == 0
    assert "ipasn report kota-banjar --data DATA" in capsys.readouterr().out
    region = Project.open().params("kota-banjar")
    assert (region.name, region.code, region.level, region.province) == ("Kota Banjar", "32.79", "kota", "jabar")
    assert region.target_of(2025) is None and region.instrument_of(2025) == "perban8_2019"
    assert Project.open().params("jabar").level == "provinsi"
    assert list(Project.open().region("jabar").governments) == ["kota-banjar"]


def test_a_province_is_told_to_need_no_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-region", "jabar", "--name", "Provinsi Jawa Barat", "--code", "32"]) == 0
    told = capsys.readouterr().out
    assert "provinsi tidak memerlukannya" in told and "--province jabar" in told and "DATA/jabar" not in told
    (project / "DATA" / "jabar" / "2025-12-23").mkdir(parents=True)
    command = ["report", "jabar", "--data", "DATA", "--language", "en"]
    assert main(command) == 2
    assert "'jabar' is a province without governments in params/" in capsys.readouterr().err
    assert (
        main(["new-region", "kota-banjar", "--name", "Kota Banjar", "--code", "32.79", "--province", "jabar"])
        == main(["new-region", "bogor", "--name", "Kabupaten Bogor", "--code", "32.01", "--province", "jabar"])
        == 0
    )
    capsys.readouterr()
    assert main(command) == 2
    told = capsys.readouterr().err
    assert "a province needs no folder of its own" in told and len(told.splitlines()) == 2
    assert "looked for the folders: bogor, kota-banjar; found: jabar" in told


def test_a_full_name_is_told_from_a_short_one_that_is_nearer(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_region("kota-banjar", "Kota Banjar", "63.79", "kalsel")
    for name in ("Kabupaten Banjar", "kabupaten  banjar", "Kab. Banjar"):
        with pytest.raises(UsageError, match=r"did you mean 'banjar' \(Kabupaten Banjar\)\?"):
            Project.open().params(name)
    with pytest.raises(UsageError, match=r"did you mean 'kota-banjar' \(Kota Banjar\)\?"):
        Project.open().params("Kota Banjar")
    with pytest.raises(UsageError, match=r"did you mean 'banjarbaru'\?"):
        Project.open().params("banjarbaro")
    for command in ("report", "reports"):
        (project / "DATA").mkdir(exist_ok=True)
        assert main([command, "Kabupaten Banjar", "--data", "DATA", "--language", "en"]) == 2
        assert "did you mean 'banjar' (Kabupaten Banjar)?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("banjar", "X", "63.99", "kalsel"), "is there already"),
        (("../evil", "X", "63.99", "kalsel"), "small letters"),
        (("a/b", "X", "63.99", "kalsel"), "small letters"),
        (("Kota", "X", "63.99", "kalsel"), "small letters"),
        (("a" * 61, "X", "63.99", "kalsel"), "small letters"),
        (("baru", "X", "63.03", "kalsel"), "is that of 'banjar'"),
        (("baru", "X", "6399", "kalsel"), "is 32.79 of a government"),
        (("baru", "X", "63.99", "kalse"), "did you mean 'kalsel'"),
        (("baru", "X", "63.99", "banjar"), "cannot belong to a government"),
        (("baru", "", "63.99", "kalsel"), "name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    project: Path, arguments: tuple[str, str, str, str], message: str
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match=message):
        new_region(*arguments)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@given(name=st.text(min_size=1, max_size=40))
def test_any_name_comes_back_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("params")
    if not name.isprintable():
        return
    project = Project(folder, folder, folder)
    new_region("baru", name, "32", project=project)
    assert Project(folder, folder, folder).params("baru").name == name


def test_levels_follow_from_the_code() -> None:
    told = {("63", None): "provinsi", ("63", "k"): "pemprov", ("63.03", "k"): "kabupaten", ("63.71", "k"): "kota"}
    assert {given: level_of(*given) for given in told} == told
    shipped = Project(ROOT, None, ROOT / "store")
    for region in shipped.regions:
        known = shipped.params(region)
        assert level_of(known.code, known.province) == known.level
