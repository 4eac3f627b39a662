"""The frozen result of one region-year: its input, what of it is kept, and how it is renewed on purpose.

The input is frozen with it (tests/golden/data: some 200 invented people, and the parameters of their region), so that
the sample data and the shipped parameters can change without it. To renew the result after a change that is meant to
change figures: ``PYTHONPATH=tests python -m support.golden``, then read the difference (``git diff tests/golden``)
figure by figure and say in the commit why they changed.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from support.built import build_report

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = TESTS / "golden"
RESULT = GOLDEN / "tapin-2025.json"
LEFT_OUT = ("provenans", "keputusan")
"""Digests, versions and texts, which do not belong to the figures."""


def figures(value: Any, place: str = "") -> dict[str, Any]:
    """Every number, yes or no, and gap of a result by its place in it; texts only where they name a row's entry."""
    if isinstance(value, dict):
        parts = [(f"{place}.{key}" if place else key, part) for key, part in value.items() if key not in LEFT_OUT]
        return {key: figure for name, part in parts for key, figure in figures(part, name).items()}
    if isinstance(value, list):
        return {key: figure for n, part in enumerate(value) for key, figure in figures(part, f"{place}[{n}]").items()}
    return {} if isinstance(value, str) else {place: value}


def frozen(result: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a result: its figures without those that stand in tables again."""
    return figures({key: part for key, part in result.items() if key != "tabel"})


def built(out: Path) -> dict[str, Any]:
    """The exact result of the frozen input, built in `out`."""
    options = ("--params", str(GOLDEN / "params"), "--formats", "json", "--edition", "internal")
    build_report("tapin", GOLDEN / "data", out, *options)
    (path,) = out.rglob("*-RAHASIA.json")
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Build the report from the frozen input and freeze its figures."""
    with tempfile.TemporaryDirectory() as folder:
        content = frozen(built(Path(folder)))
    RESULT.write_text(json.dumps(content, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{RESULT}: {len(content)} figures")


if __name__ == "__main__":
    main()
