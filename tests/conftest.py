"""Fixtures that many tests share: sample data of a few governments, and reports built from it once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hypothesis
import pytest
from support.built import PROFILE, SAMPLE_REGIONS, BuiltReport, build_report

hypothesis.settings.register_profile("quick", deadline=None)
hypothesis.settings.register_profile(
    "long", deadline=None, max_examples=2_000, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile(PROFILE)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes long and runs with make test-long alone")


THREADS = (
    "test_hostile",
    "test_html_exporter",
    "test_index_page",
    "test_new_province",
    "test_explore",
    "test_pages",
    "browser/",
)
"""Modules that leave threads of a browser or a kernel behind. Where one is alive nothing can be forked any more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # make test gives modules out in this order: those that fork first, those that leave threads behind last.
    items.sort(key=lambda item: (any(name in item.nodeid for name in THREADS), "test_engine.py" not in item.nodeid))
    for item in items:
        if PROFILE != "long" and item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="runs with make test-long"))


@pytest.fixture(scope="session", autouse=True)
def _own_store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Tests keep their scores apart from the user's store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_STORE", str(tmp_path_factory.mktemp("store")))
        yield


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA with the sample of three governments."""
    from ipasn_analysis.sample import write_sample

    folder = tmp_path_factory.mktemp("data") / "sample"
    write_sample(folder, regions=SAMPLE_REGIONS)
    return folder


@pytest.fixture(scope="session")
def tapin(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltReport:
    """The built report of one regency."""
    return build_report("tapin", sample, tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="session")
def kalsel(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltReport:
    """The built report of the province, of whose governments eleven have no data."""
    return build_report("kalsel", sample, tmp_path_factory.mktemp("reports"))
