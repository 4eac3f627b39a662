"""Fixtures that many tests share: sample data of a few governments, and reports built from it once."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from support.browser import open_chromium
from support.built import PROFILE, BuiltReport, Shared, build_report, found_report, write_records
from support.small_data import write_small

import ipasn_analysis as ipasn
from ipasn_analysis.result.facts import Facts

# Images for containers often forbid it, and each of the many processes begun here would compile the package anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

hypothesis.settings.register_profile("quick", deadline=None, max_examples=50)
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


@pytest.fixture(scope="session")
def sample_facts(sample: Path, shared: Shared) -> Callable[..., Facts]:
    """The facts of the report of a region of the sample, in its public edition or exact, computed once."""

    @cache
    def facts(region: str, edition: str = "publik") -> Facts:
        def keep(folder: Path) -> None:
            folder.mkdir()
            found = ipasn.report(region, data=str(sample), edition=edition).facts
            (folder / "facts.pickle").write_bytes(pickle.dumps(found))

        folder = shared.once(f"facts-{region}-{edition}", keep)
        return pickle.loads((folder / "facts.pickle").read_bytes())

    return facts


@pytest.fixture(scope="session")
def small_data(shared: Shared) -> Path:
    """DATA with records of two governments of a hundred people at two dates: enough where figures do not count."""
    return shared.once("small-data", write_small)


@pytest.fixture(scope="session")
def small(small_data: Path, shared: Shared) -> BuiltReport:
    """The built report of one of them, in a third of the time of `tapin`."""
    return found_report("tapin", shared.once("small", lambda out: build_report("tapin", small_data, out)))


@pytest.fixture(scope="session")
def small_in_english(small_data: Path, shared: Shared) -> BuiltReport:
    """The same report in the other language: every file of it differs."""
    out = shared.once("small-en", lambda out: build_report("tapin", small_data, out, "--language", "en"))
    return found_report("tapin", out)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of one module."""
    with open_chromium() as browser:
        yield browser
