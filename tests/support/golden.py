"""The frozen result of one region-year: what of it is kept, and how it is renewed on purpose.

To renew it after a change that is meant to change figures: ``python tests/support/golden.py``, then read the difference
(``git diff tests/golden``) figure by figure and say in the commit why they changed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = TESTS / "golden" / "tapin-2025.json"
LEFT_OUT = ("provenans", "keputusan")
"""Versions and texts, which do not belong to the figures; digests of the inputs are kept."""


def figures(value: Any, place: str = "") -> dict[str, Any]:
    """Every number, yes or no, and gap of a result by its place in it; texts only where they name a row's entry."""
    if isinstance(value, dict):
        parts = [(f"{place}.{key}" if place else key, part) for key, part in value.items() if key not in LEFT_OUT]
        return {key: figure for name, part in parts for key, figure in figures(part, name).items()}
    if isinstance(value, list):
        return {key: figure for n, part in enumerate(value) for key, figure in figures(part, f"{place}[{n}]").items()}
    return {} if isinstance(value, str) else {place: value}


def frozen(result: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a result: digests of the inputs, and the figures without those that stand in tables again."""
    facts = {key: part for key, part in result.items() if key != "tabel"}
    return {"masukan": result["provenans"]["masukan"], "angka": figures(facts)}


def main() -> None:
    """Build the report from fresh sample data and freeze its figures."""
    sys.path[:0] = [str(TESTS.parent), str(TESTS)]
    from ipasn_analysis.sample import write_sample
    from support.built import SAMPLE_REGIONS, build_report

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder / "sample", regions=SAMPLE_REGIONS)
        report = build_report("tapin", folder / "sample", folder / "reports", "--formats", "json")
        content = frozen(report.result)
    GOLDEN.write_text(json.dumps(content, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{GOLDEN}: {len(content['angka'])} figures")


if __name__ == "__main__":
    main()
