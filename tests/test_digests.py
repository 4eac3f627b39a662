"""Digests of input files: with the key they prove a file, without it nothing can be tried against them."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest
from support.small_data import write_government

from ipasn_analysis.errors import UsageError
from ipasn_analysis.facts.context import ReportContext
from ipasn_analysis.facts.inputs import load_inputs
from ipasn_analysis.facts.provenance import provenance
from ipasn_analysis.people.pseudonym import SAMPLE_KEY, keyed_digests, lasting_key
from ipasn_analysis.people.store import Store
from ipasn_analysis.project import Project
from ipasn_analysis.sources.location import without_machine


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two governments, of which one is below the threshold."""
    folder = tmp_path_factory.mktemp("digests")
    write_government(folder, "tapin", "2025-12-23", {"A": 12, "B": 8}, 1)
    write_government(folder, "tabalong", "2025-12-23", {"A": 6}, 2)
    return folder


def digests(data: Path, root: Path, region: str = "tapin") -> dict[str, str]:
    project = Project.open()
    found = project.data(str(data))
    inputs = load_inputs(found.select(project.region(region), 2025), Store(str(data), root / "store"))
    return provenance(ReportContext(inputs)).masukan


def test_a_file_cannot_be_guessed_from_its_digest_without_the_key(data: Path, tmp_path: Path) -> None:
    found = digests(data, tmp_path)
    plain = {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in found}
    assert plain
    for key in (b"", SAMPLE_KEY):
        assert not set(keyed_digests(plain, key).values()) & set(found.values())
    assert not set(plain.values()) & set(found.values())
    assert found == keyed_digests(plain, lasting_key(tmp_path / "store-terbitan" / "kunci"))


def test_the_key_lasts_and_is_its_owners_alone(data: Path, tmp_path: Path) -> None:
    first = digests(data, tmp_path / "one")
    key = tmp_path / "one" / "store-terbitan" / "kunci"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert digests(data, tmp_path / "one") == first
    assert digests(data, tmp_path / "two") != first
    key.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        digests(data, tmp_path / "one")


def test_a_key_that_cannot_be_kept_serves_once_and_that_is_said(tmp_path: Path, caplog) -> None:
    (tmp_path / "file").write_text("")
    keys = {lasting_key(tmp_path / "file" / "kunci") for _ in range(2)}
    assert len(keys) == 2
    assert "nobody can verify" in caplog.text


@pytest.mark.parametrize("region", ["tapin", "kalsel"])
def test_of_a_government_that_is_withheld_there_are_no_digests(data: Path, tmp_path: Path, region: str) -> None:
    assert {name.split("/")[0] for name in digests(data, tmp_path, region)} == {"tapin"}


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("/srv/ipasn/data/sample", "data/sample"),
        ("/home/budi/simpeg", "simpeg"),
        ("postgresql://budi:x@db.internal:5432/simpeg?sslmode=require", "postgresql:///simpeg"),
        ("sqlite:////home/budi/simpeg.db", "sqlite:///simpeg.db"),
    ],
)
def test_a_delivered_file_names_no_machine(data: str, shown: str) -> None:
    assert without_machine(data, Path("/srv/ipasn")) == shown


def test_the_delivered_notebook_holds_no_path_of_this_machine(tapin, sample: Path) -> None:
    text = tapin.path("ipynb").read_text(encoding="utf-8")
    assert f'data = \\"{sample.name}\\"' in text
    for path in (sample.parent, Path.cwd(), Path.home()):
        assert str(path) not in text
