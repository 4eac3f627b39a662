"""The text of every section of the frozen report, as it is read: a change of words shows in a readable difference.

To accept a change that is meant: ``pytest tests/reports/test_snapshots.py --snapshot-update``, and read the difference.
"""

from __future__ import annotations

import pytest
from support.golden import GOLDEN
from syrupy.assertion import SnapshotAssertion

import ipasn_analysis as ipasn
from ipasn_analysis.blocks.model import Table
from ipasn_analysis.blocks.text import render_text
from ipasn_analysis.sections.report import OF_TERRITORIES, SECTIONS, Report

NAMES = [name for name in SECTIONS if name not in OF_TERRITORIES]


@pytest.fixture(scope="module", params=["id", "en"])
def report(request: pytest.FixtureRequest) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPASN_PARAMS", str(GOLDEN / "params"))
        return ipasn.report("tapin", data=str(GOLDEN / "data"), language=request.param)


@pytest.mark.parametrize("name", NAMES)
def test_text_of_a_section(name: str, report: Report, snapshot: SnapshotAssertion) -> None:
    section = report.section(name)
    blocks = (*section.all_blocks, *section.appendix)
    if name == "metode":  # its tables are of digests and versions
        blocks = tuple(block for block in blocks if not isinstance(block, Table))
    assert "\n\n".join(render_text(block, report.w) for block in blocks) == snapshot
