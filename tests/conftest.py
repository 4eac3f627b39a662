"""Fixtures that many tests share: sample data of a few governments, and reports built from it once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from support.browser import open_chromium
from support.built import PROFILE, BuiltReport, Shared, build_report, found_report, write_records

hypothesis.settings.register_profile("quick", deadline=None)
hypothesis.settings.register_profile(
    "long", deadline=None, max_examples=2_000, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile(PROFILE)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes long and runs with make test-long alone")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if PROFILE != "long" and item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="runs with make test-long"))
    # A long module begun last would keep the other cores waiting.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What every worker of this run finds: each thing is made once, by the worker that asks first."""
    base = tmp_path_factory.getbasetemp()
    return Shared((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared")


@pytest.fixture(scope="session", autouse=True)
def _own_store(shared: Shared) -> Iterator[None]:
    """Tests keep their scores apart from the user's store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_STORE", str(shared.folder / "store"))
        yield


@pytest.fixture(scope="session")
def sample(shared: Shared) -> Path:
    """DATA with the records of the sample of three governments, without the official scores beside them."""
    return shared.once("sample", write_records)


@pytest.fixture(scope="session")
def both_tracks(shared: Shared) -> Path:
    """DATA with the sample of a regency as it is: official scores beside records."""
    from ipasn_analysis.sample import write_sample

    return shared.once("both-tracks", lambda folder: write_sample(folder, regions=["tapin"]))


@pytest.fixture(scope="session")
def official_tapin(both_tracks: Path, shared: Shared) -> BuiltReport:
    """The built report of that regency."""
    return found_report("tapin", shared.once("tapin-official", lambda out: build_report("tapin", both_tracks, out)))


@pytest.fixture(scope="session")
def tapin(sample: Path, shared: Shared) -> BuiltReport:
    """The built report of one regency."""
    return found_report("tapin", shared.once("tapin", lambda out: build_report("tapin", sample, out)))


@pytest.fixture(scope="session")
def tapin_in_english(sample: Path, shared: Shared) -> BuiltReport:
    """The same report in the other language: every file of it differs."""
    out = shared.once("tapin-en", lambda out: build_report("tapin", sample, out, "--language", "en"))
    return found_report("tapin", out)


@pytest.fixture(scope="session")
def kalsel(sample: Path, shared: Shared) -> BuiltReport:
    """The built report of the province, of whose governments eleven have no data."""
    return found_report("kalsel", shared.once("kalsel", lambda out: build_report("kalsel", sample, out)))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of one module."""
    with open_chromium() as browser:
        yield browser
